"""Their spend, their disputes, and who has which unit's business."""

import pytest

from pipeline.checks.money import (
    a_competitor_has_a_name,
    disputes_are_among_the_invoices,
    the_wallet_holds_our_revenue,
    what_is_ours_brings_revenue,
    white_space_stands_once,
)
from tests.builders import a_filled_account, a_revenue, a_white_space, an_economics
from tests.checks.problems_of import at, problems_of

SOLD = [
    a_revenue(revenue="600"),
    a_revenue(product="Trays", revenue="400"),
    a_revenue(period="2026-Q2", revenue="300"),
    a_revenue(period="2025-Q3", revenue="9000"),
]


@pytest.mark.parametrize(("period", "ours"), [("2026-Q3", "1000"), ("2026-Q2", "300"), ("2026", "1300")])
def test_what_they_spend_is_at_least_what_they_buy_from_us(period, ours):
    def told(spend: int) -> list[str]:
        rows = [at(an_economics(period=period, customer_spend=spend), {"customer_spend": "I8"})]
        return problems_of(the_wallet_holds_our_revenue, a_filled_account(economics=rows, revenue=SOLD))

    assert told(int(ours)) == []
    assert told(int(ours) - 1) == [
        f"warning spend-below-revenue Economics!I8: Customer spend {int(ours) - 1} is below our own revenue "
        f"of {period}, {ours}."
    ]


def test_nothing_is_said_of_their_spend_while_our_revenue_is_unread():
    revenue = [at(a_revenue(), {"period": "B8"}, unread={"period"})]
    economics = [an_economics(customer_spend="1")]

    assert problems_of(the_wallet_holds_our_revenue, a_filled_account(economics=economics, revenue=revenue)) == []


def test_no_more_invoices_are_disputed_than_were_sent():
    rows = [
        an_economics(invoices=4, disputes=4),
        at(an_economics(period="2026-Q2", invoices=4, disputes=5), {"disputes": "H9"}),
        an_economics(period="2026-Q1", disputes=5),
    ]

    assert problems_of(disputes_are_among_the_invoices, a_filled_account(economics=rows)) == [
        "error disputes-above-invoices Economics!H9: Disputes 5 is above Invoices 4."
    ]


def test_a_product_stands_once_for_each_unit():
    rows = [
        at(a_white_space(), {"product": "C8"}),
        a_white_space(product="Film"),
        a_white_space(unit="Bergen"),
        at(a_white_space(product="trays "), {"product": "C11"}),
    ]

    assert problems_of(white_space_stands_once, a_filled_account(white_space=rows)) == [
        "warning white-space-twice White space!C11: 'trays ' for 'Gävle' stands already in White space!C8."
    ]


def test_a_competitor_that_has_the_business_is_named():
    rows = [
        at(a_white_space(status="competitor"), {"competitor": "F8"}),
        a_white_space(product="Film", status="competitor", competitor="Norpakk"),
        a_white_space(product="Labels"),
    ]

    assert problems_of(a_competitor_has_a_name, a_filled_account(white_space=rows)) == [
        "warning competitor-unnamed White space!F8: Competitor is blank, though a competitor has 'Trays' in 'Gävle'."
    ]


def test_what_is_ours_stands_on_sheet_revenue():
    rows = [
        at(a_white_space(status="ours"), {"status": "D8"}),
        a_white_space(product="film ", status="ours"),
        a_white_space(product="Labels"),
    ]

    assert problems_of(what_is_ours_brings_revenue, a_filled_account(white_space=rows)) == [
        "warning ours-without-revenue White space!D8: Status is 'ours', but sheet Revenue has no row for 'Trays'."
    ]
    unread = [at(a_revenue(), {"product": "C8"}, unread={"product"})]
    assert problems_of(what_is_ours_brings_revenue, a_filled_account(white_space=rows, revenue=unread)) == []

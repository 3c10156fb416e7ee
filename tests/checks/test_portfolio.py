"""Rules about the portfolio: the cap, tiers with their days, figures that can be."""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.checks.portfolio import (
    contribution_is_a_part_of_revenue,
    key_accounts_are_within_the_cap,
    key_accounts_tell_since_when,
    selection_ratings_stand_once,
    tiers_have_dates,
)
from pipeline.checks.rules import PORTFOLIO_CHECKS, check_portfolio
from pipeline.model.portfolio import Customer, Portfolio, Programme, SelectionRating
from tests.builders import a_customer, a_portfolio, a_programme, day, shipped_standards
from tests.checks.problems_of import at, problems_of


def a_selection_rating(**fields: Any) -> SelectionRating:
    return SelectionRating(**{"customer": "contoso", "criterion": "Strategic fit", "rating": 7, **fields})


def test_what_is_in_order_has_no_problem():
    assert check_portfolio(a_portfolio(selection=[a_selection_rating()]), shipped_standards()) == ()


def test_more_key_accounts_than_the_cap_are_told_at_the_cap():
    programme = at(a_programme(most_key_accounts=1), {"most_key_accounts": "C17"})
    two = [a_customer(), a_customer(id="fabrikam", name="Fabrikam")]

    assert problems_of(key_accounts_are_within_the_cap, a_portfolio(programme=programme, customers=two)) == [
        "warning too-many-key-accounts Programme!C17: There are 2 key accounts on sheet Customers, "
        "and 1 are to be the most."
    ]
    one_not = [two[0], a_customer(id="fabrikam", name="Fabrikam", key_account=False)]
    assert problems_of(key_accounts_are_within_the_cap, a_portfolio(programme=programme, customers=one_not)) == []


def test_a_key_account_tells_since_when():
    customers = [a_customer(key_since=None), a_customer(id="fabrikam", key_account=False, key_since=None)]

    assert problems_of(key_accounts_tell_since_when, a_portfolio(customers=customers)) == [
        "warning key-since-missing Customers: Key since is blank, though 'Contoso Ltd' is a key account."
    ]


@pytest.mark.parametrize("tier", ["tier", "previous_tier", "earlier_tier"])
def test_a_tier_has_its_day(tier: str):
    customer = a_customer(**{tier: "B", f"{tier}_since": None})

    assert problems_of(tiers_have_dates, a_portfolio(customers=[customer])) == [
        "warning tier-without-date Customers: The day from which 'Contoso Ltd' had tier B is blank."
    ]
    dated = a_customer(**{tier: "B", f"{tier}_since": day("2025-01-16")})
    assert problems_of(tiers_have_dates, a_portfolio(customers=[dated])) == []


@pytest.mark.parametrize(("revenue", "contribution", "told"), [(100, 101, 1), (100, 100, 0), (-5, 0, 0), (-5, 1, 1)])
def test_contribution_is_at_most_the_revenue(revenue: int, contribution: int, told: int):
    customer = a_customer(revenue=Decimal(revenue), contribution=Decimal(contribution))

    found = problems_of(contribution_is_a_part_of_revenue, a_portfolio(customers=[customer]))

    assert len(found) == told
    assert all(text.startswith("error contribution-too-high Customers") for text in found)


def test_one_rater_rates_a_customer_once_on_a_criterion():
    rows = [a_selection_rating(rater="A"), a_selection_rating(rater="B"), a_selection_rating(rater="a", rating=5)]

    assert problems_of(selection_ratings_stand_once, a_portfolio(selection=rows)) == [
        "error selection-twice Selection: 'contoso' is rated on 'Strategic fit' already in Selection."
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"previous_tier_since": day("2026-02-01")}, "date-order"),
        ({"score_date": day("2026-01-01"), "score_before_date": day("2026-02-01")}, "date-order"),
    ],
)
def test_dates_of_a_customer_are_in_order(change: dict[str, Any], code: str):
    customer = a_customer(tier="B", tier_since=day("2026-01-15"), **change)

    assert code in {problem.code for problem in check_portfolio(a_portfolio(customers=[customer]), shipped_standards())}


def test_an_id_stands_once_and_a_rating_names_a_customer():
    found = check_portfolio(
        a_portfolio(customers=[a_customer(), a_customer()], selection=[a_selection_rating(customer="fabrikam")]),
        shipped_standards(),
    )

    assert {problem.code for problem in found} == {"duplicate-id", "unknown-reference"}


@pytest.mark.parametrize("rule", PORTFOLIO_CHECKS)
def test_no_rule_fails_on_a_workbook_of_which_nothing_could_be_read(rule):
    unread = [
        at(record.model_construct(**dict.fromkeys(record.model_fields)), {}, {"id"} & set(record.model_fields))
        for record in (Programme, Customer, SelectionRating)
    ]
    portfolio = Portfolio.model_construct(
        programme=unread[0], customers=(unread[1],), selection=(unread[2],), audits=()
    )

    list(rule(portfolio, shipped_standards()))

"""What the account costs and how it pays stands by period, the latest first."""

from pipeline.views.plan_economics import economics_view
from tests.builders import an_account, an_economics


def rows(*economics):
    return economics_view(an_account(economics=economics)).rows


def test_periods_stand_latest_first():
    found = rows(an_economics(period="2025"), an_economics(period="2026-Q3"), an_economics(period="2026-Q2"))

    assert [row.period for row in found] == ["Q3 26", "Q2 26", "2025"]


def test_period_is_worded_in_the_customer_s_locale():
    (row,) = rows(an_economics(cost_to_serve="92000", kam_cost="38000", customer_spend="2900000", spend_source="J. W."))

    assert (row.cost_to_serve, row.kam_cost, row.customer_spend) == ("92,000", "38,000", "2,900,000")
    assert row.spend_source == "J. W."


def test_disputes_are_told_of_the_invoices():
    both, invoices, neither = rows(
        an_economics(invoices=212, disputes=4),
        an_economics(invoices=198, period="2026-Q2"),
        an_economics(period="2025"),
    )

    assert (both.disputes, invoices.disputes, neither.disputes) == ("4 of 212", "– of 198", "–")


def test_figures_of_one_column_have_the_same_decimals():
    found = rows(
        an_economics(discount_percent="0.065", days_to_pay=41),
        an_economics(discount_percent="0.06", days_to_pay=38.5, period="2026-Q2"),
    )

    assert [(row.discount, row.days_to_pay) for row in found] == [("6.5%", "41.0"), ("6.0%", "38.5")]

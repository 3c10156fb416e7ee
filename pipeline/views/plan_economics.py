"""What the account costs and how it pays, as the plan prints it: one row for each period."""

from decimal import Decimal

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.money import Economics
from pipeline.views import wording
from pipeline.views.plan_parts import rows_read, shared_decimals


class EconomicsRow(Result):
    """The economics of one period; amounts in the account's currency, a dash for what is not noted."""

    period: str = result("The period, Q3 26.")
    cost_to_serve: str = result("Orders, freight, service, returns.")
    kam_cost: str = result("What the account team costs.")
    discount: str = result("Mean discount on list prices, 7%.")
    days_to_pay: str = result("Mean days from invoice to payment.")
    disputes: str = result("Invoices disputed, of all of them, 4 of 212.")
    customer_spend: str = result("Their total spend in our categories.")
    spend_source: str = result("Where that figure comes from; empty if not noted.")


class EconomicsView(Result):
    """The economics of the account."""

    rows: tuple[EconomicsRow, ...] = result("The periods, the latest first.")
    source: str = result("Where they were read.")


def economics_view(account: KeyAccount) -> EconomicsView:
    """The economics as the plan prints them."""
    latest = sorted(account.economics, key=lambda row: row.period, reverse=True)
    discounts = shared_decimals(_in_percent(row.discount_percent) for row in latest)
    days = shared_decimals(row.days_to_pay for row in latest)
    return EconomicsView(
        rows=tuple(_row(row, account.account.locale, discounts, days) for row in latest),
        source=rows_read(account.economics) if account.economics else "",
    )


def _in_percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else share * 100


def _row(row: Economics, locale: str, discounts: int, days: int) -> EconomicsRow:
    disputes = wording.number(row.disputes, locale)
    if row.invoices is not None:
        disputes = f"{disputes} of {wording.number(row.invoices, locale)}"
    return EconomicsRow(
        period=wording.period(row.period, locale, "dated"),
        cost_to_serve=wording.number(row.cost_to_serve, locale, 0),
        kam_cost=wording.number(row.kam_cost, locale, 0),
        discount=wording.percent(row.discount_percent, locale, discounts),
        days_to_pay=wording.number(row.days_to_pay, locale, days),
        disputes=disputes,
        customer_spend=wording.number(row.customer_spend, locale, 0),
        spend_source=row.spend_source or "",
    )

"""What the account earns after what it costs, period by period, and whether key account management pays."""

from decimal import Decimal

from pipeline.analysis.results.declared import Result, result


class PeriodEconomics(Result):
    """One period. Amounts in the account's currency; None wherever a part is not known."""

    period: str = result("The period, 2026-Q3 or 2026.")
    revenue: Decimal | None = result("Our revenue of the period; None without a row on sheet Revenue.")
    direct_cost: Decimal | None = result("What it cost us to make; None unless every row of the period says it.")
    cost_to_serve: Decimal | None = result("Orders, freight, service, returns.")
    kam_cost: Decimal | None = result("What the account team costs.")
    contribution: Decimal | None = result("Revenue − direct cost − cost to serve.")
    margin: Decimal | None = result("Contribution / revenue, at most 1; None without revenue above 0.")
    after_kam: Decimal | None = result("Contribution − cost of the account team.")
    revenue_to_cost: Decimal | None = result("Revenue / (direct cost + cost to serve), a pure number; 1 is break-even.")
    dispute_rate: Decimal | None = result("Disputed invoices / invoices, 0 to 1; None without invoices.")
    cells: tuple[str, ...] = result("Where revenue and costs stand in the workbook.")


class Trend(Result):
    """A figure of the latest period beside that of the same period a year earlier, or of the one before."""

    now: Decimal = result("The figure of the latest period that has it.")
    before: Decimal = result("The figure it is compared with.")
    change: Decimal = result("Now less before, in the figure's unit.")
    growth: Decimal | None = result("Now / before − 1 as a share; None if before is not above 0.")
    period: str = result("The latest period.")
    before_period: str = result("The period it is compared with.")
    cells: tuple[str, ...] = result("Where both stand in the workbook.")


class EconomicsSummary(Result):
    """The account's economics."""

    periods: tuple[PeriodEconomics, ...] = result("The periods of sheet Economics, oldest first.")
    latest: PeriodEconomics | None = result("The latest of them up to the period reviewed; None without one.")
    kam_return: Decimal | None = result(
        "(Contribution of the year to date − that of the same quarters of last year − cost of the account team) / that "
        "cost: 0 pays back, 0.5 earns half of it on top. None unless every part is known and the cost is above 0."
    )
    extra_contribution: Decimal | None = result("Contribution of the year to date less that of last year's quarters.")
    kam_cost: Decimal | None = result("Cost of the account team in the year to date.")
    payback_months: int | None = result(
        "Months from the start of the second period on the sheet until the extra contribution over the first covers "
        "the cost of the account team, both added up; None if it has not yet, or cannot be told."
    )
    months_observed: int = result("Months from the start of the second period to the end of the latest known one.")
    discount: Trend | None = result("Mean discount, 0 to 1; None without two periods.")
    days_to_pay: Trend | None = result("Mean days from invoice to payment; None without two periods.")

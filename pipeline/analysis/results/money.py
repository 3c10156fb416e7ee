"""Revenue by product and period."""

from decimal import Decimal

from pipeline.analysis.results.declared import Result, result


class RevenueCell(Result):
    """Revenue of one product in one period."""

    period: str = result("Period, 2026-Q3 or 2026.", "client")
    product: str = result("Product.", "client")
    revenue: Decimal = result("Sum, in the account's currency.", "client")


class RevenueTotal(Result):
    """Revenue of one period or of one product."""

    name: str = result("The period or the product.", "client")
    revenue: Decimal = result("Sum, in the account's currency.", "client")
    share: Decimal | None = result(
        "Of the whole, 0 to 1; None if the whole or any part is below 0, or all is 0.", "client"
    )


class RevenueSummary(Result):
    """Revenue by product and period, in the account's currency."""

    total: Decimal = result("All periods together.", "client")
    by_period: tuple[RevenueTotal, ...] = result("By period, oldest first.", "client")
    by_product: tuple[RevenueTotal, ...] = result(
        "By product over the year to date of the period reviewed (every period if it has no revenue), largest first; "
        "ties by name.",
        "client",
    )
    cells: tuple[RevenueCell, ...] = result(
        "By period and product where there are rows: periods oldest first, products as in by_product, then those sold "
        "in other periods only.",
        "client",
    )
    growth: Decimal | None = result(
        "This year to date against the same quarters of last year, as a share (0.09 is +9 %); None if unknown.",
        "client",
    )
    growth_now: Decimal | None = result(
        "This year to date: the amount growth is made from; None unless every quarter is there.", "client"
    )
    growth_before: Decimal | None = result("The same quarters of last year; None unless all are there.", "client")
    margin: Decimal | None = result(
        "(Revenue - direct cost) / revenue of the rows whose cost is known, over the periods of by_product; at most 1, "
        "below 0 at a loss; None without costs."
    )

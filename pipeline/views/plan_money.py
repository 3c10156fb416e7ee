"""Revenue and opportunities as the plan prints them: amounts by product and period, and deals with their weight."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.results import Analysis, OpportunityTerm, Result, RevenueSummary, result
from pipeline.model.account import KeyAccount
from pipeline.model.money import Opportunity
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import GOOD, NONE, OPEN, WATCH, Status, rows_read, shared_year

_PERIODS = 7  # periods that fit beside each other; older ones are left to the workbook
_THOUSANDS_FROM = Decimal(100_000)
_STATES = {
    "open": Status(tone=OPEN, word="Open"),
    "won": Status(tone=GOOD, word="Won"),
    "lost": Status(tone=NONE, word="Lost"),
}
_REASONS = ("won", "expanded", "shrunk", "lost")


class RevenueRow(Result):
    """One product's revenue, period by period."""

    product: str = result("The product.")
    amounts: tuple[str, ...] = result("Its revenue in each period of the table, in the table's unit; a dash for none.")
    share: str = result("Its share of the year to date, 58%.")


class MoveRow(Result):
    """Why one product moved."""

    product: str = result("The product, with the unit that bought it.")
    revenue: str = result("Its revenue then.")
    reason: str = result("Won, Expanded, Shrunk or Lost.")


class RevenueView(Result):
    """Revenue by product and period."""

    unit: str = result("Unit of the amounts, EUR thousand.")
    periods: tuple[str, ...] = result("The periods of the table, oldest first, Q3 26.")
    rows: tuple[RevenueRow, ...] = result("The products, largest first.")
    totals: tuple[str, ...] = result("All products together, period by period.")
    moves: tuple[MoveRow, ...] = result("Rows of the period under review whose reason is noted.")
    growth: str = result("Growth of the year to date, +9%; a dash if not known.")
    growth_note: str = result("What the growth compares; why it is not known.")
    largest: str = result("The largest product; empty without revenue.")
    largest_share: str = result("Its share of the year to date.")
    source: str = result("Where the revenue was read.")


class DealRow(Result):
    """One opportunity."""

    name: str = result("What the deal is about.")
    where: str = result("Product and unit; empty if neither is noted.")
    stage: str = result("Its stage.")
    probability: str = result("Its probability, 50%.")
    amount: str = result("Its amount a year, in the table's unit.")
    weighted: str = result("Amount times probability.")
    closes: str = result("When it is expected to close, or was closed.")
    late: Status | None = result("Past its date: for an open one that should be closed; else None.")
    state: Status = result("Open, Won or Lost.")
    competitor: str = result("Who else is bidding; a dash if nobody is noted.")
    note: str = result("Why it was won or lost.")


class CaseRow(Result):
    """What one opportunity is worth to the customer."""

    name: str = result("What the deal is about.")
    value: str = result("What it is worth to them a year.")
    basis: str = result("How that was worked out.")
    assumption: str = result("What must hold.")


class DealsView(Result):
    """The opportunities."""

    unit: str = result("Unit of the amounts, EUR thousand.")
    open: tuple[DealRow, ...] = result("Open ones, largest weighted amount first.")
    closed: tuple[DealRow, ...] = result("Won and lost ones, latest first.")
    cases: tuple[CaseRow, ...] = result("Open ones whose worth to the customer is noted.")
    open_total: str = result("Sum of the open amounts, in the table's unit.")
    weighted_total: str = result("Sum of the weighted amounts.")
    year: str = result("The year that all closing dates share; empty if they differ.")
    source: str = result("Where the opportunities were read.")


def revenue_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> RevenueView:
    """Revenue as the plan prints it: the latest periods, the products in the order of their size."""
    locale = account.account.locale
    summary = analysis.revenue_summary
    shown = [total.name for total in summary.by_period][-_PERIODS:]
    unit, divisor = _unit(account, [total.revenue for total in summary.by_period])
    totals = {total.name: total.revenue for total in summary.by_period}
    largest = summary.by_product[0] if summary.by_product else None
    return RevenueView(
        unit=unit,
        periods=tuple(wording.period(name, locale, "dated") for name in shown),
        rows=tuple(_products(summary, shown, divisor, locale)),
        totals=tuple(_amount(totals[name], divisor, locale) for name in shown),
        moves=tuple(_moves(account, about, divisor)),
        growth=_signed_percent(summary.growth, locale),
        growth_note=_growth_note(account, summary),
        largest=largest.name if largest else "",
        largest_share=wording.percent(largest.share, locale) if largest else wording.BLANK,
        source=rows_read(account.revenue) if account.revenue else "",
    )


def _signed_percent(share: Decimal | None, locale: str) -> str:
    sign = "+" if share is not None and share > 0 else ""
    return sign + wording.percent(share, locale)


def _unit(account: KeyAccount, amounts: list[Decimal]) -> tuple[str, Decimal]:
    """The unit of a table of amounts, and what an amount is divided by in it."""
    currency = account.account.currency
    if max((abs(amount) for amount in amounts), default=Decimal(0)) >= _THOUSANDS_FROM:
        return f"{currency} thousand", Decimal(1000)
    return currency, Decimal(1)


def _amount(value: Decimal | None, divisor: Decimal, locale: str) -> str:
    return wording.BLANK if value is None else wording.number(value / divisor, locale, 0)


def _products(summary: RevenueSummary, shown: list[str], divisor: Decimal, locale: str) -> Iterator[RevenueRow]:
    cells = {(cell.period, cell.product): cell.revenue for cell in summary.cells}
    shares = {total.name: total.share for total in summary.by_product}
    for product in dict.fromkeys([*shares, *(cell.product for cell in summary.cells)]):
        amounts = [cells.get((period, product)) for period in shown]
        if any(amount is not None for amount in amounts):
            yield RevenueRow(
                product=product,
                amounts=tuple(_amount(amount, divisor, locale) for amount in amounts),
                share=wording.percent(shares.get(product), locale),
            )


def _moves(account: KeyAccount, about: About, divisor: Decimal) -> Iterator[MoveRow]:
    moved = [row for row in account.revenue if row.reason and row.period == about.period]
    for row in sorted(moved, key=lambda row: _REASONS.index(row.reason or "")):
        yield MoveRow(
            product=f"{row.product}, {row.unit}" if row.unit else row.product,
            revenue=_amount(row.revenue, divisor, account.account.locale),
            reason=wording.sentence(row.reason or ""),
        )


def _growth_note(account: KeyAccount, summary: RevenueSummary) -> str:
    profile = account.account
    if summary.growth_now is None or summary.growth_before is None:
        return "a quarter of this year or last is missing"
    now, before = (
        wording.money(amount, profile.currency, profile.locale, "short")
        for amount in (summary.growth_now, summary.growth_before)
    )
    return f"{now} after {before}"


def deals_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> DealsView:
    """The opportunities as the plan prints them."""
    locale = account.account.locale
    summary = analysis.opportunity_summary
    terms = {term.id: term for term in summary.terms}
    unit, divisor = _unit(account, [deal.amount for deal in account.opportunities])
    year = shared_year(deal.close_date for deal in account.opportunities)
    style: wording.DateStyle = "short" if year else "dated"
    rows = [
        (deal, terms[deal.id], _deal(deal, terms[deal.id], divisor, locale, style)) for deal in account.opportunities
    ]
    return DealsView(
        unit=unit,
        open=tuple(
            row
            for _, _, row in sorted(
                (item for item in rows if item[1].state == "open"), key=lambda item: -item[1].weighted
            )
        ),
        closed=tuple(
            row
            for _, _, row in sorted(
                (item for item in rows if item[1].state != "open"), key=lambda item: item[0].close_date, reverse=True
            )
        ),
        cases=tuple(_case(deal, account) for deal, term, _ in rows if term.state == "open" and deal.customer_value),
        open_total=_amount(summary.open_amount, divisor, locale),
        weighted_total=_amount(summary.weighted, divisor, locale),
        year=year,
        source=rows_read(account.opportunities) if account.opportunities else "",
    )


def _deal(deal: Opportunity, term: OpportunityTerm, divisor: Decimal, locale: str, style: wording.DateStyle) -> DealRow:
    return DealRow(
        name=deal.name,
        where=", ".join(part for part in (deal.product, deal.unit) if part),
        stage=wording.sentence(deal.stage),
        probability=wording.percent(term.probability, locale),
        amount=_amount(deal.amount, divisor, locale),
        weighted=_amount(term.weighted, divisor, locale),
        closes=wording.date(deal.close_date, locale, style),
        late=Status(tone=WATCH, word="Past its date") if term.past_due else None,
        state=_STATES[term.state],
        competitor=deal.competitor or wording.BLANK,
        note=deal.outcome_reason or "No reason noted",
    )


def _case(deal: Opportunity, account: KeyAccount) -> CaseRow:
    profile = account.account
    return CaseRow(
        name=deal.name,
        value=wording.money(deal.customer_value, profile.currency, profile.locale),
        basis=deal.value_basis or "No basis noted",
        assumption=deal.assumption or wording.BLANK,
    )

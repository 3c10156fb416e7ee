"""What the account earns after what it costs, how it pays, and whether key account management pays back."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.periods import a_year_earlier, age_order, end_order, is_quarter, period_before
from pipeline.analysis.results import EconomicsSummary, Explanation, PeriodEconomics, Trend
from pipeline.analysis.revenue import periods_to_date
from pipeline.analysis.worked import gives, number, signed
from pipeline.model.account import KeyAccount
from pipeline.model.money import Economics, Revenue


def economics_of(account: KeyAccount, period: str) -> EconomicsSummary:
    """The account's economics up to the end of `period`, in the account's currency.

    Contribution = revenue - direct cost - cost to serve; margin = contribution / revenue; revenue-to-cost = revenue /
    (direct cost + cost to serve), the ratio that customer profitability analysis starts from. A part that is not known
    leaves what is made from it unknown: nothing is taken as 0. Return on key account management = (contribution of the
    year to date - that of the same quarters of last year - cost of the account team) / that cost. Payback: the first
    period on the sheet is the base, since the workbook holds nothing older; months until the contribution above it,
    added up, covers the cost of the account team, added up. Trends compare with the same period of last year, or with
    the period before where that is not known. Quarters and years are never mixed: quarters count where there are any.
    """
    rows = sorted(account.economics, key=lambda row: age_order(row.period))
    periods = tuple(_period(row, account.revenue) for row in rows)
    ended = [found for found in periods if end_order(found.period) <= end_order(period)]
    alike = _of_one_kind(ended)
    gain, cost = _gain(alike, period), _kam_cost(alike, period)
    payback, observed = _payback(alike)
    return EconomicsSummary(
        periods=periods,
        latest=ended[-1] if ended else None,
        kam_return=(gain - cost) / cost if gain is not None and cost else None,
        extra_contribution=gain,
        kam_cost=cost,
        payback_months=payback,
        months_observed=observed,
        discount=_trend(rows, "discount_percent", period),
        days_to_pay=_trend(rows, "days_to_pay", period),
    )


def explained_economics(summary: EconomicsSummary) -> Iterator[Explanation]:
    """How the latest contribution, its margin, the ratio and the return on key account management came about."""
    latest = summary.latest
    if latest is not None and latest.contribution is not None:
        assert latest.revenue is not None
        assert latest.direct_cost is not None
        assert latest.cost_to_serve is not None
        revenue, costs = number(latest.revenue), f"{number(latest.direct_cost)} − {number(latest.cost_to_serve)}"
        yield Explanation(
            of="economics_summary.latest.contribution",
            formula="revenue − direct cost − cost to serve",
            worked=gives(f"{revenue} − {costs}", latest.contribution),
            cells=latest.cells,
        )
        if latest.margin is not None:
            yield Explanation(
                of="economics_summary.latest.margin",
                formula="(revenue − direct cost − cost to serve) ÷ revenue",
                worked=gives(f"({revenue} − {costs}) ÷ {revenue}", latest.margin),
                cells=latest.cells,
            )
        if latest.revenue_to_cost is not None:
            yield Explanation(
                of="economics_summary.latest.revenue_to_cost",
                formula="revenue ÷ (direct cost + cost to serve)",
                worked=gives(f"{revenue} ÷ ({costs.replace('−', '+')})", latest.revenue_to_cost),
                cells=latest.cells,
            )
    if summary.kam_return is not None and summary.extra_contribution is not None and summary.kam_cost is not None:
        cost = number(summary.kam_cost)
        yield Explanation(
            of="economics_summary.kam_return",
            formula="(extra contribution − cost of the account team) ÷ cost of the account team",
            worked=gives(f"({signed(summary.extra_contribution)} − {cost}) ÷ {cost}", summary.kam_return),
            cells=tuple(cell for found in summary.periods for cell in found.cells),
        )


def _period(row: Economics, sold: Iterable[Revenue]) -> PeriodEconomics:
    lines = [line for line in sold if line.period == row.period]
    revenue = sum((line.revenue for line in lines), Decimal(0)) if lines else None
    costs = [line.direct_cost for line in lines if line.direct_cost is not None]
    direct = sum(costs, Decimal(0)) if lines and len(costs) == len(lines) else None
    contribution = None
    ratio = None
    if revenue is not None and direct is not None and row.cost_to_serve is not None:
        contribution = revenue - direct - row.cost_to_serve
        ratio = revenue / (direct + row.cost_to_serve) if direct + row.cost_to_serve > 0 else None
    return PeriodEconomics(
        period=row.period,
        revenue=revenue,
        direct_cost=direct,
        cost_to_serve=row.cost_to_serve,
        kam_cost=row.kam_cost,
        contribution=contribution,
        margin=contribution / revenue if contribution is not None and revenue is not None and revenue > 0 else None,
        after_kam=contribution - row.kam_cost if contribution is not None and row.kam_cost is not None else None,
        revenue_to_cost=ratio,
        dispute_rate=Decimal(row.disputes) / row.invoices if row.disputes is not None and row.invoices else None,
        cells=(*(line.cell("revenue") for line in lines), row.cell("cost_to_serve"), row.cell("kam_cost")),
    )


def _of_one_kind(periods: Sequence[PeriodEconomics]) -> list[PeriodEconomics]:
    """The quarters, where there are any, else the years."""
    return [found for found in periods if is_quarter(found.period)] or list(periods)


def _gain(periods: Sequence[PeriodEconomics], period: str) -> Decimal | None:
    """Contribution of the year to date less that of the same quarters of last year; None unless all are known."""
    known = {found.period: found.contribution for found in periods if found.contribution is not None}
    now, before = periods_to_date(period, known), periods_to_date(a_year_earlier(period), known)
    if now is None or before is None:
        return None
    return sum((known[name] for name in now), Decimal(0)) - sum((known[name] for name in before), Decimal(0))


def _kam_cost(periods: Sequence[PeriodEconomics], period: str) -> Decimal | None:
    known = {found.period: found.kam_cost for found in periods if found.kam_cost is not None}
    now = periods_to_date(period, known)
    return None if now is None else sum((known[name] for name in now), Decimal(0))


def _payback(periods: Sequence[PeriodEconomics]) -> tuple[int | None, int]:
    """Months to payback, None if not yet, and months observed: up to the first period that lacks a figure."""
    if not periods or periods[0].contribution is None:
        return None, 0
    base, months = periods[0].contribution, 3 if is_quarter(periods[0].period) else 12
    gained = spent = Decimal(0)
    observed = 0
    for found in periods[1:]:
        if found.contribution is None or found.kam_cost is None:
            break
        gained, spent, observed = gained + found.contribution - base, spent + found.kam_cost, observed + months
        if gained >= spent > 0:
            return observed, observed
    return None, observed


def _trend(rows: Sequence[Economics], field: str, period: str) -> Trend | None:
    known = {
        row.period: row
        for row in rows
        if getattr(row, field) is not None and end_order(row.period) <= end_order(period)
    }
    quarters = [name for name in known if is_quarter(name)] or list(known)
    if not quarters:
        return None
    latest = quarters[-1]
    earlier = next((name for name in (a_year_earlier(latest), period_before(latest)) if name in known), None)
    if earlier is None:
        return None
    now, before = getattr(known[latest], field), getattr(known[earlier], field)
    return Trend(
        now=now,
        before=before,
        change=now - before,
        growth=now / before - 1 if before > 0 else None,
        period=latest,
        before_period=earlier,
        cells=(known[latest].cell(field), known[earlier].cell(field)),
    )

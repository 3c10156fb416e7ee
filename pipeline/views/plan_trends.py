"""The measures of the plan as small charts: each over its latest periods beside its target."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.analysis.results import Analysis, KpiSeries, KpiStanding, Result, result
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.charts import Chart
from pipeline.views.measure_charts import decimals_in, has_a_course, measure_chart
from pipeline.views.plan_parts import GOOD, NONE, WATCH, Status, figure, measured, quoted

_PERIODS = 5
_BESIDE = 3
_DIRECTIONS = {"better": "getting better", "level": "level", "worse": "getting worse"}


class Trend(Result):
    """One measure over its latest periods."""

    kpi: str = result("The measure, with the unit.")
    standing: Status = result("At target, Not at target, No target or Not assessed, and which way it goes.")
    note: str = result("Leading or lagging, with the latest figure and its target.")
    chart: Chart = result("Its figures and its target, period by period.")


class Trends(Result):
    """Up to three measures beside each other."""

    first: Trend | None = result("The one furthest from its target; None if none has three periods.")
    second: Trend | None = result("The next.")
    third: Trend | None = result("The third.")
    sources: str = result("Where their figures come from; empty if not noted.")


def trends_view(account: KeyAccount, analysis: Analysis) -> Trends:
    """The measures that are drawn."""
    found = {series.kpi: series for series in analysis.kpi_series}
    standings = {standing.kpi: standing for standing in analysis.kpi_summary.standings}
    drawn = drawn_measures(analysis)
    shown = [_trend(standings[kpi], found[kpi], account) for kpi in drawn]
    first, second, third = (*shown, None, None, None)[:_BESIDE]
    return Trends(first=first, second=second, third=third, sources=_sources(account, drawn))


def drawn_measures(analysis: Analysis) -> tuple[str, ...]:
    """The three measures with three periods or more that are furthest from their target, by name.

    Those without a target come before those that reached it.
    """
    drawn = [series for series in analysis.kpi_series if has_a_course(series)]
    return tuple(series.kpi for series in sorted(drawn, key=_urgency)[:_BESIDE])


def _urgency(series: KpiSeries) -> tuple[bool, bool, Decimal, str]:
    way = series.latest.attainment if series.latest else None
    return series.reached is True, series.reached is None, Decimal(0) if way is None else way, series.kpi


def _sources(account: KeyAccount, drawn: Sequence[str]) -> str:
    """Where the figures come from, each source named once, in the order of the charts."""
    rows = sorted(account.kpis, key=lambda row: row.period, reverse=True)
    latest = [next((row.source for row in rows if row.kpi == kpi and row.source), "") for kpi in drawn]
    return "; ".join(dict.fromkeys(source for source in latest if source))


def _trend(standing: KpiStanding, series: KpiSeries, account: KeyAccount) -> Trend:
    locale = account.account.locale
    points = series.points[-_PERIODS:]
    decimals = decimals_in(points)
    latest = series.latest
    now = figure(latest.actual if latest else None, series.unit, locale, decimals)
    target = latest.target if latest else None
    aim = f"now {now}" if target is None else f"now {now}, target {figure(target, series.unit, locale, decimals)}"
    return Trend(
        kpi=measured(series.kpi, series.unit),
        standing=_standing(series, target),
        note=f"{wording.sentence(standing.kind)}: {aim}",
        chart=measure_chart(series, points, locale, f"{_sentence(series, locale)}."),
    )


def _standing(series: KpiSeries, target: Decimal | None) -> Status:
    tone, word = NONE, "No target" if target is None else "Not assessed"
    if target is not None and series.reached is not None:
        tone, word = (GOOD, "At target") if series.reached else (WATCH, "Not at target")
    return Status(tone=tone, word=f"{word}, {_DIRECTIONS[series.trend]}" if series.trend else word)


def _sentence(series: KpiSeries, locale: str) -> str:
    """As in “Leaking cups” is not at its target in Q3 26 and is getting better"."""
    latest = series.latest
    reached = {True: "is at its target", False: "is not at its target", None: "is not held against a target"}
    period = f" in {wording.period(latest.period, locale, 'dated')}" if latest else ""
    direction = f" and is {_DIRECTIONS[series.trend]}" if series.trend else ""
    return f"{quoted(series.kpi)} {reached[series.reached]}{period}{direction}"

"""The measures that the client shares in beside the goals: how each went over the last periods, against its target."""

from collections.abc import Sequence

from pipeline.analysis.results import KpiSeries, Result, SharedAnalysis, result
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Chart
from pipeline.views.deck_findings import amount, course
from pipeline.views.deck_selection import value_rows
from pipeline.views.measure_charts import decimals_in, has_a_course, measure_chart
from pipeline.views.plan_parts import every

_BESIDE = 3
_PERIODS = 5
_LONGEST = 90  # characters of a title, with room for what may follow


class Measure(Result):
    """A measure over its latest periods."""

    name: str = result("The measure.", "client")
    figure: str = result("Its latest figure with the unit.", "client")
    target: str = result("What was aimed at then; empty without a target.", "client")
    status: str = result("at target, not at target or not assessed; empty without a target.", "client")


class MeasureRow(Result):
    """Up to three measures beside each other."""

    number: int = result("Number of the slide that shows them, from 1.", "client")
    count: int = result("How many slides show measures.", "client")
    first: Measure = result("The first.", "client")
    second: Measure | None = result("The second.", "client")
    third: Measure | None = result("The third.", "client")
    first_chart: Chart = result("The first one's figures and its target, period by period.", "client")
    second_chart: Chart | None = result("Those of the second.", "client")
    third_chart: Chart | None = result("Those of the third.", "client")


def measure_rows(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[MeasureRow, ...]:
    """The measures shown, three on a slide."""
    shown, locale = measures_shown(account, shared, about), account.account.locale
    parts = [shown[start : start + _BESIDE] for start in range(0, len(shown), _BESIDE)]
    return tuple(_row(number, len(parts), part, locale) for number, part in enumerate(parts, 1))


def measures_shown(account: KeyAccount, shared: SharedAnalysis, about: About) -> list[KpiSeries]:
    """The measures with three periods or more that neither the scorecard nor the value slide shows, by sheet."""
    elsewhere = {folded(objective.kpi) for objective in account.objectives}
    elsewhere |= {folded(row.kpi) for row in value_rows(account, about)[-1:]}
    found = {series.kpi: series for series in shared.kpi_series if has_a_course(series)}
    names = list(dict.fromkeys(row.kpi for row in account.kpis))
    return [found[name] for name in names if name in found and folded(name) not in elsewhere]


def measures_finding(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    """How many of the further measures are at their target, and how many move away from it."""
    shown = measures_shown(account, shared, about)
    known = [series for series in shown if series.reached is not None]
    if not shown:
        return "No measure has a figure and a target yet"
    if not known:
        return (
            f"{wording.sentence(wording.counted(len(shown), 'further measure', 'further measures'))}, without a target"
        )
    reached, count = sum(series.reached is True for series in known), len(known)
    some = wording.sentence(wording.count_word(reached)) if reached else "Neither" if count == 2 else "None"
    if count == 1:
        whole = _one_finding(known[0], account.account.locale)
    elif count < len(shown):
        has = "has" if reached < 2 else "have"
        whole = f"{some} of {wording.count_word(count)} measures with a target {has} reached it"
    elif reached == count:
        whole = f"{every(count)} measures are at their target"
    else:
        whole = (
            f"{some} of {wording.count_word(count)} measures {'is at its' if reached < 2 else 'are at their'} target"
        )
    worse = sum(series.trend == "worse" for series in known)
    if not worse:
        return whole
    who = "it moves" if count == 1 else wording.counted(worse, "moves", "move")
    return f"{whole}; {who} away from {'it' if worse == 1 else 'theirs'}"


def _one_finding(series: KpiSeries, locale: str) -> str:
    """How a measure with a target stands; without its name where that is too long for a title."""
    measure = _measure(series, locale)
    how = "at its target of" if series.reached else "against a target of"
    stands = f"{measure.figure.replace(' ', wording.NO_BREAK)}, {how} {measure.target.replace(' ', wording.NO_BREAK)}"
    whole = f"{measure.name}: {stands}"
    return whole if len(whole) <= _LONGEST else f"The one measure with a target stands at {stands}"


def _row(number: int, count: int, part: Sequence[KpiSeries], locale: str) -> MeasureRow:
    first, second, third = (*part, None, None)[:_BESIDE]
    assert first is not None
    return MeasureRow(
        number=number,
        count=count,
        first=_measure(first, locale),
        second=_measure(second, locale) if second else None,
        third=_measure(third, locale) if third else None,
        first_chart=_chart(first, locale),
        second_chart=_chart(second, locale) if second else None,
        third_chart=_chart(third, locale) if third else None,
    )


def _chart(series: KpiSeries, locale: str) -> Chart:
    points = series.points[-_PERIODS:]
    known = [(point.period, point.actual) for point in points if point.actual is not None]
    target = series.latest.target if series.latest else None
    return measure_chart(series, points, locale, course(series.kpi, series.unit, known, locale, target))


def _measure(series: KpiSeries, locale: str) -> Measure:
    latest = series.latest
    assert latest is not None
    assert latest.actual is not None
    decimals = decimals_in(series.points[-_PERIODS:])
    status = {True: "at target", False: "not at target", None: "not assessed"}
    return Measure(
        name=series.kpi,
        figure=amount(latest.actual, series.unit, locale, decimals),
        target="" if latest.target is None else amount(latest.target, series.unit, locale, decimals),
        status="" if latest.target is None else status[series.reached],
    )

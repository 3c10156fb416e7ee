"""The measures by period: attainment against each period's target, the trend, and targets that were set anew."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.analysis.goals import attainment_of
from pipeline.analysis.periods import age_order, year_and_quarter
from pipeline.analysis.results import (
    Explanation,
    KpiDirection,
    KpiPoint,
    KpiSeries,
    KpiStanding,
    KpiSummary,
    TargetReset,
)
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, products, signed, total
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Kpi

FEWEST_FOR_A_TREND = 3


def kpi_series_of(account: KeyAccount, period: str) -> tuple[KpiSeries, ...]:
    """A series for each measure, by name: its periods up to the end of `period`, attainment and trend.

    Attainment = (actual - baseline) / (target - baseline) against the target of that period. Slope = sum((t - mean t)
    (a - mean a)) / sum((t - mean t)^2) over the actuals a at periods t, ordinary least squares, in the measure's unit
    per period; a period left out counts as time passed. The baseline is that of the objective with the same words, so
    that a measure and its goal read alike; without one it is the first actual. It needs no internal field.
    """
    return tuple(_series(rows, account.objectives) for rows in _by_measure(account.kpis, period))


def kpi_summary_of(account: KeyAccount, series: Sequence[KpiSeries], period: str) -> KpiSummary:
    """The series by kind, leading ones first because they can still be acted on, and the log of targets set anew.

    A target is set anew where it differs from that of the latest earlier period with one.
    """
    rows = {folded(rows[-1].kpi): rows for rows in _by_measure(account.kpis, period)}
    standings = [
        KpiStanding(kpi=found.kpi, kind=rows[folded(found.kpi)][-1].kind, reached=found.reached, trend=found.trend)
        for found in series
    ]
    resets = [reset for measured in rows.values() for reset in _resets(measured)]
    return KpiSummary(
        standings=tuple(sorted(standings, key=_rank)),
        leading=sum(standing.kind == "leading" for standing in standings),
        leading_open=sum(standing.kind == "leading" and standing.reached is False for standing in standings),
        lagging=sum(standing.kind == "lagging" for standing in standings),
        lagging_open=sum(standing.kind == "lagging" and standing.reached is False for standing in standings),
        resets=tuple(sorted(resets, key=_newest_first)),
        unexplained=sum(not reset.reason for reset in resets),
        worsening=tuple(
            found.kpi for found in series if found.measures in ("engagement", "loyalty") and found.trend == "worse"
        ),
    )


def explained_kpis(account: KeyAccount, series: Sequence[KpiSeries], period: str) -> Iterator[Explanation]:
    """How the latest attainment of each measure and its slope came about."""
    for place, (found, rows) in enumerate(zip(series, _by_measure(account.kpis, period), strict=True), start=1):
        latest = found.latest
        if latest is not None and latest.attainment is not None:
            assert latest.actual is not None
            assert latest.target is not None
            assert found.baseline is not None
            baseline = signed(found.baseline)
            row = next(row for row in rows if row.period == latest.period)
            yield Explanation(
                of=f"kpi_series[{place}].latest.attainment",
                formula="(actual − baseline) ÷ (target − baseline)",
                worked=gives(
                    f"({signed(latest.actual)} − {baseline}) ÷ ({signed(latest.target)} − {baseline})",
                    latest.attainment,
                ),
                cells=(row.cell("actual"), row.cell("target"), _baseline_cell(rows, account.objectives)),
            )
        if found.slope is not None:
            dated = _dated(rows)
            begin, count = dated[0][0], len(dated)
            pairs = [(at - begin, actual) for at, actual in dated]
            times, squares = sum(at for at, _ in pairs), products((at, at) for at, _ in pairs)
            over = f"{count} × ({products(pairs)}) − {times} × ({total(actual for _, actual in pairs)})"
            yield Explanation(
                of=f"kpi_series[{place}].slope",
                formula="(n × sum of t × actual − sum of t × sum of actuals) ÷ (n × sum of t² − (sum of t)²), with t "
                "the periods counted from 0 and n their number",
                worked=gives(f"({over}) ÷ ({count} × ({squares}) − {times} × {times})", found.slope),
                cells=tuple(row.cell("actual") for row in rows if row.actual is not None),
            )


def _by_measure(kpis: Iterable[Kpi], period: str) -> list[list[Kpi]]:
    """The rows of each measure up to the end of a period, oldest first, one a period; measures by name."""
    found: dict[str, list[Kpi]] = {}
    end = _end(period)
    for row in kpis:
        if _end(row.period) <= end:
            found.setdefault(folded(row.kpi), []).append(row)
    return [_one_a_period(found[name]) for name in sorted(found)]


def _one_a_period(rows: Iterable[Kpi]) -> list[Kpi]:
    """The quarters where there are any, else the years; of two rows of a period the first with an actual."""
    chosen: dict[str, Kpi] = {}
    for row in rows:
        if row.period not in chosen or chosen[row.period].actual is None:
            chosen[row.period] = row
    quarters = [row for row in chosen.values() if year_and_quarter(row.period)[1] is not None]
    return sorted(quarters or chosen.values(), key=lambda row: age_order(row.period))


def _end(period: str) -> tuple[int, int]:
    year, quarter = year_and_quarter(period)
    return year, quarter or 4


def _series(rows: Sequence[Kpi], objectives: Iterable[Objective]) -> KpiSeries:
    newest = rows[-1]
    entered = _entered_baseline(newest.kpi, objectives)
    first = next((row for row in rows if row.actual is not None), None)
    baseline = entered if entered is not None else None if first is None else first.actual
    points = tuple(
        KpiPoint(
            period=row.period,
            target=row.target,
            actual=row.actual,
            attainment=None if entered is None and row is first else attainment_of(row.actual, baseline, row.target),
        )
        for row in rows
    )
    sign = _sign(rows, baseline)
    slope = _slope(_dated(rows))
    latest = next((point for point in reversed(points) if point.actual is not None), None)
    return KpiSeries(
        kpi=newest.kpi,
        measures=newest.measures,
        unit=newest.unit or "",
        points=points,
        baseline=baseline,
        latest=latest,
        reached=_reached(latest, sign) if entered is not None or _began_before(latest, first) else None,
        slope=slope,
        trend=None if slope is None else _trend(slope * sign),
    )


def _entered_baseline(kpi: str, objectives: Iterable[Objective]) -> Decimal | None:
    row = _objective_of(kpi, objectives)
    return None if row is None else row.baseline


def _objective_of(kpi: str, objectives: Iterable[Objective]) -> Objective | None:
    """The objective with a baseline that is measured by a KPI; of several the one that starts first, then by id."""
    name = folded(kpi)
    named = [row for row in objectives if row.baseline is not None and folded(row.kpi) == name]
    return min(named, key=lambda row: (row.start, row.id), default=None)


def _sign(rows: Sequence[Kpi], baseline: Decimal | None) -> int:
    """1 if rising is better, -1 if the latest target lies below the baseline."""
    target = next((row.target for row in reversed(rows) if row.target is not None), None)
    return -1 if target is not None and baseline is not None and target < baseline else 1


def _began_before(latest: KpiPoint | None, first: Kpi | None) -> bool:
    """Is there an actual older than the latest? A first one alone does not say which way is better."""
    return latest is not None and first is not None and latest.period != first.period


def _reached(latest: KpiPoint | None, sign: int) -> bool | None:
    if latest is None or latest.actual is None or latest.target is None:
        return None
    return latest.actual * sign >= latest.target * sign


def _dated(rows: Iterable[Kpi]) -> list[tuple[int, Decimal]]:
    """The actuals with the number of their period: one quarter, or one year, is one."""
    dated = []
    for row in rows:
        if row.actual is not None:
            year, quarter = year_and_quarter(row.period)
            dated.append((year if quarter is None else 4 * year + quarter, row.actual))
    return dated


def _slope(dated: Sequence[tuple[int, Decimal]]) -> Decimal | None:
    count = len(dated)
    if count < FEWEST_FOR_A_TREND:
        return None
    times = sum(at for at, _ in dated)
    # Multiplied by the count, so that the only division is the last one.
    over = sum(((count * at - times) * actual for at, actual in dated), Decimal(0))
    return over / (count * sum(at * at for at, _ in dated) - times * times)


def _trend(towards: Decimal) -> KpiDirection:
    if towards == 0:
        return "level"
    return "better" if towards > 0 else "worse"


def _rank(standing: KpiStanding) -> tuple[bool, int, str]:
    return standing.kind == "lagging", (False, None, True).index(standing.reached), folded(standing.kpi)


def _resets(rows: Sequence[Kpi]) -> Iterator[TargetReset]:
    for before, row in pairwise([row for row in rows if row.target is not None]):
        if before.target is not None and row.target is not None and row.target != before.target:
            yield TargetReset(
                kpi=row.kpi,
                period=row.period,
                before_period=before.period,
                before=before.target,
                now=row.target,
                change=row.target - before.target,
                reason=row.reset_reason or "",
                cells=(before.cell("target"), row.cell("target"), row.cell("reset_reason")),
            )


def _newest_first(reset: TargetReset) -> tuple[int, int, str]:
    year, quarter = age_order(reset.period)
    return -year, -quarter, folded(reset.kpi)


def _baseline_cell(rows: Sequence[Kpi], objectives: Iterable[Objective]) -> str:
    objective = _objective_of(rows[0].kpi, objectives)
    if objective is not None:
        return objective.cell("baseline")
    return next(row.cell("actual") for row in rows if row.actual is not None)

"""How far each objective is, against how far it should be by now, and what it would take to be better."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import Explanation, Goal, GoalSummary, NeededActual, Status
from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, signed_as_typed, typed
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Kpi
from pipeline.standards import Standards, Thresholds

REACHED = Decimal(1)
_TROUBLED: tuple[Status, ...] = ("behind", "off track")
_BETTER: dict[Status, tuple[Status, ...]] = {
    "off track": ("behind", "on track", "met"),
    "behind": ("on track", "met"),
    "on track": ("met",),
}
_MOST_DECIMALS = 6


def goals_of(account: KeyAccount, standards: Standards, period: str, as_of: datetime.date) -> tuple[Goal, ...]:
    """One goal for each objective, in the order of the sheet.

    A blank actual is taken from sheet KPIs: the row of `period` with the same words. The actual of the period before
    comes from there too.
    """
    before = period_before(period)
    return tuple(
        _goal(
            objective,
            objective.actual if objective.actual is not None else _measured(account.kpis, objective.kpi, period),
            _measured(account.kpis, objective.kpi, before),
            standards.thresholds,
            as_of,
        )
        for objective in account.objectives
    )


def explained_goals(
    account: KeyAccount, goals: Sequence[Goal], summary: GoalSummary, period: str, as_of: datetime.date
) -> Iterator[Explanation]:
    """How the attainment and the expected way of each goal came about, and what would make its status better."""
    for place, (goal, objective) in enumerate(zip(goals, account.objectives, strict=True), start=1):
        measured = _cell_of_actual(account, objective, period)
        if goal.attainment is not None:
            yield _explained_attainment(f"goals[{place}].attainment", goal, objective, "target", measured)
        if goal.original_attainment is not None:
            yield _explained_attainment(
                f"goals[{place}].original_attainment", goal, objective, "original_target", measured
            )
        days = (objective.due - objective.start).days
        if days > 0:
            passed = min(days, max(0, (as_of - objective.start).days))
            yield Explanation(
                of=f"goals[{place}].expected",
                formula="days passed since the start ÷ days from start to due",
                worked=gives(f"{passed} ÷ {days}", goal.expected or 0),
                cells=(objective.cell("start"), objective.cell("due")),
            )
    if summary.mutual_share is not None:
        yield Explanation(
            of="goal_summary.mutual_share",
            formula="objectives that serve the client or both ÷ all objectives",
            worked=gives(f"{summary.mutual} ÷ {summary.count}", summary.mutual_share),
            cells=tuple(objective.cell("beneficiary") for objective in account.objectives),
        )


def _explained_attainment(
    of: str, goal: Goal, objective: Objective, aim: Literal["target", "original_target"], measured: str
) -> Explanation:
    target = getattr(objective, aim)
    attainment = goal.attainment if aim == "target" else goal.original_attainment
    assert goal.actual is not None
    assert objective.baseline is not None
    assert attainment is not None
    baseline = signed_as_typed(objective.baseline)
    needed = tuple(f"{_sentence(one.status)} from an actual of {number(one.actual)} on." for one in goal.needed)
    return Explanation(
        of=of,
        formula=f"(actual − baseline) ÷ ({aim.replace('_', ' ')} − baseline)",
        worked=gives(f"({typed(goal.actual)} − {baseline}) ÷ ({typed(target)} − {baseline})", attainment),
        cells=(measured, objective.cell("baseline"), objective.cell(aim)),
        sensitivity=needed if aim == "target" else (),
    )


def _sentence(status: Status) -> str:
    return status[0].upper() + status[1:]


def _cell_of_actual(account: KeyAccount, objective: Objective, period: str) -> str:
    """Where the actual stands: beside the objective, or on sheet KPIs."""
    row = None if objective.actual is not None else _measuring_row(account.kpis, objective.kpi, period)
    return objective.cell("actual") if row is None else row.cell("actual")


def attainment_of(actual: Decimal | None, baseline: Decimal | None, target: Decimal | None) -> Decimal | None:
    """(actual - baseline) / (target - baseline): 0 at the baseline, 1 at the target, uncapped on both sides.

    It serves targets below the baseline too: from 6.8 to 4.0, 6.3 is 0.5 / 2.8. None if one of the three is not known,
    or if target and baseline are equal, because nothing then says which way is better.
    """
    if actual is None or baseline is None or target is None or target == baseline:
        return None
    return (actual - baseline) / (target - baseline)


def expected_by(as_of: datetime.date, start: datetime.date, due: datetime.date) -> Decimal:
    """(as-of - start) / (due - start) in days, within 0 to 1; with no day between them 0 before and 1 from due on."""
    if due <= start:
        return Decimal(as_of >= due)
    passed = Decimal((as_of - start).days) / (due - start).days
    return min(REACHED, max(Decimal(0), passed))


def status_of(attainment: Decimal | None, objective: Objective, thresholds: Thresholds, as_of: datetime.date) -> Status:
    """The status on the as-of date of an objective that is attained so far.

    Met from an attainment of 1 on, unrounded, as actual and target are shown side by side. Otherwise not started
    before its start, and not assessed without an attainment. Then, in whole per cents as shown, on track down to
    `behind_points` below expected, behind down to `off_track_points` below, and off track below that.
    """
    if attainment is not None and attainment >= REACHED:
        return "met"
    if as_of < objective.start:
        return "not started"
    if attainment is None:
        return "not assessed"
    expected = expected_by(as_of, objective.start, objective.due)
    points_behind = whole_percents(expected) - whole_percents(attainment)
    if points_behind <= thresholds.behind_points:
        return "on track"
    return "behind" if points_behind <= thresholds.off_track_points else "off track"


def goal_summary_of(goals: Sequence[Goal], objectives: Sequence[Objective]) -> GoalSummary:
    """The goals counted by status; the worst is the one with the largest gap among those behind and off track.

    Mutual share = objectives that serve the client or both / all, 0 to 1: a plan for one side alone is a sales plan.
    """
    mutual = sum(objective.beneficiary in ("client", "both") for objective in objectives)
    troubled = [goal for goal in goals if goal.status in _TROUBLED]
    return GoalSummary(
        count=len(goals),
        met=_count(goals, "met"),
        on_track=_count(goals, "on track"),
        behind=_count(goals, "behind"),
        off_track=_count(goals, "off track"),
        not_started=_count(goals, "not started"),
        not_assessed=_count(goals, "not assessed"),
        worst=max(troubled, key=lambda goal: goal.gap or Decimal(0)).id if troubled else None,
        mutual=mutual,
        mutual_share=Decimal(mutual) / len(objectives) if objectives else None,
    )


def needed_actuals(
    objective: Objective, status: Status, thresholds: Thresholds, as_of: datetime.date
) -> tuple[NeededActual, ...]:
    """For each status better than `status`, the first actual from which a goal has it, the nearest first.

    Actuals go in steps of the last decimal (at most the sixth) of baseline, target and actual, so that what is said
    can be measured: the step before does not give the better status. A status that no step has is left out.
    """
    found = (_first_actual(objective, better, thresholds, as_of) for better in _BETTER.get(status, ()))
    return tuple(needed for needed in found if needed is not None)


def _first_actual(
    objective: Objective, better: Status, thresholds: Thresholds, as_of: datetime.date
) -> NeededActual | None:
    baseline, target = objective.baseline, objective.target
    assert baseline is not None, "only a goal with an attainment has a status that can get better"
    points = {"behind": thresholds.off_track_points, "on track": thresholds.behind_points}.get(better)
    if points is None:
        return NeededActual(status="met", actual=target)
    expected = whole_percents(expected_by(as_of, objective.start, objective.due))
    # Shown whole per cents begin half a point lower; how a half below 0 is rounded is left to the status itself.
    wanted = (expected - points - Decimal("0.5")) / 100
    step = _step(baseline, target, objective.actual) * (1 if target > baseline else -1)
    steps = ((baseline + wanted * (target - baseline)) / step).to_integral_value(ROUND_CEILING)
    for actual in (steps * step, (steps + 1) * step):
        found = status_of(attainment_of(actual, baseline, target), objective, thresholds, as_of)
        if found == better:
            return NeededActual(status=found, actual=actual)
    return None


def _step(*figures: Decimal | None) -> Decimal:
    """One unit of the last decimal that is typed in any of the figures, at most the sixth: 0.1 for 6.8, 4.0 and 6.3."""
    decimals = [-int(figure.as_tuple().exponent) for figure in figures if figure is not None]
    return Decimal(1).scaleb(-min(_MOST_DECIMALS, max(0, *decimals)))


def _goal(
    objective: Objective,
    actual: Decimal | None,
    previous: Decimal | None,
    thresholds: Thresholds,
    as_of: datetime.date,
) -> Goal:
    attainment = attainment_of(actual, objective.baseline, objective.target)
    previous_attainment = attainment_of(previous, objective.baseline, objective.target)
    expected = expected_by(as_of, objective.start, objective.due)
    status = status_of(attainment, objective, thresholds, as_of)
    return Goal(
        id=objective.id,
        actual=actual,
        attainment=attainment,
        expected=expected,
        status=status,
        gap=None if attainment is None else expected - attainment,
        previous=previous,
        previous_attainment=previous_attainment,
        trend=_trend(attainment, previous_attainment),
        needed=needed_actuals(objective, status, thresholds, as_of),
        original_target=objective.original_target,
        original_attainment=attainment_of(actual, objective.baseline, objective.original_target),
    )


def _measured(kpis: Iterable[Kpi], words: str, period: str) -> Decimal | None:
    row = _measuring_row(kpis, words, period)
    return None if row is None else row.actual


def _measuring_row(kpis: Iterable[Kpi], words: str, period: str) -> Kpi | None:
    """The first row of that KPI and period that has an actual."""
    found = (row for row in kpis if row.period == period and folded(row.kpi) == folded(words))
    return next((row for row in found if row.actual is not None), None)


def _trend(now: Decimal | None, before: Decimal | None) -> Literal["better", "level", "worse"] | None:
    if now is None or before is None:
        return None
    if now == before:
        return "level"
    return "better" if now > before else "worse"


def _count(goals: Iterable[Goal], status: Status) -> int:
    return sum(goal.status == status for goal in goals)

"""How far each objective is, against how far it should be by now."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import Goal, GoalSummary, Status
from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Kpi
from pipeline.standards import Standards, Thresholds

REACHED = Decimal(1)
_TROUBLED: tuple[Status, ...] = ("behind", "off track")


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
    """The goals counted by status; the worst is the one with the largest gap among those behind and off track."""
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
        mutual=sum(objective.beneficiary in ("client", "both") for objective in objectives),
    )


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
    return Goal(
        id=objective.id,
        attainment=attainment,
        expected=expected,
        status=status_of(attainment, objective, thresholds, as_of),
        gap=None if attainment is None else expected - attainment,
        previous=previous,
        previous_attainment=previous_attainment,
        trend=_trend(attainment, previous_attainment),
        original_attainment=attainment_of(actual, objective.baseline, objective.original_target),
    )


def _measured(kpis: Iterable[Kpi], words: str, period: str) -> Decimal | None:
    """The actual of the first row of that KPI and period that has one."""
    found = (row.actual for row in kpis if row.period == period and folded(row.kpi) == folded(words))
    return next((actual for actual in found if actual is not None), None)


def _trend(now: Decimal | None, before: Decimal | None) -> Literal["better", "level", "worse"] | None:
    if now is None or before is None:
        return None
    if now == before:
        return "level"
    return "better" if now > before else "worse"


def _count(goals: Iterable[Goal], status: Status) -> int:
    return sum(goal.status == status for goal in goals)

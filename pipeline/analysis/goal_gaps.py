"""What objectives lack: a measure, an owner, a solution, an action, or a horizon that fits their due date."""

import datetime
from collections.abc import Callable, Iterator

from pipeline.analysis.results import GoalGaps, HorizonGap
from pipeline.analysis.results.goals import Horizon
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective


def goal_gaps_of(account: KeyAccount, as_of: datetime.date) -> GoalGaps:
    """What each objective lacks, as ids in the order of the sheet.

    The horizon of a due date: short by the end of the plan year of the as-of date, mid by the end of the next, long
    after that; plan years begin on the day of the year on which the plan starts. Objectives that were due before the
    as-of date are left out there, because their horizon has passed.
    """
    ours = {folded(member.name) for member in account.team if member.organisation == "us"}
    followed = {folded(row.kpi) for row in account.kpis}
    served = {folded(action.objective) for action in account.actions if action.status != "cancelled"}

    def ids(lacks: Callable[[Objective], bool]) -> tuple[str, ...]:
        return tuple(objective.id for objective in account.objectives if lacks(objective))

    return GoalGaps(
        without_measure=ids(lambda row: row.baseline is None or row.baseline == row.target),
        without_kpi_row=ids(lambda row: folded(row.kpi) not in followed),
        without_owner=ids(lambda row: folded(row.owner) not in ours),
        without_client_owner=ids(lambda row: row.beneficiary != "us" and not row.client_owner),
        without_solution=ids(lambda row: not row.solution or row.solution_status == "dropped"),
        without_action=ids(lambda row: folded(row.id) not in served),
        horizons=tuple(_horizon_gaps(account, as_of)),
    )


def horizon_of(due: datetime.date, plan_start: datetime.date, as_of: datetime.date) -> Horizon:
    """The horizon of a due date, by the plan years that lie between it and the as-of date."""
    years = _plan_year(due, plan_start) - _plan_year(as_of, plan_start)
    return "short" if years <= 0 else "mid" if years == 1 else "long"


def _plan_year(day: datetime.date, plan_start: datetime.date) -> int:
    """The calendar year in which the plan year of `day` begins."""
    return day.year - ((day.month, day.day) < (plan_start.month, plan_start.day))


def _horizon_gaps(account: KeyAccount, as_of: datetime.date) -> Iterator[HorizonGap]:
    for objective in account.objectives:
        by_due = horizon_of(objective.due, account.account.plan_start, as_of)
        if objective.due >= as_of and objective.horizon != by_due:
            yield HorizonGap(id=objective.id, horizon=objective.horizon, by_due=by_due)

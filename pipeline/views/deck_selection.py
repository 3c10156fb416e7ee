"""What of a projected account the review deck tells, in which order, and cut into which slides."""

from collections.abc import Iterable
from decimal import Decimal

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import ActionState, Goal, SharedAnalysis
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action, Objective
from pipeline.model.proof import Decision, Kpi
from pipeline.views import wording
from pipeline.views.about import About

# --- goals ---


def ordered_goals(account: KeyAccount, shared: SharedAnalysis) -> list[tuple[Objective, Goal]]:
    """The objectives with their results in the one order of the deck: by sheet, those that serve one want together."""
    results = {goal.id: goal for goal in shared.goals}
    wants = list(dict.fromkeys(objective.outcome or objective.id for objective in account.objectives))
    found = [(objective, results[objective.id]) for objective in account.objectives if objective.id in results]
    return sorted(found, key=lambda pair: wants.index(pair[0].outcome or pair[0].id))


def measured(kpis: Iterable[Kpi], objective: Objective) -> dict[str, Decimal]:
    """What came of an objective's KPI, by period."""
    return {row.period: row.actual for row in rows_of(kpis, objective.kpi) if row.actual is not None}


def rows_of(kpis: Iterable[Kpi], name: str) -> list[Kpi]:
    """The rows of one measure, in the order of the sheet; case and spaces of its name do not matter."""
    wanted = folded(name)
    return [row for row in kpis if folded(row.kpi) == wanted]


def current(kpis: Iterable[Kpi], objective: Objective, period: str) -> Decimal | None:
    """Where an objective stands: its own figure, else that of its KPI in the period under review."""
    return objective.actual if objective.actual is not None else measured(kpis, objective).get(period)


def worst_objective(account: KeyAccount, shared: SharedAnalysis) -> Objective | None:
    """The goal furthest behind its plan, or None if none is behind."""
    worst = shared.goal_summary.worst
    return next((objective for objective in account.objectives if objective.id == worst), None)


def history(account: KeyAccount, objective: Objective, about: About) -> list[tuple[str, Decimal | None]]:
    """The figure of a goal in the last four periods, oldest first; this period's is the objective's own."""
    actuals = measured(account.kpis, objective)
    if objective.actual is not None:
        actuals[about.period] = objective.actual
    found = [(period, actuals.get(period)) for period in last_periods(about.period, 4)]
    while found and found[0][1] is None:
        found.pop(0)
    return found


def known(points: Iterable[tuple[str, Decimal | None]]) -> list[tuple[str, Decimal]]:
    """The points that have a figure."""
    return [(name, value) for name, value in points if value is not None]


# --- value ---


def value_rows(account: KeyAccount, about: About) -> list[Kpi]:
    """The last four periods of the first KPI of value that has a figure for this period, oldest first."""
    now = [row for row in account.kpis if row.measures == "value" and row.period == about.period]
    name = next((row.kpi for row in now if row.actual is not None), None)
    if name is None:
        return []
    by_period = {row.period: row for row in rows_of(account.kpis, name) if row.actual is not None}
    found = [by_period[period] for period in last_periods(about.period, 4) if period in by_period]
    return found if len(found) > 1 else []


def figure(value: Decimal | None, unit: str | None, locale: str) -> str:
    """A number with its unit: a currency code goes first, a per cent sign by locale; "" without a number."""
    if value is None:
        return ""
    if unit == "%":
        return wording.percent(value / 100, locale, wording.decimals_of(value))
    if unit and len(unit) == 3 and unit.isupper():
        return wording.money(value, unit, locale)
    text = wording.number(value, locale)
    return f"{text}{wording.NO_BREAK}{unit}" if unit else text


# --- plan ---


def planned_actions(account: KeyAccount, shared: SharedAnalysis) -> list[tuple[Action, ActionState]]:
    """The actions with their states by due date, without cancelled ones; of an action in parts, its parts alone."""
    states = {state.id: state for state in shared.action_states}
    found = [(action, states[action.id]) for action in account.actions if action.id in states]
    counted = [pair for pair in found if pair[1].status != "cancelled" and not pair[1].parts]
    return sorted(counted, key=lambda pair: pair[0].due)


def ideas(account: KeyAccount, shared: SharedAnalysis) -> list[Objective]:
    """The goals that are not met and have a solution, in the order of the deck."""
    return [
        objective for objective, goal in ordered_goals(account, shared) if objective.solution and goal.status != "met"
    ]


def wanted_decisions(account: KeyAccount) -> list[Decision]:
    """The decisions that are open."""
    return [row for row in account.decisions if row.status in (None, "open")]


# --- periods ---


def last_periods(period: str, count: int) -> list[str]:
    """The `count` periods up to and with this one, oldest first."""
    found = [period]
    while len(found) < count:
        found.insert(0, period_before(found[0]))
    return found


def quarters_after(period: str, count: int) -> tuple[str, ...]:
    """The `count` quarters after a quarter, or after a year's last one, oldest first."""
    year, _, quarter = period.partition("-Q")
    first = 4 * int(year) + int(quarter or 4)
    return tuple(f"{position // 4}-Q{position % 4 + 1}" for position in range(first, first + count))

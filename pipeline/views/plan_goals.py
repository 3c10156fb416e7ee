"""The objectives as the plan prints them: figures, states, groups by horizon, and what follows from them."""

from collections.abc import Container, Iterator
from decimal import Decimal

from msgspec.structs import replace

from pipeline.analysis.results import Analysis, Goal, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Kpi
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_charts import goal_charts
from pipeline.views.plan_parts import (
    SIDES,
    ChartPart,
    FollowUp,
    Status,
    action_states,
    answer,
    figure,
    goal_status,
    is_open,
    measured,
    rows_read,
    short_date,
)
from pipeline.views.plan_trends import Trends, drawn_measures, trends_view

_HORIZONS = {"short": "Short term", "mid": "Mid term", "long": "Long term"}
_TOP = 3
_FOLLOWS = 3
_URGENCY = ("off track", "behind", "on track", "met", "not assessed", "not started")


class GoalRow(Result):
    """One objective with its measure, its people and its state."""

    id: str = result("Id of the objective.")
    title: str = result("The objective.")
    measure: str = result("Its measure, with the unit.")
    term: str = result("From when to when it runs; empty if its horizon says it for all.")
    serves: str = result("Us, Client or Both.")
    owner: str = result("Who of us answers for it.")
    client_owner: str | None = result("Who answers for it on their side; None if nobody is named.")
    baseline: str = result("Where it stood, with % if it is a share.")
    target: str = result("What is to be reached.")
    first_target: str | None = result("The first target, if it was set anew.")
    actual: str = result("Where it stands now.")
    due: str = result("When it is to be reached, Dec 2026.")
    way: str = result("Way to the target gone, 59%; a dash if not assessed.")
    expected: str = result("Way expected by now, 75%.")
    status: Status = result("Its state.")


class HorizonGroup(Result):
    """The objectives of one horizon."""

    title: str = result("Short term: 1 January to 31 December 2026, where all have the same days.")
    rows: tuple[GoalRow, ...] = result("Its objectives, in the order of the sheet.")


class ValueRow(Result):
    """What one objective brings to both sides."""

    id: str = result("Id of the objective.")
    title: str = result("The objective.")
    outcome: str = result("What the customer wants to achieve with it.")
    benefit_to_us: str = result("What we gain.")
    leading_indicator: str = result("What shows early that it will be reached.")


class SolutionRow(Result):
    """What answers one objective."""

    id: str = result("Id of the objective.")
    title: str = result("The objective.")
    solution: str | None = result("What answers it; None if nothing does yet.")
    status: str = result("How far the solution is, In delivery; empty if not noted.")
    benefit: str = result("What the customer gains.")
    assumption: str = result("What must hold.")


class MeasureRow(Result):
    """One measure in the period under review."""

    kpi: str = result("The measure, with the unit.")
    kind: str = result("Leading or Lagging.")
    before: str = result("What came in the period before.")
    target: str = result("What was aimed at.")
    actual: str = result("What came.")
    source: str = result("Where the figure comes from.")


class GoalsView(Result):
    """The objectives and their measures."""

    charts: tuple[ChartPart, ...] = result("The chart of the goals goes on in these, from the twenty-first.")
    groups: tuple[HorizonGroup, ...] = result("The objectives by horizon; horizons without one are left out.")
    top: tuple[GoalRow, ...] = result("The three that matter most now: furthest off first.")
    top_due: str = result("The day on which all of them are due, 31 Dec on one line; empty if they differ.")
    notes: tuple[str, ...] = result("Targets that were set anew, and why.")
    serving_client: str = result("How many serve the customer or both sides, in words.")
    values: tuple[ValueRow, ...] = result("Objectives with an outcome, a gain of ours or a leading indicator.")
    solutions: tuple[SolutionRow, ...] = result("Every objective with its solution; empty if none has one.")
    trends: Trends = result("The measures that are drawn over their latest periods.")
    measures: tuple[MeasureRow, ...] = result(
        "The measures of the period under review that are not among these, leading ones first."
    )
    behind_points: int = result("Points below the expected way from which a goal is behind.")
    off_track_points: int = result("Points below it from which a goal is off track.")
    source: str = result("Where the objectives were read.")
    follows: tuple[FollowUp, ...] = result("What follows: the next action of each goal that is behind.")


def goals_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> GoalsView:
    """The objectives as the plan prints them, in the order of the sheet."""
    locale = account.account.locale
    goals = {goal.id: goal for goal in analysis.goals}
    rows = {objective.id: _row(objective, goals[objective.id], locale) for objective in account.objectives}
    top = sorted(account.objectives, key=lambda objective: _urgency(goals[objective.id]))[:_TOP]
    return GoalsView(
        charts=tuple(ChartPart(chart=chart) for chart in goal_charts(account, analysis)[1:]),
        groups=tuple(_groups(account, rows)),
        top=tuple(rows[objective.id] for objective in top),
        top_due=_shared_day(top, locale),
        notes=tuple(_notes(account, goals)),
        serving_client=_serving_client(analysis.goal_summary.mutual, len(rows)),
        values=tuple(_values(account)),
        solutions=tuple(_solutions(account)),
        trends=trends_view(account, analysis),
        measures=tuple(_measures(account, about, drawn_measures(analysis))),
        behind_points=standards.thresholds.behind_points,
        off_track_points=standards.thresholds.off_track_points,
        source=rows_read(account.objectives) if account.objectives else "",
        follows=tuple(_follows(account, analysis))[:_FOLLOWS],
    )


def _shared_day(objectives: list[Objective], locale: str) -> str:
    days = {objective.due for objective in objectives}
    return short_date(days.pop(), locale).replace(" ", wording.NO_BREAK) if len(days) == 1 else ""


def _row(objective: Objective, goal: Goal, locale: str) -> GoalRow:
    decimals = _decimals(objective)
    first = objective.original_target
    return GoalRow(
        id=objective.id,
        title=objective.title,
        measure=measured(objective.kpi, objective.unit),
        term=_term(objective, locale),
        serves=SIDES[objective.beneficiary],
        owner=objective.owner,
        client_owner=objective.client_owner,
        baseline=figure(objective.baseline, objective.unit, locale, decimals),
        target=figure(objective.target, objective.unit, locale, decimals),
        first_target=None if first is None else figure(first, objective.unit, locale, decimals),
        actual=figure(objective.actual, objective.unit, locale, decimals),
        due=wording.date(objective.due, locale, "month"),
        way=wording.percent(goal.attainment, locale),
        expected=wording.percent(goal.expected, locale),
        status=goal_status(goal.status),
    )


def _decimals(objective: Objective) -> int:
    """The decimals that the figures of one objective need, so that they stand in line."""
    figures = (objective.baseline, objective.target, objective.actual, objective.original_target)
    return max(wording.decimals_of(value) for value in figures if value is not None)


def _urgency(goal: Goal) -> tuple[int, Decimal]:
    return _URGENCY.index(goal.status), -(goal.gap or Decimal(0))


def _groups(account: KeyAccount, rows: dict[str, GoalRow]) -> Iterator[HorizonGroup]:
    locale = account.account.locale
    for horizon, title in _HORIZONS.items():
        members = [objective for objective in account.objectives if objective.horizon == horizon]
        terms = {_term(objective, locale) for objective in members}
        own = [rows[objective.id] for objective in members]
        if len(terms) == 1:
            title = f"{title}: {terms.pop()}"
            own = [replace(row, term="") for row in own]
        if members:
            yield HorizonGroup(title=title, rows=tuple(own))


def _term(objective: Objective, locale: str) -> str:
    return f"{wording.date(objective.start, locale, 'dated')} to {wording.date(objective.due, locale, 'dated')}"


def _notes(account: KeyAccount, goals: dict[str, Goal]) -> Iterator[str]:
    locale = account.account.locale
    for objective in account.objectives:
        if objective.original_target is None:
            continue
        decimals = _decimals(objective)
        old, new = (
            figure(value, objective.unit, locale, decimals) for value in (objective.original_target, objective.target)
        )
        reason = f" ({objective.reset_reason.rstrip('.')})" if objective.reset_reason else ""
        way = goals[objective.id].original_attainment
        against = f"; against the first target the way is {wording.percent(way, locale)}" if way is not None else ""
        yield f"{objective.id}: target moved from {old} to {new}{reason}{against}."


def _serving_client(serving: int, count: int) -> str:
    if serving == count:
        return "it serves the customer or both sides" if count == 1 else "all serve the customer or both sides"
    serves = wording.plural(serving, "serves", "serve")
    return f"{wording.count_word(serving)} {serves} the customer or both sides".replace("no serve", "none serves")


def _values(account: KeyAccount) -> Iterator[ValueRow]:
    for objective in account.objectives:
        if objective.outcome or objective.benefit_to_us or objective.leading_indicator:
            yield ValueRow(
                id=objective.id,
                title=objective.title,
                outcome=objective.outcome or wording.BLANK,
                benefit_to_us=objective.benefit_to_us or wording.BLANK,
                leading_indicator=objective.leading_indicator or wording.BLANK,
            )


def _solutions(account: KeyAccount) -> Iterator[SolutionRow]:
    if not any(objective.solution for objective in account.objectives):
        return
    for objective in account.objectives:
        yield SolutionRow(
            id=objective.id,
            title=objective.title,
            solution=objective.solution,
            status=wording.sentence(objective.solution_status or ""),
            benefit=objective.benefit_to_client or wording.BLANK,
            assumption=objective.assumption or wording.BLANK,
        )


def _measures(account: KeyAccount, about: About, drawn: Container[str]) -> Iterator[MeasureRow]:
    locale = account.account.locale
    now = [kpi for kpi in account.kpis if kpi.period == about.period and kpi.kpi not in drawn]
    for kpi in sorted(now, key=lambda kpi: kpi.kind != "leading"):
        before = _earlier(account, kpi)
        figures = [value for value in (kpi.target, kpi.actual, before) if value is not None]
        decimals = max((wording.decimals_of(value) for value in figures), default=0)
        yield MeasureRow(
            kpi=measured(kpi.kpi, kpi.unit),
            kind=wording.sentence(kpi.kind),
            before=figure(before, kpi.unit, locale, decimals),
            target=figure(kpi.target, kpi.unit, locale, decimals),
            actual=figure(kpi.actual, kpi.unit, locale, decimals),
            source=kpi.source or wording.BLANK,
        )


def _earlier(account: KeyAccount, kpi: Kpi) -> Decimal | None:
    """What came in the latest period before that of `kpi`."""
    earlier = [row for row in account.kpis if row.kpi == kpi.kpi and row.period < kpi.period and len(row.period) > 4]
    return max(earlier, key=lambda row: row.period).actual if earlier else None


def _follows(account: KeyAccount, analysis: Analysis) -> Iterator[FollowUp]:
    states = action_states(analysis)
    locale = account.account.locale
    late = [goal for goal in analysis.goals if goal.status in ("behind", "off track")]
    for goal in sorted(late, key=_urgency):
        title = next(objective.title for objective in account.objectives if objective.id == goal.id)
        steps = [
            action
            for action in account.actions
            if action.objective == goal.id and is_open(states[action.id]) and not states[action.id].parts
        ]
        if steps:
            step = min(steps, key=lambda action: action.due)
            yield answer(step, states[step.id], locale, f"next for {goal.id}, {goal.status}")
        else:
            owner = next(objective.owner for objective in account.objectives if objective.id == goal.id)
            yield FollowUp(id=goal.id, text=f"{title}: {goal.status}, and no open action serves it.", who_when=owner)
    for objective in account.objectives:
        if objective.beneficiary != "us" and not objective.client_owner:
            yield FollowUp(
                id=objective.id,
                text=f"{objective.title}: find an owner on the customer’s side.",
                who_when=objective.owner,
            )

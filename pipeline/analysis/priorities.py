"""What to work on first: what moves the customer and our open actions, ranked together by urgency times impact."""

import datetime
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.analysis.evidence import Evidence, days
from pipeline.analysis.results import ActionState, Explanation, Goal, NotRanked, Priorities, Priority
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action
from pipeline.model.world import BusinessItem

SOON = 30
THIS_QUARTER = 90
_IMPACT_OF_STATUS = {"off track": 5, "behind": 4, "met": 1}
_ORDINARY = 3


def priorities_of(evidence: Evidence) -> Priorities:
    """Everything on sheet Business with urgency and impact, and every open action, by urgency times impact, 1 to 25.

    Sheet Business has both as typed (1 to 5); an insight that was told is done and left out. The workbook has neither
    for actions, so they are made from it, a convention of Keyplan's own. Urgency: 5 late by more than action_late_days
    or blocked past the date, 4 late or blocked, 3 due within 30 days, 2 within 90, else 1. Impact: 5 if the goal that
    is served is off track, 4 behind, 1 met, else 3; at least the strength, 1 to 5, of a force on
    sheet Forces that names the action. Of an action with parts, its parts are ranked. Equal scores: the earlier
    date first, none last, then by text.
    """
    business = evidence.account.business
    found = [*_business(business), *_actions(evidence)]
    found.sort(key=_order)
    return Priorities(
        ranked=tuple(replace(priority, rank=rank) for rank, priority in enumerate(found, start=1)),
        not_ranked=tuple(sorted(_unranked(business), key=lambda item: (item.text, item.cells, item.lacks))),
    )


def explained_priorities(priorities: Priorities) -> Iterator[Explanation]:
    """How each score came about."""
    for priority in priorities.ranked:
        yield Explanation(
            of=f"priorities.ranked[{priority.rank}].score",
            formula="urgency × impact",
            worked=gives(f"{priority.urgency} × {priority.impact}", priority.score),
            cells=priority.cells,
        )


def _order(priority: Priority) -> tuple[int, datetime.date, str, str, str, tuple[str, ...]]:
    date = priority.date or datetime.date.max
    return -priority.score, date, priority.text, priority.kind, priority.id, priority.cells


def _is_waiting(item: BusinessItem) -> bool:
    return item.kind != "insight" or item.told_on is None


def _business(items: Sequence[BusinessItem]) -> Iterator[Priority]:
    for item in items:
        if _is_waiting(item) and item.urgency is not None and item.impact is not None:
            yield Priority(
                kind=item.kind,
                id="",
                text=item.text,
                urgency=item.urgency,
                impact=item.impact,
                score=item.urgency * item.impact,
                why=f"Urgency {item.urgency} and impact {item.impact} as noted; "
                + ("our answer is noted." if item.our_answer else "no answer of ours yet."),
                owner=item.owner or "",
                date=item.date,
                cells=(item.cell("text"), item.cell("urgency"), item.cell("impact")),
            )


def _unranked(items: Sequence[BusinessItem]) -> Iterator[NotRanked]:
    for item in items:
        lacks = tuple(name for name in ("urgency", "impact") if getattr(item, name) is None)
        if lacks and _is_waiting(item):
            yield NotRanked(text=item.text, lacks=lacks, cells=tuple(item.cell(name) for name in lacks))


def _actions(evidence: Evidence) -> Iterator[Priority]:
    account, shared = evidence.account, evidence.shared
    served = {folded(goal.id): goal for goal in shared.goals}
    for action, state in zip(account.actions, shared.action_states, strict=True):
        if state.parts or state.status in ("done", "cancelled"):
            continue
        urgency, when = _urgency(action, state, evidence)
        impact, what = _impact(action, served.get(folded(action.objective)), account)
        yield Priority(
            kind="action",
            id=action.id,
            text=action.action,
            urgency=urgency,
            impact=impact,
            score=urgency * impact,
            why=f"Urgency {urgency}: {when}; impact {impact}: {what}.",
            owner=action.owner,
            date=action.due,
            cells=(action.cell("action"), action.cell("due"), action.cell("status"), action.cell("objective")),
        )


def _urgency(action: Action, state: ActionState, evidence: Evidence) -> tuple[int, str]:
    blocked = "blocked" if state.status == "blocked" else ""
    if state.days_late:
        urgency = 5 if blocked or state.days_late > evidence.standards.alerts.action_late_days else 4
        return urgency, f"{blocked} and {days(state.days_late)} late" if blocked else f"{days(state.days_late)} late"
    if blocked:
        return 4, blocked
    left = -evidence.days_since(action.due)
    when = "due today" if left == 0 else f"due in {days(left)}"
    return 3 if left <= SOON else 2 if left <= THIS_QUARTER else 1, when


def _impact(action: Action, goal: Goal | None, account: KeyAccount) -> tuple[int, str]:
    by_goal = _ORDINARY if goal is None else _IMPACT_OF_STATUS.get(goal.status, _ORDINARY)
    served = folded(action.id)
    strengths = [force.strength for force in account.forces if force.action and folded(force.action) == served]
    if strengths and max(strengths) > by_goal:
        return max(strengths), f"it works on a force of strength {max(strengths)}"
    if goal is None:
        return by_goal, f"goal {action.objective} is not on the sheet"
    return by_goal, f"goal {goal.id} is {goal.status}"

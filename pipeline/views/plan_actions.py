"""The action plan as the plan prints it: actions with their parts, their states, and what follows from late ones."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.results import ActionState, Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import (
    SIDES,
    FollowUp,
    Status,
    action_states,
    action_status,
    answer,
    rows_read,
)

_FOLLOWS = 2


class ActionRow(Result):
    """One action: a step, or a group of steps that are its parts."""

    id: str = result("Id of the action.")
    action: str = result("What is done.")
    objective: str = result("Id of the objective it serves.")
    owner: str = result("Who does it.")
    side: str = result("Us, Client or Both.")
    due: str = result("When it must be done, 27 Nov; in another year than most of them, Feb 2027.")
    percent: Decimal = result("Progress, 0 to 1.")
    status: Status = result("Its state; of a group, how many parts are done.")
    group: bool = result("Has it parts?")
    level: int = result("0 for an action of its own, 1 for a part of it, and so on.")


class ActionsView(Result):
    """The action plan."""

    rows: tuple[ActionRow, ...] = result("The actions, each followed by its parts, in the order of the sheet.")
    year: str = result("The year in which most of them are due; empty without actions.")
    overdue: str = result("Days late of the overdue actions in words, 30 and 12 days; empty for none.")
    source: str = result("Where the actions were read.")
    follows: tuple[FollowUp, ...] = result("What follows: blocked and late actions with their notes.")


def actions_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> ActionsView:
    """The action plan as the plan prints it."""
    states = action_states(analysis)
    year = _usual_year(account.actions)
    return ActionsView(
        rows=tuple(
            _row(action, states[action.id], year, account.account.locale) for action in in_tree_order(account.actions)
        ),
        year=str(year or ""),
        overdue=_overdue(analysis.action_summary.overdue_days),
        source=rows_read(account.actions) if account.actions else "",
        follows=tuple(_follows(account, states))[:_FOLLOWS],
    )


def in_tree_order(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Each action followed by its parts; one whose parent is not on the sheet stands alone. Each comes once."""
    ids = {action.id for action in actions}
    parts: dict[str, list[Action]] = {}
    for action in actions:
        parts.setdefault(action.parent if action.parent in ids and action.parent else "", []).append(action)
    ordered: list[Action] = []
    waiting = list(reversed(parts.get("", [])))
    while waiting:
        action = waiting.pop()
        ordered.append(action)
        waiting += reversed(parts.pop(action.id, []))
    return tuple(ordered)


def _row(action: Action, state: ActionState, year: int | None, locale: str) -> ActionRow:
    return ActionRow(
        id=action.id,
        action=action.action,
        objective=action.objective,
        owner=action.owner,
        side=SIDES[action.side],
        due=wording.date(action.due, locale, "short" if action.due.year == year else "month"),
        percent=state.percent,
        status=action_status(action, state, locale),
        group=state.parts > 0,
        level=state.level,
    )


def _usual_year(actions: tuple[Action, ...]) -> int | None:
    years = [action.due.year for action in actions]
    return max(sorted(set(years)), key=years.count) if years else None


def _overdue(days: tuple[int, ...]) -> str:
    if not days:
        return ""
    if len(days) > 3:
        return f"up to {days[0]} days"
    return f"{wording.listed([str(number) for number in days])} {wording.plural(days[-1], 'day', 'days')}"


def _follows(account: KeyAccount, states: dict[str, ActionState]) -> Iterator[FollowUp]:
    stuck = [
        action
        for action in account.actions
        if states[action.id].status in ("late", "blocked") and not states[action.id].parts
    ]
    for action in sorted(stuck, key=lambda action: (states[action.id].status != "blocked", action.due)):
        days = states[action.id].days_late
        since = f"{days} {wording.plural(days, 'day', 'days')} past its date" if days else ""
        reason = "" if action.note else since
        yield answer(action, states[action.id], account.account.locale, reason, action.note or "")

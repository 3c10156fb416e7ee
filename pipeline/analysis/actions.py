"""Where each action stands on the as-of date, and how many are done of those due."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results import ActionState, ActionSummary
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action

SOON = datetime.timedelta(days=30)


def action_states(account: KeyAccount, as_of: datetime.date) -> tuple[ActionState, ...]:
    """One state for each action, in the order of the sheet.

    An action is late if it was due before the as-of date and is neither done, blocked nor cancelled. Its progress,
    0 to 1, is 1 when done; else, if it has parts, their plain mean, cancelled ones left out; else what is typed, and
    0 where nothing is. Parents that go round in a loop, or that are not on the sheet, count as none.
    """
    actions = account.actions
    parents = _parents(actions)
    levels = {action.id: _level(action.id, parents) for action in actions}
    parts = _parts(actions, parents)
    progress = _progress(actions, parts, levels)
    return tuple(
        ActionState(
            id=action.id,
            status=_status(action, as_of),
            days_late=_days_late(action, as_of),
            percent=progress[action.id],
            parts=len(parts[action.id]),
            parts_done=sum(part.status == "done" for part in parts[action.id]),
            level=levels[action.id],
        )
        for action in actions
    )


def action_summary_of(account: KeyAccount, as_of: datetime.date) -> ActionSummary:
    """The actions counted; cancelled ones are left out, and so is an action with parts, as its parts count.

    Completion = those done of those due by the as-of date. On time = done on or before the due date, of those done
    with a day on which they were done. Both are shares from 0 to 1, None where there is nothing to divide by.
    """
    actions = account.actions
    parts = _parts(actions, _parents(actions))
    counted = [action for action in actions if action.status != "cancelled" and not parts[action.id]]
    done = [action for action in counted if action.status == "done"]
    open_ = [action for action in counted if action.status != "done"]
    due = [action for action in counted if action.due <= as_of]
    due_done = sum(action.status == "done" for action in due)
    dated = [action.done_on <= action.due for action in done if action.done_on is not None]
    late = sorted(((as_of - action.due).days for action in open_ if action.due < as_of), reverse=True)
    return ActionSummary(
        count=len(counted),
        due=len(due),
        done=len(done),
        done_of_due=Decimal(due_done) / len(due) if due else None,
        due_done=due_done,
        overdue=len(late),
        on_time=Decimal(sum(dated)) / len(dated) if dated else None,
        next_30_days=sum(as_of < action.due <= as_of + SOON for action in open_),
        with_client=sum(action.side in ("client", "both") for action in open_),
        overdue_days=tuple(late),
    )


def _parents(actions: Sequence[Action]) -> dict[str, str]:
    """The parent of each action that is a part of another: on the sheet, and not on a loop through the action."""
    named = {action.id: action.parent for action in actions}
    linked = {part: parent for part, parent in named.items() if parent is not None and parent in named}
    return {part: parent for part, parent in linked.items() if not _loops(part, linked)}


def _loops(start: str, linked: dict[str, str]) -> bool:
    """Does the way up from `start` come back to it?"""
    seen: set[str] = set()
    at = linked.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = linked.get(at)
    return False


def _level(action_id: str, parents: dict[str, str]) -> int:
    level = 0
    while action_id in parents:
        action_id = parents[action_id]
        level += 1
    return level


def _parts(actions: Sequence[Action], parents: dict[str, str]) -> dict[str, list[Action]]:
    """The direct parts of each action that are not cancelled, by its id."""
    parts: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        if action.id in parents and action.status != "cancelled":
            parts[parents[action.id]].append(action)
    return parts


def _progress(actions: Sequence[Action], parts: dict[str, list[Action]], levels: dict[str, int]) -> dict[str, Decimal]:
    """The progress of each action by id, the deepest level first, so that the parts of each are known before it."""
    progress: dict[str, Decimal] = {}
    for action in sorted(actions, key=lambda action: -levels[action.id]):
        found = [progress[part.id] for part in parts[action.id]]
        if action.status == "done":
            progress[action.id] = Decimal(1)
        elif found:
            progress[action.id] = sum(found, Decimal(0)) / len(found)
        else:
            progress[action.id] = action.percent or Decimal(0)
    return progress


def _status(
    action: Action, as_of: datetime.date
) -> Literal["done", "late", "blocked", "in progress", "not started", "cancelled"]:
    if action.status in ("in progress", "not started") and action.due < as_of:
        return "late"
    return action.status


def _days_late(action: Action, as_of: datetime.date) -> int:
    return 0 if action.status in ("done", "cancelled") else max(0, (as_of - action.due).days)

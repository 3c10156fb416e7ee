"""Where each action stands on the as-of date, how many are done of those due, and who has how much to do."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.analysis.medians import median_of
from pipeline.analysis.results import (
    ActionLoad,
    ActionState,
    ActionSummary,
    AgeBand,
    Explanation,
    Load,
)
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, products, total
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action

SOON = datetime.timedelta(days=30)
AGES = (30, 60, 90)  # days; the usual classes in which overdue items are aged

Parts = Mapping[str, Sequence[Action]]


def action_states(account: KeyAccount, as_of: datetime.date) -> tuple[ActionState, ...]:
    """One state for each action, in the order of the sheet.

    An action is late if it was due before the as-of date and is neither done, blocked nor cancelled. Its progress,
    0 to 1, is 1 when done; else, if it has parts, their weighted mean = sum(weight x progress) / sum(weight), cancelled
    ones left out; else what is typed, and 0 where nothing is. As no effort is planned in the workbook, a part weighs
    its days from start to due, both counted; if one of the parts has no start by its due date, all weigh the same.
    Parents that go round in a loop, or that are not on the sheet, count as none.
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
            weighted_by=_weighted_by(action, parts[action.id]),
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
    counted = _counted(account.actions)
    done = [action for action in counted if action.status == "done"]
    open_ = _open(counted)
    due = [action for action in counted if action.due <= as_of]
    due_done = sum(action.status == "done" for action in due)
    dated = [action.done_on <= action.due for action in done if action.done_on is not None]
    late = sorted(((as_of - action.due).days for action in open_ if action.due < as_of), reverse=True)
    soon = sorted((action.due, action.id) for action in open_ if as_of < action.due <= as_of + SOON)
    return ActionSummary(
        count=len(counted),
        due=len(due),
        done=len(done),
        done_of_due=Decimal(due_done) / len(due) if due else None,
        due_done=due_done,
        overdue=len(late),
        on_time=Decimal(sum(dated)) / len(dated) if dated else None,
        next_30_days=len(soon),
        with_client=sum(action.side in ("client", "both") for action in open_),
        overdue_days=tuple(late),
        overdue_median=median_of(late),
        next_ids=tuple(found for _, found in soon),
    )


def action_load_of(account: KeyAccount, as_of: datetime.date) -> ActionLoad:
    """The open actions by owner, by department, and by how long they have been overdue, counted as in the summary."""
    still_open = _open(_counted(account.actions))
    late = [(as_of - action.due).days for action in still_open if action.due < as_of]
    limits = (*AGES, None)
    return ActionLoad(
        owners=_loads(still_open, lambda action: action.owner, as_of),
        departments=_loads(still_open, lambda action: action.department or "", as_of),
        ages=tuple(
            AgeBand(
                from_days=first + 1,
                to_days=last,
                count=sum(days > first and (last is None or days <= last) for days in late),
            )
            for first, last in zip((0, *AGES), limits, strict=True)
        ),
    )


def explained_actions(
    account: KeyAccount, states: Sequence[ActionState], summary: ActionSummary, as_of: datetime.date
) -> Iterator[Explanation]:
    """How the shares of done actions, and the progress of each action with parts, came about."""
    counted = _counted(account.actions)
    if summary.done_of_due is not None:
        due = [action for action in counted if action.due <= as_of]
        yield Explanation(
            of="action_summary.done_of_due",
            formula="actions due that are done ÷ actions due",
            worked=gives(f"{summary.due_done} ÷ {summary.due}", summary.done_of_due),
            cells=tuple(action.cell("status") for action in due),
        )
    if summary.on_time is not None:
        done = [action for action in counted if action.status == "done" and action.done_on is not None]
        in_time = sum(action.done_on is not None and action.done_on <= action.due for action in done)
        yield Explanation(
            of="action_summary.on_time",
            formula="actions done by their due date ÷ actions done with a date",
            worked=gives(f"{in_time} ÷ {len(done)}", summary.on_time),
            cells=tuple(action.cell("done_on") for action in done),
        )
    parts = _parts(account.actions, _parents(account.actions))
    percent = {state.id: state.percent for state in states}
    for place, state in enumerate(states, start=1):
        if state.weighted_by is not None:
            mine = parts[state.id]
            weights = _weights(mine)
            weighted = products((weight, percent[part.id]) for part, weight in zip(mine, weights, strict=True))
            by = "days from start to due" if state.weighted_by == "days" else "1 each"
            yield Explanation(
                of=f"action_states[{place}].percent",
                formula=f"sum of weight × progress of its parts ÷ sum of weights; weights: {by}",
                worked=gives(f"({weighted}) ÷ ({total(weights)})", state.percent),
                cells=tuple(part.cell("percent") for part in mine),
            )


def _counted(actions: Sequence[Action]) -> list[Action]:
    """The actions that count: not cancelled, and without parts, as their parts count."""
    parts = _parts(actions, _parents(actions))
    return [action for action in actions if action.status != "cancelled" and not parts[action.id]]


def _open(counted: Iterable[Action]) -> list[Action]:
    return [action for action in counted if action.status != "done"]


def _loads(still_open: Iterable[Action], name: Callable[[Action], str], as_of: datetime.date) -> tuple[Load, ...]:
    """The open actions by a name; names are the same if only case or spaces differ."""
    grouped: dict[str, list[Action]] = defaultdict(list)
    for action in still_open:
        grouped[folded(name(action))].append(action)
    loads = (_load(min(name(action) for action in found), found, as_of) for found in grouped.values())
    return tuple(sorted(loads, key=lambda load: (-load.overdue, -load.open, load.name)))


def _load(name: str, found: Sequence[Action], as_of: datetime.date) -> Load:
    late = sorted((action for action in found if action.due < as_of), key=lambda action: (action.due, action.id))
    return Load(
        name=name,
        open=len(found),
        overdue=len(late),
        overdue_median=median_of([(as_of - action.due).days for action in late]),
        ids=tuple(action.id for action in late),
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


def _weighted_by(action: Action, parts: Sequence[Action]) -> Literal["days", "equal"] | None:
    if action.status == "done" or not parts:
        return None
    return "days" if len(_days(parts)) == len(parts) else "equal"


def _weights(parts: Sequence[Action]) -> list[int]:
    """What each part weighs: its days from start to due; 1 each unless all have them."""
    days = _days(parts)
    return days if len(days) == len(parts) else [1] * len(parts)


def _days(parts: Sequence[Action]) -> list[int]:
    """The days from start to due, both counted, of each part that has a start by its due date."""
    return [(part.due - part.start).days + 1 for part in parts if part.start is not None and part.start <= part.due]


def _progress(actions: Sequence[Action], parts: Parts, levels: dict[str, int]) -> dict[str, Decimal]:
    """The progress of each action by id, the deepest level first, so that the parts of each are known before it.

    It is worked out in fractions, so that the order of the parts changes no digit.
    """
    progress: dict[str, Fraction] = {}
    for action in sorted(actions, key=lambda action: -levels[action.id]):
        found = parts[action.id]
        if action.status == "done":
            progress[action.id] = Fraction(1)
        elif found:
            weights = _weights(found)
            weighted = (weight * progress[part.id] for part, weight in zip(found, weights, strict=True))
            progress[action.id] = sum(weighted, Fraction(0)) / sum(weights)
        else:
            progress[action.id] = Fraction(action.percent or 0)
    return {name: Decimal(share.numerator) / share.denominator for name, share in progress.items()}


def _status(
    action: Action, as_of: datetime.date
) -> Literal["done", "late", "blocked", "in progress", "not started", "cancelled"]:
    if action.status in ("in progress", "not started") and action.due < as_of:
        return "late"
    return action.status


def _days_late(action: Action, as_of: datetime.date) -> int:
    return 0 if action.status in ("done", "cancelled") else max(0, (as_of - action.due).days)

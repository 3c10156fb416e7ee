"""What moved of the rows of a plan: goals, people, opportunities, risks and actions."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.pairs import Direction, either, kind_of, matched, of_sign, percents, risen
from pipeline.analysis.results import Changed
from pipeline.model.snapshot import KeptAction, KeptGoal, KeptOpportunity, KeptPerson, Snapshot

GREAT_INFLUENCE = 4
GRAVE_RISK = 15
_GOALS = ("off track", "behind", "not started", "on track", "met")
_DEALS = ("lost", "open", "won")
_ACTIONS = ("blocked", "late", "not started", "in progress", "done")
_ACTION_WEIGHTS = {"blocked": 3, "late": 3, "done": 2, "cancelled": 2}


def changed_rows(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """The changes of every goal, person, opportunity, risk and action of either plan."""
    for goals in matched(before.goals, now.goals, lambda goal: goal.id):
        yield from _goal(*goals)
    for people in matched(before.people, now.people, lambda person: person.id):
        yield from _person(*people)
    for deals in matched(before.opportunities, now.opportunities, lambda deal: deal.id):
        yield from _opportunity(*deals)
    yield from _risks(before, now)
    for actions in matched(before.actions, now.actions, lambda action: action.id):
        yield from _action(*actions)


def _goal(was: KeptGoal | None, is_now: KeptGoal | None) -> Iterator[Changed]:
    """A goal: 4 with another status, 3 if it is new, gone or set anew, else 2."""
    kind, goal = kind_of(was, is_now), either(was, is_now)
    attainments = [None if one is None else one.attainment for one in (was, is_now)]
    statuses = ["" if one is None else one.status for one in (was, is_now)]
    if statuses[0] != statuses[1] or percents(attainments[0]) != percents(attainments[1]):
        direction = _higher(statuses[0], statuses[1], _GOALS)
        yield Changed(
            subject="goal",
            part="progress" if kind == "moved" else "itself",
            kind=kind,
            direction=risen(*attainments) if direction == "neither" else direction,
            weight=3 if kind != "moved" else 4 if statuses[0] != statuses[1] else 2,
            id=goal.id,
            name=goal.title,
            before=attainments[0],
            now=attainments[1],
            before_word=statuses[0],
            now_word=statuses[1],
        )
    if was is not None and is_now is not None and was.target != is_now.target:
        yield Changed(
            subject="goal",
            part="target",
            kind="moved",
            direction="neither",
            weight=3,
            id=goal.id,
            name=goal.title,
            before=was.target,
            now=is_now.target,
        )


def _person(was: KeptPerson | None, is_now: KeptPerson | None) -> Iterator[Changed]:
    """A stakeholder: 4 if they are new, gone or stand otherwise to us and have great influence, else 2.

    Coverage weighs 3 and 1, the role 2.
    """
    kind, person = kind_of(was, is_now), either(was, is_now)
    great = max(one.influence for one in (was, is_now) if one is not None) >= GREAT_INFLUENCE
    if was is None or is_now is None:
        yield Changed(
            subject="person",
            part="itself",
            kind=kind,
            direction=of_sign(person.support or 0, kind),
            weight=4 if great else 2,
            id=person.id,
            name=person.name,
            before=None,
            now=None,
            before_word=was.friendliness if was else "",
            now_word=is_now.friendliness if is_now else "",
        )
        return
    for part, weight, words, figures in (
        ("support", 4 if great else 2, (was.friendliness, is_now.friendliness), (was.support, is_now.support)),
        ("coverage", 3 if great else 1, (was.coverage, is_now.coverage), (was.depth, is_now.depth)),
        ("role", 2, (was.role, is_now.role), (None, None)),
    ):
        if words[0] != words[1]:
            yield Changed(
                subject="person",
                part=part,
                kind="moved",
                direction=risen(*figures),
                weight=weight,
                id=person.id,
                name=person.name,
                before=None if figures[0] is None else Decimal(figures[0]),
                now=None if figures[1] is None else Decimal(figures[1]),
                before_word=words[0],
                now_word=words[1],
            )


def _opportunity(was: KeptOpportunity | None, is_now: KeptOpportunity | None) -> Iterator[Changed]:
    """An opportunity: 4 if it was won or lost since or is open again, 3 if it is new, gone or slipped, else 2."""
    kind, deal = kind_of(was, is_now), either(was, is_now)
    if was is None or is_now is None:
        yield _deal(deal, "itself", was, is_now, of_sign(1, kind), 3)
        return
    if was.stage != is_now.stage:
        direction = _higher(was.state, is_now.state, _DEALS)
        direction = risen(was.probability, is_now.probability) if direction == "neither" else direction
        yield _deal(deal, "stage", was, is_now, direction, 2 if was.state == is_now.state else 4)
    if was.amount != is_now.amount:
        yield _deal(deal, "amount", was, is_now, risen(was.amount, is_now.amount), 2)
    if was.close_date != is_now.close_date and was.state == is_now.state == "open":
        slipped: Direction = "worse" if is_now.close_date > was.close_date else "better"
        yield _deal(deal, "close date", was, is_now, slipped, 3)


def _deal(
    deal: KeptOpportunity,
    part: str,
    was: KeptOpportunity | None,
    is_now: KeptOpportunity | None,
    direction: Direction,
    weight: int,
) -> Changed:
    return Changed(
        subject="opportunity",
        part=part,
        kind=kind_of(was, is_now),
        direction=direction,
        weight=weight,
        id=deal.id,
        name=deal.name,
        before=was.amount if was else None,
        now=is_now.amount if is_now else None,
        before_word=was.stage if was else "",
        now_word=is_now.stage if is_now else "",
        before_day=was.close_date if was else None,
        now_day=is_now.close_date if is_now else None,
    )


def _risks(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """Risks and commitments, by their text: 4 where the weight is or was grave, else 2."""
    for was, is_now in matched(before.risks, now.risks, lambda risk: f"{risk.kind} {risk.text}"):
        kind, risk = kind_of(was, is_now), either(was, is_now)
        weights = [None if one is None or one.weight is None else Decimal(one.weight) for one in (was, is_now)]
        if kind == "moved" and weights[0] == weights[1]:
            continue
        yield Changed(
            subject="risk",
            part="weight" if kind == "moved" else "itself",
            kind=kind,
            direction=risen(*reversed(weights)) if kind == "moved" else of_sign(-(weights[0] or weights[1] or 0), kind),
            weight=4 if max(weight or 0 for weight in weights) >= GRAVE_RISK else 2,
            name=risk.text,
            before=weights[0],
            now=weights[1],
            before_word=was.kind if was else "",
            now_word=is_now.kind if is_now else "",
        )


def _action(was: KeptAction | None, is_now: KeptAction | None) -> Iterator[Changed]:
    """An action: 3 if it is or was late or blocked, 2 if it is done or cancelled or its date moved, else 1."""
    kind = kind_of(was, is_now)
    statuses = [one.status if one else "" for one in (was, is_now)]
    if statuses[0] != statuses[1]:
        weight = 1 if kind != "moved" else max(_ACTION_WEIGHTS.get(status, 1) for status in statuses)
        direction = _higher(statuses[0], statuses[1], _ACTIONS)
        yield _action_changed(was, is_now, "status" if kind == "moved" else "itself", direction, weight)
    if was is None or is_now is None or was.due == is_now.due or {"done", "cancelled"} & set(statuses):
        return
    yield _action_changed(was, is_now, "due", "worse" if is_now.due > was.due else "better", 2)


def _action_changed(
    was: KeptAction | None, is_now: KeptAction | None, part: str, direction: Direction, weight: int
) -> Changed:
    action = either(was, is_now)
    return Changed(
        subject="action",
        part=part,
        kind=kind_of(was, is_now),
        direction=direction,
        weight=weight,
        id=action.id,
        name=action.action,
        before=None,
        now=None,
        before_word=was.status if was else "",
        now_word=is_now.status if is_now else "",
        before_day=was.due if was else None,
        now_day=is_now.due if is_now else None,
    )


def _higher(before: str, now: str, order: tuple[str, ...]) -> Direction:
    """Is a class better now by its place in `order`, the worst first? Neither where one of them has no place."""
    if before not in order or now not in order:
        return "neither"
    return risen(order.index(before), order.index(now))

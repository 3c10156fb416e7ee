"""The customer's organisation as lines: who reports to whom, who listens to whom, who is at odds with whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.analysis.results import OrgChart, OrgLine, OrgNode
from pipeline.analysis.words import folded
from pipeline.model.people import Stakeholder

People = Mapping[str, Stakeholder]


def org_chart_of(stakeholders: Sequence[Stakeholder]) -> OrgChart:
    """The tree by "reports to" with its levels, and every line, formal and informal; a drawing needs nothing else.

    An id that is not on the sheet makes no line. Who reports over others to themselves is in a loop: the tree puts the
    one of most influence in it, then the first by name, at the top, and keeps the line. A conflict that both tell is
    one line. The order of rows does not matter; of rows with one id the first by name counts.
    """
    people: dict[str, Stakeholder] = {}
    for person in sorted(stakeholders, key=lambda person: (folded(person.name), person.id)):
        people.setdefault(person.id, person)
    loops = list(_loops(people))
    heads = {max(loop, key=lambda identity: people[identity].influence) for loop in loops}
    superiors = {identity: None if identity in heads else _superior(people, identity) for identity in people}
    return OrgChart(
        nodes=tuple(_nodes(superiors)),
        lines=(*_formal(people), *_influence(people), *_conflicts(people)),
        in_loops=tuple(identity for identity in people if any(identity in loop for loop in loops)),
    )


def _superior(people: People, identity: str) -> str | None:
    """Whom somebody reports to, if that is somebody on the sheet."""
    superior = people[identity].reports_to
    return superior if superior in people else None


def _loops(people: People) -> Iterator[tuple[str, ...]]:
    """The ids of each loop of reporting, each loop once, by name."""
    seen: set[str] = set()
    for identity in people:
        passed: list[str] = []
        at: str | None = identity
        while at is not None and at not in seen:
            seen.add(at)
            passed.append(at)
            at = _superior(people, at)
        if at in passed:
            loop = passed[passed.index(at) :]
            yield tuple(member for member in people if member in loop)


def _nodes(superiors: Mapping[str, str | None]) -> Iterator[OrgNode]:
    """Everybody, those at the top by name, each followed by those under them."""
    waiting = [(identity, 0) for identity, superior in superiors.items() if superior is None]
    while waiting:
        identity, at = waiting.pop(0)
        yield OrgNode(id=identity, superior=superiors[identity], level=at)
        waiting[:0] = [(below, at + 1) for below, superior in superiors.items() if superior == identity]


def _formal(people: People) -> Iterator[OrgLine]:
    for identity in people:
        superior = _superior(people, identity)
        if superior is not None and superior != identity:
            yield OrgLine(kind="reports to", start=identity, end=superior)


def _influence(people: People) -> Iterator[OrgLine]:
    for identity, person in people.items():
        for other in _named(person.influences, people, identity):
            yield OrgLine(kind="influences", start=identity, end=other)


def _conflicts(people: People) -> Iterator[OrgLine]:
    order = list(people)
    pairs = {
        tuple(sorted((identity, other), key=order.index))
        for identity, person in people.items()
        for other in _named(person.conflicts_with, people, identity)
    }
    for start, end in sorted(pairs, key=lambda pair: [order.index(identity) for identity in pair]):
        yield OrgLine(kind="conflicts with", start=start, end=end)


def _named(ids: Iterable[str] | None, people: People, identity: str) -> list[str]:
    """Those of the ids that are on the sheet, each once and not the person's own, by name."""
    given = set(ids or ())
    return [other for other in people if other in given and other != identity]

"""The map of people by support and influence: points that share a place moved apart, names where they have room."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.analysis.results import Analysis, PersonState
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import headlines
from pipeline.views.charts import Chart, Series

_APART = Decimal("0.2")  # steps of influence between people at one place
_LETTER = Decimal("0.083")  # width of a letter in steps of support, on a map 95 mm wide
_LINE = Decimal("0.34")  # height of a name in steps of influence, on a map 80 mm high
_MARKER = Decimal("0.14")  # half the width of a point in steps of support
_LEFT_EDGE, _RIGHT_EDGE = Decimal("-2.45"), Decimal("2.4")
_NOTHING = Decimal(0)
_LONGEST = 15  # letters of a name that is shown in full
_MOST = 20  # people whose names have room on the map
_SIDES = ("r", "l", "t", "b")


class _Box(Struct, frozen=True):
    """A rectangle on the map, in steps of support and of influence."""

    left: Decimal
    right: Decimal
    bottom: Decimal
    top: Decimal

    def overlap(self, other: "_Box") -> Decimal:
        """The area that both share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        if width <= 0:
            return _NOTHING
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return width * height if height > 0 else _NOTHING


class _Point(Struct, frozen=True):
    """One person on the map."""

    name: str
    depth: int
    x: Decimal
    y: Decimal
    blocker: bool


def people_map(account: KeyAccount, analysis: Analysis, standards: Standards) -> Chart | None:
    """Who is on the map, by support and influence, one series for each coverage; None for nobody."""
    points = tuple(_points(account, analysis))
    if not points:
        return None
    places = dict(zip((point.name for point in points), _label_places(points), strict=True))
    steps = sorted((step.value, step.name) for step in standards.coverage if step.value is not None)
    return Chart(
        alt=f"Influence and support of {len(points)} people. {headlines.relationships(account, analysis)}.",
        series=tuple(
            _series(name, [point for point in points if point.depth == value], places) for value, name in steps
        ),
    )


def _series(coverage: str, points: list[_Point], places: dict[str, str]) -> Series:
    return Series(
        name=coverage,
        x=tuple(point.x for point in points),
        y=tuple(point.y for point in points),
        labels=tuple(point.name for point in points),
        bold=tuple(point.blocker for point in points),
        label_position=tuple(places[point.name] for point in points),
    )


def _points(account: KeyAccount, analysis: Analysis) -> Iterator[_Point]:
    influence = {person.id: person.influence for person in account.stakeholders}
    shown = _names([(person.id, person.name) for person in account.stakeholders])
    known = on_the_map(analysis)
    shared: dict[tuple[int, int], int] = {}
    for state in known:
        place = (state.support or 0, influence[state.id])
        shared[place] = shared.get(place, 0) + 1
    placed: dict[tuple[int, int], int] = {}
    for state in known:
        place = (state.support or 0, influence[state.id])
        at = placed[place] = placed.get(place, 0) + 1
        lift = (Decimal(shared[place] + 1) / 2 - at) * 2 * _APART
        yield _Point(shown[state.id], state.depth, Decimal(place[0]), place[1] + lift, state.gap == "blocker")


def on_the_map(analysis: Analysis) -> list[PersonState]:
    """Whose support is known, the most urgent gaps first, as many as have room."""
    return [state for state in analysis.relationships.people if state.support is not None][:_MOST]


def _names(people: list[tuple[str, str]]) -> dict[str, str]:
    """The names as the map shows them by id: a long one as initial and last name, unless two would be the same."""
    short = {identity: _short(name) for identity, name in people}
    taken = list(short.values())
    return {identity: short[identity] if taken.count(short[identity]) == 1 else name for identity, name in people}


def _short(name: str) -> str:
    words = [word for word in name.split() if not word.endswith(".")]
    return f"{words[0][0]}. {words[-1]}" if len(name) > _LONGEST and len(words) > 1 else name


def _label_places(points: tuple[_Point, ...]) -> list[str]:
    """A side for each name, chosen one after the other: the usual side if it is free, else the freest."""
    markers = [_Box(point.x - _MARKER, point.x + _MARKER, point.y - _LINE / 2, point.y + _LINE / 2) for point in points]
    taken: list[_Box] = []
    places = []
    for at, point in enumerate(points):
        others = [marker for number, marker in enumerate(markers) if number != at]
        best = _freest(point, [*taken, *others])
        places.append(best)
        taken.append(_label(point, best))
    return places


def _freest(point: _Point, others: Sequence[_Box]) -> str:
    """The first side on which a name has all its room, else the one on which it has most."""
    crowded: dict[str, Decimal] = {}
    for side in _preferred(point):
        crowded[side] = _crowded(_label(point, side), others)
        if not crowded[side]:
            return side
    return min(crowded, key=lambda side: crowded[side])


def _preferred(point: _Point) -> tuple[str, ...]:
    first = "l" if point.x < 0 or point.x >= 2 else "r"
    return (first, *(side for side in _SIDES if side != first))


def _crowded(label: _Box, others: Iterable[_Box]) -> Decimal:
    outside = max(_LEFT_EDGE - label.left, Decimal(0)) + max(label.right - _RIGHT_EDGE, Decimal(0))
    return sum((label.overlap(other) for other in others), outside)


def _label(point: _Point, side: str) -> _Box:
    width = _LETTER * len(point.name)
    if side == "r":
        return _Box(point.x + _MARKER, point.x + _MARKER + width, point.y - _LINE / 2, point.y + _LINE / 2)
    if side == "l":
        return _Box(point.x - _MARKER - width, point.x - _MARKER, point.y - _LINE / 2, point.y + _LINE / 2)
    middle = point.y + _LINE if side == "t" else point.y - _LINE
    return _Box(point.x - width / 2, point.x + width / 2, middle - _LINE / 2, middle + _LINE / 2)

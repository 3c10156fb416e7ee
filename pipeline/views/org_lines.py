"""The lines of an organisation's drawing: formal ones down the tree, informal ones through the gaps between boxes.

Between columns run gutters, between rows gaps; no line passes through a box. In a gutter lines that overlap have
tracks of their own, and each gutter is as wide as its tracks need. All lengths are hundredths of a millimetre.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from pipeline.views.drawings import Line, LineLook, Point
from pipeline.views.org_layout import COLUMNS, TOP, Room, Sheet, Slot, row_heights, row_tops

_SPINE = 200  # from the left of a gutter to its formal line
_TRACK = 170  # from one track to the next
_ARROW = 260  # room for an arrow's head between the last track and a box
_APART = 120  # between lines that share a track
_MOST_TRACKS = (3, 5, 5, 3)
_PORTS = {"left": (160, 420), "right": (290, 540)}  # from the middle of a box's side to where informal lines meet it
_EDGE = 60  # no line meets a box nearer to its corner
_IN_GAP = (-80, 80)  # from the middle of a gap to its two lines


class Tie(Struct, frozen=True, kw_only=True):
    """An informal line that is wanted between two people."""

    look: LineLook
    start: str
    end: str


class Place(Struct, frozen=True):
    """Where a box is drawn."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


class _Route(Struct, frozen=True):
    """The way of an informal line: its ports and, between them, the gutters it runs in and the gap it crosses by."""

    tie: Tie
    sides: tuple[str, str]
    heights: tuple[int, int]
    runs: tuple[tuple[int, int], ...]  # gutter and track
    gap: int = 0


class _Space(Struct):
    """What is taken so far; `heads` are the tops and bottoms of the boxes that stand in the first gutter too."""

    heads: tuple[tuple[int, int], ...] = ()
    tracks: list[list[list[tuple[int, int]]]] = field(default_factory=lambda: [[] for _ in range(COLUMNS + 1)])
    ports: set[tuple[str, str, int]] = field(default_factory=set)
    gaps: set[int] = field(default_factory=set)


class Drawn(Struct, frozen=True):
    """The places of the boxes and of the headings, all lines, and the ties for which no way was free."""

    places: tuple[Place, ...]
    headings: tuple[Place, ...]
    lines: tuple[Line, ...]
    left_over: tuple[Tie, ...]


def drawn(sheet: Sheet, room: Room, width: int, ties: Sequence[Tie], heard: set[tuple[str, str]]) -> Drawn:
    """Place the boxes of a sheet and lead its lines; `heard` are superiors and those of their reports who listen."""
    heights = row_heights(sheet, room)
    tops = row_tops(sheet, room)
    upright = {slot.id: (tops[slot.row], heights[slot.row]) for slot in sheet.slots}
    slots = {slot.id: slot for slot in sheet.slots}
    heads = tuple((tops[one.row], tops[one.row] + heights[one.row]) for one in sheet.slots if one.column == TOP)
    space, routes, left_over = _Space(heads), [], []
    for tie in ties:
        route = _route(tie, slots, upright, tops, room.gap, space)
        if route is None:
            left_over.append(tie)
        else:
            routes.append(route)
    gutters = _gutters(sheet, slots, space)
    places = _places(sheet, upright, gutters, width)
    by_id = {slot.id: place for slot, place in zip(sheet.slots, places, strict=True)}
    starts = _gutter_starts(gutters, width)
    order = {slot.id: at for at, slot in enumerate(sheet.slots)}
    lines = [*_formal(sheet, slots, by_id, starts, room.gap, order, heard)]
    lines += [_informal(route, by_id, starts, order, _has_spine(sheet, slots)) for route in routes]
    column = _column_width(gutters, width)
    headings = [Place(gutters[0], tops[one.row], column, heights[one.row]) for one in sheet.headings]
    return Drawn(tuple(places), tuple(headings), tuple(lines), tuple(left_over))


# --- where boxes stand ---


def _has_spine(sheet: Sheet, slots: dict[str, Slot]) -> set[int]:
    """The gutters in which formal lines run."""
    return {slots[one].column for fan in sheet.fans for one in fan.reports}


def _gutters(sheet: Sheet, slots: dict[str, Slot], space: _Space) -> list[int]:
    """The width of each gutter."""
    spines = _has_spine(sheet, slots)
    widths = []
    for gutter in range(COLUMNS + 1):
        tracks = len(space.tracks[gutter])
        if gutter == COLUMNS:
            widths.append(tracks * _TRACK + _APART if tracks else 0)
        else:
            spine = _SPINE if gutter in spines else 0
            widths.append(spine + tracks * _TRACK + _ARROW if spine or tracks or gutter else 0)
    return widths


def _column_width(gutters: Sequence[int], width: int) -> int:
    return (width - sum(gutters)) // COLUMNS


def _gutter_starts(gutters: Sequence[int], width: int) -> list[int]:
    """The left edge of each gutter."""
    column = _column_width(gutters, width)
    return [sum(gutters[:number]) + number * column for number in range(COLUMNS + 1)]


def _places(sheet: Sheet, upright: dict[str, tuple[int, int]], gutters: Sequence[int], width: int) -> list[Place]:
    starts, column = _gutter_starts(gutters, width), _column_width(gutters, width)
    places = []
    for slot in sheet.slots:
        at = max(slot.column, 0)
        left, right = starts[at] + gutters[at], starts[at] + gutters[at] + column
        left = 0 if slot.column == TOP else left
        top, height = upright[slot.id]
        places.append(Place(left, top, right - left, height))
    return places


# --- formal lines ---


def _formal(
    sheet: Sheet,
    slots: dict[str, Slot],
    places: dict[str, Place],
    starts: Sequence[int],
    gap: int,
    order: dict[str, int],
    heard: set[tuple[str, str]],
) -> Iterator[Line]:
    """From each superior along the gutter to each report; those in further columns by the gap above them."""
    for fan in sheet.fans:
        superior, place = slots[fan.superior], places[fan.superior]
        first = superior.column + 1
        spine = starts[first] + _SPINE
        start: list[Point] = [(spine, place.top + place.height)]
        if superior.column != TOP:
            start = [(place.right, place.middle), (spine, place.middle)]
        for one in fan.reports:
            end, column = places[one], slots[one].column
            points = [*start, (spine, end.middle), (end.left, end.middle)]
            if column > first:
                above = min(places[other].top for other in fan.reports if slots[other].column == column) - gap // 2
                turn = starts[column] + _SPINE
                points = [*start, (spine, above), (turn, above), (turn, end.middle), (end.left, end.middle)]
            look: LineLook = "solid arrow" if (fan.superior, one) in heard else "solid"
            yield Line(look=look, start=order[fan.superior], end=order[one], points=_without_repeats(points))


def _without_repeats(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for at, point in enumerate(points) if not at or point != points[at - 1])


# --- informal lines ---


def _route(
    tie: Tie,
    slots: dict[str, Slot],
    upright: dict[str, tuple[int, int]],
    tops: Sequence[int],
    gap: int,
    space: _Space,
) -> _Route | None:
    """A free way for a tie, taken; None if there is none."""
    start, end = slots.get(tie.start), slots.get(tie.end)
    if start is None or end is None:
        return None
    straight = _straight(tie, (start, end), upright, space)
    if straight is not None:
        return straight
    for first in _beside(start):
        for last in _beside(end):
            if abs(first - last) <= 1 and _crosses(start, end, first, last):
                route = _tried(tie, (start, end), (first, last), upright, tops, gap, space)
                if route is not None:
                    return route
    return None


def _straight(tie: Tie, slots: tuple[Slot, Slot], upright: dict[str, tuple[int, int]], space: _Space) -> _Route | None:
    """A line on one height between two boxes side by side, taken; None if they are not, or if none is free."""
    start, end = slots
    if start.row != end.row or abs(start.column - end.column) != 1 or TOP in (start.column, end.column):
        return None
    sides = ("right", "left") if start.column < end.column else ("left", "right")
    top, height = upright[start.id]
    for port in (port for one in _PORTS["right"] for port in (one, -one)):
        taken = {(slot.id, side, port) for slot, side in zip(slots, sides, strict=True)}
        if abs(port) <= height // 2 - _EDGE and not taken & space.ports:
            space.ports |= taken
            level = top + height // 2 + port
            return _Route(tie, sides, (level, level), ())
    return None


def _beside(slot: Slot) -> tuple[int, ...]:
    """The gutters that a box touches, the right one first."""
    return (1,) if slot.column == TOP else (slot.column + 1, slot.column)


def _crosses(start: Slot, end: Slot, first: int, last: int) -> bool:
    """Is a way by these gutters worth trying: one gutter, or two where the boxes share none?"""
    return first == last or not set(_beside(start)) & set(_beside(end))


def _tried(
    tie: Tie,
    slots: tuple[Slot, Slot],
    gutters: tuple[int, int],
    upright: dict[str, tuple[int, int]],
    tops: Sequence[int],
    gap: int,
    space: _Space,
) -> _Route | None:
    sides = tuple(_side(slot, gutter) for slot, gutter in zip(slots, gutters, strict=True))
    middles = [upright[slot.id][0] + upright[slot.id][1] // 2 for slot in slots]
    down = middles[1] > middles[0]
    ports = [
        _port(slots[0], sides[0], upright, down, space),
        _port(slots[1], sides[1], upright, not down, space),
    ]
    if None in ports:
        return None
    heights = (middles[0] + (ports[0] or 0), middles[1] + (ports[1] or 0))
    level = 0
    if gutters[0] == gutters[1]:
        wanted = [(gutters[0], sorted(heights))]
    else:
        row = slots[1].row + (slots[0].row > slots[1].row)
        middle = tops[row] - gap // 2
        level = next((middle + shift for shift in _IN_GAP if middle + shift not in space.gaps), 0)
        if not row or not level:
            return None
        wanted = [(gutters[0], sorted((heights[0], level))), (gutters[1], sorted((level, heights[1])))]
    runs = []
    for gutter, (low, high) in wanted:
        track = _free_track(gutter, low, high, space)
        if track is None:
            return None
        runs.append((gutter, track))
    for (gutter, track), (_, (low, high)) in zip(runs, wanted, strict=True):
        lanes = space.tracks[gutter]
        if track == len(lanes):
            lanes.append([])
        lanes[track].append((low, high))
    for slot, side, port in zip(slots, sides, ports, strict=True):
        space.ports.add((slot.id, side, port or 0))
    if level:
        space.gaps.add(level)
    return _Route(tie, (sides[0], sides[1]), heights, tuple(runs), level)


def _side(slot: Slot, gutter: int) -> str:
    return "left" if slot.column == gutter else "right"


def _port(slot: Slot, side: str, upright: dict[str, tuple[int, int]], down: bool, space: _Space) -> int | None:
    """How far from the middle of its side a line may meet a box, on the half that it goes to; None if all is taken."""
    most = upright[slot.id][1] // 2 - _EDGE
    near = [port if down else -port for port in _PORTS[side]]
    for port in (*near, *(-one for one in near)):
        if abs(port) <= most and (slot.id, side, port) not in space.ports:
            return port
    return None


def _free_track(gutter: int, low: int, high: int, space: _Space) -> int | None:
    """The first track of a gutter that is free between two heights, a new one if it may have one more."""
    if not gutter and any(low < bottom and top < high for top, bottom in space.heads):
        return None
    lanes = space.tracks[gutter]
    for number, lane in enumerate(lanes):
        if all(high + _APART < taken[0] or low - _APART > taken[1] for taken in lane):
            return number
    return len(lanes) if len(lanes) < _MOST_TRACKS[gutter] else None


def _informal(
    route: _Route, places: dict[str, Place], starts: Sequence[int], order: dict[str, int], spines: set[int]
) -> Line:
    tie = route.tie
    lanes = [
        starts[gutter] + (_SPINE if gutter in spines else 0) + (track + 1) * _TRACK - _TRACK // 3 * (gutter == COLUMNS)
        for gutter, track in route.runs
    ]
    ends = [
        (places[one].left if side == "left" else places[one].right, height)
        for one, side, height in zip((tie.start, tie.end), route.sides, route.heights, strict=True)
    ]
    points = [ends[0]]
    if lanes:
        points.append((lanes[0], ends[0][1]))
    if len(lanes) > 1:
        points += [(lanes[0], route.gap), (lanes[1], route.gap)]
    if lanes:
        points.append((lanes[-1], ends[1][1]))
    points.append(ends[1])
    return Line(look=tie.look, start=order[tie.start], end=order[tie.end], points=_without_repeats(points))

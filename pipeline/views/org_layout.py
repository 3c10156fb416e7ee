"""Where each person stands in the drawing of an organisation: rows and columns, on as many sheets as it takes.

Whoever is at the top has a row of their own; those who report there stand below in the first column, those who report
to them in the second beside them, and so on. Whoever stands in the last column and has people below heads a sheet too.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

COLUMNS = 3
TOP = -1  # the column of whoever heads a tree: the first one, but not set in
_WRAPPED = 2  # so many people side by side without anybody below them share the columns that are free


class Slot(Struct, frozen=True, kw_only=True):
    """One person's place; `again` marks somebody who stands on another sheet and heads a part of the tree here."""

    id: str
    column: int
    row: int
    again: bool = False


class Heading(Struct, frozen=True, kw_only=True):
    """A row with words only, above people who stand together without lines."""

    text: str
    row: int


class Fan(Struct, frozen=True, kw_only=True):
    """Those who report to one person and stand below or beside them, `wrapped` those in further columns."""

    superior: str
    reports: tuple[str, ...]


class Sheet(Struct, frozen=True, kw_only=True):
    """What is drawn together: people, headings, and who reports to whom among them; `rows` is their number."""

    slots: tuple[Slot, ...] = ()
    headings: tuple[Heading, ...] = ()
    fans: tuple[Fan, ...] = ()
    rows: int = 0


class Room(Struct, frozen=True):
    """The heights of rows, in hundredths of a millimetre: of each person, of a heading, and of a whole sheet."""

    people: Mapping[str, int]
    heading: int
    gap: int
    sheet: int


Tree = Mapping[str, Sequence[str]]  # ids of those who report to somebody, by that id


def sheets_of(tops: Sequence[str], below: Tree, room: Room, apart: Mapping[str, Sequence[str]]) -> list[Sheet]:
    """The trees from `tops` down, each followed by the parts that go on elsewhere, then people who stand `apart`.

    `apart` are ids by the heading they stand under. Everybody comes once, but for those who are shown again.
    """
    parts: list[Sheet] = []
    for top in tops:
        parts += _tree(top, below, room)
    for text, ids in apart.items():
        parts += _grid(text, ids, room)
    return list(_packed(parts, room))


def height(sheet: Sheet, room: Room) -> int:
    """The height of a sheet with the gaps between its rows."""
    return sum(row_heights(sheet, room)) + max(0, sheet.rows - 1) * room.gap


def row_heights(sheet: Sheet, room: Room) -> list[int]:
    """The height of each row: that of its tallest box."""
    heights = [0] * sheet.rows
    for slot in sheet.slots:
        heights[slot.row] = max(heights[slot.row], room.people[slot.id])
    for heading in sheet.headings:
        heights[heading.row] = room.heading
    return heights


def row_tops(sheet: Sheet, room: Room) -> list[int]:
    """Where each row begins."""
    heights = row_heights(sheet, room)
    return [sum(heights[:row]) + row * room.gap for row in range(sheet.rows)]


# --- trees ---


def _tree(top: str, below: Tree, room: Room) -> Iterator[Sheet]:
    """The sheets of one tree: as much as fits below its head, the rest below the head shown again."""
    waiting = [(top, False)]
    while waiting:
        head, again = waiting.pop(0)
        for number, groups in enumerate(_filled(head, below, room)):
            sheet = _headed(Slot(id=head, column=TOP, row=0, again=again or number > 0), groups)
            yield sheet
            reported = {fan.superior for fan in sheet.fans}
            waiting += [
                (slot.id, True)
                for slot in sheet.slots
                if slot.id != head and below.get(slot.id) and slot.id not in reported
            ]


def _filled(head: str, below: Tree, room: Room) -> Iterator[list[Sheet]]:
    """The groups below a head, in runs that each fit a sheet."""
    filled: list[Sheet] = []
    least = _headed(Slot(id=head, column=TOP, row=0), [])
    for group in _groups(head, TOP, below, room):
        if filled and height(_headed(least.slots[0], [*filled, group]), room) > room.sheet:
            yield filled
            filled = []
        filled.append(group)
    yield filled


def _groups(head: str, column: int, below: Tree, room: Room) -> Iterator[Sheet]:
    """Those who report to one person: everybody with people below as a branch, the others together."""
    inner = column + 1
    branches = [one for one in below.get(head, ()) if below.get(one)]
    leaves = [one for one in below.get(head, ()) if not below.get(one)]
    for one in branches:
        branch = _branch(one, inner, below, room)
        if column == TOP and height(branch, room) + room.people[head] + room.gap > room.sheet:
            branch = Sheet(slots=(Slot(id=one, column=inner, row=0),), rows=1)
        yield branch
    across = COLUMNS - inner if len(leaves) >= _WRAPPED else 1
    tallest = max((room.people[one] for one in leaves), default=1) + room.gap
    most = max(1, (room.sheet - room.people[head] - room.gap) // tallest) * across
    for start in range(0, len(leaves), most):
        yield _columns(leaves[start : start + most], inner, across)


def _branch(head: str, column: int, below: Tree, room: Room) -> Sheet:
    """Somebody in a column with those who report to them beside, as far as there are columns."""
    own = Sheet(slots=(Slot(id=head, column=column, row=0),), rows=1)
    if column == COLUMNS - 1:
        return own
    beside = _stacked(list(_groups(head, column, below, room)))
    return Sheet(
        slots=own.slots + beside.slots,
        fans=(Fan(superior=head, reports=_heads(beside, column + 1)), *beside.fans),
        rows=max(1, beside.rows),
    )


def _headed(head: Slot, groups: Sequence[Sheet]) -> Sheet:
    """A head in a row of its own with groups below."""
    lower = _moved(_stacked(groups), 1)
    fans = (Fan(superior=head.id, reports=_heads(lower, 0)),) if groups else ()
    return Sheet(slots=(head, *lower.slots), fans=fans + lower.fans, rows=1 + lower.rows)


def _heads(sheet: Sheet, column: int) -> tuple[str, ...]:
    """Those of a stack of groups who report to nobody in it; `column` is where they begin."""
    inside = {one for fan in sheet.fans for one in fan.reports}
    return tuple(slot.id for slot in sheet.slots if slot.id not in inside and slot.column >= column)


def _columns(ids: Sequence[str], column: int, across: int) -> Sheet:
    """People down one column after the other."""
    rows = -(-len(ids) // across)
    slots = tuple(Slot(id=one, column=column + at // rows, row=at % rows) for at, one in enumerate(ids))
    return Sheet(slots=slots, rows=rows)


# --- sheets ---


def _grid(text: str, ids: Sequence[str], room: Room) -> Iterator[Sheet]:
    """People under a heading without lines, on as many sheets as they need."""
    tallest = max(room.people[one] for one in ids) + room.gap
    most = max(1, (room.sheet - room.heading - room.gap) // tallest) * COLUMNS
    for start in range(0, len(ids), most):
        group = ids[start : start + most]
        slots = tuple(Slot(id=one, column=at % COLUMNS, row=at // COLUMNS) for at, one in enumerate(group))
        lower = _moved(Sheet(slots=slots, rows=-(-len(group) // COLUMNS)), 1)
        yield replace(lower, headings=(Heading(text=text, row=0),), rows=1 + lower.rows)


def _packed(parts: Sequence[Sheet], room: Room) -> Iterator[Sheet]:
    """Parts that fit one sheet together share it, unless somebody would stand on it twice."""
    open_: list[Sheet] = []
    for part in parts:
        stands = {slot.id for one in open_ for slot in one.slots}
        twice = any(slot.id in stands for slot in part.slots)
        if open_ and (twice or height(_stacked([*open_, part]), room) > room.sheet):
            yield _stacked(open_)
            open_ = []
        open_.append(part)
    if open_:
        yield _stacked(open_)


def _stacked(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets below each other."""
    stack = Sheet()
    for one in sheets:
        moved = _moved(one, stack.rows)
        stack = Sheet(
            slots=stack.slots + moved.slots,
            headings=stack.headings + moved.headings,
            fans=stack.fans + moved.fans,
            rows=stack.rows + one.rows,
        )
    return stack


def _moved(sheet: Sheet, rows: int) -> Sheet:
    """The sheet so many rows lower."""
    if not rows:
        return sheet
    return replace(
        sheet,
        slots=tuple(replace(slot, row=slot.row + rows) for slot in sheet.slots),
        headings=tuple(replace(heading, row=heading.row + rows) for heading in sheet.headings),
    )

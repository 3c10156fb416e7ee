"""A table of a slide made to fit: rows close up, type shrinks as a whole, and a chart on it follows its rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from string import digits

from msgspec import Struct

from pipeline.documents.fitting.paging import RowNeeds
from pipeline.documents.fitting.scraps import scraps_in, with_scraps_tied
from pipeline.documents.fitting.shorten import shortened
from pipeline.documents.fitting.slide_text import (
    FRAME,
    TOLERANCE,
    Edit,
    Scale,
    Shape,
    Sizes,
    edited,
    resized,
    shapes_of,
)
from pipeline.documents.fitting.table_rows import CELL_TEXT, ROW, Cell, Row, cells_of, rows_of

GAP = 76_200  # a twelfth of an inch between a table and what stands below it, in EMU
FOOTER_GAP = 2 * GAP  # so much more above the footer
AIR = GAP // 2  # what a row has over its text, and
CLOSEST_ROWS = 0.75  # how much of their designed height rows keep, where a list is cut into more slides

_COLUMN = re.compile(r'<a:gridCol w="(\d+)"')
_CELL_END = "</a:tc>"


class Table(Struct, frozen=True):
    """A table as it is measured: its columns' widths in EMU, its rows, how many of them are its head, the charts that
    lie on it, and the height in EMU that it may have."""

    shape: Shape
    columns: tuple[int, ...]
    rows: list[Row]
    heads: int
    charts: list[Shape]
    room: int


class FittedTable(Struct, frozen=True):
    """What is still wrong with a table as a sentence's end, or "", and whether fewer rows would help."""

    fault: str = ""
    crowded: bool = False


def fit_table(table: Table, sizes: Sizes, scale: Scale, edits: list[Edit]) -> FittedTable:
    """Fit a table whose type has the sizes of `scale`: rows grow into the room below them, else rows close up and the
    type shrinks, else the longest texts are shortened. The scale then holds the sizes that the table was given."""
    rows, heads, charts, room = table.rows, table.heads, table.charts, table.room
    tall = _tall(rows, heads)
    closed = _closed_up(rows, tall, room)
    tight, needs = _tight(rows, closed, scale), _needs(rows, scale)
    while tight and not _goes_in_room(needs, closed, tall if charts else [], heads, room, scale, tight):
        if not scale.shrink({size for cell in tight for size in cell.sizes}):
            break
        tight, needs = _tight(rows, closed, scale), _needs(rows, scale)
    finals = _heights(closed, needs, tall if charts else [], heads, room)
    fault = ""
    if sum(finals) > room + TOLERANCE:
        fault = f"needs {sum(finals) / 914_400:.2f} in of height and has {room / 914_400:.2f}"
        finals = _capped(finals, [row.least(scale) for row in rows], room)
        if charts:
            finals = [min(finals[one] for one in tall) if at in tall else height for at, height in enumerate(finals)]
    left_out = ""
    if fault:
        text, left_out = _with_cells_shortened(table, finals, scale, sizes)
        _write_anew(table, text, finals, scale, edits)
    elif scale:
        _write_anew(table, edited(table.shape.xml, _ties(table, scale)), finals, scale, edits)
    else:
        edits += _changed(table, finals, _ties(table, scale))
    for chart in charts:
        _follow_rows(chart, rows, finals, heads, edits)
    if fault:
        return FittedTable(fault + told_left_out(left_out), crowded=True)
    if charts and len({finals[at] for at in tall}) > 1:
        return FittedTable("makes rows grow that a chart lies on", crowded=True)
    broken = any(cell.too_narrow(scale) for cell in tight)
    return FittedTable("has a word that is wider than its column, and is broken" if broken else "")


def _needs(rows: Sequence[Row], scale: Scale) -> list[int]:
    return [round(row.needs(scale)) for row in rows]


def _goes_in_room(
    needs: Sequence[int],
    heights: Sequence[int],
    alike: Sequence[int],
    heads: int,
    room: int,
    scale: Scale,
    tight: Sequence[Cell],
) -> bool:
    """Whether all rows have room, with some air, if those that need more grow and `alike` ones grow together."""
    if any(cell.too_narrow(scale) for cell in tight):
        return False
    return sum(_shared_out(_grown(heights, needs, AIR), needs, alike, heads, room, AIR)) <= room + TOLERANCE


def _heights(closed: Sequence[int], needs: Sequence[int], alike: Sequence[int], heads: int, room: int) -> list[int]:
    """The heights of rows: as they were or higher, with as much air over their text as the room allows."""
    for air in (GAP, AIR) if len(closed) > 1 else ():
        airy = [max(height, need + air) for height, need in zip(closed, needs, strict=True)]
        heights = _shared_out(airy, needs, alike, heads, room, air)
        if sum(heights) <= room + TOLERANCE:
            return heights
    grown = _grown(closed, needs, 0)
    heights = _shared_out(grown, needs, alike, heads, room, 0)
    return heights if sum(heights) <= room + TOLERANCE else grown


def _grown(heights: Sequence[int], needs: Sequence[int], air: int) -> list[int]:
    """The heights of rows, of which those grow that need more, and get some air then."""
    return [height if need <= height + TOLERANCE else need + air for height, need in zip(heights, needs, strict=True)]


def _shared_out(
    heights: Sequence[int], needs: Sequence[int], alike: Sequence[int], heads: int, room: int, air: int
) -> list[int]:
    """The heights with the `alike` rows the same; where there are none, evened out if they do not go into the room."""
    if alike:
        most = max(heights[at] for at in alike)
        return [most if at in alike else height for at, height in enumerate(heights)]
    return _evened(heights, [need + air for need in needs], heads, room)


def told_left_out(words: str) -> str:
    """How a fault goes on where words were left out."""
    return f", so an ellipsis stands for words from “{words}” on" if words else ""


def least_row_needs(xml: str, sizes: Sizes) -> list[RowNeeds]:
    """What the lists on a slide need at the smallest type: for each table, the rows that repeat."""
    return _row_needs(xml, sizes, _smallest)


def designed_row_needs(xml: str, sizes: Sizes) -> list[RowNeeds]:
    """What the lists on a slide need in the type that the template gives them."""
    return _row_needs(xml, sizes, lambda _: Scale())


def _smallest(rows: Sequence[Row]) -> Scale:
    scale = Scale()
    while scale.shrink({size for row in rows for cell in row.cells for size in cell.sizes}):
        pass
    return scale


def _row_needs(xml: str, sizes: Sizes, type_of: Callable[[Sequence[Row]], Scale]) -> list[RowNeeds]:
    shapes = list(shapes_of(xml, sizes))
    tables = [read_table(shape, shapes, sizes) for shape in shapes if shape.kind == "table"]
    return [_list_needs(table, type_of) for table in tables]


def _list_needs(table: Table, type_of: Callable[[Sequence[Row]], Scale]) -> RowNeeds:
    rows = table.rows
    scale = type_of(rows)
    tall = _tall(rows, table.heads)
    others = sum(max(row.height, round(row.needs(scale))) for at, row in enumerate(rows) if at not in tall)
    heights = tuple(round(max(rows[at].needs(scale) + AIR, rows[at].height * CLOSEST_ROWS)) for at in tall)
    return RowNeeds(table.shape.name, table.room - others, heights, alike=bool(table.charts))


# --- reading ---


def read_table(shape: Shape, shapes: Sequence[Shape], sizes: Sizes) -> Table:
    """A table among the shapes of its slide."""
    before = shape.xml.partition(ROW)[0]
    columns = tuple([int(width) for width in _COLUMN.findall(before)])
    rows = rows_of(shape.xml, shape.start, columns, sizes)
    heads = 1 if 'firstRow="1"' in before and len(rows) > 1 else 0
    height = sum([row.height for row in rows])
    charts = [one for one in shapes if one.kind == "chart" and _lies_on(one, shape, height)]
    room = _floor_below(shape, shapes, charts, rows, sizes) - shape.top
    return Table(shape, columns, rows, heads, charts, room)


# --- heights ---


def _lies_on(chart: Shape, table: Shape, height: int) -> bool:
    """Whether a chart lies on the rows of a table."""
    return (
        table.left <= chart.left
        and chart.right <= table.right + GAP
        and table.top <= chart.top < table.top + height - GAP
    )


def _floor_below(
    table: Shape, shapes: Sequence[Shape], charts: Sequence[Shape], rows: Sequence[Row], sizes: Sizes
) -> int:
    """How far down the table may go: to a gap above what stands below it, or to the slide's lower margin."""
    first = table.top + rows[0].height if rows else table.top
    below = [
        one.top - (FOOTER_GAP if one.is_footer else 0)
        for one in shapes
        if one is not table
        and one not in charts
        and one.top >= first
        and one.left < table.right
        and table.left < one.right
    ]
    return min(below) - GAP if below and len(rows) > 1 else min([*below, sizes.slide_height - 4 * GAP])


def _tall(rows: Sequence[Row], heads: int) -> list[int]:
    """The rows that a list consists of: the tallest ones below the head."""
    tallest = max((row.height for row in rows[heads:]), default=0)
    return [at for at, row in enumerate(rows) if at >= heads and row.height == tallest]


def _tight(rows: Sequence[Row], heights: Sequence[int], scale: Mapping[float, float]) -> list[Cell]:
    """The cells whose text does not go into their row, or has a word that does not go into their column."""
    return [cell for row, height in zip(rows, heights, strict=True) for cell in row.tight(height, scale)]


def _closed_up(rows: Sequence[Row], tall: Sequence[int], room: int) -> list[int]:
    """The heights of the rows: as designed, or lower for the `tall` ones where the table is longer than its room."""
    heights = [row.height for row in rows]
    over = sum(heights) - room
    if over <= TOLERANCE or len(rows) < 2:
        return heights
    share = -(-over // len(tall))
    return [max(0, height - share) if at in tall else height for at, height in enumerate(heights)]


def _evened(heights: Sequence[int], needs: Sequence[int], heads: int, room: int) -> list[int]:
    """Heights that take from rows with air what other rows need more than their share."""
    over = sum(heights) - room
    air = [
        0 if at < heads else max(0, height - need) for at, (height, need) in enumerate(zip(heights, needs, strict=True))
    ]
    if not 0 < over <= sum(air):
        return list(heights)
    return [height - -(-over * spare // sum(air)) for height, spare in zip(heights, air, strict=True)]


def _capped(heights: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Heights that fill the room and no more: the highest rows are made lower, though none lower than its `least`."""
    low, high = 0, max(heights)
    while high - low > 1:
        middle = (low + high) // 2
        needed = sum(max(few, min(height, middle)) for height, few in zip(heights, least, strict=True))
        low, high = (middle, high) if needed <= room else (low, middle)
    return [max(few, min(height, low)) for height, few in zip(heights, least, strict=True)]


def _with_cells_shortened(
    table: Table, heights: Sequence[int], scale: Mapping[float, float], sizes: Sizes
) -> tuple[str, str]:
    """The table with an ellipsis in each text that is higher than its row, and the first words that are left out."""
    text, first = table.shape.xml, ""
    for row, height in reversed(list(zip(table.rows, heights, strict=True))):
        if row.needs(scale) <= height + TOLERANCE:
            continue
        start = row.at[0] - table.shape.start
        end = text.index("</a:tr>", start)
        cells = text[start:end].split("</a:tc>")
        for number, cell in enumerate(cells[:-1]):
            goes_in = partial(_goes_in, table.columns[number:], height, scale, sizes)
            shorter, left_out = shortened(cell, goes_in)
            if left_out and not goes_in(cell):
                cells[number], first = shorter, left_out
        text = text[:start] + "</a:tc>".join(cells) + text[end:]
    return text, first


def _goes_in(columns: tuple[int, ...], height: int, scale: Mapping[float, float], sizes: Sizes, cell: str) -> bool:
    """Whether a cell's text, as XML up to its end, goes into a row of this height."""
    return all(one.needs(scale) <= height + TOLERANCE for one in cells_of(f"{cell}</a:tc>", columns, sizes))


def _ties(table: Table, scale: Mapping[float, float]) -> list[Edit]:
    """The cells of a table, by where they stand in it, without a short word alone on a paragraph's last line."""
    ties = []
    for row in table.rows:
        for cell in row.open:
            scraps = scraps_in(cell.paragraphs, cell.room, scale)
            if scraps:
                start, end = _place(table.shape.xml, row.at[1] - table.shape.start, cell.number)
                ties.append((start, end, with_scraps_tied(table.shape.xml[start:end], scraps)))
    return ties


def _place(xml: str, row: int, number: int) -> tuple[int, int]:
    """Where the cell of a number begins and ends in a table, in the row whose height ends at `row`."""
    start = row
    for _ in range(number):
        start = xml.index(_CELL_END, start) + len(_CELL_END)
    return start, xml.index(_CELL_END, start)


# --- writing ---


def _changed(table: Table, heights: Sequence[int], ties: Sequence[Edit]) -> list[Edit]:
    """The heights of a table and of its rows, and the `ties`, where nothing else of the table changes."""
    at = table.shape.start
    edits = [(*row.at, str(height)) for row, height in zip(table.rows, heights, strict=True)]
    edits += [(at + start, at + end, cell) for start, end, cell in ties]
    frame = FRAME.search(table.shape.xml)
    if frame:
        edits.append((at + frame.start(4), at + frame.end(4), str(sum(heights))))
    return edits


def _write_anew(
    table: Table, text: str, heights: Sequence[int], scale: Mapping[float, float], edits: list[Edit]
) -> None:
    """Note the text of a table with its new frame, row heights and sizes."""
    shape = table.shape
    before, *rows = text.split(ROW)
    frame = FRAME.search(before)
    if frame:
        before = before[: frame.start(4)] + str(sum(heights)) + before[frame.end(4) :]
    rows = [f"{height}{row.lstrip(digits)}" for height, row in zip(heights, rows, strict=True)]
    text = ROW.join([before, *([resized(row, scale, CELL_TEXT.size) for row in rows] if scale else rows)])
    edits.append((shape.start, shape.start + len(shape.xml), text))


def _follow_rows(chart: Shape, rows: Sequence[Row], heights: Sequence[int], heads: int, edits: list[Edit]) -> None:
    """Put a chart where its rows are now."""
    designed = [row.height for row in rows]
    last = heads
    while last < len(rows) and sum(designed[heads:last]) + TOLERANCE < chart.height:
        last += 1
    frame = FRAME.search(chart.xml)
    if frame is None or abs(sum(designed[heads:last]) - chart.height) > TOLERANCE:
        return
    down = sum(heights[:heads]) - sum(designed[:heads])
    for group, number in ((2, int(frame[2]) + down), (4, sum(heights[heads:last]))):
        if number != int(frame[group]):
            edits.append((chart.start + frame.start(group), chart.start + frame.end(group), str(number)))

"""A table of a slide made to fit: rows close up, type shrinks as a whole, and a chart on it follows its rows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.documents.measure import SLACK, widest_word
from pipeline.documents.paging import RowNeeds
from pipeline.documents.scraps import is_scrap, with_scrap_tied
from pipeline.documents.shorten import shortened
from pipeline.documents.slide_text import (
    ATTRIBUTE,
    FRAME,
    TOLERANCE,
    Box,
    Edit,
    Paragraph,
    Scale,
    Shape,
    Sizes,
    height_of,
    paragraphs_of,
    resized,
    shapes_of,
)

GAP = 76_200  # a twelfth of an inch between a table and what stands below it, in EMU
FOOTER_GAP = 2 * GAP  # so much more above the footer
_ENDLESS = 1_000  # so much wider than it is a cell would hold any paragraph on one line
ROUNDING = 1.01  # a program that rounds the widths of columns and letters may set a line so much wider
AIR = GAP // 2  # what a row has over its text, and
CLOSEST_ROWS = 0.75  # how much of their designed height rows keep, where a list is cut into more slides


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is measured: the width that its insets leave and the height that they take, its paragraphs, and the
    height it needs as designed if each of them goes on one line, else 0; all in EMU."""

    room: int
    insets: int
    paragraphs: tuple[Paragraph, ...]
    flat: float

    def needs(self, scale: Mapping[float, float], air: float = 1) -> float:
        """The height it needs, in EMU; `air` makes its room wider."""
        if self.flat and not scale:
            return self.flat
        return self.insets + height_of(self.paragraphs, scale, self.room * air)

    def too_narrow(self, scale: Mapping[float, float]) -> bool:
        """Whether a word does not go on a line."""
        return not self.flat and any(
            one.width * SLACK > self.room and widest_word(one.at(scale)) > self.room - one.format.indent + TOLERANCE
            for one in self.paragraphs
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: where its height stands in the slide, what it is, and its cells that hold text."""

    at: tuple[int, int]
    height: int
    cells: tuple[_Cell, ...]

    def needs(self, scale: Mapping[float, float]) -> float:
        """The height it surely needs, in EMU: with hardly any slack, as the twin sets as wide as the real font."""
        return max((cell.needs(scale, SLACK / ROUNDING) for cell in self.cells), default=0.0)

    def least(self, scale: Mapping[float, float]) -> int:
        """The height of one line for each paragraph, in EMU."""
        return round(max((cell.needs(scale, _ENDLESS) for cell in self.cells), default=0.0))


_ROW_HEIGHT = re.compile(r'(<a:tr h=")\d+')
_COLUMN = re.compile(r'<a:gridCol w="(\d+)"')
_CELL_TEXT = Box(face="+mn")


@dataclass(frozen=True, slots=True)
class FittedTable:
    """What is still wrong with a table as a sentence's end, or "", and whether fewer rows would help."""

    fault: str = ""
    crowded: bool = False


def fit_table(shape: Shape, shapes: Sequence[Shape], sizes: Sizes, scale: Scale, edits: list[Edit]) -> FittedTable:
    """Fit a table whose type has the sizes of `scale`: rows grow into the room below them, else rows close up and the
    type shrinks, else the longest texts are shortened. The scale then holds the sizes that the table was given."""
    rows, heads, charts, room = _measured(shape, shapes, sizes)
    tall = _tall(rows, heads)
    closed = _closed_up(rows, tall, room)
    tight = _tight(rows, closed, scale)
    while tight and not _goes_in_room(rows, closed, tall if charts else [], heads, room, scale, tight):
        if not scale.shrink({one.size for cell in tight for one in cell.paragraphs if one.words}):
            break
        tight = _tight(rows, closed, scale)
    needs = [round(row.needs(scale)) for row in rows]
    finals = _heights(closed, needs, tall if charts else [], heads, room)
    fault = ""
    if sum(finals) > room + TOLERANCE:
        fault = f"needs {sum(finals) / 914_400:.2f} in of height and has {room / 914_400:.2f}"
        finals = _capped(finals, [row.least(scale) for row in rows], room)
        if charts:
            finals = [min(finals[one] for one in tall) if at in tall else height for at, height in enumerate(finals)]
    text, left_out = shape.xml, ""
    if fault:
        text, left_out = _with_cells_shortened(shape, rows, finals, scale, sizes)
    else:
        text = _with_scraps_tied(text, rows, scale, sizes)
    _write_table(shape, text, finals, scale, edits)
    for chart in charts:
        _follow_rows(chart, rows, finals, heads, edits)
    if fault:
        return FittedTable(fault + told_left_out(left_out), crowded=True)
    if charts and len({finals[at] for at in tall}) > 1:
        return FittedTable("makes rows grow that a chart lies on", crowded=True)
    broken = any(cell.too_narrow(scale) for cell in tight)
    return FittedTable("has a word that is wider than its column, and is broken" if broken else "")


def _goes_in_room(
    rows: Sequence[_Row],
    heights: Sequence[int],
    alike: Sequence[int],
    heads: int,
    room: int,
    scale: Scale,
    tight: Sequence[_Cell],
) -> bool:
    """Whether all rows have room, with some air, if those that need more grow and `alike` ones grow together."""
    if any(cell.too_narrow(scale) for cell in tight):
        return False
    needs = [round(row.needs(scale)) for row in rows]
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


def _smallest(rows: Sequence[_Row]) -> Scale:
    scale = Scale()
    while scale.shrink({one.size for row in rows for cell in row.cells for one in cell.paragraphs if one.words}):
        pass
    return scale


def _row_needs(xml: str, sizes: Sizes, type_of: Callable[[Sequence[_Row]], Scale]) -> list[RowNeeds]:
    shapes = list(shapes_of(xml, sizes))
    return [_list_needs(shape, shapes, sizes, type_of) for shape in shapes if shape.kind == "table"]


def _list_needs(
    shape: Shape, shapes: Sequence[Shape], sizes: Sizes, type_of: Callable[[Sequence[_Row]], Scale]
) -> RowNeeds:
    rows, heads, charts, room = _measured(shape, shapes, sizes)
    scale = type_of(rows)
    tall = _tall(rows, heads)
    others = sum(max(row.height, round(row.needs(scale))) for at, row in enumerate(rows) if at not in tall)
    heights = tuple(round(max(rows[at].needs(scale) + AIR, rows[at].height * CLOSEST_ROWS)) for at in tall)
    return RowNeeds(shape.name, room - others, heights, alike=bool(charts))


# --- reading ---


def _measured(shape: Shape, shapes: Sequence[Shape], sizes: Sizes) -> tuple[list[_Row], int, list[Shape], int]:
    """The rows of a table, how many of them are its head, the charts on it, and the height it may have."""
    rows = _rows(shape, sizes)
    heads = 1 if 'firstRow="1"' in shape.xml and len(rows) > 1 else 0
    charts = [one for one in shapes if one.kind == "chart" and _lies_on(one, shape, sum(row.height for row in rows))]
    return rows, heads, charts, _floor_below(shape, shapes, charts, rows, sizes) - shape.top


def _rows(shape: Shape, sizes: Sizes) -> list[_Row]:
    columns = [int(width) for width in _COLUMN.findall(shape.xml)]
    mark = '<a:tr h="'
    before, *pieces = shape.xml.split(mark)
    at = shape.start + len(before)
    rows = []
    for piece in pieces:
        height = piece[: piece.index('"')]
        start = at + len(mark)
        rows.append(_Row((start, start + len(height)), int(height), tuple(_cells(piece, columns, sizes))))
        at = start + len(piece)
    return rows


def _cells(row: str, columns: Sequence[int], sizes: Sizes) -> Iterator[_Cell]:
    """The cells of a row that hold text."""
    for number, piece in enumerate(row.split("</a:tc>")[:-1]):
        content, _, end = piece.rpartition("<a:tcPr")
        if "<a:t>" not in content:
            continue
        start = content.index("<a:tc")
        attributes = content[start : content.index(">", start)]
        span = 1
        if len(attributes) > len("<a:tc"):
            if "Merge" in attributes:
                continue
            span = int(dict(ATTRIBUTE.findall(attributes)).get("gridSpan", 1))
        left, top, right, bottom = _cell_insets(end[: end.index(">")])
        room = sum(columns[number : number + span]) - left - right
        paragraphs = paragraphs_of(content, sizes, _CELL_TEXT)
        flat = all(one.goes_on_a_line(room) for one in paragraphs)
        yield _Cell(room, top + bottom, paragraphs, top + bottom + height_of(paragraphs, {}, room) if flat else 0)


@lru_cache(maxsize=256)
def _cell_insets(properties: str) -> tuple[int, int, int, int]:
    given = dict(ATTRIBUTE.findall(properties))
    keys = zip(("marL", "marT", "marR", "marB"), _CELL_TEXT.insets, strict=True)
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in keys)
    return left, top, right, bottom


# --- heights ---


def _lies_on(chart: Shape, table: Shape, height: int) -> bool:
    """Whether a chart lies on the rows of a table."""
    return (
        table.left <= chart.left
        and chart.right <= table.right + GAP
        and table.top <= chart.top < table.top + height - GAP
    )


def _floor_below(
    table: Shape, shapes: Sequence[Shape], charts: Sequence[Shape], rows: Sequence[_Row], sizes: Sizes
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


def _tall(rows: Sequence[_Row], heads: int) -> list[int]:
    """The rows that a list consists of: the tallest ones below the head."""
    tallest = max((row.height for row in rows[heads:]), default=0)
    return [at for at, row in enumerate(rows) if at >= heads and row.height == tallest]


def _tight(rows: Sequence[_Row], heights: Sequence[int], scale: Mapping[float, float]) -> list[_Cell]:
    """The cells whose text does not go into their row, or has a word that does not go into their column."""
    return [
        cell
        for row, height in zip(rows, heights, strict=True)
        for cell in row.cells
        if cell.needs(scale) > height + TOLERANCE or cell.too_narrow(scale)
    ]


def _closed_up(rows: Sequence[_Row], tall: Sequence[int], room: int) -> list[int]:
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
    shape: Shape, rows: Sequence[_Row], heights: Sequence[int], scale: Mapping[float, float], sizes: Sizes
) -> tuple[str, str]:
    """The table with an ellipsis in each text that is higher than its row, and the first words that are left out."""
    columns = [int(width) for width in _COLUMN.findall(shape.xml)]
    text, first = shape.xml, ""
    for row, height in reversed(list(zip(rows, heights, strict=True))):
        if row.needs(scale) <= height + TOLERANCE:
            continue
        start = row.at[0] - shape.start
        end = text.index("</a:tr>", start)
        cells = text[start:end].split("</a:tc>")
        for number, cell in enumerate(cells[:-1]):
            shorter, left_out = shortened(cell, partial(_goes_in, columns[number:], height, scale, sizes))
            if left_out and not _goes_in(columns[number:], height, scale, sizes, cell):
                cells[number], first = shorter, left_out
        text = text[:start] + "</a:tc>".join(cells) + text[end:]
    return text, first


def _with_scraps_tied(text: str, rows: Sequence[_Row], scale: Mapping[float, float], sizes: Sizes) -> str:
    """The table without a short word alone on the last line of a paragraph."""
    columns = [int(width) for width in _COLUMN.findall(text)]
    pieces = text.split("</a:tr>")
    for at, row in enumerate(rows):
        if not any(is_scrap(one, cell.room, scale) for cell in row.cells if not cell.flat for one in cell.paragraphs):
            continue
        cells = pieces[at].split("</a:tc>")
        for number, xml in enumerate(cells[:-1]):
            for cell in _cells(f"{xml}</a:tc>", columns[number:], sizes):
                cells[number] = with_scrap_tied(xml, cell.paragraphs, cell.room, scale)
        pieces[at] = "</a:tc>".join(cells)
    return "</a:tr>".join(pieces)


def _goes_in(columns: Sequence[int], height: int, scale: Mapping[float, float], sizes: Sizes, cell: str) -> bool:
    """Whether a cell's text, as XML up to its end, goes into a row of this height."""
    return all(one.needs(scale) <= height + TOLERANCE for one in _cells(f"{cell}</a:tc>", columns, sizes))


# --- writing ---


def _write_table(
    shape: Shape, text: str, heights: Sequence[int], scale: Mapping[float, float], edits: list[Edit]
) -> None:
    """Note the text of a table with its new frame, row heights and sizes."""
    given = iter(heights)
    text = _ROW_HEIGHT.sub(lambda match: f"{match[1]}{next(given)}", text)
    frame = FRAME.search(text)
    if frame:
        text = text[: frame.start(4)] + str(sum(heights)) + text[frame.end(4) :]
    if scale:
        text = resized(text, scale, _CELL_TEXT.size)
    if text != shape.xml:
        edits.append((shape.start, shape.start + len(shape.xml), text))


def _follow_rows(chart: Shape, rows: Sequence[_Row], heights: Sequence[int], heads: int, edits: list[Edit]) -> None:
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

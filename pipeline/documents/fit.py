"""Text that stays inside its shape: a slide is measured, then type shrinks, rows close up, or a problem is told."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from pipeline.documents.measure import EMU_PER_POINT, LINE_PITCH, Words, line_widths, widest_word
from pipeline.problems import Problem

# How far type may shrink, in points; any other size goes down to the smallest.
FLOORS = {60: 36, 36: 28, 28: 24, 24: 20, 20: 16}
SMALLEST = 12
LARGE = 24  # from here on type shrinks by two points at a time
GAP = 76_200  # a twelfth of an inch between a table and what stands below it, in EMU
TOLERANCE = 6_350  # half a point: rounding is no overflow
SHORTEST_LAST_LINE = 0.2  # of a title's first line


@dataclass(frozen=True, slots=True)
class Box:
    """What a placeholder's layout says of it: its place and insets in EMU and the format of its text."""

    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    insets: tuple[int, int, int, int] = (91_440, 45_720, 91_440, 45_720)
    size: float = 18
    bold: bool = False
    face: str = ""
    spacing: float = 100


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a slide takes from its layout and theme: placeholders by type and number, fonts, and its own height."""

    placeholders: Mapping[str, Box] = field(default_factory=dict)
    heading_face: str = ""
    body_face: str = ""
    slide_height: int = 6_858_000


def fit_slide(xml: str, sizes: Sizes, file: str, where: str) -> tuple[str, list[Problem]]:
    """The slide with its text fitted, and a problem for each shape whose text is still too long.

    Titles and text boxes shrink point by point until they fit their box; a table shrinks as a whole so that no row
    grows, after its rows have closed up where it would run into what stands below it. A chart on a table follows
    its rows.
    """
    shapes = list(_shapes(xml, sizes))
    edits: list[tuple[int, int, str]] = []
    problems: list[Problem] = []
    for shape in shapes:
        if shape.kind == "sp":
            fault = _fit_box(shape, sizes, edits)
        elif shape.kind == "table":
            fault = _fit_table(shape, shapes, sizes, edits)
        else:
            continue
        if fault:
            problems.append(_problem(file, f"{where}, shape {shape.name!r}", fault))
    for start, end, text in sorted(edits, reverse=True):
        xml = xml[:start] + text + xml[end:]
    return xml, problems


def _problem(file: str, place: str, fault: str) -> Problem:
    return Problem(
        code="text-too-long",
        severity="warning",
        message=f"The text of this shape {fault}.",
        fix="Shorten what it prints in the workbook, or give the shape more room in the template.",
        file=file,
        place=place,
    )


# --- shapes ---


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape of the slide: its text as XML, where that starts, and its frame in EMU."""

    kind: str  # "sp", "table", "chart" or "other"
    name: str
    start: int
    xml: str
    left: int
    top: int
    width: int
    height: int
    box: Box | None = None

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


_SHAPE = re.compile(r"<p:(sp|graphicFrame|pic|cxnSp)\b.*?</p:\1>", re.DOTALL)
_NAME = re.compile(r'<p:cNvPr\b[^>]*? name="([^"]*)"')
_FRAME = re.compile(r'<a:off x="(-?\d+)" y="(-?\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>')
_PLACEHOLDER = re.compile(r"<p:ph\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def _shapes(xml: str, sizes: Sizes) -> Iterator[_Shape]:
    """The shapes that stand on the slide itself; groups have a measure of their own and are left as they are."""
    outside = _without_groups(xml)
    for match in _SHAPE.finditer(outside):
        text = match[0]
        name = _NAME.search(text)
        box = _box_of(text, sizes)
        frame = _FRAME.search(text.partition("<a:tbl>")[0])
        if frame:
            left, top, width, height = (int(number) for number in frame.groups())
        elif box:
            left, top, width, height = box.left, box.top, box.width, box.height
        else:
            continue
        kind = (
            "sp" if match[1] == "sp" else "table" if "<a:tbl>" in text else "chart" if "<c:chart" in text else "other"
        )
        yield _Shape(kind, unescape(name[1]) if name else "", match.start(), text, left, top, width, height, box)


def _without_groups(xml: str) -> str:
    """The slide with blanks of the same length where groups stand."""
    if "<p:grpSp>" not in xml:
        return xml
    depth, start, pieces, done = 0, 0, [], 0
    for match in re.finditer(r"<(/?)p:grpSp>", xml):
        if not match[1]:
            if not depth:
                start = match.start()
            depth += 1
        else:
            depth -= 1
            if not depth:
                pieces += [xml[done:start], " " * (match.end() - start)]
                done = match.end()
    return "".join(pieces) + xml[done:]


def _box_of(text: str, sizes: Sizes) -> Box | None:
    """The placeholder that a shape takes its format from, or None."""
    match = _PLACEHOLDER.search(text)
    if not match:
        return None
    attributes = dict(_ATTRIBUTE.findall(match[1]))
    kind = attributes.get("type", "body")
    return sizes.placeholders.get(f"#{attributes.get('idx', '')}") or sizes.placeholders.get(kind)


# --- paragraphs ---


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as it is measured: its words, line spacing (per cent, or points if `exact`), space before, indent."""

    words: tuple[Words, ...]
    size: float
    spacing: float
    exact: bool
    before: float
    indent: float

    def at(self, scale: Mapping[float, float]) -> "_Paragraph":
        """The paragraph with its sizes replaced; exact line spacing shrinks along."""
        words = tuple(replace(one, size=scale.get(one.size, one.size)) for one in self.words)
        size = scale.get(self.size, self.size)
        spacing = self.spacing * size / self.size if self.exact else self.spacing
        return replace(self, words=words, size=size, spacing=spacing)

    def height(self, room: float, *, first: bool) -> float:
        """Its height in EMU when its lines are at most `room` wide."""
        lines = len(line_widths(self.words, room, self.indent))
        pitch = self.spacing if self.exact else self.size * LINE_PITCH * self.spacing / 100
        return (lines * pitch + (0 if first else self.before)) * EMU_PER_POINT


_P = re.compile(r"<a:p>(.*?)</a:p>|<a:p/>", re.DOTALL)
_RUN = re.compile(
    r"<a:rPr\b([^>]*?)(?:/>|>(.*?)</a:rPr>)<a:t>([^<]*)</a:t>|<a:r><a:t>([^<]*)</a:t>|<a:br\b|<a:endParaRPr\b([^>]*)",
    re.DOTALL,
)
_SIZE = re.compile(r'\bsz="(\d+)"')
_LATIN = re.compile(r'<a:latin typeface="([^"]*)"')
_SPACING = re.compile(r'<a:lnSpc><a:(spcPct|spcPts) val="(\d+)"/>')
_BEFORE = re.compile(r'<a:spcBef><a:spcPts val="(\d+)"/>')
_MARGIN = re.compile(r'<a:pPr\b[^>]*? marL="(\d+)"')


def _paragraphs(text: str, sizes: Sizes, box: Box) -> list[_Paragraph]:
    return [_paragraph(match[1] or "", sizes, box) for match in _P.finditer(text)]


def _paragraph(text: str, sizes: Sizes, box: Box) -> _Paragraph:
    words: list[Words] = []
    end = box.size
    for match in _RUN.finditer(text):
        attributes, inside, content, plain, ending = match.groups()
        if ending is not None:
            end = _size(ending, box.size)
        elif content is None and plain is None:
            words.append(Words("\n", box.face, box.size))
        elif content is None:
            words.append(Words(unescape(plain), _face("", sizes, box), box.size, box.bold))
        elif content:
            bold = ' b="1"' in attributes or (box.bold and ' b="0"' not in attributes)
            words.append(Words(unescape(content), _face(inside or "", sizes, box), _size(attributes, box.size), bold))
    spacing = _SPACING.search(text)
    before, margin = _BEFORE.search(text), _MARGIN.search(text)
    exact = spacing is not None and spacing[1] == "spcPts"
    pitch = box.spacing if spacing is None else int(spacing[2]) / (100 if exact else 1000)
    size = max((one.size for one in words if one.text != "\n"), default=end)
    return _Paragraph(
        tuple(words), size, pitch, exact, int(before[1]) / 100 if before else 0.0, int(margin[1]) if margin else 0.0
    )


def _size(attributes: str, otherwise: float) -> float:
    found = _SIZE.search(attributes)
    return int(found[1]) / 100 if found else otherwise


def _face(inside: str, sizes: Sizes, box: Box) -> str:
    """The typeface of a run: its own, else its placeholder's; theme fonts by their names."""
    found = _LATIN.search(inside)
    name = found[1] if found else box.face
    if name.startswith("+mj"):
        return sizes.heading_face
    return sizes.body_face if name.startswith("+mn") or not name else name


class _Scale(dict[float, float]):
    """The present size of each original size."""

    def shrink_all(self, originals: Iterable[float]) -> bool:
        """Make the type of these sizes one step smaller; False if all are at their floor."""
        return sum([self._shrink(original) for original in originals]) > 0

    def _shrink(self, original: float) -> bool:
        """Make the type of this size one step smaller; False if it is at its floor."""
        now = self.get(original, original)
        floor = min(original, FLOORS.get(round(original), SMALLEST))
        step = 2 if now > LARGE else 1
        if now <= floor:
            return False
        self[original] = max(floor, now - step)
        return True


# --- text boxes and titles ---

_BODY = re.compile(r"<a:bodyPr\b([^>]*?)(/>|>)")
_INSETS = ("lIns", "tIns", "rIns", "bIns")


def _fit_box(shape: _Shape, sizes: Sizes, edits: list[tuple[int, int, str]]) -> str:
    """Shrink the text of a box until it fits; a sentence's end that says by how much it does not, or ""."""
    body = _BODY.search(shape.xml)
    if body is None or "<a:t>" not in shape.xml or "<a:spAutoFit" in shape.xml:
        return ""
    box = shape.box or Box(face="+mn")
    given = dict(_ATTRIBUTE.findall(body[1]))
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in zip(_INSETS, box.insets, strict=True))
    room, height = shape.width - left - right, shape.height - top - bottom
    paragraphs = _paragraphs(shape.xml, sizes, box)
    scale = _Scale()
    while (taken := _height(paragraphs, scale, room)) > height + TOLERANCE:
        if not scale.shrink_all({one.size for one in paragraphs}):
            return f"needs {taken / 914_400:.2f} in of height and has {height / 914_400:.2f}"
    if scale:
        edits.append((shape.start, shape.start + len(shape.xml), _resized(shape.xml, scale, box.size)))
    elif 'type="title"' in shape.xml and len(paragraphs) == 1:
        narrower = _balanced(paragraphs[0], room)
        if narrower:
            inset = f' rIns="{right + narrower}"'
            attributes = re.sub(r' rIns="\d+"', "", body[1].rstrip("/"))
            start = shape.start + body.start()
            edits.append((start, shape.start + body.end(), f"<a:bodyPr{attributes.rstrip()}{inset}{body[2]}"))
    return ""


def _height(paragraphs: Sequence[_Paragraph], scale: Mapping[float, float], room: float) -> float:
    return sum(one.at(scale).height(room, first=not number) for number, one in enumerate(paragraphs))


def _balanced(paragraph: _Paragraph, room: float) -> int:
    """By how much a title is to be narrower so that its last line is not a scrap of the first; 0 if it is none."""
    lines = line_widths(paragraph.words, room)
    if len(lines) < 2 or lines[-1] >= SHORTEST_LAST_LINE * lines[0]:
        return 0
    for percent in range(96, 50, -4):
        narrow = line_widths(paragraph.words, room * percent / 100)
        if len(narrow) > len(lines):
            return 0
        if narrow[-1] >= SHORTEST_LAST_LINE * narrow[0]:
            return round(room * (100 - percent) / 100)
    return 0


_PROPERTIES = re.compile(r"<a:(rPr|endParaRPr)\b([^>]*?)(/?)>")


def _resized(text: str, scale: Mapping[float, float], inherited: float = 0) -> str:
    """XML with type sizes replaced; runs that take the `inherited` size get one of their own."""

    def with_size(match: re.Match[str]) -> str:
        attributes = match[2]
        size = _size(attributes, inherited)
        if size not in scale:
            return match[0]
        attributes = _SIZE.sub("", attributes).rstrip()
        return f'<a:{match[1]}{attributes} sz="{round(scale[size] * 100)}"{match[3]}>'

    def with_pitch(match: re.Match[str]) -> str:
        paragraph = match[0]
        largest = max((int(size) / 100 for size in _SIZE.findall(paragraph)), default=inherited)
        spacing = _SPACING.search(paragraph)
        if largest in scale and spacing and spacing[1] == "spcPts":
            pitch = round(int(spacing[2]) * scale[largest] / largest)
            paragraph = paragraph.replace(spacing[0], f'<a:lnSpc><a:spcPts val="{pitch}"/>', 1)
        return _PROPERTIES.sub(with_size, paragraph)

    return _P.sub(with_pitch, text)


# --- tables ---


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is measured: the width and height that its insets leave, and its paragraphs."""

    room: int
    insets: int
    paragraphs: tuple[_Paragraph, ...]

    def needs(self, scale: Mapping[float, float]) -> float:
        """The height it needs, in EMU."""
        return self.insets + _height(self.paragraphs, scale, self.room)

    def too_narrow(self, scale: Mapping[float, float]) -> bool:
        """Whether a word does not go on a line."""
        return any(widest_word(one.at(scale).words) > self.room + one.indent + TOLERANCE for one in self.paragraphs)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: where its height stands in the slide, what it is, and its cells that hold text."""

    at: tuple[int, int]
    height: int
    cells: tuple[_Cell, ...]

    def needs(self, scale: Mapping[float, float]) -> float:
        return max((cell.needs(scale) for cell in self.cells), default=0.0)


_COLUMN = re.compile(r'<a:gridCol w="(\d+)"')
_ROW = re.compile(r'<a:tr h="(\d+)"[^>]*>(.*?)</a:tr>', re.DOTALL)
_CELL = re.compile(r"<a:tc\b([^>]*)>(.*?)<a:tcPr\b([^>]*)", re.DOTALL)
_CELL_TEXT = Box(face="+mn")


def _fit_table(shape: _Shape, shapes: Sequence[_Shape], sizes: Sizes, edits: list[tuple[int, int, str]]) -> str:
    """Close up and shrink a table until no row grows and nothing below is reached; what is wrong if it cannot, or ""."""
    rows = _rows(shape, sizes)
    heads = 1 if 'firstRow="1"' in shape.xml and len(rows) > 1 else 0
    charts = [one for one in shapes if one.kind == "chart" and _lies_on(one, shape, sum(row.height for row in rows))]
    floor = _floor_below(shape, shapes, charts, rows, sizes)
    heights = _closed_up(rows, heads, floor - shape.top)
    scale = _Scale()
    while True:
        grown = [row for row, height in zip(rows, heights, strict=True) if row.needs(scale) > height + TOLERANCE]
        narrow = [cell for row in rows for cell in row.cells if cell.too_narrow(scale)]
        tight = [
            cell
            for row, height in zip(rows, heights, strict=True)
            for cell in row.cells
            if cell.needs(scale) > height + TOLERANCE
        ]
        originals = {one.size for cell in (*tight, *narrow) for one in cell.paragraphs if one.words}
        if not scale.shrink_all(originals):
            break
    finals = [max(height, round(row.needs(scale))) for row, height in zip(rows, heights, strict=True)]
    _write_table(shape, rows, finals, scale, edits)
    for chart in charts:
        _follow_rows(chart, rows[heads:], finals[heads:], edits)
    if shape.top + sum(finals) > floor + TOLERANCE:
        return f"needs {sum(finals) / 914_400:.2f} in of height and has {(floor - shape.top) / 914_400:.2f}"
    if charts and grown:
        return "makes rows grow that a chart lies on"
    return "has a word that is wider than its column" if narrow else ""


def _rows(shape: _Shape, sizes: Sizes) -> list[_Row]:
    columns = [int(width) for width in _COLUMN.findall(shape.xml)]
    return [
        _Row(
            (shape.start + match.start(1), shape.start + match.end(1)),
            int(match[1]),
            tuple(_cells(match[2], columns, sizes)),
        )
        for match in _ROW.finditer(shape.xml)
    ]


def _cells(text: str, columns: Sequence[int], sizes: Sizes) -> Iterator[_Cell]:
    for number, match in enumerate(_CELL.finditer(text)):
        given = dict(_ATTRIBUTE.findall(match[1] + match[3]))
        if "<a:t>" not in match[2] or "hMerge" in given or "vMerge" in given or given.get("vert"):
            continue
        left, top, right, bottom = (
            int(given.get(key, inset))
            for key, inset in zip(("marL", "marT", "marR", "marB"), _CELL_TEXT.insets, strict=True)
        )
        width = sum(columns[number : number + int(given.get("gridSpan", 1))])
        yield _Cell(width - left - right, top + bottom, tuple(_paragraphs(match[2], sizes, _CELL_TEXT)))


def _lies_on(chart: _Shape, table: _Shape, height: int) -> bool:
    """Whether a chart lies on the rows of a table."""
    return (
        table.left <= chart.left
        and chart.right <= table.right + GAP
        and table.top <= chart.top < table.top + height - GAP
    )


def _floor_below(
    table: _Shape, shapes: Sequence[_Shape], charts: Sequence[_Shape], rows: Sequence[_Row], sizes: Sizes
) -> int:
    """How far down the table may go: to a gap above what stands below it, or to the slide's lower margin."""
    first = table.top + rows[0].height if rows else table.top
    below = [
        one.top
        for one in shapes
        if one is not table
        and one not in charts
        and one.top >= first
        and one.left < table.right
        and table.left < one.right
    ]
    return min(below) - GAP if below and len(rows) > 1 else min([*below, sizes.slide_height - 4 * GAP])


def _closed_up(rows: Sequence[_Row], heads: int, room: int) -> list[int]:
    """The heights of the rows: as designed, or lower for the tallest ones where the table is longer than its room."""
    heights = [row.height for row in rows]
    over = sum(heights) - room
    if over <= TOLERANCE or len(rows) < 2:
        return heights
    tallest = max(heights[heads:])
    tall = [at for at, height in enumerate(heights) if at >= heads and height == tallest]
    share = -(-over // len(tall))
    return [height - share if at in tall else height for at, height in enumerate(heights)]


def _write_table(
    shape: _Shape,
    rows: Sequence[_Row],
    heights: Sequence[int],
    scale: Mapping[float, float],
    edits: list[tuple[int, int, str]],
) -> None:
    """Note the new frame, row heights and sizes of a table."""
    text = shape.xml
    for row, height in sorted(zip(rows, heights, strict=True), key=lambda pair: pair[0].at, reverse=True):
        start, end = row.at[0] - shape.start, row.at[1] - shape.start
        text = text[:start] + str(height) + text[end:]
    frame = _FRAME.search(text)
    if frame:
        text = text[: frame.start(4)] + str(sum(heights)) + text[frame.end(4) :]
    if scale:
        text = _resized(text, scale, _CELL_TEXT.size)
    if text != shape.xml:
        edits.append((shape.start, shape.start + len(shape.xml), text))


def _follow_rows(
    chart: _Shape, rows: Sequence[_Row], heights: Sequence[int], edits: list[tuple[int, int, str]]
) -> None:
    """Give a chart the height that its rows have now."""
    designed = [row.height for row in rows]
    covered, at = 0, 0
    while at < len(rows) and covered + TOLERANCE < chart.height:
        covered += designed[at]
        at += 1
    height = sum(heights[:at])
    frame = _FRAME.search(chart.xml)
    if frame and height != chart.height and abs(covered - chart.height) <= TOLERANCE:
        start = chart.start + frame.start(4)
        edits.append((start, chart.start + frame.end(4), str(height)))

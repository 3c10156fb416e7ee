"""Text that stays inside its shape: a slide is measured, then type shrinks, rows close up, or a problem is told."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from pipeline.documents.measure import EMU_PER_POINT, LINE_PITCH, SLACK, Words, line_widths, text_width, widest_word
from pipeline.problems import Problem

# How far type may shrink, in points; any other size goes down to the smallest.
FLOORS = {60: 36, 36: 28, 28: 24, 24: 20, 20: 16}
SMALLEST = 12
LARGE = 24  # from here on type shrinks by two points at a time
GAP = 76_200  # a twelfth of an inch between a table and what stands below it, in EMU
FOOTER_GAP = 2 * GAP  # so much more above the footer
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
        code="text-overflow",
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
    def is_footer(self) -> bool:
        return 'type="ftr"' in self.xml or 'type="sldNum"' in self.xml or 'type="dt"' in self.xml

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


# Tags are found by their plain names, which is several times as quick as matching whole elements.
_SHAPE = re.compile(r"<p:(sp|graphicFrame|pic|cxnSp)>")
_NAME = re.compile(r'<p:cNvPr\b[^>]*? name="([^"]*)"')
_FRAME = re.compile(r'<a:off x="(-?\d+)" y="(-?\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>')
_PLACEHOLDER = re.compile(r"<p:ph\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def _shapes(xml: str, sizes: Sizes) -> Iterator[_Shape]:
    """The shapes that stand on the slide itself; groups have a measure of their own and are left as they are."""
    outside = _without_groups(xml)
    for match in _SHAPE.finditer(outside):
        start = match.start()
        text = outside[start : outside.index(f"</p:{match[1]}>", start)]
        top = text.partition("<a:tbl>")[0]
        name, frame, box = _NAME.search(top), _FRAME.search(top), _box_of(top, sizes)
        if frame:
            place = (int(frame[1]), int(frame[2]), int(frame[3]), int(frame[4]))
        elif box:
            place = (box.left, box.top, box.width, box.height)
        else:
            continue
        kind = "sp" if match[1] == "sp" else "table" if top != text else "chart" if "<c:chart" in text else "other"
        yield _Shape(kind, unescape(name[1]) if name else "", start, text, *place, box=box)


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
    """A paragraph as it is measured: its words, their width on one line (EMU), its largest size and its format."""

    words: tuple[Words, ...]
    width: float
    size: float
    format: "_Format"

    def height(self, room: float, scale: Mapping[float, float], *, first: bool) -> float:
        """Its height in EMU, with the sizes of `scale`, when its lines are at most `room` wide."""
        size = scale.get(self.size, self.size)
        pitch = self.format.pitch * size / self.size if self.format.exact else size * LINE_PITCH * self.format.pitch
        return (self.lines(room, scale) * pitch + (0 if first else self.format.before)) * EMU_PER_POINT

    def lines(self, room: float, scale: Mapping[float, float]) -> int:
        """How many lines it takes in `room` EMU."""
        if 0 < self.width * SLACK <= room - self.format.indent:
            return 1
        return len(line_widths(self.at(scale), room, self.format.indent))

    def at(self, scale: Mapping[float, float]) -> tuple[Words, ...]:
        """Its words with the sizes of `scale`."""
        if not scale:
            return self.words
        return tuple(Words(one.text, one.face, scale.get(one.size, one.size), one.bold) for one in self.words)


@dataclass(frozen=True, slots=True)
class _Format:
    """Line pitch (points if `exact`, else a share), space before in points, indent in EMU."""

    pitch: float
    exact: bool
    before: float
    indent: float


_SIZE = re.compile(r'\bsz="(\d+)"')
_LATIN = re.compile(r'<a:latin typeface="([^"]*)"')
_SPACING = re.compile(r'<a:lnSpc><a:(spcPct|spcPts) val="(\d+)"/>')
_BEFORE = re.compile(r'<a:spcBef><a:spcPts val="(\d+)"/>')
_MARGIN = re.compile(r'<a:pPr\b[^>]*? marL="(\d+)"')


def _paragraphs(text: str, sizes: Sizes, box: Box) -> tuple[_Paragraph, ...]:
    return tuple([_paragraph(one.partition("<a:p>")[2], sizes, box) for one in text.split("</a:p>")[:-1]])


def _paragraph(text: str, sizes: Sizes, box: Box) -> _Paragraph:
    """A paragraph from what stands between its tags."""
    properties, _, content = text.rpartition("</a:pPr>")
    before, *runs = content.split("<a:t>")
    words: list[Words] = []
    broken = False
    for run in runs:
        written, _, after = run.partition("<")
        breaks = before.count("<a:br")
        if written or breaks:
            size, bold, face = _run_format(before[before.rfind("<a:rPr") :], sizes.heading_face, sizes.body_face, box)
            words.append(Words("\n" * breaks + (unescape(written) if "&" in written else written), face, size, bold))
            broken = broken or breaks > 0
        before = after
    return _Paragraph(
        words=tuple(words),
        width=0 if broken else sum([text_width(one) for one in words]),
        size=max([one.size for one in words]) if words else _size(content, box.size),
        format=_format(properties, box.spacing),
    )


@lru_cache(maxsize=1024)
def _run_format(properties: str, heading: str, body: str, box: Box) -> tuple[float, bool, str]:
    """Size in points, weight and typeface of a run: its own, else its placeholder's."""
    found = _LATIN.search(properties)
    face = found[1] if found else box.face
    if face.startswith("+mj"):
        face = heading
    elif face.startswith("+mn") or not face:
        face = body
    bold = ' b="1"' in properties or (box.bold and ' b="0"' not in properties)
    return _size(properties, box.size), bold, face


@lru_cache(maxsize=1024)
def _format(properties: str, otherwise: float) -> _Format:
    """The format that a paragraph's properties give it; `otherwise` is the line spacing it inherits, in per cent."""
    spacing = _SPACING.search(properties)
    before, margin = _BEFORE.search(properties), _MARGIN.search(properties)
    exact = spacing is not None and spacing[1] == "spcPts"
    pitch = otherwise / 100 if spacing is None else int(spacing[2]) / (100 if exact else 100_000)
    return _Format(pitch, exact, int(before[1]) / 100 if before else 0.0, int(margin[1]) if margin else 0.0)


def _size(attributes: str, otherwise: float) -> float:
    found = _SIZE.search(attributes)
    return int(found[1]) / 100 if found else otherwise


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
    fault = ""
    while _height(paragraphs, scale, room) > height + TOLERANCE:
        if not scale.shrink_all({one.size for one in paragraphs}):
            surely = _height(paragraphs, scale, room * SLACK)
            if surely > height + TOLERANCE:
                fault = f"needs {surely / 914_400:.2f} in of height and has {height / 914_400:.2f}"
            break
    if scale:
        edits.append((shape.start, shape.start + len(shape.xml), _resized(shape.xml, scale, box.size)))
    elif 'type="title"' in shape.xml and len(paragraphs) == 1:
        narrower = _balanced(paragraphs[0], room)
        if narrower:
            inset = f' rIns="{right + narrower}"'
            attributes = re.sub(r' rIns="\d+"', "", body[1].rstrip("/"))
            start = shape.start + body.start()
            edits.append((start, shape.start + body.end(), f"<a:bodyPr{attributes.rstrip()}{inset}{body[2]}"))
    return fault


def _height(paragraphs: Sequence[_Paragraph], scale: Mapping[float, float], room: float) -> float:
    return sum([one.height(room, scale, first=not number) for number, one in enumerate(paragraphs)])


def _balanced(paragraph: _Paragraph, room: float) -> int:
    """By how much a title is to be narrower so that its last line is not a scrap of the first; 0 if it is none."""
    lines = line_widths(paragraph.words, room)
    if len(lines) < 2 or lines[-1] >= SHORTEST_LAST_LINE * lines[0]:
        return 0
    for percent in range(96, 50, -2):
        narrower = room * percent / 100
        if len(line_widths(paragraph.words, narrower)) > len(lines):
            return 0
        true = line_widths(paragraph.words, narrower * SLACK)  # where the lines end if nothing sets wider than its twin
        if len(true) == len(lines) and true[-1] >= SHORTEST_LAST_LINE * true[0]:
            return round(room - narrower)
    return 0


_PARAGRAPH = re.compile(r"<a:p>.*?</a:p>", re.DOTALL)
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

    if inherited in scale:
        text = text.replace("<a:r><a:t>", f'<a:r><a:rPr sz="{round(inherited * 100)}"/><a:t>')
    return _PARAGRAPH.sub(with_pitch, text)


# --- tables ---


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is measured: the width and height that its insets leave, and its paragraphs."""

    room: int
    insets: int
    paragraphs: tuple[_Paragraph, ...]

    def needs(self, scale: Mapping[float, float], air: float = 1) -> float:
        """The height it needs, in EMU; `air` makes its room wider."""
        return self.insets + _height(self.paragraphs, scale, self.room * air)

    def too_narrow(self, scale: Mapping[float, float]) -> bool:
        """Whether a word does not go on a line."""
        return any(
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
        """The height it surely needs, in EMU: without slack, as the twin sets exactly as wide as the real font."""
        return max((cell.needs(scale, SLACK) for cell in self.cells), default=0.0)


_COLUMN = re.compile(r'<a:gridCol w="(\d+)"')
_CELL_TEXT = Box(face="+mn")


def _fit_table(shape: _Shape, shapes: Sequence[_Shape], sizes: Sizes, edits: list[tuple[int, int, str]]) -> str:
    """Close up and shrink a table until no row grows and nothing below is reached; what is wrong if not, or ""."""
    rows = _rows(shape, sizes)
    heads = 1 if 'firstRow="1"' in shape.xml and len(rows) > 1 else 0
    charts = [one for one in shapes if one.kind == "chart" and _lies_on(one, shape, sum(row.height for row in rows))]
    floor = _floor_below(shape, shapes, charts, rows, sizes)
    room = floor - shape.top
    tall = _tall(rows, heads)
    heights = _closed_up(rows, tall, room)
    scale = _Scale()
    tight = _tight(rows, heights, scale)
    while tight and scale.shrink_all({one.size for cell in tight for one in cell.paragraphs if one.words}):
        tight = _tight(rows, heights, scale)
    needs = [round(row.needs(scale)) for row in rows]
    grown = [max(height, need) for height, need in zip(heights, needs, strict=True)]
    finals = _alike(grown, tall, room) if charts else _evened(grown, needs, heads, room)
    _write_table(shape, rows, finals, scale, edits)
    for chart in charts:
        _follow_rows(chart, rows, finals, heads, edits)
    if sum(finals) > room + TOLERANCE:
        return f"needs {sum(finals) / 914_400:.2f} in of height and has {room / 914_400:.2f}"
    if charts and len({finals[at] for at in tall}) > 1:
        return "makes rows grow that a chart lies on"
    return "has a word that is wider than its column" if any(cell.too_narrow(scale) for cell in tight) else ""


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


def _rows(shape: _Shape, sizes: Sizes) -> list[_Row]:
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
            span = int(dict(_ATTRIBUTE.findall(attributes)).get("gridSpan", 1))
        left, top, right, bottom = _cell_insets(end[: end.index(">")])
        yield _Cell(
            sum(columns[number : number + span]) - left - right,
            top + bottom,
            _paragraphs(content, sizes, _CELL_TEXT),
        )


@lru_cache(maxsize=256)
def _cell_insets(properties: str) -> tuple[int, int, int, int]:
    given = dict(_ATTRIBUTE.findall(properties))
    keys = zip(("marL", "marT", "marR", "marB"), _CELL_TEXT.insets, strict=True)
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in keys)
    return left, top, right, bottom


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
        one.top - (FOOTER_GAP if one.is_footer else 0)
        for one in shapes
        if one is not table
        and one not in charts
        and one.top >= first
        and one.left < table.right
        and table.left < one.right
    ]
    return min(below) - GAP if below and len(rows) > 1 else min([*below, sizes.slide_height - 4 * GAP])


def _closed_up(rows: Sequence[_Row], tall: Sequence[int], room: int) -> list[int]:
    """The heights of the rows: as designed, or lower for the `tall` ones where the table is longer than its room."""
    heights = [row.height for row in rows]
    over = sum(heights) - room
    if over <= TOLERANCE or len(rows) < 2:
        return heights
    share = -(-over // len(tall))
    return [max(0, height - share) if at in tall else height for at, height in enumerate(heights)]


def _alike(heights: list[int], tall: Sequence[int], room: int) -> list[int]:
    """Heights that are the same for all `tall` rows, which a chart lies on, if there is room for that."""
    most = max((heights[at] for at in tall), default=0)
    alike = [most if at in tall else height for at, height in enumerate(heights)]
    return alike if sum(alike) <= room + TOLERANCE else heights


def _evened(heights: list[int], needs: Sequence[int], heads: int, room: int) -> list[int]:
    """Heights that take from rows with air what other rows need more than their share."""
    over = sum(heights) - room
    air = [
        0 if at < heads else max(0, height - need) for at, (height, need) in enumerate(zip(heights, needs, strict=True))
    ]
    if not 0 < over <= sum(air):
        return heights
    return [height - -(-over * spare // sum(air)) for height, spare in zip(heights, air, strict=True)]


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
    chart: _Shape, rows: Sequence[_Row], heights: Sequence[int], heads: int, edits: list[tuple[int, int, str]]
) -> None:
    """Put a chart where its rows are now."""
    designed = [row.height for row in rows]
    last = heads
    while last < len(rows) and sum(designed[heads:last]) + TOLERANCE < chart.height:
        last += 1
    frame = _FRAME.search(chart.xml)
    if frame is None or abs(sum(designed[heads:last]) - chart.height) > TOLERANCE:
        return
    top = chart.top + sum(heights[:heads]) - sum(designed[:heads])
    for group, number, before in ((2, top, chart.top), (4, sum(heights[heads:last]), chart.height)):
        if number != before:
            edits.append((chart.start + frame.start(group), chart.start + frame.end(group), str(number)))

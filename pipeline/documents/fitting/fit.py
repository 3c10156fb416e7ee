"""Text that stays inside its shape: a slide is measured, then type shrinks, rows close up, or a problem is told."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from pipeline.documents.fitting.measure import SLACK
from pipeline.documents.fitting.paragraphs import (
    TEXT,
    Letters,
    Lines,
    Paragraph,
    filled,
    forms_of,
    height_of,
    lines_of,
    paragraphs_of,
    texts_apart,
)
from pipeline.documents.fitting.shorten import shortened
from pipeline.documents.fitting.slide_text import (
    ATTRIBUTE,
    TOLERANCE,
    Box,
    Edit,
    Scale,
    Shape,
    Sizes,
    box_of,
    edited,
    resized,
    shapes_of,
)
from pipeline.documents.fitting.tables import Table, fit_table, read_table, told_left_out
from pipeline.problems import Problem

LISTS = "lists"  # the tables of several rows on a slide
SMALLEST_TO_READ = 13  # points, of type that is designed larger; slides of a list share its rows out anew rather
SHORTEST_LAST_LINE = 0.2  # of a title's first line
_BODY = re.compile(r"<a:bodyPr\b([^>]*?)(/>|>)")
_INSETS = ("lIns", "tIns", "rIns", "bIns")


class Fitted(Struct, frozen=True):
    """A slide with its text fitted, a problem for each shape whose text is still too long, and whether one of those
    is a table, whose rows may be told on more slides; `scales` are the sizes of its tables and rows of boxes."""

    xml: str
    problems: list[Problem]
    crowded: bool = False
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def small(self) -> bool:
        """Whether type of lists that is designed for reading is smaller than that."""
        scale = self.scales.get(LISTS, Scale())
        return any(size < SMALLEST_TO_READ <= original - 1 for original, size in scale.items())


class _Slide(Struct, frozen=True):
    """A slide as it is measured: its XML, the shapes that hold text, what each of these has its sizes in common with,
    and those of them that are tables by their place in the XML."""

    xml: str
    sizes: Sizes
    shapes: list[Shape]
    kinds: list[str]
    tables: Mapping[int, Table]


def _read(xml: str, sizes: Sizes) -> _Slide:
    shapes = list(shapes_of(xml, sizes))
    texts = [one for one in shapes if one.kind in ("sp", "table")]
    tables = {one.start: read_table(one, shapes, sizes) for one in texts if one.kind == "table"}
    kinds = [_kind_of_table(tables[one.start]) if one.kind == "table" else _kind_of_box(one, texts) for one in texts]
    return _Slide(xml, sizes, texts, kinds, tables)


def fit_slides(pages: Sequence[str], sizes: Sizes, file: str, first: int) -> list[Fitted]:
    """The slides that show one list with their text fitted, `first` being the page number of the first of them.

    Titles and text boxes shrink point by point until they fit their box. The rows of a table grow into the room that
    there is, else they close up and the table shrinks as a whole; a chart on a table follows its rows. All tables of
    several rows have the same sizes on these slides, as have text boxes that stand side by side.
    """
    slides = [_read(xml, sizes) for xml in pages]
    fitted = [_fitted(one, file, f"page {number}", {}) for number, one in enumerate(slides, first)]
    smallest = _smallest([one.scales for one in fitted])
    return [
        one if all(scale == smallest[kind] for kind, scale in one.scales.items())
        else _fitted(slide, file, f"page {number}", smallest)
        for number, (slide, one) in enumerate(zip(slides, fitted, strict=True), first)
    ]  # fmt: skip


def _smallest(slides: Sequence[Mapping[str, Scale]]) -> dict[str, Scale]:
    """For each kind of shapes the smallest size that any of the slides gives to each original size."""
    smallest: dict[str, Scale] = {}
    for scales in slides:
        for kind, scale in scales.items():
            smallest.setdefault(kind, Scale()).lower_to(scale)
    return smallest


def fit_slide(xml: str, sizes: Sizes, file: str, where: str) -> Fitted:
    """One slide with its text fitted."""
    return _fitted(_read(xml, sizes), file, where, {})


def _fitted(slide: _Slide, file: str, where: str, given: Mapping[str, Scale]) -> Fitted:
    """A slide with its text fitted; the sizes that are `given` it are the largest that its tables and boxes get."""
    scales: dict[str, Scale] = {}
    edits: list[Edit] = []
    problems: list[Problem] = []
    crowded = False
    for shape, kind in zip(slide.shapes, slide.kinds, strict=True):
        scale = Scale(given.get(kind, {}))
        if shape.kind == "sp":
            fault = _fit_box(shape, slide.sizes, scale, edits)
        else:
            table = fit_table(slide.tables[shape.start], slide.sizes, scale, edits)
            crowded = crowded or table.crowded
            fault = table.fault
        if kind:
            scales.setdefault(kind, Scale()).lower_to(scale)
        if fault:
            problems.append(_problem(file, f"{where}, shape {shape.name!r}", fault))
    if any(scale != given.get(kind, {}) for kind, scale in scales.items() if slide.kinds.count(kind) > 1):
        return _fitted(slide, file, where, scales)
    return Fitted(edited(slide.xml, edits), problems, crowded, scales)


def _kind_of_table(table: Table) -> str:
    """What a table has its sizes in common with: all lists of the slide, or "" for nothing."""
    return LISTS if len(table.rows) > 1 else ""


def _kind_of_box(shape: Shape, shapes: Sequence[Shape]) -> str:
    """What a box has its sizes in common with: the boxes beside it, or "" for nothing."""
    if shape.is_placeholder:
        return ""
    beside = [one for one in shapes if one.kind == "sp" and one.top == shape.top and one.height == shape.height]
    return f"boxes at {shape.top}" if len(beside) > 1 else ""


def _problem(file: str, place: str, fault: str) -> Problem:
    return Problem(
        code="text-overflow",
        severity="warning",
        message=f"The text of this shape {fault}.",
        fix="Shorten what it prints in the workbook, or give the shape more room in the template.",
        file=file,
        place=place,
    )


def _fit_box(shape: Shape, sizes: Sizes, scale: Scale, edits: list[Edit]) -> str:
    """Shrink the text of a box, which has the sizes of `scale`, until it fits; a sentence's end that says by how much
    it does not, or ""."""
    texts, around = texts_apart(shape.xml)
    form = _box_form(around, shape.width, shape.height, sizes)
    if form is None or (not scale and form.is_low and form.lines.hold(texts)):
        return ""
    letters, room, height = form.letters, form.room, form.height
    paragraphs = filled(forms_of(around, letters), iter(texts))
    fault = ""
    while height_of(paragraphs, scale, room) > height + TOLERANCE:
        if not scale.shrink({one.size for one in paragraphs}):
            surely = height_of(paragraphs, scale, room * SLACK)
            if surely > height + TOLERANCE:
                fault = f"needs {surely / 914_400:.2f} in of height and has {height / 914_400:.2f}"
            break
    text, left_out = shape.xml, ""
    if fault:

        def fits(xml: str) -> bool:
            return height_of(paragraphs_of(xml, letters), scale, room) <= height + TOLERANCE

        text, left_out = shortened(text, fits)
        fault += told_left_out(left_out)
    if scale or left_out:
        edits.append((shape.start, shape.start + len(shape.xml), resized(text, scale, letters.size)))
    elif 'type="title"' in shape.xml and len(paragraphs) == 1:
        narrower = _balanced(paragraphs[0], room)
        if narrower:
            start = shape.start + form.start
            edits.append((start, start + len(form.body), _narrowed(form.body, form.right + narrower)))
    return fault


class _BoxForm(Struct, frozen=True):
    """A box but for its texts: its properties as XML and where they stand in it, what its text inherits, the room and
    the height in EMU that its insets leave, the inset at its right, its paragraphs as they may go on one line each, and
    whether they go into its height then."""

    body: str
    start: int
    letters: Letters
    room: int
    height: int
    right: int
    lines: Lines
    is_low: bool


@lru_cache(maxsize=1024)
def _box_form(around: str, width: int, height: int, sizes: Sizes) -> _BoxForm | None:
    """The form of a box from its XML whose texts are taken away; None if nothing in it is to be fitted."""
    body = _BODY.search(around)
    if body is None or TEXT not in around or "<a:spAutoFit" in around:
        return None
    box = box_of(around, sizes) or Box(face="+mn")
    letters = Letters(sizes.heading_face, sizes.body_face, box.face, box.size, box.bold, box.spacing)
    given = dict(ATTRIBUTE.findall(body[1]))
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in zip(_INSETS, box.insets, strict=True))
    room, height = width - left - right, height - top - bottom
    lines = lines_of(around, letters, room)
    is_low = lines.height({}) <= height + TOLERANCE
    return _BoxForm(body[0], body.start(), letters, room, height, right, lines, is_low)


def _narrowed(body: str, right: int) -> str:
    """The properties of a box with that inset at its right, in EMU."""
    attributes, end = re.sub(r' rIns="\d+"', "", body.rstrip("/>")), "/>" if body.endswith("/>") else ">"
    return f'{attributes.rstrip()} rIns="{right}"{end}'


def _balanced(paragraph: Paragraph, room: float) -> int:
    """By how much a title is to be narrower so that its last line is not a scrap of the first; 0 if it is none."""

    def lines_in(width: float) -> list[float]:
        return paragraph.line_widths(width + paragraph.format.indent, {})

    lines = lines_in(room)
    if len(lines) < 2 or lines[-1] >= SHORTEST_LAST_LINE * lines[0]:
        return 0
    for percent in range(96, 50, -2):
        narrower = room * percent / 100
        if len(lines_in(narrower)) > len(lines):
            return 0
        # Where the lines end if the font sets as its twin, or a little closer where letters are kerned.
        true = lines_in(narrower * SLACK * SLACK)
        if len(true) == len(lines) and true[-1] >= SHORTEST_LAST_LINE * true[0]:
            return round(room - narrower)
    return 0

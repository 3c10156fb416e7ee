"""The rows of a table on a rendered slide as they are measured: their cells, and the height that each needs.

Most texts of a table go on one line. So a row is first asked whether all of its texts do, for which only their letters
are added up; all else about such a row is known from its form, which it has in common with the rows of all accounts.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from pipeline.documents.fitting.measure import SLACK
from pipeline.documents.fitting.paragraphs import (
    TEXT,
    Letters,
    Lines,
    Paragraph,
    ParagraphForm,
    filled,
    forms_of,
    height_of,
    lines_of,
    texts_apart,
)
from pipeline.documents.fitting.slide_text import ATTRIBUTE, TOLERANCE, Box, Sizes

CELL_TEXT = Box(face="+mn")
ROW = '<a:tr h="'
ROUNDING = 1.01  # a program that rounds the widths of columns and letters may set a line so much wider
_ENDLESS = 1_000  # so much wider than it is a cell would hold any paragraph on one line


class Cell:
    """A cell that holds text as it is measured: its number in its row from 0, the width in EMU that its insets leave,
    and whether each of its paragraphs goes on one line as designed, `is_flat`."""

    def __init__(self, form: "_CellForm", texts: Sequence[str], *, is_flat: bool) -> None:
        self.number, self.room = form.number, form.room
        self.is_flat = is_flat
        self._form, self._texts = form, texts

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return filled(self._form.paragraphs, iter(self._texts[self._form.first :]))

    @property
    def sizes(self) -> set[float]:
        """The largest size of each paragraph with words, as designed, in points."""
        return {one.size for one in self.paragraphs if one.words}

    def needs(self, scale: Mapping[float, float], air: float = 1) -> float:
        """The height it needs, in EMU; `air` makes its room wider."""
        if self.is_flat:
            return self._form.insets + self._form.lines.height(scale) if scale else self._form.flat
        return self._form.insets + height_of(self.paragraphs, scale, self.room * air)

    def too_narrow(self, scale: Mapping[float, float]) -> bool:
        """Whether a word does not go on a line."""
        return not self.is_flat and any(
            one.width * SLACK > self.room and one.has_wider_word(self.room + TOLERANCE, scale)
            for one in self.paragraphs
        )


class Row:
    """A row: where its height stands in the slide, what it is, its cells that hold text, and those of them that are
    not flat, `open`."""

    def __init__(self, start: int, form: "_RowForm", texts: Sequence[str]) -> None:
        self.at = (start, start + form.digits)
        self.height = form.height
        self._form, self._texts = form, texts
        self.open: list[Cell] = []
        self._flat = 0.0  # the height that its flat cells need as designed
        for one in form.cells:
            if one.lines.hold(texts, one.first):
                self._flat = max(self._flat, one.flat)
            else:
                self.open.append(Cell(one, texts, is_flat=False))

    @cached_property
    def cells(self) -> list[Cell]:
        opened = {cell.number: cell for cell in self.open}
        return [opened.get(one.number) or Cell(one, self._texts, is_flat=True) for one in self._form.cells]

    def needs(self, scale: Mapping[float, float]) -> float:
        """The height it surely needs, in EMU: with hardly any slack, as the twin sets as wide as the real font."""
        return self._highest(scale, SLACK / ROUNDING)

    def least(self, scale: Mapping[float, float]) -> int:
        """The height of one line for each paragraph, in EMU."""
        return round(self._highest(scale, _ENDLESS))

    def tight(self, height: int, scale: Mapping[float, float]) -> list[Cell]:
        """The cells whose text does not go into this height, or has a word that does not go into their column."""
        most = height + TOLERANCE
        cells = self.cells if scale or self._flat > most else self.open
        return [cell for cell in cells if cell.needs(scale) > most or cell.too_narrow(scale)]

    def _highest(self, scale: Mapping[float, float], air: float) -> float:
        """The height of its highest cell in EMU, with that `air`."""
        if scale:
            return max([cell.needs(scale, air) for cell in self.cells], default=0.0)
        return max([self._flat, *[cell.needs(scale, air) for cell in self.open]]) if self.open else self._flat


class _CellForm(Struct, frozen=True):
    """A cell but for its texts: its number and room as those of `Cell`, the height in EMU that its insets take, its
    paragraphs, the number of its first text in its row, its paragraphs as they may go on one line each, and the height
    that it needs then."""

    number: int
    room: int
    insets: int
    paragraphs: tuple[ParagraphForm, ...]
    first: int
    lines: Lines
    flat: float


class _RowForm(Struct, frozen=True):
    """A row but for its texts: its height, how many digits that has, and its cells with text."""

    height: int
    digits: int
    cells: tuple[_CellForm, ...]


def rows_of(table: str, start: int, columns: tuple[int, ...], sizes: Sizes) -> list[Row]:
    """The rows of a table whose XML begins at `start` of its slide, with columns of these widths in EMU."""
    letters = cell_letters(sizes)
    before, *pieces = table.split(ROW)
    at = start + len(before)
    rows = []
    for piece in pieces:
        texts, around = texts_apart(piece)
        rows.append(Row(at + len(ROW), _row_form(around, columns, letters), texts))
        at += len(ROW) + len(piece)
    return rows


def cells_of(xml: str, columns: tuple[int, ...], sizes: Sizes) -> list[Cell]:
    """The cells with text in a part of a row, the first of which stands in the first of these columns."""
    texts, around = texts_apart(xml)
    forms = _cell_forms(around, columns, cell_letters(sizes))
    return [Cell(form, texts, is_flat=form.lines.hold(texts, form.first)) for form in forms]


def cell_letters(sizes: Sizes) -> Letters:
    """What the text of a table's cell inherits."""
    box = CELL_TEXT
    return Letters(sizes.heading_face, sizes.body_face, box.face, box.size, box.bold, box.spacing)


@lru_cache(maxsize=2048)
def _row_form(around: str, columns: tuple[int, ...], letters: Letters) -> _RowForm:
    height = around[: around.index('"')]
    return _RowForm(int(height), len(height), tuple(_cell_forms(around, columns, letters)))


def _cell_forms(around: str, columns: tuple[int, ...], letters: Letters) -> Iterator[_CellForm]:
    """The cells that hold text, from the XML of a row whose texts are taken away."""
    first = 0
    for number, piece in enumerate(around.split("</a:tc>")[:-1]):
        content, _, end = piece.rpartition("<a:tcPr")
        if TEXT in content:
            start = content.index("<a:tc")
            attributes = dict(ATTRIBUTE.findall(content[start : content.index(">", start)]))
            if not any("Merge" in key for key in attributes):
                room = sum(columns[number : number + int(attributes.get("gridSpan", 1))])
                yield _cell_form(number, room, content, letters, first, end[: end.index(">")])
        first += piece.count(TEXT)


def _cell_form(number: int, width: int, around: str, letters: Letters, first: int, properties: str) -> _CellForm:
    given = dict(ATTRIBUTE.findall(properties))
    keys = zip(("marL", "marT", "marR", "marB"), CELL_TEXT.insets, strict=True)
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in keys)
    room = width - left - right
    lines = lines_of(around, letters, room)
    return _CellForm(
        number, room, top + bottom, forms_of(around, letters), first, lines, top + bottom + lines.height({})
    )

"""A sheet's part with some of its cells coloured, a banner, and the links and drawing that go with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.problems import Problem, Severity
from pipeline.workbook.added_styles import MIDDLE, AddedStyles
from pipeline.workbook.layout import CHECK_COLUMN
from pipeline.workbook.marks import KINDS, PASSED_OVER, PROBLEMS, counts, run
from pipeline.workbook.markup import Element, Markup, text
from pipeline.workbook.package_copy import relation_attributes, relation_of
from pipeline.workbook.status import ROW as BANNER_ROW

# The children of a worksheet in the order of the schema.
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)

Restyle = Callable[[int], int]


class Banner(Struct, frozen=True):
    """What row 4 of a checked sheet says: a link to where all problems are listed, the copy's name and the counts."""

    location: str
    name: str
    problems: Sequence[Problem]
    link_style: int
    style: int
    link: str = f"‹ {PROBLEMS}"

    def words(self, prefix: str) -> list[str]:
        """The words as runs of rich text."""
        words = [run(prefix, f"Checked copy of {self.name}", "dk1", "b")]
        words += [run(prefix, f"      {kind.counted(n)}", kind.slot, "b") for kind, n in counts(self.problems)]
        return [*words, run(prefix, f"      on this sheet. {PASSED_OVER}")]


class MarkedSheet:
    """A worksheet part of which cells get other styles; their contents and all other cells stay as they are."""

    def __init__(self, content: bytes, rows: frozenset[int]) -> None:
        """`rows` are the numbers of the rows in which something is to be marked."""
        wanted = {str(row) for row in rows} | {""}
        self._markup = Markup(
            content, lambda part: part.name != "c" and (part.name != "row" or part.get("r") in wanted)
        )
        self._data = self._markup.root.need("sheetData")
        self._rows = dict(_numbered(self._data.named("row")))

    @property
    def prefix(self) -> str:
        """The prefix of the sheet's elements."""
        return self._markup.prefix

    @property
    def namespace(self) -> str:
        """The namespace of the sheet's elements."""
        return self._markup.namespace

    def restyle(self, styles: Mapping[tuple[int, int], Restyle]) -> None:
        """Give cells, by row and column, the style that is made of the one they have; a cell not there is added."""
        for number in sorted({row for row, _ in styles}):
            columns = {column: restyle for (row, column), restyle in styles.items() if row == number}
            row = self._rows.get(number)
            if row is None:
                cells = (self._cell(number, at, columns[at](self._style_around(at, None))) for at in sorted(columns))
                self._add_row(number, tuple(cells))
            else:
                self._restyle_row(number, row, columns)

    def put_banner(self, banner: "Banner", columns: int) -> None:
        """Make row 4 a banner over so many columns: a link in its first cell, words in the second."""
        row = self._rows.get(BANNER_ROW)
        found = dict(_placed(row)) if row else {}
        link, words = self._markup.element("t", None, text(banner.link)), banner.words(self._markup.prefix)
        cells = [
            self._cell(BANNER_ROW, 1, banner.link_style, [link]),
            self._cell(BANNER_ROW, 2, banner.style, words),
            *(self._cell(BANNER_ROW, column, banner.style) for column in range(3, max([columns, *found]) + 1)),
        ]
        if row is None:
            self._add_row(BANNER_ROW, cells)
        else:
            row.set("spans", None)
            row.first += cells
            for cell in found.values():
                cell.replaced = ""
        self._link(f"{CHECK_COLUMN}{BANNER_ROW}", banner.location)

    def drawing(self) -> str:
        """The relationship id of the drawing of the sheet's notes, or ""."""
        drawing = self._markup.root.child("legacyDrawing")
        return relation_of(drawing.attributes) if drawing else ""

    def add_drawing(self, relations: str, relation: str) -> None:
        """Name the drawing of the sheet's notes by its relationship id, in the namespace of relationships."""
        attributes = relation_attributes(relations, relation)
        self._markup.root.add(self._markup.element("legacyDrawing", attributes), "legacyDrawing", _ORDER)

    def content(self) -> bytes:
        """The part with what was changed."""
        return self._markup.content()

    def _restyle_row(self, number: int, row: Element, columns: Mapping[int, Restyle]) -> None:
        found = dict(_placed(row))
        for column in sorted(columns):
            cell = found.get(column)
            if cell is not None:
                cell.set("s", str(columns[column](_style_of(cell))))
                continue
            row.set("spans", None)  # only a hint, and wrong if the new cell stands beyond it
            added = self._cell(number, column, columns[column](self._style_around(column, row)))
            later = next((other for place, other in found.items() if place > column), None)
            (later.before if later else row.last).append(added)

    def _add_row(self, number: int, cells: Sequence[str]) -> None:
        row = self._markup.element("row", {"r": str(number)}, *cells)
        later = next((other for place, other in self._rows.items() if place > number), None)
        (later.before if later else self._data.last).append(row)

    def _cell(self, row: int, column: int, style: int, words: Sequence[str] = ()) -> str:
        attributes = {"r": f"{get_column_letter(column)}{row}", "s": str(style)}
        if not words:
            return self._markup.element("c", attributes)
        return self._markup.element("c", attributes | {"t": "inlineStr"}, self._markup.element("is", None, *words))

    def _style_around(self, column: int, row: Element | None) -> int:
        """The style of a cell that is not written: its row's, else its column's."""
        if row is not None and row.get("customFormat") in ("1", "true"):
            return _style_of(row)
        for width in self._markup.root.grandchildren("cols"):
            if int(width.get("min")) <= column <= int(width.get("max")):
                return int(width.get("style", "0"))
        return 0

    def _link(self, cell: str, location: str) -> None:
        links = self._markup.root.child("hyperlinks")
        link = self._markup.element("hyperlink", {"ref": cell, "location": location})
        if links is None:
            self._markup.root.add(self._markup.element("hyperlinks", None, link), "hyperlinks", _ORDER)
            return
        for other in links.named("hyperlink"):
            if other.get("ref") == cell:
                other.replaced = ""
        links.last.append(link)


def banner_styles(styles: AddedStyles) -> tuple[int, int]:
    """The looks of a banner's link and of its other cells."""
    ground, edge = styles.fill("accent5", 0.9), styles.border("medium", "accent5", sides=("top",))
    fonts = styles.font(11, "accent1", "u"), styles.font(11, "dk1")
    link, words = (styles.words(MIDDLE, fontId=font, fillId=ground, borderId=edge) for font in fonts)
    return link, words


def mark_style(styles: AddedStyles, severity: Severity) -> Restyle:
    """The look of a marked cell; all but its fill and, for errors and warnings, its frame stays its own."""
    slot = KINDS[severity].slot
    looks = {"fillId": styles.fill(slot, 0.85 if severity == "note" else 0.9)}
    if severity != "note":
        looks["borderId"] = styles.border("medium" if severity == "error" else "thin", slot)
    return lambda base: styles.like(base, **looks)


def _numbered(rows: Iterator[Element]) -> Iterator[tuple[int, Element]]:
    """Rows with their numbers; a row that does not say its own follows the one before."""
    number = 0
    for row in rows:
        number = int(row.get("r") or number + 1)
        yield number, row


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns; a cell that does not say its own follows the one before."""
    column = 0
    for cell in row.named("c"):
        column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
        yield column, cell


def _style_of(part: Element) -> int:
    return int(part.get("s", "0"))

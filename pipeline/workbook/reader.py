"""The cells of an .xlsx file: value, formula, error and number format with their addresses; nothing else opens one."""

import io
import math
import posixpath
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet._reader import WorkSheetParser

from pipeline.workbook.preflight import SEND_AGAIN, Package, open_package, refuse

LAST_ROW = 20_000
LAST_COLUMN = 512
MOST_CELLS = 2_000_000
LARGEST_MERGED_AREA = 100_000  # cells on one sheet
GENERAL = "General"
UNREADABLE = "unreadable content"
NO_DATE = "########"  # what Excel shows for a date before its calendar or beyond it

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
# What damaged XML, or XML that says something else than it should, comes to.
_DAMAGE = (ElementTree.ParseError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Value = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something: where it stands (from 1), its value, and how it came by it.

    `formula` is its text ("=B2+C2"), and the value the result stored with it; `calculated` is False where none is.
    `error` is what an error cell shows ("#REF!"), and then the value is None.
    """

    row: int
    column: int
    value: Value = None
    number_format: str = GENERAL
    formula: str = ""
    calculated: bool = True
    error: str = ""

    @property
    def address(self) -> str:
        """The address on its sheet: "F7"."""
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def places(self) -> Iterator[tuple[int, int]]:
        """The row and column of each of its cells."""
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                yield row, column

    def __str__(self) -> str:
        return f"{address(self.first_row, self.first_column)}:{address(self.last_row, self.last_column)}"


@dataclass(frozen=True)
class Table:
    """An Excel table: its name, the rows from its headings to its last row of data, and whether totals follow."""

    name: str
    area: Area
    total_rows: int = 0


@dataclass(frozen=True)
class BookSheet:
    """One sheet as it was saved: its cells by row and column, what is hidden, and its tables.

    `merged` gives the area of each cell that is merged with others.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell of a row and a column, or None where nothing stands."""
        return self.rows.get(row, {}).get(column)


@dataclass(frozen=True)
class Book:
    """Every worksheet of a workbook in the order of its tabs; `macros` were found and passed over."""

    path: Path
    sheets: tuple[BookSheet, ...]
    macros: bool = False


@dataclass(frozen=True)
class _Part:
    """A worksheet as the workbook lists it: its name, whether it is hidden, and the name of its part."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class _Shared:
    """What the sheets of a file share: strings, the number format of each style, the first day of its calendar."""

    strings: list[str]
    formats: list[str]
    epoch: datetime


def address(row: int, column: int) -> str:
    """The address of a row and a column, both from 1: "F7"."""
    return f"{get_column_letter(column)}{row}"


def read_workbook(path: Path) -> Book:
    """The sheets of the workbook `path`. Raises WorkbookRefused, with one plain sentence, if it cannot be read."""
    package = open_package(path)
    try:
        epoch, parts = _worksheets(package)
        shared = _Shared(_strings(package), _formats(package), epoch)
    except _DAMAGE:
        refuse(path, "damaged", "The file is damaged: its list of sheets or styles cannot be read.", SEND_AGAIN)
    if not parts:
        refuse(path, "damaged", "The workbook holds no worksheet.", SEND_AGAIN)
    return Book(path, tuple(_sheet(path, package, part, shared) for part in parts), package.macros)


def _worksheets(package: Package) -> tuple[datetime, list[_Part]]:
    main, targets = "xl/workbook.xml", _targets(package, "")
    for kind, target in targets.values():
        if kind == "officeDocument":
            main = target
    root = ElementTree.fromstring(package.part(main) or b"")
    about = root.find("{*}workbookPr")
    epoch = CALENDAR_WINDOWS_1900
    if about is not None and about.get("date1904") in ("1", "true"):
        epoch = CALENDAR_MAC_1904
    related = _targets(package, main)
    parts = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        kind, target = related[_relation(sheet)]
        if kind == "worksheet":
            parts.append(_Part(sheet.attrib["name"], sheet.get("state", "visible") != "visible", target))
    return epoch, parts


def _relation(element: ElementTree.Element) -> str:
    """The relationship id of an element; its namespace differs between the two kinds of Office Open XML."""
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part is related to: by id, the kind of relationship ("worksheet") and the name of the part."""
    folder, name = posixpath.split(part)
    content = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return {}
    found = {}
    for relation in ElementTree.fromstring(content):
        target = relation.get("Target", "").replace("\\", "/")
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return found


def _strings(package: Package) -> list[str]:
    content = package.part("xl/sharedStrings.xml")
    if content is None:
        return []
    return [_text(item) for item in ElementTree.fromstring(content).iterfind("{*}si")]


def _text(item: ElementTree.Element) -> str:
    """The text of a string item; its runs are joined, its phonetic guides left out."""
    pieces = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return _unescaped("".join(piece.text or "" for piece in pieces))


def _unescaped(text: str) -> str:
    """`text` with the escapes of Office Open XML resolved: "_x000D_" is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(package: Package) -> list[str]:
    """The number format of each cell style, in the order of the styles."""
    content = package.part("xl/styles.xml")
    if content is None:
        return []
    root = ElementTree.fromstring(content)
    own = {int(item.attrib["numFmtId"]): item.get("formatCode", GENERAL) for item in root.iterfind(".//{*}numFmt")}
    codes = [int(style.get("numFmtId", "0")) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return [str(own.get(code) or BUILTIN_FORMATS.get(code, GENERAL)) for code in codes]


def _sheet(path: Path, package: Package, part: _Part, shared: _Shared) -> BookSheet:
    content = package.part(part.part)
    if content is None:
        refuse(path, "damaged", f"The file is damaged: the content of sheet {part.name!r} is missing.", SEND_AGAIN)
    reading = _SheetReading(path, part, shared)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reading.read(content.replace(_STRICT_MAIN, _MAIN.encode()))
        tables = tuple(_tables(package, part.part))
    except _DAMAGE:
        refuse(path, "damaged", f"The file is damaged: sheet {part.name!r} cannot be read.", SEND_AGAIN)
    return BookSheet(part.name, part.hidden, reading.rows, frozenset(reading.hidden_rows), reading.merged, tables)


class _SheetReading:
    """One pass over a sheet's XML; a cell is read by openpyxl, and a fault in it stays with that cell."""

    def __init__(self, path: Path, part: _Part, shared: _Shared) -> None:
        self.path, self.part, self.shared = path, part, shared
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.merged: dict[tuple[int, int], Area] = {}
        self._count = self._merged_cells = 0
        formats = list(enumerate(shared.formats))
        self._cells: Any = WorkSheetParser(
            None,
            shared.strings,
            data_only=True,
            epoch=shared.epoch,
            date_formats={index for index, code in formats if is_date_format(code) or is_timedelta_format(code)},
            timedelta_formats={index for index, code in formats if is_timedelta_format(code)},
        )

    def read(self, content: bytes) -> None:
        """Fills rows, hidden rows and merged areas. Raises ElementTree.ParseError and ValueError for damaged XML."""
        row_tag, merge_tag, data_tag = (f"{{{_MAIN}}}{name}" for name in ("row", "mergeCell", "sheetData"))
        data: ElementTree.Element | None = None
        for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
            if event == "start":
                data = element if element.tag == data_tag else data
            elif element.tag == row_tag:
                self._read_row(element)
                if data is not None:
                    data.clear()  # or the row's empty shell stays in memory
            elif element.tag == merge_tag:
                self._add_merged(element.get("ref", ""))

    def _read_row(self, element: ElementTree.Element) -> None:
        cells = self._cells
        row = int(element.get("r") or cells.row_counter + 1)
        cells.row_counter, cells.col_counter = row, 0
        if element.get("hidden") in ("1", "true"):
            self.hidden_rows.add(row)
        for item in element:
            if len(item):
                cell = self._read_cell(item)
                if cell is not None:
                    self._keep(cell)
            elif not item.get("r"):
                cells.col_counter += 1

    def _read_cell(self, item: ElementTree.Element) -> Cell | None:
        """The cell of an element, or None if it holds neither a value nor a formula."""
        kind = item.get("t", "n")
        formula = item.find(f"{{{_MAIN}}}f")
        inline = item.find(f"{{{_MAIN}}}is") if kind == "inlineStr" else None
        try:
            # Inline text is read here, because openpyxl gives up the cell for a small fault in its runs.
            found = self._cells.parse_cell(item if inline is None else ElementTree.Element(item.tag, item.attrib))
        # openpyxl meets damaged content with a dozen kinds of exception; each concerns this one cell.
        except Exception:
            found = {"row": self._cells.row_counter, "column": self._cells.col_counter, "data_type": "e"}
            found |= {"value": UNREADABLE, "style_id": 0}
        value = found["value"]
        if inline is not None:
            value = _text(inline)
        elif kind == "str" and isinstance(value, str):
            value = _unescaped(value)
        if value is None and formula is None:
            return None
        error = ""
        if found["data_type"] == "e":
            error = str(value) if kind == "e" or value == UNREADABLE else NO_DATE
        elif isinstance(value, float) and not math.isfinite(value):
            error = UNREADABLE
        return Cell(
            row=found["row"],
            column=found["column"],
            value=None if error else value,
            number_format=self._format(found["style_id"]),
            formula="" if formula is None else f"={formula.text or ''}",
            calculated=formula is None or value is not None or kind == "str",
            error=error,
        )

    def _format(self, style: int) -> str:
        return self.shared.formats[style] if 0 <= style < len(self.shared.formats) else GENERAL

    def _keep(self, cell: Cell) -> None:
        if cell.row < 1 or cell.column < 1:
            raise ValueError(f"a cell stands in row {cell.row} and column {cell.column}")
        self._count += 1
        if cell.row > LAST_ROW or cell.column > LAST_COLUMN:
            fix = f"Delete that cell's row and column; a sheet may reach to {address(LAST_ROW, LAST_COLUMN)}."
            message = f"Something stands far out, in cell {cell.address} of sheet {self.part.name!r}."
            refuse(self.path, "far-cell", message, fix, self.part.name, cell.address)
        if self._count > MOST_CELLS:
            fix = "Move what is not the account's plan to a workbook of its own."
            refuse(self.path, "too-large", f"Sheet {self.part.name!r} has more than {MOST_CELLS:,} cells.", fix)
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def _add_merged(self, reference: str) -> None:
        first_column, first_row, last_column, last_row = range_boundaries(reference)
        area = Area(first_row, first_column, last_row, last_column)
        self._merged_cells += (last_row - first_row + 1) * (last_column - first_column + 1)
        if self._merged_cells > LARGEST_MERGED_AREA:
            message = f"On sheet {self.part.name!r} a very large area is merged ({area})."
            refuse(self.path, "merged-area", message, "Unmerge those cells and save the workbook.", self.part.name)
        self.merged |= dict.fromkeys(area.places(), area)


def _tables(package: Package, part: str) -> Iterator[Table]:
    for kind, target in _targets(package, part).values():
        content = package.part(target) if kind == "table" else None
        if content is not None:
            root = ElementTree.fromstring(content)
            first_column, first_row, last_column, last_row = range_boundaries(root.attrib["ref"])
            totals = int(root.get("totalsRowCount", "0"))
            area = Area(first_row, first_column, last_row - totals, last_column)
            yield Table(root.get("displayName", ""), area, totals)

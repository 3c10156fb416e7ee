"""The cells of a workbook file: value, formula, error and number format by address; nothing else opens one."""

import math
import posixpath
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct
from msgspec.structs import replace

from pipeline.workbook.addresses import row_and_column, rows_and_columns
from pipeline.workbook.book import GENERAL, NO_DATE, UNREADABLE, Area, Book, BookSheet, Cell, Table
from pipeline.workbook.gathering import GatheredSheet, Load
from pipeline.workbook.markup import unescaped
from pipeline.workbook.number_formats import BUILT_IN, FROM_1900, FROM_1904, shows_duration, shows_time
from pipeline.workbook.opendocument import read_open_document
from pipeline.workbook.preflight import DAMAGE, SEND_AGAIN, Package, open_package, refuse
from pipeline.workbook.quick_sheet import OutOfTheOrdinary, Shared, ordinary_sheet
from pipeline.workbook.quick_strings import ordinary_strings
from pipeline.workbook.remembering import remembering
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY
from pipeline.workbook.xml_events import xml_events

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROW, _MERGED, _DATA, _COLUMN = (f"{{{_MAIN}}}{name}" for name in ("row", "mergeCell", "sheetData", "col"))
_WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")  # relationships of other sheets
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


class _Part(Struct, frozen=True):
    """A worksheet as the workbook lists it: its name, whether it is hidden, and the name of its part."""

    name: str
    hidden: bool
    part: str


def read_workbook(path: Path) -> Book:
    """The sheets of the workbook `path`. Raises WorkbookRefused, with one plain sentence, if it cannot be read.

    An ordinary sheet is read in one scan over its bytes, any other one cell by cell as `read_carefully` reads them all.
    """
    return _book(path, _read_quickly)


def read_carefully(path: Path) -> Book:
    """The same sheets as `read_workbook`, by the parser of openpyxl alone: what the quick reading is measured by."""
    return _book(path, _read_carefully)


def _book(path: Path, read: "_Read") -> Book:
    package = open_package(path)
    if package.open_document:
        return read_open_document(path, package)
    try:
        main = _related(package, "", "officeDocument", "xl/workbook.xml")
        root = ElementTree.fromstring(package.part(main) or b"")
        parts = tuple(_worksheets(path, root, _targets(package, main)))
        styles = _styles(package, main)
        strings = _strings(package, main)
        shared = Shared(strings, styles.formats, styles.times, styles.durations, _epoch(root))
        properties = _properties(package)
    except DAMAGE:
        refuse(path, "damaged", "The file is damaged: its list of sheets or styles cannot be read.", SEND_AGAIN)
    if not parts:
        refuse(path, "damaged", "The workbook holds no worksheet.", SEND_AGAIN)
    load = Load()
    return Book(
        path=path,
        sheets=tuple(_sheet(package, part, GatheredSheet(path, part.name, load), shared, read) for part in parts),
        macros=package.macros,
        template_version=properties.get(TEMPLATE_PROPERTY, ""),
        standards_version=properties.get(STANDARDS_PROPERTY, ""),
    )


def _worksheets(path: Path, root: ElementTree.Element, related: Mapping[str, tuple[str, str]]) -> Iterator[_Part]:
    """The worksheets in the order of their tabs; a sheet of which nobody can tell what it is refuses the file."""
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        name, (kind, target) = sheet.attrib["name"], related[_relation(sheet)]
        if kind == "worksheet":
            yield _Part(name, sheet.get("state", "visible") != "visible", target)
        elif kind not in _WITHOUT_CELLS:
            said = f"The file is damaged: it does not tell where the content of sheet {name!r} stands."
            refuse(path, "damaged", said, SEND_AGAIN)


def _epoch(root: ElementTree.Element) -> datetime:
    about = root.find("{*}workbookPr")
    mac = about is not None and about.get("date1904") in ("1", "true")
    epoch: datetime = FROM_1904 if mac else FROM_1900
    return epoch


def _properties(package: Package) -> dict[str, str]:
    """The custom properties of the document by name; none where that part cannot be read, as nothing depends on it."""
    content = package.part(_related(package, "", "custom-properties", "docProps/custom.xml"))
    try:
        root = ElementTree.fromstring(content or b"<Properties/>")
    except ElementTree.ParseError:
        return {}
    return {found.get("name", ""): "".join(found.itertext()).strip() for found in root}


def _relation(element: ElementTree.Element) -> str:
    """The relationship id of an element; its namespace differs between the two kinds of Office Open XML."""
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _targets(package: Package, part: str) -> Mapping[str, tuple[str, str]]:
    """What a part is related to: by id, the kind of relationship ("worksheet") and the name of the part."""
    folder, name = posixpath.split(part)
    content = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    return {} if content is None else _relations(content, folder)


@remembering(256)
def _relations(content: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    """The relationships of a part in `folder`, as they are written down."""
    found = {}
    for relation in ElementTree.fromstring(content):
        target = relation.get("Target", "").replace("\\", "/")
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return MappingProxyType(found)


def _related(package: Package, part: str, kind: str, usual: str) -> str:
    """The name of the part of that kind which `part` is related to, or its `usual` name."""
    return next((target for found, target in _targets(package, part).values() if found == kind), usual)


def _strings(package: Package, main: str) -> list[str]:
    content = package.part(_related(package, main, "sharedStrings", "xl/sharedStrings.xml"))
    if content is None:
        return []
    try:
        return ordinary_strings(content, _text)
    except OutOfTheOrdinary:
        return [_text(item) for item in ElementTree.fromstring(content).iterfind("{*}si")]


def _text(item: ElementTree.Element) -> str:
    """The text of a string item; its runs are joined, its phonetic guides left out."""
    pieces = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return unescaped("".join(piece.text or "" for piece in pieces))


class _Styles(Struct, frozen=True):
    """The number format of each cell style, in the order of the styles; which of them show a time, or a duration."""

    formats: tuple[str, ...] = ()
    times: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()


def _styles(package: Package, main: str) -> _Styles:
    content = package.part(_related(package, main, "styles", "xl/styles.xml"))
    return _Styles() if content is None else _styles_in(content)


@remembering(16)
def _styles_in(content: bytes) -> _Styles:
    root = ElementTree.fromstring(content)
    own = {int(item.attrib["numFmtId"]): item.get("formatCode", GENERAL) for item in root.iterfind(".//{*}numFmt")}
    codes = [int(style.get("numFmtId", "0")) for style in root.iterfind("{*}cellXfs/{*}xf")]
    formats = tuple(str(own.get(code) or BUILT_IN.get(code, GENERAL)) for code in codes)
    durations = frozenset(index for index, code in enumerate(formats) if shows_duration(code))
    days = frozenset(index for index, code in enumerate(formats) if shows_time(code))
    return _Styles(formats, days | durations, durations)


def _sheet(package: Package, part: _Part, gathered: GatheredSheet, shared: Shared, read: "_Read") -> BookSheet:
    path, content = gathered.path, package.part(part.part)
    if content is None:
        refuse(path, "damaged", f"The file is damaged: the content of sheet {part.name!r} is missing.", SEND_AGAIN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read(content.replace(_STRICT_MAIN, _MAIN.encode()), gathered, shared)
        tables = tuple(_tables(package, part.part))
    except DAMAGE:
        refuse(path, "damaged", f"The file is damaged: sheet {part.name!r} cannot be read.", SEND_AGAIN)
    return gathered.finished(part.hidden, tables)


def _read_carefully(content: bytes, gathered: GatheredSheet, shared: Shared) -> None:
    _SheetReading(gathered, shared).read(content)


def _read_quickly(content: bytes, gathered: GatheredSheet, shared: Shared) -> None:
    reading = _SheetReading(gathered, shared)
    try:
        sheet = ordinary_sheet(content, shared, reading.alone)
    except OutOfTheOrdinary:
        _read_carefully(content, gathered, shared)
        return
    for row in sheet.hidden_rows:
        gathered.hide_rows(row, row)
    gathered.keep_rows(sheet.rows, sheet.spare)
    for element in sheet.around:
        reading.around(element)


_Read = Callable[[bytes, GatheredSheet, Shared], None]


class _SheetReading:
    """One pass over a sheet's XML; a cell is read by openpyxl, and a fault in it stays with that cell."""

    def __init__(self, gathered: GatheredSheet, shared: Shared) -> None:
        self.gathered, self.shared = gathered, shared

    @cached_property
    def _cells(self) -> Any:
        from openpyxl.worksheet._reader import WorkSheetParser  # an ordinary sheet needs none, nor the time to load it

        return WorkSheetParser(
            None,
            self.shared.strings,
            data_only=True,
            epoch=self.shared.epoch,
            date_formats=self.shared.times,
            timedelta_formats=self.shared.durations,
        )

    def read(self, content: bytes) -> None:
        """Gathers cells, what is hidden and merged. Raises ElementTree.ParseError and ValueError for damaged XML."""
        data: ElementTree.Element | None = None
        for event, element in xml_events(content):
            if event == "start":
                data = element if element.tag == _DATA else data
            elif element.tag == _ROW:
                self._read_row(element)
                if data is not None:
                    data.clear()  # or the row's empty shell stays in memory
            else:
                self.around(element)

    def around(self, element: ElementTree.Element) -> None:
        """Gathers what an element that is no row says of the sheet."""
        if element.tag == _MERGED:
            self.gathered.merge(_area(element.get("ref", "")))
        elif element.tag == _COLUMN and _is_hidden(element):
            self.gathered.hide_columns(int(element.attrib["min"]), int(element.attrib["max"]))

    def alone(self, row: int, element: ElementTree.Element) -> Cell | None:
        """The cell of a single element of a row, or None if it holds neither a value nor a formula."""
        inline, place = _only_inline_text(element), element.get("r")
        if inline is not None and place:
            found, style = row_and_column(place), element.get("s", "0")
            return Cell(*found, _text(inline), self._format(int(style) if style.isdecimal() else 0))
        self._cells.row_counter = row
        return self._read_cell(element) if len(element) else None

    def _read_row(self, element: ElementTree.Element) -> None:
        cells = self._cells
        row = int(element.get("r") or cells.row_counter + 1)
        cells.row_counter, cells.col_counter = row, 0
        if _is_hidden(element):
            self.gathered.hide_rows(row, row)
        for item in element:
            if len(item):
                cell = self._read_cell(item)
                if cell is not None:
                    self.gathered.keep(cell)
            elif not item.get("r"):
                cells.col_counter += 1

    def _read_cell(self, item: ElementTree.Element) -> Cell | None:
        """The cell of an element, or None if it holds neither a value nor a formula."""
        kind, before = item.get("t", "n"), self._cells.col_counter
        formula = item.find(f"{{{_MAIN}}}f")
        inline = item.find(f"{{{_MAIN}}}is") if kind == "inlineStr" else None
        if not item.get("s", "0").isdecimal():
            item.set("s", "0")  # or openpyxl gives up the cell before it has found out which one it is
        try:
            stored = item.findtext(f"{{{_MAIN}}}v") or ""
            if (kind == "n" and "_" in stored) or (kind == "s" and stored.startswith("-")):
                raise ValueError("Python would take it, as 1_000 or as a string counted from the end")
            # Inline text is read here, because openpyxl gives up the cell for a small fault in its runs.
            found = self._cells.parse_cell(item if inline is None else ElementTree.Element(item.tag, item.attrib))
        # openpyxl meets damaged content with a dozen kinds of exception; each concerns this one cell.
        except Exception:
            place = item.get("r")
            row, column = row_and_column(place) if place else (self._cells.row_counter, before + 1)
            self._cells.col_counter = column
            found = {"row": row, "column": column, "data_type": "e", "value": UNREADABLE, "style_id": 0}
        value = found["value"]
        if inline is not None:
            value = _text(inline)
        elif kind == "str" and isinstance(value, str):
            value = unescaped(value)
        elif type(value) is date:  # a day written out, which is a point in time everywhere else
            value = datetime.combine(value, time())
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


def _only_inline_text(element: ElementTree.Element) -> ElementTree.Element | None:
    """What holds the text of a cell that consists of nothing else, such as one with words in bold."""
    found = element[0] if len(element) == 1 and element.get("t") == "inlineStr" else None
    return found if found is not None and found.tag == f"{{{_MAIN}}}is" else None


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _area(reference: str) -> Area:
    first_row, first_column, last_row, last_column = rows_and_columns(reference)
    rows, columns = sorted((first_row, last_row)), sorted((first_column, last_column))  # it may be written turned round
    return Area(rows[0], columns[0], rows[1], columns[1])


def _tables(package: Package, part: str) -> Iterator[Table]:
    for kind, target in _targets(package, part).values():
        content = package.part(target) if kind == "table" else None
        if content is not None:
            yield _table(content)


@remembering(256)
def _table(content: bytes) -> Table:
    root = ElementTree.fromstring(content)
    totals = int(root.get("totalsRowCount", "0"))
    area = _area(root.attrib["ref"])
    return Table(root.get("displayName", ""), replace(area, last_row=area.last_row - totals), totals)

"""The cells of an OpenDocument spreadsheet (.ods), the same as those of the workbook in Excel's own format."""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct, field

from pipeline.workbook.addresses import column_of
from pipeline.workbook.book import GENERAL, UNREADABLE, Area, Book, BookSheet, Cell, Table, Value
from pipeline.workbook.gathering import LAST_COLUMN, LAST_ROW, GatheredSheet, Load
from pipeline.workbook.number_formats import shows_duration
from pipeline.workbook.preflight import DAMAGE, SEND_AGAIN, Package, refuse
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY
from pipeline.workbook.xml_events import xml_events

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT, _STYLE, _NUMBER, _META = (
    f"{{{_OPEN}:{name}:1.0}}" for name in ("office", "table", "text", "style", "datastyle", "meta")
)
# LibreOffice tells here what OpenDocument has no word for: that a cell is an error.
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

_MOST_SPACES = 100  # that one element of a text may stand for
_ERROR = re.compile(r"#(?:[A-Z]+[/A-Z0-9]*[!?]|N/A)|Err:\d+")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?")
_CORNER = r"\$?([A-Z]+)\$?(\d+)"
_RANGE = re.compile(rf"\$?('(?:[^']|'')*'|[^.']+)\.{_CORNER}:(?:\$?(?:'(?:[^']|'')*'|[^.']+)?\.)?{_CORNER}")
_CONSTANTS = {"of:=TRUE()": True, "of:=FALSE()": False}  # how LibreOffice keeps a truth value that was typed
_PLAIN_FORMATS = {"percentage": "0%", "currency": "#,##0.00", "date": "yyyy-mm-dd", "time": "hh:mm:ss"}
# The elements of a format whose code is the same with any attributes.
_FORMAT_CODES = {
    "day": "dd",
    "hours": "hh",
    "minutes": "mm",
    "seconds": "ss",
    "am-pm": "AM/PM",
    "scientific-number": "0.00E+00",
    "fraction": "# ?/?",
    "text-content": "@",
}


class _Styles(Struct):
    """The styles met so far: a cell style's parent and format, a format's code, and the styles of hidden sheets."""

    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def take(self, element: ElementTree.Element) -> None:
        """Take a style of a cell or of a sheet, or a format; any other element is passed over."""
        name, family = element.get(f"{_STYLE}name", ""), element.get(f"{_STYLE}family")
        if element.tag.startswith(_NUMBER) and element.tag.endswith("-style"):
            self.formats[name] = _format_code(element)
        elif element.tag == f"{_STYLE}style" and family == "table-cell":
            about = element.get(f"{_STYLE}parent-style-name", ""), element.get(f"{_STYLE}data-style-name", "")
            self.cells[name] = about
        elif element.tag == f"{_STYLE}style" and family == "table":
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                self.hidden.add(name)

    def format(self, style: str) -> str:
        """The code of a cell style's format, its own or one that it inherits; "General" if it has none."""
        seen: set[str] = set()
        while style in self.cells and style not in seen:
            seen.add(style)
            style, found = self.cells[style]
            if found:
                return self.formats.get(found, GENERAL)
        return GENERAL


def read_open_document(path: Path, package: Package) -> Book:
    """The sheets of the OpenDocument spreadsheet `path`. Raises WorkbookRefused if it cannot be read."""
    try:
        reading = _Reading(path)
        reading.read_styles(package.part("styles.xml"))
        reading.read(package.part("content.xml") or b"")
        properties = _properties(package.part("meta.xml"))
    except DAMAGE:
        refuse(path, "damaged", "The file is damaged: its sheets cannot be read.", SEND_AGAIN)
    if not reading.sheets:
        refuse(path, "damaged", "The workbook holds no worksheet.", SEND_AGAIN)
    return Book(
        path=path,
        sheets=tuple(reading.sheets),
        macros=package.macros,
        open_document=True,
        template_version=properties.get(TEMPLATE_PROPERTY, ""),
        standards_version=properties.get(STANDARDS_PROPERTY, ""),
    )


def _properties(content: bytes | None) -> dict[str, str]:
    """The properties that a document was given, by name."""
    found = ElementTree.fromstring(content or b"<none/>").iter(f"{_META}user-defined")
    return {item.get(f"{_META}name", ""): "".join(item.itertext()).strip() for item in found}


class _Reading:
    """One pass over a spreadsheet's content; blank cells and rows that are repeated are counted, never made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheets: list[BookSheet] = []
        self._styles = _Styles()
        self._load = Load()
        self._tables: dict[str, list[Table]] = {}

    def read_styles(self, content: bytes | None) -> None:
        """Takes the styles that are shared. Raises ElementTree.ParseError for damaged XML."""
        for element in ElementTree.fromstring(content or b"<none/>").iter():
            self._styles.take(element)

    def read(self, content: bytes) -> None:
        """Gathers the sheets. Raises one of DAMAGE for damaged XML."""
        found: list[tuple[GatheredSheet, bool]] = []
        open_tables: list[_SheetReading] = []
        for event, element in xml_events(content):
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    open_tables.append(_SheetReading(self._gathered(element), self._styles))
                continue
            if element.tag == f"{_TABLE}table":
                sheet = open_tables.pop()
                # A table in a cell or a shape is no sheet, and one with a source is a copy from another file.
                if not open_tables and element.find(f"{_TABLE}table-source") is None:
                    found.append((sheet.gathered, element.get(f"{_TABLE}style-name") in self._styles.hidden))
            elif element.tag == f"{_TABLE}table-column" and len(open_tables) == 1:
                open_tables[0].add_columns(element)
            elif element.tag == f"{_TABLE}table-row" and len(open_tables) == 1:
                open_tables[0].add_rows(element)
                element.clear()
            elif element.tag == f"{_TABLE}database-range":
                self._add_table(element)
            else:
                self._styles.take(element)
        for gathered, hidden in found:
            self.sheets.append(gathered.finished(hidden, tuple(self._tables.get(gathered.name, ()))))

    def _gathered(self, table: ElementTree.Element) -> GatheredSheet:
        return GatheredSheet(self.path, table.get(f"{_TABLE}name", ""), self._load)

    def _add_table(self, element: ElementTree.Element) -> None:
        """Take a range that a person, or Excel's table, gave a name; a filter or a sorting alone has none."""
        name = element.get(f"{_TABLE}name", "")
        found = _RANGE.fullmatch(element.get(f"{_TABLE}target-range-address", ""))
        if found is None or name.startswith("__") or element.get(f"{_TABLE}contains-header") == "false":
            return
        sheet = found[1][1:-1].replace("''", "'") if found[1].startswith("'") else found[1]
        first_column, last_column = column_of(found[2]), column_of(found[4])
        area = Area(int(found[3]), first_column, int(found[5]), last_column)
        self._tables.setdefault(sheet, []).append(Table(name, area))


class _SheetReading:
    """The rows of one sheet, one after the other."""

    def __init__(self, gathered: GatheredSheet, styles: _Styles) -> None:
        self.gathered = gathered
        self._styles = styles
        self._row = self._column = 1
        self._column_styles: list[tuple[int, str]] = []  # the last column that has the style, and the style

    def add_columns(self, element: ElementTree.Element) -> None:
        """Take what is said of the next columns: that they are hidden, and how their cells look."""
        last = self._column + _repeated(element, "columns") - 1
        self._column_styles.append((last, element.get(f"{_TABLE}default-cell-style-name", "")))
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.gathered.hide_columns(self._column, last)
        self._column = last + 1

    def add_rows(self, element: ElementTree.Element) -> None:
        """Take the next rows, which are alike."""
        first, last = self._row, self._row + _repeated(element, "rows") - 1
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.gathered.hide_rows(first, last)
        column = 1
        for item in element:
            if item.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            count = _repeated(item, "columns")
            if len(item.attrib) or len(item):
                self._add_cells(item, element, Area(first, column, last, column + count - 1))
            column += count
        self._row = last + 1

    def _add_cells(self, item: ElementTree.Element, row: ElementTree.Element, area: Area) -> None:
        """Keep a cell in each place where it stands, and the area it is merged over."""
        rows, columns = (max(1, int(item.get(f"{_TABLE}number-{name}-spanned", "1"))) for name in ("rows", "columns"))
        if rows > 1 or columns > 1:
            last_row, last_column = area.first_row + rows - 1, area.first_column + columns - 1
            self.gathered.merge(Area(area.first_row, area.first_column, last_row, last_column))
        if item.get(f"{_OFFICE}value-type") is None and not len(item) and item.get(f"{_TABLE}formula") is None:
            return
        style = item.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name")
        number_format = self._styles.format(style or self._column_style(area.first_column))
        cell = _cell(item, area.first_row, area.first_column, number_format)
        if cell is None:
            return
        if area.last_row > LAST_ROW or area.last_column > LAST_COLUMN:
            self.gathered.keep(cell._replace(row=area.last_row, column=area.last_column))  # refused, none is made
        for row_number, column in area.places():
            self.gathered.keep(cell._replace(row=row_number, column=column))

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self._column_styles if column <= last), "")


def _repeated(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _cell(item: ElementTree.Element, row: int, column: int, number_format: str) -> Cell | None:
    """The cell of an element, or None if it holds neither a value nor a formula."""
    kind, formula = item.get(f"{_OFFICE}value-type", ""), item.get(f"{_TABLE}formula", "")
    texts = item.findall(f"{_TEXT}p")
    shown = "\n".join(map(_text, texts))
    value: Value = None
    error = ""
    if item.get(f"{_CALC}value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
        error = shown or UNREADABLE
    elif formula in _CONSTANTS:
        value, formula = _CONSTANTS[formula], ""
    else:
        try:
            value = _value(item, kind, shown, number_format)
        except (ValueError, OverflowError):
            error = UNREADABLE
    if not formula and not error and value is None:
        return None
    return Cell(
        row=row,
        column=column,
        value=value,
        number_format=_named_format(number_format, kind, item),
        formula=f"={formula.partition('=')[2]}" if formula else "",
        calculated=not formula or bool(kind or texts),
        error=error,
    )


def _value(item: ElementTree.Element, kind: str, shown: str, number_format: str) -> Value:
    """The value of a cell. Raises ValueError or OverflowError if it is not of the kind that the cell says."""
    if kind in ("float", "percentage", "currency"):
        return _number(item.get(f"{_OFFICE}value", ""))
    if kind == "date":
        return _date(item.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _time(item.get(f"{_OFFICE}time-value", ""), number_format)
    if kind == "boolean":
        return item.get(f"{_OFFICE}boolean-value") == "true"
    return item.get(f"{_OFFICE}string-value", shown) or None


def _number(text: str) -> int | float:
    number = float(text) if re.search("[.eE]", text) else int(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


def _date(text: str) -> datetime:
    day, mark, hour = text.partition("T")
    found = date.fromisoformat(day)
    return datetime.combine(found, time.fromisoformat(hour).replace(tzinfo=None) if mark else time())


def _time(text: str, number_format: str) -> time | timedelta:
    """A time of the day, or a duration where the format shows more than a day's hours or the value has them."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no time")
    days, hours, minutes = (int(part or 0) for part in found.group(2, 3, 4))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=float(found[5] or 0))
    if found[1] or length >= timedelta(days=1) or shows_duration(number_format):
        return -length if found[1] else length
    return (datetime.min + length).time()


def _text(paragraph: ElementTree.Element) -> str:
    """The text of a paragraph with its spaces, tabs and line breaks."""
    for item in paragraph.iter():
        if item.tag == f"{_TEXT}s":
            item.text = " " * min(int(item.get(f"{_TEXT}c", "1")), _MOST_SPACES)
        elif item.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            item.text = "\t" if item.tag == f"{_TEXT}tab" else "\n"
    return "".join(paragraph.itertext())


def _named_format(number_format: str, kind: str, item: ElementTree.Element) -> str:
    """The format of a cell; one without a format has that of its kind, with the currency that the cell names."""
    code = _PLAIN_FORMATS.get(kind, GENERAL) if number_format == GENERAL else number_format
    currency = item.get(f"{_OFFICE}currency", "")
    return f"[${currency}] {code}" if kind == "currency" and currency and "[$" not in code else code


def _format_code(style: ElementTree.Element) -> str:
    """The code by which Excel would know a format: "0.0%", "[$€] #,##0.00", "yyyy-mm-dd"."""
    code = "".join(_format_codes(style))
    if style.get(f"{_NUMBER}truncate-on-overflow") == "false":
        code = code.replace("hh", "[h]", 1)
    return GENERAL if code in ("", "0") else code


def _format_codes(style: ElementTree.Element) -> Iterator[str]:
    for part in style:
        name = part.tag.removeprefix(_NUMBER)
        if name == "number":
            places = int(part.get(f"{_NUMBER}decimal-places", "0"))
            whole = "#,##0" if part.get(f"{_NUMBER}grouping") == "true" else "0"
            yield f"{whole}.{'0' * min(places, 20)}" if places > 0 else whole
        elif name == "text":
            text = part.text or ""
            yield text if re.fullmatch(r"[%\s.,:/-]*", text) else f'"{text}"'
        elif name == "currency-symbol":
            yield f"[${part.text or ''}]"
        elif name == "year":
            yield "yyyy" if part.get(f"{_NUMBER}style") == "long" else "yy"
        elif name == "month":
            yield "mmmm" if part.get(f"{_NUMBER}textual") == "true" else "mm"
        else:
            yield _FORMAT_CODES.get(name, "")

"""Values typed into the cells of a saved workbook; every other byte of what it holds stays as it was."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from pipeline.workbook.markup import Element, Markup, text
from pipeline.workbook.package_copy import PackageCopy, relation_of

Value = str | Decimal | datetime.date
Values = Mapping[str, Mapping[str, Value]]

# What may stand before the settings of calculation in a workbook part, the last first.
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


def with_values(path: Path, values: Values) -> bytes:
    """The workbook `path` as a file in which cells hold new values, by the name of the sheet and the address.

    A cell keeps its format; a day in a cell that has no date format is written as text, 2026-03-31. Formulas are worked
    out anew when the file is opened. Raises KeyError for a sheet that is not there.
    """
    package = PackageCopy(path)
    main = Markup(package.part(package.main))
    parts = dict(sheet_parts(package))
    about = main.root.child("workbookPr")
    mac = about is not None and about.get("date1904") in ("1", "true")
    dates = _Dates(_date_styles(package), CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900)
    for sheet, cells in values.items():
        if cells:
            package.put(parts[sheet], _typed_in(package.part(parts[sheet]), cells, dates))
    _calculate_on_opening(main)
    package.put(package.main, main.content())
    return package.content()


class _Dates:
    """How a workbook keeps days: the styles that show one, and the first day of its calendar."""

    def __init__(self, styles: frozenset[int], epoch: datetime.datetime) -> None:
        self._styles, self._epoch = styles, epoch

    def number(self, day: datetime.date, style: int) -> int | None:
        """The number that stands for a day; None in a cell that would show it as a number."""
        return int(to_excel(day, self._epoch)) if style in self._styles else None


def sheet_parts(package: PackageCopy) -> Iterator[tuple[str, str]]:
    """The name of each sheet with the name of its part, in the order of the tabs."""
    main = Markup(package.part(package.main))
    related = {relation.id: relation.part for relation in package.relations(package.main)}
    sheets = main.root.child("sheets")
    for sheet in sheets.named("sheet") if sheets else ():
        yield sheet.get("name"), related[relation_of(sheet.attributes)]


def _date_styles(package: PackageCopy) -> frozenset[int]:
    """The cell styles that show a number as a day."""
    styles = package.related(package.main, "styles")
    if not styles:
        return frozenset()
    root = Markup(package.part(styles)).root
    own_formats, looks = root.child("numFmts"), root.child("cellXfs")
    formats = {int(code): str(shown) for code, shown in BUILTIN_FORMATS.items()}
    for own in own_formats.children if own_formats else ():
        formats[int(own.get("numFmtId"))] = own.get("formatCode")
    listed = [int(look.get("numFmtId", "0")) for look in looks.named("xf")] if looks else []
    return frozenset(index for index, code in enumerate(listed) if is_date_format(formats.get(code, "")))


def _typed_in(content: bytes, cells: Mapping[str, Value], dates: _Dates) -> bytes:
    """A sheet's part with values in some of its cells."""
    by_row: dict[int, dict[int, Value]] = {}
    for address, value in cells.items():
        row, column = coordinate_to_tuple(address)
        by_row.setdefault(row, {})[column] = value
    markup = Markup(content, lambda part: part.name in ("worksheet", "sheetData", "row"))
    data = markup.root.child("sheetData")
    if data is None:
        raise ValueError("a worksheet without sheetData")
    rows = dict(_numbered(data))
    for number, wanted in sorted(by_row.items()):
        row = rows.get(number)
        if row is not None:
            _fill(markup, row, number, wanted, dates)
            continue
        made = [
            _cell(markup, f"{get_column_letter(column)}{number}", {}, wanted[column], dates)
            for column in sorted(wanted)
        ]
        later = next((other for place, other in rows.items() if place > number), None)
        (later.before if later else data.last).append(markup.element("row", {"r": str(number)}, *made))
    return markup.content()


def _fill(markup: Markup, row: Element, number: int, wanted: Mapping[int, Value], dates: _Dates) -> None:
    found = dict(_placed(row))
    for column, value in sorted(wanted.items()):
        address = f"{get_column_letter(column)}{number}"
        cell = found.get(column)
        if cell is not None:
            cell.replaced = _cell(markup, address, cell.attributes, value, dates)
            continue
        row.set("spans", None)  # only a hint, and wrong if the new cell stands beyond it
        later = next((other for place, other in found.items() if place > column), None)
        (later.before if later else row.last).append(_cell(markup, address, {}, value, dates))


def _cell(markup: Markup, address: str, attributes: Mapping[str, str], value: Value, dates: _Dates) -> str:
    """A cell with a value, in the style of the one that stood there."""
    kept = {"r": address} | {name: attributes[name] for name in ("s",) if name in attributes}
    number = dates.number(value, int(kept.get("s", "0"))) if isinstance(value, datetime.date) else None
    if isinstance(value, Decimal) or number is not None:
        written = format(value, "f") if isinstance(value, Decimal) else str(number)
        return markup.element("c", kept, markup.element("v", None, written))
    words = text(value if isinstance(value, str) else value.isoformat())
    inner = markup.element("t", {"xml:space": "preserve"}, words)
    return markup.element("c", kept | {"t": "inlineStr"}, markup.element("is", None, inner))


def _calculate_on_opening(main: Markup) -> None:
    """The stored results of formulas no longer fit their cells."""
    settings = main.root.child("calcPr")
    if settings is not None:
        settings.set("fullCalcOnLoad", "1")
        return
    before = next(filter(None, map(main.root.child, _BEFORE_CALCULATION)))
    before.after.append(main.element("calcPr", {"fullCalcOnLoad": "1"}))


def _numbered(data: Element) -> Iterator[tuple[int, Element]]:
    """Rows with their numbers; a row that does not say its own follows the one before."""
    number = 0
    for row in data.named("row"):
        number = int(row.get("r") or number + 1)
        yield number, row


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns; a cell that does not say its own follows the one before."""
    column = 0
    for cell in row.named("c"):
        column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
        yield column, cell

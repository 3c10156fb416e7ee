"""What would be read if some cells said something else; the workbook itself is not touched."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Column, Record, columns
from pipeline.problems import Problem, Refused, fold, nearest
from pipeline.workbook.book import Book, BookSheet, Cell, Rows, Value
from pipeline.workbook.headings import find_sheets

_SET = re.compile(r"(?P<sheet>\w+)(?:\[(?P<row>[^\]]*)\])?\.(?P<field>\w+)\s*=\s*(?P<value>.*)", re.DOTALL)
_FORM = "Write SHEET[ROW].FIELD=VALUE, such as forces[2].strength=2, or account.FIELD=VALUE for the form."


class Change(Struct, frozen=True):
    """A field of a row that is to say something else: the row counted from 1 or named by its id, the value as typed."""

    sheet: str
    row: str
    field: str
    value: str

    @property
    def path(self) -> str:
        """The field as it was asked for: "forces[2].strength"."""
        return f"{self.sheet}[{self.row}].{self.field}" if self.row else f"{self.sheet}.{self.field}"


def change(text: str) -> Change:
    """The change that "forces[2].strength=2" asks for; an empty value blanks the cell. Raises Refused for others."""
    found = _SET.fullmatch(text.strip())
    if not found:
        raise _not_there(text, f"{text!r} is not a change.", _FORM)
    return Change(found["sheet"], (found["row"] or "").strip(), found["field"], found["value"].strip())


def changed(book: Book, account: KeyAccount, changes: Iterable[Change]) -> Book:
    """The workbook as it would be with the changes typed into its cells; `account` is what was read from it.

    Raises Refused where a change names a sheet, a row or a field that is not there.
    """
    tabs = find_sheets(book, KeyAccount).sheets
    for asked in changes:
        row, column = _place(account, asked)
        address = row.origin.cells.get(column.key)
        if address is None or type(row) not in tabs:
            fix = f"Add the column {column.title!r} to sheet {column.sheet.name!r}, or run keyplan upgrade."
            raise _not_there(asked.path, f"The workbook has no cell for {asked.path}.", fix)
        tab = tabs[type(row)].name
        sheets = tuple(_typed(sheet, address, asked.value) if sheet.name == tab else sheet for sheet in book.sheets)
        book = replace(book, sheets=sheets)
    return book


def _place(account: KeyAccount, asked: Change) -> tuple[Record, Column]:
    """The row and the field that a change is about."""
    by_key = {record.sheet.key: record for record in RECORDS}
    record = by_key.get(asked.sheet)
    if record is None:
        raise _not_there(asked.path, f"{asked.sheet!r} is no sheet.", _meant(asked.sheet, by_key))
    fields = {column.key: column for column in columns(record)}
    if asked.field not in fields:
        raise _not_there(asked.path, f"{asked.field!r} is no field of {asked.sheet}.", _meant(asked.field, fields))
    return _row(account.rows(record), asked), fields[asked.field]


def _row(rows: Sequence[Record], asked: Change) -> Record:
    """The row counted from 1, or the one with that id; a form has one and needs neither."""
    by_id = {fold(id): row for row in rows if isinstance(id := getattr(row, "id", None), str)}
    if fold(asked.row) in by_id:
        return by_id[fold(asked.row)]
    number = int(asked.row) if asked.row.isdecimal() else 1 if rows and rows[0].sheet.form and not asked.row else 0
    if 1 <= number <= len(rows):
        return rows[number - 1]
    ids = ", or its id" if by_id else ""
    fix = f"Name a row from 1 to {len(rows)}{ids}." if rows else "Fill in a row first."
    raise _not_there(asked.path, f"{asked.sheet} has no row {asked.row!r}.", fix)


def _typed(sheet: BookSheet, address: str, text: str) -> BookSheet:
    """The sheet with `text` typed into a cell, as a spreadsheet takes it: what looks like a number is one."""
    letters, row = coordinate_from_string(address)
    column = column_index_from_string(letters)
    before = sheet.cell(row, column)
    value, number_format = _value(text)
    cells = {number: cell for number, cell in sheet.rows.get(row, {}).items() if number != column}
    if value is not None:
        kept = before.number_format if before else "General"
        cells[column] = Cell(row, column, value, number_format or kept)
    return replace(sheet, rows=Rows({**sheet.rows, row: cells}))


def _value(text: str) -> tuple[Value, str]:
    """What a spreadsheet makes of a text that is typed, with the number format it then gives the cell."""
    if not text:
        return None, ""
    try:
        if text.endswith("%"):
            return float(Decimal(text[:-1]) / 100), "0%"
        number = Decimal(text)
    except InvalidOperation:
        return text, ""
    if not number.is_finite():
        return text, ""
    return (int(number) if number == number.to_integral_value() else float(number)), ""


def _meant(text: str, known: Iterable[str]) -> str:
    close = nearest(text, known)
    return f"Did you mean {close!r}?" if close else "keyplan fields lists every sheet and field."


def _not_there(found: str, message: str, fix: str) -> Refused:
    return Refused(Problem(code="what-if", severity="error", message=message, fix=fix, found=found))

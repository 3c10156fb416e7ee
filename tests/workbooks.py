"""Workbooks for tests: a good one, with the rows or the mess that a test is about."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.account import RECORDS
from pipeline.model.fields import Record, columns
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from tests.builders import a_filled_account, shipped_standards

HEADING_ROW = 3
FIRST_ROW = 4
FIRST_COLUMN = 2


def a_workbook(
    folder: Path, change: Callable[[Workbook], None] | None = None, **sheets: Sequence[dict[str, Any]] | dict[str, Any]
) -> Path:
    """A workbook that reads without an error, but for what is given.

    A sheet is given by the key of its rows, as rows by heading: `actions=[{"Due": "31/12/2026"}]`; the form as one row.
    What a row leaves out is filled in. `change` gets the finished workbook to do what rows cannot.
    """
    book = Workbook()
    book.remove(book.active)
    for name, version in ((TEMPLATE_PROPERTY, TEMPLATE_VERSION), (STANDARDS_PROPERTY, shipped_standards().version)):
        book.custom_doc_props.append(StringProperty(name=name, value=version))
    for record in RECORDS:
        good = good_rows(record)
        given = sheets.get(record.sheet.key, good)
        rows = [given] if isinstance(given, dict) else given
        filled = [good[min(index, len(good) - 1)] | row for index, row in enumerate(rows)]
        _write(book.create_sheet(record.sheet.name), record, filled)
    if change:
        change(book)
    path = folder / "contoso.xlsx"
    book.save(path)
    return path


def good_rows(record: type[Record]) -> list[dict[str, Any]]:
    """The rows of a filled account by heading, blanks left out."""
    return [
        {column.title: _typed(value) for column in columns(record) if (value := getattr(row, column.key)) is not None}
        for row in a_filled_account().rows(record)
    ]


def _typed(value: Any) -> Any:
    """A value as a person types it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(value) if isinstance(value, tuple) else value


def _write(sheet: Worksheet, record: type[Record], rows: Sequence[dict[str, Any]]) -> None:
    titles = [column.title for column in columns(record)]
    titles += [title for row in rows for title in row if title not in titles]
    for index, title in enumerate(dict.fromkeys(titles)):
        for number, row in enumerate(rows):
            if record.sheet.form:
                sheet.cell(HEADING_ROW + index, FIRST_COLUMN, title)
                sheet.cell(HEADING_ROW + index, FIRST_COLUMN + 1, row.get(title))
            else:
                sheet.cell(FIRST_ROW + number, FIRST_COLUMN + index, row.get(title))
        if not record.sheet.form:
            sheet.cell(HEADING_ROW, FIRST_COLUMN + index, title)


def place(record: type[Record], title: str, row: int = 0) -> str:
    """The address of a heading's cell in a row, counted from 0: place(Action, "Due") is "K4"."""
    index = [column.title for column in columns(record)].index(title)
    if record.sheet.form:
        return f"{_letter(FIRST_COLUMN + 1)}{HEADING_ROW + index}"
    return f"{_letter(FIRST_COLUMN + index)}{FIRST_ROW + row}"


def heading(record: type[Record], title: str) -> str:
    """The address of a heading, or of a label of the form."""
    index = [column.title for column in columns(record)].index(title)
    if record.sheet.form:
        return f"{_letter(FIRST_COLUMN)}{HEADING_ROW + index}"
    return f"{_letter(FIRST_COLUMN + index)}{HEADING_ROW}"


def _letter(number: int) -> str:
    return str(get_column_letter(number))

"""A workbook becomes an account and every problem in its cells, all of them at once."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from pipeline.model.account import RECORDS, KeyAccount, sheets
from pipeline.model.currencies import CURRENCIES
from pipeline.model.fields import Origin, Record, columns
from pipeline.model.people import Account
from pipeline.problems import Problem
from pipeline.standards import Standards
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.book import Book, BookSheet
from pipeline.workbook.cells import Terms
from pipeline.workbook.conventions import Conventions, conventions
from pipeline.workbook.headings import find_sheets
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.references import resolve
from pipeline.workbook.rows import Row, SheetRows, nothing_read, read_form, read_table


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a workbook came to: the account, None if a problem is an error, and the problems of its cells.

    `readable` is the account as far as it can be read; fields that cannot are None and named in the `unread` of
    their record's origin, so that rules across sheets can be checked beside the cells. `completeness` is the share
    of required cells that are filled, from 0 to 1, rounded down.
    """

    path: Path
    account_id: str = ""
    name: str = ""
    account: KeyAccount | None = None
    readable: KeyAccount | None = None
    problems: tuple[Problem, ...] = ()
    completeness: Decimal = Decimal(0)


def read_account(path: Path, standards: Standards) -> Reading:
    """The account in the workbook `path`. Raises WorkbookRefused if the file is no workbook that can be read."""
    book = read_workbook(path)
    found = find_sheets(book)
    read: dict[type[Record], SheetRows] = {}
    terms = Terms(Conventions(), "", standards)
    for record in RECORDS:
        read[record] = _read_sheet(found.sheets.get(record), record, terms)
        if record is Account:
            # The account's own sheet comes first: its locale and its currency decide how the others are read.
            terms = _terms(read[record].rows[0], standards)
            read[record] = _read_sheet(found.sheets.get(record), record, terms)
    rows, respelled = resolve({record: sheet.rows for record, sheet in read.items()})
    problems = [*_about_file(book), *found.problems, *respelled]
    problems += [problem for sheet in read.values() for problem in sheet.problems]
    refused = any(problem.severity == "error" for problem in problems)
    readable = _assembled(rows)
    about = rows[Account][0].values
    return Reading(
        path=path,
        account_id=str(about.get("account_id") or account_id_of(path.stem)),
        name=str(about.get("name") or path.stem),
        account=None if refused else readable,
        readable=readable,
        problems=in_order(problems),
        completeness=_completeness(read),
    )


def in_order(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Problems by sheet in the order of the tabs, then by row and column; what concerns a whole sheet comes first."""
    tabs = {sheet.name: position for position, sheet in enumerate(sheets())}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        row, column = _row_and_column(problem.cell)
        tab = tabs.get(problem.sheet, len(tabs)) if problem.sheet else -1
        return tab, row, column, problem.code

    return tuple(sorted(problems, key=place))


def _row_and_column(cell: str) -> tuple[int, int]:
    if not cell:
        return 0, 0
    letters, row = coordinate_from_string(cell)
    return row, column_index_from_string(letters)


def _read_sheet(sheet: BookSheet | None, record: type[Record], terms: Terms) -> SheetRows:
    if sheet is None:
        return nothing_read(record)
    return read_form(sheet, record, terms) if record.sheet.form else read_table(sheet, record, terms)


def _terms(about: Row, standards: Standards) -> Terms:
    """How the account's cells are read, by the locale and the currency on its own sheet as far as they are known."""
    locale = about.values.get("locale")
    currency = str(about.values.get("currency") or "").upper()
    ways = conventions(locale if isinstance(locale, str) else None)
    return Terms(ways, currency if currency in CURRENCIES else "", standards)


def _about_file(book: Book) -> list[Problem]:
    if not book.macros:
        return []
    message, fix = "The workbook carries macros; they were not run.", "Nothing has to be done."
    return [Problem(code="macros", severity="note", message=message, fix=fix)]


def _assembled(rows: dict[type[Record], tuple[Row, ...]]) -> KeyAccount:
    """The account of all rows; a row with something unread has None there, so that what could be read is kept."""
    records: dict[str, Any] = {}
    for record, found in rows.items():
        made = tuple(_record(record, row) for row in found)
        records[record.sheet.key] = made[0] if record.sheet.form else made
    if any(row.unread for found in rows.values() for row in found):
        return KeyAccount.model_construct(**records)
    return KeyAccount(**records)


def _record(record: type[Record], row: Row) -> Record:
    origin = Origin(record.sheet.name, row.cells, row.unread)
    values: dict[str, Any] = {column.key: row.values.get(column.key) for column in columns(record)}
    if row.unread:
        return record.model_construct(**values, origin=origin, extra=row.extra)
    return record(**values, origin=origin, extra=row.extra)


def _completeness(read: dict[type[Record], SheetRows]) -> Decimal:
    filled = sum(sheet.filled for sheet in read.values())
    share = Decimal(filled) / sum(sheet.required for sheet in read.values())
    return share.quantize(Decimal("0.0001"), rounding=ROUND_DOWN)

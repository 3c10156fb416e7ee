"""A workbook becomes what its kind holds, and every problem in its cells is told, all of them at once."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

from pipeline.model.account import KeyAccount
from pipeline.model.completeness import completeness_of, filled_by_sheet
from pipeline.model.currencies import CURRENCIES
from pipeline.model.fields import Contents, Origin, Record, columns
from pipeline.model.kinds import every_record
from pipeline.model.portfolio import Portfolio
from pipeline.problems import Problem, fold
from pipeline.standards import Standards
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.addresses import row_and_column
from pipeline.workbook.book import Book
from pipeline.workbook.cells import Terms
from pipeline.workbook.conventions import Conventions, conventions
from pipeline.workbook.headings import find_form, find_sheets
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.references import resolve
from pipeline.workbook.rows import Row, SheetRows, nothing_read, read_form, read_table
from pipeline.workbook.versions import about_versions

C = TypeVar("C", bound=Contents)


class Reading(Struct, frozen=True, kw_only=True):
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

    @property
    def usable(self) -> bool:
        """Is it free of errors, so that documents can be made?"""
        return self.account is not None


class PortfolioReading(Struct, frozen=True, kw_only=True):
    """What a portfolio workbook came to; as `Reading`, with the portfolio in place of the account."""

    path: Path
    portfolio: Portfolio | None = None
    readable: Portfolio | None = None
    problems: tuple[Problem, ...] = ()
    completeness: Decimal = Decimal(0)

    @property
    def usable(self) -> bool:
        """Is it free of errors?"""
        return self.portfolio is not None


AnyReading = Reading | PortfolioReading


class _Read(Struct, Generic[C], frozen=True):
    """A workbook's contents as far as they can be read, the problems of its cells, and its completeness."""

    contents: C
    problems: tuple[Problem, ...]
    completeness: Decimal

    @property
    def refused(self) -> bool:
        """Is one of the problems an error?"""
        return any(problem.severity == "error" for problem in self.problems)


def read_account(path: Path, standards: Standards) -> Reading:
    """The account in the workbook `path`. Raises WorkbookRefused if the file is no workbook that can be read."""
    return account_in(read_workbook(path), standards)


def read_portfolio(path: Path, standards: Standards) -> PortfolioReading:
    """The portfolio in the workbook `path`. Raises WorkbookRefused if the file is no workbook that can be read."""
    return _portfolio(read_workbook(path), standards)


def read_input(path: Path, standards: Standards) -> AnyReading:
    """What the workbook `path` holds, an account if its sheets do not say that it is a portfolio.

    Raises WorkbookRefused if the file is no workbook that can be read.
    """
    book = read_workbook(path)
    return _portfolio(book, standards) if _is_portfolio(book) else account_in(book, standards)


def _is_portfolio(book: Book) -> bool:
    """Has it at least two sheets of a portfolio workbook, and more of them than of an account's?"""
    names = {fold(sheet.name) for sheet in book.sheets}
    portfolio, account = (
        sum(fold(record.sheet.name) in names for record in kind.records) for kind in (Portfolio, KeyAccount)
    )
    return portfolio >= 2 and portfolio > account


def _portfolio(book: Book, standards: Standards) -> PortfolioReading:
    read = _read(book, Portfolio, standards)
    return PortfolioReading(
        path=book.path,
        portfolio=None if read.refused else read.contents,
        readable=read.contents,
        problems=read.problems,
        completeness=read.completeness,
    )


def account_in(book: Book, standards: Standards) -> Reading:
    """The account in a workbook whose cells are read already."""
    read = _read(book, KeyAccount, standards)
    account = read.contents.account
    return Reading(
        path=book.path,
        account_id=account.account_id or account_id_of(book.path.stem),
        name=account.name or book.path.stem,
        account=None if read.refused else read.contents,
        readable=read.contents,
        problems=read.problems,
        completeness=read.completeness,
    )


def _read(book: Book, kind: type[C], standards: Standards) -> _Read[C]:
    """What the book holds if it is of this kind."""
    found = find_sheets(book, kind)
    sheets: dict[type[Record], SheetRows] = {}
    terms = Terms(Conventions(), "", standards)
    for record in kind.records:
        sheet = found.sheets.get(record)
        if sheet is None:
            sheets[record] = nothing_read(record)
        elif record.sheet.form:
            # The form comes first: its locale and its currency decide how all sheets are read, itself included.
            form = find_form(sheet, record)
            terms = terms_of(read_form(sheet, form, record, terms).rows[0], standards)
            sheets[record] = read_form(sheet, form, record, terms)
        else:
            sheets[record] = read_table(sheet, record, terms)
    rows, respelled = resolve({record: sheet.rows for record, sheet in sheets.items()})
    problems = [*_about_file(book), *about_versions(book, standards), *found.problems, *respelled]
    problems += [problem for sheet in sheets.values() for problem in sheet.problems]
    contents = _assembled(kind, rows)
    return _Read(contents, in_order(problems), completeness_of(filled_by_sheet(contents)))


def in_order(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Problems by sheet in the order of the tabs, then by row and column; what concerns a whole sheet comes first."""
    tabs = {record.sheet.name: position for position, record in enumerate(every_record())}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        row, column = _row_and_column(problem.cell)
        tab = tabs.get(problem.sheet, len(tabs)) if problem.sheet else -1
        return tab, row, column, problem.code

    return tuple(sorted(problems, key=place))


def _row_and_column(cell: str) -> tuple[int, int]:
    if not cell:
        return 0, 0
    return row_and_column(cell)


def terms_of(about: Row, standards: Standards) -> Terms:
    """How the workbook's cells are read, by the locale and the currency on its form as far as they are known."""
    locale = about.values.get("locale")
    currency = str(about.values.get("currency") or "").upper()
    ways = conventions(locale if isinstance(locale, str) else None)
    return Terms(ways, currency if currency in CURRENCIES else "", standards)


def _about_file(book: Book) -> list[Problem]:
    if not book.macros:
        return []
    message, fix = "The workbook carries macros; they were not run.", "Nothing has to be done."
    return [Problem(code="macros", severity="note", message=message, fix=fix)]


def _assembled(kind: type[C], rows: dict[type[Record], tuple[Row, ...]]) -> C:
    """The contents of all rows; a row with something unread has None there, so that what could be read is kept."""
    records: dict[str, Any] = {}
    for record, found in rows.items():
        made = tuple(_record(record, row) for row in found)
        records[record.sheet.key] = made[0] if record.sheet.form else made
    if any(row.unread for found in rows.values() for row in found):
        return kind.model_construct(**records)
    return kind(**records)


def _record(record: type[Record], row: Row) -> Record:
    origin = Origin(record.sheet.name, row.cells, row.unread, row.blank)
    values: dict[str, Any] = {**_nothing(record), **row.values}
    if row.unread:
        return record.model_construct(**values, origin=origin, extra=row.extra)
    return record(**values, origin=origin, extra=row.extra)


@cache
def _nothing(record: type[Record]) -> Mapping[str, None]:
    """The fields of a record, each without a value."""
    return dict.fromkeys(column.key for column in columns(record))

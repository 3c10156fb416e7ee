"""The input workbooks: every sheet made from the model and the standards, empty or filled with rows."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Contents, Record
from pipeline.model.portfolio import Portfolio
from pipeline.model.proof import Rating
from pipeline.standards import Standards
from pipeline.workbook.layout import LISTS, START, TableLayout, layout
from pipeline.workbook.lists import write_lists
from pipeline.workbook.previews import write_previews
from pipeline.workbook.reproducible import workbook_bytes
from pipeline.workbook.sheets import AUTHOR, write_form, write_table
from pipeline.workbook.start import write_start
from pipeline.workbook.start_words import start_words
from pipeline.workbook.style import add_styles
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION

_SPARE_ROWS = 50  # empty rows kept under a long list


def write_template(
    standards: Standards,
    path: Path,
    account: KeyAccount | None = None,
    name: str | None = None,
    account_id: str | None = None,
) -> None:
    """Write the input workbook of an account to `path`.

    With `account` its rows are typed in, as a person would have done; else the workbook is empty but for the criteria
    of the standards on sheet Scoring. `name` and `account_id` fill these two fields of an empty one. The same
    arguments give the same bytes. Raises OSError if `path` cannot be written.
    """
    form: dict[str, object] = dict(account.account) if account else {"name": name, "account_id": account_id}
    book = _workbook(standards, KeyAccount, form, _rows(standards, account))
    path.write_bytes(workbook_bytes(book))


def write_portfolio_template(standards: Standards, path: Path, portfolio: Portfolio | None = None) -> None:
    """Write the portfolio workbook to `path`, empty or with the rows of `portfolio`.

    The same arguments give the same bytes. Raises OSError if `path` cannot be written.
    """
    form: dict[str, object] = dict(portfolio.programme) if portfolio else {}
    rows = _filled_rows(portfolio) if portfolio else _no_rows(Portfolio)
    path.write_bytes(workbook_bytes(_workbook(standards, Portfolio, form, rows)))


def filled_workbook(standards: Standards, account: KeyAccount) -> Workbook:
    """The workbook that `write_template` writes for `account`, still open: for a copy that is to differ from it."""
    return _workbook(standards, KeyAccount, dict(account.account), _rows(standards, account))


def _workbook(
    standards: Standards, kind: type[Contents], form: dict[str, object], rows: dict[str, tuple[Record, ...]]
) -> Workbook:
    book = Workbook()
    add_styles(book)
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    book.properties.title = kind.title
    book.custom_doc_props.append(StringProperty(name=TEMPLATE_PROPERTY, value=TEMPLATE_VERSION))
    book.custom_doc_props.append(StringProperty(name=STANDARDS_PROPERTY, value=standards.version))
    book.active.title = START
    layouts = [layout(record, len(rows[record.sheet.key]) + _SPARE_ROWS) for record in kind.records]
    write_start(book.active, layouts, start_words(kind, layouts), standards, TEMPLATE_VERSION)
    for found in layouts:
        sheet = book.create_sheet(found.sheet.name)
        if isinstance(found, TableLayout):
            write_table(sheet, found, standards, rows[found.sheet.key])
        else:
            write_form(sheet, found, standards, form)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    lists.protection.sheet = True
    write_lists(book, lists, standards, layouts)
    write_previews(book, lists, layouts, standards)
    return book


def _rows(standards: Standards, account: KeyAccount | None) -> dict[str, tuple[Record, ...]]:
    """The rows of every table, by the key of its sheet."""
    return _filled_rows(account) if account else {**_no_rows(KeyAccount), Rating.sheet.key: to_rate(standards)}


def _filled_rows(contents: Contents) -> dict[str, tuple[Record, ...]]:
    return {record.sheet.key: contents.rows(record) for record in contents.records}


def _no_rows(kind: type[Contents]) -> dict[str, tuple[Record, ...]]:
    return {record.sheet.key: () for record in kind.records}


def to_rate(standards: Standards) -> tuple[Rating, ...]:
    """A row without a rating for each criterion and each success factor of the standards."""
    return (
        *(Rating(rates="account", criterion=item.name, rating=None) for item in standards.criteria),
        *(Rating(rates="our strength", criterion=item.name, rating=None) for item in standards.success_factors),
    )

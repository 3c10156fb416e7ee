"""What exports change in one workbook: blanks that are filled, values that the CRM keeps, rows that are new."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.model.people import Account
from pipeline.problems import Problem, fold
from pipeline.workbook.book import Book, BookSheet, address
from pipeline.workbook.cells import is_blank, shown
from pipeline.workbook.crm import CrmRow, case_safe
from pipeline.workbook.crm_columns import ACCOUNTS, CONTACTS, OPPORTUNITIES, ExportKind
from pipeline.workbook.crm_values import CustomerValues, RowValues, Value
from pipeline.workbook.headings import TableFound, find_form, find_sheets, find_table
from pipeline.workbook.parser import Reading


class CellChange(Struct, frozen=True):
    """A cell that differs from the CRM: where it stands, what it is of, what stands there and what the CRM says."""

    sheet: str
    cell: str
    title: str
    of: str
    before: str
    after: str


class AddedRow(Struct, frozen=True):
    """A row that is new on its sheet, what it is called, and the titles of what a person must still fill in."""

    sheet: str
    row: int
    name: str
    to_fill: tuple[str, ...]


class Merge(Struct):
    """What is to be written into one workbook, and what is told of it.

    `filled` were blank, `overwritten` held another value, `kept` hold another value that stays because a person may
    have typed it. `staying` counts the opportunities and stakeholders that stand in the workbook only.
    """

    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    filled: list[CellChange] = field(default_factory=list)
    overwritten: list[CellChange] = field(default_factory=list)
    kept: list[CellChange] = field(default_factory=list)
    added: list[AddedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    staying: int = 0


def merged(book: Book, reading: Reading, found: CustomerValues, identity: dict[str, Value]) -> Merge:
    """What the exports change in the workbook `book`, read as `reading`; nothing is written.

    `identity` is what a new workbook's form says besides. A blank takes the CRM's value; so does a field that the CRM
    keeps, and its former value is told; anything else that a person typed stays. Rows are known by their id, else by
    their name.
    """
    merging = _Merging(book, reading)
    if found.account:
        merging.merge.problems += found.account.problems
    merging.form((found.account.values if found.account else {}) | identity)
    merging.table(OPPORTUNITIES, found.opportunities)
    merging.table(CONTACTS, found.contacts)
    return merging.merge


class _Merging:
    """One workbook while the exports are held against it."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self.merge = Merge()
        self._sheets = find_sheets(book, KeyAccount).sheets
        self._account = reading.readable
        self._unreadable = {
            (problem.sheet, problem.cell)
            for problem in reading.problems
            if problem.severity == "error" and problem.code != "required"
        }

    def form(self, values: dict[str, Value]) -> None:
        """Hold the account's own values against its form."""
        sheet = self._sheets.get(Account)
        if sheet is None or self._account is None:
            self._tell_no_sheet(Account, len(values))
            return
        cells = {key: address(*place) for key, place in find_form(sheet, Account).places.items()}
        self._tell_missing(Account, set(values), set(cells))
        self._hold(ACCOUNTS, sheet, self._account.account, cells, values, "")

    def table(self, kind: ExportKind, rows: Sequence[RowValues]) -> None:
        """Hold opportunities or contacts against their sheet: those that are there, and those that are new."""
        for told in rows:
            self.merge.problems += told.problems
        sheet = self._sheets.get(kind.record)
        if sheet is None or self._account is None:
            self._tell_no_sheet(kind.record, len(rows))
            return
        table = find_table(sheet, kind.record)
        existing = self._account.rows(kind.record) if table.columns else ()
        known, new, problems = _matched(rows, existing)
        self.merge.problems += problems
        self.merge.staying += len(existing) - len(known)
        listed = [(row, str(getattr(record, "id", None) or "")) for row, record in known]
        listed += [
            (row, row.row.id or free_id) for row, free_id in zip(new, _free_ids(kind.record, existing), strict=False)
        ]
        listed = [(self._with_superior(row, existing, listed), its_id) for row, its_id in listed]
        self._tell_missing(kind.record, {key for row, _ in listed for key in row.values}, set(table.columns))
        for (row, _), (_, record) in zip(listed, known, strict=False):
            self._hold(kind, sheet, record, record.origin.cells, row.values, row.row.name)
        free_rows = _free_rows(sheet, table)
        for row, its_id in listed[len(known) :]:
            self._add(kind.record, sheet, table, next(free_rows, 0), row, its_id)

    def _with_superior(
        self, row: RowValues, existing: Sequence[Record], listed: Sequence[tuple[RowValues, str]]
    ) -> RowValues:
        """The row with the id of the superior that it names, if that is one person of the account."""
        wanted = row.row.text("reports_to")
        if not wanted:
            return row
        ids = {its_id for other, its_id in listed if other.row.id == case_safe(wanted)}
        ids = ids or {its_id for other, its_id in listed if fold(other.row.name) == fold(wanted)}
        ids = ids or {str(_value(one, "id")) for one in existing if fold(str(_value(one, "name"))) == fold(wanted)}
        if len(ids) == 1 and "" not in ids:
            return replace(row, values=row.values | {"reports_to": ids.pop()})
        message = f"{row.row.name!r} reports to {wanted!r}, who is not one contact of the account; that was not taken."
        fix = "Export that contact too, or fill in Reports to."
        self.merge.problems.append(_not_taken(row.row, "reports_to", message, fix))
        return row

    def _hold(
        self,
        kind: ExportKind,
        sheet: BookSheet,
        record: Record,
        cells: dict[str, str],
        values: dict[str, Value],
        name: str,
    ) -> None:
        """Hold the values of a row against the cells it has."""
        for column in columns(kind.record):
            if column.key not in values or column.key not in cells:
                continue
            place = cells[column.key]
            cell = sheet.cell(*coordinate_to_tuple(place))
            before = shown(cell) if cell and not is_blank(cell) else ""
            current, value = _value(record, column.key), values[column.key]
            if before and _alike(current, value):
                continue
            change = CellChange(sheet.name, place, column.title, name, before, str(value))
            placeholder = current is None and (column.sheet.name, place) not in self._unreadable
            if _is_fixed(sheet, place) or (before and not placeholder and column.key not in kind.owned):
                self.merge.kept.append(change)
                continue
            (self.merge.overwritten if before else self.merge.filled).append(change)
            self.merge.values.setdefault(sheet.name, {})[place] = value

    def _add(
        self, record: type[Record], sheet: BookSheet, table: TableFound, number: int, row: RowValues, its_id: str
    ) -> None:
        """Put a new row into the free row `number`; 0 if there is none."""
        if not number:
            message = f"Sheet {sheet.name!r} has no free row for {row.row.name!r}; it was left out."
            fix = "Make the table longer in Excel, and import once more."
            self.merge.problems.append(_not_taken(row.row, "", message, fix))
            return
        values = row.values | {"id": its_id}
        places = {key: address(number, column) for key, column in table.columns.items()}
        self.merge.values.setdefault(sheet.name, {}).update(
            {places[key]: value for key, value in values.items() if key in places}
        )
        to_fill = tuple(one.title for one in columns(record) if one.required and one.key not in values)
        self.merge.added.append(AddedRow(sheet.name, number, row.row.name, to_fill))

    def _tell_no_sheet(self, record: type[Record], count: int) -> None:
        if count:
            message = f"There is no sheet {record.sheet.name!r}, so nothing was taken for it."
            fix = f"Copy it from a fresh workbook, and keep the name {record.sheet.name!r}."
            self._tell(record, message, fix)

    def _tell_missing(self, record: type[Record], wanted: set[str], present: set[str]) -> None:
        for column in columns(record):
            if column.key in wanted - present:
                message = f"There is no {column.title!r}, so what the CRM says of it was not taken."
                self._tell(record, message, f"Add a heading {column.title!r}, as in a fresh workbook.")

    def _tell(self, record: type[Record], message: str, fix: str) -> None:
        self.merge.problems.append(
            Problem(code="import-not-taken", severity="warning", message=message, fix=fix, sheet=record.sheet.name)
        )


def _matched(
    rows: Sequence[RowValues], existing: Sequence[Record]
) -> tuple[list[tuple[RowValues, Record]], list[RowValues], list[Problem]]:
    """The rows that are in the workbook with their records, those that are new, and a problem for each that is unclear.

    A row listed twice, as in joined reports, counts once.
    """
    known: list[tuple[RowValues, Record]] = []
    new: list[RowValues] = []
    problems: list[Problem] = []
    by_id = {case_safe(str(_value(record, "id"))): record for record in existing if _value(record, "id")}
    rest: list[RowValues] = []
    seen: set[str] = set()
    for row in rows:
        key = row.row.id or fold(row.row.name)
        if key in seen:
            problems += _repeated(row, rows)
        elif row.row.id in by_id:
            known.append((row, by_id[row.row.id]))
        else:
            rest.append(row)
        seen.add(key)
    taken = {id(record) for _, record in known}
    names = Counter(fold(row.row.name) for row in rest)
    for row in rest:
        named = [one for one in existing if id(one) not in taken and _may_be(one, row.row)]
        if not named:
            new.append(row)
        elif len(named) == 1 and names[fold(row.row.name)] == 1:
            known.append((row, named[0]))
        else:
            problems.append(_unclear(row.row, named[0]))
    return known, new, problems


def _may_be(record: Record, row: CrmRow) -> bool:
    """May a row of the workbook be the row of the export, by its name? Not if it has another id of the CRM's kind."""
    own = str(_value(record, "id") or "")
    other_of_crm = bool(row.id) and len(own) == len(row.id) >= 5 and own.isdigit() == row.id.isdigit()
    return fold(str(_value(record, "name") or "")) == fold(row.name) and not other_of_crm


def _repeated(row: RowValues, rows: Sequence[RowValues]) -> Iterator[Problem]:
    """A problem for a row that says otherwise than the first one with its id or name."""
    key = row.row.id or fold(row.row.name)
    first = next(other for other in rows if (other.row.id or fold(other.row.name)) == key)
    if first.values != row.values:
        message = (
            f"{row.row.name!r} stands already in row {first.row.number}, with other values; this row was left out."
        )
        yield _not_taken(row.row, "", message, "Give the two different ids or names, or export each once.")


def _unclear(row: CrmRow, record: Record) -> Problem:
    message = (
        f"More than one {row.kind.one} is called {row.name!r}, so nobody can tell which is in {record.cell('name')}."
    )
    fix = f"Type its id {row.id} into {record.cell('id')}." if row.id else "Export them with their ids."
    return _not_taken(row, "", f"{message} It was left out.", fix)


def _not_taken(row: CrmRow, part: str, message: str, fix: str) -> Problem:
    return Problem(
        code="import-not-taken",
        severity="warning",
        message=message,
        fix=fix,
        found=row.text(part) if part else row.name,
        file=row.file,
        place=row.place(part),
    )


def _free_ids(record: type[Record], existing: Iterable[Record]) -> Iterator[str]:
    """Ids that no row has, in the way of the field's example: D8, D9, ..."""
    column = next(column for column in columns(record) if column.key == "id")
    prefix = column.example.rstrip("0123456789")
    taken = [re.fullmatch(rf"{prefix}(\d{{1,6}})", str(_value(one, "id")), re.IGNORECASE) for one in existing]
    number = max((int(found[1]) for found in taken if found), default=0)
    while True:
        number += 1
        yield f"{prefix}{number}"


def _free_rows(sheet: BookSheet, table: TableFound) -> Iterator[int]:
    """The rows below the last one in which something stands, to the end of the Excel table if there is one."""
    own = next((one for one in sheet.tables if one.area.first_row == table.heading_row), None)
    number = max((table.heading_row, *table.rows))
    while table.heading_row and (own is None or number < own.area.last_row):
        number += 1
        cells = [sheet.cell(number, column) for column in table.columns.values()]
        if all(cell is None or (is_blank(cell) and not cell.formula) for cell in cells):
            yield number


def _is_fixed(sheet: BookSheet, place: str) -> bool:
    """Is the cell one that is not to be typed into: a formula, or hidden by the cells it is merged with?"""
    row, number = coordinate_to_tuple(place)
    cell, area = sheet.cell(row, number), sheet.merged.get((row, number))
    hidden = area is not None and (row, number) != (area.first_row, area.first_column)
    return hidden or (cell is not None and bool(cell.formula))


def _value(record: Record, key: str) -> object:
    return getattr(record, key, None)


def _alike(current: object, value: Value) -> bool:
    """Do a value of the workbook and one of the CRM say the same? Spaces, signs and case of a text do not count."""
    if isinstance(current, str) and isinstance(value, str):
        return _plain(current) == _plain(value)
    return current == value


def _plain(text: str) -> str:
    """A text for comparing: "https://www.havnes.example/" is "havnes.example" without its dots."""
    short = re.sub(r"^(?:https?://)?(?:www\.)?", "", fold(text))
    return "".join(letter for letter in short if letter.isalnum())

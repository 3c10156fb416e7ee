"""Account workbooks made and refreshed from CRM exports: planned first, then carried out one by one."""

import datetime
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal
from xml.parsers.expat import ExpatError

from msgspec import Struct, field
from msgspec.structs import replace
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.problems import Problem, RunStopped, WorkbookRefused
from pipeline.standards import Standards
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.book import Book
from pipeline.workbook.crm import Export
from pipeline.workbook.crm_accounts import Customer, sort_rows
from pipeline.workbook.crm_mapping import CrmMapping
from pipeline.workbook.crm_values import CustomerValues, RowValues, Value, unknown_stages, values_of
from pipeline.workbook.keeping import is_open, kept_as_it_was
from pipeline.workbook.merge import Merge, merged
from pipeline.workbook.numerals import exact
from pipeline.workbook.parser import PortfolioReading, Reading, read_account, read_input
from pipeline.workbook.preflight import SAVE_AS_XLSX
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.template import write_template
from pipeline.workbook.typed_cells import with_values

Status = Literal["created", "refreshed", "unchanged", "left alone"]

_SAVE_AGAIN = "Open it in Excel, save it, and import once more."
FORMER = "before-import"  # the folder beside the workbooks in which they are kept as they were


class Plan(Struct, frozen=True):
    """What is to be done with the workbook of one customer, and what is told of it.

    `base` is the workbook that the values are typed into: the customer's own, or a fresh one. `former` is where the
    workbook was put as it was before, once it has been refreshed.
    """

    status: Status
    name: str
    account_id: str
    path: Path
    base: Path
    merge: Merge = field(default_factory=Merge)
    reason: Problem | None = None
    former: Path | None = None


class Imports(Struct, frozen=True):
    """The plans for every customer of the exports, and what is to be told of rows that belong to none."""

    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...]


def plan_imports(
    exports: Sequence[Export],
    workbooks: Iterable[Path],
    folder: Path,
    fresh: Path,
    standards: Standards,
    mapping: CrmMapping,
) -> Imports:
    """What the exports make of the `workbooks` and of new ones in `folder`; nothing but `fresh` is written.

    `fresh` is where an empty workbook is written if one is needed, from which the new ones are made.
    """
    found = sort_rows(exports, _account_readings(workbooks, standards), mapping)
    problems = [problem for export in exports for problem in export.problems]
    problems += found.problems
    plans: list[Plan] = []
    empty: tuple[Book, Reading] | None = None
    unstaged: list[RowValues] = []
    for customer in sorted(found.customers, key=lambda one: (one.account_id, one.name)):
        values = values_of(customer, standards, mapping)
        unstaged += values.opportunities
        if customer.workbook:
            plan = _refreshed(customer, customer.workbook, values)
        else:
            plan = _created(customer, folder, fresh)
            if not plan.reason:
                empty = empty or _empty(fresh, standards)
                identity: dict[str, Value] = {"account_id": customer.account_id, "name": customer.name}
                plan = replace(plan, merge=merged(*empty, values, identity))
        plans.append(plan)
    problems += unknown_stages(unstaged, standards)
    return Imports(tuple(plans), tuple(problems))


def carry_out(plan: Plan) -> Plan:
    """Write the workbook of a plan; the plan as it came out.

    A workbook that is refreshed is kept as it was in the folder before-import, and takes its place only after it was
    read back with every value in it. Raises RunStopped if nothing can be written.
    """
    if plan.status not in ("created", "refreshed"):
        return plan
    try:
        plan.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=plan.path.parent, prefix=".keyplan-") as place:
            made = Path(place) / plan.path.name
            if not _is_written(made, plan):
                return _left_alone(plan, "import-not-written", "It could not be written without harm.", _SAVE_AGAIN)
            former = kept_as_it_was(plan.path, FORMER) if plan.status == "refreshed" else None
            os.replace(made, plan.path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunStopped(f"{plan.path} cannot be written ({reason}); it is as it was.") from error
    return replace(plan, former=former)


def _empty(fresh: Path, standards: Standards) -> tuple[Book, Reading]:
    """Write an empty workbook to `fresh`, and read it."""
    write_template(standards, fresh)
    return read_workbook(fresh), read_account(fresh, standards)


def _account_readings(workbooks: Iterable[Path], standards: Standards) -> Iterator[Reading]:
    """The workbooks of accounts as far as they can be read; one that cannot be read goes by its file's name."""
    for path in workbooks:
        try:
            reading = read_input(path, standards)
        except WorkbookRefused as refusal:
            yield Reading(path=path, account_id=account_id_of(path.stem), name=path.stem, problems=refusal.problems)
            continue
        if not isinstance(reading, PortfolioReading):
            yield reading


def _refreshed(customer: Customer, reading: Reading, values: CustomerValues) -> Plan:
    plan = Plan("unchanged", customer.name, customer.account_id, reading.path, reading.path)
    if reading.readable is None:
        return replace(plan, status="left alone", reason=next(iter(reading.problems), None))
    path = reading.path
    if is_open(path):
        message = "Somebody has it open, and would overwrite what is imported."
        return _left_alone(plan, "import-open", message, "Close it in Excel or LibreOffice, and import once more.")
    book = read_workbook(path)
    if book.open_document:
        message = "This is an OpenDocument spreadsheet (.ods), which is read but never changed."
        return _left_alone(plan, "open-document", message, f"{SAVE_AS_XLSX} Then take the .ods out of the folder.")
    merge = merged(book, reading, values, {})
    return replace(plan, merge=merge, status="refreshed" if merge.values else "unchanged")


def _created(customer: Customer, folder: Path, fresh: Path) -> Plan:
    path = folder / f"{customer.account_id}.xlsx"
    plan = Plan("created", customer.name, customer.account_id, path, fresh)
    if path.exists():
        message = f"A file of that name is there already and is not the workbook of {customer.name!r}."
        return _left_alone(plan, "import-not-written", message, "Name another account id in the mapping file.")
    return plan


def _left_alone(plan: Plan, code: str, message: str, fix: str) -> Plan:
    problem = Problem(code=code, severity="error", message=message, fix=fix, file=plan.path.name)
    return replace(plan, status="left alone", reason=problem)


def _is_written(path: Path, plan: Plan) -> bool:
    """Write the workbook of a plan to `path`, and read it back: does it hold every value?"""
    try:
        path.write_bytes(with_values(plan.base, plan.merge.values))
        book = read_workbook(path)
    except (WorkbookRefused, ExpatError, KeyError, ValueError, StopIteration):
        return False
    values = plan.merge.values
    return all(_reads(book, sheet, cell, value) for sheet, cells in values.items() for cell, value in cells.items())


def _reads(book: Book, sheet: str, address: str, value: Value) -> bool:
    found = next((one for one in book.sheets if one.name == sheet), None)
    cell = found.cell(*coordinate_to_tuple(address)) if found else None
    stored = cell.value if cell else None
    if isinstance(value, datetime.date):
        return stored == value.isoformat() or (isinstance(stored, datetime.datetime) and stored.date() == value)
    if isinstance(value, str):
        return stored == value
    return isinstance(stored, int | float) and not isinstance(stored, bool) and exact(stored) == value

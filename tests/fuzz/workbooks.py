"""Spoilt workbooks and their judge: read and checked, or refused in a sentence, and never read as something else.

A second reader, openpyxl or one for OpenDocument, tells which cells the mutation changed; nothing else in the account
may differ.
"""

import io
import random
import re
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import column_index_from_string, coordinate_to_tuple

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.run.reading import read_and_check
from pipeline.workbook.parser import Reading
from tests.builders import shipped_standards
from tests.commands import SAMPLES
from tests.fuzz import open_documents
from tests.fuzz.mutations import mutant, with_hostile_cells
from tests.fuzz.open_documents import Rows
from tests.fuzz.workers import Verdict, in_a_file
from tests.workbooks import a_workbook

HOSTILE_CELLS = 0.3  # of the mutants
LARGE = 0.02  # of them are made from a sample
OPEN = "contoso.ods"  # the original in the format of OpenDocument

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Grid = dict[str, Rows]


def case(seed: str, number: int) -> tuple[str, str, bytes]:
    """The file that mutant `number` of a seed is made from, what was done, and the mutant."""
    dice = random.Random(f"workbook {seed} {number}")
    name = dice.choice(("havnes-meieri", "kaltenbrueck-pharma")) if dice.random() < LARGE else ""
    change = with_hostile_cells if dice.random() < HOSTILE_CELLS else mutant
    return name, *change(original(name), dice)


def open_case(seed: str, number: int) -> tuple[str, str, bytes]:
    """As `case`, made from the original in the format of OpenDocument."""
    return OPEN, *mutant(original(OPEN), random.Random(f"open document {seed} {number}"))


@cache
def original(name: str) -> bytes:
    """A sample by its name, or a small workbook that reads without an error, in the format of OpenDocument for OPEN."""
    if name and name != OPEN:
        return (SAMPLES / f"{name}.xlsx").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        workbook = a_workbook(Path(folder))
        return open_documents.as_open_document(workbook) if name else workbook.read_bytes()


def judged(seed: str, number: int) -> Verdict:
    """What became of one mutant."""
    warnings.simplefilter("ignore")
    return judge(*case(seed, number))


def judged_open(seed: str, number: int) -> Verdict:
    """What became of one mutant in the format of OpenDocument."""
    warnings.simplefilter("ignore")
    return judge(*open_case(seed, number))


def judge(name: str, done: str, blob: bytes) -> Verdict:
    """What became of a file that was made from the original `name` by what was `done`."""
    try:
        reading = read_and_check(in_a_file(OPEN if name == OPEN else "contoso.xlsx", blob), shipped_standards())
    except Exception:
        return Verdict("traceback", f"{done}\n{traceback.format_exc()}")
    if untold := [problem for problem in reading.problems if not (problem.message and problem.fix)]:
        return Verdict("unclear", f"{done}: {untold}")
    if reading.account is None:
        return Verdict("refused")
    before, blob = account_of(name), with_names_of(original(name), blob)
    if reading.account == before:
        unread = "; ".join(changes_not_read(name, blob, before))
        return Verdict("the same", f"{done}: {unread}" if unread else "")
    wrong = "; ".join((*differences(name, blob, before, reading.account), *untold_losses(before, reading)))
    return Verdict("changed", f"{done}: {wrong}" if wrong else "")


def with_names_of(original: bytes, blob: bytes) -> bytes:
    """A file with its parts called as in the original: other readers tell capital letters apart, which is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as archive:
            known = {one.casefold(): one for one in archive.namelist()}
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            names = archive.namelist()
            if all(known.get(one.casefold(), one) == one for one in names):
                return blob
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as spelt:
                for one in names:
                    spelt.writestr(known.get(one.casefold(), one), archive.read(one))
            return file.getvalue()
    except Exception:
        return blob


@cache
def account_of(name: str) -> KeyAccount:
    """The account that was in the workbook before."""
    path = in_a_file("before.ods" if name == OPEN else "before.xlsx", original(name))
    account = read_and_check(path, shipped_standards()).account
    assert account is not None
    return account


def differences(name: str, blob: bytes, before: KeyAccount, after: KeyAccount) -> Iterator[str]:
    """Each value and each row that differs, though another reader sees the same in its cells as before."""
    readers = [reader for reader in other_readers(name) if _reads(reader, blob)]
    if not readers:
        yield "read as another account, though no other reader can read it"
        return
    grids = [(reader(original(name)), reader(blob)) for reader in readers]
    for record in RECORDS:
        sheet = record.sheet.name
        changes = _Changes(record, [(old.get(sheet, {}), new.get(sheet, {})) for old, new in grids])
        then = {_row(one): one for one in before.rows(record)}
        now = {_row(one): one for one in after.rows(record)}
        for row in sorted(then.keys() ^ now.keys()):
            if not changes.in_row(row):
                yield f"{record.sheet.name}, row {row}, was {then.get(row)!r} and is {now.get(row)!r}"
        for row in sorted(then.keys() & now.keys()):
            for column in columns(record):
                was, value = getattr(then[row], column.key), getattr(now[row], column.key)
                address = now[row].origin.cells.get(column.key) or then[row].origin.cells.get(column.key)
                if was == value:
                    continue
                if not address or not changes.at(*coordinate_to_tuple(address)):
                    yield f"{record.sheet.name}!{address} was {was!r} and is {value!r}, where nothing changed"
                elif value is not None and not _agrees(value, changes.new_value(*coordinate_to_tuple(address))):
                    yield f"{record.sheet.name}!{address} is {value!r}, and another reader reads something else"


def changes_not_read(name: str, blob: bytes, account: KeyAccount) -> Iterator[str]:
    """Each field whose cell another reader reads otherwise than before, though the account is the same."""
    reader = other_readers(name)[0]
    if not _reads(reader, blob):
        return
    new, old = reader(blob), reader(original(name))
    for record in RECORDS:
        if not new.get(record.sheet.name):  # openpyxl does not find a part whose name is written in another way
            continue
        for row in account.rows(record):
            for key, address in row.origin.cells.items():
                at, column = coordinate_to_tuple(address)
                was, value = (one.get(record.sheet.name, {}).get(at, {}).get(column, ("", ""))[0] for one in (old, new))
                if _as_typed(was) != _as_typed(value):
                    yield f"{record.sheet.name}!{address} is {value!r} now, and {key} is still {getattr(row, key)!r}"


def _as_typed(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value)).strip().casefold()


def untold_losses(before: KeyAccount, reading: Reading) -> Iterator[str]:
    """Each field that was filled and is blank in all rows now, of which no problem of its sheet tells."""
    assert reading.account is not None
    spoken_of = {problem.sheet for problem in reading.problems}
    for record in RECORDS:
        for column in columns(record):
            was, now = ([getattr(row, column.key) for row in one.rows(record)] for one in (before, reading.account))
            lost = any(value is not None for value in was) and now and all(value is None for value in now)
            if lost and len(was) > 1 and record.sheet.name not in spoken_of:
                yield f"{column.path} was lost without a word"


def _reads(reader: Callable[[bytes], Grid], blob: bytes) -> bool:
    try:
        reader(blob)
    except Exception:
        return False
    return True


class _Changes:
    """Where the cells of a sheet differ, and what the fields in them stand under."""

    def __init__(self, record: type[Record], grids: Sequence[tuple[Rows, Rows]]) -> None:
        self.form, self.grids = record.sheet.form, grids
        self.rows = {row for old, new in grids for row in old.keys() | new.keys() if old.get(row) != new.get(row)}

    def in_row(self, row: int) -> bool:
        """Whether anything changed in a row or above it, where the headings stand."""
        return any(changed <= row for changed in self.rows)

    def at(self, row: int, column: int) -> bool:
        """Whether a cell changed, or a heading above it or, on a form, beside it."""
        if self.form:
            return row in self.rows
        above = range(1, row + 1)
        return any(
            self._cell(old, at, column) != self._cell(new, at, column) for old, new in self.grids for at in above
        )

    def new_value(self, row: int, column: int) -> Any:
        """What the first of the readers reads in a cell."""
        return self._cell(self.grids[0][1], row, column)[0]

    @staticmethod
    def _cell(rows: Rows, row: int, column: int) -> tuple[Any, str]:
        return rows.get(row, {}).get(column, (None, ""))


def _agrees(value: Any, found: Any) -> bool:
    """Whether a value is what another reader reads in its cell; a text may mean anything here."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and isinstance(found, int | float):
        return any(abs(float(value) - float(found) * times) < 1e-6 * max(1, abs(float(value))) for times in (1, 100))
    if isinstance(value, str) and isinstance(found, int | float) and not isinstance(found, bool):
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None and float(value) == found
    if isinstance(value, date) and isinstance(found, datetime):
        return value == found.date()
    return isinstance(found, str) or str(value).casefold() == str(found).casefold()


def _row(row: Record) -> int:
    if row.sheet.form:
        return 0
    return min((coordinate_to_tuple(address)[0] for address in row.origin.cells.values()), default=0)


def other_readers(name: str) -> Sequence[Callable[[bytes], Grid]]:
    """Who else can read what was made from an original."""
    return (open_documents.grid,) if name == OPEN else (grid, grid_as_written)


def grid(blob: bytes) -> Grid:
    """The value and the number format of each filled cell by sheet, row and column, as openpyxl reads them."""
    found: Grid = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(blob), data_only=True).worksheets:
        rows = found.setdefault(sheet.title, {})
        for cell in sheet._cells.values():
            if cell.value is not None:
                rows.setdefault(cell.row, {})[cell.column] = (cell.value, cell.number_format)
    return found


def grid_as_written(blob: bytes) -> Grid:
    """The same as it is written in the XML, where openpyxl gives up a workbook for one cell."""
    archive = zipfile.ZipFile(io.BytesIO(blob))
    targets = {
        one.get("Id"): one.get("Target", "").removeprefix("/xl/")
        for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    strings = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.namelist() else b""
    found: Grid = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        rows = found.setdefault(sheet.attrib["name"], {})
        target = targets[next(value for name, value in sheet.attrib.items() if name.endswith("}id"))]
        for number, row in enumerate(ElementTree.fromstring(archive.read(f"xl/{target}")).iter(f"{_MAIN}row"), 1):
            column = 0
            for cell in row:
                address = re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)", cell.get("r", ""))
                column = column_index_from_string(address[1]) if address else column + 1
                at = int(address[2]) if address else int(row.get("r", number))
                written = ElementTree.tostring(cell, "unicode") + str(hash(strings))
                rows.setdefault(at, {})[column] = (written, "")
    return found


if __name__ == "__main__":  # python -m tests.fuzz.workbooks SEED NUMBER FILE writes one mutant into a file
    _, told_, blob_ = (open_case if sys.argv[3].endswith(".ods") else case)(sys.argv[1], int(sys.argv[2]))
    Path(sys.argv[3]).write_bytes(blob_)
    print(told_)

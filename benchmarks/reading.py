"""Reading a filled workbook: Keyplan against a bare read of the same file by other libraries."""

import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.rounds import Case, Measured, measure, table
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.standards import Standards, read_standards
from pipeline.workbook.parser import read_account
from pipeline.workbook.reader import read_carefully, read_workbook
from pipeline.workbook.template import write_template

ROOT = Path(__file__).parents[1]
ROWS = 25  # on each sheet that is a table


def full_workbook(folder: Path, standards: Standards) -> Path:
    """A workbook with 25 rows on every sheet: the rows of a sample, repeated in turn."""
    account = read_account(ROOT / "samples" / "averley-medical.xlsx", standards).readable
    if account is None:
        raise ValueError("the sample cannot be read")
    rows = {record.sheet.key: account.rows(record) for record in RECORDS if not record.sheet.form}
    filled = {key: tuple(found[n % len(found)] for n in range(ROWS)) if found else () for key, found in rows.items()}
    path = folder / "full.xlsx"
    write_template(standards, path, account=KeyAccount.model_construct(None, account=account.account, **filled))
    return path


def reading(path: Path, standards: Standards, rounds: int) -> list[Measured]:
    """What reading the workbook costs; the bare read by python-calamine is the first case."""
    cases = (
        Case("python-calamine, values only", lambda: calamine(path)),
        Case("Keyplan, cells", lambda: read_workbook(path)),
        Case("Keyplan, cells, every sheet carefully", lambda: read_carefully(path)),
        Case("**Keyplan, the account and its problems**", lambda: read_account(path, standards)),
        Case("openpyxl, values only", lambda: openpyxl.load_workbook(path, data_only=True)),
        Case("openpyxl", lambda: openpyxl.load_workbook(path)),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep
        return measure(cases, rounds)


def calamine(path: Path) -> list[list[list[Any]]]:
    """The values of all sheets."""
    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def main(rounds: int) -> None:
    """Measures and prints."""
    standards = read_standards(ROOT / "input_templates" / "standards.toml")
    with tempfile.TemporaryDirectory() as folder:
        found = reading(full_workbook(Path(folder), standards), standards, rounds)
    print(table(f"a full workbook, {ROWS} rows on each sheet, {rounds} rounds", found))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)

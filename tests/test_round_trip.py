"""A filled workbook is read back as it was filled, whichever program saved it."""

import datetime
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import columns
from pipeline.workbook.parser import read_account
from pipeline.workbook.template import write_template
from tests.builders import shipped_standards
from tests.commands import keyplan, keyplan_json
from tests.generated import generated_account
from tests.workbook.spreadsheets import saved_as

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported", "ignore:Print area cannot be set")

ROWS = 4
DAY = datetime.date(2026, 2, 3)


def value_of(field: dict[str, Any], row: int) -> Any:
    """A value that suits the field, another for each row."""
    choices, kind, key = field["choices"], field["type"], field["path"].rpartition(".")[2]
    if field["refers"]:
        own = field["path"].partition("[")[0]
        target = field["refers"][0]
        return None if target.startswith(f"{own}.") else value_of(referred(target), row)
    if choices:
        return choices[row % len(choices)]
    if kind == "id":
        return "round-trip" if key == "account_id" else f"{field['sheet'][0].upper()}{row}"
    if kind == "date":
        return DAY + datetime.timedelta(days=row + (300 if "end" in key or "due" in key or "close" in key else 0))
    if kind == "period":
        return f"2026-Q{row % 4 + 1}"
    if kind == "yes/no":
        return row % 2 == 0
    if kind == "whole number":
        return int(field["minimum"] or 0) + row
    if kind == "share":
        return 0.25 + row / 100
    if kind in ("number", "money"):
        return 100 + row + 0.5
    if key == "currency":
        return "EUR"
    return f"{field['sheet']} {key} {row}"


@cache
def fields() -> dict[str, dict[str, Any]]:
    """What `keyplan fields` tells of every field that an account's workbook holds, by its path."""
    told = keyplan_json("fields")
    return {field["path"]: field for field in told if field["workbook"] == "account" and not field["computed"]}


def referred(reference: str) -> dict[str, Any]:
    """The field that a reference names: "team.name" is that of the path team[].name."""
    return fields()[reference.replace(".", "[].")]


def fill(sheet: Worksheet, asked: list[dict[str, Any]]) -> None:
    """Types a value for every field under, or for the form beside, its heading."""
    for field in asked:
        for cell in [cell for row in sheet.iter_rows(max_row=120) for cell in row]:
            if str(cell.value or "").removesuffix("*").strip() != field["title"]:
                continue
            if "[]" not in field["path"]:
                type_in(sheet.cell(cell.row, cell.column + 1), value_of(field, 1))
            else:
                for row in range(1, ROWS + 1):
                    type_in(sheet.cell(cell.row + row, cell.column), value_of(field, row))
            break
        else:
            raise AssertionError(f"{field['path']}: no heading {field['title']!r} on {sheet.title}")


def type_in(cell: Any, value: Any) -> None:
    cell.value = ("Yes" if value else "No") if isinstance(value, bool) else value


def as_shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def test_what_is_typed_under_a_heading_is_what_show_tells(tmp_path: Path):
    assert keyplan("new", "Round Trip", "--dir", tmp_path).exit_code == 0
    path = tmp_path / "round-trip.xlsx"
    read = list(fields().values())
    book = openpyxl.load_workbook(path)
    by_sheet: dict[str, list[dict[str, Any]]] = {}
    for field in read:
        by_sheet.setdefault(field["sheet"], []).append(field)
    for name, asked in by_sheet.items():
        fill(book[name], asked)
    book.save(path)

    told = keyplan_json("show", path, "--period", "2026-Q3")

    for field in read:
        key, _, name = field["path"].partition("[].")
        if not name:
            sheet, _, name = key.partition(".")
            assert told[sheet][name] == as_shown(value_of(field, 1)), field["path"]
        else:
            found = [row[name] for row in told[key][:ROWS]]
            assert found == [as_shown(value_of(field, row)) for row in range(1, ROWS + 1)], field["path"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[KeyAccount, Path]:
    """An account with every field of every sheet filled, and its workbook."""
    account = generated_account(1, shipped_standards(), "full")
    path = tmp_path_factory.mktemp("filled") / "filled.xlsx"
    write_template(shipped_standards(), path, account)
    return account, path


def told_apart(path: Path, account: KeyAccount) -> tuple[dict[str, Any], set[str]]:
    """What the workbook gives back otherwise than the account, by path, and the codes of all that was said of it."""
    found = read_account(path, shipped_standards())
    assert [problem for problem in found.problems if problem.severity != "note"] == []
    assert found.account is not None
    differing = {
        f"{record.sheet.key} {number} {column.key}": (getattr(row, column.key), getattr(back, column.key))
        for record in RECORDS
        for number, (row, back) in enumerate(zip(account.rows(record), found.account.rows(record), strict=True))
        for column in columns(record)
        if getattr(row, column.key) != getattr(back, column.key)
    }
    return differing, {problem.code for problem in found.problems}


def test_a_filled_workbook_is_read_back_equal(filled):
    account, path = filled
    assert told_apart(path, account) == ({}, set())


def test_what_openpyxl_saved_is_read_back_equal(filled, tmp_path):
    account, path = filled
    openpyxl.load_workbook(path).save(tmp_path / "saved.xlsx")
    assert told_apart(tmp_path / "saved.xlsx", account) == ({}, set())


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_what_libreoffice_saved_is_read_back_equal(filled, tmp_path, ending):
    account, path = filled
    saved_as(ending, [path], tmp_path, tmp_path / "saved")
    assert told_apart(tmp_path / "saved" / f"filled.{ending}", account) == ({}, set())


def test_what_google_sheets_saved_is_read_back_equal(filled, tmp_path):
    account, path = filled
    assert told_apart(as_google_sheets_saves(path, tmp_path / "downloaded.xlsx"), account) == ({}, set())


def as_google_sheets_saves(path: Path, made: Path) -> Path:
    """The workbook without what Google Sheets drops or leaves unsaid, each sheet padded to a thousand rows."""
    book = openpyxl.load_workbook(path)
    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.tables.clear()
        sheet.data_validations.dataValidation.clear()
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.protection.sheet = False
        for row in range(sheet.max_row + 1, 1001):
            sheet.cell(row, 2).number_format = "0.00"
    book.save(made)
    with zipfile.ZipFile(made) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != "docProps/app.xml"}
    parts["[Content_Types].xml"] = without(
        rb'<Override PartName="/docProps/app.xml"[^>]*>', parts["[Content_Types].xml"]
    )
    parts["_rels/.rels"] = without(rb"<Relationship [^>]*docProps/app.xml[^>]*>", parts["_rels/.rels"])
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = without(rb"<dimension [^>]*>", parts[name])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made


def without(pattern: bytes, content: bytes) -> bytes:
    """The content without the one place where the pattern stands."""
    left, count = re.subn(pattern, b"", content)
    assert count == 1
    return left

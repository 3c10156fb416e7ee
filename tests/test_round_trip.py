"""A workbook filled by heading alone, from what `keyplan fields` says, is read back as it was filled."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.commands import keyplan, keyplan_json

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
    """What `keyplan fields` tells of every field that a workbook holds, by its path."""
    return {field["path"]: field for field in keyplan_json("fields") if not field["computed"]}


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

"""A sheet in fewer bytes: the formulas and the blank cells are the same ones as before."""

import io
import re
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from pipeline.workbook.lean import lean_sheet
from tests.builders import STANDARDS_FILE

SHEET = "xl/worksheets/sheet1.xml"


def saved(column: Sequence[str | None]) -> dict[str, bytes]:
    """The parts of a workbook with formulas, from A8 down."""
    book = openpyxl.Workbook()
    for row, formula in enumerate(column, 8):
        book.active[f"A{row}"] = formula
        book.active[f"B{row}"].number_format = "0%"
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def formulas(parts: dict[str, bytes]) -> dict[str, str]:
    """The formulas that openpyxl reads, those that are shared worked out for their rows."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    sheet = openpyxl.load_workbook(content).active
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def written(column: Sequence[str | None]) -> bytes:
    """The lean sheet; asserts that openpyxl reads the formulas that were written."""
    parts = saved(column)
    lean = lean_sheet(parts[SHEET])
    assert formulas(parts | {SHEET: lean}) == {f"A{row}": text for row, text in enumerate(column, 8) if text}
    return lean


def test_a_formula_filled_down_is_written_once():
    column = [f'=IF(B{row}="B{row - 1}",$C$8+D{row - 1},$E{row}&LOG10(F{row})&rows_1)' for row in range(8, 12)]
    same = [text.replace(f'"B{row - 1}"', '"B7"') for row, text in enumerate(column, 8)]

    lean = written(same)

    assert lean.count(b"$C$8") == 1
    assert b'<f t="shared" ref="A8:A11" si="0">' in lean
    assert lean.count(b'<f t="shared" si="0"/>') == 3


def test_runs_side_by_side_are_told_apart():
    lean = written(["=B8+1", "=B9+1", "=C10", "=C11", None, "=C13", "=C13", "=C14", "=C15"])

    assert re.findall(rb'ref="([^"]+)" si="(\d)"', lean) == [(b"A8:A9", b"0"), (b"A10:A11", b"1"), (b"A14:A16", b"2")]


@pytest.mark.parametrize(
    "fill",
    [
        lambda row: f"=Team!B{row}",
        lambda row: f"='Voice sample'!B{row}",
        lambda row: f"=SUM(tblTeam[Hours])+B{row}",
        lambda row: f"=SUM({row}:{row})",
        lambda row: f'="B{row}"',
        lambda row: "=$B$8" if row % 2 else "=B8",
    ],
    ids=["sheet", "quoted sheet", "table", "whole row", "text", "fixed and not"],
)
def test_what_excel_does_not_fill_down_or_what_differs_stays_whole(fill):
    assert b"shared" not in written([fill(row) for row in range(8, 12)])


def test_a_formula_that_names_no_cell_is_shared_too():
    assert b'ref="A8:A9"' in written(["=rows_team+1", "=rows_team+1"])


def test_a_blank_cell_keeps_its_style_and_nothing_else():
    lean = written([None, "=1"])

    assert re.search(rb'<c r="B8" s="1"/>', lean)


def test_the_check_of_a_table_stands_once_in_the_workbook_that_is_shipped():
    with zipfile.ZipFile(STANDARDS_FILE.with_name("account.xlsx")) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]

    assert sum(b'<f t="shared" ref="A8:' in sheet for sheet in sheets) >= 20
    assert sum(map(len, sheets)) < 2_000_000

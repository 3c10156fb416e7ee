"""Values are typed into a saved workbook, and everything else in it stays byte for byte."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.workbook.reader import read_workbook
from pipeline.workbook.typed_cells import with_values
from tests.commands import SAMPLES

DAY = datetime.date(2026, 12, 15)


def a_book(folder: Path, change: Callable[[Workbook], None] = lambda book: None) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Deals"
    sheet["B2"], sheet["D2"] = "kept", 1
    sheet["C3"].number_format = "dd mmm yyyy"
    change(book)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def typed(path: Path, cells: dict[str, object]) -> dict[str, object]:
    """The cells of sheet Deals, as they are read after the values were typed in."""
    path.write_bytes(with_values(path, {"Deals": cells}))  # type: ignore[dict-item]
    (sheet,) = [sheet for sheet in read_workbook(path).sheets if sheet.name == "Deals"]
    return {cell.address: cell.value for row in sheet.rows.values() for cell in row.values()}


def test_values_stand_in_cells_that_were_filled_empty_between_and_in_new_rows(tmp_path: Path):
    values = {"A2": "first", "B2": "new", "C2": Decimal("1234.5"), "E2": "last", "A1": "above", "B9": "below"}

    found = typed(a_book(tmp_path), values)

    assert found == {"D2": 1, "A1": "above", "A2": "first", "B2": "new", "C2": 1234.5, "E2": "last", "B9": "below"}


def test_new_cells_stand_in_the_order_that_excel_demands(tmp_path: Path):
    path = a_book(tmp_path)
    content = with_values(path, {"Deals": {"E2": "e", "C2": "c", "A2": "a", "A9": "z", "B1": "y"}})

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        written = re.findall(rb'<(?:c|row) r="([A-Z]*)(\d+)"', book.read("xl/worksheets/sheet1.xml"))
    places = [(int(row), column.decode()) for column, row in written]
    assert places == sorted(places)
    assert {(2, "A"), (2, "C"), (2, "E"), (9, "A"), (1, "B")} <= set(places)


@pytest.mark.parametrize("words", ["=1+1", "#N/A", "a <b> & \"c\" 'd'", " edges ", "two\nlines", "_x000D_", "Ø 漢 😀"])
def test_a_text_stays_the_text_it_is(tmp_path: Path, words: str):
    assert typed(a_book(tmp_path), {"B2": words})["B2"] == words


def test_a_day_is_a_date_where_the_cell_shows_dates_and_text_where_it_does_not(tmp_path: Path):
    found = typed(a_book(tmp_path), {"C3": DAY, "C4": DAY})

    assert found["C3"] == datetime.datetime(2026, 12, 15)
    assert found["C4"] == "2026-12-15"


def test_a_day_is_right_in_the_calendar_that_begins_in_1904(tmp_path: Path):
    def mac(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    assert typed(a_book(tmp_path, mac), {"C3": DAY})["C3"] == datetime.datetime(2026, 12, 15)


def test_formulas_are_worked_out_when_the_workbook_is_opened(tmp_path: Path):
    path = a_book(tmp_path)
    content = {entry: zipfile.ZipFile(path).read(entry) for entry in zipfile.ZipFile(path).namelist()}
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(
        b'<calcPr calcId="124519" fullCalcOnLoad="1" />', b""
    )
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(
        b'<calcPr calcId="124519" fullCalcOnLoad="1"/>', b""
    )
    assert b"calcPr" not in content["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as made:
        for name, part in content.items():
            made.writestr(name, part)

    typed(path, {"B2": "new"})

    assert load_workbook(path).calculation.fullCalcOnLoad


def test_all_other_parts_of_a_real_workbook_are_the_same_bytes(tmp_path: Path):
    path = SAMPLES / "havnes-meieri.xlsx"
    changed = tmp_path / "changed.xlsx"
    changed.write_bytes(with_values(path, {"Opportunities": {"G9": Decimal(448000)}}))

    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed) as after:
        assert before.namelist() == after.namelist()
        differing = [name for name in before.namelist() if before.read(name) != after.read(name)]
        opportunities = f"xl/worksheets/sheet{load_workbook(path).sheetnames.index('Opportunities') + 1}.xml"
        old, new = before.read(opportunities), after.read(opportunities)
    assert differing == [opportunities]
    assert b"<v>460000</v>" in old
    start = next(index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    assert b"448000" in new[start - 10 : start + 10]
    assert old[start + 30 :] in new


def test_the_same_values_give_the_same_bytes():
    path = SAMPLES / "havnes-meieri.xlsx"
    values = {"Account": {"C16": "+47 1"}}

    assert with_values(path, values) == with_values(path, values)


def test_a_sheet_that_is_not_there_is_a_key_error(tmp_path: Path):
    with pytest.raises(KeyError):
        with_values(a_book(tmp_path), {"Elsewhere": {"A1": "x"}})

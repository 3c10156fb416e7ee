"""Cells as they were saved: values, formulas, errors, formats, hidden and merged ones, tables."""

import random
import re
import time
import zipfile
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from pipeline.problems import WorkbookRefused
from pipeline.workbook.book import NO_DATE, UNREADABLE, BookSheet, Cell
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.template import write_template
from tests.builders import a_filled_account, shipped_standards
from tests.workbook.test_preflight import with_part

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
SHEET_DAMAGED = "damaged: The file is damaged: sheet 'Sheet' cannot be read."
SHEET = "xl/worksheets/sheet1.xml"


def saved(folder: Path, book: openpyxl.Workbook) -> Path:
    path = folder / "contoso.xlsx"
    book.save(path)
    return path


def with_values(folder: Path, *values: object) -> Path:
    """A workbook with the values in row 1 of its one sheet."""
    book = openpyxl.Workbook()
    book.active.append(values)
    return saved(folder, book)


def with_xml(folder: Path, rows: str, after: str = "") -> Path:
    """A workbook whose one sheet has these rows as XML."""
    xml = f"{HEAD}{rows}</sheetData>{after}</worksheet>"
    return with_part(with_values(folder, "text"), SHEET, xml.encode())


def with_two_sheets(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.create_sheet("Second")["A1"] = 2
    return saved(folder, book)


def with_relations(path: Path, pattern: bytes, instead: bytes) -> Path:
    """The workbook with what its list of relationships says in one place said otherwise."""
    name = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(path) as archive:
        content, count = re.subn(pattern, instead, archive.read(name))
    assert count == 1
    return with_part(path, name, content)


def sheet_of(path: Path) -> BookSheet:
    return read_workbook(path).sheets[0]


def cells_of(path: Path) -> dict[str, Cell]:
    return {cell.address: cell for row in sheet_of(path).rows.values() for cell in row.values()}


def value_of(path: Path, address: str = "A1") -> object:
    return cells_of(path)[address].value


def refusal(path: Path) -> str:
    start = time.process_time()
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(path)
    assert time.process_time() - start < 2
    (problem,) = refused.value.problems
    assert problem.fix
    return f"{problem.code}: {problem.message}"


def test_values_keep_their_types_and_addresses(tmp_path):
    when = datetime(2026, 3, 4)
    path = with_values(tmp_path, "text", 42, 2.5, True, when, timedelta(hours=36), clock(9, 30), None, "last")

    assert {address: cell.value for address, cell in cells_of(path).items()} == {
        "A1": "text",
        "B1": 42,
        "C1": 2.5,
        "D1": True,
        "E1": when,
        "F1": timedelta(hours=36),
        "G1": clock(9, 30),
        "I1": "last",
    }


def test_the_number_format_comes_with_the_value(tmp_path):
    book = openpyxl.Workbook()
    for address, code in (("A1", "0%"), ("B1", '#,##0 "EUR"'), ("C1", "General")):
        book.active[address] = 0.5
        book.active[address].number_format = code

    cells = cells_of(saved(tmp_path, book))

    assert [cell.number_format for cell in cells.values()] == ["0%", '#,##0 "EUR"', "General"]


def test_an_error_cell_is_an_error_and_the_same_text_is_text(tmp_path):
    rows = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="inlineStr"><is><t>#REF!</t></is></c></row>'
    cells = cells_of(with_xml(tmp_path, rows))

    assert (cells["A1"].error, cells["A1"].value) == ("#REF!", None)
    assert (cells["B1"].error, cells["B1"].value) == ("", "#REF!")


def test_a_formula_brings_its_text_and_its_stored_result(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f>B1+1</f><v>3</v></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>X</f></c>'
        '<c r="D1" t="str"><f>IF(A1,"","")</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    cells = cells_of(with_xml(tmp_path, rows))

    assert (cells["A1"].formula, cells["A1"].value, cells["A1"].calculated) == ("=B1+1", 3, True)
    assert [cells[address].calculated for address in ("B1", "C1", "D1", "E1")] == [False, False, True, True]
    assert cells["E1"].error == "#DIV/0!"


def test_a_formula_that_openpyxl_wrote_was_never_calculated(tmp_path):
    (cell,) = cells_of(with_values(tmp_path, "=1+1")).values()

    assert (cell.formula, cell.value, cell.calculated) == ("=1+1", None, False)


@pytest.mark.parametrize(
    "content",
    ["<v>" + "9" * 5000 + "</v>", "<v>1e400</v>", "<v>nan</v>", "<v>twelve</v>"],
    ids=["million digits", "infinity", "nan", "words"],
)
def test_a_damaged_number_stays_with_its_cell(tmp_path, content):
    cells = cells_of(with_xml(tmp_path, f'<row r="1"><c r="A1">{content}</c><c r="B1"><v>1</v></c></row>'))

    assert (cells["A1"].error, cells["A1"].value, cells["B1"].value) == (UNREADABLE, None, 1)


def test_a_damaged_iso_date_and_a_missing_string_stay_with_their_cells(tmp_path):
    rows = '<row r="1"><c r="A1" t="d"><v>2026-99-99</v></c><c r="B1" t="s"><v>777</v></c><c r="C1"><v>1</v></c></row>'
    cells = cells_of(with_xml(tmp_path, rows))

    assert [cell.error for cell in cells.values()] == [UNREADABLE, UNREADABLE, ""]


def test_a_date_outside_the_calendar_shows_what_excel_shows(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 5_000_000
    book.active["A1"].number_format = "yyyy-mm-dd"

    assert cells_of(saved(tmp_path, book))["A1"].error == NO_DATE


def test_dates_of_the_1904_calendar_are_the_same_days(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = datetime(2026, 3, 4)

    assert value_of(saved(tmp_path, book)) == datetime(2026, 3, 4)


def test_a_strict_workbook_reads_like_any_other(tmp_path):
    path = with_values(tmp_path, "text", 42)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            for usual, strict in STRICT.items():
                content = content.replace(usual, strict)
            archive.writestr(name, content)

    assert [cell.value for cell in cells_of(path).values()] == ["text", 42]


def test_escapes_are_resolved_and_rich_text_is_joined(tmp_path):
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b _x005F_x000D_</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>bold</t></r><r><t> plain</t></r><rPh><t>no</t></rPh></is></c></row>'
    )
    path = with_xml(tmp_path, rows)

    assert (value_of(path, "A1"), value_of(path, "B1")) == ("a\rb _x000D_", "bold plain")


def test_cells_without_addresses_are_counted(tmp_path):
    path = with_xml(tmp_path, "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")

    assert {address: cell.value for address, cell in cells_of(path).items()} == {"A1": 1, "C1": 3, "A2": 4}


def test_hidden_rows_and_sheets_merged_cells_and_tables_are_told(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Id", "Name"], ["A", "x"], ["B", "y"], [None, 2]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("D1:E2")
    table = Table(displayName="tblA", ref="A1:B4", totalsRowCount=1)
    sheet.add_table(table)
    book.create_sheet("Other").sheet_state = "hidden"

    read = read_workbook(saved(tmp_path, book))
    first = read.sheets[0]

    assert first.hidden_rows == {2}
    assert {str(area) for area in first.merged.values()} == {"D1:E2"}
    assert [(table.name, str(table.area), table.total_rows) for table in first.tables] == [("tblA", "A1:B3", 1)]
    assert [sheet.hidden for sheet in read.sheets] == [False, True]


def test_a_value_far_out_is_refused_with_its_place(tmp_path):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "lost"

    assert refusal(saved(tmp_path, book)) == (
        "far-cell: Something stands far out, in cell XFD1048576 of sheet 'Sheet'."
    )


def test_a_formatted_blank_cell_far_out_costs_nothing(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].number_format = "0%"

    assert list(cells_of(saved(tmp_path, book))) == ["A1"]


def test_a_huge_merged_area_is_refused(tmp_path):
    path = with_xml(tmp_path, "", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')

    assert refusal(path) == "merged-area: On sheet 'Sheet' a very large area is merged (A1:XFD1048576)."


def test_a_dimension_that_lies_hides_nothing(tmp_path):
    path = with_values(tmp_path, 1, 2)
    with zipfile.ZipFile(path) as archive:
        xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', archive.read(SHEET))

    assert list(cells_of(with_part(path, SHEET, xml))) == ["A1", "B1"]


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        (SHEET, f'{HEAD}<row><c r="9"><v>1</v></c></row></sheetData></worksheet>'.encode(), SHEET_DAMAGED),
        (SHEET, f"{HEAD}<row>".encode(), SHEET_DAMAGED),
        ("xl/workbook.xml", b"<workbook", "damaged: The file is damaged: its list of sheets or styles cannot be read."),
        ("xl/workbook.xml", b"<workbook/>", "damaged: The workbook holds no worksheet."),
    ],
)
def test_damaged_xml_is_refused_with_its_sheet(tmp_path, part, content, message):
    assert refusal(with_part(with_values(tmp_path, 1), part, content)) == message


def test_a_missing_sheet_part_is_refused_by_name(tmp_path):
    path = with_values(tmp_path, 1)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != SHEET}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert refusal(path) == "damaged: The file is damaged: the content of sheet 'Sheet' is missing."


@pytest.mark.parametrize("kind", [b"", b"NaN", b"https://example.com/relationships/sheet"])
def test_a_sheet_that_is_no_longer_said_to_be_one_is_refused_by_name_rather_than_passed_over(tmp_path, kind):
    path = with_relations(
        with_two_sheets(tmp_path),
        rb'[^"]*/worksheet" Target="/xl/worksheets/sheet2',
        kind + b'" Target="/xl/worksheets/sheet2',
    )

    assert refusal(path) == "damaged: The file is damaged: it does not tell where the content of sheet 'Second' stands."


def test_a_sheet_that_is_a_chart_has_no_cells(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("Picture")

    assert [sheet.name for sheet in read_workbook(saved(tmp_path, book)).sheets] == ["Sheet"]


def test_styles_that_no_library_would_accept_do_not_matter(tmp_path):
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    styles = b'<styleSheet xmlns="' + main + b'"><fills><fill/></fills></styleSheet>'

    assert value_of(with_part(with_values(tmp_path, 7), "xl/styles.xml", styles)) == 7


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_every_value_is_the_one_that_openpyxl_reads(tmp_path):
    path = tmp_path / "contoso.xlsx"
    write_template(shipped_standards(), path, account=a_filled_account())
    book = openpyxl.load_workbook(path, data_only=True)
    ours = {sheet.name: sheet for sheet in read_workbook(path).sheets}

    for sheet in book:
        theirs = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        cells = [cell for row in ours[sheet.title].rows.values() for cell in row.values()]
        assert {cell.address: cell.value for cell in cells if cell.value is not None} == theirs
        assert sheet.title in ("Start", "Lists") or theirs


def damaged(content: bytes, dice: random.Random) -> bytes:
    """`content` with one to four places overwritten, taken out or doubled."""
    found = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(found))
        found[at : at + dice.choice((0, 1, 20))] = dice.choice((b"9", b"", b"<", bytes(found[:30])))
    return bytes(found)


def is_refused(path: Path) -> bool:
    try:
        read_workbook(path)
    except WorkbookRefused as refusal:
        return bool(refusal.problems)
    return False


def test_no_damage_to_a_workbook_gives_anything_but_cells_or_a_refusal(tmp_path):
    path = with_values(tmp_path, "text", 42, datetime(2026, 3, 4), True)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith(("xl/w", "xl/s", "xl/_"))]
    dice = random.Random(7)
    refused = 0
    for _ in range(150):
        name = dice.choice(names)
        refused += is_refused(with_part(path, name, damaged(parts[name], dice)))
        with_part(path, name, parts[name])

    assert 0 < refused < 150


def test_a_damaged_cell_leaves_the_one_before_it_as_it_was(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c t="s"><v>-1</v></c><c><v>3</v></c></row>'
    cells = cells_of(with_xml(tmp_path, rows))

    assert (cells["A1"].value, cells["B1"].error, cells["C1"].value) == (1, UNREADABLE, 3)


@pytest.mark.parametrize("address", ["?", "9", "1,5", "A1:B2", "../x"])
def test_a_cell_of_which_nobody_knows_where_it_stands_refuses_its_sheet(tmp_path, address):
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{address}"><v>2</v></c></row>'

    assert refusal(with_xml(tmp_path, rows)) == SHEET_DAMAGED

"""OpenDocument spreadsheets: each kind of cell, what is repeated, hidden and merged, and the limits."""

import zipfile
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from pipeline.workbook.book import UNREADABLE, Cell
from pipeline.workbook.reader import read_workbook
from tests.workbook.open_documents import a_text, an_ods, sheet_xml
from tests.workbook.test_preflight import with_part
from tests.workbook.test_reader import cells_of, refusal, sheet_of


def with_rows(folder: Path, rows: str, styles: str = "") -> Path:
    """A spreadsheet whose one sheet has these rows."""
    return an_ods(folder, sheet_xml("Sheet", rows), styles)


def cell_of(folder: Path, attributes: str, inside: str = "", styles: str = "") -> Cell:
    """The one cell of a spreadsheet, by its attributes and what stands inside it."""
    cell = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    (found,) = cells_of(with_rows(folder, f"<table:table-row>{cell}</table:table-row>", styles)).values()
    return found


@pytest.mark.parametrize(
    ("attributes", "inside", "value", "number_format"),
    [
        ('office:value-type="float" office:value="42"', "<text:p>42</text:p>", 42, "General"),
        ('office:value-type="float" office:value="2.5"', "", 2.5, "General"),
        ('office:value-type="percentage" office:value="0.1"', "<text:p>10 %</text:p>", 0.1, "0%"),
        ('office:value-type="currency" office:currency="SEK" office:value="5"', "", 5, "[$SEK] #,##0.00"),
        ('office:value-type="boolean" office:boolean-value="true"', "", True, "General"),
        ('office:value-type="boolean" office:boolean-value="false"', "", False, "General"),
        ('office:value-type="date" office:date-value="2026-03-04"', "", datetime(2026, 3, 4), "yyyy-mm-dd"),
        (
            'office:value-type="date" office:date-value="2026-03-04T09:30:00.5Z"',
            "",
            datetime(2026, 3, 4, 9, 30, 0, 500_000),
            "yyyy-mm-dd",
        ),
        ('office:value-type="time" office:time-value="PT09H30M00S"', "", clock(9, 30), "hh:mm:ss"),
        ('office:value-type="time" office:time-value="PT36H00M00S"', "", timedelta(hours=36), "hh:mm:ss"),
        ('office:value-type="time" office:time-value="-PT01H"', "", timedelta(hours=-1), "hh:mm:ss"),
        ('office:value-type="string" office:string-value="kept"', "<text:p>shown</text:p>", "kept", "General"),
    ],
)
def test_each_kind_of_value_is_read_as_in_excels_own_format(tmp_path, attributes, inside, value, number_format):
    cell = cell_of(tmp_path, attributes, inside)

    assert (cell.value, type(cell.value), cell.number_format) == (value, type(value), number_format)


def test_a_text_keeps_its_lines_and_spaces_and_leaves_out_the_note_on_its_cell(tmp_path):
    inside = "<office:annotation><text:p>a note</text:p></office:annotation>"
    inside += '<text:p>one<text:s text:c="3"/><text:span>two<text:tab/></text:span>x</text:p><text:p>three</text:p>'

    assert cell_of(tmp_path, 'office:value-type="string"', inside).value == "one   two\tx\nthree"


def test_a_text_of_very_many_spaces_stays_small(tmp_path):
    inside = '<text:p>a<text:s text:c="2000000000"/>b</text:p>'

    assert len(str(cell_of(tmp_path, 'office:value-type="string"', inside).value)) == 102


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "<text:p>#DIV/0!</text:p>"),
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"', "<text:p>#DIV/0!</text:p>"),
    ],
    ids=["LibreOffice", "other programs"],
)
def test_an_error_cell_is_an_error(tmp_path, attributes, inside):
    cell = cell_of(tmp_path, attributes, inside)

    assert (cell.error, cell.value, cell.formula) == ("#DIV/0!", None, "=1/0")


def test_the_text_of_an_error_that_was_typed_is_text(tmp_path):
    cell = cell_of(tmp_path, 'office:value-type="string"', "<text:p>#N/A</text:p>")

    assert (cell.error, cell.value) == ("", "#N/A")


@pytest.mark.parametrize(
    "attributes",
    [
        'office:value-type="float" office:value="twelve"',
        'office:value-type="float" office:value="1e400"',
        f'office:value-type="float" office:value="{"9" * 5000}"',
        'office:value-type="date" office:date-value="2026-99-99"',
        'office:value-type="date"',
        'office:value-type="time" office:time-value="noon"',
        f'office:value-type="time" office:time-value="PT{"9" * 30}H"',
    ],
)
def test_a_damaged_value_stays_with_its_cell(tmp_path, attributes):
    rows = f"<table:table-row><table:table-cell {attributes}/>{a_text('good')}</table:table-row>"
    cells = cells_of(with_rows(tmp_path, rows))

    assert (cells["A1"].error, cells["A1"].value, cells["B1"].value) == (UNREADABLE, None, "good")


def test_a_formula_brings_its_stored_result_or_says_that_there_is_none(tmp_path):
    rows = (
        '<table:table-row><table:table-cell table:formula="of:=[.B1]+1" office:value-type="float" office:value="3"/>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell table:formula="of:=IF(1;&quot;&quot;)"><text:p/></table:table-cell>'
        '<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1"/></table:table-row>'
    )
    cells = cells_of(with_rows(tmp_path, rows))

    assert (cells["A1"].formula, cells["A1"].value, cells["A1"].calculated) == ("=[.B1]+1", 3, True)
    assert (cells["B1"].value, cells["B1"].calculated) == (None, False)
    assert (cells["C1"].value, cells["C1"].calculated) == (None, True)
    assert (cells["D1"].value, cells["D1"].formula) == (True, "")


STYLES = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="1"/><number:text>%</number:text>'
    '</number:percentage-style><number:currency-style style:name="N2"><number:number number:decimal-places="2" '
    'number:grouping="true"/><number:text> </number:text><number:currency-symbol>€</number:currency-symbol>'
    '</number:currency-style><number:date-style style:name="N3"><number:day/><number:text>.</number:text>'
    '<number:month number:textual="true"/><number:text> at </number:text><number:year/></number:date-style>'
    '<number:time-style style:name="N4" number:truncate-on-overflow="false"><number:hours/></number:time-style>'
    '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="c1b" style:family="table-cell" style:parent-style-name="c1"/>'
    '<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="c3" style:family="table-cell" style:data-style-name="N3"/>'
    '<style:style style:name="c4" style:family="table-cell" style:data-style-name="N4"/>'
    '<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>'
    '<style:style style:name="t1" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("c1", "0.0%"),
        ("c1b", "0.0%"),
        ("c2", "#,##0.00 [$€]"),
        ("c3", 'dd.mmmm" at "yy'),
        ("c4", "[h]"),
        ("loop", "General"),
        ("none", "General"),
    ],
)
def test_a_format_is_told_by_its_code(tmp_path, style, code):
    attributes = f'table:style-name="{style}" office:value-type="float" office:value="1"'

    assert cell_of(tmp_path, attributes, styles=STYLES).number_format == code


def test_a_cell_without_a_style_has_that_of_its_column_and_the_format_decides_what_a_time_is(tmp_path):
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column '
        'table:default-cell-style-name="c4"/><table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT09H30M00S"/></table:table-row>'
    )
    (cell,) = cells_of(with_rows(tmp_path, rows, STYLES)).values()

    assert (cell.address, cell.number_format, cell.value) == ("C1", "[h]", timedelta(hours=9, minutes=30))


def test_what_is_repeated_stands_in_each_of_its_places_and_blanks_cost_nothing(tmp_path):
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:style-name="x"/>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="10"><table:table-cell table:number-columns-repeated="16384"/>'
        f"</table:table-row><table:table-row>{a_text('last')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="999999999999" table:visibility="collapse">'
        '<table:table-cell table:style-name="x" table:number-columns-repeated="16384"/></table:table-row>'
    )
    cells = cells_of(with_rows(tmp_path, rows))

    assert {address: cell.value for address, cell in cells.items()} == {
        **dict.fromkeys(("B1", "C1", "B2", "C2"), 7),
        "A13": "last",
    }


@pytest.mark.parametrize(
    ("repeated", "code", "place"),
    [
        ('table:number-rows-repeated="1048576"', "far-cell", "cell A1048576 of sheet"),
        ("", "far-cell", "cell XFD1 of sheet"),
    ],
)
def test_a_value_that_is_repeated_without_end_is_refused(tmp_path, repeated, code, place):
    columns = "" if repeated else 'table:number-columns-repeated="16384"'
    cell = f'<table:table-cell {columns} office:value-type="float" office:value="1"/>'
    path = with_rows(tmp_path, f"<table:table-row {repeated}>{cell}</table:table-row>")

    told = refusal(path)

    assert told.startswith(f"{code}: ")
    assert place in told


def test_rows_in_groups_and_hidden_ones_and_filtered_ones_and_hidden_columns_and_sheets_are_told(tmp_path):
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        f"<table:table-header-rows><table:table-row>{a_text('Id')}</table:table-row></table:table-header-rows>"
        f'<table:table-row-group><table:table-row table:visibility="collapse">{a_text("a")}</table:table-row>'
        f'</table:table-row-group><table:table-row table:visibility="filter">{a_text("b")}</table:table-row>'
    )
    sheets = sheet_xml("First", rows) + sheet_xml("Second", f"<table:table-row>{a_text('x')}</table:table-row>", "t1")
    first, second = read_workbook(an_ods(tmp_path, sheets, STYLES)).sheets

    assert [cell.value for row in first.rows.values() for cell in row.values()] == ["Id", "a", "b"]
    assert (first.hidden_rows, first.hidden_columns) == ({2, 3}, {2, 3})
    assert (first.hidden, second.hidden) == (False, True)


def test_merged_cells_keep_what_they_hide(tmp_path):
    rows = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" '
        'office:value-type="float" office:value="1"/><table:covered-table-cell office:value-type="float" '
        'office:value="2"/></table:table-row>'
    )
    sheet = sheet_of(with_rows(tmp_path, rows))

    assert {str(area) for area in sheet.merged.values()} == {"A1:B2"}
    assert [cell.value for cell in sheet.rows[1].values()] == [1, 2]


def test_a_huge_merged_area_is_refused(tmp_path):
    cell = '<table:table-cell table:number-columns-spanned="16384" table:number-rows-spanned="1048576"/>'

    told = refusal(with_rows(tmp_path, f"<table:table-row>{cell}</table:table-row>"))

    assert told == "merged-area: On sheet 'Sheet' a very large area is merged (A1:XFD1048576)."


def test_ranges_with_a_name_are_tables_and_those_of_a_filter_are_not(tmp_path):
    ranges = (
        "<table:database-range table:name=\"tblA\" table:target-range-address=\"'O''Brien.s'.A1:'O''Brien.s'.C9\"/>"
        '<table:database-range table:name="tblB" table:target-range-address="$Plain.$B$2:.$C$3"/>'
        '<table:database-range table:name="__Anonymous_Sheet_DB__1" table:target-range-address="Plain.A1:Plain.B3"/>'
        '<table:database-range table:name="list" table:contains-header="false" '
        'table:target-range-address="Plain.A1:Plain.B3"/>'
    )
    after = f"<table:database-ranges>{ranges}</table:database-ranges>"
    sheets = sheet_xml("O'Brien.s", "<table:table-row/>") + sheet_xml("Plain", "<table:table-row/>")
    read = read_workbook(an_ods(tmp_path, sheets, after=after)).sheets

    assert [[(t.name, str(t.area)) for t in sheet.tables] for sheet in read] == [
        [("tblA", "A1:C9")],
        [("tblB", "B2:C3")],
    ]


def test_a_copy_of_another_files_sheet_and_a_table_inside_a_cell_are_no_sheets(tmp_path):
    inner = sheet_xml("Inner", f"<table:table-row>{a_text('inner')}</table:table-row>")
    own = sheet_xml(
        "Own", f"<table:table-row><table:table-cell>{inner}</table:table-cell>{a_text('b')}</table:table-row>"
    )
    linked = sheet_xml("'file:///x.ods'#$S", f"<table:table-source/><table:table-row>{a_text('x')}</table:table-row>")
    (sheet,) = read_workbook(an_ods(tmp_path, own + linked)).sheets

    assert (sheet.name, [cell.value for cell in sheet.rows[1].values()]) == ("Own", ["b"])


def test_the_versions_stand_among_the_properties(tmp_path):
    meta = '<meta:user-defined meta:name="keyplan_template_version">1.0</meta:user-defined>'
    book = read_workbook(an_ods(tmp_path, sheet_xml("Sheet", ""), meta=meta))

    assert (book.template_version, book.standards_version, book.open_document) == ("1.0", "", True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<office", "The file is damaged: its sheets cannot be read."),
        (b"<none/>", "The workbook holds no worksheet."),
    ],
)
def test_a_damaged_spreadsheet_is_refused(tmp_path, content, message):
    path = with_part(an_ods(tmp_path, sheet_xml("Sheet", "")), "content.xml", content)

    assert refusal(path) == f"damaged: {message}"


def test_a_spreadsheet_without_its_content_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "contoso.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert refusal(tmp_path / "contoso.ods") == "damaged: The file is damaged: its sheets cannot be read."

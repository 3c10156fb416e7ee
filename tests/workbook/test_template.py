"""The input workbook: what stands in it follows the model and the standards, and an account's rows can be typed in."""

import datetime
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Column, columns
from pipeline.model.plan import Action
from pipeline.workbook.layout import (
    HEADER_ROW,
    LISTS,
    START,
    FormLayout,
    TableLayout,
    form_layout,
    layouts,
    table_layout,
)
from pipeline.workbook.parser import read_account
from pipeline.workbook.template import write_template
from pipeline.workbook.type_widths import text_width
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from tests.builders import (
    STANDARDS_FILE,
    a_filled_account,
    a_force,
    a_rating,
    a_revenue,
    a_stakeholder,
    an_account_form,
    an_action,
    day,
    shipped_standards,
)

COMMITTED = STANDARDS_FILE.with_name("account.xlsx")
COLUMNS = [column for record in RECORDS for column in columns(record)]
TABLES = [layout for layout in layouts(KeyAccount) if isinstance(layout, TableLayout)]


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "account.xlsx"
    write_template(shipped_standards(), path)
    return path


@pytest.fixture(scope="module")
def empty(empty_file: Path) -> Workbook:
    return load_workbook(empty_file)


pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def validation(book: Workbook, column: Column) -> DataValidation:
    """The validation of a field's first cell."""
    layout = next(layout for layout in layouts(KeyAccount) if layout.sheet == column.sheet)
    place = layout.place(column.key)
    address = f"{place.letter}{place.row if isinstance(layout, FormLayout) else HEADER_ROW + 1}"
    found = [one for one in book[column.sheet.name].data_validations.dataValidation if address in one.sqref]
    assert len(found) == 1, f"{column.path} has {len(found)} validations"
    return found[0]


def offered(book: Workbook, name: str) -> list[object]:
    """What stands in the cells a defined name refers to."""
    sheet, cells = book.defined_names[name].attr_text.split("!")
    return [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]


def test_the_committed_workbook_is_the_one_the_model_gives(empty_file):
    committed, made = parts(COMMITTED), parts(empty_file)
    assert sorted(committed) == sorted(made)
    differing = [name for name in made if committed[name] != made[name]]
    assert differing == [], "run `make template`"


def test_the_same_arguments_give_the_same_bytes(empty_file, tmp_path):
    again = tmp_path / "again.xlsx"
    write_template(shipped_standards(), again)
    assert again.read_bytes() == empty_file.read_bytes()


def test_no_part_of_the_file_carries_the_time_of_writing(empty_file):
    with zipfile.ZipFile(empty_file) as package:
        assert {part.date_time for part in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    assert parts(empty_file)["docProps/core.xml"].count(b"2026-01-01T00:00:00Z") == 2


def test_the_sheets_are_start_the_records_in_order_and_the_hidden_lists(empty):
    assert empty.sheetnames == [START, *(record.sheet.name for record in RECORDS), LISTS]
    assert [sheet.title for sheet in empty if sheet.sheet_state != "visible"] == [LISTS]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet.key)
def test_the_headings_are_the_titles_of_the_model(empty, table):
    row = [cell.value for cell in empty[table.sheet.name][HEADER_ROW]]
    expected = [f"{column.title} *" if column.required else column.title for column in columns(table.record)]
    assert row == ["Check", *expected]


def test_the_form_has_each_label_beside_its_value(empty):
    form = form_layout(RECORDS[0])
    labels = {cell.row: cell.value for cell in empty[form.sheet.name]["B"]}
    assert [labels[place.row] for place in form.places] == [place.heading for place in form.places]
    assert {place.letter for place in form.places} == {"C"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet.key)
def test_every_sheet_of_rows_is_an_excel_table_without_filter_buttons(empty, table):
    found = empty[table.sheet.name].tables
    assert list(found) == [table.table]
    assert found[table.table].ref == table.reference
    assert [column.hiddenButton for column in found[table.table].autoFilter.filterColumn] == [True] * len(table.places)
    assert [column.name for column in found[table.table].tableColumns] == [place.heading for place in table.places]


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.choices or c.choices_from], ids=lambda column: column.path)
def test_a_drop_down_offers_what_the_model_and_the_standards_say(empty, column):
    found = validation(empty, column)
    expected = shipped_standards().choices(column.choices_from) if column.choices_from else column.choices
    assert (found.type, found.errorStyle or "stop") == ("list", "stop")
    assert offered(empty, found.formula1) == list(expected)


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.kind.name == "yes/no"], ids=lambda column: column.path)
def test_yes_or_no_is_chosen(empty, column):
    assert offered(empty, validation(empty, column).formula1) == ["Yes", "No"]


@pytest.mark.parametrize(
    "column", [c for c in COLUMNS if c.refers and c.kind.name != "ids"], ids=lambda column: column.path
)
def test_a_reference_is_offered_what_its_sheet_holds_and_only_warns(empty, column):
    found = validation(empty, column)
    key, field = column.refers[0].split(".")
    target = next(layout for layout in TABLES if layout.sheet.key == key)
    assert (found.type, found.errorStyle) == ("list", "warning")
    assert target.elsewhere(target.cells(field)) in empty.defined_names[found.formula1].attr_text


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.path)
def test_every_field_says_what_it_is_and_gives_an_example_where_it_is_typed(empty, column):
    found = validation(empty, column)
    assert found.showInputMessage
    assert found.promptTitle == column.title
    assert column.help in found.prompt
    assert found.prompt.endswith(f"Example: {column.example}")


def test_every_heading_has_its_note_and_every_criterion_its_anchors(empty):
    noted = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in empty
        for row in sheet
        for cell in row
        if cell.comment
    }
    standards = shipped_standards()
    assert len(noted) == len(COLUMNS) + len(standards.criteria)
    assert noted["Scoring", "D8"] == (
        "Revenue potential, weight 30%\n1  Below 0.2 m in three years\n4  Around 1 m\n7  Around 3 m\n"
        "10  Above 6 m in three years"
    )
    assert noted["Forces", "E7"] == "Strength (required)\n1 weak to 5 strong.\nExample: 4"


def test_a_number_is_held_to_its_limits(empty):
    strength, progress = (
        next(column for column in COLUMNS if column.path == path) for path in ("forces[].strength", "actions[].percent")
    )
    found = validation(empty, strength)
    assert (found.type, found.formula1, found.formula2, found.error) == (
        "whole", "1", "5", "Type a whole number from 1 to 5."
    )  # fmt: skip
    assert validation(empty, progress).error == "Type a share from 0% to 100%."


def test_an_empty_workbook_holds_the_criteria_to_be_rated_and_nothing_else(empty):
    standards = shipped_standards()
    rows = [[cell.value for cell in row] for row in empty["Scoring"]["B8:E16"]]
    assert rows == [
        *(["account", None, item.name, None] for item in standards.criteria),
        *(["our strength", None, item.name, None] for item in standards.success_factors),
    ]
    for table in TABLES:
        if table.sheet.key != "ratings":
            sheet = empty[table.sheet.name]
            assert not [cell.value for row in sheet.iter_rows(min_row=8, min_col=2) for cell in row if cell.value]


def test_a_new_workbook_carries_name_and_id(tmp_path):
    path = tmp_path / "contoso-ltd.xlsx"
    write_template(shipped_standards(), path, name="Contoso Ltd", account_id="contoso-ltd")
    sheet = load_workbook(path)["Account"]
    assert (sheet["C9"].value, sheet["C10"].value, sheet["C11"].value) == ("contoso-ltd", "Contoso Ltd", None)


def test_only_start_and_lists_are_protected_and_without_a_password(empty):
    protected = [sheet for sheet in empty if sheet.protection.sheet]
    assert [sheet.title for sheet in protected] == [START, LISTS]
    assert all(sheet.protection.password is None for sheet in protected)


def test_the_versions_stand_on_start_and_in_the_properties(empty):
    said = [empty[START]["K2"].value, empty[START]["K3"].value]
    assert said == [f"Template {TEMPLATE_VERSION}", f"Standards {shipped_standards().version}"]
    properties = {item.name: item.value for item in empty.custom_doc_props}
    assert properties == {TEMPLATE_PROPERTY: TEMPLATE_VERSION, STANDARDS_PROPERTY: shipped_standards().version}


def test_start_links_to_every_sheet(empty):
    links = {cell.value: cell.hyperlink.location for row in empty[START] for cell in row if cell.hyperlink}
    assert list(links) == [record.sheet.name for record in RECORDS]
    assert (links["Account"], links["Deck notes"]) == ("'Account'!C9", "'Deck notes'!B8")


def test_every_input_sheet_is_frozen_printed_across_one_page_and_coloured_by_its_group(empty):
    for layout in layouts(KeyAccount):
        sheet = empty[layout.sheet.name]
        assert sheet.freeze_panes.endswith("8")
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape", 1, 0
        )  # fmt: skip
        assert sheet.print_title_rows == "$5:$7"
        assert not sheet.sheet_view.showGridLines
    groups = {
        (layout.sheet.group, empty[layout.sheet.name].sheet_properties.tabColor.theme) for layout in layouts(KeyAccount)
    }
    assert len(groups) == len({theme for _, theme in groups}) == 5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet.key)
def test_a_sheet_of_rows_prints_down_to_the_last_row_in_use(empty_file, table):
    with zipfile.ZipFile(empty_file) as package:
        book = package.read("xl/workbook.xml").decode()
    number = [record.sheet.key for record in RECORDS].index(table.sheet.key) + 1
    area = re.search(rf'"_xlnm.Print_Area" localSheetId="{number}">([^<]+)<', book)
    last = f"{table.places[-1].letter}"
    assert area is not None
    assert area[1].startswith(f"'{table.sheet.name}'!$A$1:INDEX('{table.sheet.name}'!${last}$1:${last}$")
    assert "MAX(31,SUMPRODUCT(MAX((" in area[1]


def test_what_guides_one_goes_on_under_a_table_that_grows(empty):
    for table in TABLES:
        sheet = empty[table.sheet.name]
        beyond = f"{table.places[0].letter}{table.last_row + 1}"
        assert any(beyond in found.sqref for found in sheet.data_validations.dataValidation)
        required = next(place.letter for place in table.places if place.column.required)
        ranges = [str(found.sqref) for found in sheet.conditional_formatting]
        assert any(one.startswith(required) and one.endswith(str(table.last_row + 50)) for one in ranges)


def test_a_long_value_runs_on_an_id_shrinks_and_a_number_keeps_off_the_edge(empty):
    sheet = empty["Actions"]
    letters = {place.column.key: place.letter for place in table_layout(Action).places}
    looks = {key: sheet[f"{letters[key]}8"] for key in ("id", "action", "owner", "due", "percent")}
    assert [key for key, cell in looks.items() if cell.alignment.shrink_to_fit] == ["id"]
    assert [key for key, cell in looks.items() if cell.alignment.wrap_text] == ["action", "owner"]
    assert [looks[key].number_format for key in ("due", "percent")] == ["d mmm yyyy_)_)", "0%_)_)"]


def test_a_wide_value_widens_its_column_and_a_long_one_heightens_its_row(tmp_path):
    crm, text = "0065g00000ABCDEFGH", "Calibrate the sensor on line 2 and compare stops over four weeks with the log"
    account = a_filled_account(actions=[an_action(id=crm, action=text)])
    write_template(shipped_standards(), tmp_path / "filled.xlsx", account)
    sheet = load_workbook(tmp_path / "filled.xlsx")["Actions"]
    letter = next(place.letter for place in table_layout(Action).places if place.column.key == "id")
    assert sheet.column_dimensions[letter].width * 7 >= text_width(crm) + 15
    assert sheet.row_dimensions[8].height > 30


def an_unusual_account() -> KeyAccount:
    """An account with a value of every kind, and more forces than an empty workbook has rows."""
    form = an_account_form(
        market_share=Decimal("0.185"),
        vision="=1+1 is not a sum here",
        reference_consent=True,
        contract_start=day("2025-01-01"),
    )
    return a_filled_account(
        stakeholders=[
            a_stakeholder(id="S1", influences=("S2", "S3"), attends_review=True),
            a_stakeholder(id="S2", name="Sofie Brandt", reports_to="S1", last_contact=day("2026-09-22")),
            a_stakeholder(id="S3", name="Lars Eide", conflicts_with=("S1",)),
        ],
        revenue=[a_revenue(revenue=Decimal("-1240000.5"), direct_cost=Decimal("0"), included_in_deck=False)],
        forces=[a_force(force=f"Force {number}") for number in range(1, 241)],
        ratings=[a_rating(rating=None)],
    ).model_copy(update={"account": form})


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "contoso.xlsx"
    write_template(shipped_standards(), path, an_unusual_account())
    return path


@pytest.fixture(scope="module")
def filled(filled_file: Path) -> Workbook:
    return load_workbook(filled_file)


def test_what_is_written_is_what_is_read(filled_file):
    read = read_account(filled_file, shipped_standards()).account
    assert isinstance(read, KeyAccount)
    assert read.model_dump() == an_unusual_account().model_dump()


def test_values_are_typed_as_a_person_would_see_them(filled):
    layout = form_layout(RECORDS[0])
    typed = {place.column.key: filled["Account"][f"{place.letter}{place.row}"] for place in layout.places}
    assert (typed["market_share"].value, typed["market_share"].number_format) == (0.185, "0%")
    assert (typed["vision"].value, typed["vision"].data_type) == ("=1+1 is not a sum here", "s")
    assert typed["reference_consent"].value == "Yes"
    assert typed["contract_start"].value == datetime.datetime(2025, 1, 1)
    assert typed["contract_start"].number_format == "d mmm yyyy"
    assert "S2, S3" in [cell.value for cell in filled["Stakeholders"][8]]
    assert [cell.value for cell in filled["Revenue"][8]][-1] == "No"


def test_a_list_of_more_than_200_rows_has_its_table_checks_and_lists_to_its_end(filled):
    sheet = filled["Forces"]
    assert sheet.tables["tblForces"].ref == "B7:J297"
    assert sheet["D247"].value == "Force 240"
    assert sheet["A297"].value.startswith('=IF(COUNTA(B297:J297)=0,""')


def test_ratings_given_are_written_as_given(filled):
    rows = [[cell.value for cell in row] for row in filled["Scoring"]["B8:E9"]]
    assert rows == [["account", None, "Strategic fit", None], [None, None, None, None]]

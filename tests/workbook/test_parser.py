"""A whole workbook: every row and every problem in it, whatever was moved, renamed, merged or hidden."""

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from pipeline.checks.rules import check
from pipeline.model.account import RECORDS
from pipeline.model.fields import columns
from pipeline.model.money import Revenue, WhiteSpace
from pipeline.model.people import Account, Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective
from pipeline.model.proof import Rating
from pipeline.model.world import Unit
from pipeline.problems import Problem, WorkbookRefused
from pipeline.workbook.parser import Reading, in_order, read_account
from pipeline.workbook.template import write_template
from tests.builders import a_filled_account, shipped_standards
from tests.workbook.spreadsheets import recalculated, saved_as
from tests.workbook.test_preflight import with_part
from tests.workbooks import FIRST_ROW, HEADING_ROW, a_workbook, heading, place

STANDARDS = shipped_standards()


def reading(folder: Path, change: Any = None, **sheets: Any) -> Reading:
    return read_account(a_workbook(folder, change, **sheets), STANDARDS)


def told(found: Reading, *severities: str) -> list[str]:
    """The problems as one line each: severity, code, place and message."""
    return [
        f"{p.severity} {p.code} {p.where}: {p.message}"
        for p in found.problems
        if not severities or p.severity in severities
    ]


def the_problem(found: Reading) -> Problem:
    (problem,) = found.problems
    return problem


def test_a_good_workbook_is_read_whole_and_without_a_word(tmp_path):
    found = reading(tmp_path)

    assert told(found) == []
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()
    assert found.readable is found.account
    assert (found.account_id, found.name, found.completeness) == ("contoso", "Contoso Ltd", Decimal(1))


def test_every_field_knows_its_cell(tmp_path):
    account = reading(tmp_path).account

    assert account is not None
    for record in RECORDS:
        for number, row in enumerate(account.rows(record)):
            for column in columns(record):
                assert row.cell(column.key) == f"{record.sheet.name}!{place(record, column.title, number)}"


def test_the_input_workbook_filled_with_an_account_is_read_back_identically(tmp_path):
    path = tmp_path / "contoso.xlsx"
    write_template(STANDARDS, path, account=a_filled_account())

    found = read_account(path, STANDARDS)

    assert told(found) == []
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_a_workbook_that_libreoffice_saved_is_read_identically(tmp_path):
    path = tmp_path / "contoso.xlsx"
    write_template(STANDARDS, path, account=a_filled_account())
    recalculated([path], tmp_path)

    found = read_account(tmp_path / "recalculated" / path.name, STANDARDS)

    assert told(found) == []
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_a_workbook_that_libreoffice_saved_in_its_own_format_is_read_identically(tmp_path):
    path = tmp_path / "contoso.xlsx"
    write_template(STANDARDS, path, account=a_filled_account())
    saved_as("ods", [path], tmp_path, tmp_path)

    found = read_account(tmp_path / "contoso.ods", STANDARDS)

    assert told(found) == []
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_a_fresh_workbook_names_what_is_missing_and_gives_each_criterion_a_row(tmp_path):
    path = tmp_path / "contoso.xlsx"
    write_template(STANDARDS, path, name="Contoso Ltd", account_id="contoso")

    found = read_account(path, STANDARDS)

    missing = [p.field for p in found.problems if p.severity == "error"]
    assert missing == [c.key for c in columns(Account) if c.required and c.key not in ("name", "account_id")]
    ratings = [p for p in found.problems if p.sheet == "Scoring"]
    assert len(ratings) == len(STANDARDS.choices("criteria"))
    assert {(p.severity, p.code, p.field) for p in ratings} == {("warning", "required", "rating")}
    assert ratings[0].message == "Rating is missing for 'Revenue potential'."
    assert [p.sheet for p in found.problems if p.code == "sheet-empty"] == [
        record.sheet.name for record in RECORDS if record.sheet.required and record not in (Account, Rating)
    ]
    assert found.completeness < Decimal("0.5")


# Headings and sheets


def test_columns_may_stand_anywhere_under_any_spelling_of_their_heading(tmp_path):
    def change(book: Workbook) -> None:
        sheet = book["Actions"]
        cells = {cell.value: cell for cell in sheet[HEADING_ROW] if cell.value}
        cells["Due"].value = "  DUE \u00a0*\n(a day)"
        cells["Done on"].value = "done_on"
        cells["Id"].value = "Id (short)"
        sheet.move_range(f"B1:Z{FIRST_ROW}", rows=5, cols=3)
        sheet["A1"] = "Actions"
        sheet["B2"] = "Due dates and owners are settled in the review."

    found = reading(tmp_path, change)

    assert told(found) == []
    assert found.account is not None
    assert found.account.actions[0].due == a_filled_account().actions[0].due


def test_columns_in_another_order_are_read_by_their_headings(tmp_path):
    def change(book: Workbook) -> None:
        sheet = book["Forces"]
        for row in sheet.iter_rows(min_row=HEADING_ROW):
            values = [cell.value for cell in row]
            for cell, value in zip(row, [values[0], *reversed(values[1:])], strict=True):
                cell.value = value

    found = reading(tmp_path, change)

    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_sheets_may_stand_in_another_order_with_other_capitals_and_spaces(tmp_path):
    def change(book: Workbook) -> None:
        book["Deck notes"].title = "DECK NOTES "
        book.move_sheet("Account", 5)

    assert told(reading(tmp_path, change)) == []


def renamed(record: Any, old: str, new: str) -> Any:
    def change(book: Workbook) -> None:
        book[record.sheet.name][heading(record, old)] = new

    return change


def test_a_renamed_required_heading_is_one_error_that_names_what_looks_like_it(tmp_path):
    rows = [{}, {"Id": "A2"}, {"Id": "A3"}]
    found = reading(tmp_path, renamed(Action, "Due", "Due dat"), actions=rows)

    problem = the_problem(found)
    assert (problem.code, problem.severity, problem.field) == ("column-missing", "error", "due")
    assert (problem.cell, problem.found) == (heading(Action, "Due"), "Due dat")
    assert problem.message == "There is no column 'Due'; is it column 'Due dat'?"
    assert found.account is None


def test_a_renamed_heading_with_quite_another_word_is_found_if_no_other_is_unknown(tmp_path):
    assert the_problem(reading(tmp_path, renamed(Action, "Due", "Deadline"))).found == "Deadline"


def test_a_deleted_required_column_is_one_error(tmp_path):
    assert told(reading(tmp_path, renamed(Action, "Due", None))) == [
        "error column-missing Actions: There is no column 'Due'.",
        f"warning heading-blank Actions!{place(Action, 'Due')}: Something stands in a column without a heading and "
        "is not read.",
    ]


def test_a_deleted_optional_column_is_nothing_to_tell(tmp_path):
    def change(book: Workbook) -> None:
        book["Actions"].delete_cols(2 + [c.title for c in columns(Action)].index("Note"))

    assert told(reading(tmp_path, change)) == []


def test_a_renamed_optional_heading_is_a_warning_because_its_values_are_not_read(tmp_path):
    found = reading(tmp_path, renamed(Objective, "Benefit to client", "Benefit for client"))

    problem = the_problem(found)
    assert (problem.severity, problem.code, problem.found) == ("warning", "column-missing", "Benefit for client")
    assert found.account is not None


def test_a_heading_that_stands_twice_is_an_error_with_both_places(tmp_path):
    problem = the_problem(reading(tmp_path, renamed(Action, "Note", "Owner")))

    assert (problem.code, problem.cell) == ("heading-twice", heading(Action, "Note"))
    assert heading(Action, "Owner") in problem.message


def test_a_column_of_ones_own_is_kept_as_extra_with_one_note(tmp_path):
    found = reading(tmp_path, actions=[{"Cost centre": 4711}, {"Id": "A2", "Cost centre": "4712"}])

    problem = the_problem(found)
    assert (problem.code, problem.severity, problem.found) == ("heading-unknown", "note", "Cost centre")
    assert found.account is not None
    assert [row.extra for row in found.account.actions] == [{"Cost centre": "4711"}, {"Cost centre": "4712"}]


def test_a_sheet_without_its_headings_is_one_error(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"].delete_rows(HEADING_ROW)

    assert told(reading(tmp_path, change)) == ["error headings-missing Forces: No row holds the headings."]


def test_a_missing_required_sheet_is_one_error_and_a_missing_optional_one_a_note(tmp_path):
    def change(book: Workbook) -> None:
        del book["Team"], book["SWOT"]

    found = reading(tmp_path, change)

    assert told(found) == [
        "error sheet-missing Team: There is no sheet 'Team' (our people and theirs at the table).",
        "note sheet-missing SWOT: There is no sheet 'SWOT' (with evidence and an action each).",
    ]
    assert found.readable is not None
    assert [p for p in check(found.readable, STANDARDS) if p.severity == "error"] == []


@pytest.mark.parametrize("name", ["Actoins", "Massnahmen", "Actions (2)"])
def test_a_renamed_sheet_is_found_by_its_name_or_its_headings(tmp_path, name):
    def change(book: Workbook) -> None:
        book["Actions"].title = name

    problem = the_problem(reading(tmp_path, change))
    assert (problem.code, problem.sheet, problem.found) == ("sheet-missing", "Actions", name)
    assert problem.message == f"There is no sheet 'Actions'; sheet {name!r} looks like it."
    assert problem.fix == "Name that sheet 'Actions'."


@pytest.mark.parametrize("name", ["Actions (2)", "Copy of Actions", "Actions copy", "Kopie von Actions", "Actions "])
def test_a_copy_beside_its_original_is_an_error_that_names_both(tmp_path, name):
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book["Actions"])
        copy.title = "Another"
        copy.title = name

    problem = the_problem(reading(tmp_path, change))
    assert (problem.code, problem.severity, problem.found) == ("sheet-twice", "error", name)
    assert problem.message == f"There are two sheets for one thing, 'Actions' and {name!r}; only one can count."


@pytest.mark.parametrize("name", ["Actions_2", "Actions Kopie", "Actions (Copy 2)", "Cópia de Actions"])
def test_the_copies_of_every_program_and_language_are_known_by_their_names(tmp_path, name):
    def change(book: Workbook) -> None:
        book.copy_worksheet(book["Actions"]).title = name

    assert [(p.code, p.found) for p in reading(tmp_path, change).problems] == [("sheet-twice", name)]


@pytest.mark.parametrize("record", [Action, Account])
def test_an_empty_copy_is_a_note_and_the_original_is_read(tmp_path, record):
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book[record.sheet.name])
        copy.title = f"{record.sheet.name} (2)"
        for row in copy.iter_rows(min_row=HEADING_ROW if record.sheet.form else FIRST_ROW, min_col=3):
            for cell in row:
                cell.value = None
        copy["B4"].value = copy["B4"].value if record.sheet.form else None

    found = reading(tmp_path, change)

    name = record.sheet.name
    assert told(found) == [
        f"note sheet-twice {name}: Sheet '{name} (2)' is a copy of {name!r} in which nothing is filled in; "
        "it is not read."
    ]
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_two_copies_without_an_original_are_both_named(tmp_path):
    def change(book: Workbook) -> None:
        book.copy_worksheet(book["Actions"]).title = "Copy of Actions"
        book["Actions"].title = "Actions (2)"

    problem = the_problem(reading(tmp_path, change))

    assert (problem.code, problem.severity) == ("sheet-missing", "error")
    assert problem.message == "There is no sheet 'Actions'; sheets 'Actions (2)' and 'Copy of Actions' look like it."
    assert problem.fix == "Name the one that counts 'Actions', and delete the other."


def test_a_private_sheet_is_left_alone_with_a_note(tmp_path):
    def change(book: Workbook) -> None:
        book.create_sheet("My sums")["A1"] = "x"
        book.create_sheet("Blank")
        book.create_sheet("Start")["A1"] = "x"

    assert told(reading(tmp_path, change)) == [
        "note sheet-unknown My sums: Sheet 'My sums' is not one of the key account workbook's and is not read."
    ]


def test_hidden_sheets_and_rows_are_read_with_one_note_each(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"].sheet_state = "hidden"
        for row in (FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 40):
            book["Forces"].row_dimensions[row].hidden = True

    found = reading(tmp_path, change)

    assert told(found) == [
        "note hidden-rows Forces: 2 hidden rows were read, from row 4 on.",
        "note sheet-hidden Forces: Sheet 'Forces' is hidden; it is read all the same.",
    ]
    assert found.account is not None
    assert len(found.account.forces) == 2


def test_hidden_columns_are_read_with_one_note_that_names_them(tmp_path):
    def change(book: Workbook) -> None:
        for letter in "CDZ":
            book["Forces"].column_dimensions[letter].hidden = True

    found = reading(tmp_path, change)

    assert told(found) == ["note hidden-columns Forces: 2 hidden columns were read (C, D)."]
    assert found.account is not None
    assert found.account.model_dump() == a_filled_account().model_dump()


def test_filtered_rows_are_read(tmp_path):
    def change(book: Workbook) -> None:
        sheet = book["Forces"]
        sheet.auto_filter.ref = f"B{HEADING_ROW}:{place(Force, 'Action', 1)}"
        sheet.auto_filter.add_filter_column(1, ["for"])
        sheet.row_dimensions[FIRST_ROW + 1].hidden = True

    found = reading(tmp_path, change)

    assert told(found) == ["note hidden-rows Forces: 1 hidden row was read, from row 5 on."]
    assert found.account is not None
    assert len(found.account.forces) == 2


# The form


def test_labels_may_stand_anywhere_and_values_stand_right_of_them(tmp_path):
    def change(book: Workbook) -> None:
        book["Account"].insert_rows(1, 4)
        book["Account"].insert_cols(1, 2)
        book["Account"]["D2"] = "The account's own sheet"

    assert told(reading(tmp_path, change)) == []


def test_a_value_that_reads_like_a_label_is_a_value(tmp_path):
    found = reading(tmp_path, account={"Industry": "Strategy", "Name": "Website"})

    assert told(found) == []
    assert found.name == "Website"


def test_a_label_merged_over_columns_has_its_value_behind_them(tmp_path):
    def change(book: Workbook) -> None:
        sheet, row = book["Account"], int(heading(Account, "Name")[1:])
        sheet[f"D{row}"] = sheet[f"C{row}"].value
        sheet.merge_cells(f"B{row}:C{row}")

    found = reading(tmp_path, change)

    assert (told(found), found.name) == ([], "Contoso Ltd")


def test_a_renamed_label_is_named_and_a_blank_value_is_told_at_its_cell(tmp_path):
    found = reading(tmp_path, renamed(Account, "Currency", "Currrency"), account={"Locale": None})

    assert told(found) == [
        f"error required Account!{place(Account, 'Locale')}: Locale is missing.",
        f"error label-missing Account!{heading(Account, 'Currency')}: There is no label 'Currency'; "
        "is it label 'Currrency'?",
    ]


def test_a_label_of_ones_own_is_extra(tmp_path):
    found = reading(tmp_path, account={"Parking": "behind the hall"})

    assert the_problem(found).code == "heading-unknown"
    assert found.account is not None
    assert found.account.account.extra == {"Parking": "behind the hall"}


def test_without_an_id_the_account_goes_by_its_file(tmp_path):
    found = reading(tmp_path, account={"Account id": None, "Name": None})

    assert (found.account_id, found.name) == ("contoso", "contoso")


# Rows


def test_blank_rows_are_skipped_and_rows_of_spaces_are_blank(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"].insert_rows(FIRST_ROW, 2)
        book["Forces"][f"C{FIRST_ROW}"] = " \u00a0"

    found = reading(tmp_path, change)

    assert told(found) == []
    assert found.account is not None
    assert len(found.account.forces) == 2


def test_what_stands_below_two_blank_rows_is_not_read_and_told(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"][f"B{FIRST_ROW + 6}"] = "Remarks: see the minutes"
        book["Forces"][f"B{FIRST_ROW + 7}"] = "of May"

    found = reading(tmp_path, change)

    assert told(found) == [
        "warning below-table Forces!B10: 2 rows from row 10 on stand below the end of the table and are not read."
    ]


def table_over(rows: int, totals: int = 0) -> Any:
    """Makes the forces an Excel table with so many rows below its headings."""

    def change(book: Workbook) -> None:
        last = place(Force, "Action", rows - 1)
        table = Table(displayName="tblForces", ref=f"B{HEADING_ROW}:{last}")
        table.totalsRowCount = totals or None
        book["Forces"].add_table(table)

    return change


def test_rows_of_a_table_are_read_whatever_gaps_it_has(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"].insert_rows(FIRST_ROW + 1, 8)
        table_over(20)(book)

    found = reading(tmp_path, change)

    assert found.account is not None
    assert [row.cell("force") for row in found.account.forces] == ["Forces!D4", "Forces!D13"]
    assert told(found) == []


def test_rows_that_go_on_right_below_a_table_belong_to_it(tmp_path):
    found = reading(tmp_path, table_over(1))

    assert told(found) == []
    assert found.account is not None
    assert len(found.account.forces) == 2


def test_the_total_row_of_a_table_is_passed_over(tmp_path):
    forces = [{}, {"Force": "Price"}, {"Change": "Total", "Strength": 7, "Direction": None}]
    found = reading(tmp_path, table_over(3, totals=1), forces=forces)

    assert told(found) == []
    assert found.account is not None
    assert len(found.account.forces) == 2


def test_a_total_typed_among_the_rows_is_one_error(tmp_path):
    total = {"Period": "Total", "Product": None, "Amount": 1000}
    found = reading(tmp_path, revenue=[{}, total])

    assert told(found) == ["error total-row Revenue!B5: Row 5 looks like a row of totals inside the table."]


def test_a_total_with_everything_that_is_required_is_one_error(tmp_path):
    unit = {"Unit": "Total", "Budget": 9_000_000}
    product = {"Unit": "TOTAL:", "Product": "total", "Status": "open", "Potential": 7}
    found = reading(tmp_path, units=[{}, blank_but(Unit, unit)], white_space=[{}, blank_but(WhiteSpace, product)])

    assert told(found) == [
        "error total-row Units!B5: Row 5 looks like a row of totals inside the table.",
        "error total-row White space!B5: Row 5 looks like a row of totals inside the table.",
    ]


@pytest.mark.parametrize(
    "row",
    [{"Unit": "Total"}, {"Unit": "Total", "Budget": 9_000_000, "Initiative": "One plant"}, {"Unit": "Total Energy"}],
)
def test_an_entry_called_total_that_adds_nothing_up_or_says_more_is_read(tmp_path, row):
    found = reading(tmp_path, units=[{}, blank_but(Unit, row)])

    assert found.account is not None
    assert [unit.unit for unit in found.account.units][1:] == [row["Unit"]]


def blank_but(record: Any, row: dict[str, Any]) -> dict[str, Any]:
    """A row in which only some cells are filled."""
    return {column.title: None for column in columns(record)} | row


def test_a_total_typed_right_below_a_table_is_passed_over_with_a_note(tmp_path):
    forces = [{}, {"Force": "Price"}, {"Change": "Total", "Strength": 7, "Direction": None}]
    found = reading(tmp_path, table_over(2), forces=forces)

    assert told(found) == ["note total-row Forces!B6: Row 6, a row of totals below the table, is not read."]
    assert found.account is not None
    assert len(found.account.forces) == 2


def test_a_remark_below_a_table_is_told_and_not_read(tmp_path):
    def change(book: Workbook) -> None:
        table_over(2)(book)
        book["Forces"][f"C{FIRST_ROW + 3}"] = "See the minutes of May"

    found = reading(tmp_path, change)

    assert told(found) == ["warning below-table Forces!C7: Row 7 stands below the end of the table and is not read."]
    assert found.account is not None


def test_a_blank_in_a_required_cell_is_told_with_what_it_takes(tmp_path):
    found = reading(tmp_path, actions=[{"Status": None}])

    problem = the_problem(found)
    assert (problem.code, problem.severity, problem.cell) == ("required", "error", place(Action, "Status"))
    assert problem.message == "Status is missing for 'Oskar Nyman'."
    assert problem.fix == "Fill in one of not started, in progress, blocked, done, cancelled."


def test_a_placeholder_in_a_required_cell_is_told_once(tmp_path):
    problem = the_problem(reading(tmp_path, actions=[{"Due": "tbd"}]))

    assert (problem.code, problem.severity, problem.found) == ("required", "error", "tbd")


def test_a_rating_that_is_missing_is_a_warning_and_the_account_goes_on(tmp_path):
    found = reading(tmp_path, ratings=[{"Rating": None}])

    assert [(p.code, p.severity) for p in found.problems] == [("required", "warning")]
    assert found.account is not None
    assert found.account.ratings[0].rating is None


def test_merged_data_cells_are_one_error_that_names_the_range(tmp_path):
    def change(book: Workbook) -> None:
        book["Forces"].merge_cells(f"B{FIRST_ROW}:B{FIRST_ROW + 1}")

    found = reading(tmp_path, change)

    assert told(found) == [
        "error merged-cells Forces!B4: The cells B4:B5 are merged, so only the first of them holds a value (Change)."
    ]


def test_merged_optional_cells_are_a_note(tmp_path):
    def change(book: Workbook) -> None:
        evidence = place(Force, "Evidence")[:-1]
        book["Forces"].merge_cells(f"{evidence}{FIRST_ROW}:{evidence}{FIRST_ROW + 1}")

    assert [(p.code, p.severity) for p in reading(tmp_path, change).problems] == [("merged-cells", "note")]


def test_stored_results_of_formulas_are_read_with_one_note_a_sheet(tmp_path):
    path = a_workbook(tmp_path)
    xml = '<row r="4"><c r="B4" t="str"><f>X</f><v>2026-Q3</v></c><c r="C4" t="str"><f>Y</f><v>Film</v></c>'
    xml += f'<c r="{place(Revenue, "Amount")}"><f>Z</f><v>5</v></c></row>'
    with zipfile.ZipFile(path) as archive:
        part = f"xl/worksheets/sheet{RECORDS.index(Revenue) + 1}.xml"
        old = archive.read(part).decode()
    start, end = old.index('<row r="4"'), old.index("</sheetData>")
    found = read_account(with_part(path, part, (old[:start] + xml + old[end:]).encode()), STANDARDS)

    assert told(found) == ["note formula Revenue!B4: The stored result of 3 formulas was read (B4, C4, E4)."]
    assert found.account is not None
    assert found.account.revenue[0].revenue == 5


# Locale and currency decide


def test_the_locale_of_the_account_decides_how_numbers_and_dates_are_read(tmp_path):
    rows = {"revenue": [{"Amount": "1.200"}], "actions": [{"Due": "03/04/2026"}]}
    german = reading(tmp_path, account={"Locale": "de-DE"}, **rows).account
    american = reading(tmp_path, account={"Locale": "en-US"}, revenue=[{"Amount": "1,200"}], actions=rows["actions"])

    assert german is not None
    assert (german.revenue[0].revenue, german.actions[0].due.isoformat()) == (1200, "2026-04-03")
    assert american.account is not None
    assert (american.account.revenue[0].revenue, american.account.actions[0].due.isoformat()) == (1200, "2026-03-04")


def test_a_locale_that_cannot_be_read_decides_nothing(tmp_path):
    found = reading(tmp_path, account={"Locale": "Klingon"}, actions=[{"Due": "03/04/2026"}])

    assert [p.code for p in found.problems] == ["not-in-list", "ambiguous-date"]


def test_the_currency_of_the_account_decides_which_amounts_are_foreign(tmp_path):
    found = reading(
        tmp_path, account={"Currency": "SEK"}, revenue=[{"Amount": "kr 500"}, {"Amount": "€ 500", "Product": "Trays"}]
    )

    assert told(found, "error") == ["error other-currency Revenue!E5: Amount '€ 500' is in EUR, not in SEK."]


# References


def test_a_reference_takes_the_spelling_of_what_it_names(tmp_path):
    found = reading(
        tmp_path,
        actions=[{"Objective": " o1", "Owner": "OSKAR  NYMAN"}],
        objectives=[{"Client owner": "S2"}],
        stakeholders=[{}, {"Id": "S2", "Name": "Sofie Brandt", "Reports to": "jonas wik", "Influences": "s1, S2"}],
    )

    assert found.account is not None
    action, objective, sofie = found.account.actions[0], found.account.objectives[0], found.account.stakeholders[1]
    assert (action.objective, action.owner, objective.client_owner) == ("O1", "Oskar Nyman", "Sofie Brandt")
    assert (sofie.reports_to, sofie.influences) == ("S1", ("S1", "S2"))
    assert {p.severity for p in found.problems} == {"note"}
    assert "Client owner 'S2' was read as 'Sofie Brandt'." in [p.message for p in found.problems]


def test_a_reference_to_nothing_or_to_two_stays_as_it_is(tmp_path):
    found = reading(
        tmp_path,
        stakeholders=[{}, {"Id": "S2", "Name": "Ann Lee"}, {"Id": "S3", "Name": "Ann Lee", "Reports to": "Ann Lee"}],
        actions=[{"Owner": "Nobody"}],
    )

    assert found.account is not None
    assert (found.account.stakeholders[2].reports_to, found.account.actions[0].owner) == ("Ann Lee", "Nobody")


# All at once


def test_all_problems_are_told_at_once_in_the_order_of_the_workbook(tmp_path):
    found = reading(
        tmp_path,
        account={"Plan start": "soon"},
        team=[{"Organisation": "them"}],
        actions=[{"Due": "tomorrow", "Status": "open"}, {"Id": "A2", "Side": None}],
    )

    assert [p.where for p in found.problems] == [
        f"Account!{place(Account, 'Plan start')}",
        f"Team!{place(TeamMember, 'Organisation')}",
        f"Actions!{place(Action, 'Due')}",
        f"Actions!{place(Action, 'Status')}",
        f"Actions!{place(Action, 'Side', 1)}",
    ]
    assert found.account is None


def test_what_could_be_read_is_kept_and_what_could_not_is_marked(tmp_path):
    found = reading(tmp_path, actions=[{"Due": "tomorrow"}])

    assert found.readable is not None
    (action,) = found.readable.actions
    assert (action.id, action.due, action.origin.unread) == ("A1", None, {"due"})


def test_rules_across_sheets_are_checked_beside_cells_that_cannot_be_read(tmp_path):
    found = reading(
        tmp_path,
        actions=[{"Due": "tomorrow", "Owner": "Nobody"}, {"Id": "A1"}],
        stakeholders=[{"Id": None}, {"Id": "S2", "Name": "B", "Reports to": "S9"}],
    )
    assert found.readable is not None

    errors = [p for p in check(found.readable, STANDARDS) if p.severity == "error"]

    # S9 may be the person whose id is missing, so nothing is said of it.
    assert [(p.code, p.where) for p in errors] == [
        ("duplicate-id", f"Actions!{place(Action, 'Id', 1)}"),
        ("unknown-reference", f"Actions!{place(Action, 'Owner')}"),
    ]


def test_an_unread_workbook_raises_no_rule_of_its_own(tmp_path):
    def change(book: Workbook) -> None:
        for record in RECORDS:
            if record.sheet.required:
                del book[record.sheet.name]

    found = reading(tmp_path, change)

    assert {p.code for p in found.problems if p.severity == "error"} == {"sheet-missing"}
    assert found.readable is not None
    assert [p for p in check(found.readable, STANDARDS) if p.severity == "error"] == []
    # What is left are the optional sheets, with one row each; a missing sheet asks for one row.
    optional, required = (
        sum(column.required for record in RECORDS if record.sheet.required == needed for column in columns(record))
        for needed in (False, True)
    )
    share = Decimal(optional) / (optional + required)
    assert found.completeness == share.quantize(Decimal("0.0001"), rounding="ROUND_DOWN")


def test_completeness_is_the_share_of_required_cells_that_are_filled_rounded_down(tmp_path):
    required = sum(c.required for r in RECORDS for c in columns(r) for _ in a_filled_account().rows(r))
    found = reading(tmp_path, actions=[{"Due": None, "Status": "tbd"}])

    assert found.completeness == (Decimal(required - 2) / required).quantize(Decimal("0.0001"), rounding="ROUND_DOWN")


def test_a_cell_that_cannot_be_read_counts_as_filled(tmp_path):
    assert reading(tmp_path, actions=[{"Due": "tomorrow"}]).completeness == 1


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "contoso.xlsx"
    path.write_bytes(b"")

    with pytest.raises(WorkbookRefused):
        read_account(path, STANDARDS)


def test_a_workbook_that_is_none_of_ours_names_every_sheet_it_lacks(tmp_path):
    Workbook().save(tmp_path / "contoso.xlsx")

    found = read_account(tmp_path / "contoso.xlsx", STANDARDS)

    assert [p.sheet for p in found.problems] == ["", *(record.sheet.name for record in RECORDS)]


def test_macros_are_told_and_not_run(tmp_path):
    found = read_account(with_part(a_workbook(tmp_path), "xl/vbaProject.bin", b"x"), STANDARDS)

    assert told(found) == ["note macros : The workbook carries macros; they were not run."]


def test_problems_stand_in_the_order_of_tabs_rows_and_columns():
    def at(sheet: str, cell: str) -> Problem:
        return Problem(code="x", severity="note", message="", fix="", sheet=sheet, cell=cell)

    places = [("", ""), ("Account", "C9"), ("Actions", ""), ("Actions", "Z8"), ("Actions", "AA8"), ("Actions", "B10")]
    problems = [at(sheet, cell) for sheet, cell in (*places, ("Private", ""))]

    assert list(in_order(problems[::-1])) == problems


def test_every_value_of_an_input_sheet_is_used_or_told(tmp_path):
    """Each cell in turn holds a word that no field but a text takes: it is read, or a problem stands at the cell."""
    word = "Zebra crossing"
    for record in (Account, TeamMember, Stakeholder, Objective, Action, Force):
        key = record.sheet.key
        titles = [column.title for column in columns(record)]
        rows = [
            {title: word if at == index else None for at, title in enumerate(titles)} for index in range(len(titles))
        ]
        given: Any = rows if not record.sheet.form else dict.fromkeys(titles, word)
        found = reading(tmp_path, **{key: given})
        assert found.readable is not None
        told_cells = {p.cell for p in found.problems if p.sheet == record.sheet.name}
        for number, row in enumerate(found.readable.rows(record)):
            for index, column in enumerate(columns(record)):
                if record.sheet.form or index == number:
                    value = getattr(row, column.key)
                    assert value in (word, (word,)) or place(record, column.title, number) in told_cells, column.path

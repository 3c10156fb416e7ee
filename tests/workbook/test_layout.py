"""Where fields stand: every field once, under its title, in the order of the model."""

import re

import pytest
from openpyxl.utils import column_index_from_string

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import columns
from pipeline.model.people import Account, TeamMember
from pipeline.model.plan import Action, Force, Objective
from pipeline.model.proof import DeckNote, Review
from pipeline.model.world import Unit
from pipeline.workbook.layout import (
    FIRST_ROW,
    HEADER_ROW,
    FormLayout,
    Run,
    TableLayout,
    form_layout,
    heading,
    layouts,
    table_layout,
)

TABLES = [layout for layout in layouts(KeyAccount) if isinstance(layout, TableLayout)]
FORMS = [layout for layout in layouts(KeyAccount) if isinstance(layout, FormLayout)]


def test_there_is_one_layout_for_each_record():
    assert [layout.record for layout in layouts(KeyAccount)] == list(RECORDS)
    assert len(TABLES) + len(FORMS) == 24


@pytest.mark.parametrize("layout", layouts(KeyAccount), ids=lambda layout: layout.sheet.key)
def test_every_field_has_one_place_in_the_order_of_the_model(layout):
    assert [place.column for place in layout.places] == list(columns(layout.record))
    assert len({(place.letter, place.row) for place in layout.places}) == len(layout.places)


def test_an_asterisk_marks_what_is_required():
    owner, outcome = (table_layout(Objective).place(key).column for key in ("owner", "outcome"))
    assert heading(owner) == "Owner *"
    assert heading(outcome) == "Outcome"


@pytest.mark.parametrize("layout", layouts(KeyAccount), ids=lambda layout: layout.sheet.key)
def test_no_two_headings_of_a_sheet_are_alike(layout):
    headings = [place.heading.rstrip(" *").lower() for place in layout.places]
    assert len(set(headings)) == len(headings)


def test_excel_takes_the_names_of_sheets_and_tables():
    names = [table.table for table in TABLES]
    assert len(set(names)) == len(names)
    for table in TABLES:
        assert re.fullmatch(r"tbl[A-Z][A-Za-z]+", table.table)
        assert len(table.sheet.name) <= 31
    assert table_layout(DeckNote).table == "tblDeckNotes"


def test_a_required_table_begins_beside_check_and_offers_200_rows():
    table = table_layout(Force)
    assert (HEADER_ROW, FIRST_ROW) == (7, 8)
    assert table.reference == "B7:J207"
    assert table.cells("strength") == "$E$8:$E$207"
    assert table.checks() == "$A$8:$A$207"


def test_an_optional_sheet_offers_100_rows():
    assert {table.sheet.required: table.last_row for table in TABLES} == {True: 207, False: 107}
    assert table_layout(Unit).cells("unit") == "$B$8:$B$107"
    assert table_layout(Unit, 150).last_row == 157


def test_a_long_list_gets_the_rows_it_needs():
    assert table_layout(Force, 300).last_row == 307


def test_another_sheet_quotes_a_name_of_two_words():
    assert table_layout(DeckNote).elsewhere("$B$8") == "'Deck notes'!$B$8"
    assert form_layout(Account).cell("account_id") == "'Account'!$C$9"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet.key)
def test_bands_cover_the_columns_from_the_first_to_the_last_without_a_gap(table):
    covered: list[int] = []
    for run in table.bands():
        covered += range(column_index_from_string(run.first), column_index_from_string(run.last) + 1)
    assert covered == [column_index_from_string(place.letter) for place in table.places]


def test_the_audience_stands_once_for_each_run_of_columns():
    assert table_layout(TeamMember).audiences() == (Run("● client", "B", "G"), Run("internal", "H", "J"))
    assert table_layout(Force).audiences() == (Run("internal", "B", "J"),)


def test_a_form_names_its_bands_between_the_fields():
    rows = form_layout(Account).rows
    assert [row.row for row in rows] == list(range(FIRST_ROW, FIRST_ROW + len(rows)))
    assert (rows[0].band, rows[0].place) == ("Identity", None)
    assert rows[1].place is not None
    assert rows[1].place.column.key == "account_id"


@pytest.mark.parametrize(
    ("record", "columns_in_sight"),
    [
        pytest.param(Objective, 4, id="up to the title"),
        pytest.param(Force, 2, id="up to the change"),
        pytest.param(Action, 5, id="up to the action"),
        pytest.param(Review, 2, id="the first where no text names the row"),
    ],
)
def test_the_columns_that_name_a_row_stay_in_sight(record, columns_in_sight):
    assert table_layout(record).frozen_columns() == columns_in_sight


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet.key)
def test_columns_are_wide_enough_for_choices_and_never_wider_than_a_short_line(table):
    for place in table.places:
        longest = max(map(len, place.column.choices), default=0)
        assert 50 <= place.width <= 290
        assert place.width >= longest * 6.5

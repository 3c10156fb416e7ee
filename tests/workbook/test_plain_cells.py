"""The short way to a cell's value gives what the careful reading gives, or leaves the cell to it."""

import datetime

import pytest
from hypothesis import given, strategies

from pipeline.model.account import all_columns
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import Terms, read_cell
from pipeline.workbook.conventions import conventions
from pipeline.workbook.plain_cells import NOT_PLAIN, plain_reader
from tests.builders import shipped_standards

TERMS = Terms(conventions("en-GB"), "EUR", shipped_standards())
COLUMNS = list(all_columns())
BLANKS = ["n/a", "N.A.", "None", "k.A.", "K. a.", "\u212a.A.", "tbd", "T.B.C.", "To be agreed", "xxx", "XXXXXXXXX", "?"]
SIGNS = ["-", "–", "/", ".", "…", "#REF!", "####", "=A1", "=1+2", "1", "1,000", "15%", "€ 5", "2026-Q3", "2026-03-04"]
WORDS = [
    "Yes",
    "yes",
    "No",
    "TRUE",
    "s1, s2",
    "s1",
    "Anna",
    "The plan",
    "2026",
    "2026-q3",
    "1899",
    "Straße",
    "x",
    "tb",
    "knows",
    "two\nlines",
    "two\r\nlines",
]
EDGES = ["", " ", "Anna ", " Anna", "Anna\u00a0", "Anna\u200b", "A\u00adnna", "Anna\x07", "Anna\ufffe", "a" * 32_768]
NUMBERS = [0, 1, -1, 3, 5, 100, 10**15, 0.0, -0.0, 0.1 + 0.2, 0.18, 1.5, 3.0, 1e300, 1e-9, True, False]
TIMES = [
    *(datetime.datetime(2026, 3, 4), datetime.datetime(2026, 3, 4, 9), datetime.datetime(1905, 1, 1)),
    *(datetime.time(9, 30), datetime.timedelta(hours=36), None),
]
FORMATS = ["General", "@", "0%", '0.0"%"', '#,##0 "€"', "[$USD] 0", "yyyy-mm-dd", "mmm yyyy"]


def both_alike(cell: Cell) -> int:
    """For how many fields is the cell plain? Fails where its value is not the careful one, or needs a word."""
    plain = 0
    for column in COLUMNS:
        value = plain_reader(column, TERMS)(cell)
        if value is not NOT_PLAIN:
            careful = read_cell(cell, column, TERMS)
            assert (value, type(value), str(value)) == (careful.value, type(careful.value), str(careful.value)), column
            assert not careful.problems, column
            plain += 1
    return plain


@pytest.mark.parametrize("number_format", FORMATS)
def test_no_value_is_read_otherwise_than_with_care(number_format):
    choices = [choice for column in COLUMNS for choice in TERMS.choices(column)]
    for value in [*BLANKS, *SIGNS, *WORDS, *EDGES, *NUMBERS, *TIMES, *choices]:
        both_alike(Cell(7, 6, value, number_format))


@given(strategies.one_of(strategies.text(), strategies.integers(), strategies.floats(allow_nan=False)))
def test_nothing_that_may_be_typed_is_read_otherwise(value):
    both_alike(Cell(7, 6, value))


def test_what_stands_for_a_blank_is_never_plain():
    assert [text for text in BLANKS if both_alike(Cell(7, 6, text))] == []


@pytest.mark.parametrize("text", ["Total", "TOTAL", "total:", "Summe", "Grand Total\u00a0"])
def test_what_says_that_its_row_is_a_sum_is_never_plain(text):
    assert both_alike(Cell(7, 6, text)) == 0


@pytest.mark.parametrize(
    "text", ["%", "Tomas Berglund", "Total cost of ownership", "Somerset", "$780,000 a year", "'tis"]
)
def test_a_text_that_only_begins_like_a_blank_a_sum_or_an_amount_is_plain(text):
    assert both_alike(Cell(7, 6, text)) > 0


def test_the_ids_of_a_list_are_plain():
    ids = next(column for column in COLUMNS if column.kind.name == "ids")

    assert plain_reader(ids, TERMS)(Cell(7, 6, "S1, S6;S7")) == ("S1", "S6", "S7")


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.path)
def test_the_first_choice_and_a_usual_value_of_most_kinds_are_plain(column):
    usual = {"date": datetime.datetime(2026, 3, 4), "share": 0.5, "yes/no": "Yes", "ids": None, "period": "2026-Q3"}
    numeric = column.kind.name in ("number", "money", "whole number")
    value = (*TERMS.choices(column), 3 if numeric else usual.get(column.kind.name, "Anna Berg"))[0]
    number_format = "0%" if column.kind.name == "share" else "General"

    assert (plain_reader(column, TERMS)(Cell(7, 6, value, number_format)) is NOT_PLAIN) == (value is None)

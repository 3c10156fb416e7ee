"""Addresses and number formats are told as openpyxl tells them, which takes longer to load than a workbook to read."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from pipeline.workbook.addresses import (
    column_of,
    columns,
    letters_of,
    row_and_column,
    rows_and_columns,
    with_sheet_named,
)
from pipeline.workbook.number_formats import (
    BUILT_IN,
    FROM_1900,
    FROM_1904,
    duration,
    moment,
    shows_duration,
    shows_time,
)

DAYS = some.one_of(
    some.integers(0, 2_958_465),
    some.floats(0, 2_958_465),
    some.sampled_from([0, 0.0, 0.5, 0.999_999_999, 1, 59, 59.99, 60, 60.5, 61, 45_000.123_456_789, 2_958_465.999_999]),
)
FORMATS = some.one_of(
    some.sampled_from(
        [*BUILTIN_FORMATS.values(), "[$-409]d mmm yyyy;@", '"days" 0', r"\d0", "[Red]0", "[hh]", "[H]:MM", ""]
    ),
    some.text('dmyhsDMYHS0#[];"\\_@$-. :EGeneralRed', max_size=12),
)


def told(function, *arguments, **named):
    """What a function gives, or that it refuses."""
    try:
        return function(*arguments, **named)
    except (ValueError, TypeError, OverflowError, UnboundLocalError) as error:
        return type(error) is OverflowError or "refused"


def test_every_column_has_its_letters_and_its_number():
    for number in range(1, len(columns())):
        letters = letters_of(number)
        assert letters == get_column_letter(number)
        assert column_of(letters) == column_of(letters.lower()) == number


@pytest.mark.parametrize("number", [0, -1, 18279])
def test_other_numbers_are_no_columns(number):
    with pytest.raises(ValueError, match="is no column"):
        letters_of(number)


@given(some.text("AzZ1 é$", max_size=4))
def test_letters_as_openpyxl_takes_them(letters):
    assert told(column_of, letters) == told(column_index_from_string, letters)


@given(some.text("ABz0179:$ -", min_size=1, max_size=8))
def test_addresses_as_openpyxl_takes_them(address):
    assert told(row_and_column, address) == told(coordinate_to_tuple, address)


@given(some.from_regex(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,4}(:\$?[A-Za-z]{1,3}\$?[0-9]{1,4})?", fullmatch=True))
def test_ranges_as_openpyxl_takes_them(area):
    first_column, first_row, last_column, last_row = range_boundaries(area)
    assert rows_and_columns(area) == (first_row, first_column, last_row, last_column)


@pytest.mark.parametrize("area", ["", "A", "1", "A:B", "1:2", "A1:", "A1:B", "A1:2", "AAAA1", "A1:B2:C3", "A1 B2"])
def test_what_is_no_range_of_cells_is_refused(area):
    with pytest.raises(ValueError, match="is no range of cells"):
        rows_and_columns(area)


@given(some.text(max_size=10))
def test_sheets_are_quoted_as_openpyxl_quotes_them(name):
    assert with_sheet_named(name, "A1") == f"{quote_sheetname(name)}!A1"


def test_the_formats_that_have_a_number():
    assert BUILT_IN == BUILTIN_FORMATS


@given(FORMATS)
def test_what_a_format_shows(number_format):
    assert shows_time(number_format) == is_date_format(number_format)
    assert shows_duration(number_format) == is_timedelta_format(number_format)


@given(DAYS, some.sampled_from([(FROM_1900, CALENDAR_WINDOWS_1900), (FROM_1904, CALENDAR_MAC_1904)]))
def test_moments_as_openpyxl_reads_them(days, start):
    assert told(moment, days, start[0]) == told(from_excel, days, start[1])


@given(some.one_of(DAYS, some.floats(-1000, 0)))
def test_durations_as_openpyxl_reads_them(days):
    assert duration(days) == from_excel(days, timedelta=True)


def test_days_before_the_calendar_and_after_it():
    for days in (-1, -0.25, 3e9, 1e308):
        assert told(moment, days, FROM_1900) == told(from_excel, days)


def test_the_first_days_of_1900():
    assert moment(1, FROM_1900) == datetime.datetime(1900, 1, 1)
    assert moment(61, FROM_1900) == datetime.datetime(1900, 3, 1)
    assert moment(0.75, FROM_1900) == datetime.time(18)

"""Dates and periods as people type them: read where they have one meaning, refused where they have none or two."""

import datetime

import pytest
from hypothesis import given, strategies

from pipeline.workbook.conventions import conventions
from pipeline.workbook.dates import in_words, typed_date, typed_period
from pipeline.workbook.findings import NotReadable


def day(text: str, locale: str | None = "en-GB") -> str:
    """The day in ISO form, or the code of its refusal."""
    try:
        return typed_date(text, conventions(locale)).isoformat()
    except NotReadable as refusal:
        return refusal.code


@pytest.mark.parametrize("locale", ["en-GB", "en-US", "de-DE", None])
@pytest.mark.parametrize(
    "text",
    ["2026-03-14", "2026/3/14", "2026-03-14T00:00:00", "14/03/2026", "03/14/2026", "14.03.2026", "14-3-2026",
     "14 March 2026", "14 Mar 2026", "14-Mar-2026", "14. März 2026", "March 14, 2026", "14th March 2026",
     "14 mars 2026", "14. maaliskuuta 2026", "14 de março de 2026", "14 marzo 2026", "14 marca 2026", "14 maart 2026"],
)  # fmt: skip
def test_a_date_with_one_meaning_is_read_in_every_locale(text, locale):
    assert day(text, locale) == "2026-03-14"


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("03/04/2026", "en-GB", "2026-04-03"),
        ("03/04/2026", "de-DE", "2026-04-03"),
        ("03/04/2026", "en-US", "2026-03-04"),
        ("03/04/2026", None, "ambiguous-date"),
        ("03.04.2026", None, "2026-04-03"),
        ("03.04.2026", "en-US", "ambiguous-date"),
        ("03/03/2026", None, "2026-03-03"),
    ],
)
def test_the_locale_decides_the_order_of_day_and_month(text, locale, expected):
    assert day(text, locale) == expected


@pytest.mark.parametrize("locale", ["sv-SE", "en-CA", "ja-JP"])
def test_where_people_write_the_year_first_nobody_can_say_the_order_before_it(locale):
    assert day("03/04/2026", locale) == "ambiguous-date"
    assert day("2026-04-03", locale) == "2026-04-03"


def test_an_ambiguous_date_names_both_readings():
    with pytest.raises(NotReadable) as refusal:
        typed_date("03/04/2026", conventions(None))

    assert refusal.value.text == "could be 3 April 2026 or 4 March 2026"
    assert refusal.value.fix == "Type 2026-04-03 or 2026-03-04."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/26", "ambiguous-date"),
        ("4 Mar 26", "ambiguous-date"),
        ("31/02/2026", "not-a-date"),
        ("2026-13-01", "not-a-date"),
        ("Q1 2026", "not-a-date"),
        ("March 2026", "not-a-date"),
        ("FY26", "not-a-date"),
        ("soon", "not-a-date"),
        ("4 Smarch 2026", "not-a-date"),
        ("10", "not-a-date"),
        ("1989-12-31", "date-far-off"),
        ("2101-01-01", "date-far-off"),
    ],
)
def test_what_is_no_day_is_refused(text, code):
    assert day(text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-Q3", "2026-Q3"),
        ("2026-q3", "2026-Q3"),
        ("Q3 2026", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("Q3/2026", "2026-Q3"),
        ("T3 2026", "2026-Q3"),
        ("3. Quartal 2026", "2026-Q3"),
        ("2026", "2026"),
    ],
)
def test_a_period_is_a_quarter_or_a_year(text, expected):
    assert typed_period(text) == expected


def test_the_first_and_the_last_year_of_any_plan_are_read():
    assert (typed_period("1990"), typed_period("2100-Q4")) == ("1990", "2100-Q4")


@pytest.mark.parametrize("text", ["Q5 2026", "2026-Q0", "2026-07", "FY26", "Q3", "1989", "2101", "summer 2026"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NotReadable):
        typed_period(text)


@given(strategies.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)))
def test_every_day_is_read_back_from_its_iso_form_and_from_words(found):
    assert day(found.isoformat(), None) == found.isoformat()
    assert day(in_words(found), None) == found.isoformat()
    assert day(found.strftime("%d/%m/%Y"), "en-GB") == found.isoformat()
    assert day(found.strftime("%m/%d/%Y"), "en-US") == found.isoformat()

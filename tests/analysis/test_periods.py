"""Periods: order, neighbours and last days."""

import datetime

import pytest

from pipeline.analysis.periods import (
    a_year_earlier,
    age_order,
    end_order,
    is_quarter,
    last_day,
    period_before,
    quarters_to_date,
    year_and_quarter,
)


def test_period_is_a_quarter_or_a_year() -> None:
    assert year_and_quarter("2026-Q3") == (2026, 3)
    assert year_and_quarter("2026") == (2026, None)


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-Q0", "2026Q3", "Q3 2026", "26-Q3", "2026-Q3 "])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="write a quarter as 2026-Q3"):
        year_and_quarter(text)


@pytest.mark.parametrize(
    ("period", "before"), [("2026-Q3", "2026-Q2"), ("2026-Q1", "2025-Q4"), ("2026", "2025"), ("2027-Q4", "2027-Q3")]
)
def test_period_before_a_quarter_is_a_quarter_and_before_a_year_a_year(period: str, before: str) -> None:
    assert period_before(period) == before


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026-Q1", (2026, 3, 31)),
        ("2026-Q2", (2026, 6, 30)),
        ("2026-Q3", (2026, 9, 30)),
        ("2026-Q4", (2026, 12, 31)),
        ("2026", (2026, 12, 31)),
    ],
)
def test_last_day_of_a_period(period: str, day: tuple[int, int, int]) -> None:
    assert last_day(period) == datetime.date(*day)


def test_year_to_date_is_its_quarters_up_to_the_period() -> None:
    assert quarters_to_date("2026-Q1") == ("2026-Q1",)
    assert quarters_to_date("2026-Q3") == ("2026-Q1", "2026-Q2", "2026-Q3")
    assert quarters_to_date("2026") == quarters_to_date("2026-Q4") == ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")


def test_year_earlier_is_the_same_quarter() -> None:
    assert (a_year_earlier("2026-Q3"), a_year_earlier("2026")) == ("2025-Q3", "2025")


def test_periods_sort_oldest_first_and_a_year_before_its_quarters() -> None:
    assert sorted(["2026-Q1", "2025-Q4", "2026", "2025"], key=age_order) == ["2025", "2025-Q4", "2026", "2026-Q1"]


def test_a_quarter_is_told_from_a_year_and_a_year_ends_with_its_fourth() -> None:
    assert [is_quarter(period) for period in ("2026-Q3", "2026")] == [True, False]
    assert sorted(("2026", "2026-Q4", "2026-Q3", "2025"), key=end_order) == ["2025", "2026-Q3", "2026", "2026-Q4"]

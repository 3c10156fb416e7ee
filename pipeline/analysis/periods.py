"""Periods as they stand in the workbook, a quarter as 2026-Q3 or a year as 2026: their parts, order and last day."""

import datetime
import re
from functools import lru_cache

_PERIOD = re.compile(r"(\d{4})(?:-Q([1-4]))?")


@lru_cache(maxsize=256)  # the same few periods stand in hundreds of rows
def year_and_quarter(period: str) -> tuple[int, int | None]:
    """(2026, 3) for "2026-Q3" and (2026, None) for "2026". Raises ValueError for anything else."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"{period!r} is not a period: write a quarter as 2026-Q3 or a year as 2026")
    return int(found[1]), int(found[2]) if found[2] else None


def is_quarter(period: str) -> bool:
    """Is the period a quarter, not a year?"""
    return year_and_quarter(period)[1] is not None


def age_order(period: str) -> tuple[int, int]:
    """A key that sorts periods oldest first, a year before its quarters."""
    year, quarter = year_and_quarter(period)
    return year, quarter or 0


def end_order(period: str) -> tuple[int, int]:
    """A key that sorts periods by their last day: a year ends with its fourth quarter."""
    year, quarter = year_and_quarter(period)
    return year, quarter or 4


def period_before(period: str) -> str:
    """The quarter before a quarter, the year before a year: "2025-Q4" for "2026-Q1"."""
    year, quarter = year_and_quarter(period)
    if quarter is None:
        return str(year - 1)
    return f"{year - 1}-Q4" if quarter == 1 else f"{year}-Q{quarter - 1}"


def last_day(period: str) -> datetime.date:
    """The last day of the quarter or the year."""
    year, quarter = year_and_quarter(period)
    if quarter in (None, 4):
        return datetime.date(year, 12, 31)
    return datetime.date(year, 3 * quarter + 1, 1) - datetime.timedelta(days=1)


def quarters_to_date(period: str) -> tuple[str, ...]:
    """The quarters of the period's year up to and with it; all four for a year."""
    year, quarter = year_and_quarter(period)
    return tuple(f"{year}-Q{number}" for number in range(1, (quarter or 4) + 1))


def a_year_earlier(period: str) -> str:
    """The same quarter, or the year, one year before: "2025-Q3" for "2026-Q3"."""
    year, quarter = year_and_quarter(period)
    return str(year - 1) if quarter is None else f"{year - 1}-Q{quarter}"

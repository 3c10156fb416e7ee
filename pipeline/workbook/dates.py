"""Dates and periods as people type them, read only where they have one meaning."""

import datetime
import re
from functools import cache, lru_cache

from pipeline.workbook.conventions import Conventions
from pipeline.workbook.findings import NotReadable

FIRST_YEAR, LAST_YEAR = 1990, 2100
ISO_FIX = "Type the day as year-month-day, such as 2026-03-31."

_PERIOD_FIX = "Type a quarter as 2026-Q3 or a year as 2026."
# One line for each month: its names and common short forms in the languages of the shipped locales.
_MONTHS = """
    january jan januar janvier janv januari tammikuu tammi enero ene gennaio gen janeiro stycznia styczeń sty jänner
    february feb februar février févr fév februari helmikuu helmi febrero febbraio fevereiro fev lutego luty lut
    march mar märz mär mrz mars maart mrt marts maaliskuu maalis marzo março marca marzec
    april apr avril avr huhtikuu huhti abril abr aprile kwietnia kwiecień kwi
    may mai mei maj toukokuu touko mayo maggio mag maio maja
    june jun juni juin kesäkuu kesä junio giugno giu junho czerwca czerwiec cze
    july jul juli juillet juil heinäkuu heinä julio luglio lug julho lipca lipiec lip
    august aug août augustus augusti elokuu elo agosto ago sierpnia sierpień sie
    september sep sept septembre syyskuu syys septiembre settembre set setembro września wrzesień wrz
    october oct oktober okt octobre lokakuu loka octubre ottobre ott outubro out października październik paź
    november nov novembre marraskuu marras noviembre novembro listopada listopad lis
    december dec dezember dez décembre déc desember des joulukuu joulu diciembre dic dicembre dezembro grudnia gru
"""
_LINES = [line.split() for line in _MONTHS.strip().splitlines()]
_NAMES = [names[0].capitalize() for names in _LINES]
# Finnish writes the month of a date with the ending "ta".
_MONTH = {form: number for number, names in enumerate(_LINES, 1) for name in names for form in (name, f"{name}ta")}

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er)?[\s-]*(?:de |of )?([^\W\d_]+)\.?,?[\s-]*(?:de |of )?(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.\s]\s*(?:\d{1,2}|[^\W\d_]+)\.?\s*[-/.\s]\s*'?\d{2}")
_SOME_PERIOD = re.compile(r"(?:q|h|fy|kw|w|cw)\s?\d.*|\d{4}[-\s]?[qh]\d|[^\W\d_]+\.? \d{4}|\d{4}", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?P<year>\d{4})[-/.\s]*[qtk](?P<quarter>[1-4])|[qtk]\s?(?P<first>[1-4])[-/.\s]*(?P<last>\d{4})"
    r"|(?P<number>[1-4])\.?\s?(?:q|quarter|quartal|kvartal|kwartaal)[-/.\s]*(?P<after>\d{4})",
    re.IGNORECASE,
)

_NO_DATE_LETTERS = re.compile(r'General|\[[^\]]*\]|"[^"]*"|\\.|[_*].', re.IGNORECASE)
_PARTS = (("day", "d"), ("month", "m"), ("year", "yeb"))  # e and b are years of other calendars


def typed_date(text: str, ways: Conventions) -> datetime.date:
    """The day that `text` means. Raises NotReadable if it means none, or more than one."""
    plain = " ".join(text.split())
    if found := _YEAR_FIRST.fullmatch(plain):
        return day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(plain):
        return _by_order(int(found[1]), int(found[3]), int(found[4]), found[2], ways)
    if found := _DAY_MONTH.fullmatch(plain):
        return day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(plain):
        return day(int(found[3]), _month(found[1]), int(found[2]))
    if _SHORT_YEAR.fullmatch(plain):
        raise NotReadable("ambiguous-date", "has a year of two digits", ISO_FIX)
    if _SOME_PERIOD.fullmatch(plain):
        raise NotReadable("not-a-date", "is a period, not a day", ISO_FIX)
    raise _no_date()


def day(year: int, month: int, day_of_month: int) -> datetime.date:
    """The day of three numbers. Raises NotReadable for a day that is in no calendar or far from any plan."""
    try:
        found = datetime.date(year, month, day_of_month)
    except ValueError:
        raise NotReadable("not-a-date", "is not a day of the calendar", ISO_FIX) from None
    return plausible(found)


def plausible(found: datetime.date) -> datetime.date:
    """`found`, if its year is from 1990 to 2100. Raises NotReadable otherwise."""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotReadable("date-far-off", f"is not between {FIRST_YEAR} and {LAST_YEAR}", ISO_FIX)
    return found


def in_words(found: datetime.date) -> str:
    """A day for a message: "31 March 2026"."""
    return f"{found.day} {_NAMES[found.month - 1]} {found.year}"


@cache
def not_shown(number_format: str) -> str:
    """What of a stored day its number format hides, in words: "the day" for "mmm yyyy"; "" if it hides nothing."""
    letters = set(_NO_DATE_LETTERS.sub("", number_format).casefold())
    if not letters & set("dmyhs"):
        return ""  # no format for a date, so that it hides nothing
    hidden = [name for name, signs in _PARTS if not letters & set(signs)]
    return " or ".join(f"the {name}" for name in hidden)


@lru_cache(maxsize=256)
def typed_period(text: str) -> str:
    """The quarter or year that `text` means, as "2026-Q3" or "2026". Raises NotReadable if it means neither."""
    plain = " ".join(text.split())
    if found := _QUARTER.fullmatch(plain):
        year = found["year"] or found["last"] or found["after"]
        return f"{_year(year)}-Q{found['quarter'] or found['first'] or found['number']}"
    if re.fullmatch(r"\d{4}", plain):
        return _year(plain)
    raise NotReadable("not-a-period", "is not a quarter such as 2026-Q3 or a year such as 2026", _PERIOD_FIX)


def _year(text: str) -> str:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise NotReadable("not-a-period", f"is not between {FIRST_YEAR} and {LAST_YEAR}", _PERIOD_FIX)
    return text


def _by_order(first: int, second: int, year: int, sign: str, ways: Conventions) -> datetime.date:
    """The day of two numbers and a year, the locale deciding their order where both orders give a day."""
    if second > 12:
        return day(year, first, second)
    if first > 12 or first == second:
        return day(year, second, first)
    day_first = ways.day_first
    # Dots between numbers are written where the day comes first, so with month first they decide nothing.
    if sign == "." and day_first is not True:
        day_first = None if day_first is False else True
    if day_first is None:
        one, other = day(year, second, first), day(year, first, second)
        raise NotReadable(
            "ambiguous-date",
            f"could be {in_words(one)} or {in_words(other)}",
            f"Type {one.isoformat()} or {other.isoformat()}.",
        )
    return day(year, second, first) if day_first else day(year, first, second)


def _month(name: str) -> int:
    month = _MONTH.get(name.casefold())
    if month is None:
        raise _no_date()
    return month


def _no_date() -> NotReadable:
    return NotReadable("not-a-date", "is not a date", ISO_FIX)

"""What Excel's number formats say of a number: whether it is a point in time, and which one."""

import datetime
import re
from functools import lru_cache

FROM_1900 = datetime.datetime(1899, 12, 30)  # day 0 of the two calendars that a workbook may count in
FROM_1904 = datetime.datetime(1904, 1, 1)

# ECMA-376, 18.8.30: formats that a workbook names by number alone, as Excel shows them in English.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}

_BESIDE_THE_FORMAT = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')  # words, colours, currencies and languages
_OF_TIME = re.compile(r"(?<![_\\])[dmhysDMHYS]")
_OF_DURATION = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_MILLISECONDS_OF_A_DAY = 86_400_000
_NO_SUCH_DAY = 60  # 29 February 1900, which Excel takes for a day


def shows_time(number_format: str) -> bool:
    """Is a number so formatted shown as a day, a time of the day, or both?"""
    return _OF_TIME.search(_BESIDE_THE_FORMAT.sub("", number_format.split(";")[0])) is not None


def shows_duration(number_format: str) -> bool:
    """Is a number so formatted shown as hours, minutes or seconds without an end, "[h]:mm"?"""
    return _OF_DURATION.search(number_format.split(";")[0]) is not None


@lru_cache(maxsize=1024)
def moment(days: float, start: datetime.datetime) -> datetime.datetime | datetime.time:
    """The point in time so many days after the start of the calendar, to the millisecond; below 1 a time of the day.

    Raises OverflowError or ValueError for what lies outside the years 1 to 9999.
    """
    whole, part = divmod(days, 1)
    of_the_day = datetime.timedelta(milliseconds=round(part * _MILLISECONDS_OF_A_DAY))
    if 0 <= days < 1 and not of_the_day.days:
        return (datetime.datetime.min + of_the_day).time()
    if 0 < days < _NO_SUCH_DAY and start == FROM_1900:
        whole += 1
    return start + datetime.timedelta(days=whole) + of_the_day


def duration(days: float) -> datetime.timedelta:
    """So many days as a duration, to the millisecond."""
    found = datetime.timedelta(days=days)
    if not found.microseconds:
        return found
    return datetime.timedelta(seconds=found.total_seconds() // 1, microseconds=round(found.microseconds, -3))

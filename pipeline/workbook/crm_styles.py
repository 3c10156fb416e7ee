"""How a whole column of an export writes numbers or dates: what one value leaves open, the others decide."""

import re
from collections.abc import Callable, Iterable, Mapping

from pipeline.workbook.conventions import Conventions
from pipeline.workbook.dates import typed_date
from pipeline.workbook.findings import NotReadable
from pipeline.workbook.numerals import numeral

Texts = Iterable[tuple[int, str]]

NUMBER_STYLES: Mapping[str, Conventions] = {
    "point": Conventions(group=",", decimal="."),
    "comma": Conventions(group=".", decimal=","),
}
DATE_STYLES: Mapping[str, Conventions] = {
    "day-first": Conventions(day_first=True),
    "month-first": Conventions(day_first=False),
}

_TIME = re.compile(
    r"[T,\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?\s*$"
)
_DIGITS = re.compile(r"\d(?:[\d .,'\u00a0\u202f]*\d)?")
_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*\d{4}\s*")


class Undecided(Exception):
    """A column in which a value has two readings and the others do not decide: the value's row and its text."""

    def __init__(self, row: int, text: str, spoken: Mapping[str, tuple[int, str]]) -> None:
        super().__init__(text)
        self.row, self.text, self.spoken = row, text, spoken


def without_time(text: str) -> str:
    """A day without the time that a CRM writes after it: "2026-03-14 09:05" is "2026-03-14"."""
    return _TIME.sub("", text)


def number_style(texts: Texts, asked: str) -> str:
    """The decimal sign of a column of row numbers and texts, "point" or "comma"; "" where no value turns on it.

    Values with one reading speak for the others; `asked` decides where none speaks, or both signs are spoken for.
    Raises Undecided if a value has two readings and nothing decides.
    """
    return _decided(texts, _decimals, numeral, asked)


def date_style(texts: Texts, asked: str) -> str:
    """Is it "day-first" or "month-first" in a column of row numbers and texts? As `number_style` tells signs."""
    return _decided(texts, _order, typed_date, asked)


def _decided(
    texts: Texts, speaks_for: Callable[[str], str], read: Callable[[str, Conventions], object], asked: str
) -> str:
    spoken: dict[str, tuple[int, str]] = {}
    unclear: tuple[int, str] | None = None
    for row, text in texts:
        try:
            read(text, Conventions())
        except NotReadable as fault:
            if unclear is None and fault.code.startswith("ambiguous"):
                unclear = row, text
            continue
        if style := speaks_for(text):
            spoken.setdefault(style, (row, text))
    if len(spoken) == 1:
        return next(iter(spoken))
    if unclear and not asked:
        raise Undecided(*unclear, spoken)
    return asked if unclear else ""


def _decimals(text: str) -> str:
    """The decimal sign that a number with one reading shows; "" if it shows none."""
    found = _DIGITS.search(text)
    signs = re.findall("[.,]", found[0]) if found else []
    if not signs:
        return ""
    grouped = len(signs) > 1 and len(set(signs)) == 1
    return "point" if (signs[-1] == ".") != grouped else "comma"


def _order(text: str) -> str:
    """The order that a day with one reading shows; "" if it shows none."""
    found = _TWO_NUMBERS.fullmatch(text)
    if not found or found[1] == found[3]:
        return ""
    return "month-first" if int(found[3]) > 12 else "day-first"

"""How people of a locale write numbers and dates: what decides between two readings of one text."""

from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

_SIGNS = {"\u00a0": " ", "\u202f": " ", "\u2019": "'", "\u066c": "'"}


@dataclass(frozen=True)
class Conventions:
    """The sign between thousands, the decimal sign, and whether the day comes first; None and "" are undecided."""

    group: str = ""
    decimal: str = ""
    day_first: bool | None = None


@cache
def conventions(locale: str | None) -> Conventions:
    """The conventions of a locale such as "en-GB", after the Unicode CLDR; undecided for None and unknown ones."""
    if not locale:
        return Conventions()
    try:
        found = Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return Conventions()
    signs = found.number_symbols
    signs = signs.get("latn", signs)
    group, decimal = (_SIGNS.get(signs[name], signs[name]) for name in ("group", "decimal"))
    return Conventions(group, decimal, _day_first(found))


def _day_first(locale: Locale) -> bool | None:
    """Does the day come before the month? Undecided where people write the year first and no order after it."""
    first = next(letter for letter in str(locale.date_formats["short"].pattern) if letter in "dMy")
    return None if first == "y" else first == "d"

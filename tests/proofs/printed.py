"""How a value of `keyplan show` may stand in a document, by locale: written anew here, not taken from the views."""

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_MONTHS = {
    "short": {
        "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    },
    "long": {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    },
}


def dates(value: str, locale: str) -> Iterator[str]:
    """A day in full, in short, and in short without its year; of a later year the month alone."""
    day = datetime.date.fromisoformat(value)
    long, short = (_MONTHS[style][locale[:2]].split()[day.month - 1] for style in ("long", "short"))
    number, year = day.day, day.year
    if locale == "en-US":
        yield from (f"{long} {number}, {year}", f"{short} {number}, {year}", f"{short} {number}")
    else:
        dot = "." if locale == "de-DE" else ""
        yield from (f"{number}{dot} {month} {year}" for month in (long, short))
        yield f"{number}{dot} {short}"
    yield f"{short} {year}"


def numbers(value: Any, locale: str) -> Iterator[str]:
    """A number with no decimal, one, two or its own, plain and as a share of a hundred."""
    number = Decimal(str(value))
    for places in (0, 1, 2):
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded == number:
            yield decimal(number, places, locale)
    yield percent(number, locale)


def amounts(value: Any, locale: str) -> Iterator[str]:
    """An amount of money in full, in thousands and in millions."""
    number = Decimal(str(value))
    for divisor, places in ((1, 0), (1000, 0), (1000, 1), (1000000, 1)):
        yield decimal(number / divisor, places, locale)


def percent(share: Any, locale: str, places: int = 0) -> str:
    """A share of one in per cent: "14%", in German "14 %"."""
    number = decimal(Decimal(str(share)) * 100, places, locale)
    return f"{number} %" if locale == "de-DE" else f"{number}%"


def decimal(value: Any, places: int, locale: str) -> str:
    """A number to so many places, halves away from zero, with the separators of the locale and a true minus."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    if locale == "de-DE":
        text = text.translate(str.maketrans(",.", ".,"))
    return ("−" if rounded < 0 else "") + text


def quarters(value: str) -> Iterator[str]:
    """A period in short and as it is typed: "Q3 26", "2026-Q3"."""
    yield value
    found = re.fullmatch(r"20(\d\d)-Q(\d)", value)
    if found:
        yield f"Q{found[2]} {found[1]}"

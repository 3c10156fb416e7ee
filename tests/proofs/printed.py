"""How a value of `keyplan show` may stand in an English document: written anew here, not taken from the views."""

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_MONTHS = {
    "short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "long": "January February March April May June July August September October November December",
}


def dates(value: str, locale: str) -> Iterator[str]:
    """A day in full, in short, and in short without its year; of a later year the month alone."""
    day = datetime.date.fromisoformat(value)
    long, short = (_MONTHS[style].split()[day.month - 1] for style in ("long", "short"))
    number, year = day.day, day.year
    if locale == "en-US":
        yield from (f"{long} {number}, {year}", f"{short} {number}, {year}", f"{short} {number}")
    else:
        yield from (f"{number} {month} {year}" for month in (long, short))
        yield f"{number} {short}"
    yield f"{short} {year}"


def numbers(value: Any) -> Iterator[str]:
    """A number with no decimal, one, two or its own, plain and as a share of a hundred."""
    number = Decimal(str(value))
    for places in (0, 1, 2):
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded == number:
            yield decimal(number, places)
    yield percent(number)


def amounts(value: Any) -> Iterator[str]:
    """An amount of money in full, in thousands and in millions."""
    number = Decimal(str(value))
    for divisor, places in ((1, 0), (1000, 0), (1000, 1), (1000000, 1)):
        yield decimal(number / divisor, places)


def percent(share: Any, places: int = 0) -> str:
    """A share of one in per cent: "14%"."""
    return f"{decimal(Decimal(str(share)) * 100, places)}%"


def decimal(value: Any, places: int) -> str:
    """A number to so many places, halves away from zero, with the separators of English and a true minus."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    return ("−" if rounded < 0 else "") + text


def quarters(value: str) -> Iterator[str]:
    """A period in short and as it is typed: "Q3 26", "2026-Q3"."""
    yield value
    found = re.fullmatch(r"20(\d\d)-Q(\d)", value)
    if found:
        yield f"Q{found[2]} {found[1]}"

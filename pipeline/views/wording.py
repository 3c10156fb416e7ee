"""How a number, an amount, a share, a date and a period are written in the account's locale."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

BLANK = "–"  # a blank prints as a dash, never as 0
MINUS = "−"
NO_BREAK = "\u00a0"

Number = Decimal | int | float
DateStyle = Literal["long", "short", "month", "dated"]
PeriodStyle = Literal["short", "dated", "long", "range"]

_DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w]|\.\d)")
_SKELETONS = {"short": "MMMd", "month": "yMMM", "dated": "yMMMd"}
_ORDINALS = ("first", "second", "third", "fourth")
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@lru_cache(maxsize=64)
def babel_locale(locale: str) -> Locale:
    """The Babel locale of a tag such as "en-GB" or "de-DE". Raises ValueError or UnknownLocaleError if it has none."""
    return Locale.parse(locale, sep="-")


@lru_cache(maxsize=64)
def _signs(locale: str) -> dict[int, str]:
    """What the locale writes for the comma, the point and the minus of a figure."""
    found = babel_locale(locale)
    return str.maketrans({",": get_group_symbol(found), ".": get_decimal_symbol(found), "-": MINUS})


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


@lru_cache(maxsize=64)
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` with `decimals` places, halves away from zero: the figure as it is shown."""
    return _exact(value).quantize(_step(decimals), rounding=ROUND_HALF_UP)


def decimals_of(value: Number) -> int:
    """How many decimal places `value` needs, at most two: 4 needs 0, 4.5 needs 1."""
    return len(f"{rounded(value, 2):f}".partition(".")[2].rstrip("0"))


def number(value: Number | None, locale: str, decimals: int | None = None) -> str:
    """`value` with the locale's separators and a true minus; as many decimals as it needs (at most two) unless told."""
    if value is None:
        return BLANK
    text = f"{rounded(value, 2 if decimals is None else decimals):,f}"
    text = text.rstrip("0").rstrip(".") if decimals is None else text
    return text if text.isdigit() else text.translate(_signs(locale))


def signed(value: Number | None, locale: str, decimals: int | None = None) -> str:
    """`value` with its sign, also when positive: "+3", "−2", "0"."""
    text = number(value, locale, decimals)
    return f"+{text}" if value is not None and value > 0 else text


def figures(text: str, locale: str) -> str:
    """`text` with each number that has a decimal point, "(0.3 × 8) = 2.4", as the locale writes it: "(0,3 × 8) = 2,4".

    For what the analysis writes; an id such as "A6.1" is no number.
    """
    if "." not in text:
        return text
    signs = _signs(locale)

    def written(found: re.Match[str]) -> str:
        whole, _, decimals = found[0].partition(".")
        if len(whole) < 4:  # there is nothing to group
            return found[0].translate(signs)
        return number(Decimal(found[0]), locale, len(decimals))

    return _DECIMAL.sub(written, text)


def money(value: Number | None, currency: str, locale: str, style: Literal["full", "short"] = "full") -> str:
    """An amount with its code first: "EUR 576,000"; short from a million on: "EUR 13.1 m"; below 10,000 with cents."""
    if value is None:
        return BLANK
    amount = _exact(value)
    if style == "short" and abs(amount) >= 999_500:
        return f"{currency}{NO_BREAK}{number(amount / 1_000_000, locale, 1)}{NO_BREAK}m"
    if style == "short" and abs(amount) >= 10_000:
        return f"{currency}{NO_BREAK}{number(amount / 1_000, locale, 0)}{NO_BREAK}k"
    places = 0 if abs(amount) >= 10_000 or not decimals_of(amount) else 2
    return f"{currency}{NO_BREAK}{number(amount, locale, places)}"


def percent(value: Number | None, locale: str, decimals: int = 0) -> str:
    """A share where 1 is 100 %: "96.4%" in English, "96,4 %" where the locale sets a space."""
    if value is None:
        return BLANK
    return number(_exact(value) * 100, locale, decimals) + _percent_sign(locale)


@lru_cache(maxsize=64)
def _percent_sign(locale: str) -> str:
    """The sign of the locale, with the space that it sets before it."""
    spaced = str(babel_locale(locale).percent_formats[None].pattern).rstrip("%") != "#,##0"
    return f"{NO_BREAK}%" if spaced else "%"


@lru_cache(maxsize=4096)
def _date(value: datetime.date, locale: str, style: DateStyle) -> str:
    if style == "long":
        return str(format_date(value, "long", locale=babel_locale(locale)))
    text = str(format_skeleton(_SKELETONS[style], value, locale=babel_locale(locale), fuzzy=True))
    return re.sub(r"\bSept\b", "Sep", text) if locale.startswith("en") else text


def date(value: datetime.date | None, locale: str, style: DateStyle = "long") -> str:
    """A date by locale: long "30 September 2026", short "30 Sep", month "Sep 2026", dated "30 Sep 2026"."""
    return BLANK if value is None else _date(value, locale, style)


def month(number: int, locale: str, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """The name of a month, 1 to 12, by locale: "November", abbreviated "Nov"."""
    name = _months(locale, width)[number]
    return "Sep" if name == "Sept" and locale.startswith("en") else name


@lru_cache(maxsize=64)
def _months(locale: str, width: Literal["wide", "abbreviated"]) -> dict[int, str]:
    """The names of the months by their number, 1 to 12."""
    return dict(get_month_names(width, context="stand-alone", locale=babel_locale(locale)))


def period(value: str | None, locale: str, style: PeriodStyle = "short") -> str:
    """A quarter "2026-Q3": short "Q3", dated "Q3 26", long "third quarter 2026", range "July to September 2026".

    A whole year "2026" stays "2026". Raises ValueError if `value` is neither.
    """
    if value is None:
        return BLANK
    year, _, quarter = value.partition("-Q")
    if not quarter:
        return str(int(year))
    position = int(quarter)
    if style == "short":
        return f"Q{position}"
    if style == "dated":
        return f"Q{position} {year[2:]}"
    if style == "long":
        return f"{_ORDINALS[position - 1]} quarter {year}"
    months = _months(locale, "wide")
    joint = " to " if locale.startswith("en") else " – "
    return f"{months[3 * position - 2]}{joint}{months[3 * position]} {year}"


def count_word(value: int) -> str:
    """A count in words up to twelve ("no", "one", ... "twelve"), in figures beyond."""
    return _COUNTS[value] if 0 <= value < len(_COUNTS) else str(value)


def plural(value: int, one: str, many: str) -> str:
    """`one` for a count of one, else `many`."""
    return one if value == 1 else many


def counted(value: int, one: str, many: str) -> str:
    """A count in words with its noun: "one goal", "three goals", "no goals"."""
    return f"{count_word(value)} {plural(value, one, many)}"


def listed(names: list[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"; "" for none."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(text: str) -> str:
    """`text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]

"""Numbers as people type them into a cell of text, read only where they have one meaning."""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct

from pipeline.model.currencies import CURRENCIES
from pipeline.workbook.conventions import Conventions
from pipeline.workbook.findings import NotReadable

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = re.compile("[\u2212\u2012\u2013]")
_APOSTROPHES = re.compile("[\u2019\u02bc`]")
_NUMERAL = re.compile(r"(?P<before>[^\d+\-]*)(?P<core>[+-]?(?:\d[\d .,']*)?\d)(?P<after>\D*)")
_MAGNITUDES = {
    **dict.fromkeys(("k", "tsd", "tsd.", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("m", "mio", "mio.", "mn", "mln", "mill", "mill.", "million", "millions"), Decimal(1_000_000)),
    **dict.fromkeys(("bn", "mrd", "mrd.", "mld", "md", "billion"), Decimal(1_000_000_000)),
}
# A symbol stands for each of these codes.
_SYMBOLS = {
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "us$": ("USD",),
    "kr": ("NOK", "SEK", "DKK", "ISK"),
    "kr.": ("NOK", "SEK", "DKK", "ISK"),
    "zł": ("PLN",),
    "¥": ("JPY", "CNY"),
    "r$": ("BRL",),
    "ca$": ("CAD",),
    "a$": ("AUD",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₩": ("KRW",),
    "₪": ("ILS",),
    "฿": ("THB",),
    **dict.fromkeys(("fr", "fr."), ("CHF",)),
    "sfr": ("CHF",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "₺": ("TRY",),
    "₹": ("INR",),
}
# What a number format shows beside the digits: "EUR" in [$EUR-407], a text in quotes, an escaped letter. `_)` and `* `
# only keep room, and other brackets hold colours, conditions and locales.
_FORMAT_LITERAL = re.compile(r'\[\$(?P<sign>[^\]-]+)[^\]]*\]|\[[^\]]*\]|"(?P<text>[^"]*)"|\\(?P<letter>.)|[_*].')
_FORMAT_SIGNS = re.compile(r"[#0?.,;()+/\-\s]+")


class Numeral(Struct, frozen=True):
    """A typed number: its value, thousands and millions multiplied out, the currencies it names, a per cent sign."""

    value: Decimal
    currencies: tuple[str, ...] = ()
    percent: bool = False


def numeral(text: str, ways: Conventions) -> Numeral:
    """The number that `text` means. Raises NotReadable if it means none, or more than one."""
    plain = _APOSTROPHES.sub("'", _MINUS.sub("-", _SPACES.sub(" ", text))).strip()
    negative = plain.startswith("-")
    if plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, plain[1:-1]
    found = _NUMERAL.fullmatch(plain.removeprefix("-").strip())
    if found is None or (negative and found["core"].startswith(("+", "-"))):
        raise _no_number()
    value = _core(found["core"], ways)
    magnitude, currencies, percent = _marks(found["before"], found["after"])
    value *= magnitude
    if value == value.to_integral_value():
        value = _without_exponent(value.to_integral_value())
    return Numeral(-value if negative and value else value, currencies, percent)


@cache
def format_currencies(number_format: str) -> tuple[str, ...]:
    """The currencies that a number format shows: ("EUR",) for `#,##0 "€"`; none for a format without a currency."""
    for word in _FORMAT_SIGNS.split(_shown_beside(number_format)):
        for part in (word, *_spaced(word).split()):
            if part.casefold() in _SYMBOLS:
                return _SYMBOLS[part.casefold()]
            if part in CURRENCIES:
                return (part,)
    return ()


@cache
def percent_format(number_format: str) -> Literal["", "%", "text"]:
    """Does a format show a hundred times the number with a "%", or the number itself with a "%" only put beside it?"""
    if "%" not in number_format:
        return ""
    return "%" if "%" in _FORMAT_LITERAL.sub("", number_format) else "text"


def exact(value: int | float) -> Decimal:
    """A stored number as Excel shows it: fifteen digits, so that 0.1 + 0.2 is 0.3."""
    if isinstance(value, int):
        return Decimal(value)
    digits = format(value, ".15g")
    return _without_exponent(Decimal(digits)) if "e" in digits or not value else Decimal(digits)


def plain_digits(value: Decimal) -> str:
    """A number for a message: "1200.50", never with an exponent or a sign between thousands."""
    return format(value, "f")


def _without_exponent(value: Decimal) -> Decimal:
    """The same number, its zeros written out: 1200000 for 1.2E+6, and 0 for -0."""
    return Decimal(format(value, "f")) if value else Decimal(0)


def _marks(before: str, after: str) -> tuple[Decimal, tuple[str, ...], bool]:
    """What stands around a number: its magnitude, the currencies that all the signs agree on, a per cent sign."""
    words = before.casefold().split()
    if {"k", "m"} & set(words):  # a single letter before a number is rather the start of an id
        raise _no_number()
    words += _spaced(after).casefold().split()
    magnitudes = [_MAGNITUDES[word] for word in words if word in _MAGNITUDES]
    named = [_currencies(word) for word in words if word != "%" and word not in _MAGNITUDES]
    currencies = tuple(code for code in (named or [()])[0] if all(code in codes for codes in named))
    if len(magnitudes) + words.count("%") > 1 or (named and not currencies):
        raise _no_number()
    return (magnitudes or [Decimal(1)])[0], currencies, "%" in words


@cache
def _shown_beside(number_format: str) -> str:
    """A number format with its literals as they are shown, and without what is not shown."""
    return _FORMAT_LITERAL.sub(
        lambda found: f" {found['sign']} " if found["sign"] else found["text"] or found["letter"] or " ", number_format
    )


def _spaced(after: str) -> str:
    """What follows a number, a per cent sign and a symbol apart from a word: "m€" as "m €"."""
    return re.sub(r"([%€£$¥₺₹])", r" \1 ", after)


def _currencies(word: str) -> tuple[str, ...]:
    if word in _SYMBOLS:
        return _SYMBOLS[word]
    if word.upper() in CURRENCIES:
        return (word.upper(),)
    raise _no_number()


def _core(core: str, ways: Conventions) -> Decimal:
    """The value of digits with their signs."""
    sign = -1 if core.startswith("-") else 1
    digits = core.lstrip("+-")
    decimal = _decimal_sign(digits, ways)
    whole, _, fraction = digits.partition(decimal) if decimal else (digits, "", "")
    groups = re.split(r"[ .,']", whole)
    signs = set(re.findall(r"[ .,']", whole))
    badly_grouped = len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]))
    if badly_grouped or len(signs) > 1 or (fraction and not fraction.isdecimal()):
        raise _no_number()
    return sign * Decimal("".join(groups) + (f".{fraction}" if fraction else "") or "0")


def _decimal_sign(digits: str, ways: Conventions) -> str:
    """Which of "." and "," parts the decimals in `digits`; "" if neither does. Raises NotReadable if nobody can say."""
    point, comma = digits.rfind("."), digits.rfind(",")
    if point < 0 and comma < 0:
        return ""
    last = "." if point > comma else ","
    if point >= 0 and comma >= 0:
        return last
    if digits.count(last) > 1:
        return ""
    whole, _, fraction = digits.partition(last)
    if len(fraction) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return last
    if last == ways.group:
        return ""
    readings = f"{whole}{fraction} or {f'{whole}.{fraction}'.rstrip('0').rstrip('.')}"
    raise NotReadable(
        "ambiguous-number",
        f"could be {readings}",
        f"Type {whole}{fraction} without a sign between thousands, or write the decimals with one or two digits.",
    )


def _no_number() -> NotReadable:
    return NotReadable("not-a-number", "is not a number", "Type digits only, such as 1200 or 1200.50.")

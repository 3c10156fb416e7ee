"""How texts are compared when something is looked for: as words, as pairs of words, as the digits of numbers."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

FEWEST_DIGITS = 5  # significant ones of a number that is looked for
LARGE, FEWEST_OF_LARGE = 5, 2  # or digits before its point, and how many of them significant: 92,000

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# ASCII letters in small, digits, and a space for all other ASCII; the bytes of other characters as they are.
_PLAIN = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in bytes(range(256)).lower())
# One digit first: so the search leaps over what begins with none.
_NUMBER = re.compile(r"\d(?:\d{0,2}(?:[ ,.'\u2019\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d*(?:[.,]\d+)?)")
_LARGEST_SHARE = 10
_ROUNDED = 1000  # from here on a number with a fraction is looked for without it as well
_YEAR = re.compile(r"(?:19|20)\d\d")

Trace = str | tuple[str, str]  # a word, or two words one after the other


def words_in(text: str) -> list[str]:
    """The words of a text as they are compared: one case, no punctuation, each ideograph by itself.

    What stands between two signs of ASCII is looked at by itself: none of them becomes a part of a word.
    """
    between = text.encode("utf-8", "surrogatepass").translate(_PLAIN).decode("utf-8", "surrogatepass").split()
    if text.isascii():
        return between
    words: list[str] = []
    for one in between:
        words += (one,) if one.isascii() else _words_of(one)
    return words


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    pattern = _WORD if max(folded, default="") < _IDEOGRAPHS[0] else _word_or_ideograph()
    return tuple(pattern.findall(folded))


@cache  # made where it is needed: tens of thousands of letters take as long as many texts
def _word_or_ideograph() -> re.Pattern[str]:
    return re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+")


def traces_in(words: Sequence[str]) -> frozenset[Trace]:
    """The words, and each two that stand together."""
    return frozenset(words).union(pairwise(words))


def numbers_in(text: str) -> set[str]:
    """The numbers of a text that have digits enough to tell something, as digits with a point.

    A number of which nobody can say whether it is grouped ("12.843") gives both readings.
    """
    found: set[str] = set()
    for written in _NUMBER.findall(text):
        if len(written) >= FEWEST_DIGITS:
            found.update(_readings(written))
    return found


def told(value: Decimal) -> set[str]:
    """The digits by which a number is looked for; none if it has too few."""
    return {digits for digits in forms(value) if _tells(digits)}


def _tells(digits: str) -> bool:
    significant, whole = len(digits.replace(".", "").strip("0")), len(digits.partition(".")[0])
    if _YEAR.fullmatch(digits):
        return False
    return significant >= FEWEST_DIGITS or (whole >= LARGE and significant >= FEWEST_OF_LARGE)


def may_tell(value: Decimal) -> bool:
    """Whether one of a number's forms may have digits enough; said at once of most, which are small."""
    written = str(value)
    return len(written) >= FEWEST_DIGITS or "E" in written


def forms(value: Decimal) -> set[str]:
    """The digits of a number; rounded, where it is large and has a fraction; in per cent, where it may be a share."""
    size = abs(value)
    found = {_digits(f"{size:f}")}
    if size < _LARGEST_SHARE:
        found |= {_digits(f"{size * 100:f}"), _digits(f"{size * 100:.2f}")}
    elif size >= _ROUNDED and size % 1:
        found |= {_digits(f"{size:.0f}"), _digits(f"{size:.1f}")}
    return found


def _digits(written: str) -> str:
    """A number as digits with a point: no zeros before it, none behind its fraction."""
    whole, _, fraction = written.partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _readings(written: str) -> Iterator[str]:
    pieces = re.split(r"\D", written)
    if len(pieces) == 1:
        yield _digits(written)
        return
    if all(len(piece) == 3 for piece in pieces[1:]):
        yield _digits("".join(pieces))
    if len(pieces) == 2 or len(pieces[-1]) != 3:
        yield _digits(f"{''.join(pieces[:-1])}.{pieces[-1]}")

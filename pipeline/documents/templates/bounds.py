"""How far a template may go: the size of the values it makes, the rounds of its loops, the letters it prints."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from jinja2.exceptions import SecurityError
from msgspec import Struct

T = TypeVar("T")
N = TypeVar("N", int, int | None)

LONGEST_RANGE = 1_000  # numbers that range() may count in a template
LONGEST_TEXT = 100_000  # characters of a text that a template put together
LONGEST_LIST = 20_000  # things in a list that a template put together; no sheet has more rows
LARGEST_NUMBER = 10**30
MOST_DECIMALS = 15
MOST_ROUNDS = 1_000_000  # of all loops of a document
MOST_SLIDES = 500
MOST_CHARTS = 300
MOST_LETTERS = 20_000_000  # of all parts of a document, its markup too; honest ones stay below a tenth

_PIECES = 1_000  # of what a part prints, joined at a time
_COLLECTIONS = (list, tuple, dict)


class Budget(Struct):
    """What is left for one document: rounds of its loops, slides, charts and letters."""

    rounds: int = MOST_ROUNDS
    slides: int = MOST_SLIDES
    charts: int = MOST_CHARTS
    letters: int = MOST_LETTERS

    def rounds_of(self, values: Iterable[T]) -> Iterator[T]:
        """The values one after the other, each of them a round. Raises SecurityError when none is left."""
        for value in values:
            self.rounds -= 1
            if self.rounds < 0:
                raise SecurityError(f"its loops go round more than {MOST_ROUNDS:,} times")
            yield value

    def take_slide(self) -> None:
        """One more slide. Raises SecurityError when none is left."""
        self.slides -= 1
        if self.slides < 0:
            raise SecurityError(f"the deck would have more than {MOST_SLIDES} slides")

    def take_chart(self) -> None:
        """One more chart. Raises SecurityError when none is left."""
        self.charts -= 1
        if self.charts < 0:
            raise SecurityError(f"the document would have more than {MOST_CHARTS} charts")

    def joined(self, pieces: Iterable[str]) -> str:
        """What a part prints, as one text. Raises SecurityError when no letter is left."""
        waiting, found = iter(pieces), []
        while some := "".join(islice(waiting, _PIECES)):
            found.append(some)
            self.letters -= len(some)
            if self.letters < 0:
                raise SecurityError(f"it prints more than {MOST_LETTERS:,} letters")
        return "".join(found)


def short_range(*limits: int) -> range:
    """range() of at most LONGEST_RANGE numbers."""
    numbers = range(*limits)
    if len(numbers) > LONGEST_RANGE:
        raise SecurityError(f"range() counts at most {LONGEST_RANGE:,} numbers in a template")
    return numbers


def short_text(parts: Iterable[str], separator: str = "") -> str:
    """The texts in a row; SecurityError for more than LONGEST_TEXT characters."""
    found, length = [], -len(separator)
    for part in parts:
        found.append(part)
        length += len(part) + len(separator)
        if length > LONGEST_TEXT:
            raise SecurityError(f"a text is at most {LONGEST_TEXT:,} characters long")
    return separator.join(found)


def added(left: Any, right: Any) -> Any:
    """`left + right`, of which neither a text nor a list grows without limit."""
    if isinstance(left, str) and isinstance(right, str):
        return short_text((left, right))
    if isinstance(left, Sequence) and len(left) + len(right) > LONGEST_LIST:
        raise SecurityError(f"a list has at most {LONGEST_LIST:,} entries")
    return left + right


def bounded(number: Any) -> Any:
    """A number that was worked out; SecurityError for one beyond LARGEST_NUMBER, or none at all."""
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise SecurityError(f"a number has at most {len(str(LARGEST_NUMBER)) - 1} digits")
    return number


def decimals(number: N) -> N:
    """How many decimals are asked for; SecurityError for more than MOST_DECIMALS, or a number that is none."""
    if number is not None and not (isinstance(number, int) and -MOST_DECIMALS <= number <= MOST_DECIMALS):
        raise SecurityError(f"a number is shown with at most {MOST_DECIMALS} decimals")
    return number


def shallow(values: Any) -> Any:
    """A list or the like that a template wrote; SecurityError for lists in lists in lists, which grow by doubling."""
    inner = values.values() if isinstance(values, dict) else values
    for value in inner:
        if isinstance(value, list | tuple) and any(isinstance(one, list | tuple) for one in value):
            raise SecurityError("a list holds no lists that hold lists")
        if isinstance(values, dict) and isinstance(value, _COLLECTIONS):
            raise SecurityError("a group of fields that a template makes holds no lists and no groups")
    return values

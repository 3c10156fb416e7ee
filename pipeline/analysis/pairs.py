"""Rows of two plans, laid side by side."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Literal, TypeVar

from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded

R = TypeVar("R")
Direction = Literal["better", "worse", "neither"]


def matched(before: Iterable[R], now: Iterable[R], name: Callable[[R], str]) -> Iterator[tuple[R | None, R | None]]:
    """Each row of either plan with the one of the same name, case and spaces aside; None where there is none.

    Of rows with one name the first goes with the first, the second with the second.
    """
    first, second = _by_name(before, name), _by_name(now, name)
    for key in dict.fromkeys((*second, *first)):
        yield first.get(key), second.get(key)


def kind_of(before: object, now: object) -> Literal["added", "removed", "moved"]:
    """Is a row new, gone, or in both plans?"""
    return "added" if before is None else "removed" if now is None else "moved"


def either(before: R | None, now: R | None) -> R:
    """The row as it is now, or as it was if it is gone."""
    found = now if now is not None else before
    assert found is not None, "a matched row is in one of the plans"
    return found


def risen(before: Decimal | int | None, now: Decimal | int | None) -> Direction:
    """Is a figure that is better the higher it is better now? Neither without one of the two, or if both are equal."""
    if before is None or now is None or before == now:
        return "neither"
    return "better" if now > before else "worse"


def of_sign(value: Decimal | int, kind: Literal["added", "removed", "moved"]) -> Direction:
    """Is it good that something of this value came, or bad that it went?"""
    return risen(0, value if kind == "added" else -value)


def percents(share: Decimal | None) -> Decimal | None:
    """A share in the whole per cents that are shown."""
    return None if share is None else whole_percents(share)


def _by_name(rows: Iterable[R], name: Callable[[R], str]) -> dict[tuple[str, int], R]:
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], R] = {}
    for row in rows:
        key = folded(name(row))
        found[key, seen[key]] = row
        seen[key] += 1
    return found

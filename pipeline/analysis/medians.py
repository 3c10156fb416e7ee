"""The median, exact."""

from collections.abc import Iterable
from decimal import Decimal


def median_of(numbers: Iterable[int]) -> Decimal | None:
    """The middle number, of two in the middle their mean; None of no numbers."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    half = len(ordered) // 2
    return Decimal(ordered[half]) if len(ordered) % 2 else Decimal(ordered[half - 1] + ordered[half]) / 2

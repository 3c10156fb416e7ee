"""The values as people read them, on which classes are decided: rounded half up, away from zero."""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

_ONE_DECIMAL = Decimal("0.1")
# Digits enough for the largest number that a spreadsheet holds, about 1.8E+308, with its decimals.
_WIDE = Context(prec=400)


def one_decimal(points: Decimal) -> Decimal:
    """The points with one decimal: 7.95 is 8.0, 7.949 is 7.9."""
    return points.quantize(_ONE_DECIMAL, rounding=ROUND_HALF_UP)


def whole_percents(share: Decimal) -> Decimal:
    """The share in whole per cents: 0.645 is 65, 0.6449 is 64."""
    return (share * 100).to_integral_value(rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals: 0.66665 with four is 0.6667."""
    return value.quantize(_step(decimals), ROUND_HALF_UP, _WIDE)


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)

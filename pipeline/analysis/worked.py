"""Sums written out with their numbers put in, as a reader would recompute them."""

from collections.abc import Iterable
from decimal import Decimal

from pipeline.analysis.rounding import rounded

SHOWN_DECIMALS = 4


def number(value: Decimal | int) -> str:
    """`value` in plain digits with at most four decimals, a point, and a true minus: "7.95", "−3"."""
    if isinstance(value, int):
        return str(value).replace("-", "−")
    shown = rounded(value, SHOWN_DECIMALS)
    text = f"{shown:f}".rstrip("0").rstrip(".") if shown else "0"
    return text.replace("-", "−")


def typed(value: Decimal) -> str:
    """`value` with every decimal that was typed, so that no difference of two of them is rounded away: "0.00005"."""
    return f"{value.normalize():f}".replace("-", "−") if value else "0"


def signed_as_typed(value: Decimal) -> str:
    """The same after an operator, in brackets if it is negative: "(−3)"."""
    return f"({typed(value)})" if value < 0 else typed(value)


def signed(value: Decimal | int) -> str:
    """A number that may be negative, in brackets then, so that it can stand after an operator: "(−3)"."""
    text = number(value)
    return f"({text})" if value < 0 else text


def total(values: Iterable[Decimal | int]) -> str:
    """Numbers added up: "5 + 3 + 2"; "0" for none."""
    return " + ".join(signed(value) for value in values) or "0"


def products(pairs: Iterable[tuple[Decimal | int, Decimal | int]]) -> str:
    """Products added up: "(0.3 × 8) + (0.7 × 6)"; "0" for none."""
    return " + ".join(f"({signed(first)} × {signed(second)})" for first, second in pairs) or "0"


def gives(expression: str, value: Decimal | int) -> str:
    """An expression and what it gives: "5 + 3 = 8"."""
    return f"{expression} = {number(value)}"

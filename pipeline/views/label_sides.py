"""On which side of its point each figure of a line stands, so that neither the line nor its target crosses it."""

from collections.abc import Sequence
from decimal import Decimal

_LABEL = Decimal("0.15")  # of the axis: the room that a label takes

Figures = Sequence[Decimal | None]


def label_sides(figures: Figures, targets: Figures, low: Decimal, high: Decimal) -> tuple[str, ...]:
    """Above ("t") or below ("b") each point of a line on an axis from `low` to `high`, each with its target or None.

    Above where the line comes from below and falls, below where it comes from above and rises; the other way where the
    target or the end of the axis leaves no room there.
    """
    return tuple(_side(figures, at, targets[at], low, high) for at in range(len(figures)))


def _side(figures: Figures, at: int, target: Decimal | None, low: Decimal, high: Decimal) -> str:
    figure = figures[at]
    if figure is None:
        return "t"
    away = "b" if target is not None and figure < target else "t"
    beside = [number for number in (*figures[max(at - 1, 0) : at], *figures[at + 1 : at + 2]) if number is not None]
    rises, falls = any(number > figure for number in beside), any(number < figure for number in beside)
    wanted = away if rises == falls else "b" if rises else "t"
    other = "t" if wanted == "b" else "b"
    room = (high - low) * _LABEL
    return wanted if _has_room(wanted, figure, target, low, room) else other


def _has_room(side: str, figure: Decimal, target: Decimal | None, low: Decimal, room: Decimal) -> bool:
    if side == "t":
        return target is None or not figure <= target < figure + room
    return figure - room >= low and (target is None or not figure - room < target <= figure)

"""How revenue moved from last year to this: line by line, as a bridge, as retention; and how concentrated it is."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

Move = Literal["won", "expanded", "level", "shrunk", "lost"]
Concentration = Literal["diversified", "moderate", "high", "critical"]


class RevenueMove(Result):
    """One product in one unit, this year to date beside the same quarters of last year. Account's currency."""

    product: str = result("The product.")
    unit: str = result("The unit that bought it; empty if none is noted.")
    before: Decimal = result("Revenue of the same quarters of last year.")
    now: Decimal = result("Revenue of this year to date.")
    change: Decimal = result("Now less before.")
    move: Move = result("won: nothing before; lost: nothing now; else expanded, level or shrunk.")


class RevenueBridge(Result):
    """From last year's revenue to this year's: before + won + expanded − shrunk − lost = now. Account's currency."""

    before: Decimal = result("Revenue of the same quarters of last year.")
    won: Decimal = result("Revenue of lines that had none before.")
    expanded: Decimal = result("Growth of lines that were there before.")
    shrunk: Decimal = result("Decline of lines that are still there, above 0.")
    lost: Decimal = result("Revenue before of lines that have none now.")
    now: Decimal = result("Revenue of this year to date.")
    gross_retention: Decimal | None = result(
        "(Before − lost − shrunk) / before, at most 1; None without revenue before, or if a line is below 0."
    )
    net_retention: Decimal | None = result(
        "(Before − lost − shrunk + expanded) / before, 0 or more; None as for gross."
    )
    moves: tuple[RevenueMove, ...] = result("The lines, the largest change first, then by product and unit.")


class ShareOfWhole(Result):
    """One part of a whole."""

    name: str = result("The part.")
    amount: Decimal = result("Its amount, in the account's currency.")
    share: Decimal = result("Of the whole, 0 to 1.")


class Concentrated(Result):
    """How much of a whole few parts make up."""

    parts: tuple[ShareOfWhole, ...] = result("The parts, the largest first, then by name; those of 0 left out.")
    hhi: Decimal = result("Herfindahl-Hirschman index: sum of (100 × share)², above 0 to 10,000.")
    effective: Decimal = result("10,000 / index: so many equal parts would be as concentrated, 1 or more.")
    band: Concentration = result("By the index, whole: below 1,000 diversified, to 1,800 moderate, to 2,500 high.")
    top_share: Decimal = result("Share of the largest part, 0 to 1.")
    most: int = result("The fewest parts that make up 80 % or more.")

"""How far the objectives are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Status, result


@dataclass(frozen=True, kw_only=True)
class Goal:
    """How far one objective is, against how far it should be by now."""

    id: str = result("Id of the objective.", "client")
    attainment: Decimal | None = result("(actual - baseline) / (target - baseline); 1 is reached, uncapped.", "client")
    expected: Decimal | None = result("Share of the time from start to due that has passed, 0 to 1.", "client")
    status: Status = result(
        "met from 100 % on; not started before the start; else by whole per cents of attainment against expected.",
        "client",
    )
    gap: Decimal | None = result("Expected less attainment; above 0 is behind.", "client")
    previous: Decimal | None = result("Actual of the period before, from the KPIs; None if not known.", "client")
    previous_attainment: Decimal | None = result("Attainment of the period before.", "client")
    trend: Literal["better", "level", "worse"] | None = result(
        "Against the period before, towards the target.", "client"
    )
    original_attainment: Decimal | None = result("Attainment against the first target, if it was set anew.")


@dataclass(frozen=True, kw_only=True)
class GoalSummary:
    """The goals counted."""

    count: int = result("Number of objectives.", "client")
    met: int = result("Number met.", "client")
    on_track: int = result("Number on track.", "client")
    behind: int = result("Number behind.", "client")
    off_track: int = result("Number off track.", "client")
    not_started: int = result("Number not started.", "client")
    not_assessed: int = result("Number not assessed.", "client")
    worst: str | None = result("Id of the goal furthest behind; None if none is behind or off track.", "client")
    mutual: int = result("Number that serve the client or both.", "client")

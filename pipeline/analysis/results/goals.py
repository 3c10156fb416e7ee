"""How far the objectives are."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, Status, result

Horizon = Literal["short", "mid", "long"]


class NeededActual(Result):
    """What must be measured, all else being as it is, for a goal to have a better status."""

    status: Status = result("The better status.", "client")
    actual: Decimal = result(
        "The first actual that has it, in steps of the last decimal of the goal's figures.", "client"
    )


class Goal(Result):
    """How far one objective is, against how far it should be by now."""

    id: str = result("Id of the objective.", "client")
    actual: Decimal | None = result("The actual as typed, else from the KPIs of the period.", "client")
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
    needed: tuple[NeededActual, ...] = result(
        "What it takes to be better, the nearest status first; empty if met, not started or not assessed.", "client"
    )
    original_target: Decimal | None = result("The first target, if it was set anew.")
    original_attainment: Decimal | None = result("Attainment against the first target, if it was set anew.")


class GoalSummary(Result):
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
    mutual_share: Decimal | None = result("Mutual / count, 0 to 1; None without objectives.", "client")


class HorizonGap(Result):
    """An objective whose horizon and due date do not go together."""

    id: str = result("Id of the objective.")
    horizon: Horizon = result("The horizon as typed.")
    by_due: Horizon = result("The horizon that its due date has.")


class GoalGaps(Result):
    """What objectives lack before they can be worked on: ids, in the order of the sheet."""

    without_measure: tuple[str, ...] = result(
        "Those whose progress nobody can tell: no baseline, or a target that equals it."
    )
    without_kpi_row: tuple[str, ...] = result("Those whose measure is not on sheet KPIs in the same words.")
    without_owner: tuple[str, ...] = result("Those for which none of our people on sheet Team answers.")
    without_client_owner: tuple[str, ...] = result(
        "Those that serve the client or both and have no owner on the client's side."
    )
    without_solution: tuple[str, ...] = result("Those without a solution, or whose solution was dropped.")
    without_action: tuple[str, ...] = result("Those that no action serves; cancelled ones do not count.")
    horizons: tuple[HorizonGap, ...] = result("Those still to come whose horizon is not that of their due date.")

"""The force field of a change, and its forces."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, Verdict, result


class ForceTerm(Result):
    """One force of a change."""

    force: str = result("The force.")
    direction: Literal["for", "against"] = result("Which way it acts.")
    strength: int = result("1 weak to 5 strong.")
    influence: int | None = result("How far it can be moved, 1 to 5.")
    leverage: int | None = result("Strength times influence, 1 to 25; None without influence.")
    evidence: str = result("What shows it.")
    scored_by: str = result("Who gave the strength.")
    lever: str = result("What can be done about it.")
    action: str = result("Id of the action that pulls the lever; empty if none.")
    pivotal: bool = result("Would the change be likely to fail without this driving force?")
    cell: str = result("Where the strength stands in the workbook.")


class ForceField(Result):
    """Kurt Lewin's force field of one change."""

    change: str = result("The change.")
    driving: int = result("Sum of the strengths for the change, in points.")
    restraining: int = result("Sum of the strengths against it, in points.")
    driving_count: int = result("Number of forces for the change.")
    restraining_count: int = result("Number of forces against it.")
    driving_mean: Decimal | None = result("Mean strength for, 1 to 5; None without one.")
    restraining_mean: Decimal | None = result("Mean strength against, 1 to 5; None without one.")
    net: int = result("Driving less restraining, in points.")
    verdict: Verdict = result("Net above 0: likely to succeed; 0 or below: likely to fail.")
    one_sided: bool = result("Is one side empty?")
    driving_share: Decimal | None = result("Driving / (driving + restraining), 0 to 1.")
    margin: Decimal | None = result("Net / (driving + restraining), -1 to 1.")
    flip_distance: int = result("Points that turn the verdict: net if above 0, else |net| + 1.")
    pivotal: tuple[str, ...] = result("Driving forces whose strength is at least the net, if the net is above 0.")
    worst_net: int = result("Net with every force one point worse, within 1 to 5.")
    best_net: int = result("Net with every force one point better, within 1 to 5.")
    robust: bool = result("Does the verdict hold from worst to best?")
    success_share: Decimal = result(
        "Share of outcomes above 0 if each force is independently -1, 0 or +1 (within 1 to 5)."
    )
    forces: tuple[ForceTerm, ...] = result("The forces: for first, then against, each by falling strength.")
    levers: tuple[ForceTerm, ...] = result(
        "Forces by strength times influence, those against first; without influence last on their side."
    )

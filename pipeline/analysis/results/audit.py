"""How good the plan is: what the workbook says of six areas, out of 100 points."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

Area = Literal[
    "customer environment", "financials", "relationship", "strategy and execution", "resources", "team learning"
]


class AuditGap(Result):
    """One thing that is missing."""

    cell: str = result("Where it is missing: a cell, or a sheet.")
    missing: str = result("What is missing.")


class AuditStatement(Result):
    """One statement about the workbook, and how far it holds."""

    area: Area = result("The area it belongs to.")
    says: str = result("The statement.")
    most: int = result("The points it gives if it holds.")
    share: Decimal = result("How much of it holds, 0 to 1: things that are there / things asked for.")
    points: Decimal = result("Most x share.")
    met: Literal["yes", "partly", "no"] = result("yes if all of it holds, no if nothing does.")
    gaps: tuple[AuditGap, ...] = result("What is missing, in the order of the sheet.")
    fix: str = result("What to do about it.")
    cells: tuple[str, ...] = result("The cells it was judged by.")


class AuditArea(Result):
    """The points of one area."""

    area: Area = result("The area.")
    most: int = result("Its points if all of its statements hold.")
    points: Decimal = result("The points it has.")


class Audit(Result):
    """The plan's audit, 100 points at most."""

    points: Decimal = result("Sum of the areas, 0 to 100.")
    areas: tuple[AuditArea, ...] = result("The six areas.")
    statements: tuple[AuditStatement, ...] = result("Every statement, by area.")
    findings: tuple[AuditStatement, ...] = result("Those that do not hold in full, most points lost first.")

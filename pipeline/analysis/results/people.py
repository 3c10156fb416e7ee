"""How well we are known and liked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import result


@dataclass(frozen=True, kw_only=True)
class PersonState:
    """What one stakeholder's contact needs, most urgent first in the list."""

    id: str = result("Id of the stakeholder.")
    support: int | None = result("-2 enemy to +2 mentor; None if unknown.")
    depth: int = result("Coverage, 0 none to 3 in depth; unknown counts 0.")
    gap: Literal["blocker", "unknown", "thin", "silent", "deepening", "as wanted"] = result(
        "blocker: weighs much and is against us; unknown: not assessed; thin: a needed role known briefly at most; "
        "silent: known, but no contact within the limit; deepening: less coverage than wanted; else as wanted."
    )
    days_silent: int | None = result("Days since the last contact, 0 or more; None if there was none.")
    contacts: int = result("How many of us know them (our contact): 0 or 1.")


@dataclass(frozen=True, kw_only=True)
class Relationships:
    """How well we are known and liked, weighted by influence."""

    coverage: Decimal | None = result(
        "Sum of influence x depth / 3 over sum of influence, 0 to 1; None without people."
    )
    support: Decimal | None = result("Sum of influence x support / 2 over sum of influence of those known, -1 to 1.")
    unknown_support: int = result("Number of people whose support is unknown.")
    coverage_sum: int = result("Sum of influence x depth, for the formula.")
    support_sum: int = result("Sum of influence x support, for the formula.")
    influence_sum: int = result("Sum of influence.")
    known_influence_sum: int = result("Sum of influence of those whose support is known.")
    role_coverage: Decimal | None = result(
        "Required roles held by somebody well covered, of all required roles, 0 to 1."
    )
    roles_covered: tuple[str, ...] = result("Required roles that are covered.")
    roles_open: tuple[str, ...] = result("Required roles that are not.")
    flags: tuple[str, ...] = result(
        "single-thread (at most one person well covered), no-sponsor, no-decision-maker (nobody has the role), blocker "
        "(weighs much and is against us), one-of-us-only (one of us holds every contact): those that hold."
    )
    people: tuple[PersonState, ...] = result("The people, most urgent gap first, then by falling influence.")

"""How well we are known and liked."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

Standing = Literal["new", "weak", "shaky", "healthy"]
LineKind = Literal["reports to", "influences", "conflicts with"]


class PersonState(Result):
    """What one stakeholder's contact needs, most urgent first in the list."""

    id: str = result("Id of the stakeholder.")
    support: int | None = result("-2 enemy to +2 mentor; None if unknown.")
    depth: int = result("Coverage, 0 none to 3 in depth; unknown counts 0.")
    gap: Literal["blocker", "unknown", "thin", "silent", "deepening", "as wanted"] = result(
        "blocker: weighs much and is against us; unknown: not assessed; thin: a needed role known briefly at most; "
        "silent: known, but no contact within the limit; deepening: less coverage than wanted; else as wanted."
    )
    days_silent: int | None = result("Days since the last contact, 0 or more; None if there was none.")
    freshness: Decimal | None = result(
        "0.5 ^ (days since the last contact / half-life), above 0 to 1; None without a noted contact."
    )
    standing: Standing = result(
        "new: known for a short time only; else weak: not well covered, or nobody knows how they stand to us; else "
        "shaky: support too low, or no contact within the limit; else healthy."
    )
    known_by: tuple[str, ...] = result("Who of us holds the contact, then who had the last one if that is another.")
    contacts: int = result("How many of us know them: 0 to 2.")


class Holder(Result):
    """One of us, and whom of theirs they know."""

    name: str = result("Their name.")
    holds: tuple[str, ...] = result("Ids of the stakeholders whose contact they hold, by name.")
    met: tuple[str, ...] = result("Ids of further stakeholders with whom they had the last contact, by name.")
    share: Decimal | None = result(
        "Influence of those they hold, of the influence of all whose contact is held, 0 to 1; None if none is held."
    )


class OrgNode(Result):
    """One stakeholder's place in the tree of who reports to whom."""

    id: str = result("Id of the stakeholder.")
    superior: str | None = result("Id of whom they report to in the tree; None at the top of it.")
    level: int = result("0 at the top, 1 for those who report there, and so on.")


class OrgLine(Result):
    """One line between two stakeholders, formal or informal."""

    kind: LineKind = result("reports to is formal; influences and conflicts with are informal.")
    start: str = result("Id of the one who reports or influences; of a conflict the one of the first name.")
    end: str = result("Id of the other.")


class OrgChart(Result):
    """Who reports to whom, who listens to whom, and who is at odds with whom."""

    nodes: tuple[OrgNode, ...] = result("Everybody, each after their superior; side by side by name.")
    lines: tuple[OrgLine, ...] = result("The lines: formal ones first, then influence, then conflicts.")
    in_loops: tuple[str, ...] = result(
        "Ids of those who by the sheet report, over others, to themselves. The one of most influence among them stands "
        "at the top."
    )


class NextStep(Result):
    """Whose coverage, one step deeper, raises the coverage index most."""

    id: str = result("Id of the stakeholder; of equals the first by name.")
    name: str = result("Their name.")
    coverage: Decimal = result("The index with that step, 0 to 1.")
    gain: Decimal = result("By how much it rises, above 0.")


class Relationships(Result):
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
    people: tuple[PersonState, ...] = result("The people, most urgent gap first, then by falling influence and name.")
    freshness: Decimal | None = result(
        "Sum of influence x freshness over sum of influence of those with a noted contact, 0 to 1; None without one."
    )
    undated: int = result("Number of people without a noted contact; they are left out of freshness.")
    new: int = result("Number of people whose standing is new.")
    weak: int = result("Number whose standing is weak.")
    shaky: int = result("Number whose standing is shaky.")
    healthy: int = result("Number whose standing is healthy.")
    next_step: NextStep | None = result(
        "The step that raises coverage most; None without people, or if all are known in depth."
    )
    holders: tuple[Holder, ...] = result(
        "Our people, those who hold most contacts first, then by name; those of the team who hold none count 0."
    )
    unheld: tuple[str, ...] = result("Ids of the stakeholders whose contact none of us holds, by name.")
    duplicates: tuple[str, ...] = result("Ids of the stakeholders who stand on the sheet twice under one name.")
    org: OrgChart = result("Formal and informal lines between them.")

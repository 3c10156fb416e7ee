"""How well we are known and liked at the customer, weighted by influence, and whose contact needs work."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results import PersonState, Relationships
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.people import Stakeholder
from pipeline.standards import Standards, Step

DEEPEST = 3  # coverage in depth
WARMEST = 2  # support of a mentor

Gap = Literal["blocker", "unknown", "thin", "silent", "deepening", "as wanted"]
_URGENCY: tuple[Gap, ...] = ("blocker", "unknown", "thin", "silent", "deepening", "as wanted")


@dataclass(frozen=True)
class _Known:
    """A stakeholder with their words turned into the steps of the standards; None is unknown."""

    person: Stakeholder
    support: int | None
    depth: int | None
    wanted: int | None
    days_silent: int | None


def relationships_of(account: KeyAccount, standards: Standards, as_of: datetime.date) -> Relationships:
    """Coverage and support of the stakeholders, with i the influence (1 to 5) of each.

    Coverage = sum(i * depth / 3) / sum(i), 0 to 1; depth is 0 none, 1 brief, 2 multiple, 3 in depth, unknown counts 0.
    Support = sum(i * s / 2) / sum(i), -1 to 1, over the people whose support s, -2 enemy to +2 mentor, is known. Role
    coverage = the standards' required roles held by somebody covered well enough, of all required roles. There is no
    public standard for such an index, so these formulas are Keyplan's own and are printed with the figures. Without
    people nothing is assessed and no flag is raised. Raises KeyError for a step that is not in the standards.
    """
    people = tuple(_known(person, standards, as_of) for person in account.stakeholders)
    covered = [known for known in people if (known.depth or 0) >= standards.thresholds.covered_from]
    roles = {folded(known.person.decision_role) for known in covered}
    liked = [(known.person.influence, known.support) for known in people if known.support is not None]
    coverage_sum = sum(known.person.influence * (known.depth or 0) for known in people)
    support_sum = sum(influence * support for influence, support in liked)
    influence_sum = sum(known.person.influence for known in people)
    known_influence_sum = sum(influence for influence, _ in liked)
    required = standards.required_roles
    return Relationships(
        coverage=Decimal(coverage_sum) / (DEEPEST * influence_sum) if people else None,
        support=Decimal(support_sum) / (WARMEST * known_influence_sum) if liked else None,
        unknown_support=len(people) - len(liked),
        coverage_sum=coverage_sum,
        support_sum=support_sum,
        influence_sum=influence_sum,
        known_influence_sum=known_influence_sum,
        role_coverage=Decimal(sum(folded(role) in roles for role in required)) / len(required)
        if people and required
        else None,
        roles_covered=tuple(role for role in required if folded(role) in roles),
        roles_open=tuple(role for role in required if folded(role) not in roles),
        flags=_flags(people, len(covered), standards) if people else (),
        people=tuple(
            _state(known, standards)
            for known in sorted(
                people, key=lambda known: (_URGENCY.index(_gap(known, standards)), -known.person.influence)
            )
        ),
    )


def _known(person: Stakeholder, standards: Standards, as_of: datetime.date) -> _Known:
    wanted = person.wanted_coverage
    contact = person.last_contact
    return _Known(
        person=person,
        support=_step(standards.friendliness, person.friendliness),
        depth=_step(standards.coverage, person.coverage),
        wanted=None if wanted is None else _step(standards.coverage, wanted),
        days_silent=None if contact is None else max(0, (as_of - contact).days),
    )


def _step(scale: Sequence[Step], name: str) -> int | None:
    return {folded(step.name): step.value for step in scale}[folded(name)]


def _flags(people: Sequence[_Known], covered: int, standards: Standards) -> tuple[str, ...]:
    roles = {known.person.decision_role for known in people}
    holders = {folded(known.person.our_contact) for known in people if known.person.our_contact}
    holds = {
        "single-thread": covered <= 1,
        "no-sponsor": "sponsor" not in roles,
        "no-decision-maker": "decision maker" not in roles,
        "blocker": any(_blocks(known, standards) for known in people),
        "one-of-us-only": len(holders) == 1,
    }
    return tuple(flag for flag, raised in holds.items() if raised)


def _blocks(known: _Known, standards: Standards) -> bool:
    return (known.support or 0) < 0 and known.person.influence >= standards.thresholds.blocker_influence


def _state(known: _Known, standards: Standards) -> PersonState:
    return PersonState(
        id=known.person.id,
        support=known.support,
        depth=known.depth or 0,
        gap=_gap(known, standards),
        days_silent=known.days_silent,
        contacts=int(bool(known.person.our_contact)),
    )


def _gap(known: _Known, standards: Standards) -> Gap:
    """The most urgent thing this contact needs."""
    if _blocks(known, standards):
        return "blocker"
    if known.support is None or known.depth is None:
        return "unknown"
    needed = folded(known.person.decision_role) in {folded(role) for role in standards.required_roles}
    if needed and known.depth < standards.thresholds.covered_from:
        return "thin"
    if known.depth > 0 and _is_silent(known, standards):
        return "silent"
    return "deepening" if known.wanted is not None and known.depth < known.wanted else "as wanted"


def _is_silent(known: _Known, standards: Standards) -> bool:
    is_sponsor = known.person.decision_role == "sponsor"
    limits = standards.thresholds
    limit = limits.sponsor_silent_days if is_sponsor else limits.contact_silent_days
    return known.days_silent is None or known.days_silent > limit

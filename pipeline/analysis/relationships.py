"""How well we are known and liked at the customer, weighted by influence, and whose contact needs work."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from pipeline.analysis.contacts import duplicates_of, holders_of, known_by, unheld_of
from pipeline.analysis.organisation import org_chart_of
from pipeline.analysis.results import Explanation, NextStep, PersonState, Relationships, Standing
from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, products, total
from pipeline.model.account import KeyAccount
from pipeline.model.people import Stakeholder
from pipeline.standards import Standards, Step

DEEPEST = 3  # coverage in depth
WARMEST = 2  # support of a mentor
HALF = Decimal("0.5")

Gap = Literal["blocker", "unknown", "thin", "silent", "deepening", "as wanted"]
_URGENCY: tuple[Gap, ...] = ("blocker", "unknown", "thin", "silent", "deepening", "as wanted")


class _Known(Struct, frozen=True):
    """A stakeholder with their words turned into the steps of the standards; None is unknown."""

    person: Stakeholder
    support: int | None
    depth: int | None
    wanted: int | None
    days_silent: int | None
    days_known: int | None
    freshness: Decimal | None


def relationships_of(account: KeyAccount, standards: Standards, as_of: datetime.date) -> Relationships:
    """Coverage and support of the stakeholders, with i the influence (1 to 5) of each.

    Coverage = sum(i * depth / 3) / sum(i), 0 to 1; depth is 0 none, 1 brief, 2 multiple, 3 in depth, unknown counts 0.
    Support = sum(i * s / 2) / sum(i), -1 to 1, over the people whose support s, -2 enemy to +2 mentor, is known. Role
    coverage = the standards' required roles held by somebody covered well enough, of all required roles. Freshness =
    sum(i * f) / sum(i), 0 to 1, over the people with a noted contact; f = 0.5 ^ (days since it / half-life). There is
    no public standard for such an index, so these formulas are Keyplan's own and are printed with the figures. Without
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
    states = tuple(_state(known, standards) for known in sorted(people, key=lambda known: _rank(known, standards)))
    standings = [state.standing for state in states]
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
        people=states,
        freshness=_freshness(people),
        undated=sum(known.freshness is None for known in people),
        new=standings.count("new"),
        weak=standings.count("weak"),
        shaky=standings.count("shaky"),
        healthy=standings.count("healthy"),
        next_step=_next_step(people, standards),
        holders=holders_of(account.team, account.stakeholders),
        unheld=unheld_of(account.stakeholders),
        duplicates=duplicates_of(account.stakeholders),
        org=org_chart_of(account.stakeholders),
    )


def explained_relationships(account: KeyAccount, found: Relationships) -> Iterator[Explanation]:
    """How coverage, support, role coverage and freshness came about, and whose coverage moves the index most."""
    people, states = account.stakeholders, {state.id: state for state in found.people}

    def cells(*names: str) -> tuple[str, ...]:
        return tuple(person.cell(name) for person in people for name in names)

    influence = total(person.influence for person in people)
    if found.coverage is not None:
        terms = products((person.influence, states[person.id].depth) for person in people)
        yield Explanation(
            of="relationships.coverage",
            formula="sum of influence × depth ÷ (3 × sum of influence); depth 0 none to 3 in depth, unknown 0",
            worked=gives(f"({terms}) ÷ ({DEEPEST} × ({influence}))", found.coverage),
            cells=cells("influence", "coverage"),
            sensitivity=() if found.next_step is None else (_told(found.coverage, found.next_step),),
        )
    if found.support is not None:
        liked = [(person, states[person.id].support) for person in people]
        known = [(person.influence, support) for person, support in liked if support is not None]
        weights = total(weight for weight, _ in known)
        yield Explanation(
            of="relationships.support",
            formula="sum of influence × support ÷ (2 × sum of influence) of those whose support, −2 to 2, is known",
            worked=gives(f"({products(known)}) ÷ ({WARMEST} × ({weights}))", found.support),
            cells=cells("influence", "friendliness"),
        )
    if found.role_coverage is not None:
        covered = len(found.roles_covered)
        yield Explanation(
            of="relationships.role_coverage",
            formula="required roles held by somebody well covered ÷ required roles",
            worked=gives(f"{covered} ÷ {covered + len(found.roles_open)}", found.role_coverage),
            cells=cells("decision_role", "coverage"),
        )
    if found.freshness is not None:
        dated = [(person.influence, states[person.id].freshness) for person in people]
        fresh = [(weight, freshness) for weight, freshness in dated if freshness is not None]
        terms = " + ".join(f"({weight} × {number(freshness)})" for weight, freshness in fresh)
        yield Explanation(
            of="relationships.freshness",
            formula="sum of influence × 0.5 ^ (days since the last contact ÷ half-life) ÷ sum of influence",
            worked=gives(f"({terms}) ÷ ({total(weight for weight, _ in fresh)})", found.freshness),
            cells=cells("influence", "last_contact"),
        )


def _known(person: Stakeholder, standards: Standards, as_of: datetime.date) -> _Known:
    wanted = person.wanted_coverage
    contact, since = person.last_contact, person.known_since
    days_silent = None if contact is None else max(0, (as_of - contact).days)
    half_life = standards.thresholds.freshness_half_life_days
    return _Known(
        person=person,
        support=_step(standards.friendliness, person.friendliness),
        depth=_step(standards.coverage, person.coverage),
        wanted=None if wanted is None else _step(standards.coverage, wanted),
        days_silent=days_silent,
        days_known=None if since is None else (as_of - since).days,
        freshness=None if days_silent is None else _fresh_after(days_silent, half_life),
    )


@lru_cache(maxsize=2048)  # a power of exact numbers takes longer than all else that is told of a person
def _fresh_after(days: int, half_life: int) -> Decimal:
    return HALF ** (Decimal(days) / half_life)


def _step(scale: Sequence[Step], name: str) -> int | None:
    return {folded(step.name): step.value for step in scale}[folded(name)]


def _rank(known: _Known, standards: Standards) -> tuple[int, int, str, str]:
    gap = _URGENCY.index(_gap(known, standards))
    return gap, -known.person.influence, folded(known.person.name), known.person.id


def _freshness(people: Sequence[_Known]) -> Decimal | None:
    fresh = [(known.person.influence, known.freshness) for known in people if known.freshness is not None]
    if not fresh:
        return None
    return sum((influence * freshness for influence, freshness in fresh), Decimal(0)) / sum(
        influence for influence, _ in fresh
    )


def _next_step(people: Sequence[_Known], standards: Standards) -> NextStep | None:
    """Whose coverage, taken to the next step of the scale, adds most to influence x depth."""
    steps = sorted(step.value for step in standards.coverage if step.value is not None)
    raised = []
    for known in people:
        depth = known.depth or 0
        deeper = next((step for step in steps if step > depth), None)
        if deeper is not None:
            raised.append((known.person.influence * (deeper - depth), known.person))
    if not raised:
        return None
    added, person = min(raised, key=lambda found: (-found[0], folded(found[1].name), found[1].id))
    whole = DEEPEST * sum(known.person.influence for known in people)
    depths = sum(known.person.influence * (known.depth or 0) for known in people)
    return NextStep(
        id=person.id, name=person.name, coverage=Decimal(depths + added) / whole, gain=Decimal(added) / whole
    )


def _told(coverage: Decimal, step: NextStep) -> str:
    now, then = whole_percents(coverage), whole_percents(step.coverage)
    return f"No single step adds more than one with {step.name}: coverage goes from {now}% to {then}%."


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
        freshness=known.freshness,
        standing=_standing(known, standards),
        known_by=known_by(known.person),
        contacts=len(known_by(known.person)),
    )


def _standing(known: _Known, standards: Standards) -> Standing:
    """One of the four classes into which relationships are sorted: by how long, how well and how warmly we know them.

    A snapshot has no trend of support, so that silence beyond the limit stands for a relationship that declines.
    """
    limits = standards.thresholds
    if known.days_known is not None and known.days_known <= limits.new_contact_days:
        return "new"
    if known.support is None or (known.depth or 0) < limits.covered_from:
        return "weak"
    if known.support < limits.healthy_support_from or _is_silent(known, standards):
        return "shaky"
    return "healthy"


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

"""The people who decide, as the plan prints them: gaps first, the formulas with their numbers, and what follows."""

from collections.abc import Iterator

from pipeline.analysis.results import Analysis, PersonState, Relationships, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.people import Stakeholder
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_map import on_the_map
from pipeline.views.plan_parts import (
    BAD,
    GOOD,
    OPEN,
    WATCH,
    FollowUp,
    Status,
    Tone,
    action_states,
    answer,
    is_open,
    rows_read,
    short_date,
)

_LISTED = 7  # people listed in full; with more of them, those known as wanted take one line each
_FOLLOWS = 3
_TONES: dict[str, Tone] = {
    "blocker": BAD,
    "unknown": WATCH,
    "thin": WATCH,
    "silent": WATCH,
    "deepening": OPEN,
    "as wanted": GOOD,
}


class PersonRow(Result):
    """One person with how well we are known and liked, and what is missing."""

    name: str = result("The person.")
    title: str = result("The job title.")
    role: str = result("Part in decisions.")
    influence: int = result("1 little to 5 decides.")
    support: str = result("How they stand to us.")
    coverage: str = result("How well we know them.")
    wanted: str = result("How well we should, and by when; empty if nothing is wanted.")
    contact: str = result("Who of us holds the contact, or Nobody.")
    last: str = result("Last contact, 22 Sep, or no contact.")
    gap: Status = result("What is missing.")
    gap_note: str = result("The reason in few words.")


class NeedRow(Result):
    """What moves one person, and what speaks to them."""

    name: str = result("The person.")
    driver: str = result("What moves them most.")
    needs: str = result("What they need from us.")
    selling_point: str = result("What speaks to them.")


class PeopleView(Result):
    """The people of the account."""

    rows: tuple[PersonRow, ...] = result("The people, most urgent gap first; with many, only those with a gap.")
    as_wanted: tuple[str, ...] = result("The others, known as wanted, a line each; empty if all are in the rows.")
    needs: tuple[NeedRow, ...] = result("People whose needs or selling point is noted.")
    roles: str = result("Required roles covered and open, in words.")
    roles_covered: int = result("Number of required roles that are covered.")
    roles_required: int = result("Number of required roles.")
    unknown_support: str = result("How many people's support is unknown, in words; empty for none.")
    off_the_map: str = result("Who is not on the map and why; empty if all are.")
    coverage_formula: str = result("Coverage with its numbers; empty without people.")
    support_formula: str = result("Support with its numbers; empty if it is known of nobody.")
    source: str = result("Where the people were read.")
    follows: tuple[FollowUp, ...] = result("What follows: open actions that name somebody with a gap.")


def people_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> PeopleView:
    """The people as the plan prints them."""
    locale = account.account.locale
    relationships = analysis.relationships
    people = {person.id: person for person in account.stakeholders}
    states = relationships.people
    gaps = [state for state in states if state.gap != "as wanted"]
    rest = [state for state in states if state.gap == "as wanted"]
    many = len(states) > _LISTED and bool(gaps) and bool(rest)
    return PeopleView(
        rows=tuple(_row(people[state.id], state, locale) for state in (gaps if many else states)),
        as_wanted=tuple(_in_one_line(people[state.id]) for state in rest) if many else (),
        needs=tuple(_needs(account)),
        roles=_roles(relationships),
        roles_covered=len(relationships.roles_covered),
        roles_required=len(relationships.roles_covered) + len(relationships.roles_open),
        unknown_support=_unknown(relationships),
        off_the_map=_off_the_map(account, analysis),
        coverage_formula=coverage_formula(relationships, locale),
        support_formula=support_formula(relationships, locale),
        source=rows_read(account.stakeholders) if account.stakeholders else "",
        follows=tuple(_follows(account, analysis, [people[state.id].name for state in gaps]))[:_FOLLOWS],
    )


def _row(person: Stakeholder, state: PersonState, locale: str) -> PersonRow:
    wanted = person.wanted_coverage or ""
    if wanted and person.wanted_by:
        wanted = f"{wanted} by {short_date(person.wanted_by, locale)}"
    return PersonRow(
        name=person.name,
        title=person.title,
        role=wording.sentence(person.decision_role),
        influence=person.influence,
        support=person.friendliness,
        coverage=wording.sentence(person.coverage),
        wanted=wanted,
        contact=person.our_contact or "Nobody",
        last=short_date(person.last_contact, locale) if person.last_contact else "no contact",
        gap=Status(tone=_TONES[state.gap], word=wording.sentence(state.gap)),
        gap_note=_gap_note(person, state),
    )


def _in_one_line(person: Stakeholder) -> str:
    return (
        f"{person.name}, {person.title}: {person.decision_role}, influence {person.influence}, "
        f"{person.friendliness}; {person.coverage}"
    )


def _gap_note(person: Stakeholder, state: PersonState) -> str:
    if state.gap == "blocker":
        return "never met" if state.days_silent is None else person.friendliness
    if state.gap == "unknown":
        return "not assessed"
    if state.gap == "thin":
        return f"{person.coverage} only" if state.depth else "hardly known"
    if state.gap == "silent":
        if state.days_silent is None:
            return "no contact yet"
        return f"for {state.days_silent} {wording.plural(state.days_silent, 'day', 'days')}"
    if state.gap == "deepening":
        return f"still {person.coverage}"
    return ""


def _needs(account: KeyAccount) -> Iterator[NeedRow]:
    for person in account.stakeholders:
        if person.needs or person.selling_point:
            yield NeedRow(
                name=person.name,
                driver=wording.sentence(person.driver or wording.BLANK),
                needs=person.needs or wording.BLANK,
                selling_point=person.selling_point or wording.BLANK,
            )


def _roles(relationships: Relationships) -> str:
    covered, missing = relationships.roles_covered, relationships.roles_open
    if not missing:
        return f"{wording.listed(list(covered))} known well"
    if not covered:
        return f"{wording.listed(list(missing))} missing or too thin"
    return f"{wording.listed(list(covered))} yes; {wording.listed(list(missing))} missing or too thin"


def _unknown(relationships: Relationships) -> str:
    count = relationships.unknown_support
    return f"{wording.counted(count, 'person', 'people')} unknown" if count else ""


def _off_the_map(account: KeyAccount, analysis: Analysis) -> str:
    known = [state for state in analysis.relationships.people if state.support is not None]
    unknown = {state.id for state in analysis.relationships.people if state.support is None}
    names = [person.name for person in account.stakeholders if person.id in unknown]
    shown = len(on_the_map(analysis))
    told = f"The map shows {shown} of {len(known)} people, the most urgent gaps first. " if shown < len(known) else ""
    if names:
        verb = wording.plural(len(names), "is", "are")
        told += f"{wording.listed(names)} {verb} not on the map: support is not assessed."
    return told.strip()


def coverage_formula(relationships: Relationships, locale: str) -> str:
    """Coverage with its numbers; empty without people."""
    if relationships.coverage is None:
        return ""
    return (
        "Coverage = 100 × sum of influence × depth ÷ 3 (none 0, brief 1, multiple 2, in depth 3), by sum of influence"
        f" = 100 × {relationships.coverage_sum} ÷ 3 ÷ {relationships.influence_sum}"
        f" = {wording.percent(relationships.coverage, locale)}."
    )


def support_formula(relationships: Relationships, locale: str) -> str:
    """Support with its numbers, from enemy -2 to mentor +2; empty if it is known of nobody."""
    if relationships.support is None:
        return ""
    total = wording.number(relationships.support_sum, locale)
    return (
        f"Support likewise with support ÷ 2: 100 × {total} ÷ 2 ÷ {relationships.known_influence_sum}"
        f" = {wording.signed(relationships.support * 100, locale, 0)}."
    )


def _follows(account: KeyAccount, analysis: Analysis, names: list[str]) -> Iterator[FollowUp]:
    """Open actions in whose words a person with a gap is named, most urgent person first; each action once."""
    states = action_states(analysis)
    told: set[str] = set()
    for name in names:
        for action in account.actions:
            named = name in action.action or name in (action.note or "")
            if named and action.id not in told and is_open(states[action.id]):
                told.add(action.id)
                yield answer(action, states[action.id], account.account.locale)

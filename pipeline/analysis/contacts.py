"""Who of us knows whom of theirs: who holds several contacts, who holds none, and who stands on the sheet twice."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.analysis.results import Holder
from pipeline.analysis.words import folded
from pipeline.model.people import Stakeholder, TeamMember


def known_by(person: Stakeholder) -> tuple[str, ...]:
    """Who of us knows a stakeholder: the one who holds the contact, then the one who had the last, each once."""
    named: dict[str, str] = {}
    for name in (person.our_contact, person.last_contact_by):
        if name:
            named.setdefault(folded(name), name)
    return tuple(named.values())


def holders_of(team: Iterable[TeamMember], stakeholders: Sequence[Stakeholder]) -> tuple[Holder, ...]:
    """Our people with the contacts they hold, most first, then by name: who has most to hand over comes first.

    Everybody counts who is named as a contact, and everybody of our side on sheet Team. Share = influence of those held
    by one / influence of all that are held, 0 to 1: by it one sees what would go with a person who leaves.
    """
    names: dict[str, str] = {folded(member.name): member.name for member in team if member.organisation == "us"}
    for person in stakeholders:
        for name in known_by(person):
            names.setdefault(folded(name), name)
    people = _by_name(stakeholders)
    held = sum(person.influence for person in people if person.our_contact)
    holders = (_holder(name, people, held) for name in names.values())
    return tuple(sorted(holders, key=lambda holder: (-len(holder.holds), -len(holder.met), folded(holder.name))))


def unheld_of(stakeholders: Iterable[Stakeholder]) -> tuple[str, ...]:
    """Ids of those whose contact none of us holds, by name."""
    return tuple(person.id for person in _by_name(stakeholders) if not person.our_contact)


def duplicates_of(stakeholders: Sequence[Stakeholder]) -> tuple[str, ...]:
    """Ids of those who stand on the sheet more than once under one name, by name, whatever its case and spaces."""
    names = [folded(person.name) for person in stakeholders]
    return tuple(person.id for person in _by_name(stakeholders) if names.count(folded(person.name)) > 1)


def _holder(name: str, people: Sequence[Stakeholder], held: int) -> Holder:
    one = folded(name)
    holds = [person for person in people if folded(person.our_contact or "") == one]
    others = [person for person in people if folded(person.our_contact or "") != one]
    met = [person for person in others if folded(person.last_contact_by or "") == one]
    return Holder(
        name=name,
        holds=tuple(person.id for person in holds),
        met=tuple(person.id for person in met),
        share=Decimal(sum(person.influence for person in holds)) / held if held else None,
    )


def _by_name(stakeholders: Iterable[Stakeholder]) -> list[Stakeholder]:
    return sorted(stakeholders, key=lambda person: (folded(person.name), person.id))

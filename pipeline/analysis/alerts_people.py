"""Alerts about people: who has not been spoken to, who is missing, and who stands against us."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.evidence import Evidence, ago
from pipeline.analysis.results import Alert, PersonState
from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded
from pipeline.model.people import Stakeholder


def sponsor_missing(evidence: Evidence) -> Iterator[Alert]:
    """A side of the team without an executive sponsor; nothing is told of a team that is not entered."""
    team = evidence.account.team
    for side, whose in (("us", "Nobody of ours"), ("client", "Nobody on the client's side")):
        if team and not any(member.executive_sponsor for member in team if member.organisation == side):
            yield Alert(
                kind="sponsor-missing",
                severity="act now",
                weight=4,
                sentence=f"{whose} is named as executive sponsor.",
                next_step="Ask an executive of ours to sponsor this account."
                if side == "us"
                else "Ask our sponsor to win one of their executives as sponsor.",
                cells=tuple(member.cell("executive_sponsor") for member in team if member.organisation == side)
                or (team[0].sheet.name,),
            )


def sponsor_silent(evidence: Evidence) -> Iterator[Alert]:
    """The sponsors of both sides have not spoken for longer than the limit, or no day is noted.

    Either side may note the day; the latest counts. Without a sponsor there is nothing to tell here.
    """
    sponsors = [member for member in evidence.account.team if member.executive_sponsor]
    noted = [member.last_sponsor_contact for member in sponsors if member.last_sponsor_contact is not None]
    last = max(noted, default=None)
    if not sponsors or (
        last is not None and evidence.days_since(last) <= evidence.standards.thresholds.sponsor_silent_days
    ):
        return
    ours = sorted(member.name for member in sponsors if member.organisation == "us")
    yield Alert(
        kind="sponsor-silent",
        severity="act now",
        weight=4,
        sentence="No talk between the sponsors of both sides is noted."
        if last is None
        else f"The sponsors last spoke {ago(evidence.days_since(last))}.",
        next_step=f"Let {' and '.join(ours)} call their sponsor." if ours else "Arrange a call between the sponsors.",
        owner=", ".join(ours),
        date=last,
        cells=tuple(member.cell("last_sponsor_contact") for member in sponsors),
        threshold="thresholds.sponsor_silent_days",
    )


def contact_silent(evidence: Evidence) -> Iterator[Alert]:
    """Somebody who carries us and whom we know has not been spoken to for longer than their limit.

    The limit is that of champions, of sponsors, or of others; of others only those with enough influence are told.
    Whoever is an executive sponsor in the team is told of with the sponsors, and a blocker as a blocker.
    """
    sponsors = {folded(member.name) for member in evidence.account.team if member.executive_sponsor}
    for person, state in _people(evidence):
        threshold = _silence(person, evidence)
        known = state.depth > 0 and state.gap != "blocker" and folded(person.name) not in sponsors
        silent = state.days_silent
        if not threshold or not known or (silent is not None and silent <= evidence.limit(threshold)):
            continue
        carries = person.decision_role in ("champion", "sponsor", "decision maker")
        yield Alert(
            kind="contact-silent",
            severity="act now" if carries else "watch",
            weight=3 if carries else 2,
            sentence=f"No talk with {person.name} ({person.decision_role}) is noted."
            if silent is None
            else f"The last talk with {person.name} ({person.decision_role}) was {ago(silent)}.",
            next_step=f"{person.our_contact} talks to them."
            if person.our_contact
            else "Decide who of us talks to them.",
            owner=person.our_contact or "",
            date=person.last_contact,
            cells=(person.cell("last_contact"),),
            threshold=threshold,
        )


def blocker(evidence: Evidence) -> Iterator[Alert]:
    """Somebody of enough influence who is against us."""
    for person, state in _people(evidence):
        if state.gap == "blocker":
            yield Alert(
                kind="blocker",
                severity="act now",
                weight=4,
                sentence=f"{person.name}, influence {person.influence} of 5, is against us.",
                next_step=f"{person.our_contact} finds out what would win them over, and whom they listen to."
                if person.our_contact
                else "Decide who of us talks to them; nobody holds the contact.",
                owner=person.our_contact or "",
                cells=(person.cell("friendliness"), person.cell("influence")),
                threshold="thresholds.blocker_influence",
            )


def support_falling(evidence: Evidence) -> Iterator[Alert]:
    """Support is lower than in the last plan, and was lower there than in the plan before, as shown."""
    kept = [snapshot.support for snapshot in evidence.history[-2:]]
    shares = [*kept, evidence.relationships.support]
    known = [whole_percents(share) for share in shares if share is not None]
    if len(known) < 3 or not known[0] > known[1] > known[2]:
        return
    last = evidence.history[-1]
    before = {person.id: person.support for person in last.people if person.support is not None}
    cooler = [
        person
        for person, state in _people(evidence)
        if state.support is not None and person.id in before and state.support < before[person.id]
    ]
    yield Alert(
        kind="support-falling",
        severity="act now",
        weight=4,
        sentence=f"Support fell from {_signed(known[0])} in {evidence.history[-2].period} to {_signed(known[1])} in "
        f"{last.period} and to {_signed(known[2])} now.",
        next_step=f"Ask {' and '.join(person.name for person in cooler)} what has changed."
        if cooler
        else "Ask those of most influence what has changed.",
        owner=", ".join(dict.fromkeys(person.our_contact for person in cooler if person.our_contact)),
        cells=tuple(person.cell("friendliness") for person in cooler or evidence.account.stakeholders),
    )


def _signed(points: Decimal) -> str:
    return f"{points:+}".replace("-", "−").replace("+0", "0")


def support_unknown(evidence: Evidence) -> Iterator[Alert]:
    """Somebody of enough influence of whom nobody can say how they stand to us."""
    for person, state in _people(evidence):
        if state.support is None and person.influence >= evidence.standards.thresholds.blocker_influence:
            yield Alert(
                kind="support-unknown",
                severity="watch",
                weight=3,
                sentence=f"Nobody can say how {person.name}, influence {person.influence} of 5, stands to us.",
                next_step=f"{person.our_contact} finds out."
                if person.our_contact
                else "Find a way to them through somebody who knows them.",
                owner=person.our_contact or "",
                cells=(person.cell("friendliness"),),
                threshold="thresholds.blocker_influence",
            )


def role_uncovered(evidence: Evidence) -> Iterator[Alert]:
    """A role that the standards require and that nobody holds known well enough; without people nothing is told."""
    people = evidence.account.stakeholders
    for role in evidence.relationships.roles_open if people else ():
        holders = sorted(
            (person for person in people if folded(person.decision_role) == folded(role)),
            key=lambda person: (-person.influence, folded(person.name), person.id),
        )
        yield Alert(
            kind="role-uncovered",
            severity="watch",
            weight=3,
            sentence=_uncovered(role, [person.name for person in holders]),
            next_step=f"Plan a conversation with {holders[0].name}."
            if holders
            else f"Find out who the {role} is, and add them.",
            owner=(holders[0].our_contact or "") if holders else "",
            cells=tuple(person.cell("coverage") for person in holders) or (people[0].sheet.name,),
            threshold="thresholds.covered_from" if holders else "",
        )


def single_thread(evidence: Evidence) -> Iterator[Alert]:
    """At most one person is known well, so that the account hangs on one thread."""
    if "single-thread" not in evidence.relationships.flags:
        return
    enough = evidence.standards.thresholds.covered_from
    well = [person.name for person, state in _people(evidence) if state.depth >= enough]
    yield Alert(
        kind="single-thread",
        severity="act now",
        weight=4,
        sentence=f"{well[0]} is the only one there whom we know well."
        if well
        else "There is nobody there whom we know well.",
        next_step="Build up a second contact, with the most influential person first.",
        cells=tuple(person.cell("coverage") for person in evidence.account.stakeholders),
        threshold="thresholds.covered_from",
    )


def one_of_us_only(evidence: Evidence) -> Iterator[Alert]:
    """One of us holds every contact, two at least: with them the account would leave."""
    held = [person for person in evidence.account.stakeholders if person.our_contact]
    if "one-of-us-only" not in evidence.relationships.flags or len(held) < 2:
        return
    holder = min(person.our_contact or "" for person in held)
    yield Alert(
        kind="one-of-us-only",
        severity="watch",
        weight=3,
        sentence=f"{holder} alone holds {'both' if len(held) == 2 else f'all {len(held)}'} contacts.",
        next_step="Introduce a second one of us to the most influential of them.",
        owner=holder,
        cells=tuple(person.cell("our_contact") for person in held),
    )


def _people(evidence: Evidence) -> Iterator[tuple[Stakeholder, PersonState]]:
    """The stakeholders with what their contact needs."""
    states = {state.id: state for state in evidence.relationships.people}
    return ((person, states[person.id]) for person in evidence.account.stakeholders)


def _uncovered(role: str, names: Sequence[str]) -> str:
    if not names:
        return f"Nobody is noted as {role}."
    if len(names) == 1:
        return f"{names[0]} ({role}) is not known well enough."
    return f"No {role} is known well enough: {', '.join(names)}."


def _silence(person: Stakeholder, evidence: Evidence) -> str:
    """The name of the limit of silence that holds for somebody; empty if nothing is told of them."""
    if person.decision_role == "champion":
        return "alerts.champion_silent_days"
    if person.decision_role == "sponsor":
        return "thresholds.sponsor_silent_days"
    carries = person.decision_role == "decision maker" or person.influence >= evidence.standards.alerts.silent_influence
    return "thresholds.contact_silent_days" if carries else ""

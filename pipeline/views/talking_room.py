"""Who sits in the review with how they stand to us, what is at stake, and what is for our side alone."""

from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.people import Stakeholder
from pipeline.views import wording
from pipeline.views.findings import economics, since, standing, work
from pipeline.views.plan_parts import BAD, GOOD, NONE, WATCH, Fact, Status, Tone, bound, full_stop, quoted
from pipeline.views.talking_brief import Brief, some, stakeholder, titled

_WEIGHTY = 4  # influence from which somebody's absence is told
_NAMED = 4


class RoomRow(Result):
    """One of the client's people in the review."""

    name: str = result("The person.")
    title: str = result("The job title.")
    part: str = result("Part in decisions and influence: Sponsor, 5 of 5.")
    stance: Status = result("How they stand to us.")
    known: str = result("How well we know them, and who of us holds the contact.")
    last: str = result("When we last spoke, 22 Sep 2026; no contact yet; empty for people we know nothing of.")
    wants: str = result("What they need from us; empty if not noted.")
    speaks: str = result("What speaks to them; empty if not noted.")


def room_rows(brief: Brief) -> tuple[RoomRow, ...]:
    """The client's people whom the deck names, those of most influence first; people we know nothing of come last."""
    people = [(person, stakeholder(brief, person.name)) for person in brief.deck.client_people]
    people.sort(key=lambda pair: -(pair[1].influence if pair[1] else 0))
    return tuple(
        _row(brief, known) if known else _stranger(person.name, person.title or wording.BLANK)
        for person, known in people
    )


def _row(brief: Brief, person: Stakeholder) -> RoomRow:
    return RoomRow(
        name=person.name,
        title=person.title,
        part=f"{wording.sentence(person.decision_role)}, {person.influence} of 5",
        stance=stance(brief, person),
        known=f"{wording.sentence(person.coverage)}; {person.our_contact or 'nobody of us'}",
        last=f"last spoke {brief.short_day(person.last_contact)}" if person.last_contact else "no contact yet",
        wants=person.needs or "",
        speaks=person.selling_point or "",
    )


def _stranger(name: str, title: str) -> RoomRow:
    return RoomRow(
        name=name,
        title=title,
        part=wording.BLANK,
        stance=Status(tone=WATCH, word="Not assessed"),
        known="Not on sheet Stakeholders",
        last="",
        wants="",
        speaks="",
    )


def stance(brief: Brief, person: Stakeholder) -> Status:
    """How somebody stands to us: below neutral is bad, above it good, unknown is to watch."""
    support = next(state.support for state in brief.analysis.relationships.people if state.id == person.id)
    tone: Tone = WATCH if support is None else BAD if support < 0 else GOOD if support else NONE
    return Status(tone=tone, word=wording.sentence(person.friendliness))


def absent(brief: Brief) -> str:
    """Who weighs much and is not in the room; empty for nobody."""
    there = {person.name for person in brief.deck.client_people}
    away = [
        person for person in brief.account.stakeholders if person.name not in there and person.influence >= _WEIGHTY
    ]
    away.sort(key=lambda person: (-person.influence, person.name))
    told = [f"{person.name} ({person.decision_role}, {person.friendliness})" for person in away]
    return f"Not in the room, though their word weighs {_WEIGHTY} of 5 or more: {some(told, _NAMED)}." if told else ""


def our_people(brief: Brief) -> str:
    """Who speaks for us; empty if the deck names nobody."""
    told = [f"{person.name} ({person.title})" for person in brief.deck.our_people]
    return f"For us: {wording.listed(told)}." if told else ""


# --- what is at stake ---


def stakes(brief: Brief) -> tuple[Fact, ...]:
    """The review, the renewal, and the findings on what the account is worth; what is not known is left out."""
    given = (brief.account, brief.analysis)
    found = (
        ("Health", standing.health(*given)),
        ("New business", work.new_business(*given)),
        ("Contribution", economics.contribution(*given)),
        ("Since the last plan", since.changes(*given)),
    )
    return (
        *_meeting(brief),
        *_renewal(brief),
        *(Fact(label=label, value=full_stop(finding.text)) for label, finding in found if finding.known),
    )


def _meeting(brief: Brief) -> Iterator[Fact]:
    review = brief.shared.review_summary
    if review.this_client is None:
        return
    where = f" in {review.this_client_place}" if review.this_client_place else ""
    long = f", {review.this_client_minutes}{wording.NO_BREAK}minutes" if review.this_client_minutes else ""
    purpose = f": {review.this_client_purpose}" if review.this_client_purpose else ""
    yield Fact(label="The review", value=full_stop(f"{brief.day(review.this_client)}{where}{long}{purpose}"))


def _renewal(brief: Brief) -> Iterator[Fact]:
    profile = brief.account.account
    if profile.renewal_date is None or profile.renewal_date <= brief.about.as_of:
        return
    amount = f"{brief.money(profile.renewed_amount)} a year is" if profile.renewed_amount else "The renewal is"
    left = (profile.renewal_date - brief.about.as_of).days
    yield Fact(
        label="Renewal",
        value=bound(
            f"{amount} decided on {brief.day(profile.renewal_date)}, in {wording.counted(left, 'day', 'days')}."
        ),
    )


# --- what is for our side alone ---


def unsaid(brief: Brief) -> tuple[Fact, ...]:
    """What the deck leaves out on purpose, and must not be said either."""
    return tuple(_unsaid(brief))


def _unsaid(brief: Brief) -> Iterator[Fact]:
    account = brief.account
    if account.account.confidentiality_note:
        yield Fact(label="Confidential", value=full_stop(account.account.confidentiality_note))
    goals = titled(objective for objective in account.objectives if not objective.share)
    if goals:
        yield Fact(label="Goals of ours alone", value=full_stop(some(goals, _NAMED)))
    moves = [quoted(row.text) for row in account.business if not row.share]
    if moves:
        yield Fact(label="Known, but not in the deck", value=full_stop(some(moves, _NAMED)))
    issues = [quoted(row.text) for row in account.delivery if row.kind == "issue" and not row.share]
    if issues:
        yield Fact(label="Issues not in the deck", value=full_stop(some(issues, _NAMED)))
    risks = [quoted(row.text) for row in account.risks if not row.share]
    if risks:
        yield Fact(label="Risks not in the deck", value=full_stop(some(risks, _NAMED)))
    quotes = sum(bool(row.quote) and row.quote_consent is not True for row in account.voice)
    if quotes:
        words = wording.counted(quotes, "quote may not be passed on", "quotes may not be passed on")
        yield Fact(label="Quotes", value=f"{wording.sentence(words)}: no consent is noted.")

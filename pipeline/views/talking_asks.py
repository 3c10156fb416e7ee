"""What we want from the review: decisions with their fallback, what is to be closed, and what comes next."""

import datetime
from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.proof import Decision
from pipeline.views import wording
from pipeline.views.deck_selection import wanted_decisions
from pipeline.views.plan_parts import NONE, Status, action_states, is_open
from pipeline.views.talking_brief import Brief, days, late_actions, stakeholder
from pipeline.views.talking_room import stance

_SOON = datetime.timedelta(days=30)


class AskRow(Result):
    """A decision that is wanted from the client."""

    number: int = result("Its number on the slide.")
    decision: str = result("What is to be decided.")
    reason: str = result("Why, and why now; empty if not noted.")
    who: str = result("Who decides; a dash if not noted.")
    stance: Status = result("How they stand to us; Not known if they are not on sheet Stakeholders.")
    by: str = result("Last useful day, 14 Oct 2026; a dash for none.")
    fallback: str = result("What to do if it is not taken in the room.")


class OwnRow(Result):
    """A decision of our own that is still open."""

    decision: str = result("What is to be decided.")
    who_by: str = result("Who decides, and by when.")


class CloseRow(Result):
    """Something of the client's, or promised to them, that should not leave the room open."""

    what: str = result("What it is.")
    who: str = result("Who it waits for.")
    since: str = result("For how long, or by when.")


class NextRow(Result):
    """A step after the review."""

    step: str = result("What is done.")
    who: str = result("Who does it.")
    by: str = result("By when.")


def asks(brief: Brief) -> tuple[AskRow, ...]:
    """The open decisions of the deck, numbered as on the slide."""
    return tuple(_ask(brief, number, row) for number, row in enumerate(wanted_decisions(brief.projected), 1))


def _ask(brief: Brief, number: int, row: Decision) -> AskRow:
    decider = stakeholder(brief, row.who_decides)
    return AskRow(
        number=number,
        decision=row.decision,
        reason=row.reason or "",
        who=row.who_decides or wording.BLANK,
        stance=stance(brief, decider) if decider else Status(tone=NONE, word="Not known"),
        by=brief.short_day(row.by_when),
        fallback=_fallback(brief, row),
    )


def _fallback(brief: Brief, row: Decision) -> str:
    """Who of us asks again, and by when; where the decider is not in the room, who goes to them."""
    decider = stakeholder(brief, row.who_decides)
    asks_again = (decider.our_contact if decider else None) or brief.account.account.prepared_by
    there = {person.name for person in brief.deck.client_people}
    start = "" if not row.who_decides or row.who_decides in there else "Not in the room. "
    review = brief.shared.review_summary.this_client or brief.about.as_of
    if row.by_when and row.by_when > review:
        return f"{start}{asks_again} asks again by {brief.day(row.by_when)}."
    if row.by_when and row.by_when < review:
        return f"{start}{asks_again} asks before the review: the day has passed by then."
    later = [day for day in brief.shared.review_summary.client_dates if day > review]
    when = f" and brings it to the review of {brief.day(later[0])}" if later else ""
    return f"{start}{asks_again} agrees a day for it in the room{when}."


def own_decisions(brief: Brief) -> tuple[OwnRow, ...]:
    """Open decisions that the deck does not show: to be settled among ourselves first."""
    return tuple(
        OwnRow(
            decision=row.decision,
            who_by=", ".join(
                part for part in (row.who_decides, brief.short_day(row.by_when) if row.by_when else "") if part
            )
            or wording.BLANK,
        )
        for row in brief.account.decisions
        if not row.share and row.status in (None, "open")
    )


def to_close(brief: Brief) -> tuple[CloseRow, ...]:
    """What is late on their side or on both, promises of ours that are due, and points not agreed yet."""
    return (*_their_actions(brief), *_promises(brief), *_points(brief))


def _their_actions(brief: Brief) -> Iterator[CloseRow]:
    for action, state in late_actions(brief, "client", "both"):
        who = action.owner if action.side == "client" else f"{action.owner}, both sides"
        yield CloseRow(what=action.action, who=who, since=f"{days(state.days_late)} late")


def _promises(brief: Brief) -> Iterator[CloseRow]:
    for row in brief.account.risks:
        if row.kind == "commitment" and row.share:
            to = f" (promised to {row.promised_to})" if row.promised_to else ""
            left = (row.due - brief.about.as_of).days if row.due else 0
            by = f"{days(-left)} late" if left < 0 else f"due {brief.short_day(row.due)}" if row.due else "no day set"
            yield CloseRow(what=f"{row.text.rstrip('.')}{to}", who=row.owner, since=by)


def _points(brief: Brief) -> Iterator[CloseRow]:
    """The points of the agreement that are not agreed yet, in one row."""
    points = [row.item for row in brief.account.agreement if not row.agreed]
    if points:
        what = f"{wording.plural(len(points), 'Point', 'Points')} of the agreement: {wording.listed(points)}"
        yield CloseRow(what=what, who=brief.account.account.name, since="not agreed yet")


def next_rows(brief: Brief) -> tuple[NextRow, ...]:
    """Our steps of the thirty days after the figures' day and the next reviews, by date."""
    found = sorted((*_steps(brief), *_reviews(brief)), key=lambda dated: dated[0])
    return tuple(NextRow(step=step, who=who, by=brief.short_day(day)) for day, step, who in found)


def _steps(brief: Brief) -> Iterator[tuple[datetime.date, str, str]]:
    states, last = action_states(brief.analysis), brief.about.as_of + _SOON
    for action in brief.account.actions:
        state = states[action.id]
        own = action.side != "client" and is_open(state) and not state.parts
        if own and brief.about.as_of <= action.due <= last:
            yield action.due, f"{action.action} ({action.id})", action.owner


def _reviews(brief: Brief) -> Iterator[tuple[datetime.date, str, str]]:
    internal, lead = brief.analysis.internal_rhythm, brief.account.account.prepared_by
    day = internal.next_planned or internal.next_by_cadence
    if day is not None:
        yield day, "Go through the review in the account team", lead
    this = brief.shared.review_summary.this_client
    later = [one for one in brief.shared.review_summary.client_dates if this and one > this]
    if later:
        yield later[0], "Next review with the client", lead

"""Which reviews were planned and held, which client review comes next, and how the cadence is kept."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pipeline.analysis.cadences import days_of, next_of
from pipeline.analysis.medians import median_of
from pipeline.analysis.periods import last_day
from pipeline.analysis.results import Explanation, ReviewRhythm, ReviewSummary, Stretch
from pipeline.analysis.worked import gives
from pipeline.model.account import KeyAccount
from pipeline.model.people import Cadence
from pipeline.model.proof import Review

REVIEW_WINDOW = datetime.timedelta(days=45)
AHEAD = datetime.timedelta(days=365)


def review_summary_of(account: KeyAccount, period: str, as_of: datetime.date) -> ReviewSummary:
    """The internal reviews planned by the as-of date and how many of them were held by then, and the client reviews.

    The next client review is the first planned after the as-of date and not yet held. The deck is for the first one
    planned in the 45 days after the last day of `period`, held or not; if there is none, for the next.
    """
    internal = [review for review in account.reviews if review.kind == "internal"]
    client = [review for review in account.reviews if review.kind == "client"]
    planned = [review for review in internal if review.planned <= as_of]
    held = [review.held for review in internal if review.held is not None and review.held <= as_of]
    end = last_day(period)
    following = _first(review for review in client if review.planned > as_of and not _was_held(review, as_of))
    this = _first(review for review in client if end < review.planned <= end + REVIEW_WINDOW) or following
    return ReviewSummary(
        internal_planned=len(planned),
        internal_held=sum(_was_held(review, as_of) for review in planned),
        internal_dates=tuple(sorted(held)),
        next_client=following.planned if following else None,
        next_client_place=following.place if following else None,
        this_client=this.planned if this else None,
        this_client_place=this.place if this else None,
        this_client_minutes=this.minutes if this else None,
        this_client_purpose=this.purpose if this else None,
        client_dates=_dates_to_come(account, client, as_of),
    )


def review_rhythm_of(account: KeyAccount, kind: Literal["client", "internal"], as_of: datetime.date) -> ReviewRhythm:
    """How one kind of review keeps to its cadence by the as-of date.

    Adherence = held / planned, 0 to 1, of those planned by then (None if none was). Lateness = days from the planned
    day to the day it was held, 0 if held before. The plan is cut into stretches of one cadence from its first day on;
    a stretch begun by the as-of date in which no review is planned is missing on the sheet.
    """
    profile = account.account
    cadence = profile.client_review_cadence if kind == "client" else profile.internal_review_cadence
    reviews = [review for review in account.reviews if review.kind == kind]
    planned = [review for review in reviews if review.planned <= as_of]
    held = [(review.planned, review.held) for review in reviews if review.held is not None and review.held <= as_of]
    days_late = sorted((max(0, (on - wanted).days) for wanted, on in held), reverse=True)
    last_held = max((on for _, on in held), default=None)
    following = _first(review for review in reviews if review.planned > as_of and not _was_held(review, as_of))
    kept = sum(_was_held(review, as_of) for review in planned)
    return ReviewRhythm(
        kind=kind,
        cadence=cadence,
        planned=len(planned),
        held=kept,
        adherence=Decimal(kept) / len(planned) if planned else None,
        days_late=tuple(days_late),
        median_late=median_of(days_late),
        most_late=days_late[0] if days_late else None,
        last_held=last_held,
        days_since=None if last_held is None else (as_of - last_held).days,
        next_planned=following.planned if following else None,
        next_by_cadence=next(_by_cadence(account, cadence, reviews, as_of, profile.plan_end), None),
        missing=tuple(_missing(account, cadence, reviews, as_of)),
    )


def explained_reviews(
    account: KeyAccount, rhythms: Iterable[ReviewRhythm], as_of: datetime.date
) -> Iterator[Explanation]:
    """How the adherence to each cadence came about."""
    for rhythm in rhythms:
        if rhythm.adherence is not None:
            planned = [row for row in account.reviews if row.kind == rhythm.kind and row.planned <= as_of]
            yield Explanation(
                of=f"{rhythm.kind}_rhythm.adherence",
                formula="reviews held ÷ reviews planned by the as-of date",
                worked=gives(f"{rhythm.held} ÷ {rhythm.planned}", rhythm.adherence),
                cells=tuple(cell for row in planned for cell in (row.cell("planned"), row.cell("held"))),
            )


def _dates_to_come(account: KeyAccount, client: Sequence[Review], as_of: datetime.date) -> tuple[datetime.date, ...]:
    planned = {review.planned for review in client if review.planned > as_of and not _was_held(review, as_of)}
    until = min(account.account.plan_end, as_of + AHEAD)
    by_cadence = _by_cadence(account, account.account.client_review_cadence, client, as_of, until)
    return tuple(sorted(planned | set(by_cadence)))


def _by_cadence(
    account: KeyAccount, cadence: Cadence, reviews: Sequence[Review], as_of: datetime.date, until: datetime.date
) -> Iterator[datetime.date]:
    """The days after the as-of date that the cadence gives: on from the last planned, or from the plan's start."""
    last = max((review.planned for review in reviews), default=None)
    first = account.account.plan_start if last is None else last
    return (day for day in days_of(cadence, first, until) if day > as_of and day != last)


def _missing(
    account: KeyAccount, cadence: Cadence, reviews: Sequence[Review], as_of: datetime.date
) -> Iterator[Stretch]:
    start = account.account.plan_start
    planned = {review.planned for review in reviews}
    for steps, first in enumerate(days_of(cadence, start, min(as_of, account.account.plan_end))):
        last = next_of(cadence, start, steps + 1) - datetime.timedelta(days=1)
        if not any(first <= day <= last for day in planned):
            yield Stretch(first=first, last=last)


def _was_held(review: Review, as_of: datetime.date) -> bool:
    return review.held is not None and review.held <= as_of


def _first(reviews: Iterable[Review]) -> Review | None:
    return min(reviews, key=lambda review: review.planned, default=None)

"""Which reviews were planned and held, which client review comes next, and which one the deck is for."""

import datetime
from collections.abc import Iterable

from pipeline.analysis.periods import last_day
from pipeline.analysis.results import ReviewSummary
from pipeline.model.account import KeyAccount
from pipeline.model.proof import Review

REVIEW_WINDOW = datetime.timedelta(days=45)


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
    )


def _was_held(review: Review, as_of: datetime.date) -> bool:
    return review.held is not None and review.held <= as_of


def _first(reviews: Iterable[Review]) -> Review | None:
    return min(reviews, key=lambda review: review.planned, default=None)

"""The tier that successive reviews confirm, so that one good or bad quarter moves no account."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.analysis.results import TierReview
from pipeline.model.snapshot import KeptGrade

DEMOTED_BELOW = Decimal(1)  # points under the tier's lowest score


def tier_review_of(scores: Sequence[Decimal | None], tiers: Sequence[KeptGrade]) -> TierReview:
    """The tier held after reviews with these account scores as shown, oldest first; None is not assessed, left out.

    The first review gives the tier. An account is promoted when two reviews in a row reach a higher tier, to the lower
    of the two that they reach; it is demoted when two in a row are more than a point below the tier's lowest score (A
    from 8.0: below 7.0), to the higher of the two. All scores are held against today's tiers.
    """
    known = [score for score in scores if score is not None]
    if not known:
        return TierReview(held=None, coming="nothing", tier=None, reviews=0)
    order = [tier.name for tier in tiers]  # the highest first
    held = _tier(known[0], tiers)
    for earlier, later in pairwise(known):
        reached = max(_place(earlier, tiers), _place(later, tiers))
        fallen = min(_place(earlier, tiers), _place(later, tiers))
        if reached < _index(held, order):
            held = order[reached]
        elif max(earlier, later) < _lowest(held, tiers) - DEMOTED_BELOW:
            held = order[fallen] if fallen < len(order) else None
    place, last = _place(known[-1], tiers), known[-1]
    if place < _index(held, order):
        return TierReview(held=held, coming="promotion", tier=order[place], reviews=len(known))
    if last < _lowest(held, tiers) - DEMOTED_BELOW:
        fallen_to = order[place] if place < len(order) else None
        return TierReview(held=held, coming="demotion", tier=fallen_to, reviews=len(known))
    return TierReview(held=held, coming="nothing", tier=None, reviews=len(known))


def _tier(score: Decimal, tiers: Sequence[KeptGrade]) -> str | None:
    place = _place(score, tiers)
    return tiers[place].name if place < len(tiers) else None


def _place(score: Decimal, tiers: Sequence[KeptGrade]) -> int:
    """The place of the tier a score reaches, 0 the highest; the number of tiers below all of them."""
    return next((place for place, tier in enumerate(tiers) if score >= tier.from_score), len(tiers))


def _index(held: str | None, order: Sequence[str]) -> int:
    return len(order) if held is None else order.index(held)


def _lowest(held: str | None, tiers: Sequence[KeptGrade]) -> Decimal:
    return next((tier.from_score for tier in tiers if tier.name == held), Decimal(0))

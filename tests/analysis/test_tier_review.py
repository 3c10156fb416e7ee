"""The tier that successive reviews confirm: promoted at a tier reached twice, demoted a point below it twice."""

from decimal import Decimal

import pytest

from pipeline.analysis.tier_review import tier_review_of
from pipeline.model.snapshot import KeptGrade

TIERS = tuple(KeptGrade(name=name, from_score=Decimal(score)) for name, score in (("A", 8), ("B", 6), ("C", 1)))

# scores, oldest first: the tier held, what a second review like the last would bring, and the tier then
CASES: dict[str, tuple[list[str | None], tuple[str | None, str, str | None]]] = {
    "nothing assessed": ([None], (None, "nothing", None)),
    "the first review gives the tier": (["8.0"], ("A", "nothing", None)),
    "once at 8.0 is not enough": (["7.9", "8.0"], ("B", "promotion", "A")),
    "twice at 8.0 promotes": (["7.9", "8.0", "8.3"], ("A", "nothing", None)),
    "two years apart do not": (["7.9", "8.0", "7.9", "8.0"], ("B", "promotion", "A")),
    "below 8.0 the tier is kept": (["8.2", "7.0", "7.0"], ("A", "nothing", None)),
    "once below 7.0 warns": (["8.2", "6.9"], ("A", "demotion", "B")),
    "twice below 7.0 demotes": (["8.2", "6.9", "6.5"], ("B", "nothing", None)),
    "to the higher of the two": (["8.2", "4.0", "6.5"], ("B", "nothing", None)),
    "two tiers at once": (["8.2", "4.0", "4.5"], ("C", "nothing", None)),
    "promoted to the lower of the two": (["5.0", "6.5", "8.5"], ("B", "promotion", "A")),
    "a review that was not assessed is left out": (["7.9", "8.0", None, "8.0"], ("A", "nothing", None)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_tier_is_held_until_two_reviews_say_otherwise(case: str) -> None:
    scores, expected = CASES[case]
    found = tier_review_of([None if score is None else Decimal(score) for score in scores], TIERS)

    assert (found.held, found.coming, found.tier) == expected
    assert found.reviews == sum(score is not None for score in scores)


def test_a_score_below_every_tier_holds_none() -> None:
    upper = TIERS[:2]

    assert tier_review_of([Decimal(3)], upper).held is None
    assert tier_review_of([Decimal(3), Decimal(7), Decimal(7)], upper).held == "B"
    assert tier_review_of([Decimal(7), Decimal(3), Decimal(3)], upper).held is None

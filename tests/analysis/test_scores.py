"""The account score against calculations by hand, and what must hold for every set of ratings."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.results import Score, ScoreTest
from pipeline.analysis.scores import account_score
from pipeline.model.fields import Origin
from pipeline.model.proof import Rating
from pipeline.standards import Criterion, Standards, Tier
from tests.builders import a_rating, an_account, shipped_standards

WEIGHTS = {"revenue": "0.30", "fit": "0.20", "growth": "0.20", "cost": "0.15", "openness": "0.15"}


def standards_with(**weights: str) -> Standards:
    """The shipped standards with criteria of these names and weights instead of theirs."""
    anchors = {"1": "low", "4": "fair", "7": "good", "10": "best"}
    criteria = tuple(Criterion(name=name, weight=Decimal(weight), anchors=anchors) for name, weight in weights.items())
    return shipped_standards().model_copy(update={"criteria": criteria})


def rated(**ratings: int | None) -> list[Rating]:
    return [a_rating(criterion=name, rating=rating) for name, rating in ratings.items()]


def score_of(rows: Sequence[Rating], standards: Standards | None = None) -> Score:
    return account_score(an_account(ratings=rows), standards or standards_with(**WEIGHTS))


def the_test(score: Score, test: str, criterion: str, change: int) -> ScoreTest:
    (found,) = (t for t in score.tests if (t.test, t.criterion, t.change) == (test, criterion, change))
    return found


def test_score_is_the_weighted_mean_of_the_ratings() -> None:
    score = score_of(rated(revenue=8, fit=9, growth=7, cost=6, openness=9))
    # 0.30 * 8 = 2.40, 0.20 * 9 = 1.80, 0.20 * 7 = 1.40, 0.15 * 6 = 0.90, 0.15 * 9 = 1.35; together 7.85
    assert [term.product for term in score.terms] == [Decimal(p) for p in ("2.40", "1.80", "1.40", "0.90", "1.35")]
    assert score.value == Decimal("7.85")
    assert score.shown == Decimal("7.9")  # half up
    assert score.percent == Decimal("6.85") / 9  # (7.85 - 1) / 9
    assert (score.tier, score.cut, score.margin) == ("B", Decimal("6.0"), Decimal("1.9"))
    assert (score.low, score.high, score.low_tier, score.high_tier) == (score.value, score.value, "B", "B")
    assert score.missing == ()


def test_each_rating_is_moved_by_one_point() -> None:
    score = score_of(rated(revenue=8, fit=9, growth=7, cost=6, openness=9))
    assert the_test(score, "rating", "revenue", -1).score == Decimal("7.55")  # 7.85 - 0.30
    higher = the_test(score, "rating", "openness", 1)
    assert (higher.score, higher.tier, higher.flips) == (Decimal("8.00"), "A", True)  # 7.85 + 0.15
    assert not the_test(score, "rating", "growth", -1).flips  # 7.65 is still B
    assert score.stable is False
    assert (score.terms[2].one_lower, score.terms[2].one_higher) == (Decimal("7.65"), Decimal("8.05"))


def test_each_weight_is_moved_by_five_points_and_the_sum_evened_out() -> None:
    score = score_of(rated(revenue=8, fit=9, growth=7, cost=6, openness=9))
    # revenue 0.25 instead of 0.30: (7.85 - 0.05 * 8) / 0.95 = 7.45 / 0.95
    assert the_test(score, "weight", "revenue", -5).score == Decimal("7.45") / Decimal("0.95")
    # fit 0.25 instead of 0.20: (7.85 + 0.05 * 9) / 1.05 = 8.30 / 1.05 = 7.905, shown 7.9
    higher = the_test(score, "weight", "fit", 5)
    assert (higher.score, higher.tier) == (Decimal("8.30") / Decimal("1.05"), "B")


def test_each_criterion_is_left_out() -> None:
    score = score_of(rated(revenue=8, fit=9, growth=7, cost=6, openness=9))
    # without cost: (7.85 - 0.90) / 0.85 = 6.95 / 0.85 = 8.176, shown 8.2: tier A
    without = the_test(score, "left out", "cost", 0)
    assert (without.score, without.tier, without.flips) == (Decimal("6.95") / Decimal("0.85"), "A", True)
    assert [test.test for test in score.tests] == ["rating"] * 10 + ["weight"] * 10 + ["left out"] * 5


def test_tier_is_decided_on_the_score_as_shown() -> None:
    # 2.40 + 2.00 + 1.60 + 0.75 + 1.20 = 7.95, shown 8.0
    score = score_of(rated(revenue=8, fit=10, growth=8, cost=5, openness=8))
    assert (score.value, score.shown, score.tier) == (Decimal("7.95"), Decimal("8.0"), "A")
    # 2.40 + 2.00 + 1.60 + 0.60 + 1.20 = 7.80
    assert score_of(rated(revenue=8, fit=10, growth=8, cost=4, openness=8)).tier == "B"


@pytest.mark.parametrize(
    ("value", "shown", "tier"), [("7.949", "7.9", "B"), ("7.95", "8.0", "A"), ("5.94", "5.9", "C")]
)
def test_tier_changes_where_the_shown_score_does(value: str, shown: str, tier: str) -> None:
    part = Decimal(value) - 1  # weight * 10 + (1 - weight) * 1 = 1 + 9 * weight
    weight = part / 9
    standards = standards_with(one=str(weight), other=str(1 - weight))
    score = score_of(rated(one=10, other=1), standards)
    assert (score.shown, score.tier) == (Decimal(shown), tier)


def test_stable_tier_flips_in_no_test() -> None:
    score = score_of(rated(revenue=7, fit=7, growth=7, cost=7, openness=7))
    assert (score.tier, score.stable) == ("B", True)


def test_rating_at_the_end_of_the_scale_moves_one_way_only() -> None:
    score = score_of(rated(revenue=10, fit=1, growth=5, cost=5, openness=5))
    moves = [(test.criterion, test.change) for test in score.tests if test.test == "rating"][:3]
    assert moves == [("revenue", -1), ("fit", 1), ("growth", -1)]
    assert score.terms[0].one_higher == score.value
    assert score.terms[1].one_lower == score.value


def test_weight_of_five_points_is_not_lowered_to_nothing() -> None:
    standards = standards_with(small="0.05", large="0.95")
    score = score_of(rated(small=5, large=5), standards)
    weights = [(test.criterion, test.change) for test in score.tests if test.test == "weight"]
    assert weights == [("small", 5), ("large", -5), ("large", 5)]


def test_single_criterion_is_never_left_out() -> None:
    score = score_of(rated(only=8), standards_with(only="1"))
    assert score.value == 8
    assert {test.test for test in score.tests} == {"rating", "weight"}


def test_several_raters_give_the_median_and_the_range() -> None:
    others = rated(fit=5, growth=5, cost=5, openness=5)
    two = score_of([*rated(revenue=4), *rated(revenue=9), *others]).terms[0]
    assert (two.rating, two.spread) == (Decimal("6.5"), 5)  # (4 + 9) / 2
    three = score_of([*rated(revenue=9), *rated(revenue=4), *rated(revenue=7), *others]).terms[0]
    assert (three.rating, three.spread) == (Decimal(7), 5)
    assert three.product == Decimal("2.10")
    five = score_of([*(a_rating(criterion="revenue", rating=rating) for rating in (1, 9, 2, 8, 3)), *others]).terms[0]
    assert (five.rating, five.spread) == (Decimal(3), 8)  # 1 2 3 8 9


def test_term_tells_raters_evidence_and_cells() -> None:
    rows = [
        a_rating(
            criterion="revenue",
            rating=rating,
            rater=rater,
            evidence=evidence,
            origin=Origin("Scoring", {"rating": cell}),
        )
        for rating, rater, evidence, cell in (
            (4, "E. Sandell", "Plan 2027", "D5"),
            (9, "O. Nyman", "Bid list", "D6"),
            (None, "A. Frost", None, "D7"),
        )
    ]
    term = score_of(rows).terms[0]
    assert term.raters == ("E. Sandell", "O. Nyman")
    assert term.evidence == "Plan 2027; Bid list"
    assert term.cell == "Scoring!D5, Scoring!D6, Scoring!D7"
    assert score_of([]).terms[0].cell == "Scoring"


def test_missing_rating_leaves_the_score_not_assessed_between_bounds() -> None:
    score = score_of(rated(revenue=None, fit=8, growth=8, cost=8, openness=8))
    # 0.70 * 8 = 5.60; with 1: 5.60 + 0.30 = 5.90; with 10: 5.60 + 3.00 = 8.60
    assert (score.value, score.shown, score.percent, score.tier, score.stable) == (None, None, None, None, None)
    assert (score.cut, score.margin, score.tests) == (None, None, ())
    assert (score.low, score.high) == (Decimal("5.90"), Decimal("8.60"))
    assert (score.low_tier, score.high_tier) == ("C", "A")
    assert score.missing == ("revenue",)
    term = score.terms[0]
    assert (term.rating, term.product, term.one_higher, term.spread) == (None, None, None, 0)


def test_bounds_may_agree_on_the_tier() -> None:
    score = score_of(rated(revenue=10, fit=10, growth=10, cost=10))
    # 0.85 * 10 = 8.50; with 1: 8.65; with 10: 10.00
    assert (score.low, score.high) == (Decimal("8.65"), Decimal("10.00"))
    assert (score.tier, score.low_tier, score.high_tier) == (None, "A", "A")


def test_nothing_rated_has_no_bounds() -> None:
    score = score_of([])
    assert (score.low, score.high, score.low_tier, score.high_tier) == (None, None, None, None)
    assert score.missing == tuple(WEIGHTS)


def test_only_ratings_of_the_account_on_known_criteria_count() -> None:
    rows = rated(revenue=8, fit=8, growth=8, cost=8, openness=8, weather=1)
    strength = a_rating(rates="our strength", criterion="revenue", rating=1)
    assert score_of([*rows, strength]).value == 8


def test_criterion_is_found_whatever_its_case_and_spaces() -> None:
    assert score_of([*rated(fit=8, growth=8, cost=8, openness=8), a_rating(criterion=" Revenue ", rating=8)]).value == 8


def test_score_below_every_tier_has_none() -> None:
    standards = standards_with(only="1").model_copy(update={"tiers": (Tier(name="A", from_score=Decimal(5)),)})
    score = score_of(rated(only=4), standards)
    assert (score.value, score.tier, score.cut, score.margin) == (4, None, None, None)
    assert [(test.tier, test.flips) for test in score.tests[:2]] == [(None, False), ("A", True)]


ratings = st.fixed_dictionaries({name: st.integers(1, 10) for name in WEIGHTS})


@given(ratings)
def test_score_lies_between_lowest_and_highest_rating(given_ratings: dict[str, int]) -> None:
    score = score_of(rated(**given_ratings))
    assert score.value is not None
    assert min(given_ratings.values()) <= score.value <= max(given_ratings.values())
    assert all(1 <= test.score <= 10 for test in score.tests)
    assert score.stable == (not any(test.tier != score.tier for test in score.tests))
    assert sum(term.product or 0 for term in score.terms) == score.value


@given(ratings, st.sets(st.sampled_from(sorted(WEIGHTS)), max_size=4))
def test_bounds_hold_the_score_whatever_the_missing_ratings_turn_out_to_be(
    given_ratings: dict[str, int], unknown: set[str]
) -> None:
    full = score_of(rated(**given_ratings))
    partly = score_of(rated(**{name: rating for name, rating in given_ratings.items() if name not in unknown}))
    assert full.value is not None
    assert partly.low is not None
    assert partly.high is not None
    assert partly.low <= full.value <= partly.high


@given(ratings, st.randoms(use_true_random=False))
def test_order_of_the_rows_does_not_matter(given_ratings: dict[str, int], random: Random) -> None:
    rows = rated(**given_ratings)
    shuffled = random.sample(rows, len(rows))
    assert score_of(shuffled) == score_of(rows)

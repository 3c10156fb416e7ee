"""The key account score: the weighted mean of the criteria's ratings, its tier, and how firm the tier is.

Weighted scoring with tiers, after the published account scoring templates (A from 8.0, B from 6.0); the tests of
firmness are a plain one-at-a-time sensitivity analysis.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from pipeline.analysis.medians import median_of
from pipeline.analysis.results import Explanation, Score, ScoreTerm, ScoreTest
from pipeline.analysis.rounding import one_decimal
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, products
from pipeline.model.account import KeyAccount
from pipeline.model.proof import Rating
from pipeline.standards import Criterion, Standards, Tier

LOWEST_RATING = Decimal(1)
HIGHEST_RATING = Decimal(10)
WEIGHT_STEP = Decimal("0.05")


class _Rated(Struct, frozen=True):
    """A criterion with its weight (above 0), its rating (None if nobody rated) and the rows it comes from."""

    name: str
    weight: Decimal
    rating: Decimal | None
    rows: tuple[Rating, ...]


def account_score(account: KeyAccount, standards: Standards) -> Score:
    """The account score S = sum of weight times rating, in points from 1 to 10, with its tier and its tests.

    Only rows of sheet Scoring that rate the account on a criterion of the standards count; several raters of one
    criterion give the median. A criterion nobody rated leaves S not assessed: the bounds then take it as 1 and as 10.
    The tier is decided on S as shown, with one decimal. In per cent S is (S - 1) / 9, because a rating starts at 1.
    """
    rated = tuple(_rated(criterion, account.ratings) for criterion in standards.criteria)
    value = _known_mean(rated)
    tier = None if value is None else tier_of(value, standards)
    low, high = _bounds(rated)
    tests = () if value is None else tuple(_tests(rated, standards, tier))
    shown = None if value is None else one_decimal(value)
    return Score(
        value=value,
        shown=shown,
        percent=None if value is None else (value - LOWEST_RATING) / (HIGHEST_RATING - LOWEST_RATING),
        tier=tier.name if tier else None,
        low=low,
        high=high,
        low_tier=None if low is None else _name(tier_of(low, standards)),
        high_tier=None if high is None else _name(tier_of(high, standards)),
        stable=None if value is None else not any(test.flips for test in tests),
        margin=shown - tier.from_score if shown is not None and tier else None,
        cut=tier.from_score if tier else None,
        terms=tuple(_term(part, rated) for part in rated),
        tests=tests,
        missing=tuple(part.name for part in rated if part.rating is None),
    )


def explained_score(score: Score) -> Iterator[Explanation]:
    """How the score and its bounds came about, and every single change that would flip the tier."""
    cells = tuple(term.cell for term in score.terms if term.rating is not None)
    formula = "sum of weight × rating, the weights adding up to 1"
    if score.value is not None:
        worked = gives(
            products((term.weight, term.rating) for term in score.terms if term.rating is not None), score.value
        )
        flips = tuple(_flip(test) for test in score.tests if test.flips)
        firm = "No rating one point off, no weight five points off and no criterion left out changes the tier."
        yield Explanation(of="score.value", formula=formula, worked=worked, cells=cells, sensitivity=flips or (firm,))
        worked = gives(f"({number(score.value)} − 1) ÷ 9", (score.value - LOWEST_RATING) / 9)
        yield Explanation(of="score.percent", formula="(score − 1) ÷ 9", worked=worked, cells=cells)
    elif score.low is not None and score.high is not None:
        for name, missing, bound in (("low", LOWEST_RATING, score.low), ("high", HIGHEST_RATING, score.high)):
            pairs = [(term.weight, missing if term.rating is None else term.rating) for term in score.terms]
            yield Explanation(
                of=f"score.{name}",
                formula=f"{formula}, a missing rating taken as {missing}",
                worked=gives(products(pairs), bound),
                cells=cells,
            )


def _flip(test: ScoreTest) -> str:
    """What a test that flips the tier changes: "Tier B if Strategic fit is rated 1 point lower (7.6)."."""
    direction = "lower" if test.change < 0 else "higher"
    change = {
        "rating": f"is rated {abs(test.change)} point {direction}",
        "weight": f"weighs {abs(test.change)} points {'less' if test.change < 0 else 'more'}",
        "left out": "is left out",
    }[test.test]
    tier = f"Tier {test.tier}" if test.tier else "Below every tier"
    return f"{tier} if {test.criterion} {change} ({number(one_decimal(test.score))})."


def tier_of(score: Decimal, standards: Standards) -> Tier | None:
    """The highest tier whose lowest score is reached by `score` as shown (one decimal); None below every tier."""
    shown = one_decimal(score)
    return next((tier for tier in standards.tiers if shown >= tier.from_score), None)


def _rated(criterion: Criterion, ratings: Sequence[Rating]) -> _Rated:
    rows = tuple(row for row in ratings if row.rates == "account" and folded(row.criterion) == folded(criterion.name))
    return _Rated(criterion.name, criterion.weight, median_rating(rows), rows)


def median_rating(rows: Iterable[Rating]) -> Decimal | None:
    """The median of the ratings in `rows`, 1 to 10, of two in the middle their mean; None if nobody rated."""
    return median_of(_numbers(rows))


def _numbers(rows: Iterable[Rating]) -> list[int]:
    return sorted(row.rating for row in rows if row.rating is not None)


def _mean(weighted: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Sum of weight times rating over the sum of the weights; one division, so that the weights need not sum to 1."""
    pairs = tuple(weighted)
    return sum((weight * rating for weight, rating in pairs), Decimal(0)) / sum(weight for weight, _ in pairs)


def _known_mean(rated: Sequence[_Rated]) -> Decimal | None:
    known = [(part.weight, part.rating) for part in rated if part.rating is not None]
    return _mean(known) if len(known) == len(rated) else None


def _bounds(rated: Sequence[_Rated]) -> tuple[Decimal | None, Decimal | None]:
    """The score with every missing rating as 1 and as 10; (None, None) if nothing is rated."""
    if all(part.rating is None for part in rated):
        return None, None
    low = _mean((part.weight, LOWEST_RATING if part.rating is None else part.rating) for part in rated)
    high = _mean((part.weight, HIGHEST_RATING if part.rating is None else part.rating) for part in rated)
    return low, high


def _term(part: _Rated, rated: Sequence[_Rated]) -> ScoreTerm:
    numbers = _numbers(part.rows)
    given = [row for row in part.rows if row.rating is not None]
    return ScoreTerm(
        criterion=part.name,
        weight=part.weight,
        rating=part.rating,
        product=None if part.rating is None else part.weight * part.rating,
        spread=numbers[-1] - numbers[0] if numbers else 0,
        evidence="; ".join(dict.fromkeys(row.evidence for row in part.rows if row.evidence)),
        raters=tuple(dict.fromkeys(row.rater for row in given if row.rater)),
        cell=", ".join(dict.fromkeys(row.cell("rating") for row in part.rows)) or Rating.sheet.name,
        one_lower=_known_mean(_rerated(rated, part, -1)),
        one_higher=_known_mean(_rerated(rated, part, 1)),
    )


def _tests(rated: Sequence[_Rated], standards: Standards, now: Tier | None) -> Iterable[ScoreTest]:
    """Every test that changes something: ratings first, then weights, then criteria left out."""
    for part in rated:
        for change in (-1, 1):
            changed = _rerated(rated, part, change)
            if changed != tuple(rated):
                yield _test("rating", part, change, changed, standards, now)
    for part in rated:
        for change, step in ((-5, -WEIGHT_STEP), (5, WEIGHT_STEP)):
            if part.weight + step > 0:
                yield _test("weight", part, change, _reweighted(rated, part, step), standards, now)
    for part in rated:
        others = tuple(other for other in rated if other is not part)
        if others:
            yield _test("left out", part, 0, others, standards, now)


def _rerated(rated: Sequence[_Rated], part: _Rated, change: int) -> tuple[_Rated, ...]:
    """The criteria with one rating moved by `change` points, within 1 to 10."""
    return tuple(
        _Rated(other.name, other.weight, min(HIGHEST_RATING, max(LOWEST_RATING, other.rating + change)), other.rows)
        if other is part and other.rating is not None
        else other
        for other in rated
    )


def _reweighted(rated: Sequence[_Rated], part: _Rated, step: Decimal) -> tuple[_Rated, ...]:
    return tuple(
        _Rated(other.name, other.weight + step, other.rating, other.rows) if other is part else other for other in rated
    )


def _test(
    kind: Literal["rating", "weight", "left out"],
    part: _Rated,
    change: int,
    changed: Sequence[_Rated],
    standards: Standards,
    now: Tier | None,
) -> ScoreTest:
    score = _known_mean(changed)
    assert score is not None, "tests are made only when every criterion is rated"
    then = tier_of(score, standards)
    return ScoreTest(
        test=kind, criterion=part.name, change=change, score=score, tier=_name(then), flips=_name(then) != _name(now)
    )


def _name(tier: Tier | None) -> str | None:
    return tier.name if tier else None

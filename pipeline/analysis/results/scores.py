"""The key account score with its terms and tests."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result


class ScoreTerm(Result):
    """One criterion's part in the account score."""

    criterion: str = result("Name of the criterion.")
    weight: Decimal = result("Weight, 0 to 1.")
    rating: Decimal | None = result("Rating, 1 to 10: the median of the raters; None if nobody rated.")
    product: Decimal | None = result("Weight times rating, in points.")
    spread: int = result("Highest less lowest rating of several raters, in points; 0 for one.")
    evidence: str = result(
        "What the rating rests on, of several raters one after the other; empty if nothing is noted."
    )
    raters: tuple[str, ...] = result("Who rated.")
    cell: str = result("Where the rating stands in the workbook; of several raters every cell.")
    one_lower: Decimal | None = result("The account score if this rating were one point lower (not below 1).")
    one_higher: Decimal | None = result("The account score if this rating were one point higher (not above 10).")


class ScoreTest(Result):
    """One test of how firm the tier is."""

    test: Literal["rating", "weight", "left out"] = result("What is changed.")
    criterion: str = result("The criterion it is changed on.")
    change: int = result("By how much: points of a rating, or percentage points of a weight; 0 when left out.")
    score: Decimal = result("The account score then, 1 to 10.")
    tier: str | None = result("The tier then; None below every tier.")
    flips: bool = result("Is that another tier than now?")


class Score(Result):
    """The key account score: the weighted mean of the criteria's ratings."""

    value: Decimal | None = result("Account score in points, 1 to 10, exact; None if a rating is missing.")
    shown: Decimal | None = result("The score with one decimal, half up: tiers are decided on it.")
    percent: Decimal | None = result("(score - 1) / 9 as a share, 0 to 1.")
    tier: str | None = result("Tier by the score as shown; None if not assessed or below every tier.")
    low: Decimal | None = result(
        "Lowest possible score: missing ratings as 1; the score itself if none is missing. None if nothing is rated."
    )
    high: Decimal | None = result("Highest possible score: missing ratings as 10. None as for low.")
    low_tier: str | None = result(
        "Tier of the lowest possible score; the same as high_tier if what is missing cannot matter."
    )
    high_tier: str | None = result("Tier of the highest possible score.")
    stable: bool | None = result("Does no single test flip the tier? None if not assessed.")
    margin: Decimal | None = result("Points, as shown, above the lower cut of the tier.")
    cut: Decimal | None = result("Lower cut of the tier, in points.")
    terms: tuple[ScoreTerm, ...] = result("The criteria, in the order of the standards.")
    tests: tuple[ScoreTest, ...] = result(
        "Every test that changes something: ratings, then weights, then criteria left out; empty if not assessed."
    )
    missing: tuple[str, ...] = result("Criteria without a rating.")

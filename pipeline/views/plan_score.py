"""The account score as the plan prints it: the formula with its numbers, and how firm the tier is."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from pipeline.analysis.results import Analysis, Result, Score, ScoreTest, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import GOOD, NONE, WATCH, Gap, Status, rows_read

_CASES = 3  # cases of a test told one by one; more of them as a range


class CriterionRow(Result):
    """One criterion's part in the score."""

    criterion: str = result("The criterion.")
    weight: str = result("Its weight, 0.30.")
    rating: str = result("Its rating, 8; a dash if nobody rated.")
    product: str = result("Weight times rating, 2.40.")
    evidence: str = result("What the rating rests on.")
    raters: str = result("Who rated; with the range if they disagree.")


class TestRow(Result):
    """One kind of test with the scores it gives and the tier they mean."""

    test: str = result("What is changed; empty where the row goes on from the one above.")
    becomes: str = result("The scores then.")
    tier: Status = result("Flips to B, or Stays A.")


class ScoreView(Result):
    """The account score with its formula and its tests."""

    status: Status = result("How firm the tier is, or Not assessed.")
    margin: str = result("How far the score is above the cut, 0.1 above the cut of 8.0; empty if not assessed.")
    bounds: str = result("Lowest and highest possible score and their tiers; empty if nothing is missing.")
    rows: tuple[CriterionRow, ...] = result("The criteria, in the order of the standards.")
    formula: str = result("0.30 × 8 + 0.20 × 9; empty if not assessed.")
    total: str = result("The sum with two decimals; a dash if not assessed.")
    percent: str = result("The score from 0 to 100, 78.9.")
    tiers: str = result("The cuts of all tiers, Tier A from 8.0, B from 6.0, C below.")
    tests: tuple[TestRow, ...] = result("The tests of the tier, by kind; empty if not assessed.")
    missing: tuple[Gap, ...] = result("Ratings that are missing, with their cells.")
    strengths: tuple[CriterionRow, ...] = result("Our own strength by success factor; empty if none is rated.")
    source: str = result("Where the ratings were read.")


def score_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> ScoreView:
    """The account score as the plan prints it."""
    locale = account.account.locale
    score = analysis.score
    cells = {term.criterion: term.cell for term in score.terms}
    return ScoreView(
        status=_status(score),
        margin=margin(score, locale),
        bounds=bounds(score, locale),
        rows=tuple(_criteria(score, locale)),
        formula=_formula(score, locale),
        total=wording.number(score.value, locale, 2),
        percent=wording.number(score.percent * 100, locale, 1) if score.percent is not None else wording.BLANK,
        tiers=_tiers(standards, locale),
        tests=tuple(_tests(score, locale)),
        missing=tuple(Gap(what=f"Rating of {name}", where=cells[name]) for name in score.missing),
        strengths=tuple(_strengths(account, standards, locale)),
        source=rows_read(account.ratings) if account.ratings else "",
    )


def _status(score: Score) -> Status:
    if score.shown is None:
        return Status(tone=NONE, word="Not assessed")
    return Status(tone=GOOD, word="Tier is stable") if score.stable else Status(tone=WATCH, word="One step flips it")


def margin(score: Score, locale: str) -> str:
    """How far the score is above the cut of its tier; empty if it has none."""
    if score.margin is None or score.cut is None:
        return ""
    if score.margin == 0:
        return f"right on the cut of {wording.number(score.cut, locale, 1)}"
    return f"{wording.number(score.margin, locale, 1)} above the cut of {wording.number(score.cut, locale, 1)}"


def bounds(score: Score, locale: str) -> str:
    """Lowest and highest possible score and their tiers; empty if nothing is missing or nothing is rated."""
    if score.value is not None or score.low is None or score.high is None:
        return ""
    span = f"{wording.number(score.low, locale, 1)} to {wording.number(score.high, locale, 1)}"
    if score.low_tier == score.high_tier:
        return f"{span}, tier {score.low_tier} in any case"
    return f"{span}, tier {score.low_tier or 'none'} or {score.high_tier or 'none'}"


def _criteria(score: Score, locale: str) -> Iterator[CriterionRow]:
    for term in score.terms:
        raters = ", ".join(term.raters) or wording.BLANK
        yield CriterionRow(
            criterion=term.criterion,
            weight=wording.number(term.weight, locale, 2),
            rating=wording.number(term.rating, locale),
            product=wording.number(term.product, locale, 2),
            evidence=term.evidence or "No evidence noted",
            raters=f"{raters} ({term.spread} apart)" if term.spread else raters,
        )


def _formula(score: Score, locale: str) -> str:
    if score.value is None:
        return ""
    terms = (
        f"{wording.number(term.weight, locale, 2)} × {wording.number(term.rating, locale)}" for term in score.terms
    )
    return " + ".join(terms)


def _tiers(standards: Standards, locale: str) -> str:
    *upper, last = standards.tiers
    cuts = [f"{tier.name} from {wording.number(tier.from_score, locale, 1)}" for tier in upper]
    return f"Tier {', '.join([*cuts, f'{last.name} below'])}" if upper else f"Tier {last.name} for all"


def _tests(score: Score, locale: str) -> Iterator[TestRow]:
    kinds: tuple[tuple[str, Callable[[ScoreTest], bool]], ...] = (
        ("One rating one step down", lambda test: test.test == "rating" and test.change < 0),
        ("One rating one step up", lambda test: test.test == "rating" and test.change > 0),
        ("One weight 5 points up or down", lambda test: test.test == "weight"),
        ("One criterion left out", lambda test: test.test == "left out"),
    )
    for title, belongs in kinds:
        tests = [test for test in score.tests if belongs(test)]
        for flips in (True, False):
            same = [test for test in tests if test.flips is flips]
            if same:
                yield TestRow(test=title, becomes=_becomes(same, len(tests), locale), tier=_tier(same, flips))
                title = ""


def _becomes(tests: list[ScoreTest], of: int, locale: str) -> str:
    if len(tests) > _CASES:
        scores = sorted(test.score for test in tests)
        lowest, highest = (wording.number(score, locale, 1) for score in (scores[0], scores[-1]))
        span = lowest if lowest == highest else f"{lowest} to {highest}"
        cases = f"all {wording.count_word(of)}" if len(tests) == of else f"{len(tests)} of {of}"
        return f"{span} in {cases} cases"
    named = [_named(test, locale) for test in tests]
    return ", ".join(named)


def _named(test: ScoreTest, locale: str) -> str:
    score = wording.number(test.score, locale, 1)
    if test.test == "left out":
        return f"without {test.criterion} {score}"
    if test.test == "weight":
        return f"{test.criterion} {wording.signed(test.change, locale)}: {score}"
    return f"{test.criterion} {score}"


def _tier(tests: list[ScoreTest], flips: bool) -> Status:
    names = wording.listed(sorted({test.tier or "no tier" for test in tests}))
    return Status(tone=WATCH, word=f"Flips to {names}") if flips else Status(tone=GOOD, word=f"Stays {names}")


def _strengths(account: KeyAccount, standards: Standards, locale: str) -> Iterator[CriterionRow]:
    weights = {factor.name: factor.weight for factor in standards.success_factors}
    for rating in account.ratings:
        if rating.rates == "our strength":
            yield CriterionRow(
                criterion=rating.criterion,
                weight=wording.number(weights.get(rating.criterion), locale, 2),
                rating=wording.number(None if rating.rating is None else Decimal(rating.rating), locale),
                product="",
                evidence=rating.evidence or "No evidence noted",
                raters=rating.rater or wording.BLANK,
            )

"""The matrix against calculations by hand: relative strength, the stage that stands in, and the four cells."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.matrix import explained_matrix, matrix_of
from pipeline.analysis.results import Matrix
from pipeline.analysis.scores import account_score
from pipeline.model.proof import Rating
from tests.analysis.worked import assert_recomputes
from tests.builders import a_rating, an_account, an_account_form, shipped_standards

STANDARDS = shipped_standards()
FACTORS = tuple(factor.name for factor in STANDARDS.success_factors)  # 0.35, 0.25, 0.25, 0.15


def of_account(rating: int | None) -> list[Rating]:
    """The account rated alike on every criterion, so that its score is that rating."""
    return [a_rating(criterion=criterion.name, rating=rating) for criterion in STANDARDS.criteria]


def of_us(*ratings: int | None) -> list[Rating]:
    return [
        a_rating(rates="our strength", criterion=name, rating=rating)
        for name, rating in zip(FACTORS, ratings, strict=False)
    ]


def of_rival(rival: str, *ratings: int | None) -> list[Rating]:
    return [
        a_rating(rates="rival", rival=rival, criterion=name, rating=rating)
        for name, rating in zip(FACTORS, ratings, strict=False)
    ]


def matrix(*ratings: Rating, stage: str | None = None) -> Matrix:
    account = an_account(an_account_form(relationship_stage=stage), ratings=ratings)
    return matrix_of(account, account_score(account, STANDARDS), STANDARDS)


def test_relative_strength_is_ours_over_the_best_rivals() -> None:
    found = matrix(
        *of_account(8), *of_us(8, 6, 4, 9), *of_rival("Norpakk", 6, 6, 8, 4), *of_rival("Plasta", 5, 5, 5, 5)
    )
    # ours 0.35*8 + 0.25*6 + 0.25*4 + 0.15*9 = 2.80 + 1.50 + 1.00 + 1.35 = 6.65
    # Norpakk 0.35*6 + 0.25*6 + 0.25*8 + 0.15*4 = 2.10 + 1.50 + 2.00 + 0.60 = 6.20; Plasta 5.00
    assert found.our_strength.score == Decimal("6.65")
    assert [(rival.name, rival.score) for rival in found.rivals] == [
        ("Norpakk", Decimal("6.20")),
        ("Plasta", Decimal("5.00")),
    ]
    assert (found.best_rival, found.strength_from) == ("Norpakk", "factors")
    assert found.relative_strength == Decimal("6.65") / Decimal("6.20")
    assert found.strength == Decimal("5.5") * (Decimal("6.65") / Decimal("6.20"))  # 5.899, shown 5.9
    assert found.cell == "strategic"
    for explanation in explained_matrix(found):
        assert_recomputes(explanation)


@pytest.mark.parametrize(
    ("attractive", "ours", "rival", "cell"),
    [(8, 8, 6, "strategic"), (8, 5, 6, "star"), (5, 8, 6, "status"), (5, 5, 6, "streamline"), (6, 6, 6, "strategic")],
)
def test_the_four_cells_and_parity_which_counts_as_strong(attractive: int, ours: int, rival: int, cell: str) -> None:
    assert matrix(*of_account(attractive), *of_us(*[ours] * 4), *of_rival("R", *[rival] * 4)).cell == cell


def test_cell_is_decided_on_the_shown_score() -> None:
    # Weights 0.30, 0.20, 0.20, 0.15, 0.15: 0.30*6 + 0.20*5 + 0.20*5 + 0.15*5 + 0.15*6 = 5.45, shown 5.5
    ratings = [a_rating(criterion=c.name, rating=r) for c, r in zip(STANDARDS.criteria, (6, 5, 5, 5, 6), strict=True)]
    found = matrix(*ratings, stage="integrated")
    assert (found.attractiveness, found.cell) == (Decimal("5.45"), "strategic")


@pytest.mark.parametrize(
    ("stage", "place", "cell"),
    [
        ("exploratory", "1", "star"),
        ("basic", "3.25", "star"),
        ("cooperative", "5.5", "strategic"),
        ("interdependent", "7.75", "strategic"),
        ("integrated", "10", "strategic"),
    ],
)
def test_the_stage_stands_in_where_no_rival_is_rated(stage: str, place: str, cell: str) -> None:
    found = matrix(*of_account(8), *of_us(8, 8, 8, 8), stage=stage)
    assert (found.strength_from, found.strength, found.cell) == ("stage", Decimal(place), cell)


def test_a_rival_rated_in_part_is_named_with_what_is_missing_and_never_compared() -> None:
    found = matrix(*of_account(8), *of_us(8, 8, 8, 8), *of_rival("Norpakk", 9, None, 9, 9), stage="basic")
    assert (found.rivals[0].score, found.rivals[0].missing) == (None, (FACTORS[1],))
    assert (found.best_rival, found.relative_strength, found.strength_from) == ("", None, "stage")


def test_nothing_known_is_not_assessed() -> None:
    found = matrix()
    assert (found.attractiveness, found.strength, found.strength_from, found.cell) == (None, None, "not assessed", None)
    assert list(explained_matrix(found)) == []


def test_several_raters_of_a_factor_give_their_median() -> None:
    found = matrix(*of_us(8, 6, 4, 9), a_rating(rates="our strength", criterion=FACTORS[0], rating=4))
    assert found.our_strength.terms[0].rating == Decimal(6)  # of 8 and 4


ratings = st.lists(st.integers(1, 10), min_size=4, max_size=4)


@given(ours=ratings, first=ratings, second=ratings)
def test_strength_keeps_within_its_bounds_and_the_order_of_rows_does_not_matter(
    ours: list[int], first: list[int], second: list[int]
) -> None:
    rows = [*of_account(7), *of_us(*ours), *of_rival("A", *first), *of_rival("B", *second)]
    found = matrix(*rows)
    assert found.strength is not None
    assert 1 <= found.strength <= 10
    assert found.relative_strength is not None
    assert found.relative_strength > 0
    back = matrix(*reversed(rows))
    assert (back.relative_strength, back.best_rival, back.cell) == (
        found.relative_strength,
        found.best_rival,
        found.cell,
    )
    better = matrix(*of_account(7), *of_us(*[min(10, rating + 1) for rating in ours]), *rows[9:])
    assert better.strength is not None
    assert better.strength >= found.strength

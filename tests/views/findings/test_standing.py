"""What is said of the cell of the matrix, of our strength beside rivals, of health and of empty cells."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline.analysis.results import Completeness, HealthFlip, SheetCompleteness
from pipeline.views.findings.standing import completeness, health
from tests.builders import a_filled_account, a_rating, an_account, shipped_standards
from tests.views.findings.told import told
from tests.views.plans import seen, words

CRITERIA = [criterion.name for criterion in shipped_standards().criteria]
FACTORS = [factor.name for factor in shipped_standards().success_factors]


def of_account(rating: int) -> list:
    return [a_rating(criterion=name, rating=rating) for name in CRITERIA]


def strength(*ratings: int, rival: str | None = None) -> list:
    rates = "rival" if rival else "our strength"
    return [
        a_rating(rates=rates, rival=rival, criterion=name, rating=rating)
        for name, rating in zip(FACTORS, ratings, strict=False)
    ]


@pytest.mark.parametrize(
    ("rating", "stage", "expected"),
    [
        (None, None, "The account has no place in the matrix yet: the account score and our strength are missing"),
        (8, None, "The account has no place in the matrix yet: our strength is missing"),
        (
            8,
            "integrated",
            "A strategic account: attractive at 8.0, and we are strong at 10.0, by the stage of the relationship",
        ),
        (
            8,
            "basic",
            "A star account: attractive at 8.0, but we are not strong at 3.3, by the stage of the relationship",
        ),
        (
            5,
            "cooperative",
            "A status account: not attractive at 5.0, though we are strong at 5.5",
        ),
        (
            5,
            "basic",
            "A streamline account: not attractive at 5.0, and we are not strong at 3.3",
        ),
    ],
)
def test_matrix(rating, stage, expected):
    ratings = of_account(rating) if rating else []

    assert told("matrix", {"relationship_stage": stage}, ratings=ratings) == expected


def test_matrix_by_factors_says_nothing_of_the_stage():
    ratings = of_account(8) + strength(7, 7, 7, 7) + strength(7, 7, 7, 7, rival="Norpakk")

    assert told("matrix", ratings=ratings) == "A strategic account: attractive at 8.0, and we are strong at 5.5"


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], "Our strength is not assessed: four of four success factors have no rating of ours"),
        (strength(7, 7, 7), "Our strength is not assessed: one of four success factors has no rating of ours"),
        (strength(7, 7, 7, 7), "We are at 7.0 of 10 on the success factors; no rival is rated"),
        (
            strength(7, 7, 7, 7) + strength(5, rival="Norpakk"),
            "We are at 7.0 of 10 on the success factors; no rival is rated on every factor",
        ),
        (
            strength(7, 7, 7, 7) + strength(5, 5, 5, 5, rival="Norpakk"),
            "We are stronger than “Norpakk”: 7.0 against 5.0 of 10 on the success factors",
        ),
        (
            strength(7, 7, 7, 7) + strength(8, 8, 8, 8, rival="Norpakk") + strength(5, 5, 5, 5, rival="Plasta"),
            "We are weaker than “Norpakk”, the best rival: 7.0 against 8.0 of 10 on the success factors",
        ),
        (
            strength(7, 7, 7, 7) + strength(7, 7, 7, 7, rival="Norpakk"),
            "We are level with “Norpakk”: both at 7.0 of 10",
        ),
        (
            strength(7, 7, 7, 7) + strength(8, 8, 8, 8, rival="Norpakk " * 6),
            "We are weaker than the best rival: 7.0 against 8.0 of 10 on the success factors",
        ),
    ],
)
def test_relative_strength(ratings, expected):
    assert told("relative_strength", ratings=ratings) == expected


def healthy(**fields) -> str:
    account, analysis, _, _ = seen(a_filled_account())
    whole = {"value": 60, "band": "watch", "assessed": 1, "missing": (), "flips": ()}
    state = replace(analysis.health, **(whole | fields))
    return words(health(account, replace(analysis, health=state)).text)


def test_health():
    flip = HealthFlip(component="Support", band="healthy", points=90, rises=True)
    assert told("health").startswith("Health is")
    assert (
        healthy(value=None, assessed=Decimal("0.4"))
        == "Health is not assessed: data is there for 40% of its weight only"
    )
    assert healthy(value=Decimal("59.5")) == "Health is 60 of 100, watch: no component alone can change that"
    assert (
        healthy(value=Decimal(60), flips=(flip, flip))
        == "Health is 60 of 100, watch; “Support” alone can make it healthy"
    )
    assert healthy(value=Decimal(60), missing=("A",)) == "Health is 60 of 100, watch; one component is not assessed"
    assert (
        healthy(value=Decimal(60), missing=("A", "B")) == "Health is 60 of 100, watch; two components are not assessed"
    )


def sheet(name: str, required: int, filled: int) -> SheetCompleteness:
    return SheetCompleteness(
        sheet=name,
        rows=1,
        required=required,
        required_filled=filled,
        share=None,
        optional=0,
        optional_filled=0,
        optional_share=None,
    )


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ([], "Every required cell is filled"),
        ([sheet("Team", 9, 8)], "One required cell is empty, on sheet Team"),
        ([sheet("Team", 9, 7)], "Two required cells are empty, on sheet Team"),
        (
            [sheet("Team", 9, 8), sheet("Actions", 9, 5), sheet("Account", 9, 9)],
            "Five required cells are empty on two sheets, most on sheet Actions",
        ),
    ],
)
def test_completeness(sheets, expected):
    account, analysis, _, _ = seen(an_account())
    filled = Completeness(share=Decimal("0.5") if sheets else Decimal(1), sheets=tuple(sheets))

    assert words(completeness(account, replace(analysis, completeness=filled)).text) == expected

"""Competitors stand by threat, and rivals are rated beside us."""

import pytest

from pipeline.views.plan_competitors import competitors_headline, competitors_view
from tests.builders import a_competitor, a_rating, an_account, shipped_standards
from tests.views.plans import words

FACTORS = [factor.name for factor in shipped_standards().success_factors]


def view(**rows):
    return competitors_view(an_account(**rows), shipped_standards())


def rival(name: str, rating: int | None, criterion: str = FACTORS[0], **fields):
    return a_rating(rates="rival", rival=name, criterion=criterion, rating=rating, **fields)


def test_their_competitors_and_ours_are_apart_the_greatest_threat_first():
    found = view(
        competitors=[
            a_competitor(name="Low", threat=2),
            a_competitor(name="Tine", type="theirs"),
            a_competitor(name="High", threat=5),
            a_competitor(name="Unknown"),
        ]
    )

    assert [row.name for row in found.ours] == ["High", "Low", "Unknown"]
    assert [row.name for row in found.theirs] == ["Tine"]


def test_competitor_is_worded_with_dashes_for_what_is_not_noted():
    row = view(competitors=[a_competitor(share="0.3", strengths="9% cheaper")]).ours[0]

    assert (row.share, row.threat, row.strengths, row.weaknesses) == ("30%", "–", "9% cheaper", "–")


def test_rivals_are_rated_beside_us_by_success_factor():
    ratings = [
        a_rating(rates="our strength", criterion=FACTORS[0], rating=6),
        a_rating(rates="our strength", criterion=FACTORS[0], rating=8),
        rival("Norpakk", 7),
        rival("Polar", 4, FACTORS[1]),
    ]
    (grid,) = view(ratings=ratings).ratings

    assert grid.columns == ("We", "Norpakk", "Polar")
    assert [row.name for row in grid.rows] == FACTORS[:2]
    assert [cell.text for cell in grid.rows[0].cells] == ["6, 8", "7", "–"]
    assert [cell.text for cell in grid.rows[1].cells] == ["–", "–", "4"]
    assert grid.rows[0].more == "35%"


def test_fourth_rival_stands_in_a_second_grid_beside_us_again():
    grids = view(ratings=[rival(name, 5) for name in "ABCD"]).ratings

    assert [grid.columns for grid in grids] == [("We", "A", "B", "C"), ("We", "D")]


def test_ratings_of_the_account_are_not_among_those_of_rivals():
    assert view(ratings=[a_rating(), a_rating(rates="our strength", criterion=FACTORS[0])]).ratings == ()


def test_what_the_rating_of_a_rival_rests_on_is_told():
    ratings = [a_rating(), rival("Norpakk", None, evidence="Tender of March", rater="K. A.")]
    (row,) = view(ratings=ratings).evidence

    assert (row.rival, row.rating, row.evidence, row.rater) == ("Norpakk", "–", "Tender of March", "K. A.")


@pytest.mark.parametrize(
    ("threats", "expected"),
    [
        ({}, "No competitor of ours is entered yet"),
        ({"A": None, "B": None}, "Two competitors of ours are here; how much of a threat is not noted"),
        ({"A": 4}, "One competitor of ours is here: “A”, a threat of 4 on a scale of 5"),
        ({"A": 4, "B": 2}, "Two competitors of ours are here; “A” threatens most, 4 on a scale of 5"),
        ({"A": 4, "B": 4}, "Two competitors of ours are here; “A” and “B” threaten most, 4 on a scale of 5"),
        (
            {"A" * 90: 4, "B": 2},
            "Two competitors of ours are here; the greatest threat is 4 on a scale of 5",
        ),
    ],
)
def test_sentence_counts_competitors_and_names_the_greatest_threat(threats, expected):
    rivals = [a_competitor(name=name, threat=threat) for name, threat in threats.items()]
    theirs = a_competitor(name="Tine", type="theirs", threat=5)

    assert words(competitors_headline(an_account(competitors=[*rivals, theirs]))) == expected

"""The place in the matrix and the health by component: what they plot, and when they are not drawn."""

from decimal import Decimal

import pytest

from pipeline.views.plan_charts_standing import health, matrix
from tests.builders import (
    a_filled_account,
    a_rating,
    a_stakeholder,
    an_account,
    an_account_form,
    day,
    shipped_standards,
)
from tests.views.plans import seen, words

RATED = [a_rating(criterion=criterion.name, rating=8) for criterion in shipped_standards().criteria]


def test_matrix_draws_the_account_where_score_and_strength_put_it():
    chart = matrix(*seen(an_account(an_account_form(relationship_stage="cooperative"), ratings=RATED)))

    assert chart is not None
    cells, account = chart.series
    assert (account.x, account.y, account.labels) == ((Decimal("5.5"),), (8,), ("Contoso Ltd",))
    assert dict(zip(cells.labels, zip(cells.x, cells.y, strict=True), strict=True))["Strategic"] == (
        Decimal("7.75"),
        Decimal("9.6"),
    )
    assert account.label_position == ("r",)
    assert words(chart.alt).startswith("A strategic account: attractive at 8.0")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kaltenbrück Pharma GmbH & Co. KG", "Kaltenbrück"),
        ("Aurvik & Sons of the Northern Sea", "Aurvik & Sons"),
        ("Donaudampfschifffahrt", "Donaudampfsch…"),
        ("=1+1", "=1+1"),
    ],
)
def test_name_stands_on_the_left_of_a_bubble_far_to_the_right_and_is_short(name, shown):
    chart = matrix(*seen(an_account(an_account_form(name=name, relationship_stage="integrated"), ratings=RATED)))

    assert chart is not None
    assert chart.series[1].name == name
    assert chart.series[1].labels == (shown,)
    assert chart.series[1].label_position == ("l",)


def test_matrix_is_not_drawn_without_score_or_strength():
    assert matrix(*seen(an_account(ratings=RATED))) is None
    assert matrix(*seen(an_account(an_account_form(relationship_stage="basic")))) is None


def test_health_lists_what_costs_most_points_first_and_what_is_not_assessed_last():
    account, analysis, standards, about = seen(
        a_filled_account(stakeholders=[a_stakeholder(last_contact=day("2026-09-01"))])
    )
    chart = health(account, analysis, standards, about)

    assert chart is not None
    full, points = chart.series
    lost = [
        Decimal(-1) if value is None else Decimal(100 - value) * Decimal(name.rpartition(" ")[2].rstrip("%"))
        for name, value in zip(chart.categories, points.values, strict=True)
    ]
    assert [round(one / 10) for one in lost] == sorted((round(one / 10) for one in lost), reverse=True)
    assert None in points.values
    assert points.values[0] is not None
    for label, value in zip(full.labels, points.values, strict=True):
        assert label == ("not assessed" if value is None else "")


def test_health_is_not_drawn_while_it_is_not_assessed():
    assert health(*seen(an_account())) is None

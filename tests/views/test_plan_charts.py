"""The plan's charts: what they plot, in which order, and when there is nothing to draw."""

from decimal import Decimal

import pytest

from pipeline.views.charts import Chart
from pipeline.views.plan_charts import PLAN_CHARTS, goals, people, pipeline, ratings, revenue, sensitivity
from pipeline.views.plan_force import force_field_charts
from tests.builders import (
    a_filled_account,
    a_force,
    a_rating,
    a_revenue,
    a_stakeholder,
    a_white_space,
    an_account,
    an_economics,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)
from tests.views.plans import seen

CRITERIA = [criterion.name for criterion in shipped_standards().criteria]


FACTORS = [factor.name for factor in shipped_standards().success_factors]
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4))[:7]
ROWS_TO_DRAW = {
    "revenue": [
        a_revenue(product=product, unit=unit, period=period, revenue=str(amount + at))
        for product, unit, amount in (("Film", "Gävle", 100), ("Trays", "Umeå", 50))
        for at, period in enumerate(QUARTERS)
    ],
    "economics": [an_economics(period=period, customer_spend="1000") for period in QUARTERS],
    "white_space": [a_white_space(unit=unit, potential="100") for unit in ("Gävle", "Umeå")],
    "ratings": [
        *(a_rating(criterion=name, rating=8) for name in CRITERIA),
        *(a_rating(rates="our strength", criterion=name, rating=8) for name in FACTORS),
        *(a_rating(rates="rival", rival="Norpakk", criterion=name, rating=7) for name in FACTORS),
    ],
    "stakeholders": [a_stakeholder(last_contact=day("2026-09-01"))],
}


def rated(*values: int | None) -> list:
    return [a_rating(criterion=name, rating=value) for name, value in zip(CRITERIA, values, strict=True)]


def drawn(chart, **rows) -> Chart:
    found = chart(*seen(an_account(**rows)))
    assert found is not None
    return found


@pytest.mark.parametrize("chart", PLAN_CHARTS, ids=lambda chart: chart.__name__)
def test_no_chart_is_drawn_of_nothing(chart):
    assert chart(*seen(an_account())) is None


@pytest.mark.parametrize("chart", PLAN_CHARTS, ids=lambda chart: chart.__name__)
def test_every_chart_says_what_it_shows_and_has_a_value_for_each_category(chart):
    found = chart(*seen(a_filled_account(**ROWS_TO_DRAW)))

    assert chart.__doc__
    assert found is not None
    assert found.alt.endswith(".")
    for series in found.series:
        assert len(series.values) == len(found.categories) or len(series.x) == len(series.y) == len(series.labels)


def test_ratings_stand_before_the_full_scale_and_a_blank_is_a_gap():
    chart = drawn(ratings, ratings=rated(8, 9, None, 6, 8))

    assert chart.categories[0] == "Revenue potential, 30%"
    assert chart.series[0].values == (10, 10, 10, 10, 10)
    assert chart.series[1].values == (8, 9, None, 6, 8)


def test_sensitivity_stands_around_the_cut_and_a_score_that_flips_is_bold():
    chart = drawn(sensitivity, ratings=rated(8, 9, 9, 6, 8))
    higher, lower = chart.series

    assert lower.values[0] == Decimal("7.80")
    assert higher.values[0] == Decimal("8.40")
    assert lower.bold == (True, True, True, False, False)
    assert chart.value_axis.crosses_at == 8
    assert chart.value_axis.minimum == Decimal("7.65")  # a quarter of the span of 0.6 on both sides
    assert chart.value_axis.maximum == Decimal("8.55")


def test_sensitivity_is_not_drawn_while_a_rating_is_missing():
    assert sensitivity(*seen(an_account(ratings=rated(8, None, 8, 8, 8)))) is None


def test_goals_show_the_way_gone_the_way_expected_and_the_status():
    chart = drawn(goals, objectives=[an_objective(), an_objective(id="O2", actual="3.0")])
    expected, gone, status = chart.series

    assert chart.categories == ("O1 Fewer line stops", "O2 Fewer line stops")
    assert expected.values[0] is not None
    assert gone.labels == ("18%", "136%")
    assert gone.values[1] == 1
    assert status.labels == ("■ Off track", "● Met")


def test_goal_without_a_figure_has_no_bar_and_no_label():
    chart = drawn(goals, objectives=[an_objective(actual=None)])

    assert chart.series[1].values == (None,)
    assert chart.series[1].labels == ("",)
    assert chart.series[2].labels == ("– Not assessed",)


def test_forces_against_go_to_the_left():
    account = an_account(forces=[a_force(strength=5), a_force(direction="against", strength=4)])
    _, analysis, _, _ = seen(account)
    (chart,) = force_field_charts(analysis.force_field[0])

    assert [series.name for series in chart.series] == ["For", "Against"]
    assert chart.series[0].values == (5, None)
    assert chart.series[1].values == (None, -4)
    assert chart.alt == "“Fibre trays in two ranges” is likely to succeed: 5 for it, 4 against."


def test_revenue_is_not_drawn_for_a_single_period():
    assert revenue(*seen(an_account(revenue=[a_revenue()]))) is None


def test_revenue_beyond_four_products_is_drawn_as_others():
    rows = [
        a_revenue(product=f"Product {number}", period=period, revenue=str(1000 - number))
        for number in range(6)
        for period in ("2026-Q2", "2026-Q3")
    ]
    chart = drawn(revenue, revenue=rows)

    assert [series.name for series in chart.series] == ["Product 0", "Product 1", "Product 2", "Other products"]
    assert chart.series[-1].values == (997 + 996 + 995, 997 + 996 + 995)


def test_label_that_has_no_room_in_its_part_of_a_column_is_left_out():
    rows = [a_revenue(period=period, revenue="100000") for period in ("2026-Q2", "2026-Q3")]
    chart = drawn(revenue, revenue=[*rows, a_revenue(product="Labels", revenue="2000")])

    assert chart.series[0].labels == ("100", "100")
    assert chart.series[1].labels == ("", "")


def test_pipeline_has_every_open_stage_with_weighted_of_full_amount():
    chart = drawn(pipeline, opportunities=[an_opportunity()])

    assert chart.categories == ("Qualified, 10%", "Need agreed, 25%", "Proposal, 50%", "Negotiation, 75%")
    assert [label.replace("\u00a0", " ") for label in chart.series[0].labels if label] == [
        "none",
        "none",
        "EUR 320 k of EUR 640 k",
        "none",
    ]


def test_pipeline_is_not_drawn_when_nothing_is_open():
    assert (
        pipeline(*seen(an_account(opportunities=[an_opportunity(stage="won", close_date=day("2026-09-01"))]))) is None
    )


def test_people_stand_in_the_series_of_their_coverage_and_the_unknown_are_not_drawn():
    chart = drawn(
        people,
        stakeholders=[
            a_stakeholder(friendliness="supporter", influence=3),
            a_stakeholder(id="S2", name="Karin Moen", friendliness="unknown"),
        ],
    )

    assert [series.name for series in chart.series] == ["none", "brief", "multiple", "in depth"]
    assert [len(series.x) for series in chart.series] == [0, 0, 1, 0]
    assert (chart.series[2].x, chart.series[2].y, chart.series[2].labels) == ((1,), (3,), ("Jonas Wik",))


def test_people_at_one_place_are_moved_apart_and_a_blocker_is_bold():
    chart = drawn(
        people,
        stakeholders=[
            a_stakeholder(friendliness="enemy"),
            a_stakeholder(id="S2", name="Karin Moen", friendliness="enemy"),
        ],
    )

    assert chart.series[2].y == (Decimal("5.2"), Decimal("4.8"))
    assert chart.series[2].bold == (True, True)


def test_long_name_on_the_map_is_cut_to_initial_and_last_name():
    chart = drawn(people, stakeholders=[a_stakeholder(name="Dr. Maximilian von Rothenfels")])

    assert chart.series[2].labels == ("M. Rothenfels",)


def test_name_beside_another_person_moves_to_the_free_side():
    chart = drawn(
        people,
        stakeholders=[
            a_stakeholder(name="Ola Li", friendliness="mentor", influence=3),
            a_stakeholder(id="S2", name="Priya Raman Wik", friendliness="supporter", influence=3),
        ],
    )

    assert chart.series[2].label_position == ("l", "l")

"""The small charts of measures: which are drawn, where their labels stand, and what they say."""

from decimal import Decimal

from pipeline.views.plan_goals import goals_view
from pipeline.views.plan_trends import trends_view
from tests.builders import a_kpi, an_account
from tests.views.plans import seen, words

QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


def measure(kpi: str, *actuals: str | None, target: str | None = "4.0", **fields) -> list:
    periods = QUARTERS[-len(actuals) :]
    return [
        a_kpi(kpi=kpi, period=at, actual=it, target=target, **fields) for at, it in zip(periods, actuals, strict=True)
    ]


def trends(*measures: list):
    account, analysis, _, _ = seen(an_account(kpis=[row for rows in measures for row in rows]))
    return trends_view(account, analysis)


def test_a_measure_stands_beside_its_target_with_labels_away_from_it():
    found = trends(measure("Stops", "8", "7", "6", "5", unit="per shift", source="Line log")).first

    assert found is not None
    target, actual = found.chart.series
    assert target.values == (4, 4, 4, 4)
    assert actual.values == (8, 7, 6, 5)
    assert actual.labels == ("8", "7", "6", "5")
    assert actual.bold == (False, False, False, True)
    assert set(actual.label_position) == {"t"}
    assert words(found.chart.alt) == "“Stops” is not at its target in Q3 26 and is getting better."
    assert words(found.note) == "Lagging: now 5, target 4"
    assert (found.standing.tone, found.standing.word) == ("watch", "Not at target, getting better")


def test_the_measures_furthest_from_their_target_are_drawn_and_the_others_stay_in_the_table():
    near, far, reached = measure("Near", "8", "6", "5"), measure("Far", "8", "8", "7"), measure("Met", "8", "6", "4")
    free = measure("Free", "1", "2", "3", target=None)
    account, analysis, standards, about = seen(an_account(kpis=[*near, *reached, *free, *far]))
    view = goals_view(account, analysis, standards, about)

    assert [one.kpi for one in (view.trends.first, view.trends.second, view.trends.third) if one] == [
        "Far",
        "Near",
        "Free",
    ]
    assert [row.kpi for row in view.measures] == ["Met"]


def test_two_periods_are_a_row_of_the_table_and_no_chart():
    found = trends(measure("Stops", "8", "7"))

    assert found.first is None
    assert found.sources == ""


def test_a_gap_stays_a_gap_and_sources_are_named_once():
    found = trends(
        measure("Stops", "8", None, "6", "5", source="Line log"),
        measure("Waste", "8", "7", "6", "6", source="Line log"),
    )

    assert found.sources == "Line log"
    assert found.second is not None
    assert found.second.chart.series[1].values == (8, None, 6, 5)
    assert found.second.chart.series[1].labels[1] is None


def test_the_axis_leaves_room_around_figures_that_are_all_alike():
    found = trends(measure("Stops", "4", "4", "4")).first

    assert found is not None
    axis = found.chart.value_axis
    assert axis.minimum is not None
    assert axis.maximum is not None
    assert axis.minimum < Decimal(4) < axis.maximum
    assert axis.crosses_at == axis.minimum  # the line of the periods stands at the foot, below 0 too

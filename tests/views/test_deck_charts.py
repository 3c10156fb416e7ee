"""What the deck's charts plot."""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.views.deck_charts import DECK_CHARTS
from tests.builders import an_account, day
from tests.views.decks import a_goal, a_shared_kpi, given, goals

CHARTS = {chart.__name__: chart for chart in DECK_CHARTS}


def the_chart(name: str, **rows: Any) -> Any:
    return CHARTS[name](*given(an_account(**rows)))


@pytest.mark.parametrize("name", CHARTS)
def test_an_account_without_data_has_no_chart(name: str):
    assert the_chart(name) is None


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_what_it_shows(name: str):
    assert (CHARTS[name].__doc__ or "").splitlines()[0].endswith(".")


def test_the_scorecard_plots_the_way_from_baseline_to_target_uncapped():
    chart = the_chart(
        "scorecard",
        objectives=[
            a_goal(1, "12"),
            a_goal(2, "6.3", baseline="6.8", target="4.0"),
            a_goal(3, None),
        ],
        kpis=[a_shared_kpi("2026-Q2", "3")],
    )

    assert chart.categories == ("Goal 1", "Goal 2", "Goal 3")
    assert [(series.name, series.values) for series in chart.series] == [
        ("Q3", (Decimal("1.2"), Decimal("0.1786"), None)),
        ("Q2", (Decimal("0.3"), None, None)),
    ]
    assert chart.alt == (
        "Of two goals, “Goal 1” has come furthest, 120% of the way from baseline to target, and “Goal 2” least"
        " far, 18%."
    )


def test_the_chart_of_the_scorecard_has_a_category_for_each_goal():
    chart = the_chart("scorecard", objectives=goals(on_track=9))

    assert chart.categories == tuple(f"Goal {number}" for number in range(1, 10))


def test_goals_that_are_not_assessed_have_no_chart():
    assert the_chart("scorecard", objectives=[a_goal(1, None)]) is None


def test_value_plots_the_last_four_quarters_and_this_one_as_a_series_of_its_own():
    actuals = {"2025-Q3": "1", "2025-Q4": "2", "2026-Q2": "4.5", "2026-Q3": "5", "2026-Q4": "9"}
    rows = [a_shared_kpi(period, actual, measures="value", unit="EUR") for period, actual in actuals.items()]
    chart = the_chart("value", kpis=rows)

    assert chart.categories == ("Q4 25", "Q2 26", "Q3 26")
    assert [series.values for series in chart.series] == [(2, Decimal("4.5"), None), (None, None, 5)]
    assert chart.number_format == "#,##0.0"
    assert chart.alt == "KPI 1 rose from EUR\u00a02.0 in Q4 25 to EUR\u00a05.0 in Q3 26."


def test_value_needs_a_figure_for_this_quarter_and_one_to_compare_it_with():
    now = a_shared_kpi("2026-Q3", "5", measures="value")

    assert the_chart("value", kpis=[now]) is None
    assert the_chart("value", kpis=[a_shared_kpi("2026-Q2", "5", measures="value")]) is None


def test_the_worst_goal_is_plotted_against_its_target():
    rows = [a_shared_kpi(period, actual) for period, actual in (("2026-Q1", "1"), ("2026-Q2", "3"))]
    chart = the_chart("worst_goal", objectives=goals(on_track=1, off_track=1, met=1)[::-1], kpis=rows)

    assert chart is None  # the goal that is off track has one figure only

    chart = the_chart("worst_goal", objectives=goals(off_track=1), kpis=rows)
    line, target, now = chart.series
    assert chart.categories == ("Q1 26", "Q2 26", "Q3 26")
    assert (line.values, line.labels) == ((1, 3, 1), ("1", "3", ""))
    assert (target.values, target.labels) == ((10, 10, 10), ("", "", "Target 10"))
    assert (now.values, now.labels, now.bold) == ((None, None, 1), (None, None, "1"), (False, False, True))
    assert (chart.value_axis.minimum, chart.value_axis.maximum) == (0, 12)
    assert chart.alt.endswith("stands at 1 in Q3 26 as it did at 1 in Q1 26, after 3 in Q2 26; the target is 10.")


def test_the_roadmap_keeps_ideas_within_the_next_four_quarters():
    spans = [("2026-01-01", "2026-11-15"), ("2027-02-01", "2027-06-30"), ("2027-04-01", "2028-12-31")]
    rows = [
        a_goal(number, "5", solution=f"Idea {number}", start=day(start), due=day(due))
        for number, (start, due) in enumerate(spans, 1)
    ]
    chart = the_chart("roadmap", objectives=rows)

    starts, lengths = (series.values for series in chart.series)
    assert starts == (0, Decimal("1.3333"), 2)
    assert lengths == (Decimal("0.5000"), Decimal("1.6667"), 2)
    assert chart.value_axis.maximum == 4
    assert chart.alt == "One of three ideas runs until Nov 2026; the last, “Idea 3”, until Dec 2028."

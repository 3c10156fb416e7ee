"""The measures by period against calculations by hand, and at their edges."""

from decimal import Decimal
from random import Random
from statistics import linear_regression
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.kpis import explained_kpis, kpi_series_of, kpi_summary_of
from pipeline.analysis.results import KpiSeries, KpiSummary
from pipeline.model.proof import Kpi
from pipeline.views.audiences import project
from tests.analysis.worked import assert_recomputes
from tests.builders import a_kpi, an_account, an_objective, day

PERIOD = "2026-Q3"


def measured(period: str, actual: str | None, target: str | None = "20", **more: Any) -> Kpi:
    return a_kpi(**({"kpi": "Calls", "period": period, "actual": actual, "target": target} | more))


def all_series(*rows: Kpi, period: str = PERIOD, objectives: tuple[Any, ...] = ()) -> tuple[KpiSeries, ...]:
    account = an_account(kpis=rows, objectives=objectives)
    found = kpi_series_of(account, period)
    for explanation in explained_kpis(account, found, period):
        assert_recomputes(explanation)
        assert explanation.cells
    return found


def series(*rows: Kpi, **more: Any) -> KpiSeries:
    (found,) = all_series(*rows, **more)
    return found


def summary(*rows: Kpi) -> KpiSummary:
    account = an_account(kpis=rows)
    return kpi_summary_of(account, kpi_series_of(account, PERIOD), PERIOD)


def test_each_period_is_attained_against_its_own_target_from_the_first_actual() -> None:
    found = series(measured("2026-Q1", "10"), measured("2026-Q2", "14"), measured("2026-Q3", "16", "18"))
    # from 10: (14 - 10) / (20 - 10) = 0.4; (16 - 10) / (18 - 10) = 0.75; the first is the baseline itself
    assert [point.attainment for point in found.points] == [None, Decimal("0.4"), Decimal("0.75")]
    assert (found.baseline, found.reached) == (10, False)
    assert found.latest == found.points[2]


def test_the_baseline_of_the_objective_with_the_same_words_comes_first() -> None:
    goals = (
        an_objective(id="O2", kpi="calls ", baseline="0", start=day("2026-04-01")),
        an_objective(id="O1", kpi="CALLS", baseline="5", start=day("2026-01-01")),
    )
    found = series(measured("2026-Q1", "10"), objectives=goals)
    assert (found.baseline, found.points[0].attainment) == (5, Decimal(5) / 15)  # (10 - 5) / (20 - 5)
    assert found == series(measured("2026-Q1", "10"), objectives=goals[::-1])
    blank = an_objective(kpi="Calls", baseline=None)
    assert series(measured("2026-Q1", "10"), objectives=(blank,)).baseline == 10


def test_slope_is_the_least_squares_line_through_the_actuals() -> None:
    rows = [measured(f"2025-Q{n}", actual) for n, actual in ((1, "1"), (2, "2"), (3, "4"), (4, "3"))]
    found = series(*rows)
    # t 0 1 2 3, mean 1.5; a mean 2.5: (-1.5 * -1.5 - 0.5 * -0.5 + 0.5 * 1.5 + 1.5 * 0.5) / 5 = 4 / 5
    assert (found.slope, found.trend) == (Decimal("0.8"), "better")


def test_a_period_left_out_is_time_passed_and_two_actuals_make_no_trend() -> None:
    rows = [measured("2025-Q4", "1"), measured("2026-Q1", None), measured("2026-Q2", "2"), measured("2026-Q3", "4")]
    # t 0 2 3, mean 5/3; 3 * (0 + 4 + 12) - 5 * 7 = 13; 3 * 13 - 25 = 14
    assert series(*rows).slope == Decimal(13) / 14
    found = series(*rows[:3])
    assert (found.slope, found.trend) == (None, None)


@pytest.mark.parametrize(
    ("actuals", "target", "trend", "reached"),
    [
        (("10", "12", "14"), "20", "better", False),
        (("10", "8", "6"), "20", "worse", False),
        (("10", "8", "6"), "5", "better", False),
        (("10", "8", "5"), "5", "better", True),
        (("10", "12", "14"), "5", "worse", False),
        (("10", "12", "10"), "5", "level", False),
        (("10", "12", "14"), None, "better", None),
        (("10", "12", "14"), "10", "better", True),
    ],
)
def test_rising_is_better_unless_the_target_lies_below_the_baseline(
    actuals: tuple[str, ...], target: str | None, trend: str, reached: bool | None
) -> None:
    found = series(*(measured(f"2026-Q{n}", actual, target) for n, actual in enumerate(actuals, start=1)))
    assert (found.trend, found.reached) == (trend, reached)


def test_periods_after_the_one_reviewed_do_not_count_and_quarters_come_before_years() -> None:
    rows = (measured("2026-Q4", "9"), measured("2026-Q2", "1"), measured("2026", "7"), measured("2025", "3"))
    assert [point.period for point in series(*rows).points] == ["2026-Q2"]
    assert [point.period for point in series(*rows, period="2026").points] == ["2026-Q2", "2026-Q4"]
    years = [measured(str(year), str(year - 2020)) for year in (2023, 2025, 2024)]
    assert (series(*years).slope, [point.period for point in series(*years).points]) == (1, ["2023", "2024", "2025"])
    assert all_series(measured("2026-Q4", "9")) == ()


def test_a_measure_without_actual_or_target_is_not_assessed() -> None:
    found = series(measured("2026-Q3", None))
    assert (found.baseline, found.latest, found.reached, found.slope) == (None, None, None, None)
    found = series(measured("2026-Q3", "4", None))
    assert (found.baseline, found.reached, found.points[0].attainment) == (4, None, None)


def test_a_first_actual_alone_does_not_say_which_way_is_better() -> None:
    assert series(measured("2026-Q3", "98", "97")).reached is None
    goal = an_objective(kpi="Calls", baseline="90")
    assert series(measured("2026-Q3", "98", "97"), objectives=(goal,)).reached is True
    assert series(measured("2026-Q2", "96", "97"), measured("2026-Q3", "98", "97")).reached is True


def test_leading_measures_stand_before_lagging_and_open_ones_before_reached() -> None:
    found = summary(
        measured("2026-Q2", "10", kpi="A", kind="lagging"),
        measured("2026-Q3", "30", kpi="A", kind="lagging"),
        measured("2026-Q2", "5", "10", kpi="B", kind="lagging"),
        measured("2026-Q3", "6", "10", kpi="B", kind="leading"),
        measured("2026-Q2", "10", kpi="C", kind="leading"),
        measured("2026-Q3", "30", kpi="C", kind="leading"),
        measured("2026-Q3", None, kpi="D", kind="leading"),
        measured("2026-Q3", "4", kpi="e", kind="lagging"),
        measured("2026-Q2", "3", kpi="e", kind="lagging"),
    )
    assert [(standing.kpi, standing.kind, standing.reached) for standing in found.standings] == [
        ("B", "leading", False), ("D", "leading", None), ("C", "leading", True),
        ("e", "lagging", False), ("A", "lagging", True),
    ]  # fmt: skip
    assert (found.leading, found.leading_open, found.lagging, found.lagging_open) == (3, 1, 2, 1)


def test_a_target_that_differs_from_the_one_before_is_logged_with_its_reason() -> None:
    found = summary(
        measured("2025-Q4", "1", "35"),
        measured("2026-Q1", "1", None),
        measured("2026-Q2", "1", "30", reset_reason="Met in June"),
        measured("2026-Q3", "1", "32"),
        measured("2026-Q3", "1", "8", kpi="B", reset_reason="It was never another"),
    )
    assert [
        (reset.period, reset.before_period, reset.before, reset.now, reset.change, reset.reason)
        for reset in found.resets
    ] == [
        ("2026-Q3", "2026-Q2", 30, 32, 2, ""),
        ("2026-Q2", "2025-Q4", 35, 30, -5, "Met in June"),
    ]
    assert found.unexplained == 1


def test_only_engagement_and_loyalty_that_fall_are_told_as_worsening() -> None:
    def falling(kpi: str, measures: str | None) -> list[Kpi]:
        return [measured(f"2026-Q{n}", str(9 - n), kpi=kpi, measures=measures) for n in (1, 2, 3)]

    rows = [*falling("E", "engagement"), *falling("L", "loyalty"), *falling("V", "value"), *falling("O", None)]
    assert summary(*rows).worsening == ("E", "L")


def test_nothing_measured_has_no_series() -> None:
    assert all_series() == ()
    assert summary().standings == ()


def test_the_client_is_told_of_shared_rows_and_needs_no_internal_field() -> None:
    rows = [measured(f"2026-Q{n}", str(n), share=n != 2, reset_reason="Ours") for n in (1, 2, 3)]
    hidden = measured("2026-Q3", "1", kpi="Ours alone")
    goals = [an_objective(kpi="Calls", baseline="0", share=False)]
    found = kpi_series_of(project(an_account(kpis=[*rows, hidden], objectives=goals)), PERIOD)
    assert [(one.kpi, [point.period for point in one.points], one.baseline) for one in found] == [
        ("Calls", ["2026-Q1", "2026-Q3"], 1)
    ]


figures = st.none() | st.decimals(-1000, 1000, places=2)
drawn_rows = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(2024, 2026), st.integers(1, 4), figures, figures),
    unique_by=lambda row: row[:3],
    max_size=14,
)


@given(drawn_rows, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_scale_and_order_leave_attainment_alone_and_the_slope_is_that_of_another_calculation(
    drawn: list[tuple[str, int, int, Decimal | None, Decimal | None]], scale: int, random: Random
) -> None:
    def rows(factor: int) -> list[Kpi]:
        return [
            a_kpi(
                kpi=name,
                period=f"{year}-Q{quarter}",
                actual=None if actual is None else actual * factor,
                target=None if target is None else target * factor,
            )
            for name, year, quarter, actual, target in drawn
        ]

    one, many = all_series(*rows(1)), all_series(*rows(scale))
    assert all_series(*random.sample(rows(1), len(drawn))) == one
    for small, large in zip(one, many, strict=True):
        assert [point.attainment for point in small.points] == [point.attainment for point in large.points]
        assert (small.trend, small.reached) == (large.trend, large.reached)
        known = [(point.period, point.actual) for point in small.points if point.actual is not None]
        assert (small.slope is None) == (len(known) < 3)
        if small.slope is not None:
            times = [int(period[:4]) * 4 + int(period[-1]) for period, _ in known]
            line = linear_regression(times, [float(actual) for _, actual in known])
            assert float(small.slope) == pytest.approx(line.slope, abs=1e-6)

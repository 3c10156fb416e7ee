"""Goals against calculations by hand: attainment, what is expected by now, status and trend."""

import datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.analysis.goals import attainment_of, expected_by, explained_goals, goal_summary_of, goals_of
from pipeline.analysis.results import Explanation, Goal
from pipeline.model.fields import Origin
from pipeline.model.proof import Kpi
from tests.analysis.worked import assert_recomputes
from tests.builders import AS_OF, PERIOD, a_kpi, an_account, an_objective, day, shipped_standards

STANDARDS = shipped_standards()


def goal_of(*kpis: Kpi, as_of: datetime.date = AS_OF, **fields: Any) -> Goal:
    account = an_account(objectives=[an_objective(**fields)], kpis=kpis)
    (goal,) = goals_of(account, STANDARDS, PERIOD, as_of)
    return goal


def halfway(percent: str, **fields: Any) -> Goal:
    """A goal from 0 to 100 that stands at `percent` when half of its 200 days have passed."""
    dates = {"start": day("2026-01-01"), "due": day("2026-07-20"), "as_of": day("2026-04-11")}
    return goal_of(**({"baseline": 0, "target": 100, "actual": percent} | dates | fields))


def test_attainment_and_expected_of_a_goal_where_lower_is_better() -> None:
    goal = goal_of(baseline="6.8", target="4.0", actual="6.3", start=day("2026-01-01"), due=day("2026-12-31"))
    # (6.3 - 6.8) / (4.0 - 6.8) = -0.5 / -2.8 = 17.9 %; 272 of 364 days = 74.7 %: 57 points behind
    assert goal.attainment == Decimal("-0.5") / Decimal("-2.8")
    assert goal.expected == Decimal(272) / 364
    assert goal.gap == Decimal(272) / 364 - Decimal("0.5") / Decimal("2.8")
    assert goal.status == "off track"


def test_attainment_is_uncapped_on_both_sides() -> None:
    assert attainment_of(Decimal(150), Decimal(0), Decimal(100)) == Decimal("1.5")
    assert attainment_of(Decimal(-20), Decimal(0), Decimal(100)) == Decimal("-0.2")
    assert attainment_of(Decimal(8), Decimal("6.8"), Decimal("4.0")) == Decimal("1.2") / Decimal("-2.8")


@pytest.mark.parametrize(
    "fields", [{"actual": None}, {"baseline": None}, {"target": "6.8"}, {"target": "6.8", "actual": "6.8"}]
)
def test_goal_without_actual_or_baseline_or_way_to_go_is_not_assessed(fields: dict[str, Any]) -> None:
    goal = goal_of(**fields)
    assert (goal.attainment, goal.gap, goal.trend, goal.status) == (None, None, None, "not assessed")
    assert goal.expected == Decimal(272) / 364


@pytest.mark.parametrize(
    ("percent", "status"),
    [
        ("100", "met"),
        ("130", "met"),
        ("99.9", "on track"),
        ("50", "on track"),
        ("40", "on track"),  # 10 points behind 50 %
        ("39.5", "on track"),  # shown 40 %
        ("39.49", "behind"),  # shown 39 %
        ("25", "behind"),  # 25 points behind
        ("24.5", "behind"),  # shown 25 %
        ("24.49", "off track"),  # shown 24 %
        ("-10", "off track"),
    ],
)
def test_status_by_the_whole_per_cents_that_are_shown(percent: str, status: str) -> None:
    assert halfway(percent).expected == Decimal("0.5")
    assert halfway(percent).status == status


def test_limits_of_the_status_are_those_of_the_standards() -> None:
    limits = STANDARDS.thresholds.model_copy(update={"behind_points": 5, "off_track_points": 20})
    standards = STANDARDS.model_copy(update={"thresholds": limits})
    objectives = [
        an_objective(id=actual, baseline=0, target=100, actual=actual, start=day("2026-01-01"), due=day("2026-07-20"))
        for actual in ("45", "44", "30", "29")
    ]
    goals = goals_of(an_account(objectives=objectives), standards, PERIOD, day("2026-04-11"))
    assert [goal.status for goal in goals] == ["on track", "behind", "behind", "off track"]


def test_goal_is_not_started_before_its_start_unless_met() -> None:
    future = {"start": day("2026-10-01"), "due": day("2026-12-31")}
    assert goal_of(**future).status == "not started"
    assert goal_of(**future, actual=None).status == "not started"
    assert goal_of(**future, actual="4.0").status == "met"
    assert goal_of(start=AS_OF, due=day("2026-12-31")).status != "not started"
    assert goal_of(**future).expected == 0


def test_nothing_is_expected_before_the_start_and_everything_from_due_on() -> None:
    start, due = day("2026-01-01"), day("2026-01-11")
    days = {day("2025-12-01"): "0", start: "0", day("2026-01-04"): "0.3", due: "1", day("2027-01-01"): "1"}
    assert {as_of: expected_by(as_of, start, due) for as_of in days} == {d: Decimal(e) for d, e in days.items()}


def test_goal_due_on_its_start_expects_all_on_that_day() -> None:
    start = day("2026-01-11")
    assert expected_by(day("2026-01-10"), start, start) == 0
    assert expected_by(start, start, start) == 1
    assert expected_by(start, start, day("2026-01-01")) == 1


def test_blank_actual_is_taken_from_the_kpi_of_the_period() -> None:
    kpis = [a_kpi(kpi="STOPS per 100  running hours", actual="5.4"), a_kpi(kpi="Scrap", actual="1")]
    goal = goal_of(*kpis, actual=None)
    assert goal.attainment == Decimal("0.5")  # (5.4 - 6.8) / (4.0 - 6.8) = 1.4 / 2.8
    assert goal_of(*kpis, actual="4.0").attainment == 1  # the objective's own comes first
    assert goal_of(a_kpi(period="2026-Q2", actual="5.4"), actual=None).attainment is None


def test_actual_of_zero_is_not_a_blank() -> None:
    goal = goal_of(a_kpi(actual="50"), baseline=0, target=100, actual=0)
    assert goal.attainment == 0


@pytest.mark.parametrize(("previous", "trend"), [("6.5", "better"), ("6.3", "level"), ("6.1", "worse")])
def test_trend_is_towards_the_target_against_the_period_before(previous: str, trend: str) -> None:
    goal = goal_of(a_kpi(period="2026-Q2", actual=previous), a_kpi(period="2026-Q1", actual="4"))
    assert (goal.previous, goal.trend) == (Decimal(previous), trend)
    assert goal.previous_attainment == (Decimal("6.8") - Decimal(previous)) / Decimal("2.8")


def test_trend_is_unknown_without_a_figure_of_the_period_before() -> None:
    goal = goal_of(a_kpi(period="2026-Q2", actual=None), a_kpi(period="2025-Q2"))
    assert (goal.previous, goal.previous_attainment, goal.trend) == (None, None, None)
    first = goal_of(a_kpi(period="2026-Q2", actual="6.5"), actual=None)
    assert (first.previous, first.trend) == (Decimal("6.5"), None)


def test_first_quarter_looks_back_to_the_year_before() -> None:
    account = an_account(objectives=[an_objective()], kpis=[a_kpi(period="2025-Q4", actual="6.6")])
    assert goals_of(account, STANDARDS, "2026-Q1", day("2026-03-31"))[0].previous == Decimal("6.6")


def test_goal_set_anew_is_also_measured_by_its_first_target() -> None:
    goal = goal_of(baseline=0, target=20, actual=15, original_target=15)
    assert (goal.attainment, goal.original_attainment, goal.original_target) == (Decimal("0.75"), 1, 15)
    assert goal_of(original_target="6.8").original_attainment is None
    assert goal_of().original_attainment is None


def test_goals_are_counted_and_the_furthest_behind_is_named() -> None:
    year = {"baseline": 0, "target": 100, "start": day("2026-01-01"), "due": day("2026-07-20")}
    objectives = [
        an_objective(id="O1", **year, actual=100, beneficiary="us"),
        an_objective(id="O2", **year, actual=50, beneficiary="client"),
        an_objective(id="O3", **year, actual=35, beneficiary="us"),  # 15 points behind
        an_objective(id="O4", **year, actual=20, beneficiary="both"),  # 30 points behind
        an_objective(id="O5", **year, actual=24, beneficiary="us"),  # 26 points behind
        an_objective(id="O6", **year, actual=None, beneficiary="us"),
        an_objective(id="O7", baseline=0, target=1, actual=0, start=day("2026-05-01"), due=day("2026-12-31")),
    ]
    goals = goals_of(an_account(objectives=objectives), STANDARDS, PERIOD, day("2026-04-11"))
    summary = goal_summary_of(goals, objectives)
    assert [goal.id for goal in goals] == ["O1", "O2", "O3", "O4", "O5", "O6", "O7"]
    assert (summary.count, summary.met, summary.on_track, summary.behind, summary.off_track) == (7, 1, 1, 1, 2)
    assert (summary.not_assessed, summary.not_started) == (1, 1)
    assert summary.worst == "O4"
    assert summary.mutual == 3  # O2, O4 and O7
    assert summary.mutual_share == Decimal(3) / 7


def test_no_goal_behind_has_no_worst() -> None:
    objectives = [an_objective(actual="4.0")]
    goals = goals_of(an_account(objectives=objectives), STANDARDS, PERIOD, AS_OF)
    assert goal_summary_of(goals, objectives).worst is None
    assert goal_summary_of((), ()).count == 0
    assert goal_summary_of((), ()).mutual_share is None


def needed(goal: Goal) -> dict[str, str]:
    return {one.status: str(one.actual) for one in goal.needed}


def test_what_it_takes_to_be_better_is_told_in_steps_that_can_be_measured() -> None:
    goal = goal_of(baseline="6.8", target="4.0", actual="6.3", start=day("2026-01-01"), due=day("2026-12-31"))
    # Expected 75 %. Behind from 75 - 25 = 50 %, shown so from 49.5 %: 6.8 - 0.495 * 2.8 = 5.414, so 5.4. On track from
    # 65 %, shown so from 64.5 %: 6.8 - 0.645 * 2.8 = 4.994, so 4.9.
    assert needed(goal) == {"behind": "5.4", "on track": "4.9", "met": "4.0"}
    assert needed(halfway("24")) == {"behind": "25", "on track": "40", "met": "100"}
    assert needed(halfway("24.0")) == {"behind": "24.5", "on track": "39.5", "met": "100"}


def test_nothing_better_is_told_where_there_is_none() -> None:
    assert needed(halfway("100")) == {}
    assert needed(halfway("50")) == {"met": "100"}
    assert needed(halfway("50", actual=None)) == {}
    assert needed(goal_of(start=day("2026-10-01"))) == {}


def test_status_that_no_step_has_is_left_out() -> None:
    goal = goal_of(
        baseline=0, target=1, actual=0, start=day("2026-01-01"), due=day("2026-07-20"), as_of=day("2026-07-20")
    )
    assert needed(goal) == {"met": "1"}  # 0 is off track, 1 is met, and there is no whole number between them


def test_half_a_point_below_nothing_is_rounded_away_from_nothing() -> None:
    # Expected 2 %, on track from -8 %. A share of -8.5 % is shown as -9 %, so -8.4 is the first that is shown as -8 %.
    goal = goal_of(
        baseline=0, target=100, actual="-20.0", start=day("2026-01-01"), due=day("2026-04-11"), as_of=day("2026-01-03")
    )
    assert needed(goal)["on track"] == "-8.4"


def explained(*kpis: Kpi, **fields: Any) -> dict[str, Explanation]:
    objective = an_objective(**fields)
    account = an_account(objectives=[objective], kpis=kpis)
    goals = goals_of(account, STANDARDS, PERIOD, AS_OF)
    summary = goal_summary_of(goals, account.objectives)
    return {one.of: one for one in explained_goals(account, goals, summary, PERIOD, AS_OF)}


def test_goal_is_explained_with_its_numbers_put_in() -> None:
    found = explained(original_target="5.0")
    assert found["goals[1].attainment"].worked == "(6.3 − 6.8) ÷ (4 − 6.8) = 0.1786"
    assert found["goals[1].attainment"].sensitivity == (
        "Behind from an actual of 5.4 on.", "On track from an actual of 4.9 on.", "Met from an actual of 4 on.",
    )  # fmt: skip
    assert found["goals[1].original_attainment"].worked == "(6.3 − 6.8) ÷ (5 − 6.8) = 0.2778"
    assert found["goals[1].expected"].worked == "272 ÷ 364 = 0.7473"
    assert found["goal_summary.mutual_share"].worked == "1 ÷ 1 = 1"
    for explanation in found.values():
        assert_recomputes(explanation)


def test_explanation_names_the_kpi_from_which_the_actual_was_taken() -> None:
    origin = Origin("KPIs", {"actual": "G9"})
    kpi = a_kpi(actual="5.4").model_copy(update={"origin": origin})
    assert explained(kpi, actual=None)["goals[1].attainment"].cells[0] == "KPIs!G9"
    assert explained(kpi)["goals[1].attainment"].cells[0] == "Objectives"


def test_figures_of_many_decimals_and_below_zero_are_put_in_as_typed() -> None:
    found = explained(baseline="-0.00005", target="0.00005", actual="0")
    assert found["goals[1].attainment"].worked == "(0 − (−0.00005)) ÷ (0.00005 − (−0.00005)) = 0.5"
    assert_recomputes(found["goals[1].attainment"])


def test_goal_that_is_not_assessed_has_no_explanation_of_an_attainment() -> None:
    assert set(explained(actual=None)) == {"goals[1].expected", "goal_summary.mutual_share"}
    assert set(explained(actual=None, due=day("2026-01-01"))) == {"goal_summary.mutual_share"}


figures = st.decimals(min_value=-100, max_value=100, places=1)


@given(figures, figures, figures, st.integers(0, 100))
def test_better_status_begins_where_it_is_said_to(
    actual: Decimal, baseline: Decimal, target: Decimal, passed: int
) -> None:
    assume(baseline != target)
    dates = {
        "start": day("2026-01-01"),
        "due": day("2026-04-11"),
        "as_of": day("2026-01-01") + datetime.timedelta(passed),
    }
    measures = {"baseline": baseline, "target": target}
    step = Decimal("0.1") if target > baseline else Decimal("-0.1")
    ranks = ["off track", "behind", "on track", "met"]
    goal = goal_of(**measures, actual=actual, **dates)
    for one in goal.needed:
        assert goal_of(**measures, actual=one.actual, **dates).status == one.status
        before = goal_of(**measures, actual=one.actual - step, **dates).status
        assert ranks.index(before) < ranks.index(one.status)
    if goal.status in ranks[:3]:
        assert goal.needed[-1].status == "met"
        assert ranks.index(goal.needed[0].status) > ranks.index(goal.status)


@given(st.decimals(-308, 308, places=0), st.decimals(-308, 308, places=0))
def test_numbers_of_any_size_are_assessed_and_explained(small: Decimal, large: Decimal) -> None:
    assume(small != large)
    fields = {"baseline": Decimal(10) ** int(small), "target": Decimal(10) ** int(large), "actual": 0}
    for explanation in explained(**fields).values():
        assert " = " in explanation.worked


numbers = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(numbers, numbers, numbers, st.integers(1, 1000))
def test_attainment_does_not_depend_on_the_unit(
    actual: Decimal, baseline: Decimal, target: Decimal, scale: int
) -> None:
    assume(baseline != target)
    assert attainment_of(actual * scale, baseline * scale, target * scale) == attainment_of(actual, baseline, target)
    assert attainment_of(-actual, -baseline, -target) == attainment_of(actual, baseline, target)


days = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))


@given(days, days, days)
def test_expected_is_a_share_that_never_falls(start: datetime.date, due: datetime.date, as_of: datetime.date) -> None:
    assert 0 <= expected_by(as_of, start, due) <= expected_by(as_of + datetime.timedelta(days=30), start, due) <= 1


@given(st.lists(numbers, max_size=6), st.randoms(use_true_random=False))
def test_statuses_are_all_counted_in_any_order(actuals: list[Decimal], random: Random) -> None:
    objectives = [an_objective(id=f"O{place}", actual=actual) for place, actual in enumerate(actuals)]
    goals = goals_of(an_account(objectives=objectives), STANDARDS, PERIOD, AS_OF)
    summary = goal_summary_of(goals, objectives)
    parts = (summary.met, summary.on_track, summary.behind, summary.off_track)
    assert sum(parts) + summary.not_started + summary.not_assessed == summary.count == len(actuals)
    shuffled = random.sample(objectives, len(objectives))
    again = goals_of(an_account(objectives=shuffled), STANDARDS, PERIOD, AS_OF)
    assert sorted(again, key=lambda goal: goal.id) == sorted(goals, key=lambda goal: goal.id)

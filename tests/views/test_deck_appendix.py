"""The slides behind the review: the plan in time, further measures, and what was bought."""

from decimal import Decimal
from typing import Any

from pipeline.model.account import KeyAccount
from pipeline.views.deck import DeckView, deck_view
from pipeline.views.deck_bought import bought, bought_finding
from pipeline.views.deck_headlines import DeckHeadlines, deck_headlines
from pipeline.views.deck_timeline import timeline
from tests.builders import a_revenue, an_account, day
from tests.views.decks import a_goal, a_shared_action, a_shared_kpi, given


def the_deck(account: KeyAccount) -> DeckView:
    return deck_view(*given(account))


def the_titles(account: KeyAccount) -> DeckHeadlines:
    return deck_headlines(*given(account))


# --- further measures ---


def course(kpi: str, *actuals: str, **more: Any) -> list[Any]:
    """Figures of a measure in the last quarters up to the one reviewed."""
    periods = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")[-len(actuals) :]
    return [a_shared_kpi(period, actual, kpi=kpi, **more) for period, actual in zip(periods, actuals, strict=True)]


def measures_of(account: KeyAccount) -> list[str]:
    rows = the_deck(account).measures
    return [one.name for row in rows for one in (row.first, row.second, row.third) if one]


def test_measures_of_goals_and_the_value_on_its_slide_are_not_told_twice():
    kpis = [
        *course("KPI 1", "1", "2", "3"),
        *course("Cost saved", "90", "100", "120", measures="value"),
        *course("Forecasts in time", "62", "54", "38"),
    ]

    assert measures_of(an_account(objectives=[a_goal(1, "5")], kpis=kpis)) == ["Forecasts in time"]


def test_two_periods_are_no_course_and_what_is_not_shared_is_not_told():
    kpis = [*course("Two", "1", "2"), *course("Ours", "1", "2", "3", share=False), *course("Three", "1", "2", "3")]

    assert measures_of(an_account(kpis=kpis)) == ["Three"]


def test_the_fourth_measure_goes_on_to_the_next_slide():
    account = an_account(kpis=[row for name in "DCBA" for row in course(name, "1", "2", "3")])

    rows = the_deck(account).measures
    assert measures_of(account) == ["D", "C", "B", "A"]
    assert [(row.number, row.count, row.third is None) for row in rows] == [(1, 2, False), (2, 2, True)]


def test_a_measure_tells_its_latest_figure_its_target_and_whether_it_is_reached():
    kpis = [
        *course("Forecasts in time", "62", "54", "38", target="100", unit="%"),
        *course("Lids", "24.6", "26", "27.8", target=None, unit="million"),
    ]
    row = the_deck(an_account(kpis=kpis)).measures[0]

    assert row.second is not None
    told = [(one.figure, one.target, one.status) for one in (row.first, row.second)]
    assert told == [("38%", "100%", "not at target"), ("27.8\u00a0million", "", "")]
    assert row.first_chart.series[0].values == (100, 100, 100)
    assert row.first_chart.series[1].values == (62, 54, 38)
    assert row.first_chart.alt == "Forecasts in time fell from 62% in Q1 26 to 38% in Q3 26; the target is 100%."


# --- the plan in time ---


def actions(*dates: tuple[str, str], **more: Any) -> list[Any]:
    return [a_shared_action(number, start=day(a), due=day(b), **more) for number, (a, b) in enumerate(dates, 1)]


RUNNING = (("2026-08-01", "2026-10-15"), ("2026-09-15", "2026-11-14"), ("2026-11-01", "2026-11-30"))


def test_bars_begin_with_the_quarter_reviewed_and_the_line_is_the_day_of_the_figures():
    account = an_account(objectives=[a_goal(1, "5")], actions=actions(*RUNNING))
    chart, told = timeline(*given(account)), the_deck(account).timeline

    assert chart is not None
    assert told is not None
    assert told.columns == ("Aug", "Sep", "Oct", "Nov")
    assert told.marked
    assert chart.series[0].values == (0, Decimal("1.4667"), 3)
    assert [series.name for series in chart.series] == ["Starts after", "Done", "Open", "Late or blocked"]
    assert chart.series[2].values == (Decimal("2.4839"), Decimal("2.0000"), 1)
    assert chart.value_axis.crosses_at == 2  # the morning of 1 October
    assert chart.value_axis.maximum == 4


def test_a_long_plan_is_told_in_quarters_and_what_ended_before_is_left_out():
    dates = (("2026-01-05", "2026-03-31"), *RUNNING, ("2026-05-01", "2027-05-14"))
    told = the_deck(an_account(objectives=[a_goal(1, "5")], actions=actions(*dates))).timeline

    assert told is not None
    assert told.columns == ("Q3 26", "Q4 26", "Q1 27", "Q2 27")
    assert [row.number for row in told.rows] == [2, 3, 4, 5]


def test_two_actions_or_actions_without_a_start_are_no_timeline():
    without = [a_shared_action(number, start=None, due=day("2026-11-01")) for number in range(3)]
    for rows in (actions(*RUNNING[:2]), without):
        account = an_account(objectives=[a_goal(1, "5")], actions=rows)
        assert the_deck(account).timeline is None
        assert timeline(*given(account)) is None


def test_each_bar_is_of_one_kind():
    rows = [*actions(*RUNNING), a_shared_action(4, start=day("2026-08-01"), due=day("2026-09-10"))]
    rows.append(a_shared_action(5, start=day("2026-08-01"), due=day("2026-12-10"), status="blocked"))
    rows.append(a_shared_action(6, start=day("2026-08-01"), due=day("2026-09-10"), status="done"))
    account = an_account(objectives=[a_goal(1, "5")], actions=rows)
    chart = timeline(*given(account))

    assert chart is not None
    for at in range(len(chart.categories)):
        assert sum(series.values[at] is not None for series in chart.series[1:]) == 1


def test_the_title_of_the_timeline_says_when_most_falls_due():
    def title(*dates: tuple[str, str], **more: Any) -> str:
        return the_titles(an_account(objectives=[a_goal(1, "5")], actions=actions(*dates, **more))).timeline

    assert (
        title(*RUNNING)
        == "Of three actions to come, two fall due in November\u00a02026, the last on 30\u00a0November\u00a02026"
    )
    spread = (RUNNING[0], RUNNING[1], ("2026-11-01", "2026-12-11"))
    assert (
        title(*spread) == "Three actions to come fall due one after the other, the last on 11\u00a0December\u00a02026"
    )
    assert title(*[RUNNING[2]] * 3) == "All three actions to come fall due in November\u00a02026"
    late = ("2026-08-01", "2026-09-20")
    assert title(late, late, *RUNNING) == title(*RUNNING)
    assert title(late, late, late) == "No joint action falls due after 30\u00a0September\u00a02026"
    assert title(*RUNNING, status="done") == "Every joint action on the timeline is done"


# --- what was bought ---


def test_products_are_told_with_the_period_before_and_their_sum():
    rows = [
        *(
            a_revenue(included_in_deck=True, period=period, revenue=amount)
            for period, amount in (("2026-Q2", "1000"), ("2026-Q3", "1100"))
        ),
        a_revenue(included_in_deck=True, product="Lids", revenue="400"),
        a_revenue(included_in_deck=True, product="Lids", unit="Skövde", revenue="1000"),
        a_revenue(product="Secret", revenue="90000"),
    ]
    account = an_account(revenue=rows)
    told = the_deck(account).bought

    assert told is not None
    assert [(row.name, row.before, row.now, row.change) for row in told.products] == [
        ("Lids", None, 1400, ""),
        ("Film", 1000, 1100, "+10%"),
    ]
    assert (told.total.before, told.total.now, told.total.change) == (1000, 2500, "+150%")
    assert (
        the_titles(account).bought
        == "Your purchases of two products came to EUR\u00a02,500, 150% more than in Q2\u00a026"
    )


def test_the_chart_sums_what_is_included_in_thousands_where_that_is_large():
    rows = [
        a_revenue(included_in_deck=True, period=period, revenue=amount)
        for period, amount in (("2026-Q1", "150400"), ("2026-Q2", "90000"), ("2026-Q3", "200000"))
    ]
    chart = bought(*given(an_account(revenue=[*rows, a_revenue(revenue="7")])))

    assert chart is not None
    assert chart.categories == ("Q1 26", "Q2 26", "Q3 26")
    assert [series.values for series in chart.series] == [(150, 90, None), (None, None, 200)]
    assert (
        chart.alt
        == "What you bought rose from EUR\u00a0150\u00a0thousand in Q1 26 to EUR\u00a0200\u00a0thousand in Q3 26."
    )


def test_nothing_included_is_no_slide_and_its_title_says_so():
    account = an_account(revenue=[a_revenue(), a_revenue(included_in_deck=True, period="2026-Q2")])
    projected, shared, standards, about = given(account)

    assert deck_view(projected, shared, standards, about).bought is None
    assert bought(projected, shared, standards, about) is None
    assert bought_finding(projected, about) == "No purchases are shown here"

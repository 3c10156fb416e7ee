"""What the charts of the deck show, in singular and plural, for none and for all."""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.analysis.results import ClientQuestion
from pipeline.views.deck_charts import DECK_CHARTS
from pipeline.views.deck_findings import agreeing, answers, course, ends_of_ideas, ways_gone
from pipeline.views.deck_selection import ordered_goals
from tests.builders import an_account, day, shipped_standards
from tests.generated import generated_account
from tests.views.decks import a_goal, given


@pytest.mark.parametrize(
    ("actuals", "finding"),
    [
        (["5"], "“Goal 1” has come 50% of the way from baseline to target."),
        (["5", "5"], "Both goals have come 50% of the way from baseline to target."),
        (["5", "5", None, "5"], "All three goals have come 50% of the way from baseline to target."),
        (
            ["5", "12", "-1"],
            "Of three goals, “Goal 2” has come furthest, 120% of the way from baseline to target, and “Goal 3” least"
            " far, −10%.",
        ),
    ],
)
def test_the_goals_furthest_and_least_far_are_named(actuals: list[str | None], finding: str):
    account, shared, _, _ = given(
        an_account(objectives=[a_goal(number, actual) for number, actual in enumerate(actuals, 1)])
    )

    assert ways_gone(ordered_goals(account, shared), "en-GB") == finding


@pytest.mark.parametrize(
    ("figures", "more", "finding"),
    [
        (["54", "176"], {}, "Cost saved rose from 54 in Q1 26 to 176 in Q2 26."),
        (["54", "126", "176"], {}, "Cost saved rose from 54 in Q1 26 to 176 in Q3 26."),
        (["6", "67", "58"], {}, "Cost saved rose from 6 in Q1 26 to 58 in Q3 26, after 67 in Q2 26."),
        (["42", "35.5", "37"], {}, "Cost saved fell from 42.0 in Q1 26 to 37.0 in Q3 26, after 35.5 in Q2 26."),
        (["42", "42"], {}, "Cost saved stands at 42 in Q2 26 as it did at 42 in Q1 26."),
        (
            ["95.5", "97"],
            {"unit": "%", "target": Decimal(98)},
            "Cost saved rose from 95.5% in Q1 26 to 97.0% in Q2 26; the target is 98.0%.",
        ),
    ],
)
def test_a_course_is_told_from_its_start_to_now(figures: list[str], more: dict[str, Any], finding: str):
    points = [(f"2026-Q{quarter}", Decimal(figure)) for quarter, figure in enumerate(figures, 1)]

    assert course("Cost saved", more.get("unit", ""), points, "en-GB", more.get("target")) == finding


def test_units_stand_where_the_locale_puts_them():
    points = [("2026-Q1", Decimal("1200")), ("2026-Q2", Decimal("900"))]

    assert course("Cost", "EUR", points, "de-DE") == "Cost fell from EUR\u00a01.200 in Q1 26 to EUR\u00a0900 in Q2 26."
    assert (
        course("Time", "days", points, "en-GB") == "Time fell from 1,200\u00a0days in Q1 26 to 900\u00a0days in Q2 26."
    )


def a_question(question: str, agree: int, count: int) -> ClientQuestion:
    return ClientQuestion(topic="Topic", question=question, agree=agree, neither=count - agree, disagree=0, count=count)


def test_answers_are_told_by_the_most_and_the_least_agreement():
    first, last = a_question("A", 5, 5), a_question("B", 0, 5)

    assert answers([first, last]) == "Most agree with “A”, all five, and fewest with “B”, none of five."
    assert answers([first, first]) == "All five agree with each of two statements."
    assert answers([last]) == "None of five agree: “B”."
    assert [agreeing(a_question("C", agree, 2)) for agree in (2, 1)] == ["both", "one of two"]


def test_ideas_are_told_by_when_they_are_in_place():
    def finding(*days: str) -> str:
        ideas = [a_goal(number, "5", solution=f"Idea {number}", due=day(due)) for number, due in enumerate(days, 1)]
        return ends_of_ideas(ideas, "en-GB")

    assert finding("2026-12-31") == "“Idea 1” runs until Dec 2026."
    assert finding("2026-12-31", "2026-12-01") == "Both ideas run until Dec 2026."
    assert (
        finding("2027-12-31", "2026-12-01")
        == "One of two ideas runs until Dec 2026; the last, “Idea 1”, until Dec 2027."
    )
    assert finding("2026-12-31", "2026-12-01", "2027-12-31") == (
        "Two of three ideas run until Dec 2026; the last, “Idea 3”, until Dec 2027."
    )


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("chart", DECK_CHARTS, ids=lambda chart: chart.__name__)
def test_the_alternative_text_of_a_chart_is_one_sentence(chart: Any, seed: int):
    found = chart(*given(generated_account(seed, shipped_standards())))

    if found is not None:
        assert found.alt.endswith(".")
        assert "None" not in found.alt.replace("None of", "")
        assert "  " not in found.alt

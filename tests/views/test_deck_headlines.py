"""The titles of the deck, in singular and plural, for none and for all."""

import re
from typing import Any

import pytest
from msgspec.structs import asdict

from pipeline.views.deck_headlines import LONGEST, DeckHeadlines, deck_headlines
from tests.builders import (
    a_decision,
    a_review,
    a_voice,
    a_voice_sample,
    an_account,
    an_account_form,
    day,
    shipped_standards,
)
from tests.generated import generated_account
from tests.views.decks import a_goal, a_shared_action, a_shared_delivery, a_shared_kpi, given, goals


def the_titles(**rows: Any) -> DeckHeadlines:
    """The titles, with plain spaces."""
    titles = deck_headlines(*given(an_account(**rows)))
    return DeckHeadlines(**{name: title.replace("\u00a0", " ") for name, title in asdict(titles).items()})


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({}, "How we worked for Contoso Ltd."),
        ({"on_track": 1}, "The goal we agreed is on track."),
        ({"met": 1}, "The goal we agreed is met."),
        ({"off_track": 1}, "The goal we agreed is off track."),
        ({"met": 2}, "Both goals are met."),
        ({"met": 1, "on_track": 2}, "All three goals are met or on track."),
        ({"behind": 2}, "Both goals are behind."),
        (
            {"behind": 1, "off_track": 1},
            "Neither of the two goals is met or on track; one is off track and one is behind.",
        ),
        ({"on_track": 1, "behind": 1}, "One of two goals is met or on track; one is behind."),
        (
            {"met": 2, "on_track": 2, "behind": 1, "off_track": 1},
            "Four of six goals are met or on track; one is off track and one is behind.",
        ),
    ],
)
def test_the_first_slide_says_how_the_goals_stand(counts: dict[str, int], title: str):
    assert the_titles(objectives=goals(**counts)).title == title


@pytest.mark.parametrize(
    ("minutes", "decisions", "title"),
    [
        (60, 2, "We meet for an hour to settle two decisions and agree the plan to 31 December 2026"),
        (90, 1, "We meet for 90 minutes to settle one decision and agree the plan to 31 December 2026"),
        (120, 0, "We meet for two hours to agree the plan to 31 December 2026"),
        (None, 0, "We meet to agree the plan to 31 December 2026"),
    ],
)
def test_the_second_slide_says_what_the_meeting_is_for(minutes: int | None, decisions: int, title: str):
    rows = [a_decision(share=True)] * decisions

    assert the_titles(reviews=[a_review(minutes=minutes)], decisions=rows).people == title


@pytest.mark.parametrize(
    ("counts", "decisions", "title"),
    [
        ({}, 0, "The quarter in brief"),
        ({}, 1, "One decision is wanted"),
        ({"on_track": 1}, 0, "The goal we agreed is not behind its plan"),
        ({"on_track": 2, "behind": 1}, 1, "We are behind on “Goal 3”, and one decision is wanted"),
        ({"on_track": 2}, 2, "Neither of the two goals is behind its plan, and two decisions are wanted"),
        ({"off_track": 3}, 0, "All three goals are behind their plan"),
    ],
)
def test_the_summary_tells_misses_and_decisions(counts: dict[str, int], decisions: int, title: str):
    assert the_titles(objectives=goals(**counts), decisions=[a_decision(share=True)] * decisions).summary == title


def test_the_summary_names_up_to_three_goals_that_are_behind():
    wanted = [a_decision(share=True)]
    leaks = a_shared_delivery(kind="issue", topic="Leaks", text="More leaks than in June", objective="O1")

    def title(*goals: Any) -> str:
        return the_titles(objectives=goals, decisions=wanted, delivery=[leaks]).summary

    behind, on_time, good = a_goal(1, "1", title="Fewer leaks"), a_goal(2, "1", title="On time"), a_goal(3, "10")
    assert title(behind, good) == "We are behind on leaks, and one decision is wanted"
    assert title(behind, on_time, good) == "We are behind on leaks and “On time”, and one decision is wanted"
    assert title(*[a_goal(number, "1") for number in range(1, 5)], a_goal(5, "10")) == (
        "Four of five goals are behind their plan, and one decision is wanted"
    )


def test_goals_are_told_by_what_they_serve():
    served = [a_goal(number, "5", outcome=f"Want {number}") for number in (1, 2)]

    assert the_titles().goals == "No goal is agreed yet"
    assert the_titles(objectives=goals(met=1)).goals == "One goal is agreed between us"
    assert the_titles(objectives=served[:1]).goals == (
        "One goal serves one thing you want to achieve by 31 December 2026"
    )
    assert the_titles(objectives=[*served, a_goal(3, "5", outcome="Want 1", due=day("2027-06-30"))]).goals == (
        "Three goals serve two things you want to achieve"
    )


def test_the_scorecard_tells_goals_that_moved_away_before_the_one_furthest_behind():
    worse = [a_shared_kpi("2026-Q2", "8")]

    assert the_titles(objectives=goals(on_track=1, off_track=1)).scorecard == (
        "One of two goals is met or on track; furthest behind: Goal 2"
    )
    assert the_titles(objectives=goals(on_track=2), kpis=worse).scorecard == (
        "Both goals are met or on track; “Goal 1” moved away from target"
    )
    assert the_titles(objectives=goals(on_track=1), kpis=worse).scorecard == (
        "The goal we agreed is on track; it has moved away from its target"
    )


def test_value_is_told_by_the_first_outcome():
    first = a_shared_delivery(value="576000", unit="EUR", text="lower packaging cost")

    assert the_titles().value == "No outcome is measured yet"
    assert the_titles(delivery=[first]).value == "EUR 576,000 lower packaging cost"
    assert the_titles(delivery=[first, first]).value == "EUR 576,000 lower packaging cost, and one further result"
    assert the_titles(delivery=[a_shared_delivery(text="long " * 30)]).value == "One outcome was delivered"


def test_what_was_learned_tells_what_is_open_and_what_changes():
    open_issue = a_shared_delivery(kind="issue", change="New film")
    closed = a_shared_delivery(kind="issue", status="closed")

    assert the_titles().learned == "No issue was reported"
    assert the_titles(delivery=[open_issue]).learned == "One issue is not settled yet; one thing changes"
    assert the_titles(delivery=[a_shared_delivery(kind="issue")]).learned == (
        "One issue is not settled yet; what changes is not agreed yet"
    )
    assert the_titles(delivery=[closed, closed]).learned == "Both issues are closed"


def test_what_was_learned_tells_where_the_goal_furthest_behind_went():
    def title(*before: str, **goal: Any) -> str:
        rows = [a_shared_kpi("2026-Q2", actual) for actual in before]
        issue = a_shared_delivery(kind="issue", change="New film")
        return the_titles(delivery=[issue], objectives=[a_goal(1, "1", **goal)], kpis=rows).learned

    assert title("3") == "KPI 1 fell to 1 against a target of 10; one thing changes"
    assert title("0.5", unit="%") == "KPI 1 rose to 1.0% against a target of 10.0%; one thing changes"
    assert title("1", unit="EUR") == "KPI 1 stayed at EUR 1 against a target of EUR 10; one thing changes"
    assert title() == "KPI 1: 1 against a target of 10; one thing changes"
    assert title(kpi="long " * 16) == "Furthest behind: Goal 1; one thing changes"


def test_what_was_learned_tells_the_cause_of_the_goal_furthest_behind():
    def title(
        cause: str | None, before: str = "3", *, topic: str = "Goal", of: str | None = "O1", **fields: Any
    ) -> str:
        issue = a_shared_delivery(kind="issue", topic=topic, cause=cause, objective=of, **fields)
        kpis = [a_shared_kpi("2026-Q2", before)]
        return the_titles(delivery=[issue], objectives=[a_goal(1, "1")], kpis=kpis).learned

    cause = "The film left its range."
    assert title(cause, change="New film") == "KPI 1 fell to 1: the film left its range; one thing changes"
    assert title("Ink ran", change="New one") == "KPI 1 fell to 1: Ink ran; one thing changes"
    assert title("Ink ran", text="Old ink", change="New one") == "KPI 1 fell to 1: ink ran; one thing changes"
    assert title(cause, "0", change="New film") == "We are behind on “Goal”: the film left its range; one thing changes"
    assert title("The film " + "left " * 12 + "us.", change="New film") == (
        "KPI 1 fell to 1: the film " + "left " * 12 + "us"
    )
    assert title(cause, "0", topic="Leaks", change="New film") == (
        "We are behind on “Goal 1”: the film left its range; one thing changes"
    )
    untold = "KPI 1 fell to 1 against a target of 10; one thing changes"
    assert title(None, change="New film") == untold
    assert title(cause, of=None, change="New film") == untold
    assert title(cause, of="O2", change="New film") == untold
    assert title(cause, status="closed", change="New film") == untold
    assert title("The film " + "left " * 30, change="New film") == untold


@pytest.mark.parametrize(
    ("actions", "title"),
    [
        ([], "No joint action is agreed yet"),
        ([{}], "One joint action runs to 30 October 2026"),
        ([{"status": "done"}], "The joint action is done"),
        ([{"status": "done"}] * 2, "Both joint actions are done"),
        (
            [{"due": day("2026-09-01"), "side": "us"}],
            "One joint action runs to 1 September 2026 and is late on our side",
        ),
        (
            [{"status": "done"}, {"due": day("2026-09-01"), "side": "client"}, {}],
            "Three joint actions run to 30 October 2026: one is done and one is late on your side",
        ),
        ([{}, {}], "Two joint actions run to 30 October 2026: none is late"),
        (
            [{"status": "blocked"}, {"due": day("2026-09-01"), "side": "both"}],
            "Two joint actions run to 30 October 2026: one is late and one is blocked",
        ),
    ],
)
def test_the_plan_tells_what_is_done_late_and_blocked(actions: list[dict[str, Any]], title: str):
    rows = [a_shared_action(number, **fields) for number, fields in enumerate(actions, 1)]

    assert the_titles(actions=rows).plan == title


def test_ideas_are_told_with_what_they_rest_on():
    idea = {"solution": "Sensors", "assumption": "The trial works"}

    assert the_titles().ideas == "No idea is on the table yet"
    assert the_titles(objectives=[a_goal(1, "5", solution="Sensors")]).ideas == "One idea would bring your goal closer"
    assert the_titles(objectives=[a_goal(number, "5", **idea) for number in (1, 2)]).ideas == (
        "Two ideas would bring your goals closer if two assumptions hold"
    )


def test_decisions_are_told_with_the_first_day():
    october, december = day("2026-10-14"), day("2026-12-15")

    def title(*days: Any) -> str:
        return the_titles(decisions=[a_decision(share=True, by_when=one) for one in days]).decisions

    assert title() == "No decision is open; the plan goes on as agreed"
    assert title(None) == "One decision is wanted"
    assert title(october) == "One decision is wanted by 14 October 2026: Release line 3 for a film trial"
    assert title(december, october) == (
        "Two decisions are wanted, the first by 14 October 2026: Release line 3 for a film trial"
    )
    assert title(october, october) == "Two decisions are wanted by 14 October 2026"
    assert the_titles(
        decisions=[a_decision(share=True, by_when=october)], reviews=[a_review(planned=october, held=None)]
    ).decisions == ("One decision is wanted today: Release line 3 for a film trial")


def test_the_appendix_says_that_every_figure_has_a_source_only_where_that_is_so():
    told = a_shared_kpi("2026-Q3", "5", definition="A by B", source="Ledger", cut_off=day("2026-09-30"))

    assert the_titles(objectives=[a_goal(1, "5")], kpis=[told]).appendix == (
        "Every figure in this review has a definition, a source and a cut-off date"
    )
    assert the_titles(objectives=[a_goal(1, "5"), a_goal(2, "5")], kpis=[told]).appendix == (
        "What each figure in this review means, and where it comes from"
    )
    assert the_titles().appendix.startswith("What each figure")


def test_no_line_ends_inside_a_date():
    title = deck_headlines(*given(an_account())).people

    assert title.endswith("31\u00a0December\u00a02026")


def test_no_title_is_longer_than_two_lines_hold():
    long = "Fewer unplanned stops on the blister lines in Memmingen and in all other plants of the group"
    account = an_account_form(name="Kaltenbrücker Arzneimittelverpackungsgesellschaft mbH & Co. Kommanditgesellschaft")
    titles = the_titles(
        account=account,
        objectives=[
            a_goal(number, actual, title=long, outcome=f"{long} {number}", solution=long, assumption=long)
            for number, actual in enumerate(("1", "6", "7.5", "10", "1"), 1)
        ],
        kpis=[a_shared_kpi("2026-Q2", "9")],
        delivery=[a_shared_delivery(text=long, value="1", unit="EUR")] * 2 + [a_shared_delivery(kind="issue")],
        decisions=[a_decision(share=True, decision=long, by_when=day("2026-10-14"))],
        actions=[
            a_shared_action(number, due=due, status=status, side="client")
            for number, (due, status) in enumerate(
                [(day("2026-12-31"), "done"), (day("2026-09-01"), "in progress"), (day("2026-09-01"), "blocked")] * 5
            )
        ],
        reviews=[a_review(minutes=150)],
    )

    assert {name: title for name, title in asdict(titles).items() if len(title) > LONGEST} == {}


def voices(topic: str, *answers: int) -> list[Any]:
    return [
        a_voice(respondent=f"Person {number}", topic=topic, question=topic, answer=answer)
        for number, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("voice", "title"),
    [
        ([], "No answers of yours are in yet"),
        (voices("Price", 3), "One answer of yours is in, too few to show a mean"),
        (voices("Price", 3, 4, 3, 4), "Four answers of yours are in, too few to show a mean"),
        (voices("Price", 3, 3, 3, 3, 4), "You gave “Price” 3.2 of 5; five answers, not a trend"),
        (
            voices("Price", 3, 3, 3, 3, 3) + voices("Service", 4, 4, 4, 4, 4),
            "You gave “Price” 3.0 of 5, the lowest of two topics; five answers, not a trend",
        ),
        (
            voices("Price", 4, 4, 4, 4, 4) + voices("Service", 4, 4, 4, 4, 4),
            "Both topics have 4.0 of 5; five answers, not a trend",
        ),
        (
            voices("Price of everything that we deliver to your sites", 3, 3, 3, 3, 3) + voices("A", 4, 4, 4, 4, 4),
            "The lowest of two topics has 3.0 of 5; five answers, not a trend",
        ),
    ],
)
def test_the_answers_of_the_client_are_told_without_a_mean_of_too_few(voice: list[Any], title: str):
    assert the_titles(voice=voice).voice == title


def test_a_large_sample_is_told_without_caution():
    voice = voices("Price", *[3] * 30)

    assert the_titles(voice=voice, voice_samples=[a_voice_sample(population=30, invited=30)]).voice == (
        "You gave “Price” 3.0 of 5"
    )


def measure(kpi: str, *actuals: str) -> list[Any]:
    periods = ("2026-Q1", "2026-Q2", "2026-Q3")[-len(actuals) :]
    return [a_shared_kpi(period, actual, kpi=kpi) for period, actual in zip(periods, actuals, strict=True)]


@pytest.mark.parametrize(
    ("kpis", "title"),
    [
        ([], "No measure has a figure and a target yet"),
        (measure("A", "1", "10"), "No measure has a figure and a target yet"),
        (measure("A", "1", "5", "10"), "A: 10, at its target of 10"),
        (measure("A", "1", "5", "9"), "A: 9, against a target of 10"),
        (measure("A", "5", "4", "3"), "A: 3, against a target of 10; it moves away from it"),
        (measure("A", "1", "5", "10") + measure("B", "1", "5", "10"), "Both measures are at their target"),
        (measure("A", "1", "5", "9") + measure("B", "1", "5", "9"), "Neither of two measures is at its target"),
        (measure("A", "1", "5", "9") + measure("B", "1", "5", "10"), "One of two measures is at its target"),
        (
            measure("A", "1", "5", "10") + measure("B", "1", "5", "10") + measure("C", "5", "4", "3"),
            "Two of three measures are at their target; one moves away from it",
        ),
        (
            measure("A", "1", "5", "10") + measure("B", "5", "4", "3") + measure("C", "5", "4", "3"),
            "One of three measures is at its target; two move away from theirs",
        ),
    ],
)
def test_the_measures_of_the_client_are_counted(kpis: list[Any], title: str):
    assert the_titles(kpis=kpis).measures == title


def test_measures_without_a_target_are_told_apart():
    free = [row.model_copy(update={"target": None}) for row in measure("Lids", "1", "5", "9")]

    assert the_titles(kpis=free).measures == "One further measure, without a target"
    mixed = [*measure("A", "1", "5", "9"), *measure("B", "1", "5", "10"), *free]
    assert the_titles(kpis=mixed).measures == "One of two measures with a target has reached it"


@pytest.mark.parametrize("seed", range(100))
def test_every_title_of_a_generated_account_fits(seed: int):
    for name, title in asdict(deck_headlines(*given(generated_account(seed, shipped_standards())))).items():
        assert 5 < len(title) <= 150, (name, title)
        assert "  " not in title, (name, title)
        assert not re.search(r"\bNone\b(?! of )", title), (name, title)
        assert name == "title" or title[-1] not in ".!?", (name, title)

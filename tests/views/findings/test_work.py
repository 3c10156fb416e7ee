"""What is said of what objectives lack, of measures, of who carries the actions, of reviews and of new business."""

import pytest

from tests.builders import a_kpi, a_member, a_review, an_action, an_objective, an_opportunity, day
from tests.views.findings.told import told


def ready(number: int = 1, **fields):
    """An objective that lacks nothing but a row on sheet KPIs, if an action serves it."""
    shown = {"id": f"O{number}", "beneficiary": "us", "solution": "Sealing head"}
    return an_objective(**(shown | fields))


def plan(*objectives) -> dict:
    return {
        "team": [a_member(name="Oskar Nyman")],
        "objectives": objectives,
        "actions": [an_action(id=f"A{goal.id}", objective=goal.id) for goal in objectives],
        "kpis": [a_kpi(kpi=goal.kpi) for goal in objectives[:1]],
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "What objectives lack is not assessed: none is entered"),
        (plan(ready()), "The one objective has a measure, owners, a solution and an action"),
        (plan(ready(), ready(2)), "Both objectives have a measure, owners, a solution and an action"),
        (plan(ready(solution=None)), "The one objective lacks a solution"),
        (plan(ready(solution=None)) | {"actions": []}, "The one objective lacks an action and a solution"),
        (plan(ready(), ready(2, solution=None)), "Of two objectives one lacks a solution"),
        (plan(ready(solution=None), ready(2, solution=None)), "Of two objectives neither has a solution"),
        (
            plan(*(ready(number, solution=None) for number in (1, 2, 3))) | {"actions": [an_action(objective="O1")]},
            "Of three objectives none has a solution and two lack an action",
        ),
    ],
)
def test_goal_gaps(rows, expected):
    assert told("goal_gaps", **rows) == expected


def measure(name: str, actual: str | None, target: str = "10", period: str = "2026-Q3", **fields):
    shown = {"kpi": name, "period": period, "actual": actual, "target": target, "kind": "lagging", "measures": None}
    return a_kpi(**(shown | fields))


def rising(name: str, actual: str | None, target: str = "10"):
    """A measure that began at 1 in the quarter before."""
    return [measure(name, "1", target, "2026-Q2"), measure(name, actual, target)]


@pytest.mark.parametrize(
    ("kpis", "expected"),
    [
        ([], "How measures stand is not assessed: none is entered"),
        ([measure("A", None)], "How measures stand is not assessed: no actual has a target beside it"),
        (rising("A", "10"), "The one measure is at its target"),
        (rising("A", "5"), "The one measure is not at its target"),
        (rising("A", "10") + rising("B", "11"), "Both measures are at their target"),
        (rising("A", "5") + rising("B", "6"), "Neither of two measures is at its target"),
        (rising("A", "5") + rising("B", "10"), "One of two measures is at its target"),
        (
            rising("A", "5") + rising("B", "10") + [measure("C", None)],
            "One of three measures is at its target, one is not assessed",
        ),
    ],
)
def test_measures(kpis, expected):
    assert told("measures", kpis=kpis) == expected


def falling(name: str):
    """A measure of loyalty that falls from a target of 30 in three quarters."""
    periods = (("2026-Q1", "20"), ("2026-Q2", "15"), ("2026-Q3", "10"))
    return [measure(name, actual, "30", period, measures="loyalty") for period, actual in periods]


def test_measure_that_gets_worse_is_named():
    assert told("measures", kpis=rising("A", "10") + falling("Repeat orders")) == (
        "One of two measures is at its target; “Repeat orders” gets worse"
    )
    assert told("measures", kpis=rising("A", "10") + falling("Repeat orders") + falling("Renewals")) == (
        "One of three measures is at its target; two get worse"
    )


def reset(name: str, reason: str | None):
    return [measure(name, "5", "10", "2026-Q2"), measure(name, "5", "8", reset_reason=reason)]


@pytest.mark.parametrize(
    ("kpis", "expected"),
    [
        ([], "Whether targets were set anew is not assessed: no measure is entered"),
        (rising("A", "5"), "No target was set anew"),
        (reset("A", "New line"), "One target was set anew, with a reason"),
        (reset("A", None), "One target was set anew, without a reason"),
        (reset("A", "X") + reset("B", "Y"), "Two targets were set anew, each with a reason"),
        (reset("A", None) + reset("B", None), "Two targets were set anew, none with a reason"),
        (reset("A", "X") + reset("B", None), "Two targets were set anew, one of them without a reason"),
    ],
)
def test_target_resets(kpis, expected):
    assert told("target_resets", kpis=kpis) == expected


LATE = day("2026-09-01")


def steps(owner: str, open_steps: int, late: int = 0):
    return [
        an_action(id=f"{owner}{number}", owner=owner, due=LATE if number < late else day("2026-12-01"))
        for number in range(open_steps)
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], "Who has how much to do is not assessed: no action is open"),
        (steps("Ida", 1), "Nothing is overdue; Ida has one open action"),
        (steps("Ida", 1) + steps("Jon", 2), "Nothing is overdue; Jon has most to do, two open actions"),
        (steps("Ida", 1, 1), "Ida: the one open action is overdue"),
        (steps("Ida", 2, 2), "Ida: both open actions are overdue"),
        (steps("Ida", 3, 3), "Ida: all three open actions are overdue"),
        (steps("Ida", 3, 1) + steps("Jon", 3), "Ida: one of three open actions is overdue, the most of all owners"),
        (steps("Ida", 4, 2) + steps("Jon", 3, 1), "Ida: two of four open actions are overdue, the most of all owners"),
    ],
)
def test_action_load(actions, expected):
    assert told("action_load", actions=actions) == expected


def worded(*texts: str):
    return [an_action(id=f"A{number}", action=text, owner="Ida Lindqvist") for number, text in enumerate(texts, 1)]


PLAIN, VAGUE = "Fit the new sealing head on line 2", "Sealing"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), "How actions are worded is not assessed: no action is open"),
        ((PLAIN,), "Every open action says plainly what is done and by whom"),
        ((PLAIN, VAGUE), "One open action does not say plainly what is done and by whom: A2"),
        ((VAGUE, VAGUE), "Two open actions do not say plainly what is done and by whom: A1 and A2"),
        ((VAGUE,) * 4, "Four open actions do not say plainly what is done and by whom: A1 is the first"),
    ],
)
def test_action_wording(texts, expected):
    assert told("action_wording", team=[a_member(name="Ida Lindqvist")], actions=worded(*texts)) == expected


def held(planned: str, on: str | None):
    return a_review(kind="internal", planned=day(planned), held=day(on) if on else None)


QUARTERLY = {"plan_start": day("2026-09-01"), "internal_review_cadence": "quarterly"}


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([held("2026-09-01", None)], "The one planned review of the team was not held"),
        ([held("2026-09-01", "2026-09-01")], "The one planned review of the team was held"),
        ([held("2026-09-01", "2026-09-02")], "The one planned review of the team was held, up to one day late"),
        (
            [held("2026-09-01", "2026-09-03"), held("2026-09-10", "2026-09-10")],
            "Both planned reviews of the team were held, up to two days late",
        ),
        ([held("2026-09-01", None), held("2026-09-10", None)], "Neither of two planned reviews of the team was held"),
        (
            [held("2026-09-01", "2026-09-01"), held("2026-09-10", None)],
            "One of two planned reviews of the team was held",
        ),
        (
            [held("2026-09-01", "2026-09-01"), held("2026-09-10", None), held("2026-09-20", "2026-09-20")],
            "Two of three planned reviews of the team were held",
        ),
    ],
)
def test_internal_rhythm(reviews, expected):
    assert told("internal_rhythm", QUARTERLY, reviews=reviews) == expected


def test_review_that_the_cadence_wants_and_nobody_planned_is_told():
    assert told("client_rhythm", {"plan_start": day("2026-10-15")}) == "No review with the customer was planned so far"
    assert told("client_rhythm", QUARTERLY) == "No review with the customer was planned so far; the cadence wants one"
    form = QUARTERLY | {"plan_start": day("2026-04-15")}
    assert told("internal_rhythm", form, reviews=[held("2026-09-01", "2026-09-01")]) == (
        "The one planned review of the team was held; the cadence wants one more"
    )


def deal(amount: str, stage: str):
    return an_opportunity(id=stage, amount=amount, stage=stage, close_date=day("2026-06-30"), outcome_reason="Price")


@pytest.mark.parametrize(
    ("target", "deals", "expected"),
    [
        (None, [], "How far new business is from its target is not assessed: no target is entered"),
        ("500000", [], "No new business is expected yet of the EUR 500 k aimed at"),
        ("500000", [deal("300000", "won")], "Only EUR 300 k of the EUR 500 k of new business aimed at is expected"),
        ("500000", [deal("499900", "won")], "New business is expected just short of the EUR 500 k aimed at"),
        ("500000", [deal("600000", "won")], "EUR 600 k of new business is expected, enough for the EUR 500 k aimed at"),
    ],
)
def test_new_business(target, deals, expected):
    assert told("new_business", {"new_business_target": target}, opportunities=deals) == expected

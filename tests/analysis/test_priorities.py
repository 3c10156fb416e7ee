"""Priorities against cases by hand: what moves the customer and our open actions in one list."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.analyse import analyse
from pipeline.analysis.priorities import explained_priorities
from pipeline.analysis.results import NotRanked, Priorities, Priority
from pipeline.model.account import KeyAccount
from tests.analysis.worked import assert_recomputes
from tests.builders import (
    AS_OF,
    PERIOD,
    a_business_item,
    a_force,
    an_account,
    an_action,
    an_objective,
    day,
    shipped_standards,
)
from tests.generated import generated_account

STANDARDS = shipped_standards()


def priorities(account: KeyAccount) -> Priorities:
    return analyse(account, STANDARDS, PERIOD, AS_OF).priorities


def ranked(**rows: Any) -> tuple[Priority, ...]:
    return priorities(an_account(**rows)).ranked


def test_events_and_actions_are_ranked_together() -> None:
    found = ranked(
        business=[a_business_item(kind="event", text="Three bids are opened", urgency=4, impact=4, owner="Jonas Wik")],
        # 6.8 to 4.0, now 6.3: 18% of 75% expected is off track, impact 5
        objectives=[an_objective(actual="6.3"), an_objective(id="O2", actual="4.5")],
        actions=[
            an_action(id="A1", due=day("2026-09-15")),  # 15 days late: 5 x 5
            an_action(id="A2", due=day("2026-10-30")),  # in 30 days: 3 x 5
            an_action(id="A3", objective="O2", due=day("2026-09-16")),  # 14 days late: 4 x 3, for a goal on track
        ],
    )
    assert [(one.rank, one.kind, one.id, one.score) for one in found] == [
        (1, "action", "A1", 25),
        (2, "event", "", 16),
        (3, "action", "A2", 15),
        (4, "action", "A3", 12),
    ]
    assert found[0].why == "Urgency 5: 15 days late; impact 5: goal O1 is off track."
    assert (found[1].why, found[1].owner) == (
        "Urgency 4 and impact 4 as noted; no answer of ours yet.", "Jonas Wik",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "urgency", "said"),
    [
        ({"due": day("2026-09-29")}, 4, "1 day late"),
        ({"due": AS_OF}, 3, "due today"),
        ({"due": day("2026-10-31")}, 2, "due in 31 days"),
        ({"due": day("2026-12-29")}, 2, "due in 90 days"),
        ({"due": day("2026-12-30")}, 1, "due in 91 days"),
        ({"due": day("2026-12-30"), "status": "blocked"}, 4, "blocked"),
        ({"due": day("2026-09-29"), "status": "blocked"}, 5, "blocked and 1 day late"),
    ],
)
def test_an_action_is_as_urgent_as_its_date_and_state_make_it(fields: dict[str, Any], urgency: int, said: str) -> None:
    (found,) = ranked(objectives=[an_objective(actual="4.5")], actions=[an_action(**fields)])
    assert (found.urgency, found.why) == (urgency, f"Urgency {urgency}: {said}; impact 3: goal O1 is on track.")


@pytest.mark.parametrize(
    ("actual", "impact"),
    [("6.3", 5), ("5.1", 4), ("4.5", 3), ("4.0", 1), (None, 3)],  # 18%, 61%, 82%, 100% of 75% expected
)
def test_an_action_has_the_impact_of_the_goal_it_serves(actual: str | None, impact: int) -> None:
    (found,) = ranked(objectives=[an_objective(actual=actual)], actions=[an_action()])
    assert found.impact == impact


def test_a_strong_force_that_an_action_works_on_gives_it_impact() -> None:
    rows = {"objectives": [an_objective(actual="4.5")], "actions": [an_action()]}
    (found,) = ranked(**rows, forces=[a_force(strength=5, action="a1"), a_force(strength=2, action="A1")])
    assert (found.impact, found.why) == (5, "Urgency 3: due in 30 days; impact 5: it works on a force of strength 5.")
    (found,) = ranked(**rows, forces=[a_force(strength=3, action="A1")])
    assert found.why.endswith("goal O1 is on track.")


def test_an_action_for_a_goal_that_is_not_there_says_so() -> None:
    (found,) = ranked(actions=[an_action(objective="O9")])
    assert (found.impact, found.why) == (3, "Urgency 3: due in 30 days; impact 3: goal O9 is not on the sheet.")


def test_what_is_done_cancelled_told_or_has_parts_is_left_out() -> None:
    found = ranked(
        business=[a_business_item(kind="insight", urgency=5, impact=5, told_on=AS_OF)],
        actions=[
            an_action(id="A1"),
            an_action(id="A1.1", parent="A1"),
            an_action(id="A2", status="done"),
            an_action(id="A3", status="cancelled"),
        ],
    )
    assert [one.id for one in found] == ["A1.1"]


def test_without_urgency_or_impact_nothing_is_ranked_but_listed() -> None:
    found = priorities(
        an_account(
            business=[
                a_business_item(text="Line 4", urgency=3),
                a_business_item(text="A new chief", impact=2),
                a_business_item(text="Energy prices"),
            ]
        )
    )
    assert found.ranked == ()
    assert found.not_ranked == (
        NotRanked(text="A new chief", lacks=("urgency",), cells=("Business",)),
        NotRanked(text="Energy prices", lacks=("urgency", "impact"), cells=("Business", "Business")),
        NotRanked(text="Line 4", lacks=("impact",), cells=("Business",)),
    )


def test_equal_scores_are_ordered_by_date_and_then_by_text() -> None:
    same = {"urgency": 3, "impact": 4}
    found = ranked(
        business=[
            a_business_item(text="B", **same),
            a_business_item(text="A", **same),
            a_business_item(text="C", **same, date=day("2027-03-01")),
            a_business_item(text="D", **same, date=day("2027-01-15")),
        ]
    )
    assert [one.text for one in found] == ["D", "C", "A", "B"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_scores_keep_their_bounds_and_the_order_of_rows_changes_none(seed: int, random: Random) -> None:
    account = generated_account(seed, STANDARDS)
    found = priorities(account)
    assert all(1 <= one.score <= 25 and one.cells for one in found.ranked)
    assert [one.score for one in found.ranked] == sorted((one.score for one in found.ranked), reverse=True)
    for explanation in explained_priorities(found):
        assert_recomputes(explanation)
    mixed = {
        name: tuple(random.sample(getattr(account, name), len(getattr(account, name))))
        for name in ("business", "actions", "objectives", "forces")
    }
    assert priorities(account.model_copy(update=mixed)) == found

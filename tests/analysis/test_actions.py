"""Actions: their state on the as-of date, parents and parts, and the counts."""

import datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.actions import action_load_of, action_states, action_summary_of, explained_actions
from pipeline.analysis.results import ActionLoad, ActionState, ActionSummary, Explanation
from pipeline.model.plan import Action
from tests.analysis.worked import assert_recomputes
from tests.builders import AS_OF, an_account, an_action, day

YESTERDAY = AS_OF - datetime.timedelta(days=1)


def states(*actions: Action) -> dict[str, ActionState]:
    found = action_states(an_account(actions=actions), AS_OF)
    assert [state.id for state in found] == [action.id for action in actions]
    return {state.id: state for state in found}


def state(**fields: Any) -> ActionState:
    return states(an_action(**fields))["A1"]


def summary(*actions: Action) -> ActionSummary:
    return action_summary_of(an_account(actions=actions), AS_OF)


@pytest.mark.parametrize(
    ("typed", "shown", "days"),
    [
        ("not started", "late", 1),
        ("in progress", "late", 1),
        ("blocked", "blocked", 1),
        ("done", "done", 0),
        ("cancelled", "cancelled", 0),
    ],
)
def test_action_past_due_is_late_unless_done_blocked_or_cancelled(typed: str, shown: str, days: int) -> None:
    found = state(status=typed, due=YESTERDAY)
    assert (found.status, found.days_late) == (shown, days)
    on_its_day = state(status=typed, due=AS_OF)
    assert (on_its_day.status, on_its_day.days_late) == (typed, 0)


def test_progress_is_one_when_done_else_as_typed() -> None:
    assert state(status="done", percent="0.4").percent == 1
    assert state(status="in progress", percent="0.4").percent == Decimal("0.4")
    assert state(status="in progress").percent == 0


def test_progress_of_a_parent_is_the_mean_of_its_parts_at_every_level() -> None:
    found = states(
        an_action(id="A1", percent="0.9"),
        an_action(id="A1.1", parent="A1", status="done"),
        an_action(id="A1.2", parent="A1"),
        an_action(id="A1.2.1", parent="A1.2", percent="0.5"),
        an_action(id="A1.2.2", parent="A1.2", percent="0.25"),
        an_action(id="A1.3", parent="A1", status="not started"),
        an_action(id="A1.4", parent="A1", status="cancelled"),
    )
    # A1.2: (0.5 + 0.25) / 2 = 0.375; A1: (1 + 0.375 + 0) / 3, the cancelled part left out
    assert found["A1.2"].percent == Decimal("0.375")
    assert found["A1"].percent == Decimal("1.375") / 3
    assert (found["A1"].parts, found["A1"].parts_done) == (3, 1)
    assert (found["A1.2"].parts, found["A1.2"].parts_done) == (2, 0)
    assert [found[name].level for name in ("A1", "A1.1", "A1.2", "A1.2.2")] == [0, 1, 1, 2]


def test_part_weighs_its_days_from_start_to_due_if_every_part_has_them() -> None:
    parts = [
        an_action(id="A1.1", parent="A1", status="done", start=day("2026-09-01"), due=day("2026-09-10")),  # 10 days
        an_action(id="A1.2", parent="A1", percent="0.5", start=day("2026-09-11"), due=day("2026-10-10")),  # 30 days
        an_action(id="A1.3", parent="A1", start=day("2026-10-30"), due=day("2026-10-30")),  # 1 day
        an_action(id="A1.4", parent="A1", status="cancelled"),  # needs no start
    ]
    found = states(an_action(id="A1"), *parts)["A1"]
    # (10 * 1 + 30 * 0.5 + 1 * 0) / 41 = 25 / 41
    assert (found.percent, found.weighted_by) == (Decimal(25) / 41, "days")
    for start in (None, day("2026-10-31")):  # no start, or one after the due date
        unknown = states(an_action(id="A1"), *parts[:2], an_action(id="A1.3", parent="A1", start=start))["A1"]
        assert (unknown.percent, unknown.weighted_by) == (Decimal("0.5"), "equal")  # (1 + 0.5 + 0) / 3


def test_action_without_parts_or_done_is_no_mean() -> None:
    found = states(an_action(id="A1", status="done"), an_action(id="A1.1", parent="A1"))
    assert [one.weighted_by for one in found.values()] == [None, None]
    assert found["A1"].percent == 1


def test_part_may_stand_above_its_parent() -> None:
    found = states(an_action(id="A1.1", parent="A1", percent="0.5"), an_action(id="A1"))
    assert (found["A1"].percent, found["A1.1"].level) == (Decimal("0.5"), 1)


def test_action_whose_parts_are_all_cancelled_stands_for_itself() -> None:
    actions = an_action(id="A1", percent="0.3"), an_action(id="A1.1", parent="A1", status="cancelled")
    assert (states(*actions)["A1"].percent, states(*actions)["A1"].parts) == (Decimal("0.3"), 0)
    assert summary(*actions).count == 1


def test_parents_in_a_loop_or_not_on_the_sheet_count_as_none() -> None:
    found = states(
        an_action(id="A1", parent="A2", percent="0.2"),
        an_action(id="A2", parent="A1", percent="0.4"),
        an_action(id="A3", parent="A3", percent="0.6"),
        an_action(id="A4", parent="A9", percent="0.8"),
        an_action(id="A5", parent="A1", percent="0.5"),
    )
    assert [found[name].level for name in ("A1", "A2", "A3", "A4", "A5")] == [0, 0, 0, 0, 1]
    assert [found[name].percent for name in ("A2", "A3", "A4")] == [Decimal("0.4"), Decimal("0.6"), Decimal("0.8")]
    assert (found["A1"].parts, found["A1"].percent) == (1, Decimal("0.5"))


def test_long_chain_of_parts_is_followed_to_its_end() -> None:
    chain = [an_action(id=f"A{place}", parent=f"A{place + 1}", percent="0.5") for place in range(1500)]
    found = states(*chain, an_action(id="A1500"))
    assert (found["A0"].level, found["A1500"].percent) == (1500, Decimal("0.5"))


def test_actions_are_counted() -> None:
    found = summary(
        an_action(id="A1", due=day("2026-08-31"), status="done", done_on=day("2026-08-31"), side="client"),
        an_action(id="A2", due=day("2026-08-31"), status="done", done_on=day("2026-09-01")),
        an_action(id="A3", due=day("2026-09-30"), status="done"),
        an_action(id="A4", due=day("2026-09-30"), side="both"),  # due today: due, not overdue
        an_action(id="A5", due=day("2026-09-20"), status="blocked", side="client"),  # 10 days late
        an_action(id="A6", due=day("2026-08-01"), status="not started"),  # 60 days late
        an_action(id="A7", due=day("2026-08-01"), status="cancelled", side="client"),
        an_action(id="A8", due=day("2026-10-30")),  # day 30
        an_action(id="A9", due=day("2026-10-31")),  # day 31
        an_action(id="A10", due=day("2026-10-15"), status="done", done_on=day("2026-09-15")),
        an_action(id="P", due=day("2026-08-01")),  # a parent: its part A11 counts
        an_action(id="A11", parent="P", due=day("2026-10-01"), status="not started"),
    )
    assert (found.count, found.done) == (10, 4)
    assert (found.due, found.due_done) == (6, 3)  # A1 to A6; of these A1, A2 and A3
    assert found.done_of_due == Decimal("0.5")
    assert (found.overdue, found.overdue_days) == (2, (60, 10))
    assert found.on_time == Decimal(2) / 3  # A1 and A10 of A1, A2 and A10; A3 has no day
    assert (found.next_30_days, found.next_ids) == (2, ("A11", "A8"))  # the first due first
    assert found.overdue_median == 35  # (60 + 10) / 2
    assert found.with_client == 2  # A4 and A5


def test_nothing_due_and_nothing_done_has_no_shares() -> None:
    found = summary()
    assert (found.count, found.done_of_due, found.on_time, found.overdue_days) == (0, None, None, ())
    assert (found.overdue_median, found.next_ids) == (None, ())
    assert summary(an_action(status="done")).on_time is None


def load(*actions: Action) -> ActionLoad:
    return action_load_of(an_account(actions=actions), AS_OF)


def late(days: int, **fields: Any) -> Action:
    return an_action(due=AS_OF - datetime.timedelta(days=days), **fields)


def test_open_actions_are_counted_by_owner_with_the_most_overdue_first() -> None:
    found = load(
        late(10, id="A1", owner="Anna Frost", department="quality"),
        late(20, id="A2", owner="anna  frost", department="quality"),
        late(3, id="A3", owner="Oskar Nyman"),
        an_action(id="A4", owner="Oskar Nyman", department="sales"),
        an_action(id="A5", owner="Oskar Nyman", status="done", due=YESTERDAY),
        an_action(id="A6", owner="Ida Lindqvist", status="cancelled"),
        late(0, id="A7", owner="Ida Lindqvist", department="sales"),  # due today
    )
    assert [(one.name, one.open, one.overdue, one.overdue_median, one.ids) for one in found.owners] == [
        ("Anna Frost", 2, 2, 15, ("A2", "A1")), ("Oskar Nyman", 2, 1, 3, ("A3",)), ("Ida Lindqvist", 1, 0, None, ()),
    ]  # fmt: skip
    assert [(one.name, one.open, one.overdue) for one in found.departments] == [
        ("quality", 2, 2), ("", 1, 1), ("sales", 2, 0),
    ]  # fmt: skip


def test_overdue_actions_are_aged_by_thirty_days() -> None:
    found = load(*(late(days, id=f"A{days}") for days in (0, 1, 30, 31, 60, 61, 90, 91, 400)))
    assert [(band.from_days, band.to_days, band.count) for band in found.ages] == [
        (1, 30, 2), (31, 60, 2), (61, 90, 2), (91, None, 2),
    ]  # fmt: skip


def test_parent_of_others_loads_nobody() -> None:
    found = load(late(9, id="A1", owner="Anna Frost"), late(5, id="A1.1", parent="A1"))
    assert [one.name for one in found.owners] == ["Oskar Nyman"]
    assert (load().owners, load().departments) == ((), ())
    assert not any(band.count for band in load().ages)


def explained(*actions: Action) -> dict[str, Explanation]:
    account = an_account(actions=actions)
    given = account, action_states(account, AS_OF), action_summary_of(account, AS_OF), AS_OF
    return {one.of: one for one in explained_actions(*given)}


def test_shares_and_means_are_explained_with_their_numbers_put_in() -> None:
    dates = {"start": day("2026-09-01"), "due": day("2026-09-10")}
    found = explained(
        an_action(id="A1"),
        an_action(id="A1.1", parent="A1", status="done", done_on=day("2026-09-11"), **dates),
        an_action(id="A1.2", parent="A1", percent="0.4", start=day("2026-09-01"), due=day("2026-09-30")),
    )
    assert {name: one.worked for name, one in found.items()} == {
        "action_summary.done_of_due": "1 ÷ 2 = 0.5",
        "action_summary.on_time": "0 ÷ 1 = 0",
        "action_states[1].percent": "((10 × 1) + (30 × 0.4)) ÷ (10 + 30) = 0.55",
    }
    for explanation in found.values():
        assert_recomputes(explanation)
    assert explained() == {}


statuses = st.sampled_from(["not started", "in progress", "blocked", "done", "cancelled"])


@st.composite
def trees(draw: st.DrawFn) -> list[Action]:
    count = draw(st.integers(0, 7))
    return [
        an_action(
            id=f"A{place}",
            parent=draw(st.sampled_from([None, *(f"A{other}" for other in range(count))])),
            status=draw(statuses),
            percent=draw(st.none() | st.decimals(0, 1, places=2)),
            start=draw(st.none() | st.just(AS_OF - datetime.timedelta(days=30))),
            due=AS_OF + datetime.timedelta(days=draw(st.integers(-40, 40))),
            owner=draw(st.sampled_from(["Anna Frost", "Oskar Nyman"])),
        )
        for place in range(count)
    ]


@given(trees(), st.randoms(use_true_random=False))
def test_shares_stay_in_range_and_the_order_of_rows_does_not_matter(actions: list[Action], random: Random) -> None:
    found = states(*actions)
    shuffled = random.sample(actions, len(actions))
    assert states(*shuffled) == found
    assert summary(*shuffled) == summary(*actions)
    assert all(0 <= one.percent <= 1 and 0 <= one.parts_done <= one.parts for one in found.values())
    assert all((one.days_late > 0) >= (one.status == "late") for one in found.values())
    counts = summary(*actions)
    assert counts.due_done <= counts.due <= counts.count
    assert counts.overdue == len(counts.overdue_days) <= counts.due - counts.due_done
    loads = load(*actions)
    assert load(*shuffled) == loads
    for part in (loads.owners, loads.departments):
        assert sum(one.open for one in part) == counts.count - counts.done
        assert sum(one.overdue for one in part) == counts.overdue
    assert sum(band.count for band in loads.ages) == counts.overdue

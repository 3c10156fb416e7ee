"""What objectives lack, against lists made by hand."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from pipeline.analysis.goal_gaps import goal_gaps_of, horizon_of
from pipeline.analysis.results import GoalGaps
from pipeline.model.fields import Record
from pipeline.model.plan import Objective
from tests.builders import AS_OF, a_kpi, a_member, an_account, an_account_form, an_action, an_objective, day

TEAM = [a_member(name="Oskar Nyman"), a_member(name="Sofie Brandt", organisation="client")]
WHOLE: dict[str, Any] = {"solution": "Tension sensors", "client_owner": "Sofie Brandt"}


def gaps(*objectives: Objective, **rows: list[Record]) -> GoalGaps:
    filled: dict[str, Any] = {"team": TEAM, "kpis": [a_kpi()], "actions": [an_action(objective="O1")]}
    return goal_gaps_of(an_account(objectives=objectives, **(filled | rows)), AS_OF)


def test_whole_objective_lacks_nothing() -> None:
    found = gaps(an_objective(**WHOLE))
    assert found == GoalGaps(
        without_measure=(), without_kpi_row=(), without_owner=(), without_client_owner=(), without_solution=(),
        without_action=(), horizons=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lacks", "fields"),
    [
        ("without_measure", {"baseline": None}),
        ("without_measure", {"baseline": "4.0"}),
        ("without_kpi_row", {"kpi": "Stops per 100 hours"}),
        ("without_owner", {"owner": "Sofie Brandt"}),  # of the client's team
        ("without_owner", {"owner": "Somebody"}),
        ("without_client_owner", {"client_owner": None}),
        ("without_solution", {"solution": None}),
        ("without_solution", {"solution_status": "dropped"}),
        ("without_action", {"id": "O2"}),
    ],
)
def test_objective_that_lacks_something_is_named_in_that_list_alone(lacks: str, fields: dict[str, Any]) -> None:
    found = gaps(an_objective(**(WHOLE | fields)))
    named = {name: ids for name, ids in asdict(found).items() if ids}
    assert named == {lacks: (fields.get("id", "O1"),)}


def test_case_and_spaces_make_no_other_words() -> None:
    objective = an_objective(**WHOLE, kpi="stops per 100  RUNNING hours", owner="OSKAR nyman")
    assert gaps(objective, actions=[an_action(objective="o1")]) == gaps(an_objective(**WHOLE))


def test_objective_of_ours_alone_needs_no_owner_of_theirs() -> None:
    assert gaps(an_objective(beneficiary="us", client_owner=None)).without_client_owner == ()


def test_cancelled_action_serves_no_objective() -> None:
    assert gaps(an_objective(**WHOLE), actions=[an_action(status="cancelled")]).without_action == ("O1",)


def test_horizon_is_held_against_the_plan_year_of_the_due_date() -> None:
    found = gaps(
        an_objective(id="O1", horizon="mid", due=day("2026-12-31")),
        an_objective(id="O2", horizon="mid", due=day("2027-01-01")),
        an_objective(id="O3", horizon="short", due=day("2028-01-01")),
        an_objective(id="O4", horizon="long", due=day("2026-09-29")),  # has passed
    )
    assert [(gap.id, gap.horizon, gap.by_due) for gap in found.horizons] == [
        ("O1", "mid", "short"), ("O3", "short", "long"),
    ]  # fmt: skip


def test_plan_year_begins_on_the_day_of_the_plan() -> None:
    start, as_of = day("2025-04-01"), day("2026-03-31")
    assert horizon_of(day("2026-03-31"), start, as_of) == "short"
    assert horizon_of(day("2026-04-01"), start, as_of) == "mid"
    assert horizon_of(day("2027-04-01"), start, as_of) == "long"
    assert horizon_of(day("2027-04-01"), start, day("2026-04-01")) == "mid"
    form = an_account_form(plan_start=day("2025-10-01"))
    account = an_account(form, objectives=[an_objective(horizon="short", due=day("2026-10-01"))])
    assert [gap.by_due for gap in goal_gaps_of(account, AS_OF).horizons] == ["mid"]


def test_no_objective_lacks_nothing() -> None:
    assert not any(asdict(gaps()).values())


@given(st.lists(st.sampled_from([{}, {"solution": None}, {"baseline": None}, {"horizon": "long"}])), st.randoms())
def test_every_list_holds_its_objectives_whatever_the_order_of_rows(
    changes: list[dict[str, Any]], random: Random
) -> None:
    objectives = [an_objective(**(WHOLE | change | {"id": f"O{place}"})) for place, change in enumerate(changes)]
    found, again = gaps(*objectives), gaps(*random.sample(objectives, len(objectives)))
    for name, listed in asdict(found).items():
        assert sorted(listed, key=str) == sorted(getattr(again, name), key=str)
    assert len(found.without_solution) == changes.count({"solution": None})

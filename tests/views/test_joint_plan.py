"""What the joint action plan prints, and what it leaves out."""

from typing import Any, get_args, get_type_hints

import pytest
from msgspec import Struct

from pipeline.views.joint_plan import JointPlanView, joint_plan_view
from tests.builders import a_member, a_review, an_account, an_account_form, an_agreement, day
from tests.views.decks import a_goal, a_shared_action, a_shared_kpi, given


def the_plan(**rows: Any) -> JointPlanView:
    return joint_plan_view(*given(an_account(**rows)))


def test_an_account_with_nothing_on_its_sheets_still_has_a_plan_to_sign():
    plan = the_plan()

    assert plan.headline == "What we want to achieve together is still to be agreed"
    assert plan.aims == plan.actions == plan.points == ()
    theirs, ours = plan.signatories
    assert (theirs.name, theirs.title) == ("", "")
    assert (ours.side, ours.name) == ("Lindholt", "Ida Lindqvist")


def test_nothing_that_is_not_shared_reaches_it():
    plan = the_plan(objectives=[a_goal(1, "5", share=False)], actions=[a_shared_action(1, share=None)])

    assert (plan.aims, plan.actions) == ((), ())


def test_every_field_is_for_the_client():
    def internal_fields(kind: Any) -> list[str]:
        found = []
        for name in kind.__struct_fields__:
            if name not in kind.declared or kind.declared[name].audience != "client" or not kind.declared[name].help:
                found.append(name)
            hint = get_type_hints(kind)[name]
            for inner in (hint, *get_args(hint)):
                if isinstance(inner, type) and issubclass(inner, Struct):
                    found += internal_fields(inner)
        return found

    assert internal_fields(JointPlanView) == []


@pytest.mark.parametrize(
    ("aims", "actions", "agreed", "headline"),
    [
        (1, 0, [], "One aim, still to be agreed"),
        (0, 1, [True], "One action, the one point agreed"),
        (2, 3, [True, True], "Two aims and three actions, both points agreed"),
        (2, 3, [True, True, True], "Two aims and three actions, all three points agreed"),
        (2, 13, [True, False], "Two aims and 13 actions, one of two points agreed"),
        (2, 3, [False, False], "Two aims and three actions, still to be agreed"),
    ],
)
def test_the_headline_counts_aims_actions_and_what_is_agreed(aims, actions, agreed, headline):
    plan = the_plan(
        objectives=[a_goal(number, "5") for number in range(1, aims + 1)],
        actions=[a_shared_action(number) for number in range(1, actions + 1)],
        agreement=[an_agreement(agreed=value) for value in agreed],
    )

    assert plan.headline.replace("\u00a0", " ") == headline


def test_an_aim_stands_with_its_figures_its_people_and_its_status():
    goal = a_goal(1, "5.5", unit="%", client_owner="Maren Holt", owner="Ida Lindqvist", outcome="Calm lines")

    (aim,) = the_plan(objectives=[goal]).aims

    assert (aim.baseline, aim.actual, aim.target) == ("0.0%", "5.5%", "10.0%")
    assert (aim.measure, aim.due, aim.wants) == ("KPI 1", "Dec 2026", "Calm lines")
    assert aim.owners == ("Maren Holt", "Ida Lindqvist")
    assert (aim.status.tone, aim.status.word) == ("watch", "Behind")


def test_an_aim_without_a_figure_of_its_own_takes_that_of_its_measure():
    (aim,) = the_plan(objectives=[a_goal(1, None)], kpis=[a_shared_kpi("2026-Q3", "7")]).aims

    assert aim.actual == "7"


def test_a_measure_that_repeats_its_aim_is_not_said_twice():
    (aim,) = the_plan(objectives=[a_goal(1, "5", kpi="Goal 1")]).aims

    assert aim.measure == ""


def test_aims_that_serve_one_want_stand_together_under_it():
    aims = the_plan(
        objectives=[
            a_goal(1, "5", outcome="Calm lines"),
            a_goal(2, "5", outcome="One bin"),
            a_goal(3, "5", outcome="Calm lines"),
        ]
    ).aims

    assert [(aim.title, aim.starts_group) for aim in aims] == [("Goal 1", True), ("Goal 3", False), ("Goal 2", True)]


def test_actions_stand_by_due_date_with_who_does_them():
    actions = the_plan(
        objectives=[a_goal(1, "5")],
        actions=[
            a_shared_action(1, objective="O1", side="both", due=day("2027-02-01")),
            a_shared_action(2, objective="O9", side="client", due=day("2026-09-20")),
            a_shared_action(3, objective="O1", side="us", status="cancelled"),
        ],
    ).actions

    assert [(row.number, row.action, row.goal, row.due) for row in actions] == [
        (1, "Step 2", "", "20 Sep 2026"),
        (2, "Step 1", "Goal 1", "1 Feb 2027"),
    ]
    assert [row.side for row in actions] == [given(an_account())[0].account.name, "Both sides"]
    assert actions[0].status.word == "Late, 10 days"


def test_how_it_is_worked_with_tells_only_what_is_noted():
    bare = the_plan()
    full = the_plan(
        account=an_account_form(plan_format="Two pages", sharing_channel="Portal", update_frequency="Each month"),
        reviews=[a_review(place="Bergen")],
    )

    assert "Where it is shared" not in [step.label for step in bare.working]
    told = {step.label: step.text.replace("\u00a0", " ") for step in full.working}
    assert told["Next reviews"].startswith("14 Oct 2026, Bergen; ")
    assert len(told["Next reviews"].split("; ")) == 4
    assert (told["Format of the plan"], told["Where it is shared"]) == ("Two pages", "Portal")
    assert told["How often it is updated"] == "Each month"


def test_a_point_says_who_agreed_and_when():
    points = the_plan(
        agreement=[
            an_agreement(item="Aims", signatory="Maren Holt", date=day("2026-07-14")),
            an_agreement(item="Due dates", agreed=False),
        ]
    ).points

    assert [(row.item, row.status.word, row.signatory, row.date) for row in points] == [
        ("Aims", "Agreed", "Maren Holt", "14 Jul 2026"),
        ("Due dates", "Not yet", "–", "–"),
    ]


def test_the_sponsors_sign():
    theirs, ours = the_plan(
        team=[
            a_member(),
            a_member(name="Erik Sandell", role="Managing Director", executive_sponsor=True),
            a_member(name="Jonas Wik", organisation="client"),
            a_member(name="Maren Holt", role="COO", organisation="client", executive_sponsor=True),
        ],
        agreement=[an_agreement(signatory="Jonas Wik")],
    ).signatories

    assert (theirs.name, theirs.title) == ("Maren Holt", "COO")
    assert (ours.name, ours.title) == ("Erik Sandell", "Managing Director")


def test_without_a_sponsor_whoever_agreed_last_signs_for_the_client_and_the_author_for_us():
    theirs, ours = the_plan(
        team=[a_member()],
        agreement=[
            an_agreement(signatory="Maren Holt", date=day("2026-07-14")),
            an_agreement(signatory="Jonas Wik", date=day("2026-01-14")),
            an_agreement(signatory="Nobody yet", agreed=False),
        ],
    ).signatories

    assert theirs.name == "Maren Holt"
    assert (ours.name, ours.title) == ("Ida Lindqvist", "Key Account Manager")

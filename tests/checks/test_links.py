"""Ids, references, owners and chains."""

import pytest

from pipeline.checks.links import chains_end, ids_are_unique, owners_are_ours, references_exist
from pipeline.model.account import RECORDS, all_columns
from pipeline.model.fields import columns
from pipeline.model.kinds import referred
from tests.builders import (
    a_competitor,
    a_filled_account,
    a_force,
    a_member,
    a_stakeholder,
    a_swot_item,
    a_unit,
    a_white_space,
    an_account_form,
    an_action,
    an_objective,
    an_opportunity,
)
from tests.checks.problems_of import at, problems_of


def test_a_filled_account_has_no_problem_of_links():
    for rule in (ids_are_unique, references_exist, owners_are_ours, chains_end):
        assert problems_of(rule, a_filled_account()) == []


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("stakeholders", [a_stakeholder(), a_stakeholder(name="B"), a_stakeholder(id="S2", name="C")]),
        ("opportunities", [an_opportunity(), an_opportunity(), an_opportunity(id="D2")]),
        ("objectives", [an_objective(), an_objective(), an_objective(id="O2")]),
        ("actions", [an_action(), an_action(), an_action(id="A2")]),
    ],
)
def test_an_id_that_stands_twice_is_an_error_at_the_later_row(key, rows):
    first, second = at(rows[0], {"id": "B8"}), at(rows[1], {"id": "B9"})
    sheet, value = first.sheet.name, first.id

    assert problems_of(ids_are_unique, a_filled_account(**{key: [first, second, rows[2]]})) == [
        f"error duplicate-id {sheet}!B9: Id {value!r} stands already in {sheet}!B8."
    ]


def test_case_and_spaces_do_not_make_another_id():
    actions = [an_action(id="A 1"), an_action(id="a  1 ")]

    assert len(problems_of(ids_are_unique, a_filled_account(actions=actions))) == 1


def test_two_of_the_team_with_one_name_are_an_error_and_two_stakeholders_a_warning():
    team = [at(a_member(), {"name": "B8"}), at(a_member(role="Buyer"), {"name": "B9"})]
    people = [a_stakeholder(), at(a_stakeholder(id="S2"), {"name": "C9"})]

    assert problems_of(ids_are_unique, a_filled_account(team=team)) == [
        "error duplicate-name Team!B9: Name 'Ida Lindqvist' stands already in Team!B8."
    ]
    assert problems_of(ids_are_unique, a_filled_account(stakeholders=people)) == [
        "warning duplicate-name Stakeholders!C9: Name 'Jonas Wik' stands already in Stakeholders."
    ]


@pytest.mark.parametrize(
    ("key", "rows"),
    [("competitors", [a_competitor(), a_competitor(type="theirs")]), ("units", [a_unit(), a_unit(unit="gävle ")])],
)
def test_a_competitor_and_a_unit_stand_once(key, rows):
    assert [text.split(":")[0] for text in problems_of(ids_are_unique, a_filled_account(**{key: rows}))] == [
        f"error duplicate-name {rows[0].sheet.name}"
    ]


REFERENCES = [(record, column.key) for record in RECORDS for column in columns(record) if column.refers]


def test_the_model_has_references_to_check():
    assert len(REFERENCES) == sum(bool(column.refers) for column in all_columns()) > 10


@pytest.mark.parametrize(("record", "key"), REFERENCES)
def test_every_reference_of_the_model_must_name_something(record, key):
    account = a_filled_account(swot=[a_swot_item()])
    value: object = ("Nobody",) if isinstance(getattr(account.rows(record)[0], key), tuple) else "Nobody"
    if key in ("influences", "conflicts_with"):
        value = ("Nobody",)
    row = at(account.rows(record)[0].model_copy(update={key: value}), {key: "F7"})
    changed = row if record.sheet.form else (row, *account.rows(record)[1:])

    (problem,) = problems_of(references_exist, account.model_copy(update={record.sheet.key: changed}))

    column = next(column for column in columns(record) if column.key == key)
    required = any(referred(reference).sheet.required for reference in column.refers)
    severity = "error" if required else "warning"
    assert problem.startswith(f"{severity} unknown-reference {record.sheet.name}!F7: ")
    assert "'Nobody' is not on sheet " in problem


def test_an_optional_sheet_need_not_hold_what_is_named():
    account = a_filled_account(units=[], white_space=[at(a_white_space(), {"unit": "B8"})])

    assert problems_of(references_exist, account) == [
        "warning unknown-reference White space!B8: Unit 'Gävle' is not on sheet Units."
    ]


def test_the_nearest_name_is_in_the_fix():
    account = a_filled_account(actions=[an_action(owner="Oscar Nyman")])
    (problem,) = references_exist(account, None)

    assert problem.fix == "Did you mean 'Oskar Nyman'? Else add 'Oscar Nyman' to sheet Team."
    assert (problem.found, problem.field) == ("Oscar Nyman", "owner")


def test_nothing_is_said_to_be_missing_from_a_sheet_with_an_unread_id():
    actions = [at(an_action(), {"id": "B8"}, unread={"id"})]
    account = a_filled_account(actions=actions, forces=[a_force(action="A9")])

    assert problems_of(references_exist, account) == []


def test_a_reference_to_an_empty_sheet_is_an_error():
    account = a_filled_account(team=[], account=an_account_form())

    assert len(problems_of(references_exist, account)) > 2


def test_an_objective_is_owned_by_one_of_us():
    team = [a_member(), a_member(name="Sofie Brandt", organisation="client")]
    objectives = [at(an_objective(owner="Sofie Brandt"), {"owner": "G8"}), an_objective(id="O2", owner="Ida Lindqvist")]

    assert problems_of(owners_are_ours, a_filled_account(team=team, objectives=objectives)) == [
        "warning owner-not-ours Objectives!G8: Owner 'Sofie Brandt' is of the client's team; "
        "one of us should answer for it."
    ]


def test_the_last_contact_was_had_by_one_of_us():
    team = [a_member(), a_member(name="Sofie Brandt", organisation="client")]
    people = [
        at(a_stakeholder(last_contact_by="Sofie Brandt"), {"last_contact_by": "L8"}),
        a_stakeholder(id="S2", name="Maren Holt", last_contact_by="Ida Lindqvist"),
    ]

    assert problems_of(owners_are_ours, a_filled_account(team=team, stakeholders=people)) == [
        "warning owner-not-ours Stakeholders!L8: Last contact by 'Sofie Brandt' is of the client's team; "
        "one of us should answer for it."
    ]


def test_actions_that_are_parts_of_each_other_are_one_error():
    actions = [
        at(an_action(id="A1", parent="A3"), {"parent": "E8"}),
        an_action(id="A2", parent="A1"),
        an_action(id="A3", parent="A2"),
        an_action(id="A4", parent="A1"),
    ]

    assert problems_of(chains_end, a_filled_account(actions=actions)) == [
        "error circle Actions!E8: Parent leads in a circle: A1 - A3 - A2 - A1."
    ]


def test_nobody_reports_to_themselves():
    people = [at(a_stakeholder(reports_to="S1"), {"reports_to": "N8"})]

    assert problems_of(chains_end, a_filled_account(stakeholders=people)) == [
        "error circle Stakeholders!N8: Reports to leads in a circle: S1 - S1."
    ]


def test_no_unit_is_a_part_of_its_own_part():
    units = [at(a_unit(parent="Nordic"), {"parent": "C8"}), a_unit(unit="Nordic", parent="Gävle"), a_unit(unit="Group")]

    assert problems_of(chains_end, a_filled_account(units=units)) == [
        "error circle Units!C8: Part of leads in a circle: Gävle - Nordic - Gävle."
    ]


def test_a_long_chain_that_ends_is_no_circle():
    people = [a_stakeholder(id=f"S{n}", name=str(n), reports_to=f"S{n + 1}") for n in range(1, 300)]

    assert problems_of(chains_end, a_filled_account(stakeholders=people)) == []

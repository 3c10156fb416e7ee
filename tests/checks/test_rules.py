"""All rules together: each is in the list, each cell is told once, and unread rows break none of them."""

import inspect

import pytest

from pipeline.checks import content, days, links, money, promises, voice
from pipeline.checks.rules import CHECKS, check
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Origin, columns
from tests.builders import a_filled_account, an_action, an_objective, day
from tests.checks.problems_of import STANDARDS, at


def test_every_rule_is_in_the_list():
    rules = {
        function
        for module in (content, days, links, money, promises, voice)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }

    assert set(CHECKS) == rules
    assert len(CHECKS) == len(rules)


def test_a_filled_account_has_no_errors():
    found = check(a_filled_account(), STANDARDS)

    assert [problem for problem in found if problem.severity == "error"] == []
    assert {problem.code for problem in found} == {
        "sponsor-missing",
        "nothing-shared",
        "evidence-missing",
        "no-decision",
        "nothing-said",
        "agreement-unsigned",
    }


def test_codes_are_lower_case_with_hyphens_and_every_problem_has_its_fix():
    for problem in check(a_filled_account(team=[], objectives=[]), STANDARDS):
        assert problem.code == problem.code.lower().replace(" ", "-")
        assert problem.fix.endswith((".", "?"))


def test_a_cell_that_could_not_be_read_is_not_told_again():
    action = at(an_action(status="done"), {"done_on": "N8"})
    unread = at(action, {"done_on": "N8"}, unread={"done_on"})

    assert "done-without-day" in {p.code for p in check(a_filled_account(actions=[action]), STANDARDS)}
    assert "done-without-day" not in {p.code for p in check(a_filled_account(actions=[unread]), STANDARDS)}


def test_a_cell_with_an_error_has_no_warning_besides():
    objective = at(an_objective(start=day("2026-05-01"), due=day("2025-05-01")), {"start": "O8", "due": "P8"})
    found = check(a_filled_account(objectives=[objective]), STANDARDS)

    assert [p.code for p in found if p.cell == "P8"] == ["date-order"]


@pytest.mark.parametrize("record", RECORDS)
def test_no_rule_stumbles_over_a_field_that_could_not_be_read(record):
    account = a_filled_account()
    for column in columns(record):
        rows = tuple(at(row, {column.key: "F7"}, unread={column.key}) for row in account.rows(record))
        changed = rows[0] if record.sheet.form else rows
        found = check(account.model_copy(update={record.sheet.key: changed}), STANDARDS)
        assert [p for p in found if p.severity == "error"] == [], column.path


def test_an_account_of_which_nothing_could_be_read_breaks_no_rule():
    rows = {}
    for record in RECORDS:
        keys = [column.key for column in columns(record)]
        row = record.model_construct(origin=Origin(record.sheet.name, {}, frozenset(keys)), **dict.fromkeys(keys))
        rows[record.sheet.key] = row if record.sheet.form else (row,)

    assert check(KeyAccount.model_construct(**rows), STANDARDS) == ()

"""Dates in order, within the plan, and past dates with an outcome."""

from decimal import Decimal

import pytest

from pipeline.checks.days import (
    dates_are_in_order,
    dates_are_within_the_plan,
    done_actions_tell_when,
    past_dates_have_an_outcome,
)
from tests.builders import (
    a_filled_account,
    a_stakeholder,
    an_account,
    an_account_form,
    an_action,
    an_objective,
    an_opportunity,
    day,
)
from tests.checks.problems_of import at, problems_of


def test_a_filled_account_has_no_problem_of_dates():
    for rule in (dates_are_in_order, dates_are_within_the_plan, done_actions_tell_when, past_dates_have_an_outcome):
        assert problems_of(rule, a_filled_account()) == []


@pytest.mark.parametrize(
    ("row", "first", "second", "severity"),
    [
        (an_objective(), "start", "due", "error"),
        (an_action(), "start", "due", "error"),
        (an_action(), "start", "done_on", "warning"),
        (an_opportunity(), "opened", "close_date", "error"),
        (a_stakeholder(), "known_since", "last_contact", "warning"),
    ],
)
def test_an_end_before_its_beginning_is_told_at_the_end(row, first, second, severity):
    days = {first: day("2026-05-02"), second: day("2026-05-01")}
    told = at(row.model_copy(update=days), {first: "J8", second: "K8"})

    (problem,) = problems_of(dates_are_in_order, a_filled_account(**{row.sheet.key: [told]}))

    assert problem.startswith(f"{severity} date-order {row.sheet.name}!K8: ")
    assert "2026-05-01 is before" in problem
    same = at(row.model_copy(update=dict.fromkeys(days, day("2026-05-01"))), {})
    assert problems_of(dates_are_in_order, a_filled_account(**{row.sheet.key: [same]})) == []


@pytest.mark.parametrize(("first", "second"), [("plan_start", "plan_end"), ("contract_start", "contract_end")])
def test_plan_and_contract_end_after_they_began(first, second):
    form = an_account_form(**{first: day("2027-01-01"), second: day("2026-12-31")})

    (problem,) = problems_of(dates_are_in_order, an_account(account=form))
    assert problem.startswith("error date-order Account: ")


def test_what_lies_outside_the_plan_is_a_warning():
    objectives = [at(an_objective(due=day("2029-01-01")), {"due": "P8"})]
    actions = [at(an_action(due=day("2025-12-31")), {"due": "K8"})]

    assert problems_of(dates_are_within_the_plan, a_filled_account(objectives=objectives, actions=actions)) == [
        "warning outside-plan Objectives!P8: Due 2029-01-01 is outside the plan, 2026-01-01 to 2028-12-31.",
        "warning outside-plan Actions!K8: Due 2025-12-31 is outside the plan, 2026-01-01 to 2028-12-31.",
    ]


def test_a_plan_whose_own_dates_are_wrong_or_unread_claims_nothing_of_others():
    objectives = [an_objective(due=day("2029-01-01"))]
    for form in (an_account_form(plan_end=day("2025-01-01")), at(an_account_form(), {}, unread={"plan_start"})):
        assert problems_of(dates_are_within_the_plan, an_account(account=form, objectives=objectives)) == []


def test_the_first_and_the_last_day_of_the_plan_are_within_it():
    form = an_account_form(plan_start=day("2026-01-01"), plan_end=day("2026-12-31"))
    objectives = [an_objective(start=day("2026-01-01"), due=day("2026-12-31"))]
    one_day = an_account_form(plan_start=day("2027-01-01"), plan_end=day("2027-01-01"))

    assert problems_of(dates_are_within_the_plan, an_account(account=form, objectives=objectives)) == []
    assert len(problems_of(dates_are_within_the_plan, an_account(account=one_day, objectives=objectives))) == 2


def test_an_objective_without_actual_is_fine_until_it_is_past():
    form = an_account_form(date_prepared=day("2026-09-30"))
    objectives = [
        an_objective(due=day("2026-09-30"), actual=None),
        an_objective(due=day("2026-09-01")),
        at(an_objective(actual=None), {}, unread={"due"}),
    ]

    assert problems_of(past_dates_have_an_outcome, an_account(account=form, objectives=objectives)) == []


def test_what_was_due_when_the_plan_was_prepared_tells_how_it_ended():
    form = an_account_form(date_prepared=day("2026-09-30"))
    objectives = [at(an_objective(due=day("2026-09-29"), actual=None), {"actual": "N8"})]
    deals = [
        at(an_opportunity(close_date=day("2026-09-29")), {"close_date": "K8"}),
        an_opportunity(id="D2", close_date=day("2026-09-29"), stage="won"),
        an_opportunity(id="D3", close_date=day("2026-09-30")),
    ]

    assert problems_of(
        past_dates_have_an_outcome, an_account(account=form, objectives=objectives, opportunities=deals)
    ) == [
        "warning actual-missing Objectives!N8: Actual is blank, though the objective was due on 2026-09-29.",
        "warning close-date-past Opportunities!K8: Close date 2026-09-29 is past, and the deal is still open "
        "(proposal).",
    ]
    unknown = an_account(account=an_account_form(), objectives=objectives, opportunities=deals)
    assert problems_of(past_dates_have_an_outcome, unknown) == []


def test_status_progress_and_day_of_an_action_agree():
    cells = {"status": "L8", "percent": "M8", "done_on": "N8"}
    actions = [
        at(an_action(status="done"), cells),
        at(an_action(id="A2", status="done", done_on=day("2026-09-01"), percent=Decimal("0.5")), cells),
        at(an_action(id="A3", status="blocked", done_on=day("2026-09-01")), cells),
        an_action(id="A4", status="done", done_on=day("2026-09-01"), percent=Decimal(1)),
    ]

    assert problems_of(done_actions_tell_when, a_filled_account(actions=actions)) == [
        "warning done-without-day Actions!N8: Done on is blank, though the action is done.",
        "warning done-in-part Actions!M8: Progress is 50%, though the action is done.",
        "warning done-but-open Actions!L8: Done on is filled in, though the status is 'blocked'.",
    ]

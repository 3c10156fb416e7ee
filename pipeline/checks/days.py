"""Rules about dates: in order, within the plan, and not passed over when the plan was last gone through."""

import datetime
from collections.abc import Iterator

from pipeline.checks.places import at_cell, column_of, in_words
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Contents, Record
from pipeline.model.money import Opportunity
from pipeline.model.people import Account, Stakeholder
from pipeline.model.plan import Action, Objective
from pipeline.model.portfolio import Customer
from pipeline.problems import Problem, Severity
from pipeline.standards import Standards

# The second date of a row is not before the first.
_IN_ORDER: tuple[tuple[type[Record], str, str, Severity], ...] = (
    (Account, "plan_start", "plan_end", "error"),
    (Account, "contract_start", "contract_end", "error"),
    (Objective, "start", "due", "error"),
    (Action, "start", "due", "error"),
    (Action, "start", "done_on", "warning"),
    (Opportunity, "opened", "close_date", "error"),
    (Customer, "previous_tier_since", "tier_since", "error"),
    (Customer, "earlier_tier_since", "previous_tier_since", "error"),
    (Customer, "score_before_date", "score_date", "error"),
    (Customer, "satisfaction_before_date", "satisfaction_now_date", "error"),
    (Customer, "key_since", "return_date", "warning"),
    (Stakeholder, "known_since", "last_contact", "warning"),
)
_IN_PLAN: tuple[tuple[type[Record], str], ...] = ((Objective, "start"), (Objective, "due"), (Action, "due"))


def dates_are_in_order(contents: Contents, standards: Standards) -> Iterator[Problem]:
    """What ends, ends after it began."""
    for record, first, second, severity in _IN_ORDER:
        for row in contents.rows(record) if record in contents.records else ():
            earlier, later = getattr(row, first), getattr(row, second)
            if earlier and later and later < earlier:
                titles = column_of(record, first).title, column_of(record, second).title
                message = f"{titles[1]} {in_words(later)} is before {titles[0]} {in_words(earlier)}."
                fix = f"Correct {titles[1]}, or {titles[0]} in {row.cell(first)}."
                yield at_cell(row, second, "date-order", severity, message, fix)


def dates_are_within_the_plan(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Objectives and actions lie between the plan's first and last day."""
    start, end = account.account.plan_start, account.account.plan_end
    if not (start and end) or end < start:
        return
    for record, key in _IN_PLAN:
        for row in account.rows(record):
            found: datetime.date | None = getattr(row, key)
            if found and not start <= found <= end:
                title = column_of(record, key).title
                message = f"{title} {in_words(found)} is outside the plan, {in_words(start)} to {in_words(end)}."
                fix = "Correct the date, or the plan's first or last day on sheet Account."
                yield at_cell(row, key, "outside-plan", "warning", message, fix)


def past_dates_have_an_outcome(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """What was due when the plan was last gone through tells how it ended.

    The day is "Date prepared"; without it nothing is known to be past.
    """
    prepared = account.account.date_prepared
    if not prepared:
        return
    for objective in account.objectives:
        if objective.due and objective.due < prepared and objective.actual is None:
            message = f"Actual is blank, though the objective was due on {in_words(objective.due)}."
            fix = "Fill in where it stands."
            yield at_cell(objective, "actual", "actual-missing", "warning", message, fix)
    open_stages = {stage.name for stage in standards.stages if stage.state == "open"}
    for deal in account.opportunities:
        if deal.close_date and deal.close_date < prepared and deal.stage in open_stages:
            message = f"Close date {in_words(deal.close_date)} is past, and the deal is still open ({deal.stage})."
            fix = "Set a new close date, or the stage that tells how it ended."
            yield at_cell(deal, "close_date", "close-date-past", "warning", message, fix)


def done_actions_tell_when(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Status, progress and the day it was done say the same."""
    for action in account.actions:
        done = action.status == "done"
        if done and action.done_on is None:
            message = "Done on is blank, though the action is done."
            yield at_cell(action, "done_on", "done-without-day", "warning", message, "Fill in the day it was done.")
        if done and action.percent is not None and action.percent < 1:
            message = f"Progress is {action.percent:.0%}, though the action is done."
            yield at_cell(action, "percent", "done-in-part", "warning", message, "Set it to 100%, or leave it blank.")
        if action.done_on and action.status and not done:
            message = f"Done on is filled in, though the status is {action.status!r}."
            fix = "Set the status to done, or empty the day."
            yield at_cell(action, "status", "done-but-open", "warning", message, fix)

"""One account looked at on three days: what was on time becomes due, late and overdue, by hand."""

import datetime

import pytest

from pipeline.analysis.analyse import analyse
from tests.builders import (
    a_member,
    a_review,
    a_stakeholder,
    an_account,
    an_action,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)

ACCOUNT = an_account(
    team=[a_member()],
    stakeholders=[
        a_stakeholder(decision_role="user", last_contact=day("2026-05-01"), wanted_coverage=None, coverage="multiple")
    ],
    objectives=[an_objective(start=day("2026-01-01"), due=day("2026-12-27"), baseline=0, target=100, actual=40)],
    actions=[
        an_action(id="A1", due=day("2026-06-30"), status="in progress"),
        an_action(id="A2", due=day("2026-08-15"), status="not started"),
    ],
    opportunities=[an_opportunity(stage="proposal", close_date=day("2026-07-31"))],
    reviews=[
        a_review(kind="client", planned=day("2026-07-10"), held=None),
        a_review(kind="internal", planned=day("2026-06-10"), held=day("2026-06-12")),
        a_review(kind="internal", planned=day("2026-08-10"), held=None),
    ],
)


@pytest.mark.parametrize(
    ("as_of", "goal", "late", "next_30", "past_due", "planned", "days_silent"),
    [
        # 2026-05-26 is day 145 of 360: expected 40.3 %, at 40 % on track
        ("2026-05-26", "on track", 0, 0, 0, 0, 25),
        # 2026-07-25 is day 205 of 360: expected 56.9 %, 17 points behind; A1 is 25 days late, A2 due in 21
        ("2026-07-25", "behind", 1, 1, 0, 1, 85),
        # 2026-09-30 is day 272 of 360: expected 75.6 %, 36 points behind; both late, the deal past its date
        ("2026-09-30", "off track", 2, 0, 1, 2, 152),
    ],
)
def test_statuses_on_three_days(
    as_of: str, goal: str, late: int, next_30: int, past_due: int, planned: int, days_silent: int
) -> None:
    found = analyse(ACCOUNT, shipped_standards(), "2026-Q3", datetime.date.fromisoformat(as_of))
    assert found.goals[0].status == goal
    assert (found.action_summary.overdue, found.action_summary.next_30_days) == (late, next_30)
    assert found.opportunity_summary.past_due == past_due
    assert found.review_summary.internal_planned == planned
    assert found.relationships.people[0].days_silent == days_silent

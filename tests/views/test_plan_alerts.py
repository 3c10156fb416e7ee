"""Alerts and priorities: the gravest first, as many as fit, the rest counted."""

from pipeline.views.plan_alerts import alerts_view, priorities_view
from tests.builders import a_business_item, a_filled_account, a_risk, an_account, an_action, day
from tests.views.plans import seen, words


def late(count: int):
    return [an_action(id=f"A{number}", action=f"Send list {number}", due=day("2026-08-01")) for number in range(count)]


def test_an_alert_has_its_severity_next_step_owner_and_day():
    account, analysis, _, _ = seen(a_filled_account(actions=late(1)))
    view = alerts_view(account, analysis)
    row = next(row for row in view.rows if "Send list 0" in row.sentence)
    alert = next(alert for alert in analysis.alerts if "Send list 0" in alert.sentence)

    assert (row.severity.word, row.severity.tone) == ("Act now", "bad")
    assert (words(row.next_step), row.owner, words(row.date)) == (alert.next_step, alert.owner, "1 Aug 2026")


def test_those_that_do_not_fit_are_counted():
    account, analysis, _, _ = seen(a_filled_account(actions=late(20)))
    view = alerts_view(account, analysis)
    severities = [alert.severity for alert in analysis.alerts]
    now, later = severities.count("act now"), severities.count("watch")

    assert len(view.rows) == 10
    assert view.counts == f"the gravest 10 of {len(severities)}, {now} to act on now, {later} to watch"


def test_many_risks_leave_room_for_four():
    account, analysis, _, _ = seen(a_filled_account(actions=late(20), risks=[a_risk()] * 30))

    assert len(alerts_view(account, analysis).rows) == 4


def test_what_comes_first_is_ranked_with_its_reason_and_the_rest_counted():
    blank = a_business_item(text="New owner", urgency=None, impact=None)
    account, analysis, _, _ = seen(a_filled_account(actions=late(9), business=[blank]))
    view = priorities_view(account, analysis)

    assert [row.rank for row in view.rows] == [1, 2, 3, 4, 5]
    assert view.rows[0].text == "Send list 0 (A0)"
    assert view.rows[0].why
    assert view.more == "4 more are ranked below these; 1 row of sheet Business lacks urgency or impact."


def test_an_account_without_any_says_nothing():
    account, analysis, _, _ = seen(an_account())
    view = priorities_view(account, analysis)

    assert (view.rows, view.more) == ((), "")

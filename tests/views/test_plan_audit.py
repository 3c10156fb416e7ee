"""The review log: rhythm, goals against achievements, and the audit of the plan."""

from decimal import Decimal

from pipeline.views.plan_audit import achievement_rows, audit_view, rhythm_rows
from tests.builders import a_filled_account, a_review, an_account, an_objective, day
from tests.views.plans import seen, words


def test_the_areas_add_up_to_the_points():
    account, analysis, _, _ = seen(a_filled_account())
    view = audit_view(account, analysis)

    assert sum(area.most for area in view.areas) == 100
    assert abs(sum(Decimal(area.points) for area in view.areas) - Decimal(view.points)) < 1


def test_what_raises_it_most_stands_first_with_the_cell_and_the_rest_is_counted():
    account, analysis, _, _ = seen(an_account())
    view = audit_view(account, analysis)
    gained = [Decimal(row.points) for row in view.raising]
    worst = analysis.audit.findings[0]

    assert gained == sorted(gained, reverse=True)
    assert view.raising[0].says == worst.says
    assert f"({worst.gaps[0].cell})" in view.raising[0].missing
    assert view.more.startswith(f"{len(analysis.audit.findings) - 4} more statements do not hold")


def test_reviews_stand_beside_their_cadence():
    held = a_review(kind="client", planned=day("2026-07-15"), held=day("2026-07-16"))
    ahead = a_review(kind="client", planned=day("2026-10-14"), held=None)
    client, team = rhythm_rows(*seen(an_account(reviews=[held, ahead]))[:2])

    assert (client.held, words(client.last), words(client.next)) == ("1 of 1", "16 Jul 2026", "14 Oct 2026")
    assert (team.held, team.last) == ("0 of 0", "–")


def test_a_goal_stands_beside_what_was_achieved_and_its_first_target():
    goal = an_objective(baseline="40", target="20", actual="26.5", original_target="25", reset_reason="Met early")
    (row,) = achievement_rows(*seen(an_account(objectives=[goal]))[:2])

    assert (row.first_target, row.target, row.achieved, row.difference) == ("25.0", "20.0", "26.5", "+6.5")
    assert row.before == "–"


def test_a_goal_that_was_not_measured_has_no_difference():
    (row,) = achievement_rows(*seen(an_account(objectives=[an_objective(actual=None)]))[:2])

    assert (row.achieved, row.difference, row.status.word) == ("–", "–", "Not assessed")

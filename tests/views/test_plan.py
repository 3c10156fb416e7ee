"""The plan's rows: joined, worded and in order, and what they say where something is missing."""

import pytest
from msgspec.structs import asdict, replace

from pipeline.views.audiences import plain
from pipeline.views.plan import PlanView, plan_view, section_numbers
from tests.builders import (
    a_business_item,
    a_competitor,
    a_decision,
    a_filled_account,
    a_force,
    a_member,
    a_rating,
    a_revenue,
    a_review,
    a_risk,
    a_stakeholder,
    a_swot_item,
    a_unit,
    a_voice_sample,
    a_white_space,
    an_account,
    an_account_form,
    an_action,
    an_agreement,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)
from tests.views.plans import seen, words


def plan(form=None, **rows) -> PlanView:
    return plan_view(*seen(an_account(form, **rows)))


def test_view_of_an_empty_and_of_a_filled_account_is_plain_data():
    for account in (an_account(), a_filled_account()):
        assert plain(plan_view(*seen(account)), "internal")["count"]


# Sections


def test_sections_that_are_there_are_numbered_without_a_gap():
    numbers = [number for number in asdict(plan().numbers).values() if number is not None]

    assert numbers == list(range(1, 12))
    assert plan().count == "eleven"


def test_section_without_anything_to_say_has_no_number():
    numbers = plan().numbers

    assert numbers.business is None
    assert numbers.swot is None
    assert numbers.objectives == 6


def test_optional_section_is_numbered_as_soon_as_its_sheet_has_a_row():
    assert plan(swot=[a_swot_item()]).numbers.swot == 6


@pytest.mark.parametrize(
    ("section", "rows"),
    [
        ("business", {"business": [a_business_item()]}),
        ("business", {"competitors": [a_competitor(type="theirs")]}),
        ("organisation", {"units": [a_unit()]}),
        ("competitors", {"competitors": [a_competitor()]}),
        ("competitors", {"ratings": [a_rating(rates="rival", rival="Norpakk", criterion="Price")]}),
        ("opportunities", {"white_space": [a_white_space()]}),
        ("voice", {"voice_samples": [a_voice_sample()]}),
    ],
)
def test_section_of_the_world_is_there_as_soon_as_its_sheet_has_a_row(section, rows):
    assert getattr(plan().numbers, section) is None
    assert getattr(plan(**rows).numbers, section) is not None


def test_section_of_risks_is_there_for_an_alert_and_for_a_risk():
    account, analysis, _, _ = seen(an_account(risks=[a_risk()]))
    calm = replace(analysis, alerts=())
    empty = account.model_copy(update={"risks": ()})

    assert analysis.alerts
    assert section_numbers(empty, calm).risks is None
    assert section_numbers(empty, analysis).risks is not None
    assert section_numbers(account, calm).risks is not None


def test_competitors_of_one_kind_do_not_open_the_section_of_the_other():
    assert plan(competitors=[a_competitor(type="theirs")]).numbers.competitors is None
    assert plan(competitors=[a_competitor(type="ours")]).numbers.business is None


def test_every_section_of_a_filled_account_but_none_left_out_is_counted_in_words():
    account = a_filled_account(objectives=[an_objective(solution="Thin film")])

    assert plan_view(*seen(account)).count == "eighteen"
    assert plan_view(*seen(account)).left_out == ("vision (sheet Account)",)


def test_what_is_left_out_is_named_with_its_sheet():
    assert "opportunities (sheet Opportunities)" in plan().left_out
    assert "opportunities (sheet Opportunities)" not in plan(opportunities=[an_opportunity()]).left_out


def test_required_sheet_without_rows_is_incomplete():
    assert "sheet Forces" in [gap.where for gap in plan().incomplete]
    assert "sheet Forces" not in [gap.where for gap in plan(forces=[a_force()]).incomplete]


# Cover


def test_cover_joins_names_with_roles_and_functions():
    cover = plan(team=[a_member(), a_member(name="Maren Holt", organisation="client")]).cover

    assert cover.prepared_by == "Ida Lindqvist, Key Account Manager"
    assert cover.team == "Ida Lindqvist (sales)"
    assert cover.distribution == "the person named above"


def test_cover_names_the_days_of_the_reviews_with_one_year():
    held = [a_review(kind="internal", planned=day(text), held=day(text)) for text in ("2026-01-14", "2026-02-11")]
    cover = plan(reviews=held).cover

    assert words(cover.review_dates) == "14 Jan, 11 Feb 2026"
    assert cover.review_note == "Both planned reviews were held"


def test_cover_without_reviews_has_a_dash_and_no_note():
    assert plan().cover.review_dates == "–"
    assert plan().cover.review_note == ""


# Goals


def test_goals_stand_under_their_horizon_with_the_days_they_share():
    groups = plan(
        objectives=[an_objective(), an_objective(id="O2", horizon="long", due=day("2028-12-31"))]
    ).goals.groups

    assert [group.title for group in groups] == [
        "Short term: 1 Jan 2026 to 31 Dec 2026",
        "Long term: 1 Jan 2026 to 31 Dec 2028",
    ]


def test_goals_of_one_horizon_with_days_of_their_own_tell_them():
    (group,) = plan(objectives=[an_objective(), an_objective(id="O2", due=day("2026-11-30"))]).goals.groups

    assert group.title == "Short term"
    assert [row.term for row in group.rows] == ["1 Jan 2026 to 31 Dec 2026", "1 Jan 2026 to 30 Nov 2026"]


def test_figures_of_a_goal_have_the_same_decimals_and_carry_a_per_cent_sign():
    (group,) = plan(objectives=[an_objective(unit="%", baseline="94.1", target="98", actual="96.4")]).goals.groups

    (row,) = group.rows
    assert (row.baseline, row.target, row.actual) == ("94.1%", "98.0%", "96.4%")


def test_three_goals_that_matter_most_begin_with_the_furthest_off():
    goals = [an_objective(id="O1", actual="4.0"), an_objective(id="O2", actual="5.0")]
    goals += [an_objective(id="O3", actual="6.8"), an_objective(id="O4", actual="6.3")]

    assert [row.id for row in plan(objectives=goals).goals.top] == ["O3", "O4", "O2"]


def test_target_set_anew_is_told_with_the_first_one():
    note = plan(objectives=[an_objective(original_target="5.0", reset_reason="Met in June.")]).goals.notes[0]

    assert note == "O1: target moved from 5.0 to 4.0 (Met in June); against the first target the way is 28%."


def test_goal_that_is_behind_is_followed_by_its_next_open_step():
    actions = [
        an_action(id="A1", due=day("2026-12-01")),
        an_action(id="A2", due=day("2026-10-02"), action="Trace the stops"),
        an_action(id="A3", due=day("2026-10-01"), status="done"),
    ]
    follow = plan(objectives=[an_objective(client_owner="Sofie Brandt")], actions=actions).goals.follows[0]

    assert (follow.id, words(follow.text)) == ("A2", "Trace the stops: next for O1, off track.")
    assert follow.who_when == "Oskar Nyman, 2 Oct"


def test_goal_that_is_behind_without_a_step_says_so():
    follow = plan(objectives=[an_objective(client_owner="Sofie Brandt")]).goals.follows[0]

    assert follow.text == "Fewer line stops: off track, and no open action serves it."


def test_solution_says_how_far_it_is():
    first, second = plan(
        objectives=[an_objective(solution="Sensors", solution_status="in delivery"), an_objective(id="O2")]
    ).goals.solutions

    assert (first.status, second.status) == ("In delivery", "")


def test_reference_says_since_when_it_may_be_named():
    def reference(**fields) -> list[str]:
        facts = plan(an_account_form(**fields)).customer.facts
        return [words(fact.value) for fact in facts if fact.label == "Reference"]

    agreed = day("2026-05-12")
    assert reference(reference_consent=True, reference_date=agreed) == ["Yes, they may be named, agreed on 12 May 2026"]
    assert reference(reference_consent=True) == ["Yes, they may be named"]
    assert reference(reference_consent=False, reference_date=agreed) == ["No, they may not be named"]
    assert reference(reference_date=agreed) == []


def test_solutions_are_left_out_when_no_objective_has_one():
    assert plan(objectives=[an_objective()]).goals.solutions == ()
    assert len(plan(objectives=[an_objective(solution="Sensors"), an_objective(id="O2")]).goals.solutions) == 2


# Actions


def test_parts_follow_their_action_and_an_action_comes_once():
    actions = [
        an_action(id="A1.1", parent="A1"),
        an_action(id="A2"),
        an_action(id="A1"),
        an_action(id="A3", parent="A9"),
    ]

    rows = plan(actions=actions).actions.rows

    assert [row.id for row in rows] == ["A2", "A1", "A1.1", "A3"]
    assert [row.group for row in rows] == [False, True, False, False]


@pytest.mark.parametrize(
    ("fields", "tone", "word"),
    [
        ({}, "open", "In progress"),
        ({"status": "not started"}, "none", "Not started"),
        ({"status": "done", "done_on": day("2026-09-11")}, "good", "Done 11 Sep"),
        ({"status": "done"}, "good", "Done"),
        ({"due": day("2026-08-31")}, "watch", "Late, 30 days"),
        ({"due": day("2026-09-29")}, "watch", "Late, 1 day"),
        ({"due": day("2026-09-18"), "status": "blocked"}, "bad", "Blocked, 12 days"),
        ({"status": "blocked"}, "bad", "Blocked"),
        ({"status": "cancelled"}, "none", "Cancelled"),
    ],
)
def test_state_of_an_action(fields, tone, word):
    (row,) = plan(actions=[an_action(**fields)]).actions.rows

    assert (row.status.tone, row.status.word) == (tone, word)


def test_group_tells_how_many_of_its_parts_are_done():
    actions = [an_action(id="A1"), an_action(id="A1.1", parent="A1", status="done"), an_action(id="A1.2", parent="A1")]

    assert plan(actions=actions).actions.rows[0].status.word == "1 of 2 done"


def test_year_most_actions_share_stands_in_the_head_and_other_years_with_the_date():
    view = plan(actions=[an_action(), an_action(id="A2"), an_action(id="A3", due=day("2027-02-26"))]).actions

    assert view.year == "2026"
    assert [row.due for row in view.rows] == ["30 Oct", "30 Oct", "Feb 2027"]


def test_late_action_is_followed_up_with_its_note():
    follow = plan(actions=[an_action(due=day("2026-09-01"), note="Waits for the sealing head")]).actions.follows[0]

    assert words(follow.text) == "Test peel force on every batch. Waits for the sealing head."
    assert follow.who_when == "Oskar Nyman, late"


# Force field


def test_formula_of_a_force_field_shows_every_strength():
    forces = [a_force(strength=5), a_force(strength=4), a_force(direction="against", strength=3)]

    assert plan(forces=forces).changes[0].formula == "(5 + 4) − 3 = 9 − 3"


def test_empty_side_is_zero_in_the_formula_and_told_beside_the_verdict():
    change = plan(forces=[a_force(strength=5)]).changes[0]

    assert change.formula == "5 − 0 = 5 − 0"
    assert change.firmness.word == "One side is empty"
    assert change.verdict.word == "Likely to succeed"


def test_change_with_the_lowest_net_comes_first():
    changes = plan(forces=[a_force(), a_force(change="New film", direction="against")]).changes

    assert [change.change for change in changes] == ["New film", "Fibre trays in two ranges"]


def test_lever_has_owner_and_date_of_its_action():
    forces = [a_force(direction="against", strength=4, influence=5, lever="Fit new heads", action="A1")]
    lever = plan(forces=forces, actions=[an_action()]).changes[0].levers[0]

    assert (lever.product, lever.leverage) == ("4 × 5 = ", "20")
    assert (lever.lever, lever.owner, lever.due) == ("A1 Fit new heads", "Oskar Nyman", "30 Oct")
    assert lever.status is None


def test_lever_without_an_action_says_so():
    lever = plan(forces=[a_force(lever="Fit new heads")]).changes[0].levers[0]

    assert lever.status is not None
    assert lever.status.word == "No action yet"


def test_forces_beyond_the_five_levers_are_told_with_their_evidence():
    forces = [a_force(force=f"Force {number}", lever="Push", evidence="Log") for number in range(1, 7)]
    change = plan(forces=forces).changes[0]

    assert len(change.levers) == 5
    assert change.other_forces == "Force 6, 3 for (Log)"


# People


def test_people_known_as_wanted_take_one_line_each_once_there_are_many():
    known = {"coverage": "in depth", "last_contact": day("2026-09-20")}
    people = [a_stakeholder(id=f"S{number}", name=f"Person {number}", **known) for number in range(8)]
    people.append(a_stakeholder(id="S9", name="Karin Moen", friendliness="enemy"))

    view = plan(stakeholders=people).people

    assert [row.name for row in view.rows] == ["Karin Moen"]
    assert len(view.as_wanted) == 8
    assert view.as_wanted[1] == "Person 1, Head of Procurement: decision maker, influence 5, neutral; in depth"
    assert len(plan(stakeholders=people[:3]).people.rows) == 3


def test_blocker_that_nobody_met_is_told_so():
    (row,) = plan(stakeholders=[a_stakeholder(friendliness="enemy")]).people.rows

    assert (row.gap.tone, row.gap.word, row.gap_note) == ("bad", "Blocker", "never met")
    assert (row.contact, row.last) == ("Nobody", "no contact")


def test_open_action_that_names_somebody_with_a_gap_follows():
    people = [a_stakeholder(friendliness="enemy")]
    actions = [an_action(action="Invite Jonas Wik to the trial"), an_action(id="A2", action="Send the data")]

    assert [follow.id for follow in plan(stakeholders=people, actions=actions).people.follows] == ["A1"]


# Score


def missing_one() -> list:
    names = [criterion.name for criterion in shipped_standards().criteria]
    return [a_rating(criterion=name, rating=None if name == names[-1] else 7) for name in names]


def test_formula_of_the_score_shows_weights_and_ratings():
    view = plan_view(*seen(a_filled_account())).score

    assert view.formula == "0.30 × 7 + 0.20 × 7 + 0.20 × 7 + 0.15 × 7 + 0.15 × 7"
    assert view.total == "7.00"
    assert view.tiers == "Tier A from 8.0, B from 6.0, C below"


def test_score_with_a_missing_rating_has_bounds_and_no_formula():
    view = plan(ratings=missing_one()).score

    assert view.formula == ""
    assert view.total == "–"
    assert view.status.word == "Not assessed"
    assert view.bounds == "6.1 to 7.5, tier B in any case"
    assert [gap.what for gap in view.missing] == ["Rating of Openness to joint work"]


def test_tests_of_the_tier_tell_few_cases_by_name_and_many_as_a_range():
    values = dict(zip((criterion.name for criterion in shipped_standards().criteria), (8, 9, 9, 6, 8), strict=True))
    rows = plan(ratings=[a_rating(criterion=name, rating=value) for name, value in values.items()]).score.tests

    first, second = rows[0], rows[1]
    assert first.becomes == "Revenue potential 7.8, Strategic fit 7.9, Growth in our categories 7.9"
    assert (first.tier.tone, first.tier.word) == ("watch", "Flips to B")
    assert (second.test, second.tier.word) == ("", "Stays A")
    assert "8.0 to 8.2 in all ten cases" in [row.becomes for row in rows]


# Money


def test_revenue_stands_by_product_and_period_with_dashes_where_nothing_was_sold():
    rows = [a_revenue(revenue="120000"), a_revenue(product="Lids", period="2026-Q2", revenue="80000")]
    view = plan(revenue=rows).revenue

    assert view.unit == "EUR thousand"
    assert view.periods == ("Q2 26", "Q3 26")
    assert {row.product: row.amounts for row in view.rows} == {"Film": ("–", "120"), "Lids": ("80", "–")}
    assert view.totals == ("80", "120")


def test_open_opportunities_stand_by_weight_and_one_past_its_date_says_so():
    deals = [an_opportunity(), an_opportunity(id="D2", amount="900000", close_date=day("2026-09-01"))]
    view = plan(opportunities=deals).deals

    assert [row.weighted for row in view.open] == ["450", "320"]
    assert [row.late.word if row.late else None for row in view.open] == ["Past its date", None]
    assert (view.open_total, view.weighted_total) == ("1,540", "770")


# The rest


def test_weakness_without_an_answer_is_marked_and_a_strength_is_not():
    items = [a_swot_item(), a_swot_item(quadrant="strength"), a_swot_item(item="Price", action="A1")]
    quadrants = plan(swot=items, actions=[an_action()]).swot.quadrants

    assert [quadrant.title for quadrant in quadrants] == ["Strengths", "Weaknesses"]
    assert quadrants[0].rows[0].missing is None
    assert [row.missing.word if row.missing else row.by for row in quadrants[1].rows] == [
        "No answer yet",
        "Oskar Nyman, 30 Oct",
    ]


def test_decisions_wanted_stand_by_date_and_the_first_three_on_the_summary():
    dates = ("2026-12-01", "2026-10-01", "2026-11-01")
    rows = [a_decision(decision=f"Decide by {text}", by_when=day(text)) for text in dates]
    rows += [a_decision(decision="Some day"), a_decision(decision="Settled", status="taken")]
    view = plan(decisions=rows)

    assert [decision.by for decision in view.decisions] == ["1 Oct", "1 Nov", "1 Dec", "–"]
    assert [decision.number for decision in view.top_decisions] == [1, 2, 3]
    assert [decision.decision for decision in view.closed_decisions] == ["Settled."]


def test_missing_sponsor_and_rhythm_are_named_with_their_cells():
    missing = [gap.what for gap in plan(an_account_form(plan_format="Word"), team=[a_member()]).team.missing]

    assert "Our executive sponsor" in missing
    assert "Format of the joint plan" not in missing
    assert "How often the joint plan is updated" in missing


@pytest.mark.parametrize(
    ("fields", "tone", "word"),
    [
        ({}, "none", "Planned"),
        ({"planned": day("2026-07-15"), "held": day("2026-07-15")}, "good", "Held"),
        ({"planned": day("2026-07-15"), "held": day("2026-07-16")}, "good", "Held 16 Jul"),
        ({"planned": day("2026-07-15")}, "watch", "Not held"),
    ],
)
def test_state_of_a_review(fields, tone, word):
    (row,) = plan(reviews=[a_review(**fields)]).reviews.rows

    assert (row.state.tone, row.state.word) == (tone, word)


# Agreement


def test_agreement_says_what_is_agreed_by_whom_and_when():
    agreed, open_item = plan(
        agreement=[
            an_agreement(signatory="Maren Holt", date=day("2026-07-14"), comment="Wants fewer pages"),
            an_agreement(item="Due dates", agreed=False),
        ]
    ).agreement

    assert (agreed.agreed.word, agreed.signatory, words(agreed.date)) == ("Agreed", "Maren Holt", "14 Jul 2026")
    assert agreed.comment == "Wants fewer pages"
    assert (open_item.agreed.word, open_item.signatory, open_item.date) == ("Not yet", "–", "–")
    assert (open_item.co_authors, open_item.shared) == ("", "")


def test_agreement_says_who_worked_it_out_and_who_gets_it_which_way_and_when():
    (item,) = plan(
        agreement=[an_agreement(co_authors="S. Brandt, O. Nyman", recipients="Both teams", rhythm="Each Friday")]
    ).agreement

    assert (item.co_authors, item.shared) == ("S. Brandt, O. Nyman", "Both teams; Each Friday")

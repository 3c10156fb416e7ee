"""What the deck prints, and what it leaves out."""

from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import asdict

from pipeline.views.charts import Chart
from pipeline.views.deck import DeckView, deck_view
from pipeline.views.deck_selection import figure
from tests.builders import (
    a_decision,
    a_deck_note,
    a_member,
    a_review,
    a_stakeholder,
    an_account,
    an_account_form,
    day,
)
from tests.views.decks import a_goal, a_shared_action, a_shared_delivery, a_shared_kpi, given, goals


def the_deck(**rows: Any) -> DeckView:
    return deck_view(*given(an_account(**rows)))


def test_an_account_with_nothing_on_its_sheets_still_has_a_deck():
    deck = the_deck()

    assert deck.goals == deck.outcomes == deck.learned == deck.plan == deck.ideas == ()
    assert (deck.decision, deck.value_chart, deck.worst_goal) == (None, None, None)
    assert [step.label for step in deck.next_steps] == ["Lindholt contact"]
    assert all(band is None for band in asdict(deck.bands).values())


def test_nothing_that_is_not_shared_reaches_the_deck():
    deck = the_deck(
        objectives=[a_goal(1, "5", share=False)],
        actions=[a_shared_action(1, share=None)],
        delivery=[a_shared_delivery(share=False)],
        decisions=[a_decision()],
        stakeholders=[a_stakeholder()],
    )

    assert (deck.goals, deck.plan, deck.outcomes, deck.decisions, deck.people) == ((), (), (), (), ())


def test_every_field_of_the_deck_is_for_the_client():
    def internal_fields(kind: Any, path: str = "") -> list[str]:
        hints = get_type_hints(kind)
        found = []
        for name in kind.__struct_fields__:
            if name not in kind.declared or kind.declared[name].audience != "client" or not kind.declared[name].help:
                found.append(path + name)
            for inner in (hints[name], *get_args(hints[name])):
                if isinstance(inner, type) and issubclass(inner, Struct) and inner is not Chart:
                    found += internal_fields(inner, f"{path}{name}.")
        return found

    assert internal_fields(DeckView) == []


def test_goals_that_serve_one_want_stand_together():
    wants = ["Calm lines", "Less waste", "Calm lines", None]
    deck = the_deck(objectives=[a_goal(number, "5", outcome=want) for number, want in enumerate(wants, 1)])

    assert [(goal.id, goal.wants, goal.starts_group, goal.ends_group) for goal in deck.goals] == [
        ("O1", "Calm lines", True, False),
        ("O3", "Calm lines", False, True),
        ("O2", "Less waste", True, True),
        ("O4", "", True, True),
    ]


def test_the_figures_along_a_row_have_the_same_decimals():
    deck = the_deck(objectives=[a_goal(1, "5.25", baseline="0", target="10.5")])

    assert deck.goals[0].decimals == 2


def test_a_blank_actual_is_taken_from_the_kpi_of_the_period():
    deck = the_deck(objectives=[a_goal(1, None)], kpis=[a_shared_kpi("2026-Q3", "6")])

    assert deck.goals[0].actual == 6


def test_a_target_set_anew_names_the_first_one():
    kpis = [a_shared_kpi("2026-Q2", "3", target="8"), a_shared_kpi("2026-Q3", "5")]

    assert the_deck(objectives=[a_goal(1, "5")], kpis=kpis).goals[0].first_target == 8
    assert the_deck(objectives=[a_goal(1, "5", target="8")], kpis=kpis[:1]).goals[0].first_target is None


def test_the_share_of_time_passed_is_told_if_all_goals_have_the_same():
    same = goals(on_track=2)

    assert the_deck(objectives=same).time_passed == Decimal("0.75")
    assert the_deck(objectives=[*same, a_goal(3, "1", due=day("2027-12-31"))]).time_passed is None


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("576000", "EUR", "EUR\u00a0576,000"),
        ("7", "weeks", "7\u00a0weeks"),
        ("96.4", "%", "96.4%"),
        ("12", None, "12"),
        (None, "EUR", ""),
    ],
)
def test_a_figure_has_its_unit_where_it_belongs(value: str | None, unit: str | None, text: str):
    assert figure(Decimal(value) if value else None, unit, "en-GB") == text


def test_people_are_named_once_sponsors_first_with_their_titles():
    deck = the_deck(
        team=[
            a_member(name="Ida Lindqvist"),
            a_member(name="Erik Sandell", role="Managing Director", executive_sponsor=True),
            a_member(name="Maren Holt", role="Sponsor", organisation="client", executive_sponsor=True),
            a_member(name="Lars Eide", role="Buyer", organisation="client"),
        ],
        stakeholders=[
            a_stakeholder(name="Jonas Wik", attends_review=True),
            a_stakeholder(name="Maren Holt", title="Chief Operating Officer", attends_review=True),
        ],
    )

    assert [(person.name, person.title, person.sponsor) for row in deck.people if (person := row.client)] == [
        ("Maren Holt", "Chief Operating Officer", True),
        ("Jonas Wik", "Head of Procurement", False),
        ("Lars Eide", "Buyer", False),
    ]
    assert [row.ours.name for row in deck.people if row.ours] == ["Erik Sandell", "Ida Lindqvist"]


def test_the_summary_takes_its_labels_from_the_words_before_the_first_colon():
    summary = "Result: four of six goals are met.\n\nAll is well: so far, and so on.\nDecision: release line 3: now."
    deck = the_deck(account=an_account_form(executive_summary=summary))

    assert [(line.label, line.text) for line in deck.summary] == [
        ("Result", "Four of six goals are met."),
        ("", "All is well: so far, and so on."),
    ]
    assert deck.decision is not None
    assert deck.decision.text == "Release line 3: now."


def test_no_line_of_the_summary_ends_between_a_currency_and_its_amount():
    deck = the_deck(account=an_account_form(executive_summary="Result: EUR 356,000 saved at an EUR rate of 1"))

    assert deck.summary[0].text == "EUR\u00a0356,000 saved at an EUR rate of 1"


def test_without_a_line_for_it_the_decisions_wanted_end_the_summary():
    rows = [a_decision(share=True, decision="Release line 3."), a_decision(share=True, decision="Confirm trays")]
    deck = the_deck(decisions=[*rows, a_decision(share=True, decision="Taken", status="taken")])

    assert deck.decision is not None
    assert (deck.decision.label, deck.decision.text) == ("Decisions", "Release line 3. Confirm trays.")


def test_issues_come_before_lessons_and_open_ones_first():
    deck = the_deck(
        delivery=[
            a_shared_delivery(kind="lesson", topic="Lesson"),
            a_shared_delivery(kind="issue", topic="Closed", status="closed"),
            a_shared_delivery(kind="issue", topic="No status"),
            a_shared_delivery(kind="outcome", topic="Outcome"),
        ]
    )

    assert [(row.topic, row.status) for row in deck.learned] == [
        ("No status", "open"),
        ("Closed", "closed"),
        ("Lesson", ""),
    ]


def test_actions_stand_by_due_date_with_their_side_and_without_cancelled_ones():
    deck = the_deck(
        objectives=[a_goal(1, "5")],
        actions=[
            a_shared_action(1, due=day("2026-11-01"), side="client"),
            a_shared_action(2, due=day("2026-10-01"), status="cancelled"),
            a_shared_action(3, due=day("2026-09-01"), side="us", objective="O9"),
        ],
    )

    assert [(row.number, row.action, row.side, row.status, row.goal) for row in deck.plan] == [
        (1, "Step 3", "Lindholt", "late", ""),
        (2, "Step 1", "You", "in progress", "Goal 1"),
    ]


def test_an_action_in_parts_stands_there_by_its_parts_so_that_nothing_is_counted_twice():
    actions = [a_shared_action(1), a_shared_action(2, parent="A1"), a_shared_action(3, parent="A9")]

    deck = the_deck(objectives=[a_goal(1, "5")], actions=actions)

    assert [row.action for row in deck.plan] == ["Step 2", "Step 3"]


def test_ideas_are_the_solutions_of_goals_that_are_not_met():
    deck = the_deck(
        objectives=[a_goal(1, "10", solution="Met"), a_goal(2, "5", solution="Sensors"), a_goal(3, "5")],
    )

    assert [idea.solution for idea in deck.ideas] == ["Sensors"]
    assert deck.quarters == ("2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3")


def test_a_decision_due_on_the_day_of_the_review_is_due_today():
    rows = [a_decision(share=True, by_when=day(date)) for date in ("2026-10-14", "2026-12-15")]

    assert [row.today for row in the_deck(decisions=rows, reviews=[a_review()]).decisions] == [True, False]


def test_the_next_review_is_the_one_after_this():
    reviews = [a_review(planned=day(date), place="Oslo") for date in ("2027-01-20", "2026-10-14")]
    deck = the_deck(reviews=reviews)

    assert deck.day == day("2026-10-14")
    assert ("Next review", "20 January 2027, Oslo") in [(step.label, step.text) for step in deck.next_steps]


def test_every_measure_and_outcome_stands_in_the_appendix_with_its_source():
    deck = the_deck(
        objectives=[a_goal(1, "5"), a_goal(2, "5", kpi="KPI 1"), a_goal(3, "5")],
        kpis=[a_shared_kpi("2026-Q3", "5", definition="How", source="Log", cut_off=day("2026-09-30"))],
        delivery=[a_shared_delivery(topic="Cost", value="3", unit="t", source="Ledger", text="less film")],
    )

    assert [(row.name, row.definition, row.source) for row in deck.figures] == [
        ("KPI 1", "How", "Log"),
        ("KPI 3", "", ""),
        ("Cost", "3\u00a0t less film", "Ledger"),
    ]


def test_a_note_is_the_band_of_its_slide_and_several_are_joined():
    notes = [
        a_deck_note(slide="Scorecard", text="One.", label="For discussion"),
        a_deck_note(slide="Scorecard", text="Two."),
        a_deck_note(slide="Agenda", text="The quarter in brief", minutes=10),
    ]
    deck = the_deck(deck_notes=notes)

    assert deck.bands.scorecard is not None
    assert (deck.bands.scorecard.label, deck.bands.scorecard.text) == ("For discussion", "One. Two.")
    assert [(item.text, item.minutes) for row in deck.people if (item := row.agenda)] == [("The quarter in brief", 10)]


def test_without_a_note_a_band_is_computed_where_the_data_give_one():
    deck = the_deck(
        objectives=goals(off_track=2),
        actions=[a_shared_action(1, due=day("2026-10-20"))],
        delivery=[a_shared_delivery(kind="issue")],
        reviews=[a_review(purpose="Agree the plan")],
    )
    bands = asdict(deck.bands)

    assert {name: band.text for name, band in bands.items() if band} == {
        "people": "Agree the plan",
        "goals": "Are these still the two goals that matter?",
        "scorecard": "Two goals are behind plan; “What we learned” says what changes.",
        "plan": "One action falls due by 30 October 2026.",
    }

"""The talking points: what is missed, asked and kept back, computed from the account beside its deck."""

from tests.builders import (
    a_business_item,
    a_competitor,
    a_decision,
    a_delivery,
    a_filled_account,
    a_member,
    a_rating,
    a_review,
    a_risk,
    a_stakeholder,
    a_voice,
    an_account,
    an_account_form,
    an_action,
    an_agreement,
    an_economics,
    an_objective,
    day,
)
from tests.views.decks import a_goal, a_shared_action, a_shared_delivery
from tests.views.plans import words
from tests.views.talks import talk


def asked(account, start):
    """The questions that begin so."""
    return [row for row in talk(account).questions if row.question.startswith(start)]


def slide(account, name):
    (found,) = [one for one in talk(account).slides if one.name == name]
    return found


# Who is in the room


def test_those_of_most_influence_come_first_and_people_off_the_sheet_last():
    account = an_account(
        team=[a_member(name="Maren Holt", role="Buyer", organisation="client")],
        stakeholders=[
            a_stakeholder(id="S1", name="Jonas Wik", influence=3, attends_review=True),
            a_stakeholder(id="S2", name="Sofie Brandt", influence=5, attends_review=True),
            a_stakeholder(id="S3", name="Not There", influence=5),
        ],
    )
    rows = talk(account).room

    assert [row.name for row in rows] == ["Sofie Brandt", "Jonas Wik", "Maren Holt"]
    assert (rows[2].stance.word, rows[2].known) == ("Not assessed", "Not on sheet Stakeholders")
    assert talk(account).absent.endswith("Not There (decision maker, neutral).")


def test_a_stance_has_its_tone():
    stances = {"enemy": "bad", "non-supporter": "bad", "neutral": "none", "mentor": "good", "unknown": "watch"}
    for friendliness, tone in stances.items():
        person = a_stakeholder(friendliness=friendliness, attends_review=True)
        assert talk(an_account(stakeholders=[person])).room[0].stance.tone == tone


def test_an_enemy_in_the_room_is_in_the_headline():
    person = a_stakeholder(friendliness="enemy", attends_review=True)
    account = an_account(stakeholders=[person], objectives=[a_goal(1, "1")], decisions=[a_decision(share=True)])

    assert words(talk(account).headline) == (
        "One miss to tell and one decision to win, with one person against us in the room"
    )
    assert "Against us: Jonas Wik." in [words(one) for one in slide(account, "Purpose and people").background]


def test_without_anything_open_the_headline_says_so():
    assert words(talk(an_account()).headline).startswith("No miss to tell and no decision to win")


# What is at stake, and what is not said


def test_the_renewal_tells_its_amount_and_its_day_unless_it_is_past():
    form = an_account_form(renewal_date=day("2026-12-31"), renewed_amount="5400000", currency="EUR", locale="en-GB")
    (fact,) = [fact for fact in talk(an_account(form)).stakes if fact.label == "Renewal"]
    assert words(fact.value) == "EUR 5.4 m a year is decided on 31 December 2026, in 92 days."

    past = an_account_form(renewal_date=day("2026-09-30"))
    assert not [fact for fact in talk(an_account(past)).stakes if fact.label == "Renewal"]


def test_what_is_not_shared_is_named_as_not_to_be_said_and_what_is_shared_is_not():
    account = an_account(
        an_account_form(confidentiality_note="Merger talks"),
        objectives=[an_objective(), a_goal(2, "9", title="Shared goal")],
        business=[a_business_item(text="Secret move"), a_business_item(text="Open move", share=True)],
        risks=[a_risk(text="Secret risk"), a_risk(text="Open risk", share=True)],
        delivery=[a_delivery(kind="issue", text="Secret issue"), a_shared_delivery(kind="issue", text="Open issue")],
        voice=[a_voice(quote="In trust", quote_consent=None), a_voice(quote="Freely", quote_consent=True)],
    )
    told = {fact.label: fact.value for fact in talk(account).unsaid}

    assert told == {
        "Confidential": "Merger talks.",
        "Goals of ours alone": "O1 “Fewer line stops”.",
        "Known, but not in the deck": "“Secret move”.",
        "Issues not in the deck": "“Secret issue”.",
        "Risks not in the deck": "“Secret risk”.",
        "Quotes": "One quote may not be passed on: no consent is noted.",
    }


# Slide by slide


def test_a_miss_stands_behind_the_scorecard_with_the_figure_that_would_better_it():
    account = an_account(objectives=[a_goal(1, "1", title="Calm lines"), a_goal(2, "10")])
    (behind,) = slide(account, "Scorecard").background

    assert words(behind) == "“Calm lines” is off track: 1 against 10; at 5 it would be behind."


def test_an_open_issue_tells_its_age_and_whether_its_answer_is_late():
    def told(**fields):
        issue = a_shared_delivery(kind="issue", text="Stops rose", date=day("2026-08-31"), **fields)
        return [words(one) for one in slide(an_account(delivery=[issue]), "What we learned").background]

    assert told() == ["“Stops rose” has been open for 30 days; no day is set for its answer."]
    assert told(change_due=day("2026-09-20")) == [
        "“Stops rose” has been open for 30 days; its answer is ten days late."
    ]
    assert told(status="closed") == []


def test_a_note_on_a_late_action_of_ours_is_for_us_alone():
    late = a_shared_action(1, due=day("2026-09-20"), note="The press is full", owner="Ida Lindqvist")
    account = an_account(objectives=[a_goal(1, "9")], actions=[late])

    assert [words(one) for one in slide(account, "Joint plan next quarter").background] == [
        "“Step 1” (Ida Lindqvist) is ten days late. The press is full."
    ]
    (row,) = asked(account, "What of yours is late?")
    assert (row.answer, row.ourselves) == ("“Step 1” (Ida Lindqvist, ten days).", "A1: The press is full.")


def test_goals_of_ours_alone_are_counted_on_the_first_slide():
    account = an_account(objectives=[an_objective(), a_goal(2, "9")])

    assert [words(one) for one in talk(account).slides[0].background] == [
        "The plan has two goals, one of them met or on track; one is in the deck."
    ]


# Questions


def test_a_miss_is_asked_about_and_answered_with_the_next_step_of_the_deck():
    account = an_account(
        objectives=[a_goal(1, "1", title="Calm lines", solution="Sensors", assumption="The line is free")],
        actions=[
            a_shared_action(1, due=day("2026-12-01")),
            a_shared_action(2, due=day("2026-11-01"), note="Waits for IT"),
            an_action(id="A3", objective="O1", action="Hidden step", due=day("2026-10-05")),
        ],
    )
    (row,) = asked(account, "Why is “Calm lines” off track?")

    assert words(row.answer) == (
        "It stands at 1 against 10. The answer is: Sensors. Next is “Step 2” by Oskar Nyman, "
        "which is due on 1 November 2026."
    )
    assert row.ourselves == "It rests on: The line is free. Waits for IT."


def test_a_competitor_is_asked_about_from_threat_3_on_with_what_we_do_better():
    def account(threat):
        factor = "Service and advice"
        return an_account(
            competitors=[a_competitor(threat=threat, strengths="9% cheaper", weaknesses="No service")],
            ratings=[
                a_rating(rates="our strength", criterion=factor, rating=8),
                a_rating(rates="rival", rival="Norpakk", criterion=factor, rating=5),
            ],
        )

    (row,) = asked(account(3), "Why you and not Norpakk?")
    assert row.answer == "Speak of what we do better: service and advice."
    assert row.ourselves == "Better: 9% cheaper; worse: No service."
    assert asked(account(2), "Why you") == []


def test_price_is_answered_with_no_figure_and_ours_are_for_us_alone():
    economics = [an_economics(period="2026-Q2", discount_percent="0.05"), an_economics(discount_percent="0.06")]
    (row,) = asked(an_account(economics=economics), "Can you do better on price?")

    assert not any(letter.isdigit() for letter in row.answer)
    assert row.ourselves == "Mean discount 6.0% after 5.0%."


def test_a_risk_without_an_answer_says_so():
    (row,) = asked(an_account(risks=[a_risk(share=True)]), "What do you do about this")

    assert row.answer == ""


# Decisions, closes, next steps


def test_a_decision_names_who_asks_again_and_by_when():
    people = [a_stakeholder(our_contact="Oskar Nyman", friendliness="mentor")]
    wanted = a_decision(share=True, who_decides="Jonas Wik", by_when=day("2026-10-23"))
    (ask,) = talk(an_account(stakeholders=people, decisions=[wanted], reviews=[a_review()])).asks

    assert (ask.number, ask.who, ask.stance.word) == (1, "Jonas Wik", "Mentor")
    assert words(ask.fallback) == "Not in the room. Oskar Nyman asks again by 23 October 2026."


def test_a_decision_whose_last_day_is_before_the_review_is_asked_ahead_of_it():
    wanted = a_decision(share=True, by_when=day("2026-10-07"))
    account = an_account(decisions=[wanted], reviews=[a_review()])

    assert talk(account).asks[0].fallback.endswith("asks before the review: the day has passed by then.")
    assert "the last useful day" in " ".join(slide(account, "Decisions and next steps").background).lower()


def test_our_own_open_decisions_are_apart_from_those_of_the_deck():
    ours = [a_decision(decision="Pay it", who_decides="Board", by_when=day("2026-10-01")), a_decision(status="taken")]
    found = talk(an_account(decisions=[*ours, a_decision(share=True, decision="Release line 3")]))

    assert [(row.decision, row.who_by) for row in found.own] == [("Pay it", "Board, 1 Oct 2026")]
    assert [row.decision for row in found.asks] == ["Release line 3"]


def test_what_should_be_closed_is_late_on_their_side_promised_or_not_agreed():
    account = an_account(
        objectives=[a_goal(1, "9")],
        actions=[
            a_shared_action(1, side="client", due=day("2026-09-20")),
            a_shared_action(2, side="us", due=day("2026-09-20")),
        ],
        risks=[a_risk(share=True, kind="commitment", text="New heads", promised_to="Jonas Wik", due=day("2026-10-15"))],
        agreement=[an_agreement(item="Due dates", agreed=False), an_agreement(item="Aims")],
    )

    assert [(row.what, row.since) for row in talk(account).to_close] == [
        ("Step 1", "ten days late"),
        ("New heads (promised to Jonas Wik)", "due 15 Oct 2026"),
        ("Point of the agreement: Due dates", "not agreed yet"),
    ]


def test_next_come_our_steps_of_thirty_days_and_the_reviews_by_date():
    steps = [row.step for row in talk(a_filled_account()).next]

    assert steps == [
        "Go through the review in the account team",
        "Test peel force on every batch (A1)",
        "Next review with the client",
    ]

"""What people said, who was asked, and whom a rating of a rival is about."""

import pytest

from pipeline.checks.voice import (
    a_rated_rival_has_a_name,
    no_more_answer_than_were_invited,
    no_more_are_invited_than_there_are,
    quotes_have_consent,
    who_was_asked_said_something,
)
from tests.builders import a_filled_account, a_rating, a_voice, a_voice_sample
from tests.checks.problems_of import at, problems_of


@pytest.mark.parametrize(
    ("kind", "key", "other"), [("questionnaire", "answer", {"finding": "x"}), ("interview", "finding", {"answer": 4})]
)
def test_a_questionnaire_has_an_answer_and_an_interview_a_finding(kind, key, other):
    rows = [at(a_voice(kind=kind, **other), {key: "H8"}), a_voice(kind=kind, finding="One number", answer=4)]

    assert problems_of(who_was_asked_said_something, a_filled_account(voice=rows)) == [
        f"warning nothing-said Voice!H8: {key.capitalize()} is blank, so the {kind} of 'Plant manager 3' says nothing."
    ]


@pytest.mark.parametrize("kind", ["questionnaire", "interview"])
def test_who_only_says_whether_they_recommend_us_said_something(kind):
    rows = [a_voice(kind=kind, recommends=0)]

    assert problems_of(who_was_asked_said_something, a_filled_account(voice=rows)) == []


@pytest.mark.parametrize("consent", [None, False])
def test_a_quote_of_the_client_without_consent_is_told_as_not_shown(consent):
    rows = [
        at(a_voice(quote="Call us first.", quote_consent=consent), {"quote": "J8"}),
        a_voice(quote="Call us first.", quote_consent=True),
        a_voice(side="us", quote="They never call.", quote_consent=consent),
        a_voice(),
    ]

    assert problems_of(quotes_have_consent, a_filled_account(voice=rows)) == [
        "note quote-not-shown Voice!J8: The quote of 'Plant manager 3' has no consent, so it is not shown to the "
        "client."
    ]


def test_a_consent_that_could_not_be_read_is_not_claimed_to_be_missing():
    rows = [at(a_voice(quote="Call us first."), {"quote": "J8"}, unread={"quote_consent"})]

    assert problems_of(quotes_have_consent, a_filled_account(voice=rows)) == []


def test_no_more_are_invited_than_there_are():
    rows = [
        a_voice_sample(population=14),
        at(a_voice_sample(side="us", population=13), {"invited": "E9"}),
        a_voice_sample(period="2026-Q2"),
    ]

    assert problems_of(no_more_are_invited_than_there_are, a_filled_account(voice_samples=rows)) == [
        "error invited-above-population Voice sample!E9: Invited 14 is above Population 13."
    ]


def test_no_more_people_answer_than_were_invited_however_many_answers_each_gives():
    voice = [a_voice(respondent=name) for name in ("A", "a ", "B", "B")]
    voice += [a_voice(respondent="C", side="us"), a_voice(respondent="C", period="2026-Q2")]

    def told(invited: int) -> list[str]:
        rows = [at(a_voice_sample(invited=invited), {"invited": "E8"})]
        return problems_of(no_more_answer_than_were_invited, a_filled_account(voice=voice, voice_samples=rows))

    assert told(2) == []
    assert told(1) == [
        "warning answers-above-invited Voice sample!E8: Invited is 1, but 2 people have answered (client, 2026-Q3)."
    ]


def test_a_rating_of_a_rival_names_it():
    rows = [
        at(a_rating(rates="rival", criterion="Price"), {"rival": "C8"}),
        a_rating(rates="rival", rival="Norpakk", criterion="Price"),
        a_rating(),
    ]

    assert problems_of(a_rated_rival_has_a_name, a_filled_account(ratings=rows)) == [
        "warning rival-unnamed Scoring!C8: Rival is blank, so nobody knows whom the row rates."
    ]

"""What people said is counted by side and period, and quotes say whether they may be shown."""

import pytest

from pipeline.views.plan_voice import voice_headline, voice_view
from tests.builders import a_voice, a_voice_sample, an_account
from tests.views.plans import words


def view(**rows):
    return voice_view(an_account(**rows))


def test_answered_are_the_different_people_of_a_side_and_period_who_gave_an_answer():
    voices = [
        a_voice(respondent="A", answer=4),
        a_voice(respondent="A", question="Prices are fair", answer=2),
        a_voice(respondent="B", kind="interview"),
        a_voice(respondent="C", side="us"),
        a_voice(respondent="D", period="2026-Q1", answer=3),
    ]
    rows = view(voice=voices, voice_samples=[a_voice_sample(population=40, method="Online")]).samples

    assert [(row.side, row.invited, row.answered) for row in rows] == [
        ("Client, Q3 26", "14", "1"),
        ("Client, Q1 26", "–", "1"),
        ("Us, Q3 26", "–", "0"),
    ]
    assert (rows[0].population, rows[0].method, rows[0].known_bias) == ("40", "Online", "–")


def test_answers_to_a_question_are_counted_from_1_to_5_by_side():
    voices = [a_voice(respondent=str(number), answer=answer) for number, answer in enumerate([5, 4, 4, 1, None])]
    voices += [a_voice(side="us", respondent="E", answer=3)]
    client, us = view(voice=voices).questions

    assert (client.question, client.side, client.counts) == (
        "Problems are solved quickly",
        "Client, Q3 26",
        ("1", "0", "0", "2", "1"),
    )
    assert (us.question, us.side, us.counts) == ("", "Us, Q3 26", ("0", "0", "1", "0", "0"))


def test_side_that_was_not_asked_a_question_has_no_row_for_it():
    rows = view(voice=[a_voice(answer=3), a_voice(side="us", question="Prices are fair", answer=2)]).questions

    assert [(row.question, row.side) for row in rows] == [
        ("Problems are solved quickly", "Client, Q3 26"),
        ("Prices are fair", "Us, Q3 26"),
    ]


def test_question_without_an_answer_is_not_listed():
    assert view(voice=[a_voice()]).questions == ()


def test_interviews_are_listed_with_minutes_and_finding():
    voices = [a_voice(kind="interview", finding="Wants one number", duration_minutes=45), a_voice(answer=3)]
    (row,) = view(voice=voices).findings

    assert (words(row.how), row.finding) == ("Client, Q3 26, interview, 45 min", "Wants one number")


def test_quotes_with_consent_come_first_and_say_so():
    voices = [a_voice(quote="Too dear."), a_voice(quote="Call us."), a_voice(quote="Well done.", quote_consent=True)]
    rows = view(voice=voices).quotes

    assert [(row.quote, row.consent.word) for row in rows] == [
        ("“Well done.”", "May be shown"),
        ("“Too dear.”", "Not to be shown"),
        ("“Call us.”", "Not to be shown"),
    ]


def test_everybody_who_said_something_is_named_once():
    voices = [a_voice(respondent="A"), a_voice(respondent="B"), a_voice(respondent="A", topic="Price")]
    (fact,) = view(voice=voices, voice_samples=[a_voice_sample(side="us")]).respondents

    assert (fact.label, fact.value) == ("Client, Q3 26", "A, B")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "Nobody has been asked yet"),
        ({"voice_samples": [a_voice_sample(invited=3)]}, "Three people were asked; no answer is entered yet"),
        ({"voice": [a_voice()]}, "One person of the customer and nobody of ours said what they think"),
        ({"voice": [a_voice(side="us")]}, "One person of ours and nobody of the customer said what they think"),
        (
            {"voice": [a_voice(quote="Fine."), a_voice(respondent="B"), a_voice(side="us")]},
            "Two people of the customer and one of ours said what they think; no quote may be shown",
        ),
        (
            {"voice": [a_voice(quote="Fine.", quote_consent=True), a_voice(side="us")]},
            "One person of the customer and one of ours said what they think; one quote may be shown",
        ),
    ],
)
def test_sentence_counts_people_of_both_sides_and_quotes(rows, expected):
    assert words(voice_headline(an_account(**rows))) == expected

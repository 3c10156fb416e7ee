"""Your feedback and what changes for you: counts, limits, quotes with consent, and changes in order of time."""

from decimal import Decimal
from typing import Any

from pipeline.views.deck import DeckView, deck_view
from pipeline.views.deck_charts import feedback
from pipeline.views.deck_headlines import DeckHeadlines, deck_headlines
from pipeline.views.deck_rows import Change, Feedback, Quote
from tests.builders import a_business_item, a_voice, a_voice_sample, an_account, day
from tests.views.decks import given


def answers(question: str, *values: int, **more: Any) -> list[Any]:
    """Answers of the client's side to one question, a person each."""
    about = {"question": question, "topic": question} | more
    return [a_voice(respondent=f"Person {number}", answer=value, **about) for number, value in enumerate(values)]


def the_deck(**rows: Any) -> DeckView:
    return deck_view(*given(an_account(**rows)))


def the_titles(**rows: Any) -> DeckHeadlines:
    return deck_headlines(*given(an_account(**rows)))


def told(deck: DeckView) -> Feedback:
    assert deck.feedback is not None
    return deck.feedback


def test_answers_are_counted_by_question_the_most_agreement_first():
    rows = [*answers("Prices are fair", 1, 2, 3, 3, 5), *answers("Trucks are on time", 4, 5, 5, 4, 3)]

    found = told(the_deck(voice=rows)).rows

    assert [(row.question, row.agree, row.neither, row.disagree, row.count) for row in found] == [
        ("Trucks are on time", 4, 1, 0, 5),
        ("Prices are fair", 1, 2, 2, 5),
    ]


def test_the_chart_holds_the_counts_and_its_scale_ends_with_the_most_answers():
    rows = [*answers("Prices are fair", 1, 2, 3, 3, 5), *answers("Trucks are on time", 4, 5, 5, 4, 3, 3)]

    chart = feedback(*given(an_account(voice=rows)))

    assert chart is not None
    assert chart.categories == ("Trucks are on time", "Prices are fair")
    assert [series.values for series in chart.series] == [(4, 1), (2, 2), (None, 2)]
    assert chart.value_axis.maximum == Decimal(6)
    assert (
        chart.alt
        == "Most agree with “Trucks are on time”, four of six, and fewest with “Prices are fair”, one of five."
    )


def test_a_question_with_too_few_answers_is_not_counted_for_the_client():
    deck = the_deck(voice=answers("Prices are fair", 1, 2, 3, 3))

    assert deck.feedback is None


def test_words_of_a_later_period_than_the_one_reviewed_are_not_quoted():
    consented = {"kind": "interview", "quote": "They answer at once.", "quote_consent": True}

    assert the_deck(voice=[a_voice(period="2026-Q4", **consented)]).feedback is None
    rows = [a_voice(period="2026-Q2", **consented), a_voice(period="2026-Q4", **consented | {"quote": "Too late."})]
    assert [quote.text for quote in told(the_deck(voice=rows)).quotes] == ["They answer at once."]


def test_too_few_answers_leave_the_quotes_that_people_agreed_to():
    consented = {"kind": "interview", "quote_consent": True}
    rows = [
        *answers("Prices are fair", 1, 2, 3, 3),
        a_voice(quote="Call before the truck is late.", quoted_as="A plant manager", **consented),
        a_voice(quote="Ask me first.", **consented),
        a_voice(quote="I want another supplier.", quoted_as="The buyer", quote_consent=False),
        a_voice(quote="Never asked.", quoted_as="The buyer"),
    ]

    found = told(the_deck(voice=rows))

    assert found.rows == ()
    assert found.quotes == (
        Quote(text="Call before the truck is late.", who="A plant manager"),
        Quote(text="Ask me first.", who=""),
    )
    assert found.caution == "Four answers are too few to show in figures."
    assert the_titles(voice=rows).feedback == "Four of you answered: too few for figures, not for words"


def test_our_own_side_and_other_periods_are_not_the_clients_feedback():
    rows = [*answers("Prices are fair", 1, 2, 3, 3, 3, side="us"), *answers("Old", 4, 4, 4, 4, 4, period="2026-Q1")]
    now = answers("Prices are fair", 3, 3, 3, 3, 3)

    found = told(the_deck(voice=[*rows, *now])).rows

    assert [(row.question, row.count) for row in found] == [("Prices are fair", 5)]


def test_the_panel_says_how_many_answered_what_one_weighs_and_what_was_done():
    sample = a_voice_sample(
        invited=9,
        population=24,
        known_bias="Chosen by hand",
        method="Online, in May",
        what_we_did="One service number\n\n Trucks call ahead ",
    )

    found = told(the_deck(voice=answers("Prices are fair", 1, 2, 3, 3, 5), voice_samples=[sample]))

    assert (found.share, found.answered) == ("5 of 9", "people answered (56%)")
    assert found.caution == "One person in five: read these as five opinions, not as a trend."
    assert (found.bias, found.method) == ("Chosen by hand.", "Online, in May.")
    assert found.done == ("One service number", "Trucks call ahead")


def test_titles_of_feedback_name_the_most_and_the_least_agreement():
    fair, late = answers("Prices are fair", 1, 2, 3, 3, 5), answers("Trucks are on time", 4, 5, 5, 4, 4)

    assert the_titles(voice=[*fair, *late]).feedback == (
        "“Trucks are on time”, say all five; “Prices are fair”, only one"
    )
    assert the_titles(voice=late).feedback == "“Trucks are on time”, say all five"
    assert the_titles(voice=[*late, *answers("Lids close", 4, 4, 4, 4, 4)]).feedback == (
        "All five agree on each of two questions"
    )
    nobody = answers("Prices are fair", 1, 1, 1, 1, 1)
    assert the_titles(voice=nobody).feedback == "“Prices are fair”, say none of five"
    assert the_titles().feedback == "No answers yet"


def test_changes_stand_in_order_of_time_with_a_word_for_those_that_have_passed():
    rows = [
        a_business_item(share=True, text="Later", horizon="long"),
        a_business_item(share=True, text="Soon", date=day("2027-04-01"), our_answer="Stock", question="When?"),
        a_business_item(share=True, text="Begun", date=day("2026-05-14"), owner="M. Holt", source="Letter"),
        a_business_item(share=True, text="Held", kind="event", date=day("2026-06-01")),
        a_business_item(share=True, text="This year", horizon="short"),
        a_business_item(text="Not shared", date=day("2027-01-01")),
    ]

    deck = the_deck(business=rows)

    assert [(change.when.replace("\u00a0", " "), change.text) for change in deck.changes] == [
        ("Since 14 May 2026", "Begun"),
        ("1 June 2026", "Held"),
        ("1 April 2027", "Soon"),
        ("This year", "This year"),
        ("Later", "Later"),
    ]
    assert deck.changes[0].source == "M. Holt; Letter"
    assert deck.changes[2] == Change(
        when="1\u00a0April\u00a02027", text="Soon", source="", answer="Stock", question="When?"
    )
    assert the_titles(business=rows).changes.replace("\u00a0", " ") == (
        "Five changes shape your business; the next comes on 1 April 2027"
    )


def test_titles_of_changes_for_one_for_none_ahead_and_for_none():
    soon = a_business_item(share=True, date=day("2027-04-01"))

    assert (
        the_titles(business=[soon]).changes.replace("\u00a0", " ") == "One change shapes your business, on 1 April 2027"
    )
    assert the_titles(business=[a_business_item(share=True)] * 2).changes == "Two changes shape your business"
    assert the_titles().changes == "Nothing new in your business is noted"


def test_bands_ask_about_the_least_agreement_and_whether_the_changes_still_hold():
    fair = answers("Prices are fair", 1, 2, 3, 3, 5)
    deck = the_deck(voice=fair, business=[a_business_item(share=True)])

    assert deck.bands.feedback is not None
    assert deck.bands.feedback.text == "What would it take for you to agree: “Prices are fair”?"
    assert deck.bands.changes is not None
    assert deck.bands.changes.label == "Please confirm"
    assert the_deck(voice=answers("All agree", 4, 4, 4, 4, 4)).bands.feedback is None

"""What moves the customer's business stands by kind, the most urgent and weighty first."""

import pytest

from pipeline.views.plan_business import business_items, business_view
from tests.builders import a_business_item, an_account, day
from tests.views.plans import words


def test_kinds_stand_in_their_order_and_their_items_by_urgency_times_impact():
    items = [
        a_business_item(kind="insight", text="Leaks at night"),
        a_business_item(text="Unweighed"),
        a_business_item(text="Light", urgency=5, impact=1),
        a_business_item(text="Heavy", urgency=2, impact=5),
    ]
    groups = business_view(an_account(business=items)).groups

    assert [group.title for group in groups] == ["Initiatives", "Insights"]
    assert [row.text for row in groups[0].rows] == ["Heavy", "Light", "Unweighed"]


def test_item_says_who_drives_it_when_it_matters_and_what_we_answer():
    item = a_business_item(
        owner="Sofie Brandt", date=day("2027-03-01"), horizon="mid", urgency=4, our_answer="Film on site"
    )
    row = business_view(an_account(business=[item])).groups[0].rows[0]

    assert words(row.about) == "Sofie Brandt, 1 Mar 2027, matters next year"
    assert (row.urgency, row.impact, row.our_answer) == ("4", "–", "Film on site")


def test_item_without_an_owner_begins_with_a_capital():
    row = business_view(an_account(business=[a_business_item(horizon="short")])).groups[0].rows[0]

    assert row.about == "Matters this year"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([a_business_item()], "One thing moves their business; how much it weighs is not noted"),
        ([a_business_item()] * 2, "Two things move their business; how much they weigh is not noted"),
        ([a_business_item(urgency=4, impact=5)], "One thing moves their business: “Line 4 opens in March”"),
        (
            [a_business_item(text="Less"), a_business_item(urgency=4, impact=5)],
            "Two things move their business; “Line 4 opens in March” weighs most",
        ),
        ([a_business_item(text="x" * 200, urgency=1, impact=1)], "One thing moves their business"),
    ],
)
def test_sentence_counts_the_items_and_names_the_heaviest(items, expected):
    assert words(business_items(an_account(business=items))) == expected


def test_insight_says_whom_it_was_told_and_when():
    day_told = {"told_on": day("2026-09-04")}
    items = [a_business_item(told_to="M. Holt", **day_told), a_business_item(**day_told), a_business_item()]
    rows = [row for group in business_view(an_account(business=items)).groups for row in group.rows]

    assert [words(row.told_to) for row in rows] == ["M. Holt, 4 Sep 2026", "4 Sep 2026", ""]

"""The plan's sentences: right for none, one, some and all, and for what is missing."""

import pytest
from msgspec.structs import asdict

from pipeline.model.account import KeyAccount
from pipeline.views.headlines import plan_headlines
from tests.builders import (
    a_business_item,
    a_filled_account,
    a_force,
    a_member,
    a_rating,
    a_revenue,
    a_review,
    a_stakeholder,
    a_swot_item,
    a_white_space,
    an_account,
    an_account_form,
    an_action,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)
from tests.views.plans import seen, words

CRITERIA = [criterion.name for criterion in shipped_standards().criteria]


def headline(section: str, account: KeyAccount) -> str:
    return words(getattr(plan_headlines(*seen(account)), section))


def ratings(*values: int | None) -> list:
    return [a_rating(criterion=name, rating=value) for name, value in zip(CRITERIA, values, strict=True)]


def on_track(**fields) -> object:
    return an_objective(actual="4.4", **fields)


@pytest.mark.parametrize("account", [an_account(), a_filled_account()], ids=["empty", "filled"])
def test_every_sentence_fits_two_lines_and_has_no_full_stop(account):
    for section, sentence in asdict(plan_headlines(*seen(account))).items():
        assert 10 < len(sentence) <= 100, section
        assert sentence[-1] not in ".!?", section
        assert sentence[0].isupper() or sentence[0] == "“" or sentence[0].isdigit(), section
        assert "None" not in sentence.replace("None of", ""), section


def test_last_two_words_are_bound():
    assert plan_headlines(*seen(an_account())).position.endswith("entered\u00a0yet")


@pytest.mark.parametrize(
    ("objectives", "expected"),
    [
        ([], "No objective is entered yet"),
        ([an_objective()], "The one running goal is off track: “Fewer line stops”"),
        ([an_objective(actual="5.0")], "The one running goal is behind: “Fewer line stops”"),
        ([on_track()], "The one running goal is met or on track"),
        ([on_track(), on_track(id="O2")], "Both running goals are met or on track"),
        (
            [an_objective(), an_objective(id="O2", title="Lower cost", actual="6.8")],
            "Neither of two running goals is met or on track; “Lower cost” is furthest off",
        ),
        (
            [on_track(), an_objective(id="O2", title="Lower cost")],
            "One of two running goals is met or on track; “Lower cost” is furthest off",
        ),
        (
            [an_objective(start=day("2027-01-01"), due=day("2027-12-31"))],
            "The one goal has not started or been measured yet",
        ),
        (
            [an_objective(actual=None), an_objective(id="O2", actual=None)],
            "Neither of two goals has started or been measured yet",
        ),
    ],
)
def test_objectives(objectives, expected):
    assert headline("objectives", an_account(objectives=objectives)) == expected


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], "No action is entered yet"),
        ([an_action()], "The one action is not due yet"),
        ([an_action(), an_action(id="A2")], "Neither of two actions is due yet"),
        ([an_action(due=day("2026-09-01"), status="done")], "The one action due is done"),
        (
            [an_action(due=day("2026-09-01"), status="done"), an_action(id="A2")],
            "The one action due is done; one more falls due within 30 days",
        ),
        ([an_action(due=day("2026-09-18"))], "The one action due is not done; one is 12 days late"),
        (
            [an_action(due=day("2026-09-29")), an_action(id="A2", due=day("2026-09-18"), status="blocked")],
            "Neither of two actions due is done; two are late by up to 12 days, one of them blocked",
        ),
        (
            [an_action(due=day("2026-09-29")), an_action(id="A2", due=day("2026-09-18"), status="done")],
            "One of two actions due is done; one is 1 day late",
        ),
    ],
)
def test_actions(actions, expected):
    assert headline("actions", an_account(actions=actions)) == expected


AGAINST = {"direction": "against", "force": "Sealers run slower"}


@pytest.mark.parametrize(
    ("forces", "expected"),
    [
        ([], "No change is assessed: no force for or against one is entered yet"),
        (
            [a_force(strength=5), a_force(strength=4, **AGAINST)],
            "“Fibre trays in two ranges” is likely to succeed by one point",
        ),
        (
            [a_force(change="Fibre trays", strength=5), a_force(change="Fibre trays", strength=4, **AGAINST)],
            "“Fibre trays” is likely to succeed by one point; its first lever is “Sealers run slower”",
        ),
        (
            [a_force(strength=3), a_force(strength=3, **AGAINST)],
            "“Fibre trays in two ranges” is likely to fail: the two sides are level",
        ),
        (
            [a_force(strength=1), a_force(strength=3, **AGAINST)],
            "“Fibre trays in two ranges” is likely to fail: the forces against it lead by two points",
        ),
        (
            [a_force(), a_force(change="New film", strength=5)],
            "Both changes are likely to succeed, “Fibre trays in two ranges” by only three points",
        ),
        (
            [a_force(), a_force(change="New film", **AGAINST)],
            "One of two changes is likely to succeed; “New film” is not",
        ),
        (
            [a_force(**AGAINST), a_force(change="New film", **(AGAINST | {"strength": 1}))],
            "Neither of two changes is likely to succeed; “Fibre trays in two ranges” is furthest from it",
        ),
    ],
)
def test_force_field(forces, expected):
    assert headline("force_field", an_account(forces=forces)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "The account is not scored: no criterion is rated yet"),
        (ratings(7, 7, 7, 7, 7), "Tier B with 7.0 points: no single rating, weight or criterion changes it"),
        (ratings(8, 8, 8, 8, 8), "Tier A right on the cut: in all five criteria, one step down means B"),
        (ratings(8, 9, 9, 6, 8), "Tier A by a tenth of a point: in three of five criteria, one step down means B"),
        (
            ratings(8, 9, None, 6, 8),
            "Not scored, as one of five ratings is missing; it would be 6.5 to 8.3, tier B or A",
        ),
        (
            ratings(7, 7, None, 7, 7),
            "Not scored, as one of five ratings is missing; it would be 5.8 to 7.6, tier C or B",
        ),
    ],
)
def test_scoring(rows, expected):
    assert headline("scoring", an_account(ratings=rows)) == expected


def known(**fields) -> object:
    return a_stakeholder(**({"coverage": "in depth", "last_contact": day("2026-09-20")} | fields))


AGAINST_US = {"friendliness": "enemy", "influence": 5}


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], "Nobody at the customer is entered yet"),
        ([known()], "The one person entered is known as well as wanted, and not against us"),
        (
            [known(), known(id="S2")],
            "Both people are known as well as wanted, and none who counts is against us",
        ),
        (
            [known(), known(id="S2", friendliness="unknown")],
            "Nobody who counts is against us, but one of two people wants more contact",
        ),
        ([known(**AGAINST_US)], "One person who can stop us is against us"),
        (
            [known(last_contact=None, **AGAINST_US)],
            "One person who can stop us is against us, and none of us has met that person",
        ),
        (
            [known(**AGAINST_US), known(id="S2", last_contact=None, **AGAINST_US)],
            "Two people who can stop us are against us, and one of them none of us has met",
        ),
        (
            [known(**AGAINST_US), known(id="S2", friendliness="unknown")],
            "One person who can stop us is against us, and one other wants more contact",
        ),
    ],
)
def test_relationships(people, expected):
    assert headline("relationships", an_account(stakeholders=people)) == expected


QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2026-Q1", "2026-Q2", "2026-Q3")


def years(before: int, now: int) -> list:
    return [a_revenue(period=quarter, revenue=now if quarter > "2026" else before) for quarter in QUARTERS]


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [
        ([], "No revenue is entered yet"),
        ([a_revenue()], "EUR 1,000 of revenue is on record; all of it is Film"),
        (years(100, 109), "Revenue this year is up 9% on last year; all of it is Film"),
        (years(100, 90), "Revenue this year is down 10% on last year; all of it is Film"),
        (years(100, 100), "Revenue this year is level with last year; all of it is Film"),
        (
            [a_revenue(), a_revenue(product="Lids", revenue="3000")],
            "EUR 4,000 of revenue is on record; Lids carry 75% of it",
        ),
        (
            [a_revenue(), a_revenue(product="Lids", revenue="-100")],
            "EUR 900 of revenue is on record; Film is the largest product",
        ),
    ],
)
def test_position(revenue, expected):
    assert headline("position", an_account(revenue=revenue)) == expected


@pytest.mark.parametrize(
    ("deals", "expected"),
    [
        ([], "No opportunity is entered yet"),
        ([an_opportunity()], "One open opportunity weighs EUR 320 k; none is closed yet"),
        (
            [an_opportunity(), an_opportunity(id="D2", close_date=day("2026-09-01"))],
            "Two open opportunities weigh EUR 640 k; one is past the closing date",
        ),
        (
            [an_opportunity(), an_opportunity(id="D2", stage="won", close_date=day("2026-09-01"))],
            "One open opportunity weighs EUR 320 k; the one closed was won",
        ),
        (
            [an_opportunity(stage="lost", close_date=day("2026-09-01"))],
            "No opportunity is open; the one closed was lost",
        ),
    ],
)
def test_opportunities(deals, expected):
    assert headline("opportunities", an_account(opportunities=deals)) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], "No strength, weakness, opportunity or threat is entered yet"),
        ([a_swot_item(quadrant="strength")], "No weakness and no threat is entered yet; the list is not finished"),
        ([a_swot_item()], "Nothing in the plan answers “Film leaves its range on line 3” yet"),
        ([a_swot_item(action="A1")], "The one weakness or threat is answered by the plan"),
        (
            [a_swot_item(action="A1"), a_swot_item(item="Price")],
            "One of two weaknesses and threats is answered; “Price” is not",
        ),
        (
            [a_swot_item(action="A1"), a_swot_item(objective="O1")],
            "Both weaknesses and threats are answered by an objective or an action",
        ),
        ([a_swot_item(), a_swot_item()], "Nothing in the plan answers the two weaknesses and threats yet"),
    ],
)
def test_swot(items, expected):
    assert headline("swot", an_account(swot=items)) == expected


@pytest.mark.parametrize(
    ("team", "form", "expected"),
    [
        ([], {}, "No team is entered yet"),
        (
            [a_member()],
            {},
            "One person of ours works on the plan; neither side has named a sponsor",
        ),
        (
            [
                a_member(executive_sponsor=True),
                a_member(name="Maren Holt", organisation="client", executive_sponsor=True),
            ],
            {"plan_format": "Word", "sharing_channel": "Portal", "update_frequency": "Monthly"},
            "One person of ours works on the plan, and both sides have a sponsor",
        ),
        (
            [a_member(executive_sponsor=True)],
            {},
            "One person of ours works on the plan; the customer has not named a sponsor",
        ),
    ],
)
def test_implementation(team, form, expected):
    assert headline("implementation", an_account(an_account_form(**form), team=team)) == expected


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], "No review of the team was planned; the next with the customer is not planned"),
        ([a_review()], "No review of the team was planned; the next with the customer is on 14 October 2026"),
        (
            [a_review(kind="internal", planned=day("2026-09-01"))],
            "The one planned review was not held; the next with the customer is not planned",
        ),
        (
            [a_review(kind="internal", planned=day("2026-09-01"), held=day("2026-09-02")), a_review()],
            "The one planned review was held; the next with the customer is on 14 October 2026",
        ),
        (
            [a_review(kind="internal", planned=day(f"2026-0{month}-01")) for month in (7, 8)],
            "Neither of two planned reviews was held; the next with the customer is not planned",
        ),
        (
            [
                a_review(kind="internal", planned=day("2026-08-01"), held=day("2026-08-01")),
                a_review(kind="internal", planned=day("2026-09-01")),
            ],
            "One of two planned reviews was held; the next with the customer is not planned",
        ),
    ],
)
def test_reviews(reviews, expected):
    assert headline("reviews", an_account(reviews=reviews)) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, "Contoso Ltd works in Chilled food; how close we are and the contract are not noted yet"),
        ({"relationship_stage": "basic"}, "A relationship that is basic"),
        ({"contract_end": day("2027-12-31")}, "The contract runs to 31 December 2027"),
        (
            {"relationship_stage": "basic", "renewal_date": day("2027-06-30")},
            "A relationship that is basic; the renewal is decided by 30 June 2027",
        ),
    ],
)
def test_overview(form, expected):
    assert headline("overview", an_account(an_account_form(**form))) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, "Nothing of their business is noted yet"),
        ({"revenue_model": "Volume"}, "How they earn is noted; where they want to go is not"),
        ({"strategy": "Grow"}, "Where they want to go is clear; their figures are not noted yet"),
        ({"fin_outlook": "worsening"}, "Their financial outlook is worsening"),
        (
            {"fin_revenue": "410000000", "fin_profit": "-2000000", "fin_outlook": "stable"},
            "EUR 410.0 m revenue and EUR 2.0 m loss a year; the outlook is stable",
        ),
    ],
)
def test_business(form, expected):
    assert headline("business", an_account(an_account_form(**form))) == expected


@pytest.mark.parametrize(
    ("solutions", "expected"),
    [
        ([None], "No objective has a solution yet"),
        (["Sensors"], "The one objective has a solution"),
        (["Sensors", "Stock"], "Both objectives have a solution"),
        (["Sensors", None], "One of two objectives has a solution; one still waits for one"),
    ],
)
def test_solutions(solutions, expected):
    objectives = [an_objective(id=f"O{number}", solution=text) for number, text in enumerate(solutions, 1)]
    assert headline("solutions", an_account(objectives=objectives)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "Tier not assessed, no goal is running; no change is assessed yet"),
        (
            {"ratings": ratings(7, 7, 7, 7, 7), "objectives": [on_track()], "forces": [a_force()]},
            "Tier B, the one goal on course: “Fibre trays in two ranges” is likely to succeed",
        ),
        (
            {"objectives": [an_objective(), on_track(id="O2")], "forces": [a_force(), a_force(strength=2, **AGAINST)]},
            "Tier not assessed, one of two goals on course: the change is likely to succeed by only one point",
        ),
        (
            {"objectives": [an_objective(), an_objective(id="O2")], "forces": [a_force(**AGAINST)]},
            "Tier not assessed, none of two goals on course: “Fibre trays in two ranges” is likely to fail",
        ),
    ],
)
def test_summary(rows, expected):
    assert headline("summary", an_account(**rows)) == expected


def test_business_without_figures_counts_what_moves_it():
    account = an_account(business=[a_business_item(urgency=4, impact=5)])

    assert headline("business", account) == "One thing moves their business: “Line 4 opens in March”"


def test_white_space_without_an_opportunity_is_counted():
    account = an_account(white_space=[a_white_space(), a_white_space(product="Film", status="ours")])

    assert (
        headline("opportunities", account)
        == "No opportunity is entered yet; of the white space one is ours, one is open"
    )

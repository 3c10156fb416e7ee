"""Ratings, amounts, forces, goals and what the client is to see."""

import pytest

from pipeline.checks import content
from tests.builders import (
    a_decision,
    a_filled_account,
    a_force,
    a_kpi,
    a_member,
    a_rating,
    a_revenue,
    an_account,
    an_account_form,
    an_action,
    an_objective,
    an_opportunity,
)
from tests.checks.problems_of import STANDARDS, at, problems_of


@pytest.mark.parametrize(
    "account_id", ["Contoso", "contoso ltd", "-contoso", "contoso--ltd", "a/b", "..", "æ", "a" * 61]
)
def test_an_account_id_that_cannot_name_a_folder_is_an_error(account_id):
    form = at(an_account_form(account_id=account_id), {"account_id": "C9"})

    assert problems_of(content.account_id_is_a_folder_name, an_account(account=form)) == [
        f"error account-id Account!C9: Account id {account_id!r} cannot name a folder."
    ]


@pytest.mark.parametrize("account_id", ["con", "com1", "portfolio"])
def test_a_name_that_is_kept_for_something_else_is_an_error(account_id):
    account = an_account(account=an_account_form(account_id=account_id))

    (problem,) = problems_of(content.account_id_is_a_folder_name, account)
    assert "is a name that is kept for something else" in problem


def test_the_fix_of_an_account_id_is_an_account_id():
    (problem,) = content.account_id_is_a_folder_name(
        an_account(account=an_account_form(account_id="Contoso Ltd.")), STANDARDS
    )

    assert problem.fix == "Use lower-case letters, digits and hyphens, such as 'contoso-ltd'."


@pytest.mark.parametrize(
    ("currency", "fix"),
    [
        ("eur", "Did you mean EUR?"),
        ("EURO", "Did you mean EUR?"),
        ("€", "Write its three-letter code, such as EUR or USD."),
    ],
)
def test_a_currency_that_iso_does_not_know_is_an_error(currency, fix):
    (problem,) = content.currency_is_known(an_account(account=an_account_form(currency=currency)), STANDARDS)

    assert (problem.code, problem.severity, problem.fix) == ("unknown-currency", "error", fix)


@pytest.mark.parametrize("currency", ["EUR", "USD", "NOK", "CHF"])
def test_a_currency_that_iso_knows_is_fine(currency):
    assert problems_of(content.currency_is_known, an_account(account=an_account_form(currency=currency))) == []


def test_a_vision_of_more_than_thirty_words_is_a_warning():
    def with_words(count: int):
        return an_account(account=an_account_form(vision="word " * count))

    assert problems_of(content.vision_is_one_sentence, with_words(30)) == []
    assert problems_of(content.vision_is_one_sentence, with_words(31)) == [
        "warning vision-long Account: The vision has 31 words; a sentence both sides can say has 30 at most."
    ]


def test_each_side_has_one_sponsor():
    ours, theirs = a_member(executive_sponsor=True), a_member(organisation="client", executive_sponsor=True)
    second = at(a_member(name="B", executive_sponsor=True), {"executive_sponsor": "G9"})

    assert problems_of(content.each_side_has_a_sponsor, an_account(team=[ours, theirs])) == []
    assert problems_of(content.each_side_has_a_sponsor, an_account(team=[ours, second])) == [
        "warning sponsor-twice Team!G9: 'Ida Lindqvist' is our own executive sponsor already (Team).",
        "warning sponsor-missing Team: No executive sponsor on the client's side.",
    ]
    assert problems_of(content.each_side_has_a_sponsor, an_account(team=[at(ours, {}, {"executive_sponsor"})])) == []


def test_at_least_one_objective_serves_the_client():
    ours = an_objective(beneficiary="us")

    assert problems_of(content.an_objective_serves_the_client, an_account(objectives=[ours])) == [
        "error no-client-objective Objectives: No objective serves the client; a plan of ours alone is no account plan."
    ]
    assert problems_of(content.an_objective_serves_the_client, an_account()) != []
    unread = at(ours, {}, {"beneficiary"})
    assert problems_of(content.an_objective_serves_the_client, an_account(objectives=[ours, unread])) == []
    for side in ("client", "both"):
        shared = an_objective(beneficiary=side, share=True)
        assert problems_of(content.an_objective_serves_the_client, an_account(objectives=[ours, shared])) == []


def test_objectives_for_the_client_that_are_not_shared_are_a_warning():
    assert problems_of(content.an_objective_serves_the_client, an_account(objectives=[an_objective()])) == [
        "warning nothing-shared Objectives: No objective that serves the client is shared, so the review deck shows "
        "no goals."
    ]


def test_an_objective_without_an_action_is_a_warning():
    objectives = [an_objective(), at(an_objective(id="O2", title="Lower cost"), {"id": "B9"})]
    account = a_filled_account(
        objectives=objectives, actions=[an_action(), an_action(objective="O2", status="cancelled")]
    )

    assert problems_of(content.objectives_have_actions, account) == [
        "warning objective-without-action Objectives!B9: No action serves objective 'O2' (Lower cost)."
    ]


def test_a_misspelled_or_unread_reference_may_be_the_action_that_is_missed():
    for action in (an_action(objective="O11"), at(an_action(), {}, {"objective"})):
        assert problems_of(content.objectives_have_actions, a_filled_account(actions=[action])) == []


def test_a_target_that_equals_its_baseline_is_a_warning():
    objectives = [an_objective(baseline="4", target="4.0"), an_objective(baseline=None)]

    assert problems_of(content.objectives_can_be_measured, an_account(objectives=objectives)) == [
        "warning target-is-baseline Objectives: Target 4.0 equals Baseline, so no progress can be told."
    ]


def test_a_shared_action_of_an_objective_that_is_not_shared_is_a_warning():
    objectives = [an_objective(), an_objective(id="O2", share=True)]
    actions = [an_action(share=True), an_action(share=True, objective="O2"), an_action()]

    assert problems_of(
        content.shared_actions_have_a_shared_objective, an_account(objectives=objectives, actions=actions)
    ) == ["warning shared-alone Actions: The action is shared, but its objective 'O1' is not."]


def test_a_criterion_without_a_row_is_a_warning_with_its_weight_in_the_score():
    ratings = [a_rating(criterion=criterion.name) for criterion in STANDARDS.criteria[1:]]

    # weight 0.30 x (10 - 1) = 2.7
    assert problems_of(content.ratings_are_complete, an_account(ratings=ratings)) == [
        "warning criterion-unrated Scoring: Criterion 'Revenue potential' has no rating; until it has, the score is "
        "told with bounds 2.7 points apart for it alone."
    ]


def test_a_criterion_rates_the_account_and_a_factor_our_strength():
    ratings = [
        at(a_rating(criterion="Price"), {"rates": "B8"}),
        at(a_rating(rates="our strength"), {"rates": "B9"}),
        a_rating(rates="our strength", criterion="Delivery"),
        a_rating(rates="rival", rival="Norpakk", criterion="Delivery"),
        a_rating(),
    ]

    assert problems_of(content.ratings_rate_what_they_can, an_account(ratings=ratings)) == [
        "warning criterion-kind Scoring!B8: 'Price' is a success factor, so it does not rate 'account' and is left "
        "out.",
        "warning criterion-kind Scoring!B9: 'Strategic fit' is a criterion, so it does not rate 'our strength' and is "
        "left out.",
    ]


def test_a_rival_is_rated_on_success_factors():
    rating = at(a_rating(rates="rival", rival="Norpakk"), {"rates": "B8"})
    (problem,) = content.ratings_rate_what_they_can(an_account(ratings=[rating]), STANDARDS)

    assert (problem.code, problem.severity, problem.cell) == ("criterion-kind", "warning", "B8")
    assert problem.message == "'Strategic fit' is a criterion, so it does not rate 'rival' and is left out."
    assert problem.fix == "Set Rates to 'account', or name a success factor of the standards."


def test_rivals_are_rated_apart_from_us_and_from_each_other():
    rows = [a_rating(rates="our strength", criterion="Price"), a_rating(rates="rival", rival="A", criterion="Price")]
    rows += [a_rating(rates="rival", rival=name, criterion="Price") for name in ("B", "a")]

    assert len(problems_of(content.ratings_rate_what_they_can, an_account(ratings=rows))) == 1


def test_one_rater_rates_a_criterion_once():
    ratings = [a_rating(rater="E. Sandell"), a_rating(rater="B"), at(a_rating(rater="e. sandell"), {"criterion": "C9"})]

    assert problems_of(content.ratings_rate_what_they_can, an_account(ratings=ratings)) == [
        "warning rated-twice Scoring!C9: 'Strategic fit' is rated already in Scoring by the same rater."
    ]


def test_raters_who_lie_four_points_apart_disagree():
    def rated(*ratings: int | None):
        return an_account(ratings=[a_rating(rating=rating, rater=str(n)) for n, rating in enumerate(ratings)])

    assert problems_of(content.raters_agree, rated(4, 7, None)) == []
    assert problems_of(content.raters_agree, rated(8, 5, 4)) == [
        "warning raters-disagree Scoring: Raters disagree on 'Strategic fit': 4 to 8 (Scoring)."
    ]


def test_low_amount_and_high_are_in_order():
    deals = [
        at(an_opportunity(low="700000"), {"low": "H8"}),
        at(an_opportunity(high="600000"), {"high": "I9"}),
        an_opportunity(low="640000", high="640000"),
        at(an_opportunity(low="700000"), {}, {"amount"}),
    ]

    assert problems_of(content.amounts_are_in_order, an_account(opportunities=deals)) == [
        "error amount-order Opportunities!H8: Low 700000 is above Amount 640000.",
        "error amount-order Opportunities!I9: High 600000 is below Amount 640000.",
    ]


def test_revenue_of_one_product_in_one_period_stands_once():
    rows = [a_revenue(), at(a_revenue(product="film "), {"period": "B9"}), a_revenue(unit="Gävle")]

    assert problems_of(content.revenue_stands_once, an_account(revenue=rows)) == [
        "warning revenue-twice Revenue!B9: 'film ' in 2026-Q3 stands already in Revenue; both are added up."
    ]


def test_a_year_is_not_told_beside_its_quarters():
    rows = [
        at(a_revenue(), {"period": "B8"}),
        a_revenue(period="2026"),
        a_revenue(period="2025"),
        a_revenue(product="X"),
    ]

    assert problems_of(content.revenue_stands_once, an_account(revenue=rows)) == [
        "warning period-overlap Revenue!B8: 2026-Q3 is part of 2026 in Revenue; both are added up."
    ]


def test_a_measure_stands_once_in_a_period():
    rows = [a_kpi(), at(a_kpi(actual="1"), {"period": "F9"}), a_kpi(period="2026-Q2")]

    assert problems_of(content.kpis_stand_once, an_account(kpis=rows)) == [
        "error kpi-twice KPIs!F9: 'Stops per 100 running hours' in 2026-Q3 stands already in KPIs."
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Stops per 100 running hours", False),
        ("stops per 100 running hours", True),
        ("Stops per 100 runing hours", True),
        ("Stops per shift", False),
        ("Complaints", False),
    ],
)
def test_a_measure_is_spelled_alike_on_both_sheets(written, told):
    account = an_account(objectives=[an_objective(kpi=written)], kpis=[a_kpi()])

    assert bool(problems_of(content.measures_are_spelled_alike, account)) == told


def test_a_change_with_forces_on_one_side_only_is_a_warning():
    forces = [
        at(a_force(), {"direction": "C8"}),
        a_force(force="B"),
        a_force(change="X"),
        a_force(change="X", direction="against"),
    ]

    assert problems_of(content.changes_have_two_sides, an_account(forces=forces)) == [
        "warning one-sided Forces!C8: Every force on 'Fibre trays in two ranges' is 'for'; none is 'against'."
    ]


@pytest.mark.parametrize("key", ["change", "direction"])
def test_a_force_that_may_be_on_the_other_side_keeps_the_rule_silent(key):
    forces = [a_force(), at(a_force(direction="against"), {}, {key})]

    assert problems_of(content.changes_have_two_sides, an_account(forces=forces)) == []


def test_a_change_spelled_in_two_ways_is_a_warning():
    forces = [a_force(), at(a_force(change="fibre trays in two  ranges", direction="against"), {"change": "B9"})]

    assert problems_of(content.changes_have_two_sides, an_account(forces=forces)) == [
        "warning spelling Forces!B9: Change 'fibre trays in two  ranges' is written 'Fibre trays in two ranges' "
        "in Forces."
    ]


def test_forces_without_evidence_are_one_warning_for_each_change():
    forces = [
        at(a_force(), {"evidence": "G8"}),
        at(a_force(), {"evidence": "G9"}),
        a_force(evidence="Ten shifts in August"),
        at(a_force(), {"evidence": "G11"}, {"evidence"}),
    ]

    assert problems_of(content.forces_rest_on_evidence, an_account(forces=forces)) == [
        "warning evidence-missing Forces!G8: 2 of 4 forces on 'Fibre trays in two ranges' have no evidence (G8, G9)."
    ]


@pytest.mark.parametrize(
    ("decisions", "wanted"),
    [
        ([], False),
        ([a_decision()], False),
        ([a_decision(share=True, status="taken")], False),
        ([a_decision(share=True)], True),
        ([a_decision(share=True, status="postponed")], True),
        ([at(a_decision(), {}, {"share"})], True),
    ],
)
def test_an_open_shared_decision_is_wanted(decisions, wanted):
    told = problems_of(content.a_decision_is_wanted, an_account(decisions=decisions))

    assert told == (
        []
        if wanted
        else ["warning no-decision Decisions: No open decision is shared, so the review deck asks for none."]
    )

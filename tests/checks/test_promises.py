"""Risks, commitments and what the client agreed to."""

from pipeline.checks.promises import (
    agreements_are_signed,
    commitments_are_kept,
    grave_risks_are_answered,
    promises_are_commitments,
)
from pipeline.checks.rules import check
from tests.builders import a_filled_account, a_risk, an_account_form, an_agreement, day
from tests.checks.problems_of import STANDARDS, at, problems_of


def test_a_risk_of_15_or_more_is_answered():
    rows = [
        at(a_risk(probability=3, impact=5), {"mitigation": "J8"}),
        a_risk(probability=3, impact=5, mitigation="Price held to June"),
        a_risk(probability=2, impact=5),
        a_risk(probability=5),
        a_risk(kind="commitment", probability=5, impact=5),
    ]

    assert problems_of(grave_risks_are_answered, a_filled_account(risks=rows)) == [
        "warning risk-unanswered Risks!J8: Mitigation is blank, though the risk weighs 3 x 5 = 15 of 25."
    ]


def test_a_mitigation_that_could_not_be_read_is_not_told_again():
    row = a_risk(probability=5, impact=5)
    unread = at(row, {"mitigation": "J8"}, unread={"mitigation"})

    assert "risk-unanswered" in {problem.code for problem in check(a_filled_account(risks=[row]), STANDARDS)}
    assert "risk-unanswered" not in {problem.code for problem in check(a_filled_account(risks=[unread]), STANDARDS)}


def test_the_day_from_which_a_commitment_cannot_be_met_has_not_come():
    prepared = an_account_form(date_prepared=day("2026-09-30"))
    rows = [
        at(a_risk(kind="commitment", text="Spare heads", at_risk_on=day("2026-09-30")), {"at_risk_on": "H8"}),
        a_risk(kind="commitment", at_risk_on=day("2026-10-01")),
        a_risk(kind="commitment"),
        a_risk(at_risk_on=day("2026-09-01")),
    ]

    assert problems_of(commitments_are_kept, a_filled_account(risks=rows, account=prepared)) == [
        "warning commitment-at-risk Risks!H8: "
        "At risk on 2026-09-30 has come: 'Spare heads' cannot be met as things stand."
    ]
    assert problems_of(commitments_are_kept, a_filled_account(risks=rows)) == []


def test_a_risk_is_promised_to_nobody():
    rows = [
        at(a_risk(promised_to="Jonas Wik"), {"promised_to": "E8"}),
        a_risk(kind="commitment", promised_to="Jonas Wik"),
        a_risk(),
    ]

    assert problems_of(promises_are_commitments, a_filled_account(risks=rows)) == [
        "warning risk-promised Risks!E8: Promised to 'Jonas Wik' is filled in, though the row is a risk."
    ]


def test_what_is_agreed_says_by_whom_and_when():
    rows = [
        at(an_agreement(date=day("2026-07-14")), {"signatory": "D8"}),
        at(an_agreement(signatory="Maren Holt"), {"date": "E9"}),
        an_agreement(signatory="Maren Holt", date=day("2026-07-14")),
        an_agreement(agreed=False),
    ]

    assert problems_of(agreements_are_signed, a_filled_account(agreement=rows)) == [
        "warning agreement-unsigned Agreement!D8: Signatory is blank, though 'Action plan and owners' is agreed.",
        "warning agreement-unsigned Agreement!E9: Date is blank, though 'Action plan and owners' is agreed.",
    ]

"""Risks, commitments and what the client agreed to."""

from pipeline.checks.promises import agreements_are_signed, commitments_are_kept, grave_risks_are_answered
from pipeline.checks.rules import check
from tests.builders import a_filled_account, a_risk, an_agreement, day
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


def test_a_commitment_is_not_at_risk_before_it_is_due():
    due = day("2026-12-15")
    rows = [
        at(a_risk(kind="commitment", due=due, at_risk_on=day("2026-12-14")), {"at_risk_on": "H8"}),
        a_risk(kind="commitment", due=due, at_risk_on=due),
        a_risk(kind="commitment", due=due),
        a_risk(due=due, at_risk_on=day("2026-12-14")),
    ]

    assert problems_of(commitments_are_kept, a_filled_account(risks=rows)) == [
        "warning commitment-at-risk Risks!H8: At risk on 2026-12-14 is before Due 2026-12-15: it will be missed."
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

"""Risks and commitments stand apart, those that weigh most first."""

import pytest

from pipeline.views.plan_risks import risks_headline, risks_view
from tests.builders import a_risk, an_account, day
from tests.views.plans import words


def test_risks_come_before_commitments_and_by_probability_times_impact():
    risks = [
        a_risk(kind="commitment", text="Answer in four hours"),
        a_risk(text="Unweighed"),
        a_risk(text="Light", probability=5, impact=1),
        a_risk(text="Heavy", probability=2, impact=4),
    ]
    first, second = risks_view(an_account(risks=risks)).groups

    assert (first.title, [row.text for row in first.rows]) == ("Risks", ["Heavy", "Light", "Unweighed"])
    assert (second.title, [row.text for row in second.rows]) == ("Commitments", ["Answer in four hours"])


def test_risk_says_when_it_is_due_and_when_it_will_be_missed():
    risk = a_risk(due=day("2026-12-15"), at_risk_on=day("2026-12-10"), probability=4)
    row = risks_view(an_account(risks=[risk])).groups[0].rows[0]

    assert (words(row.due), words(row.at_risk_on)) == ("15 Dec 2026", "10 Dec 2026")
    assert (row.probability, row.impact, row.owner) == ("4", "–", "Ida Lindqvist")


def test_commitment_says_to_whom_it_was_made():
    noted, blank = risks_view(an_account(risks=[promise(promised_to="Jonas Wik"), promise()])).groups[0].rows

    assert (noted.promised_to, blank.promised_to) == ("Jonas Wik", "")


def promise(**fields):
    return a_risk(kind="commitment", text="Answer in four hours", **fields)


@pytest.mark.parametrize(
    ("risks", "expected"),
    [
        ([], "No risk and no commitment is entered yet"),
        ([a_risk()], "One risk is noted: “Fibre prices rise before spring”"),
        ([a_risk(text="x" * 120)], "One risk is noted"),
        ([a_risk(), promise()], "One risk and one commitment are noted"),
        (
            [a_risk(probability=4, impact=4), promise()],
            "One risk and one commitment are noted; “Fibre prices rise before spring” weighs most",
        ),
        ([promise(at_risk_on=day("2026-12-10"))], "One commitment is noted; it may be missed"),
        (
            [a_risk(), promise(at_risk_on=day("2026-12-10"))],
            "One risk and one commitment are noted; one of them may be missed",
        ),
    ],
)
def test_sentence_counts_them_and_names_what_will_be_missed_or_weighs_most(risks, expected):
    assert words(risks_headline(an_account(risks=risks))) == expected

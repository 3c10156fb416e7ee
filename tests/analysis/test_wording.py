"""How plainly actions are worded: verb first, one person, nothing vague, and no nagging in other languages."""

from typing import Any

import pytest

from pipeline.analysis.results import WordingFinding
from pipeline.analysis.wording import action_wording_of, starts_with_verb
from pipeline.workbook.parser import read_account
from tests.builders import an_account, an_account_form, an_action, shipped_standards
from tests.commands import ACCOUNTS, SAMPLES

STANDARDS = shipped_standards()


def findings(locale: str = "en-GB", **fields: Any) -> tuple[WordingFinding, ...]:
    account = an_account(an_account_form(locale=locale), actions=[an_action(**fields)])
    return action_wording_of(account, STANDARDS)


def told(locale: str = "en-GB", **fields: Any) -> list[tuple[str, str]]:
    return [(found.fault, found.words) for found in findings(locale, **fields)]


@pytest.mark.parametrize(
    "text",
    [
        "Test peel force on every batch",
        "Re-test the seals",
        "Retest the seals",
        "Jointly review the forecast",
        "Please send one forecast",
        "Digitise the delivery notes",
        "Clarify who signs",
        "Cross-check stock in Leeds",
        "SIGN the contract",
        "2: Agree the price",
    ],
)
def test_action_that_begins_with_what_is_done_is_plain(text: str) -> None:
    assert starts_with_verb(text)
    assert told(action=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Workshop with procurement",
        "Meeting on film tension",
        "Overview of line stops",
        "Testing peel force",
        "The trial is prepared",
        "Sealing heads for line 2",
        "Weekly call with Jonas Wik",
        "New specification for film",
    ],
)
def test_action_that_begins_with_something_else_is_told(text: str) -> None:
    assert told(action=text) == [("no-verb", text.split()[0])]


def test_finding_names_its_cell_and_what_to_write() -> None:
    (found,) = findings(action="Workshop with procurement")
    assert (found.id, found.cell, found.fix) == ("A1", "Actions", "Begin with what is done: Test, Agree, Send.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Look into film tension", ["look into"]),
        ("Fix the seals ASAP", ["asap"]),
        ("Prepare slides, samples, etc.", ["etc"]),
        ("Check various seals where possible", ["various", "where possible"]),
        ("Sketch a betcetera", []),
    ],
)
def test_vague_words_are_told_one_by_one(text: str, words: list[str]) -> None:
    assert told(action=text) == [("vague", vague) for vague in words]


def test_other_languages_are_judged_by_their_vague_words_alone() -> None:
    assert told("de-DE", action="Folienspannung auf Linie 2 messen") == []
    assert told("de-DE", action="Zeitnah die Spannung messen, ggf. mit Labor") == [
        ("vague", "ggf"),
        ("vague", "zeitnah"),
    ]
    assert told("de-DE", action="Send the samples asap") == [("vague", "asap")]
    assert told("fr-FR", action="Mesurer la tension dès que possible") == [("vague", "dès que possible")]


def test_one_word_and_a_whole_paragraph_are_told() -> None:
    assert told(action="Check") == [("too-short", "Check")]
    assert told(action="Check it") == []
    long = " ".join(["Check", *["seals"] * 19])
    assert told(action=long) == []
    assert told(action=f"{long} too") == [("too-long", f"{long} too")]
    assert told(action="123") == [("too-short", "123"), ("no-verb", "123")]


@pytest.mark.parametrize(
    "owner", ["Anna Frost", "Nyman, Oskar", "E. Sandell", "Brian O'Hara", "Maximilian Freiherr von Rothenfels", "Zoë"]
)
def test_person_may_own_an_action(owner: str) -> None:
    assert told(owner=owner) == []


@pytest.mark.parametrize(
    "owner",
    ["Quality", "technical service", "Account team", "Sales dept.", "Anna and Oskar", "Anna Frost / Oskar Nyman",
     "Anna Frost, Oskar Nyman", "Anna & Oskar", "TBD", "?", "Abteilung Qualität"],
)  # fmt: skip
def test_group_or_several_people_may_not(owner: str) -> None:
    assert told(owner=owner) == [("owner-no-person", owner)]
    assert told("de-DE", owner=owner) == [("owner-no-person", owner)]


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_what_is_over_is_not_judged(status: str) -> None:
    assert told(action="Workshop", owner="all", status=status) == []


def test_every_open_action_is_judged_in_the_order_of_the_sheet() -> None:
    actions = [an_action(id="A2", action="Workshop on film"), an_action(id="A1", action="Slides for the review")]
    found = action_wording_of(an_account(actions=actions), STANDARDS)
    assert [finding.id for finding in found] == ["A2", "A1"]
    assert action_wording_of(an_account(), STANDARDS) == ()


@pytest.mark.parametrize("sample", ACCOUNTS)
def test_no_sample_is_nagged(sample: str) -> None:
    account = read_account(SAMPLES / f"{sample}.xlsx", STANDARDS).account
    assert account is not None
    assert len(account.actions) > 10
    assert all(starts_with_verb(action.action) for action in account.actions)
    assert action_wording_of(account, STANDARDS) == ()

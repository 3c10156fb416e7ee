"""What went badly is in the client's deck, whatever the account: every shared goal that is missed, each open issue."""

import re
from pathlib import Path

import pytest

from pipeline.model.account import KeyAccount
from pipeline.run.reading import read_and_check
from pipeline.run.stages import documents, view
from pipeline.run.templates import compile_templates
from pipeline.views.audiences import project
from tests.commands import ACCOUNTS, PROJECT, SAMPLES
from tests.documents.office import edited, part_names, part_text, slides_of
from tests.generated import generated_account
from tests.test_non_interference import REVIEW, STANDARDS, client_templates

DECK = PROJECT / "output_templates" / "client" / "quarterly_review.pptx"
BAD = ("off track", "behind")


def account_of(name: str) -> KeyAccount:
    if name not in ACCOUNTS:
        return generated_account(int(name), STANDARDS, "full")
    found = read_and_check(SAMPLES / f"{name}.xlsx", STANDARDS).account
    assert found is not None
    return found


def said(text: str) -> str:
    """A text as it is compared: without its line ends, its marks of emphasis and its bullets."""
    return re.sub(r"[\s*_•-]+", "", text)


def words_of(blob: bytes) -> str:
    """All that stands on the slides, in tables too."""
    return said("".join(node.text or "" for slide in slides_of(blob) for node in slide._element.iter("{*}t")))


@pytest.mark.parametrize("name", [*ACCOUNTS, "1", "2", "3", "4"])
def test_each_goal_that_is_missed_and_each_open_issue_is_in_the_deck(name: str):
    account = account_of(name)
    shared = project(account)
    templates = tuple(one for one in client_templates() if one.name.endswith(".pptx"))
    (deck,) = documents(account, STANDARDS, templates, REVIEW)
    states = {goal["id"]: goal["status"] for goal in view(account, STANDARDS, REVIEW, "client")["goals"]}
    missed = [row.title for row in shared.objectives if states[row.id] in BAD]
    issues = [row.topic or row.text for row in shared.delivery if row.kind == "issue" and row.status != "closed"]
    printed = words_of(deck.content)

    assert [text for text in (*missed, *issues) if said(text) not in printed] == []


def test_the_samples_and_the_generated_accounts_miss_goals_and_have_open_issues():
    projected = [project(account_of(name)) for name in (*ACCOUNTS, "1", "2", "3", "4")]

    assert sum(row.kind == "issue" and row.status != "closed" for one in projected for row in one.delivery) > 5


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        (r"\{\{ lesson\.text[^}]*\}\}", "deck.learned[].text"),
        (r"\{\{ goal\.title[^}]*\}\}", "deck.goals[].title"),
    ],
)
def test_a_deck_without_them_is_refused(tag: str, told: str, tmp_path: Path):
    blob = DECK.read_bytes()
    for name in part_names(blob):
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            while re.search(tag, part_text(blob, name)):
                blob = edited(blob, name, tag, "x")
    path = tmp_path / "client" / DECK.name
    path.parent.mkdir()
    path.write_bytes(blob)

    _, problems = compile_templates((path,))

    assert [(one.code, one.found) for one in problems] == [("misses-left-out", told)]

"""How plainly the open actions are worded: verb first, one person, and no words that nobody can be held to."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pipeline.analysis.results import WordingFinding
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action
from pipeline.standards import Standards

FEWEST_WORDS = 2
MOST_WORDS = 20

Fault = Literal["no-verb", "vague", "too-short", "too-long", "owner-no-person"]

_FILE = Path(__file__).with_suffix(".toml")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PREFIXES = ("re", "pre", "co-")
_ENDINGS = ("ise", "ize", "yse", "yze", "ify")
_POLITE = ("please", "then", "also")
# In -ly, and yet before a noun: "Weekly call with quality".
_RHYTHMS = ("daily", "weekly", "monthly", "quarterly", "yearly", "early", "only")
# "Nyman, Oskar" is one person; "Oskar Nyman, Ida Lindqvist" are two.
_SEVERAL = re.compile(r"[;/&+]|\b(?:and|und|et|og|och)\b|\w \w+ *, *\w+ \w", re.IGNORECASE)
_FIXES: dict[Fault, str] = {
    "no-verb": "Begin with what is done: Test, Agree, Send.",
    "vague": "Say what is done, with a number or a day that shows when it is done.",
    "too-short": "Say what is done, and to what.",
    "too-long": f"Say it in {MOST_WORDS} words, or make parts of it.",
    "owner-no-person": "Name the one person who answers for it.",
}


def action_wording_of(account: KeyAccount, standards: Standards) -> tuple[WordingFinding, ...]:
    """What is not plain about each action that is open (neither done nor cancelled), in the order of the sheet.

    Verb first is judged for accounts with an English locale only, as elsewhere the imperative often stands last: the
    first word, adverbs in -ly and "please" passed over, is one of the verbs in wording.toml, one of them with a prefix
    (retest), or ends like a verb (-ise, -ize, -ify). Vague words are those of English and of the account's language.
    An action has 2 to 20 words. Its owner is a person: not a function of the standards, not a group, not two people.
    That an action has a date needs no finding here: the workbook requires it.
    """
    language = account.account.locale.partition("-")[0].casefold()
    functions = {folded(name) for name in standards.functions}
    open_actions = (action for action in account.actions if action.status not in ("done", "cancelled"))
    return tuple(finding for action in open_actions for finding in _findings(action, language, functions))


def starts_with_verb(text: str) -> bool:
    """Does an English text begin with a verb in the imperative, as far as its first word tells?"""
    words = [word.casefold() for word in _WORD.findall(text)]
    while len(words) > 1 and not _is_verb(words[0]) and _may_stand_before_a_verb(words[0]):
        words.pop(0)
    return bool(words) and _is_verb(words[0])


def vague_words(text: str, language: str) -> tuple[str, ...]:
    """The words of `text` that nobody can be held to, of English and of `language` ("de"), in alphabetical order."""
    said = f" {' '.join(_WORD.findall(text.casefold()))} "
    listed = {*_vague().get("en", ()), *_vague().get(language, ())}
    return tuple(sorted(words for words in listed if f" {words} " in said))


def is_one_person(owner: str, functions: set[str]) -> bool:
    """Can `owner` be the name of one person? `functions` are folded names of departments."""
    words = {word.casefold() for word in _WORD.findall(owner)}
    return bool(words) and folded(owner) not in functions and not words & _groups() and not _SEVERAL.search(owner)


def _findings(action: Action, language: str, functions: set[str]) -> Iterator[WordingFinding]:
    words = _WORD.findall(action.action)
    if len(words) < FEWEST_WORDS:
        yield _finding(action, "too-short", action.action)
    if len(action.action.split()) > MOST_WORDS:
        yield _finding(action, "too-long", action.action)
    if language == "en" and not starts_with_verb(action.action):
        yield _finding(action, "no-verb", words[0] if words else action.action)
    for vague in vague_words(action.action, language):
        yield _finding(action, "vague", vague)
    if not is_one_person(action.owner, functions):
        yield _finding(action, "owner-no-person", action.owner)


def _finding(action: Action, fault: Fault, words: str) -> WordingFinding:
    field = "owner" if fault == "owner-no-person" else "action"
    return WordingFinding(id=action.id, fault=fault, words=words, cell=action.cell(field), fix=_FIXES[fault])


def _may_stand_before_a_verb(word: str) -> bool:
    return word in _POLITE or (word.endswith("ly") and word not in _RHYTHMS)


def _is_verb(word: str) -> bool:
    if word in _verbs() or word.endswith(_ENDINGS):
        return True
    return any(word.removeprefix(prefix).lstrip("-") in _verbs() for prefix in _PREFIXES if word.startswith(prefix))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))["verbs"].split())


@cache
def _vague() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["vague"]
    return found


@cache
def _groups() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))["groups"]["words"])

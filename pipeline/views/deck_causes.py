"""Which issue the client knows of tells why a goal is missed, and how its topic and its cause read in a sentence."""

import re

from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Delivery
from pipeline.views import wording

_WORD = re.compile(r"\w+")
# Words that begin a sentence with a capital and are no names.
_SMALL = frozenset(
    _WORD.findall(
        "a all an as at both by each every for from if in it no none not of on one our some that the their there these "
        "this to too two three four five six seven eight nine ten until we when while with your"
    )
)


def cause_of(account: KeyAccount, goal: Objective) -> str:
    """Why a goal is missed, to stand after a colon: the first cause of its issues that are not closed; "" if none."""
    causes = (
        row.cause.strip().rstrip(".") for row in _issues_of(account, goal) if row.status != "closed" and row.cause
    )
    return inside(next(causes, ""), account)


def short_name(account: KeyAccount, goal: Objective) -> str:
    """What a goal is called in a sentence; quoted where a capital stays.

    It is the topic of an issue of it that is made of words of the goal or its KPI ("Leaking cups" of "Fewer leaking
    cups"), else the title of the goal.
    """
    words = _words(goal.title) | _words(goal.kpi)
    topics = (row.topic for row in _issues_of(account, goal) if row.topic and _words(row.topic) <= words)
    topic = next(topics, None)
    name = inside(topic, account) if topic else goal.title
    return f"“{name}”" if name[:1].isupper() else name


def short_names(account: KeyAccount, goals: list[Objective]) -> str:
    """The names of goals in a row."""
    return wording.listed([short_name(account, goal) for goal in goals])


def inside(text: str, account: KeyAccount) -> str:
    """A text as it stands inside a sentence: its first word in small letters, unless it may be a name.

    It is none if it is a small word such as "the", or if the account's shared rows have it in small letters.
    """
    first = _WORD.match(text)
    word = first[0].lower() if first else ""
    if not first or first[0] != word.capitalize():
        return text
    return word + text[first.end() :] if word in _SMALL or _stands_small(word, account) else text


def _issues_of(account: KeyAccount, goal: Objective) -> list[Delivery]:
    return [row for row in account.delivery if row.kind == "issue" and row.objective == goal.id]


def _stands_small(word: str, account: KeyAccount) -> bool:
    rows = (*account.delivery, *account.actions, *account.objectives, *account.decisions, *account.kpis)
    texts = (value for row in rows for value in vars(row).values() if isinstance(value, str))
    return any(re.search(rf"\b{word}\b", text) for text in texts if word in text)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}

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


def issue_of(account: KeyAccount, goal: Objective) -> Delivery | None:
    """The first issue whose topic is made of words of the goal or its KPI: "Leaking cups" of "Fewer leaking cups"."""
    words = _words(goal.title) | _words(goal.kpi)
    issues = (row for row in account.delivery if row.kind == "issue" and row.topic)
    return next((row for row in issues if _words(row.topic or "") <= words), None)


def cause_of(account: KeyAccount, goal: Objective) -> str:
    """Why a goal is missed, as an issue on it that is not closed tells, to stand after a colon; "" if none does."""
    issue = issue_of(account, goal)
    if issue is None or issue.status == "closed" or not issue.cause:
        return ""
    return inside(issue.cause.strip().rstrip("."), account)


def short_name(account: KeyAccount, goal: Objective) -> str:
    """What a goal is called in a sentence: the topic of its issue, else its title; quoted where a capital stays."""
    issue = issue_of(account, goal)
    name = inside(issue.topic, account) if issue and issue.topic else goal.title
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


def _stands_small(word: str, account: KeyAccount) -> bool:
    rows = (*account.delivery, *account.actions, *account.objectives, *account.decisions, *account.kpis)
    texts = (value for row in rows for value in vars(row).values() if isinstance(value, str))
    return any(re.search(rf"\b{word}\b", text) for text in texts if word in text)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}

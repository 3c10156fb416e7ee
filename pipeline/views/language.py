"""The words of a language that translated client documents print, each language in a file of its own."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.analysis.results import ActionState
from pipeline.model.plan import Action
from pipeline.views import wording

ENGLISH = "en"
_WRITTEN_BY = {ENGLISH: "en-GB"}  # the locale of a language's documents for accounts that speak another
FOLDER = Path(__file__).parent / "languages"
_SUFFIX = re.compile(r"\.([a-z]{2,3})(?:-([A-Z]{2}))?\.[a-z]+$")


class Language(Struct, frozen=True):
    """A language: its short name, its words by name, and the names of the words that its file lacks."""

    short: str
    words: Mapping[str, Any]
    lacks: tuple[str, ...]

    def say(self, name: str, **given: object) -> str:
        """The words of a name, "status.met" in its group, with what is given put in."""
        found: Any = self.words
        for part in name.split("."):
            found = found[part]
        return str(found).format(**given)

    def count(self, value: int) -> str:
        """A count in words up to twelve, in figures beyond."""
        counts: Sequence[str] = self.words["counts"]
        return counts[value] if 0 <= value < len(counts) else str(value)

    def listed(self, names: list[str]) -> str:
        """Names in a row: "A", "A and B", "A, B and C"; "" for none."""
        if len(names) < 2:
            return "".join(names)
        return self.say("and", first=", ".join(names[:-1]), last=names[-1])

    def quarter(self, period: str) -> str:
        """A quarter "2026-Q3" in words, "third quarter 2026"; a whole year stays as it is."""
        year, _, number = period.partition("-Q")
        if not number:
            return year
        return self.say("quarter", ordinal=self.words["ordinals"][int(number) - 1], year=year)

    def action_status(self, action: Action, state: ActionState, locale: str) -> str:
        """Where an action stands on the as-of date, as `plan_parts.action_status` tells it in English."""
        late = self.say("status.day" if state.days_late == 1 else "status.days", days=state.days_late)
        if state.status == "blocked":
            return self.say("status.blocked_late" if state.days_late else "status.blocked", late=late)
        if state.status == "late":
            return self.say("status.late", late=late)
        if state.parts:
            return self.say("status.parts", done=state.parts_done, parts=state.parts)
        if state.status == "done" and action.done_on:
            return self.say("status.done_on", date=wording.date(action.done_on, locale, "short"))
        return self.say(f"status.{state.status}")


@cache
def language(short: str) -> Language:
    """The language of a short name, "de". Raises KeyError if there is no file of its words."""
    if short not in languages():
        raise KeyError(short)
    words = _read(short)
    return Language(short, words, tuple(sorted(set(_names(_read(ENGLISH))) - set(_names(words)))))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have words."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def language_of(template: str) -> str:
    """The language of a template by its file name: "de" for joint_action_plan.de.docx or .de-AT.docx, else English."""
    found = _SUFFIX.search(template)
    return found[1] if found else ENGLISH


def locale_of(language: str, account_locale: str) -> str:
    """The locale by which a document in a language is written: the account's own where that speaks the language.

    "31. Dezember" or "EUR 1.905" among English words would be read as a mistake.
    """
    spoken = account_locale.partition("-")[0]
    return account_locale if spoken == language else _WRITTEN_BY.get(language, language)


def best_for(templates: Sequence[str], locale: str) -> tuple[str, ...]:
    """Of templates that are translations of each other the one for a locale; the others as they are, in their order.

    "plan.de-AT.docx" is for de-AT, "plan.de.docx" for every other de, "plan.docx" for the rest.
    """
    chosen: dict[str, tuple[int, str]] = {}
    spoken, _, country = locale.partition("-")
    for name in templates:
        found = _SUFFIX.search(name)
        family = _SUFFIX.sub("", name) + name[name.rfind(".") :] if found else name
        fits = 1 if not found else 0 if found[1] != spoken else 2 if not found[2] else 3 * (found[2] == country)
        if fits > chosen.get(family, (0, ""))[0]:
            chosen[family] = (fits, name)
    kept = {name for _, name in chosen.values()}
    return tuple(name for name in templates if name in kept)


def _read(short: str) -> Mapping[str, Any]:
    with (FOLDER / f"{short}.toml").open("rb") as file:
        return tomllib.load(file)


def _names(words: Mapping[str, Any]) -> Iterator[str]:
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name

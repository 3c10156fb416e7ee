"""The gate: a finished client file is searched for what its account may not tell; one hit, and it is not published."""

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.documents.packaging.unpacked import Text, Unsearchable, texts_in
from pipeline.problems import Problem
from pipeline.views.secrets import Phrase, Secret, Secrets

_END_OF_TAG = re.compile(r"\n|[}%#]}")  # what stands behind it may be of the template
_SHOWN = 80  # characters of a secret in a message
_FIX = (
    "This account's client files were not published. If the client may know it, write it into a field for the client;"
    " else take it out of the template."
)


class Searchable(Struct, frozen=True):
    """What the parts of a finished file say, and why the search of it ends before the last one, or ""."""

    parts: tuple[tuple[str, Text], ...]
    broken: str = ""


def searchable(content: bytes) -> Searchable:
    """The texts of a finished file, as often as it is searched."""
    parts: list[tuple[str, Text]] = []
    try:
        for one in texts_in(content):
            parts.append(one)
    except Unsearchable as error:
        return Searchable(tuple(parts), str(error))
    # Whatever goes wrong in here, a file that was not searched must not go out.
    except Exception as error:
        return Searchable(tuple(parts), f"the search broke off, {type(error).__name__}: {error}")
    return Searchable(tuple(parts))


def find_leaks(file: str, made: Searchable, secrets: Secrets) -> tuple[Problem, ...]:
    """Every secret in the finished file, with the part it stands in and the cell it comes from; none if it is clean.

    A file that cannot be searched to the last part is a leak as well: nobody knows what is in it.
    """
    found: dict[tuple[str, Secret | str], Problem] = {}
    for part, text in made.parts:
        for one in _secrets_in(text, secrets):
            found.setdefault((part, one), _leak(file, part, one))
        for written in _tags_in(text, secrets.typed):
            found.setdefault((part, written), _left_over(file, part, written))
    return (*found.values(), *([_unsearchable(file, made.broken)] if made.broken else []))


def _secrets_in(text: Text, secrets: Secrets) -> Iterator[Secret]:
    for word in sorted(text.vocabulary.intersection(secrets.phrases)):
        for phrase in secrets.phrases[word]:
            if text.vocabulary.issuperset(phrase.words) and _stands_in(phrase, text.words):
                yield phrase.secret
    for digits in sorted(text.numbers.intersection(secrets.numbers)):
        yield secrets.numbers[digits]


def _stands_in(phrase: Phrase, words: tuple[str, ...]) -> bool:
    looked_for, at = phrase.words[phrase.at], -1
    for _ in range(words.count(looked_for)):
        at = words.index(looked_for, at + 1)
        start = at - phrase.at
        if start >= 0 and words[start : start + len(phrase.words)] == phrase.words:
            return True
    return False


def _tags_in(text: Text, typed: str) -> Iterator[str]:
    """The template tags of a text that nobody typed into a field for the client."""
    return (written for written in text.tags if _END_OF_TAG.split(written, maxsplit=1)[0] not in typed)


def _leak(file: str, part: str, secret: Secret) -> Problem:
    shown = secret.text if len(secret.text) <= _SHOWN else f"{secret.text[: _SHOWN - 3]}..."
    if secret.owner:
        message = f"It holds {shown!r}, the name of the account in {secret.owner}."
        fix = f"{_FIX} If both may know of each other, add {secret.text!r} to allowed_names in standards.toml."
        return Problem(code="leak", severity="error", message=message, fix=fix, found=shown, file=file, place=part)
    return Problem(
        code="leak",
        severity="error",
        message=f"{file}, {part}, holds {shown!r}, which is internal.",
        fix=_FIX,
        found=shown,
        sheet=secret.sheet,
        cell=secret.cell,
        place=part,
    )


def _left_over(file: str, part: str, written: str) -> Problem:
    message = f"It holds {written!r}, a tag of the template that was not filled."
    fix = f"{_FIX} keyplan lint tells where a tag stands that cannot be filled."
    return Problem(code="leak", severity="error", message=message, fix=fix, found=written, file=file, place=part)


def _unsearchable(file: str, reason: str) -> Problem:
    message = f"It cannot be searched: {reason}."
    fix = "This account's client files were not published. Save the template again in Office, and build once more."
    return Problem(code="leak", severity="error", message=message, fix=fix, file=file)

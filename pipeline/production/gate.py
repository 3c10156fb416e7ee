"""The gate before anything is published: whether client files hold what they may not, and whether every file opens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from pipeline.documents.packaging.leaks import Searchable, find_leaks, searchable
from pipeline.documents.soundness.file import TAG_LEFT
from pipeline.documents.soundness.told import unsound
from pipeline.documents.templates.template import Template
from pipeline.problems import Problem
from pipeline.run.stages import Document, Reviewed, said_by_rights
from pipeline.standards import Standards
from pipeline.views.language import language_of
from pipeline.views.needed import needed_by
from pipeline.views.secrets import Secrets, names_of_others, secrets_of

_LEAKED = "Its client files hold what the client may not know; none of them was published."


def leaks_in(
    reviewed: Reviewed,
    templates: Iterable[Template],
    made: Iterable[Document],
    others: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Everything in the finished client files of an account that is not the client's; nothing if they may go out.

    `others` has the names of the other accounts of the run, each with its workbook. What is found is held against what
    may be said to the client, which is worked out anew for this: a unit, or a turn of our own, may be internal as well.
    """
    files = [(one.name, searchable(one.content)) for one in made if one.audience == "client"]
    if not files:
        return ()
    given = tuple(templates)
    account, standards = reviewed.account, reviewed.standards
    printed, frame = _all_of(*(one.printed for one in given)), _all_of(*(one.frame for one in given))
    texts = [text for _, file in files for _, text in file.parts]
    words, numbers = _all_in(text.vocabulary for text in texts), _all_in(text.numbers for text in texts)
    looked_for = partial(secrets_of, account, reviewed.shared, standards, printed, others, frame=frame)
    search = partial(looked_for, within=words, digits_within=numbers)
    found = tuple(_searched(files, search()))
    if found:
        clients = [one for one in given if one.audience == "client"]
        languages = dict.fromkeys(language_of(one.name) for one in clients)
        needed = needed_by(*(one.needs for one in clients))
        said = said_by_rights(account, standards, reviewed.review, languages, needed)
        found = tuple(_searched(files, search(said=said)))
    return found


def _searched(files: Iterable[tuple[str, Searchable]], secrets: Secrets) -> Iterator[Problem]:
    for name, made in files:
        yield from find_leaks(name, made, secrets)


def names_in(
    files: Mapping[str, bytes], name: str, standards: Standards, others: Mapping[str, str]
) -> tuple[Problem, ...]:
    """What is found in client files of the account `name` that were let through before, when `others` are searched for.

    A tag of a template that a client field holds is found as well: whoever asks has to hold the account against it.
    """
    secrets = names_of_others(name, standards, others)
    return tuple(_searched(((file, searchable(content)) for file, content in files.items()), secrets))


def _all_in(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*parts)


@lru_cache(maxsize=8)
def _all_of(*words: frozenset[Any]) -> frozenset[Any]:
    return frozenset[Any]().union(*words)


def faults_of(templates: Iterable[Template], made: Iterable[Document], written: Iterable[Any]) -> tuple[Problem, ...]:
    """Everything in the finished files of an account that Office would repair or refuse; none if all of them open.

    `written` is everything a document may quote: the account, its earlier snapshots and the standards. Braces in their
    texts are no tags of a template. The `file` of a problem is that of place_of.
    """
    given = {template.name: template for template in templates}
    documents = tuple(made)
    found = tuple(_unsound(documents, given, ""))
    if any(problem.found == TAG_LEFT for problem in found):
        found = tuple(_unsound(documents, given, "\n".join(_texts(tuple(written)))))
    return found


def may_be_published(
    made: Iterable[Document], leaks: Sequence[Problem], faults: Sequence[Problem]
) -> tuple[Document, ...]:
    """The documents that may go out: with a leak none for the client, and none with a fault."""
    broken = {problem.file for problem in faults}
    kept = (document for document in made if document.audience == "internal" or not leaks)
    return tuple(document for document in kept if place_of(document) not in broken)


def reason_of(leaks: Sequence[Problem], faults: Sequence[Problem]) -> str:
    """Why some documents were kept back, in sentences; "" if none was."""
    names = ", ".join(dict.fromkeys(problem.file for problem in faults))
    unsound_files = f"Office would repair or refuse {names}, which was not published." if faults else ""
    return " ".join(sentence for sentence in (_LEAKED if leaks else "", unsound_files) if sentence)


def place_of(document: Document) -> str:
    """The folder and the name of a document: "client/Contoso - Quarterly review - 2026-Q3.pptx"."""
    return f"{document.audience}/{document.name}"


def _unsound(documents: Iterable[Document], given: Mapping[str, Template], typed: str) -> Iterator[Problem]:
    for one in documents:
        yield from unsound(place_of(one), one.content, given[one.template], typed)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value made of models, lists and plain values."""
    if isinstance(value, str):
        yield value
    elif hasattr(value, "model_dump"):
        yield from _texts(value.model_dump())
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)

"""What the lint found, told as problems: of a finished file, which is then not published, and of a template."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.documents.soundness.facts import Fault
from pipeline.documents.soundness.file import faults_in
from pipeline.documents.templates.template import Template
from pipeline.problems import Problem

# What Office passes over without a word: where the template has it as well, the document may have it.
_HARMLESS = frozenset(
    (
        *("bookmark", "bookmark-ends", "bookmark-twice", "drawing-twice", "image-bytes", "numbering", "section"),
        *("shape-id", "style", "style-twice", "table-grid"),
    )
)
# What a template may have, because it is written anew or left out when a document is made.
_MENDED = frozenset(("drawing-twice", "link-external", "part-unreached", "tag-left"))
_WRITTEN_ANEW = re.compile(r"(?:^|/)(?:charts|embeddings|docProps)/")
_DIGITS = re.compile(r"\d+")
_FIX = (
    "What this template makes was not published for this account. If keyplan lint tells the same of the template, open"
    " it in Office, mend it and save it; else please report it, with the template: the fault is Keyplan's."
)


def unsound(file: str, content: bytes, template: Template, typed: str) -> tuple[Problem, ...]:
    """Everything that Office would stumble over in a finished file and that its template does not bring along.

    `typed` is all text that the workbook holds: braces in it are no tags.
    """
    faults = faults_in(file, content, typed)
    if any(fault.rule in _HARMLESS for fault in faults):
        brought = _brought_along(template.name, template.source)
        faults = tuple(fault for fault in faults if _trace(fault) not in brought)
    return tuple(
        Problem(
            code="unsound-file",
            severity="error",
            message=_sentence(fault),
            fix=_FIX,
            found=fault.rule,
            file=file,
            place=fault.place,
        )
        for fault in faults
    )


def unsound_template(file: str, content: bytes) -> Iterator[Problem]:
    """A warning for each thing in a template that its documents would have too and that Office stumbles over."""
    for fault in _template_faults(file, content):
        yield Problem(
            code="template-unsound",
            severity="warning",
            message=_sentence(fault),
            fix="Open the template in Office, let it repair what it asks for, and save it.",
            found=fault.rule,
            file=file,
            place=fault.place,
        )


def _template_faults(file: str, content: bytes) -> tuple[Fault, ...]:
    return tuple(
        fault
        for fault in faults_in(file, content)
        if fault.rule not in _MENDED and not _WRITTEN_ANEW.search(fault.part)
    )


@lru_cache(maxsize=32)
def _brought_along(file: str, content: bytes) -> frozenset[tuple[str, str, str]]:
    """The harmless faults of a template, as they are compared with those of its documents."""
    return frozenset(_trace(fault) for fault in faults_in(file, content) if fault.rule in _HARMLESS)


def _trace(fault: Fault) -> tuple[str, str, str]:
    """The fault without the numbers of its part, which a slide or a header may change."""
    return fault.rule, _DIGITS.sub("", fault.part), fault.found


def _sentence(fault: Fault) -> str:
    return f"{fault.found[:1].upper()}{fault.found[1:]}; expected: {fault.expected}."

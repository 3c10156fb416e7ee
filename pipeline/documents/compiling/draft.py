"""One part while it is compiled: its tree, the tags taken out of it, and the few ways in which the tree is changed."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from pipeline.documents.templates.grammars import Grammar
from pipeline.documents.templates.tags import Findings, Tag

# Noncharacters of Unicode: lxml passes them on, and no document holds one.
TOKEN_START, TOKEN_END = "\ufde0", "\ufde1"  # around the number of a tag


class Draft(Struct):
    """One part while it is compiled: its tree, and the tags taken out of it, each remembered by a token in the tree."""

    root: Any
    grammar: Grammar
    findings: Findings
    where: Callable[[Any], str]
    tags: list[Tag] = field(default_factory=list)
    parents: dict[int, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)  # tags that could not be read

    def token(self, one: Tag, parent: Any = None) -> str:
        """Remember a tag, and the element whose children it stands among; the text that stands for it in the tree."""
        self.tags.append(one)
        if parent is not None:
            self.parents[len(self.tags) - 1] = parent
        return f"{TOKEN_START}{len(self.tags) - 1}{TOKEN_END}"


def token_numbers(text: str) -> list[int]:
    """The numbers of the tags whose tokens stand in a text, in order."""
    return [int(piece.partition(TOKEN_END)[0]) for piece in text.split(TOKEN_START)[1:]]


def before(element: Any, text: str) -> None:
    """Put text directly before an element."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def after(element: Any, text: str) -> None:
    """Put text directly after an element."""
    element.tail = text + (element.tail or "")


def append_text(element: Any, text: str) -> None:
    """Put text after the last child of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def remove(element: Any, text: str = "") -> None:
    """Take an element out of its tree and leave text, and what followed it, in its place."""
    before(element, text + (element.tail or ""))
    element.getparent().remove(element)


def nearest_ancestor(element: Any, *names: str) -> Any:
    """The closest element around this one with one of these names, or None."""
    return next(element.iterancestors(*names), None)


def text_beside(element: Any, tokens: list[str]) -> str:
    """The text of an element without these tokens and without spaces around it."""
    text = "".join(element.itertext())
    for token in tokens:
        text = text.replace(token, "")
    return text.strip()


def drop_emptied_run(text: Any, grammar: Grammar) -> None:
    """Remove the run of a text, if it holds nothing else."""
    run = text.getparent()
    if run.tag == grammar.run and all(child is text or child.tag == grammar.run_properties for child in run):
        remove(run)

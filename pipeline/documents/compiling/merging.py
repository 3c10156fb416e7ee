"""The dash of {%- and -%}: paragraphs of a template joined into one, and the spaces beside a tag taken away."""

import re
from typing import Any

from pipeline.documents.compiling.draft import Draft, remove
from pipeline.documents.compiling.join import cut, own_texts, spans_of
from pipeline.documents.templates.grammars import Grammar, tag

_OPENS = re.compile(r"\s*\{%-")
_CLOSES = re.compile(r".*-%\}\s*$", re.DOTALL)
_SPACES = re.compile(r"(?<=[^ ])[ ]+(?=\{[%{]-)|(?<=-[%}]\})[ ]+(?=[^ ])")


def merge_paragraphs(draft: Draft) -> None:
    """Join each paragraph that starts with {%- to the one before it, and to one that ends with -%} the next.

    Inside a paragraph the dash takes the spaces beside its tag away, as in Jinja.
    """
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        _trim(paragraph, draft.grammar)
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        if paragraph.getparent() is None:
            continue
        earlier = paragraph.getprevious()
        if _OPENS.match(_text(paragraph, draft.grammar)) and _is_paragraph(earlier, draft.grammar):
            _move(paragraph, earlier, draft.grammar)
            paragraph = earlier
        while _CLOSES.match(_text(paragraph, draft.grammar)) and _is_paragraph(paragraph.getnext(), draft.grammar):
            _move(paragraph.getnext(), paragraph, draft.grammar)


def _text(paragraph: Any, grammar: Grammar) -> str:
    return "".join(text.text or "" for text in own_texts(paragraph, grammar))


def _is_paragraph(element: Any, grammar: Grammar) -> bool:
    return element is not None and element.tag == grammar.paragraph


def _move(paragraph: Any, into: Any, grammar: Grammar) -> None:
    """Put what a paragraph holds behind what stands in the other one, and take the paragraph away."""
    end = into.find(tag("a:endParaRPr"))
    if end is not None:
        into.remove(end)
    into.extend(child for child in list(paragraph) if child.tag != grammar.paragraph_properties)
    remove(paragraph)


def _trim(paragraph: Any, grammar: Grammar) -> None:
    texts = own_texts(paragraph, grammar)
    whole = "".join(text.text or "" for text in texts)
    if "{%-" in whole or "{{-" in whole or "-%}" in whole or "-}}" in whole:
        for spaces in reversed(list(_SPACES.finditer(whole))):
            cut(spans_of(texts), spaces.start(), spaces.end())

"""The numbers of captions: Word's SEQ fields, counted while a document is made over the captions that it holds."""

import re
from typing import Any

from pipeline.documents.compiling.draft import Draft, drop_emptied_run, nearest_ancestor
from pipeline.documents.templates.grammars import WORD, tag
from pipeline.documents.templates.tags import Tag
from pipeline.documents.templates.template import Place

_COUNTS_ON = re.compile(r"\s*SEQ\s+(?P<kind>\w+)(?:\s+\\\*\s*(?:ARABIC|MERGEFORMAT))*\s*", re.IGNORECASE)


def number_captions(draft: Draft) -> None:
    """Put the next number of its kind into each field that counts captions, whatever stands there in the template.

    A field that starts anew, repeats a number or writes letters is left to Word.
    """
    for start in list(draft.root.iter(tag("w:fldChar"))):
        if start.get(tag("w:fldCharType")) == "begin":
            _number(draft, start)


def _number(draft: Draft, start: Any) -> None:
    paragraph = nearest_ancestor(start, WORD.paragraph)
    instruction, result = "", []
    inside = False
    for element in _after(paragraph, start):
        if element.tag == tag("w:fldChar"):
            if element.get(tag("w:fldCharType")) != "separate":
                break
            inside = True
        elif element.tag == tag("w:instrText"):
            instruction += element.text or ""
        elif element.tag == WORD.text and inside:
            result.append(element)
    counts = _COUNTS_ON.fullmatch(instruction)
    if not counts or not result:
        return
    place = Place(draft.where(paragraph), instruction.strip())
    result[0].text = draft.token(Tag(f"caption_number('{counts['kind']}')", place, own=True))
    for text in result[1:]:
        text.text = ""
        drop_emptied_run(text, WORD)


def _after(paragraph: Any, start: Any) -> list[Any]:
    """The elements of a paragraph behind this one, in order."""
    elements = list(paragraph.iter())
    return elements[elements.index(start) + 1 :]

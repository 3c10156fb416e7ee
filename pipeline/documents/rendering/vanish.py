"""Elements that rendering may leave empty: marked in the template, put right or left out of the document."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pipeline.documents.compiling.draft import TOKEN_START, Draft, after, append_text, before, nearest_ancestor
from pipeline.documents.templates.grammars import SLIDES, Grammar, tag

# Noncharacters of Unicode mark places in the text of a part; lxml and Jinja pass them on, no document holds one.
SPARE_START, SPARE_END = "\ufdd3", "\ufdd4"  # around a paragraph for a cell that would be left without one
HOLDER_START, HOLDER_END = "\ufdd5", "\ufdd6"  # around a table, row, ... that vanishes with what it holds

_SHAPE = tag("p:sp")
_HELD_IN = {tag("w:sdt"): tag("w:sdtContent"), _SHAPE: tag("p:txBody")}  # where such an element holds what it shows
_GROUPS = (tag("p:grpSp"),)
_UNSEEN = tuple(tag(f"a:{name}") for name in ("xfrm", "prstGeom", "custGeom", "noFill", "extLst", "effectLst"))
_NAME = re.compile(r"<([\w:]+)")


def mark_what_may_vanish(draft: Draft, headings: frozenset[str]) -> None:
    """Mark what may be left with nothing: tables, rows, controls, text boxes, groups, headings in these styles."""
    grammar = draft.grammar
    for heading in draft.root.iter(grammar.paragraph):
        style = heading.find(f"{grammar.paragraph_properties}/{tag('w:pStyle')}")
        if style is not None and style.get(tag("w:val")) in headings and _may_be_blank(heading, grammar):
            _mark(heading)
    for element in reversed(list(draft.root.iter(grammar.row, grammar.table, *_HELD_IN, *_GROUPS))):
        held = element.find(_HELD_IN[element.tag]) if element.tag in _HELD_IN else element
        if _is_drawn(element):
            continue
        if held is not None and (_has_among_children(held, TOKEN_START) or _has_among_children(held, HOLDER_START)):
            framed = element.tag == grammar.table != grammar.table_frame
            _mark(nearest_ancestor(element, grammar.table_frame) if framed else element)


def _is_drawn(element: Any) -> bool:
    """Whether a shape is seen without its text: any but a text box and a placeholder, or one with a fill or a line."""
    if element.tag != _SHAPE:
        return False
    if next(element.iter(tag("p:ph")), None) is None and not any(
        one.get("txBox") in ("1", "true") for one in element.iter(tag("p:cNvSpPr"))
    ):
        return True
    looks = [one for one in element.find(tag("p:spPr")) if one.tag not in _UNSEEN]
    return any(one.find(tag("a:noFill")) is None for one in looks) or element.find(tag("p:style")) is not None


def _may_be_blank(heading: Any, grammar: Grammar) -> bool:
    held = any(heading.iter(*grammar.holds_something))
    return not held and TOKEN_START in "".join(heading.itertext())


def _mark(element: Any) -> None:
    before(element, HOLDER_START)
    after(element, HOLDER_END)


def mark_spare_paragraphs(draft: Draft) -> None:
    """Give each cell or text box whose paragraphs may all vanish one to fall back on."""
    for holder in draft.root.iter(*draft.grammar.keep_a_paragraph):
        if _has_among_children(holder, TOKEN_START) or _has_among_children(holder, HOLDER_START):
            spare = _spare_paragraph(holder, draft.grammar)
            append_text(holder, SPARE_START)
            holder.append(spare)
            spare.tail = SPARE_END


def without_empty(xml: str, grammar: Grammar) -> str:
    """A rendered part without its marks: no table without rows, no empty heading, no cell without a paragraph."""
    if HOLDER_START in xml:
        xml = _judged(xml, grammar)
    return _with_spare_paragraphs(xml, grammar) if SPARE_START in xml else xml


def _has_among_children(element: Any, mark: str) -> bool:
    return mark in (element.text or "") or any(mark in (child.tail or "") for child in element)


def _spare_paragraph(holder: Any, grammar: Grammar) -> Any:
    """An empty paragraph in the format of the holder's first one."""
    spare = holder.makeelement(grammar.paragraph, nsmap=holder.nsmap)
    first = holder.find(grammar.paragraph)
    if first is None:
        return spare
    properties = first.find(grammar.paragraph_properties)
    if properties is not None:
        spare.append(deepcopy(properties))
        spare[-1].tail = None
    letters = next(first.iter(grammar.run_properties), None) if grammar is SLIDES else None
    if letters is not None:
        end = holder.makeelement(tag("a:endParaRPr"), dict(letters.attrib), nsmap=holder.nsmap)
        end.extend(deepcopy(child) for child in letters)
        spare.append(end)
    return spare


def _judged(xml: str, grammar: Grammar) -> str:
    """The text without the marked elements that do not hold what they are there for, the innermost judged first."""
    pieces: list[str] = []
    begun: list[int] = []  # how many pieces stand before each element that has not ended yet
    at, opening, closing = 0, xml.find(HOLDER_START), xml.find(HOLDER_END)
    while closing >= 0:
        if 0 <= opening < closing:
            pieces.append(xml[at:opening])
            begun.append(len(pieces))
            at, opening = opening + 1, xml.find(HOLDER_START, opening + 1)
        else:
            pieces.append(xml[at:closing])
            first = begun.pop()
            if not _holds_its_own(pieces[first:], grammar):
                del pieces[first:]
            at, closing = closing + 1, xml.find(HOLDER_END, closing + 1)
    return "".join((*pieces, xml[at:]))


def _holds_its_own(pieces: Sequence[str], grammar: Grammar) -> bool:
    """Whether an element holds what it is there for; it is in pieces between the marks in it, none of which stands in
    a tag or in a text."""
    name = _NAME.match(pieces[0])
    return name is None or any(map(grammar.held[name[1]].search, pieces))


def _with_spare_paragraphs(xml: str, grammar: Grammar) -> str:
    """Keep a spare paragraph where the cell does not end with one already."""
    pieces: list[str] = []
    at, start = 0, xml.find(SPARE_START)
    while start >= 0:
        end = xml.index(SPARE_END, start)
        pieces.append(xml[at:start])
        if not pieces[-1][-40:].rstrip().endswith(grammar.paragraph_ends):
            pieces.append(xml[start + 1 : end])
        at, start = end + 1, xml.find(SPARE_START, end)
    return "".join((*pieces, xml[at:]))

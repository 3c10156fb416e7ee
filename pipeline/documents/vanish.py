"""Tables, rows and cells that rendering may leave empty: marked in the template, put right in the document."""

import re
from copy import deepcopy
from typing import Any

from pipeline.documents.draft import TOKEN_START, Draft, after, append_text, before, nearest_ancestor
from pipeline.documents.grammars import SLIDES, Grammar, tag

# Noncharacters of Unicode mark places in the text of a part; lxml and Jinja pass them on, no document holds one.
SPARE_START, SPARE_END = "\ufdd3", "\ufdd4"  # around a paragraph for a cell that would be left without one
TABLE_START, TABLE_END = "\ufdd5", "\ufdd6"  # around a table that vanishes with its last row
ROW_START, ROW_END = "\ufdd7", "\ufdd8"  # around a row that vanishes with its last cell

_SPARE = re.compile(f"{SPARE_START}([^{SPARE_END}]*){SPARE_END}")


def mark_what_may_vanish(draft: Draft) -> None:
    grammar = draft.grammar
    for row in draft.root.iter(grammar.row):
        if _has_token_among_children(row):
            before(row, ROW_START)
            after(row, ROW_END)
    for table in list(draft.root.iter(grammar.table)):
        if _has_token_among_children(table) or any(ROW_START in (child.tail or "") for child in table):
            frame = table if grammar.table_frame == table.tag else nearest_ancestor(table, grammar.table_frame)
            before(frame, TABLE_START)
            after(frame, TABLE_END)


def mark_spare_paragraphs(draft: Draft) -> None:
    """Give each cell or text box whose paragraphs may all vanish one to fall back on."""
    for holder in draft.root.iter(*draft.grammar.keep_a_paragraph):
        if _has_token_among_children(holder):
            spare = _spare_paragraph(holder, draft.grammar)
            append_text(holder, SPARE_START)
            holder.append(spare)
            spare.tail = SPARE_END


def without_empty(xml: str, grammar: Grammar) -> str:
    """A rendered part without its marks: no table without rows, no row without cells, no cell without a paragraph."""
    if ROW_START in xml:
        xml = _judged(xml, ROW_START, ROW_END, grammar.cell_start)
    if TABLE_START in xml:
        xml = _judged(xml, TABLE_START, TABLE_END, grammar.row_start)
    return _with_spare_paragraphs(xml, grammar) if SPARE_START in xml else xml


def _has_token_among_children(element: Any) -> bool:
    return TOKEN_START in (element.text or "") or any(TOKEN_START in (child.tail or "") for child in element)


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


def _judged(xml: str, start: str, end: str, held: re.Pattern[str]) -> str:
    """The text without the marked regions that do not hold what they are there for, the innermost judged first."""
    regions: list[list[str]] = [[]]
    for position, piece in enumerate(xml.split(start)):
        if position:
            regions.append([])
        inside, *outside = piece.split(end)
        regions[-1].append(inside)
        for text in outside:
            region = "".join(regions.pop())
            regions[-1] += (region if held.search(region) else "", text)
    return "".join(regions[0])


def _with_spare_paragraphs(xml: str, grammar: Grammar) -> str:
    """Keep a spare paragraph where the cell does not end with one already."""
    pieces = _SPARE.split(xml)
    for at in range(1, len(pieces), 2):
        if pieces[at - 1][-40:].rstrip().endswith(grammar.paragraph_ends):
            pieces[at] = ""
    return "".join(pieces)

"""Where something stands in a template, in words that its author can follow in Word or PowerPoint."""

from collections.abc import Callable
from typing import Any

from pipeline.documents.compiling.draft import nearest_ancestor
from pipeline.documents.templates.grammars import SLIDES, WORD, Grammar, tag

_SHOWN = 40  # characters of a paragraph that are shown to recognise it


def word_places(root: Any, label: str) -> Callable[[Any], str]:
    """A function that says where an element stands: "header1.xml, table 2, row 1, cell 3, 'Our goals'"."""
    tables = {table: number for number, table in enumerate(root.iter(WORD.table), 1)}
    loose = (paragraph for paragraph in root.iter(WORD.paragraph) if nearest_ancestor(paragraph, WORD.cell) is None)
    paragraphs = {paragraph: number for number, paragraph in enumerate(loose, 1)}

    def where(element: Any) -> str:
        paragraph = element if element.tag == WORD.paragraph else nearest_ancestor(element, WORD.paragraph)
        spot = _cell_place(element, WORD)
        if spot:
            table = nearest_ancestor(element, WORD.table)
            spot = f"table {tables.get(table, '')}, {spot}"
        elif paragraph is None:
            table = nearest_ancestor(element, WORD.table)
            spot = f"table {tables[table]}" if table is not None else ""
        elif paragraph in paragraphs:
            spot = f"paragraph {paragraphs[paragraph]}"
        return ", ".join(part for part in (label, spot, _quoted(paragraph, WORD)) if part)

    return where


def slide_places(label: str) -> Callable[[Any], str]:
    """A function that says where an element stands: "slide 3, shape 'Title 1', 'Our goals'"."""

    def where(element: Any) -> str:
        shape = _shape_name(element)
        paragraph = element if element.tag == SLIDES.paragraph else nearest_ancestor(element, SLIDES.paragraph)
        spot = _cell_place(element, SLIDES)
        return ", ".join(
            part for part in (label, f"shape {shape!r}" if shape else "", spot, _quoted(paragraph, SLIDES)) if part
        )

    return where


def _shape_name(element: Any) -> str:
    if element.tag == tag("p:cNvPr"):
        return str(element.get("name", ""))
    shape = nearest_ancestor(element, tag("p:sp"), tag("p:graphicFrame"), tag("p:pic"), tag("p:cxnSp"))
    label = next(shape.iter(tag("p:cNvPr")), None) if shape is not None else None
    return str(label.get("name", "")) if label is not None else ""


def _cell_place(element: Any, grammar: Grammar) -> str:
    cell = nearest_ancestor(element, grammar.cell)
    row = nearest_ancestor(element, grammar.row)
    if cell is None or row is None:
        return ""
    rows = len(list(row.itersiblings(grammar.row, preceding=True))) + 1
    cells = len(list(cell.itersiblings(grammar.cell, preceding=True))) + 1
    return f"row {rows}, cell {cells}"


def _quoted(paragraph: Any, grammar: Grammar) -> str:
    if paragraph is None:
        return ""
    text = " ".join("".join(part.text or "" for part in paragraph.iter(grammar.text)).split())
    text = "".join(letter for letter in text if not "\ufdd0" <= letter <= "\ufdef")
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…") if text else ""

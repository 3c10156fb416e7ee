"""What docxtpl's tags say about a table cell of Word: its colour, its columns, and merging it over a loop."""

from typing import Any

from pipeline.documents.compiling.draft import (
    TOKEN_END,
    TOKEN_START,
    Draft,
    after,
    append_text,
    before,
    drop_emptied_run,
    nearest_ancestor,
    token_numbers,
)
from pipeline.documents.templates.grammars import WORD, column_span, tag
from pipeline.documents.templates.tags import CELL_TAGS, Tag

_ORDER = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd")  # of the properties of a cell


def format_cells(draft: Draft) -> None:
    """Turn {% cellbg x %}, {% colspan x %}, {% hm %} and {% vm %} into the properties of their cells."""
    for text in list(draft.root.iter(draft.grammar.text)):
        for number in token_numbers(text.text or ""):
            if draft.tags[number].keyword in CELL_TAGS:
                text.text = text.text.replace(f"{TOKEN_START}{number}{TOKEN_END}", "")
                _format(draft, text, draft.tags[number])
                if not text.text:
                    drop_emptied_run(text, draft.grammar)


def _format(draft: Draft, text: Any, one: Tag) -> None:
    cell = nearest_ancestor(text, WORD.cell)
    if cell is None:
        draft.findings.add(
            "tag-no-element",
            one.place,
            f"{one.place.tag} does not stand in a cell of a Word table.",
            "Move it into one, or format the cell in the template.",
        )
    elif one.keyword == "cellbg":
        colour = draft.token(Tag(f"({one.body})|cell_colour", one.place, own=True))
        _set(cell, "shd", {"val": "clear", "color": "auto", "fill": colour})
    elif one.keyword == "colspan":
        _set(cell, "gridSpan", {"val": draft.token(Tag(f"({one.body})|cell_span", one.place, own=True))})
    elif one.keyword == "hm":
        span = draft.token(Tag(f"({column_span(cell, WORD)} * loop.length)|cell_span", one.place, own=True))
        _set(cell, "gridSpan", {"val": span})
        before(cell, _only_first(draft, one))
        after(cell, _end(draft, one))
    else:
        merged = draft.token(Tag("'restart' if loop.first else 'continue'", one.place, own=True))
        _set(cell, "vMerge", {"val": merged})
        after(cell.find(WORD.cell_properties), _only_first(draft, one))
        append_text(cell, _end(draft, one))


def _only_first(draft: Draft, one: Tag) -> str:
    return draft.token(Tag("if loop.first", one.place, "if", own=True))


def _end(draft: Draft, one: Tag) -> str:
    return draft.token(Tag("endif", one.place, "endif", own=True))


def _set(cell: Any, name: str, attributes: dict[str, str]) -> None:
    """Give the cell this property, in the order that the format asks for."""
    properties = cell.find(WORD.cell_properties)
    if properties is None:
        properties = cell.makeelement(WORD.cell_properties, nsmap=cell.nsmap)
        cell.insert(0, properties)
    for old in properties.findall(tag(f"w:{name}")):
        properties.remove(old)
    earlier = [tag(f"w:{one}") for one in _ORDER[: _ORDER.index(name)]]
    at = sum(child.tag in earlier for child in properties)
    values = {tag(f"w:{key}"): value for key, value in attributes.items()}
    properties.insert(at, properties.makeelement(tag(f"w:{name}"), values, nsmap=cell.nsmap))

"""The rules for the parts of a presentation: tables, texts, ids of slides and layouts, sections."""

from collections.abc import Iterator

from pipeline.documents.soundness.facts import Facts, Fault, Name, Rules, no_uses
from pipeline.documents.soundness.markup import heads, near, value, without_fallbacks

_LISTED = {
    "p:sldId": ("slide-id", range(256, 2**31)),
    "p:sldMasterId": ("master-or-layout-id", range(2**31, 2**32)),
    "p:sldLayoutId": ("master-or-layout-id", range(2**31, 2**32)),
}


def slide_facts(text: str) -> Facts:
    """What is to be known of one part of a presentation."""
    text = without_fallbacks(text)
    listed = [(element, value(head, "id")) for element in _LISTED for head in heads(text, element)]
    in_sections = [value(head, "id") for head in heads(text, "p14:sldId")]
    faults = (*_tables(text), *_texts(text), *_shapes(text), *_listed(listed), *_sections(in_sections))
    uses = frozenset[Name](("slide-id", number) for number in in_sections)
    return Facts(faults, uses=uses, makes=tuple((_LISTED[element][0], number) for element, number in listed))


def _tables(text: str) -> Iterator[Fault]:
    """Tables whose rows do not have a cell for each column."""
    for piece in text.split("<a:tbl>")[1:]:
        table = piece.partition("</a:tbl>")[0]
        columns = sum(bool(value(head, "w")) for head in heads(table, "a:gridCol"))
        rows, empty = table.split("</a:tr>")[:-1], "<a:tc/>" in table
        if not rows:
            yield Fault("table-without-row", "a table holds no row", "each table has a row")
        for row in rows:
            cells = row.count("</a:tc>") + (row.count("<a:tc/>") if empty else 0)
            if not cells:
                yield Fault("row-without-cell", "a table row holds no cell", "each row has a cell")
            elif cells != columns:
                found = f"a table row has {cells} cells, the grid has {columns} columns with a width"
                yield Fault("table-grid", found, "a cell for each column", near=near(row, len(row)))


def _texts(text: str) -> Iterator[Fault]:
    """Shapes and cells with a text that ends without a paragraph."""
    for element in ("p:txBody", "a:txBody"):
        for piece in text.split(f"</{element}>")[:-1]:
            if not piece.endswith(("</a:p>", "<a:p/>")):
                found = "the text of a shape or a cell ends without a paragraph"
                yield Fault("text-without-paragraph", found, "each text has one", near=near(piece, len(piece)))


def _shapes(text: str) -> Iterator[Fault]:
    ids = [value(head, "id") for head in heads(text, "p:cNvPr")]
    if len(set(ids)) < len(ids):
        twice = sorted(number for number in set(ids) if ids.count(number) > 1)
        yield Fault("shape-id", f"shapes share the ids {', '.join(twice)}", "each shape of a slide has its own id")


def _listed(listed: list[Name]) -> Iterator[Fault]:
    for element, number in listed:
        allowed = _LISTED[element][1]
        if not number.isdecimal() or int(number) not in allowed:
            expected = f"a number from {allowed.start} to {allowed.stop - 1}"
            yield Fault("id-range", f"{element} has the id {number!r}", expected)


def _sections(ids: list[str]) -> Iterator[Fault]:
    for number in sorted(number for number in set(ids) if ids.count(number) > 1):
        yield Fault("section", f"the slide {number} is listed in sections twice", "a slide stands in one section")


_ASKED = ("a:tbl", "a:gridCol", "a:tr", "a:tc", "a:txBody", "a:p", "p:txBody", "p:cNvPr", *_LISTED, "p14:sldId")
RULES = Rules(slide_facts, no_uses, b"</a:t>", frozenset(_ASKED))

"""The rules for the parts of a Word document: tables, fields, bookmarks, notes, styles and lists."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.documents.soundness.facts import Facts, Fault, Name, Rules
from pipeline.documents.soundness.markup import count_of, heads, near, value, without_fallbacks

# Tables, cells and paragraphs as one letter each, so that what may not follow what is seen at a glance.
_BLOCK = re.compile(r"<(/?)w:(tbl|tr|tc|p|txbxContent)(?: [^<>]*?)?(/?)>")
_OPEN = {"tbl": "T", "tr": "R", "tc": "C", "p": "P", "txbxContent": "X"}
_ORDER = (  # what may not stand together, and how it is told
    ("Cc", "cell-without-paragraph", "a table cell holds no paragraph", "each cell ends with a paragraph"),
    ("tc", "cell-without-paragraph", "a table cell ends with a table", "each cell ends with a paragraph"),
    ("Rr", "row-without-cell", "a table row holds no cell", "each row has a cell"),
    ("PP", "paragraph-in-paragraph", "a paragraph stands in a paragraph", "paragraphs stand side by side"),
    ("PT", "paragraph-in-paragraph", "a table stands in a paragraph", "tables and paragraphs stand side by side"),
    ("Xx", "text-without-paragraph", "a text box holds no paragraph", "each text box has a paragraph"),
)
_IN_NO_PARAGRAPH = re.compile("<w:(?:t[brcx]|p/)")
_SPANS = re.compile(r'<w:grid(Span|Before|After) w:val="(\d+)"/>')
_WHOLE_FIELD = "a field begins, parts its result and ends"
# What an element refers to, and the attribute that names it.
_USES = {
    **dict.fromkeys(("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink"), ("style", "w:val")),
    "numId": ("numbering", "w:val"),
    "abstractNumId": ("numbering-format", "w:val"),
    "hyperlink": ("bookmark", "w:anchor"),
    "footnoteReference": ("footnote", "w:id"),
    "endnoteReference": ("endnote", "w:id"),
    **dict.fromkeys(("commentReference", "commentRangeStart", "commentRangeEnd"), ("comment", "w:id")),
}
_MAKES = (
    ("style", "w:styleId", "style"),
    ("num", "w:numId", "numbering"),
    ("abstractNum", "w:abstractNumId", "numbering-format"),
    *((name, "w:id", name) for name in ("footnote", "endnote", "comment")),
    ("bookmarkStart", "w:name", "bookmark"),
)
# All in one search, as the text is long.
_USE = re.compile(rf"<w:({'|'.join(_USES)}) ([^>]*)>")
_HEAD = re.compile(rf"<w:({'|'.join(name for name, *_ in _MAKES)}|fldChar|bookmarkEnd) ([^>]*)>")
_EVER_THERE = frozenset((("numbering", "0"), ("bookmark", "_top"), ("bookmark", "")))
_FIELD_MARK = re.compile(r"<w:instrText[^<>]*>\s*(?:PAGEREF|NOTEREF|REF)\s+([^\s<\\]+)")


def word_facts(text: str) -> Facts:
    """What is to be known of one part of a Word document."""
    text = without_fallbacks(text)
    named: defaultdict[str, list[str]] = defaultdict(list)
    for element, head in _HEAD.findall(text):
        named[element].append(head)
    faults = (*_tables(text), *_fields(named["fldChar"]), *_bookmarks(named))
    makes = (*_makes(named), *(("drawing", value(head, "id")) for head in heads(text, "wp:docPr")))
    return Facts(faults, makes=makes)


def word_uses(text: str) -> Iterator[Name]:
    """What a text of a Word document, or a piece of it, refers to."""
    text = without_fallbacks(text)
    for element, head in dict.fromkeys(_USE.findall(text)):
        kind, attribute = _USES[element]
        if (name := (kind, value(head, attribute))) not in _EVER_THERE:
            yield name
    yield from _marks(text)


def _tables(text: str) -> Iterator[Fault]:
    """Cells, rows and tables that lack what Word needs in them, and tables whose rows do not fit their grid.

    Most of a text stands in its paragraphs, and what is around them is the same again and again: a look at that is
    quick. The text itself is looked at where it shows something.
    """
    frame = _around_paragraphs(text)
    letters = "".join(map(_letters_kept, frame))
    if not frame or any(pair in letters for pair, *_ in _ORDER) or any(_grids("".join(frame))):
        yield from _blocks(text)
        yield from _grids(text)


def _around_paragraphs(text: str) -> list[str]:
    """The text with its paragraphs empty, cut before each; nothing where a table, a box or another is within one."""
    first, *pieces = _bare_paragraphs(text).split("<w:p>")
    frame, within = [first], []
    for piece in pieces:
        inner, end, rest = piece.partition("</w:p>")
        frame.append(f"<w:p></w:p>{rest}" if end else f"<w:p>{inner}")
        within.append(inner if end else "")
    inner = "".join(within)
    return [] if _IN_NO_PARAGRAPH.search(inner) else frame


def _bare_paragraphs(text: str) -> str:
    """The text with its paragraphs without their attributes."""
    if "<w:p " not in text:
        return text
    first, *pieces = text.split("<w:p ")
    parted = (piece.partition(">") for piece in pieces)
    return "".join((first, *(f"<w:p{'/' if head.endswith('/') else ''}>{rest}" for head, _, rest in parted)))


def _blocks(text: str) -> Iterator[Fault]:
    letters = _letters(text)
    for pair, rule, what, expected in _ORDER:
        if pair in letters:
            yield Fault(rule, what, expected, near=near(text, _place(text, letters.index(pair))))


def _letters(text: str) -> str:
    """The tables, rows, cells, boxes and paragraphs of a text: a capital where one begins, a small letter at an end."""
    return "".join(
        (_OPEN[kind] + _OPEN[kind].lower()) if empty else (_OPEN[kind].lower() if closing else _OPEN[kind])
        for closing, kind, empty in _BLOCK.findall(text)
    )


_letters_kept = lru_cache(maxsize=4096)(_letters)


def _place(text: str, number: int) -> int:
    """Where the element stands that the letter of this number is for."""
    at = 0
    for match in _BLOCK.finditer(text):
        at += 2 if match[3] else 1
        if at > number:
            return match.start()
    return len(text)


def _grids(text: str) -> Iterator[Fault]:
    """Tables whose rows do not take as many columns as their grid has."""
    waiting: list[list[str]] = []  # the tables that have begun, each as its own text without the tables in it
    for piece in text.replace("<w:tbl ", "<w:tbl>").split("<w:tbl>")[1:]:
        own, *after = piece.split("</w:tbl>")
        waiting.append([own])
        for rest in after[: len(waiting)]:
            yield from _grid("".join(waiting.pop()))
            if waiting:
                waiting[-1].append(rest)


def _grid(table: str) -> Iterator[Fault]:
    columns = count_of(table, "w:gridCol")
    rows = table.split("</w:tr>")[:-1]
    if not rows:
        yield Fault("table-without-row", "a table holds no row", "each table has one", near=near(table, len(table)))
    elif "<w:tblGrid" not in table:
        yield Fault("table-without-grid", "a table has no grid", "each table has one", near=near(table, len(table)))
        return
    for row in rows:
        taken = _taken(row)
        if taken != columns:
            found = f"a table row takes {taken} columns, the grid has {columns}"
            yield Fault("table-grid", found, "each row takes all columns of the grid", near=near(row, len(row)))


@lru_cache(maxsize=4096)
def _taken(row: str) -> int:
    """The columns that the cells of a row take."""
    taken = row.count("<w:tc>") + row.count("<w:tc ")
    if "<w:grid" in row:
        taken += sum(int(number) - (kind == "Span") for kind, number in _SPANS.findall(row))
    return taken


def _fields(marks: Sequence[str]) -> Iterator[Fault]:
    """Fields that do not begin, part their result and end in this order."""
    waiting: list[str] = []
    for kind in (value(head, "w:fldCharType") for head in marks):
        if kind == "begin":
            waiting.append(kind)
        elif not waiting or (kind == "separate" and waiting[-1] != "begin"):
            yield Fault("field", f"a field has {kind!r} before its beginning", _WHOLE_FIELD)
            return
        elif kind == "separate":
            waiting[-1] = kind
        else:
            waiting.pop()
    if waiting:
        yield Fault("field", f"{len(waiting)} field(s) begin and do not end", _WHOLE_FIELD)


def _bookmarks(named: Mapping[str, list[str]]) -> Iterator[Fault]:
    """Bookmarks that do not both start and end, once each."""
    starts = Counter(value(head, "w:id") for head in named.get("bookmarkStart", ()))
    ends = Counter(value(head, "w:id") for head in named.get("bookmarkEnd", ()))
    for number in sorted(starts | ends):
        if (starts[number], ends[number]) != (1, 1):
            found = f"the bookmark {number} has {starts[number]} starts and {ends[number]} ends"
            yield Fault("bookmark-ends", found, "each bookmark starts once and ends once")


def _marks(text: str) -> Iterator[Name]:
    """The bookmarks that fields lead to."""
    for mark in _FIELD_MARK.findall(text) if "REF " in text else ():
        yield ("bookmark", mark)


def _makes(named: Mapping[str, list[str]]) -> Iterator[Name]:
    for element, attribute, kind in _MAKES:
        for head in named.get(element, ()):
            yield kind, value(head, attribute)


_ASKED = (*_OPEN, "tblGrid", "gridCol", "gridSpan", "gridBefore", "gridAfter", "fldChar", "bookmarkEnd")
_ASKED += tuple(name for name, *_ in _MAKES)
RULES = Rules(word_facts, word_uses, b"</w:t>", frozenset(("wp:docPr", *(f"w:{name}" for name in _ASKED))))

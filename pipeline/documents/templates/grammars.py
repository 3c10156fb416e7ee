"""The elements of Word and PowerPoint that templates are made of: two small grammars for one compiler."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from pipeline.documents.templates.dialect import BOLD_OFF, BOLD_ON, ITALIC_OFF, ITALIC_ON, LINE_BREAK
from pipeline.documents.templates.long_text import with_slide_paragraphs, with_word_paragraphs

EMU_PER_UNIT = {"in": 914_400, "cm": 360_000, "mm": 36_000, "pt": 12_700}

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"

NAMESPACES = {
    "w": _WORD,
    "wp": _WORD_DRAWING,
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "a": _DRAWING,
    "p": _SLIDES,
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "a16": "http://schemas.microsoft.com/office/drawing/2014/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class Grammar(Struct, frozen=True, kw_only=True):
    """The names of the elements of one format, as lxml writes them, and how it writes what a value may hold."""

    paragraph: str
    paragraph_properties: str
    run: str
    run_properties: str
    text: str
    table: str
    table_frame: str
    grid: str
    grid_column: str
    row: str
    cell: str
    cell_properties: str
    paragraph_ends: tuple[str, ...]
    held: Mapping[str, re.Pattern[str]]  # what an element must hold not to vanish
    keep_a_paragraph: frozenset[str]
    holds_something: frozenset[str]
    noise: frozenset[str]
    noise_attributes: frozenset[str]
    write_values: Callable[[str, str], str]


def tag(name: str) -> str:
    """The name of an element as lxml writes it: "w:p" as "{http...}p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def tags(prefix: str, *names: str) -> frozenset[str]:
    """The names of several elements of one namespace as lxml writes them."""
    return frozenset(tag(f"{prefix}:{name}") for name in names)


def column_span(cell: Any, grammar: Grammar) -> int:
    """How many columns of the grid a table cell takes."""
    if grammar is WORD:
        span = cell.find(f"{grammar.cell_properties}/{tag('w:gridSpan')}")
        return int(span.get(tag("w:val"), "1")) if span is not None else 1
    return 1  # a slide's table writes each merged cell


def emu(length: str) -> int:
    """A length such as "0.583in" or "150mm" in EMU, of which 914,400 make an inch; ValueError for anything else."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(in|cm|mm|pt)", length)
    if not match:
        raise ValueError(f"{length!r} is not a length")
    return round(float(match[1]) * EMU_PER_UNIT[match[2]])


_EMPHASIS = f"{BOLD_ON}{BOLD_OFF}{ITALIC_ON}{ITALIC_OFF}"
_WORD_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_WORD_RUN = re.compile(
    rf"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t[^>]*>([^<]*[{_EMPHASIS}][^<]*)</w:t></w:r>"
)
_WORD_BEFORE_BOLD = re.compile(r"<w:rPr>(?:<w:rStyle [^>]*/>)?(?:<w:rFonts [^>]*/>)?")
_SLIDE_RUN = re.compile(
    r"<a:r>(<a:rPr[^>]*/>|<a:rPr(?: [^>]*)?(?<!/)>(?:(?!</a:rPr>).)*</a:rPr>)?"
    rf"<a:t>([^<]*[{_EMPHASIS}{LINE_BREAK}][^<]*)</a:t></a:r>"
)
_SLIDE_PROPERTIES = re.compile(r"<a:rPr([^>]*?)(/?>)")
_PIECES = re.compile(f"([{_EMPHASIS}{LINE_BREAK}])")
_SWITCHES = {BOLD_ON: ("b", True), BOLD_OFF: ("b", False), ITALIC_ON: ("i", True), ITALIC_OFF: ("i", False)}
_NO_EMPHASIS = {ord(mark): None for mark in _EMPHASIS}
_LEFT_OVER = {ord(LINE_BREAK): " ", **_NO_EMPHASIS}  # in a field of a slide, which holds one line of one format


def _write_word_values(xml: str, numbering: str) -> str:
    """Paragraphs, line breaks and emphasis of values as Word writes them; `numbering` makes a bullet."""
    xml = with_word_paragraphs(xml, numbering)
    if BOLD_ON in xml or ITALIC_ON in xml:
        xml = _WORD_RUN.sub(_word_runs, xml).translate(_NO_EMPHASIS)
    return xml.replace(LINE_BREAK, _WORD_BREAK) if LINE_BREAK in xml else xml


def _word_runs(match: re.Match[str]) -> str:
    properties = match[1] or ""
    runs, on = [], dict.fromkeys("bi", False)
    for piece in _PIECES.split(match[2].replace(LINE_BREAK, _WORD_BREAK)):
        if piece in _SWITCHES:
            on.update([_SWITCHES[piece]])
        elif piece:
            now = _emphasised_in_word(properties, [name for name in "bi" if on[name]])
            runs.append(f'<w:r>{now}<w:t xml:space="preserve">{piece}</w:t></w:r>')
    return "".join(runs)


def _emphasised_in_word(properties: str, names: list[str]) -> str:
    """The properties of a run with these switched on: "b", "i"."""
    if not names:
        return properties
    start = _WORD_BEFORE_BOLD.match(properties)
    rest = properties[start.end() :] if start else "</w:rPr>"
    kept = [f"<w:{name}/>" if name in names else "".join(_switches(rest, name)) for name in "bi"]
    for name in "bi":
        rest = re.sub(rf"<w:{name}(?: [^>]*)?/>", "", rest)
    bold, italic = kept
    complex_bold = "".join(re.findall(r"<w:bCs(?: [^>]*)?/>", rest))
    rest = re.sub(r"<w:bCs(?: [^>]*)?/>", "", rest)
    return f"{start[0] if start else '<w:rPr>'}{bold}{complex_bold}{italic}{rest}"


def _switches(properties: str, name: str) -> list[str]:
    return re.findall(rf"<w:{name}(?: [^>]*)?/>", properties)


def _write_slide_values(xml: str, numbering: str) -> str:
    """Paragraphs, line breaks and emphasis of values as PowerPoint writes them: between runs."""
    xml = with_slide_paragraphs(xml, numbering)
    if LINE_BREAK not in xml and BOLD_ON not in xml and ITALIC_ON not in xml:
        return xml
    return _SLIDE_RUN.sub(_slide_runs, xml).translate(_LEFT_OVER)


def _slide_runs(match: re.Match[str]) -> str:
    properties = match[1] or ""
    runs, on = [], dict.fromkeys("bi", False)
    for piece in _PIECES.split(match[2]):
        if piece == LINE_BREAK:
            runs.append(f"<a:br>{properties}</a:br>")
        elif piece in _SWITCHES:
            on.update([_SWITCHES[piece]])
        elif piece:
            now = _emphasised_in_slides(properties, [name for name in "bi" if on[name]])
            runs.append(f"<a:r>{now}<a:t>{piece}</a:t></a:r>")
    return "".join(runs)


def _emphasised_in_slides(properties: str, names: list[str]) -> str:
    if not names:
        return properties
    start = _SLIDE_PROPERTIES.match(properties)
    attributes, end = (start[1], start[2]) if start else ("", "/>")
    for name in names:
        attributes = re.sub(rf' {name}="\w+"', "", attributes) + f' {name}="1"'
    return f"<a:rPr{attributes}{end}{properties[start.end() :] if start else ''}"


_NOT_TEXT_IN_WORD = tags("w", "drawing", "pict", "object", "fldChar", "sectPr", "footnoteReference", "endnoteReference")

WORD = Grammar(
    paragraph=tag("w:p"),
    paragraph_properties=tag("w:pPr"),
    run=tag("w:r"),
    run_properties=tag("w:rPr"),
    text=tag("w:t"),
    table=tag("w:tbl"),
    table_frame=tag("w:tbl"),
    grid=tag("w:tblGrid"),
    grid_column=tag("w:gridCol"),
    row=tag("w:tr"),
    cell=tag("w:tc"),
    cell_properties=tag("w:tcPr"),
    paragraph_ends=("</w:p>", "<w:p/>", "</w:p></w:sdtContent></w:sdt>"),
    held={
        "w:tbl": re.compile("<w:tr[ >]"),
        "w:tr": re.compile("<w:tc[ >]"),
        "w:sdt": re.compile(r"<w:sdtContent>\s*<(?!/)"),
        "w:p": re.compile(r"<w:t(?: [^>]*)?>[^<]*[^<\s]|<w:(?:drawing|pict|fldChar|sym)[ >]"),
    },
    keep_a_paragraph=tags("w", "tc", "txbxContent", "hdr", "ftr", "footnote", "endnote"),
    holds_something=_NOT_TEXT_IN_WORD,
    noise=tags("w", "proofErr", "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd", "commentReference")
    | tags("w", "printerSettings", "permStart", "permEnd", "annotationRef", "dataBinding", "id")
    | tags("w15", "dataBinding"),
    noise_attributes=tags("w14", "paraId", "textId")
    | tags("w", "rsidR", "rsidRDefault", "rsidRPr", "rsidP", "rsidDel", "rsidSect", "rsidTr"),
    write_values=_write_word_values,
)

SLIDES = Grammar(
    paragraph=tag("a:p"),
    paragraph_properties=tag("a:pPr"),
    run=tag("a:r"),
    run_properties=tag("a:rPr"),
    text=tag("a:t"),
    table=tag("a:tbl"),
    table_frame=tag("p:graphicFrame"),
    grid=tag("a:tblGrid"),
    grid_column=tag("a:gridCol"),
    row=tag("a:tr"),
    cell=tag("a:tc"),
    cell_properties=tag("a:tcPr"),
    paragraph_ends=("</a:p>", "<a:p/>"),
    held={
        "p:graphicFrame": re.compile("<a:tr[ >]"),
        "a:tr": re.compile("<a:tc[ >]"),
        "p:sp": re.compile(r"<a:t>[^<]*[^<\s]|<a:fld[ >]"),
        "p:grpSp": re.compile("</p:(?:sp|pic|graphicFrame|cxnSp)>"),
    },
    keep_a_paragraph=tags("p", "txBody") | tags("a", "txBody"),
    holds_something=tags("a", "fld"),
    noise=tags("p", "custDataLst", "custShowLst", "smartTags", "controls"),
    noise_attributes=frozenset(),
    write_values=_write_slide_values,
)

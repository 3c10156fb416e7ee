"""The elements of Word and PowerPoint that templates are made of: two small grammars for one compiler."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.documents.dialect import BOLD_OFF, BOLD_ON, LINE_BREAK

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
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


@dataclass(frozen=True, kw_only=True)
class Grammar:
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
    write_values: Callable[[str], str]


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


_WORD_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_WORD_RUN = re.compile(
    rf"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t[^>]*>([^<]*[{BOLD_ON}{BOLD_OFF}][^<]*)</w:t></w:r>"
)
_WORD_BEFORE_BOLD = re.compile(r"<w:rPr>(?:<w:rStyle [^>]*/>)?(?:<w:rFonts [^>]*/>)?")
_SLIDE_RUN = re.compile(
    r"<a:r>(<a:rPr[^>]*/>|<a:rPr(?: [^>]*)?>(?:(?!</a:rPr>).)*</a:rPr>)?"
    rf"<a:t>([^<]*[{BOLD_ON}{BOLD_OFF}{LINE_BREAK}][^<]*)</a:t></a:r>"
)
_SLIDE_PROPERTIES = re.compile(r"<a:rPr([^>]*?)(/?>)")
_PIECES = re.compile(f"([{BOLD_ON}{BOLD_OFF}{LINE_BREAK}])")
_NO_BOLD = {ord(BOLD_ON): None, ord(BOLD_OFF): None}
_LEFT_OVER = {ord(LINE_BREAK): " ", **_NO_BOLD}  # in a field of a slide, which holds one line of one format


def _write_word_values(xml: str) -> str:
    """Line breaks and bold words of values as Word writes them."""
    if BOLD_ON in xml:
        xml = _WORD_RUN.sub(_word_runs, xml)
        xml = xml.translate(_NO_BOLD)
    return xml.replace(LINE_BREAK, _WORD_BREAK) if LINE_BREAK in xml else xml


def _word_runs(match: re.Match[str]) -> str:
    properties = match[1] or ""
    bold = properties if "<w:b/>" in properties else _bold_in_word(properties)
    runs, now = [], properties
    for piece in _PIECES.split(match[2].replace(LINE_BREAK, _WORD_BREAK)):
        if piece in (BOLD_ON, BOLD_OFF):
            now = bold if piece == BOLD_ON else properties
        elif piece:
            runs.append(f'<w:r>{now}<w:t xml:space="preserve">{piece}</w:t></w:r>')
    return "".join(runs)


def _bold_in_word(properties: str) -> str:
    start = _WORD_BEFORE_BOLD.match(properties)
    if not start:
        return "<w:rPr><w:b/></w:rPr>"
    rest = re.sub(r"<w:b(?: [^>]*)?/>", "", properties[start.end() :])
    return f"{start[0]}<w:b/>{rest}"


def _write_slide_values(xml: str) -> str:
    """Line breaks and bold words of values as PowerPoint writes them: between runs."""
    if LINE_BREAK not in xml and BOLD_ON not in xml:
        return xml
    return _SLIDE_RUN.sub(_slide_runs, xml).translate(_LEFT_OVER)


def _slide_runs(match: re.Match[str]) -> str:
    properties = match[1] or ""
    bold = _bold_in_slides(properties)
    runs, now = [], properties
    for piece in _PIECES.split(match[2]):
        if piece == LINE_BREAK:
            runs.append(f"<a:br>{now}</a:br>")
        elif piece in (BOLD_ON, BOLD_OFF):
            now = bold if piece == BOLD_ON else properties
        elif piece:
            runs.append(f"<a:r>{now}<a:t>{piece}</a:t></a:r>")
    return "".join(runs)


def _bold_in_slides(properties: str) -> str:
    start = _SLIDE_PROPERTIES.match(properties)
    if not start:
        return '<a:rPr b="1"/>'
    attributes = re.sub(r' b="\w+"', "", start[1])
    return f'<a:rPr{attributes} b="1"{start[2]}{properties[start.end() :]}'


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
    held={"p:graphicFrame": re.compile("<a:tr[ >]"), "a:tr": re.compile("<a:tc[ >]")},
    keep_a_paragraph=tags("p", "txBody") | tags("a", "txBody"),
    holds_something=tags("a", "fld"),
    noise=tags("p", "custDataLst", "custShowLst", "smartTags", "controls"),
    noise_attributes=frozenset(),
    write_values=_write_slide_values,
)

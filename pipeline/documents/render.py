"""One account's document from a compiled template: strings joined, parts pruned, a zip written; no tree is built."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import Any
from xml.parsers import expat

from jinja2 import TemplateError

from pipeline.documents.charts import render_chart
from pipeline.documents.dialect import dialect
from pipeline.documents.drawings import DrawingFrame, render_drawing
from pipeline.documents.explained import failure
from pipeline.documents.fit import fit_slide
from pipeline.documents.grammars import SLIDES, WORD, Grammar
from pipeline.documents.layouts import used_layouts_alone
from pipeline.documents.links import Links, without_dead_links
from pipeline.documents.package import (
    CHART_TYPE,
    RELATIONSHIP,
    WORKBOOK_TYPE,
    Part,
    Relation,
    packed,
    used_relations,
    write_package,
)
from pipeline.documents.pictures import Picture
from pipeline.documents.remains import (
    NoteIds,
    bookmark_names,
    live_links,
    notes_referred_to,
    numbered_references,
    whole_bookmarks,
)
from pipeline.documents.sections import sections_xml
from pipeline.documents.template import (
    FIRST_LOOPED_DRAWING,
    NOTES_MASTER_END,
    NOTES_MASTER_START,
    SECTION_LIST,
    SLIDE_LIST,
    ChartFrame,
    PictureFrame,
    Script,
    Sheet,
    Slide,
    Template,
)
from pipeline.documents.vanish import without_empty
from pipeline.problems import Problem, TemplateRefused

FIRST_SLIDE_ID = 256  # the lowest that the format allows

_NOTES = ("footnotes", "endnotes")
_NOTES_MASTER = re.compile(f"{NOTES_MASTER_START}[^{NOTES_MASTER_END}]*{NOTES_MASTER_END}")
_NOTES_MARKS = {ord(NOTES_MASTER_START): None, ord(NOTES_MASTER_END): None}
_FROM_A_TEMPLATE = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, TemplateRefused)


@dataclass(frozen=True)
class _Appearance:
    """One slide of the document: the template's slide, its page number from 1, and what its loops name."""

    slide: Slide
    number: int
    names: Mapping[str, Any]


@dataclass
class _Document:
    """What one document is made of while it is rendered; nothing of it outlives the call."""

    template: Template
    grammar: Grammar
    data: dict[str, Any]
    parts: dict[str, Part]
    problems: list[Problem] = field(default_factory=list)
    overflows: list[Problem] = field(default_factory=list)
    charts: int = 0
    drawings: int = FIRST_LOOPED_DRAWING - 1
    captions: Counter[str] = field(default_factory=Counter)
    columns: dict[int, int] = field(default_factory=dict)
    notes: NoteIds = field(default_factory=dict)
    bookmarks: frozenset[str] = frozenset()

    def columns_from(self, cell: int) -> str:
        """Begin to count the columns that a cell spans; prints nothing, as does column_here."""
        self.columns[cell] = 0
        return ""

    def column_here(self, cell: int) -> str:
        """Count one of the columns that a cell spans."""
        self.columns[cell] += 1
        return ""

    def column_count(self, cell: int) -> int:
        """How many columns a cell spans."""
        return self.columns[cell]

    def drawing_id(self) -> int:
        """The next id of a drawing that stands in a loop."""
        self.drawings += 1
        return self.drawings

    def caption_number(self, kind: str) -> int:
        """The next number of a kind of captions, such as "Table"."""
        self.captions[kind] += 1
        return self.captions[kind]


@dataclass
class _Charts:
    """The charts that one part gets while it is rendered."""

    document: _Document
    frames: tuple[ChartFrame, ...]
    relations: list[Relation] = field(default_factory=list)

    def chart_of(self, number: int, data: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Make the chart for a frame; what its tags print, or None where there is no data."""
        if data is None:
            return None
        frame, document = self.frames[number], self.document
        xml, workbook = render_chart(frame.chart, data)
        document.charts += 1
        folder = document.template.main.partition("/")[0]
        chart = f"{folder}/charts/chart{document.charts}.xml"
        book = f"{folder}/embeddings/Microsoft_Excel_Sheet{document.charts}.xlsx"
        _check_well_formed(chart, xml.encode())
        document.parts[book] = Part(WORKBOOK_TYPE, packed(book, workbook))
        relation = Relation("rId1", RELATIONSHIP + "package", book)
        document.parts[chart] = Part(CHART_TYPE, packed(chart, xml.encode()), (relation,))
        self.relations.append(Relation(f"rIdChart{document.charts}", RELATIONSHIP + "chart", chart))
        return {"id": self.relations[-1].id, "alt": data.get("alt", ""), "height": _height(frame, data)}


@dataclass
class _Pictures:
    """The pictures that one part gets while it is rendered."""

    document: _Document
    frames: tuple[PictureFrame, ...]
    relations: dict[str, Relation] = field(default_factory=dict)

    def picture_of(self, number: int, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Put a picture into a frame; what its tags print, or None where there is none."""
        if given is None:
            return None
        picture: Picture = given["picture"]
        folder = self.document.template.main.partition("/")[0]
        name = f"{folder}/media/{given['name']}.{picture.kind}"
        self.document.parts[name] = Part(f"image/{picture.kind}", packed(name, picture.content))
        relation = Relation(f"rIdPicture_{given['name']}", RELATIONSHIP + "image", name)
        self.relations[relation.id] = relation
        left, top, width, height = fitted_box(self.frames[number], picture)
        box = {"left": left, "top": top, "width": width, "height": height}
        return {"id": relation.id, "alt": given["alt"], **box}


def fitted_box(frame: PictureFrame, picture: Picture) -> tuple[int, int, int, int]:
    """Where a picture stands in its frame, as large as it can be in its own proportions: EMU from left and top."""
    own_width = picture.width / frame.stretch
    scale = min(frame.width / own_width, frame.height / picture.height)
    width, height = max(1, int(own_width * scale)), max(1, int(picture.height * scale))
    left, top = (frame.width - width) * frame.across, (frame.height - height) / 2
    return frame.left + int(left), frame.top + int(top), width, height


def render(template: Template, data: Mapping[str, Any], overflows: list[Problem] | None = None) -> bytes:
    """The document with these data, as the bytes of a file; the same data give the same bytes.

    `data` holds what the tags name, as dicts, lists and plain values, and "locale", "currency", "charts" (name ->
    chart or None), "pictures" (name -> None, or "picture", "name" and "alt") and "document" ("title", "author",
    "language", "date"); the language is that of the template's words where they say theirs. A warning for each shape
    of a slide whose text is too long even when it is made smaller goes into `overflows`. TemplateRefused, with the
    place of each tag that could not be filled.
    """
    document = _Document(
        template, SLIDES if template.presentation else WORD, {**dialect().globals, **data}, dict(template.fixed)
    )
    if overflows is not None:
        document.overflows = overflows
    document.data["drawing_id"] = document.drawing_id
    for counting in (document.columns_from, document.column_here, document.column_count):
        document.data[counting.__name__] = counting
    document.data["caption_number"] = document.caption_number
    targets = _render_slides(document) if template.presentation else None
    for sheet in template.sheets:  # the main one first: the notes that are kept are those that it refers to
        _add(document, sheet, sheet.name, document.data, (), targets)
    properties = {key: unescape(_run(document, script, document.data)) for key, script in template.properties.items()}
    if document.problems:
        raise TemplateRefused(*dict.fromkeys(document.problems))
    spoken = {"language": template.language} if template.language else {}
    if template.presentation and template.audience == "client":
        document.parts = used_layouts_alone(document.parts, template.main)
    return write_package(template.main, document.parts, {**data["document"], **spoken, **properties})


# --- slides --------------------------------------------------------------------------------------------------------


def _render_slides(document: _Document) -> Mapping[str, str]:
    """Add the slides and the presentation; the part that a link to each of the template's slides then leads to."""
    appearances = list(_appearances(document))
    firsts: dict[int, int] = {}
    for one in appearances:
        firsts.setdefault(id(one.slide), one.number)
    slides = document.template.slides
    pages = {slide.key: firsts[id(slide)] for slide in reversed(slides) if slide.key and id(slide) in firsts}
    document.data["page_of"] = pages.get
    document.data["slide_kept"] = lambda index: id(slides[index]) in firsts
    targets = {slide.body.name: f"ppt/slides/slide{firsts[id(slide)]}.xml" for slide in slides if id(slide) in firsts}
    for one in appearances:
        _add_slide(document, one, len(appearances), targets)
    _add_presentation(document, appearances)
    return targets


def _appearances(document: _Document) -> Iterator[_Appearance]:
    """The slides that the document will have, in order; what the plans of slides say is asked before any is made."""
    number = 0
    for slide in document.template.slides:
        found: list[dict[str, Any]] = []
        if slide.plan is None:
            found.append({})
        else:
            _run(document, slide.plan, {**document.data, "slide_here": _noting(found)})
        for names in found:
            number += 1
            yield _Appearance(slide, number, names)


def _noting(found: list[dict[str, Any]]) -> Any:
    def slide_here(**names: Any) -> None:
        found.append(names)

    return slide_here


def _add_slide(document: _Document, one: _Appearance, count: int, targets: Mapping[str, str]) -> None:
    data = {**document.data, **one.names, "slide": {"number": one.number, "count": count}}
    name, notes = f"ppt/slides/slide{one.number}.xml", f"ppt/notesSlides/notesSlide{one.number}.xml"
    extra: tuple[Relation, ...] = ()
    if one.slide.notes is not None:
        extra = (Relation("rIdNotes", RELATIONSHIP + "notesSlide", notes),)
        _add(document, one.slide.notes, notes, data, (Relation("rIdSlide", RELATIONSHIP + "slide", name),))
    _add(document, one.slide.body, name, data, extra, targets, partial(_fitted, document, one))


def _fitted(document: _Document, one: _Appearance, xml: str) -> str:
    """The slide with its text made to fit; what cannot is noted."""
    if document.problems:
        return xml
    fitted, problems = fit_slide(xml, one.slide.sizes, document.template.name, f"page {one.number}")
    document.overflows += problems
    return fitted


def _add_presentation(document: _Document, appearances: list[_Appearance]) -> None:
    main = document.template.main
    part = document.parts[main]
    with_notes = any(one.slide.notes for one in appearances)
    text = document.template.presentation
    text = text.translate(_NOTES_MARKS) if with_notes else _NOTES_MASTER.sub("", text)
    listed = "".join(
        f'<p:sldId id="{FIRST_SLIDE_ID - 1 + one.number}" r:id="rIdSlide{one.number}"/>' for one in appearances
    )
    shown = {FIRST_SLIDE_ID - 1 + one.number: one.slide.body.name for one in appearances}
    text = text.replace(SECTION_LIST, sections_xml(document.template.sections, shown))
    xml = text.replace(SLIDE_LIST, listed).replace("<p:extLst></p:extLst>", "").encode()
    _check_well_formed(main, xml)
    relations = tuple(one for one in part.relations if with_notes or one.kind != "notesMaster") + tuple(
        Relation(f"rIdSlide{one.number}", RELATIONSHIP + "slide", f"ppt/slides/slide{one.number}.xml")
        for one in appearances
    )
    document.parts[main] = Part(part.content_type, packed(main, xml), relations)


# --- one part ------------------------------------------------------------------------------------------------------


def _add(
    document: _Document,
    sheet: Sheet,
    name: str,
    data: dict[str, Any],
    extra: tuple[Relation, ...],
    targets: Mapping[str, str] | None = None,
    fitted: Callable[[str], str] | None = None,
) -> None:
    """Render a sheet into the part `name`; `targets` gives the new name of a slide that a link leads to.

    `fitted` makes the text of a slide fit its shapes.
    """
    member, relations = sheet.same, sheet.relations
    if sheet.script is not None or _loses_notes(document, sheet):
        charts = _Charts(document, sheet.frames)
        pictures = _Pictures(document, sheet.pictures)
        links = Links()
        makers = {
            "chart_of": charts.chart_of,
            "drawing_of": partial(_drawing_of, document, sheet.drawings),
            "link_of": links.link_of,
            "picture_of": pictures.picture_of,
        }
        text = _text_of(document, sheet, {**data, **makers})
        xml = without_dead_links(
            without_empty(document.grammar.write_values(text, document.template.numbering), document.grammar)
        )
        if document.grammar is WORD:
            xml = _without_remains(document, name, xml)
        if fitted is not None:
            xml = fitted(xml)
        xml = document.grammar.finish(xml)
        relations = (
            *used_relations(xml, relations),
            *charts.relations,
            *pictures.relations.values(),
            *links.relations.values(),
        )
        raw = xml.encode()
        if not document.problems:
            _check_well_formed(name, raw)
        member = packed(name, raw)
    if targets is not None:
        relations = tuple(
            Relation(one.id, one.type, targets[one.target]) if one.kind == "slide" else one for one in relations
        )
    assert member is not None
    document.parts[name] = Part(sheet.content_type, member, relations + extra)


def _drawing_of(
    document: _Document, frames: tuple[DrawingFrame, ...], number: int, data: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What the tags of a drawing print, or None where there is no data."""
    if data is None:
        return None
    shapes, height = render_drawing(frames[number], data, document.drawing_id)
    return {"shapes": shapes, "alt": data["alt"], "height": height}


def _loses_notes(document: _Document, sheet: Sheet) -> bool:
    """Whether a part holds notes, and paragraphs that refer to some of them may have vanished."""
    if not document.notes:
        return False
    return sheet.name in {one.target for one in document.template.sheets[0].relations if one.kind in _NOTES}


def _text_of(document: _Document, sheet: Sheet, data: dict[str, Any]) -> str:
    if sheet.script is not None:
        return _run(document, sheet.script, data)
    assert sheet.same is not None
    return sheet.same.data.decode()


def _without_remains(document: _Document, name: str, xml: str) -> str:
    """A part of a Word document without what its vanished paragraphs left behind."""
    xml = whole_bookmarks(xml)
    if name == document.template.main:
        xml, document.notes = numbered_references(xml)
        document.bookmarks = bookmark_names(xml)
    elif document.notes:
        xml = notes_referred_to(xml, document.notes)
    return live_links(xml, document.bookmarks | bookmark_names(xml))


def _run(document: _Document, script: Script, data: dict[str, Any]) -> str:
    """What the script prints; a tag that fails is noted with its place."""
    compiled = script.compiled
    try:
        return "".join(compiled.root_render_func(compiled.new_context(data, shared=True)))
    except _FROM_A_TEMPLATE as error:
        document.problems.append(failure(document.template.name, script, error, data))
        return ""


def _height(frame: ChartFrame, data: Mapping[str, Any]) -> int:
    """The height of a chart's frame in EMU for as many rows as it has categories."""
    height = frame.base + len(data.get("categories", ())) * frame.row_height
    return min(height, frame.highest) if frame.highest else height


def _check_well_formed(name: str, xml: bytes) -> None:
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError as error:
        raise AssertionError(f"{name} is not well-formed XML: {error}") from error

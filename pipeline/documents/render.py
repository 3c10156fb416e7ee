"""One account's document from a compiled template: strings joined, parts pruned, a zip written; no tree is built."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import Any
from xml.parsers import expat

from jinja2 import TemplateError

from pipeline.documents.bounds import Budget
from pipeline.documents.charts import render_chart
from pipeline.documents.dialect import BUDGET, dialect
from pipeline.documents.drawings import DrawingFrame, render_drawing
from pipeline.documents.explained import failure
from pipeline.documents.fit import fit_slide
from pipeline.documents.fit_tables import row_needs
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
from pipeline.documents.paging import Names, counts_for, cut_anew, page_in, runs_of
from pipeline.documents.paper import on_letter
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

Cuts = dict[int, list[int]]  # how many rows go on each slide, of lists numbered in the order of the document

_NOTES = ("footnotes", "endnotes")
_NOTES_MASTER = re.compile(f"{NOTES_MASTER_START}[^{NOTES_MASTER_END}]*{NOTES_MASTER_END}")
_NOTES_MARKS = {ord(NOTES_MASTER_START): None, ord(NOTES_MASTER_END): None}
_FROM_A_TEMPLATE = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, TemplateRefused)


@dataclass(frozen=True)
class _Appearance:
    """One slide of the document: the template's slide, its page number from 1, what its loops name, and which list of
    the document it shows with others."""

    slide: Slide
    number: int
    names: Mapping[str, Any]
    run: int


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
    cuts: Cuts = field(default_factory=dict)
    crowded: dict[int, None] = field(default_factory=dict)
    slide_names: Mapping[str, str] = field(default_factory=dict)  # part in the template -> part a link leads to
    notes: NoteIds = field(default_factory=dict)
    bookmarks: frozenset[str] = frozenset()
    budget: Budget = field(default_factory=Budget)

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
        document.budget.take_chart()
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
    cuts: Cuts = {}
    document = _started(template, data, cuts)
    while template.presentation and _render_slides(document):
        document = _started(template, data, cuts)
    if overflows is not None:
        overflows += _once_each(document.overflows)
    for sheet in template.sheets:  # the main one first: the notes that are kept are those that it refers to
        _add(document, sheet, sheet.name, document.data, ())
    properties = {key: unescape(_run(document, script, document.data)) for key, script in template.properties.items()}
    if document.problems:
        raise TemplateRefused(*dict.fromkeys(document.problems))
    spoken = {"language": template.language} if template.language else {}
    if template.presentation and template.audience == "client":
        document.parts = used_layouts_alone(document.parts, template.main)
    return write_package(template.main, document.parts, {**data["document"], **spoken, **properties})


def _once_each(problems: Sequence[Problem]) -> list[Problem]:
    """The problems without those that a shape has on further slides too, such as the footer."""
    shapes = {(one.message, one.place.partition(", ")[2]): one for one in reversed(problems)}
    return sorted(shapes.values(), key=problems.index)


def _started(template: Template, data: Mapping[str, Any], cuts: Cuts) -> _Document:
    """A document of which nothing is rendered yet; its lists are cut into slides by `cuts`, else as the tags say."""
    grammar = SLIDES if template.presentation else WORD
    document = _Document(template, grammar, {**dialect().globals, **data}, dict(template.fixed), cuts=cuts)
    document.data[BUDGET] = document.budget
    document.data["drawing_id"] = document.drawing_id
    for counting in (document.columns_from, document.column_here, document.column_count):
        document.data[counting.__name__] = counting
    document.data["caption_number"] = document.caption_number
    return document


# --- slides --------------------------------------------------------------------------------------------------------


def _render_slides(document: _Document) -> bool:
    """Render the slides; True where a list must be cut into other slides first, which is noted in the cuts."""
    appearances = list(_appearances(document))
    firsts: dict[int, int] = {}
    for one in appearances:
        firsts.setdefault(id(one.slide), one.number)
    slides = document.template.slides
    pages = {slide.key: firsts[id(slide)] for slide in reversed(slides) if slide.key and id(slide) in firsts}
    document.data["page_of"] = pages.get
    document.data["slide_kept"] = lambda index: id(slides[index]) in firsts
    document.slide_names = {
        slide.body.name: f"ppt/slides/slide{firsts[id(slide)]}.xml" for slide in slides if id(slide) in firsts
    }
    drafts: dict[int, str] = {}
    for one in appearances:
        _add_slide(document, one, len(appearances), drafts)
    if document.crowded and _cut_crowded(document, appearances, drafts):
        return True
    _add_presentation(document, appearances)
    return False


def _appearances(document: _Document) -> Iterator[_Appearance]:
    """The slides that the document will have, in order; what the plans of slides say is asked before any is made."""
    number = run = 0
    for slide in document.template.slides:
        found: list[Names] = []
        if slide.plan is None:
            found.append({})
        else:
            _run(document, slide.plan, {**document.data, "slide_here": _noting(found, document.budget)})
        for positions in runs_of(found):
            run += 1
            shown = [found[position] for position in positions]
            if run in document.cuts:
                shown = cut_anew(shown, document.cuts[run])
            for names in shown:
                number += 1
                yield _Appearance(slide, number, names, run)


def _cut_crowded(document: _Document, appearances: Sequence[_Appearance], drafts: Mapping[int, str]) -> bool:
    """Cut the lists of crowded slides anew by the height that their rows need; False where that would not help."""
    before = dict(document.cuts)
    for run in document.crowded:
        shown = [one for one in appearances if one.run == run]
        names = [one.names for one in shown]
        if page_in(names[0]) is None:
            continue
        needs = [row_needs(drafts[one.number], one.slide.sizes) for one in shown]
        counts = counts_for(names, needs)
        if len(counts) > len(shown):
            document.cuts[run] = counts
    return document.cuts != before


def _noting(found: list[Names], budget: Budget) -> Any:
    def slide_here(**names: Any) -> None:
        budget.take_slide()
        found.append(names)

    return slide_here


def _add_slide(document: _Document, one: _Appearance, count: int, drafts: dict[int, str]) -> None:
    data = {**document.data, **one.names, "slide": {"number": one.number, "count": count}}
    name, notes = f"ppt/slides/slide{one.number}.xml", f"ppt/notesSlides/notesSlide{one.number}.xml"
    extra: tuple[Relation, ...] = ()
    if one.slide.notes is not None:
        extra = (Relation("rIdNotes", RELATIONSHIP + "notesSlide", notes),)
        _add(document, one.slide.notes, notes, data, (Relation("rIdSlide", RELATIONSHIP + "slide", name),))
    _add(document, one.slide.body, name, data, extra, partial(_fitted, document, one, drafts))


def _fitted(document: _Document, one: _Appearance, drafts: dict[int, str], xml: str) -> str:
    """The slide with its text made to fit; what cannot is noted, and how the slide was before."""
    if document.problems:
        return xml
    drafts[one.number] = xml
    fitted = fit_slide(xml, one.slide.sizes, document.template.name, f"page {one.number}")
    document.overflows += fitted.problems
    if fitted.crowded:
        document.crowded.setdefault(one.run)
    return fitted.xml


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
    fitted: Callable[[str], str] | None = None,
) -> None:
    """Render a sheet into the part `name`; `fitted` makes the text of a slide fit its shapes."""
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
        if document.grammar is WORD and document.data["document"].get("paper") == "letter":
            xml = on_letter(xml)
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
    relations = tuple(
        Relation(one.id, one.type, document.slide_names[one.target]) if one.kind == "slide" else one
        for one in relations
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
        return document.budget.joined(compiled.root_render_func(compiled.new_context(data, shared=True)))
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

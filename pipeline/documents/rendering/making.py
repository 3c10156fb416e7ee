"""One document in the making, and how one of its parts is made: strings joined, charts and pictures put in."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import TemplateError
from msgspec import Struct, field

from pipeline.documents.figures.charts import render_chart
from pipeline.documents.figures.drawings import DrawingFrame, render_drawing
from pipeline.documents.figures.pictures import Picture
from pipeline.documents.packaging.package import (
    CHART_TYPE,
    RELATIONSHIP,
    WORKBOOK_TYPE,
    Part,
    Relation,
    packed,
    used_relations,
)
from pipeline.documents.rendering.directions import slide_bytes, word_bytes
from pipeline.documents.rendering.links import Links, without_dead_links
from pipeline.documents.rendering.paper import on_letter
from pipeline.documents.rendering.remains import (
    NoteIds,
    live_links,
    notes_referred_to,
    numbered_references,
    whole_bookmarks,
)
from pipeline.documents.rendering.tall_rows import with_breaking_rows
from pipeline.documents.rendering.vanish import without_empty
from pipeline.documents.templates.bounds import Budget
from pipeline.documents.templates.dialect import BUDGET, dialect
from pipeline.documents.templates.explained import failure
from pipeline.documents.templates.grammars import SLIDES, WORD, Grammar
from pipeline.documents.templates.template import (
    FIRST_LOOPED_DRAWING,
    ChartFrame,
    PictureFrame,
    Script,
    Sheet,
    Template,
)
from pipeline.guard import Member
from pipeline.problems import Problem, TemplateRefused

OWN_SLIDE = "rIdSlide"  # the relation of notes to their slide
_NOTES = ("footnotes", "endnotes")
_FROM_A_TEMPLATE = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, TemplateRefused)


class Draft(Struct, frozen=True):
    """A part as its script wrote it, before it is finished, and the relations to what was made for it."""

    xml: str
    relations: tuple[Relation, ...]


class Document(Struct):
    """What one document is made of while it is rendered; nothing of it outlives the call."""

    template: Template
    grammar: Grammar
    data: dict[str, Any]
    parts: dict[str, Part]
    problems: list[Problem] = field(default_factory=list)
    charts: int = 0
    drawings: int = FIRST_LOOPED_DRAWING - 1
    captions: Counter[str] = field(default_factory=Counter)
    columns: dict[int, int] = field(default_factory=dict)
    slide_names: Mapping[str, str] = field(default_factory=dict)  # part in the template -> part a link leads to
    pages: dict[str, int] = field(default_factory=dict)  # key of a slide -> page number
    slide_count: int = 0
    asked: bool = False  # where slides stand, by the part that is made at present
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

    def page_of(self, key: str) -> int | None:
        """The page number of the slide with a key; None if it is left out."""
        self.asked = True
        return self.pages.get(key)

    def linked(self, relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        """The relations with those to slides leading to where these stand in the document, once that is known."""
        return tuple(
            Relation(one.id, one.type, self.slide_names.get(one.target, one.target))
            if one.kind == "slide" and one.id != OWN_SLIDE
            else one
            for one in relations
        )

    def drawing_id(self) -> int:
        """The next id of a drawing that stands in a loop."""
        self.drawings += 1
        return self.drawings

    def caption_number(self, kind: str) -> int:
        """The next number of a kind of captions, such as "Table"."""
        self.captions[kind] += 1
        return self.captions[kind]


class _Charts(Struct):
    """The charts that one part gets while it is rendered."""

    document: Document
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
        document.parts[book] = Part(WORKBOOK_TYPE, packed(book, workbook))
        relation = Relation("rId1", RELATIONSHIP + "package", book)
        document.parts[chart] = Part(CHART_TYPE, packed(chart, xml.encode()), (relation,))
        self.relations.append(Relation(f"rIdChart{document.charts}", RELATIONSHIP + "chart", chart))
        return {"id": self.relations[-1].id, "alt": data.get("alt", ""), "height": _height(frame, data)}


class _Pictures(Struct):
    """The pictures that one part gets while it is rendered."""

    document: Document
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


def started(template: Template, data: Mapping[str, Any]) -> Document:
    """A document of which nothing is rendered yet."""
    grammar = SLIDES if template.presentation else WORD
    document = Document(template, grammar, {**dialect().globals, **data}, dict(template.fixed))
    document.data[BUDGET] = document.budget
    document.data["drawing_id"] = document.drawing_id
    document.data["page_of"] = document.page_of
    for counting in (document.columns_from, document.column_here, document.column_count):
        document.data[counting.__name__] = counting
    document.data["caption_number"] = document.caption_number
    return document


def add(document: Document, sheet: Sheet, name: str, data: dict[str, Any], extra: tuple[Relation, ...] = ()) -> None:
    """Make a sheet into the part `name`, with `extra` relations."""
    if sheet.script is None and not _loses_notes(document, sheet):
        put_as_it_is(document, sheet, name, extra)
        return
    draft = drafted(document, sheet, data)
    if document.grammar is SLIDES:
        put(document, sheet, name, draft, _packed_layout(draft.xml), extra)
        return
    xml = with_breaking_rows(_without_remains(document, name, draft.xml))
    if document.data["document"].get("paper") == "letter":
        xml = on_letter(xml)
    put(document, sheet, name, Draft(xml, draft.relations), packed(name, word_bytes(xml)), extra)


@lru_cache(maxsize=64)
def _packed_layout(xml: str) -> Member:
    """A part of a deck that is no slide: most print nothing but what is the same for all accounts."""
    return packed(".xml", slide_bytes(xml))


def drafted(document: Document, sheet: Sheet, data: dict[str, Any]) -> Draft:
    """What the script of a sheet writes; charts and pictures are made with it."""
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
    written = document.grammar.write_values(text, document.template.numbering)
    xml = without_empty(written, document.grammar)
    xml = without_dead_links(xml) if links.dead else xml
    return Draft(xml, (*charts.relations, *pictures.relations.values(), *links.relations.values()))


def put(
    document: Document, sheet: Sheet, name: str, made: Draft, member: Member, extra: tuple[Relation, ...] = ()
) -> None:
    """Put a sheet that is made, and packed, into the document as the part `name`, with `extra` relations."""
    relations = (*used_relations(made.xml, sheet.relations), *made.relations)
    document.parts[name] = Part(sheet.content_type, member, document.linked(relations) + extra)


def put_as_it_is(document: Document, sheet: Sheet, name: str, extra: tuple[Relation, ...] = ()) -> None:
    """Put a sheet without tags into the document as the part `name`, with `extra` relations."""
    assert sheet.same is not None
    document.parts[name] = Part(sheet.content_type, sheet.same, document.linked(sheet.relations) + extra)


def _drawing_of(
    document: Document, frames: tuple[DrawingFrame, ...], number: int, data: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What the tags of a drawing print, or None where there is no data."""
    if data is None:
        return None
    shapes, height = render_drawing(frames[number], data, document.drawing_id)
    return {"shapes": shapes, "alt": data["alt"], "height": height}


def _loses_notes(document: Document, sheet: Sheet) -> bool:
    """Whether a part holds notes, and paragraphs that refer to some of them may have vanished."""
    if not document.notes:
        return False
    return sheet.name in {one.target for one in document.template.sheets[0].relations if one.kind in _NOTES}


def _text_of(document: Document, sheet: Sheet, data: dict[str, Any]) -> str:
    if sheet.script is not None:
        return run(document, sheet.script, data)
    assert sheet.same is not None
    return sheet.same.data.decode()


def _without_remains(document: Document, name: str, xml: str) -> str:
    """A part of a Word document without what its vanished paragraphs left behind."""
    xml, names = whole_bookmarks(xml)
    if name == document.template.main:
        document.bookmarks = names
        if any(one.kind in _NOTES for one in document.template.sheets[0].relations):
            xml, document.notes = numbered_references(xml)
    elif document.notes:
        xml = notes_referred_to(xml, document.notes)
    return live_links(xml, document.bookmarks | names)


def run(document: Document, script: Script, data: dict[str, Any]) -> str:
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

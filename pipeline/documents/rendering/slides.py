"""The slides of a document: which there are, how its lists are cut into them, and their text made to fit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.compiling.sections import sections_xml
from pipeline.documents.fitting.fit import Fitted, fit_slides
from pipeline.documents.fitting.paging import Names, comfortable_counts, counts_for, cut_anew, page_in, runs_of
from pipeline.documents.fitting.tables import designed_row_needs, least_row_needs
from pipeline.documents.packaging.package import RELATIONSHIP, Part, Relation, packed
from pipeline.documents.rendering.directions import slide_bytes
from pipeline.documents.rendering.making import (
    OWN_SLIDE,
    Document,
    Draft,
    add,
    drafted,
    put,
    put_as_it_is,
    run,
)
from pipeline.documents.templates.bounds import Budget
from pipeline.documents.templates.template import NOTES_MASTER_END, NOTES_MASTER_START, SECTION_LIST, SLIDE_LIST, Slide
from pipeline.problems import Problem

FIRST_SLIDE_ID = 256  # the lowest that the format allows

_NOTES_MASTER = re.compile(f"{NOTES_MASTER_START}[^{NOTES_MASTER_END}]*{NOTES_MASTER_END}")
_NOTES_MARKS = {ord(NOTES_MASTER_START): None, ord(NOTES_MASTER_END): None}


class _Places(Struct, frozen=True):
    """Where slides stand: the page number of each key, and how many slides there are."""

    pages: Mapping[str, int]
    count: int


class _Run(Struct):
    """Slides of the document that show one list, or one slide alone: the template's slide, what its loops name on each
    of them, and the page number of the first.

    Once they are made: what is wrong with them, how many charts the document has after them, and where slides stood,
    if one of them asked for that.
    """

    slide: Slide
    shown: list[Names]
    first: int = 0
    problems: list[Problem] = field(default_factory=list)
    charts: int | None = None
    asked: _Places | None = None


class _Number(dict[str, int]):
    """What tags name "slide": its page number, and how many there are, which is known once all are cut."""

    def __init__(self, document: Document, number: int) -> None:
        super().__init__(number=number, count=document.slide_count)
        self._document = document

    def __getitem__(self, key: str) -> int:
        if key == "count":
            self._document.asked = True
        return super().__getitem__(key)


def add_slides(document: Document) -> list[Problem]:
    """Make the slides, each list on as many as it needs; what does not fit its shape even so."""
    runs = list(_runs(document))
    kept = {id(one.slide) for one in runs}
    slides = document.template.slides
    document.data["slide_kept"] = lambda index: id(slides[index]) in kept
    _number(document, runs)
    while any(_is_due(document, one) for one in runs):
        _make_all(document, runs)
    shown = [(number, one.slide) for one in runs for number in range(one.first, one.first + len(one.shown))]
    _link_slides(document, shown)
    _add_presentation(document, shown)
    return [problem for one in runs for problem in one.problems]


def _runs(document: Document) -> Iterator[_Run]:
    """The slides that the document will have, in order; what the plans of slides say is asked before any is made."""
    for slide in document.template.slides:
        found: list[Names] = []
        if slide.plan is None:
            found.append({})
        else:
            run(document, slide.plan, {**document.data, "slide_here": _noting(found, document.budget)})
        for positions in runs_of(found):
            yield _Run(slide, [found[position] for position in positions])


def _noting(found: list[Names], budget: Budget) -> Any:
    def slide_here(**names: Any) -> None:
        budget.take_slide()
        found.append(names)

    return slide_here


def _number(document: Document, runs: Sequence[_Run]) -> None:
    """Note where the slides stand, as far as it is known yet how many show each list."""
    number = 1
    document.pages = {}
    for one in runs:
        one.first = number
        number += len(one.shown)
        if one.slide.key:
            document.pages.setdefault(one.slide.key, one.first)
    document.slide_count = number - 1


# --- making ---


def _is_due(document: Document, one: _Run) -> bool:
    """Whether slides are not made yet, or asked where others stand and that is no longer so."""
    return one.charts is None or one.asked not in (None, _Places(document.pages, document.slide_count))


def _make_all(document: Document, runs: Sequence[_Run]) -> None:
    """Make the slides that are due and, where one of them shifts what comes after it, those too."""
    shifted = False
    charts = 0
    for one in runs:
        if shifted or _is_due(document, one):
            before = one.charts, len(one.shown)
            document.charts = charts
            _make(document, one, runs)
            shifted = shifted or (before[0] is not None and before != (one.charts, len(one.shown)))
        assert one.charts is not None
        charts = one.charts


def _make(document: Document, one: _Run, runs: Sequence[_Run]) -> None:
    """Make the slides of a run, on as many as its list needs, and their notes."""
    document.asked = False
    charts = document.charts
    drafts = _drafts(document, one)
    fitted = _fitted(document, one, drafts)
    tried: list[list[int]] = []
    while (counts := _better_cut(one, drafts, fitted)) and counts not in tried:
        tried.append(counts)
        one.shown = cut_anew(one.shown, counts)
        _number(document, runs)
        document.charts = charts
        drafts = _drafts(document, one)
        fitted = _fitted(document, one, drafts)
    one.problems = [problem for slide in fitted for problem in slide.problems]
    for number, (names, draft, slide) in enumerate(zip(one.shown, drafts, fitted, strict=True), one.first):
        _put(document, one.slide, number, names, Draft(slide.xml, draft.relations))
    one.asked = _Places(document.pages, document.slide_count) if document.asked else None
    one.charts = document.charts


def _drafts(document: Document, one: _Run) -> list[Draft]:
    """The slides of a run as their script writes them."""
    if one.slide.body.script is None:
        return [Draft("", ()) for _ in one.shown]
    numbered = enumerate(one.shown, one.first)
    return [drafted(document, one.slide.body, _data(document, number, names)) for number, names in numbered]


def _data(document: Document, number: int, names: Names) -> dict[str, Any]:
    return {**document.data, **names, "slide": _Number(document, number)}


def _fitted(document: Document, one: _Run, drafts: Sequence[Draft]) -> list[Fitted]:
    """The slides with their text made to fit; as they are where the template is at fault."""
    texts = [draft.xml for draft in drafts]
    if document.problems:
        return [Fitted(xml, []) for xml in texts]
    return fit_slides(texts, one.slide.sizes, document.template.name, one.first)


def _better_cut(one: _Run, drafts: Sequence[Draft], fitted: Sequence[Fitted]) -> list[int] | None:
    """How many rows of a run's list go on each slide, if other numbers than now would serve it better."""
    pages = [page for names in one.shown if (page := page_in(names))]
    if not pages:
        return None
    sizes, now = one.slide.sizes, [len(page["rows"]) for page in pages]
    counts = now
    if any(slide.crowded for slide in fitted):
        counts = counts_for(one.shown, [least_row_needs(draft.xml, sizes) for draft in drafts])
    elif any(slide.small for slide in fitted):
        counts = comfortable_counts(one.shown, [designed_row_needs(draft.xml, sizes) for draft in drafts])
    return counts if counts != now and len(counts) >= len(now) else None


def _put(document: Document, slide: Slide, number: int, names: Names, made: Draft) -> None:
    """Put a slide that is made into the document, and make its notes."""
    name, notes = _part_name(number), _notes_name(number)
    extra: tuple[Relation, ...] = ()
    if slide.notes is not None:
        extra = (Relation("rIdNotes", RELATIONSHIP + "notesSlide", notes),)
        back = (Relation(OWN_SLIDE, RELATIONSHIP + "slide", name),)
        add(document, slide.notes, notes, _data(document, number, names), back)
    if slide.body.script is None:
        put_as_it_is(document, slide.body, name, extra)
        return
    put(document, slide.body, name, made, packed(name, slide_bytes(made.xml, slide.sizes)), extra)


def _part_name(number: int) -> str:
    return f"ppt/slides/slide{number}.xml"


def _notes_name(number: int) -> str:
    return f"ppt/notesSlides/notesSlide{number}.xml"


# --- the presentation ---


def _link_slides(document: Document, shown: Sequence[tuple[int, Slide]]) -> None:
    """Let links between slides lead to where these stand: the first of those that a slide of the template gave."""
    document.slide_names = {slide.body.name: _part_name(number) for number, slide in reversed(shown)}
    for number, _ in shown:
        for name in (_part_name(number), _notes_name(number)):
            if name in document.parts:
                part = document.parts[name]
                document.parts[name] = replace(part, relations=document.linked(part.relations))


def _add_presentation(document: Document, shown: Sequence[tuple[int, Slide]]) -> None:
    main = document.template.main
    part = document.parts[main]
    with_notes = any(slide.notes for _, slide in shown)
    text = document.template.presentation
    text = text.translate(_NOTES_MARKS) if with_notes else _NOTES_MASTER.sub("", text)
    listed = "".join(f'<p:sldId id="{FIRST_SLIDE_ID - 1 + number}" r:id="rIdSlide{number}"/>' for number, _ in shown)
    parts = {FIRST_SLIDE_ID - 1 + number: slide.body.name for number, slide in shown}
    text = text.replace(SECTION_LIST, sections_xml(document.template.sections, parts))
    xml = text.replace(SLIDE_LIST, listed).replace("<p:extLst></p:extLst>", "").encode()
    relations = tuple(one for one in part.relations if with_notes or one.kind != "notesMaster") + tuple(
        Relation(f"rIdSlide{number}", RELATIONSHIP + "slide", _part_name(number)) for number, _ in shown
    )
    document.parts[main] = Part(part.content_type, packed(main, xml), relations)

"""An Office template, compiled once: its parts become strings with compiled tags, or are copied as they are."""

import re
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.compiling.directives import notes_text, plan_tags, take_directives
from pipeline.documents.compiling.draft import Draft, after, before, remove
from pipeline.documents.compiling.fixed import check_fixed_parts, fixed_parts, kept_parts
from pipeline.documents.compiling.languages import template_language
from pipeline.documents.compiling.outgoing import without_hidden_shapes
from pipeline.documents.compiling.places import slide_places, word_places
from pipeline.documents.compiling.properties import compile_properties, title_of
from pipeline.documents.compiling.sections import take_sections
from pipeline.documents.compiling.sheets import Work, compile_sheet, part_tree, xml_text
from pipeline.documents.compiling.unrendered import decoded, holds_tag
from pipeline.documents.figures.picture_frames import MARK
from pipeline.documents.figures.picture_placeholders import place_pictures
from pipeline.documents.fitting.placeholders import sizes_of
from pipeline.documents.fitting.slide_text import Sizes
from pipeline.documents.packaging.frame import words_of_frame
from pipeline.documents.packaging.opening import WORD_MAIN, contradictory, opened, refused
from pipeline.documents.packaging.package import CHART_TYPE, XML_DECLARATION, Part, used_relations
from pipeline.documents.packaging.unpacked import traces_of_parts
from pipeline.documents.templates.dialect import dialect
from pipeline.documents.templates.grammars import SLIDES, WORD, tag, tags
from pipeline.documents.templates.names import Scope, loop_scope, names_used
from pipeline.documents.templates.tags import ANY_TAG, Findings, Tag, read_tag
from pipeline.documents.templates.template import (
    NOTES_MASTER_END,
    NOTES_MASTER_START,
    SLIDE_LIST,
    Audience,
    NameUse,
    Place,
    Script,
    Sheet,
    Slide,
    Template,
)
from pipeline.guard import Unfit, content_of
from pipeline.problems import Problem, TemplateRefused
from pipeline.views.needed import parts_of

_CONTRADICTION = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, Unfit, ValueError),
    etree.XMLSyntaxError,
)
_STORIES = frozenset(("header", "footer", "footnotes", "endnotes"))
_NO_LEVEL = 9  # the outline level of ordinary text
_SHARED_SLIDES = ("slideLayout+xml", "slideMaster+xml")
_TRACKED = tags(
    "w", "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange"
)


class Reading(Struct, frozen=True):
    """A file read as a template: what was compiled, or None, the names that it uses, and all that is wrong with it."""

    template: Template | None
    names: tuple[NameUse, ...] = ()
    problems: tuple[Problem, ...] = ()


def compile_template(blob: bytes, name: str, audience: Audience) -> Template:
    """The template in a Word or PowerPoint file, ready to be rendered; TemplateRefused with everything wrong in it.

    `audience` is that of the documents: what is made for clients keeps no notes and no hidden slides.
    """
    reading = read_template(blob, name, audience)
    if reading.template is None:
        raise TemplateRefused(*reading.problems)
    return reading.template


def read_template(blob: bytes, name: str, audience: Audience) -> Reading:
    """The template in a file for documents of `audience`; one that cannot be used still tells the names in it."""
    findings = Findings(name)
    try:
        template = _compiled(blob, audience, findings)
    except TemplateRefused as refusal:
        return Reading(None, problems=refusal.problems)
    # Parts that contradict each other can fail anywhere: each is read for what it says of the others.
    except _CONTRADICTION as error:
        return Reading(None, problems=(contradictory(name, error),))
    if findings.problems:
        return Reading(None, template.names, tuple(findings.problems))
    return Reading(template, template.names)


def read_template_file(path: Path, name: str, audience: Audience) -> Reading:
    """The template in the file `path`, called `name` in what is told of it; as `read_template`."""
    try:
        return read_template(content_of(path, "a template"), name, audience)
    except Unfit as unfit:
        return Reading(None, problems=(refused(name, unfit),))


def _compiled(blob: bytes, audience: Audience, findings: Findings) -> Template:
    work = Work(opened(blob, findings), audience, findings)
    main = next(relation.target for relation in work.parts[""].relations if relation.kind == "officeDocument")
    if work.parts[main].content_type == WORD_MAIN:
        template = _word_template(work, main)
    else:
        template = _slides_template(work, main)
    check_fixed_parts(work, template)
    properties = compile_properties(work)
    names, language = tuple(dict.fromkeys(work.names)), template_language(work)
    read = replace(template, names=names, properties=properties, language=language, title=title_of(work))
    return _with_its_words(replace(read, needs=parts_of(use.path for use in names), source=blob), work)


def _with_its_words(template: Template, work: Work) -> Template:
    """A client's template with its words, those of its charts too; an internal one may hold what it likes."""
    if template.audience == "internal":
        return template
    charts = [part for part in work.parts.values() if part.content_type == CHART_TYPE]
    kept = kept_parts(work, template)
    return replace(template, printed=traces_of_parts((*kept.values(), *charts)), frame=words_of_frame(kept))


def template_names(template: Template) -> tuple[NameUse, ...]:
    """Each name of the data that the template uses, with its place; a name used twice is there twice."""
    return template.names


# --- Word ----------------------------------------------------------------------------------------------------------


def _word_template(work: Work, main: str) -> Template:
    relations = work.parts[main].relations
    styles = next((one.target for one in relations if one.kind == "styles"), "")
    looks = part_tree(work, styles, WORD) if styles else None
    work.headings = _heading_styles(looks) if looks is not None else frozenset()
    numbering = _bullet_numbering(looks) if looks is not None else ""
    stories = [main, *sorted({one.target for one in relations if one.kind in _STORIES and not one.external})]
    sheets = tuple(_word_sheet(work, name, "" if name == main else name.rpartition("/")[2]) for name in stories)
    return Template(work.findings.file, work.audience, main, fixed_parts(work, sheets), sheets, numbering=numbering)


def _bullet_numbering(styles: Any) -> str:
    """What gives a paragraph the bullet of the style "List Bullet", which Word calls so in every language."""
    for style in styles.iter(tag("w:style")):
        name, number = style.find(tag("w:name")), next(style.iter(tag("w:numId")), None)
        if name is not None and name.get(tag("w:val"), "").lower() == "list bullet" and number is not None:
            return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number.get(tag("w:val"))}"/></w:numPr>'
    return ""


def _heading_styles(styles: Any) -> frozenset[str]:
    """The styles with a level in the outline of the document, their own or that of a style they build on."""
    based, levels = {}, {}
    for style in styles.iter(tag("w:style")):
        name = style.get(tag("w:styleId"), "")
        level, base = style.find(f"{WORD.paragraph_properties}/{tag('w:outlineLvl')}"), style.find(tag("w:basedOn"))
        based[name] = base.get(tag("w:val"), "") if base is not None else ""
        if level is not None:
            levels[name] = int(level.get(tag("w:val"), "9"))

    def level_of(name: str) -> int:
        for _ in based:  # a circle of styles ends here
            if name in levels or name not in based:
                break
            name = based[name]
        return levels.get(name, _NO_LEVEL)

    return frozenset(name for name in based if level_of(name) < _NO_LEVEL)


def _word_sheet(work: Work, name: str, label: str) -> Sheet:
    root = part_tree(work, name, WORD)
    places = word_places(root, label)
    change = next(root.iter(*_TRACKED), None)
    if change is not None:
        work.findings.add(
            "tracked-changes",
            Place(places(change) or "the document", f"a change by {change.get(tag('w:author'), 'someone')}"),
            "It holds tracked changes, which would show deleted text and names to its readers.",
            "Accept or reject all changes in Word, and save it.",
        )
    return compile_sheet(work, name, Draft(root, WORD, work.findings, word_places(root, label)), {})


# --- PowerPoint ----------------------------------------------------------------------------------------------------


def _slides_template(work: Work, main: str) -> Template:
    root = part_tree(work, main, SLIDES, prefix="p")
    size = root.find(tag("p:sldSz"))
    work.slide_size = (int(size.get("cx")), int(size.get("cy")))
    targets = {one.id: one.target for one in work.parts[main].relations}
    listed = [targets[one.get(tag("r:id"))] for one in root.iter(tag("p:sldId"))]
    trees = {name: part_tree(work, name, SLIDES, prefix="p") for name in listed}
    shown = [
        (number, name)
        for number, name in enumerate(listed, 1)
        if not (work.audience == "client" and trees[name].get("show") in ("0", "false"))
    ]
    order = [name for _, name in shown]
    slides = tuple(
        _slide(work, number, name, trees[name], order, sizes_of(work.parts, name, main)) for number, name in shown
    )
    if not slides:
        work.findings.add("template-empty", Place("", ""), "It has no slide.", "Add one.")
    shared = tuple(
        _shared_sheet(work, name, order)
        for name, part in sorted(work.parts.items())
        if part.content_type.endswith(_SHARED_SLIDES) and _is_filled(part)
    )
    sheets = (*shared, *(sheet for slide in slides for sheet in (slide.body, slide.notes) if sheet))
    fixed = fixed_parts(work, sheets)
    kept = tuple(one for one in work.parts[main].relations if one.kind != "slide")
    ids = {one.get("id"): targets[one.get(tag("r:id"))] for one in root.iter(tag("p:sldId"))}
    sections = take_sections(root, ids, work.findings)
    text = _presentation(root, work.audience)
    fixed[main] = replace(work.parts[main], relations=used_relations(text, kept))
    return Template(work.findings.file, work.audience, main, fixed, shared, slides, text, sections=sections)


def _slide(work: Work, number: int, name: str, root: Any, order: list[str], sizes: Sizes) -> Slide:
    """The slide that is the `number`th of the file; `order` holds the names of all slides that are kept."""
    part = work.parts[name]
    label = f"slide {number}"
    notes_name = next((one.target for one in part.relations if one.kind == "notesSlide"), "")
    notes_root = part_tree(work, notes_name, SLIDES, prefix="p") if notes_name else None
    plan, key, scope = None, "", Scope()
    if notes_root is not None:
        directives = take_directives(notes_root, f"notes of {label}", work.findings)
        key = directives.key
        if directives.steps:
            plan, scope = _plan(work, plan_tags(directives, f"notes of {label}"))
    if work.audience == "client":
        _remove_unseen_shapes(root, work.slide_size)
    place_pictures(root, sizes.placeholders)
    draft = Draft(root, SLIDES, work.findings, slide_places(label))
    body = compile_sheet(work, name, draft, scope, order)
    notes = None
    if notes_root is not None and work.audience == "internal" and notes_text(notes_root):
        draft = Draft(notes_root, SLIDES, work.findings, slide_places(f"notes of {label}"))
        notes = compile_sheet(work, notes_name, draft, scope)
    elif notes_root is not None:
        _find_late_directives(notes_root, f"notes of {label}", work.findings)
    return Slide(body, notes, plan, key, sizes)


def _remove_unseen_shapes(root: Any, size: tuple[int, int]) -> None:
    """Take away the shapes of a slide that nobody sees: hidden, without a size, or outside it; `size` in EMU."""
    without_hidden_shapes(root)
    for shape in list(next(root.iter(tag("p:spTree")))):
        frame = next(shape.iter(tag("a:xfrm"), tag("p:xfrm")), None)
        if frame is not None and _is_outside(frame, size):
            remove(shape)


def _is_outside(frame: Any, size: tuple[int, int]) -> bool:
    start, extent = frame.find(tag("a:off")), frame.find(tag("a:ext"))
    if start is None or extent is None:
        return False
    left, top = int(start.get("x")), int(start.get("y"))
    right, bottom = left + int(extent.get("cx")), top + int(extent.get("cy"))
    nothing = (left, top) == (right, bottom)
    return nothing or right <= 0 or bottom <= 0 or left >= size[0] or top >= size[1]


def _plan(work: Work, steps: list[Tag]) -> tuple[Script | None, Scope]:
    places = {2 * number: one.place for number, one in enumerate(steps, 1)}
    source = "\n".join(one.source for one in steps)
    if work.findings.problems:
        return None, {}
    tree = dialect().parse(source)
    work.names += names_used(tree, places, {})
    scope = loop_scope(tree)
    return Script(dialect().script(tree), places), scope


def _find_late_directives(notes: Any, where: str, findings: Findings) -> None:
    for written in ANY_TAG.findall(notes_text(notes)):
        if re.match(r"\{%[-+]?\s*slide\b", written):
            read_tag(written, where, findings)


def _is_filled(part: Part) -> bool:
    """Whether a layout or master holds tags or pictures to fill, or links to slides, which may not be there."""
    xml = decoded(part)
    return holds_tag(xml) or f'"{MARK}' in xml or any(one.kind == "slide" for one in part.relations)


def _shared_sheet(work: Work, name: str, order: list[str]) -> Sheet:
    root = part_tree(work, name, SLIDES, prefix="p")
    if work.audience == "client":
        without_hidden_shapes(root)
    draft = Draft(root, SLIDES, work.findings, slide_places(name.rpartition("/")[2]))
    return compile_sheet(work, name, draft, {}, order)


def _presentation(root: Any, audience: Audience) -> str:
    """The presentation part with marks for the list of its slides and for its notes master; no handouts for clients."""
    slides = root.find(tag("p:sldIdLst"))
    if slides is not None:
        slides.clear()
        slides.text = SLIDE_LIST
    notes = root.find(tag("p:notesMasterIdLst"))
    if notes is not None:
        before(notes, NOTES_MASTER_START)
        after(notes, NOTES_MASTER_END)
    for handouts in root.findall(tag("p:handoutMasterIdLst")) if audience == "client" else ():
        remove(handouts)
    return XML_DECLARATION + xml_text(root)

"""An Office template, compiled once: its parts become strings with compiled tags, or are copied as they are."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from pipeline.documents.dialect import dialect
from pipeline.documents.directives import notes_text, plan_tags, take_directives
from pipeline.documents.frames import bind_charts
from pipeline.documents.grammars import SLIDES, WORD, Grammar, tag, tags
from pipeline.documents.lift import (
    TABLE_START,
    TOKEN_END,
    TOKEN_START,
    Draft,
    after,
    before,
    lift_tags,
    mark_spare_paragraphs,
    remove,
)
from pipeline.documents.names import Scope, loop_scope, names_used
from pipeline.documents.package import XML_DECLARATION, Part, Relation, packed, reachable, read_package, used_relations
from pipeline.documents.places import slide_places, word_places
from pipeline.documents.tags import ANY_TAG, Findings, Tag, read_tag
from pipeline.documents.template import Audience, NameUse, Place, Script, Sheet, Slide, Template
from pipeline.problems import TemplateRefused

SLIDE_LIST = "\ufde2"  # stands in the presentation part for its list of slides
NOTES_MASTER_START, NOTES_MASTER_END = "\ufde3", "\ufde4"  # around its mention of the notes master
FIRST_LOOPED_DRAWING = 100_001  # ids of drawings inside loops are counted from here while rendering

_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SLIDES_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MAIN_TYPES = {
    _WORD_MAIN: _WORD_MAIN,
    _WORD_MAIN.replace("document.main", "template.main"): _WORD_MAIN,
    _SLIDES_MAIN: _SLIDES_MAIN,
    _SLIDES_MAIN.replace("presentation.main", "template.main"): _SLIDES_MAIN,
    _SLIDES_MAIN.replace("presentation.main", "slideshow.main"): _SLIDES_MAIN,
}
_STORIES = frozenset(("header", "footer", "footnotes", "endnotes"))
_SHARED_SLIDES = ("slideLayout+xml", "slideMaster+xml")
_PROPERTIES = "docProps/"
_NEVER_COPIED = ("presentationml.slide+xml", "notesSlide+xml")  # a slide or its notes that no document is to have
_SECTION_LIST = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_LINKS = (tag("a:hlinkClick"), tag("a:hlinkMouseOver"), tag("a:hlinkHover"))
_TRACKED = tags(
    "w", "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange"
)
_PRIVATE_SETTINGS = tags("w", "attachedTemplate", "docVars", "mailMerge", "rsids")
_COPIED_IDS = frozenset((tag("a16:rowId"), tag("a16:colId"), tag("p14:creationId")))
_RAW_TAG = re.compile(r"\{\{|\{%|\{#")
_ADDRESSES = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_STEP = re.compile(
    rf'{TOKEN_START}(?P<tag>\d+){TOKEN_END}|<w:bookmark(?P<mark>Start|End)\b[^>]*?\bw:id="(?P<id>[^"]*)"[^>]*/>'
    r'|(?P<drawing><wp:docPr\b[^>]*?\bid=")\d+(?=")'
)


@dataclass
class _Work:
    """What is gathered while one template is compiled."""

    parts: dict[str, Part]
    audience: Audience
    findings: Findings
    drawings: int = 0
    names: list[NameUse] = field(default_factory=list)


def compile_template(blob: bytes, name: str, audience: Audience) -> Template:
    """The template in a Word or PowerPoint file, ready to be rendered; TemplateRefused with everything wrong in it.

    `audience` is that of the documents: what is made for clients keeps no notes and no hidden slides.
    """
    findings = Findings(name)
    work = _Work(_read(blob, findings), audience, findings)
    main = next(relation.target for relation in work.parts[""].relations if relation.kind == "officeDocument")
    if work.parts[main].content_type == _WORD_MAIN:
        template = _word_template(work, main)
    else:
        template = _slides_template(work, main)
    _check_fixed_parts(work, template)
    if findings.problems:
        raise TemplateRefused(*findings.problems)
    return replace(template, names=tuple(dict.fromkeys(work.names)))


def template_names(template: Template) -> tuple[NameUse, ...]:
    """Each name of the data that the template uses, with its place; a name used twice is there twice."""
    return template.names


def _read(blob: bytes, findings: Findings) -> dict[str, Part]:
    """The parts of the file, the main one with the content type of a document; refuses what is no template."""
    try:
        parts = read_package(blob)
    except ValueError as error:
        findings.add("template-unreadable", Place("", ""), f"It cannot be read: {error}.", "Save it again in Office.")
        raise TemplateRefused(*findings.problems) from error
    main = next((one.target for one in parts[""].relations if one.kind == "officeDocument"), "")
    content_type = _MAIN_TYPES.get(parts[main].content_type if main else "")
    if not content_type:
        findings.add(
            "template-unreadable",
            Place("", ""),
            "It is neither a Word document nor a PowerPoint presentation, or it holds macros.",
            "Save it as .docx or .pptx.",
        )
        raise TemplateRefused(*findings.problems)
    return {**parts, main: replace(parts[main], content_type=content_type)}


# --- Word ----------------------------------------------------------------------------------------------------------


def _word_template(work: _Work, main: str) -> Template:
    relations = work.parts[main].relations
    stories = [main, *sorted({one.target for one in relations if one.kind in _STORIES and not one.external})]
    sheets = tuple(_word_sheet(work, name, "" if name == main else name.rpartition("/")[2]) for name in stories)
    return Template(work.findings.file, work.audience, main, _fixed_parts(work, sheets), sheets)


def _word_sheet(work: _Work, name: str, label: str) -> Sheet:
    root = _tree(work, name, WORD)
    if any(True for _ in root.iter(*_TRACKED)):
        work.findings.add(
            "tracked-changes",
            Place(label or "the document", ""),
            "It holds tracked changes, which would show deleted text and names to its readers.",
            "Accept or reject all changes in Word, and save it.",
        )
    return _sheet(work, name, Draft(root, WORD, work.findings, word_places(root, label)), {})


# --- PowerPoint ----------------------------------------------------------------------------------------------------


def _slides_template(work: _Work, main: str) -> Template:
    root = _tree(work, main, SLIDES, prefix="p")
    targets = {one.id: one.target for one in work.parts[main].relations}
    listed = [targets[one.get(tag("r:id"))] for one in root.iter(tag("p:sldId"))]
    trees = {name: _tree(work, name, SLIDES, prefix="p") for name in listed}
    shown = [
        (number, name)
        for number, name in enumerate(listed, 1)
        if not (work.audience == "client" and trees[name].get("show") in ("0", "false"))
    ]
    order = [name for _, name in shown]
    slides = tuple(_slide(work, number, name, trees[name], order) for number, name in shown)
    if not slides:
        work.findings.add("template-empty", Place("", ""), "It has no slide.", "Add one.")
    shared = tuple(
        _shared_sheet(work, name)
        for name, part in sorted(work.parts.items())
        if part.content_type.endswith(_SHARED_SLIDES) and _holds_tag(_decoded(part))
    )
    sheets = (*shared, *(sheet for slide in slides for sheet in (slide.body, slide.notes) if sheet))
    fixed = _fixed_parts(work, sheets)
    kept = tuple(one for one in work.parts[main].relations if one.kind != "slide")
    text = _presentation(root)
    fixed[main] = replace(work.parts[main], relations=used_relations(text, kept))
    return Template(work.findings.file, work.audience, main, fixed, shared, slides, text)


def _slide(work: _Work, number: int, name: str, root: Any, order: list[str]) -> Slide:
    """The slide that is the `number`th of the file; `order` holds the names of all slides that are kept."""
    part = work.parts[name]
    label = f"slide {number}"
    notes_name = next((one.target for one in part.relations if one.kind == "notesSlide"), "")
    notes_root = _tree(work, notes_name, SLIDES, prefix="p") if notes_name else None
    plan, key, scope = None, "", Scope()
    if notes_root is not None:
        directives = take_directives(notes_root, f"notes of {label}", work.findings)
        key = directives.key
        if directives.steps:
            plan, scope = _plan(work, plan_tags(directives, f"notes of {label}"))
    draft = Draft(root, SLIDES, work.findings, slide_places(label))
    body = _sheet(work, name, draft, scope, order)
    notes = None
    if notes_root is not None and work.audience == "internal" and notes_text(notes_root):
        draft = Draft(notes_root, SLIDES, work.findings, slide_places(f"notes of {label}"))
        notes = _sheet(work, notes_name, draft, scope)
    elif notes_root is not None:
        _find_late_directives(notes_root, f"notes of {label}", work.findings)
    return Slide(body, notes, plan, key)


def _plan(work: _Work, steps: list[Tag]) -> tuple[Script | None, Scope]:
    places = {2 * number: one.place for number, one in enumerate(steps, 1)}
    source = "\n".join(one.source for one in steps)
    if work.findings.problems:
        return None, {}
    tree = dialect().parse(source)
    work.names += names_used(tree, places, {})
    return Script(dialect().from_string(source), places), loop_scope(tree)


def _find_late_directives(notes: Any, where: str, findings: Findings) -> None:
    for written in ANY_TAG.findall(notes_text(notes)):
        if re.match(r"\{%[-+]?\s*slide\b", written):
            read_tag(written, where, findings)


def _shared_sheet(work: _Work, name: str) -> Sheet:
    root = _tree(work, name, SLIDES, prefix="p")
    return _sheet(work, name, Draft(root, SLIDES, work.findings, slide_places(name.rpartition("/")[2])), {})


def _presentation(root: Any) -> str:
    """The presentation part with marks for the list of its slides and for its notes master."""
    slides = root.find(tag("p:sldIdLst"))
    if slides is not None:
        slides.clear()
        slides.text = SLIDE_LIST
    notes = root.find(tag("p:notesMasterIdLst"))
    if notes is not None:
        before(notes, NOTES_MASTER_START)
        after(notes, NOTES_MASTER_END)
    for extension in list(root.iter(tag("p:ext"))):
        if extension.get("uri") == _SECTION_LIST:
            _remove_extension(extension)
    return XML_DECLARATION + _text(root)


def _guard_links(draft: Draft, part: Part, order: list[str]) -> None:
    """Let a link to another slide vanish with that slide."""
    targets = {one.id: one.target for one in part.relations if one.kind == "slide"}
    for link in list(draft.root.iter(*_LINKS)):
        target = targets.get(link.get(tag("r:id"), ""))
        if target is None:
            continue
        if target not in order:
            remove(link)
            continue
        place = Place(draft.where(link), "link to another slide")
        opening = Tag(f"if slide_kept({order.index(target)})", place, "if", own=True)
        before(link, draft.token(opening))
        after(link, draft.token(Tag("endif", place, "endif", own=True)))


# --- one part --------------------------------------------------------------------------------------------------------


def _tree(work: _Work, name: str, grammar: Grammar, prefix: str = "w") -> Any:
    """The tree of a part without what no document needs; refuses a part that cannot be compiled."""
    try:
        root = etree.fromstring(work.parts[name].member.data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, KeyError) as error:
        work.findings.add(
            "template-unreadable", Place(name, ""), f"It is damaged: {error}.", "Save it again in Office."
        )
        raise TemplateRefused(*work.findings.problems) from error
    if (
        root.getroottree().docinfo.doctype
        or root.prefix != prefix
        or root.tag.partition("}")[0] != tag(f"{prefix}:x")[:-2]
    ):
        work.findings.add(
            "template-unreadable",
            Place(name, ""),
            "It is written in a way that Word and PowerPoint do not use.",
            "Open it in Word or PowerPoint and save it as .docx or .pptx (not Strict Open XML).",
        )
        raise TemplateRefused(*work.findings.problems)
    _clean(root, grammar)
    return root


def _clean(root: Any, grammar: Grammar) -> None:
    """Remove what would repeat ids, name people, or lead to parts that are left out."""
    for element in list(root.iter(*grammar.noise)):
        remove(element)
    for element in root.iter(etree.Element):
        for attribute in grammar.noise_attributes.intersection(element.attrib):
            del element.attrib[attribute]
    for element in list(root.iter(*_COPIED_IDS)):
        _remove_extension(element.getparent())


def _remove_extension(extension: Any) -> None:
    holder = extension.getparent()
    remove(extension)
    if not len(holder):
        remove(holder)


def _sheet(work: _Work, name: str, draft: Draft, scope: Scope, order: list[str] | None = None) -> Sheet:
    """Compile one part: lift its tags, bind its charts, and make a script of it, or keep it as it is."""
    part = work.parts[name]
    found = len(work.findings.problems)
    _take_tags_from_labels(draft)
    lift_tags(draft)
    if order is not None:
        _guard_links(draft, part, order)
    frames = bind_charts(draft, work.parts, part.relations)
    mark_spare_paragraphs(draft)
    if frames or TABLE_START in _text(draft.root):
        for timing in draft.root.findall(tag("p:timing")):  # an animation of what vanished would need a repair
            remove(timing)
    source, places = _source(work, draft)
    relations = used_relations(source, part.relations)
    if len(work.findings.problems) == found:
        _find_raw_tags(work, _text(draft.root), name)
    if len(work.findings.problems) > found:
        return Sheet(name, part.content_type, relations)
    if not draft.tags:
        return Sheet(name, part.content_type, relations, same=packed(name, source.encode()))
    work.names += names_used(dialect().parse(source), places, scope)
    return Sheet(name, part.content_type, relations, Script(dialect().from_string(source), places), frames=frames)


def _take_tags_from_labels(draft: Draft) -> None:
    """Alternative texts may hold values; they are the only attributes that do."""
    for label in draft.root.iter(tag("wp:docPr"), tag("p:cNvPr")):
        for key in ("descr", "title"):
            written = label.get(key, "")
            for one in ANY_TAG.findall(written):
                written = written.replace(one, _label_token(draft, one, draft.where(label)), 1)
                label.set(key, written)


def _label_token(draft: Draft, written: str, where: str) -> str:
    one = read_tag(written, where, draft.findings)
    if one is None or one.keyword:
        return written if one else ""
    return draft.token(replace(one, body=f"({one.body})|in_attribute"))


def _source(work: _Work, draft: Draft) -> tuple[str, dict[int, Place]]:
    """The part as Jinja's source, and the place of the tag on each of its lines."""
    xml = XML_DECLARATION + _text(draft.root)
    pieces: list[str] = []
    places: dict[int, Place] = {}
    line, at, loops = 1, 0, 0
    dropped: set[str] = set()
    for step in _STEP.finditer(xml):
        pieces.append(xml[at : step.start()])
        line += pieces[-1].count("\n")
        at = step.end()
        if step["tag"]:
            one = draft.tags[int(step["tag"])]
            loops += (one.keyword == "for") - (one.keyword == "endfor")
            pieces.append(one.source)
            places[line + 1] = one.place
        elif step["drawing"]:
            pieces.append(step["drawing"] + _drawing_id(work, loops))
        elif loops or (step["mark"] == "End" and step["id"] in dropped):
            dropped.add(step["id"])  # a bookmark may stand once only
            continue
        else:
            pieces.append(step[0])
        line += pieces[-1].count("\n")
    pieces.append(xml[at:])
    return "".join(pieces), places


def _drawing_id(work: _Work, loops: int) -> str:
    work.drawings += 1
    return "{{ drawing_id() }}" if loops else str(work.drawings)


def _find_raw_tags(work: _Work, xml: str, name: str) -> None:
    """Report what Jinja would read as a tag and no author can have meant as one: in an attribute or a field."""
    raw = _RAW_TAG.search(xml)
    if raw:
        shown = xml[max(0, raw.start() - 20) : raw.end() + 40]
        work.findings.add(
            "tag-not-rendered",
            Place(name.rpartition("/")[2], raw[0]),
            f"A tag stands where none is rendered: {shown!r}.",
            "Move it into the text; names of shapes, fields and links take none.",
        )


def _text(root: Any) -> str:
    text: str = etree.tostring(root, encoding="unicode")
    return text


# --- what is copied --------------------------------------------------------------------------------------------------


def _fixed_parts(work: _Work, sheets: tuple[Sheet, ...]) -> dict[str, Part]:
    """The parts that are not compiled, each with the relationships that it uses."""
    compiled = {sheet.name for sheet in sheets}
    return {
        name: _fixed_part(name, part)
        for name, part in work.parts.items()
        if name
        and name not in compiled
        and not name.startswith(_PROPERTIES)
        and not part.content_type.endswith(_NEVER_COPIED)
    }


def _fixed_part(name: str, part: Part) -> Part:
    if not part.content_type.endswith("xml"):
        return replace(part, relations=())
    member = part.member
    if name.endswith("word/settings.xml"):
        root = etree.fromstring(member.data)
        for element in list(root.iter(*_PRIVATE_SETTINGS)):
            remove(element)
        member = packed(name, etree.tostring(root, encoding="UTF-8", standalone=True))
    relations = used_relations(member.data.decode("utf-8", "replace"), part.relations) if part.relations else ()
    return replace(part, member=member, relations=relations)


def _check_fixed_parts(work: _Work, template: Template) -> None:
    """Refuse tags where none is rendered, and links to what is not on the web."""
    for name, part in template.fixed.items():
        if name != template.main and part.content_type.endswith("xml") and _holds_tag(_decoded(part)):
            work.findings.add(
                "tag-not-rendered",
                Place(name, ""),
                f"There is a tag in {name}, where none is rendered.",
                "Move it into the text of the document, or delete it.",
            )
    sheets = [*template.sheets, *(sheet for slide in template.slides for sheet in (slide.body, slide.notes) if sheet)]
    parts = {**template.fixed}
    parts |= {sheet.name: replace(work.parts[sheet.name], relations=sheet.relations) for sheet in sheets}
    kept = set[str]().union(*(reachable(parts, start) for start in (template.main, *(sheet.name for sheet in sheets))))
    for name in sorted(kept):
        for relation in parts[name].relations:
            if relation.external:
                _check_address(work, name, relation)


def _holds_tag(xml: str) -> bool:
    return bool("{{" in xml or "{%" in xml or _RAW_TAG.search(re.sub(r"<[^>]*>", "", xml)))


def _decoded(part: Part) -> str:
    return part.member.data.decode("utf-8", "replace")


def _check_address(work: _Work, name: str, relation: Relation) -> None:
    place, target = Place(f"a link in {name}", relation.target), relation.target
    if "{{" in target or "{%" in target or "%7B%7B" in target.upper() or "%7B%25" in target.upper():
        work.findings.add(
            "tag-not-rendered",
            place,
            f"The address {target!r} holds a tag, and tags in addresses are not rendered.",
            "Write the address as text with a tag, without a link.",
        )
    elif relation.kind != "hyperlink" or not _ADDRESSES.match(target):
        work.findings.add(
            "link-external",
            place,
            f"It leads to {target!r}, outside the file.",
            "Embed what it leads to, or remove the link; only http, https and mailto links are kept.",
        )

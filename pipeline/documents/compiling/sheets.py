"""One part of a template compiled: its tags lifted, its charts and drawings bound, its text a script or a string."""

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.compiling.captions import number_captions
from pipeline.documents.compiling.cells import format_cells
from pipeline.documents.compiling.columns import lift_cells
from pipeline.documents.compiling.draft import TOKEN_END, TOKEN_START, Draft, after, before, remove
from pipeline.documents.compiling.join import join_tags
from pipeline.documents.compiling.lift import balanced, check_nesting, lift_level
from pipeline.documents.compiling.merging import merge_paragraphs
from pipeline.documents.compiling.outgoing import path_in_a_field, without_the_unseen
from pipeline.documents.compiling.unrendered import find_raw_tags
from pipeline.documents.figures.chart_frames import bind_charts
from pipeline.documents.figures.drawing_frames import bind_drawings
from pipeline.documents.figures.picture_frames import bind_pictures
from pipeline.documents.packaging.package import XML_DECLARATION, Part, packed, used_relations
from pipeline.documents.rendering.links import bind_links
from pipeline.documents.rendering.vanish import HOLDER_START, mark_spare_paragraphs, mark_what_may_vanish
from pipeline.documents.templates.dialect import dialect
from pipeline.documents.templates.grammars import Grammar, tag
from pipeline.documents.templates.names import Scope, loops_missing, names_used
from pipeline.documents.templates.tags import ANY_TAG, Findings, Tag, read_tag
from pipeline.documents.templates.template import Audience, NameUse, Place, Script, Sheet
from pipeline.problems import TemplateRefused

_LINKS = (tag("a:hlinkClick"), tag("a:hlinkMouseOver"), tag("a:hlinkHover"))
_LABELS = {
    **{tag(name): ("descr", "title") for name in ("wp:docPr", "p:cNvPr", "pic:cNvPr", "wps:cNvPr", "wpg:cNvPr")},
    **{tag(name): (tag("w:val"),) for name in ("w:tblCaption", "w:tblDescription")},
}
_VML, _VML_LABEL = "{urn:schemas-microsoft-com:vml}*", ("alt",)
_INSETS = {"lIns": "marL", "rIns": "marR", "tIns": "marT", "bIns": "marB"}
_COPIED_IDS = frozenset((tag("a16:rowId"), tag("a16:colId"), tag("p14:creationId")))
_WORD = re.compile(r"\w+")
_GIVEN = re.compile(r"\b(?:for|set)\s+([\w\s,]+?)\s*(?:\bin\b|=)")
_STEP = re.compile(
    rf'{TOKEN_START}(?P<tag>\d+){TOKEN_END}|<w:bookmark(?:Start|End)\b[^>]*?\bw:id="(?P<bookmark>[^"]*)"[^>]*/>'
    r'|(?P<drawing><wp:docPr\b[^>]*?\bid=")\d+(?=")'
)


class Work(Struct):
    """What is gathered while one template is compiled."""

    parts: dict[str, Part]
    audience: Audience
    findings: Findings
    slide_size: tuple[int, int] = (0, 0)
    headings: frozenset[str] = frozenset()
    drawings: int = 0
    names: list[NameUse] = field(default_factory=list)


def part_tree(work: Work, name: str, grammar: Grammar, prefix: str = "w") -> Any:
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
    if work.audience == "client":
        without_the_unseen(root)
        path = path_in_a_field(root)
        if path:
            work.findings.add(
                "template-object",
                Place(name, path),
                f"A field there ({path}) leads to a file of somebody's computer, and a client would see its path.",
                "Put the content itself there, and delete the field.",
            )
    return root


def _clean(root: Any, grammar: Grammar) -> None:
    """Remove what would repeat ids, name people, or lead to parts that are left out."""
    for element in list(root.iter(*grammar.noise)):
        remove(element)
    for element in root.iter(etree.Element):
        for attribute in grammar.noise_attributes.intersection(element.attrib):
            del element.attrib[attribute]
    for element in list(root.iter(*_COPIED_IDS)):
        remove_extension(element.getparent())


def remove_extension(extension: Any) -> None:
    holder = extension.getparent()
    remove(extension)
    if not len(holder):
        remove(holder)


def compile_sheet(work: Work, name: str, draft: Draft, scope: Scope, order: list[str] | None = None) -> Sheet:
    """Compile one part: lift its tags, bind its charts and drawings, and make a script of it, or keep it as it is."""
    part = work.parts[name]
    found = len(work.findings.problems)
    _take_placeholders_for_text(draft.root)
    _take_insets_of_cells(draft.root)
    _take_tags_from_labels(draft)
    bind_links(draft, part.relations)
    number_captions(draft)
    merge_paragraphs(draft)
    join_tags(draft)
    lift_level(draft, "p", draft.grammar.paragraph)
    lift_cells(draft)
    format_cells(draft)
    lift_level(draft, "tr", draft.grammar.row)
    check_nesting(draft)
    if order is not None:
        _guard_links(draft, part, order)
    frames = bind_charts(draft, work.parts, part.relations)
    drawings = bind_drawings(draft, work.parts, part.relations)
    pictures = bind_pictures(draft)
    mark_what_may_vanish(draft, work.headings)
    mark_spare_paragraphs(draft)
    if frames or pictures or HOLDER_START in xml_text(draft.root):
        for timing in draft.root.findall(tag("p:timing")):  # an animation of what vanished would need a repair
            remove(timing)
    source, places = _source(work, draft)
    relations = used_relations(source, part.relations)
    if len(work.findings.problems) == found:
        find_raw_tags(draft, name.rpartition("/")[2])
    if len(work.findings.problems) > found:
        work.names += _names_despite(draft, scope)
        return Sheet(name, part.content_type, relations)
    if not draft.tags:
        return Sheet(name, part.content_type, relations, same=packed(name, source.encode()))
    try:
        tree = dialect().parse(source)
        for line in loops_missing(tree):
            _report_no_loop(work.findings, places.get(line, Place(name.rpartition("/")[2], "loop")))
        work.names += names_used(tree, places, scope)
        script = Script(dialect().script(tree), places)
    except (TemplateSyntaxError, RecursionError):
        message = "Its {% for %} and {% if %} stand in each other too often."
        fix = "Put fewer of them into each other: {% if a and b %} is one for two."
        work.findings.add("tag-syntax", Place(name.rpartition("/")[2], ""), message, fix)
        return Sheet(name, part.content_type, relations)
    return Sheet(
        name,
        part.content_type,
        relations,
        script,
        frames=frames,
        pictures=pictures,
        drawings=drawings,
    )


def _names_despite(draft: Draft, scope: Scope) -> list[NameUse]:
    """The names that the sound tags of a refused part use, but for those that a tag which cannot be read may give."""
    tags = balanced([one for one in draft.tags if not one.own and not one.body.endswith("|in_attribute")])
    places = {number: one.place for number, one in enumerate(tags, 2)}
    try:
        tree = dialect().parse("".join(one.source for one in tags))
    except (TemplateSyntaxError, RecursionError):
        return []
    unknown = {name for names in _GIVEN.findall(" ".join(draft.broken)) for name in _WORD.findall(names)}
    return [use for use in names_used(tree, places, scope) if use.path.partition(".")[0].strip("[]") not in unknown]


def _report_no_loop(findings: Findings, place: Place) -> None:
    findings.add(
        "name-unknown",
        place,
        f"{place.tag} asks for the loop around it, and there is none.",
        "Move it between {% for %} and its {% endfor %}; on a slide, into a loop of the slide's own text.",
    )


def _take_tags_from_labels(draft: Draft) -> None:
    """Alternative texts of pictures, shapes and tables may hold values; they are the only attributes that do."""
    for label in draft.root.iter(*_LABELS, _VML):
        for key in _LABELS.get(label.tag, _VML_LABEL):
            written = label.get(key, "")
            for one in ANY_TAG.findall(written):
                written = written.replace(one, _label_token(draft, one, draft.where(label)), 1)
                label.set(key, written)


def _take_placeholders_for_text(root: Any) -> None:
    """A content control whose placeholder holds a tag is filled: what it shows then is no placeholder."""
    for control in root.iter(tag("w:sdt")):
        shown = control.find(f"{tag('w:sdtPr')}/{tag('w:showingPlcHdr')}")
        if shown is not None and "{" in "".join(control.itertext()):
            remove(shown)


def _take_insets_of_cells(root: Any) -> None:
    """Insets of a slide's table cell that stand with its text, where LibreOffice writes them, are the cell's own."""
    for cell in root.iter(tag("a:tc")):
        body, properties = cell.find(f"{tag('a:txBody')}/{tag('a:bodyPr')}"), cell.find(tag("a:tcPr"))
        if body is None or properties is None:
            continue
        for inset, margin in _INSETS.items():
            if inset in body.attrib and margin not in properties.attrib:
                properties.set(margin, body.attrib.pop(inset))


def _label_token(draft: Draft, written: str, where: str) -> str:
    one = read_tag(written, where, draft.findings)
    if one is None or one.keyword:
        return written if one else ""
    return draft.token(replace(one, body=f"({one.body})|in_attribute"))


def _source(work: Work, draft: Draft) -> tuple[str, dict[int, Place]]:
    """The part as Jinja's source, and the place of the tag on each of its lines."""
    xml = XML_DECLARATION + xml_text(draft.root)
    repeated = {step["bookmark"] for step, loops in _steps(draft, xml) if loops and step["bookmark"]}
    pieces: list[str] = []
    places: dict[int, Place] = {}
    line, at = 1, 0
    for step, loops in _steps(draft, xml):
        before_it, written = xml[at : step.start()], step[0]
        line += before_it.count("\n")
        at = step.end()
        if step["tag"]:
            one = draft.tags[int(step["tag"])]
            places[line + 1] = one.place
            written = one.source
        elif step["drawing"]:
            written = step["drawing"] + _drawing_id(work, loops)
        elif step["bookmark"] in repeated:
            written = ""  # a bookmark may stand once only
        line += written.count("\n")
        pieces += (before_it, written)
    pieces.append(xml[at:])
    return "".join(pieces), places


def _steps(draft: Draft, xml: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each token, bookmark and drawing of a part, with the number of loops around it."""
    loops = 0
    for step in _STEP.finditer(xml):
        if step["tag"]:
            keyword = draft.tags[int(step["tag"])].keyword
            loops += (keyword == "for") - (keyword == "endfor")
        yield step, loops


def _drawing_id(work: Work, loops: int) -> str:
    work.drawings += 1
    return "{{ drawing_id() }}" if loops else str(work.drawings)


def xml_text(root: Any) -> str:
    text: str = etree.tostring(root, encoding="unicode")
    return text


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

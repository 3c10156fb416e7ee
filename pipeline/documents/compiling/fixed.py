"""The parts of a template that are copied: cleaned of what is nobody's business, refused where that cannot be."""

import re
import struct

from lxml import etree
from msgspec.structs import replace

from pipeline.documents.compiling.draft import remove
from pipeline.documents.compiling.outgoing import KNOWN_KINDS, outgoing
from pipeline.documents.compiling.properties import property_parts
from pipeline.documents.compiling.sheets import Work
from pipeline.documents.compiling.unrendered import decoded, what_is
from pipeline.documents.packaging.package import Part, Relation, packed, reachable, used_relations
from pipeline.documents.templates.grammars import SLIDES, tags
from pipeline.documents.templates.raw_tags import first_tag
from pipeline.documents.templates.template import Place, Sheet, Template

_PROPERTIES = "docProps/"
_NEVER_COPIED = ("presentationml.slide+xml", "notesSlide+xml")  # a slide or its notes that no document is to have
_PRIVATE = tags("w", "attachedTemplate", "docVars", "mailMerge", "rsids") | SLIDES.noise
_PRIVATE_WORDS = tuple(name.partition("}")[2].encode() for name in _PRIVATE)
_EMBEDDED = frozenset(("aFChunk", "chart", "chartEx", "control", "oleObject", "package", "subDocument"))
_ADDRESSES = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def fixed_parts(work: Work, sheets: tuple[Sheet, ...]) -> dict[str, Part]:
    """The parts that are not compiled, each with the relationships that it uses; a client's without all else."""
    compiled = {sheet.name for sheet in sheets} | property_parts(work)
    return {
        name: _fixed_part(name, _outgoing(work, name, part) if work.audience == "client" else part)
        for name, part in work.parts.items()
        if name
        and name not in compiled
        and not name.startswith(_PROPERTIES)
        and not part.content_type.endswith(_NEVER_COPIED)
    }


def _outgoing(work: Work, name: str, part: Part) -> Part:
    """The part as it may go to a client; one that is damaged is refused, if it may go out at all."""
    try:
        return outgoing(name, part)
    except (etree.XMLSyntaxError, struct.error) as error:
        relations = (one for other in work.parts.values() for one in other.relations)
        if any(one.target == name and one.kind in KNOWN_KINDS for one in relations):
            message, fix = f"It is damaged: {error}.", "Save it again in Office."
            work.findings.add("template-unreadable", Place(name, ""), message, fix)
        return part


def _fixed_part(name: str, part: Part) -> Part:
    if not part.content_type.endswith("xml"):
        return replace(part, relations=())
    member = part.member
    if any(word in member.data for word in _PRIVATE_WORDS):
        root = etree.fromstring(member.data, etree.XMLParser(resolve_entities=False, no_network=True))
        for element in list(root.iter(*_PRIVATE)):
            remove(element)
        member = packed(name, etree.tostring(root, encoding="UTF-8", standalone=True))
    relations = used_relations(member.data.decode("utf-8", "replace"), part.relations) if part.relations else ()
    return replace(part, member=member, relations=relations)


def check_fixed_parts(work: Work, template: Template) -> None:
    """Refuse tags where none is rendered, embedded files, and links to what is not on the web."""
    for name, part in template.fixed.items():
        written = first_tag(decoded(part)) if name != template.main and part.content_type.endswith("xml") else ""
        if written:
            work.findings.add(
                "tag-not-rendered",
                Place(name, written),
                f"{written} stands in {what_is(name)}, where no tag is rendered.",
                "Move it into the text of the document, or delete it.",
            )
    for name, relation in _kept_relations(work, template):
        if relation.external:
            _check_address(work, name, relation)
        elif relation.kind in _EMBEDDED:
            work.findings.add(
                "template-object",
                Place(name, ""),
                f"It holds an embedded file ({relation.target}), which would go out whole, whatever is in it.",
                "Put a picture in its place; a chart goes onto a slide or a page and is bound to data.",
            )
        elif work.audience == "client" and relation.kind not in KNOWN_KINDS:
            work.findings.add(
                "template-object",
                Place(name, ""),
                f"It leads to a part of a kind that no client's file may have ({relation.target}, {relation.kind}).",
                "Take it out of the template: it would go out whole, whatever is in it.",
            )


def _kept_relations(work: Work, template: Template) -> list[tuple[str, Relation]]:
    """The relationships of all parts that a document may have, each with the name of its part."""
    kept = kept_parts(work, template)
    return [(name, relation) for name in sorted(kept) for relation in kept[name].relations]


def kept_parts(work: Work, template: Template) -> dict[str, Part]:
    """The parts that a document may have, as they stand in the template, without the charts that are bound to data."""
    sheets = [*template.sheets, *(sheet for slide in template.slides for sheet in (slide.body, slide.notes) if sheet)]
    parts = dict(template.fixed)
    for sheet in sheets:  # their own charts are bound to data or refused already
        relations = tuple(one for one in sheet.relations if one.kind != "chart")
        parts[sheet.name] = replace(work.parts[sheet.name], relations=relations)
    starts = (template.main, *(sheet.name for sheet in sheets))
    names = set[str]().union(*(reachable(parts, start) for start in starts))
    return {name: parts[name] for name in names}


def _check_address(work: Work, name: str, relation: Relation) -> None:
    place, target = Place(f"a link in {name}", relation.target), relation.target
    if "{{" in target or "{%" in target or "%7B%7B" in target.upper() or "%7B%25" in target.upper():
        work.findings.add(
            "tag-not-rendered",
            place,
            f"The address {target!r} holds a tag that is not rendered there.",
            "Write {{ value }} in the address of a link in the text, or write the address as text.",
        )
    elif relation.kind != "hyperlink" or not _ADDRESSES.match(target):
        work.findings.add(
            "link-external",
            place,
            f"It leads to {target!r}, outside the file.",
            "Embed what it leads to, or remove the link; only http, https and mailto links are kept.",
        )

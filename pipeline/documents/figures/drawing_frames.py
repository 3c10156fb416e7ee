"""Drawings of a Word template, bound by the alternative text of a shape or picture whose place they take."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.documents.compiling.draft import Draft, after, before, nearest_ancestor, remove
from pipeline.documents.figures.chart_frames import outermost
from pipeline.documents.figures.drawings import DrawingFrame
from pipeline.documents.packaging.package import Part, Relation
from pipeline.documents.templates.grammars import NAMESPACES, WORD, tag
from pipeline.documents.templates.tags import Tag
from pipeline.documents.templates.template import Place

_BINDING = re.compile(r"drawing:\s*(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\s*$")
_CHOICES, _CHOICE = tag("mc:AlternateContent"), tag("mc:Choice")
_PREFIXES = {prefix: NAMESPACES[prefix] for prefix in ("mc", "wpg")}


def bind_drawings(draft: Draft, parts: Mapping[str, Part], relations: tuple[Relation, ...]) -> tuple[DrawingFrame, ...]:
    """Turn each shape that is named after a drawing into tags that put the drawing in its place, or nothing."""
    labels = [label for label in draft.root.iter(tag("wp:docPr"), tag("p:cNvPr")) if _written(label)]
    face, colours = _theme(parts, relations) if labels else ("", {})
    frames: list[DrawingFrame] = []
    for label in labels:
        place = Place(draft.where(label), _written(label))
        match = _BINDING.match(place.tag)
        if draft.grammar is not WORD or not match:
            _tell_unbound(draft, place, match is not None)
            continue
        width = int(label.getparent().find(tag("wp:extent")).get("cx"))
        _put_tags(draft, label, place, match["name"], len(frames))
        frames.append(DrawingFrame(width, face, colours))
    return tuple(frames)


def _written(label: Any) -> str:
    """The alternative text that binds a shape to a drawing, or ""."""
    text = (label.get("descr") or "").strip()
    return text if text.startswith("drawing:") else ""


def _tell_unbound(draft: Draft, place: Place, named: bool) -> None:
    if named:
        message, fix = "A drawing stands on a slide, where none can be drawn.", "Put it into a Word template."
    else:
        message, fix = f"{place.tag!r} names no drawing.", "Write drawing:NAME, with the name of a drawing of the data."
    draft.findings.add("drawing-unbound", place, message, fix)


def _theme(parts: Mapping[str, Part], relations: tuple[Relation, ...]) -> tuple[str, dict[str, str]]:
    """The typeface of text and the colours by slot, of the theme that a part is shown in."""
    name = next((one.target for one in relations if one.kind == "theme"), "")
    if not name:
        return "", {}
    root = etree.fromstring(parts[name].member.data)
    font = next(root.iter(tag("a:minorFont")), None)
    face = font.find(tag("a:latin")).get("typeface", "") if font is not None else ""
    slots = [slot for scheme in root.iter(tag("a:clrScheme")) for slot in scheme]
    colours = {
        etree.QName(slot).localname: slot[0].get("lastClr") or slot[0].get("val", "auto") for slot in slots if len(slot)
    }
    return face, colours


def _put_tags(draft: Draft, label: Any, place: Place, name: str, number: int) -> None:
    """Let tags print the shapes in place of what the author put there."""
    holder = label.getparent()
    drawing = holder.getparent()
    choices = _wrapped(drawing)
    around = outermost(draft, drawing)
    around = choices if around is drawing else around
    opening = (
        Tag(f"set drawing_here = drawing_of({number}, {name})", place, "set", own=True),
        Tag("if drawing_here", place, "if", own=True),
    )
    before(around, "".join(draft.token(one) for one in opening))
    after(around, draft.token(Tag("endif", place, "endif", own=True)))
    remove(holder.find(tag("a:graphic")), draft.token(Tag("drawing_here.shapes", place, own=True)))
    label.set("name", f"Drawing: {name}")
    label.set("descr", draft.token(Tag("drawing_here.alt|in_attribute", place, own=True)))
    for decoration in list(label):
        remove(decoration)
    holder.find(tag("wp:extent")).set("cy", draft.token(Tag("drawing_here.height", place, own=True)))


def _wrapped(drawing: Any) -> Any:
    """The choice around a drawing by which programs that do not know groups of shapes pass it over; made anew."""
    old = nearest_ancestor(drawing, _CHOICES)
    replaced = drawing if old is None else old
    holder = replaced.getparent()
    choices = etree.Element(_CHOICES, nsmap=_PREFIXES)
    choices.tail, replaced.tail = replaced.tail, None
    holder.replace(replaced, choices)
    drawing.tail = None
    etree.SubElement(choices, _CHOICE, Requires="wpg").append(drawing)
    return choices

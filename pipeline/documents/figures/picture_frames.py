"""Pictures of a template, bound by the name or alternative text of their frame: "picture:client_logo align=left"."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.documents.compiling.draft import Draft, after, before, nearest_ancestor, remove
from pipeline.documents.figures.chart_frames import outermost
from pipeline.documents.figures.groups import scale_of
from pipeline.documents.templates.grammars import WORD, tag
from pipeline.documents.templates.tags import Tag, nearest
from pipeline.documents.templates.template import PictureFrame, Place

MARK = "picture:"

_BINDING = re.compile(r"picture:\s*(?P<name>[A-Za-z]\w*)(?:\s+align=(?P<align>\w+))?\s*$")
_ALIGNMENTS = {"left": 0.0, "centre": 0.5, "right": 1.0}
_NAMES = tuple(tag(name) for name in ("wp:docPr", "p:cNvPr", "pic:cNvPr", "wps:cNvPr", "wpg:cNvPr"))
_VML = "{urn:schemas-microsoft-com:vml}*"
_RELATIVE_SIZES = (tag("wp14:sizeRelH"), tag("wp14:sizeRelV"))


def bind_pictures(draft: Draft) -> tuple[PictureFrame, ...]:
    """Turn each bound picture into tags that put another into its box, or nothing where there is none."""
    frames: list[PictureFrame] = []
    for picture in list(draft.root.iter(tag("pic:pic"), tag("p:pic"))):
        labels = list(_labels(picture))
        text = next((binding_text(label) for label in labels if binding_text(label)), "")
        if not text:
            continue
        place = Place(draft.where(labels[0]), text)
        match = _BINDING.match(text)
        align = (match["align"] or "centre") if match else ""
        if match is None or align not in _ALIGNMENTS:
            _report(draft, place, f"{text!r} is not how a picture is bound.", nearest(align, _ALIGNMENTS))
            continue
        box = _box(draft, picture, place)
        if box is not None:
            across, down = scale_of(picture)
            frames.append(PictureFrame(*box, across=_ALIGNMENTS[align], stretch=across / down))
            _put_tags(draft, picture, labels, match["name"], Place(place.where, text), len(frames) - 1)
    _find_unbound(draft)
    return tuple(frames)


def _labels(picture: Any) -> Iterator[Any]:
    """The elements with the name and the alternative text of a picture, Word's own first."""
    drawing = nearest_ancestor(picture, tag("w:drawing"))
    if drawing is not None:
        yield from drawing.iter(tag("wp:docPr"))
    yield from picture.iter(tag("pic:cNvPr"), tag("p:cNvPr"))


def binding_text(label: Any) -> str:
    """The alternative text or the name that binds a shape to a picture, or ""."""
    texts = (label.get("descr") or "", label.get("name") or "", label.get("alt") or "")
    return next((text.strip() for text in texts if text.strip().startswith(MARK)), "")


def _report(draft: Draft, place: Place, message: str, fix: str) -> None:
    draft.findings.add("picture-unbound", place, message, f"Write picture:NAME or picture:NAME align=left. {fix}")


def _box(draft: Draft, picture: Any, place: Place) -> tuple[int, int, int, int] | None:
    """The box of a picture in EMU: left, top, width, height; in a line of text it has no left and top."""
    message = "It lies in a canvas or a group of Word, where it cannot be fitted."
    fix = "Take it out of the group."
    if draft.grammar is WORD:
        holder = nearest_ancestor(picture, tag("wp:inline"), tag("wp:anchor"))
        if holder is not None and picture.getparent().tag == tag("a:graphicData"):
            extent = holder.find(tag("wp:extent"))
            left, top = (int(one.text) if one is not None else 0 for one in _offsets(holder))
            return left, top, int(extent.get("cx")), int(extent.get("cy"))
    else:
        frame = picture.find(f"{tag('p:spPr')}/{tag('a:xfrm')}")
        if frame is not None:
            start, extent = frame.find(tag("a:off")), frame.find(tag("a:ext"))
            return int(start.get("x")), int(start.get("y")), int(extent.get("cx")), int(extent.get("cy"))
        message = "It has its place from the layout, so its size is not known."
        fix = "Move it once, so that PowerPoint notes its place."
    _report(draft, place, message, fix)
    return None


def _offsets(holder: Any) -> tuple[Any, Any]:
    """The elements that say how far a floating picture stands from where it is counted; None for one in a line."""
    across = holder.find(f"{tag('wp:positionH')}/{tag('wp:posOffset')}")
    down = holder.find(f"{tag('wp:positionV')}/{tag('wp:posOffset')}")
    return across, down


def _put_tags(draft: Draft, picture: Any, labels: list[Any], name: str, place: Place, number: int) -> None:
    def own(body: str, keyword: str = "") -> str:
        return draft.token(Tag(body, place, keyword, own=True))

    drawing = nearest_ancestor(picture, tag("w:drawing"))
    outer = outermost(draft, drawing) if drawing is not None else picture
    opening = own(f"set picture_here = picture_of({number}, pictures.{name})", "set") + own("if picture_here", "if")
    before(outer, opening)
    after(outer, own("endif", "endif"))
    for label in labels:
        bound_by_text = (label.get("descr") or "").strip().startswith(MARK)
        if (label.get("name") or "").strip().startswith(MARK):
            label.set("name", f"Picture: {name}")
        if bound_by_text or not label.get("descr"):
            label.set("descr", own("picture_here.alt|in_attribute"))
    for blip in picture.iter(tag("a:blip")):
        blip.attrib.pop(tag("r:link"), None)
        blip.set(tag("r:embed"), own("picture_here.id"))
        for extension in blip.findall(tag("a:extLst")):  # the drawing that the designer's picture was made from
            blip.remove(extension)
    for crop in list(picture.iter(tag("a:srcRect"))):
        remove(crop)
    extents = [*picture.iter(tag("a:ext"))]
    if drawing is not None:
        holder = nearest_ancestor(picture, tag("wp:inline"), tag("wp:anchor"))
        extents += holder.iter(tag("wp:extent"))
        for one, key in zip(_offsets(holder), ("left", "top"), strict=True):
            if one is not None:
                one.text = own(f"picture_here.{key}")
        for relative in [one for kind in _RELATIVE_SIZES for one in holder.findall(kind)]:
            remove(relative)
    else:
        start = picture.find(f"{tag('p:spPr')}/{tag('a:xfrm')}/{tag('a:off')}")
        start.set("x", own("picture_here.left"))
        start.set("y", own("picture_here.top"))
    for extent in extents:
        if extent.get("cx"):
            extent.set("cx", own("picture_here.width"))
            extent.set("cy", own("picture_here.height"))


def _find_unbound(draft: Draft) -> None:
    """Report shapes that are named like a picture and are none, or that cannot be bound."""
    told = {problem.place for problem in draft.findings.problems if problem.code == "picture-unbound"}
    for label in draft.root.iter(*_NAMES, _VML):
        text = binding_text(label)
        where = draft.where(label)
        if text and where not in told:
            _report(draft, Place(where, text), f"{text!r} stands on something that is not a picture.", "Insert one.")

"""What a slide's placeholders take from their layout, master and theme: place, insets and the format of their text."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.documents.fitting.slide_text import Box, Sizes
from pipeline.documents.packaging.package import Part
from pipeline.documents.templates.grammars import tag

_TITLES = ("title", "ctrTitle")
_INSETS = (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720))
_STYLES = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle", "body": "p:bodyStyle", "subTitle": "p:bodyStyle"}


def sizes_of(parts: Mapping[str, Part], slide: str, main: str) -> Sizes:
    """The measures that the slide part `slide` inherits; `main` is the presentation part."""
    layout_name = _target(parts, slide, "slideLayout")
    master_name = _target(parts, layout_name, "slideMaster")
    if not layout_name or not master_name:
        return Sizes()
    layout, master = _root(parts[layout_name]), _root(parts[master_name])
    heading, body = _faces(parts, _target(parts, master_name, "theme"))
    size = _root(parts[main]).find(tag("p:sldSz"))
    return Sizes(
        placeholders=_placeholders(layout, master),
        heading_face=heading,
        body_face=body,
        slide_height=int(size.get("cy")) if size is not None else Sizes().slide_height,
    )


def _target(parts: Mapping[str, Part], name: str, kind: str) -> str:
    relations = parts[name].relations if name else ()
    return next((one.target for one in relations if one.kind == kind), "")


def _root(part: Part) -> Any:
    return etree.fromstring(part.member.data)


def _faces(parts: Mapping[str, Part], theme: str) -> tuple[str, str]:
    """The theme's typefaces for headings and for text."""
    if not theme:
        return "", ""
    root = _root(parts[theme])
    found = [next(root.iter(tag(f"a:{kind}Font")), None) for kind in ("major", "minor")]
    heading, body = ("" if font is None else font.find(tag("a:latin")).get("typeface", "") for font in found)
    return heading, body


def _placeholders(layout: Any, master: Any) -> dict[str, Box]:
    """The layout's placeholders by type, and by number as "#10"."""
    parents = {_kind(holder): shape for shape, holder in _holders(master)}
    boxes: dict[str, Box] = {}
    for shape, holder in _holders(layout):
        kind = _kind(holder)
        box = _box(kind, [shape, *([parents[kind]] if kind in parents else [])], master)
        boxes.setdefault(kind, box)
        boxes[f"#{holder.get('idx', '')}"] = box
        if kind in _TITLES:
            boxes.update(dict.fromkeys(_TITLES, box))
    return boxes


def _holders(root: Any) -> list[tuple[Any, Any]]:
    found = [(shape, next(shape.iter(tag("p:ph")), None)) for shape in root.iter(tag("p:sp"))]
    return [(shape, holder) for shape, holder in found if holder is not None]


def _kind(holder: Any) -> str:
    kind: str = holder.get("type", "body")
    return kind


def _box(kind: str, shapes: list[Any], master: Any) -> Box:
    """The box of a placeholder; `shapes` are the layout's and the master's, the nearer first."""
    left, top, width, height = _frame(shapes)
    insets = [next((int(body.get(key)) for body in _bodies(shapes) if body.get(key)), most) for key, most in _INSETS]
    levels = [level for shape in shapes for level in shape.iter(tag("a:lvl1pPr"))]
    styles = master.find(f"{tag('p:txStyles')}/{tag(_STYLES.get(kind, 'p:otherStyle'))}")
    levels += list(styles.iter(tag("a:lvl1pPr"))) if styles is not None else []
    properties = [found for level in levels for found in level.findall(tag("a:defRPr"))]
    faces = [face.get("typeface") for one in properties for face in one.findall(tag("a:latin"))]
    spacings = [pitch for level in levels for pitch in level.findall(f"{tag('a:lnSpc')}/{tag('a:spcPct')}")]
    return Box(
        left=left,
        top=top,
        width=width,
        height=height,
        insets=(insets[0], insets[1], insets[2], insets[3]),
        size=next((int(one.get("sz")) / 100 for one in properties if one.get("sz")), Box().size),
        bold=next((one.get("b") == "1" for one in properties if one.get("b")), False),
        face=next((face for face in faces if face), "+mj-lt" if kind in _TITLES else "+mn-lt"),
        spacing=next((int(pitch.get("val")) / 1000 for pitch in spacings), Box().spacing),
        align=next((level.get("algn") for level in levels if level.get("algn")), Box().align),
    )


def _frame(shapes: list[Any]) -> tuple[int, int, int, int]:
    for shape in shapes:
        frame = shape.find(f"{tag('p:spPr')}/{tag('a:xfrm')}")
        if frame is not None:
            offset, extent = frame.find(tag("a:off")), frame.find(tag("a:ext"))
            return int(offset.get("x")), int(offset.get("y")), int(extent.get("cx")), int(extent.get("cy"))
    return 0, 0, 0, 0


def _bodies(shapes: list[Any]) -> list[Any]:
    return [body for shape in shapes for body in shape.iter(tag("a:bodyPr"))]

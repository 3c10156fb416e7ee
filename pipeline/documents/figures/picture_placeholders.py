"""Bound picture placeholders of a slide: given the frame of their layout, and a stand-in where they are empty."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pipeline.documents.figures.picture_frames import binding_text
from pipeline.documents.fitting.slide_text import Box, placeholder_box
from pipeline.documents.templates.grammars import tag


def place_pictures(root: Any, boxes: Mapping[str, Box]) -> None:
    """Write into each bound picture without a frame that of its placeholder; an empty placeholder becomes a picture."""
    for shape in list(root.iter(tag("p:pic"), tag("p:sp"))):
        holder, label = next(shape.iter(tag("p:ph")), None), next(shape.iter(tag("p:cNvPr")))
        if holder is None or not binding_text(label):
            continue
        if shape.tag == tag("p:sp"):
            if holder.get("type") != "pic":
                continue
            shape = _as_picture(shape)
        box = placeholder_box(dict(holder.attrib), boxes)
        properties = shape.find(tag("p:spPr"))
        if box is not None and box.width and properties.find(tag("a:xfrm")) is None:
            properties.insert(0, _frame(shape, box))


def _as_picture(shape: Any) -> Any:
    """A picture in place of an empty placeholder, without any picture yet."""
    label, use = next(shape.iter(tag("p:cNvPr"))), next(shape.iter(tag("p:nvPr")))
    picture = shape.makeelement(tag("p:pic"))
    names = _added(picture, "p:nvPicPr")
    names.append(deepcopy(label))
    _added(_added(names, "p:cNvPicPr"), "a:picLocks", noGrp="1", noChangeAspect="1")
    names.append(deepcopy(use))
    filling = _added(picture, "p:blipFill")
    _added(filling, "a:blip")
    _added(_added(filling, "a:stretch"), "a:fillRect")
    picture.append(deepcopy(shape.find(tag("p:spPr"))))
    picture.tail = shape.tail
    shape.getparent().replace(shape, picture)
    return picture


def _frame(shape: Any, box: Box) -> Any:
    frame = shape.makeelement(tag("a:xfrm"))
    _added(frame, "a:off", x=str(box.left), y=str(box.top))
    _added(frame, "a:ext", cx=str(box.width), cy=str(box.height))
    return frame


def _added(parent: Any, name: str, **attributes: str) -> Any:
    child = parent.makeelement(tag(name), attributes)
    parent.append(child)
    return child

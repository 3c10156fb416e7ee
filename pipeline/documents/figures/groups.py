"""Groups of shapes on a slide, which show what they hold larger or smaller than it says of itself."""

from typing import Any

from pipeline.documents.templates.grammars import tag


def scale_of(element: Any) -> tuple[float, float]:
    """How many times wider and higher than it says an element is shown, for all groups that it lies in."""
    across = down = 1.0
    for group in element.iterancestors(tag("p:grpSp")):
        frame = group.find(f"{tag('p:grpSpPr')}/{tag('a:xfrm')}")
        shown, own = (frame.find(tag(name)) if frame is not None else None for name in ("a:ext", "a:chExt"))
        if shown is not None and own is not None:
            across *= _ratio(shown.get("cx"), own.get("cx"))
            down *= _ratio(shown.get("cy"), own.get("cy"))
    return across, down


def _ratio(shown: str, own: str) -> float:
    """A group without any width or height of its own, or that is shown with none, leaves what it holds as it is."""
    return int(shown) / int(own) if int(own) > 0 and int(shown) > 0 else 1.0

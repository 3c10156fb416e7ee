"""Contrast as WCAG 2.2 computes it, and theme colours with their tints worked out."""

import colorsys
from typing import Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

_SLOTS = {
    "background1": "lt1", "bg1": "lt1", "text1": "dk1", "tx1": "dk1", "background2": "lt2", "bg2": "lt2",
    "text2": "dk2", "tx2": "dk2", "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
}  # fmt: skip
WHITE: Colour = (1.0, 1.0, 1.0)


def palette(theme: Any) -> dict[str, Colour]:
    """The twelve colours of a theme by the name of their slot."""
    scheme = next(theme.iter(f"{A}clrScheme"))
    found = {}
    for slot in scheme:
        colour = slot[0]
        found[slot.tag.removeprefix(A)] = rgb(colour.get("lastClr") or colour.get("val"))
    return found


def rgb(digits: str) -> Colour:
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def word_colour(element: Any, theme: dict[str, Colour], prefix: str = "theme", plain: str = "val") -> Colour | None:
    """The colour of w:color or the fill of w:shd; None for "auto" and for none."""
    slot = element.get(f"{W}{'themeColor' if prefix == 'theme' else prefix}")
    if slot is None:
        value = element.get(f"{W}{plain}")
        return rgb(value) if value and value != "auto" else None
    colour = theme[_SLOTS.get(slot, slot)]
    tint, shade = (element.get(f"{W}{prefix}{kind}") for kind in ("Tint", "Shade"))
    hue, light, full = colorsys.rgb_to_hls(*colour)
    if tint:
        part = int(tint, 16) / 255
        light = light * part + 1 - part
    if shade:
        light *= int(shade, 16) / 255
    return colorsys.hls_to_rgb(hue, light, full)


def drawing_colour(fill: Any, theme: dict[str, Colour]) -> Colour:
    """The colour of a:solidFill, with lumMod, lumOff, tint and shade."""
    colour = fill[0]
    base = theme[_SLOTS.get(colour.get("val"), colour.get("val"))] if colour.tag == f"{A}schemeClr" else None
    red, green, blue = base or rgb(colour.get("val"))
    for change in colour:
        part = int(change.get("val")) / 100000
        hue, light, full = colorsys.rgb_to_hls(red, green, blue)
        kind = change.tag.removeprefix(A)
        if kind == "lumMod":
            red, green, blue = colorsys.hls_to_rgb(hue, min(1, light * part), full)
        elif kind == "lumOff":
            red, green, blue = colorsys.hls_to_rgb(hue, min(1, light + part), full)
        elif kind == "tint":
            red, green, blue = (channel * part + 1 - part for channel in (red, green, blue))
        elif kind == "shade":
            red, green, blue = (channel * part for channel in (red, green, blue))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def enough(points: float, bold: bool) -> float:
    """The contrast a text needs: 3 from 18 points, or from 14 in bold, else 4.5."""
    return 3.0 if points >= 18 or (bold and points >= 14) else 4.5


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""Cell styles added to a workbook's own: copies of the styles its cells have, with another fill, frame or font."""

from collections.abc import Mapping, Sequence

from pipeline.workbook import style
from pipeline.workbook.markup import Markup

MIDDLE = {"horizontal": "left", "vertical": "center", "indent": "1"}
WRAPPED = {"horizontal": "left", "vertical": "center", "wrapText": "1", "indent": "1"}

_GROUPS = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_SIDES = ("left", "right", "top", "bottom")
_PLAIN = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
# What every workbook's styles begin with; Excel takes the first two fills as given.
_DEFAULTS = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": ('<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}


class AddedStyles:
    """The styles part of a workbook, and what is added to it; the same style is added once."""

    def __init__(self, content: bytes) -> None:
        self._markup = Markup(content)
        self._added: dict[str, dict[str, int]] = {group: {} for group in _GROUPS}
        styles = self._markup.root.child("cellXfs")
        self._styles = list(styles.named("xf")) if styles else []

    def font(self, size: float, slot: str, *weights: str, face: str = style.BODY_FONT) -> int:
        """The number of a font in a colour of the palette; `weights` are "b" for bold and "u" for underlined."""
        parts = [self._tag(weight) for weight in weights]
        parts += [
            self._tag("sz", val=f"{size:g}"),
            self._tag("color", rgb=style.rgb(slot)),
            self._tag("name", val=face),
        ]
        return self._add("fonts", self._tag("font", *parts))

    def fill(self, slot: str, tint: float) -> int:
        """The number of a plain fill in a colour of the palette."""
        color = self._tag("fgColor", rgb=style.rgb(slot, tint))
        return self._add("fills", self._tag("fill", self._tag("patternFill", color, patternType="solid")))

    def border(self, weight: str, slot: str, tint: float = 0, sides: Sequence[str] = _SIDES) -> int:
        """The number of a frame of lines at the given sides."""
        color = self._tag("color", rgb=style.rgb(slot, tint))
        lines = (self._tag(side, color, style=weight) if side in sides else self._tag(side) for side in _SIDES)
        return self._add("borders", self._tag("border", *lines, self._tag("diagonal")))

    def like(self, base: int, **parts: int) -> int:
        """The number of a cell style like style `base` but for the `fontId`, `fillId` and `borderId` given."""
        own = self._styles[base] if 0 <= base < len(self._styles) else None
        inner = [self._markup.written(child).decode() for child in own.children] if own else []
        return self._cell((own.attributes if own else _PLAIN) | _applied(parts), *inner)

    def words(self, alignment: Mapping[str, str], **parts: int) -> int:
        """The number of a cell style for words of ours, with the `fontId`, `fillId` and `borderId` given."""
        attributes = _PLAIN | _applied(parts) | {"applyAlignment": "1"}
        return self._cell(attributes, self._tag("alignment", **alignment))

    def content(self) -> bytes:
        """The styles part with what was added."""
        for group, added in self._added.items():
            found = self._markup.root.child(group)
            if found:
                found.last += added
                found.set("count", str(len(found.children) + len(added)))
            elif added:
                count = {"count": str(len(_DEFAULTS[group]) + len(added))}
                self._markup.root.add(
                    self._markup.element(group, count, *_DEFAULTS[group], *added), group, ("numFmts", *_GROUPS)
                )
        return self._markup.content()

    def _tag(self, name: str, *inner: str, **attributes: str) -> str:
        return self._markup.element(name, attributes, *inner)

    def _cell(self, attributes: dict[str, str], *inner: str) -> int:
        return self._add("cellXfs", self._markup.element("xf", attributes, *inner))

    def _add(self, group: str, xml: str) -> int:
        """The number of an entry of a group of the styles, put at its end unless it was added before."""
        found = self._markup.root.child(group)
        before = len(found.children) if found else len(_DEFAULTS[group])
        return self._added[group].setdefault(xml, before + len(self._added[group]))


def _applied(parts: dict[str, int]) -> dict[str, str]:
    """The attributes of a cell style for its parts: {"fillId": 3} gives fillId and applyFill."""
    numbers = {name: str(number) for name, number in parts.items()}
    return numbers | {f"apply{name[0].upper()}{name[1:-2]}": "1" for name in parts}

"""The text of a rendered slide as it is measured: its shapes, their paragraphs, and the sizes they may shrink to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from msgspec import Struct, field

from pipeline.documents.fitting.paragraphs import SIZE, SPACING, size_in, texts_apart, texts_put_in

# How far type may shrink, in points; any other size goes down to the smallest.
FLOORS = {60: 28, 36: 28, 28: 24, 24: 20, 20: 16}
SMALLEST = 12
LARGE = 24  # from here on type shrinks by two points at a time
TOLERANCE = 6_350  # half a point, in EMU: rounding is no overflow

Edit = tuple[int, int, str]  # what stands from one place to another of a slide's XML is to be this text


class Box(Struct, frozen=True):
    """What a placeholder's layout says of it: its place and insets in EMU and the format of its text."""

    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    insets: tuple[int, int, int, int] = (91_440, 45_720, 91_440, 45_720)
    size: float = 18
    bold: bool = False
    face: str = ""
    spacing: float = 100
    align: str = "l"


class Sizes(Struct, frozen=True, eq=False):
    """What a slide takes from its layout and theme: placeholders by type and number, fonts, and its own height.

    They are compiled once for each slide of a template, and told apart as such: what is kept for them need not look at
    what they hold.
    """

    placeholders: Mapping[str, Box] = field(default_factory=dict)
    heading_face: str = ""
    body_face: str = ""
    slide_height: int = 6_858_000


def edited(xml: str, edits: Iterable[Edit]) -> str:
    """The XML with the edits made, none of which overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, text in sorted(edits):
        pieces += (xml[at:start], text)
        at = end
    return "".join((*pieces, xml[at:]))


# --- shapes ---


class Shape(Struct):
    """A shape of the slide: its text as XML, where that starts, and its frame in EMU."""

    kind: str  # "sp", "table", "chart" or "other"
    name: str
    start: int
    xml: str
    left: int
    top: int
    width: int
    height: int
    box: Box | None = None
    is_footer: bool = False

    @property
    def is_placeholder(self) -> bool:
        return self.box is not None

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


# Tags are found by their plain names, which is several times as quick as matching whole elements.
_SHAPE = re.compile(r"<p:(sp|graphicFrame|pic|cxnSp|grpSp)>|</p:grpSp>")
_NAME = re.compile(r'<p:cNvPr\b[^>]*? name="([^"]*)"')
FRAME = re.compile(r'<a:off x="(-?\d+)" y="(-?\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>')
_GROUP_FRAME = re.compile(
    r'<a:off x="(-?\d+)" y="(-?\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>'
    r'<a:chOff x="(-?\d+)" y="(-?\d+)"/><a:chExt cx="(\d+)" cy="(\d+)"/>'
)
_PLACEHOLDER = re.compile(r"<p:ph\b([^>]*)/?>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_FOOTERS = ("ftr", "sldNum", "dt")


_UNSCALED = 0.001  # a group is shown at its own size if it is so near to it, for roundings


class _Measure(Struct, frozen=True):
    """How a group shows what it holds: so many times as wide and high, from so far off (EMU)."""

    across: float = 1
    down: float = 1
    left: float = 0
    top: float = 0

    @property
    def keeps_sizes(self) -> bool:
        return abs(self.across - 1) < _UNSCALED and abs(self.down - 1) < _UNSCALED

    def shown(self, left: float, top: float, width: float, height: float) -> tuple[int, int, int, int]:
        """A frame as it stands on the slide."""
        at = (self.left + left * self.across, self.top + top * self.down)
        return round(at[0]), round(at[1]), round(width * self.across), round(height * self.down)

    def within(self, properties: str) -> "_Measure":
        """The measure of a group that lies in this one, from its properties."""
        found = _GROUP_FRAME.search(properties)
        if not found:
            return self
        left, top, width, height, own_left, own_top, own_width, own_height = (int(one) for one in found.groups())
        across = width / own_width if width and own_width else 1.0
        down = height / own_height if height and own_height else 1.0
        start = self.shown(left - own_left * across, top - own_top * down, 0, 0)
        return _Measure(self.across * across, self.down * down, start[0], start[1])


def shapes_of(xml: str, sizes: Sizes) -> Iterator[Shape]:
    """The shapes that a slide shows, those in groups too: their frames as they stand on the slide."""
    measures = [_Measure()]
    at = 0
    while match := _SHAPE.search(xml, at):
        start, at = match.start(), match.end()
        if match[1] is None:
            measures.pop()
            continue
        if match[1] == "grpSp":
            measures.append(measures[-1].within(xml[start:].partition("</p:grpSpPr>")[0]))
            continue
        at = xml.index(f"</p:{match[1]}>", at)
        text = xml[start:at]
        head, inside, _ = text.partition("<p:txBody>" if match[1] == "sp" else "<a:tbl>")
        standing = _standing(head, sizes)
        if standing.place is None:
            continue
        place, kind = standing.place, "sp"
        if match[1] != "sp":
            kind = "table" if inside else "chart" if "<c:chart" in text else "other"
        if len(measures) > 1:
            place = measures[-1].shown(*place)
            if kind != "sp" and not measures[-1].keeps_sizes:
                kind = "other"  # the text of a table that its group makes larger or smaller cannot be measured
        yield Shape(kind, standing.name, start, text, *place, box=standing.box, is_footer=standing.is_footer)


class _Standing(NamedTuple):
    """A shape but for what it holds: its name, its frame in EMU or None, its placeholder, and whether that is one of
    the footer."""

    name: str
    place: tuple[int, int, int, int] | None
    box: Box | None
    is_footer: bool


@lru_cache(maxsize=1024)
def _standing(head: str, sizes: Sizes) -> _Standing:
    """How a shape stands on its slide, from what its XML says before its text."""
    name, frame, placeholder = _NAME.search(head), FRAME.search(head), _PLACEHOLDER.search(head)
    attributes = dict(ATTRIBUTE.findall(placeholder[1])) if placeholder else {}
    box = placeholder_box(attributes, sizes.placeholders) if placeholder else None
    place = (box.left, box.top, box.width, box.height) if box else None
    if frame:
        place = (int(frame[1]), int(frame[2]), int(frame[3]), int(frame[4]))
    return _Standing(unescape(name[1]) if name else "", place, box, attributes.get("type") in _FOOTERS)


def box_of(text: str, sizes: Sizes) -> Box | None:
    """The placeholder that a shape takes its format from, or None."""
    match = _PLACEHOLDER.search(text)
    if not match:
        return None
    return placeholder_box(dict(ATTRIBUTE.findall(match[1])), sizes.placeholders)


def placeholder_box(attributes: Mapping[str, str], boxes: Mapping[str, Box]) -> Box | None:
    """The box of a placeholder with these attributes (`idx`, `type`) among those of its layout, or None."""
    return boxes.get(f"#{attributes.get('idx', '')}") or boxes.get(attributes.get("type", "body"))


# --- sizes ---


class Scale(dict[float, float]):
    """The present size of each original size."""

    def shrink(self, originals: Iterable[float]) -> bool:
        """Make the type of one of these sizes a step smaller, of which most is left; False if all are at their floor.

        So larger and smaller type of a table reach their floors together.
        """
        left, original = max(((self._left(one), one) for one in originals), default=(0.0, 0.0))
        if left <= 0:
            return False
        now = self.get(original, original)
        self[original] = max(_floor(original), now - (2 if now > LARGE else 1))
        return True

    def _left(self, original: float) -> float:
        """What share of the way to its floor a size still has before it."""
        floor = _floor(original)
        return (self.get(original, original) - floor) / (original - floor) if original > floor else 0.0

    def lower_to(self, other: Mapping[float, float]) -> None:
        """Let no size be larger than the other scale makes it."""
        for original, size in other.items():
            self[original] = min(size, self.get(original, original))


def _floor(original: float) -> float:
    """The smallest that a size may become."""
    return min(original, FLOORS.get(round(original), SMALLEST))


_PARAGRAPH = re.compile(r"<a:p>.*?</a:p>", re.DOTALL)
_PROPERTIES = re.compile(r"<a:(rPr|endParaRPr)\b([^>]*?)(/?)>")


def resized(xml: str, scale: Mapping[float, float], inherited: float = 0) -> str:
    """XML with type sizes replaced; runs that take the `inherited` size get one of their own."""
    texts, around = texts_apart(xml)
    return texts_put_in(texts, _resized(around, tuple(scale.items()), inherited))


@lru_cache(maxsize=512)
def _resized(xml: str, sizes: tuple[tuple[float, float], ...], inherited: float) -> str:
    scale = dict(sizes)

    def with_size(match: re.Match[str]) -> str:
        attributes = match[2]
        size = size_in(attributes, inherited)
        if size not in scale:
            return match[0]
        attributes = SIZE.sub("", attributes).rstrip()
        return f'<a:{match[1]}{attributes} sz="{round(scale[size] * 100)}"{match[3]}>'

    def with_pitch(match: re.Match[str]) -> str:
        paragraph = match[0]
        largest = max((int(size) / 100 for size in SIZE.findall(paragraph)), default=inherited)
        spacing = SPACING.search(paragraph)
        if largest in scale and spacing and spacing[1] == "spcPts":
            pitch = round(int(spacing[2]) * scale[largest] / largest)
            paragraph = paragraph.replace(spacing[0], f'<a:lnSpc><a:spcPts val="{pitch}"/>', 1)
        return _PROPERTIES.sub(with_size, paragraph)

    if inherited in scale:
        xml = xml.replace("<a:r><a:t>", f'<a:r><a:rPr sz="{round(inherited * 100)}"/><a:t>')
    return _PARAGRAPH.sub(with_pitch, xml)

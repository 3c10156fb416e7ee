"""Drawings of Word: boxes and lines, given as plain numbers, written as native shapes in the colours of the theme."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.figures.charts import STATUS_SHAPES
from pipeline.documents.fitting.measure import EMU_PER_POINT, Words, line_widths
from pipeline.documents.packaging.xml_text import quoteattr
from pipeline.documents.templates.dialect import in_attribute, printed

EMU_PER_UNIT = 360  # a hundredth of a millimetre
_INSET_ACROSS, _INSET_UP = 120, 80  # from the frame of a box to its words, in hundredths of a millimetre
_SMALLEST = 8.0  # points
_PITCH = 1.2  # from one line to the next, in sizes of the type
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
# What text calls a slot of the theme, and what a shape calls it.
_TEXT_SLOTS = {"dk1": "text1", "dk2": "text2"}
_HAIRLINE = '<a:schemeClr val="accent2"/>'
_PALE = '<a:schemeClr val="accent2"><a:lumMod val="25000"/><a:lumOff val="75000"/></a:schemeClr>'
_INK = '<a:schemeClr val="tx1"/>'
_SECOND_INK = '<a:schemeClr val="tx2"/>'
_ACCENT = '<a:schemeClr val="accent1"/>'
_FILLS = {"plain": '<a:schemeClr val="bg1"/>', "accent": _PALE, "again": '<a:schemeClr val="bg2"/>'}
_ARROW = '<a:{}End type="triangle" w="med" len="med"/>'
_DIAMOND = '<a:{}End type="diamond" w="med" len="med"/>'
# Colour, width in EMU, dash, and what stands at the start and the end of a line.
_LINES = {
    "solid": (_SECOND_INK, 9525, "solid", "", ""),
    "solid arrow": (_SECOND_INK, 9525, "solid", "", _ARROW),
    "arrow": (_ACCENT, 12700, "dash", "", _ARROW),
    "both arrows": (_ACCENT, 12700, "dash", _ARROW, _ARROW),
    "dotted": (_INK, 15875, "sysDot", _DIAMOND, _DIAMOND),
}


class DrawingFrame(Struct, frozen=True):
    """The place of a drawing: its width in EMU, the typeface of its words, and the theme's colours by slot."""

    width: int
    face: str
    colours: Mapping[str, str]


class _Piece(Struct, frozen=True):
    """Words as they are set: their look, and the slot of their colour."""

    words: Words
    slot: str
    arial: bool = False


def render_drawing(frame: DrawingFrame, data: Mapping[str, Any], new_id: Callable[[], int]) -> tuple[Markup, int]:
    """The drawing as the XML of one group of shapes, and its height in EMU.

    It is made as wide as its frame; heights stay. Words that do not fit a box are set in 8 points, then cut with an
    ellipsis. `new_id` gives each shape a number of its own.
    """
    scale = frame.width / (data["width"] * EMU_PER_UNIT)
    height = data["height"] * EMU_PER_UNIT
    shapes = [_box_xml(frame, box, scale, new_id()) for box in data["boxes"]]
    shapes += [_line_xml(line, scale, new_id()) for line in data["lines"]]
    size = f'cx="{frame.width}" cy="{height}"'
    places = f'<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/>'
    group = f"<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{places}</a:xfrm></wpg:grpSpPr>{''.join(shapes)}"
    return Markup(
        f'<a:graphic {_NAMESPACES}><a:graphicData uri="{_GROUP}"><wpg:wgp>{group}</wpg:wgp></a:graphicData></a:graphic>'
    ), height


def _across(length: int, scale: float) -> int:
    return round(length * EMU_PER_UNIT * scale)


# --- boxes ---


def _box_xml(frame: DrawingFrame, box: Mapping[str, Any], scale: float, identity: int) -> str:
    left, right = _across(box["left"], scale), _across(box["left"] + box["width"], scale)
    room = (right - left - 2 * _INSET_ACROSS * EMU_PER_UNIT, (box["height"] - 2 * _INSET_UP) * EMU_PER_UNIT)
    pieces = [[one for words in words_ for one in _pieces(words, frame.face)] for words_ in box["paragraphs"]]
    text = "".join(_paragraph_xml(frame, paragraph) for paragraph in _fitted(pieces, *room))
    top, height = box["top"] * EMU_PER_UNIT, box["height"] * EMU_PER_UNIT
    across, up = _INSET_ACROSS * EMU_PER_UNIT, _INSET_UP * EMU_PER_UNIT
    return (
        f'<wps:wsp><wps:cNvPr id="{identity}" name="{in_attribute(box["name"])}"/><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{right - left}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_ground(box)}</wps:spPr>'
        f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr wrap="square" lIns="{across}" tIns="{up}" rIns="{across}" bIns="{up}" anchor="ctr">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )


def _ground(box: Mapping[str, Any]) -> str:
    """The fill and the frame of a box by its look."""
    if box["look"] == "label":
        return "<a:noFill/><a:ln><a:noFill/></a:ln>"
    fill = f"<a:solidFill>{_FILLS[box['look']]}</a:solidFill>"
    if box["heavy"]:
        return f'{fill}<a:ln w="22225"><a:solidFill>{_INK}</a:solidFill></a:ln>'
    dash = '<a:prstDash val="dash"/>' if box["look"] == "again" else ""
    return f'{fill}<a:ln w="6350"><a:solidFill>{_HAIRLINE}</a:solidFill>{dash}</a:ln>'


def _pieces(words: Mapping[str, Any], face: str) -> list[_Piece]:
    text = words["text"]
    if words["look"] == "name":
        return [_Piece(Words(text, face, 9), "dk1")]
    if words["look"] == "strong":
        return [_Piece(Words(text, face, 9, bold=True), "dk1")]
    shape, space, word = text.partition(" ")
    if words["look"] == "status" and shape in STATUS_SHAPES and space:
        slot, _ = STATUS_SHAPES[shape]
        slot = "dk2" if slot == "tx2" else slot
        return [
            _Piece(Words(shape, "Arial", 8), slot, arial=True),
            _Piece(Words(f"\u00a0{word}", face, 8, bold=True), slot),
        ]
    return [_Piece(Words(text, face, 8), "dk2")]


def _fitted(paragraphs: list[list[_Piece]], width: int, height: int) -> list[list[_Piece]]:
    """The paragraphs in a size, and if need be cut, so that they fit a room of this width and height in EMU."""
    if _height(paragraphs, width) <= height:
        return paragraphs
    small = [[replace(piece, words=replace(piece.words, size=_SMALLEST)) for piece in one] for one in paragraphs]
    spare = int(height // (_SMALLEST * _PITCH * EMU_PER_POINT)) - len(small)
    fitted = []
    for one in small:
        allowed = min(_lines(one, width), 1 + max(spare, 0))
        spare -= allowed - 1
        fitted.append(_cut(one, width, allowed))
    return fitted


def _height(paragraphs: Iterable[Sequence[_Piece]], width: int) -> float:
    return sum(_lines(one, width) * _size(one) * _PITCH * EMU_PER_POINT for one in paragraphs)


def _size(paragraph: Sequence[_Piece]) -> float:
    return max((piece.words.size for piece in paragraph), default=_SMALLEST)


def _lines(paragraph: Sequence[_Piece], width: int) -> int:
    """How many lines a paragraph takes; a word that is wider than the room goes on in the next line."""
    return sum(max(1, ceil(line / width)) for line in line_widths([piece.words for piece in paragraph], width))


def _cut(paragraph: list[_Piece], width: int, lines: int) -> list[_Piece]:
    """The paragraph in so many lines: its longest words end with an ellipsis where they must."""
    while _lines(paragraph, width) > lines:
        at = max(range(len(paragraph)), key=lambda number: len(paragraph[number].words.text))
        kept = paragraph[at].words.text.removesuffix("…")[:-1].rstrip()
        if not kept:
            break
        paragraph[at] = replace(paragraph[at], words=replace(paragraph[at].words, text=f"{kept}…"))
    return paragraph


def _paragraph_xml(frame: DrawingFrame, paragraph: Sequence[_Piece]) -> str:
    pitch = round(_size(paragraph) * _PITCH * 20)
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    runs = "".join(_run_xml(frame, piece) for piece in paragraph)
    return f'<w:p><w:pPr>{spacing}<w:ind w:left="0" w:right="0" w:firstLine="0"/></w:pPr>{runs}</w:p>'


def _run_xml(frame: DrawingFrame, piece: _Piece) -> str:
    words = piece.words
    fonts = (
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        if piece.arial
        else '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/>'
    )
    weight = "<w:b/><w:bCs/>" if words.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    slot = _TEXT_SLOTS.get(piece.slot, piece.slot)
    value = frame.colours.get(piece.slot, "auto")
    size = round(words.size * 2)
    return (
        f'<w:r><w:rPr>{fonts}{weight}<w:color w:val="{value}" w:themeColor="{slot}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{printed(words.text.replace(chr(10), " "))}</w:t></w:r>'
    )


# --- lines ---


def _line_xml(line: Mapping[str, Any], scale: float, identity: int) -> str:
    """A line as one shape without a fill, its path through all the points."""
    points = [(_across(x, scale), y * EMU_PER_UNIT) for x, y in line["points"]]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    steps = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in points]
    path = f"<a:moveTo>{steps[0]}</a:moveTo>" + "".join(f"<a:lnTo>{step}</a:lnTo>" for step in steps[1:])
    ink, weight, dash, start, end = _LINES[line["look"]]
    return (
        f'<wps:wsp><wps:cNvPr id="{identity}" name={quoteattr(line["look"].capitalize())}/><wps:cNvSpPr/>'
        f'<wps:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}" fill="none">{path}</a:path></a:pathLst></a:custGeom><a:noFill/>'
        f'<a:ln w="{weight}"><a:solidFill>{ink}</a:solidFill><a:prstDash val="{dash}"/><a:miter lim="800000"/>'
        f"{start.format('head')}{end.format('tail')}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )

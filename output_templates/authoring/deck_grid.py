"""The grid and the type of the default decks, and the few pieces of XML that slides and layouts have in common.

All lengths are inches on a slide of 13.333 x 7.5.
"""

from xml.sax.saxutils import quoteattr

SLIDE_WIDTH = 13.333
SLIDE_EMU = (12_192_000, 6_858_000)
LEFT, WIDTH = 0.667, 12.0
BODY_TOP, BODY_END = 1.75, 6.0
HEAD = 0.417
HANG = 0.25  # how far fills reach beyond the text they hold
BAND_TOP, BAND_HEIGHT = 6.125, 0.5
LABEL_WIDTH, TEXT_LEFT = 2.042, 2.708

TITLE, LARGE, LEAD, TEXT, SMALL = 28, 36, 20, 14, 12  # points

LANGUAGE = "en-GB"

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def emu(inches: float) -> int:
    """A length in EMU, of which 914,400 make an inch."""
    return round(inches * 914_400)


def frame_xml(left: float, top: float, width: float, height: float) -> str:
    """Where a shape stands."""
    return f'<a:xfrm><a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>'


def body_properties(anchor: str, inset: float = 0) -> str:
    """A text that keeps the size of its shape, with an inset at its left and right, and half of it above and below."""
    insets = f'lIns="{emu(inset)}" tIns="{emu(inset / 2)}" rIns="{emu(inset)}" bIns="{emu(inset / 2)}"'
    return f'<a:bodyPr vert="horz" wrap="square" {insets} anchor="{anchor}"><a:noAutofit/></a:bodyPr>'


def picture_xml(number: str, name: str, text: str, use: str, relation: str, frame: str) -> str:
    """A picture with its alternative text; `frame` is where it stands."""
    return (
        f'<p:pic {NAMESPACES}><p:nvPicPr><p:cNvPr id="{number}" name={quoteattr(name)} descr={quoteattr(text)}/>'
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>{use}</p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )

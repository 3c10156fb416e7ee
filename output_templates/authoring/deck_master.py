"""The master and the layouts of the default decks: what a slide that people add in PowerPoint begins with."""

import io
from dataclasses import dataclass
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml

from output_templates.authoring.brand import LOGO_RATIO, logo_png
from output_templates.authoring.deck_grid import (
    BAND_HEIGHT,
    BAND_TOP,
    BODY_END,
    BODY_TOP,
    HANG,
    LANGUAGE,
    LARGE,
    LEAD,
    LEFT,
    NAMESPACES,
    SLIDE_WIDTH,
    SMALL,
    TEXT,
    TEXT_LEFT,
    TITLE,
    WIDTH,
    body_properties,
    emu,
    frame_xml,
    picture_xml,
)

COVER, SECTION, STATEMENT, TABLE, CHART, COLUMNS, APPENDIX = (
    "Title",
    "Section",
    "Statement",
    "Table",
    "Chart and reading",
    "Two columns",
    "Appendix",
)
COVER_NAME = 60  # points
LOGO_PIXELS = 600
PANEL_LEFT, PANEL_WIDTH = 8.583, 4.333  # hangs beside the grid; the text in it stands on the grid
BODY_HEIGHT = BODY_END - BODY_TOP
STYLE = "{6B1F2C0E-52A4-4D0A-9E5B-2B7D0C6A91E3}"  # of the tables that people insert

_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_FIELD = 'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"'


@dataclass(frozen=True)
class Holder:
    """A placeholder: `kind` as PowerPoint writes it, its frame in inches, its text's format and its prompt."""

    name: str
    kind: str
    frame: tuple[float, float, float, float]
    prompt: str
    style: str = ""
    anchor: str = "t"
    fill: str = ""
    inset: float = 0

    def xml(self, number: int) -> str:
        ground = f'<a:solidFill><a:schemeClr val="{self.fill}"/></a:solidFill>' if self.fill else ""
        words = self.prompt if self.prompt.startswith("<") else _words(self.prompt)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{self.name}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {self.kind}/></p:nvPr></p:nvSpPr>'
            f'<p:spPr>{frame_xml(*self.frame)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
            f"<p:txBody>{body_properties(self.anchor, self.inset)}<a:lstStyle>{self.style}</a:lstStyle>"
            f"<a:p>{words}</a:p></p:txBody></p:sp>"
        )


def _words(text: str) -> str:
    return f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{text}</a:t></a:r>'


def _level(
    size: float,
    colour: str,
    *,
    bold: bool = False,
    font: str = "mn",
    align: str = "l",
    spacing: int = 100,
    before: float = 0,
    number: int = 1,
) -> str:
    """The format of one level of text; those below the first hang behind a dash.

    The first says nothing of its margin: LibreOffice loses the tabs of table cells where a master does.
    """
    hanging = emu(0.24)
    place = f' marL="{hanging * (number - 1)}" indent="-{hanging}"' if number > 1 else ""
    bullet = '<a:buFont typeface="Arial"/><a:buChar char="–"/>' if number > 1 else "<a:buNone/>"
    return (
        f'<a:lvl{number}pPr{place} algn="{align}"><a:lnSpc><a:spcPct val="{spacing * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>{bullet}'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" i="0"><a:solidFill><a:schemeClr val="{colour}"/>'
        f'</a:solidFill><a:latin typeface="+{font}-lt"/></a:defRPr></a:lvl{number}pPr>'
    )


def _levels(size: float, colour: str = "tx1", spacing: int = 100) -> str:
    """Five levels of text: the first plain, the second of the same size, the others small."""
    sizes = (size, size, SMALL, SMALL, SMALL)
    return "".join(
        _level(one, colour, spacing=spacing, before=6 if number == 1 else 3, number=number)
        for number, one in enumerate(sizes, 1)
    )


# --- placeholders ---

_HEADLINE = Holder(
    "Title", 'type="title"', (LEFT, 0.625, 8.938, 1.0), "One sentence that says what the data says, two lines at most"
)
_KICKER = Holder(
    "Kicker",
    'type="body" sz="quarter" idx="10"',
    (LEFT, 0.375, 9.958, 0.25),
    "Name of the slide",
    _level(SMALL, "accent1", bold=True),
    "ctr",
)
_BAND = Holder(
    "What follows",
    'type="body" sz="quarter" idx="15"',
    (LEFT - HANG, BAND_TOP, WIDTH + 2 * HANG, BAND_HEIGHT),
    "What follows from it, in one line",
    _level(TEXT, "tx1"),
    "ctr",
    "bg2",
    HANG,
)


def _footer(kind: str) -> Holder:
    frame = (TEXT_LEFT, 6.885, 6.896, 0.23)
    return Holder("Footer", f'type="ftr" sz="quarter" {kind}', frame, "Footer", _level(SMALL, "tx2"), "ctr")


def _number(kind: str) -> Holder:
    field = f'<a:fld {_FIELD}><a:rPr lang="{LANGUAGE}"/><a:t>1</a:t></a:fld>'
    style = _level(SMALL, "tx1", bold=True, align="r")
    return Holder(
        "Page number", f'type="sldNum" sz="quarter" {kind}', (11.896, 6.885, 0.771, 0.23), field, style, "ctr"
    )


def _text(number: int, name: str, frame: tuple[float, float, float, float], prompt: str, size: float = TEXT) -> Holder:
    return Holder(name, f'type="body" sz="quarter" idx="{number}"', frame, prompt, _levels(size))


def _content(*holders: Holder, headline: Holder = _HEADLINE) -> tuple[Holder, ...]:
    """The placeholders of a slide with a kicker, a title, these, a footer and a page number."""
    return (_KICKER, headline, *holders, _footer('idx="11"'), _number('idx="12"'))


_MASTER = (
    _HEADLINE,
    Holder("Text", 'type="body" idx="1"', (LEFT, BODY_TOP, WIDTH, BODY_HEIGHT), "Text"),
    _footer('idx="3"'),
    _number('idx="4"'),
)
_COVER = (
    Holder(
        "Title",
        'type="title"',
        (LEFT, 2.1, WIDTH, 1.15),
        "Name of the client",
        _level(COVER_NAME, "bg1", font="mj", spacing=95),
        "b",
    ),
)
_SECTION = (
    Holder(
        "Title",
        'type="title"',
        (LEFT, 2.1, WIDTH, 1.65),
        "Name of the part that begins here",
        _level(LARGE, "bg1", font="mj", spacing=95),
        "b",
    ),
    _text(13, "Text", (LEFT, 4.4, 8.938, 1.6), "The question that this part answers", LEAD),
    _footer('idx="11"'),
    _number('idx="12"'),
)
_STATEMENT = _content(
    _text(13, "Reason", (LEFT, 4.0, 8.938, 2.0), "Why it is so, in two or three sentences", LEAD),
    headline=Holder(
        "Title",
        'type="title"',
        (LEFT, BODY_TOP, 10.979, 2.0),
        "The one sentence that everybody is to remember",
        _level(LARGE, "accent1", font="mj", spacing=95),
        "t",
    ),
)
_TABLE = _content(
    Holder(
        "Table",
        'type="tbl" idx="13"',
        (LEFT, BODY_TOP, WIDTH, BODY_HEIGHT),
        "A table: words to the left, numbers to the right",
        _levels(TEXT),
    ),
    _BAND,
)
_CHART = _content(
    Holder(
        "Chart",
        'type="chart" sz="half" idx="13"',
        (LEFT, BODY_TOP, 7.666, BODY_HEIGHT),
        "A chart: labels at its bars, no legend, no title",
        _levels(TEXT),
    ),
    Holder(
        "Reading",
        'type="body" sz="quarter" idx="14"',
        (PANEL_LEFT, BODY_TOP, PANEL_WIDTH, BODY_HEIGHT),
        "How to read it: what moved, and why",
        _levels(TEXT, spacing=105),
        fill="bg2",
        inset=HANG,
    ),
    _BAND,
)
_COLUMNS = _content(
    _text(13, "Left", (LEFT, BODY_TOP, 5.875, BODY_HEIGHT), "One side"),
    _text(14, "Right", (6.792, BODY_TOP, 5.875, BODY_HEIGHT), "The other side"),
    _BAND,
)
_APPENDIX = _content(
    Holder(
        "Table",
        'type="tbl" idx="13"',
        (LEFT, BODY_TOP, WIDTH, 4.0),
        "A table of figures: definition, source, cut-off",
        _levels(SMALL),
    ),
    _text(14, "Notes", (LEFT, 5.98, WIDTH, 0.66), "Method and remarks", SMALL),
)
_LAYOUTS = {
    COVER: _COVER,
    SECTION: _SECTION,
    STATEMENT: _STATEMENT,
    TABLE: _TABLE,
    CHART: _CHART,
    COLUMNS: _COLUMNS,
    APPENDIX: _APPENDIX,
}
_ON_ACCENT = (COVER, SECTION)  # layouts whose upper part is in the accent colour
_GROUND_SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Ground"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    f'{frame_xml(0, 0, SLIDE_WIDTH + 0.001, 4.125)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
    "</p:txBody></p:sp>"
)


# --- writing ---

_TEXT_STYLES = (
    f"<p:titleStyle>{_level(TITLE, 'tx1', font='mj', spacing=95)}</p:titleStyle>"
    f"<p:bodyStyle>{_levels(TEXT)}</p:bodyStyle><p:otherStyle>{_level(TEXT, 'tx1')}</p:otherStyle>"
)
_GROUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def _rule(side: str, points: float, colour: str) -> str:
    return (
        f'<a:{side}><a:ln w="{round(points * 12700)}" cmpd="sng"><a:solidFill>{colour}</a:solidFill></a:ln></a:{side}>'
    )


_TX1 = '<a:schemeClr val="tx1"/>'
_HAIR = '<a:schemeClr val="bg2"><a:lumMod val="90000"/></a:schemeClr>'
_TABLE_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a:tblStyleLst'
    f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{STYLE}">'
    f'<a:tblStyle styleId="{STYLE}" styleName="Keyplan">'
    '<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>'
    f"{_rule('bottom', 0.75, _HAIR)}{_rule('insideH', 0.75, _HAIR)}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle>"
    "</a:wholeTbl>"
    '<a:lastRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle>'
    f"<a:tcStyle><a:tcBdr>{_rule('top', 1, _TX1)}</a:tcBdr></a:tcStyle></a:lastRow>"
    '<a:firstRow><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx2"/></a:tcTxStyle>'
    f"<a:tcStyle><a:tcBdr>{_rule('bottom', 1, _TX1)}</a:tcBdr></a:tcStyle></a:firstRow>"
    "</a:tblStyle></a:tblStyleLst>"
)


def write_master(presentation: Any) -> None:
    """Give a presentation of python-pptx this master, these layouts and the style of the tables inserted later."""
    layouts = list(presentation.slide_layouts)
    for layout in layouts[len(_LAYOUTS) :]:
        presentation.slide_layouts.remove(layout)
    for relation in list(presentation.part.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS:
            presentation.part.drop_rel(relation.rId)
        elif relation.reltype == RELATIONSHIP_TYPE.TABLE_STYLES:
            relation.target_part._blob = _TABLE_STYLES.encode()
    element = presentation.slide_master._element
    element.replace(element.cSld, _slide_data("", _GROUND, "", _MASTER))
    styles = element.find(f"{{{element.nsmap['p']}}}txStyles")
    element.replace(styles, parse_xml(f"<p:txStyles {NAMESPACES}>{_TEXT_STYLES}</p:txStyles>"))
    for layout, (name, holders) in zip(layouts, _LAYOUTS.items(), strict=False):
        _write_layout(layout, name, holders)


def _write_layout(layout: Any, name: str, holders: tuple[Holder, ...]) -> None:
    element = layout._element
    element.attrib.clear()
    element.set("preserve", "1")
    shape = _GROUND_SHAPE if name in _ON_ACCENT else ""
    element.replace(element.cSld, _slide_data(f' name="{name}"', "", shape, holders))
    if name == COVER:
        _place_logo(layout, LEFT, 6.7, 1.29)
    else:
        _place_logo(layout, LEFT, 6.9, 0.87)


def _slide_data(name: str, ground: str, shape: str, holders: tuple[Holder, ...]) -> Any:
    shapes = "".join(one.xml(number) for number, one in enumerate(holders, 3))
    return parse_xml(f"<p:cSld {NAMESPACES}{name}>{ground}<p:spTree>{_GROUP}{shape}{shapes}</p:spTree></p:cSld>")


def _place_logo(layout: Any, left: float, top: float, width: float) -> None:
    """The company's logo, with its name as alternative text."""
    _, relation = layout.part.get_or_add_image_part(io.BytesIO(logo_png(LOGO_PIXELS)))
    tree = layout._element.cSld.spTree
    identity = 1 + max(int(text) for text in tree.xpath("//@id") if text.isdigit())
    frame = frame_xml(left, top, width, width * LOGO_RATIO)
    use = '<p:nvPr userDrawn="1"/>'
    tree.append(parse_xml(picture_xml(str(identity), "Logo", "{{ about.company }}", use, relation, frame)))

"""The styles of the default Word templates: sizes and spacing in points, colours and fonts by theme slot only."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from output_templates.authoring.theme import PALETTE

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LANGUAGE = "en-GB"
TEXT_WIDTH = 166  # mm

# Theme slots under the names that Word gives them, with the shade or the tint that is meant.
_WORD_SLOTS = {
    "dk1": ("text1", "dk1", ""),
    "dk2": ("text2", "dk2", ""),
    "lt1": ("background1", "lt1", ""),
    "lt2": ("background2", "lt2", ""),
    "hairline": ("background2", "E2DCCF", 'themeShade="E6"'),
    "cover text": ("accent1", "B7EBF7", 'themeTint="33"'),
    "watch line": ("accent4", "9A5B00", ""),
    **{f"accent{number}": (f"accent{number}", f"accent{number}", "") for number in range(1, 7)},
}


def colour(slot: str, prefix: str = "theme", value: str = "val") -> str:
    """The attributes of a colour by theme slot: "theme" for text and borders, "themeFill" for a ground.

    The hexadecimal value beside it is what programs show that do not read themes.
    """
    name, base, shade = _WORD_SLOTS[slot]
    tint = shade.replace("theme", f"w:{prefix}", 1) if shade else ""
    kind = "themeColor" if prefix == "theme" else prefix
    return f'w:{value}="{PALETTE.get(base, base)}" w:{kind}="{name}" {tint}'.rstrip()


def border(side: str, slot: str, size: float, space: float = 0) -> str:
    """A border line of a paragraph, a table or a cell; size and space in points."""
    return f'<w:{side} w:val="single" w:sz="{round(size * 8)}" w:space="{round(space)}" {colour(slot, value="color")}/>'


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def mm(length: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph or a character style; lengths in points, tabs in millimetres with their kind."""

    name: str
    size: float | None = None
    line: float | None = None
    before: float = 0
    after: float = 0
    colour: str = ""
    bold: bool = False
    heading_font: bool = False
    body_font: bool = False
    align: str = ""
    based_on: str = "Normal"
    next: str = ""
    keep_next: bool = False
    page_break: bool = False
    outline: int | None = None
    indent: float = 0
    hanging: float = 0
    right_indent: float = 0
    tabs: tuple[tuple[float, str], ...] = ()
    borders: tuple[str, ...] = ()
    fill: str = ""
    exact: bool = True

    @property
    def identity(self) -> str:
        """The id that paragraphs name the style by."""
        return self.name.replace(" ", "")


# fmt: off
PARAGRAPH_STYLES = (
    Style(name="Heading 1", size=11, line=14, after=3, colour="accent1", bold=True, page_break=True, keep_next=True,
          outline=0, next="Headline"),
    Style(name="Heading 2", size=12, line=15, before=14, after=4, bold=True, keep_next=True, outline=1),
    Style(name="Headline", size=21, line=25, after=8, heading_font=True, keep_next=True),
    Style(name="Headline Long", size=18, line=22, after=8, heading_font=True, keep_next=True),
    Style(name="Heading 2 First", size=12, line=15, after=4, bold=True, keep_next=True, outline=1),
    Style(name="Heading 2 New Page", size=12, line=15, after=4, bold=True, keep_next=True, page_break=True, outline=1),
    Style(name="Goal Scale", size=8.5, line=11, colour="dk2", keep_next=True,
          tabs=((56.4, "center"), (74.3, "center"), (92.1, "center"), (110, "center"), (127.8, "center"))),
    Style(name="Contents Title", size=11, line=14, after=3, colour="accent1", bold=True, page_break=True,
          keep_next=True),
    Style(name="Contents Headline", size=21, line=25, after=0, heading_font=True, keep_next=True),
    Style(name="Lead", size=11, line=15, after=6),
    Style(name="Vision", size=13, line=17.5, heading_font=True),
    Style(name="Vision Label", size=11, line=17.5, colour="accent1", bold=True),
    Style(name="Formula", size=10, line=14.5, before=5, after=4, indent=7, right_indent=7, fill="lt2",
          borders=tuple(border(side, "lt2", 0.5, 6) for side in ("top", "left", "bottom", "right"))),
    Style(name="Follow Title", size=10.5, line=13.5, colour="accent1", bold=True),
    Style(name="Follow Text", size=10, line=13.5),
    Style(name="Follow Who", size=10, line=13.5, colour="dk2", align="right"),
    Style(name="Missing", size=10, line=13.5, before=6, after=6, indent=69, hanging=69,
          borders=tuple(border(side, "watch line", 0.75, 4) for side in ("top", "bottom", "between"))),
    Style(name="Caption", size=9, line=12, before=8, after=4, keep_next=True),
    Style(name="Source", size=8.5, line=11.5, before=4, colour="dk2"),
    Style(name="Figure", exact=False, after=4),
    Style(name="Figure Right", exact=False, align="right"),
    Style(name="Chart Words", size=9, line=12, colour="dk2", tabs=((108.6, "right"), (111.4, "left")), keep_next=True),
    Style(name="Table Head", size=8.5, line=10.5, colour="dk2", keep_next=True),
    Style(name="Table Text", size=9.5, line=12.2),
    Style(name="Table Number", size=9.5, line=12.2, align="right"),
    Style(name="Table Head Number", size=8.5, line=10.5, colour="dk2", align="right", keep_next=True),
    Style(name="Table Small", size=9, line=11.6),
    Style(name="Table Small Number", size=9, line=11.6, align="right"),
    Style(name="Decision Number", size=15, line=15, heading_font=True, colour="accent1"),
    Style(name="Tile Label", size=8.5, line=11, colour="dk2"),
    Style(name="Tile Number", size=28, line=34, heading_font=True),
    Style(name="Tile Amount", size=19, line=34, heading_font=True),
    Style(name="Tile Word", size=13, line=34, bold=True),
    Style(name="Tile Figure", size=12, line=17, bold=True),
    Style(name="Tile Note", size=9.5, line=12.8),
    Style(name="Small Note", size=8.5, line=12, colour="dk2"),
    Style(name="Cover Kicker", size=14, line=18, colour="cover text"),
    Style(name="Cover Name", size=46, line=56, before=8, heading_font=True, colour="lt1"),
    Style(name="Cover Name Longest", size=20, line=24, before=8, heading_font=True, colour="lt1"),
    Style(name="Cover Name Long", size=30, line=37, before=8, heading_font=True, colour="lt1"),
    Style(name="Cover Line", size=13, line=17, colour="lt1"),
    Style(name="Cover Label", size=10.5, line=14.5, colour="dk2"),
    Style(name="Cover Text", size=10.5, line=14.5),
    Style(name="Internal Mark", size=12.5, line=15, bold=True, colour="accent5"),
    Style(name="Box Text", size=9.5, line=13.4),
    Style(name="TOC 1", size=10.5, line=13, before=1.5, indent=27, hanging=27, bold=True, keep_next=True,
          tabs=((9.5, "left"), (TEXT_WIDTH, "right")), borders=(border("top", "hairline", 0.5, 4),)),
    Style(name="TOC First", size=10.5, line=13, before=1.5, indent=27, hanging=27, bold=True, keep_next=True,
          tabs=((9.5, "left"), (TEXT_WIDTH, "right")), borders=(border("top", "dk1", 1, 4),)),
    Style(name="TOC 2", size=10, line=12.5, after=1, colour="dk2", indent=27, right_indent=40),
    Style(name="TOC End", size=1, line=2, before=4, borders=(border("top", "hairline", 0.5),)),
    Style(name="Header", size=8.5, line=11, colour="dk2", tabs=((TEXT_WIDTH, "right"),)),
    Style(name="Footer", size=8.5, line=11, colour="dk2", tabs=((29, "left"), (TEXT_WIDTH, "right")),
          borders=(border("top", "hairline", 0.5, 5),)),
    Style(name="Nothing", size=1, line=1),
)
# fmt: on

CHARACTER_STYLES = (
    Style(name="Second", colour="dk2", based_on=""),
    Style(name="Strong Accent", colour="accent1", bold=True, based_on=""),
    Style(name="Bold", bold=True, colour="dk1", based_on=""),
    Style(name="Good", colour="accent3", bold=True, based_on=""),
    Style(name="Watch", colour="accent4", bold=True, based_on=""),
    Style(name="Bad", colour="accent5", bold=True, based_on=""),
    Style(name="Open", colour="accent1", bold=True, based_on=""),
    Style(name="None", colour="dk2", bold=True, based_on=""),
    Style(name="Tile Unit", size=9.5, colour="dk2", body_font=True, based_on=""),
    Style(name="Hyperlink", colour="dk1", based_on=""),
)

_BUILT_IN = ("Heading 1", "Heading 2", "TOC 1", "TOC 2", "Header", "Footer", "Caption", "Hyperlink")


def _font(kind: str) -> str:
    """The theme's fonts for "minor" (body) or "major" (headings) text."""
    faces = (("ascii", "HAnsi"), ("hAnsi", "HAnsi"), ("eastAsia", "EastAsia"))
    themes = "".join(f' w:{face}Theme="{kind}{script}"' for face, script in faces)
    return f'<w:rFonts{themes} w:cstheme="{kind}Bidi"/>'


BODY_FONT = _font("minor")
HEADING_FONT = _font("major")


def write_styles(document: Any, language: str = LANGUAGE) -> None:
    """Give a python-docx document these styles and no others."""
    root = document.styles.element
    for child in list(root):
        root.remove(child)
    for xml in (
        _defaults(language),
        *_built_in(),
        *map(_paragraph_style, PARAGRAPH_STYLES),
        *map(_character_style, CHARACTER_STYLES),
        *_tables(),
    ):
        root.append(parse_xml(xml.replace(">", f" {NAMESPACE}>", 1) if xml[-2:] != "/>" else xml))


def _defaults(language: str) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{BODY_FONT}"
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
    )


def _built_in() -> tuple[str, ...]:
    spacing = f'<w:spacing w:before="0" w:after="{twips(5)}" w:line="{twips(14.5)}" w:lineRule="exact"/>'
    look = f'<w:rPr><w:color {colour("dk1")}/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    no_margins = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_margins(0, 0, 0, 0)}</w:tblPr>'
    return (
        _default_style("paragraph", "Normal", f"<w:qFormat/><w:pPr><w:widowControl/>{spacing}</w:pPr>{look}"),
        _default_style("character", "Default Paragraph Font", "<w:semiHidden/>"),
        _default_style("table", "Normal Table", f"<w:semiHidden/>{no_margins}", "TableNormal"),
        _default_style("numbering", "No List", "<w:semiHidden/>"),
    )


def _default_style(kind: str, name: str, inside: str, identity: str = "") -> str:
    identity = identity or name.replace(" ", "")
    return f'<w:style w:type="{kind}" w:default="1" w:styleId="{identity}"><w:name w:val="{name}"/>{inside}</w:style>'


def _paragraph_style(style: Style) -> str:
    flags = "".join(
        f"<w:{name}/>"
        for name, wanted in (
            ("keepNext", style.keep_next),
            ("pageBreakBefore", style.page_break),
            ("widowControl", True),
        )
        if wanted
    )
    parts = [flags]
    if style.borders:
        parts.append(f"<w:pBdr>{''.join(style.borders)}</w:pBdr>")
    if style.fill:
        parts.append(f'<w:shd w:val="clear" w:color="auto" {colour(style.fill, "themeFill", "fill")}/>')
    if style.tabs:
        stops = "".join(f'<w:tab w:val="{kind}" w:pos="{mm(at)}"/>' for at, kind in style.tabs)
        parts.append(f"<w:tabs>{stops}</w:tabs>")
    rule = f'w:line="{twips(style.line or 12)}" w:lineRule="exact"' if style.exact else 'w:line="240" w:lineRule="auto"'
    parts.append(f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" {rule}/>')
    if style.indent or style.right_indent:
        sides = f'w:left="{twips(style.indent)}" w:right="{twips(style.right_indent)}"'
        parts.append(f'<w:ind {sides} w:hanging="{twips(style.hanging)}"/>')
    if style.align:
        parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{style.outline}"/>')
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{_custom(style)} w:styleId="{style.identity}">'
        f"<w:name w:val={quoteattr(_word_name(style.name))}/>"
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{''.join(parts)}</w:pPr>{_run_properties(style)}</w:style>"
    )


def _custom(style: Style) -> str:
    return "" if style.name in _BUILT_IN else ' w:customStyle="1"'


def _word_name(name: str) -> str:
    """Word writes the names of its own paragraph styles in lower case."""
    return name.lower() if name in _BUILT_IN else name


def _character_style(style: Style) -> str:
    return (
        f'<w:style w:type="character"{_custom(style)} w:styleId="{style.identity}">'
        f"<w:name w:val={quoteattr(style.name)}/><w:qFormat/>{_run_properties(style)}</w:style>"
    )


def _run_properties(style: Style) -> str:
    parts = [HEADING_FONT if style.heading_font else BODY_FONT if style.body_font else ""]
    if style.bold:
        parts.append("<w:b/><w:bCs/>")
    if style.colour:
        parts.append(f"<w:color {colour(style.colour)}/>")
    if style.size:
        parts.append(f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>')
    inside = "".join(parts)
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def _tables() -> tuple[str, ...]:
    """Keyplan: rows parted by hairlines under a head with a rule. Tiles: figures beside each other under a rule."""
    inside, below = border("insideH", "hairline", 0.5), border("bottom", "hairline", 0.5)
    beside, above = border("insideV", "hairline", 0.5), border("top", "dk1", 1)
    head = f'<w:tcBorders>{border("bottom", "dk1", 1)}</w:tcBorders><w:vAlign w:val="bottom"/>'
    rows = (
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{head}</w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders>{above}</w:tcBorders></w:tcPr></w:tblStylePr>'
    )
    return (
        _table_style("Keyplan", f"{below}{inside}", _margins(3, 0, 3, 7), rows),
        _table_style("Tiles", f"{above}{below}{inside}{beside}", _margins(6, 0, 6, 6)),
        _table_style("Band", "", _margins(2, 0, 2, 8)),
    )


def _table_style(name: str, borders: str, margins: str, rows: str = "") -> str:
    lines = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>{lines}{margins}</w:tblPr>{rows}</w:style>'
    )


def write_settings(document: Any, language: str = LANGUAGE) -> None:
    """Give the document the settings of a current Word, its fields worked out when it is opened, and no others."""
    root = document.settings.element
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:settings {NAMESPACE}>{_SETTINGS % language}</w:settings>"):
        root.append(child)


_COMPATIBLE = "".join(
    f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    )
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:updateFields w:val="true"/>'
    f"<w:compat>{_COMPATIBLE}</w:compat>"
    '<w:themeFontLang w:val="%s"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
    ' w:accent2="accent2"'
    ' w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink"'
    ' w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)


def _margins(top: float, left: float, bottom: float, right: float) -> str:
    sides = zip(("top", "left", "bottom", "right"), (top, left, bottom, right), strict=True)
    inside = "".join(f'<w:{side} w:w="{twips(length)}" w:type="dxa"/>' for side, length in sides)
    return f"<w:tblCellMar>{inside}</w:tblCellMar>"

"""The blocks that the default decks are built of: grid, type, layouts, tables, status cells, band and footer.

All lengths are inches on a slide of 13.333 x 7.5; colours are theme slots and fonts are the theme's two, so that
another brand changes the theme and the logo and no slide.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml

from output_templates.authoring.brand import LOGO_RATIO, logo_png, stand_in_png
from output_templates.authoring.chart_xml import place_in_slide
from output_templates.authoring.theme import set_theme
from pipeline.documents.package import read_package, write_package

SLIDE_WIDTH = 13.333
SLIDE_EMU = (12_192_000, 6_858_000)
LEFT, WIDTH = 0.667, 12.0
BODY_TOP, BODY_END = 1.75, 6.0
HEAD = 0.417
HANG = 0.25  # how far fills reach beyond the text they hold
BAND_TOP, BAND_HEIGHT = 6.125, 0.5
LABEL_WIDTH, TEXT_LEFT = 2.042, 2.708

TITLE, LARGE, LEAD, TEXT, SMALL = 28, 36, 20, 14, 12  # points

# From one line to the next, in sizes of the type. Lines are set in points, because LibreOffice sets per cents closer in
# table cells than PowerPoint does.
LINE_PITCH = 1.2
BULLET_SPACING = '<a:spcPct val="95000"/>'

LANGUAGE = "en-GB"
LOGO_PIXELS = 600

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NO_STYLE_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def emu(inches: float) -> int:
    """A length in EMU, of which 914,400 make an inch."""
    return round(inches * 914_400)


# --- text ---


@dataclass(frozen=True)
class Run:
    """Words in one format: `colour` is a theme slot, `font` is "mn" for text, "mj" for headings, or a font's name."""

    text: str
    size: float = TEXT
    bold: bool = False
    colour: str = "tx1"
    font: str = "mn"

    def xml(self) -> str:
        return f"<a:r>{_properties('rPr', self)}<a:t>{escape(self.text)}</a:t></a:r>"


@dataclass(frozen=True)
class Paragraph:
    """Runs with what holds for all of them: alignment, tabs in inches with their kind, spacing, a bullet."""

    runs: tuple[Run, ...]
    align: str = "l"
    before: float = 0
    spacing: int = 100
    tabs: tuple[tuple[float, str], ...] = ()
    bullet: tuple[str, int] | None = None

    def xml(self) -> str:
        hanging = f' marL="{emu(0.24)}" indent="-{emu(0.24)}"' if self.bullet else ""
        pitch = max(run.size for run in self.runs) * LINE_PITCH * self.spacing / 100
        # A larger bullet would sink below its word in a line of fixed height, and in a full one in LibreOffice.
        fixed = f'<a:spcPts val="{round(pitch * 100)}"/>'
        inside = f"<a:lnSpc>{BULLET_SPACING if self.bullet else fixed}</a:lnSpc>"
        inside += f'<a:spcBef><a:spcPts val="{round(self.before * 100)}"/></a:spcBef>'
        if self.bullet:
            shape, percent = self.bullet
            inside += (
                f'<a:buClrTx/><a:buSzPct val="{percent * 1000}"/><a:buFont typeface="Arial"/><a:buChar char="{shape}"/>'
            )
        else:
            inside += "<a:buNone/>"
        if self.tabs:
            stops = "".join(f'<a:tab pos="{emu(at)}" algn="{kind}"/>' for at, kind in self.tabs)
            inside += f"<a:tabLst>{stops}</a:tabLst>"
        end = _properties("endParaRPr", self.runs[-1])
        runs = "".join(run.xml() for run in self.runs)
        return f'<a:p><a:pPr algn="{self.align}"{hanging}>{inside}</a:pPr>{runs}{end}</a:p>'


def _properties(tag: str, run: Run) -> str:
    face = f"+{run.font}-lt" if run.font in ("mn", "mj") else run.font
    return (
        f'<a:{tag} lang="{LANGUAGE}" sz="{round(run.size * 100)}" b="{int(run.bold)}" i="0" dirty="0"><a:solidFill>'
        f'<a:schemeClr val="{run.colour}"/></a:solidFill><a:latin typeface="{face}"/></a:{tag}>'
    )


def line(
    text: str, size: float = TEXT, *, bold: bool = False, colour: str = "tx1", font: str = "mn", **more: Any
) -> Paragraph:
    """A paragraph of one run; `more` as for Paragraph."""
    return Paragraph((Run(text, size, bold, colour, font),), **more)


# --- status ---

_GOOD, _WATCH, _BAD = ("●", 130, "accent3"), ("▲", 100, "accent4"), ("■", 110, "accent5")
_GOING, _WAITING = ("○", 130, "accent1"), ("–", 100, "tx2")
GOAL_STATUSES = (
    ("met", "Met", _GOOD),
    ("on track", "On track", _GOOD),
    ("behind", "Behind", _WATCH),
    ("off track", "Off track", _BAD),
    ("not started", "Not started", _WAITING),
    ("not assessed", "Not assessed", _WAITING),
)
ACTION_STATUSES = (
    ("done", "Done", _GOOD),
    ("late", "Late", _WATCH),
    ("blocked", "Blocked", _BAD),
    ("in progress", "In progress", _GOING),
    ("not started", "Not started", _WAITING),
)
ISSUE_STATUSES = (
    ("open", "Open", _GOING),
    ("in progress", "In progress", _GOING),
    ("closed", "Closed", _GOOD),
)


def status(
    expression: str, statuses: Sequence[tuple[str, str, tuple[str, int, str]]], before: float = 0
) -> list[Paragraph]:
    """One paragraph for each status, each guarded by its condition: a word, a shape and a colour.

    `before` is the space before it in points.
    """
    return [
        line(
            f"{{%p if {expression} == '{value}' %}}{word}{{%p endif %}}",
            bold=True,
            colour=colour,
            bullet=(shape, percent),
            before=before,
        )
        for value, word, (shape, percent, colour) in statuses
    ]


# --- tables ---

Rule = tuple[float, str]
HEAD_RULE: Rule = (1.0, "tx1")
HAIRLINE: Rule = (0.75, "hairline")


@dataclass(frozen=True)
class Cell:
    """A table cell: paragraphs, where they stand, insets and rules; `span` is how many columns it takes."""

    paragraphs: tuple[Paragraph, ...] = (line("", SMALL),)
    anchor: str = "ctr"
    right: float = 0
    top_inset: float = 0.02
    bottom_inset: float = 0.02
    fill: str = ""
    top: Rule | None = None
    bottom: Rule | None = None
    span: int = 1

    def xml(self) -> str:
        spanned = f' gridSpan="{self.span}"' if self.span > 1 else ""
        rules = "".join(
            _rule(side, rule) for side, rule in (("L", None), ("R", None), ("T", self.top), ("B", self.bottom))
        )
        fill = f'<a:solidFill><a:schemeClr val="{self.fill}"/></a:solidFill>' if self.fill else "<a:noFill/>"
        merged = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
        return (
            f"<a:tc{spanned}><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{''.join(one.xml() for one in self.paragraphs)}</a:txBody>"
            f'<a:tcPr marL="0" marR="{emu(self.right)}" marT="{emu(self.top_inset)}" marB="{emu(self.bottom_inset)}" '
            f'anchor="{self.anchor}">{rules}{fill}</a:tcPr></a:tc>' + merged * (self.span - 1)
        )


def _rule(side: str, rule: Rule | None) -> str:
    if rule is None:
        return f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    points, colour = rule
    slot = (
        '<a:schemeClr val="bg2"><a:lumMod val="90000"/></a:schemeClr>'
        if colour == "hairline"
        else f'<a:schemeClr val="{colour}"/>'
    )
    return (
        f'<a:ln{side} w="{round(points * 12700)}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill>{slot}</a:solidFill>'
        f'<a:prstDash val="solid"/></a:ln{side}>'
    )


def cell(*paragraphs: Paragraph, **more: Any) -> Cell:
    """A cell with these paragraphs; `more` as for Cell."""
    return Cell(tuple(paragraphs) or (line("", SMALL),), **more)


@dataclass(frozen=True)
class Row:
    """A table row of at least this height."""

    height: float
    cells: tuple[Cell, ...]

    def xml(self) -> str:
        return f'<a:tr h="{emu(self.height)}">{"".join(one.xml() for one in self.cells)}</a:tr>'


def row(height: float, *cells: Cell, top: Rule | None = None, bottom: Rule | None = None) -> Row:
    """A row; its rules are those of its cells that have none of their own."""
    return Row(height, tuple(replace(one, top=one.top or top, bottom=one.bottom or bottom) for one in cells))


def tag_row(tag: str, columns: int) -> Row:
    """A row that holds nothing but a tag."""
    return Row(0.2, (cell(line(tag, SMALL)), *(cell() for _ in range(columns - 1))))


def head(*titles: tuple[str, str] | Cell) -> Row:
    """The head of a table: words and their alignment, at the foot of the row, over the head rule."""
    cells = [one if isinstance(one, Cell) else _head_cell(*one) for one in titles]
    return row(HEAD, *cells, bottom=HEAD_RULE)


def _head_cell(title: str, align: str) -> Cell:
    return head_cell(line(title, SMALL, colour="tx2", align=align), right=0.125 if align == "r" else 0)


def head_cell(*paragraphs: Paragraph, **more: Any) -> Cell:
    """A cell of a head row."""
    return cell(*paragraphs, anchor="b", bottom_inset=0.083, **more)


def looped(loop: str, first: Row, other: Row) -> list[Row]:
    """Rows for a loop whose first row differs from the others (its rule stands on top)."""
    columns = sum(one.span for one in first.cells)
    return [
        tag_row(f"{{%tr for {loop} %}}", columns),
        tag_row("{%tr if loop.first %}", columns),
        first,
        tag_row("{%tr else %}", columns),
        other,
        tag_row("{%tr endif %}", columns),
        tag_row("{%tr endfor %}", columns),
    ]


def wrapped(opening: str, rows: Iterable[Row], closing: str) -> list[Row]:
    """Rows between a row with an opening and a row with a closing tag."""
    rows = list(rows)
    columns = sum(one.span for one in rows[0].cells)
    return [tag_row(opening, columns), *rows, tag_row(closing, columns)]


# --- slides ---


@dataclass
class Deck:
    """A presentation while it is authored."""

    presentation: Any
    title_layout: Any
    content_layout: Any
    ids: dict[int, int] = field(default_factory=dict)


def new_deck() -> Deck:
    """An empty presentation with one master and two layouts, in the default brand."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = SLIDE_EMU
    presentation.element.sldSz.attrib.pop("type", None)
    layouts = list(presentation.slide_layouts)
    for layout in layouts[2:]:
        presentation.slide_layouts.remove(layout)
    _drop_printer_settings(presentation)
    set_theme(presentation)
    _write_master(presentation.slide_master)
    title, content = layouts[:2]
    _write_layout(title, "Title", _TITLE_SHAPES)
    _write_layout(content, "Content", _CONTENT_SHAPES)
    _place_logo(title, 0.667, 6.7, 1.29)
    _place_logo(content, 0.667, 6.9, 0.87)
    return Deck(presentation, title, content)


def add_slide(deck: Deck, layout: Any, *directives: str) -> Any:
    """An empty slide; each directive is a line at the start of its notes."""
    slide = deck.presentation.slides.add_slide(layout)
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    if directives:
        slide.notes_slide.notes_text_frame.text = "\n".join(directives)
    return slide


def content_slide(deck: Deck, kicker: str, title: str, *directives: str) -> Any:
    """A slide with its kicker and title; the body follows, then `finish`."""
    slide = add_slide(deck, deck.content_layout, *directives)
    placeholder(slide, "Kicker", 'type="body" idx="10"', kicker)
    placeholder(slide, "Title", 'type="title"', title)
    return slide


def finish(slide: Any, footer: str, band: str = "", name: str = "Band") -> None:
    """Put the band (rows of label and text of the expression `band`, left out where it is none) and the footer."""
    if band:
        band_table(slide, band, name)
    placeholder(slide, "Footer", 'type="ftr" idx="11"', footer)
    _slide_number(slide)


def band_table(slide: Any, expression: str, name: str = "Band") -> None:
    """The band at the foot of the body: it vanishes with its row where the expression is none."""
    label = line(f"{{%tr if {expression} %}}{{{{ {expression}.label }}}}", bold=True, colour="accent1")
    text = line(f"{{{{ {expression}.text }}}}{{%tr endif %}}")
    cells = (cell(fill="bg2"), cell(label, fill="bg2"), cell(text, fill="bg2", right=HANG))
    widths = (HANG, LABEL_WIDTH, 12.5 - HANG - LABEL_WIDTH)
    table(slide, name, LEFT - HANG, BAND_TOP, widths, [Row(BAND_HEIGHT, cells)])


def table(
    slide: Any, name: str, left: float, top: float, widths: Sequence[float], rows: Sequence[Row], *, heads: bool = False
) -> None:
    """A native table without a style; `heads` says that its first row is a head."""
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
    height = sum(one.height for one in rows)
    _append(
        slide,
        f'<p:graphicFrame {_NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{{id}}" name={quoteattr(name)}/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(sum(widths))}" cy="{emu(height)}"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="{int(heads)}"><a:tableStyleId>{_NO_STYLE_NO_GRID}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{''.join(one.xml() for one in rows)}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>",
    )


def text_box(
    slide: Any,
    name: str,
    left: float,
    top: float,
    width: float,
    height: float,
    *paragraphs: Paragraph,
    anchor: str = "t",
) -> None:
    """A text box without insets that keeps its size."""
    _append(
        slide,
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name={quoteattr(name)}/>'
        '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{_frame(left, top, width, height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"<p:txBody>{_body_properties(anchor)}<a:lstStyle/>{''.join(one.xml() for one in paragraphs)}"
        "</p:txBody></p:sp>",
    )


def chart(
    slide: Any, name: str, binding: str, design: bytes, left: float, top: float, width: float, height: float
) -> None:
    """A chart of this design, bound by its alternative text."""
    place_in_slide(slide, name, binding, design, emu(left), emu(top), emu(width), emu(height))


def picture(slide: Any, name: str, binding: str, left: float, top: float, width: float, height: float) -> None:
    """A pale stand-in for a picture, bound by its alternative text."""
    _, relation = slide.part.get_or_add_image_part(io.BytesIO(stand_in_png(width / height)))
    _append(slide, _picture_xml("{id}", name, binding, "<p:nvPr/>", relation, _frame(left, top, width, height)))


def _picture_xml(number: str, name: str, text: str, use: str, relation: str, frame: str) -> str:
    """A picture with its alternative text; `frame` is where it stands."""
    return (
        f'<p:pic {_NAMESPACES}><p:nvPicPr><p:cNvPr id="{number}" name={quoteattr(name)} descr={quoteattr(text)}/>'
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>{use}</p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def deck_bytes(deck: Deck, title: str) -> bytes:
    """The file: the same bytes each time, holding only what its slides lead to."""
    target = io.BytesIO()
    deck.presentation.save(target)
    properties = {"title": title, "author": "", "language": LANGUAGE, "date": datetime.date(2026, 1, 1)}
    return write_package("ppt/presentation.xml", read_package(target.getvalue()), properties)


def _append(slide: Any, xml: str) -> None:
    tree = slide.shapes._spTree
    identity = 1 + max(int(text) for text in tree.xpath("//@id") if text.isdigit())
    tree.append(parse_xml(xml.replace("{id}", str(identity), 1)))


def _frame(left: float, top: float, width: float, height: float) -> str:
    return f'<a:xfrm><a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>'


def _body_properties(anchor: str) -> str:
    insets = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    return f'<a:bodyPr vert="horz" wrap="square" {insets} anchor="{anchor}"><a:noAutofit/></a:bodyPr>'


def placeholder(slide: Any, name: str, kind: str, text: str) -> None:
    """A placeholder that takes place and format from its layout."""
    _append(
        slide,
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        f'<a:p><a:r><a:rPr lang="{LANGUAGE}" dirty="0"/><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>',
    )


def _slide_number(slide: Any) -> None:
    _append(
        slide,
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="Page number"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldNum" idx="12"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f'<a:p><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{LANGUAGE}"/>'
        "<a:t>1</a:t></a:fld></a:p></p:txBody></p:sp>",
    )


# --- master and layouts ---


def _layout_text(number: int, name: str, kind: str, frame: str, anchor: str, style: str, prompt: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>{_body_properties(anchor)}'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{prompt}</a:p></p:txBody></p:sp>"
    )


def _level(
    size: float, colour: str, *, bold: bool = False, font: str = "mn", align: str = "l", spacing: int = 100
) -> str:
    return (
        f'<a:lvl1pPr algn="{align}"><a:lnSpc><a:spcPct val="{spacing * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}" i="0">'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+{font}-lt"/></a:defRPr>'
        "</a:lvl1pPr>"
    )


def _prompt(text: str) -> str:
    return f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{text}</a:t></a:r>'


_FIELD = 'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"'
_NUMBER = f'<a:fld {_FIELD}><a:rPr lang="{LANGUAGE}"/><a:t>1</a:t></a:fld>'
_TITLE_FRAME = _frame(LEFT, 0.625, 8.938, 1.0)
_FOOTER_FRAME = _frame(TEXT_LEFT, 6.885, 6.896, 0.23)
_NUMBER_FRAME = _frame(11.896, 6.885, 0.771, 0.23)

_MASTER_SHAPES = (
    _layout_text(2, "Title", 'type="title"', _TITLE_FRAME, "t", "", _prompt("Title: one sentence, two lines at most"))
    + _layout_text(3, "Text", 'type="body" idx="1"', _frame(LEFT, BODY_TOP, WIDTH, 4.25), "t", "", _prompt("Text"))
    + _layout_text(
        4, "Footer", 'type="ftr" sz="quarter" idx="3"', _FOOTER_FRAME, "ctr", _level(SMALL, "tx2"), _prompt("Footer")
    )
    + _layout_text(
        5,
        "Page number",
        'type="sldNum" sz="quarter" idx="4"',
        _NUMBER_FRAME,
        "ctr",
        _level(SMALL, "tx1", bold=True, align="r"),
        _NUMBER,
    )
)
_CONTENT_SHAPES = (
    _layout_text(
        2,
        "Kicker",
        'type="body" sz="quarter" idx="10"',
        _frame(LEFT, 0.375, 9.958, 0.25),
        "ctr",
        _level(SMALL, "accent1", bold=True),
        _prompt("Name of the slide"),
    )
    + _layout_text(3, "Title", 'type="title"', _TITLE_FRAME, "t", "", _prompt("Title: one sentence, two lines at most"))
    + _layout_text(
        4, "Footer", 'type="ftr" sz="quarter" idx="11"', _FOOTER_FRAME, "ctr", _level(SMALL, "tx2"), _prompt("Footer")
    )
    + _layout_text(
        5,
        "Page number",
        'type="sldNum" sz="quarter" idx="12"',
        _NUMBER_FRAME,
        "ctr",
        _level(SMALL, "tx1", bold=True, align="r"),
        _NUMBER,
    )
)
_TITLE_SHAPES = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Ground"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    f'{_frame(0, 0, SLIDE_WIDTH + 0.001, 4.125)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
    "</p:txBody></p:sp>"
    + _layout_text(
        3,
        "Title",
        'type="title"',
        _frame(LEFT, 2.1, WIDTH, 1.15),
        "b",
        _level(60, "bg1", font="mj", spacing=95),
        _prompt("Name of the client"),
    )
)
_TEXT_STYLES = (
    f"<p:titleStyle>{_level(TITLE, 'tx1', font='mj', spacing=95)}</p:titleStyle>"
    f"<p:bodyStyle>{_level(TEXT, 'tx1')}</p:bodyStyle><p:otherStyle>{_level(TEXT, 'tx1')}</p:otherStyle>"
)
_GROUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def _write_master(master: Any) -> None:
    element = master._element
    element.replace(
        element.cSld,
        parse_xml(f"<p:cSld {_NAMESPACES}>{_GROUND}<p:spTree>{_GROUP}{_MASTER_SHAPES}</p:spTree></p:cSld>"),
    )
    styles = element.find(f"{{{element.nsmap['p']}}}txStyles")
    element.replace(styles, parse_xml(f"<p:txStyles {_NAMESPACES}>{_TEXT_STYLES}</p:txStyles>"))


def _write_layout(layout: Any, name: str, shapes: str) -> None:
    element = layout._element
    element.attrib.clear()
    element.set("preserve", "1")
    element.replace(
        element.cSld, parse_xml(f'<p:cSld {_NAMESPACES} name="{name}"><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>')
    )


def _place_logo(layout: Any, left: float, top: float, width: float) -> None:
    """The company's logo, with its name as alternative text."""
    _, relation = layout.part.get_or_add_image_part(io.BytesIO(logo_png(LOGO_PIXELS)))
    tree = layout._element.cSld.spTree
    identity = 1 + max(int(text) for text in tree.xpath("//@id") if text.isdigit())
    frame = _frame(left, top, width, width * LOGO_RATIO)
    use = '<p:nvPr userDrawn="1"/>'
    tree.append(parse_xml(_picture_xml(str(identity), "Logo", "{{ about.company }}", use, relation, frame)))


def _drop_printer_settings(presentation: Any) -> None:
    part = presentation.part
    for relation in list(part.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS:
            part.drop_rel(relation.rId)

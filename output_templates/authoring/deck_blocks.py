"""The blocks that the default decks are built of: text, tables, status cells, band and footer.

All lengths are inches on a slide of 13.333 x 7.5; colours are theme slots and fonts are the theme's two, so that
another brand changes the theme and the logo and no slide.
"""

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.oxml import parse_xml

from output_templates.authoring.brand import stand_in_png
from output_templates.authoring.chart_xml import place_in_slide
from output_templates.authoring.deck_grid import (
    BAND_HEIGHT,
    BAND_TOP,
    HANG,
    HEAD,
    LABEL_WIDTH,
    LANGUAGE,
    LEFT,
    NAMESPACES,
    SLIDE_EMU,
    SMALL,
    TEXT,
    body_properties,
    emu,
    frame_xml,
    picture_xml,
)
from output_templates.authoring.deck_master import TABLE, write_master
from output_templates.authoring.theme import set_theme
from pipeline.documents.packaging.package import read_package, write_package

# From one line to the next, in sizes of the type. Lines are set in points, because LibreOffice sets per cents closer in
# table cells than PowerPoint does.
LINE_PITCH = 1.2
BULLET_SPACING = '<a:spcPct val="95000"/>'


_NO_STYLE_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


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
MEASURE_STATUSES = (
    ("at target", "At target", _GOOD),
    ("not at target", "Not at target", _WATCH),
    ("not assessed", "Not assessed", _WAITING),
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
    layouts: Mapping[str, Any]
    ids: dict[int, int] = field(default_factory=dict)


def new_deck() -> Deck:
    """An empty presentation with the master and the layouts of the default brand."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = SLIDE_EMU
    presentation.element.sldSz.attrib.pop("type", None)
    set_theme(presentation)
    write_master(presentation)
    return Deck(presentation, {layout.name: layout for layout in presentation.slide_layouts})


def add_slide(deck: Deck, layout: str, *directives: str) -> Any:
    """An empty slide of a layout; each directive is a line at the start of its notes."""
    slide = deck.presentation.slides.add_slide(deck.layouts[layout])
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    if directives:
        slide.notes_slide.notes_text_frame.text = "\n".join(directives)
    return slide


def content_slide(deck: Deck, kicker: str, title: str, *directives: str, layout: str = TABLE) -> Any:
    """A slide with its kicker and title; the body follows, then `finish`."""
    slide = add_slide(deck, layout, *directives)
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
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{{id}}" name={quoteattr(name)}/>'
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
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name={quoteattr(name)}/>'
        '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{frame_xml(left, top, width, height)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"<p:txBody>{body_properties(anchor)}<a:lstStyle/>{''.join(one.xml() for one in paragraphs)}"
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
    _append(slide, picture_xml("{id}", name, binding, "<p:nvPr/>", relation, frame_xml(left, top, width, height)))


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


def placeholder(slide: Any, name: str, kind: str, text: str) -> None:
    """A placeholder that takes place and format from its layout."""
    _append(
        slide,
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        f'<a:p><a:r><a:rPr lang="{LANGUAGE}" dirty="0"/><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>',
    )


def _slide_number(slide: Any) -> None:
    _append(
        slide,
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="Page number"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldNum" idx="12"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f'<a:p><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{LANGUAGE}"/>'
        "<a:t>1</a:t></a:fld></a:p></p:txBody></p:sp>",
    )

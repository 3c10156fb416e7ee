"""The blocks of the default Word templates: sections, tables, tiles, bands, captions and charts, written as Word has them.

Each block returns XML with its tags in it, so that a template's script reads as the outline of its document.
"""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm

from output_templates.authoring.chart_designs import place_in_document
from output_templates.authoring.theme import set_theme
from output_templates.authoring.word_styles import LANGUAGE, border, colour, mm, twips, write_settings, write_styles
from pipeline.documents.package import read_package, write_package

RULE_BELOW = border("bottom", "dk1", 1)
RULE_ABOVE = border("top", "dk1", 1)
SHAPES = {
    "good": ("●", "Good", 1.3),
    "watch": ("▲", "Watch", 1.0),
    "bad": ("■", "Bad", 1.1),
    "open": ("○", "Open", 1.3),
    "none": ("–", "None", 1.0),
}
_GAP = "\u00a0\u00a0"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_KEPT_RELATIONS = ("styles", "settings", "theme", "fontTable", "header", "footer", "image", "chart", "package")


# Runs and paragraphs


def run(text: str, style: str = "", size: float = 0, arial: bool = False, bold: bool = False) -> str:
    """Some text in a character style; a tab in it is a tab, a line end a line break."""
    parts = [f'<w:rStyle w:val="{style.replace(" ", "")}"/>' if style else ""]
    if arial:
        parts.append('<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>')
    if bold:
        parts.append("<w:b/><w:bCs/>")
    if size:
        parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>')
    inside = "".join(parts)
    properties = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    pieces = []
    for number, piece in enumerate(text.split("\t")):
        if number:
            pieces.append("<w:tab/>")
        if piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def bold(text: str) -> str:
    """Bold words."""
    return run(text, "Bold")


def second(text: str) -> str:
    """Words in the second colour."""
    return run(text, "Second")


def accent(text: str) -> str:
    """Bold words in the accent colour."""
    return run(text, "Strong Accent")


def paragraph(style: str, *runs: str, keep_next: bool = False, right: float = 0, after: float | None = None) -> str:
    """A paragraph of runs; a plain text is one run. `right` is an indent in points."""
    inside = "".join(one if one.startswith("<w:") else run(one) for one in runs if one)
    more = "<w:keepNext/>" if keep_next else ""
    more += f'<w:spacing w:after="{twips(after)}"/>' if after is not None else ""
    more += f'<w:ind w:right="{twips(right)}"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/>{more}</w:pPr>{inside}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a tag and vanishes with it."""
    return paragraph("Nothing", run(text))


def when(condition: str, *blocks: str) -> str:
    """Blocks that are there if the condition holds."""
    return tag(f"{{%p if {condition} %}}") + "".join(blocks) + tag("{%p endif %}")


def each(loop: str, *blocks: str) -> str:
    """Blocks repeated for each item: each("change in plan.changes", ...)."""
    return tag(f"{{%p for {loop} %}}") + "".join(blocks) + tag("{%p endfor %}")


def either(condition: str, block: str, other: str) -> str:
    """One block or the other."""
    return tag(f"{{%p if {condition} %}}") + block + tag("{%p else %}") + other + tag("{%p endif %}")


def field(instruction: str, cached: str, style: str = "") -> str:
    """A field with the text that stands there until Word works it out."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""

    def mark(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    order = f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return mark("begin") + order + mark("separate") + run(cached, style) + mark("end")


# Status


def status(value: str, style: str = "Table Text", size: float = 9.5, rest: str = "", right: float = 0) -> str:
    """The status `value` as shape and bold word in its colour: one paragraph for each tone, of which one is printed.

    `rest` goes on in ordinary text.
    """
    paragraphs = []
    for tone, (shape, name, share) in SHAPES.items():
        paragraphs.append(
            paragraph(
                style,
                run(f"{{%p if {value}.tone == '{tone}' %}}"),
                run(shape, name, size=round(size * share * 2) / 2, arial=True),
                run(f"{_GAP}{{{{ {value}.word }}}}", name),
                run(rest) if rest else "",
                run("{%p endif %}"),
                right=right,
            )
        )
    plain = (run(f"{{%p if {value}.tone == 'plain' %}}"), run(f"{{{{ {value}.word }}}}"), run("{%p endif %}"))
    return "".join([*paragraphs, paragraph(style, *plain, right=right)])


# Tables


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: its width in millimetres, its heading, and whether it holds numbers."""

    width: float
    head: str = ""
    number: bool = False
    gap: bool = False  # 10 points more on the right, between a number and the words after it


def cell(
    *paragraphs: str,
    width: float,
    fill: str = "",
    span: int = 1,
    margins: str = "",
    borders: str = "",
    valign: str = "",
    merge: str = "",
) -> str:
    """A cell of a table; `merge` is "restart" or "continue" for one that goes on over several rows."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" {colour(fill, "themeFill", "fill")}/>' if fill else "")
        + (f"<w:tcMar>{margins}</w:tcMar>" if margins else "")
        + (f'<w:vAlign w:val="{valign}"/>' if valign else "")
        + f"</w:tcPr>{''.join(paragraphs)}</w:tc>"
    )


def row(*cells: str, head: bool = False, height: float = 0, exact: bool = False) -> str:
    """A row that does not break across pages; a head is repeated on each page. Height in points."""
    rule = f'<w:trHeight w:val="{twips(height)}" w:hRule="{"exact" if exact else "atLeast"}"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{rule}{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, columns: Sequence[Column]) -> str:
    """A row that holds a tag and vanishes with it."""
    first, *others = columns
    return row(
        cell(paragraph("Nothing", run(text)), width=first.width),
        *(cell(paragraph("Nothing"), width=column.width) for column in others),
    )


def margin(side: str, points: float) -> str:
    """The inset of a cell on one side."""
    return f'<w:{side} w:w="{twips(points)}" w:type="dxa"/>'


def table(
    widths: Sequence[float],
    rows: str,
    style: str = "Keyplan",
    indent: float = 0,
    head: bool = True,
    last: bool = False,
    as_wide_as_its_columns: bool = False,
) -> str:
    """A table of fixed columns; widths and indent in millimetres. Repeated columns make it wider than its `widths`."""
    total = 0 if as_wide_as_its_columns else sum(mm(width) for width in widths)
    kind = "auto" if as_wide_as_its_columns else "dxa"
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths)
    look = f'<w:tblLook w:val="0000" w:firstRow="{int(head)}" w:lastRow="{int(last)}" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="{kind}"/>'
        + (f'<w:tblInd w:w="{mm(indent)}" w:type="dxa"/>' if indent else "")
        + f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def head_row(columns: Sequence[Column]) -> str:
    """The head of a table, repeated on each page."""
    return row(
        *(
            cell(
                paragraph("Table Head Number" if column.number else "Table Head", column.head, right=_gap(column)),
                width=column.width,
                valign="bottom",
                borders=RULE_BELOW,
            )
            for column in columns
        ),
        head=True,
    )


def body_row(
    columns: Sequence[Column],
    *contents: str | Sequence[str],
    small: bool = False,
    fill: str = "",
    indent: bool = False,
    borders: str = "",
) -> str:
    """A row of a table: for each column a text, a run, or several paragraphs already made."""
    cells = []
    for number, (column, content) in enumerate(zip(columns, contents, strict=True)):
        style = f"Table {'Small ' if small else ''}{'Number' if column.number else 'Text'}".replace(
            "Small Text", "Small"
        )
        inset = margin("left", 6) if fill and indent and not number else ""
        lines = [content] if isinstance(content, str) else content
        paragraphs = (
            line if line.startswith("<w:p>") else paragraph(style, line, right=_gap(column)) for line in lines
        )
        cells.append(cell(*paragraphs, width=column.width, fill=fill, margins=inset, borders=borders))
    return row(*cells)


def total_row(columns: Sequence[Column], *contents: str | Sequence[str]) -> str:
    """The last row of a table, with a rule above it."""
    return body_row(columns, *contents, borders=RULE_ABOVE)


def group_row(columns: Sequence[Column], text: str) -> str:
    """A row over all columns that names the rows below it."""
    width = sum(column.width for column in columns)
    inside = paragraph("Table Text", bold(text), keep_next=True)
    return row(cell(inside, width=width, fill="lt2", span=len(columns), margins=margin("left", 6)))


def keyplan_table(columns: Sequence[Column], *rows: str, last: bool = False) -> str:
    """A table with a head and rows parted by hairlines."""
    return table([column.width for column in columns], head_row(columns) + "".join(rows), last=last)


def rows_for(columns: Sequence[Column], loop: str, *rows: str) -> str:
    """Rows repeated for each item of a loop."""
    return tag_row(f"{{%tr for {loop} %}}", columns) + "".join(rows) + tag_row("{%tr endfor %}", columns)


def rows_when(columns: Sequence[Column], condition: str, *rows: str) -> str:
    """Rows that are there if the condition holds."""
    return tag_row(f"{{%tr if {condition} %}}", columns) + "".join(rows) + tag_row("{%tr endif %}", columns)


def name_and_second(name: str, more: str, style: str = "Table Text") -> list[str]:
    """A name in bold with its second line below."""
    return [paragraph(style, bold(name)), paragraph(style, second(more))]


def _gap(column: Column) -> float:
    return 10 if column.gap else 0


# Blocks


def section(key: str, name: str) -> str:
    """The start of a section: number and name, and the computed headline in the size that fits it."""
    return (
        heading(key, f"{{{{ plan.numbers.{key} }}}}", name)
        + tag(f"{{%p if headlines.{key}|length > 100 %}}")
        + paragraph("Headline Long", f"{{{{ headlines.{key} }}}}")
        + tag("{%p else %}")
        + paragraph("Headline", f"{{{{ headlines.{key} }}}}")
        + tag("{%p endif %}")
    )


def heading(key: str, number: str, name: str) -> str:
    """A heading of the first level that the contents page can point to."""
    mark = f'<w:bookmarkStart w:id="{_bookmark(key)}" w:name="_Toc{key}"/>'
    text = run(f"{number}{_GAP}{name}" if number else name)
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{mark}{text}<w:bookmarkEnd w:id="{_bookmark(key)}"/></w:p>'


def _bookmark(key: str) -> int:
    """A number for a bookmark that its name alone decides."""
    return 1000 + sum(position * ord(letter) for position, letter in enumerate(key, 1))


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure among others: its width in millimetres, its label and its paragraphs."""

    width: float
    label: str
    content: tuple[str, ...]


def tiles(*figures: Tile) -> str:
    """Figures beside each other under a rule."""
    cells = []
    for number, figure in enumerate(figures):
        inset = margin("left", 10) if number else ""
        cells.append(cell(paragraph("Tile Label", figure.label), *figure.content, width=figure.width, margins=inset))
    return table([figure.width for figure in figures], row(*cells), style="Tiles", head=False) + after_table(6)


def tile_number(number: str, unit: str = "") -> str:
    """A large figure with its unit beside it."""
    return paragraph("Tile Number", run(number), run(f" {unit}", "Tile Unit") if unit else "")


def tile_amount(amount: str) -> str:
    """An amount with its currency, in a size that fits a tile."""
    return paragraph("Tile Amount", amount)


def side_tiles(width: float, *figures: tuple[str, str, str]) -> str:
    """Figures below each other, each a label, a number and a note, for a column beside a chart."""
    rows = [
        row(
            cell(
                paragraph("Tile Label", label),
                paragraph("Tile Number", run(number)),
                paragraph("Tile Note", note),
                width=width,
                margins=margin("left", 0) + margin("right", 0),
            )
        )
        for label, number, note in figures
    ]
    return table([width], "".join(rows), style="Tiles", head=False)


def after_table(points: float) -> str:
    """Room after a table; Word also wants a paragraph between two of them."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Nothing"/><w:spacing w:line="{twips(points)}" w:lineRule="exact"/></w:pPr></w:p>'
    )


def caption(kind: str, *text: str) -> str:
    """A caption with its number, counted over what is there: caption("Figure", "Ratings by criterion")."""
    count = kind.lower()
    return paragraph(
        "Caption",
        run(f"{{% set {count} = {count} + 1 %}}{kind}\u00a0", "Strong Accent"),
        field(f"SEQ {kind} \\* ARABIC", f"{{{{ {count} }}}}", "StrongAccent"),
        run(_GAP),
        *text,
    )


def looped_caption(kind: str, *text: str) -> str:
    """A caption inside a loop: its number goes on from the last one before the loop."""
    count = kind.lower()
    return paragraph(
        "Caption",
        run(f"{kind}\u00a0", "Strong Accent"),
        field(f"SEQ {kind} \\* ARABIC", f"{{{{ {count} + loop.index }}}}", "StrongAccent"),
        run(_GAP),
        *text,
    )


def source(*text: str) -> str:
    """Where the figures above come from, and how they are to be read."""
    return paragraph("Source", *text)


def missing(what: str, where: str) -> str:
    """A line that says what is missing and where to fill it."""
    shape, style, _ = SHAPES["watch"]
    return paragraph(
        "Missing",
        run(shape, style, size=10, arial=True),
        run(f"{_GAP}Missing\t", style),
        run(f"{what}. "),
        second(f"Fill {where}; this line then goes."),
    )


FOLLOW_WIDTHS = (29, 12, 83, 42)


def follows(rows: str) -> str:
    """The band What follows: an action or a goal in each row; without one it is not there."""
    title, identity, text, who = FOLLOW_WIDTHS
    columns = [Column(width=width) for width in FOLLOW_WIDTHS]

    def padding(points: float) -> str:
        inside = paragraph("Nothing", keep_next=True)
        return row(cell(inside, width=sum(FOLLOW_WIDTHS), span=4, fill="lt2"), height=points, exact=True)

    words = row(
        cell(
            paragraph("Follow Title", "{% if loop.first %}What follows{% endif %}", keep_next=True),
            width=title,
            fill="lt2",
            margins=margin("left", 11) + margin("right", 0),
        ),
        cell(paragraph("Follow Text", bold("{{ follow.id }}"), keep_next=True), width=identity, fill="lt2"),
        cell(paragraph("Follow Text", "{{ follow.text }}", keep_next=True), width=text, fill="lt2"),
        cell(
            paragraph("Follow Who", "{{ follow.who_when }}", keep_next=True),
            width=who,
            fill="lt2",
            margins=margin("right", 11),
        ),
    )
    inside = padding(6) + rows_for(columns, f"follow in {rows}", words) + padding(6)
    return when(rows, after_table(10), table(FOLLOW_WIDTHS, inside, style="Band", head=False), after_table(2))


def figure(name: str, width: float, height: float, options: str = "") -> str:
    """The place of a chart; lengths in millimetres. `place_charts` puts the designs there."""
    return paragraph("Figure", run(f"@@{name}|{width}|{height}|{options}@@"))


def place_charts(document: Any, designs: dict[str, bytes]) -> None:
    """Put each chart's design where `figure` keeps its place; `designs` are named like the charts."""
    from docx.text.paragraph import Paragraph

    for text in list(document.element.body.iter("{%s}t" % document.element.nsmap["w"])):
        if not (text.text or "").startswith("@@"):
            continue
        name, width, height, options = (text.text or "").strip("@").split("|")
        place = text.getparent().getparent()
        place.remove(text.getparent())
        binding = f"chart:{name} {options}".strip()
        place_in_document(Paragraph(place, document._body), binding, designs[name], Mm(float(width)), Mm(float(height)))


def picture(part: Any, png: bytes, width: float, name: str, description: str = "") -> str:
    """A picture in a run of `part`, `width` millimetres wide; without a description it is marked as decoration."""
    relation, image = part.get_or_add_image(io.BytesIO(png))
    across = int(Mm(width))
    up = round(across * image.px_height / image.px_width)
    identity = part.next_id
    decoration = (
        ""
        if description
        else '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{up}"/>'
        f'<wp:docPr id="{identity}" name={quoteattr(name)} descr={quoteattr(description)}>{decoration}</wp:docPr><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{identity}" name={quoteattr(name)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{up}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


# The document


def new_document() -> Any:
    """An empty A4 document with the default theme and styles, and nothing else in its file."""
    document = Document()
    set_theme(document)
    write_styles(document)
    write_settings(document)
    relations = document.part.rels
    for key in [key for key, one in relations.items() if one.reltype.rpartition("/")[2] not in _KEPT_RELATIONS]:
        relations.pop(key)
    return document


def write_body(document: Any, *blocks: str) -> None:
    """Put the blocks into the body, before the properties of its last section."""
    write_story(document.element.body, *blocks)


def write_story(story: Any, *blocks: str) -> None:
    """Replace what a body, a header or a footer holds by the blocks, keeping a body's section properties."""
    for child in list(story):
        if not child.tag.endswith("}sectPr"):
            story.remove(child)
    for child in parse_xml(f"<w:body {_NAMESPACES}>{''.join(blocks)}</w:body>"):
        last = story[-1] if len(story) and story[-1].tag.endswith("}sectPr") else None
        story.append(child) if last is None else last.addprevious(child)


def document_bytes(document: Any, title: str) -> bytes:
    """The file: the same bytes each time, holding only what the document leads to."""
    target = io.BytesIO()
    document.save(target)
    properties = {"title": title, "author": "", "language": LANGUAGE, "date": datetime.date(2026, 1, 1)}
    return write_package("word/document.xml", read_package(target.getvalue()), properties)

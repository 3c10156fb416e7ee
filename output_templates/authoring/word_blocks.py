"""The blocks of the default Word templates: sections, tiles, captions, the band What follows, charts and the file."""

import datetime
import io
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from output_templates.authoring.brand import boxes_png
from output_templates.authoring.chart_xml import place_in_document
from output_templates.authoring.theme import set_theme
from output_templates.authoring.word_styles import LANGUAGE, write_settings, write_styles
from output_templates.authoring.word_tables import (
    Column,
    after_table,
    body_row,
    cell,
    kept,
    margin,
    row,
    rows_for,
    table,
)
from output_templates.authoring.word_text import (
    GAP,
    bold,
    either,
    field,
    mark,
    paragraph,
    run,
    second,
    when,
)
from pipeline.documents.packaging.package import read_package, write_package

FOLLOW_WIDTHS = (26, 11, 88, 41)  # title, id, text, owner and date; millimetres

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_KEPT_RELATIONS = ("styles", "settings", "theme", "fontTable", "header", "footer", "image", "chart", "package")


def section(key: str, name: str) -> str:
    """The start of a section of the account plan: its number and name, and its headline."""
    return titled(key, f"{{{{ plan.numbers.{key} }}}}", name)


def titled(key: str, number: str, name: str) -> str:
    """A heading and, below it, the computed headline in the size that fits it."""
    headline = f"{{{{ headlines.{key} }}}}"
    return heading(key, number, name) + either(
        f"headlines.{key}|length > 100", paragraph("Headline Long", headline), paragraph("Headline", headline)
    )


def heading(key: str, number: str, name: str) -> str:
    """A heading of the first level that the contents page can point to."""
    start = f'<w:bookmarkStart w:id="{_number_of(key)}" w:name="{page_mark(key)}"/>'
    text = run(f"{number}{GAP}{name}" if number else name)
    return paragraph("Heading 1", start, text, f'<w:bookmarkEnd w:id="{_number_of(key)}"/>')


def page_mark(key: str) -> str:
    """The name of the bookmark at a heading."""
    return f"_Toc{key}"


def _number_of(key: str) -> int:
    """A number for a bookmark or a picture that its name alone decides."""
    return 1000 + sum(position * ord(letter) for position, letter in enumerate(key, 1))


@dataclass(frozen=True)
class Tile:
    """A figure among others: its width in millimetres, its label, and the paragraphs below it."""

    width: float
    label: str
    content: str


def tiles(*figures: Tile) -> str:
    """Figures beside each other under a rule."""
    cells = []
    for number, figure in enumerate(figures):
        inset = margin("left", 10) if number else ""
        cells.append(cell(paragraph("Tile Label", figure.label), figure.content, width=figure.width, margins=inset))
    return table([figure.width for figure in figures], row(*cells), style="Tiles", head=False) + after_table(1)


def tile_number(number: str, unit: str = "") -> str:
    """A large figure with its unit beside it."""
    return paragraph("Tile Number", run(number), run(f"{GAP}{unit}", "Tile Unit") if unit else "")


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


def caption(kind: str, *text: str) -> str:
    """A caption with its number, which counts what is there: caption("Figure", "Ratings by criterion")."""
    number = field(f"SEQ {kind} \\* ARABIC", "1", "StrongAccent")
    return paragraph("Caption", run(f"{kind}\u00a0", "Strong Accent"), number, run(GAP), *text)


def source(*text: str) -> str:
    """Where the figures above come from, and how they are to be read."""
    return paragraph("Source", *text)


def missing(what: str, where: str) -> str:
    """A line that says what is missing and where to fill it."""
    fix = second(f"Fill {where}; this line then goes.")
    return paragraph("Missing", mark("watch", "Missing\t", 10), run(f"{what}. "), fix)


def follows(rows: str) -> str:
    """The band What follows: an action or a goal in each row; without one it is not there."""
    title, identity, text, who = FOLLOW_WIDTHS
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
    columns = [Column(width) for width in FOLLOW_WIDTHS]
    inside = _padding(5) + rows_for(columns, f"follow in {rows}", words) + _padding(5)
    return when(rows, after_table(8), table(FOLLOW_WIDTHS, inside, style="Band", head=False), after_table(2))


def _padding(points: float) -> str:
    inside = paragraph("Nothing", keep_next=True)
    return row(cell(inside, width=sum(FOLLOW_WIDTHS), span=4, fill="lt2"), height=points, exact=True)


def facts(rows: str, value: str = "value", label_width: float = 50) -> str:
    """Labels with what is noted for them, between hairlines; `value` is the field of a row that holds it."""
    columns = (Column(label_width), Column(166 - label_width))
    content = body_row(columns, second("{{ fact.label }}"), f"{{{{ fact.{value} }}}}")
    return table([column.width for column in columns], rows_for(columns, f"fact in {rows}", content), head=False)


def findings(section: str, title: str, label_width: float = 40) -> str:
    """What the results of a section say, each under its label; without one it is not there."""
    rows = f"plan.findings.{section}"
    return when(rows, caption("Table", title), kept(facts(rows, label_width=label_width)))


def findings_line(section: str) -> str:
    """What the results of a section say in one paragraph, for a page that has no room for their table."""
    rows = f"plan.findings.{section}"
    one = bold("{{ fact.label }}: "), run("{{ fact.value }}. ")
    return when(rows, source(run(f"{{% for fact in {rows} %}}"), *one, run("{% endfor %}")))


def figure(name: str, width: float, height: float, options: str = "") -> str:
    """The place of a chart; lengths in millimetres. `place_charts` puts the designs there."""
    return paragraph("Figure", run(f"@@{name}|{width}|{height}|{options}@@"))


def drawing(part: Any, name: str, width: float) -> str:
    """The place of a drawing, a picture of boxes and lines as wide as the drawing; `width` in millimetres."""
    return paragraph("Figure", picture(part, boxes_png(), width, "Drawing", f"drawing:{name}"))


def beside(left: str, left_width: float, right: str, right_width: float) -> str:
    """Two blocks side by side, widths in millimetres; each may be empty when filled."""
    cells = row(
        cell(left, paragraph("Nothing"), width=left_width),
        cell(right, paragraph("Nothing"), width=right_width, margins=margin("right", 0)),
    )
    return table((left_width, right_width), cells, style="Band", head=False)


def place_charts(document: Any, designs: dict[str, bytes]) -> None:
    """Put each chart's design where `figure` keeps its place; `designs` are named like the charts."""
    for text in list(document.element.body.iter(f"{{{_W}}}t")):
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
    identity = _number_of(name)
    decoration = "" if description else _DECORATIVE
    size = f'cx="{across}" cy="{up}"'
    shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{identity}" name={quoteattr(name)} descr={quoteattr(description)}>{decoration}</wp:docPr>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{identity}" name={quoteattr(name)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f"<pic:spPr>{shape}</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


# The document


def new_document(language: str = LANGUAGE) -> Any:
    """An empty A4 document with the default theme and styles, and nothing else in its file."""
    document = Document()
    set_theme(document)
    write_styles(document, language)
    write_settings(document, language)
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


def document_bytes(document: Any, title: str, language: str = LANGUAGE) -> bytes:
    """The file: the same bytes each time, holding only what the document leads to."""
    target = io.BytesIO()
    document.save(target)
    properties = {"title": title, "author": "", "language": language, "date": datetime.date(2026, 1, 1)}
    return write_package("word/document.xml", read_package(target.getvalue()), properties)

"""Word and PowerPoint templates for the tests: built from a few lines, changed part by part, read again as text."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from pipeline.problems import Problem, TemplateRefused

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DAY = datetime.date(2026, 11, 21)
REVENUE = {
    "categories": ["Q1", "Q2", "Q3"],
    "series": [{"name": "Plan", "values": [1, 2, 3]}],
    "alt": 'Plan, by "quarter"',
}


def data(**values: Any) -> dict[str, Any]:
    """Data with the reserved names filled in, and these values."""
    document = {"title": "A & B plan", "author": "Acme <GmbH>", "language": "en-GB", "date": DAY}
    return {"locale": "en-GB", "currency": "EUR", "charts": {}, "document": document, **values}


def word(build: Callable[[Any], object]) -> bytes:
    """A Word file as `build` fills it."""
    document = docx.Document()
    build(document)
    return saved(document)


def paragraphs(*texts: str) -> bytes:
    """A Word file of these paragraphs."""
    return word(lambda document: [document.add_paragraph(text) for text in texts])


def word_table(*rows: list[str]) -> bytes:
    """A Word file that holds one table, a line end in a cell beginning another paragraph."""
    return word(lambda document: fill(document.add_table(len(rows), len(rows[0])), rows))


def deck(*slides: Callable[[Any], object]) -> bytes:
    """A PowerPoint file with one slide for each function that fills one."""
    presentation = pptx.Presentation()
    for build in slides:
        build(presentation.slides.add_slide(presentation.slide_layouts[5]))
    return saved(presentation)


def titled(title: str, notes: str = "", *more: Callable[[Any], object]) -> Callable[[Any], object]:
    """A function that fills a slide with a title, notes and whatever else."""

    def build(slide: Any) -> None:
        slide.shapes.title.text = title
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        for one in more:
            one(slide)

    return build


def slide_table(*rows: list[str]) -> Callable[[Any], object]:
    """A function that puts a table onto a slide."""

    def build(slide: Any) -> None:
        frame = slide.shapes.add_table(len(rows), len(rows[0]), Inches(1), Inches(2), Inches(6), Inches(1))
        fill(frame.table, rows)

    return build


def slide_chart(name: str, height: float = 3) -> Callable[[Any], object]:
    """A function that puts a bar chart of this shape name onto a slide; `height` in inches."""

    def build(slide: Any) -> None:
        designed = CategoryChartData()
        designed.categories = ["designed a", "designed b"]
        designed.add_series("Designed", [41, 42])
        kind = XL_CHART_TYPE.BAR_CLUSTERED
        slide.shapes.add_chart(kind, Inches(1), Inches(2), Inches(6), Inches(height), designed).name = name

    return build


def word_chart(text: str) -> bytes:
    """A Word file with a paragraph before, one that holds only a chart of this alternative text, and one after."""
    chart = zipfile.ZipFile(io.BytesIO(deck(titled("T", "", slide_chart("x"))))).read("ppt/charts/chart1.xml")
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="5000000" cy="2000000"/><wp:docPr id="7" name="Chart 7" descr="{text}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        f' xmlns:r="{relations}" r:id="rId77"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    blob = edited(
        paragraphs("before", "CHART", "after"), "word/document.xml", r"<w:p><w:r><w:t>CHART.*?</w:p>", drawing
    )
    blob = edited(
        blob,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId77" Type="{relations}/chart" Target="charts/chart9.xml"/></Relationships>',
    )
    chart_type = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    override = f'<Override PartName="/word/charts/chart9.xml" ContentType="{chart_type}"/></Types>'
    blob = edited(blob, "[Content_Types].xml", "</Types>", override)
    return with_part(blob, "word/charts/chart9.xml", chart)


def runs(text: str) -> str:
    """A tag as Word writes it when it was typed in two goes."""
    middle = len(text) // 2
    return "".join(f'<w:r><w:t xml:space="preserve">{half}</w:t></w:r>' for half in (text[:middle], text[middle:]))


def paragraph(text: str) -> str:
    """A paragraph of Word with this text."""
    return f"<w:p>{runs(text)}</w:p>"


def body(xml: str, base: bytes | None = None) -> bytes:
    """A Word file whose first paragraph is this instead."""
    return edited(base or paragraphs("HERE", "after"), "word/document.xml", "<w:p><w:r><w:t>HERE.*?</w:p>", xml)


def related(blob: bytes, kind: str, target: str, content: str, main: str = "word/document.xml") -> bytes:
    """The file with one more part that its main part leads to as rId99."""
    folder, _, name = main.rpartition("/")
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    blob = edited(blob, f"{folder}/_rels/{name}.rels", "</Relationships>", relation)
    return with_part(blob, f"{folder}/{target}", content.encode())


def control(xml: str, properties: str = "") -> str:
    """A content control of Word around this."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>"


def fill(table: Any, rows: tuple[list[str], ...]) -> None:
    """Write texts into the cells of a table."""
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("\n")
            cell.text = first
            holder = cell.text_frame if hasattr(cell, "text_frame") else cell
            for one in more:
                paragraph = holder.add_paragraph()
                paragraph.add_run().text = one


def saved(document: Any) -> bytes:
    """The bytes that python-docx or python-pptx saves."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def edited(blob: bytes, part: str, pattern: str, replacement: str) -> bytes:
    """The file with the first match of a pattern in one part replaced; the pattern must be there."""
    text, count = re.subn(pattern, lambda _: replacement, part_text(blob, part), count=1, flags=re.DOTALL)
    assert count == 1, f"{pattern!r} is not in {part}"
    return with_part(blob, part, text.encode())


def with_part(blob: bytes, name: str, content: bytes) -> bytes:
    """The file with one more part, or another content of it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return file.getvalue()


def part_names(blob: bytes) -> list[str]:
    """The names of all parts of a file."""
    return zipfile.ZipFile(io.BytesIO(blob)).namelist()


def part_text(blob: bytes, name: str) -> str:
    """One part of a file as text."""
    return zipfile.ZipFile(io.BytesIO(blob)).read(name).decode()


def everything(blob: bytes) -> bytes:
    """All bytes of a file, those of the workbooks in it too, uncompressed."""
    archive = zipfile.ZipFile(io.BytesIO(blob))
    found = []
    for name in archive.namelist():
        content = archive.read(name)
        found += [name.encode(), everything(content) if name.endswith(".xlsx") else content]
    return b"\n".join(found)


def made(blob: bytes, values: dict[str, Any], audience: Any = "internal", name: str = "template") -> bytes:
    """The document that a template gives with these data."""
    return render(compile_template(blob, name, audience), values)


def word_lines(blob: bytes) -> list[str]:
    """The paragraphs of a Word file outside tables."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(blob)).paragraphs]


def word_cells(blob: bytes) -> list[list[str]]:
    """The texts of the first table's cells of a Word file."""
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(blob)).tables[0].rows]


def slides_of(blob: bytes) -> list[Any]:
    """The slides of a PowerPoint file."""
    return list(pptx.Presentation(io.BytesIO(blob)).slides)


def titles(blob: bytes) -> list[str]:
    """The titles of the slides of a PowerPoint file."""
    return [slide.shapes.title.text for slide in slides_of(blob)]


def slide_cells(slide: Any) -> list[list[str]]:
    """The texts of the cells of the first table on a slide."""
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]


def problems(blob: bytes, values: dict[str, Any] | None = None, audience: Any = "internal") -> list[Problem]:
    """What is wrong with a template, or with its data if they are given; none if nothing is."""
    try:
        template = compile_template(blob, "template", audience)
        if values is not None:
            render(template, values)
    except TemplateRefused as refusal:
        return list(refusal.problems)
    return []

"""Facts about the charts of the default templates: their looks are the theme's, they arrive whole in both formats."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.shared import Mm
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from output_templates.authoring import chart_designs, chart_xml
from output_templates.authoring.theme import PALETTE, set_theme
from pipeline.documents.figures.chart_compile import compile_chart
from pipeline.documents.figures.charts import render_chart

NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
DESIGNS = (*chart_designs.WORD_DESIGNS, *chart_designs.SLIDE_DESIGNS)
Design = Callable[[], bytes]

every_design = pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.__name__)


def test_there_are_designs_for_both_formats() -> None:
    assert len(chart_designs.WORD_DESIGNS) >= 6
    assert len(chart_designs.SLIDE_DESIGNS) >= 5


@every_design
def test_colours_and_fonts_are_those_of_the_theme(design: Design) -> None:
    root = etree.fromstring(design())
    assert not root.findall(".//a:srgbClr", NS)
    slots = {colour.get("val") for colour in root.iterfind(".//a:schemeClr", NS)}
    assert slots <= {"tx1", "tx2", "bg1", "bg2", "accent1", "accent2", "accent4", "accent6"}
    assert {face.get("typeface") for face in root.iterfind(".//a:latin", NS)} == {"+mn-lt"}


@every_design
def test_text_has_the_sizes_of_its_format(design: Design) -> None:
    sizes = {text.get("sz") for text in etree.fromstring(design()).iterfind(".//a:defRPr", NS)}
    assert sizes <= ({"900"} if design in chart_designs.WORD_DESIGNS else {"1400", "1200"})


@every_design
def test_there_is_no_title_and_no_frame(design: Design) -> None:
    root = etree.fromstring(design())
    assert root.find(".//c:title", NS) is None
    assert root.find("c:chart/c:autoTitleDeleted", NS).get("val") == "1"
    assert root.find("c:spPr/a:ln/a:noFill", NS) is not None


@every_design
def test_gridlines_begin_where_office_counts_from(design: Design) -> None:
    for axis in etree.fromstring(design()).iterfind(".//c:valAx", NS):
        step, least = axis.find("c:majorUnit", NS), axis.find("c:scaling/c:min", NS)
        if axis.find("c:majorGridlines", NS) is not None:
            assert float(least.get("val")) % float(step.get("val")) == 0


@every_design
def test_negative_bars_keep_their_colour(design: Design) -> None:
    for series in etree.fromstring(design()).iterfind(".//c:barChart/c:ser", NS):
        assert series.find("c:invertIfNegative", NS).get("val") == "0"


@every_design
def test_a_design_takes_data_of_another_length(design: Design) -> None:
    root = etree.fromstring(design())
    count = len(root.findall(".//c:ser", NS))
    kinds = [kind for kind in ("scatterChart", "bubbleChart") if root.find(f".//c:{kind}", NS) is not None]
    if kinds:
        points = {"x": [1, 2], "y": [3, 4], **({"size": [1, 1]} if "bubbleChart" in kinds else {})}
        series: list[dict[str, Any]] = [{"name": f"s{n}", **points} for n in range(count)]
    else:
        series = [{"name": f"s{n}", "values": [None, 2, 3, 4, 5, 6, 7]} for n in range(count)]
    xml, _ = render_chart(compile_chart(design(), design.__name__), {"categories": list("abcdefg"), "series": series})
    drawn = etree.fromstring(xml.encode())
    looks = [etree.tostring(look) for look in root.iterfind(".//c:ser/c:spPr", NS)]
    assert [etree.tostring(look) for look in drawn.iterfind(".//c:ser/c:spPr", NS)] == looks
    assert "First row" not in xml


def assert_whole(part: Any) -> None:
    """The chart part has one workbook, whose cells are what the chart shows."""
    [relation] = part.rels.values()
    assert relation.rId == "rId1"
    sheet = openpyxl.load_workbook(io.BytesIO(relation.target_part.blob)).active
    filled = 0
    for reference in etree.fromstring(part.blob).iter(f"{{{NS['c']}}}f"):
        cells = sheet[reference.text.replace("Sheet1!", "").replace("$", "")]
        values = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        cache = reference.getnext()
        shown: list[Any] = [None] * int(cache.find("c:ptCount", NS).get("val"))
        for point in cache.iterfind("c:pt", NS):
            text = point.findtext("c:v", namespaces=NS)
            shown[int(point.get("idx"))] = text if cache.tag.endswith("strCache") else float(text)
        assert values == shown
        filled += sum(value is not None for value in values)
    assert filled > 4


@every_design
def test_a_chart_is_placed_on_a_slide_with_its_workbook(design: Design) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for left in (1, 5):
        place = (Inches(left), Inches(2), Inches(3), Inches(4))
        chart_xml.place_in_slide(slide, "Bars", f"chart:{design.__name__} row_height=0.5in", design(), *place)
    saved = io.BytesIO()
    presentation.save(saved)
    frames = list(Presentation(saved).slides[0].shapes)
    labels = [frame._element.nvGraphicFramePr.cNvPr for frame in frames]
    told = [(label.get("name"), label.get("descr")) for label in labels]
    assert told == [("Bars", f"chart:{design.__name__} row_height=0.5in")] * 2
    assert (frames[1].left, frames[1].top, frames[1].width, frames[1].height) == place
    assert len({frame.chart.part.partname for frame in frames}) == 2
    for frame in frames:
        assert_whole(frame.chart.part)


@every_design
def test_a_chart_is_placed_in_a_document_with_its_workbook(design: Design) -> None:
    document = Document()
    for name in ("chart:first", 'chart:second "&"'):
        chart_xml.place_in_document(document.add_paragraph(), name, design(), Mm(166), Mm(70))
    saved = io.BytesIO()
    document.save(saved)
    opened = Document(saved)
    labels = opened.element.findall(".//wp:docPr", NS)
    assert [label.get("descr") for label in labels] == ["chart:first", 'chart:second "&"']
    assert len({label.get("id") for label in labels}) == 2
    extent = opened.element.find(".//wp:extent", NS)
    assert (extent.get("cx"), extent.get("cy")) == (str(Mm(166)), str(Mm(70)))
    parts = [part for part in opened.part.package.iter_parts() if part.content_type == CHART]
    assert len(parts) == 2
    for part in parts:
        assert_whole(part)


@every_design
def test_a_design_is_the_same_each_time(design: Design) -> None:
    assert design() == design()


@pytest.mark.parametrize("new", [Document, Presentation])
def test_a_theme_has_the_palette_the_fonts_and_no_effects(new: Callable[[], Any]) -> None:
    document = new()
    set_theme(document, heading_font="Arial")
    saved = io.BytesIO()
    document.save(saved)
    package = new(saved).part.package  # type: ignore[call-arg]
    themes = [etree.fromstring(part.blob) for part in package.iter_parts() if part.content_type == THEME]
    assert themes
    for theme in themes:
        colours = {etree.QName(slot).localname: slot[0].get("val") for slot in theme.find(".//a:clrScheme", NS)}
        assert colours == dict(PALETTE)
        fonts = [theme.find(f".//a:{kind}/a:latin", NS).get("typeface") for kind in ("majorFont", "minorFont")]
        assert fonts == ["Arial", "Calibri"]
        styles = theme.findall(".//a:effectStyle", NS)
        assert len(styles) == 3
        assert all([etree.QName(child).localname for child in style] == ["effectLst"] for style in styles)


def test_a_file_without_a_theme_is_an_error() -> None:
    document = Document()
    part = next(part for part in document.part.package.iter_parts() if part.content_type == THEME)
    part._content_type = "application/xml"
    with pytest.raises(ValueError, match="has no theme"):
        set_theme(document)

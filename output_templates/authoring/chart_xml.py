"""How a chart of the default templates is made and placed: plots, axes and labels as XML, on a slide or in a paragraph.

Colours and fonts are those of the theme.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI as WordPartName
from docx.opc.part import Part as WordPart
from docx.oxml import parse_xml
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as SLIDE_RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from pipeline.documents.figures.chart_compile import compile_chart
from pipeline.documents.figures.chart_workbook import Column, workbook_bytes
from pipeline.documents.figures.charts import render_chart

# Theme slots; figures after a slot change its luminance (see _fill).
TEXT = "tx1"
SECOND_TEXT = "tx2"
PAPER = "bg1"
ACCENT = "accent1"
COMPARISON = "accent2"
THIRD = "accent6"
BAD = "accent4"
HAIRLINE = "bg2 90"
GRIDLINE = "bg2 95"
PALE_ACCENT = "accent2 25 75"
NONE = ""

WORD_POINTS = 9
SLIDE_POINTS = 14
SLIDE_UNIT_POINTS = 12

_AXES = (1, 2)
ROW_NAMES = ("First row", "Second row", "Third row", "Fourth row", "Fifth row", "Sixth row")
SERIES_NAMES = tuple(f"{rank} series" for rank in ("First", "Second", "Third", "Fourth", "Fifth", "Sixth"))
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART_TYPE = CONTENT_TYPE.DML_CHART
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# Placing


def place_in_slide(
    slide: Any, name: str, binding: str, chart_xml: bytes, left: int, top: int, width: int, height: int
) -> None:
    """Add the chart to a python-pptx slide as a frame of this name, bound by its alternative text; lengths in EMU.

    Its first series' name binds it too: LibreOffice saves a chart without its alternative text.
    """
    chart_xml = _bound_by_series(chart_xml, binding)
    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), _CHART_TYPE, package, chart_xml)
    part.relate_to(EmbeddedXlsxPart.new(_workbook(chart_xml), package), SLIDE_RELATIONSHIP_TYPE.PACKAGE)
    relation = slide.part.relate_to(part, SLIDE_RELATIONSHIP_TYPE.CHART)
    frame = slide.shapes._add_chart_graphicFrame(relation, left, top, width, height)
    frame.nvGraphicFramePr.cNvPr.set("name", name)
    frame.nvGraphicFramePr.cNvPr.set("descr", binding)


def place_in_document(paragraph: Any, name: str, chart_xml: bytes, width: int, height: int) -> None:
    """Add the chart to a python-docx paragraph, in line; lengths in EMU.

    The name is its alternative text, and its first series' too: LibreOffice saves a chart without the former.
    """
    chart_xml = _bound_by_series(chart_xml, name)
    owner = paragraph.part
    number = 1 + sum(part.content_type == _CHART_TYPE for part in owner.package.iter_parts())
    workbook_name = WordPartName(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    workbook = WordPart(workbook_name, _XLSX_TYPE, _workbook(chart_xml), owner.package)
    part = WordPart(WordPartName(f"/word/charts/chart{number}.xml"), _CHART_TYPE, chart_xml, owner.package)
    part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    relation = owner.relate_to(part, RELATIONSHIP_TYPE.CHART)
    identity = 1 + max((int(text) for text in owner.element.xpath("//@id") if text.isdigit()), default=0)
    paragraph.add_run()._r.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            f'{_NAMESPACES}><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{int(width)}" cy="{int(height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{identity}" name="Chart {number}" descr={quoteattr(name)}/><wp:cNvGraphicFramePr/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _bound_by_series(chart_xml: bytes, binding: str) -> bytes:
    return chart_xml.replace(SERIES_NAMES[0].encode(), escape(binding).encode(), 1)


def _workbook(chart_xml: bytes) -> bytes:
    """The workbook behind the chart: what its caches show, at the cells they refer to."""
    columns: dict[str, Column] = {}
    headings: dict[str, str] = {}
    for cache in etree.fromstring(chart_xml).iter(f"{_C}strCache", f"{_C}numCache"):
        _, letters, rows = cache.getparent().find(f"{_C}f").text.split("$", 2)
        values: list[str | None] = [None] * int(cache.find(f"{_C}ptCount").get("val"))
        for point in cache.findall(f"{_C}pt"):
            values[int(point.get("idx"))] = point.find(f"{_C}v").text
        if rows == "1":
            headings[letters] = values[0] or ""
        else:
            columns[letters] = Column("text" if cache.tag == f"{_C}strCache" else "number", "", values)
    named = [(columns[letters], headings.get(letters, "")) for letters in sorted(columns)]
    return workbook_bytes([Column(column.kind, heading, column.cells) for column, heading in named])


# Building


def sampled(space: bytes, values: Sequence[Sequence[float | None]]) -> bytes:
    """The chart with sample rows in it, written as the documents would write them."""
    series = [{"name": name, "values": row} for name, row in zip(SERIES_NAMES[: len(values)], values, strict=True)]
    return rendered(space, {"categories": ROW_NAMES[: len(values[0])], "series": series})


def rendered(space: bytes, sample: Mapping[str, Any]) -> bytes:
    return render_chart(compile_chart(space, "a design"), sample)[0].encode()


def chart_space(
    plots: str,
    layout: tuple[float, float, float, float],
    points: int = WORD_POINTS,
    legend: tuple[str, float, float] | None = None,
) -> bytes:
    """The chart space; `layout` is left, top, width, height of the plot and `legend` side, left, top, in shares."""
    key = ""
    if legend is not None:
        side, left, top = legend
        key = (
            f'<c:legend><c:legendPos val="{side}"/>{_layout(x=left, y=top)}<c:overlay val="0"/>'
            f"{text_look(TEXT, points)}</c:legend>"
        )
    place = _layout('<c:layoutTarget val="inner"/>', **dict(zip("xywh", layout, strict=True)))
    bare = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    return (
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{place}{plots}{bare}</c:plotArea>{key}'
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{bare}{text_look(TEXT, points)}</c:chartSpace>'
    ).encode()


def _layout(target: str = "", **shares: float) -> str:
    places = "".join(f'<c:{tag} val="{share}"/>' for tag, share in shares.items())
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>{places}'
        "</c:manualLayout></c:layout>"
    )


def bar_plot(
    series: Sequence[str],
    *,
    gap: int,
    overlap: int = 0,
    direction: str = "bar",
    grouping: str = "clustered",
) -> str:
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{_ranked(series)}<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{_axis_numbers()}</c:barChart>'
    )


def line_plot(series: Sequence[str]) -> str:
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{_ranked(series)}<c:marker val="1"/>{_axis_numbers()}</c:lineChart>'
    )


def scatter_plot(series: Sequence[str]) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{_ranked(series)}{_axis_numbers()}</c:scatterChart>"
    )


def bubble_plot(series: Sequence[str], scale: int) -> str:
    """Bubbles by area, the largest at `scale` per cent of what the program takes for large."""
    return (
        f'<c:bubbleChart><c:varyColors val="0"/>{_ranked(series)}<c:bubbleScale val="{scale}"/>'
        f'<c:showNegBubbles val="0"/><c:sizeRepresents val="area"/>{_axis_numbers()}</c:bubbleChart>'
    )


def _ranked(series: Sequence[str]) -> str:
    return "".join(
        f'<c:ser><c:idx val="{rank}"/><c:order val="{rank}"/>{look}</c:ser>' for rank, look in enumerate(series)
    )


def _axis_numbers() -> str:
    return "".join(f'<c:axId val="{number}"/>' for number in _AXES)


def bar(fill: str, labels: str = "", outline: str = "") -> str:
    return f'<c:spPr>{_fill(fill)}{outline or line_look(NONE)}</c:spPr><c:invertIfNegative val="0"/>{labels}'


def bar_of_its_own_width(colour: str, points: float) -> str:
    # Back from the value by more than any value, so that the line ends at the edge of the plot and never short of it.
    return (
        '<c:errBars><c:errBarType val="minus"/><c:errValType val="fixedVal"/><c:noEndCap val="1"/>'
        f'<c:val val="5"/><c:spPr>{line_look(colour, points)}</c:spPr></c:errBars>'
    )


def dots(marker: str, labels: str, line: str = "") -> str:
    return f'<c:spPr>{line or line_look(NONE)}</c:spPr>{marker}{labels}<c:smooth val="0"/>'


def bubbles(fill: str, labels: str) -> str:
    """A series of bubbles."""
    look = f'<c:spPr>{_fill(fill)}{line_look(NONE)}</c:spPr><c:invertIfNegative val="0"/>'
    return f'{look}{labels}<c:bubble3D val="0"/>'


def marker(fill: str, points: int) -> str:
    symbol = "circle" if fill else "none"
    shape = f"<c:spPr>{_fill(fill)}{line_look(ACCENT, 1.25)}</c:spPr>" if fill else ""
    size = f'<c:size val="{points}"/>' if fill else ""
    return f'<c:marker><c:symbol val="{symbol}"/>{size}{shape}</c:marker>'


def data_labels(
    position: str,
    colour: str = TEXT,
    points: int = WORD_POINTS,
    *,
    number_format: str = "",
    bold: bool = False,
    fill: str = NONE,
    shown: bool = True,
) -> str:
    """The data labels of a series; the number format "linked" follows the data's own."""
    code = "General" if number_format == "linked" else number_format
    linked = int(number_format == "linked")
    form = f'<c:numFmt formatCode={quoteattr(code)} sourceLinked="{linked}"/>' if number_format else ""
    shows = "".join(
        f'<c:{show} val="{int(shown and show == "showVal")}"/>'
        for show in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    return (
        f"<c:dLbls>{form}<c:spPr>{_fill(fill)}{line_look(NONE)}</c:spPr>{text_look(colour, points, bold)}"
        f'<c:dLblPos val="{position}"/>{shows}</c:dLbls>'
    )


def category_axis(*, side: str = "l", line: str = "", text: str = "", crosses_at: float | None = None) -> str:
    """The axis of names: upright with the first name on top at the left side, or at the foot ("b")."""
    own, other = _AXES
    orientation = "maxMin" if side == "l" else "minMax"
    crosses = '<c:crosses val="autoZero"/>' if crosses_at is None else f'<c:crossesAt val="{crosses_at}"/>'
    return (
        f'<c:catAx><c:axId val="{own}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"low" if text else "none"}"/><c:spPr>{line or line_look(NONE)}</c:spPr>{text}'
        f'<c:crossAx val="{other}"/>{crosses}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(
    limits: Sequence[float],
    *,
    axes: tuple[int, int] = _AXES,
    side: str = "b",
    line: str = "",
    text: str = "",
    labels: str = "nextTo",
    number_format: str = "General",
    gridlines: str = "",
    minor_gridlines: str = "",
    crosses: str = "autoZero",
    crosses_at: float | None = None,
) -> str:
    """The axis of values, its figures written only with a `text`; `limits` are least, most, step and small step."""
    other, own = axes
    bounds = "".join(
        f'<c:{tag} val="{limit}"/>' for tag, limit in reversed([*zip(("min", "max"), limits, strict=False)])
    )
    steps = "".join(
        f'<c:{tag} val="{step}"/>' for tag, step in zip(("majorUnit", "minorUnit"), limits[2:], strict=False)
    )
    between = "midCat" if crosses_at is not None else "between"
    crossing = f'<c:crosses val="{crosses}"/>' if crosses_at is None else f'<c:crossesAt val="{crosses_at}"/>'
    grid = f"<c:majorGridlines><c:spPr>{gridlines}</c:spPr></c:majorGridlines>" if gridlines else ""
    grid += f"<c:minorGridlines><c:spPr>{minor_gridlines}</c:spPr></c:minorGridlines>" if minor_gridlines else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>{bounds}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels if text else "none"}"/><c:spPr>{line or line_look(NONE)}</c:spPr>{text}'
        f'<c:crossAx val="{other}"/>{crossing}<c:crossBetween val="{between}"/>{steps}</c:valAx>'
    )


def text_look(colour: str, points: int = WORD_POINTS, bold: bool = False) -> str:
    return (
        '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{points * 100}" b="{int(bold)}">{_fill(colour)}<a:latin typeface="+mn-lt"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def line_look(colour: str, points: float = 0, dash: str = "solid") -> str:
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    width = int(points * 12700)
    return f'<a:ln w="{width}" cap="flat">{_fill(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def _fill(colour: str) -> str:
    """A theme slot as fill; figures after it change its luminance: per cent to modulate by, per cent to add."""
    if not colour:
        return "<a:noFill/>"
    slot, *changes = colour.split()
    luminance = "".join(
        f'<a:{tag} val="{change}000"/>' for tag, change in zip(("lumMod", "lumOff"), changes, strict=False)
    )
    return f'<a:solidFill><a:schemeClr val="{slot}">{luminance}</a:schemeClr></a:solidFill>'

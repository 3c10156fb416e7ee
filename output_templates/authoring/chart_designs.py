"""The designs of the charts in the default templates, and how one is placed on a slide or in a paragraph.

Each design is a chart part with neutral sample data, so that it can be opened and restyled in Word or PowerPoint.
Colours and fonts are those of the theme. The plot takes fixed shares of the frame, so that bars meet the rows of a
table beside them and words above or below can stand at tabs.
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

from pipeline.documents.chart_workbook import Column, workbook_bytes
from pipeline.documents.charts import compile_chart, render_chart

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
_ROW_NAMES = ("First row", "Second row", "Third row", "Fourth row", "Fifth row", "Sixth row")
_SERIES_NAMES = ("First series", "Second series", "Third series", "Fourth series")
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART_TYPE = CONTENT_TYPE.DML_CHART
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# Word


def force_field() -> bytes:
    """Forces for, as bars to the right, and against, as negative values to the left of a line at 66% of the width.

    The scale runs from -6 to 6: Office counts gridlines from its end, and from -5 they would stand at odd strengths.
    """
    labels = _labels("outEnd", number_format="0;0", bold=True)
    plot = _bar_plot([_bar(ACCENT, labels), _bar(COMPARISON, labels)], gap=50, overlap=100)
    axes = _category_axis(line=_line(TEXT, 1), text=_text(TEXT))
    axes += _value_axis((-6, 6, 2), gridlines=_line(GRIDLINE, 0.75))
    values = ((5, 4, 3, None, None, None), (None, None, None, -4, -3, -2))
    return _sampled(_chart(plot + axes, (0.33, 0, 0.66, 1)), values)


def goals() -> bytes:
    """Goals with three series: the way expected (wide, pale), the way gone (narrow), and 1.14 with the status as label.

    The baseline stands at 34% of the width, the target at 77%, 1 being the whole way. The way gone is drawn by error
    bars: with a second pair of axes, programs differ in which bars they put on top and how wide these are.
    """
    gone = _bar(NONE, _labels("outEnd", number_format="0%", bold=True) + _bar_of_its_own_width(ACCENT, 7.5))
    plot = _bar_plot([_bar(PALE_ACCENT), gone, _bar(NONE, _labels("outEnd", bold=True))], gap=40, overlap=100)
    axes = _category_axis(line=_line(SECOND_TEXT, 1), text=_text(TEXT))
    axes += _value_axis((0, 1.14, 1, 0.25), gridlines=_line(TEXT, 1), minor_gridlines=_line(GRIDLINE, 0.75))
    values = ((0.75, 0.75, 0.75, 0.75), (0.2, 0.6, 0.8, 0.4), (1.14, 1.14, 1.14, 1.14))
    return _sampled(_chart(plot + axes, (0.34, 0, 0.49, 1)), values)


def ratings() -> bytes:
    """Ratings, with the full scale of 10 (pale) as first series; the figures of the scale take the last 18%."""
    rating = _bar(ACCENT, _labels("inEnd", PAPER, number_format="0.##", bold=True))
    plot = _bar_plot([_bar(GRIDLINE), rating], gap=100, overlap=100)
    axes = _category_axis(line=_line(NONE), text=_text(TEXT))
    axes += _value_axis((0, 10, 5), text=_text(SECOND_TEXT), crosses="max")
    return _sampled(_chart(plot + axes, (0.5, 0, 0.47, 0.82)), ((10, 10, 10, 10, 10), (8, 9, 9, 6, 8)))


def sensitivity() -> bytes:
    """The score if a rating were one higher, then one lower, from a line where the data says the axes cross.

    The lower score is drawn last: it is the shorter bar where both end on the same side of the line.
    """
    labels = _labels("outEnd", number_format="0.0")
    plot = _bar_plot([_bar(COMPARISON, labels), _bar(ACCENT, labels)], gap=100, overlap=100)
    axes = _category_axis(line=_line(TEXT, 1), crosses_at=8) + _value_axis((7.5, 8.5, 1))
    values = ((8.4, 8.3, 8.3, 8.25, 8.25), (7.8, 7.9, 7.9, 7.95, 7.95))
    return _sampled(_chart(plot + axes, (0.02, 0, 0.96, 0.82)), values)


def people() -> bytes:
    """People by support across, -2 to 2, and influence upwards, 1 to 5; a series for each coverage, names as labels.

    Coverages are none, brief, multiple, in depth, in this order. Limits are whole numbers, because Office counts the
    scale from its end.
    """
    labels = _labels("r", fill=PAPER)
    rings = [_dots(_marker(fill, 11), labels) for fill in (HAIRLINE, "accent2 50 50", COMPARISON, ACCENT)]
    plot = _scatter_plot(rings)
    plot += _value_axis(
        (-2, 2, 1),
        axes=(2, 1),
        side="b",
        text=_text(SECOND_TEXT),
        line=_line(SECOND_TEXT, 1),
        number_format='"+"0;"−"0;"0 neutral"',
        crosses="min",
    )
    plot += _value_axis(
        (0, 5.9, 1),
        side="l",
        text=_text(SECOND_TEXT),
        line=_line(TEXT, 1),
        gridlines=_line(GRIDLINE, 0.75),
        number_format='[<1]"";0"    "',
        labels="low",
    )
    sample = [{"name": _SERIES_NAMES[at], "x": [at - 1], "y": [at + 2], "labels": [_ROW_NAMES[at]]} for at in range(4)]
    return _rendered(_chart(plot, (0.1, 0.01, 0.82, 0.8), legend=("b", 0.09, 0.91)), {"series": sample})


def revenue_by_product() -> bytes:
    """Revenue as columns for each product, one series for each year: last year, this year, next year."""
    labels = _labels("outEnd", number_format="linked")
    plot = _bar_plot([_bar(fill, labels) for fill in (COMPARISON, ACCENT, THIRD)], direction="col", gap=60, overlap=-5)
    axes = _category_axis(side="b", line=_line(SECOND_TEXT, 1), text=_text(TEXT)) + _value_axis((0,), side="l")
    return _sampled(
        _chart(plot + axes, (0, 0.2, 1, 0.7), legend=("t", 0, 0)), ((3, 2, 1, 2), (4, 3, 2, 2), (5, 3, 2, 3))
    )


def revenue_by_period() -> bytes:
    """Revenue as a column for each period, one part for each product; further products take the next free accent."""
    parts = ((ACCENT, PAPER), (COMPARISON, TEXT), (THIRD, PAPER))
    plot = _bar_plot(
        [_bar(fill, _labels("ctr", text, number_format="linked"), _line(PAPER, 1)) for fill, text in parts],
        direction="col",
        grouping="stacked",
        gap=60,
        overlap=100,
    )
    axes = _category_axis(side="b", text=_text(TEXT)) + _value_axis((0,), side="l")
    return _sampled(
        _chart(plot + axes, (0, 0.12, 1, 0.78), legend=("t", 0, 0)), ((3, 2, 3, 4), (4, 3, 2, 2), (5, 3, 2, 3))
    )


def pipeline() -> bytes:
    """The weighted amount of each stage as a bar; the plot starts at 33% of the width."""
    plot = _bar_plot([_bar(ACCENT, _labels("outEnd", number_format="linked", bold=True))], gap=60)
    axes = _category_axis(line=_line(SECOND_TEXT, 1), text=_text(TEXT)) + _value_axis((0,))
    return _sampled(_chart(plot + axes, (0.33, 0, 0.45, 1)), ((5, 4, 3, 2),))


# Slides


def scorecard() -> bytes:
    """This and last quarter's way from baseline, at the left edge, to target, at 1 of 1.15: lies on table rows."""
    plot = _bar_plot([_bar(ACCENT), _bar(COMPARISON)], gap=220, overlap=-8)
    axes = _category_axis(line=_line(SECOND_TEXT, 1)) + _value_axis((0, 1.15, 1), gridlines=_line(TEXT, 1))
    values = ((0.2, 0.6, 0.7, 1), (0.3, 0.8, 0.5, 0.75))
    return _sampled(_chart(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def value_delivered() -> bytes:
    """Columns of earlier quarters and, as a second series, of this quarter; each has a gap where the other stands."""
    labels = _labels("outEnd", points=SLIDE_POINTS, number_format="linked", bold=True)
    plot = _bar_plot([_bar(COMPARISON, labels), _bar(ACCENT, labels)], direction="col", gap=50, overlap=100)
    axes = _category_axis(side="b", line=_line(TEXT, 1), text=_text(SECOND_TEXT, SLIDE_POINTS))
    axes += _value_axis((0,), side="l")
    return _sampled(_chart(plot + axes, (0, 0.09, 1, 0.81), SLIDE_POINTS), ((1, 2, None), (None, None, 3)))


def worst_goal() -> bytes:
    """A goal's line, its target (dashed, a label only where the data gives one), this quarter as one larger point."""
    figures = _labels("t", points=SLIDE_POINTS, number_format="linked")
    now = _labels("t", points=SLIDE_POINTS, number_format="linked", bold=True)
    plot = _line_plot(
        [
            _dots(_marker(ACCENT, 8), figures, _line(ACCENT, 2.5)),
            _dots(_marker(NONE, 2), _labels("b", points=SLIDE_POINTS, shown=False), _line(SECOND_TEXT, 1.5, "dash")),
            _dots(_marker(ACCENT, 11), now),
        ]
    )
    axes = _category_axis(side="b", line=_line(TEXT, 1), text=_text(SECOND_TEXT, SLIDE_UNIT_POINTS))
    axes += _value_axis((0,), side="l")
    values = ((6, 5, 4, 5), (3, 3, 3, 3), (None, None, None, 5))
    return _sampled(_chart(plot + axes, (0, 0.09, 1, 0.81), SLIDE_POINTS), values)


def feedback() -> bytes:
    """Counts of agree, neither and disagree as parts of one bar for each question: lies on table rows."""
    return _parts(((ACCENT, PAPER), (COMPARISON, TEXT), (BAD, PAPER)), ((8, 7, 6, 5), (1, 1, 3, 2), (0, 1, 0, 2)))


def roadmap() -> bytes:
    """An unseen offset, then the duration in quarters, with a line at the start of each: lies on table rows."""
    plot = _bar_plot([_bar(NONE), _bar(ACCENT)], grouping="stacked", gap=190, overlap=100)
    axes = _category_axis(line=_line(NONE)) + _value_axis((0, 4, 1), gridlines=_line(HAIRLINE, 0.75))
    values = ((0.5, 0.75, 1.25, 1.5), (1.5, 2.25, 2, 2.5))
    return _sampled(_chart(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def actions_due() -> bytes:
    """Counts of actions done and still open as parts of one bar for each month or side: lies on table rows."""
    return _parts(((ACCENT, PAPER), (COMPARISON, TEXT)), ((4, 3, 1, 0), (0, 1, 3, 2)))


WORD_DESIGNS = (force_field, goals, ratings, sensitivity, people, revenue_by_product, revenue_by_period, pipeline)
SLIDE_DESIGNS = (scorecard, value_delivered, worst_goal, feedback, roadmap, actions_due)


# Placing


def place_in_slide(
    slide: Any, name: str, binding: str, chart_xml: bytes, left: int, top: int, width: int, height: int
) -> None:
    """Add the chart to a python-pptx slide as a frame of this name, bound by its alternative text; lengths in EMU."""
    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), _CHART_TYPE, package, chart_xml)
    part.relate_to(EmbeddedXlsxPart.new(_workbook(chart_xml), package), SLIDE_RELATIONSHIP_TYPE.PACKAGE)
    relation = slide.part.relate_to(part, SLIDE_RELATIONSHIP_TYPE.CHART)
    frame = slide.shapes._add_chart_graphicFrame(relation, left, top, width, height)
    frame.nvGraphicFramePr.cNvPr.set("name", name)
    frame.nvGraphicFramePr.cNvPr.set("descr", binding)


def place_in_document(paragraph: Any, name: str, chart_xml: bytes, width: int, height: int) -> None:
    """Add the chart to a python-docx paragraph, in line; lengths in EMU.

    The name is its alternative text, and its first series' too: LibreOffice Writer saves a chart without the former.
    """
    chart_xml = chart_xml.replace(_SERIES_NAMES[0].encode(), escape(name).encode(), 1)
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


def _sampled(space: bytes, values: Sequence[Sequence[float | None]]) -> bytes:
    """The chart with sample rows in it, written as the documents would write them."""
    series = [{"name": name, "values": row} for name, row in zip(_SERIES_NAMES, values, strict=False)]
    return _rendered(space, {"categories": _ROW_NAMES[: len(values[0])], "series": series})


def _rendered(space: bytes, sample: Mapping[str, Any]) -> bytes:
    return render_chart(compile_chart(space, "a design"), sample)[0].encode()


def _parts(colours: Sequence[tuple[str, str]], values: Sequence[Sequence[float]]) -> bytes:
    """A slide's bars of counts side by side, each part with its count in the middle; 0 is not written."""
    plot = _bar_plot(
        [
            _bar(fill, _labels("ctr", text, SLIDE_POINTS, number_format="0;-0;;", bold=True), _line(PAPER, 1.5))
            for fill, text in colours
        ],
        grouping="stacked",
        gap=60,
        overlap=100,
    )
    axes = _category_axis(line=_line(NONE)) + _value_axis((0,))
    return _sampled(_chart(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def _chart(
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
            f"{_text(TEXT, points)}</c:legend>"
        )
    place = _layout('<c:layoutTarget val="inner"/>', **dict(zip("xywh", layout, strict=True)))
    bare = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    return (
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{place}{plots}{bare}</c:plotArea>{key}'
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{bare}{_text(TEXT, points)}</c:chartSpace>'
    ).encode()


def _layout(target: str = "", **shares: float) -> str:
    places = "".join(f'<c:{tag} val="{share}"/>' for tag, share in shares.items())
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>{places}'
        "</c:manualLayout></c:layout>"
    )


def _bar_plot(
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


def _line_plot(series: Sequence[str]) -> str:
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{_ranked(series)}<c:marker val="1"/>{_axis_numbers()}</c:lineChart>'
    )


def _scatter_plot(series: Sequence[str]) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{_ranked(series)}{_axis_numbers()}</c:scatterChart>"
    )


def _ranked(series: Sequence[str]) -> str:
    return "".join(
        f'<c:ser><c:idx val="{rank}"/><c:order val="{rank}"/>{look}</c:ser>' for rank, look in enumerate(series)
    )


def _axis_numbers() -> str:
    return "".join(f'<c:axId val="{number}"/>' for number in _AXES)


def _bar(fill: str, labels: str = "", outline: str = "") -> str:
    return f'<c:spPr>{_fill(fill)}{outline or _line(NONE)}</c:spPr><c:invertIfNegative val="0"/>{labels}'


def _bar_of_its_own_width(colour: str, points: float) -> str:
    # Back from the value by more than any value, so that the line ends at the edge of the plot and never short of it.
    return (
        '<c:errBars><c:errBarType val="minus"/><c:errValType val="fixedVal"/><c:noEndCap val="1"/>'
        f'<c:val val="5"/><c:spPr>{_line(colour, points)}</c:spPr></c:errBars>'
    )


def _dots(marker: str, labels: str, line: str = "") -> str:
    return f'<c:spPr>{line or _line(NONE)}</c:spPr>{marker}{labels}<c:smooth val="0"/>'


def _marker(fill: str, points: int) -> str:
    symbol = "circle" if fill else "none"
    shape = f"<c:spPr>{_fill(fill)}{_line(ACCENT, 1.25)}</c:spPr>" if fill else ""
    size = f'<c:size val="{points}"/>' if fill else ""
    return f'<c:marker><c:symbol val="{symbol}"/>{size}{shape}</c:marker>'


def _labels(
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
        f"<c:dLbls>{form}<c:spPr>{_fill(fill)}{_line(NONE)}</c:spPr>{_text(colour, points, bold)}"
        f'<c:dLblPos val="{position}"/>{shows}</c:dLbls>'
    )


def _category_axis(*, side: str = "l", line: str = "", text: str = "", crosses_at: float | None = None) -> str:
    """The axis of names: upright with the first name on top at the left side, or at the foot ("b")."""
    own, other = _AXES
    orientation = "maxMin" if side == "l" else "minMax"
    crosses = '<c:crosses val="autoZero"/>' if crosses_at is None else f'<c:crossesAt val="{crosses_at}"/>'
    return (
        f'<c:catAx><c:axId val="{own}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"low" if text else "none"}"/><c:spPr>{line or _line(NONE)}</c:spPr>{text}'
        f'<c:crossAx val="{other}"/>{crosses}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(
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
) -> str:
    """The axis of values, its figures written only with a `text`; `limits` are least, most, step and small step."""
    other, own = axes
    bounds = "".join(
        f'<c:{tag} val="{limit}"/>' for tag, limit in reversed([*zip(("min", "max"), limits, strict=False)])
    )
    steps = "".join(
        f'<c:{tag} val="{step}"/>' for tag, step in zip(("majorUnit", "minorUnit"), limits[2:], strict=False)
    )
    grid = f"<c:majorGridlines><c:spPr>{gridlines}</c:spPr></c:majorGridlines>" if gridlines else ""
    grid += f"<c:minorGridlines><c:spPr>{minor_gridlines}</c:spPr></c:minorGridlines>" if minor_gridlines else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>{bounds}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels if text else "none"}"/><c:spPr>{line or _line(NONE)}</c:spPr>{text}'
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/>{steps}</c:valAx>'
    )


def _text(colour: str, points: int = WORD_POINTS, bold: bool = False) -> str:
    return (
        '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{points * 100}" b="{int(bold)}">{_fill(colour)}<a:latin typeface="+mn-lt"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _line(colour: str, points: float = 0, dash: str = "solid") -> str:
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

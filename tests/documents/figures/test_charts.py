"""Facts about the charts of both formats: what is kept of the designer's chart, what is written, what is refused."""

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.chart import BarChart, Reference
from pptx import Presentation
from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE as KIND

from pipeline.documents.figures.chart_compile import compile_chart
from pipeline.documents.figures.charts import render_chart
from pipeline.problems import TemplateRefused
from tests.commands import need
from tests.documents import office

NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
CATEGORY_KINDS = [
    KIND.BAR_CLUSTERED,
    KIND.COLUMN_STACKED,
    KIND.LINE_MARKERS,
    KIND.AREA,
    KIND.RADAR_MARKERS,
    KIND.PIE,
    KIND.DOUGHNUT,
]
SALES = {
    "categories": ["North & West", "South <1>", "Öst"],
    "series": [
        {"name": "Plan", "values": [Decimal("10.50"), None, 0.1 + 0.2]},
        {"name": "Actual", "values": [-3, Decimal("1e3"), Decimal(1) / 3]},
    ],
}
PEOPLE = {
    "series": [
        {"name": "none", "x": [-1, Decimal("0.5")], "y": [4, 2], "labels": ["Ann", "Bo"]},
        {"name": "in depth", "x": [2], "y": [5], "labels": ["Cy"]},
    ]
}

BUBBLES = {
    "series": [
        {"name": "=1+1", "x": [Decimal("5.4"), 2], "y": [8, 3], "size": [Decimal("4.9"), 1], "labels": ["Us", None]},
        {"name": "cells", "x": [7], "y": [7], "size": [2]},
    ]
}
POINTS = {KIND.XY_SCATTER: PEOPLE, KIND.BUBBLE: BUBBLES}


def designed(kind: Any, series: int = 2) -> bytes:
    """A chart as a designer would leave it, full of sample data."""
    if kind in (KIND.XY_SCATTER, KIND.BUBBLE):
        data: Any = XyChartData() if kind == KIND.XY_SCATTER else BubbleChartData()
        for number in range(series):
            points = data.add_series(f"Sample {number}")
            points.add_data_point(*((7771, 7772) if kind == KIND.XY_SCATTER else (7771, 7772, 7773)))
    else:
        data = CategoryChartData()
        data.categories = ["Sample A", "Sample B"]
        for number in range(series):
            data.add_series(f"Sample {number}", [7771, 7772])
    return ChartXmlWriter(kind, data).xml.encode()


def with_xml(chart: bytes, before: str, added: str) -> bytes:
    """The chart with `added` put before the first `before`."""
    assert before in chart.decode()
    return chart.decode().replace(before, added + before, 1).encode()


def rendered(chart: bytes, data: dict[str, Any]) -> tuple[Any, Any]:
    xml, workbook = render_chart(compile_chart(chart, "sample"), data)
    return etree.fromstring(xml.encode()), openpyxl.load_workbook(io.BytesIO(workbook)).active


def filled(color: str) -> bytes:
    """A bar chart whose two series have their own fills."""
    text = designed(KIND.BAR_CLUSTERED).decode()
    fills = iter((color, "accent2"))
    return re.sub(
        "<c:cat>",
        lambda found: (
            f'<c:spPr><a:solidFill><a:schemeClr val="{next(fills)}"/></a:solidFill>'
            f'<a:ln><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></c:spPr>{found[0]}'
        ),
        text,
    ).encode()


def labelled(position: str = "outEnd", kind: Any = KIND.BAR_CLUSTERED) -> bytes:
    """A chart of one series whose labels the designer made small and in the second theme colour."""
    look = (
        '<c:dLbls><c:numFmt formatCode="0;0" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        '<c:txPr><a:bodyPr rot="0"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill>'
        '<a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:pPr></a:p></c:txPr>'
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    return with_xml(designed(kind, series=1), "<c:cat>", look)


def combined() -> bytes:
    """Columns and a line over two pairs of axes."""
    columns, line = designed(KIND.COLUMN_CLUSTERED, 1).decode(), designed(KIND.LINE, 1).decode()
    plot = re.search("<c:lineChart>.*</c:lineChart>", line, re.S)
    axes = re.search("<c:(cat|date)Ax>.*</c:valAx>", line, re.S)
    bars = re.search("<c:barChart>.*</c:barChart>", columns, re.S)
    assert plot
    assert axes
    assert bars
    second = (plot[0] + "|" + axes[0]).replace("2118791784", "11").replace("2140495176", "12")
    second = second.replace('<c:idx val="0"/>', '<c:idx val="1"/>', 1)
    second = second.replace('<c:order val="0"/>', '<c:order val="1"/>', 1).replace("Sample 0", "Sample 1")
    second_plot, _, second_axes = second.partition("|")
    text = columns.replace(bars[0], bars[0] + second_plot)
    return text.replace("</c:plotArea>", second_axes + "</c:plotArea>").encode()


def cached(root: Any) -> dict[str, list[Any]]:
    """What the chart shows without its workbook: reference -> texts or numbers in order, None where none is kept."""
    found: dict[str, list[Any]] = {}
    for cache in root.iter("{*}strCache", "{*}numCache"):
        count = int(cache.find("c:ptCount", NS).get("val"))
        values: list[Any] = [None] * count
        for point in cache.findall("c:pt", NS):
            text = point.find("c:v", NS).text
            values[int(point.get("idx"))] = text if cache.tag.endswith("strCache") else float(text)
        found[cache.getparent().find("c:f", NS).text] = values
    return found


def cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def cells_of(reference: str, sheet: Any) -> list[Any]:
    found = sheet[reference.replace("Sheet1!", "").replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def assert_cells_are_the_cached_values(root: Any, sheet: Any) -> None:
    shown = cached(root)
    assert shown
    for reference, values in shown.items():
        assert cells_of(reference, sheet) == values
    plotted = sum(value is not None for values in shown.values() for value in values)
    assert len(cells(sheet)) == plotted


def values_of(root: Any) -> list[list[Any]]:
    shown = cached(root)
    return [shown[reference.text] for reference in root.iterfind(".//c:val/c:numRef/c:f", NS)]


@pytest.mark.parametrize("kind", CATEGORY_KINDS)
def test_the_workbook_holds_the_cached_values_and_nothing_more(kind: Any) -> None:
    root, sheet = rendered(designed(kind), SALES)
    assert_cells_are_the_cached_values(root, sheet)
    assert values_of(root) == [[10.5, None, 0.3], [-3, 1000, 0.333333333333333]]


def test_the_workbook_of_a_scatter_chart_holds_its_points_and_nothing_more() -> None:
    root, sheet = rendered(designed(KIND.XY_SCATTER), PEOPLE)
    assert_cells_are_the_cached_values(root, sheet)
    assert cells(sheet) == {"B1": "none", "A2": -1, "B2": 4, "A3": 0.5, "B3": 2, "D1": "in depth", "C2": 2, "D2": 5}


def test_the_workbook_of_a_bubble_chart_holds_its_points_with_their_sizes_and_nothing_more() -> None:
    root, sheet = rendered(designed(KIND.BUBBLE), BUBBLES)
    assert_cells_are_the_cached_values(root, sheet)
    assert cells(sheet) == {
        **dict(zip(("B1", "A2", "B2", "C2", "A3", "B3", "C3"), ("=1+1", 5.4, 8, 4.9, 2, 3, 1), strict=True)),
        **dict(zip(("E1", "D2", "E2", "F2"), ("cells", 7, 7, 2), strict=True)),
    }
    assert sheet["B1"].data_type == "s"
    for series, name in zip(root.iterfind(".//c:ser", NS), ("Sheet1!$B$1", "Sheet1!$E$1"), strict=True):
        tags = [etree.QName(child).localname for child in series]
        assert tags[-4:] == ["xVal", "yVal", "bubbleSize", "bubble3D"]
        assert series.find("c:tx//c:f", NS).text == name


def test_a_bubble_without_its_size_is_an_error() -> None:
    points = {"series": [{"name": "Us", "x": [1, 2], "y": [1, 2], "size": [1]}]}
    with pytest.raises(ValueError, match="2 x and 1 size"):
        rendered(designed(KIND.BUBBLE), points)


@pytest.mark.parametrize("kind", [*CATEGORY_KINDS, *POINTS])
def test_nothing_of_the_sample_data_is_left(kind: Any) -> None:
    chart = designed(kind)
    assert b"Sample" in chart
    data = POINTS.get(kind, SALES)
    xml, workbook = render_chart(compile_chart(chart, "sample"), data)
    sheet = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml").decode()
    for text in (xml, sheet):
        assert "Sample" not in text
        assert "777" not in text


def test_hidden_series_and_label_ranges_of_the_sample_are_left_behind() -> None:
    hidden = (
        '<c:extLst><c:ext uri="{x}"><x:old xmlns:x="urn:x"><c:ser><c:tx><c:strRef><c:f>Sheet1!$Z$1</c:f><c:strCache>'
        '<c:pt idx="0"><c:v>Hidden</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser></x:old></c:ext></c:extLst>'
    )
    xml, _ = render_chart(compile_chart(with_xml(designed(KIND.PIE), "</c:pieChart>", hidden), "x"), SALES)
    assert "Hidden" not in xml


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(A1)", "https://example.org", "+1", "@x", "_x0041_", " a\nb "])
def test_text_stays_text(text: str) -> None:
    data = {"categories": [text], "series": [{"name": text, "values": [1]}]}
    _, workbook = render_chart(compile_chart(designed(KIND.BAR_CLUSTERED), "x"), data)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert [(cell.data_type, cell.hyperlink) for cell in (sheet["A2"], sheet["B1"])] == [("s", None)] * 2
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml")
    if "_x" not in text:
        assert (sheet["A2"].value, sheet["B1"].value) == (text, text)


def test_text_that_looks_like_an_escape_is_escaped_in_cell_and_cache() -> None:
    xml, workbook = render_chart(
        compile_chart(designed(KIND.BAR_CLUSTERED), "x"),
        {"categories": ["_x0041_"], "series": [{"name": "s", "values": [1]}]},
    )
    sheet = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_" in xml
    assert "_x005F_x0041_" in sheet


def test_control_characters_are_left_out_of_text() -> None:
    data = {
        "categories": ["a\x00\x0b\ud800\uffffb\r\nc"],
        "series": [{"name": "\x07s", "values": [1], "labels": ["\x01l"]}],
    }
    root, sheet = rendered(designed(KIND.BAR_CLUSTERED), data)
    assert cells(sheet) == {"A2": "ab\nc", "B1": "s", "B2": 1}
    assert root.findtext(".//a:t", namespaces=NS) == "l"


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (2.0, "2"),
        (-0.0, "0"),
        (100, "100"),
        (Decimal(2) / 3, "0.666666666666667"),
    ],
)
def test_numbers_are_plain_decimals(value: Any, digits: str) -> None:
    xml, workbook = render_chart(
        compile_chart(designed(KIND.BAR_CLUSTERED), "x"),
        {"categories": ["a"], "series": [{"name": "s", "values": [value]}]},
    )
    sheet = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml").decode()
    assert f"<c:v>{digits}</c:v>" in xml
    assert f"<v>{digits}</v>" in sheet


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_not_finite_is_an_error(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        rendered(designed(KIND.BAR_CLUSTERED), {"categories": ["a"], "series": [{"name": "s", "values": [value]}]})


def test_a_list_of_another_length_than_the_categories_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 values for 1 categories"):
        rendered(designed(KIND.BAR_CLUSTERED), {"categories": ["a"], "series": [{"name": "s", "values": [1, 2]}]})


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.none() | st.decimals(allow_nan=False, allow_infinity=False)), min_size=1
    ),
    st.text(max_size=12),
)
def test_any_text_and_number_is_read_back_from_the_workbook(rows: list[tuple[str, Any]], name: str) -> None:
    data = {"categories": [row[0] for row in rows], "series": [{"name": name, "values": [row[1] for row in rows]}]}
    root, sheet = rendered(designed(KIND.BAR_CLUSTERED), data)
    shown = list(cached(root).values())
    assert [value is None for value in shown[2]] == [row[1] is None for row in rows]
    numbers = [float(value) for value in cells_of(f"Sheet1!$B$2:$B${len(rows) + 1}", sheet) if value is not None]
    assert numbers == [value for value in shown[2] if value is not None]


def test_the_number_of_points_follows_the_data() -> None:
    many = {"categories": [f"c{n}" for n in range(40)], "series": [{"name": "s", "values": list(range(40))}]}
    root, sheet = rendered(designed(KIND.BAR_CLUSTERED), many)
    assert [count.get("val") for count in root.iterfind(".//c:val//c:ptCount", NS)] == ["40"]
    assert root.findtext(".//c:val//c:f", namespaces=NS) == "Sheet1!$B$2:$B$41"
    assert sheet.max_row == 41


def test_the_looks_of_a_series_stay_as_designed() -> None:
    root, _ = rendered(with_xml(filled("accent6"), "<c:axId", '<c:overlap val="-10"/>'), SALES)
    slots = root.xpath(".//c:ser/c:spPr/a:solidFill/a:schemeClr/@val", namespaces=NS)
    assert slots == ["accent6", "accent2"]
    assert root.find(".//c:overlap", NS).get("val") == "-10"


def test_single_points_of_the_sample_lose_their_looks() -> None:
    point = '<c:dPt><c:idx val="1"/><c:spPr><a:noFill/></c:spPr></c:dPt>'
    root, _ = rendered(with_xml(designed(KIND.BAR_CLUSTERED), "<c:cat>", point), SALES)
    assert root.find(".//c:dPt", NS) is None


def test_further_series_copy_the_last_one_in_the_next_free_accent() -> None:
    data = {"categories": ["a"], "series": [{"name": f"s{n}", "values": [n]} for n in range(5)]}
    root, sheet = rendered(filled("accent1"), data)
    fills = root.xpath(".//c:ser/c:spPr/a:solidFill/a:schemeClr/@val", namespaces=NS)
    outlines = root.xpath(".//c:ser/c:spPr/a:ln/a:solidFill/a:schemeClr/@val", namespaces=NS)
    assert fills == ["accent1", "accent2", "accent6", "accent3", "accent4"]
    assert outlines == ["bg1"] * 5
    assert [order.get("val") for order in root.iterfind(".//c:ser/c:idx", NS)] == ["0", "1", "2", "3", "4"]
    assert_cells_are_the_cached_values(root, sheet)


def test_series_without_data_are_dropped() -> None:
    root, sheet = rendered(designed(KIND.BAR_CLUSTERED), {**SALES, "series": SALES["series"][:1]})
    assert len(root.findall(".//c:ser", NS)) == 1
    assert_cells_are_the_cached_values(root, sheet)


def test_series_are_matched_over_all_plots() -> None:
    root, sheet = rendered(combined(), SALES)
    names = [root.findtext(f".//c:{plot}//c:tx//c:v", namespaces=NS) for plot in ("barChart", "lineChart")]
    assert names == ["Plan", "Actual"]
    assert_cells_are_the_cached_values(root, sheet)


def test_series_are_matched_in_the_order_the_designer_sees() -> None:
    text = combined().decode()
    swapped = text.replace('<c:order val="0"/>', "<first/>").replace('<c:order val="1"/>', '<c:order val="0"/>')
    root, _ = rendered(swapped.replace("<first/>", '<c:order val="1"/>').encode(), SALES)
    assert root.findtext(".//c:lineChart//c:tx//c:v", namespaces=NS) == "Plan"


def test_a_plot_without_series_goes_with_its_axes() -> None:
    root, _ = rendered(combined(), {**SALES, "series": SALES["series"][:1]})
    assert root.find(".//c:lineChart", NS) is None
    assert len(root.findall(".//c:plotArea/c:valAx", NS)) == 1
    assert len(root.findall(".//c:plotArea/c:catAx", NS)) == 1


def test_each_series_of_columns_with_a_line_stays_on_its_own_axes() -> None:
    root, sheet = rendered(combined(), SALES)

    axes = {axis.find("c:axId", NS).get("val"): axis for axis in root.iterfind(".//c:plotArea/*[c:crossAx]", NS)}
    assert len(axes) == 4
    for plot, name, column in (("barChart", "Plan", 2), ("lineChart", "Actual", 3)):
        found = root.find(f".//c:{plot}", NS)
        first, second = (one.get("val") for one in found.iterfind("c:axId", NS))
        assert axes[first].find("c:crossAx", NS).get("val") == second
        assert axes[second].find("c:crossAx", NS).get("val") == first
        assert found.findtext(".//c:tx//c:f", namespaces=NS) == f"Sheet1!${'ABC'[column - 1]}$1"
        assert sheet.cell(1, column).value == name
    assert_cells_are_the_cached_values(root, sheet)


def test_a_slide_with_columns_and_a_line_opens_as_designed(tmp_path: Path) -> None:
    drawn = office.deck(office.titled("T", "", office.slide_chart("chart:revenue")))
    blob = office.with_part(drawn, "ppt/charts/chart1.xml", in_a_part(combined()))

    made = office.made(blob, office.data(charts={"revenue": {**SALES, "alt": "Both"}}))

    (shape,) = (one for one in Presentation(io.BytesIO(made)).slides[0].shapes if one.has_chart)
    kinds = [(type(plot).__name__, plot.series[0].name, list(plot.categories)) for plot in shape.chart.plots]
    assert kinds == [("BarPlot", "Plan", SALES["categories"]), ("LinePlot", "Actual", SALES["categories"])]
    (tmp_path / "deck.pptx").write_bytes(made)
    soffice = [need("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*soffice, "deck.pptx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = subprocess.run([need("pdftotext"), "deck.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout
    assert all(name in text.decode() for name in ("North & West", "South <1>", "Öst"))


def in_a_part(designed_chart: bytes) -> bytes:
    """A designed chart as it lies in a deck: with a workbook."""
    return designed_chart.replace(b"</c:chartSpace>", b'<c:externalData r:id="rId1"/></c:chartSpace>')


def test_more_series_than_a_chart_of_two_kinds_has_are_refused() -> None:
    data = {"categories": ["a"], "series": [{"name": f"s{n}", "values": [n]} for n in range(3)]}
    with pytest.raises(TemplateRefused, match=r"sample: .*2 series in 2 groups, and its data has 3") as refused:
        rendered(combined(), data)
    assert [problem.code for problem in refused.value.problems] == ["chart-series"]


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (KIND.XY_SCATTER, SALES, "Use a bar"),
        (KIND.BUBBLE, SALES, "Use a bar"),
        (KIND.BAR_CLUSTERED, PEOPLE, "Use a scatter chart"),
        (KIND.BUBBLE, PEOPLE, "Use a scatter chart"),
        (KIND.XY_SCATTER, BUBBLES, "Use a bubble chart"),
    ],
)
def test_data_of_another_shape_is_refused(kind: Any, data: dict[str, Any], said: str) -> None:
    with pytest.raises(TemplateRefused, match=said):
        rendered(designed(kind), data)


@pytest.mark.parametrize("kind", [KIND.BAR_CLUSTERED, KIND.RADAR, KIND.AREA, KIND.XY_SCATTER, KIND.BUBBLE])
def test_axis_numbers_are_positive_and_meet(kind: Any) -> None:
    assert b'val="-' in designed(kind)
    root, _ = rendered(designed(kind), POINTS.get(kind, SALES))
    axes = set(root.xpath(".//c:plotArea/*[c:crossAx]/c:axId/@val", namespaces=NS))
    plots = set(root.xpath(".//c:plotArea/*[c:ser]/c:axId/@val", namespaces=NS))
    crossed = set(root.xpath(".//c:crossAx/@val", namespaces=NS))
    assert axes == plots == crossed
    assert all(int(number) > 0 for number in axes)


@pytest.mark.parametrize(("kind", "count"), [(KIND.RADAR, 0), (KIND.LINE, 2)])
def test_smooth_stands_only_where_the_schema_has_it(kind: Any, count: int) -> None:
    assert len(etree.fromstring(designed(kind)).findall(".//c:ser/c:smooth", NS)) == 2
    root, _ = rendered(designed(kind), SALES)
    assert len(root.findall(".//c:ser/c:smooth", NS)) == count


def point_labels(root: Any) -> dict[str, Any]:
    return {label.find("c:idx", NS).get("val"): label for label in root.iterfind(".//c:dLbl", NS)}


def test_labels_of_single_points_keep_the_designed_font() -> None:
    data = {
        "categories": ["a", "b", "c", "d"],
        "series": [
            {
                "name": "s",
                "values": [1, 2, None, 4],
                "labels": ["one & only", "", "hidden", None],
                "bold": [True, None, True, True],
            }
        ],
    }
    root, sheet = rendered(labelled(), data)
    labels = point_labels(root)
    assert sorted(labels) == ["0", "1", "3"]
    assert labels["0"].findtext(".//a:t", namespaces=NS) == "one & only"
    assert dict(labels["0"].find(".//a:rPr", NS).attrib) == {"sz": "900", "b": "1"}
    assert labels["0"].find(".//a:rPr//a:schemeClr", NS).get("val") == "tx2"
    assert labels["0"].find("c:dLblPos", NS).get("val") == "outEnd"
    assert labels["1"].find("c:delete", NS).get("val") == "1"
    assert labels["3"].find("c:tx", NS) is None
    assert labels["3"].find(".//a:defRPr", NS).get("b") == "1"
    assert labels["3"].find("c:numFmt", NS).get("formatCode") == "0;0"
    assert "hidden" not in etree.tostring(root, encoding="unicode")
    assert_cells_are_the_cached_values(root, sheet)


def test_a_label_text_shows_though_the_designer_showed_no_labels() -> None:
    data = {"categories": ["a"], "series": [{"name": "s", "values": [1], "labels": ["here"]}]}
    root, _ = rendered(designed(KIND.BAR_CLUSTERED, 1), data)
    assert point_labels(root)["0"].find("c:showVal", NS).get("val") == "1"
    assert root.find(".//c:dLbls/c:showVal", NS).get("val") == "0"


@pytest.mark.parametrize(
    ("kind", "wanted", "written"),
    [
        (KIND.BAR_CLUSTERED, "inEnd", "inEnd"),
        (KIND.BAR_CLUSTERED, "l", "ctr"),
        (KIND.COLUMN_STACKED, "outEnd", "ctr"),
        (KIND.LINE, "t", "t"),
        (KIND.LINE, "outEnd", "ctr"),
    ],
)
def test_a_label_stands_only_where_its_kind_of_chart_has_a_place(kind: Any, wanted: str, written: str) -> None:
    data = {"categories": ["a"], "series": [{"name": "s", "values": [1], "labels": ["x"], "label_position": [wanted]}]}
    root, _ = rendered(labelled("ctr", kind), data)
    assert point_labels(root)["0"].find("c:dLblPos", NS).get("val") == written


def test_a_label_moved_into_its_bar_is_set_in_the_paper_colour() -> None:
    data = {
        "categories": ["a", "b"],
        "series": [{"name": "s", "values": [1, 2], "label_position": ["inEnd", None], "bold": [False, True]}],
    }
    labels = point_labels(rendered(labelled("outEnd"), data)[0])
    fills = {at: label.find(".//a:defRPr//a:schemeClr", NS).get("val") for at, label in labels.items()}
    assert fills == {"0": "bg1", "1": "tx2"}


def test_a_designed_position_that_office_would_repair_is_dropped() -> None:
    root, _ = rendered(
        labelled("outEnd", KIND.COLUMN_STACKED), {"categories": ["a"], "series": [{"name": "s", "values": [1]}]}
    )
    assert root.find(".//c:dLblPos", NS) is None


def test_a_status_in_a_label_has_its_shape_and_colour() -> None:
    texts = ["● Met", "▲ Behind", "■ Off track", "○ Open", "– Not started", "■", "plain"]
    data = {"categories": texts, "series": [{"name": "s", "values": [1] * 7, "labels": texts}]}
    root, _ = rendered(labelled(), data)
    runs = [
        [
            (
                run.findtext("a:t", namespaces=NS),
                run.find(".//a:schemeClr", NS).get("val"),
                run.find(".//a:latin", NS).get("typeface"),
                run.find("a:rPr", NS).get("sz"),
            )
            for run in label.iterfind(".//a:r", NS)
        ]
        for label in root.iterfind(".//c:dLbl", NS)
    ]
    assert runs[0] == [("●", "accent3", "Arial", "1170"), (" Met", "accent3", "+mn-lt", "900")]
    assert [run[0][1] for run in runs] == ["accent3", "accent4", "accent5", "accent1", "tx2", "tx2", "tx2"]
    assert runs[5] == [("■", "tx2", "+mn-lt", "900")]
    defaults = root.findall(".//c:dLbl//a:pPr/a:defRPr", NS)
    assert [font.find(".//a:schemeClr", NS).get("val") for font in defaults] == [run[0][1] for run in runs]
    assert {font.get("sz") for font in defaults} == {"900"}


def test_limits_and_crossing_are_set_in_schema_order() -> None:
    limits = {"minimum": Decimal("-0.5"), "maximum": 5, "major": 2, "crosses_at": Decimal("1.25")}
    root, _ = rendered(designed(KIND.BAR_CLUSTERED), {**SALES, "value_axis": limits})
    scaling = root.find(".//c:valAx/c:scaling", NS)
    assert [(etree.QName(child).localname, child.get("val")) for child in scaling][-2:] == [
        ("max", "5"),
        ("min", "-0.5"),
    ]
    assert root.find(".//c:valAx/c:majorUnit", NS).get("val") == "2"
    assert root.find(".//c:catAx/c:crossesAt", NS).get("val") == "1.25"
    assert root.find(".//c:catAx/c:crosses", NS) is None
    assert root.find(".//c:valAx/c:crosses", NS) is not None


def test_a_greatest_value_from_the_data_stands_before_a_designed_least() -> None:
    scaling = r'\1<c:scaling><c:min val="-9"/></c:scaling>'
    chart = re.sub(r"(<c:valAx>.*?)<c:scaling/>", scaling, designed(KIND.BAR_CLUSTERED).decode(), flags=re.S)
    root, _ = rendered(chart.encode(), {**SALES, "value_axis": {"maximum": 9}})
    limits = [(etree.QName(child).localname, child.get("val")) for child in root.find(".//c:valAx/c:scaling", NS)]
    assert limits == [("max", "9"), ("min", "-9")]


def test_labels_of_single_sample_points_are_left_behind() -> None:
    text = "<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>Sample</a:t></a:r></a:p></c:rich></c:tx>"
    label = f'<c:dLbl><c:idx val="0"/>{text}</c:dLbl>'
    xml, _ = render_chart(compile_chart(with_xml(labelled(), "<c:numFmt", label), "x"), SALES)
    assert "<c:dLbl>" not in xml


def test_limits_not_given_stay_as_designed() -> None:
    chart = designed(KIND.BAR_CLUSTERED).decode()
    text, count = re.subn(
        r"(<c:valAx>.*?)<c:scaling/>", r'\1<c:scaling><c:max val="9"/></c:scaling>', chart, flags=re.S
    )
    assert count == 1
    root, _ = rendered(text.encode(), {**SALES, "value_axis": {"minimum": 0}})
    assert root.find(".//c:valAx/c:scaling/c:max", NS).get("val") == "9"
    assert root.find(".//c:catAx/c:crosses", NS).get("val") == "autoZero"


def test_the_limits_of_a_scatter_chart_are_those_of_its_upright_axis() -> None:
    root, _ = rendered(designed(KIND.XY_SCATTER), {**PEOPLE, "value_axis": {"maximum": 5}})
    across, up = root.findall(".//c:valAx", NS)
    assert across.find("c:scaling/c:max", NS) is None
    assert up.find("c:scaling/c:max", NS).get("val") == "5"


def test_a_number_format_reaches_cells_cache_and_linked_labels() -> None:
    linked = labelled().replace(b'formatCode="0;0" sourceLinked="0"', b'sourceLinked="1" formatCode="General"')
    for chart, shown in ((linked, '#,##0 "t"'), (labelled(), "0;0")):
        root, sheet = rendered(chart, {**SALES, "series": SALES["series"][:1], "number_format": '#,##0 "t"'})
        assert root.findtext(".//c:formatCode", namespaces=NS) == '#,##0 "t"'
        assert root.find(".//c:dLbls/c:numFmt", NS).get("formatCode") == shown
        assert (sheet["B2"].number_format, sheet["A2"].number_format) == ('#,##0 "t"', "General")


def test_the_workbook_is_relationship_one_and_not_updated_by_itself() -> None:
    old = '<c:externalData r:id="rId7"><c:autoUpdate val="1"/></c:externalData>'
    root, _ = rendered(with_xml(designed(KIND.LINE), "</c:chartSpace>", old), SALES)
    external = root.findall("c:externalData", NS)
    assert [one.get(f"{{{NS['r']}}}id") for one in external] == ["rId1"]
    assert external[0].find("c:autoUpdate", NS).get("val") == "0"


def test_legend_entries_of_dropped_series_go() -> None:
    entries = "".join(f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>' for n in (0, 1))
    legend = f'<c:legend><c:legendPos val="t"/>{entries}<c:overlay val="0"/></c:legend>'
    chart = with_xml(designed(KIND.BAR_CLUSTERED), "<c:dispBlanksAs", legend)
    root, _ = rendered(chart, {**SALES, "series": SALES["series"][:1]})
    assert root.xpath(".//c:legendEntry/c:idx/@val", namespaces=NS) == ["0"]
    assert [etree.QName(child).localname for child in root.find(".//c:legend", NS)] == [
        "legendPos",
        "legendEntry",
        "overlay",
    ]


def test_a_scatter_series_without_points_stays_in_the_legend() -> None:
    data = {"series": [{"name": "none"}, {"name": "brief", "x": [1], "y": [2]}]}
    root, sheet = rendered(designed(KIND.XY_SCATTER), data)
    assert [count.get("val") for count in root.iterfind(".//c:numCache/c:ptCount", NS)] == ["1"] * 4
    assert cells(sheet) == {"B1": "none", "C2": 1, "D1": "brief", "D2": 2}


def test_scatter_series_are_padded_to_the_longest() -> None:
    root, sheet = rendered(designed(KIND.XY_SCATTER), PEOPLE)
    references = [reference.text for reference in root.iterfind(".//c:numRef/c:f", NS)]
    assert references == [f"Sheet1!${column}$2:${column}$3" for column in "ABCD"]
    assert_cells_are_the_cached_values(root, sheet)


def test_a_series_without_values_is_all_gaps() -> None:
    root, sheet = rendered(designed(KIND.BAR_CLUSTERED), {"categories": ["a", "b"], "series": [{"name": "s"}]})
    assert values_of(root) == [[None, None]]
    assert cells(sheet) == {"B1": "s", "A2": "a", "A3": "b"}


def test_a_chart_written_without_prefixes_is_filled() -> None:
    book = openpyxl.Workbook()
    book.active.append(["", "Sample 0"])
    book.active.append(["Sample A", 7771])
    drawn = BarChart()
    drawn.add_data(Reference(book.active, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    root, sheet = rendered(etree.tostring(drawn._write()), {**SALES, "series": SALES["series"][:1]})
    assert_cells_are_the_cached_values(root, sheet)


def test_the_same_data_gives_the_same_bytes() -> None:
    first = render_chart(compile_chart(designed(KIND.LINE), "x"), {**SALES, "number_format": "0.0"})
    again = render_chart(compile_chart(designed(KIND.LINE), "x"), {**SALES, "number_format": "0.0"})
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.create_system for member in archive.infolist()} == {0}


CELL = "<c:strRef><c:f>Sheet1!$A$9</c:f></c:strRef>"
REFUSED = {
    "3-D": (
        designed(KIND.PIE).replace(b"pieChart", b"pie3DChart"),
        "pie3DChart",
    ),
    "surface": (designed(KIND.LINE).replace(b"lineChart", b"surfaceChart"), "surfaceChart"),
    "stock": (designed(KIND.LINE).replace(b"lineChart", b"stockChart"), "stockChart"),
    "pie of pie": (designed(KIND.PIE).replace(b"pieChart", b"ofPieChart"), "ofPieChart"),
    "linked": (designed(KIND.LINE).replace(b"Sheet1!$A$2", b"[Book1.xlsx]Sheet1!$A$2"), "linked to another workbook"),
    "date axis": (designed(KIND.LINE).replace(b"c:catAx", b"c:dateAx"), "date axis"),
    "title from a cell": (
        with_xml(designed(KIND.LINE), "<c:autoTitleDeleted", f"<c:title><c:tx>{CELL}</c:tx></c:title>"),
        "takes the title from a cell",
    ),
    "error bars from cells": (
        with_xml(
            designed(KIND.LINE),
            "<c:cat>",
            "<c:errBars><c:plus><c:numRef><c:f>Sheet1!$D$2</c:f></c:numRef></c:plus></c:errBars>",
        ),
        "takes the errBars from a cell",
    ),
    "picture": (
        with_xml(
            designed(KIND.PIE),
            "<c:cat>",
            f'<c:spPr><a:blipFill><a:blip xmlns:r="{NS["r"]}" r:embed="rId5"/></a:blipFill></c:spPr>',
        ),
        "uses a picture",
    ),
    "no series": (designed(KIND.LINE, series=0), "no series"),
    "no plot area": (
        b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>',
        "no plot area",
    ),
    "new kinds": (
        b'<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"/>',
        "cannot be filled",
    ),
    "damaged": (b"<c:chartSpace", "damaged"),
    "axis missing": (
        designed(KIND.LINE).replace(b'<c:crossAx val="', b'<c:crossAx val="9'),
        "an axis that is not there",
    ),
    "axis without scale": (designed(KIND.BAR_CLUSTERED).replace(b"<c:scaling/>", b""), "an axis has no scale"),
    "document type": (
        b'<!DOCTYPE x [<!ENTITY e "y">]>' + designed(KIND.PIE).partition(b"?>")[2].strip(),
        "document type",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_chart_that_cannot_be_filled_is_refused_with_its_name_and_a_reason(fault: str) -> None:
    chart, reason = REFUSED[fault]
    with pytest.raises(TemplateRefused, match=reason) as refused:
        compile_chart(chart, "slide 5, chart:scorecard")
    [problem] = refused.value.problems
    assert problem.where == "slide 5, chart:scorecard"
    assert problem.fix.endswith(".")


def test_a_chart_that_lacks_any_one_part_is_filled_or_refused() -> None:
    whole = etree.fromstring(combined())
    outcomes = set()
    for at in range(1, len(list(whole.iter()))):
        damaged = etree.fromstring(combined())
        gone = list(damaged.iter())[at]
        gone.getparent().remove(gone)
        try:
            xml, _ = render_chart(compile_chart(etree.tostring(damaged), "x"), {**SALES, "series": SALES["series"][:1]})
            outcomes.add(etree.fromstring(xml.encode()).tag)
        except TemplateRefused as refused:
            outcomes.add(refused.problems[0].code)
    assert outcomes == {f"{{{NS['c']}}}chartSpace", "chart-template"}


def test_libreoffice_reads_the_workbook(tmp_path: Any) -> None:
    office = need("soffice")
    data = {
        "categories": ["=1+1", "b"],
        "series": [{"name": "Plan", "values": [Decimal("1.50"), None]}],
        "number_format": "0.00",
    }
    _, workbook = render_chart(compile_chart(designed(KIND.BAR_CLUSTERED), "x"), data)
    (tmp_path / "chart.xlsx").write_bytes(workbook)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "chart.xlsx")], check=True, capture_output=True)
    assert (tmp_path / "chart.csv").read_text().splitlines() == [",Plan", "=1+1,1.5", "b,"]

"""Other libraries go on working with a produced file: python-docx and python-pptx open it, its charts take new data."""

import io
from pathlib import Path

import openpyxl
from docx import Document
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

from tests.proofs.packages import documents, embedded_workbooks, xml_parts

AXES = ("catAx", "valAx", "dateAx", "serAx")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def saved(document: object) -> io.BytesIO:
    content = io.BytesIO()
    document.save(content)  # type: ignore[attr-defined]
    return content


def test_python_docx_opens_and_saves_each_document_with_all_its_paragraphs(built: Path):
    for path in documents(built, ".docx"):
        opened = Document(str(path))
        assert len(opened.paragraphs) > 5
        again = Document(saved(opened))
        assert [p.text for p in again.paragraphs] == [p.text for p in opened.paragraphs], path.name


def test_each_chart_of_a_deck_takes_new_data_and_the_deck_opens_again(built: Path):
    for path in documents(built, ".pptx"):
        deck = Presentation(str(path))
        charts = charts_of(deck)
        assert len(charts) >= 4, path.name
        for chart in charts:
            chart.replace_data(new_data(chart))
        for chart in charts_of(Presentation(saved(deck))):
            first = next(iter(chart.plots)).series[0]
            assert list(first.values)[:2] == [1.5, 2.5], path.name
            book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
            assert book.active["B2"].value == 1.5


def charts_of(deck: object) -> list:
    shapes = (shape for slide in deck.slides for shape in slide.shapes)  # type: ignore[attr-defined]
    return [shape.chart for shape in shapes if shape.has_chart]


def new_data(chart) -> CategoryChartData | XyChartData:
    """Two points in a series for each the chart has."""
    names = [series.name for plot in chart.plots for series in plot.series]
    if chart.chart_type in (XL_CHART_TYPE.XY_SCATTER, XL_CHART_TYPE.BUBBLE):
        data = XyChartData()
        for name in names:
            series = data.add_series(name)
            series.add_data_point(1, 1.5)
            series.add_data_point(2, 2.5)
        return data
    data = CategoryChartData()
    data.categories = ["First", "Second"]
    for name in names:
        data.add_series(name, (1.5, 2.5))
    return data


def test_openpyxl_opens_each_embedded_workbook_which_holds_no_formula(built: Path):
    for path in documents(built, ".docx", ".pptx"):
        for name, content in embedded_workbooks(path).items():
            (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert cells, f"{path.name}: {name}"
            assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink], f"{path.name}: {name}"


def test_every_axis_of_a_chart_has_a_positive_number_of_its_own(built: Path):
    seen = 0
    for path in documents(built, ".docx", ".pptx"):
        folder = "word/charts/" if path.suffix == ".docx" else "ppt/charts/"
        for name, chart in xml_parts(path, folder).items():
            axes = [axis for axis in chart.iter() if etree.QName(axis).localname in AXES]
            numbers = [int(axis.find(f"{C}axId").get("val")) for axis in axes]
            assert all(0 < number < 2**32 for number in numbers), f"{path.name}: {name}"
            assert len(set(numbers)) == len(numbers), f"{path.name}: {name}"
            assert {int(use.get("val")) for use in chart.iter(f"{C}axId", f"{C}crossAx")} == set(numbers)
            seen += len(numbers)
    assert seen > 100

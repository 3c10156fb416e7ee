"""The usual script: what one would write with openpyxl, docxtpl and python-pptx, each as its manual shows.

`python -m benchmarks.usual FOLDER` makes one account's two documents in a process of its own: FOLDER has workbook.xlsx,
plan.docx, deck.pptx, and contents.json with what is to stand in them.
"""

import copy
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_TAG = re.compile(r"{(\w+)}")


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The values of every sheet."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def plan(template: bytes, contents: Mapping[str, Any]) -> bytes:
    """The Word document: the template's tags filled by docxtpl."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(contents, autoescape=True)
    return _saved(document)


def deck(template: bytes, contents: Mapping[str, Any]) -> bytes:
    """The presentation: texts, tables and charts of the template filled by python-pptx."""
    from pptx import Presentation

    presentation = Presentation(io.BytesIO(template))
    for number, slide in enumerate(presentation.slides):
        for shape in shapes_in(slide.shapes):
            if shape.has_chart:
                replace_data(shape.chart, contents["charts"][f"{number}.{shape.shape_id}"])
            elif shape.has_table:
                for row, records in reversed(contents["rows"].get(f"{number}.{shape.shape_id}", ())):
                    _repeat(shape.table, row, records)
                for cell in shape.table.iter_cells():
                    _fill(cell.text_frame, contents["values"])
            elif shape.has_text_frame:
                _fill(shape.text_frame, contents["values"])
    return _saved(presentation)


def shapes_in(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide, those in groups too."""
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_in(shape.shapes)
        else:
            yield shape


def replace_data(chart: Any, data: Mapping[str, Any]) -> None:
    """The chart with other points, and its workbook written anew."""
    from pptx.chart.data import CategoryChartData

    points = CategoryChartData(number_format=data["number_format"])
    points.categories = data["categories"]
    for series in data["series"]:
        points.add_series(series["name"], series["values"])
    chart.replace_data(points)


def _fill(frame: Any, values: Mapping[str, str]) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            if "{" in run.text:
                run.text = _TAG.sub(lambda found: values.get(found[1], found[0]), run.text)


def _repeat(table: Any, number: int, records: Sequence[Mapping[str, str]]) -> None:
    """Copies a row of a table for each record; python-pptx has no call for it, and every recipe does it so."""
    from pptx.table import _Row

    pattern = table.rows[number]._tr
    last = pattern
    for record in records:
        row = copy.deepcopy(pattern)
        last.addnext(row)
        last = row
        for cell in _Row(row, table).cells:
            _fill(cell.text_frame, record)
    pattern.getparent().remove(pattern)


def _saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def main(folder: Path) -> None:
    """One account: the workbook read, both documents written."""
    contents = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    read(folder / "workbook.xlsx")
    for name, make in (("plan.docx", plan), ("deck.pptx", deck)):
        made = make((folder / name).read_bytes(), contents[name])
        (folder / f"made-{name}").write_bytes(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

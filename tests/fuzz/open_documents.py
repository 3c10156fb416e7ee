"""OpenDocument spreadsheets for the fuzzing of workbooks: one made from a workbook, and another reader of them."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import openpyxl

from tests.workbook.open_documents import a_text, an_ods, sheet_xml

Rows = dict[int, dict[int, tuple[Any, str]]]

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT = (f"{{{_OPEN}:{name}:1.0}}" for name in ("office", "table", "text"))
_NUMBERS = ("float", "percentage", "currency")
_MOST = 5000  # rows or columns that one element stands for: what is repeated more often is blank, or nothing is read


def as_open_document(workbook: Path) -> bytes:
    """The values of a workbook of Excel as an OpenDocument spreadsheet."""
    sheets = []
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        rows = ("".join(map(_cell, values)) for values in sheet.iter_rows(values_only=True))
        sheets.append(sheet_xml(sheet.title, "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)))
    with tempfile.TemporaryDirectory() as folder:
        return an_ods(Path(folder), "".join(sheets)).read_bytes()


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    return a_text(escape(str(value)))


def grid(blob: bytes) -> dict[str, Rows]:
    """Each filled cell by sheet, row and column: its number or its text, and the whole of it as it is written."""
    found: dict[str, Rows] = {}
    content = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(blob)).read("content.xml"))
    for sheet in content.iter(f"{_TABLE}table"):
        rows = found.setdefault(sheet.get(f"{_TABLE}name", ""), {})
        for at, row in _counted(sheet.iter(f"{_TABLE}table-row"), "rows"):
            cells = (cell for cell in row if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
            for column, cell in _counted(cells, "columns"):
                if cell.get(f"{_OFFICE}value-type") or len(cell):
                    rows.setdefault(at, {})[column] = (_value(cell), ElementTree.tostring(cell, "unicode"))
    return found


def _counted(elements: Iterable[ElementTree.Element], what: str) -> Iterator[tuple[int, ElementTree.Element]]:
    """The elements with their numbers, from 1; one that is repeated comes as often."""
    number = 0
    for element in elements:
        for _ in range(min(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), _MOST)):
            number += 1
            yield number, element


def _value(cell: ElementTree.Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in _NUMBERS:
        return float(cell.get(f"{_OFFICE}value", ""))
    return cell.get(f"{_OFFICE}{kind}-value") or "\n".join("".join(one.itertext()) for one in cell.iter(f"{_TEXT}p"))

"""The small workbook inside a chart: the plotted cells and nothing else, the same bytes for the same cells."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from msgspec import Struct

from pipeline.documents.packaging.package import XML_DECLARATION, packed, zipped
from pipeline.documents.packaging.xml_text import escape
from pipeline.guard import Member

SHEET = "Sheet1"

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ILLEGAL = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_OWNERS = 0o600 << 16  # attributes of an entry that its owner may read and write


class Column(Struct, frozen=True):
    """One column of the sheet: the text of its first row, then its cells from row 2 on.

    A number is given as its decimal digits, so that the cell and the chart's cached value are the same characters.
    None is an empty cell.
    """

    kind: Literal["text", "number"]
    heading: str
    cells: Sequence[str | None]


def workbook_bytes(columns: Sequence[Column], number_format: str = "") -> bytes:
    """An .xlsx of one sheet with these columns side by side; numbers shown in `number_format`, if one is given."""
    sheet = _member("xl/worksheets/sheet1.xml", _sheet_xml(columns, number_format))
    return zipped((*_around_the_sheet(number_format), sheet), _OWNERS)


def cell_range(column: int, rows: int) -> str:
    """The absolute reference of `rows` cells from row 2 down in a column counted from 0: "Sheet1!$B$2:$B$5"."""
    letters = _letters(column)
    first = f"{SHEET}!${letters}$2"
    return first if rows == 1 else f"{first}:${letters}${rows + 1}"


def heading_cell(column: int) -> str:
    """The absolute reference of the first row's cell in a column counted from 0: "Sheet1!$B$1"."""
    return f"{SHEET}!${_letters(column)}$1"


def plain_text(value: object) -> str:
    """The value as text that an Office file can hold: line ends as "\\n", control characters left out."""
    return _ILLEGAL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def office_string(text: str) -> str:
    """XML of a text in a cell or a chart's cache, where Office would read "_x0041_" as the letter A."""
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text))


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_xml(columns: Sequence[Column], number_format: str) -> str:
    style = ' s="1"' if number_format else ""
    headings = "".join(_text_cell(_letters(at) + "1", column.heading) for at, column in enumerate(columns))
    rows = [headings]
    for row, cells in enumerate(zip_longest(*(column.cells for column in columns)), start=2):
        rows.append(
            "".join(
                _cell(f"{_letters(at)}{row}", column.kind, text, style)
                for at, (column, text) in enumerate(zip(columns, cells, strict=True))
            )
        )
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, start=1) if cells)
    return f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{body}</sheetData></worksheet>'


def _cell(address: str, kind: str, text: str | None, style: str) -> str:
    if text is None:
        return ""
    return _text_cell(address, text) if kind == "text" else f'<c r="{address}"{style}><v>{text}</v></c>'


def _text_cell(address: str, text: str) -> str:
    # An inline string has no way of being read as a formula or a link, whatever its first character.
    if not text:
        return ""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{office_string(text)}</t></is></c>'


@lru_cache(maxsize=64)
def _around_the_sheet(number_format: str) -> tuple[tuple[str, Member], ...]:
    return tuple(_member(name, text) for name, text in _fixed_parts(number_format).items())


def _member(name: str, text: str) -> tuple[str, Member]:
    return name, packed(name, (XML_DECLARATION + text).encode())


def _fixed_parts(number_format: str) -> dict[str, str]:
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = {"workbook": f"{office}.sheet.main+xml", "worksheets/sheet1": f"{office}.worksheet+xml"}
    relations = {"worksheet": "worksheets/sheet1.xml"}
    if number_format:
        types["styles"] = f"{office}.styles+xml"
        relations["styles"] = "styles.xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>' for name, kind in types.items())
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_RELATIONSHIPS}">'
        f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(relations.items(), start=1)
        )
        + "</Relationships>",
    }
    if number_format:
        parts["xl/styles.xml"] = _styles_xml(number_format)
    return parts


def _styles_xml(number_format: str) -> str:
    code = escape(number_format).replace('"', "&quot;")
    return (
        f'<styleSheet xmlns="{_SPREADSHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" xfId="0"/>'
        '<xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )

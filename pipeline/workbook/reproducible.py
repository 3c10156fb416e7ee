"""A workbook's bytes: the same every time, and with the few things openpyxl has no words for."""

import io
import re
import zipfile

from openpyxl import Workbook

from pipeline.workbook.layout import FIRST_ROW
from pipeline.workbook.lean import lean_sheet

_FIXED = (2026, 1, 1, 0, 0, 0)
_STAMP = b"2026-01-01T00:00:00Z"
_FIRST_SHEET = "xl/worksheets/sheet1.xml"  # Start, whose rows keep their heights
_IN_FONT = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign", b"sz", b"color"),
    *(b"name", b"rFont", b"family", b"charset", b"scheme"),
)
_BAR = b"{6B657970-6C61-4E00-8000-000000000001}"
_EXTENDED = b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
_FORMULAS = b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as an .xlsx file: the same workbook gives the same bytes on every day."""
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as made:
        for name in sorted(source.namelist(), key=_order):
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            part.external_attr = 0o600 << 16
            made.writestr(part, _finished(name, source.read(name)))
    return out.getvalue()


def _order(name: str) -> tuple[bool, str]:
    # The content types come first, as Office writes them.
    return name != "[Content_Types].xml", name


def _finished(name: str, part: bytes) -> bytes:
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + _STAMP, part)
    if name.startswith("xl/comments/"):
        return re.sub(rb"<text><t[^>]*>([^<\n]*)([^<]*)</t></text>", _note, part)
    if name == "xl/styles.xml":
        return re.sub(rb"(<font>)(.*?)(</font>)", _font, part)
    if name == _FIRST_SHEET:
        return lean_sheet(_solid_bar(part))
    if name.startswith("xl/worksheets/sheet"):
        part = re.sub(rb"(<rPr>)(.*?)(</rPr>)", _font, part)
        return lean_sheet(re.sub(rb'<row r="(\d+)"[^>]*>', _growing, part))
    return part


def _font(found: re.Match[bytes]) -> bytes:
    """A font of cells or of a run, its children in the order of the schema; openpyxl's order Office lets pass."""
    children = sorted(re.findall(rb"<[^>]*/>", found[2]), key=_place_in_font)
    return found[1] + b"".join(children) + found[3]


def _place_in_font(child: bytes) -> int:
    return _IN_FONT.index(re.split(rb"[ </]", child)[1])


def _note(found: re.Match[bytes]) -> bytes:
    """A note in the body font, its first line bold."""
    runs = ((b"<b/>", found[1]), (b"", found[2]))
    return b"<text>" + b"".join(_run(weight, text) for weight, text in runs) + b"</text>"


def _run(weight: bytes, text: bytes) -> bytes:
    look = b'<sz val="10.5"/><color theme="1"/><rFont val="Calibri"/><family val="2"/><scheme val="minor"/>'
    return b"<r><rPr>" + weight + look + b'</rPr><t xml:space="preserve">' + text + b"</t></r>"


def _growing(found: re.Match[bytes]) -> bytes:
    """A data row keeps its height only until somebody types a longer text into it."""
    return found[0].replace(b' customHeight="1"', b"") if int(found[1]) >= FIRST_ROW else found[0]


def _solid_bar(part: bytes) -> bytes:
    """The data bar without the gradient that Excel 2007 gave it: the rule gets its twin in the extension list."""
    found = re.search(rb'<conditionalFormatting sqref="([^"]+)"><cfRule type="dataBar".*?</cfRule>', part)
    if not found:
        return part
    link = b'<extLst><ext %s uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"><x14:id>%s</x14:id></ext></extLst></cfRule>'
    twin = (
        b'<extLst><ext %s uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        b'<x14:conditionalFormatting %s><x14:cfRule type="dataBar" id="%s">'
        b'<x14:dataBar minLength="0" maxLength="100" gradient="0"><x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo>'
        b'<x14:cfvo type="num"><xm:f>1</xm:f></x14:cfvo></x14:dataBar></x14:cfRule><xm:sqref>%s</xm:sqref>'
        b"</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    rule = found[0].removesuffix(b"</cfRule>") + link % (_EXTENDED, _BAR)
    part = part.replace(found[0], rule)
    return part.replace(b"</worksheet>", twin % (_EXTENDED, _FORMULAS, _BAR, found[1]))

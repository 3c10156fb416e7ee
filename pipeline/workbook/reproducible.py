"""A workbook's bytes made the same every time: fixed dates, fixed order of parts, and what openpyxl cannot say."""

import io
import re
import zipfile

from openpyxl import Workbook

_FIXED = (2026, 1, 1, 0, 0, 0)
_STAMP = "2026-01-01T00:00:00Z"


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as an .xlsx file: the same workbook gives the same bytes on every day."""
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(source.namelist(), key=_order):
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            made.writestr(part, _rewritten(name, source.read(name)))
    return out.getvalue()


def _order(name: str) -> tuple[bool, str]:
    # The content types come first, as Office writes them.
    return name != "[Content_Types].xml", name


def _rewritten(name: str, data: bytes) -> bytes:
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + _STAMP.encode(), data)
    return data

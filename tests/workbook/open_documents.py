"""OpenDocument spreadsheets for tests, written element by element."""

import zipfile
from pathlib import Path

KIND = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = {"office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle", "meta": "meta"}
_SPACES = " ".join(f'xmlns:{prefix}="{_URN}:{name}:1.0"' for prefix, name in _NAMES.items())
_SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def an_ods(folder: Path, sheets: str, styles: str = "", after: str = "", meta: str = "") -> Path:
    """The spreadsheet contoso.ods with these sheets, styles, what stands after the sheets, and properties."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
    content += f"{sheets}{after}</office:spreadsheet></office:body>"
    path = folder / "contoso.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", f"<office:document-content {_SPACES}>{content}</office:document-content>")
        archive.writestr("meta.xml", f"<office:document-meta {_SPACES}>{meta}</office:document-meta>")
    return path


def sheet_xml(name: str, rows: str, style: str = "") -> str:
    """A sheet with these rows as XML."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def a_text(text: str) -> str:
    """A cell with a text."""
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

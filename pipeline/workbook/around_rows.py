"""What a worksheet's part says of cells above its rows and below them: which columns are hidden, what is merged."""

import re
from xml.etree import ElementTree
from xml.parsers import expat

from pipeline.workbook.remembering import remembering

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROOT = re.compile(rb"<worksheet\b[^<>]*>")
_USUAL_NAMES = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# What may say something of cells, or be taken for it; without any of them XML only has to be well-formed.
_TO_BE_PARSED = (b"mergeCell", b"hidden", b"<row", b":row", b"<!")


def around_rows(above: bytes, root: bytes, below: bytes) -> tuple[ElementTree.Element, ...]:
    """The elements of a sheet that are no row, as far as they say something of cells; `above` goes on to the opening
    tag of its rows, `below` begins with the closing one.

    Raises ExpatError, ParseError or ValueError where only the parser of the whole sheet can tell.
    """
    # How wide columns are depends on what stands in them; what guides one while typing is the same in all workbooks
    # made from one template.
    return (*_elements(above + b"</sheetData></worksheet>"), *_known_elements(root + b"<sheetData>" + below))


def _elements(content: bytes) -> tuple[ElementTree.Element, ...]:
    if not any(mark in content for mark in _TO_BE_PARSED) and _names_as_usual(content):
        expat.ParserCreate(None, "}").Parse(content, True)
        return ()
    around = ElementTree.fromstring(content)
    # A comment may read like the cells of a sheet, and another namespace may use the same names.
    if around.find(f"{_MAIN}sheetData") is None or around.find(f".//{_MAIN}row") is not None:
        raise ValueError("rows that are none, or stand elsewhere")
    return tuple(around.iter())


_known_elements = remembering(128)(_elements)


def _names_as_usual(content: bytes) -> bool:
    """Does what has no prefix belong to the namespace of worksheets, throughout?"""
    found = _ROOT.search(content)
    root = found[0] if found else b""
    return _USUAL_NAMES in root and b"'" not in root and content.count(b"xmlns") == content.count(b"xmlns:") + 1

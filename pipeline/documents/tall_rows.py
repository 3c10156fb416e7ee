"""Rows of a Word table stay whole on a page, but one that is too tall for it must break: nothing may be cut off."""

import re

WHOLE = "<w:cantSplit/>"
HALF_A_PAGE = 7_000  # twips; of a text area of about 14,000
_LETTER, _LINE = 95, 244  # twips: mean width of a letter and height of a line in a table's text
_LONG = 400  # bytes of text below which no cell is that tall
_WIDTH = re.compile(r'<w:tcW w:w="(\d+)"')
_TEXT = re.compile(r">([^<]+)<")
_KEPT = re.compile(r"<w:keepNext/>")


def with_breaking_rows(xml: str) -> str:
    """The part with rows taller than half a page allowed to break across pages."""
    pieces: list[str] = []
    at, start = 0, xml.find(WHOLE)
    while start >= 0:
        inside, following = start + len(WHOLE), xml.find(WHOLE, start + 1)
        ends = (xml.find("</w:tr>", inside), following, len(xml))
        end = min(place for place in ends if place >= 0)
        if _holds_much(xml, inside, end) and _is_tall(row := xml[inside:end]):
            pieces += (xml[at:start], _KEPT.sub("", row))
            at = end
        start = following
    return "".join((*pieces, xml[at:]))


def _holds_much(xml: str, start: int, end: int) -> bool:
    """Whether there is more text between two places than any cell holds that is not tall."""
    return len("".join(_TEXT.findall(xml, start, end)).encode()) > _LONG


def _is_tall(row: str) -> bool:
    return any(_height(cell) > HALF_A_PAGE for cell in row.split("<w:tc>")[1:] if len(cell) > _LONG)


def _height(cell: str) -> int:
    """How tall the text of a cell is about, in twips."""
    width = _WIDTH.search(cell)
    letters = sum(len(text.encode()) for text in _TEXT.findall(cell))
    across = max(int(width[1]) if width else 0, 1_000)
    return (letters * _LETTER // across + 1) * _LINE if letters > _LONG else 0

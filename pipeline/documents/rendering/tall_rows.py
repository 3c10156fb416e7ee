"""Rows of a Word table stay whole on a page, but one that is too tall for it must break: nothing may be cut off."""

import re

WHOLE = "<w:cantSplit/>"
HALF_A_PAGE = 7_000  # twips; of a text area of about 14,000
_LETTER, _LINE = 95, 244  # twips: mean width of a letter and height of a line in a table's text
_LONG = 400  # bytes of text below which no cell is that tall
_WIDTH = re.compile(r'<w:tcW w:w="(\d+)"')
_TEXT = re.compile(r">([^<]+)<")
_KEPT = re.compile(r"<w:keepNext/>")
_CELL, _ROW_END = "<w:tc>", "</w:tr>"
_OVER = re.compile(f"{_ROW_END}|{WHOLE}")


def with_breaking_rows(xml: str) -> str:
    """The part with rows taller than half a page allowed to break across pages."""
    pieces: list[str] = []
    done = at = 0
    for cell in xml.split(_CELL):
        if len(cell) > _LONG and at >= done and _is_tall(cell):
            start = xml.rfind(WHOLE, done, at)
            if start >= 0 and xml.find(_ROW_END, start, at) < 0:
                end = over.start() if (over := _OVER.search(xml, at)) else len(xml)
                pieces += (xml[done:start], _KEPT.sub("", xml[start + len(WHOLE) : end]))
                done = end
        at += len(cell) + len(_CELL)
    return "".join((*pieces, xml[done:]))


def _is_tall(cell: str) -> bool:
    """Whether the text of a cell, up to the end of its row, is taller than half a page."""
    end = cell.find(_ROW_END)
    letters = len("".join(_TEXT.findall(cell, 0, end if end >= 0 else len(cell))).encode())
    if letters <= _LONG:
        return False
    width = _WIDTH.search(cell)
    across = max(int(width[1]) if width else 0, 1_000)
    return (letters * _LETTER // across + 1) * _LINE > HALF_A_PAGE

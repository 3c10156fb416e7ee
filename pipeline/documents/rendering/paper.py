"""A Word document on Letter paper: an A4 template with its page changed and its text as wide as it was."""

import re

A4 = (11_906, 16_838)  # twips
LETTER = (12_240, 15_840)
_ASIDE = (LETTER[0] - A4[0]) // 2  # what each margin at the side gains: text, tables and charts stay as they are
_SECTION = re.compile(r"<w:sectPr[ >].*?</w:sectPr>", re.DOTALL)
_SIZE = re.compile(r"<w:pgSz [^>]*/>")
_MARGINS = re.compile(r"<w:pgMar [^>]*/>")
_BLEEDS = '<w:tblInd w:w="-'  # in a table that begins left of the margin
_INDENT = re.compile(r'(<w:tblInd w:w=")(-\d+)(")')


def on_letter(xml: str) -> str:
    """The part with its A4 pages as Letter; a table that bleeds over both margins bleeds over the new ones."""
    return _with_full_width(_SECTION.sub(_section, xml))


def _section(match: re.Match[str]) -> str:
    """A section with its page as Letter and its margins wider if its page is A4."""
    sized = _SIZE.sub(_sized, match[0])
    return _MARGINS.sub(_wider, sized) if sized != match[0] else sized


def _sized(match: re.Match[str]) -> str:
    size = tuple(_number(match[0], side) for side in ("w", "h"))
    if abs(size[0] - A4[0]) > 20 or abs(size[1] - A4[1]) > 20:
        return match[0]
    return re.sub(r'w:h="\d+"', f'w:h="{LETTER[1]}"', re.sub(r'w:w="\d+"', f'w:w="{LETTER[0]}"', match[0]))


def _wider(match: re.Match[str]) -> str:
    return re.sub(r'(w:(?:left|right)=")(\d+)"', lambda side: f'{side[1]}{int(side[2]) + _ASIDE}"', match[0])


def _with_full_width(xml: str) -> str:
    """The part with its bleeding tables wider; one that holds another table stays as it is."""
    pieces: list[str] = []
    done, at = 0, xml.find(_BLEEDS)
    while at >= 0:
        end = xml.index("</w:tbl>", at)
        start = max(xml.rfind(f"<w:tbl{close}", done, end) for close in " >")
        pieces += (xml[done:start], _bled(xml[start:end]))
        done, at = end, xml.find(_BLEEDS, end)
    return "".join((*pieces, xml[done:]))


def _bled(found: str) -> str:
    """A table that begins left of the margin, its outer cells and their insets wider by what the margins gained."""
    indent = _INDENT.search(found)
    if not indent:
        return found
    found = found.replace(indent[0], f"{indent[1]}{int(indent[2]) - _ASIDE}{indent[3]}", 1)
    found = re.sub(r'(<w:tblW w:w=")(\d+)', lambda width: f"{width[1]}{int(width[2]) + 2 * _ASIDE}", found, count=1)
    grid = re.search(r"<w:tblGrid>.*?</w:tblGrid>", found, re.DOTALL)
    if grid:
        found = found.replace(grid[0], _outer(grid[0], r'(<w:gridCol w:w=")(\d+)'), 1)
    return re.sub(r"<w:tr[ >].*?</w:tr>", lambda row: _outer_cells(row[0]), found, flags=re.DOTALL)


def _outer_cells(row: str) -> str:
    row = _outer(row, r'(<w:tcW w:w=")(\d+)')
    left, right = row.find("<w:left w:w="), row.rfind("<w:right w:w=")
    if right >= 0:
        row = row[:right] + _plus(row[right:], r'(<w:right w:w=")(\d+)')
    return row[:left] + _plus(row[left:], r'(<w:left w:w=")(\d+)') if left >= 0 else row


def _outer(xml: str, pattern: str) -> str:
    """The first and the last length that the pattern finds, each made wider; the only one is made wider twice."""
    places = list(re.finditer(pattern, xml))
    for place in (places[-1], places[0]) if places else ():
        at = place.start()
        xml = xml[:at] + _plus(xml[at:], pattern)
    return xml


def _plus(xml: str, pattern: str) -> str:
    return re.sub(pattern, lambda length: f"{length[1]}{int(length[2]) + _ASIDE}", xml, count=1)


def _number(element: str, side: str) -> int:
    found = re.search(rf' w:{side}="(\d+)"', element)
    return int(found[1]) if found else 0

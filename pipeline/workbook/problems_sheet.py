"""Sheet Problems of a checked copy: every problem with its kind, its code, a link to its cell, and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from msgspec import Struct

from pipeline.problems import Problem
from pipeline.workbook import style
from pipeline.workbook.added_styles import MIDDLE, WRAPPED, AddedStyles
from pipeline.workbook.marks import KINDS, PASSED_OVER, PROBLEMS, counts, run
from pipeline.workbook.markup import element, text

_COLUMNS = {"Kind": 13, "Code": 25, "Cell": 20, "Found": 24, "What is wrong": 52, "What to do": 52}
_LETTERS = "ABCDEF"
_LINK_LETTER = "C"
_HEADING_ROW, _FIRST_ROW = 5, 6
_CHARACTERS = 1.1  # of running text to a unit of width
_LINE_HEIGHT = 15
_HEIGHTS = {1: 30, 2: 18, 3: 20, 4: 8, _HEADING_ROW: 26}
_FIT = '<pageSetUpPr fitToPage="1"/>'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARGINS = {"left": "0.5", "right": "0.5", "top": "0.5", "bottom": "0.7", "header": "0.3", "footer": "0.35"}


class Listed(Struct, frozen=True):
    """A problem as the sheet lists it; `link` is where it leads ("'Deck notes'!F7"), or "" if nowhere."""

    problem: Problem
    link: str


def problems_part(name: str, listed: Sequence[Listed], styles: AddedStyles, namespace: str) -> bytes:
    """The part of the sheet in the checked copy of the file `name`. All text is text, nothing is a formula."""
    last_row = max(_HEADING_ROW + len(listed), _FIRST_ROW)
    inner = (
        element("sheetPr", None, element("tabColor", {"rgb": style.rgb("accent5")}), _FIT),
        element("dimension", {"ref": f"A1:{_LETTERS[-1]}{last_row}"}),
        element("sheetViews", None, _view()),
        element("sheetFormatPr", {"defaultRowHeight": "15"}),
        element("cols", None, *_columns()),
        element("sheetData", None, *_head(name, [one.problem for one in listed], styles), *_rows(listed, styles)),
        *_links(listed),
        element("pageMargins", _MARGINS),
        element("pageSetup", {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}),
        element("headerFooter", None, element("oddFooter", None, text("&L&F&C&A&R&P / &N"))),
    )
    return f"{_DECLARATION}{element('worksheet', {'xmlns': namespace}, *inner)}".encode()


def _view() -> str:
    pane = {"ySplit": str(_HEADING_ROW), "topLeftCell": f"A{_FIRST_ROW}", "activePane": "bottomLeft", "state": "frozen"}
    cursor = {"pane": "bottomLeft", "activeCell": f"A{_FIRST_ROW}", "sqref": f"A{_FIRST_ROW}"}
    attributes = {"showGridLines": "0", "tabSelected": "1", "workbookViewId": "0"}
    return element("sheetView", attributes, element("pane", pane), element("selection", cursor))


def _columns() -> Iterator[str]:
    for number, width in enumerate(_COLUMNS.values(), start=1):
        yield element("col", {"min": str(number), "max": str(number), "width": str(width), "customWidth": "1"})


def _head(name: str, problems: Sequence[Problem], styles: AddedStyles) -> Iterator[str]:
    """Title, what the copy is, the counts, and the headings."""
    ground = styles.fill("lt2", 0)
    plain = styles.words(MIDDLE, fontId=styles.font(11, "dk1"), fillId=ground)
    title = styles.words(MIDDLE, fontId=styles.font(19, "dk1", face=style.HEADING_FONT), fillId=ground)
    heading = styles.words(MIDDLE, fontId=styles.font(11, "lt1", "b"), fillId=styles.fill("accent1", 0))
    yield _row(1, [_words("A1", title, PROBLEMS), *_blanks(1, plain)])
    yield _row(2, [_words("A2", plain, f"Checked copy of {name}. {PASSED_OVER}"), *_blanks(2, plain)])
    yield _row(3, [_rich("A3", plain, *_counted(problems)), *_blanks(3, plain)])
    yield _row(4, [element("c", {"r": "A4", "s": str(plain)}), *_blanks(4, plain)])
    cells = zip(_LETTERS, _COLUMNS, strict=True)
    yield _row(_HEADING_ROW, [_words(f"{letter}{_HEADING_ROW}", heading, word) for letter, word in cells])


def _counted(problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        yield run("", "● Nothing to mend", "accent3", "b")
    for kind, number in counts(problems):
        yield run("", f"{kind.counted(number)}      ", kind.slot, "b")
    if any(problem.severity == "error" for problem in problems):
        yield run("", "No document is made until every error is corrected.")


def _rows(listed: Sequence[Listed], styles: AddedStyles) -> Iterator[str]:
    line = styles.border("thin", "lt2", -0.1, ("bottom",))
    plain = styles.words(WRAPPED, fontId=styles.font(11, "dk1"), borderId=line)
    code = styles.words(WRAPPED, fontId=styles.font(11, "dk2"), borderId=line)
    link = styles.words(WRAPPED, fontId=styles.font(11, "accent1", "u"), borderId=line)
    for row, one in enumerate(listed, start=_FIRST_ROW):
        problem, kind = one.problem, KINDS[one.problem.severity]
        marked = styles.words(
            WRAPPED, fontId=styles.font(11, kind.slot, "b"), fillId=styles.fill(kind.slot, 0.9), borderId=line
        )
        words = (
            (marked, f"{kind.mark} {kind.word}"),
            (code, problem.code),
            (link if one.link else plain, problem.where or "The whole workbook"),
            (plain, problem.found),
            (plain, problem.message),
            (plain, problem.fix),
        )
        cells = zip(_LETTERS, words, strict=True)
        made = [_words(f"{letter}{row}", look, told) for letter, (look, told) in cells]
        yield _row(row, made, _lines(told for _, told in words))


def _links(listed: Sequence[Listed]) -> Iterator[str]:
    links = [
        element("hyperlink", {"ref": f"{_LINK_LETTER}{row}", "location": one.link})
        for row, one in enumerate(listed, start=_FIRST_ROW)
        if one.link
    ]
    if links:
        yield element("hyperlinks", None, *links)


def _row(number: int, cells: Sequence[str], lines: int = 1) -> str:
    """A row; those of the head have their height, the others one for their lines until somebody types into them."""
    if number in _HEIGHTS:
        return element("row", {"r": str(number), "ht": str(_HEIGHTS[number]), "customHeight": "1"}, *cells)
    return element("row", {"r": str(number), "ht": f"{lines * _LINE_HEIGHT + 6:g}"}, *cells)


def _lines(words: Iterable[str]) -> int:
    """The lines that a row of `words` takes, each in its column."""
    return max(len(wrap(told, int(width * _CHARACTERS))) for told, width in zip(words, _COLUMNS.values(), strict=True))


def _blanks(row: int, look: int) -> Iterator[str]:
    for letter in _LETTERS[1:]:
        yield element("c", {"r": f"{letter}{row}", "s": str(look)})


def _words(cell: str, look: int, words: str) -> str:
    return _rich(cell, look, element("t", {"xml:space": "preserve"}, text(words)))


def _rich(cell: str, look: int, *inner: str) -> str:
    return element("c", {"r": cell, "s": str(look), "t": "inlineStr"}, element("is", None, *inner))

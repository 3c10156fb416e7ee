"""Notes on cells: a sheet's comments part and its drawing, with the notes added that a checked copy needs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.problems import Problem
from pipeline.workbook.marks import KINDS, run, words_of
from pipeline.workbook.markup import Element, Markup, element, text

Notes = Mapping[str, Sequence[Problem]]

AUTHOR = "Keyplan check"
WAITING = "The account's documents wait until this is corrected."
NO_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute; margin-left:59.25pt;margin-top:1.5pt;width:{width}px;height:{height}px;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SIZE = 10.5
_WIDTH, _LINE, _PADDING = 300, 19, 20  # pixels
_CHARACTERS = 42  # in a line of a note
_THREAD = "tc="  # how Excel names the author of a note that stands in for a threaded comment
_FIRST_SHAPE = 1025


class NotesPart:
    """The comments part of a sheet, and which of the notes it took."""

    def __init__(self, content: bytes) -> None:
        self._markup = Markup(content)
        self._lines: dict[str, int] = {}

    def add(self, notes: Notes) -> None:
        """Put a note on each cell of `notes`; the text of a note that is there stays below it.

        A cell with a threaded comment keeps it and gets no note: Excel would not show one.
        """
        authors, comments = self._markup.root.need("authors"), self._markup.root.need("commentList")
        author = {"authorId": str(len(authors.children))}
        there = {comment.get("ref"): comment for comment in comments.named("comment")}
        threads = {
            str(number)
            for number, name in enumerate(authors.children)
            if self._markup.inner(name).startswith(_THREAD.encode())
        }
        for cell, problems in notes.items():
            own = there.get(cell)
            if own is None:
                told = self._markup.element("text", None, *self._runs(problems))
                comments.last.append(self._markup.element("comment", {"ref": cell} | author, told))
            elif own.get("authorId") not in threads:
                self._prepend(own, problems)
            else:
                continue
            self._lines[cell] = _lines(problems) + (self._lines_of(own) + 1 if own else 0)
        authors.last.append(self._markup.element("author", None, text(AUTHOR)))

    def heights(self) -> dict[str, int]:
        """The height in pixels of each note that was put on a cell."""
        return {cell: lines * _LINE + _PADDING for cell, lines in self._lines.items()}

    def content(self) -> bytes:
        """The comments part with what was added."""
        return self._markup.content()

    def _prepend(self, comment: Element, problems: Sequence[Problem]) -> None:
        told = comment.need("text")
        told.first += [*self._runs(problems), run(self._markup.prefix, "\n\n", size=_SIZE)]
        plain = told.child("t")
        if plain is not None:  # text without runs may not stand behind one
            plain.before.append(f"<{self._markup.prefix}r>")
            plain.after.append(f"</{self._markup.prefix}r>")

    def _lines_of(self, comment: Element) -> int:
        told = re.sub("<[^>]*>", "", self._markup.inner(comment).decode("utf-8", "replace"))
        return _wrapped(told)

    def _runs(self, problems: Sequence[Problem]) -> Iterator[str]:
        prefix = self._markup.prefix
        for number, problem in enumerate(problems):
            kind = KINDS[problem.severity]
            gap = "\n\n" if number else ""
            yield run(prefix, f"{gap}{kind.mark} {kind.word} {problem.code}", kind.slot, "b", size=_SIZE)
            yield run(prefix, f"\n{words_of(problem)}", size=_SIZE)
            yield run(prefix, f"\n{problem.fix}", "dk1", "b", size=_SIZE)
        if any(problem.severity == "error" for problem in problems):
            yield run(prefix, f"\n{WAITING}", "dk2", size=_SIZE)


def no_comments(namespace: str) -> bytes:
    """A comments part without a comment, in the namespace of its workbook."""
    return element("comments", {"xmlns": namespace}, element("authors"), element("commentList")).encode()


def drawn(drawing: bytes, heights: Mapping[str, int]) -> bytes:
    """The drawing of a sheet's notes with a box for each cell of `heights` (pixels), in place of one it has."""
    first = max([_FIRST_SHAPE, *(int(number) for number in re.findall(rb"_x0000_s(\d+)", drawing))]) + 1
    boxes = [_box(first + number, cell, height) for number, (cell, height) in enumerate(heights.items())]
    if b"_x0000_t202" not in drawing:
        boxes.insert(0, _SHAPE_TYPE)
    try:
        markup = Markup(drawing)
    except expat.ExpatError:
        # Excel writes drawings with controls that are not well-formed; they end like any other.
        end = drawing.rindex(b"</")
        return drawing[:end] + "".join(boxes).encode() + drawing[end:]
    for shape in markup.root.named("shape"):
        if _cell_of(markup, shape) in heights:
            shape.replaced = ""
    markup.root.last += boxes
    return markup.content()


def _box(number: int, cell: str, height: int) -> str:
    row, column = coordinate_to_tuple(cell)
    return _SHAPE.format(number=number, width=_WIDTH, height=height, row=row - 1, column=column - 1)


def _cell_of(markup: Markup, shape: Element) -> str:
    """The address of the cell whose note a shape is the box of, or ""."""
    client = shape.child("ClientData")
    row, column = (client.child(name) if client else None for name in ("Row", "Column"))
    if client is None or client.get("ObjectType") != "Note" or row is None or column is None:
        return ""
    return f"{get_column_letter(int(markup.inner(column)) + 1)}{int(markup.inner(row)) + 1}"


def _lines(problems: Sequence[Problem]) -> int:
    told = [f"{problem.severity} {problem.code}\n{words_of(problem)}\n{problem.fix}" for problem in problems]
    if any(problem.severity == "error" for problem in problems):
        told[-1] += f"\n{WAITING}"
    return _wrapped("\n\n".join(told))


def _wrapped(words: str) -> int:
    """The lines that `words` take in a note."""
    return sum(-(-max(len(line), 1) // _CHARACTERS) for line in words.split("\n"))

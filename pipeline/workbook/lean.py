"""A sheet's XML without what repeats: a formula that is filled down stands once, a blank cell in its shortest form."""

import re
from collections.abc import Iterator

from msgspec import Struct

_BLANK = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="n"(?:></c>|/>)')
_FORMULA = re.compile(
    rb'(?P<cell><c r="(?P<column>[A-Z]+)(?P<row>[0-9]+)"(?: s="[0-9]+")?>)<f>(?P<text>[^<]*)</f><v(?:></v>|/>)</c>'
)
_QUOTED = re.compile(rb'("[^"]*")')
_RELATIVE_ROW = re.compile(rb"(?<![\w.$])(\$?[A-Z]{1,3})([0-9]+)(?![\w.(])")
# Excel fills no formula down as one that reaches to another sheet or into a table; whole rows shift as no cell does.
_NEVER_SHARED = re.compile(rb"[!\[{]|(?<![A-Z0-9$])\$?[0-9]+:\$?[0-9]+")


class _Filled(Struct, frozen=True):
    """A formula in one cell: where it stands in the part, and what it comes to in whatever row it is filled down to."""

    found: re.Match[bytes]
    column: bytes
    row: int
    meaning: bytes | None

    def goes_on(self, above: "_Filled") -> bool:
        """Is this the formula of the cell above, filled down by one row?"""
        same_place = (self.column, self.row) == (above.column, above.row + 1)
        return same_place and self.meaning is not None and self.meaning == above.meaning


def lean_sheet(part: bytes) -> bytes:
    """The XML of a worksheet as openpyxl writes it, in fewer bytes; each cell is what it was.

    A formula filled down a column becomes one shared formula, as Excel itself keeps it (ECMA-376 part 1, 18.3.1.40).
    """
    part = _BLANK.sub(rb"\1/>", part)
    shared = dict(_shared(part))

    def lean(found: re.Match[bytes]) -> bytes:
        return found["cell"] + shared.get(found.start(), b"<f>" + found["text"] + b"</f>") + b"</c>"

    return _FORMULA.sub(lean, part)


def _shared(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Each formula that is filled down as it is shared, by where its cell stands in the part."""
    for number, run in enumerate(run for run in _runs(part) if len(run) > 1):
        first, last = run[0], run[-1]
        reference = b"%s%d:%s%d" % (first.column, first.row, last.column, last.row)
        words = b'<f t="shared" ref="%s" si="%d">%s</f>' % (reference, number, first.found["text"])
        yield first.found.start(), words
        for filled in run[1:]:
            yield filled.found.start(), b'<f t="shared" si="%d"/>' % number


def _runs(part: bytes) -> list[list[_Filled]]:
    """The formulas of a sheet, those that are filled down together; runs in the order of their first cell."""
    runs: dict[bytes, list[list[_Filled]]] = {}
    for filled in _formulas(part):
        column = runs.setdefault(filled.column, [])
        if column and filled.goes_on(column[-1][-1]):
            column[-1].append(filled)
        else:
            column.append([filled])
    return sorted((run for column in runs.values() for run in column), key=lambda run: run[0].found.start())


def _formulas(part: bytes) -> Iterator[_Filled]:
    for found in _FORMULA.finditer(part):
        row = int(found["row"])
        yield _Filled(found, found["column"], row, _meaning(found["text"], row))


def _meaning(formula: bytes, row: int) -> bytes | None:
    """A formula with its relative rows counted from its own; None for one that is never shared."""
    pieces = _QUOTED.split(formula)
    words, texts = pieces[::2], pieces[1::2]
    if any(_NEVER_SHARED.search(words_between) for words_between in words):
        return None

    def counted(found: re.Match[bytes]) -> bytes:
        return b"%s[%d]" % (found[1], int(found[2]) - row)

    shifted = [_RELATIVE_ROW.sub(counted, words_between) for words_between in words]
    return b"".join(word + text for word, text in zip(shifted, [*texts, b""], strict=True))

"""A cell that holds just what its field asks for is read at once; any other is left to the careful reading of cells."""

import datetime
from collections.abc import Callable, Mapping
from functools import lru_cache

from pipeline.model.fields import Column
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import BLANKS_BEGIN, KINDS, LONGEST_TEXT, Kind, Terms, ids_in, stands_for_blank
from pipeline.workbook.findings import NotReadable
from pipeline.workbook.totals import TOTALS_BEGIN, is_total

NOT_PLAIN = object()  # what a plain reader gives for a cell that is to be read carefully

PlainReader = Callable[[Cell], object]

_STORED: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("number", "money", "whole number", "share"), (int, float)),
    "date": (datetime.datetime,),
    "period": (str,),
}

_SIGNS = frozenset("%$€£('\"&@*+")  # what a text may begin with besides letters and digits
_DOUBTFUL = BLANKS_BEGIN | TOTALS_BEGIN  # the first two letters of what may stand for a blank, or for a sum


def plain_reader(column: Column, terms: Terms) -> PlainReader:
    """Reads the cells of one field: the value of a cell that needs no remark, NOT_PLAIN for any other.

    A value that is given is the one that `read_cell` gives, without a problem, and does not say that it is a sum.
    """
    choices = terms.choices(column)
    if choices:
        return _among(choices)
    kind = column.kind.name
    if kind in ("text", "long text", "id"):
        return _text
    if kind == "ids":
        return _ids
    if kind == "yes/no":
        return _one_of({"Yes": True, "No": False})
    return _stored(KINDS[kind], _STORED[kind], column, terms) if kind in _STORED else _never


@lru_cache(maxsize=256)
def _among(choices: tuple[str, ...]) -> PlainReader:
    """Reads a cell of the lists that the standards hold."""
    return _one_of({choice: choice for choice in choices if not is_total(choice)})


def _one_of(known: Mapping[object, object]) -> PlainReader:
    def read(cell: Cell) -> object:
        return known.get(cell.value, NOT_PLAIN) if type(cell.value) is str else NOT_PLAIN

    return read


def _text(cell: Cell) -> object:
    """A text on one line with nothing to take off its ends, that can stand for no blank, error, formula or sum."""
    text = cell.value
    if (
        type(text) is str
        and text.isprintable()
        and (text[:1].isalnum() or text[:1] in _SIGNS)
        and text[-1] != " "
        and (text[:2].casefold() not in _DOUBTFUL or not (stands_for_blank(text) or is_total(text)))
        and len(text) <= LONGEST_TEXT
    ):
        return text
    return NOT_PLAIN


def _ids(cell: Cell) -> object:
    text = _text(cell)
    return ids_in(text) if type(text) is str else NOT_PLAIN


def _stored(kind: Kind, types: tuple[type, ...], column: Column, terms: Terms) -> PlainReader:
    """Reads a value stored as what it is, so that nobody can take it for something else."""

    def read(cell: Cell) -> object:
        if type(cell.value) not in types:
            return NOT_PLAIN
        try:
            found = kind(cell, column, terms)
        except NotReadable:
            return NOT_PLAIN
        return NOT_PLAIN if found.remarks else found.value

    return read


def _never(cell: Cell) -> object:
    return NOT_PLAIN

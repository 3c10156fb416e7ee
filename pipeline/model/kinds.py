"""Every kind of input workbook, and the fields of all of them: a sheet's key and name stand in one kind only."""

from collections.abc import Iterator
from functools import cache

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Column, Contents, Record, columns
from pipeline.model.portfolio import Portfolio

KINDS: tuple[type[Contents], ...] = (KeyAccount, Portfolio)


def every_record() -> Iterator[type[Record]]:
    """The records of every kind of workbook, in the order of their tabs."""
    for kind in KINDS:
        yield from kind.records


def record_of(sheet_key: str) -> type[Record]:
    """The record whose sheet has this key. Raises StopIteration if there is none."""
    return next(record for record in every_record() if record.sheet.key == sheet_key)


def referred(reference: str) -> Column:
    """The field that a reference names: "team.name" is the name of the rows of sheet Team."""
    sheet_key, key = reference.split(".")
    return next(column for column in columns(record_of(sheet_key)) if column.key == key)


def is_own_id(column: Column) -> bool:
    """Is the field the id of the rows on its own sheet?"""
    return column.kind.name == "id" and column.required and not column.refers and not column.sheet.form


def is_named_elsewhere(column: Column) -> bool:
    """Do other fields name the rows of its sheet by this one: the team by name, an objective by id?"""
    return column in _named_elsewhere() and not column.sheet.form


@cache
def _named_elsewhere() -> frozenset[Column]:
    asked = (column for record in every_record() for column in columns(record))
    return frozenset(referred(reference) for column in asked for reference in column.refers)

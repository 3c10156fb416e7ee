"""Where problems of whole accounts stand: at a field's cell, at a sheet, or in rows that say the same."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from pipeline.model.fields import Column, Record, columns
from pipeline.problems import Problem, Severity, fold

R = TypeVar("R", bound=Record)


def at_cell(row: Record, key: str, code: str, severity: Severity, message: str, fix: str) -> Problem:
    """A problem at the cell of a row's field; what was found is the field's value."""
    return Problem(
        code=code,
        severity=severity,
        message=message,
        fix=fix,
        found=in_words(getattr(row, key)),
        sheet=row.sheet.name,
        cell=row.origin.cells.get(key, ""),
        field=key,
    )


def on_sheet(record: type[Record], code: str, severity: Severity, message: str, fix: str) -> Problem:
    """A problem of a whole sheet: something is not on it."""
    return Problem(code=code, severity=severity, message=message, fix=fix, sheet=record.sheet.name)


def is_unread(rows: Iterable[Record], key: str) -> bool:
    """Is the field of any row unread? Then nobody can say that a value is not among them."""
    return any(key in row.origin.unread for row in rows)


def grouped(rows: Iterable[R], *keys: str) -> dict[tuple[str, ...], list[R]]:
    """Rows by their folded values of `keys`; rows in which one of these could not be read are left out."""
    groups: dict[tuple[str, ...], list[R]] = defaultdict(list)
    for row in rows:
        if not row.origin.unread.intersection(keys):
            groups[tuple(fold(str(getattr(row, key) or "")) for key in keys)].append(row)
    return groups


def column_of(record: type[Record], key: str) -> Column:
    """What the registry says about a record's field."""
    return _by_key(record)[key]


@cache
def _by_key(record: type[Record]) -> dict[str, Column]:
    return {column.key: column for column in columns(record)}


def in_words(value: object) -> str:
    """A value as the workbook shows it: "" for a blank, Yes or No, ISO dates, ids with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)

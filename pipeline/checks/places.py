"""Problems of whole accounts, placed at a field's cell or at a sheet."""

import datetime
from collections.abc import Iterable
from functools import cache

from pipeline.model.fields import Column, Record, columns
from pipeline.problems import Problem, Severity


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

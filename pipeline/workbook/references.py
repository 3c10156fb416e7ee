"""References between rows, written as the row they name is written: "s1" or "Jonas Wik" become the id S1."""

from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.model.fields import Column, Record, columns
from pipeline.model.kinds import referred
from pipeline.problems import Problem, fold
from pipeline.workbook.rows import Row

Rows = dict[type[Record], tuple[Row, ...]]

_NAMING = ("id", "name")


def resolve(rows: Rows) -> tuple[Rows, tuple[Problem, ...]]:
    """`rows` with each reference in the spelling of what it names, and a note for each that was written otherwise.

    Case and spaces do not count, and where people have both an id and a name, either is understood. What names
    nothing, or more than one row, stays as it is.
    """
    problems: list[Problem] = []
    resolved = dict(rows)
    spellings: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for record in rows:
        for column in columns(record):
            if column.refers:
                known = spellings.get(column.refers)
                if known is None:
                    known = spellings[column.refers] = _spellings(rows, column)
                told = [_respelled(row, column, known) for row in resolved[record]]
                resolved[record] = tuple(row for row, _ in told)
                problems += [problem for _, found in told for problem in found]
    return resolved, tuple(problems)


def _spellings(rows: Rows, column: Column) -> dict[str, set[str]]:
    """What a reference may say, folded, with the values it may mean."""
    known: dict[str, set[str]] = {}
    by_sheet = {record.sheet.key: found for record, found in rows.items()}
    for target in map(referred, column.refers):
        for row in by_sheet[target.sheet.key]:
            for written in _names(row, target.key):
                known.setdefault(fold(written), set()).add(str(row.values[target.key]))
    return known


def _names(row: Row, key: str) -> Iterator[str]:
    if row.values.get(key) is not None:
        for name in {key, *_NAMING}:
            if isinstance(row.values.get(name), str):
                yield str(row.values[name])


def _respelled(row: Row, column: Column, known: dict[str, set[str]]) -> tuple[Row, list[Problem]]:
    value = row.values.get(column.key)
    if isinstance(value, tuple):
        meant: object = tuple(_meant(str(part), known) for part in value)
    elif isinstance(value, str):
        meant = _meant(value, known)
    else:
        return row, []
    if meant == value:
        return row, []
    return replace(row, values=row.values | {column.key: meant}), [_note(row, column, value, meant)]


def _meant(text: str, known: dict[str, set[str]]) -> str:
    """The one value that `text` names, else `text` itself."""
    values = known.get(fold(text), set())
    return next(iter(values)) if len(values) == 1 and text not in values else text


def _note(row: Row, column: Column, value: object, meant: object) -> Problem:
    found, read = (", ".join(text) if isinstance(text, tuple) else str(text) for text in (value, meant))
    return Problem(
        code="read-as",
        severity="note",
        message=f"{column.title} {found!r} was read as {read!r}.",
        fix="Nothing has to be done if that is what was meant.",
        found=found,
        sheet=column.sheet.name,
        cell=row.cells.get(column.key, ""),
        field=column.key,
    )

"""A workbook as it was saved, whatever its format: sheets, cells with their addresses, what is hidden and merged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from pipeline.workbook.addresses import letters_of

GENERAL = "General"
UNREADABLE = "unreadable content"
NO_DATE = "########"  # what Excel shows for a date before its calendar or beyond it

Value = str | int | float | bool | datetime | date | time | timedelta | None


def address(row: int, column: int) -> str:
    """The address of a row and a column, both from 1: "F7"."""
    return f"{letters_of(column)}{row}"


class Cell(NamedTuple):
    """One cell that holds something: where it stands (from 1), its value, and how it came by it.

    `formula` is its text ("=B2+C2"), and the value the result stored with it; `calculated` is False where none is.
    `error` is what an error cell shows ("#REF!"), and then the value is None. It is a tuple because a workbook has many
    thousands, and a tuple is made four times as fast as any other record.
    """

    row: int
    column: int
    value: Value = None
    number_format: str = GENERAL
    formula: str = ""
    calculated: bool = True
    error: str = ""

    @property
    def address(self) -> str:
        """The address on its sheet: "F7"."""
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def places(self) -> Iterator[tuple[int, int]]:
        """The row and column of each of its cells."""
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                yield row, column

    def __str__(self) -> str:
        return f"{address(self.first_row, self.first_column)}:{address(self.last_row, self.last_column)}"


@dataclass(frozen=True)
class Table:
    """An Excel table: its name, the rows from its headings to its last row of data, and whether totals follow."""

    name: str
    area: Area
    total_rows: int = 0


@dataclass(frozen=True)
class BookSheet:
    """One sheet as it was saved: its cells by row and column, what is hidden, and its tables.

    `merged` gives the area of each cell that is merged with others.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell of a row and a column, or None where nothing stands."""
        return self.rows.get(row, {}).get(column)


@dataclass(frozen=True)
class Book:
    """Every worksheet of a workbook in the order of its tabs; `macros` were found and passed over.

    `open_document` tells an OpenDocument spreadsheet (.ods) from a workbook in Excel's own format.
    The versions are those of the template and of the standards it was made from, "" if it does not say.
    """

    path: Path
    sheets: tuple[BookSheet, ...]
    macros: bool = False
    open_document: bool = False
    template_version: str = ""
    standards_version: str = ""

"""A workbook as it was saved, whatever its format: sheets, cells with their addresses, what is hidden and merged."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from functools import cached_property
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

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


class Area(Struct, frozen=True):
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


class Table(Struct, frozen=True):
    """An Excel table: its name, the rows from its headings to its last row of data, and whether totals follow."""

    name: str
    area: Area
    total_rows: int = 0


class SpareRows(Struct, frozen=True):
    """Rows alike, from `first` to `last`, in which only formulas stand that have no value; `cells` are the first's."""

    first: int
    last: int
    cells: dict[int, Cell]


class Rows(Mapping[int, dict[int, Cell]]):
    """The cells of a sheet by row and column, in the order of the rows where some are spare.

    `written` are those of the rows in which anything stands but formulas without a value. A template has thousands of
    the others, and few ever look at them: their cells are made when one is asked for.
    """

    def __init__(self, written: dict[int, dict[int, Cell]], spare: Sequence[SpareRows] = ()) -> None:
        self.written, self.spare = written, tuple(spare)

    @cached_property
    def _all(self) -> dict[int, dict[int, Cell]]:
        if not self.spare:
            return self.written
        made = {
            number: {column: cell._replace(row=number) for column, cell in run.cells.items()}
            for run in self.spare
            for number in range(run.first, run.last + 1)
        }
        return dict(sorted({**self.written, **made}.items()))

    def __getitem__(self, row: int) -> dict[int, Cell]:
        found = self.written.get(row)
        return self._all[row] if found is None else found

    def __iter__(self) -> Iterator[int]:
        spare = (range(run.first, run.last + 1) for run in self.spare)
        return iter(sorted(chain(self.written, *spare)) if self.spare else self.written)

    def in_order(self) -> Iterator[int]:
        """The numbers of the rows from the top, for one who stops before the end."""
        return merge(sorted(self.written), *(range(run.first, run.last + 1) for run in self.spare))

    def __len__(self) -> int:
        return len(self.written) + sum(run.last - run.first + 1 for run in self.spare)

    def __repr__(self) -> str:
        return repr(self._all)

    def in_columns(self, columns: Set[int]) -> Mapping[int, dict[int, Cell]]:
        """All rows in which a cell stands in one of `columns`, and maybe others."""
        return self if any(columns & run.cells.keys() for run in self.spare) else self.written


class BookSheet(Struct, frozen=True):
    """One sheet as it was saved: its cells by row and column, what is hidden, and its tables.

    `merged` gives the area of each cell that is merged with others.
    """

    name: str
    hidden: bool = False
    rows: Rows = field(default_factory=lambda: Rows({}))
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell of a row and a column, or None where nothing stands."""
        cells = self.rows.written.get(row) or self.rows.get(row)
        return cells.get(column) if cells else None


class Book(Struct, frozen=True):
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

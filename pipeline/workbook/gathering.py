"""The cells of one sheet as they are met in a file, held to the limits of an honest workbook."""

from pathlib import Path

from msgspec import Struct, field

from pipeline.workbook.book import Area, BookSheet, Cell, Rows, SpareRows, Table, address
from pipeline.workbook.preflight import refuse

LAST_ROW = 20_000
LAST_COLUMN = 512
MOST_CELLS = 2_000_000  # of all sheets
LARGEST_MERGED_AREA = 100_000  # cells of all sheets


class Load(Struct):
    """How many cells of a workbook hold something, and how many are merged, as far as it has been read."""

    cells: int = 0
    merged: int = 0


class GatheredSheet(Struct):
    """One sheet of the workbook `path` while it is read. Each method raises WorkbookRefused beyond a limit."""

    path: Path
    name: str
    load: Load
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    spare: list[SpareRows] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)

    def keep(self, cell: Cell) -> None:
        """Take a cell. Raises ValueError for one that stands before row 1 or column 1."""
        if cell.row < 1 or cell.column < 1:
            raise ValueError(f"a cell stands in row {cell.row} and column {cell.column}")
        if cell.row > LAST_ROW or cell.column > LAST_COLUMN:
            fix = f"Delete that cell's row and column; a sheet may reach to {address(LAST_ROW, LAST_COLUMN)}."
            message = f"Something stands far out, in cell {cell.address} of sheet {self.name!r}."
            refuse(self.path, "far-cell", message, fix, self.name, cell.address)
        self._count(1)
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def keep_rows(self, rows: dict[int, dict[int, Cell]], spare: list[SpareRows]) -> None:
        """Take all rows of the sheet at once, and its spare ones; none of their cells is far out."""
        self._count(sum(map(len, rows.values())))
        self._count(sum(len(run.cells) * (run.last - run.first + 1) for run in spare))
        self.rows, self.spare = rows, spare

    def merge(self, area: Area) -> None:
        """Take an area of merged cells."""
        self.load.merged += (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
        if self.load.merged > LARGEST_MERGED_AREA:
            message = f"On sheet {self.name!r} a very large area is merged ({area})."
            refuse(self.path, "merged-area", message, "Unmerge those cells and save the workbook.", self.name)
        self.merged |= dict.fromkeys(area.places(), area)

    def hide_rows(self, first: int, last: int) -> None:
        """Note that the rows from `first` to `last` are hidden."""
        self.hidden_rows.update(range(max(first, 1), min(last, LAST_ROW) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Note that the columns from `first` to `last` are hidden."""
        self.hidden_columns.update(range(max(first, 1), min(last, LAST_COLUMN) + 1))

    def _count(self, cells: int) -> None:
        self.load.cells += cells
        if self.load.cells > MOST_CELLS:
            fix = "Move what is not the account's plan to a workbook of its own."
            refuse(self.path, "too-large", f"It has more than {MOST_CELLS:,} cells up to sheet {self.name!r}.", fix)

    def finished(self, hidden: bool, tables: tuple[Table, ...]) -> BookSheet:
        """The sheet with everything that was gathered."""
        return BookSheet(
            name=self.name,
            hidden=hidden,
            rows=Rows(self.rows, self.spare),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=self.merged,
            tables=tables,
        )

"""Addresses of cells as Excel writes them. openpyxl tells them too but takes longer to load than a workbook to read."""

import re
from functools import cache
from itertools import product
from string import ascii_uppercase

_PARTS = re.compile("([^0-9]*)([0-9].*)", re.DOTALL)
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")


@cache
def columns() -> tuple[str, ...]:
    """The letters of every column, A to ZZZ, in their order; "" stands at 0, so that each is where its number says."""
    return ("", *("".join(letters) for length in (1, 2, 3) for letters in product(ascii_uppercase, repeat=length)))


def letters_of(column: int) -> str:
    """What a column is called, from 1 ("A") to 18278 ("ZZZ"). Raises ValueError for any other number."""
    if not 1 <= column < len(columns()):
        raise ValueError(f"{column} is no column")
    return columns()[column]


@cache
def column_of(letters: str) -> int:
    """The number of the column that is called so, in capitals or not. Raises ValueError if none is."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ascii_uppercase.index(letter) + 1
    if not 1 <= len(letters) <= 3:
        raise ValueError(f"{letters!r} is no column")
    return number


def row_and_column(address: str) -> tuple[int, int]:
    """The row and the column of "B7": 7 and 2. Raises ValueError for what is no address."""
    parts = _PARTS.fullmatch(address)
    if parts is None:
        raise ValueError(f"{address!r} is no cell")
    return int(parts[2]), column_of(parts[1])


def rows_and_columns(area: str) -> tuple[int, int, int, int]:
    """First row, first column, last row and last column of "A1:B7", or of a single cell. Raises ValueError for what is
    neither."""
    found = _AREA.fullmatch(area)
    if found is None:
        raise ValueError(f"{area!r} is no range of cells")
    row, column = int(found[2]), column_of(found[1])
    return row, column, int(found[4] or row), column_of(found[3]) if found[3] else column


def with_sheet_named(sheet: str, cells: str) -> str:
    """Cells with the name of their sheet before them, in quotes, as formulas name them."""
    name = sheet.replace("'", "''")
    return f"'{name}'!{cells}"

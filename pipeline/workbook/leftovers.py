"""The sheet "Not carried over" of an upgraded workbook: what has no place in today's template, as it stood."""

import re
from collections.abc import Sequence

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pipeline.problems import fold
from pipeline.workbook import style
from pipeline.workbook.book import Book, BookSheet
from pipeline.workbook.cells import is_blank, shown
from pipeline.workbook.layout import LEFT_OVER, LISTS
from pipeline.workbook.sheets import put

# Heading, width in pixels, and the attribute of a leftover that stands below it.
_COLUMNS = (
    ("Sheet", 130, "sheet"),
    ("Cell", 70, "cell"),
    ("Heading", 190, "heading"),
    ("Row", 220, "row"),
    ("Value", 380, "value"),
    ("Why", 420, "why"),
)
LEFTOVER_COLUMNS = len(_COLUMNS)
_HEADING_ROW = 4
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ABOUT = "What an upgrade found no place for. Type what still counts where it belongs, then delete this sheet."


class Leftover(Struct, frozen=True):
    """Something without a place: where it stood, under which heading, in whose row, what it says, and why it is here.

    The value is as Excel shows it; `cell` is "" for what stands in no cell.
    """

    sheet: str
    cell: str
    heading: str
    row: str
    value: str
    why: str

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        of = f" of {self.row!r}" if self.row else ""
        return f"{place} {self.heading}{of}: {self.value!r}. {self.why}"


def write_leftovers(book: Workbook, leftovers: Sequence[Leftover]) -> None:
    """Add the sheet before Lists, a row for each leftover; all of them are text, nothing is a formula."""
    sheet = book.create_sheet(LEFT_OVER, book.sheetnames.index(LISTS))
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.tab_color(None)
    sheet["A1"].value, sheet["A1"].font = LEFT_OVER, style.title(19)
    sheet["A2"].value, sheet["A2"].font = _ABOUT, style.body(slot="dk2")
    for address in ("A1", "A2"):
        sheet[address].alignment = style.middle()
    for index, (heading, width, attribute) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = round(width / 7, 2)
        cell = sheet.cell(_HEADING_ROW, index)
        cell.value, cell.style = heading, "Keyplan head"
        for row, leftover in enumerate(leftovers, start=_HEADING_ROW + 1):
            cell = sheet.cell(row, index)
            cell.style = "Keyplan text"
            put(cell, writable(getattr(leftover, attribute)))
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"


def writable(text: str) -> str:
    """`text` with � for each character that no workbook can hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def read_leftovers(book: Book) -> tuple[Leftover, ...]:
    """What an earlier upgrade left over; empty where the sheet is not there."""
    sheet = next((one for one in book.sheets if fold(one.name) == fold(LEFT_OVER)), None)
    return tuple(_leftover(sheet, row) for row in sorted(sheet.rows) if row > _HEADING_ROW) if sheet else ()


def _leftover(sheet: BookSheet, row: int) -> Leftover:
    cells = [sheet.cell(row, index) for index in range(1, LEFTOVER_COLUMNS + 1)]
    return Leftover(*("" if cell is None or is_blank(cell) else shown(cell) for cell in cells))

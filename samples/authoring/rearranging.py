"""What people do to the sheets of a workbook beside typing into its cells: each deed is a small function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, TableLayout, table_layout
from pipeline.workbook.sheets import put
from pipeline.workbook.versions import TEMPLATE_PROPERTY


@dataclass(frozen=True)
class Deed:
    """Something done to a sheet: the book and the sheet, the record and its rows, the cell meant, and what is told."""

    book: Workbook
    sheet: Worksheet
    record: type[Record]
    rows: int
    cell: str
    told: dict[str, Any]

    @property
    def layout(self) -> TableLayout:
        """Where the fields of the sheet stand as long as nothing was done to it."""
        return table_layout(self.record)

    @property
    def after(self) -> int:
        """The first row below those that are filled."""
        return FIRST_ROW + self.rows

    @property
    def row(self) -> int:
        """The row of the cell meant."""
        return int(self.sheet[self.cell].row)


def do(book: Workbook, account: KeyAccount, record: type[Record], cell: str, told: dict[str, Any]) -> None:
    """Do to the sheet of `record` what `told["do"]` names, at `cell` if it has a place. Raises KeyError if unknown."""
    deed = Deed(book, book[record.sheet.name], record, len(account.rows(record)), cell, told)
    _DEEDS[told["do"]](deed)
    _name_columns(deed)


def _name_columns(deed: Deed) -> None:
    """The columns of a table named by their headings, as Excel wants it; no table where a heading is blank or twice."""
    for table in list(deed.sheet.tables.values()):
        area = CellRange(table.ref)
        (headings,) = deed.sheet.iter_rows(area.min_row, area.min_row, area.min_col, area.max_col, values_only=True)
        if None in headings or len({heading.lower() for heading in headings}) < len(headings):
            _lose_table(deed)
            continue
        for column, heading in zip(table.tableColumns, headings, strict=True):
            column.name = heading.replace("\n", "_x000a_")


def _rename(deed: Deed) -> None:
    deed.sheet.title = deed.told["to"]


def _move(deed: Deed) -> None:
    deed.book.move_sheet(deed.sheet, deed.told["by"])


def _delete(deed: Deed) -> None:
    deed.book.remove(deed.sheet)


def _hide(deed: Deed) -> None:
    deed.sheet.sheet_state = "hidden"


def _add_sheet(deed: Deed) -> None:
    added = deed.book.create_sheet(deed.told["to"], deed.book.index(deed.sheet) + 1)
    for row in deed.told["cells"]:
        added.append(row)


def _copy(deed: Deed) -> None:
    """A copy behind its original; openpyxl leaves out its table, as Google Sheets does."""
    copy = deed.book.copy_worksheet(deed.sheet)
    copy.title = deed.told["to"]
    if deed.told.get("emptied"):
        for row in copy.iter_rows(min_row=FIRST_ROW):
            for cell in row:
                cell.value = None
    deed.book.move_sheet(copy, deed.book.index(deed.sheet) + 1 - deed.book.index(copy))


def _insert_rows(deed: Deed) -> None:
    _shift(deed.sheet, rows=len(deed.told["cells"]), columns=0)
    for number, cells in enumerate(deed.told["cells"], start=1):
        for column, text in enumerate(cells, start=1):
            deed.sheet.cell(number, column).value = text or None


def _insert_column(deed: Deed) -> None:
    _shift(deed.sheet, rows=0, columns=1)


def _shift(sheet: Worksheet, rows: int, columns: int) -> None:
    """Every cell and the table moved down and to the right; lists to choose from and colours do not come along."""
    sheet.move_range(sheet.dimensions, rows=rows, cols=columns, translate=True)
    for found in sheet.iter_rows():
        for cell in found:
            if cell.hyperlink:
                cell.hyperlink.ref = cell.coordinate
    for table in sheet.tables.values():
        moved = CellRange(table.ref)
        moved.shift(col_shift=columns, row_shift=rows)
        table.ref = moved.coord
        if table.autoFilter:
            table.autoFilter.ref = moved.coord
    sheet.data_validations.dataValidation = []
    sheet.conditional_formatting = ConditionalFormattingList()
    sheet.freeze_panes = None


def _lose_table(deed: Deed) -> None:
    for name in list(deed.sheet.tables):
        del deed.sheet.tables[name]


def _hide_row(deed: Deed) -> None:
    deed.sheet.row_dimensions[deed.row].hidden = True


def _hide_column(deed: Deed) -> None:
    deed.sheet.column_dimensions[deed.sheet[deed.cell].column_letter].hidden = True


def _filter(deed: Deed) -> None:
    """The table filtered by the text of a cell: every row that says something else is hidden."""
    (table,) = deed.sheet.tables.values()
    cell = deed.sheet[deed.cell]
    first = CellRange(table.ref).min_col
    table.autoFilter.filterColumn.clear()
    table.autoFilter.add_filter_column(cell.column - first, [str(cell.value)])
    for row in range(FIRST_ROW, deed.after):
        deed.sheet.row_dimensions[row].hidden = deed.sheet.cell(row, cell.column).value != cell.value


def _merge(deed: Deed) -> None:
    """A cell merged with those below it, which lose what they hold; Excel merges none inside a table."""
    _lose_table(deed)
    letter = deed.sheet[deed.cell].column_letter
    deed.sheet.merge_cells(f"{deed.cell}:{letter}{deed.row + deed.told['down']}")


def _blank_rows(deed: Deed) -> None:
    """Blank rows above the row of a cell; the table has enough of them at its end."""
    first, last = deed.layout.places[0].letter, deed.layout.places[-1].letter
    deed.sheet.move_range(f"{first}{deed.row}:{last}{deed.after - 1}", rows=deed.told["count"])


def _type_row(deed: Deed) -> None:
    """Some cells of one row typed, by their fields."""
    for field, value in deed.told["cells"].items():
        put(deed.sheet[f"{deed.layout.place(field).letter}{deed.row}"], value)


def _type_heading(deed: Deed) -> None:
    deed.sheet[deed.cell].value = deed.told["to"]


def _add_column(deed: Deed) -> None:
    """A column with its heading and a few cells."""
    number = deed.sheet[deed.cell].column
    for row, text in enumerate([deed.told["to"], *deed.told["cells"]], start=HEADER_ROW):
        deed.sheet.cell(row, number).value = text


def _swap_columns(deed: Deed) -> None:
    """Two columns that change places, headings and all."""
    letters = (deed.sheet[deed.cell].column_letter, deed.layout.place(deed.told["with"]).letter)
    for row in range(HEADER_ROW, deed.after):
        one, two = (deed.sheet[f"{letter}{row}"] for letter in letters)
        one.value, two.value = two.value, one.value
        one.number_format, two.number_format = two.number_format, one.number_format


def _empty_column(deed: Deed) -> None:
    letter = deed.sheet[deed.cell].column_letter
    for row in range(HEADER_ROW, deed.after):
        deed.sheet[f"{letter}{row}"].value = None


def _clear_headings(deed: Deed) -> None:
    for place in deed.layout.places:
        deed.sheet[f"{place.letter}{HEADER_ROW}"].value = None


def _show_totals(deed: Deed) -> None:
    """The table cut to its rows, with a row of totals as Excel's own switch adds it."""
    (table,) = deed.sheet.tables.values()
    cells = CellRange(table.ref)
    put(deed.sheet.cell(deed.after, cells.min_col), "Total")
    table.tableColumns[0].totalsRowLabel = "Total"
    table.ref = f"{get_column_letter(cells.min_col)}{cells.min_row}:{get_column_letter(cells.max_col)}{deed.after}"
    table.totalsRowCount = 1
    table.autoFilter.ref = f"{table.ref.partition(':')[0]}:{get_column_letter(cells.max_col)}{deed.after - 1}"


def _older_template(deed: Deed) -> None:
    del deed.book.custom_doc_props[TEMPLATE_PROPERTY]
    deed.book.custom_doc_props.append(StringProperty(name=TEMPLATE_PROPERTY, value=deed.told["to"]))


def _nothing(deed: Deed) -> None:
    """What is done to the file and not to a sheet of it."""


_DEEDS: dict[str, Callable[[Deed], None]] = {
    "rename sheet": _rename,
    "move sheet": _move,
    "delete sheet": _delete,
    "hide sheet": _hide,
    "add sheet": _add_sheet,
    "copy sheet": _copy,
    "insert rows": _insert_rows,
    "insert column": _insert_column,
    "lose table": _lose_table,
    "hide row": _hide_row,
    "hide column": _hide_column,
    "filter": _filter,
    "merge": _merge,
    "blank rows": _blank_rows,
    "type row": _type_row,
    "type heading": _type_heading,
    "add column": _add_column,
    "swap columns": _swap_columns,
    "empty column": _empty_column,
    "clear headings": _clear_headings,
    "show totals": _show_totals,
    "older template": _older_template,
    "copy file": _nothing,
    "save as": _nothing,
}

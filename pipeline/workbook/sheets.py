"""The input sheets: titles, headings, tables and the form, with the rows of an account where there is one."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border
from openpyxl.utils import column_index_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter, FilterColumn
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.fields import Record, Sheet
from pipeline.standards import Standards
from pipeline.workbook import style
from pipeline.workbook.checking import check_formula, form_formula
from pipeline.workbook.conditions import add_form_conditions, add_table_conditions
from pipeline.workbook.help import criterion_note, note
from pipeline.workbook.layout import (
    AUDIENCE_ROW,
    BAND_ROW,
    CHECK,
    CHECK_COLUMN,
    EXAMPLE,
    FIELD,
    FIRST_ROW,
    HEADER_ROW,
    LABEL_COLUMN,
    MEANING,
    ROWS_BEYOND,
    SEEN_BY,
    START,
    VALUE,
    VALUE_COLUMN,
    FormLayout,
    FormRow,
    Layout,
    Place,
    TableLayout,
    audience_word,
)
from pipeline.workbook.lists import choices
from pipeline.workbook.status import write_form_status, write_table_status
from pipeline.workbook.type_widths import line_count, text_width
from pipeline.workbook.validation import form_validation, table_validation

AUTHOR = "Keyplan"
ROW_HEIGHT = 18
_LINE_HEIGHT = 14.5
_HEAD_HEIGHTS = {1: 25.5, 2: 16, 3: 16.5, 4: 18, 5: 15, 6: 13, 7: 30}
_WIDEST = 284
_WIDEST_NAME = 190  # of a reference to a person or a thing: long ones run on
_INSET = 15  # pixels between text and edges
_NOTE_WIDTH = 300
_ARROW = 20  # pixels of a drop-down's arrow
_BOLDER = 1.04  # bold words are so much wider, and another machine's Calibri may be
_CHECK_WIDTH = 162
_FORM_WIDTHS = {LABEL_COLUMN: 196, VALUE_COLUMN: 356, "D": 326, "E": 196, "F": 88}
_FORM_GAP = 4  # points of rows 5 and 6 in the form, which has no bands
_HOW_TO_READ = (
    "Dark headings with * are required. Rest the pointer on a heading for help and an example. "
    "Grey cells are worked out: do not type there."
)
_PRINTED_ROWS = 24  # of an empty sheet, to fill by hand: a page


def write_table(sheet: Worksheet, table: TableLayout, standards: Standards, rows: Sequence[Record]) -> None:
    """Write a sheet of rows: its head, its Excel table, and `rows` in it."""
    _head(sheet, table, len(table.places) + 1)
    _bands(sheet, table)
    for place in table.places:
        _heading(sheet, place)
        _column(sheet, table, place, standards, rows)
    for row in range(FIRST_ROW, table.last_row + 1):
        check = sheet[f"{CHECK_COLUMN}{row}"]
        check.value, check.style = check_formula(table, row, standards), "Keyplan check"
        sheet.row_dimensions[row].height = ROW_HEIGHT
    for number, record in enumerate(rows, start=FIRST_ROW):
        sheet.row_dimensions[number].height = _height(sheet, table, number, record)
    if table.sheet.key == "ratings":
        _anchors(sheet, table, standards)
    sheet.add_table(_excel_table(table))
    add_table_conditions(sheet, table, standards)
    write_table_status(sheet, table)
    _print_what_is_filled(sheet, table)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, table.frozen_columns() + 1)


def write_form(sheet: Worksheet, form: FormLayout, standards: Standards, record: dict[str, object]) -> None:
    """Write the sheet of labels and values, with the values of `record` where it has any."""
    _head(sheet, form, len(_FORM_WIDTHS) + 1)
    sheet.row_dimensions[BAND_ROW].height = sheet.row_dimensions[AUDIENCE_ROW].height = _FORM_GAP
    for letter, width in _FORM_WIDTHS.items():
        sheet.column_dimensions[letter].width = _characters(width)
    for letter, text in zip(_FORM_WIDTHS, (FIELD, VALUE, MEANING, EXAMPLE, SEEN_BY), strict=True):
        cell = sheet[f"{letter}{HEADER_ROW}"]
        cell.value, cell.style = text, "Keyplan head"
    for row in form.rows:
        sheet.row_dimensions[row.row].height = ROW_HEIGHT
        if row.place is None:
            _form_band(sheet, row)
        else:
            _form_row(sheet, form, row.place, standards, record.get(row.place.column.key))
    add_form_conditions(sheet, form, standards)
    write_form_status(sheet, form)
    sheet.print_area = f"A1:{list(_FORM_WIDTHS)[-1]}{form.last_row}"
    sheet.freeze_panes = f"{VALUE_COLUMN}{FIRST_ROW}"


def put(cell: Cell, value: object) -> None:
    """Write a value as a person would have typed it: Yes and No, ids with commas, dates and numbers as such."""
    if isinstance(value, bool):
        value = "Yes" if value else "No"
    elif isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"  # a text that begins with = or looks like #N/A stays a text
    elif isinstance(value, int | Decimal | datetime.date):
        code = cell.number_format
        cell.value = value
        cell.number_format = code  # openpyxl sets its own for dates


def _head(sheet: Worksheet, layout: Layout, columns: int) -> None:
    """Rows 1 to 4 with a link to Start, and the sheet's view, tab and print settings."""
    about = layout.sheet
    for row, height in _HEAD_HEIGHTS.items():
        sheet.row_dimensions[row].height = height
    for row in range(1, 5):
        sheet.row_dimensions[row].fill = style.fill("lt2")  # across the screen, however narrow the table
        for column in range(1, columns + 1):
            sheet.cell(row, column).fill = style.fill("lt2")
    sheet.column_dimensions[CHECK_COLUMN].width = _characters(_CHECK_WIDTH)
    link = sheet["A1"]
    link.hyperlink = Hyperlink(ref="", location=f"{START}!A1")
    link.value, link.font = f"‹ {START}", style.body(slot="accent1", line="single")
    link.alignment = style.middle()
    sheet["B1"].value, sheet["B1"].font = about.name, style.title(19)
    sheet["B2"].value = _purpose(about)
    sheet["B3"].value, sheet["B3"].font = _HOW_TO_READ, style.body(10.5, "dk2")
    for address in ("B1", "B2", "B3"):
        sheet[address].alignment = style.middle()
    check = sheet[f"{CHECK_COLUMN}{HEADER_ROW}"]
    check.value, check.style = CHECK, "Keyplan head"
    _view(sheet, about)


def _print_what_is_filled(sheet: Worksheet, table: TableLayout) -> None:
    """Print down to the last row in use, a page at least, wherever the table ends by then.

    A print area that is worked out is Excel's; other programs pass over it and print every row.
    """
    letters = table.places[0].letter, table.places[-1].letter
    last = table.last_row + ROWS_BEYOND
    cells = table.elsewhere(f"${letters[0]}${FIRST_ROW}:${letters[1]}${last}")
    used = f'SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))'
    ends = table.elsewhere(f"${letters[1]}$1:${letters[1]}${last}")
    area = f"{table.elsewhere('$A$1')}:INDEX({ends},MAX({HEADER_ROW + _PRINTED_ROWS},{used}))"
    sheet.defined_names.add(DefinedName("_xlnm.Print_Area", attr_text=area))


def _purpose(about: Sheet) -> CellRichText:
    second = InlineFont(rFont="Calibri", sz=11, color=style.color("dk2"))
    first = InlineFont(rFont="Calibri", sz=11, color=style.color("dk1"))
    return CellRichText(TextBlock(first, f"{about.holds}.  "), TextBlock(second, about.feeds))


def _view(sheet: Worksheet, about: Sheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.tab_color(about.group)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{BAND_ROW}:{HEADER_ROW}"
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.7, header=0.3, footer=0.35)
    sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text = "&F", "&A", "&P / &N"


def _bands(sheet: Worksheet, table: TableLayout) -> None:
    for place in table.places:
        sheet[f"{place.letter}{BAND_ROW}"].border = Border(bottom=style.rule("dk2", 0))
    for run in table.bands():
        cell = sheet[f"{run.first}{BAND_ROW}"]
        cell.value, cell.style = run.text, "Keyplan band"
        cell.border = Border(bottom=style.rule("dk2", 0))
    for run in table.audiences():
        cell = sheet[f"{run.first}{AUDIENCE_ROW}"]
        cell.value, cell.style = run.text, "Keyplan audience"


def _heading(sheet: Worksheet, place: Place) -> None:
    cell = sheet[f"{place.letter}{HEADER_ROW}"]
    cell.value, cell.style = place.heading, style.heading_style(place.column)
    cell.comment = _comment(note(place.column))


def _column(sheet: Worksheet, table: TableLayout, place: Place, standards: Standards, rows: Sequence[Record]) -> None:
    """A field's data cells: style, values, validation and a width that fits what is in them."""
    name = style.data_style(place.column)
    index = column_index_from_string(place.letter)
    for row in range(FIRST_ROW, table.last_row + 1):
        sheet.cell(row, index).style = name
    for row, record in enumerate(rows, start=FIRST_ROW):
        put(sheet.cell(row, index), getattr(record, place.column.key))
    validation = table_validation(table, place, standards)
    validation.add(table.growing(place.column.key, place.column.key))
    sheet.add_data_validation(validation)
    typed = max((text_width(_text(getattr(row, place.column.key))) for row in rows), default=0)
    offered = max((text_width(choice) + _ARROW for choice in choices(place.column, standards)), default=0)
    wanted = max(typed, offered) * _BOLDER + _INSET + 1
    widest = _WIDEST_NAME if place.column.refers else _WIDEST
    width = max(place.width, min(wanted, widest)) if place.column.kind.name != "date" else place.width
    sheet.column_dimensions[place.letter].width = _characters(width)


def _anchors(sheet: Worksheet, table: TableLayout, standards: Standards) -> None:
    """A note on the first row of each criterion: its weight and what ratings of 1, 4, 7 and 10 mean."""
    letter = table.place("criterion").letter
    notes = {criterion.name: criterion_note(criterion) for criterion in standards.criteria}
    for row in range(FIRST_ROW, table.last_row + 1):
        cell = sheet[f"{letter}{row}"]
        if text := notes.pop(cell.value, ""):
            cell.comment = _comment(text)


def _height(sheet: Worksheet, table: TableLayout, number: int, record: Record) -> float:
    """The height of a row that shows all its wrapped text, in points."""
    lines = 1
    for place in table.places:
        if style.is_wrapped(place.column):
            room = sheet.column_dimensions[place.letter].width * 7 - _INSET
            lines = max(lines, line_count(_text(getattr(record, place.column.key)), room / _BOLDER))
    return ROW_HEIGHT if lines == 1 else lines * _LINE_HEIGHT + 4


def _text(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _excel_table(table: TableLayout) -> Table:
    hidden = [FilterColumn(colId=index, hiddenButton=True) for index in range(len(table.places))]
    found = Table(displayName=table.table, name=table.table, ref=table.reference)
    found.autoFilter = AutoFilter(ref=table.reference, filterColumn=hidden)
    found.tableColumns = [
        TableColumn(id=index, name=place.heading) for index, place in enumerate(table.places, start=1)
    ]
    found.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    return found


def _form_band(sheet: Worksheet, row: FormRow) -> None:
    for letter in (CHECK_COLUMN, *_FORM_WIDTHS):
        cell = sheet[f"{letter}{row.row}"]
        cell.fill = style.fill("lt2")
        cell.border = Border(bottom=style.rule("dk1", 0))
    label = sheet[f"{LABEL_COLUMN}{row.row}"]
    label.value, label.font, label.alignment = row.band, style.body(bold=True), style.middle()


def _form_row(sheet: Worksheet, form: FormLayout, place: Place, standards: Standards, value: object) -> None:
    column, row = place.column, place.row
    label = sheet[f"{LABEL_COLUMN}{row}"]
    label.value, label.style = place.heading, style.heading_style(column)
    label.border = Border(bottom=style.rule("lt1", 0))
    label.comment = _comment(note(column))
    cell = sheet[f"{VALUE_COLUMN}{row}"]
    cell.style = style.form_style(column)
    put(cell, value)
    for letter, text in zip("DEF", (column.help, column.example, audience_word(column)), strict=True):
        beside = sheet[f"{letter}{row}"]
        put(beside, text)
        beside.style = "Keyplan second"
    check = sheet[f"{CHECK_COLUMN}{row}"]
    check.value, check.style = form_formula(form, place, standards), "Keyplan check"
    validation = form_validation(place, standards)
    validation.add(cell.coordinate)
    sheet.add_data_validation(validation)
    texts = ((_text(value), VALUE_COLUMN, _BOLDER), (column.help, "D", 1), (column.example, "E", 1))  # D and E: 10.5 pt
    lines = max(line_count(text, (_FORM_WIDTHS[letter] - _INSET) / larger) for text, letter, larger in texts)
    sheet.row_dimensions[row].height = ROW_HEIGHT if lines == 1 else lines * _LINE_HEIGHT + 4


def _comment(text: str) -> Comment:
    comment = Comment(text, AUTHOR, width=_NOTE_WIDTH)
    comment.height = 20 + 19 * line_count(text, _NOTE_WIDTH - _INSET)
    return comment


def _characters(pixels: float) -> float:
    """A column's width as the file counts it, in characters of 7 pixels."""
    return round(pixels / 7, 2)

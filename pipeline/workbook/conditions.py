"""Conditional formats: what is wrong, missing or late shows itself while one types, in words and shapes first."""

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.standards import Standards
from pipeline.workbook import style
from pipeline.workbook.checking import form_wrong_formula, wrong_formula
from pipeline.workbook.lateness import late
from pipeline.workbook.layout import FIRST_ROW, FormLayout, Place, TableLayout


def add_table_conditions(sheet: Worksheet, table: TableLayout, standards: Standards) -> None:
    """The formats of a sheet of rows, the gravest first."""
    first, last = table.places[0].letter, table.places[-1].letter
    begun = f"COUNTA(${first}{FIRST_ROW}:${last}{FIRST_ROW})>0"
    for place in table.places:
        if test := wrong_formula(table, place, FIRST_ROW, standards):
            _add(sheet, table.cells(place.column.key), test, style.wrong())
    for place in table.places:
        if place.column.required:
            test = f'AND({begun},{place.letter}{FIRST_ROW}="")'
            _add(sheet, table.cells(place.column.key), test, style.missing())
    if overdue := late(table, FIRST_ROW, standards):
        place, test = overdue
        _add(sheet, table.cells(place.column.key), test, style.late())
    add_mark_conditions(sheet, table.checks())
    for place in table.places:
        if style.is_one_to_five(place.column):
            _dots(sheet, table, place)
    _own(sheet, table)


def add_form_conditions(sheet: Worksheet, form: FormLayout, standards: Standards) -> None:
    """The formats of the form, the gravest first."""
    for place in form.places:
        address = f"{place.letter}{place.row}"
        if test := form_wrong_formula(place, standards):
            _add(sheet, address, test, style.wrong())
        if place.column.required:
            _add(sheet, address, f'{address}=""', style.missing())
    add_mark_conditions(sheet, form.checks())


def add_mark_conditions(sheet: Worksheet, cells: str) -> None:
    """Words in `cells` take the colour of the mark they begin with."""
    first = cells.split(":")[0].replace("$", "")
    for mark, slot in style.MARKS.items():
        _add(sheet, cells, f'LEFT({first},1)="{mark}"', style.marked(slot))


def _dots(sheet: Worksheet, table: TableLayout, place: Place) -> None:
    cell, cells = f"{place.letter}{FIRST_ROW}", table.cells(place.column.key)
    weighed = table.sheet.key == "forces" and place.column.key == "strength"
    for value in range(1, 6):
        if weighed:
            direction = f"${table.place('direction').letter}{FIRST_ROW}"
            _add(sheet, cells, f'AND({cell}={value},{direction}="for")', style.dots(value, "accent1"))
            _add(sheet, cells, f"{cell}={value}", style.dots(value, "dk2"))
        else:
            _add(sheet, cells, f"{cell}={value}", style.dots(value, "dk1"))


def _own(sheet: Worksheet, table: TableLayout) -> None:
    """What one sheet shows and no other: the changes of Forces, the parents of Actions."""
    if table.sheet.key == "forces":
        _directions(sheet, table)
        _changes(sheet, table)
    if table.sheet.key == "actions":
        _parents(sheet, table)


def _directions(sheet: Worksheet, table: TableLayout) -> None:
    cells = table.cells("direction")
    first = f"{table.place('direction').letter}{FIRST_ROW}"
    _add(sheet, cells, f'{first}="for"', style.marked("accent1"))
    _add(sheet, cells, f'{first}="against"', style.marked("dk2"))


def _changes(sheet: Worksheet, table: TableLayout) -> None:
    """The first row of a change is bold under a rule; its repeats stand back."""
    letter = table.place("change").letter
    here, above = f"TRIM(${letter}{FIRST_ROW})", f"TRIM(${letter}{FIRST_ROW - 1})"
    begins = f'AND({here}<>"",{here}<>{above},ROW()>{FIRST_ROW})'
    every = table.span(table.places[0].column.key, table.places[-1].column.key)
    _add(sheet, every, begins, style.ruled())
    _add(sheet, table.cells("change"), f'AND({here}<>"",{here}<>{above})', style.emphasis())
    _add(sheet, table.cells("change"), f'AND({here}<>"",{here}={above})', style.repeated())


def _parents(sheet: Worksheet, table: TableLayout) -> None:
    """An action that others are a part of is bold, so that its parts stand out under it."""
    own = f"${table.place('id').letter}{FIRST_ROW}"
    every = table.span(table.places[0].column.key, table.places[-1].column.key)
    test = f'AND({own}<>"",SUMPRODUCT(--({table.cells("parent")}={own}))>0)'
    _add(sheet, every, test, style.emphasis())


def _add(sheet: Worksheet, cells: str, test: str, look: DifferentialStyle) -> None:
    sheet.conditional_formatting.add(cells.replace("$", ""), Rule(type="expression", dxf=look, formula=[test]))

"""Conditional formats: what is wrong, missing or late shows itself while one types, in words and shapes first."""

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.standards import Standards
from pipeline.workbook import style
from pipeline.workbook.checking import doubtful_formula, form_wrong_formula, wrong_formula
from pipeline.workbook.lateness import late
from pipeline.workbook.layout import FIRST_ROW, FormLayout, Place, TableLayout, is_one_to_five


def add_table_conditions(sheet: Worksheet, table: TableLayout, standards: Standards) -> None:
    """The formats of a sheet of rows, the gravest first."""
    first, last = table.places[0].letter, table.places[-1].letter
    begun = f"COUNTA(${first}{FIRST_ROW}:${last}{FIRST_ROW})>0"
    for place in table.places:
        if test := wrong_formula(table, place, FIRST_ROW, standards):
            _add(sheet, table.growing(place.column.key, place.column.key), test, style.wrong())
    for place in table.places:
        if test := doubtful_formula(table, place, FIRST_ROW, standards):
            _add(sheet, table.growing(place.column.key, place.column.key), test, style.missing())
        if place.column.required:
            test = f'AND({begun},{place.letter}{FIRST_ROW}="")'
            _add(sheet, table.growing(place.column.key, place.column.key), test, style.missing())
    if overdue := late(table, FIRST_ROW, standards):
        place, test = overdue
        _add(sheet, table.growing(place.column.key, place.column.key), test, style.late())
    add_mark_conditions(sheet, table.checks())
    if table.sheet.key == "forces":
        _forces(sheet, table)
        return
    for place in table.places:
        if is_one_to_five(place.column):
            _dots(sheet, table, place)
    if table.sheet.key == "actions":
        _parents(sheet, table)


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
    cell, cells = f"{place.letter}{FIRST_ROW}", table.growing(place.column.key, place.column.key)
    for value in range(1, 6):
        _add(sheet, cells, f"{cell}={value}", style.dots(value, "dk1"))


def _forces(sheet: Worksheet, table: TableLayout) -> None:
    """Forces for and against in their tones; the first row of a change bold under a rule, its repeats standing back.

    A spreadsheet may apply only the first format that holds, so each of them carries the rule where a change begins.
    """
    change, direction, strength, influence = (
        f"${table.place(key).letter}{FIRST_ROW}" for key in ("change", "direction", "strength", "influence")
    )
    above = f"${table.place('change').letter}{FIRST_ROW - 1}"
    new = f'TRIM({change})<>"",TRIM({change})<>TRIM({above})'
    driving = f'{direction}="for"'

    def add(key: str, test: str, look: DifferentialStyle) -> None:
        _add(sheet, table.growing(key, key), f"AND({test})", look)

    for begins, when in ((True, f"ROW()>{FIRST_ROW},{new}"), (False, "TRUE")):
        add("change", f"{when},{new}", style.emphasis(begins=begins))
        add("direction", f"{when},{driving}", style.side_of_force("accent1", begins=begins))
        add("direction", when, style.side_of_force("dk2", begins=begins))
        for value in range(1, 6):
            add("strength", f"{when},{strength}={value},{driving}", style.dots(value, "accent1", begins=begins))
            add("strength", f"{when},{strength}={value}", style.dots(value, "dk2", begins=begins))
            add("influence", f"{when},{influence}={value}", style.dots(value, "dk1", begins=begins))
    add("change", "TRUE", style.repeated())
    every = table.growing(table.places[0].column.key, table.places[-1].column.key)
    _add(sheet, every, f"AND(ROW()>{FIRST_ROW},{new})", style.ruled())


def _parents(sheet: Worksheet, table: TableLayout) -> None:
    """An action that others are a part of is bold, so that its parts stand out under it."""
    own = f"${table.place('id').letter}{FIRST_ROW}"
    every = table.growing(table.places[0].column.key, table.places[-1].column.key)
    test = f'AND({own}<>"",SUMPRODUCT(--({table.cells("parent")}={own}))>0)'
    _add(sheet, every, test, style.emphasis())


def _add(sheet: Worksheet, cells: str, test: str, look: DifferentialStyle) -> None:
    sheet.conditional_formatting.add(cells.replace("$", ""), Rule(type="expression", dxf=look, formula=[test]))

"""What a cell lets one type: drop-downs and limits, each with its help and an error that says what is expected."""

from decimal import Decimal

from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.model.fields import Column
from pipeline.standards import Standards
from pipeline.workbook.help import TEXT_LIMIT, fitting, prompt
from pipeline.workbook.layout import FIRST_ROW, Place, TableLayout
from pipeline.workbook.lists import choices, list_name, target

EARLIEST, LATEST = 32874, 73415  # 1 January 1990 and 31 December 2100 as Excel counts days
_LARGEST = 10**15


def table_validation(table: TableLayout, place: Place, standards: Standards) -> DataValidation:
    """The validation of a field's data cells."""
    found = _validation(place.column, standards)
    if place.column.kind.name == "id" and not place.column.refers:
        found = _unique(table, place)
    return _with_help(found, place.column)


def form_validation(place: Place, standards: Standards) -> DataValidation:
    """The validation of one value of the form."""
    return _with_help(_validation(place.column, standards), place.column)


def _with_help(found: DataValidation, column: Column) -> DataValidation:
    found.promptTitle, found.prompt = prompt(column)
    found.showInputMessage = True
    found.showErrorMessage = bool(found.error)
    return found


def _validation(column: Column, standards: Standards) -> DataValidation:
    if list_name(column):
        return _from_list(column, standards)
    kind = column.kind.name
    if kind == "date":
        return _limited("date", EARLIEST, LATEST, column, "a date from 1990 to 2100, such as " + column.example)
    if kind == "share":
        return _limited("decimal", 0, 1, column, "a share from 0% to 100%")
    if kind == "whole number":
        return _limited("whole", *_limits(column), column, f"a whole number{_words(column)}")
    if kind in ("number", "money"):
        return _limited("decimal", *_limits(column), column, f"a number{_words(column)}, without its unit")
    return DataValidation()


def _from_list(column: Column, standards: Standards) -> DataValidation:
    found = DataValidation(type="list", formula1=list_name(column), allow_blank=True)
    if column.refers:
        table, key = target(column.refers[0])
        what = table.place(key).column.title.lower()
        text = f"There is no such {what} on sheet {table.sheet.name} yet. Keep it only if you will add it there."
        found.errorStyle = "warning"
    else:
        text = f"Choose from the list {column.title}: {', '.join(choices(column, standards))}."
        if len(text) > TEXT_LIMIT:
            text = f"Choose from the list {column.title}: open it with the arrow beside the cell."
    found.errorTitle, found.error = fitting(column.title, text)
    return found


def _unique(table: TableLayout, place: Place) -> DataValidation:
    cells = table.cells(place.column.key)
    found = DataValidation(type="custom", formula1=f"SUMPRODUCT(--({cells}={place.letter}{FIRST_ROW}))=1")
    found.errorTitle, found.error = fitting(place.column.title, "This id is used already. Type one that is not.")
    return found


def _limited(type: str, low: Decimal | int, high: Decimal | int, column: Column, expected: str) -> DataValidation:
    found = DataValidation(type=type, operator="between", formula1=str(low), formula2=str(high), allow_blank=True)
    found.errorTitle, found.error = fitting(column.title, f"Type {expected}.")
    return found


def _limits(column: Column) -> tuple[Decimal | int, Decimal | int]:
    low, high = column.kind.minimum, column.kind.maximum
    return (-_LARGEST if low is None else low), (_LARGEST if high is None else high)


def _words(column: Column) -> str:
    low, high = column.kind.minimum, column.kind.maximum
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return "" if low is None else f" of {low} or more"

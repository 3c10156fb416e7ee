"""The hidden sheet Lists: what the drop-downs offer, each list under a defined name."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.fields import Column, columns
from pipeline.model.kinds import record_of
from pipeline.standards import Standards
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, LISTS, Layout, TableLayout, table_layout

YES_NO = ("Yes", "No")


def choices(column: Column, standards: Standards) -> tuple[str, ...]:
    """What a field's drop-down offers: its fixed choices, a list of the standards, or Yes and No; else nothing."""
    if column.choices_from:
        return standards.choices(column.choices_from)
    return YES_NO if column.kind.name == "yes/no" else column.choices


def list_name(column: Column) -> str:
    """The defined name of a field's drop-down; empty if it has none. A reference is offered what its sheet holds."""
    if column.choices_from:
        return f"list_{column.choices_from}"
    if column.kind.name == "yes/no":
        return "list_yes_no"
    if column.choices:
        return f"list_{column.sheet.key}_{column.key}"
    if len(column.refers) == 1 and column.kind.name != "ids":
        return reference_name(column.refers[0])
    return ""


def reference_name(path: str) -> str:
    """The defined name of the rows a reference points to: "team.name" is "ref_team_name"."""
    return "ref_" + path.replace(".", "_")


def target(path: str) -> tuple[TableLayout, str]:
    """The table and the field a reference points to: "team.name" is the table of Team and "name"."""
    sheet_key, key = path.split(".")
    return table_layout(record_of(sheet_key)), key


def write_lists(book: Workbook, sheet: Worksheet, standards: Standards, layouts: Sequence[Layout]) -> None:
    """Write every drop-down list as a column of `sheet`, and name the lists and the references."""
    for index, (name, items) in enumerate(fixed_lists(layouts, standards).items(), start=1):
        letter = get_column_letter(index)
        sheet.cell(1, index, name)
        for row, item in enumerate(items, start=2):
            sheet.cell(row, index, item).data_type = "s"
        _define(book, name, f"{LISTS}!${letter}$2:${letter}${len(items) + 1}")
    tables = {found.sheet.key: found for found in layouts if isinstance(found, TableLayout)}
    for path in sorted(_references(layouts)):
        sheet_key, key = path.split(".")
        _define(book, reference_name(path), _filled(tables[sheet_key], key))


def fixed_lists(layouts: Sequence[Layout], standards: Standards) -> dict[str, tuple[str, ...]]:
    """The lists that do not depend on what is typed, by their defined names."""
    return {list_name(column): items for column in _columns(layouts) if (items := choices(column, standards))}


def _columns(layouts: Sequence[Layout]) -> Iterator[Column]:
    for found in layouts:
        yield from columns(found.record)


def _references(layouts: Sequence[Layout]) -> set[str]:
    return {path for column in _columns(layouts) for path in column.refers}


def _filled(table: TableLayout, key: str) -> str:
    """From the first data cell to the last filled one, so that a drop-down has no empty tail."""
    cells = table.elsewhere(table.cells(key))
    letter = table.place(key).letter
    head = table.elsewhere(f"${letter}${HEADER_ROW}")
    first = table.elsewhere(f"${letter}${FIRST_ROW}")
    return f'{first}:INDEX({cells},MAX(1,SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-ROW({head}))))))'


def _define(book: Workbook, name: str, refers_to: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=refers_to)

"""Column Check: formulas that say in words what is wrong with a row, before anything is read."""

from pipeline.model.fields import Column
from pipeline.model.kinds import is_named_elsewhere, is_own_id, referred
from pipeline.standards import Standards
from pipeline.workbook.lateness import late, late_words
from pipeline.workbook.layout import FormLayout, Place, TableLayout
from pipeline.workbook.lists import choices, list_name, reference_name, target
from pipeline.workbook.validation import EARLIEST, LATEST

OK = "● OK"
ERROR_CELL = "■ A cell shows an error"
_WRONG, _DOUBTFUL = "■", "▲"


def check_formula(table: TableLayout, row: int, standards: Standards) -> str:
    """What is wrong with a row, the worst first; "● OK" if nothing is; empty for an empty row."""
    first, last = table.places[0].letter, table.places[-1].letter
    unexpected = [(test, text) for place in table.places for test, text in _wrong(table, place, row, standards)]
    tests = sorted(unexpected, key=lambda item: item[1].startswith(f'"{_DOUBTFUL}'))
    for place in table.places:
        if place.column.required:
            tests.append((f'{place.letter}{row}=""', f'"▲ {place.column.title} missing"'))
    if overdue := late(table, row, standards):
        tests.append((overdue[1], late_words(table, row, standards)))
    return f'=IF(COUNTA({first}{row}:{last}{row})=0,"",IFERROR({_first_of(tests, OK)},"{ERROR_CELL}"))'


def form_formula(form: FormLayout, place: Place, standards: Standards) -> str:
    """What is wrong with one value of the form; "● OK" if nothing is; empty for an optional value left out."""
    cell = f"{place.letter}{place.row}"
    blank = '"▲ Missing"' if place.column.required else '""'
    tests = [(f'{cell}=""', blank)]
    if test := _unexpected(place.column, cell, standards):
        tests.append((test[0], f'"■ {test[1][:1].upper()}{test[1][1:]}"'))
    return f'=IFERROR({_first_of(tests, OK)},"{ERROR_CELL}")'


def wrong_formula(table: TableLayout, place: Place, row: int, standards: Standards) -> str:
    """The formula that is true where a value stands twice or is not what its field takes; empty if any value goes."""
    return _either([test for test, text in _wrong(table, place, row, standards) if text.startswith(f'"{_WRONG}')])


def doubtful_formula(table: TableLayout, place: Place, row: int, standards: Standards) -> str:
    """The formula that is true where a value names nothing on an optional sheet; empty if that cannot be."""
    return _either([test for test, text in _wrong(table, place, row, standards) if text.startswith(f'"{_DOUBTFUL}')])


def form_wrong_formula(place: Place, standards: Standards) -> str:
    """The same for one value of the form."""
    test = _unexpected(place.column, f"{place.letter}{place.row}", standards)
    return test[0] if test else ""


def _either(tests: list[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})" if tests else ""


def _first_of(tests: list[tuple[str, str]], otherwise: str) -> str:
    """Nested IFs: the words of the first test that holds."""
    formula = f'"{otherwise}"'
    for test, words in reversed(tests):
        formula = f"IF({test},{words},{formula})"
    return formula


def _wrong(table: TableLayout, place: Place, row: int, standards: Standards) -> list[tuple[str, str]]:
    column, cell = place.column, f"{place.letter}{row}"
    tests: list[tuple[str, str]] = []
    if mark := _mark_of_repeat(column, table):
        cells = table.cells(column.key)
        tests.append(
            (f'AND({cell}<>"",SUMPRODUCT(--(TRIM({cells})=TRIM({cell})))>1)', f'"{mark} {column.title} used twice"')
        )
    if found := _unexpected(column, cell, standards):
        tests.append((found[0], f'"{_mark(column)} {column.title} {found[1]}"'))
    return tests


def _mark_of_repeat(column: Column, table: TableLayout) -> str:
    """How grave it is that a value stands on two rows: wrong where rows are named by it alone; "" where it may be."""
    if is_own_id(column):
        return _WRONG
    if not is_named_elsewhere(column):
        return ""
    return _DOUBTFUL if any(is_own_id(place.column) for place in table.places) else _WRONG


def _mark(column: Column) -> str:
    """How grave an unexpected value is: a reference into an optional sheet may be right, and its row still missing."""
    sheets = [referred(reference).sheet for reference in column.refers]
    return _DOUBTFUL if sheets and not any(sheet.required for sheet in sheets) else _WRONG


def _unexpected(column: Column, cell: str, standards: Standards) -> tuple[str, str] | None:
    """The test of a value against its field, and the words that say what it is not; None if any value goes."""
    if column.refers:
        return _not_referred(column, cell)
    if choices(column, standards):
        return _among(cell, [list_name(column)]), "not in its list"
    bounds = _bounds(column)
    if bounds is None:
        return None
    low, high, words = bounds
    outside = [f"NOT(ISNUMBER({cell}))"]
    outside += [f"N({cell})<{low}"] if low is not None else []
    outside += [f"N({cell})>{high}"] if high is not None else []
    outside += [f"N({cell})<>INT(N({cell}))"] if column.kind.name == "whole number" else []
    return f'AND({cell}<>"",OR({",".join(outside)}))', words


def _not_referred(column: Column, cell: str) -> tuple[str, str] | None:
    if column.kind.name == "ids":
        return None  # several ids in one cell: read and checked by keyplan check
    sheets = " or ".join(target(path)[0].sheet.name for path in column.refers)
    return _among(cell, [reference_name(path) for path in column.refers]), f"not in {sheets}"


def _among(cell: str, names: list[str]) -> str:
    """True for a value in none of the lists, whatever its case and spaces; unlike MATCH it takes * as it is."""
    found = "+".join(f"SUMPRODUCT(--(TRIM({name})=TRIM({cell})))" for name in names)
    return f'AND({cell}<>"",{found}=0)'


def _bounds(column: Column) -> tuple[object, object, str] | None:
    """Lowest and highest number a field takes, None for no limit, and the words for a value that is none."""
    kind, low, high = column.kind.name, column.kind.minimum, column.kind.maximum
    if kind == "date":
        return EARLIEST, LATEST, "not a date"
    if kind == "share":
        return low, high, "not 0% to 100%"
    if kind not in ("whole number", "number", "money"):
        return None
    if low is not None and high is not None:
        return low, high, f"not {low} to {high}"
    whole = "a whole number" if kind == "whole number" else "a number"
    return low, high, f"not {whole}" if low is None else f"not {whole} of {low} or more"

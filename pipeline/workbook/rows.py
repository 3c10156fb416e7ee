"""The rows of one sheet: each cell read as its field wants it, blanks and merged cells told, addresses kept."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct, field

from pipeline.model.fields import Column, Record, columns
from pipeline.problems import Problem, Severity
from pipeline.workbook.addresses import letters_of
from pipeline.workbook.book import Area, BookSheet, Cell, address
from pipeline.workbook.cells import Terms, Typed, expected, is_blank, quoted, read_cell, shown
from pipeline.workbook.headings import FormFound, find_table
from pipeline.workbook.plain_cells import NOT_PLAIN, PlainReader, plain_reader
from pipeline.workbook.totals import is_total

_FREE = frozenset(("id", "ids", "text", "long text"))  # kinds of fields in which a person may say anything


class Row(Struct, frozen=True):
    """One row as it was read: a value for each field that has one, the cell of each, and what could not be read.

    `blank` names the fields of `unread` in which nothing stands.
    """

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()


class SheetRows(Struct, frozen=True):
    """The rows of a sheet and every problem in them."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


class _Fields(Struct, frozen=True):
    """The fields of a sheet as they are read: by `terms`, and each by its own reader where a cell is plain."""

    record: type[Record]
    terms: Terms
    readers: tuple[tuple[Column, PlainReader], ...]


class _PlainRows(Struct, frozen=True):
    """The fields that a table has columns for: key, column, reader, and what a blank is: None, or NOT_PLAIN.

    `letters` are those of the columns by key; `blank` are the required fields for which the table has none.
    """

    fields: tuple[tuple[str, int, PlainReader, object], ...]
    letters: tuple[tuple[str, str], ...]
    blank: frozenset[str]

    def row(self, number: int, cells: Mapping[int, Cell], extra: dict[str, str]) -> Row | None:
        """A row in which every cell holds just what its field asks for, so that it is no sum; None for any other."""
        values: dict[str, object] = {}
        for key, column, read, absent in self.fields:
            cell = cells.get(column)
            value = absent if cell is None else read(cell)
            if value is NOT_PLAIN:
                return None
            values[key] = value
        addresses = {key: f"{letters}{number}" for key, letters in self.letters}
        return Row(values, addresses, extra, self.blank, self.blank)


def read_form(sheet: BookSheet, found: FormFound, record: type[Record], terms: Terms) -> SheetRows:
    """The one row of a form, of which the labels are found."""
    extra = {text: shown(cell) for place, text in found.extra.items() if (cell := sheet.cell(*place))}
    row, problems = _read_row(sheet, _fields(record, terms), found.places, extra)
    read = [sheet.cell(*place) for place in sorted(found.places.values())]
    return SheetRows((row,), (*found.problems, *problems, *_sheet_notes(sheet, record, read)))


def read_table(sheet: BookSheet, record: type[Record], terms: Terms) -> SheetRows:
    """The rows of a table."""
    found = find_table(sheet, record)
    fields = _fields(record, terms)
    plain_rows = None if sheet.merged else _plain_rows(fields, found.columns)
    problems = list(found.problems)
    rows: list[Row] = []
    for number in found.rows:
        row_cells = sheet.rows[number]
        cells = {text: row_cells.get(column) for column, text in found.extra.items()}
        extra = {text: shown(cell) for text, cell in cells.items() if cell and not is_blank(cell)}
        plain = plain_rows.row(number, row_cells, extra) if plain_rows else None
        if plain is not None:
            rows.append(plain)
            continue
        places = {key: (number, column) for key, column in found.columns.items()}
        row, faults = _read_row(sheet, fields, places, extra)
        refused = any(fault.severity == "error" for fault in faults)
        if (refused and _says_total(sheet, places)) or _is_whole_total(record, row):
            problems.append(_total(sheet, record, number, below=number > found.last_row > 0))
            continue
        rows.append(row)
        problems += faults
    numbers = set(found.columns.values())
    read = [cell for row in found.rows for cell in sheet.rows[row].values() if cell.column in numbers]
    problems += [*_merged_rows(sheet, record, found.rows, found.columns), *_sheet_notes(sheet, record, read)]
    if not found.columns:
        return SheetRows((_unread_row(record),), found.problems)
    if record.sheet.required and not found.rows:
        problems.append(_no_rows(record))
    return SheetRows(tuple(rows), tuple(problems))


def nothing_read(record: type[Record]) -> SheetRows:
    """What a sheet that is not there gives: if it is required, one row of which nothing could be read."""
    return SheetRows((_unread_row(record),) if record.sheet.required else (), ())


def _fields(record: type[Record], terms: Terms) -> _Fields:
    return _Fields(record, terms, tuple((column, plain_reader(column, terms)) for column in columns(record)))


def _plain_rows(fields: _Fields, places: Mapping[str, int]) -> _PlainRows:
    known = [(column, read) for column, read in fields.readers if column.key in places]
    return _PlainRows(
        tuple((column.key, places[column.key], read, NOT_PLAIN if column.required else None) for column, read in known),
        tuple((column.key, letters_of(places[column.key])) for column, _ in known),
        frozenset(column.key for column, _ in fields.readers if column.required and column.key not in places),
    )


def _unread_row(record: type[Record]) -> Row:
    keys = frozenset(column.key for column in columns(record))
    return Row(unread=keys, blank=keys)


def _read_row(
    sheet: BookSheet, fields: _Fields, places: dict[str, tuple[int, int]], extra: dict[str, str]
) -> tuple[Row, tuple[Problem, ...]]:
    """One row with its problems."""
    values: dict[str, object] = {}
    cells: dict[str, str] = {}
    unread: set[str] = set()
    blank: set[str] = set()
    problems: list[Problem] = []
    for column, plain in fields.readers:
        key = column.key
        if key not in places:
            blank |= {key} if column.required else set()
            continue
        place = places[key]
        cells[key] = address(*place)
        covered = _covering(sheet, place) if sheet.merged else None
        cell = None if covered else sheet.cell(*place)
        value = plain(cell) if cell is not None else NOT_PLAIN if column.required else None
        if value is not NOT_PLAIN:
            values[key] = value
            continue
        typed = read_cell(cell, column, fields.terms)
        values[key] = typed.value
        problems += _told(typed, column)
        if typed.unread:
            unread.add(key)
        elif column.required and typed.value in (None, ()):
            if not column.blank_allowed:
                blank.add(key)
            if not covered:
                problems.append(_blank(column, cells[key], cell, fields.terms, _naming(fields.record, values)))
    return Row(values, cells, extra, frozenset(unread | blank), frozenset(blank)), tuple(problems)


def _told(typed: Typed, column: Column) -> tuple[Problem, ...]:
    """The problems of a cell; that a placeholder was read as a blank goes without saying where a blank is a problem."""
    if column.required and typed.value is None and not typed.unread:
        return ()
    return typed.problems


def _covering(sheet: BookSheet, place: tuple[int, int]) -> Area | None:
    """The merged area that hides a cell, or None for a cell that is seen."""
    area = sheet.merged.get(place)
    return area if area and place != (area.first_row, area.first_column) else None


def _naming(record: type[Record], values: dict[str, object]) -> str:
    """What people know the row by: the last required text read so far; "" in a form."""
    if record.sheet.form:
        return ""
    known = [column for column in columns(record) if column.required and column.kind.name in ("id", "text")]
    names = [str(values[column.key]) for column in known if values.get(column.key)]
    return names[-1] if names else ""


def _blank(column: Column, cell_address: str, cell: Cell | None, terms: Terms, name: str) -> Problem:
    wanted = expected(column, terms.choices(column))
    return Problem(
        code="required",
        severity="warning" if column.blank_allowed else "error",
        message=f"{column.title} is missing{f' for {quoted(name)!r}' if name else ''}.",
        fix=f"Fill in {wanted}." if wanted != "text" else f"Fill it in. {column.help}",
        found=quoted(shown(cell)) if cell else "",
        sheet=column.sheet.name,
        cell=cell_address,
        field=column.key,
    )


def _says_total(sheet: BookSheet, places: dict[str, tuple[int, int]]) -> bool:
    """Does a text of the row say that it is a sum of the others?"""
    return any(is_total(cell.value) for place in places.values() if (cell := sheet.cell(*place)))


def _is_whole_total(record: type[Record], row: Row) -> bool:
    """Is a row a sum of the others though nothing in it is wrong: does it say so, say nothing else, and hold a number?

    What is chosen from a list says nothing. A row called Total that says more is an entry of its own: a customer may
    have a unit of that name.
    """
    if not any(map(is_total, row.values.values())):
        return False
    free = [column.key for column in columns(record) if column.kind.name in _FREE]
    said = [value for key in free if (value := row.values.get(key)) not in (None, ())]
    return all(map(is_total, said)) and any(type(value) in (int, Decimal) for value in row.values.values())


def _total(sheet: BookSheet, record: type[Record], row: int, below: bool) -> Problem:
    """An error for a sum among the rows, a note for one `below` the table."""
    cell = next(cell for _, cell in sorted(sheet.rows[row].items()) if is_total(cell.value))
    message = f"Row {row} looks like a row of totals inside the table."
    if below:
        message = f"Row {row}, a row of totals below the table, is not read."
    return Problem(
        code="total-row",
        severity="note" if below else "error",
        message=message,
        fix="Delete it; totals are worked out from the rows. If it is none, give it a name that says more.",
        found=quoted(shown(cell)),
        sheet=record.sheet.name,
        cell=cell.address,
    )


def _merged_rows(
    sheet: BookSheet, record: type[Record], rows: tuple[int, ...], places: dict[str, int]
) -> Iterator[Problem]:
    """A problem for each merged area that hides cells of the rows: an error if one of them is required."""
    by_number = {places[column.key]: column for column in columns(record) if column.key in places}
    hidden: dict[Area, list[Column]] = {}
    for row in rows if sheet.merged else ():
        for number, column in by_number.items():
            area = _covering(sheet, (row, number))
            if area:
                hidden.setdefault(area, []).append(column)
    for area, hidden_columns in hidden.items():
        severity: Severity = "error" if any(column.required for column in hidden_columns) else "note"
        titles = ", ".join(dict.fromkeys(column.title for column in hidden_columns))
        yield Problem(
            code="merged-cells",
            severity=severity,
            message=f"The cells {area} are merged, so only the first of them holds a value ({titles}).",
            fix="Unmerge them and fill in each cell.",
            found=str(area),
            sheet=record.sheet.name,
            cell=address(area.first_row, area.first_column),
            field=hidden_columns[0].key,
        )


def _no_rows(record: type[Record]) -> Problem:
    return Problem(
        code="sheet-empty",
        severity="warning",
        message=f"Sheet {record.sheet.name!r} holds no rows yet.",
        fix=f"Fill in at least one row. {record.sheet.feeds}",
        sheet=record.sheet.name,
    )


def _sheet_notes(sheet: BookSheet, record: type[Record], cells: Iterable[Cell | None]) -> Iterator[Problem]:
    """One note for the hidden rows that were read, and one for the formulas whose results were."""
    hides = bool(sheet.hidden_rows or sheet.hidden_columns)
    read = [cell for cell in cells if cell and (cell.formula or hides) and not is_blank(cell)]
    yield from _hidden_columns(sheet, record, {cell.column for cell in read} & sheet.hidden_columns)
    hidden = sorted({cell.row for cell in read} & sheet.hidden_rows)
    if hidden:
        yield Problem(
            code="hidden-rows",
            severity="note",
            message=f"{len(hidden)} hidden row{'s were' if len(hidden) > 1 else ' was'} read, from row {hidden[0]} on.",
            fix="Delete what is not meant to count; hiding or filtering does not take it out.",
            sheet=record.sheet.name,
        )
    formulas = [cell.address for cell in sorted(read) if cell.formula and cell.calculated]
    if formulas:
        named = ", ".join(formulas[:5]) + (", ..." if len(formulas) > 5 else "")
        yield Problem(
            code="formula",
            severity="note",
            message=f"The stored result of {len(formulas)} formula{'s' * (len(formulas) > 1)} was read ({named}).",
            fix="Nothing has to be done if the workbook was calculated when it was saved.",
            sheet=record.sheet.name,
            cell=formulas[0],
        )


def _hidden_columns(sheet: BookSheet, record: type[Record], hidden: set[int]) -> Iterator[Problem]:
    if hidden:
        letters = ", ".join(letters_of(number) for number in sorted(hidden))
        yield Problem(
            code="hidden-columns",
            severity="note",
            message=f"{len(hidden)} hidden column{'s were' if len(hidden) > 1 else ' was'} read ({letters}).",
            fix="Empty what is not meant to count; hiding does not take it out.",
            sheet=record.sheet.name,
        )

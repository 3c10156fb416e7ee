"""Where a sheet of the model, its headings and its rows stand in a workbook, whatever was moved or renamed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct, field

from pipeline.model.fields import Column, Contents, Record, Sheet, columns
from pipeline.problems import Problem, Severity, fold, nearest
from pipeline.workbook.book import Book, BookSheet, Cell, Table, address
from pipeline.workbook.cells import UPGRADE, is_blank, quoted, shown
from pipeline.workbook.layout import CHECK, LEFT_OVER, LISTS, START

_HEADING_ROWS = 60  # headings are looked for in so many rows from the top
_LONGEST_HEADING = 120  # characters; longer text is no heading
_GAP = 2  # blank rows after which a sheet without a table has ended
# What Excel ("Actions (2)"), LibreOffice ("Actions_2"), Google Sheets and Numbers call a copy, as fold() writes it.
_COPY = re.compile(
    r"(?:copy of|kopie von|kopie van|copie de|copia de|cópia de|copia di|kopi av|kopia av) (.+)"
    r"|(.+?) (?:\(?(?:copy|kopie|copie|copia|cópia|kopi|kopia|kopio)(?: \d+)?\)?|\(\d+\)|\d+)"
)
_NOT_FOR_READING = {fold(START), fold(LISTS), fold(LEFT_OVER), "problems", "export summary"}


class SheetsFound(Struct, frozen=True):
    """The sheet of each record that has one, and what is to be told about missing, copied and unknown sheets."""

    sheets: dict[type[Record], BookSheet]
    problems: tuple[Problem, ...]


class TableFound(Struct, frozen=True):
    """A table on its sheet: the column of each field and of each unknown heading, and the rows that hold something.

    `heading_row` is the row of the headings, 0 if none was found; `last_row` is the last one of the Excel table, 0 if
    there is none.
    """

    columns: dict[str, int] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    heading_row: int = 0
    last_row: int = 0


class FormFound(Struct, frozen=True):
    """A form on its sheet: the place of each field's value, and of the value beside each unknown label."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    extra: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def find_sheets(book: Book, kind: type[Contents]) -> SheetsFound:
    """The sheet of every record of that kind of workbook, by name.

    A copy beside its original is an error: nobody can say which one counts.
    """
    named: dict[str, list[BookSheet]] = defaultdict(list)
    for sheet in book.sheets:
        named[fold(sheet.name)].append(sheet)
    known = _names_in_use(kind, named)
    found = {record: named[name][0] for name, record in known.items() if name in named}
    problems: list[Problem] = []
    others: list[BookSheet] = []
    for name, sheets in named.items():
        original = known.get(name) or known.get(_copied_name(name))
        copies = sheets[1:] if name in known else sheets
        if original in found:
            problems += [_copied(found[original], copy, original) for copy in copies]
        elif name not in _NOT_FOR_READING:
            others += [sheet for sheet in copies if sheet.rows]
    missing = [record for record in known.values() if record not in found]
    likely = {record: _likely(record, others) for record in missing}
    problems += [_missing_sheet(record.sheet, likely[record]) for record in missing]
    taken = [sheet for sheets in likely.values() for sheet in sheets]
    problems += [_unknown_sheet(sheet, kind) for sheet in others if sheet not in taken]
    problems += [_hidden_sheet(sheet) for sheet in found.values() if sheet.hidden]
    problems += [
        _former_sheet(record.sheet, sheet)
        for record, sheet in found.items()
        if fold(record.sheet.name) != fold(sheet.name)
    ]
    return SheetsFound(found, tuple(problems))


def _names_in_use(kind: type[Contents], named: Iterable[str]) -> dict[str, type[Record]]:
    """The record of each folded name; a former name counts where no sheet has today's."""
    known: dict[str, type[Record]] = {}
    for record in kind.records:
        names = (record.sheet.name, *record.sheet.formerly)
        known[next((name for name in map(fold, names) if name in named), fold(record.sheet.name))] = record
    return known


def _copied_name(name: str) -> str:
    """The name of which a sheet's name says that it is a copy: "actions" for "actions (2)"."""
    found = _COPY.fullmatch(name)
    return (found[1] or found[2]).strip() if found else ""


def _likely(record: type[Record], others: list[BookSheet]) -> list[BookSheet]:
    """The unknown sheets that are probably the one of `record`: its copies, or one by its name or its headings."""
    copies = [sheet for sheet in others if _copied_name(fold(sheet.name)) == fold(record.sheet.name)]
    if copies:
        return copies
    by_name = nearest(record.sheet.name, [sheet.name for sheet in others])
    wanted = [column for column in columns(record) if column.required]
    for sheet in others:
        if sheet.name == by_name:
            return [sheet]
    for sheet in others:
        matched = find_form(sheet, record).places if record.sheet.form else find_table(sheet, record).columns
        if 2 * sum(column.key in matched for column in wanted) > len(wanted) > 1:
            return [sheet]
    return []


def _about_sheet(code: str, severity: Severity, sheet: str, message: str, fix: str, found: str = "") -> Problem:
    return Problem(code=code, severity=severity, sheet=sheet, message=message, fix=fix, found=found)


def _copied(original: BookSheet, copy: BookSheet, record: type[Record]) -> Problem:
    """An error for a copy with something in it, because nobody can say which counts; a note for an empty one."""
    if not _is_filled(copy, record):
        message = f"Sheet {copy.name!r} is a copy of {original.name!r} in which nothing is filled in; it is not read."
        return _about_sheet("sheet-twice", "note", original.name.strip(), message, "It may be deleted.", copy.name)
    message = f"There are two sheets for one thing, {original.name!r} and {copy.name!r}; only one can count."
    fix = "Delete the one that is out of date, or move it to a workbook of its own."
    return _about_sheet("sheet-twice", "error", original.name.strip(), message, fix, copy.name)


def _is_filled(sheet: BookSheet, record: type[Record]) -> bool:
    """Does anything stand in the rows, or beside the labels, of a sheet?"""
    if not record.sheet.form:
        return bool(find_table(sheet, record).rows)
    cells = (sheet.cell(*place) for place in find_form(sheet, record).places.values())
    return any(cell is not None and not is_blank(cell) for cell in cells)


def _missing_sheet(sheet: Sheet, likely: list[BookSheet]) -> Problem:
    message = f"There is no sheet {sheet.name!r} ({sheet.holds[:1].lower()}{sheet.holds[1:]})."
    fix = f"Copy it from a fresh workbook, and keep the name {sheet.name!r}."
    names = " and ".join(repr(found.name) for found in likely)
    if len(likely) == 1:
        message = f"There is no sheet {sheet.name!r}; sheet {names} looks like it."
        fix = f"Name that sheet {sheet.name!r}."
    elif likely:
        message = f"There is no sheet {sheet.name!r}; sheets {names} look like it."
        fix = f"Name the one that counts {sheet.name!r}, and delete the other."
    severity: Severity = "error" if sheet.required else "warning" if likely else "note"
    return _about_sheet("sheet-missing", severity, sheet.name, message, fix, names.strip("'"))


def _unknown_sheet(sheet: BookSheet, kind: type[Contents]) -> Problem:
    message = f"Sheet {sheet.name!r} is not one of the {kind.title.lower()}'s and is not read."
    return _about_sheet("sheet-unknown", "note", sheet.name, message, "Nothing has to be done.", sheet.name)


def _hidden_sheet(sheet: BookSheet) -> Problem:
    message = f"Sheet {sheet.name!r} is hidden; it is read all the same."
    return _about_sheet("sheet-hidden", "note", sheet.name, message, "Empty it if it is not meant to count.")


def _former_sheet(sheet: Sheet, found: BookSheet) -> Problem:
    message = f"Sheet {found.name!r} is called {sheet.name!r} today; it was read as that."
    return _about_sheet("former-name", "note", sheet.name, message, UPGRADE, found.name)


def find_table(sheet: BookSheet, record: type[Record]) -> TableFound:
    """The headings and rows of a record on its sheet. A required column that is missing is one error."""
    known = known_names(record)
    heading_row = _heading_row(sheet, known)
    if heading_row is None:
        fix = f"Copy the sheet from a fresh workbook; its headings begin {_first_titles(record)}."
        problem = _about_sheet("headings-missing", "error", record.sheet.name, "No row holds the headings.", fix)
        return TableFound(problems=(problem,))
    places: dict[str, int] = {}
    extra: dict[int, str] = {}
    problems: list[Problem] = []
    headings = sheet.rows[heading_row]
    known = _in_use(known, headings.values())
    for number, cell in sorted(headings.items()):
        column = _known(cell, known)
        if column is None:
            if not is_blank(cell) and fold(shown(cell)) != fold(CHECK):
                extra[number] = " ".join(shown(cell).split())
        elif column.key in places:
            problems.append(_heading_twice(column, address(heading_row, places[column.key]), cell))
        else:
            places[column.key] = number
            problems += _former_heading(column, cell) if column.formerly else ()
    unknown = {text: address(heading_row, number) for number, text in extra.items()}
    missing, likely = _missing(record, set(places), unknown, "column")
    rows, below = _data_rows(sheet, heading_row, set(places.values()))
    problems += [*missing, *below]
    problems += _unknown_columns(sheet, record, heading_row, rows, {n: t for n, t in extra.items() if t not in likely})
    problems += _columns_without_heading(sheet, record, rows, heading_row)
    table = _table_at(sheet, heading_row)
    return TableFound(places, extra, rows, tuple(problems), heading_row, table.area.last_row if table else 0)


def find_form(sheet: BookSheet, record: type[Record]) -> FormFound:
    """The labels and values of a record on its sheet: a value stands right of its label."""
    names = known_names(record)
    candidates = [cell for cell in _text_cells(sheet) if _known(cell, names)]
    known = _in_use(names, candidates)
    labels = [(cell, column) for cell in candidates if (column := _known(cell, known))]
    if not labels:
        fix = f"Copy the sheet from a fresh workbook; its labels begin {_first_titles(record)}."
        problem = _about_sheet("headings-missing", "error", record.sheet.name, "No label is known.", fix)
        return FormFound(problems=(problem,))
    # A value may read like a label ("Name"), so labels are those in the column where most labels stand.
    label_column = Counter(cell.column for cell, _ in labels).most_common(1)[0][0]
    labels.sort(key=lambda label: (label[0].column != label_column, label[0].row, label[0].column))
    first: dict[str, Cell] = {}
    problems: list[Problem] = []
    for cell, column in labels:
        if column.key not in first:
            first[column.key] = cell
            problems += _former_heading(column, cell)
        elif cell.column == label_column:
            problems.append(_heading_twice(column, first[column.key].address, cell))
    extra = _unknown_labels(sheet, min(cell.row for cell in first.values()), label_column, known)
    headings = {text: address(row, label_column) for (row, _), text in extra.items()}
    missing, likely = _missing(record, set(first), headings, "label")
    problems += missing
    for (row, column_number), text in extra.items():
        if text not in likely:
            cell_address = address(row, column_number)
            problems.append(_unknown_heading(record, text, cell_address, f"Label {text!r}"))
    places = {key: _right_of(sheet, cell) for key, cell in first.items()}
    return FormFound(places, extra, tuple(problems))


@cache
def known_names(record: type[Record]) -> Mapping[str, Column]:
    """The fields of a record by folded title, former titles included."""
    former = {fold(title): column for column in columns(record) for title in column.formerly}
    return former | {fold(column.title): column for column in columns(record)}


def _in_use(known: Mapping[str, Column], cells: Iterable[Cell]) -> Mapping[str, Column]:
    """`known` without the former titles of fields whose title of today stands among `cells`."""
    if not any(column.formerly for column in known.values()):
        return known
    today = {column.key for cell in cells if (column := _known(cell, known)) and not _is_former(cell, column)}
    return {name: column for name, column in known.items() if column.key not in today or name == fold(column.title)}


def _is_former(cell: Cell, column: Column) -> bool:
    return bool(column.formerly) and _known(cell, {fold(column.title): column}) is None


def _former_heading(column: Column, cell: Cell) -> Iterator[Problem]:
    """A note if a heading is one that the field had in an older template."""
    if _is_former(cell, column):
        yield Problem(
            code="former-name",
            severity="note",
            message=f"{quoted(shown(cell))!r} is called {column.title!r} today; it was read as that.",
            fix=UPGRADE,
            found=quoted(shown(cell)),
            sheet=column.sheet.name,
            cell=cell.address,
            field=column.key,
        )


def _known(cell: Cell, known: Mapping[str, Column]) -> Column | None:
    """The field that a heading names; the asterisk, a second line and a unit in brackets are passed over."""
    text = cell.value
    if type(text) is str and len(text) <= _LONGEST_HEADING:
        for name in _names_meant(text):
            if name in known:
                return known[name]
    return None


@lru_cache(maxsize=4096)
def _names_meant(text: str) -> tuple[str, ...]:
    """What a heading's text may name, folded: its first line, and that without a unit; a workbook repeats few texts."""
    first_line = text.strip().partition("\n")[0].rstrip("* \u00a0:")
    without_unit = re.sub(r"\s*\([^()]*\)$", "", first_line)
    return tuple(fold(name) for name in dict.fromkeys((first_line, without_unit)))


def _heading_row(sheet: BookSheet, known: Mapping[str, Column]) -> int | None:
    """The row near the top in which the most headings stand, or None if none stands anywhere."""
    wanted = len({column.key for column in known.values()})
    best, most = None, 0
    for row in islice(sheet.rows.in_order(), _HEADING_ROWS):
        texts = [cell for cell in sheet.rows.written.get(row, {}).values() if type(cell.value) is str]
        if len(texts) <= most:
            continue  # it cannot hold more headings than it has texts
        found = len({column.key for cell in texts if (column := _known(cell, known))})
        if found > most:
            best, most = row, found
        if found == wanted:
            break  # no other row can hold more
    return best


def _first_titles(record: type[Record]) -> str:
    return ", ".join(column.title for column in columns(record)[:3])


def _text_cells(sheet: BookSheet) -> Iterator[Cell]:
    for row in sorted(sheet.rows):
        for number in sorted(sheet.rows[row]):
            yield sheet.rows[row][number]


def _right_of(sheet: BookSheet, label: Cell) -> tuple[int, int]:
    """The place right of a label, past the cells it is merged with."""
    area = sheet.merged.get((label.row, label.column))
    return label.row, (area.last_column if area else label.column) + 1


def _unknown_labels(
    sheet: BookSheet, first_row: int, label_column: int, known: Mapping[str, Column]
) -> dict[tuple[int, int], str]:
    """What stands in the labels' column from `first_row` on with a value beside it, and is no label of the form."""
    found = {}
    for row in sorted(row for row in sheet.rows if row >= first_row):
        cell = sheet.cell(row, label_column)
        if cell is None or is_blank(cell) or _known(cell, known):
            continue
        beside = sheet.cell(*_right_of(sheet, cell))
        if beside is not None and not is_blank(beside) and len(shown(cell)) <= _LONGEST_HEADING:
            found[beside.row, beside.column] = " ".join(shown(cell).split())
    return found


def _missing(
    record: type[Record], present: set[str], headings: dict[str, str], word: str
) -> tuple[list[Problem], set[str]]:
    """A problem for each field without a heading that matters, and the unknown headings these problems name.

    A required field is an error. An optional one is told only if an unknown heading looks like it, because then
    something was filled in that would not be read.
    """
    problems: list[Problem] = []
    likely: set[str] = set()
    for column in columns(record):
        if column.key in present:
            continue
        near = nearest(column.title, [text for text in headings if text not in likely])
        if not near and not column.required:
            continue
        if not near and len(headings) == 1 and not likely:
            near = next(iter(headings))
        message = f"There is no {word} {column.title!r}."
        fix = f"Add a {word} {column.title!r}, as in a fresh workbook."
        if near:
            likely.add(near)
            message = f"There is no {word} {column.title!r}; is it {word} {near!r}?"
            fix = f"Write {column.title!r} there if it is, else add a {word} of that name."
        problems.append(
            Problem(
                code="column-missing" if word == "column" else "label-missing",
                severity="error" if column.required else "warning",
                message=message,
                fix=fix,
                found=near,
                sheet=record.sheet.name,
                cell=headings.get(near, ""),
                field=column.key,
            )
        )
    return problems, likely


def _heading_twice(column: Column, first: str, cell: Cell) -> Problem:
    return Problem(
        code="heading-twice",
        severity="error",
        message=f"{column.title!r} stands here and in {first}; only one can count.",
        fix="Delete one of the two, or give it another name.",
        found=quoted(shown(cell)),
        sheet=column.sheet.name,
        cell=cell.address,
        field=column.key,
    )


def _unknown_heading(record: type[Record], text: str, where: str, what: str) -> Problem:
    return Problem(
        code="heading-unknown",
        severity="note",
        message=f"{what} is not one of the workbook's; it is kept for internal templates.",
        fix="Nothing has to be done if it is an addition of your own.",
        found=quoted(text),
        sheet=record.sheet.name,
        cell=where,
    )


def _data_rows(sheet: BookSheet, heading_row: int, numbers: set[int]) -> tuple[tuple[int, ...], list[Problem]]:
    """The rows with something in the columns `numbers`, and a problem for what lies below the end of the table.

    A table's own rows are all read, whatever gaps they have, and the rows that go on right below it. Without a table
    the rows end at two blank ones.
    """
    filled = [
        row
        for row, cells in sorted(sheet.rows.in_columns(numbers).items())
        if row > heading_row and any(number in numbers and not is_blank(cell) for number, cell in cells.items())
    ]
    table = _table_at(sheet, heading_row)
    totals = table.total_rows if table else 0
    last = table.area.last_row if table else heading_row
    reach = 1 if table else _GAP + 1
    kept: list[int] = []
    below: list[int] = []
    for row in filled:
        if table and table.area.last_row < row <= table.area.last_row + totals:
            continue
        if row <= last or (row - last <= reach and not totals):
            kept.append(row)
            last = max(last, row)
        else:
            below.append(row)
    return tuple(kept), [_below(sheet, below)] if below else []


def _table_at(sheet: BookSheet, heading_row: int) -> Table | None:
    """The Excel table whose headings stand in a row, or None."""
    return next((table for table in sheet.tables if table.area.first_row == heading_row), None)


def _below(sheet: BookSheet, rows: list[int]) -> Problem:
    cell = min((cell for cell in sheet.rows[rows[0]].values() if not is_blank(cell)), key=lambda cell: cell.column)
    what = f"Row {rows[0]} stands" if len(rows) == 1 else f"{len(rows)} rows from row {rows[0]} on stand"
    return Problem(
        code="below-table",
        severity="warning",
        message=f"{what} below the end of the table and {'is' if len(rows) == 1 else 'are'} not read.",
        fix="Move what belongs to the table up to its last row, without blank rows between.",
        found=quoted(shown(cell)),
        sheet=sheet.name.strip(),
        cell=cell.address,
    )


def _unknown_columns(
    sheet: BookSheet, record: type[Record], heading_row: int, rows: tuple[int, ...], unknown: dict[int, str]
) -> Iterator[Problem]:
    for number, text in unknown.items():
        if any((cell := sheet.cell(row, number)) and not is_blank(cell) for row in rows):
            yield _unknown_heading(record, text, address(heading_row, number), f"Column {text!r}")


def _columns_without_heading(
    sheet: BookSheet, record: type[Record], rows: tuple[int, ...], heading_row: int
) -> Iterator[Problem]:
    """A problem for each column in which something stands beside the rows and nothing stands as its heading."""
    headings = sheet.rows[heading_row].items()
    titled = {number for number, heading in headings if not is_blank(heading)}
    titled |= {number for row, number in sheet.merged if row == heading_row}
    if not set().union(*map(sheet.rows.__getitem__, rows)) - titled:
        return
    for row in rows:
        for number in sorted(sheet.rows[row].keys() - titled):
            cell = sheet.rows[row][number]
            if is_blank(cell):
                continue
            titled.add(number)
            yield Problem(
                code="heading-blank",
                severity="warning",
                message="Something stands in a column without a heading and is not read.",
                fix="Write a heading above it, or delete it.",
                found=quoted(shown(cell)),
                sheet=record.sheet.name,
                cell=cell.address,
            )

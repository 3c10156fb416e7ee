"""What an upgrade does with each cell of a workbook: carried to its field's place today, or left over, and why."""

import difflib
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from pipeline.model.fields import Column, Contents, Record, columns
from pipeline.model.proof import Rating
from pipeline.problems import fold, nearest
from pipeline.workbook.book import NO_DATE, Book, BookSheet, Cell
from pipeline.workbook.cells import Terms, is_blank, shown
from pipeline.workbook.headings import FormFound, TableFound, find_form, find_sheets, find_table
from pipeline.workbook.layout import CHECK, EXAMPLE, HEADER_ROW, LEFT_OVER, LISTS, MEANING, SEEN_BY, START
from pipeline.workbook.leftovers import LEFTOVER_COLUMNS, Leftover
from pipeline.workbook.lists import list_name
from pipeline.workbook.marks import PROBLEMS
from pipeline.workbook.status import ROW as STATUS_ROW
from pipeline.workbook.style import MARKS

OwnWords = Mapping[str, frozenset[str]]

_ALIKE = 0.6  # how like a sentence of an older template must be to today's to be known as the template's own
_SENTENCE = 25  # characters; shorter words are the template's own if they are the same
_VERSION = re.compile(r"(?:Template|Standards) \S.*")
_NO_FIELD = "Today's template has no such field."


class Carried(Struct, frozen=True):
    """A value and its place today: the field, and the row of its table counted from 0; a form is one row.

    `today` is the name that a choice has now, "" where the value stays as it was typed.
    """

    sheet: str
    cell: Cell
    record: type[Record]
    column: Column
    row: int
    today: str = ""


class Carrying(Struct):
    """Where every cell of a workbook goes.

    `rows` counts the rows that each table takes over, `dropped` those of criteria that the standards dropped.
    `formulas` are the cells whose result was carried; their formula is told, as it speaks of cells that moved.
    """

    carried: list[Carried] = field(default_factory=list)
    left: list[Leftover] = field(default_factory=list)
    formulas: list[Leftover] = field(default_factory=list)
    rows: dict[type[Record], int] = field(default_factory=dict)
    dropped: int = 0
    row_names: dict[tuple[str, int], str] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def leave(self, sheet: BookSheet, cell: Cell, heading: str, why: str) -> None:
        """Let a cell be left over."""
        row = self.row_names.get((sheet.name, cell.row), "")
        self.seen.add((sheet.name, cell.address))
        self.left.append(Leftover(sheet.name, cell.address, heading, row, shown(cell), why))


def carry(book: Book, kind: type[Contents], terms: Terms) -> Carrying:
    """The values of the workbook that have a place today. A criterion that was dropped takes its row out."""
    carrying = Carrying()
    dropped = _dropped_criteria(book, terms)
    for record, sheet in find_sheets(book, kind).sheets.items():
        if record.sheet.form:
            form = find_form(sheet, record)
            _carry_row(carrying, sheet, record, form.places, terms)
            for place, label in form.extra.items():
                if (cell := sheet.cell(*place)) and not is_blank(cell):
                    carrying.leave(sheet, cell, label, _NO_FIELD)
        else:
            _carry_table(carrying, sheet, record, find_table(sheet, record), terms, dropped)
    return carrying


def leave_over(carrying: Carrying, book: Book, kind: type[Contents], own: OwnWords) -> int:
    """Let everything be left over that was not carried and is not the template's own; returns how many cells are that.

    `own` are the words that the template writes on each sheet today, folded.
    """
    count = 0
    records = {sheet.name: record for record, sheet in find_sheets(book, kind).sheets.items()}
    former = frozenset(fold(name) for record in kind.records for name in _former_names(record))
    everywhere = former.union(*own.values())
    for sheet in book.sheets:
        words = own[records[sheet.name].sheet.name] | former if sheet.name in records else everywhere
        parts = _parts(sheet, records.get(sheet.name))
        for cell in _filled(sheet):
            if (sheet.name, cell.address) in carrying.seen:
                continue
            if parts.is_own(cell, words):
                count += 1
            else:
                carrying.leave(sheet, cell, parts.heading(cell), parts.why(cell))
    return count


def _former_names(record: type[Record]) -> Iterator[str]:
    yield from record.sheet.formerly
    for column in columns(record):
        yield from column.formerly


def filled_cells(book: Book) -> int:
    """How many cells of the workbook hold something."""
    return sum(1 for sheet in book.sheets for _ in _filled(sheet))


def _filled(sheet: BookSheet) -> Iterator[Cell]:
    for row in sorted(sheet.rows):
        for number in sorted(sheet.rows[row]):
            if not is_blank(cell := sheet.rows[row][number]):
                yield cell


def _carry_table(
    carrying: Carrying,
    sheet: BookSheet,
    record: type[Record],
    table: TableFound,
    terms: Terms,
    dropped: frozenset[str],
) -> None:
    carrying.rows[record] = 0
    for number in sorted(sheet.rows):
        if number > table.heading_row:
            carrying.row_names[sheet.name, number] = _row_name(sheet, record, table, number)
    for number in table.rows:
        criterion = sheet.cell(number, table.columns.get("criterion", 0)) if record is Rating else None
        if criterion is not None and fold(shown(criterion)) in dropped:
            carrying.dropped += 1
            why = f"The standards have no criterion {shown(criterion)!r} any more."
            for column in columns(record):
                cell = sheet.cell(number, table.columns.get(column.key, 0))
                if cell and not is_blank(cell):
                    carrying.leave(sheet, cell, column.title, why)
            continue
        places = {key: (number, index) for key, index in table.columns.items()}
        _carry_row(carrying, sheet, record, places, terms, carrying.rows[record])
        carrying.rows[record] += 1


def _carry_row(
    carrying: Carrying,
    sheet: BookSheet,
    record: type[Record],
    places: Mapping[str, tuple[int, int]],
    terms: Terms,
    row: int = 0,
) -> None:
    for column in columns(record):
        cell = sheet.cell(*places[column.key]) if column.key in places else None
        if cell is None or is_blank(cell):
            continue
        area = sheet.merged.get((cell.row, cell.column))
        if area and (cell.row, cell.column) != (area.first_row, area.first_column):
            carrying.leave(sheet, cell, column.title, f"It stood hidden under the merged cells {area}.")
        elif not cell.calculated:
            carrying.leave(sheet, cell, column.title, "The formula has no result; type the value.")
        elif cell.error and (cell.error == NO_DATE or not cell.error.startswith("#")):
            carrying.leave(sheet, cell, column.title, "Nobody can read it.")
        else:
            today = terms.renamed(column).get(fold(shown(cell)), "") if column.choices_from else ""
            carrying.carried.append(Carried(sheet.name, cell, record, column, row, today))
            carrying.seen.add((sheet.name, cell.address))
            if cell.formula:
                name = carrying.row_names.get((sheet.name, cell.row), "")
                why = "Its result was carried over as a value."
                carrying.formulas.append(
                    Leftover(sheet.name, cell.address, f"{column.title}, formula", name, cell.formula, why)
                )


def _dropped_criteria(book: Book, terms: Terms) -> frozenset[str]:
    """What was a criterion when the workbook was made and is none today, folded.

    The workbook's own list tells; without one it is any criterion that looks like none of today's.
    """
    column = next(column for column in columns(Rating) if column.key == "criterion")
    names = terms.choices(column)
    today = {*map(fold, names), *terms.renamed(column)}
    listed = _listed(book, list_name(column))
    if listed:
        return frozenset(listed - today)
    sheet = find_sheets(book, _Ratings).sheets.get(Rating)
    table = find_table(sheet, Rating) if sheet else TableFound()
    cells = [sheet.cell(row, table.columns.get(column.key, 0)) for row in table.rows] if sheet else []
    typed = {shown(cell) for cell in cells if cell and not is_blank(cell)}
    return frozenset(fold(name) for name in typed if fold(name) not in today and not nearest(name, names))


def criteria_before(book: Book, terms: Terms) -> frozenset[str]:
    """The criteria that the workbook's own list offers, under the names they have today, folded."""
    column = next(column for column in columns(Rating) if column.key == "criterion")
    renamed = terms.renamed(column)
    return frozenset(fold(renamed.get(name, name)) for name in _listed(book, list_name(column)))


class _Ratings(Contents):
    """The one sheet on which criteria stand."""

    records = (Rating,)
    title = "Ratings"


def _listed(book: Book, name: str) -> set[str]:
    """What a drop-down of the workbook offers, folded."""
    sheet = next((sheet for sheet in book.sheets if fold(sheet.name) == fold(LISTS)), None)
    if sheet is None:
        return set()
    found = [number for number, cell in sheet.rows.get(1, {}).items() if shown(cell) == name]
    rows = [row for row in sheet.rows if row > 1]
    return {fold(shown(cell)) for number in found for row in rows if (cell := sheet.cell(row, number))}


def _row_name(sheet: BookSheet, record: type[Record], table: TableFound, number: int) -> str:
    """What people know a row by: its first two required texts."""
    named = [column for column in columns(record) if column.required and column.kind.name in ("id", "text")]
    cells = [sheet.cell(number, table.columns.get(column.key, 0)) for column in named]
    return " ".join([shown(cell) for cell in cells if cell and not is_blank(cell)][:2])


class _Parts(Struct, frozen=True, kw_only=True):
    """The parts of a sheet as its template laid it out.

    `frame` is the row of the headings, 0 where the sheet has none of the template's; `titles` are all headings by their
    column, `fields` the columns of which the heading is kept; `checks` are the columns Check, `beside` those that
    explain a form, and `labels` is its column of labels. `rows` are the rows of the table.
    """

    sheet: BookSheet
    known: bool = True
    frame: int = 0
    titles: Mapping[int, str] = field(default_factory=dict)
    fields: frozenset[int] = frozenset()
    checks: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    labels: int = 0
    rows: frozenset[int] = frozenset()

    def is_own(self, cell: Cell, words: frozenset[str]) -> bool:
        """Did the template write the cell, today's or an older one?"""
        if not self.frame:
            return False
        if cell.row > self.frame:
            return self._is_beside(cell) or (cell.column == self.labels and self._is_label(cell, words))
        if cell.row == self.frame:
            return self._is_heading(cell)
        is_status = cell.row == self.frame - HEADER_ROW + STATUS_ROW
        return (bool(cell.formula) and is_status) or _is_worded(cell, words)

    def heading(self, cell: Cell) -> str:
        """The heading above a cell, or "" where it has none."""
        return self.titles.get(cell.column, "") if cell.row > self.frame > 0 else ""

    def why(self, cell: Cell) -> str:
        """Why a cell is left over."""
        if not self.known:
            return f"Today's template has no sheet {self.sheet.name!r}."
        if cell.column in self.checks:
            return f"The column {CHECK} is worked out; nothing is to be typed there."
        if cell.row < self.frame:
            return "It stood above the headings."
        if cell.row == self.frame:
            return "Today's template has no such field; nothing stood under the heading."
        if self.rows and cell.row not in self.rows:
            return "It stood below the table, or in a row without a value of any field."
        return _NO_FIELD if self.heading(cell) else "It stood where no heading is."

    def _is_heading(self, cell: Cell) -> bool:
        below = (self.sheet.cell(row, cell.column) for row in self.sheet.rows if row > cell.row)
        kept = self.fields | self.checks | self.beside
        return cell.column in kept or any(one is not None and not is_blank(one) for one in below)

    def _is_beside(self, cell: Cell) -> bool:
        if cell.column in self.checks:
            return bool(cell.formula) or shown(cell)[:1] in MARKS
        return cell.column in self.beside and self.sheet.cell(cell.row, self.labels) is not None

    def _is_label(self, cell: Cell, words: frozenset[str]) -> bool:
        beside = self.sheet.cell(cell.row, cell.column + 1)
        explained = any(self.sheet.cell(cell.row, column) for column in self.beside)
        return explained or fold(shown(cell)) in words or (beside is not None and not is_blank(beside))


class _Machinery(_Parts, frozen=True, kw_only=True):
    """A sheet that only works something out; on Start alone a person can have written something."""

    def is_own(self, cell: Cell, words: frozenset[str]) -> bool:
        """Did the template write the cell?"""
        name = fold(self.sheet.name)
        if name == fold(LEFT_OVER):
            return cell.column <= LEFTOVER_COLUMNS
        return name != fold(START) or bool(cell.formula or _VERSION.fullmatch(shown(cell))) or _is_worded(cell, words)

    def why(self, cell: Cell) -> str:
        """Why a cell is left over."""
        return f"Sheet {self.sheet.name!r} is written anew."


def _is_worded(cell: Cell, words: frozenset[str]) -> bool:
    return is_like(fold(shown(cell)), words)


def is_like(text: str, words: frozenset[str]) -> bool:
    """Is a folded text one of `words`, or a sentence that reads much like one of them?"""
    if text in words:
        return True
    return len(text) >= _SENTENCE and bool(difflib.get_close_matches(text, words, n=1, cutoff=_ALIKE))


def _parts(sheet: BookSheet, record: type[Record] | None) -> _Parts:
    name = fold(sheet.name)
    if name in map(fold, (START, LISTS, LEFT_OVER)) or _is_list_of_problems(sheet):
        return _Machinery(sheet=sheet)
    if record is not None and record.sheet.form:
        return _form_parts(sheet, find_form(sheet, record))
    table = find_table(sheet, record) if record else TableFound(heading_row=_row_with(sheet, CHECK))
    texts = {number: " ".join(shown(cell).split()) for number, cell in sheet.rows.get(table.heading_row, {}).items()}
    checks = frozenset(number for number, text in texts.items() if fold(text) == fold(CHECK))
    titles = {number: text for number, text in texts.items() if text and number not in checks}
    return _Parts(
        sheet=sheet,
        known=record is not None,
        frame=table.heading_row,
        titles=titles,
        fields=frozenset(table.columns.values()) if record else frozenset(titles),
        checks=checks,
        rows=frozenset(table.rows),
    )


def _row_with(sheet: BookSheet, word: str) -> int:
    """The first row in which a cell says `word`, or 0."""
    rows = (row for row in sorted(sheet.rows) for cell in sheet.rows[row].values() if fold(shown(cell)) == fold(word))
    return next(rows, 0)


def _is_list_of_problems(sheet: BookSheet) -> bool:
    """Is it the sheet that a checked copy has?"""
    about = sheet.cell(2, 1)
    return fold(sheet.name) == fold(PROBLEMS) and about is not None and shown(about).startswith("Checked copy of ")


def _form_parts(sheet: BookSheet, form: FormFound) -> _Parts:
    """The parts of a form: its headings stand in the row of "What it is", its labels left of the values."""
    header = _row_with(sheet, MEANING)
    texts = {number: fold(shown(cell)) for number, cell in sheet.rows.get(header, {}).items()}
    first = min((row for row, _ in form.places.values()), default=1)
    values = next((column for _, column in form.places.values()), 1)
    explaining = {fold(text) for text in (MEANING, EXAMPLE, SEEN_BY)}
    return _Parts(
        sheet=sheet,
        frame=header or max(first - 1, 1),
        fields=frozenset((values - 1, values)),
        checks=frozenset(number for number, text in texts.items() if text == fold(CHECK)),
        beside=frozenset(number for number, text in texts.items() if text in explaining),
        labels=values - 1,
    )

"""Where each field of the model stands in the workbook: sheets, tables, columns, headings, widths and bands."""

import math
from decimal import Decimal
from functools import cache

from msgspec import Struct

from pipeline.model.fields import CLIENT, Column, Contents, Record, Sheet, columns
from pipeline.workbook.addresses import letters_of, with_sheet_named

START = "Start"
LISTS = "Lists"
CHECK = "Check"
LEFT_OVER = "Not carried over"  # what an upgrade found no place for
FIELD, VALUE, MEANING, EXAMPLE, SEEN_BY = "Field", "Value", "What it is", "Example", "Who sees it"

BAND_ROW, AUDIENCE_ROW, HEADER_ROW, FIRST_ROW = 5, 6, 7, 8
REQUIRED_ROWS, OPTIONAL_ROWS = 200, 100  # rows that a sheet offers at least; a table grows as one types below it
ROWS_BEYOND = 50  # under the table: what guides one while typing goes on there, as a table grows
CHECK_COLUMN = "A"
FIRST_COLUMN = 2

LABEL_COLUMN, VALUE_COLUMN = "B", "C"

_CHARACTER = 6.7  # pixels of a mean character of Calibri 11
_HEADING_CHARACTER = 7.3  # the same in bold
_PADDING = 22
_NARROWEST = {
    "id": 52,
    "ids": 92,
    "yes/no": 56,
    "choice": 70,
    "date": 106,
    "period": 74,
    "share": 70,
    "whole number": 70,
    "number": 72,
    "money": 92,
    "text": 88,
    "long text": 200,
}
_DOTTED = 80  # a rating of five with its dots: "4  ●●●●○"
_WIDEST_TEXT = 276
_LONGER = 1.25  # what people write at length is longer than the example
_NARROWEST_NAME = 160
_FROZEN_AT_MOST = 500


class Place(Struct, frozen=True):
    """A field's place: its column in a table, or its row in the form. `width` is in pixels, 0 in the form."""

    column: Column
    letter: str
    row: int
    width: int

    @property
    def heading(self) -> str:
        """The title as printed: "Owner *" if it is required."""
        return heading(self.column)


class Run(Struct, frozen=True):
    """Columns beside each other that share a word above them."""

    text: str
    first: str
    last: str


class TableLayout(Struct, frozen=True):
    """A sheet of rows: an Excel table from B7, its columns in the order of the model."""

    record: type[Record]
    places: tuple[Place, ...]
    last_row: int

    @property
    def sheet(self) -> Sheet:
        """What the model says about the sheet."""
        return self.record.sheet

    @property
    def table(self) -> str:
        """The table's name: "tblDeckNotes"."""
        return "tbl" + "".join(word[:1].upper() + word[1:] for word in self.sheet.name.split())

    @property
    def reference(self) -> str:
        """The table with its head row: "B7:X207"."""
        return f"{self.places[0].letter}{HEADER_ROW}:{self.places[-1].letter}{self.last_row}"

    def place(self, key: str) -> Place:
        """The place of the field `key`. Raises KeyError if the record has none."""
        return _by_key(self.places, key)

    def cells(self, key: str) -> str:
        """The data cells of a field on its own sheet: "$G$8:$G$207"."""
        return self.span(key, key)

    def span(self, first: str, last: str) -> str:
        """The data cells from one field to another: "$B$8:$D$207"."""
        letters = self.place(first).letter, self.place(last).letter
        return f"${letters[0]}${FIRST_ROW}:${letters[1]}${self.last_row}"

    def growing(self, first: str, last: str) -> str:
        """The data cells from one field to another and the rows a growing table takes over: "B8:D257"."""
        return f"{self.place(first).letter}{FIRST_ROW}:{self.place(last).letter}{self.last_row + ROWS_BEYOND}"

    def checks(self) -> str:
        """The cells of column Check: "$A$8:$A$207"."""
        return f"${CHECK_COLUMN}${FIRST_ROW}:${CHECK_COLUMN}${self.last_row}"

    def elsewhere(self, cells: str) -> str:
        """`cells` as another sheet writes them: "'Deck notes'!$B$8:$B$207"."""
        return with_sheet_named(self.sheet.name, cells)

    def bands(self) -> tuple[Run, ...]:
        """The bands above the headings; the columns before the first named band belong to none."""
        starts = [index for index, place in enumerate(self.places) if place.column.band]
        ends = [*(start - 1 for start in starts[1:]), len(self.places) - 1]
        return tuple(
            Run(self.places[start].column.band, self.places[start].letter, self.places[end].letter)
            for start, end in zip(starts, ends, strict=True)
        )

    def audiences(self) -> tuple[Run, ...]:
        """Who sees the columns, once per run of columns with one audience."""
        runs: list[Run] = []
        for place in self.places:
            text = audience_word(place.column)
            if runs and runs[-1].text == text:
                runs[-1] = Run(text, runs[-1].first, place.letter)
            else:
                runs.append(Run(text, place.letter, place.letter))
        return tuple(runs)

    def frozen_columns(self) -> int:
        """How many columns stay in sight, Check included: those up to the one that names the row, if it leaves room."""
        naming = next((i for i, place in enumerate(self.places) if _names_its_row(place.column)), 0)
        width = sum(place.width for place in self.places[: naming + 1])
        return max(naming + (2 if width <= _FROZEN_AT_MOST else 1), 2)


class FormRow(Struct, frozen=True):
    """A row of the form: a field, or the name of a band when `place` is None."""

    row: int
    place: Place | None
    band: str


class FormLayout(Struct, frozen=True):
    """A sheet of labels and values: one field a row, the label in B and the value in C."""

    record: type[Record]
    rows: tuple[FormRow, ...]

    @property
    def sheet(self) -> Sheet:
        """What the model says about the sheet."""
        return self.record.sheet

    @property
    def places(self) -> tuple[Place, ...]:
        """The fields with their rows, in the order of the model."""
        return tuple(row.place for row in self.rows if row.place is not None)

    @property
    def last_row(self) -> int:
        """The row of the last field."""
        return self.rows[-1].row

    def place(self, key: str) -> Place:
        """The place of the field `key`. Raises KeyError if the record has none."""
        return _by_key(self.places, key)

    def cell(self, key: str) -> str:
        """The cell of a field's value as another sheet writes it: "Account!$C$9"."""
        return self.elsewhere(f"${VALUE_COLUMN}${self.place(key).row}")

    def checks(self) -> str:
        """The cells of column Check: "$A$8:$A$60"."""
        return f"${CHECK_COLUMN}${FIRST_ROW}:${CHECK_COLUMN}${self.last_row}"

    def elsewhere(self, cells: str) -> str:
        """`cells` as another sheet writes them: "Account!$C$9"."""
        return with_sheet_named(self.sheet.name, cells)


Layout = TableLayout | FormLayout


def is_one_to_five(column: Column) -> bool:
    """Is it a rating of 1 to 5, which its cells show as five dots?"""
    return (column.kind.minimum, column.kind.maximum) == (Decimal(1), Decimal(5))


def layout(record: type[Record], rows: int = 0) -> Layout:
    """The layout of a record's sheet; `rows` is how many rows a table must offer."""
    return form_layout(record) if record.sheet.form else table_layout(record, rows)


@cache
def table_layout(record: type[Record], rows: int = 0) -> TableLayout:
    """The layout of a sheet of `rows` rows, at least 200 if the sheet is required and 100 if it is optional."""
    least = REQUIRED_ROWS if record.sheet.required else OPTIONAL_ROWS
    places = tuple(
        Place(column, letters_of(index), HEADER_ROW, width_of(column))
        for index, column in enumerate(columns(record), start=FIRST_COLUMN)
    )
    return TableLayout(record, places, HEADER_ROW + max(rows, least))


@cache
def form_layout(record: type[Record]) -> FormLayout:
    """The layout of a sheet of labels and values."""
    rows: list[FormRow] = []
    row = FIRST_ROW
    for column in columns(record):
        if column.band:
            rows.append(FormRow(row, None, column.band))
            row += 1
        rows.append(FormRow(row, Place(column, VALUE_COLUMN, row, 0), ""))
        row += 1
    return FormLayout(record, tuple(rows))


def layouts(kind: type[Contents]) -> tuple[Layout, ...]:
    """The layout of every input sheet of a kind of workbook, in the order of the tabs."""
    return tuple(layout(record) for record in kind.records)


def heading(column: Column) -> str:
    """A field's title as printed: an asterisk marks what is required."""
    return f"{column.title} *" if column.required else column.title


def audience_word(column: Column) -> str:
    """Who may see a field, as row 6 says it."""
    return "● client" if column.audience == CLIENT else "internal"


def width_of(column: Column) -> int:
    """The width of a field's column in pixels: enough for its kind, its choices, its example and a two-line heading."""
    kind = column.kind.name
    width = float(_NARROWEST[kind])
    if is_one_to_five(column):
        width = _DOTTED
    if column.choices:
        width = max(width, max(map(len, column.choices)) * _CHARACTER + _PADDING)
    elif kind in ("text", "long text"):
        longer = _LONGER if kind == "long text" else 1
        width = max(width, min(len(column.example) * _CHARACTER * longer + _PADDING, _WIDEST_TEXT))
        width = max(width, _NARROWEST_NAME) if _names_its_row(column) else width
    return math.ceil(max(width, _heading_width(heading(column))))


def _heading_width(text: str) -> float:
    """Pixels in which `text` fits on two lines, broken between words."""
    words = text.split()
    breaks = range(1, len(words) + 1)
    longest = min(max(len(" ".join(words[:at])), len(" ".join(words[at:]))) for at in breaks)
    return longest * _HEADING_CHARACTER + _PADDING


def _names_its_row(column: Column) -> bool:
    """Can people know the row by it: a required text that is not a reference to another sheet?"""
    return column.required and column.kind.name in ("text", "long text") and not column.refers


def _by_key(places: tuple[Place, ...], key: str) -> Place:
    for place in places:
        if place.column.key == key:
            return place
    raise KeyError(key)

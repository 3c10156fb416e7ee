"""CRM exports: text files of accounts, opportunities or contacts, read into plain rows whatever program wrote them."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from msgspec import Struct, field

from pipeline.guard import Unfit, content_of
from pipeline.problems import Problem, Refused, nearest
from pipeline.workbook.cells import quoted
from pipeline.workbook.conventions import Conventions
from pipeline.workbook.crm_columns import ExportKind, bare, kind_of, parts_of
from pipeline.workbook.crm_mapping import CrmMapping
from pipeline.workbook.crm_styles import (
    DATE_STYLES,
    NUMBER_STYLES,
    Undecided,
    date_style,
    number_style,
    without_time,
)

LARGEST_EXPORT = 50 * 2**20  # bytes
MOST_VALUES = 2_000_000  # of all rows
MOST_COLUMNS = 1_000
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNSEEN_ENCODINGS = (("utf-8", "UTF-8"), ("cp1252", "Windows-1252"))
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d+")
_SHORTENED_PARTS = ("id", "account_id", "telephone", "fax")
_EXPORT_AGAIN = "Export it once more as CSV."
_FIXES = {"empty": _EXPORT_AGAIN, "too-large": "Export the key accounts only."}
_HEADINGS_SHOWN = 8


class CrmCell(Struct, frozen=True):
    """One value of an export as text, the heading it stands under, and how its column writes numbers and dates."""

    text: str
    heading: str
    ways: Conventions = Conventions()


class CrmRow(Struct, frozen=True):
    """One row of an export: its file, its number as a spreadsheet counts it, and its cells by part, blanks left out."""

    kind: ExportKind
    file: str
    number: int
    cells: dict[str, CrmCell]

    def text(self, part: str) -> str:
        """The text of a part; "" for a blank."""
        found = self.cells.get(part)
        return found.text if found else ""

    @property
    def name(self) -> str:
        """What the row is called; a contact without a full name by its first and last name."""
        return self.text("name") or " ".join(filter(None, (self.text("first_name"), self.text("last_name"))))

    @property
    def id(self) -> str:
        """The row's id in the CRM, or ""."""
        return case_safe(self.text("id"))

    def place(self, part: str = "") -> str:
        """Where the row, or one part of it, stands: "row 14, 'Close Date'"."""
        return f"row {self.number}, {self.cells[part].heading!r}" if part in self.cells else f"row {self.number}"


class Export(Struct, frozen=True):
    """One export as it was read: what it lists, its rows, how it was written, and what is to be told about rows."""

    path: Path
    kind: ExportKind
    rows: tuple[CrmRow, ...]
    about: str
    problems: tuple[Problem, ...] = ()


class Asked(Struct, frozen=True):
    """What decides a column that leaves two readings: "point" or "comma", "day-first" or "month-first"; "" is open."""

    decimal: str = ""
    date_order: str = ""


class ExportRefused(Refused):
    """A file that cannot be read as an export."""


class _Sheet(Struct, frozen=True):
    """The file as rows of texts: headings, numbered rows, and in words how it is written."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    about: str


class _Styles(Struct):
    """How each column of a file is written, and what was found and is undecided."""

    ways: dict[str, Conventions] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_exports(paths: Iterable[Path], mapping: CrmMapping, asked: Asked) -> tuple[Export, ...]:
    """The exports in the files `paths`. Raises ExportRefused with every problem of every file that cannot be used."""
    found: list[Export] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(read_export(path, mapping, asked))
        except ExportRefused as refusal:
            problems += refusal.problems
    if problems:
        raise ExportRefused(*problems)
    return tuple(found)


def read_export(path: Path, mapping: CrmMapping, asked: Asked) -> Export:
    """The export in the file `path`. Raises ExportRefused if it is none, or if a column leaves two readings."""
    sheet = _sheet(path, mapping)
    kind = kind_of(mapping.kinds, sheet.headings)
    if kind is None:
        _refuse_kind(path, sheet, mapping)
    parts = parts_of(kind, sheet.headings)
    columns = {heading: sheet.headings.index(heading) for names in parts.values() for heading in names}
    styles = _styles(path, sheet, kind, parts, columns, asked)
    if styles.problems:
        raise ExportRefused(*styles.problems)
    rows: list[CrmRow] = []
    problems: list[Problem] = []
    for number, texts in sheet.rows:
        row = CrmRow(kind, path.name, number, _cells(texts, parts, columns, styles.ways))
        fault = _row_fault(row, texts, sheet)
        if fault:
            problems.append(fault)
        else:
            rows.append(row)
    problems += _missing_headings(path, kind, parts)
    unused = ", ".join(heading for heading in sheet.headings if heading and heading not in columns)
    about = ", ".join((f"{len(rows)} {kind.name if len(rows) != 1 else kind.one}", sheet.about, *styles.told))
    about += f"; not used: {unused}" if unused else ""
    return Export(path, kind, tuple(rows), about, tuple(problems))


def case_safe(crm_id: str) -> str:
    """An id that does not depend on case: Salesforce's ids of 15 characters get the three that say which are capitals.

    Any other id is given back as it is. Formula: Salesforce's 18-character record id.
    """
    if not re.fullmatch(r"(?:001|003|006)[0-9A-Za-z]{12}", crm_id):
        return crm_id
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    groups = (crm_id[start : start + 5] for start in (0, 5, 10))
    return crm_id + "".join(signs[sum(letter.isupper() << bit for bit, letter in enumerate(group))] for group in groups)


def _sheet(path: Path, mapping: CrmMapping) -> _Sheet:
    text, encoding = _text(path)
    first, _, rest = text.partition("\n")
    skipped = 0
    if re.fullmatch(r"sep=.\r?", first):  # Excel's own first line
        text, skipped = rest, 1
    delimiter = max(_DELIMITERS, key=lambda sign: _known_headings(text, sign, mapping))
    rows = _rows(path, text, delimiter, skipped)
    listed = [(number, row) for number, row in rows if any(row)]
    if not listed:
        _refuse(path, "import-unreadable", "The file holds no rows.", _EXPORT_AGAIN)
    top, headings = listed[0]
    blank_from = next((number for number, row in rows if number > top and not any(row)), len(rows) + skipped + 1)
    # Salesforce writes the report's name, its author and a copyright below the rows, after a blank one.
    kept = tuple((number, row) for number, row in listed[1:] if number < blank_from or sum(map(bool, row)) > 1)
    twice = [heading for heading in headings if heading and headings.count(heading) > 1]
    if twice:
        fix = "Delete one of the two columns, or give it another heading."
        _refuse(path, "import-unreadable", f"Two columns are headed {twice[0]!r}.", fix, f"row {top}")
    return _Sheet(tuple(headings), kept, f"{encoding}, separated by {_DELIMITERS[delimiter]}")


def _text(path: Path) -> tuple[str, str]:
    """The text of a file and the name of its encoding."""
    content = _content(path)
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            return _decoded(path, content, codec), name
    if b"\0" in content[:200]:
        codec = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return _decoded(path, content, codec), "UTF-16"
    for codec, name in _UNSEEN_ENCODINGS:
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    _refuse(path, "import-unreadable", "It is neither UTF-8 nor Windows-1252 text.", "Export it as CSV in UTF-8.")


def _content(path: Path) -> bytes:
    try:
        content = content_of(path, "a CSV file", LARGEST_EXPORT)
    except Unfit as unfit:
        _refuse(
            path, "import-unreadable", unfit.message, _FIXES.get(unfit.reason, "Check the name and who may read it.")
        )
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        _refuse(path, "import-unreadable", "This is a workbook, not a CSV file.", "Save it as CSV UTF-8 in Excel.")
    if re.match(rb"\s*<", content):
        # Salesforce's "Excel format" is a web page named .xls.
        _refuse(path, "import-unreadable", "This is a web page, not a CSV file.", "Choose CSV when you export.")
    return content


def _decoded(path: Path, content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        _refuse(path, "import-unreadable", "Its text is damaged or cut off.", _EXPORT_AGAIN)


def _known_headings(text: str, delimiter: str, mapping: CrmMapping) -> tuple[int, int]:
    """How many headings of the first row are known if `delimiter` parts them, and how many there are."""
    names = {bare(name) for kind in mapping.kinds for names in kind.headings.values() for name in names}
    try:
        first = next(filter(any, csv.reader(io.StringIO(text), delimiter=delimiter)), [])
    except csv.Error:
        return 0, 0
    return sum(bare(heading) in names for heading in first), len(first)


def _rows(path: Path, text: str, delimiter: str, skipped: int) -> list[tuple[int, list[str]]]:
    """Every row with its number as a spreadsheet counts it, its texts trimmed."""
    found: list[tuple[int, list[str]]] = []
    values = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            values += len(row)
            if len(row) > MOST_COLUMNS or values > MOST_VALUES:
                most = f"{MOST_COLUMNS:,} columns" if len(row) > MOST_COLUMNS else f"{MOST_VALUES:,} values"
                _refuse(path, "import-unreadable", f"It holds more than {most}.", _FIXES["too-large"])
            found.append((len(found) + 1 + skipped, [value.strip(" \t\r\n\u00a0\ufeff") for value in row]))
    except csv.Error as error:
        place = f"row {len(found) + 1 + skipped}"
        fix = f"Mend its quotation marks, or export it once more. ({str(error)[:1].upper()}{str(error)[1:]}.)"
        _refuse(path, "import-unreadable", "A quotation mark is not closed or stands inside a value.", fix, place)
    return found


def _cells(
    texts: Sequence[str], parts: dict[str, tuple[str, ...]], columns: dict[str, int], ways: dict[str, Conventions]
) -> dict[str, CrmCell]:
    """The cells of a row by part: of several columns the first that holds something."""
    found: dict[str, CrmCell] = {}
    for part, headings in parts.items():
        for heading in headings:
            text = texts[columns[heading]] if columns[heading] < len(texts) else ""
            if text and part not in found:
                found[part] = CrmCell(text, heading, ways.get(heading, Conventions()))
    return found


def _styles(
    path: Path,
    sheet: _Sheet,
    kind: ExportKind,
    parts: dict[str, tuple[str, ...]],
    columns: dict[str, int],
    asked: Asked,
) -> _Styles:
    """How the columns of amounts and days are written, and a problem for each that nobody can tell or Excel spoiled."""
    found = _Styles()
    for part, headings in parts.items():
        for heading in headings:
            texts = [(number, row[columns[heading]]) for number, row in sheet.rows if len(row) > columns[heading]]
            if part in _SHORTENED_PARTS:
                found.problems += _shortened(path, heading, texts)
            column = kind.field(part)
            if column and column.kind.name == "money":
                _decide(path, heading, texts, number_style, asked.decimal, found)
            elif column and column.kind.name == "date":
                days = [(number, without_time(text)) for number, text in texts]
                _decide(path, heading, days, date_style, asked.date_order, found)
    return found


def _decide(
    path: Path,
    heading: str,
    texts: list[tuple[int, str]],
    style_of: Callable[[Iterable[tuple[int, str]], str], str],
    asked: str,
    found: _Styles,
) -> None:
    words = {
        "point": "a decimal point",
        "comma": "a decimal comma",
        "day-first": "day first",
        "month-first": "month first",
    }
    try:
        style = style_of(((number, text) for number, text in texts if text), asked)
    except Undecided as undecided:
        found.problems.append(_undecided(path, heading, undecided, style_of is number_style))
        return
    if style:
        found.ways[heading] = {**NUMBER_STYLES, **DATE_STYLES}[style]
        found.told.append(f"{heading} {'with ' if style in NUMBER_STYLES else ''}{words[style]}")


def _undecided(path: Path, heading: str, undecided: Undecided, numbers: bool) -> Problem:
    others = "; ".join(f"row {row} has {quoted(text)!r}" for row, text in undecided.spoken.values())
    reason = f"the column speaks for both ({others})" if others else "no other value of the column decides"
    options = "--decimal point or --decimal comma" if numbers else "--date-order day-first or --date-order month-first"
    return Problem(
        code="import-undecided",
        severity="error",
        message=f"{quoted(undecided.text)!r} has two readings, and {reason}.",
        fix=f"Say it with {options}.",
        found=quoted(undecided.text),
        file=path.name,
        place=f"row {undecided.row}, {heading!r}",
    )


def _shortened(path: Path, heading: str, texts: list[tuple[int, str]]) -> list[Problem]:
    for number, text in texts:
        if _SHORTENED.fullmatch(text):
            return [
                Problem(
                    code="import-shortened",
                    severity="error",
                    message=f"Excel has shortened {text!r}; its last digits are lost.",
                    fix="Export it once more, and do not save it in Excel before the import.",
                    found=text,
                    file=path.name,
                    place=f"row {number}, {heading!r}",
                )
            ]
    return []


def _row_fault(row: CrmRow, texts: Sequence[str], sheet: _Sheet) -> Problem | None:
    """What is wrong with a row that cannot be used, or None."""
    if len(texts) > len(sheet.headings) and any(texts[len(sheet.headings) :]):
        message = f"The row has {len(texts)} values under {len(sheet.headings)} headings; it was left out."
        return _about_row(row, message, "Put the value that holds a separator into quotation marks.")
    if not row.name:
        return _about_row(row, f"The {row.kind.one} has no name; it was left out.", "Give it a name in the CRM.")
    return None


def _missing_headings(path: Path, kind: ExportKind, parts: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """A problem for each field that the CRM keeps and a workbook needs, of which the export has no column."""
    for part in kind.headings:
        column = kind.field(part)
        if part not in parts and part in kind.owned and column and column.required:
            yield Problem(
                code="import-unknown-columns",
                severity="warning",
                message=f"No column tells the {column.title.lower()} of the {kind.name}.",
                fix=f'Add it to the export, or name its column in a mapping file: [columns.{kind.name}] {part} = "..."',
                file=path.name,
            )


def _about_row(row: CrmRow, message: str, fix: str) -> Problem:
    return Problem(
        code="import-row", severity="error", message=message, fix=fix, file=row.file, place=f"row {row.number}"
    )


def _refuse_kind(path: Path, sheet: _Sheet, mapping: CrmMapping) -> NoReturn:
    marks = {name for kind in mapping.kinds for mark in kind.marks for name in kind.headings[mark]}
    near = [(heading, known) for heading in sheet.headings if (known := nearest(heading, marks))]
    shown = ", ".join(repr(quoted(heading)) for heading in sheet.headings[:_HEADINGS_SHOWN] if heading)
    guess = f"Is {near[0][0]!r} what is meant by {near[0][1]!r}? " if near else ""
    fix = f'{guess}Name the columns in a mapping file, such as [columns.accounts] name = "Customer"; see --mapping.'
    message = f"Nothing tells whether it lists accounts, opportunities or contacts; its columns are {shown}."
    _refuse(path, "import-unknown-columns", message, fix)


def _refuse(path: Path, code: str, message: str, fix: str, place: str = "") -> NoReturn:
    problem = Problem(code=code, severity="error", message=message, fix=fix, file=path.name, place=place)
    raise ExportRefused(problem) from None

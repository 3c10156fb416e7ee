"""A filled workbook of an older template, or of other standards, moved onto those of today without losing anything."""

import datetime
import os
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as TargetCell
from openpyxl.comments import Comment
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.model.people import Account
from pipeline.model.proof import Rating
from pipeline.problems import Problem, RunStopped, WorkbookRefused, fold
from pipeline.standards import Standards
from pipeline.workbook.book import Book
from pipeline.workbook.carrying import Carried, OwnWords, carry, criteria_before, filled_cells, is_like, leave_over
from pipeline.workbook.cell_notes import CellNote, read_cell_notes
from pipeline.workbook.cells import Terms, read_cell, shown
from pipeline.workbook.conventions import Conventions
from pipeline.workbook.headings import find_form, find_sheets, find_table
from pipeline.workbook.keeping import is_open, kept_as_it_was
from pipeline.workbook.layout import FIRST_ROW, START, layout
from pipeline.workbook.leftovers import Leftover, read_leftovers, writable, write_leftovers
from pipeline.workbook.parser import terms_of
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.reproducible import workbook_bytes
from pipeline.workbook.rows import read_form
from pipeline.workbook.sheets import AUTHOR
from pipeline.workbook.template import filled_workbook, to_rate
from pipeline.workbook.versions import TEMPLATE_VERSION

Status = Literal["upgraded", "current", "left alone"]

FORMER = "before-upgrade"  # the folder beside the workbooks in which they are kept as they were
_UNCLEAR = ("sheet-twice", "heading-twice", "headings-missing")
_LINE_ENDS = re.compile("\r\n?")
_SECOND = datetime.timedelta(seconds=1)
_DRAWN = (("xl/media/", "picture"), ("xl/charts/chart", "chart"), ("xl/vbaproject", "macro project"))


class Versions(Struct, frozen=True):
    """The versions of template and standards that a workbook was made from; "" where it does not say."""

    template: str
    standards: str

    def __str__(self) -> str:
        return f"template {self.template or 'unknown'}, standards {self.standards or 'unknown'}"


class Upgrade(Struct, frozen=True, kw_only=True):
    """What became of one workbook.

    `values` counts the cells in which a person had something, `carried` those that went to their field's place;
    `renamed` are the names that changed, `left` what stands on the sheet "Not carried over" since, `formulas` counts
    those whose result was carried. `former` is where the workbook is kept as it was.
    """

    status: Status
    path: Path
    before: Versions
    after: Versions
    values: int = 0
    carried: int = 0
    formulas: int = 0
    renamed: tuple[str, ...] = ()
    left: tuple[Leftover, ...] = ()
    former: Path | None = None
    reasons: tuple[Problem, ...] = ()


def upgrade_workbook(path: Path, standards: Standards) -> Upgrade:
    """Move the workbook `path` onto today's template and `standards`.

    The workbook as it was is kept in the folder before-upgrade; it is replaced only after the new one was read back
    with every value in it. A workbook that is current is left as it is; one that cannot be read, or not without a
    guess, is left alone with the reasons. Raises RunStopped if nothing can be written.
    """
    today = Versions(TEMPLATE_VERSION, standards.version)
    upgrade = Upgrade(status="left alone", path=path, before=Versions("", ""), after=today)
    try:
        book = read_workbook(path)
    except WorkbookRefused as refusal:
        return replace(upgrade, reasons=tuple(replace(one, file=path.name) for one in refusal.problems))
    upgrade = replace(upgrade, before=_versions(book))
    reasons = tuple(_obstacles(book, upgrade))
    if reasons:
        return replace(upgrade, reasons=reasons)
    moved = _Moving(book, standards)
    if upgrade.before == today and not moved.renamed and not moved.is_other:
        return replace(upgrade, status="current")
    made = moved.workbook()
    upgrade = replace(
        upgrade,
        path=path.with_suffix(".xlsx"),
        values=filled_cells(book) - moved.own,
        carried=len(moved.carrying.carried),
        formulas=len(moved.carrying.formulas),
        renamed=moved.renamed,
        left=moved.left,
    )
    return _written(upgrade, book, made, moved)


def _versions(book: Book) -> Versions:
    """The versions among the file's own properties; what sheet Start says where a program dropped those."""
    start = next((sheet for sheet in book.sheets if fold(sheet.name) == fold(START)), None)
    texts = [shown(cell) for row in start.rows.values() for cell in row.values()] if start else []
    return Versions(
        book.template_version or _said(texts, "Template"), book.standards_version or _said(texts, "Standards")
    )


def _said(texts: Sequence[str], word: str) -> str:
    return next((text.removeprefix(word).strip() for text in texts if re.fullmatch(rf"{word} \d\S*", text)), "")


def _obstacles(book: Book, upgrade: Upgrade) -> Iterator[Problem]:
    """Why the workbook cannot be upgraded as it stands."""
    if is_open(book.path):
        message = "Somebody has it open, and would overwrite what is upgraded."
        yield _obstacle(book.path, "upgrade-open", message, "Close it in Excel or LibreOffice, and upgrade once more.")
    if _is_newer(upgrade.before.template, upgrade.after.template):
        message = f"It was made from template {upgrade.before.template}; this Keyplan has {upgrade.after.template}."
        yield _obstacle(book.path, "upgrade-newer", message, "Update Keyplan, and nothing has to be upgraded.")
    target = book.path.with_suffix(".xlsx")
    if target != book.path and target.exists():
        message = f"{target.name} is there already, and the upgraded workbook would be called that."
        yield _obstacle(book.path, "upgrade-not-written", message, "Move one of the two to another folder.")
    found = find_sheets(book, KeyAccount)
    if Account not in found.sheets:
        message = f"It is not the workbook of an account: there is no sheet {Account.sheet.name!r}."
        yield _obstacle(book.path, "upgrade-not-an-account", message, "Name the workbooks of accounts only.")
    problems = list(found.problems)
    for record, sheet in found.sheets.items():
        find = find_form if record.sheet.form else find_table
        problems += find(sheet, record).problems
    yield from (replace(one, file=book.path.name) for one in problems if one.code in _UNCLEAR)


def _is_newer(version: str, than: str) -> bool:
    parts = [[int(number) for number in re.findall(r"\d+", text)] for text in (version, than)]
    return parts[0] > parts[1]


def _obstacle(path: Path, code: str, message: str, fix: str) -> Problem:
    return Problem(code=code, severity="error", message=message, fix=fix, file=path.name)


class _Moving:
    """One workbook on its way: where its values go, what is renamed, what is left over."""

    def __init__(self, book: Book, standards: Standards) -> None:
        self._book, self._standards = book, standards
        self._found = find_sheets(book, KeyAccount)
        form = self._found.sheets.get(Account)
        terms = Terms(Conventions(), "", standards)
        self._terms = (
            terms_of(read_form(form, find_form(form, Account), Account, terms).rows[0], standards) if form else terms
        )
        self.carrying = carry(book, KeyAccount, self._terms)
        self.renamed = tuple(self._renamed())
        self.is_other = self.carrying.dropped > 0 or self._lacks_fields()
        self.left: tuple[Leftover, ...] = ()
        self.own = 0

    def workbook(self) -> Workbook:
        """The new workbook with every value in its place, and what is left over on a sheet of its own."""
        made = filled_workbook(self._standards, self._contents())
        own = _own_words(made)
        self.own = leave_over(self.carrying, self._book, KeyAccount, own)
        for carried in self.carrying.carried:
            self._type(_place(made, carried), carried)
        notes = self._keep_notes(made, own)
        earlier = read_leftovers(self._book)
        self.left = (*self.carrying.left, *notes, *_drawn(self._book.path))
        listed = (*earlier, *self.left, *self.carrying.formulas)
        if listed:
            write_leftovers(made, listed)
        return made

    def _renamed(self) -> Iterator[str]:
        """The names of sheets, headings and choices that are others today."""
        for record, sheet in self._found.sheets.items():
            found = find_form(sheet, record) if record.sheet.form else find_table(sheet, record)
            if fold(sheet.name) != fold(record.sheet.name):
                yield f"sheet {sheet.name!r} is {record.sheet.name!r}"
            titles = {column.key: column.title for column in columns(record)}
            for problem in found.problems:
                if problem.code == "former-name":
                    yield f"{record.sheet.name}: {problem.found.rstrip(' *')!r} is {titles[problem.field]!r}"
        choices = Counter((one.column, shown(one.cell), one.today) for one in self.carrying.carried if one.today)
        for (column, before, today), count in choices.items():
            times = f" ({count} times)" if count > 1 else ""
            yield f"{column.sheet.name}, {column.title}: {before!r} is {today!r}{times}"

    def _lacks_fields(self) -> bool:
        """Is a sheet or a heading of today's template not there?"""
        for record in KeyAccount.records:
            sheet = self._found.sheets.get(record)
            if sheet is None:
                return True
            places = find_form(sheet, record).places if record.sheet.form else find_table(sheet, record).columns
            if any(column.key not in places for column in columns(record)):
                return True
        return False

    def _contents(self) -> KeyAccount:
        """The values as text, for everything about the new workbook that depends on how much it holds."""
        texts: dict[type[Record], list[dict[str, str]]] = {
            record: [{} for _ in range(self.carrying.rows.get(record, int(record.sheet.form)))]
            for record in KeyAccount.records
        }
        for carried in self.carrying.carried:
            texts[carried.record][carried.row][carried.column.key] = _words(carried)
        records: dict[str, Any] = {}
        for record, rows in texts.items():
            blank: dict[str, Any] = {column.key: None for column in columns(record)}
            made = tuple(record.model_construct(**(blank | row)) for row in rows)
            records[record.sheet.key] = made[0] if record.sheet.form else made
        before = criteria_before(self._book, self._terms)
        known = before | {fold(str(row.criterion)) for row in records[Rating.sheet.key]}
        records[Rating.sheet.key] += tuple(row for row in to_rate(self._standards) if fold(row.criterion) not in known)
        return KeyAccount.model_construct(**records)

    def _type(self, target: TargetCell, carried: Carried) -> None:
        """Put a value into its cell as it was; text stands there already."""
        cell = carried.cell
        if isinstance(cell.value, str) or carried.today:
            return
        if cell.error:
            target.value, target.data_type = cell.error, "e"
            return
        own_format = target.number_format
        target.value = cell.value
        target.number_format = own_format if self._reads_alike(carried, own_format) else cell.number_format

    def _reads_alike(self, carried: Carried, number_format: str) -> bool:
        """Would the value be read, and told of, as it is now if it had the number format of its new cell?"""
        cell = carried.cell
        is_day = isinstance(cell.value, datetime.datetime)
        if is_day != is_date_format(number_format) or isinstance(cell.value, datetime.time | datetime.timedelta):
            return False
        formatted = cell._replace(number_format=number_format)
        return read_cell(formatted, carried.column, self._terms) == read_cell(cell, carried.column, self._terms)

    def _keep_notes(self, made: Workbook, own: OwnWords) -> tuple[Leftover, ...]:
        """Put people's notes on the cells that were carried; the others are left over."""
        places = {(one.sheet, one.cell.address): one for one in self.carrying.carried}
        helps = {sheet.title: _note_words(sheet) for sheet in made}
        every = frozenset().union(*helps.values())
        left = []
        for note in read_cell_notes(self._book.path):
            if note.author.startswith(AUTHOR) or is_like(fold(note.words), every):
                continue
            carried = places.get((note.sheet, note.cell))
            target = _place(made, carried) if carried else None
            if target is not None and target.comment is None:
                target.comment = Comment(note.words, note.author or "Note", width=300)
            else:
                left.append(self._note_left(note))
        return tuple(left)

    def _note_left(self, note: CellNote) -> Leftover:
        row = self.carrying.row_names.get((note.sheet, coordinate_to_tuple(note.cell)[0]), "")
        why = f"A note{f' by {note.author}' if note.author else ''} on a cell that has no place today."
        return Leftover(note.sheet, note.cell, "Note", row, note.words, why)


def _words(carried: Carried) -> str:
    """A value as text that can be written: what no workbook can hold stands as �."""
    return writable(carried.today or shown(carried.cell))


def _place(made: Workbook, carried: Carried) -> TargetCell:
    """The cell of a carried value in the new workbook."""
    place = layout(carried.record).place(carried.column.key)
    row = place.row if carried.record.sheet.form else FIRST_ROW + carried.row
    found: TargetCell = made[carried.record.sheet.name][f"{place.letter}{row}"]
    return found


def _own_words(made: Workbook) -> OwnWords:
    """The words that the template writes on each sheet, folded; values typed below its headings are none of them."""
    words = {}
    for sheet in made:
        form = sheet.title == Account.sheet.name
        last = FIRST_ROW - 1 if sheet.title != START and not form else sheet.max_row
        cells = (cell for row in sheet.iter_rows(max_row=last) for cell in row if not (form and cell.column == 3))
        words[sheet.title] = frozenset(fold(str(cell.value)) for cell in cells if cell.value is not None)
    return words


def _note_words(sheet: Any) -> frozenset[str]:
    return frozenset(fold(cell.comment.text) for row in sheet.iter_rows() for cell in row if cell.comment)


def _drawn(path: Path) -> Iterator[Leftover]:
    """What the file holds besides cells: pictures, charts, macros."""
    with zipfile.ZipFile(path) as archive:
        names = [name.lower() for name in archive.namelist()]
    for start, what in _DRAWN:
        count = sum(name.startswith(start) for name in names)
        if count:
            counted = f"{count} {what}{'s' * (count > 1)}"
            yield Leftover("The workbook", "", "", "", counted, f"It is in the workbook as it was ({FORMER}).")


def _written(upgrade: Upgrade, book: Book, made: Workbook, moved: _Moving) -> Upgrade:
    """Write the new workbook in place of the old one, if every value is accounted for in it."""
    path = upgrade.path
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".keyplan-") as place:
            new = Path(place) / path.name
            new.write_bytes(workbook_bytes(made))
            lost = _lost(new, upgrade, moved)
            if lost:
                fix = "It is as it was. Move that value to another cell, and upgrade once more."
                return replace(
                    upgrade,
                    status="left alone",
                    path=book.path,
                    reasons=(_obstacle(book.path, "upgrade-not-written", lost, fix),),
                )
            former = kept_as_it_was(book.path, FORMER)
            os.replace(new, path)
            if path != book.path:
                book.path.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunStopped(f"{path} cannot be written ({reason}); it is as it was.") from error
    return replace(upgrade, status="upgraded", former=former)


def _lost(new: Path, upgrade: Upgrade, moved: _Moving) -> str:
    """A sentence about the first value that the new workbook does not account for; "" if it holds all of them."""
    carrying = moved.carrying
    accounted = len(carrying.seen)
    if upgrade.values != accounted:
        return f"It holds {upgrade.values} values, of which {accounted} could be accounted for."
    try:
        written = read_workbook(new)
    except WorkbookRefused as refusal:
        return f"The upgraded workbook could not be read back: {refusal.problems[0].message}"
    sheets = {sheet.name: sheet for sheet in written.sheets}
    for one in carrying.carried:
        place = layout(one.record).place(one.column.key)
        row = place.row if one.record.sheet.form else FIRST_ROW + one.row
        cell = sheets[one.record.sheet.name].cell(row, coordinate_to_tuple(f"{place.letter}1")[1])
        wanted = _words(one) if isinstance(one.cell.value, str) or one.today else one.cell.value
        if cell is None or cell.error != one.cell.error or not _same(cell.value, wanted):
            return f"{one.sheet}!{one.cell.address}, {shown(one.cell)!r}, would not have come out the same."
    told = Counter(map(_plain, read_leftovers(written)))
    missing = Counter(map(_plain, (*moved.left, *carrying.formulas))) - told
    for leftover in missing:
        return f"{leftover[0]}!{leftover[1]}, {leftover[4]!r}, would not have been listed as it stands."
    return ""


def _same(found: object, wanted: object) -> bool:
    if isinstance(found, datetime.datetime) and isinstance(wanted, datetime.datetime):
        return abs(found - wanted) < _SECOND
    if isinstance(found, str) and isinstance(wanted, str):
        return _LINE_ENDS.sub("\n", found) == _LINE_ENDS.sub("\n", wanted)
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def _plain(leftover: Leftover) -> tuple[str, ...]:
    """A leftover for comparing with what was read back."""
    parts = (leftover.sheet, leftover.cell, leftover.heading, leftover.row, leftover.value, leftover.why)
    return tuple(_LINE_ENDS.sub("\n", writable(part)) for part in parts)

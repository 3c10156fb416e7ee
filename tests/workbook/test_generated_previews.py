"""The previews of the samples and of fifty generated workbooks, every second with planted faults, equal the pipeline.

All are recalculated by LibreOffice in one go. The generated accounts are typed one after the other into the new
workbook, cut down to the rows they need and without what is only looked at.
"""

import datetime
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from pipeline.analysis.force_field import force_fields, plan_verdict
from pipeline.analysis.goals import attainment_of
from pipeline.analysis.scores import account_score
from pipeline.checks.rules import check
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.model.money import Opportunity
from pipeline.model.plan import Action, Objective
from pipeline.model.proof import Decision, Delivery, Review
from pipeline.problems import Problem
from pipeline.workbook.layout import FIRST_ROW, FormLayout, TableLayout, layouts
from pipeline.workbook.parser import Reading, read_account
from pipeline.workbook.sheets import put
from pipeline.workbook.template import filled_workbook
from samples.authoring.write_samples import ACCOUNTS, SAMPLES
from tests.builders import a_filled_account, shipped_standards
from tests.generated import generated_account
from tests.workbook.spreadsheets import recalculated_texts

STANDARDS = shipped_standards()
GENERATED = 50
LONG_AGO = datetime.date(2020, 3, 1)
Texts = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class Recalculated:
    """A workbook as it is read, and its cells after LibreOffice worked out its formulas."""

    path: Path
    texts: Texts
    names: dict[str, tuple[str, str]]
    reading: Reading
    readable: KeyAccount
    problems: tuple[Problem, ...]

    def cell(self, sheet: str, address: str) -> str:
        letters, row = coordinate_from_string(address)
        return self.texts[sheet][row - 1][column_index_from_string(letters) - 1]

    def named(self, name: str) -> str:
        return self.cell(*self.names[name])

    def number(self, name: str) -> Decimal | None:
        """A named number; None for the dash that stands for none."""
        text = self.named(name)
        if text == "–":
            return None
        return Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)

    def check(self, record: type[Record], row: Record) -> str:
        """Column Check of a row that was read."""
        number = coordinate_from_string(next(iter(row.origin.cells.values())))[1]
        return self.cell(record.sheet.name, f"A{number}")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Recalculated]:
    folder = tmp_path_factory.mktemp("generated")
    paths = [folder / f"{account_id}.xlsx" for account_id in ACCOUNTS]
    for path in paths:
        path.write_bytes((SAMPLES / path.name).read_bytes())
    paths += generated_workbooks(folder)
    found = []
    for path, texts in zip(paths, recalculated_texts(paths, folder), strict=True):
        reading = read_account(path, STANDARDS)
        assert reading.readable
        problems = (*reading.problems, *check(reading.readable, STANDARDS))
        found.append(Recalculated(path, texts, defined_names(path), reading, reading.readable, problems))
    return found


def defined_names(path: Path) -> dict[str, tuple[str, str]]:
    """Sheet and cell of each defined name that is one cell."""
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/workbook.xml").decode()
    found = re.findall(r'<definedName name="(\w+)"[^>]*>(\w+)!(\$[A-Z]+\$\d+)<', text)
    return {name: (sheet, cell.replace("$", "")) for name, sheet, cell in found}


def generated_workbooks(folder: Path) -> list[Path]:
    accounts = [generated_account(seed, STANDARDS, "small") for seed in range(GENERATED)]
    most = {record: max(len(account.rows(record)) for account in accounts) for record in RECORDS}
    book = filled_workbook(STANDARDS, a_filled_account())
    tables = {found.record: found for found in layouts(KeyAccount) if isinstance(found, TableLayout)}
    form = next(found for found in layouts(KeyAccount) if isinstance(found, FormLayout))
    for record, table in tables.items():
        cut_down(book[table.sheet.name], FIRST_ROW + most[record])
    paths = []
    for seed, account in enumerate(accounts):
        for place in form.places:
            cell = book[form.sheet.name][f"{place.letter}{place.row}"]
            cell.value = None
            put(cell, getattr(account.account, place.column.key))
        for record, table in tables.items():
            type_in(book[table.sheet.name], table, account.rows(record), most[record])
        if seed % 2:
            plant(book, tables, account, random.Random(seed))
        paths.append(folder / f"generated-{seed:02}.xlsx")
        book.save(paths[-1])
    return paths


def cut_down(sheet: Any, last_row: int) -> None:
    """Leave out the rows that are not needed, and what is only looked at."""
    sheet.conditional_formatting = ConditionalFormattingList()
    sheet.data_validations.dataValidation.clear()
    sheet.tables.clear()
    sheet.delete_rows(last_row + 1, sheet.max_row - last_row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.comment = None


def type_in(sheet: Any, table: TableLayout, rows: tuple[Record, ...], most: int) -> None:
    for number in range(most):
        for place in table.places:
            cell = sheet[f"{place.letter}{FIRST_ROW + number}"]
            cell.value = None
            if number < len(rows):
                put(cell, getattr(rows[number], place.column.key))


def plant(book: Workbook, tables: dict[type[Record], TableLayout], account: KeyAccount, chance: random.Random) -> None:
    """A fault of each sort that a sheet and `keyplan check` can both see, each on a row of a sheet taken by chance."""
    for fault in FAULTS:
        places = [
            (record, row, place.column.key)
            for record, table in tables.items()
            for row in range(len(account.rows(record)))
            for place in table.places
            if FAULTS[fault](place.column, row)
        ]
        if places:
            record, row, key = chance.choice(places)
            fault(book[record.sheet.name], tables[record], key, FIRST_ROW + row)


def leave_out(sheet: Any, table: TableLayout, key: str, row: int) -> None:
    sheet[f"{table.place(key).letter}{row}"] = None


def use_twice(sheet: Any, table: TableLayout, key: str, row: int) -> None:
    letter = table.place(key).letter
    sheet[f"{letter}{row}"] = f" {str(sheet[f'{letter}{row - 1}'].value).lower()}"


def name_nobody(sheet: Any, table: TableLayout, key: str, row: int) -> None:
    sheet[f"{table.place(key).letter}{row}"] = "Nobody at all"


def choose_nothing(sheet: Any, table: TableLayout, key: str, row: int) -> None:
    sheet[f"{table.place(key).letter}{row}"] = "?!"


def be_late(sheet: Any, table: TableLayout, key: str, row: int) -> None:
    sheet[f"{table.place('start').letter}{row}"] = None
    sheet[f"{table.place(key).letter}{row}"] = LONG_AGO
    sheet[f"{table.place('status').letter}{row}"] = "in progress"


def names_rows(column: Any) -> bool:
    return column.kind.name == "id" and column.required and not column.refers


SEVERAL_IDS = {column.key for record in RECORDS for column in columns(record) if column.kind.name == "ids"}
NUMBERS = ("date", "share", "money", "number", "whole number")
REFERRED = {reference for record in RECORDS for column in columns(record) for reference in column.refers}


def is_known_by(column: Any) -> bool:
    """Do ids or references hang on the field, so that more than its own row would change?"""
    return names_rows(column) or f"{column.sheet.key}.{column.key}" in REFERRED


FAULTS: dict[Callable[..., None], Callable[[Any, int], bool]] = {
    leave_out: lambda column, _: column.required and not is_known_by(column),
    use_twice: lambda column, row: row > 0 and is_known_by(column),
    name_nobody: lambda column, _: bool(column.refers) and column.kind.name != "ids",
    choose_nothing: lambda column, _: bool(column.choices) or column.kind.name in NUMBERS,
    be_late: lambda column, _: column.sheet == Action.sheet and column.key == "due",
}


def test_fifty_generated_workbooks_and_the_samples_are_recalculated(books):
    assert len(books) == GENERATED + len(ACCOUNTS)
    assert sum(any(problem.severity == "error" for problem in book.problems) for book in books) > GENERATED // 3


def test_score_and_tier_are_those_of_the_analysis(books):
    tiers = Counter()
    for book in books:
        if any(row.origin.unread for row in book.readable.ratings):
            continue
        score = account_score(book.readable, STANDARDS)
        shown = (book.number("score_shown"), book.named("score_tier"), book.number("score_missing"))
        assert shown == (score.shown, score.tier or "–", len(score.missing)), book.path.name
        assert book.cell("Start", "B6") == book.named("score_shown"), book.path.name
        assert book.cell("Start", "D6") == book.named("score_tier"), book.path.name
        tiers[score.tier] += 1
    assert {None, "B", "C"} <= set(tiers)


def test_net_and_verdict_are_those_of_the_analysis(books):
    verdicts = Counter()
    for book in books:
        if any(row.origin.unread for row in book.readable.forces):
            continue
        fields = force_fields(book.readable)
        verdict = plan_verdict(fields)
        lowest = min(fields, key=lambda field: field.net, default=None)
        assert book.number("change_count") == len(fields), book.path.name
        assert book.number("lowest_net") == (lowest.net if lowest else None), book.path.name
        if lowest:
            sums = (book.number("lowest_for"), book.number("lowest_against"))
            assert sums == (lowest.driving, lowest.restraining), book.path.name
        assert book.cell("Start", "E7")[2:].lower() == verdict, book.path.name
        verdicts[verdict] += 1
    assert {"likely to succeed", "likely to fail"} <= set(verdicts)


def test_the_filled_share_is_the_completeness(books):
    for book in books:
        share = book.reading.completeness.quantize(Decimal("0.001"), ROUND_DOWN)
        assert book.number("filled_share") == share, book.path.name
    assert len({book.reading.completeness for book in books}) > 5


def test_column_check_marks_the_rows_that_keyplan_check_names(books):
    marks = Counter()
    for book in books:
        differing = {
            row.cell(columns(record)[0].key): (found, expected)
            for record in RECORDS
            if not record.sheet.form
            for row in book.readable.rows(record)
            if (found := book.check(record, row))[:1] not in (expected := expected_mark(book, record, row))
        }
        assert differing == {}, book.path.name
        marks.update(book.check(record, row)[:1] for record, row in tabled(book.readable))
    assert min(marks[mark] for mark in "■▲●") > 20


def tabled(account: KeyAccount) -> Iterator[tuple[type[Record], Record]]:
    for record in RECORDS:
        if not record.sheet.form:
            for row in account.rows(record):
                yield record, row


def expected_mark(book: Recalculated, record: type[Record], row: Any) -> str:
    """The marks a row may have by what `keyplan check` says of its cells, as far as a sheet can see it, and by its
    date: one, or two where Keyplan looks further than the row."""
    cells = set(row.origin.cells.values())
    told = [
        problem
        for problem in book.problems
        if problem.sheet == record.sheet.name and problem.cell in cells and problem.field not in SEVERAL_IDS
    ]
    told += [problem for problem in book.problems if names_as_first(problem, row)]
    if any(problem.severity == "error" and problem.code != "required" for problem in told):
        return "■"
    if any(problem.code in ("required", "unknown-reference", "duplicate-name") for problem in told):
        return "▲"
    late = is_late(row) if record in LATE else False
    if record is Action and late and row.status == "blocked":
        return "■"
    return "▲●" if late is None else "▲" if late else "●"


def names_as_first(problem: Problem, row: Record) -> bool:
    """Does the problem say that a value stands twice, and stood first in this row?"""
    first = problem.message.rpartition(" already in ")[2].rstrip(".")
    return problem.code in ("duplicate-id", "duplicate-name") and first == row.cell(problem.field)


def is_late(row: Any) -> bool | None:
    """Is the day past and the row not finished? None where that depends on more than the row."""
    key, finished = LATE[type(row)]
    day = getattr(row, key)
    return False if day is None or day >= datetime.date.today() else not_(finished(row))


def not_(finished: bool | None) -> bool | None:
    return None if finished is None else not finished


def is_met(objective: Objective) -> bool | None:
    attained = attainment_of(objective.actual, objective.baseline, objective.target)
    return None if attained is None else attained >= 1


CLOSED = {stage.name for stage in STANDARDS.stages if stage.state != "open"}
LATE: dict[type[Record], tuple[str, Callable[[Any], bool | None]]] = {
    Action: ("due", lambda row: row.status in ("done", "cancelled")),
    Objective: ("due", is_met),
    Opportunity: ("close_date", lambda row: row.stage in CLOSED),
    Decision: ("by_when", lambda row: row.status in ("taken", "refused")),
    Delivery: ("change_due", lambda row: row.status == "closed"),
    Review: ("planned", lambda row: row.held is not None),
}


def test_the_problems_counted_are_the_rows_marked(books):
    for book in books:
        marks = Counter(book.check(record, row)[:1] for record, row in tabled(book.readable))
        form = Counter(line[0][:1] for line in book.texts["Account"][FIRST_ROW - 1 :] if line)
        assert book.number("all_wrong") == marks["■"] + form["■"], book.path.name
        assert book.number("all_warned") == marks["▲"] + form["▲"], book.path.name
        assert Decimal(book.cell("Start", "J6")) == book.number("all_wrong") + book.number("all_warned")

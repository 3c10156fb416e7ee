"""Workbooks of one run that claim the same account id: none of them is taken, and what differs between them is told."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from pipeline.model.account import RECORDS
from pipeline.problems import Problem, WorkbookRefused, fold
from pipeline.workbook.book import BookSheet, Cell, address
from pipeline.workbook.cells import is_blank, quoted, shown
from pipeline.workbook.parser import AnyReading, PortfolioReading, Reading
from pipeline.workbook.reader import read_workbook

R = TypeVar("R", Reading, AnyReading)

_MOST_NAMED = 3  # files, and cells that differ


def refuse_shared_ids(readings: Sequence[R]) -> tuple[R, ...]:
    """The readings in their order; those with an account id that another one claims too are refused.

    Mostly they are one workbook and a conflicted copy of it: neither may overwrite the other's documents, and nobody
    but a person can say which one counts. A portfolio workbook claims none.
    """
    claims: dict[str, list[Path]] = defaultdict(list)
    for reading in readings:
        claims[_claimed(reading)].append(reading.path)
    return tuple(refused_as_shared(reading, claims[_claimed(reading)]) for reading in readings)


def _claimed(reading: AnyReading) -> str:
    """The account id on the workbook's form, folded; "" if none can be read."""
    if isinstance(reading, PortfolioReading):
        return ""
    return str(reading.readable.account.account_id or "").casefold() if reading.readable else ""


def refused_as_shared(reading: R, paths: Sequence[Path]) -> R:
    """The reading of a workbook, refused if it claims an account id and is not the only one of `paths` that does."""
    if isinstance(reading, PortfolioReading) or reading.readable is None or not _claimed(reading) or len(paths) < 2:
        return reading
    others = [path for path in paths if path != reading.path]
    named = " and ".join(str(path) for path in others[:_MOST_NAMED])
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    problem = Problem(
        code="account-id-shared",
        severity="error",
        file=reading.path.name,
        sheet="Account",
        cell=reading.readable.account.origin.cells.get("account_id", ""),
        field="account_id",
        found=reading.account_id,
        message=f"Account id {reading.account_id!r} is also used by {named}{more}; each account needs its own. "
        f"{_told_differences(reading.path, others[0])}",
        fix="If one is a copy, keep the one that is right and take the other out of the folder. "
        "If they are two accounts, give one of them another id.",
    )
    return replace(reading, account=None, problems=(*reading.problems, problem))


def _told_differences(path: Path, other: Path) -> str:
    """What differs between two workbooks, in a sentence."""
    try:
        found = list(_differences(path, other))
    except WorkbookRefused:
        return "They cannot be compared."
    if not found:
        return f"Nothing that is filled in differs from {other.name}."
    named = "; ".join(
        f"{where} ({quoted(here) or 'blank'} here, {quoted(there) or 'blank'} there)"
        for where, here, there in found[:_MOST_NAMED]
    )
    cells = "1 cell differs" if len(found) == 1 else f"{len(found)} cells differ"
    more = "; and so on" if len(found) > _MOST_NAMED else ""
    return f"{cells} from {other.name}: {named}{more}."


def _differences(path: Path, other: Path) -> Iterator[tuple[str, str, str]]:
    """Each cell of the account's sheets in which two workbooks differ: its place, and what both show there."""
    here, there = ({fold(sheet.name): sheet for sheet in read_workbook(one).sheets} for one in (path, other))
    for name in (record.sheet.name for record in RECORDS):
        first, second = (sheets.get(fold(name), BookSheet(name)) for sheets in (here, there))
        places = {(row, column) for sheet in (first, second) for row, cells in sheet.rows.items() for column in cells}
        for place in sorted(places):
            one, two = first.cell(*place), second.cell(*place)
            if not _both_worked_out(one, two) and _content(one) != _content(two):
                yield f"{name}!{address(*place)}", _content(one), _content(two)


def _both_worked_out(one: Cell | None, two: Cell | None) -> bool:
    """Are both cells formulas of which nobody typed the result?"""
    return bool(one and two and one.formula and two.formula)


def _content(cell: Cell | None) -> str:
    return "" if cell is None or is_blank(cell) else shown(cell)

"""The first stages of one account: its workbook read, and held against the rules, with its pictures."""

# What a build does not need is loaded by the function that does: to compile templates, to write workbooks and to take
# over exports needs libraries that take as long to load as two accounts to build.

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from pipeline.checks.rules import check, check_portfolio
from pipeline.documents.figures.pictures import Picture, pictures_in
from pipeline.problems import Problem, Refused
from pipeline.standards import Standards, advice, read_standards
from pipeline.views.pictures import PICTURES
from pipeline.workbook.parser import AnyReading, PortfolioReading, Reading, in_order, read_input

STANDARDS = Path("input_templates/standards.toml")


def workspace_standards() -> Standards:
    """The standards of the working folder. Raises StandardsRefused with every fault, its line and the fix."""
    return read_standards(STANDARDS)


def workspace_advice(standards: Standards) -> tuple[Problem, ...]:
    """What is doubtful, though not wrong, about the standards of the working folder."""
    return advice(STANDARDS, standards)


def read_and_check(path: Path, standards: Standards) -> AnyReading:
    """What the workbook `path` holds, with every problem of its cells and across its sheets.

    Its account, or its portfolio, is None when a problem is an error. A file that is no workbook gives the reading of
    an account with that one problem.
    """
    return held_against(read_cells(path, standards), standards)


def read_cells(path: Path, standards: Standards) -> AnyReading:
    """What the workbook `path` holds, with the problems of its cells alone; one that is no workbook has no account."""
    try:
        return read_input(path, standards)
    except Refused as refusal:
        problems = tuple(replace(problem, file=path.name) for problem in refusal.problems)
        return Reading(path=path, problems=problems)


def held_against(reading: AnyReading, standards: Standards) -> AnyReading:
    """A reading with the problems across its sheets, and of its pictures, added to those of its cells."""
    if isinstance(reading, PortfolioReading):
        problems = _all_problems(reading, check_portfolio(reading.readable, standards) if reading.readable else ())
        return replace(reading, problems=problems, portfolio=None if _refused(problems) else reading.portfolio)
    one = checked(reading, standards)
    problems = _all_problems(one, pictures(one)[1])
    return replace(one, problems=problems, account=None if _refused(problems) else one.account)


def pictures(reading: Reading) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """The pictures of an account, and what is wrong with them.

    They lie in a folder beside its workbook, called like the workbook or like the account's id.
    """
    folders = (reading.path.parent / name for name in (reading.path.stem, reading.account_id) if name)
    return pictures_in(folders, (one.name for one in PICTURES))


def checked(reading: Reading, standards: Standards) -> Reading:
    """The reading of an account with the problems across its sheets added."""
    problems = _all_problems(reading, check(reading.readable, standards) if reading.readable else ())
    return replace(reading, problems=problems, account=None if _refused(problems) else reading.account)


def _all_problems(reading: AnyReading, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(replace(problem, file=reading.path.name) for problem in in_order((*reading.problems, *found)))


def _refused(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def checked_copy(reading: AnyReading) -> bytes | None:
    """A copy of the workbook that was read, with every problem on its cell and all of them on a sheet of its own.

    None for a file that is no Excel workbook that can be opened.
    """
    from pipeline.workbook.annotate import annotated_copy

    return annotated_copy(reading.path, reading.problems) if reading.readable else None

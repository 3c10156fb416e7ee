"""What all commands share: the group they belong to, exit codes, and arguments with what they stand for."""

import datetime
import re
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click

from pipeline import __version__
from pipeline.screen.console import err, print_fault

P = ParamSpec("P")
T = TypeVar("T")


NEEDS_A_PERSON = 1
WRONG_USAGE = 2
CANNOT_GO_ON = 3
ACCOUNTS = Path("accounts")


def told_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """`command` with what a user can cause told in a sentence and the exit code of the contract."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        from pipeline.problems import Refused, RunStopped

        try:
            return command(*args, **kwargs)
        except (Refused, RunStopped) as fault:
            print_fault(fault)
            sys.exit(NEEDS_A_PERSON if isinstance(fault, Refused) else CANNOT_GO_ON)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="keyplan")
def main() -> None:
    """One Excel workbook per key account in; a Word account plan and a client-safe PowerPoint review deck out."""


paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
period_option = click.option("--period", help="The quarter under review, 2026-Q3; default: the quarter of today.")
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day all figures are told for; default: the earlier of today and the period's last day.",
)
history_option = click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of earlier periods, for what moved since the last plan; default: history/ where it is there.",
)


def workbooks_of(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The workbooks among `paths`, default the folder accounts; wrong usage if there are none."""
    from pipeline.production.workbooks import find_workbooks

    asked = paths or (ACCOUNTS,)
    for path in asked:
        if not path.exists():
            wrong_usage(f"{path} does not exist: name a workbook, or a folder with workbooks.")
    found = find_workbooks(asked)
    if not found:
        wrong_usage(f"No workbook in {', '.join(str(path) for path in asked)}: make one with keyplan new NAME.")
    return found


def review_of(period: str | None, as_of: datetime.datetime | None) -> tuple[str, datetime.date]:
    """The period and the as-of date of a run, from what was asked and today."""
    today = datetime.date.today()
    name = period or f"{today.year}-Q{(today.month + 2) // 3}"
    if not re.fullmatch(r"\d{4}-Q[1-4]", name):
        wrong_usage(f"--period {name!r} is not a quarter: write it as 2026-Q3.")
    year, quarter = int(name[:4]), int(name[-1])
    last_day = datetime.date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - datetime.timedelta(days=1)
    return name, as_of.date() if as_of else min(today, last_day)


def wrong_usage(message: str) -> NoReturn:
    err().print(message, style="red")
    sys.exit(WRONG_USAGE)

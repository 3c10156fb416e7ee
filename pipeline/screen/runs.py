"""A run on the terminal: its progress, and what became of each account."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.production.report import REPORT, STATUSES, Outcome
from pipeline.screen.console import err, print_problems


@contextmanager
def progress(total: int, quiet: bool) -> Iterator[Callable[[Outcome], None]]:
    """Shows how far a run of `total` workbooks is: what is given is to be told each account that has ended.

    Nothing is shown where nobody looks on: without a terminal, or with `quiet`.
    """
    shown = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=err(),
        transient=True,
        disable=quiet or not err().is_terminal or total == 0,
    )
    with shown:
        task = shown.add_task("", total=total)

        def told(outcome: Outcome) -> None:
            shown.update(task, advance=1, description=outcome.name or Path(outcome.workbook).name)

        yield told


def print_outcomes(outcomes: Sequence[Outcome], folder: Path, verbose: bool) -> None:
    """One row for each account on stdout; what needs a person on stderr."""
    accounts = [outcome for outcome in outcomes if outcome.status != "passed over"]
    for outcome in outcomes if verbose else accounts:
        seconds = f"  {outcome.seconds:.2f} s" if verbose else ""
        click.echo(f"{outcome.status:9} {outcome.name or outcome.account_id or outcome.workbook}{seconds}")
        for file in outcome.files if verbose or outcome.status != "unchanged" else ():
            click.echo(f"          {folder / file.path}")
        for file in outcome.former:
            err().print(f"  {folder / file.path} is of an earlier run and not current: do not send it.", style="yellow")
        for remark in outcome.remarks:
            err().print(f"  {remark}", style="yellow")
        if outcome.reason:
            err().print(f"  {outcome.reason}", style="red")
        shown = outcome.problems if verbose else [p for p in outcome.problems if p.severity == "error"]
        print_problems(err(), shown)
    counts = Counter(outcome.status for outcome in outcomes)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    counted = "1 account" if len(accounts) == 1 else f"{len(accounts)} accounts"
    click.echo(f"{counted}: {told}. Report: {folder / REPORT}")

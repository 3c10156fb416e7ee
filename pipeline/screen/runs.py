"""A run on the terminal: its progress, and what became of each account."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.problems import Problem
from pipeline.production.report import REPORT, STATUSES, Outcome, Status, stages_of
from pipeline.production.rounds import Round
from pipeline.screen.console import err, out, print_problems

if TYPE_CHECKING:
    from rich.table import Table

MANY = 20  # accounts; of more, those that need nobody are summed up
_NEED_A_PERSON: tuple[Status, ...] = ("refused", "failed", "not begun")
_MARKS: dict[Status, tuple[str, str]] = {  # never a colour alone
    "built": ("●", "green"),
    "unchanged": ("○", ""),
    "refused": ("■", "red"),
    "failed": ("■", "red"),
    "not begun": ("▲", "yellow"),
    "passed over": ("–", ""),
}


@contextmanager
def progress(total: int | None, quiet: bool) -> Iterator[Callable[[Outcome], None]]:
    """Shows how far a run of `total` workbooks is, None if nobody knows; what is given hears of each that has ended.

    Nothing is shown where nobody looks on: without a terminal, or with `quiet`.
    """
    if quiet or not err().is_terminal:
        yield lambda outcome: None
        return
    from pipeline.screen.bar import shown_on  # a run that nobody watches loads none of it

    with shown_on(err().console, total) as advance:
        yield lambda outcome: advance(_name(outcome))


def print_round(found: Round, folder: Path, verbose: bool) -> None:
    """What became of each account on stdout, in a table on a terminal; what needs a person on stderr."""
    counts = Counter(outcome.status for outcome in _of_accounts(found.outcomes))
    many = counts.total() > MANY and not verbose

    def listed() -> Iterator[Outcome]:
        return _listed(found.outcomes, verbose, many)

    for outcome in listed() if verbose else _of_accounts(found.outcomes):
        _print_notes(outcome, folder, [] if many else _problems(outcome, verbose))
    print_remarks(found)
    if out().is_terminal:
        for outcome in listed():
            _print_files(outcome, folder, verbose)
        out().print(_table(listed(), verbose))
    else:
        for outcome in listed():
            seconds = f"  {outcome.seconds:.2f} s{_stages(outcome)}" if verbose else ""
            click.echo(f"{outcome.status:9}  {_name(outcome)}{seconds}{_told(outcome)}")
            _print_files(outcome, folder, verbose)
    if verbose:
        for stage, seconds_of_all in stages_of(found.outcomes).items():
            click.echo(f"{stage:14}{seconds_of_all:8.2f} s")
    if many and counts["refused"]:
        err().print("Of a refused account its first error is told; keyplan check tells all of them.")
    click.echo(_summary(counts, found.seconds, folder))


def print_remarks(found: Round) -> None:
    """What is to be said of a round, but of no account alone."""
    for remark in found.remarks:
        err().print(remark, style="yellow")
    for sentence in found.lacking:
        err().print(sentence, style="red")


def print_changes(before: Round, found: Round, folder: Path, time: str) -> None:
    """A line for each account that came out of a round otherwise than out of the one before, with its problems."""
    former = {outcome.workbook: outcome for outcome in before.outcomes}
    changed = [one for one in found.outcomes if _is_news(former.get(one.workbook), one)]
    for outcome in changed:
        mark, colour = _MARKS[outcome.status]
        out().print(f"{time}  {mark} {outcome.status:9}  {_name(outcome)}{_told(outcome)}", style=colour)
        _print_notes(outcome, folder, _problems(outcome, False))
    if not changed and not found.stop:
        click.echo(f"{time}  Nothing to build: no document is made from what was saved.")
    print_remarks(found)


def _is_news(former: Outcome | None, outcome: Outcome) -> bool:
    if outcome.status in ("built", "not begun") or former is None or outcome.remarks:
        return outcome.status != "passed over"
    if outcome.status == "unchanged":
        return former.status not in ("built", "unchanged")
    return (former.status, former.problems, former.reason) != (outcome.status, outcome.problems, outcome.reason)


def _of_accounts(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if outcome.status != "passed over")


def _listed(outcomes: Collection[Outcome], verbose: bool, many: bool) -> Iterator[Outcome]:
    """What is told one by one, as the workbooks are ordered, those that need a person last; of many only those."""
    for needed in (True,) if many else (False, True):
        told = outcomes if verbose else _of_accounts(outcomes)
        yield from (one for one in told if _needs_a_person(one) == needed)


def _needs_a_person(outcome: Outcome) -> bool:
    return outcome.status in _NEED_A_PERSON or bool(outcome.former)


def _name(outcome: Outcome) -> str:
    return outcome.name or outcome.account_id or Path(outcome.workbook).name


def _told(outcome: Outcome) -> str:
    reason = _reason(outcome)
    return f"  {reason}" if reason else ""


def _reason(outcome: Outcome) -> str:
    """Why there are no new documents, in a sentence: the first error with its cell, and how many more there are."""
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    if outcome.status == "refused" and errors:
        more = f" (+{len(errors) - 1} more)" if len(errors) > 1 else ""
        place = f"{errors[0].where}: " if errors[0].where else ""
        return f"{place}{errors[0].message}{more}"
    return outcome.reason or ("files of an earlier run are still there" if outcome.former else "")


def _problems(outcome: Outcome, verbose: bool) -> Sequence[Problem]:
    """The problems of an account that are printed one by one."""
    return outcome.problems if verbose else [one for one in outcome.problems if one.severity == "error"]


def _print_notes(outcome: Outcome, folder: Path, problems: Sequence[Problem]) -> None:
    """What a person should know of an account, under its name."""
    if not (outcome.former or outcome.remarks or outcome.reason or problems):
        return
    err().print(_name(outcome), style="bold")
    for file in outcome.former:
        err().print(f"  {folder / file.path} is of an earlier run and not current: do not send it.", style="yellow")
    for remark in outcome.remarks:
        err().print(f"  {remark}", style="yellow")
    if outcome.reason:
        err().print(f"  {outcome.reason}", style="red")
    print_problems(err(), problems)


def _print_files(outcome: Outcome, folder: Path, verbose: bool) -> None:
    for file in outcome.files if verbose or outcome.status != "unchanged" else ():
        click.echo(f"           {folder / file.path}")


def _table(outcomes: Iterable[Outcome], verbose: bool) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Account", overflow="fold")
    table.add_column("Status", no_wrap=True)
    if verbose:
        table.add_column("Seconds", justify="right", no_wrap=True)
    table.add_column("Reason", overflow="fold")
    for outcome in outcomes:
        mark, colour = _MARKS[outcome.status]
        seconds = [Text(f"{outcome.seconds:.2f}")] if verbose else []
        reason = Text(_reason(outcome) or (_stages(outcome).strip() if verbose else ""))
        table.add_row(Text(_name(outcome)), Text(f"{mark} {outcome.status}", colour), *seconds, reason)
    return table


def _stages(outcome: Outcome) -> str:
    """ " (reading 0.02, checks 0.01)", seconds each; nothing for an account that no stage was begun for."""
    told = ", ".join(f"{name} {seconds:.2f}" for name, seconds in outcome.stages.items())
    return f" ({told})" if told else ""


def _summary(counts: Counter[Status], seconds: float, folder: Path) -> str:
    """ "60 accounts: 55 built, 5 refused. 12.3 s, 4.9 a second. Report: out/2026-Q3/report.json"."""
    total = counts.total()
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    counted = "1 account" if total == 1 else f"{total} accounts"
    rate = (total - counts["not begun"]) / seconds if seconds else 0
    speed = f", {rate:.1f} a second" if total > 1 else ""
    return f"{counted}: {told}. {seconds:.1f} s{speed}. Report: {folder / REPORT}"

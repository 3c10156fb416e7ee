"""`keyplan build`, the main job: the documents of every account."""

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import (
    ACCOUNTS,
    NEEDS_A_PERSON,
    as_of_option,
    history_option,
    main,
    paths_argument,
    period_option,
    review_of,
    told_plainly,
    workbooks_of,
    wrong_usage,
)
from pipeline.screen.console import err, print_fault


@main.command()
@paths_argument
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@period_option
@as_of_option
@history_option
@click.option("--only", metavar="NAME", help="Only the account with this id or name.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many accounts are built at the same time, each in a process of its own; default: one for each core.",
)
@click.option("--force", is_flag=True, help="Build every document, also those that nothing has changed about.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Build on the Dask cluster at this address, such as tcp://10.0.0.5:8786, that shares the folders.",
)
@click.option("--watch", is_flag=True, help="Build now, and again whenever something is saved, until Ctrl-C.")
@click.option("--pdf", is_flag=True, help="Put a PDF beside each document, made by LibreOffice.")
@click.option("--quiet", is_flag=True, help="Print the result only.")
@click.option("--verbose", is_flag=True, help="Print every account, warning and note, and the seconds of each stage.")
@told_plainly
def build(
    paths: tuple[Path, ...],
    out: Path,
    period: str | None,
    as_of: datetime.datetime | None,
    history: Path | None,
    only: str | None,
    jobs: int | None,
    force: bool,
    scheduler: str | None,
    watch: bool,
    pdf: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the Word account plan and the PowerPoint review deck of every account.

    A document is built if anything it is made from has changed, or if it is not on disk as it was made: its workbook,
    pictures and earlier periods, the standards, its template, the day, or Keyplan itself.

    What the next plan needs to tell what moved since this one is kept in the folder of earlier periods, if there is
    one: DIR/ACCOUNT_ID/PERIOD.json. It is internal. One run at a time may build into the folder of a period. Ctrl-C
    ends the run: accounts that are finished are whole and reported, the others stay as they were.
    """
    from pipeline.problems import RunStopped
    from pipeline.production.ctrl_c import stopped_by_ctrl_c
    from pipeline.production.history_folders import kept_in
    from pipeline.production.order import STANDARDS, TEMPLATES, Order
    from pipeline.production.rounds import Asked
    from pipeline.production.watching import Watched
    from pipeline.production.workers import usual_jobs

    quarter, day = review_of(period, as_of)
    order = Order(
        standards=STANDARDS,
        templates=TEMPLATES,
        period=quarter,
        as_of=day,
        folder=out / quarter,
        history=kept_in(history),
        force=force,
    )
    asked = Asked(workbooks=workbooks_of(paths), order=order, only=only, pdf=pdf, jobs=jobs or usual_jobs())
    executor = _executor(order, jobs, scheduler)
    if watch:
        _watch(Watched(paths or (ACCOUNTS,), order), asked, executor, quiet, verbose)
        return
    with stopped_by_ctrl_c() as stopping:
        found = _round(asked, executor, quiet, stopping)
    _tell(asked, found, quiet, verbose)
    if found.stop:
        raise RunStopped(found.stop)
    if found.needs_a_person:
        sys.exit(NEEDS_A_PERSON)


def _watch(watched: Any, asked: Any, executor: Callable[[Any, Any], Any], quiet: bool, verbose: bool) -> None:
    """A round now, and another one after each burst of saves, until Ctrl-C."""
    from msgspec.structs import replace

    from pipeline.problems import Refused, RunStopped
    from pipeline.production.ctrl_c import stopped_by_ctrl_c
    from pipeline.production.watching import saves
    from pipeline.screen.runs import print_changes

    before = None
    with stopped_by_ctrl_c() as stopping:
        for _ in saves(watched, stopping):
            if before:
                asked = replace(asked, workbooks=watched.workbooks(), order=replace(asked.order, force=False))
            try:
                found = _round(asked, executor, quiet, stopping)
            except (Refused, RunStopped) as fault:
                print_fault(fault)
                continue
            if before:
                print_changes(before, found, asked.order.folder, f"{datetime.datetime.now():%H:%M:%S}")
            else:
                _tell(asked, found, quiet, verbose)
                err().print("Watching for saves. Ctrl-C ends it.")
            if found.interrupted:
                break
            if found.stop:
                print_fault(RunStopped(found.stop))
            before = found
    click.echo("Watching has ended; every account that was finished is whole.", err=True)


def _round(asked: Any, executor: Callable[[Any, Any], Any], quiet: bool, stopping: Any) -> Any:
    """One round of building, its progress shown."""
    from pipeline.production.rounds import build_round
    from pipeline.screen.runs import progress

    since = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
    with progress(None if asked.only else len(asked.workbooks), quiet) as told:
        return build_round(asked, executor, since, told, stopping)


def _tell(asked: Any, found: Any, quiet: bool, verbose: bool) -> None:
    """Tells what became of each account; wrong usage if there was none to be built."""
    from pipeline.production.history_folders import folders
    from pipeline.screen.runs import print_round

    if found.former:
        err().print(f"An earlier run did not end as it should ({found.former}); this one takes over from it.")
    looked_in = ", ".join(str(path) for path in asked.workbooks)
    if not found.outcomes and not found.stop:
        wrong_usage(f"No account is called {asked.only!r} in {looked_in}.")
    if found.outcomes and all(outcome.status == "passed over" for outcome in found.outcomes):
        wrong_usage(f"{looked_in} holds the whole portfolio, not one account: name the accounts' workbooks.")
    print_round(found, asked.order.folder, verbose)
    compared = asked.order.history or any(path.is_dir() for one in asked.workbooks for path in folders(one, None))
    if not compared and not quiet:
        err().print(
            "Nothing is kept to compare the next period with: keyplan init makes history/, --history names one."
        )


def _executor(order: Any, jobs: int | None, scheduler: str | None) -> Callable[[Any, Any], Any]:
    """Who builds the accounts, to be begun with the folder held and whether the run is to stop: this computer, or the
    cluster named."""
    from pipeline.production.workers import Workers, usual_jobs

    if scheduler and jobs:
        wrong_usage("--jobs is for this computer; a cluster has as many as it has workers. Leave one of the two out.")
    if scheduler:
        from pipeline.production.cluster import Cluster

        return lambda held, stopping: Cluster(scheduler, order.templates, stopping=stopping)
    jobs = jobs or usual_jobs()
    return lambda held, stopping: Workers(jobs, order.templates, held=held.handle, stopping=stopping)

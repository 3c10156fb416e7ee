"""The commands: read arguments, call one function, print, exit code."""

import datetime
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from pipeline import __version__
from pipeline.problems import Refused, RunStopped
from pipeline.screen.console import counted, err, out, print_json, print_nested, print_problems
from pipeline.screen.listings import (
    checked,
    imported,
    print_checks,
    print_code,
    print_codes,
    print_differences,
    print_fields,
    print_imports,
    print_upgrade,
)

P = ParamSpec("P")
T = TypeVar("T")

NEEDS_A_PERSON = 1
WRONG_USAGE = 2
CANNOT_GO_ON = 3


def _told_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """`command` with what a user can cause told in a sentence and the exit code of the contract."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Refused as refusal:
            print_problems(err(), refusal.problems)
            sys.exit(NEEDS_A_PERSON)
        except RunStopped as stop:
            err().print(str(stop), style="red")
            sys.exit(CANNOT_GO_ON)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="keyplan")
def main() -> None:
    """One Excel workbook per key account in; a Word account plan and a client-safe PowerPoint review deck out."""


_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
_period = click.option("--period", help="The quarter under review, 2026-Q3; default: the quarter of today.")
_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day all figures are told for; default: the earlier of today and the period's last day.",
)
_history = click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of earlier periods, for what moved since the last plan; default: history/ where it is there.",
)
_format = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_audience = click.option("--audience", type=click.Choice(["internal", "client"]), default="internal", show_default=True)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), default=Path("."), metavar="[DIR]")
@_told_plainly
def init(folder: Path) -> None:
    """Make DIR, default this folder, a workspace: templates, standards, accounts/, history/ and a Makefile.

    A file that is there already stays as it is.
    """
    from pipeline.production.workspace import begin_workspace

    if folder.is_file():
        _wrong_usage(f"{folder} is a file: name a folder.")
    begun = begin_workspace(folder)
    for path in begun.written:
        click.echo(f"written {path}")
    for path in begun.kept:
        click.echo(f"kept {path}")


@main.command()
@click.argument("name")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("accounts"), show_default=True)
@_told_plainly
def new(name: str, folder: Path) -> None:
    """Make a fresh workbook for the account NAME."""
    from pipeline import run

    account_id = run.account_id(name)
    if not account_id:
        _wrong_usage(f"No account id can be made from {name!r}: give a name with Latin letters or digits.")
    path = folder / f"{account_id}.xlsx"
    try:
        run.new_workbook(run.workspace_standards(), name, account_id, path)
    except FileExistsError:
        _wrong_usage(f"{path} is there already and stays as it is: choose another name, or another --dir.")
    except OSError as error:
        raise RunStopped(f"{path} cannot be written ({(error.strerror or str(error)).lower()}).") from error
    click.echo(path)


@main.command()
@_paths
@_format
@click.option(
    "--annotate",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write copies into DIR in which every problem is a coloured note on its cell.",
)
@_told_plainly
def check(paths: tuple[Path, ...], form: str, annotate: Path | None) -> None:
    """Read and validate workbooks; tell every problem at once."""
    from pipeline import run
    from pipeline.production.shared_ids import refuse_shared_ids

    standards = run.workspace_standards()
    print_problems(err(), run.workspace_advice(standards))
    readings = refuse_shared_ids([run.read_and_check(path, standards) for path in _workbooks(paths)])
    if form == "json":
        print_json({"workbooks": [checked(reading) for reading in readings]})
    else:
        print_checks(readings)
    if annotate:
        _write_checked_copies(readings, annotate, err() if form == "json" else out())
    if not all(reading.usable for reading in readings):
        sys.exit(NEEDS_A_PERSON)


@main.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@_audience
@_period
@_as_of
@_history
@_format
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Print what would change if a cell said something else: forces[2].strength=2. May be given several times.",
)
@_told_plainly
def show(
    workbook: Path,
    audience: Any,
    period: str | None,
    as_of: datetime.datetime | None,
    history: Path | None,
    form: str,
    changes: tuple[str, ...],
) -> None:
    """Print everything read and computed for one account, as a template of that audience sees it.

    With --set only the results that would change are printed, and nothing is written. Rows are counted from 1 or named
    by their id. A portfolio workbook is printed as it was read; it is internal as a whole.
    """
    from pipeline import run

    standards = run.workspace_standards()
    (path,) = _workbooks((workbook,))
    reading = run.read_and_check(path, standards)
    if not reading.usable:
        raise Refused(*(problem for problem in reading.problems if problem.severity == "error"))
    review = run.Review(*_review(period, as_of))
    if changes:
        found = run.what_if(_of_an_account(reading), changes, standards, review, audience)
        print_differences(changes, found, form)
        return
    data = _shown(reading, standards, review, audience, history)
    if form == "json":
        print_json(data)
    else:
        print_nested(data)


def _of_an_account(reading: Any) -> Any:
    """The reading, if it is that of an account; wrong usage for a portfolio."""
    if getattr(reading, "portfolio", None) is not None:
        _wrong_usage(f"{reading.path} is the portfolio workbook; --set works on the workbook of an account.")
    return reading


def _shown(reading: Any, standards: Any, review: Any, audience: Any, history: Path | None) -> dict[str, Any]:
    """What `show` prints of a workbook; wrong usage for a portfolio as a client would see it."""
    from pipeline import run
    from pipeline.production.history import earlier
    from pipeline.production.history_folders import folders, kept_in

    portfolio = getattr(reading, "portfolio", None)
    if portfolio is None:
        before = earlier(folders(reading.path, kept_in(history)), reading.account_id, review.period)
        problems = (*reading.problems, *before.problems)
        return run.view(reading.account, standards, review, audience, problems, before.snapshots)
    if audience == "client":
        _wrong_usage(f"{reading.path} is the portfolio workbook: no client sees anything of it.")
    return run.portfolio_view(portfolio)


@main.command()
@_paths
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@_period
@_as_of
@_history
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
@click.option("--quiet", is_flag=True, help="Print the result only.")
@click.option("--verbose", is_flag=True, help="Print every warning and note, and the seconds of each account.")
@_told_plainly
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
    from pipeline.production.history_folders import kept_in
    from pipeline.production.order import STANDARDS, TEMPLATES, Order
    from pipeline.production.rounds import Asked

    workbooks = _workbooks(paths)
    quarter, day = _review(period, as_of)
    order = Order(
        standards=STANDARDS,
        templates=TEMPLATES,
        period=quarter,
        as_of=day,
        folder=out / quarter,
        history=kept_in(history),
        force=force,
    )
    asked = Asked(workbooks=workbooks, order=order, only=only)
    found = _round(asked, _executor(order, jobs, scheduler), quiet)
    _tell(asked, found, quiet, verbose)
    if found.stop:
        raise RunStopped(found.stop)
    if found.needs_a_person:
        sys.exit(NEEDS_A_PERSON)


def _round(asked: Any, executor: Callable[[Any, Any], Any], quiet: bool) -> Any:
    """One round of building, its progress shown."""
    from pipeline.production.rounds import build_round
    from pipeline.screen.runs import progress

    since = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
    with progress(len(asked.workbooks), quiet) as told:
        return build_round(asked, executor, since, told)


def _tell(asked: Any, found: Any, quiet: bool, verbose: bool) -> None:
    """Tells what became of each account; wrong usage if there was none to be built."""
    from pipeline.production.history_folders import folders
    from pipeline.screen.runs import print_outcomes

    if found.former:
        err().print(f"An earlier run did not end as it should ({found.former}); this one takes over from it.")
    looked_in = ", ".join(str(path) for path in asked.workbooks)
    if not found.outcomes and not found.stop:
        _wrong_usage(f"No account is called {asked.only!r} in {looked_in}.")
    if found.outcomes and all(outcome.status == "passed over" for outcome in found.outcomes):
        _wrong_usage(f"{looked_in} holds the whole portfolio, not one account: name the accounts' workbooks.")
    print_outcomes(found.outcomes, asked.order.folder, verbose)
    compared = asked.order.history or any(path.is_dir() for one in asked.workbooks for path in folders(one, None))
    if not compared and not quiet:
        err().print(
            "Nothing is kept to compare the next period with: keyplan init makes history/, --history names one."
        )


def _executor(order: Any, jobs: int | None, scheduler: str | None) -> Callable[[Any, Any], Any]:
    """Who builds the accounts, to be begun with the folder held and whether the run is to stop: this computer, or the
    cluster named."""
    from pipeline.production.cluster import Cluster
    from pipeline.production.workers import Workers, usual_jobs

    if scheduler and jobs:
        _wrong_usage("--jobs is for this computer; a cluster has as many as it has workers. Leave one of the two out.")
    if scheduler:
        return lambda held, stopping: Cluster(scheduler, order.templates, stopping=stopping)
    jobs = jobs or usual_jobs()
    return lambda held, stopping: Workers(jobs, order.templates, held=held.handle, stopping=stopping)


@main.command()
@_audience
@_format
@_told_plainly
def fields(audience: Any, form: str) -> None:
    """List every field a workbook or a template may use."""
    from pipeline import run

    rows = run.fields(run.workspace_standards(), audience)
    if form == "json":
        print_json(rows)
        return
    print_fields(rows)


@main.command()
@click.argument("templates", nargs=-1, type=click.Path(path_type=Path))
@_told_plainly
def lint(templates: tuple[Path, ...]) -> None:
    """Check output templates against the fields; without TEMPLATE, all of output_templates/."""
    from pipeline import run

    files = templates or run.template_files(run.OUTPUT_TEMPLATES)
    missing = [path for path in files if not path.is_file()]
    if missing or not files:
        _wrong_usage(
            f"No template {missing[0] if missing else 'in ' + str(run.OUTPUT_TEMPLATES)}: name a .docx or .pptx."
        )
    _, problems = run.compile_templates(tuple(files))
    if problems:
        raise Refused(*problems)
    warnings = run.template_warnings(tuple(files))
    print_problems(out(), warnings)
    told = f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}" if warnings else "no findings"
    click.echo(f"{len(files)} templates: {told}.")


@main.command()
@_told_plainly
def template() -> None:
    """Write the workbooks of input_templates/, account.xlsx and portfolio.xlsx, anew from fields and standards."""
    from pipeline import run

    for path in run.renew_input_templates(run.workspace_standards()):
        click.echo(path)


@main.command()
@click.argument("code", required=False)
@_told_plainly
def explain(code: str | None) -> None:
    """Tell what a problem CODE means, with an example and the fix; without CODE, list all of them."""
    from pipeline.codes import look_up, similar

    if code is None:
        print_codes()
        return
    known = look_up(code)
    if known is None:
        near = similar(code)
        _wrong_usage(
            f"There is no problem code {code!r}. "
            + (f"Did you mean {', '.join(near)}?" if near else "keyplan explain lists all of them.")
        )
    print_code(known)


@main.command()
@_paths
@_told_plainly
def upgrade(paths: tuple[Path, ...]) -> None:
    """Move workbooks of an older template or of other standards onto today's; nothing is lost."""
    from pipeline import run

    standards = run.workspace_standards()
    found = []
    for path in _workbooks(paths):
        upgraded, reading = run.upgrade(path, standards)
        found.append(upgraded)
        print_upgrade(upgraded, reading)
    counts = Counter(one.status for one in found)
    told = ", ".join(f"{counts[status]} {status}" for status in ("upgraded", "current", "left alone"))
    click.echo(f"{counted(len(found), 'workbook')}: {told}.")
    if any(one.reasons or one.left for one in found):
        sys.exit(NEEDS_A_PERSON)


@main.command(name="import")
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CSV...")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("accounts"), show_default=True)
@click.option("--mapping", type=click.Path(path_type=Path), help="A TOML file: columns and stages of another system.")
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decides amounts like 1.200.")
@click.option(
    "--date-order",
    type=click.Choice(["day-first", "month-first"]),
    help="Decides days like 03/04/2026.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done; write nothing.")
@click.option("--verbose", is_flag=True, help="Print every cell that is filled, and every value that was not taken.")
@_format
@_told_plainly
def import_(
    exports: tuple[Path, ...],
    folder: Path,
    mapping: Path | None,
    decimal: str | None,
    date_order: str | None,
    dry_run: bool,
    verbose: bool,
    form: str,
) -> None:
    """Make and refresh account workbooks from CRM exports: accounts, opportunities, contacts."""
    from pipeline import run
    from pipeline.production.workbooks import find_workbooks

    standards = run.workspace_standards()
    read, terms = run.crm_exports(exports, mapping, standards, decimal or "", date_order or "")
    carry = run.preview_import if dry_run else run.import_exports
    found = carry(read, terms, find_workbooks((folder,)) if folder.is_dir() else (), folder, standards)
    if form == "json":
        print_json(imported(read, found))
    else:
        print_imports(read, found, verbose)
    told = [*found.problems, *(problem for plan in found.plans for problem in plan.merge.problems)]
    if told or any(plan.reason for plan in found.plans):
        sys.exit(NEEDS_A_PERSON)


def _workbooks(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The workbooks among `paths`, default the folder accounts; wrong usage if there are none."""
    from pipeline.production.workbooks import find_workbooks

    asked = paths or (Path("accounts"),)
    for path in asked:
        if not path.exists():
            _wrong_usage(f"{path} does not exist: name a workbook, or a folder with workbooks.")
    found = find_workbooks(asked)
    if not found:
        _wrong_usage(f"No workbook in {', '.join(str(path) for path in asked)}: make one with keyplan new NAME.")
    return found


def _review(period: str | None, as_of: datetime.datetime | None) -> tuple[str, datetime.date]:
    """The period and the as-of date of a run, from what was asked and today."""
    today = datetime.date.today()
    name = period or f"{today.year}-Q{(today.month + 2) // 3}"
    if not re.fullmatch(r"\d{4}-Q[1-4]", name):
        _wrong_usage(f"--period {name!r} is not a quarter: write it as 2026-Q3.")
    year, quarter = int(name[:4]), int(name[-1])
    last_day = datetime.date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - datetime.timedelta(days=1)
    return name, as_of.date() if as_of else min(today, last_day)


def _wrong_usage(message: str) -> NoReturn:
    err().print(message, style="red")
    sys.exit(WRONG_USAGE)


def _write_checked_copies(readings: Sequence[Any], folder: Path, console: Any) -> None:
    """Writes a checked copy of each workbook into `folder` and prints its path."""
    from pipeline.production.checked_copies import write_checked_copies

    for reading, path in write_checked_copies(readings, folder):
        if path:
            console.print(str(path))
        else:
            err().print(
                f"{reading.path}: no checked copy is made, as the file is no Excel workbook that can be opened."
            )
            err().print("If it is a spreadsheet, save it as an Excel workbook (.xlsx) first.")

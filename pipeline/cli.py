"""The commands: read arguments, call one function, print, exit code."""

import datetime
import json
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console

from pipeline import __version__
from pipeline.problems import Problem, Refused, RunStopped

if TYPE_CHECKING:
    from rich.progress import Progress

P = ParamSpec("P")
T = TypeVar("T")

NEEDS_A_PERSON = 1
WRONG_USAGE = 2
CANNOT_GO_ON = 3

_out = Console(highlight=False, markup=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
_MARKS = {"error": "■ error", "warning": "▲ warning", "note": "○ note"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def _told_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """`command` with what a user can cause told in a sentence and the exit code of the contract."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Refused as refusal:
            _print_problems(_err, refusal.problems)
            sys.exit(NEEDS_A_PERSON)
        except RunStopped as stop:
            _err.print(str(stop), style="red")
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
    _print_problems(_err, run.workspace_advice(standards))
    readings = refuse_shared_ids([run.read_and_check(path, standards) for path in _workbooks(paths)])
    if form == "json":
        _print_json({"workbooks": [_checked(reading) for reading in readings]})
    else:
        for reading in readings:
            _out.print(f"{reading.path}: {_verdict(reading.problems)}", style="bold")
            _print_problems(_out, [replace(problem, file="") for problem in reading.problems])
    if annotate:
        _write_checked_copies(readings, annotate, _err if form == "json" else _out)
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
        _print_differences(changes, found, form)
        return
    data = _shown(reading, standards, review, audience, history)
    if form == "json":
        _print_json(data)
    else:
        _print_nested(data)


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
    from pipeline.production.history_folders import folders, kept_in
    from pipeline.production.lock import only_run_in
    from pipeline.production.order import STANDARDS, TEMPLATES, Order
    from pipeline.production.report import write_report

    start = time.perf_counter()
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
    since = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
    with only_run_in(order.folder, since) as held:
        if held.former:
            _err.print(f"An earlier run did not end as it should ({held.former}); this one takes over from it.")
        executor = _executor(order, jobs, scheduler, held.handle)
        outcomes, stop = _outcomes(workbooks, order, only, executor, quiet)
        looked_in = ", ".join(str(path) for path in workbooks)
        if not outcomes and not stop:
            _wrong_usage(f"No account is called {only!r} in {looked_in}.")
        if outcomes and all(outcome.status == "passed over" for outcome in outcomes):
            _wrong_usage(f"{looked_in} holds the whole portfolio, not one account: name the accounts' workbooks.")
        report = order.folder / "report.json"
        try:
            write_report(report, outcomes, quarter, day.isoformat(), time.perf_counter() - start)
        except RunStopped as also:
            stop = stop or str(also)
    _print_outcomes(outcomes, order.folder, verbose)
    if (
        order.history is None
        and not quiet
        and not any(path.is_dir() for one in workbooks for path in folders(one, None))
    ):
        _err.print("Nothing is kept to compare the next period with: keyplan init makes history/, --history names one.")
    if stop:
        raise RunStopped(stop)
    if any(outcome.status in ("refused", "failed") for outcome in outcomes):
        sys.exit(NEEDS_A_PERSON)


def _outcomes(
    workbooks: tuple[Path, ...], order: Any, only: str | None, executor: Callable[[Any], Any], quiet: bool
) -> tuple[tuple[Any, ...], str]:
    """What became of each workbook, in order, and in a sentence why the run could not go on; "" if it could."""
    from pipeline.production.build import build_accounts, in_order

    outcomes: list[Any] = []
    stop = ""
    with (
        _stopped_by_ctrl_c() as stopping,
        closing(executor(stopping)) as workers,
        _progress(len(workbooks), quiet) as progress,
    ):
        task = progress.add_task("", total=len(workbooks))
        try:
            for outcome in build_accounts(workbooks, order, workers, only, stopping):
                outcomes.append(outcome)
                progress.update(task, advance=1, description=outcome.name or Path(outcome.workbook).name)
        except RunStopped as stopped:
            stop = str(stopped)
        if stopping():
            stop = "Stopped. Accounts that were finished are whole; run again to build the others."
    return in_order(outcomes, workbooks), stop


def _executor(order: Any, jobs: int | None, scheduler: str | None, held: int | None) -> Callable[[Any], Any]:
    """Who builds the accounts, to be begun with whether the run is to stop: this computer, or the cluster named."""
    from pipeline.production.cluster import Cluster
    from pipeline.production.workers import Workers, usual_jobs

    if scheduler and jobs:
        _wrong_usage("--jobs is for this computer; a cluster has as many as it has workers. Leave one of the two out.")
    if scheduler:
        return lambda stopping: Cluster(scheduler, order.templates, stopping=stopping)
    return lambda stopping: Workers(jobs or usual_jobs(), order.templates, held=held, stopping=stopping)


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed. What is being written is not broken off by it; pressed again, it ends the program."""
    pressed: list[int] = []
    former = signal.getsignal(signal.SIGINT)

    def note(number: int, _: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, former)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, former)


@main.command()
@_audience
@_format
@_told_plainly
def fields(audience: Any, form: str) -> None:
    """List every field a workbook or a template may use."""
    from pipeline import run

    rows = run.fields(run.workspace_standards(), audience)
    if form == "json":
        _print_json(rows)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Path", "Sheet", "Heading", "Type", "Audience", "What it holds"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        required = f"{row['title']} *" if row["required"] else row["title"] or ""
        table.add_row(row["path"], row["sheet"] or "computed", required, row["type"], row["audience"], row["help"])
    _out.print(table)


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
    _print_problems(_out, warnings)
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
        _print_codes()
        return
    known = look_up(code)
    if known is None:
        near = similar(code)
        _wrong_usage(
            f"There is no problem code {code!r}. "
            + (f"Did you mean {', '.join(near)}?" if near else "keyplan explain lists all of them.")
        )
    marks = ", ".join(_MARKS[severity] for severity in known.severity)
    _out.print(f"{known.code}  ({marks})", style="bold")
    click.echo(f"{known.title}.\n\n{click.wrap_text(known.meaning, 100)}\n")
    for heading, text in (("Example", known.example), ("Fix", known.fix)):
        click.echo(click.wrap_text(text, 100, f"{heading:9}", " " * 9))


def _print_codes() -> None:
    """Every problem code with its title, group after group."""
    from pipeline.codes import GROUPS, codes

    for group, heading in GROUPS.items():
        _out.print(heading, style="bold")
        for code in codes().values():
            if code.group == group:
                click.echo(f"  {code.code:26}{code.title}")


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
        _print_upgrade(upgraded, reading)
    counts = Counter(one.status for one in found)
    told = ", ".join(f"{counts[status]} {status}" for status in ("upgraded", "current", "left alone"))
    click.echo(f"{_counted(len(found), 'workbook')}: {told}.")
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
        _print_json(_imported(read, found))
    else:
        _print_imports(read, found, verbose)
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
    _err.print(message, style="red")
    sys.exit(WRONG_USAGE)


def _progress(total: int, quiet: bool) -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=_err,
        transient=True,
        disable=quiet or not _err.is_terminal or total == 0,
    )


def _write_checked_copies(readings: Sequence[Any], folder: Path, console: Console) -> None:
    """Writes a checked copy of each workbook into `folder` and prints its path."""
    from pipeline.production.checked_copies import write_checked_copies

    for reading, path in write_checked_copies(readings, folder):
        if path:
            console.print(str(path))
        else:
            _err.print(f"{reading.path}: no checked copy is made, as the file is no Excel workbook that can be opened.")
            _err.print("If it is a spreadsheet, save it as an Excel workbook (.xlsx) first.")


def _checked(reading: Any) -> dict[str, Any]:
    """One workbook as `check --format json` tells it."""
    keys = ("code", "severity", "sheet", "cell", "field", "found", "message", "fix")
    return {
        "path": str(reading.path),
        "account_id": getattr(reading, "account_id", ""),
        "ok": reading.usable,
        "completeness": reading.completeness,
        "problems": [{key: getattr(problem, key) for key in keys} for problem in reading.problems],
    }


def _verdict(problems: Sequence[Problem]) -> str:
    """ "2 errors, 1 warning: no document is made", "nothing to mend"."""
    counts = Counter(problem.severity for problem in problems)
    told = [f"{counts[kind]} {kind}{'s' * (counts[kind] > 1)}" for kind in ("error", "warning", "note") if counts[kind]]
    if not told:
        return "nothing to mend"
    return ", ".join(told) + (": no document is made" if counts["error"] else ": documents can be made")


def _print_problems(console: Console, problems: Iterable[Problem]) -> None:
    for problem in problems:
        console.print(f"  {_MARKS[problem.severity]}  ", style=_COLOURS[problem.severity], end="")
        console.print(f"{problem}  [{problem.code}]")


def _print_outcomes(outcomes: Sequence[Any], folder: Path, verbose: bool) -> None:
    """One row for each account on stdout; what needs a person on stderr."""
    from pipeline.production.report import STATUSES

    accounts = [outcome for outcome in outcomes if outcome.status != "passed over"]
    for outcome in outcomes if verbose else accounts:
        seconds = f"  {outcome.seconds:.2f} s" if verbose else ""
        click.echo(f"{outcome.status:9} {outcome.name or outcome.account_id or outcome.workbook}{seconds}")
        for file in outcome.files if verbose or outcome.status != "unchanged" else ():
            click.echo(f"          {folder / file.path}")
        for file in outcome.former:
            _err.print(f"  {folder / file.path} is of an earlier run and not current: do not send it.", style="yellow")
        for remark in outcome.remarks:
            _err.print(f"  {remark}", style="yellow")
        if outcome.reason:
            _err.print(f"  {outcome.reason}", style="red")
        shown = outcome.problems if verbose else [p for p in outcome.problems if p.severity == "error"]
        _print_problems(_err, shown)
    counts = Counter(outcome.status for outcome in outcomes)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    counted = "1 account" if len(accounts) == 1 else f"{len(accounts)} accounts"
    click.echo(f"{counted}: {told}. Report: {folder / 'report.json'}")


def _print_upgrade(upgraded: Any, reading: Any) -> None:
    """What became of a workbook: how many values there were, what was renamed, each thing that found no place."""
    if upgraded.status == "current":
        click.echo(f"{upgraded.path}: current ({upgraded.after}); left as it is")
    if upgraded.reasons:
        click.echo(f"{upgraded.path}: left alone, nothing is written")
        _print_problems(_err, upgraded.reasons)
    if upgraded.status != "upgraded":
        return
    _out.print(f"{upgraded.path}: upgraded from {upgraded.before} to {upgraded.after}", style="bold")
    click.echo(
        f"  {_counted(upgraded.values, 'value')}: {upgraded.carried} carried over, {len(upgraded.left)} not; "
        f"{_counted(len(upgraded.renamed), 'name')} changed, {_counted(upgraded.formulas, 'formula')} became a value"
    )
    for told in upgraded.renamed:
        click.echo(f"  renamed: {told} today")
    for told in upgraded.left:
        click.echo(f"  not carried over: {told}")
    click.echo(f"  as it was: {upgraded.former}")
    click.echo(f"  check: {_verdict(reading.problems)}")


def _counted(number: int, what: str) -> str:
    """ "1 value", "2 values"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _imported(exports: Sequence[Any], found: Any) -> dict[str, Any]:
    """An import as `import --format json` tells it."""
    told = ("filled", "overwritten", "kept", "added", "problems")
    return {
        "exports": [
            {"path": one.path, "kind": one.kind.name, "rows": len(one.rows), "about": one.about} for one in exports
        ],
        "accounts": [
            {key: getattr(plan, key) for key in ("status", "name", "account_id", "path", "former")}
            | {key: [asdict(one) for one in getattr(plan.merge, key)] for key in told}
            | {"only_in_workbook": plan.merge.staying, "reason": asdict(plan.reason) if plan.reason else None}
            for plan in found.plans
        ],
        "problems": [asdict(problem) for problem in found.problems],
    }


def _print_imports(exports: Sequence[Any], found: Any, verbose: bool) -> None:
    """How each export was read, a row for each workbook with the values that went over others, and what needs a
    person."""
    for export in exports:
        click.echo(f"{export.path}: {export.about}")
    for plan in found.plans:
        click.echo(f"{plan.status:10} {plan.path}  {plan.name}{_import_counts(plan.merge)}")
        for change in plan.merge.overwritten:
            _print_change("replaced", change)
        for change in plan.merge.filled if verbose and plan.status != "created" else ():
            _print_change("filled", change)
        for change in plan.merge.kept if verbose else ():
            _print_change("kept", change)
        for added in plan.merge.added if verbose or plan.status == "refreshed" else ():
            to_fill = f"; still to be filled in: {', '.join(added.to_fill)}" if added.to_fill else ""
            click.echo(f"           {added.sheet}, row {added.row}: added {added.name!r}{to_fill}")
        if plan.former:
            click.echo(f"           as it was: {plan.former}")
        _print_problems(_err, [*([plan.reason] if plan.reason else []), *plan.merge.problems])
    _print_problems(_err, found.problems)
    counts = Counter(plan.status for plan in found.plans)
    told = [f"{counts[status]} {status}" for status in ("created", "refreshed", "unchanged", "left alone")]
    click.echo(f"{len(found.plans)} accounts: {', '.join(told)}.")


def _import_counts(merge: Any) -> str:
    """ ": 2 values replaced, 3 blanks filled, 1 row added, 4 values kept"."""
    counted = (
        (len(merge.overwritten), "value", "replaced"),
        (len(merge.filled), "blank", "filled"),
        (len(merge.added), "row", "added"),
        (len(merge.kept), "differing value", "kept"),
        (merge.staying, "row", "only in the workbook"),
    )
    told = [f"{count} {one}{'s' if count > 1 else ''} {what}" for count, one, what in counted if count]
    return f": {', '.join(told)}" if told else ""


def _print_change(what: str, change: Any) -> None:
    of = f" of {change.of!r}" if change.of else ""
    values = f"{change.before!r} by {change.after!r}" if change.before else repr(change.after)
    values = f"{change.before!r}, the CRM says {change.after!r}" if what == "kept" else values
    click.echo(f"           {change.sheet}!{change.cell} {change.title}{of}: {what} {values}")


def _print_differences(changes: Sequence[str], found: Sequence[Any], form: str) -> None:
    """What a change of cells would change: each result with its value before and after."""
    if form == "json":
        changed = [{"path": one.path, "before": one.before, "after": one.after} for one in found]
        _print_json({"set": list(changes), "changed": changed})
        return
    click.echo(f"With {', '.join(changes)}:" if found else f"With {', '.join(changes)} no result changes.")
    for one in found:
        click.echo(f"  {one.path}: {_figure(one.before)} -> {_figure(one.after)}")


def _figure(value: Any) -> str:
    """A result on the terminal: "nothing" for None, a number with four decimals at most."""
    if value is None:
        return "nothing"
    return f"{round(value, 4):f}" if isinstance(value, Decimal) else str(value)


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_json_value))


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _print_nested(data: Any, indent: str = "") -> None:
    """Nested data as an outline; blanks and empty lists are left out."""
    items = data.items() if isinstance(data, Mapping) else enumerate(data, start=1)
    for key, value in items:
        if isinstance(value, Mapping | list):
            if value:
                click.echo(f"{indent}{key}")
                _print_nested(value, indent + "  ")
        elif value is not None and value != "":
            click.echo(f"{indent}{key}: {value}")

"""Every command but the main job."""

import datetime
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import (
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

_format = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_audience = click.option("--audience", type=click.Choice(["internal", "client"]), default="internal", show_default=True)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), default=Path("."), metavar="[DIR]")
@told_plainly
def init(folder: Path) -> None:
    """Make DIR, default this folder, a workspace: templates, standards, accounts/, history/ and a Makefile.

    A file that is there already stays as it is.
    """
    from pipeline.production.workspace import begin_workspace

    if folder.is_file():
        wrong_usage(f"{folder} is a file: name a folder.")
    begun = begin_workspace(folder)
    for path in begun.written:
        click.echo(f"written {path}")
    for path in begun.kept:
        click.echo(f"kept {path}")


@main.command()
@click.argument("name")
@click.option("--dir", "folder", type=click.Path(path_type=Path), default=Path("accounts"), show_default=True)
@told_plainly
def new(name: str, folder: Path) -> None:
    """Make a fresh workbook for the account NAME."""
    from pipeline.problems import RunStopped
    from pipeline.run.reading import workspace_standards
    from pipeline.run.workbooks import account_id as id_of
    from pipeline.run.workbooks import new_workbook

    account_id = id_of(name)
    if not account_id:
        wrong_usage(f"No account id can be made from {name!r}: give a name with Latin letters or digits.")
    path = folder / f"{account_id}.xlsx"
    try:
        new_workbook(workspace_standards(), name, account_id, path)
    except FileExistsError:
        wrong_usage(f"{path} is there already and stays as it is: choose another name, or another --dir.")
    except OSError as error:
        raise RunStopped(f"{path} cannot be written ({(error.strerror or str(error)).lower()}).") from error
    click.echo(path)


@main.command()
@paths_argument
@_format
@click.option(
    "--annotate",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write copies into DIR in which every problem is a coloured note on its cell.",
)
@told_plainly
def check(paths: tuple[Path, ...], form: str, annotate: Path | None) -> None:
    """Read and validate workbooks; tell every problem at once."""
    from pipeline.production.shared_ids import refuse_shared_ids
    from pipeline.run.reading import read_and_check, workspace_advice, workspace_standards

    standards = workspace_standards()
    print_problems(err(), workspace_advice(standards))
    readings = refuse_shared_ids([read_and_check(path, standards) for path in workbooks_of(paths)])
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
@period_option
@as_of_option
@history_option
@_format
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Print what would change if a cell said something else: forces[2].strength=2. May be given several times.",
)
@told_plainly
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
    from pipeline.problems import Refused
    from pipeline.run.reading import read_and_check, workspace_standards
    from pipeline.run.showing import what_if
    from pipeline.run.stages import Review

    standards = workspace_standards()
    (path,) = workbooks_of((workbook,))
    reading = read_and_check(path, standards)
    if not reading.usable:
        raise Refused(*(problem for problem in reading.problems if problem.severity == "error"))
    review = Review(*review_of(period, as_of))
    if changes:
        found = what_if(_of_an_account(reading), changes, standards, review, audience)
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
        wrong_usage(f"{reading.path} is the portfolio workbook; --set works on the workbook of an account.")
    return reading


def _shown(reading: Any, standards: Any, review: Any, audience: Any, history: Path | None) -> dict[str, Any]:
    """What `show` prints of a workbook; wrong usage for a portfolio as a client would see it."""
    from pipeline.production.history import earlier
    from pipeline.production.history_folders import folders, kept_in
    from pipeline.run.showing import portfolio_view
    from pipeline.run.stages import view

    portfolio = getattr(reading, "portfolio", None)
    if portfolio is None:
        before = earlier(folders(reading.path, kept_in(history)), reading.account_id, review.period)
        problems = (*reading.problems, *before.problems)
        return view(reading.account, standards, review, audience, problems, before.snapshots)
    if audience == "client":
        wrong_usage(f"{reading.path} is the portfolio workbook: no client sees anything of it.")
    return portfolio_view(portfolio)


@main.command()
@_audience
@_format
@told_plainly
def fields(audience: Any, form: str) -> None:
    """List every field a workbook or a template may use."""
    from pipeline.run.reading import workspace_standards
    from pipeline.run.showing import fields

    rows = fields(workspace_standards(), audience)
    if form == "json":
        print_json(rows)
        return
    print_fields(rows)


@main.command()
@click.argument("templates", nargs=-1, type=click.Path(path_type=Path))
@told_plainly
def lint(templates: tuple[Path, ...]) -> None:
    """Check output templates against the fields; without TEMPLATE, all of output_templates/."""
    from pipeline.problems import Refused
    from pipeline.run.templates import OUTPUT_TEMPLATES, compile_templates, template_files, template_warnings

    files = templates or template_files(OUTPUT_TEMPLATES)
    missing = [path for path in files if not path.is_file()]
    if missing or not files:
        wrong_usage(f"No template {missing[0] if missing else 'in ' + str(OUTPUT_TEMPLATES)}: name a .docx or .pptx.")
    _, problems = compile_templates(tuple(files))
    if problems:
        raise Refused(*problems)
    warnings = template_warnings(tuple(files))
    print_problems(out(), warnings)
    told = f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}" if warnings else "no findings"
    click.echo(f"{len(files)} templates: {told}.")


@main.command()
@told_plainly
def template() -> None:
    """Write the workbooks of input_templates/, account.xlsx and portfolio.xlsx, anew from fields and standards."""
    from pipeline.run.reading import workspace_standards
    from pipeline.run.workbooks import renew_input_templates

    for path in renew_input_templates(workspace_standards()):
        click.echo(path)


@main.command()
@click.argument("code", required=False)
@told_plainly
def explain(code: str | None) -> None:
    """Tell what a problem CODE means, with an example and the fix; without CODE, list all of them."""
    from pipeline.codes import look_up, similar

    if code is None:
        print_codes()
        return
    known = look_up(code)
    if known is None:
        near = similar(code)
        wrong_usage(
            f"There is no problem code {code!r}. "
            + (f"Did you mean {', '.join(near)}?" if near else "keyplan explain lists all of them.")
        )
    print_code(known)


@main.command()
@paths_argument
@told_plainly
def upgrade(paths: tuple[Path, ...]) -> None:
    """Move workbooks of an older template or of other standards onto today's; nothing is lost."""
    from pipeline.run.reading import workspace_standards
    from pipeline.run.workbooks import upgrade

    standards = workspace_standards()
    found = []
    for path in workbooks_of(paths):
        upgraded, reading = upgrade(path, standards)
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
@told_plainly
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
    from pipeline.production.workbooks import find_workbooks
    from pipeline.run.reading import workspace_standards
    from pipeline.run.workbooks import crm_exports, import_exports, preview_import

    standards = workspace_standards()
    read, terms = crm_exports(exports, mapping, standards, decimal or "", date_order or "")
    carry = preview_import if dry_run else import_exports
    found = carry(read, terms, find_workbooks((folder,)) if folder.is_dir() else (), folder, standards)
    if form == "json":
        print_json(imported(read, found))
    else:
        print_imports(read, found, verbose)
    told = [*found.problems, *(problem for plan in found.plans for problem in plan.merge.problems)]
    if told or any(plan.reason for plan in found.plans):
        sys.exit(NEEDS_A_PERSON)


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

"""Answers on the terminal: fields, problem codes, checks, upgrades, imports, and what would change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import click

from pipeline.codes import GROUPS, Code, codes
from pipeline.screen.console import MARKS, counted, err, out, print_json, print_problems, verdict


def print_fields(rows: Sequence[Mapping[str, Any]]) -> None:
    """Every field in a table, what must be filled with a star."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Path", "Sheet", "Heading", "Type", "Audience", "What it holds"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        required = f"{row['title']} *" if row["required"] else row["title"] or ""
        table.add_row(row["path"], row["sheet"] or "computed", required, row["type"], row["audience"], row["help"])
    out().print(table)


def print_code(known: Code) -> None:
    """What a problem code means, with an example and the fix."""
    marks = ", ".join(MARKS[severity] for severity in known.severity)
    out().print(f"{known.code}  ({marks})", style="bold")
    click.echo(f"{known.title}.\n\n{click.wrap_text(known.meaning, 100)}\n")
    for heading, text in (("Example", known.example), ("Fix", known.fix)):
        click.echo(click.wrap_text(text, 100, f"{heading:9}", " " * 9))


def print_checks(readings: Sequence[Any]) -> None:
    """The verdict on each workbook, with its problems."""
    from msgspec.structs import replace

    for reading in readings:
        out().print(f"{reading.path}: {verdict(reading.problems)}", style="bold")
        print_problems(out(), [replace(problem, file="") for problem in reading.problems])


def checked(reading: Any) -> dict[str, Any]:
    """One workbook as `check --format json` tells it."""
    keys = ("code", "severity", "sheet", "cell", "field", "found", "message", "fix")
    return {
        "path": str(reading.path),
        "account_id": getattr(reading, "account_id", ""),
        "ok": reading.usable,
        "completeness": reading.completeness,
        "problems": [{key: getattr(problem, key) for key in keys} for problem in reading.problems],
    }


def print_codes() -> None:
    """Every problem code with its title, group after group."""
    for group, heading in GROUPS.items():
        out().print(heading, style="bold")
        for code in codes().values():
            if code.group == group:
                click.echo(f"  {code.code:26}{code.title}")


def print_upgrade(upgraded: Any, reading: Any) -> None:
    """What became of a workbook: how many values there were, what was renamed, each thing that found no place."""
    if upgraded.status == "current":
        click.echo(f"{upgraded.path}: current ({upgraded.after}); left as it is")
    if upgraded.reasons:
        click.echo(f"{upgraded.path}: left alone, nothing is written")
        print_problems(err(), upgraded.reasons)
    if upgraded.status != "upgraded":
        return
    out().print(f"{upgraded.path}: upgraded from {upgraded.before} to {upgraded.after}", style="bold")
    click.echo(
        f"  {counted(upgraded.values, 'value')}: {upgraded.carried} carried over, {len(upgraded.left)} not; "
        f"{counted(len(upgraded.renamed), 'name')} changed, {counted(upgraded.formulas, 'formula')} became a value"
    )
    for told in upgraded.renamed:
        click.echo(f"  renamed: {told} today")
    for told in upgraded.left:
        click.echo(f"  not carried over: {told}")
    click.echo(f"  as it was: {upgraded.former}")
    click.echo(f"  check: {verdict(reading.problems)}")


def imported(exports: Sequence[Any], found: Any) -> dict[str, Any]:
    """An import as `import --format json` tells it."""
    from msgspec.structs import asdict

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


def print_imports(exports: Sequence[Any], found: Any, verbose: bool) -> None:
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
        print_problems(err(), [*([plan.reason] if plan.reason else []), *plan.merge.problems])
    print_problems(err(), found.problems)
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


def print_differences(changes: Sequence[str], found: Sequence[Any], form: str) -> None:
    """What a change of cells would change: each result with its value before and after."""
    if form == "json":
        changed = [{"path": one.path, "before": one.before, "after": one.after} for one in found]
        print_json({"set": list(changes), "changed": changed})
        return
    click.echo(f"With {', '.join(changes)}:" if found else f"With {', '.join(changes)} no result changes.")
    for one in found:
        click.echo(f"  {one.path}: {_figure(one.before)} -> {_figure(one.after)}")


def _figure(value: Any) -> str:
    """A result on the terminal: "nothing" for None, a number with four decimals at most."""
    if value is None:
        return "nothing"
    return f"{round(value, 4):f}" if isinstance(value, Decimal) else str(value)

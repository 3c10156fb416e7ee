"""Rules about ids and references: unique, existing, on the right side, and never in a circle."""

from collections.abc import Iterator

from pipeline.checks.places import at_cell, column_of, is_unread
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Column, Contents, Record, columns
from pipeline.model.kinds import is_named_elsewhere, is_own_id, referred
from pipeline.model.people import Stakeholder
from pipeline.model.plan import Action, Objective
from pipeline.model.world import Unit
from pipeline.problems import Problem, Severity, fold, nearest
from pipeline.standards import Standards

# A field by which a row names another row of its own sheet.
_CHAINS: tuple[tuple[type[Record], str], ...] = ((Action, "parent"), (Stakeholder, "reports_to"), (Unit, "parent"))
# A field that must name one of our own people.
_OURS: tuple[tuple[type[Record], str], ...] = (
    (Objective, "owner"),
    (Stakeholder, "our_contact"),
    (Stakeholder, "last_contact_by"),
)


def ids_are_unique(contents: Contents, standards: Standards) -> Iterator[Problem]:
    """An id, or the name by which other sheets name a row, stands once on its sheet; case and spaces do not count."""
    for record in contents.records:
        own_ids = [column for column in columns(record) if is_own_id(column)]
        for column in own_ids:
            yield from _repeated(contents, column, "error")
        for column in columns(record):
            if is_named_elsewhere(column) and column not in own_ids:
                # Where rows have ids besides, two people may share a name, but a name alone does not tell them apart.
                yield from _repeated(contents, column, "warning" if own_ids else "error")


def _repeated(contents: Contents, column: Column, severity: Severity) -> Iterator[Problem]:
    first: dict[str, Record] = {}
    for row in getattr(contents, column.sheet.key):
        value = getattr(row, column.key)
        if value is None:
            continue
        earlier = first.setdefault(fold(value), row)
        if earlier is not row:
            where = earlier.cell(column.key)
            message = f"{column.title} {value!r} stands already in {where}."
            fix = f"Give one of the two rows another {column.title.lower()}."
            is_id = column.kind.name == "id"
            yield at_cell(row, column.key, "duplicate-id" if is_id else "duplicate-name", severity, message, fix)


def references_exist(contents: Contents, standards: Standards) -> Iterator[Problem]:
    """What a field names is there: an owner in the team, an objective, an action, a person, a unit.

    It is an error on a required sheet. An optional sheet may be left out or in the making, so there it is a warning.
    """
    for record in contents.records:
        for column in columns(record):
            if not column.refers:
                continue
            known = _known(contents, column)
            if known is None:
                continue
            for row in contents.rows(record):
                value = getattr(row, column.key)
                for name in value if isinstance(value, tuple) else (value,):
                    if name is not None and name not in known:
                        yield _unknown(row, column, name, known)


def _known(contents: Contents, column: Column) -> list[str] | None:
    """The values a field may name; None if some could not be read, so that nobody knows what is missing."""
    known: list[str] = []
    for target in map(referred, column.refers):
        rows = getattr(contents, target.sheet.key)
        if is_unread(rows, target.key):
            return None
        known += [getattr(row, target.key) for row in rows]
    return known


def _unknown(row: Record, column: Column, name: str, known: list[str]) -> Problem:
    targets = {referred(reference).sheet.name: referred(reference).sheet for reference in column.refers}
    sheets = " or ".join(targets)
    near = nearest(name, known)
    fix = f"Did you mean {near!r}? Else add {name!r} to sheet {sheets}."
    if not near:
        fix = f"Add {name!r} to sheet {sheets}, or write one that is there."
    message = f"{column.title} {name!r} is not on sheet {sheets}."
    severity: Severity = "error" if any(sheet.required for sheet in targets.values()) else "warning"
    return at_cell(row, column.key, "unknown-reference", severity, message, fix)


def owners_are_ours(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Who answers for an objective, or holds a contact, is one of us, not of the client."""
    theirs = {member.name for member in account.team if member.organisation == "client"}
    ours = {member.name for member in account.team if member.organisation != "client"}
    for record, key in _OURS:
        for row in account.rows(record):
            name = getattr(row, key)
            if name in theirs - ours:
                title = column_of(record, key).title
                message = f"{title} {name!r} is of the client's team; one of us should answer for it."
                yield at_cell(row, key, "owner-not-ours", "warning", message, "Name one of our own people.")


def chains_end(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """No action and no unit is a part of itself, and nobody reports to themselves, on whatever way round."""
    for record, key in _CHAINS:
        own = referred(column_of(record, key).refers[0]).key
        rows = {getattr(row, own): row for row in account.rows(record) if own not in row.origin.unread}
        told: set[str] = set()
        for name, start in rows.items():
            circle = _circle(name, key, rows)
            if circle and told.isdisjoint(circle):
                told |= set(circle)
                title = column_of(record, key).title
                message = f"{title} leads in a circle: {' - '.join([*circle, circle[0]])}."
                fix = f"Take {title!r} out of one of these rows."
                yield at_cell(start, key, "circle", "error", message, fix)


def _circle(start: str, key: str, rows: dict[str, Record]) -> list[str]:
    """The ids or names from `start` back to itself, or nothing if the chain ends or runs into a circle elsewhere."""
    chain: list[str] = []
    here: str | None = start
    while here is not None and here in rows and here not in chain:
        chain.append(here)
        here = getattr(rows[here], key)
    return chain if chain and here == start else []

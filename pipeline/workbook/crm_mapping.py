"""The mapping file of an import: another system's columns and stages, and which account is which workbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from pipeline.problems import Problem, Refused, fold, nearest
from pipeline.standards import Standards
from pipeline.toml_files import TomlRefused, toml_tables, toml_text
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.crm_columns import KINDS, ExportKind, with_headings

_TABLES = ("columns", "stages", "accounts")


class CrmMapping(Struct, frozen=True):
    """What a mapping file says: the kinds of export with its columns, stages by their folded name in the CRM, and
    account ids by the account's folded name or its id in the CRM."""

    kinds: tuple[ExportKind, ...] = KINDS
    stages: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)


class MappingRefused(Refused):
    """A mapping file that cannot be used."""


def read_mapping(path: Path, standards: Standards) -> CrmMapping:
    """The mapping in the TOML file `path`. Raises MappingRefused with every fault and its fix."""
    try:
        text = toml_tables(toml_text(path, "a mapping"))
    except TomlRefused as refused:
        raise MappingRefused(_fault(path, refused.message, refused.fix, refused.place)) from None
    faults = (*_unknown_tables(path, text), *_column_faults(path, text), *_value_faults(path, text, standards))
    if faults:
        raise MappingRefused(*faults)
    own = text.get("columns", {})
    return CrmMapping(
        kinds=tuple(with_headings(kind, _headings(own.get(kind.name, {}))) for kind in KINDS),
        stages={fold(theirs): ours for theirs, ours in text.get("stages", {}).items()},
        accounts={fold(theirs): ours for theirs, ours in text.get("accounts", {}).items()},
    )


def _headings(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {part: (names,) if isinstance(names, str) else tuple(names) for part, names in table.items()}


def _unknown_tables(path: Path, text: dict[str, Any]) -> Iterator[Problem]:
    for name, table in text.items():
        if name not in _TABLES:
            near = nearest(name, _TABLES)
            fix = f"Did you mean [{near}]?" if near else "Use [columns.accounts], [stages] and [accounts]."
            yield _fault(path, f"There is no table [{name}] in a mapping.", fix, f"[{name}]")
        elif not isinstance(table, dict):
            yield _fault(path, f"{name} is not a table.", f"Begin it with [{name}].", name)


def _column_faults(path: Path, text: dict[str, Any]) -> Iterator[Problem]:
    kinds = {kind.name: kind for kind in KINDS}
    for name, table in _table(text, "columns").items():
        if name not in kinds or not isinstance(table, dict):
            fix = "Use [columns.accounts], [columns.opportunities] and [columns.contacts]."
            yield _fault(path, f"[columns.{name}] is no export that is known.", fix, f"[columns.{name}]")
            continue
        for part, names in table.items():
            known = kinds[name].headings
            place = f"[columns.{name}] {part}"
            if part not in known:
                near = nearest(part, known)
                fix = f"Did you mean {near!r}?" if near else f"Use one of {', '.join(known)}."
                yield _fault(path, f"{part!r} is nothing that {name} have.", fix, place)
            elif not _is_texts(names):
                yield _fault(path, "A heading is a text in quotes.", f'Write {part} = "Heading".', place)


def _value_faults(path: Path, text: dict[str, Any], standards: Standards) -> Iterator[Problem]:
    stages = standards.choices("stages")
    for theirs, ours in _table(text, "stages").items():
        if ours not in stages:
            near = nearest(str(ours), stages)
            fix = f"Did you mean {near!r}?" if near else f"Use one of {', '.join(stages)}."
            yield _fault(path, f"{ours!r} is not a stage of the standards.", fix, f"[stages] {theirs!r}")
    for theirs, ours in _table(text, "accounts").items():
        wanted = account_id_of(str(ours))
        if ours != wanted or not wanted:
            fix = f'Write "{theirs}" = "{wanted or "the-account-id"}".'
            message = f"{ours!r} is not an account id: lower-case letters, digits and hyphens."
            yield _fault(path, message, fix, f"[accounts] {theirs!r}")


def _table(text: dict[str, Any], name: str) -> dict[str, Any]:
    found = text.get(name, {})
    return found if isinstance(found, dict) else {}


def _is_texts(names: object) -> bool:
    listed = names if isinstance(names, list) else [names]
    return bool(listed) and all(isinstance(name, str) and name.strip() for name in listed)


def _fault(path: Path, message: str, fix: str, place: str = "") -> Problem:
    return Problem(code="import-mapping", severity="error", message=message, fix=fix, file=path.name, place=place)

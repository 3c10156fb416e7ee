"""What a client is shown does not depend on what is internal: each internal field and unshared row is changed."""

import datetime
import os
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from pipeline.documents.templates.template import Template
from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Column, Record, columns
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents, view
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, PROJECT, SAMPLES
from tests.generated import generated_account

STANDARDS = shipped_standards()
REVIEW = Review(PERIOD, AS_OF)
SEEDS = range(6)
# Consent decides whether a quote may be shown, so it must change what the client sees.
DECIDES = {column.consent for column in all_columns() if column.consent}
INTERNAL = [column for column in all_columns() if column.audience == "internal" and column.key not in DECIDES]


@cache
def account(seed: int) -> KeyAccount:
    return generated_account(seed, STANDARDS, "full" if seed % 2 else "small")


@cache
def shown(seed: int) -> dict[str, Any]:
    return client_view(account(seed))


def client_view(found: KeyAccount) -> dict[str, Any]:
    return view(found, STANDARDS, REVIEW, "client")


def another(value: Any, column: Column) -> Any:
    """Another value of the field's kind; a blank is filled."""
    choices = column.choices or (STANDARDS.choices(column.choices_from) if column.choices_from else ())
    if choices:
        return next(choice for choice in reversed(choices) if choice != value)
    match column.kind.name:
        case "yes/no":
            return not value
        case "date":
            return (value or AS_OF) - datetime.timedelta(days=400)
        case "ids":
            return (*(value or ()), "ZZ")
        case "whole number":
            lowest = int(column.kind.minimum or 0)
            return lowest if value != lowest else lowest + 1
        case "number" | "money" | "share":
            return Decimal("0.25") if value != Decimal("0.25") else Decimal("0.5")
        case "period":
            return "2024-Q1" if value != "2024-Q1" else "2024-Q2"
    return f"Quince {value or ''}"


def with_rows(found: KeyAccount, record: type[Record], rows: list[Record]) -> KeyAccount:
    value: Any = rows[0] if record.sheet.form else tuple(rows)
    return found.model_copy(update={record.sheet.key: value})


def record_of(column: Column) -> type[Record]:
    return next(record for record in RECORDS if record.sheet is column.sheet)


@pytest.mark.parametrize("column", INTERNAL, ids=lambda column: column.path)
def test_an_internal_field_changes_nothing_that_the_client_sees(column: Column) -> None:
    record = record_of(column)
    changed = 0
    for seed in SEEDS:
        rows = [
            row.model_copy(update={column.key: another(getattr(row, column.key), column)})
            for row in account(seed).rows(record)
        ]
        if rows:
            assert client_view(with_rows(account(seed), record, rows)) == shown(seed)
            changed += 1
    assert changed


def unshared() -> Iterator[type[Record]]:
    return (record for record in RECORDS if record.sheet.client_when is not None)


@pytest.mark.parametrize("record", list(unshared()), ids=lambda record: record.sheet.key)
def test_a_row_that_is_not_shared_changes_nothing_that_the_client_sees(record: type[Record]) -> None:
    assert record.sheet.client_when is not None
    decides, wanted = record.sheet.client_when
    changed = 0
    for seed in SEEDS:
        rows = account(seed).rows(record)
        hidden = [row for row in rows if getattr(row, decides) != wanted]
        if not hidden:
            continue
        changed += 1
        gone = [row for row in rows if row not in hidden]
        other = [_other_row(row, decides) if row in hidden else row for row in rows]
        doubled = [*hidden, *rows]
        for made in (gone, other, doubled):
            assert client_view(with_rows(account(seed), record, list(made))) == shown(seed)
    assert changed


def _other_row(row: Record, decides: str) -> Record:
    update = {
        column.key: another(getattr(row, column.key), column)
        for column in columns(type(row))
        if column.key not in (decides, "id")
    }
    return row.model_copy(update=update)


def test_a_field_of_the_client_does_change_what_the_client_sees() -> None:
    column = next(column for column in all_columns() if column.path == "account.vision")
    rows = [account(1).account.model_copy(update={"vision": another(account(1).account.vision, column)})]
    assert client_view(with_rows(account(1), record_of(column), list(rows))) != shown(1)


# --- the files themselves, byte by byte


VARIANTS = int(os.environ.get("KEYPLAN_VARIANTS", "25"))  # of each sample; make soak sets more
LONG = "Zaphod " * 700


def variant(found: KeyAccount, chance: random.Random) -> KeyAccount:
    """The account with every internal field and every unshared row changed, left out, doubled or moved."""
    return found.model_copy(update={record.sheet.key: _rows(found, record, chance) for record in RECORDS})


def _rows(found: KeyAccount, record: type[Record], chance: random.Random) -> Any:
    rows = [_changed(row, chance) for row in found.rows(record)]
    if record.sheet.form:
        return rows[0]
    if not any(column.audience == "client" for column in columns(record)):
        chance.shuffle(rows)
        return tuple(rows[: chance.randint(1, len(rows))] if rows else rows)
    shared = [row for row in rows if _is_shared(row)]
    for row in rows:
        if not _is_shared(row):
            for _ in range(chance.choice((0, 1, 1, 2))):
                shared.insert(chance.randint(0, len(shared)), row)
    return tuple(shared)


def _is_shared(row: Record) -> bool:
    condition = row.sheet.client_when
    return condition is None or getattr(row, condition[0]) == condition[1]


def _changed(row: Record, chance: random.Random) -> Record:
    """The row with another value, none, or a very long one in each field that is not the client's here."""
    decides = {row.sheet.client_when[0]} if row.sheet.client_when else set()
    update = {
        column.key: _any_value(getattr(row, column.key), column, chance)
        for column in columns(type(row))
        if (column.audience == "internal" or not _is_shared(row)) and column.key not in decides | {"id"} | DECIDES
    }
    return row.model_copy(update=update)


def _any_value(value: Any, column: Column, chance: random.Random) -> Any:
    if column.blank_allowed and chance.random() < 0.25:
        return None
    if column.kind.name == "long text" and chance.random() < 0.25:
        return LONG
    return another(value, column) if chance.random() < 0.75 else value


@cache
def client_templates() -> tuple[Template, ...]:
    return tuple(one for one in read_templates(PROJECT / "output_templates") if one.audience == "client")


def client_files(found: KeyAccount) -> dict[str, bytes]:
    return {made.name: made.content for made in documents(found, STANDARDS, client_templates(), REVIEW)}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_client_files_are_the_same_bytes_whatever_is_internal(name: str) -> None:
    found = read_and_check(SAMPLES / f"{name}.xlsx", STANDARDS).account
    assert found is not None
    untouched = client_files(found)
    assert len(untouched) == 2
    for number in range(VARIANTS):
        changed = variant(found, random.Random(f"{name} {number}"))
        assert changed != found
        assert client_files(changed) == untouched, f"variant {number}"


def test_variants_reach_every_internal_field_and_every_unshared_row() -> None:
    """No variant of one account changes all, but those of the samples together leave no field as it was."""
    reached: set[str] = set()
    for name in ACCOUNTS:
        found = read_and_check(SAMPLES / f"{name}.xlsx", STANDARDS).account
        assert found is not None
        for number in range(5):
            chance = random.Random(number)
            for record in RECORDS:
                for row in found.rows(record):
                    new = _changed(row, chance)
                    reached |= {c.path for c in columns(record) if getattr(new, c.key) != getattr(row, c.key)}
    kept = {"account.account_id"}
    missed = {column.path for column in INTERNAL if column.key != "id"} - reached - kept
    assert missed == set()


def test_a_clients_field_does_change_the_files() -> None:
    found = read_and_check(SAMPLES / f"{ACCOUNTS[0]}.xlsx", STANDARDS).account
    assert found is not None
    other = found.model_copy(update={"account": found.account.model_copy(update={"vision": "Quince"})})

    assert client_files(other) != client_files(found)

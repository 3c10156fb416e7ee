"""What a client is shown does not depend on what is internal: each internal field and unshared row is changed."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Column, Record, columns
from pipeline.run import Review, view
from tests.builders import AS_OF, PERIOD, shipped_standards
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

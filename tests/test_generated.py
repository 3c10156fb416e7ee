"""Generated accounts keep the rules, repeat themselves for the same seed, and hold all that accounts differ in."""

from collections import Counter

import pytest

from pipeline.analysis.force_field import force_fields
from pipeline.checks.rules import check
from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Column
from tests.builders import shipped_standards
from tests.generated import SIZES, SizeName, generated_account

STANDARDS = shipped_standards()
SEEDS = range(50)


@pytest.fixture(scope="module")
def accounts() -> dict[SizeName, list[KeyAccount]]:
    """Two hundred accounts."""
    sizes = [size for size in SIZES if size != "huge"]
    return {size: [generated_account(seed, STANDARDS, size) for seed in SEEDS] for size in sizes}


def values(account: KeyAccount, column: Column) -> list[object]:
    """What the rows of a sheet hold in a field."""
    rows = next(account.rows(record) for record in RECORDS if record.sheet == column.sheet)
    return [getattr(row, column.key) for row in rows]


def test_no_generated_account_has_an_error(accounts):
    every = [(size, seed, account) for size, made in accounts.items() for seed, account in enumerate(made)]
    every.append(("huge", 0, generated_account(0, STANDARDS, "huge")))

    errors = [
        (size, seed, found.code, found.message)
        for size, seed, account in every
        for found in check(account, STANDARDS)
        if found.severity == "error"
    ]

    assert len(every) == 201
    assert errors == []


def test_a_seed_gives_one_account_and_another_seed_another():
    assert generated_account(7, STANDARDS) == generated_account(7, STANDARDS)
    assert generated_account(7, STANDARDS) != generated_account(8, STANDARDS)


def test_a_full_account_fills_every_field(accounts):
    for account in accounts["full"]:
        empty = [column.path for column in all_columns() if all(value is None for value in values(account, column))]
        assert empty == []


def test_every_optional_field_is_blank_somewhere(accounts):
    blank = {
        column.path for account in accounts["ordinary"] for column in all_columns() if None in values(account, column)
    }

    assert {column.path for column in all_columns() if column.blank_allowed} <= blank
    assert "ratings[].rating" in blank


def test_every_choice_is_made_somewhere(accounts):
    for column in all_columns():
        made = {value for found in accounts.values() for account in found for value in values(account, column)}
        offered = column.choices or (STANDARDS.choices(column.choices_from) if column.choices_from else ())
        assert [choice for choice in offered if choice not in made] == [], column.path


def test_sheets_are_empty_and_full_in_turn(accounts):
    for record in RECORDS:
        counts = [len(account.rows(record)) for account in accounts["ordinary"]]
        assert (min(counts) == 0) == (not record.sheet.required), record.sheet.name
        assert max(counts) > 9 or record.sheet.form, record.sheet.name


def test_changes_are_several_tied_and_one_sided(accounts):
    fields = [force_fields(account) for account in accounts["ordinary"]]

    assert any(len(found) > 3 for found in fields)
    assert any(field.one_sided for found in fields for field in found)
    assert any(field.net == 0 and not field.one_sided for found in fields for field in found)


def test_criteria_have_several_raters_or_none(accounts):
    by_criterion = [
        Counter(row.criterion for row in account.ratings if row.rates == "account" and row.rating is not None)
        for account in accounts["ordinary"]
    ]

    rated = [found[criterion.name] for found in by_criterion for criterion in STANDARDS.criteria]
    assert {0, 1, 2, 3} <= set(rated)

"""How many cells are filled: counted by hand, and the same as what `check` tells of the workbook."""

from decimal import Decimal

import pytest

from pipeline.analysis.completeness import account_completeness
from pipeline.analysis.results import Completeness, SheetCompleteness
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import columns
from pipeline.workbook.parser import read_account
from tests.builders import a_filled_account, a_rating, a_stakeholder, an_account, shipped_standards
from tests.commands import ACCOUNTS, SAMPLES
from tests.generated import generated_account

STANDARDS = shipped_standards()


def sheet(found: Completeness, name: str) -> SheetCompleteness:
    return next(one for one in found.sheets if one.sheet == name)


def test_required_and_optional_cells_are_counted_apart() -> None:
    found = account_completeness(an_account(ratings=[a_rating(rating=None), a_rating(rater="E. Sandell")]))
    scoring = sheet(found, "Scoring")
    # Rates, criterion and rating are required: 2 rows x 3, one rating blank. Of rival, evidence, rater and date, one
    # of 2 x 4 is filled.
    assert (scoring.rows, scoring.required, scoring.required_filled) == (2, 6, 5)
    assert scoring.share == Decimal("0.8333")
    assert (scoring.optional, scoring.optional_filled, scoring.optional_share) == (8, 1, Decimal("0.125"))


def test_required_sheet_without_rows_asks_for_one_and_an_optional_one_for_nothing() -> None:
    found = account_completeness(an_account())
    actions, risks = sheet(found, "Actions"), sheet(found, "Risks")
    assert (actions.rows, actions.required_filled, actions.share) == (0, 0, 0)
    assert actions.required == 7  # id, objective, action, owner, side, due and status
    assert (risks.required, risks.share, risks.optional_share) == (0, None, None)


def test_whole_is_rounded_down_so_that_only_a_full_workbook_is_complete() -> None:
    people = [a_stakeholder(id=f"S{number}") for number in range(4000)]
    account = a_filled_account(stakeholders=people, ratings=[a_rating(rating=None)])
    assert account_completeness(account).share == Decimal("0.9999")
    assert account_completeness(a_filled_account()).share == 1


@pytest.mark.parametrize("sample", ACCOUNTS)
def test_account_is_as_complete_as_its_workbook(sample: str) -> None:
    reading = read_account(SAMPLES / f"{sample}.xlsx", STANDARDS)
    assert reading.account is not None
    assert account_completeness(reading.account).share == reading.completeness


@pytest.mark.parametrize("seed", range(10))
def test_shares_are_the_counts_of_the_rows_in_any_order(seed: int) -> None:
    account = generated_account(seed, STANDARDS)
    found = account_completeness(account)
    assert account_completeness(reversed_rows(account)) == found
    for record, one in zip(RECORDS, found.sheets, strict=True):
        rows = account.rows(record)
        blank = sum(getattr(row, column.key) in (None, ()) for row in rows for column in columns(record))
        assert one.rows * len(columns(record)) - blank == one.required_filled + one.optional_filled
        assert 0 <= one.required_filled <= one.required
        assert (one.share == 1) == (one.required_filled == one.required > 0)


def reversed_rows(account: KeyAccount) -> KeyAccount:
    rows = {record.sheet.key: account.rows(record)[::-1] for record in RECORDS if not record.sheet.form}
    return account.model_copy(update=rows)

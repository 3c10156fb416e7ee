"""Building many accounts: what one workbook does to another."""

import datetime
import shutil
from pathlib import Path

from pipeline.production.build import Order, build_accounts
from pipeline.run import Review
from tests.builders import shipped_standards
from tests.commands import ACCOUNTS, PERIOD, SAMPLES

REVIEW = Review(PERIOD, datetime.date(2026, 9, 30))


def test_two_workbooks_with_one_account_id_are_both_refused_and_name_each_other(tmp_path: Path):
    good = [SAMPLES / f"{account}.xlsx" for account in ACCOUNTS]
    workbooks = tuple(tmp_path / name for name in ("first.xlsx", "copy.xlsx", "other.xlsx"))
    for path, source in zip(workbooks, (good[0], good[0], good[1]), strict=True):
        shutil.copy(source, path)
    order = Order(standards=shipped_standards(), templates=(), review=REVIEW, folder=tmp_path / "out")

    first, copy, other = build_accounts(workbooks, order, lambda: 0.0)

    assert [outcome.status for outcome in (first, copy, other)] == ["refused", "refused", "built"]
    told, also = (outcome.problems[-1] for outcome in (first, copy))
    assert (told.code, told.severity, told.field) == ("account-id-shared", "error", "account_id")
    assert told.cell
    assert f"is also used by {workbooks[1]}; " in told.message
    assert f"is also used by {workbooks[0]}; " in also.message


def test_a_portfolio_workbook_is_passed_over_and_nothing_is_made_from_it(tmp_path: Path):
    workbooks = (SAMPLES / "portfolio.xlsx", SAMPLES / "averley-medical.xlsx")
    order = Order(standards=shipped_standards(), templates=(), review=REVIEW, folder=tmp_path / "out")

    passed_over, built = build_accounts(workbooks, order, lambda: 0.0)

    assert (passed_over.status, passed_over.files) == ("passed over", ())
    assert passed_over.reason == "It is the portfolio workbook, not an account's."
    assert built.status == "built"

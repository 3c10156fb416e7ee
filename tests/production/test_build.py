"""Building many accounts: what one workbook does to another."""

import datetime
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.production.build import build_accounts
from pipeline.production.order import Order
from pipeline.production.report import Outcome
from pipeline.production.workers import Workers
from tests.commands import ACCOUNTS, PERIOD, PROJECT, SAMPLES
from tests.production.small import BUILD, a_small_workspace, begin, ended


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """A run without any template."""
    (tmp_path / "none").mkdir()
    return Order(
        standards=PROJECT / "input_templates" / "standards.toml",
        templates=tmp_path / "none",
        period=PERIOD,
        as_of=datetime.date(2026, 9, 30),
        folder=tmp_path / "out",
    )


def built(workbooks: tuple[Path, ...], order: Order, only: str | None = None) -> tuple[Outcome, ...]:
    with closing(Workers(2, order.templates)) as workers:
        found = build_accounts(workbooks, order, workers, only)
        return tuple(sorted(found, key=lambda outcome: workbooks.index(Path(outcome.workbook))))


def test_two_workbooks_with_one_account_id_are_both_refused_and_name_each_other(order: Order, tmp_path: Path):
    good = [SAMPLES / f"{account}.xlsx" for account in ACCOUNTS]
    workbooks = tuple(tmp_path / name for name in ("first.xlsx", "copy.xlsx", "other.xlsx"))
    for path, source in zip(workbooks, (good[0], good[0], good[1]), strict=True):
        shutil.copy(source, path)

    first, copy, other = built(workbooks, order)

    assert [outcome.status for outcome in (first, copy, other)] == ["refused", "refused", "built"]
    told, also = (outcome.problems[-1] for outcome in (first, copy))
    assert (told.code, told.severity, told.field) == ("account-id-shared", "error", "account_id")
    assert told.cell
    assert f"is also used by {workbooks[1]}; " in told.message
    assert f"is also used by {workbooks[0]}; " in also.message


def test_a_portfolio_workbook_is_passed_over_and_nothing_is_made_from_it(order: Order):
    workbooks = (SAMPLES / "portfolio.xlsx", SAMPLES / "averley-medical.xlsx")

    passed_over, made = built(workbooks, order)

    assert (passed_over.status, passed_over.files) == ("passed over", ())
    assert passed_over.reason == "It is the portfolio workbook, not an account's."
    assert made.status == "built"


def test_an_account_asked_for_by_id_or_name_is_the_only_one(order: Order):
    workbooks = tuple(SAMPLES / f"{account}.xlsx" for account in ACCOUNTS)

    assert [one.account_id for one in built(workbooks, order, "Havnes Meieri")] == ["havnes-meieri"]
    assert [one.account_id for one in built(workbooks, order, "HAVNES-meieri")] == ["havnes-meieri"]


LIGHT = """
import sys
from pipeline.cli import main
main(standalone_mode=False)
heavy = {"openpyxl", "pydantic", "lxml", "docx", "pptx", "jinja2", "babel", "PIL", "numpy"}
print("loaded:", sorted(heavy & set(sys.modules)))
"""


def test_the_process_that_hands_out_the_work_loads_none_of_what_the_work_needs(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, ["anders"])

    code, out, err = ended(begin(workspace, "-c", LIGHT, *BUILD[2:]))

    assert code == 0, err
    assert "1 account: 1 built." in out
    assert "loaded: []" in out

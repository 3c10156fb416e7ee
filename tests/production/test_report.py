"""Facts about what a run keeps of its accounts: a little of each, however many there are."""

import json
import pickle
import tracemalloc
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from pipeline.problems import Problem
from pipeline.production.order import Order
from pipeline.production.report import Outcome, Published, without_repetition, write_report

SHARED = ("template", "pictures", "history", "standards", "review", "keyplan")


def outcome(number: int) -> Outcome:
    """An account as a worker hands it over: five files, ten problems, nothing shared with any other."""
    digest = f"{number:064x}"
    warning = Problem(
        code="date-order",
        severity="warning",
        message=f"The action ends on {number % 28 + 1} May 2026, before it begins on 30 May 2026, which cannot be.",
        fix="Correct one of the two dates, in the order in which they stand in the sheet; then build once more.",
        found=f"{number % 28 + 1} May 2026",
        file=f"account-{number}.xlsx",
        sheet="Actions",
    )
    problems = tuple(replace(warning, cell=f"F{row}") for row in range(7, 17))
    files = tuple(
        Published(
            path=f"account-{number}/internal/{name} {number}.docx",
            sha256=digest,
            template=f"internal/{name}.docx",
            made_from={"workbook": digest, **{key: f"{len(key):064x}" for key in SHARED}},
            problems=problems[:1],
        )
        for name in ("plan", "page", "points", "joint", "review")
    )
    one = Outcome(
        workbook=f"accounts/account-{number}.xlsx",
        account_id=f"account-{number}",
        name=f"Account {number}",
        status="built",
        problems=problems,
        files=files,
    )
    handed_over: Outcome = pickle.loads(pickle.dumps(one))
    return handed_over


def test_two_thousand_accounts_take_little_more_memory_than_a_hundred():
    kept = [without_repetition(outcome(number)) for number in range(100)]
    tracemalloc.start()
    try:
        kept += [without_repetition(outcome(number)) for number in range(100, 2000)]
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) == 2000
    assert grown < 12_000_000


def test_the_report_says_the_same_of_an_outcome_without_repetition(tmp_path: Path):
    reports = []
    for kept in (outcome(1), without_repetition(outcome(1))):
        order = Order(
            standards=tmp_path, templates=tmp_path, period="2026-Q3", as_of=date(2026, 10, 1), folder=tmp_path
        )
        write_report(order, (kept,), 1.0)
        reports.append((tmp_path / "report.json").read_bytes())
    assert reports[0] == reports[1]
    assert json.loads(reports[0])["accounts"][0]["problems"] == {"date-order": 10}
    assert reports[0].endswith(b"}\n")

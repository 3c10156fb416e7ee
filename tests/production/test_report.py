"""Facts about what a run keeps of its accounts: a little of each, however many there are."""

import gc
import json
import pickle
import resource
import signal
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.problems import Problem
from pipeline.production import tasks
from pipeline.production.executor import never
from pipeline.production.order import Order, Unit
from pipeline.production.outcomes import Outcomes
from pipeline.production.report import Outcome, Published, write_report
from pipeline.production.rounds import Asked, Round, build_round
from pipeline.production.workbooks import find_workbooks
from pipeline.screen.runs import print_round
from pipeline.workbook.identify import Identity

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


class Quick:
    """An executor that answers at once, and of each account much the same."""

    elsewhere = False

    def each(self, task: Callable[[Any, Any], Any], shared: Any, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """What a worker would have said."""
        answers = {tasks.prepare: lambda _: (), tasks.look: identity_of, tasks.do: outcome_of_unit}
        for item in items:
            yield item, answers[task](item)

    def close(self) -> None:
        """Nothing was begun."""


def identity_of(path: Path) -> Identity:
    return Identity(path, "account", path.stem, path.stem.capitalize())


def outcome_of_unit(unit: Unit) -> Outcome:
    return replace(outcome(int(unit.account_id.rpartition("-")[2])), workbook=str(unit.workbook))


def order_in(folder: Path) -> Order:
    return Order(
        standards=folder / "standards.toml",
        templates=folder,
        period="2026-Q3",
        as_of=date(2026, 10, 1),
        folder=folder / "out" / "2026-Q3",
    )


def a_round_of(count: int, folder: Path) -> Round:
    """A round of so many accounts, told on the terminal as `keyplan build` tells it."""
    for number in range(count):
        (folder / f"account-{number}.xlsx").touch()
    workbooks = find_workbooks([folder])
    found = build_round(Asked(workbooks=workbooks, order=order_in(folder)), lambda *_: Quick(), "", str, never)
    print_round(found, folder, False)
    return found


@pytest.fixture
def garbage_is_looked_for_as_usual() -> Iterator[None]:
    """Another test may have had this process look for it seldom, as a worker does."""
    former = gc.get_threshold()
    gc.unfreeze()
    gc.collect()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*former)


@pytest.mark.usefixtures("garbage_is_looked_for_as_usual")
def test_of_one_account_more_a_run_keeps_little_more_than_its_name(tmp_path_factory: pytest.TempPathFactory):
    peaks = []
    a_round_of(1, tmp_path_factory.mktemp("first"))  # what is loaded once
    for count in (40, 400):
        folder = tmp_path_factory.mktemp("run")
        tracemalloc.start()
        try:
            found = a_round_of(count, folder)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert len(found.outcomes) == count
    assert (peaks[1] - peaks[0]) / 360 < 2000, "bytes"


def test_the_outcomes_of_a_round_stand_in_the_order_of_the_workbooks_as_they_were_told(tmp_path: Path):
    workbooks = [Path(f"accounts/account-{number}.xlsx") for number in range(5)]
    kept = Outcomes(workbooks)
    for number in (3, 0, 4, 1):
        kept.add(outcome(number))

    assert list(kept) == [outcome(number) for number in (0, 1, 3, 4)] == list(kept)
    assert len(kept) == 4
    assert outcome(3) in kept
    assert outcome(2) not in kept
    assert kept
    assert not Outcomes(workbooks)


@pytest.mark.parametrize("written", [0, 100])
def test_what_finds_no_room_on_the_disk_is_kept_nevertheless(written: int, monkeypatch: pytest.MonkeyPatch):
    kept = Outcomes([Path(f"accounts/account-{number}.xlsx") for number in range(3)])
    kept.add(outcome(0))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(pickle.dumps(outcome(0))) + written, limits[1]))
    try:
        kept.add(outcome(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    kept.add(outcome(2))

    assert list(kept) == [outcome(0), outcome(1), outcome(2)]


def test_a_computer_without_a_temporary_folder_keeps_the_outcomes_in_memory(monkeypatch: pytest.MonkeyPatch):
    def nowhere(**_: object) -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", nowhere)
    kept = Outcomes([Path("accounts/account-7.xlsx")])
    kept.add(outcome(7))
    assert list(kept) == [outcome(7)]


def test_the_report_is_one_document_of_json_in_the_order_of_the_workbooks(tmp_path: Path):
    passed_over = Outcome(workbook="p.xlsx", account_id="", name="", status="passed over", reason="The \n portfolio’s.")
    for outcomes in ((), (outcome(1),), (outcome(2), passed_over, outcome(1)), (passed_over, passed_over)):
        write_report(order_in(tmp_path), outcomes, 1.0, ("A remark.",))
        written = (tmp_path / "out" / "2026-Q3" / "report.json").read_text("utf-8")
        told = json.loads(written)
        assert written == json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        accounts = [one for one in outcomes if one.status != "passed over"]
        assert [one["name"] for one in told["accounts"]] == [one.name for one in accounts]
        assert [one["problems"] for one in told["accounts"]] == [{"date-order": 10}] * len(accounts)
        assert told["counts"]["accounts"] == told["counts"]["built"] == len(accounts)
        assert [one["reason"] for one in told["passed_over"]] == [passed_over.reason] * (len(outcomes) - len(accounts))
    assert list(told) == [
        *("versions", "period", "as_of", "seconds", "counts", "stages", "remarks", "accounts", "passed_over")
    ]

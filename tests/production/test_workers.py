"""Worker processes: what one item does to its process costs no other item anything."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.problems import RunStopped
from pipeline.production.executor import Lost
from pipeline.production.processes import is_gone
from pipeline.production.workers import Limits, Workers
from tests.commands import PROJECT, working_in
from tests.production import faults

LIMITS = Limits(seconds=4, memory=2**30)
REASONS = {
    "abort": "sudden end (SIGABRT), twice",
    "fault": "sudden end (SIGSEGV), twice",
    "kill": "sudden end (SIGKILL), twice",
    "exit": "sudden end, twice",
    "leave": "sudden end, twice",
    "hang": "longer than 4 seconds, twice",
    "eat": "more memory than one account may take, twice",
    "raise": "Unforeseen fault: KeyError: 'nothing'",
}


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    with closing(Workers(2, tmp_path, limits=LIMITS)) as made:
        yield made


@pytest.mark.parametrize("jobs", [1, 2])
def test_whatever_becomes_of_one_item_the_others_are_done(jobs: int, tmp_path: Path):
    wishes = [wish for number, deed in enumerate(REASONS) for wish in (f"a{number}", deed, f"b{number}")]

    with closing(Workers(jobs, tmp_path, limits=LIMITS)) as workers:
        found = dict(workers.each(faults.follow, None, wishes))

    assert set(found) == set(wishes)
    for wish, answer in found.items():
        if wish in REASONS:
            assert isinstance(answer, Lost)
            assert REASONS[wish] in answer.reason
        else:
            assert answer == f"done {wish}"


@pytest.mark.parametrize("deed", ["abort", "hang", "eat"])
def test_what_fails_once_is_tried_again(deed: str, workers: Workers, tmp_path: Path):
    assert list(workers.each(faults.fail_once, tmp_path / "mark", [deed])) == [(deed, f"done {deed} at last")]


def test_a_task_that_finds_that_the_run_cannot_go_on_ends_it(workers: Workers):
    with pytest.raises(RunStopped, match="No more paper"):
        list(workers.each(faults.stop, None, ["paper"]))


def test_a_run_that_is_to_stop_gives_nothing_more(tmp_path: Path):
    with closing(Workers(1, tmp_path, stopping=lambda: True)) as workers:
        assert list(workers.each(faults.follow, None, ["a", "hang"])) == []


def test_workers_work_where_the_run_does_and_take_one_task_after_another(workers: Workers, tmp_path: Path):
    with working_in(tmp_path):
        assert list(workers.each(faults.where, None, ["a"])) == [("a", str(tmp_path.resolve()))]
    assert list(workers.each(faults.follow, None, ["a"])) == [("a", "done a")]


RUN = """
import sys
from pathlib import Path
from pipeline.production.workers import Workers
from tests.production import faults
list(Workers(1, Path("."), warm="tests.production.faults").each(faults.tell, Path(sys.argv[1]), ["a"]))
"""


def test_a_worker_looks_for_garbage_seldom_and_not_among_what_all_accounts_need(workers: Workers):
    assert list(workers.each(faults.collecting, None, ["a"])) == [("a", (True, 50_000))]


def test_a_worker_ends_with_the_run_that_began_it(tmp_path: Path):
    told = tmp_path / "worker"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    run = subprocess.Popen([sys.executable, "-c", RUN, told], env=environment, cwd=tmp_path)
    wait_until(lambda: told.exists() and told.read_text() != "")

    run.kill()
    run.wait()

    wait_until(lambda: is_gone(int(told.read_text())))


def wait_until(true) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")

"""Building on a Dask cluster: a real scheduler and two workers on this computer, one of which is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.problems import RunStopped
from pipeline.production import cluster
from pipeline.production.cluster import Cluster
from pipeline.production.executor import Lost
from tests.commands import PERIOD, PROJECT, a_workspace
from tests.workbooks import a_workbook

ACCOUNTS = 8
DEADLINE = 120
A_WHILE = 0.8  # seconds


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask that lives as long as what is inside."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0"}
    command = [sys.executable, "-m", "distributed.cli." + str(arguments[0]), *map(str, arguments[1:])]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def a_scheduler(folder: Path) -> Iterator[str]:
    """The address of a scheduler on the loopback."""
    file = folder / "scheduler.json"
    given = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", file)
    with running("dask_scheduler", *given):
        until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        yield json.loads(file.read_text())["address"]


@contextmanager
def a_cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a scheduler with two workers, and one of the two."""
    given = ("--no-nanny", "--nthreads", 1, "--no-dashboard", "--host", "127.0.0.1", "--local-directory", folder)
    with (
        a_scheduler(folder) as address,
        running("dask_worker", address, *given) as one,
        running("dask_worker", address, *given),
    ):
        until(lambda: workers_of(address) == 2)
        yield address, one


def workers_of(address: str) -> int:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.scheduler_info(n_workers=-1)["workers"])


def until(true: Any) -> None:
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end, "Dask did not get ready"
        time.sleep(0.02)


def accounts_in(folder: Path) -> Path:
    folder.mkdir()
    for number in range(ACCOUNTS):
        written = a_workbook(folder, account={"Name": f"Account {number}", "Account id": f"account-{number}"})
        written.rename(folder / f"account-{number}.xlsx")
    return folder


def files_below(folder: Path) -> dict[str, bytes]:
    """Every document in the output, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*x"))}


def report_of(folder: Path) -> Any:
    """The report without its durations. An account that the lost worker had published before it could tell is
    unchanged when it is done anew."""
    report = json.loads((folder / PERIOD / "report.json").read_text())
    for one in (report, *report["accounts"]):
        del one["seconds"], one["stages"]
    report["counts"]["built"] += report["counts"].pop("unchanged")
    for one in report["accounts"]:
        one["status"] = one["status"].replace("unchanged", "built")
    return report


def test_a_cluster_that_loses_a_worker_makes_the_same_files_and_the_same_report(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    accounts_in(workspace / "accounts")
    command = [sys.executable, "-m", "pipeline", "build", "accounts", "--period", PERIOD]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([*command, "--out", "here"], cwd=workspace, env=environment, check=True, stdout=subprocess.DEVNULL)

    with (
        a_cluster(tmp_path) as (address, victim),
        subprocess.Popen(
            [*command, "--out", "there", "--scheduler", address], cwd=workspace, env=environment, stdout=subprocess.PIPE
        ) as run,
    ):
        until(lambda: run.poll() is not None or list(workspace.glob("there/*/*/internal/*.docx")))
        victim.send_signal(signal.SIGKILL)
        assert run.poll() is None, "the run was on its way when the worker was killed"
        told = run.communicate(timeout=DEADLINE)[0].decode()

    assert run.returncode == 0, told
    assert f"{ACCOUNTS} accounts: " in told
    here, there = (files_below(workspace / out) for out in ("here", "there"))
    assert len(here) >= 4 * ACCOUNTS
    assert there == here
    assert report_of(workspace / "there") == report_of(workspace / "here")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_cluster(tmp_path_factory.mktemp("cluster")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def executor(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with closing(Cluster(address, tmp_path_factory.mktemp("templates"))) as executor:
        yield executor


def test_an_account_that_ends_its_process_costs_the_cluster_nothing_else(executor: Cluster):
    answers = dict(executor.each(ends_or_doubles, 2, [1, 2, 0, 3, 4]))

    lost = answers.pop(0)
    assert isinstance(lost, Lost)
    assert "came to a sudden end (SIGABRT), twice" in lost.reason
    assert answers == {1: 2, 2: 4, 3: 6, 4: 8}


def ends_or_doubles(factor: int, number: int) -> int:
    if number == 0:
        os.abort()
    return factor * number


def test_a_run_that_cannot_go_on_is_stopped_from_the_cluster_too(executor: Cluster):
    with pytest.raises(RunStopped, match="The disk is full"):
        list(executor.each(finds_the_disk_full, None, [1]))


def finds_the_disk_full(shared: None, item: int) -> None:
    raise RunStopped("The disk is full")


def test_a_run_that_is_stopped_ends_when_nobody_works_for_it_any_more(address: str, tmp_path: Path):
    def marks() -> tuple[int, int]:
        return len(list(tmp_path.glob("*.begun"))), len(list(tmp_path.glob("*.written")))

    with closing(Cluster(address, tmp_path, stopping=lambda: marks()[0] >= 2)) as executor:
        answers = dict(executor.each(begins_and_writes, tmp_path, range(20)))
    at_the_end = marks()
    time.sleep(2 * A_WHILE)

    assert len(answers) < 20
    assert 2 <= at_the_end[0] < 20
    assert at_the_end == marks(), "something was begun or written afterwards"
    assert at_the_end[0] == at_the_end[1], "something was broken off"


def begins_and_writes(folder: Path, number: int) -> None:
    (folder / f"{number}.begun").touch()
    time.sleep(A_WHILE)
    (folder / f"{number}.written").touch()


def test_an_address_where_nobody_answers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "_ANSWER", 1)

    with pytest.raises(RunStopped, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", tmp_path)


def test_a_scheduler_without_workers_is_told(tmp_path: Path):
    with a_scheduler(tmp_path) as address, pytest.raises(RunStopped, match=r"has no worker\. Start one with"):
        Cluster(address, tmp_path)

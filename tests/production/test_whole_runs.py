"""Whole runs that are killed, stopped, started three at a time, run out of disk, or run elsewhere."""

import json
import os
import random
import shutil
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.production.build import build_accounts
from pipeline.production.executor import R, S, T
from pipeline.production.lock import only_run_in
from pipeline.production.order import STANDARDS, TEMPLATES, Order
from pipeline.production.publish import settle_all
from tests.builders import AS_OF, day
from tests.commands import ACCOUNTS, PERIOD, PROJECT, SAMPLES
from tests.production.small import BUILD, a_small_workspace, begin, digests, ended, leftovers

THREE = ("anders", "bertil", "cedric")
BEFORE = day("2026-08-31")
KILLS = int(os.environ.get("KEYPLAN_KILLS", "200"))  # make soak sets more


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_small_workspace(tmp_path_factory.mktemp("small"), THREE)


def orders(workspace: Path, folder: str) -> tuple[Order, Order]:
    """Two runs whose documents differ in every account: told for one day, and for another."""
    latest = Order(
        standards=workspace / STANDARDS,
        templates=workspace / TEMPLATES,
        period=PERIOD,
        as_of=AS_OF,
        folder=workspace / folder / PERIOD,
        history=workspace / folder / "history",
    )
    return replace(latest, as_of=BEFORE), latest


class Here:
    """An executor that does everything in this very process, so that one kill ends it all."""

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R]]:
        """One after the other."""
        for item in items:
            yield item, task(shared, item)

    def close(self) -> None:
        """There is nothing to end."""


def run(order: Order, workspace: Path) -> None:
    with only_run_in(order.folder, "now"):
        workbooks = tuple(sorted((workspace / "accounts").iterdir()))
        made = list(build_accounts(workbooks, order, Here()))
        assert len(made) == len(workbooks)
        assert {outcome.status for outcome in made} <= {"built", "unchanged"}


def killed(act: Callable[[], None], seconds: float) -> bool:
    """Does something in a process that is killed after so many seconds, and tells whether that was before its end."""
    child = os.fork()
    if not child:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, ended_as = os.waitpid(child, 0)
    assert ended_as in (0, signal.SIGKILL)
    return ended_as == signal.SIGKILL


def account_files(folder: Path, account: str) -> dict[str, str]:
    found = digests(folder / PERIOD / account)
    return {place: digest for place, digest in found.items() if not place.startswith(".keyplan-")}


def test_kills_damage_nothing_and_lose_nothing(workspace: Path):
    """Runs for one day and for another take turns, each killed at random; every set of files is of one of the two."""
    wanted = []
    for name, order in zip(("plain-0", "plain-1"), orders(workspace, ""), strict=True):
        there = replace(order, folder=workspace / name / PERIOD, history=workspace / name / "history")
        run(there, workspace)
        wanted.append(digests(workspace / name))
    sets = [[account_files(workspace / name, account) for name in ("plain-0", "plain-1")] for account in THREE]
    out = workspace / "killed"
    taken_turns = orders(workspace, "killed")
    start = time.perf_counter()
    run(taken_turns[0], workspace)
    takes = time.perf_counter() - start
    chance, hit, mixed = random.Random(8), 0, 0

    for number in range(KILLS):
        hit += killed(lambda order=taken_turns[number % 2]: run(order, workspace), chance.uniform(0, takes))
        mixed += bool(leftovers(out / PERIOD))
        for path in (*(out / PERIOD).glob("*/internal/*"), *(out / PERIOD).glob("*/client/*")):
            assert zipfile.ZipFile(path).testzip() is None, "a file is damaged"
        assert not leftovers(out / PERIOD / THREE[number % 3] / "client"), "a temporary file where a client's are"
        if number % 10 == 9:
            with only_run_in(out / PERIOD, "now"):
                settle_all(out / PERIOD)
            for account, known in zip(THREE, sets, strict=True):
                assert account_files(out, account) in known, "files of two runs are mixed, or one is lost"

    assert hit > 0.3 * KILLS, "most runs were over before they were killed"
    assert mixed > 0.05 * KILLS, "hardly a run was killed at work"
    for order, known in zip(taken_turns, wanted, strict=True):
        run(order, workspace)
        assert digests(out) == known
    assert leftovers(out) == []


def test_a_whole_run_and_its_workers_are_gone_after_a_kill_and_the_next_one_takes_over(workspace: Path):
    out = workspace / "out"
    assert ended(begin(workspace))[0] == 0
    clean = digests(out)
    chance = random.Random(9)
    for _ in range(3):
        started = begin(workspace, *BUILD, "--as-of", BEFORE.isoformat())
        wait_for(out / PERIOD / ".keyplan-lock")
        time.sleep(chance.uniform(0, 1.5))
        started.kill()
        started.communicate()

        code, _, err = ended(begin(workspace))

        assert code == 0, err
        assert digests(out) == clean
        assert leftovers(out) == []


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never came")


def test_of_three_runs_at_once_one_works_and_two_are_told_who(workspace: Path):
    out = workspace / "at-once"
    arguments = (*BUILD[:4], "--out", str(out), "--period", PERIOD)
    begun = [begin(workspace, *arguments) for _ in range(3)]
    seen = 0
    while any(one.poll() is None for one in begun):
        for path in (out / PERIOD).glob("*/client/*.docx"):
            assert zipfile.ZipFile(path).testzip() is None
            seen += 1
        time.sleep(0.01)
    found = [ended(one) for one in begun]

    assert sorted(code for code, _, _ in found) == [0, 3, 3]
    told = [err for code, _, err in found if code == 3]
    worker = next(str(one.pid) for one in begun if one.returncode == 0)
    for err in told:
        assert f"Another run is building into {out / PERIOD}: that of " in " ".join(err.split())
        assert f"(process {worker})" in err
    assert seen
    assert leftovers(out) == []


def test_ctrl_c_ends_a_run_with_every_account_told(tmp_path: Path):
    accounts = [f"account-{number:02}" for number in range(40)]
    workspace = a_small_workspace(tmp_path, accounts)
    started = begin(workspace, *BUILD, "--jobs", "1")
    wait_for(workspace / "out" / PERIOD / accounts[1] / "client")

    started.send_signal(signal.SIGINT)
    code, out, err = ended(started)

    assert code == 3, err
    assert "Traceback" not in err
    assert "Stopped. Accounts that were finished are whole; run again to build the others." in " ".join(err.split())
    report = json.loads((workspace / "out" / PERIOD / "report.json").read_text())
    counts = report["counts"]
    assert counts["built"] > 0
    assert counts["not begun"] > 0
    assert counts["built"] + counts["not begun"] == counts["accounts"] == len(accounts)
    assert f"{counts['not begun']} not begun" in out
    assert leftovers(workspace) == []


LITTLE_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from pipeline.cli import main
main()
"""


def test_a_full_disk_stops_the_run_and_leaves_what_was_there(workspace: Path):
    out = workspace / "full"
    there = (*BUILD[2:4], "--out", str(out), "--period", PERIOD)
    assert ended(begin(workspace, "-m", "pipeline", *there))[0] == 0
    before = digests(out)

    code, printed, err = ended(begin(workspace, "-c", LITTLE_DISK, *there, "--as-of", BEFORE.isoformat()))

    assert code == 3
    assert "The disk is full: " in err
    assert "Traceback" not in err
    assert "3 accounts: 3 not begun." in printed
    assert digests(out) == before
    assert leftovers(out) == []


ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "jobs": "1", "umask": 0o022},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Kolkata", "LC_ALL": "de_DE.UTF-8", "jobs": "2", "umask": 0o077},
    {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "jobs": "2", "umask": 0o002},
)


def test_the_same_bytes_with_one_job_or_two_any_seed_zone_locale_and_mask(tmp_path: Path):
    found = []
    for account in ACCOUNTS[2:]:
        shutil.copy(SAMPLES / f"{account}.xlsx", tmp_path)
    for number, given in enumerate(ELSEWHERE):
        environment = dict(given)
        jobs, mask = environment.pop("jobs"), environment.pop("umask")
        out = tmp_path / str(number)
        run_there = f"import os; os.umask({mask}); from pipeline.cli import main; main()"
        arguments = ("build", str(tmp_path), "--out", str(out), "--period", PERIOD, "--jobs", jobs)
        code, _, err = ended(begin(PROJECT, "-c", run_there, *arguments, **environment))
        assert code == 0, err
        modes = Counter(path.stat().st_mode & 0o777 for path in out.rglob("*.*") if path.is_file())
        assert set(modes) == {0o644}
        found.append(digests(out))
    assert len(found[0]) == 10
    assert found[0] == found[1] == found[2]

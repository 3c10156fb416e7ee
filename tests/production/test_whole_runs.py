"""Whole runs that are killed, stopped, started three at a time, run out of disk, or run elsewhere."""

import json
import os
import random
import shutil
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.production.build import build_accounts
from pipeline.production.executor import R, S, T
from pipeline.production.lock import NAME as LOCK
from pipeline.production.lock import only_run_in
from pipeline.production.order import STANDARDS, TEMPLATES, Order
from pipeline.production.publish import STAGED, settle_all
from tests.builders import AS_OF, day
from tests.commands import ACCOUNTS, PERIOD, PROJECT, SAMPLES
from tests.production import cut_off
from tests.production.small import BUILD, a_small_workspace, begin, digests, ended, leftovers

THREE = ("anders", "bertil", "cedric")
TWO = THREE[:2]  # of them are built again and again
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

    elsewhere = False

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R]]:
        """One after the other."""
        for item in items:
            yield item, task(shared, item)

    def close(self) -> None:
        """There is nothing to end."""


def run(order: Order, workspace: Path) -> None:
    with only_run_in(order.folder, "now"):
        workbooks = tuple(workspace / "accounts" / f"{account}.xlsx" for account in TWO)
        made = list(build_accounts(workbooks, order, Here()))
        assert len(made) == len(workbooks)
        assert {outcome.status for outcome in made} <= {"built", "unchanged"}


def killed(act: Callable[[], None], seconds: float) -> float | None:
    """Does something in a process that is killed after so many seconds. None if it was, and else how many it took."""
    child = child_at(act)
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone:
            assert status == 0
            return passed
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return None if was_killed(child) else passed


def killed_at(act: Callable[[], None], folder: Path, step: int) -> bool:
    """Does something in a process that kills itself before its step of that number in a folder: the opening, moving or
    removing of a file or folder there."""
    steps = count()

    def watched(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith(("open", "os.")) and str(folder) in str(given) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return was_killed(child_at(act, watched))


def child_at(act: Callable[[], None], watched: Callable[[str, tuple[Any, ...]], None] | None = None) -> int:
    """A process of its own that does something, what it does `watched`."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        if watched:
            sys.addaudithook(watched)
        act()
        status = 0
    finally:
        os._exit(status)


def was_killed(child: int) -> bool:
    """How a process ended: killed, or well by itself."""
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def account_files(folder: Path, account: str) -> dict[str, str]:
    found = digests(folder / PERIOD / account)
    return {place: digest for place, digest in found.items() if not place.startswith(".keyplan-")}


def test_kills_damage_nothing_and_lose_nothing(workspace: Path):
    """Runs for one day and for another take turns, each killed at random; every set of files is of one of the two.

    Every second one is killed before a step in its folder, the others after a time. How long and how many steps a run
    takes is learnt on the way, so that kills fall all over it however busy the computer is.
    """
    wanted = []
    for name, order in zip(("plain-0", "plain-1"), orders(workspace, ""), strict=True):
        there = replace(order, folder=workspace / name / PERIOD, history=workspace / name / "history")
        run(there, workspace)
        wanted.append(digests(workspace / name))
    sets = [[account_files(workspace / name, account) for name in ("plain-0", "plain-1")] for account in TWO]
    out = workspace / "killed"
    taken_turns = orders(workspace, "killed")
    start = time.perf_counter()
    run(taken_turns[0], workspace)
    takes = time.perf_counter() - start
    chance, steps, hit, waiting = random.Random(8), 200, 0, 0

    for number in count():
        if hit == KILLS:
            break
        act = partial(run, replace(taken_turns[number // 2 % 2], force=True), workspace)
        if number % 2:
            step = chance.randrange(steps)
            hit_now = killed_at(act, out, step)
            steps = steps if hit_now else step
        else:
            took = killed(act, chance.uniform(0, takes))
            hit_now = took is None
            takes = took or 1.05 * takes
        hit += hit_now
        waiting += any((out / PERIOD).glob(f"*/{STAGED}/*/*"))
        for path in (*(out / PERIOD).glob("*/internal/*"), *(out / PERIOD).glob("*/client/*")):
            assert zipfile.ZipFile(path).testzip() is None, "a file is damaged"
        assert not leftovers(out / PERIOD / TWO[number % 2] / "client"), "a temporary file where a client's are"
        if number % 10 == 9:
            with only_run_in(out / PERIOD, "now"):
                settle_all(out / PERIOD)
            for account, known in zip(TWO, sets, strict=True):
                assert account_files(out, account) in known, "files of two runs are mixed, or one is lost"
            latest = chance.randrange(2)
            run(taken_turns[latest], workspace)
            assert digests(out) == wanted[latest], "the next run does not make up for those that were killed"
            assert leftovers(out) == []

    assert waiting > 0.1 * KILLS, "hardly a run was killed while files of an account waited for one another"


def test_a_whole_run_and_its_workers_are_gone_after_a_kill_and_the_next_one_takes_over(workspace: Path):
    out = workspace / "out"
    assert ended(begin(workspace))[0] == 0
    clean = digests(out)
    chance = random.Random(9)
    for _ in range(3):
        started = begin(workspace, *BUILD, "--as-of", BEFORE.isoformat())
        wait_for((out / PERIOD / LOCK).exists)
        time.sleep(chance.uniform(0, 1.5))
        started.kill()
        started.communicate()

        code, _, err = ended(begin(workspace))

        assert code == 0, err
        assert digests(out) == clean
        assert leftovers(out) == []


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_of_three_runs_at_once_one_works_and_two_are_told_who(workspace: Path):
    """The one that works is held still until the others have ended: however slow they begin, they find it there."""
    out = workspace / "at-once"
    arguments = (*BUILD[:4], "--out", str(out), "--period", PERIOD)
    begun = [begin(workspace, *arguments) for _ in range(3)]
    wait_for(lambda: owner_of(out / PERIOD))
    works = next(one for one in begun if one.pid == owner_of(out / PERIOD))
    works.send_signal(signal.SIGSTOP)
    told = [ended(one) for one in begun if one is not works]
    works.send_signal(signal.SIGCONT)
    seen = 0
    while works.poll() is None:
        for path in (out / PERIOD).glob("*/client/*.docx"):
            assert zipfile.ZipFile(path).testzip() is None
            seen += 1
        time.sleep(0.01)

    assert ended(works)[0] == 0
    for code, _, err in told:
        assert code == 3
        assert f"Another run is building into {out / PERIOD}: that of " in " ".join(err.split())
        assert f"(process {works.pid})" in err
    assert seen
    assert leftovers(out) == []


def owner_of(folder: Path) -> int | None:
    """The process whose run holds a folder."""
    try:
        return int(json.loads((folder / LOCK).read_bytes())["process"])
    except (OSError, ValueError):
        return None


PRESSED_AT_THE_START = """
import os, signal
from multiprocessing import util

spawn = util.spawnv_passfds

def pressed(program, arguments, given):
    process = spawn(program, arguments, given)
    if any("forkserver" in str(argument) for argument in arguments):
        os.killpg(0, signal.SIGINT)
    return process

util.spawnv_passfds = pressed
from pipeline.cli import main
main()
"""


def test_ctrl_c_while_the_first_process_begins_reaches_only_the_run_itself(workspace: Path):
    """As a terminal sends it: to all processes."""
    arguments = (*BUILD[2:4], "--out", str(workspace / "pressed"), "--period", PERIOD)

    code, out, err = ended(begin(workspace, "-c", f"import os; os.setsid(){PRESSED_AT_THE_START}", *arguments))

    assert code == 3, err
    assert "Stopped. Accounts that were finished are whole; run again to build the others." in " ".join(err.split())
    assert "Traceback" not in err
    assert f"{len(THREE)} accounts: {len(THREE)} not begun." in out
    assert leftovers(workspace / "pressed") == []


def test_ctrl_c_ends_a_run_with_every_account_told(tmp_path: Path):
    accounts = [f"account-{number:02}" for number in range(40)]
    workspace = a_small_workspace(tmp_path, accounts)
    started = begin(workspace, *BUILD, "--jobs", "1")
    wait_for((workspace / "out" / PERIOD / accounts[1] / "client").exists)

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


def test_what_a_lost_process_was_at_is_settled_before_the_run_ends(tmp_path: Path):
    """Killed with one file of the account in place: the others follow, and nothing temporary stays."""
    workspace = a_small_workspace(tmp_path, ("anders", f"{cut_off.CUT}-1"))
    (workspace / "history" / "kept").mkdir()

    code, out, err = ended(begin(workspace, "-c", cut_off.RUN, *BUILD[2:], "--jobs", "1"))

    assert code == 1, err
    assert "2 accounts: 1 built, 1 failed." in out
    assert len(account_files(workspace / "out", f"{cut_off.CUT}-1")) == 2
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

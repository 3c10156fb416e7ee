"""One run per folder: the second one is told who holds it, and a dead owner holds nothing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.problems import RunStopped
from pipeline.production.lock import NAME, only_run_in
from pipeline.production.processes import HOST
from tests.commands import PROJECT

SINCE = "2026-11-22 07:10:00"
HOLDING = f"""
import sys
from pathlib import Path
from pipeline.production.lock import only_run_in
with only_run_in(Path(sys.argv[1]), "{SINCE}"):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the folder until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, folder],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_folder_is_held_and_given_back_with_nothing_left_in_it(tmp_path: Path):
    (tmp_path / "out").mkdir()
    with only_run_in(tmp_path / "out", SINCE) as held:
        assert held.former is None
        assert json.loads((tmp_path / "out" / NAME).read_text())["process"] == os.getpid()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_run_that_makes_nothing_leaves_no_folder_that_was_not_there(tmp_path: Path):
    with only_run_in(tmp_path / "out" / "2026-Q3", SINCE):
        assert (tmp_path / "out" / "2026-Q3" / NAME).exists()
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").touch()
    with only_run_in(tmp_path / "out" / "2026-Q3", SINCE):
        (tmp_path / "out" / "2026-Q3" / "made.txt").touch()
    assert (tmp_path / "out" / "2026-Q3" / "made.txt").exists()


def test_a_second_run_stops_at_once_and_names_the_owner(tmp_path: Path):
    other = holder(tmp_path)
    with pytest.raises(RunStopped) as raised, only_run_in(tmp_path, SINCE):
        raise AssertionError("the folder is held twice")
    assert f"on {HOST} (process {other.pid}), since {SINCE}. Wait until it has ended." in str(raised.value)

    other.communicate("")
    with only_run_in(tmp_path, SINCE) as held:
        assert held.former is None


def test_the_lock_of_a_killed_run_is_taken_over_with_its_name(tmp_path: Path):
    other = holder(tmp_path)
    other.send_signal(signal.SIGKILL)
    other.communicate()

    with only_run_in(tmp_path, SINCE) as held:
        assert held.former
        assert held.former.process == other.pid
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_another_computer_is_never_taken(tmp_path: Path):
    owner = {"user": "ann", "host": "elsewhere", "process": 1, "since": SINCE}
    (tmp_path / NAME).write_text(json.dumps(owner))

    with (
        pytest.raises(RunStopped, match=r"ann on elsewhere .* If that run is no more, delete "),
        only_run_in(tmp_path, SINCE),
    ):
        raise AssertionError("the folder is held twice")
    assert json.loads((tmp_path / NAME).read_text()) == owner


def test_without_locks_the_text_tells_whether_the_owner_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def unsupported(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unsupported)
    with only_run_in(tmp_path, SINCE) as held:
        assert held.handle is None
        with pytest.raises(RunStopped, match="Another run"), only_run_in(tmp_path, SINCE):
            raise AssertionError("the folder is held twice")
    (tmp_path / NAME).write_text(json.dumps({"user": "ann", "host": HOST, "process": 2**22 + 1, "since": SINCE}))
    with only_run_in(tmp_path, SINCE) as held:
        assert held.former
        assert held.former.user == "ann"


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path):
    (tmp_path / "out").write_text("a file")

    with (
        pytest.raises(RunStopped, match=r"cannot be written .*Choose another folder with --out"),
        only_run_in(tmp_path / "out", SINCE),
    ):
        raise AssertionError("nothing can be held")

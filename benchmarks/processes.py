"""A Python process from its start to its end, and the CPU time and memory of it and of all that it started."""

import ctypes
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.ours import ROOT
from pipeline.production.kept_templates import FOLDER

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER: what a process leaves behind becomes ours, so that its time is counted


class Used(Struct, frozen=True):
    """Seconds of CPU and of waiting, and the highest resident size in MiB: of any of the processes, and of the first
    one alone (Linux; else 0)."""

    cpu: float
    wall: float
    peak: float
    first_peak: float


def run(*arguments: str) -> Used:
    """Python with these arguments, its output thrown away. Raises CalledProcessError where it fails.

    Modules are loaded as they are after an installation, which compiles them, also where Python is told not to.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # so that what it leaves behind is told from what we started before
    )
    first_peak = _highest_until_its_end(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    all_used = [used, *_left_behind(process.pid)]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    cpu = sum(one.ru_utime + one.ru_stime for one in all_used)
    return Used(cpu, wall, max(one.ru_maxrss for one in all_used) / 1024, first_peak)


def _highest_until_its_end(process: int) -> float:
    """The highest resident size in MiB of a process alone: what the system tells at its end is the highest of its
    children, too."""
    highest = 0
    while not os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        with suppress(OSError):
            told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
            highest = int(told[1]) if told else highest
        time.sleep(0.02)
    return highest / 1024


@contextmanager
def kept_in_a_folder_of_its_own() -> Iterator[Path]:
    """Has the processes that are run keep compiled templates in a folder that is empty at first, and gives that."""
    before = os.environ.get(FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(FOLDER)
            if before is not None:
                os.environ[FOLDER] = before


def _left_behind(group: int) -> list[Any]:
    """What the processes used that the ended one had started and did not wait for."""
    found = []
    while True:
        try:
            found.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return found

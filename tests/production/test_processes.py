"""A process that has ended is gone, also while its number waits to be given up."""

import os
import subprocess
import sys

import pytest

from pipeline.production.processes import is_gone


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say whether a process is gone without risk")
def test_a_process_is_gone_once_it_has_ended():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert not is_gone(process.pid)
    assert is_gone(process.pid)


@pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="only Linux tells that a process has ended before it is asked for its status",
)
def test_a_process_is_gone_before_its_parent_has_looked():
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    try:
        os.kill(process.pid, 0)  # its number is still taken
        assert is_gone(process.pid)
    finally:
        process.wait()

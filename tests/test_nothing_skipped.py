"""CI skips no test: one that is skipped there, in whatever way, is told as failed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import PROJECT

SKIPPED = """
import pytest

@pytest.mark.skip(reason="no time")
def test_one():
    raise AssertionError

def test_two():
    pytest.importorskip("there_is_no_such_module")

def test_three():
    pass
"""


@pytest.mark.parametrize(("ci", "counted"), [("true", "1 failed, 1 passed, 1 error"), ("", "1 passed, 2 skipped")])
def test_a_skipped_test_fails_in_ci_alone(ci: str, counted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "test_some.py").write_text(SKIPPED)
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest"]

    ran = subprocess.run([*command, tmp_path], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert counted in ran.stdout, ran.stdout + ran.stderr

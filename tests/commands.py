"""Running keyplan in tests as a person would, from the project's own folder."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main

PROJECT = Path(__file__).parent.parent
SAMPLES = PROJECT / "samples"
ACCOUNTS = ("averley-medical", "cedar-prairie", "havnes-meieri", "kaltenbrueck-pharma")
PERIOD = "2026-Q3"


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Runs what is inside with `folder` as the working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def keyplan(*arguments: object, folder: Path = PROJECT) -> Result:
    """What `keyplan ARGUMENTS` gives in `folder`; an unforeseen exception fails the test with its traceback."""
    with working_in(folder):
        return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def keyplan_json(*arguments: object, folder: Path = PROJECT) -> Any:
    """The JSON that a command prints on stdout."""
    return json.loads(keyplan(*arguments, "--format", "json", folder=folder).stdout)


def a_workspace(folder: Path) -> Path:
    """A workspace of its own in `folder`: the standards, the input workbook and the output templates."""
    shutil.copytree(PROJECT / "input_templates", folder / "input_templates")
    for audience in ("internal", "client"):
        shutil.copytree(PROJECT / "output_templates" / audience, folder / "output_templates" / audience)
    return folder


def need(tool: str) -> str:
    """The path of an outside tool; without it the test is skipped, or fails where CI is true."""
    found = shutil.which(tool)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"{tool} is not installed, and CI must not skip what needs it")
    pytest.skip(f"{tool} is not installed")

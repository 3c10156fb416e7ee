"""Trying keyplan on hostile files: each in a process of its own, with little time and memory, and measured."""

import datetime
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.commands import PROJECT

SECONDS = 30
MEGABYTES = 512

Arguments = Sequence[str]

_READ: dict[str, Any] = {}  # the workbooks that templates are rendered for


@dataclass(frozen=True)
class Trial:
    """How a command ended: exit code (negative for a signal), what it printed, seconds, and megabytes at its peak."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def told(self) -> str:
        """All that was printed."""
        return self.out + self.err

    @property
    def fault(self) -> str:
        """What is wrong with how it ended; "" where it ended by itself, in sentences, within its limits."""
        bad = [word for word in ("Traceback", "Unforeseen fault", "MemoryError") if word in self.told]
        if bad or self.code not in (0, 1, 2, 3):
            return f"ended with {self.code}: {self.told[-800:]}"
        if self.seconds >= SECONDS or self.megabytes >= MEGABYTES:
            return f"took {self.seconds:.1f} s and {self.megabytes:.0f} MB"
        return ""


def tried(commands: Iterable[Arguments], folder: Path = PROJECT) -> list[Trial]:
    """What becomes of `keyplan ARGUMENTS` in `folder`, one process after the other, none over its limits."""
    asked = json.dumps([[str(argument) for argument in arguments] for arguments in commands])
    ended = subprocess.run(
        [sys.executable, "-m", "tests.hostile.trials", str(folder)],
        input=asked,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [Trial(**one) for one in json.loads(ended.stdout)]


def _limited(arguments: list[str], out: int, err: int) -> None:
    """Runs the command and ends the process."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    signal.alarm(SECONDS)
    code = 70
    try:
        _run(arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(arguments: list[str]) -> None:
    from pipeline.cli import main

    if arguments[0] == "render":
        _render(*map(Path, arguments[1:]))
    else:
        main(arguments, standalone_mode=True)


def _render(template: Path, workbook: Path) -> None:
    """Renders one template for one account, as `keyplan build` does in its workers; prints what is told."""
    from pipeline.problems import Refused
    from pipeline.run import reading, stages, templates

    standards = reading.workspace_standards()
    account = _READ[str(workbook)].account
    review = stages.Review("2026-Q3", datetime.date(2026, 9, 30))
    try:
        compiled, problems = templates.compile_templates((template,))
        if problems:
            raise Refused(*problems)
        stages.documents(account, standards, compiled, review)
    except Refused as refusal:
        for problem in refusal.problems:
            print(f"{problem} [{problem.code}]")
        sys.exit(1)


def _measured(arguments: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = os.fork()
        if child == 0:
            _limited(arguments, out.fileno(), err.fileno())
        _, status, used = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        printed = []
        for file in (out, err):
            file.seek(0)
            printed.append(file.read().decode("utf-8", "replace"))
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": printed[0],
        "err": printed[1],
        "seconds": seconds,
        "megabytes": used.ru_maxrss / 1024,
    }


def _serve(folder: str) -> None:
    """Reads the commands as JSON, and prints what became of each."""
    # Loaded and worked out once, before the processes part.
    import pipeline.production.build
    import pipeline.production.shared_ids  # noqa: F401
    from pipeline.run import reading, templates

    asked = json.load(sys.stdin)
    os.chdir(folder)
    reading.workspace_standards()
    if any(arguments[0] in ("lint", "render") for arguments in asked):
        templates.compile_templates((PROJECT / "output_templates" / "internal" / "one_page_plan.docx",))
    for workbook in {arguments[2] for arguments in asked if arguments[0] == "render"}:
        _READ[workbook] = reading.read_and_check(Path(workbook), reading.workspace_standards())
    json.dump([_measured(arguments) for arguments in asked], sys.stdout)


if __name__ == "__main__":
    _serve(sys.argv[1])

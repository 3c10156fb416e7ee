"""The last evening: `keyplan build --watch` builds what was saved, and nothing else, until Ctrl-C."""

import datetime
import queue
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest

from pipeline.production.order import Order
from pipeline.production.watching import Watched
from tests.commands import PERIOD
from tests.documents.office import paragraphs
from tests.production.small import BUILD, a_small_workspace, begin, digests
from tests.workbooks import a_workbook

PATIENCE = 15  # seconds


class Screen:
    """What a run prints, line by line, as somebody before it would read it."""

    def __init__(self, run: subprocess.Popen[str]) -> None:
        self.run, self.lines, self.said = run, queue.Queue[str](), list[str]()
        for stream in (run.stdout, run.stderr):
            threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self.lines.put(line)

    def shows(self, *words: str) -> str:
        """Waits for a line with all of these words, and gives it."""
        end = monotonic() + PATIENCE
        while (left := end - monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                break
            self.said.append(line)
            if all(word in line for word in words):
                return line
        raise AssertionError(f"{words} is not among what was said ({self.run.poll()}): {''.join(self.said)}")


@contextmanager
def watching(workspace: Path, *options: str) -> Iterator[Screen]:
    """A run that watches, once it has built everything; it is ended in any case."""
    run = begin(workspace, *BUILD, "--jobs", "1", "--watch", *options)
    try:
        screen = Screen(run)
        screen.shows("Watching for saves")
        yield screen
    finally:
        run.kill()
        run.wait(PATIENCE)


def saved(path: Path, said: str) -> bytes:
    """Saves the workbook of an account with this text as Excel does, and gives its bytes.

    A file with a name of its own takes the place of the workbook, with a lock file beside them meanwhile.
    """
    lock, own = path.with_name(f"~${path.name}"), path.with_name("5F3A1200")
    lock.write_bytes(b"someone")
    form = {"Account id": path.stem, "Name": path.stem.capitalize(), "Position in their industries": said}
    with TemporaryDirectory() as place:
        content = a_workbook(Path(place), account=form).read_bytes()
    own.write_bytes(content)
    own.replace(path)
    lock.unlink()
    return content


def test_what_is_saved_is_built_and_nothing_else(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, [])
    accounts, out = workspace / "accounts", workspace / "out" / PERIOD
    template = workspace / "output_templates" / "internal" / "note.docx"
    template.write_bytes(paragraphs("{{ account.position_summary }}"))
    saved(accounts / "alder.xlsx", "First.")
    saved(accounts / "birch.xlsx", "Second.")
    with watching(workspace) as screen:
        first = digests(out)

        whole = saved(accounts / "alder.xlsx", "Third.")
        screen.shows("built", "Alder")
        second = digests(out)
        assert changed(first, second) == {"alder/internal/Alder - Note - 2026-Q3.docx"}

        (accounts / "alder.xlsx").write_bytes(whole[: len(whole) // 2])
        screen.shows("refused", "alder")
        assert digests(out) == second

        (accounts / "alder.xlsx").write_bytes(whole)
        screen.shows("unchanged", "Alder")
        assert digests(out) == second

        template.write_bytes(paragraphs("Now: {{ account.position_summary }}"))
        screen.shows("built", "Alder")
        screen.shows("built", "Birch")
        assert changed(second, digests(out)) == {
            f"{name.lower()}/internal/{name} - Note - 2026-Q3.docx" for name in ("Alder", "Birch")
        }

        screen.run.send_signal(signal.SIGINT)
        screen.shows("Watching has ended")
        assert screen.run.wait(PATIENCE) == 0
    said = "".join(screen.said)
    assert (
        len(re.findall(r"built +Birch$", said, re.MULTILINE)) == 2
    )  # when watching began, and with the template; a neighbour's save is not told
    assert "Traceback" not in said


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The files that are new, gone or of another content."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_one_account_alone_is_watched(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, [])
    accounts = workspace / "accounts"
    saved(accounts / "alder.xlsx", "First.")
    saved(accounts / "birch.xlsx", "Second.")
    with watching(workspace, "--only", "birch") as screen:
        saved(accounts / "alder.xlsx", "Third.")
        screen.shows("Nothing to build")
        (workspace / "output_templates" / "client" / "note.docx").write_bytes(b"half a template")
        screen.shows("client/note.docx")
        (workspace / "output_templates" / "client" / "note.docx").write_bytes(paragraphs("{{ account.name }}"))
        screen.shows("built", "Birch")
        screen.run.send_signal(signal.SIGINT)
        assert screen.run.wait(PATIENCE) == 0
    assert not (workspace / "out" / PERIOD / "alder").exists()


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("accounts/alder.xlsx", True),
        ("accounts/ALDER.XLSM", True),
        ("accounts/alder/client_logo.png", True),
        ("accounts/~$alder.xlsx", False),
        ("accounts/.~lock.alder.xlsx#", False),
        ("accounts/5F3A1200", False),
        ("accounts/alder.xlsx.tmp", False),
        ("accounts/alder.checked.xlsx", False),
        ("accounts/older/alder.xlsx", False),
        ("input_templates/standards.toml", True),
        ("input_templates/account.xlsx", False),
        ("output_templates/client/note.docx", True),
        ("output_templates/client/~$note.docx", False),
        ("output_templates/authoring/note.py", False),
        ("history/alder/2026-Q2.json", True),
        ("history/alder/2026-Q3.json", False),  # what the run itself keeps
        ("accounts/out/2026-Q3/alder/client/alder.png", False),
    ],
)
def test_what_counts_is_what_documents_are_made_from(tmp_path: Path, path: str, counts: bool):
    order = Order(
        standards=tmp_path / "input_templates" / "standards.toml",
        templates=tmp_path / "output_templates",
        period=PERIOD,
        as_of=datetime.date(2026, 9, 30),
        folder=tmp_path / "accounts" / "out" / PERIOD,
        history=tmp_path / "history",
    )

    assert Watched((tmp_path / "accounts",), order).counts(tmp_path / path) == counts

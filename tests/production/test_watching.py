"""The last evening: `keyplan build --watch` builds what was saved, and nothing else, until Ctrl-C."""

import datetime
import os
import queue
import re
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest

from pipeline.production.order import Order
from pipeline.production.watching import Watched, saves
from tests.commands import PERIOD
from tests.documents.office import paragraphs
from tests.production.small import BUILD, a_small_workspace, begin, digests, ended
from tests.workbooks import a_workbook

PATIENCE = 120  # seconds, for what takes one or two where nothing else is at work


class Screen:
    """What a run prints, line by line, as somebody before it would read it."""

    def __init__(self, run: subprocess.Popen[str]) -> None:
        assert run.stdout
        self.run, self.lines, self.said = run, queue.Queue[str](), list[str]()
        threading.Thread(target=self._read, args=(run.stdout,), daemon=True).start()

    def _read(self, stream: Iterable[str]) -> None:
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
    run = begin(workspace, *BUILD, "--jobs", "1", "--watch", *options, stderr=subprocess.STDOUT)
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
    # When watching began, and with the template; a neighbour's save is not told.
    assert len(re.findall(r"built +Birch$", said, re.MULTILINE)) == 2
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


def an_order(folder: Path) -> Order:
    return Order(
        standards=folder / "input_templates" / "standards.toml",
        templates=folder / "output_templates",
        period=PERIOD,
        as_of=datetime.date(2026, 9, 30),
        folder=folder / "accounts" / "out" / PERIOD,
        history=folder / "history",
    )


PRESSED_IN_A_ROUND = """
import os, signal
from pipeline.production import rounds
from pipeline.problems import Problem, Refused

def build_accounts(*_):
    os.kill(os.getpid(), signal.SIGINT)
    raise Refused(Problem(code="template-damaged", severity="error", message="It is half saved.", fix="Save it again."))

rounds.build_accounts = build_accounts
from pipeline.cli import main
main()
"""


def test_ctrl_c_in_a_round_that_is_refused_ends_the_watching(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, ["alder"])

    code, _, err = ended(begin(workspace, "-c", PRESSED_IN_A_ROUND, *BUILD[2:], "--jobs", "1", "--watch"))

    assert code == 0, err
    assert "It is half saved." in err
    assert "Watching has ended" in err


def test_ctrl_c_is_heard_in_a_folder_where_something_is_always_written(tmp_path: Path):
    """What is written there does not count, so that no round begins by it."""
    for folder in ("accounts", "input_templates", "output_templates"):
        (tmp_path / folder).mkdir()
    seen, pressed, enough = list[None](), threading.Event(), threading.Event()

    def write() -> None:
        while not enough.wait(0.02):
            (tmp_path / "accounts" / "copying.tmp").write_bytes(os.urandom(8))

    def watch() -> None:
        for _ in saves(Watched((tmp_path / "accounts",), an_order(tmp_path)), pressed.is_set):
            seen.append(None)
            pressed.set()

    threads = [threading.Thread(target=act, daemon=True) for act in (write, watch)]
    for thread in threads:
        thread.start()
    threads[1].join(PATIENCE)
    enough.set()
    threads[0].join()

    assert not threads[1].is_alive(), "it watches still"
    assert len(seen) == 1


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
    assert Watched((tmp_path / "accounts",), an_order(tmp_path)).counts(tmp_path / path) == counts

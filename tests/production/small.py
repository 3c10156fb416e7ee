"""Small runs for tests of production: many accounts of a few rows, two templates of one line each."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.production.records import FOLDER
from tests.commands import PERIOD, PROJECT
from tests.documents.office import paragraphs
from tests.workbooks import a_workbook

BUILD = ("-m", "pipeline", "build", "accounts", "--out", "out", "--period", PERIOD)


def a_small_workspace(folder: Path, accounts: Iterable[str]) -> Path:
    """A workspace with these accounts (by id), and templates that print a name, a day and the vision."""
    (folder / "input_templates").mkdir(parents=True)
    shutil.copy(PROJECT / "input_templates" / "standards.toml", folder / "input_templates")
    for audience in ("internal", "client"):
        templates = folder / "output_templates" / audience
        templates.mkdir(parents=True)
        (templates / "note.docx").write_bytes(paragraphs(f"{audience}: {{{{ account.name }}}}", "{{ document.date }}"))
    (folder / "accounts").mkdir()
    (folder / "history").mkdir()
    pattern = a_workbook(folder)
    for account in accounts:
        renamed(pattern, folder / "accounts" / f"{account}.xlsx", account)
    pattern.unlink()
    return folder


def renamed(pattern: Path, path: Path, account: str) -> None:
    """A copy of the workbook `pattern`, which is contoso's, for the account with that id."""
    with zipfile.ZipFile(pattern) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(("sharedStrings.xml", "worksheets/sheet1.xml")):
                content = content.replace(b"<t>contoso</t>", f"<t>{account}</t>".encode())
                content = content.replace(b"<t>Contoso Ltd</t>", f"<t>{account.capitalize()} Ltd</t>".encode())
            new.writestr(name, content)


def begin(workspace: Path, *arguments: str, stderr: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
    """A run in a process of its own; without `arguments` a plain build."""
    return subprocess.Popen(
        [sys.executable, *(arguments or BUILD)],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a run, what it printed, and what it said beside that."""
    out, err = run.communicate(timeout=120)
    return run.returncode, out, err


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file under a folder but the report, whose seconds are never the same twice, and the records
    for the next run."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "report.json" and FOLDER not in path.parts
    }


def leftovers(folder: Path) -> list[Path]:
    """What a run leaves behind when it is cut off: nothing else begins like that."""
    return sorted(folder.rglob(".keyplan-*"))

"""PDF files beside the documents: made by LibreOffice, counted, never older than the document they show."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from pipeline.production import pdf
from pipeline.production.executor import never
from pipeline.production.pdf import Patience, pdf_of, pdfs_of
from pipeline.production.pdfs import MISSING, with_pdfs, with_their_pdfs, without_old_pdfs
from tests.commands import PERIOD, keyplan, need
from tests.production.incremental import Run, World, a_world, workbook
from tests.production.small import BUILD, a_small_workspace

FAKE = """#!{python}
import os, pathlib, sys, time
deed, log = os.environ["DEED"], pathlib.Path(os.environ["LOG"])
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
files = [pathlib.Path(name) for name in sys.argv[sys.argv.index("--outdir") + 2:]]
with log.open("a") as told:
    told.write(f"{{len(files)}}\\n")
for file in files:
    if deed == "hang" or (deed == "hang at the first" and file.stem == "0" and len(files) > 1):
        time.sleep(60)
    if deed == "crash" and len(files) > 1:
        os.abort()
    if deed == "nothing" or (deed == "not the first" and file.stem == "0" and len(files) > 1):
        continue
    whole = b"%PDF-1.7 " + file.read_bytes() + b" %%EOF"
    file.with_suffix(".pdf").write_bytes(whole[:-6] if deed == "half" else whole)
"""


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice that does what DEED says; the log counts the documents it was begun for, each time."""
    program = tmp_path / "soffice"
    program.write_text(FAKE.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("DEED", "all")
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.setattr(pdf, "_PROGRAMS", (str(program),))
    return tmp_path / "log"


def some_documents(folder: Path, number: int) -> list[Path]:
    documents = [folder / f"account-{place}" / "Plan.docx" for place in range(number)]
    for document in documents:
        document.parent.mkdir()
        document.write_bytes(document.parent.name.encode())
    return documents


def converted(documents: list[Path], patience: Patience | None = None) -> dict[str, bytes | None]:
    (program,) = pdf._PROGRAMS
    return {path.parent.name: content for path, content in pdfs_of(program, documents, 2, never, patience)}


@pytest.mark.parametrize("deed", ["all", "not the first", "crash"])
@pytest.mark.usefixtures("soffice")
def test_each_document_gets_its_own_pdf(deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEED", deed)

    found = converted(some_documents(tmp_path, 5))

    assert found == {f"account-{place}": f"%PDF-1.7 account-{place} %%EOF".encode() for place in range(5)}


@pytest.mark.parametrize("deed", ["nothing", "half"])
def test_what_is_not_made_is_tried_once_more_alone(
    deed: str, soffice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DEED", deed)

    found = converted(some_documents(tmp_path, 3))

    assert found == {f"account-{place}": None for place in range(3)}
    assert sorted(soffice.read_text().split()) == ["1", "1", "1", "1", "2"]  # two batches, and each document alone


@pytest.mark.usefixtures("soffice")
def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEED", "hang at the first")
    start = monotonic()

    found = converted(some_documents(tmp_path, 4), Patience(4, 0.5))

    assert None not in found.values()
    assert monotonic() - start < 60


@pytest.mark.usefixtures("soffice")
def test_a_run_that_is_to_stop_waits_for_no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEED", "hang")
    end = monotonic() + 1

    found = list(pdfs_of(*pdf._PROGRAMS, some_documents(tmp_path, 2), 2, lambda: monotonic() > end))

    assert found == []
    assert monotonic() - end < 50


def with_pdf(world: World) -> tuple[Run, tuple[str, ...], tuple[str, ...]]:
    """A run with --pdf: what became of the accounts, what was lacking, and what was said of PDF files."""
    run = world.run()
    found = with_pdfs(world.out, run.outcomes, without_old_pdfs(world.out, run.outcomes), 2, never)
    outcomes = tuple(with_their_pdfs(outcome, found) for outcome in run.outcomes)
    return Run(outcomes, run.done), found.lacking, found.remarks


def pdfs_in(world: World) -> set[Path]:
    return set(world.out.rglob("*.pdf"))


def test_every_document_has_a_pdf_that_is_made_again_only_when_the_document_is(soffice: Path, tmp_path: Path):
    world = a_world(tmp_path / "world")
    run, lacking, _ = with_pdf(world)
    files = {file.path for outcome in run.outcomes for file in outcome.files}
    documents = {path for path in files if not path.endswith(".pdf")}

    assert lacking == ()
    assert files == documents | {pdf_of(Path(path)).as_posix() for path in documents}
    assert {path.relative_to(world.out).as_posix() for path in pdfs_in(world)} == files - documents

    soffice.unlink()
    again, _, _ = with_pdf(world)
    assert not soffice.exists()
    assert again.outcomes[0].files == run.outcomes[0].files

    world.workbook("contoso").write_bytes(workbook("contoso", "Third in its market."))
    one = next(path for path in sorted(pdfs_in(world)) if "northwind" in str(path))
    one.write_bytes(b"changed by hand")
    _, _, remarks = with_pdf(world)
    assert sum(map(int, soffice.read_text().split())) == 2  # the plan of contoso, and the one that was changed
    assert len(remarks) == 1
    assert one.read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("soffice")
def test_a_pdf_of_an_earlier_document_goes_with_it(tmp_path: Path):
    world = a_world(tmp_path / "world")
    with_pdf(world)
    before = pdfs_in(world)
    world.workbook("contoso").write_bytes(workbook("contoso", "Third in its market."))
    world.template("client/deck.pptx").unlink()

    run = world.run()
    found = without_old_pdfs(world.out, run.outcomes)

    gone = {path.relative_to(world.out).as_posix() for path in before - pdfs_in(world)}
    assert sorted(re.sub(r"/.* - ", "/", path) for path in gone) == [
        f"contoso/{PERIOD}.pdf",
        f"contoso/{PERIOD}.pdf",
        f"fabrikam/{PERIOD}.pdf",
        f"northwind/{PERIOD}.pdf",
    ]
    assert set(found.remarks) == {f"{path} was of an earlier document, and was removed." for path in gone}


@pytest.mark.usefixtures("soffice")
def test_a_pdf_that_somebody_changed_stays_and_is_told(tmp_path: Path):
    world = a_world(tmp_path / "world")
    with_pdf(world)
    (changed,) = [path for path in pdfs_in(world) if path.name == f"Contoso Foods - Plan - {PERIOD}.pdf"]
    changed.write_bytes(b"with a signature")
    world.workbook("contoso").write_bytes(workbook("contoso", "Third in its market."))

    for _ in range(2):
        found = without_old_pdfs(world.out, world.run().outcomes)

        place = changed.relative_to(world.out).as_posix()
        assert found.remarks == (f"{place} is of an earlier document and not current: do not send it.",)
        assert changed.read_bytes() == b"with a signature"


def test_without_libreoffice_the_documents_are_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_PROGRAMS", ())
    workspace = a_small_workspace(tmp_path, ["alder"])

    result = keyplan(*BUILD[2:], "--jobs", "1", "--pdf", folder=workspace)

    assert result.exit_code == 1
    assert " ".join(result.stderr.split()) == MISSING
    assert "1 account: 1 built." in result.stdout
    assert len(list((workspace / "out").rglob("*.docx"))) == 2
    assert json.loads((workspace / "out" / PERIOD / "report.json").read_text())["remarks"] == [MISSING]


def test_libreoffice_makes_the_pdf_of_each_document_and_tells_nothing_more(tmp_path: Path):
    need("soffice")
    workspace = a_small_workspace(tmp_path, ["alder", "birch"])

    result = keyplan(*BUILD[2:], "--jobs", "2", "--pdf", folder=workspace)

    assert result.exit_code == 0, result.output
    made = sorted((workspace / "out").rglob("*.pdf"))
    assert len(made) == 4
    (report,) = [one for one in reported(workspace) if one["account_id"] == "alder"]
    assert sum(file["path"].endswith(".pdf") for file in report["files"]) == 2
    for path in made:
        told = subprocess.run([need("pdfinfo"), path], capture_output=True, text=True, check=True).stdout
        found = dict(re.findall(r"^(\w+): +(.*)$", told, re.MULTILINE))
        assert set(found) & {"Subject", "Keywords", "Author"} <= {"Author"}
        assert found["Producer"].startswith("LibreOffice")
        assert os.getcwd() not in told
        assert str(tmp_path).encode() not in path.read_bytes()


def reported(workspace: Path) -> list[dict[str, object]]:
    accounts: list[dict[str, object]] = json.loads((workspace / "out" / PERIOD / "report.json").read_text())["accounts"]
    return accounts

"""Other eyes than ours: canaries in a workbook and beside it, looked for with grep, LibreOffice and pdftotext alone."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from pipeline.model.account import RECORDS
from pipeline.model.fields import columns
from pipeline.run import read_and_check
from tests.builders import shipped_standards
from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan, need

CANARY = "zaphod"
SAMPLE = "cedar-prairie"


def canaried(folder: Path) -> int:
    """Write a sample with a canary in each internal text and in what is no cell; how many cells hold one."""
    account = read_and_check(SAMPLES / f"{SAMPLE}.xlsx", shipped_standards()).account
    assert account is not None
    book = openpyxl.load_workbook(SAMPLES / f"{SAMPLE}.xlsx")
    planted = 0
    for record in RECORDS:
        free = [c.key for c in columns(record) if c.audience == "internal" and c.kind.name in ("text", "long text")]
        bound = {c.key for c in columns(record) if c.refers or c.choices_from or c.choices}
        for row in account.rows(record):
            for key in free:
                cell = row.origin.cells.get(key)
                if cell and key not in bound and getattr(row, key):
                    book[row.origin.sheet][cell] = f"{CANARY} {planted} {key}"
                    planted += 1
    sheet = book["Account"]
    sheet["A1"].comment = Comment(CANARY, CANARY)
    sheet.oddFooter.center.text = CANARY
    book.defined_names.add(DefinedName(CANARY, attr_text=f'"{CANARY}"'))
    hidden = book.create_sheet(f"{CANARY} sheet")
    hidden["B2"], hidden.sheet_state = CANARY, "veryHidden"
    for key in ("title", "creator", "subject", "keywords", "description", "lastModifiedBy", "category"):
        setattr(book.properties, key, CANARY)
    book.save(folder / f"{SAMPLE}.xlsx")
    return planted


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of the account's documents, and how many cells hold a canary."""
    folder = a_workspace(tmp_path_factory.mktemp("scan"))
    planted = canaried(folder)
    result = keyplan("build", f"{SAMPLE}.xlsx", "--out", "out", "--period", PERIOD, folder=folder)
    assert result.exit_code == 0, result.output
    return folder / "out" / PERIOD / SAMPLE, planted


def unzipped(content: bytes, into: Path) -> None:
    """Unpack a file, and every file in it that is a zip itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(into)
    for path in [path for path in into.rglob("*") if path.is_file()]:
        inside = path.read_bytes()
        if inside.startswith(b"PK"):
            unzipped(inside, path.with_name(f"{path.name}.unzipped"))


def grep(folder: Path) -> str:
    """What grep finds below a folder, in file names too."""
    found = subprocess.run(["grep", "-rail", CANARY, folder], capture_output=True, text=True, check=False).stdout
    wide = "".join(f"{letter}\\x00" for letter in CANARY)
    found += subprocess.run(["grep", "-raPl", wide, folder], capture_output=True, text=True, check=False).stdout
    return found + "".join(str(path) for path in folder.rglob(f"*{CANARY}*"))


def client_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted((folder / "client").iterdir()))


def test_grep_finds_no_canary_in_the_unzipped_client_files(built: tuple[Path, int], tmp_path: Path):
    folder, planted = built
    assert planted > 150
    assert len(list(client_files(folder))) == 2
    for number, path in enumerate(client_files(folder)):
        unzipped(path.read_bytes(), tmp_path / str(number))
    assert grep(tmp_path) == ""


def test_grep_does_find_them_in_the_account_plan(built: tuple[Path, int], tmp_path: Path):
    for path in (built[0] / "internal").iterdir():
        unzipped(path.read_bytes(), tmp_path / path.stem)

    assert "document.xml" in grep(tmp_path)


def test_no_canary_is_printed_on_a_page_of_a_client_file(built: tuple[Path, int], tmp_path: Path):
    office, reader = need("soffice"), need("pdftotext")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(path) for path in client_files(built[0])]
    subprocess.run([*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=240)
    pages = sorted(tmp_path.glob("*.pdf"))
    assert len(pages) == len(files)
    for page in pages:
        shown = subprocess.run([reader, page, "-"], check=True, capture_output=True, text=True).stdout
        assert "Cedar Prairie" in shown
        assert CANARY not in shown.casefold()

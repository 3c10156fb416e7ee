"""Other eyes than ours: canaries in a workbook and templates, looked for with grep, LibreOffice and poppler alone."""

import base64
import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, UnidentifiedImageError

from pipeline.model.account import RECORDS
from pipeline.model.fields import columns
from pipeline.run.reading import read_and_check
from tests.builders import shipped_standards
from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan, need
from tests.documents.compiling.test_outgoing import IN_A_DECK, IN_A_DOCUMENT
from tests.documents.office import part_names, part_text, related, with_part

CANARY = "zaphod"
SAMPLE = "cedar-prairie"
# What needs a part or a paragraph that the templates have not, or cannot stand beside the rest.
ELSEWHERE = {
    *("hidden slide", "designed name of a series", "embedded fonts", "web settings", "hidden text"),
    *("numbers of saving at a paragraph", "fallback of a drawing", "text of a form field", "placeholder of a control"),
    *("label of a control", "path of a picture"),
}
STUFFED = {"quarterly_review.pptx": IN_A_DECK, "joint_action_plan.docx": IN_A_DOCUMENT}
TEXT_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/>'
    '<xdr:ext cx="900000" cy="900000"/><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="{0}"/>'
    "<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{0}</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>"
)


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
    sheet.oddFooter.center.text = sheet.oddHeader.left.text = CANARY
    book["Lists"]["BZ1"] = CANARY
    last = sheet.max_row + 5
    sheet.cell(last, 30).value = CANARY
    sheet.row_dimensions[last].hidden = True
    book.defined_names.add(DefinedName(CANARY, attr_text=f'"{CANARY}"'))
    hidden = book.create_sheet(f"{CANARY} sheet")
    hidden["B2"], hidden.sheet_state = CANARY, "veryHidden"
    for key in ("title", "creator", "subject", "keywords", "description", "lastModifiedBy", "category"):
        setattr(book.properties, key, CANARY)
    file = io.BytesIO()
    book.save(file)
    (folder / f"{SAMPLE}.xlsx").write_bytes(with_custom_parts(file.getvalue()))
    return planted


def with_custom_parts(blob: bytes) -> bytes:
    """The workbook with custom XML and with a text box on a hidden sheet."""
    blob = related(blob, "customXml", "customXml/item1.xml", f"<x>{CANARY}</x>", "xl/workbook.xml")
    hidden = max(name for name in part_names(blob) if name.startswith("xl/worksheets/sheet"))
    sheet = part_text(blob, hidden)
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = f'<drawing xmlns:r="{space}" r:id="rId99"/></worksheet>'
    blob = with_part(blob, hidden, sheet.replace("</worksheet>", drawing).encode())
    return related(blob, "drawing", "drawings/drawing99.xml", TEXT_BOX.format(CANARY), hidden)


def stuff_templates(folder: Path) -> int:
    """Put a canary into every hiding place of the client's templates; how many places there are."""
    count = 0
    for name, places in STUFFED.items():
        path = folder / "output_templates" / "client" / name
        blob = path.read_bytes()
        for place, stuff in places.items():
            if place not in ELSEWHERE:
                blob, count = stuff(blob), count + 1
        path.write_bytes(blob)
    return count


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of the account's documents, and how many cells hold a canary."""
    folder = a_workspace(tmp_path_factory.mktemp("scan"))
    planted = canaried(folder)
    assert stuff_templates(folder) > 55
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
    numbered = "".join(f"&#(x{ord(letter):x}|{ord(letter)});" for letter in CANARY)
    packed = "|".join(
        base64.b64encode(b"x" * lead + CANARY.encode() + b"xx")[2 * (lead > 0) + 1 : 8].decode() for lead in range(3)
    )
    for pattern in (wide, numbered, packed):
        found += subprocess.run(["grep", "-raPl", pattern, folder], capture_output=True, text=True, check=False).stdout
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


@pytest.mark.parametrize(
    "hidden",
    [
        CANARY.upper().encode(),
        CANARY.encode("utf-16-le"),
        "".join(f"&#{ord(letter)};" for letter in CANARY).encode(),
        "".join(f"&#x{ord(letter):x};" for letter in CANARY).encode(),
        *(base64.b64encode(b"?" * lead + CANARY.encode() + b" is here") for lead in range(3)),
    ],
)
def test_grep_finds_one_however_it_is_written(hidden: bytes, tmp_path: Path):
    (tmp_path / "part.bin").write_bytes(b"before " + hidden + b" after")

    assert "part.bin" in grep(tmp_path)


def test_no_canary_is_printed_on_a_page_of_a_client_file(built: tuple[Path, int], tmp_path: Path):
    office, reader = need("soffice"), need("pdftotext")
    about = need("pdfinfo")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(path) for path in client_files(built[0])]
    subprocess.run([*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=240)
    pages = sorted(tmp_path.glob("*.pdf"))
    assert len(pages) == len(files)
    for page in pages:
        shown = subprocess.run([reader, page, "-"], check=True, capture_output=True, text=True).stdout
        shown += subprocess.run([about, page], check=True, capture_output=True, text=True).stdout
        assert "Cedar Prairie" in shown
        assert CANARY not in shown.casefold()


def test_no_picture_of_a_client_file_tells_more_than_its_pixels(built: tuple[Path, int], tmp_path: Path):
    seen = 0
    for number, path in enumerate(client_files(built[0])):
        unzipped(path.read_bytes(), tmp_path / str(number))
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        try:
            with Image.open(path) as image:
                assert not image.getexif(), path
                assert CANARY not in str(image.info)
                seen += 1
        except UnidentifiedImageError:
            continue
    assert seen

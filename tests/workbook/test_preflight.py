"""What is refused before any library sees the file: one plain sentence, at once."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.problems import Problem, WorkbookRefused
from pipeline.workbook.preflight import open_package
from tests.workbooks import a_workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OPENXML = "application/vnd.openxmlformats-officedocument"
EXCEL_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
FLAT = b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
ENCRYPTED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = "This is a web page that was named like a workbook."
SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."


def refusal(path: Path) -> Problem:
    """The one problem of a refused file, told after less than a second of work."""
    start = time.process_time()
    with pytest.raises(WorkbookRefused) as refused:
        open_package(path)
    assert time.process_time() - start < 1
    (problem,) = refused.value.problems
    assert problem.file == path.name
    assert problem.message.endswith(".")
    assert problem.fix.endswith(".")
    return problem


def a_file(folder: Path, content: bytes, name: str = "contoso.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def a_zip(**parts: str | bytes) -> bytes:
    """A zip archive; in a part's name two underscores stand for a slash and one for a point."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return content.getvalue()


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one part's content exchanged, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, part in parts.items():
            archive.writestr(entry, part)
    return path


@pytest.mark.parametrize(
    ("content", "code", "message", "fix"),
    [
        (b"", "empty-file", "The file is empty (0 bytes).", None),
        (
            b"Full name;Amount\r\nA;1\r\n",
            "not-a-workbook",
            "This is a text file (such as CSV), not a workbook.",
            SAVE_AS,
        ),
        (b"\xef\xbb\xbf<html><body>Sign in</body>", "not-a-workbook", WEB_PAGE, SAVE_AS),
        (b"<table><tr><td>1</td></tr></table>", "not-a-workbook", WEB_PAGE, SAVE_AS),
        (b"%PDF-1.7\n", "not-a-workbook", "This is a PDF file, not a workbook.", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not-a-workbook", "This is not an Excel workbook.", None),
        (OLE + bytes(4096), "old-workbook", "This is a file of Excel 97-2003 (.xls).", SAVE_AS),
        (ENCRYPTED, "password", "The workbook is protected by a password.", None),
        (EXCEL_2003, "old-workbook", "This is an XML spreadsheet of Excel 2003.", SAVE_AS),
        (a_zip(a_txt="hello"), "not-a-workbook", "This is a zip archive without a workbook in it.", None),
        (
            a_zip(mimetype="application/vnd.oasis.opendocument.text", content_xml="<text/>"),
            "not-a-workbook",
            "This is an OpenDocument file, but not a spreadsheet (.ods).",
            None,
        ),
        (FLAT, "not-a-workbook", "This is a flat OpenDocument spreadsheet (.fods).", SAVE_AS),
        (b"PK\x03\x04 and no more", "damaged", "The file is damaged or was not copied whole.", None),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(tmp_path, content, code, message, fix):
    problem = refusal(a_file(tmp_path, content))

    assert (problem.code, problem.message) == (code, message)
    assert fix is None or problem.fix == fix


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        (f"{OPENXML}.wordprocessingml.document.main+xml", "not-a-workbook", "This is a Word document, not a workbook."),
        (
            f"{OPENXML}.presentationml.presentation.main+xml",
            "not-a-workbook",
            "This is a PowerPoint presentation, not a workbook.",
        ),
        (
            "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            "binary-workbook",
            "This is a binary Excel workbook (.xlsb).",
        ),
        (f"{OPENXML}.theme+xml", "not-a-workbook", "The file has no workbook as its main part."),
    ],
)
def test_another_office_file_is_told_by_its_main_part(tmp_path, kind, code, message):
    types = f'<Types><Override PartName="/main.xml" ContentType="{kind}"/></Types>'
    with zipfile.ZipFile(tmp_path / "contoso.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", types)

    problem = refusal(tmp_path / "contoso.xlsx")

    assert (problem.code, problem.message) == (code, message)


def test_a_half_copied_workbook_is_damaged(tmp_path):
    content = a_workbook(tmp_path).read_bytes()

    assert refusal(a_file(tmp_path, content[: len(content) // 2])).code == "damaged"


def test_a_part_with_a_flipped_byte_is_damaged(tmp_path):
    path = a_workbook(tmp_path)
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    content = bytearray(path.read_bytes())
    content[start] ^= 0xFF
    path.write_bytes(bytes(content))

    assert refusal(path).code == "damaged"


def test_the_lock_file_of_an_open_workbook_is_told_apart(tmp_path):
    problem = refusal(a_file(tmp_path, b"x" * 165, "~$contoso.xlsx"))

    assert problem.code == "lock-file"
    assert problem.fix == "Close contoso.xlsx in Excel and give that file instead."


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    missing = refusal(tmp_path / "contoso.xlsx")
    assert (missing.code, missing.message) == ("not-found", "There is no such file.")
    (tmp_path / "folder.xlsx").mkdir()
    assert refusal(tmp_path / "folder.xlsx").message == "This is a folder, not a workbook."


def test_a_file_that_the_computer_will_not_open_is_told_with_its_reason(tmp_path):
    path = tmp_path / "contoso.xlsx"
    path.symlink_to(path)

    problem = refusal(path)

    assert (problem.code, problem.message) == (
        "not-readable",
        "The file cannot be opened (too many levels of symbolic links).",
    )


def test_a_pipe_is_refused_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "contoso.xlsx")

    assert refusal(tmp_path / "contoso.xlsx").code == "not-a-file"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = with_part(a_workbook(tmp_path), "xl/media/big.xml", bytes(63 * 2**20))

    problem = refusal(path)

    assert problem.code == "too-large"
    assert problem.message == "Its part xl/media/big.xml unpacks to more than 200 times its size."


def test_a_part_above_the_limit_is_refused(tmp_path):
    path = with_part(a_workbook(tmp_path), "xl/media/big.bin", bytes(65 * 2**20))

    assert refusal(path).message == "Its part xl/media/big.bin unpacks to 65 MB; 64 MB are allowed."


def test_a_file_of_too_many_parts_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "contoso.xlsx", "w") as archive:
        for number in range(3001):
            archive.writestr(f"{number}.bin", b"")

    assert refusal(tmp_path / "contoso.xlsx").message == "The file holds 3001 parts; 3000 are allowed."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_an_entity_declaration_in_any_part_is_refused(tmp_path, part, encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    )

    problem = refusal(with_part(a_workbook(tmp_path), part, text.encode(encoding)))

    assert (problem.code, part in problem.message) == ("unsafe", True)


def test_a_part_that_stands_there_twice_is_damaged(tmp_path):
    path = with_part(a_workbook(tmp_path), "XL/Workbook.xml", b"<workbook/>")

    assert refusal(path).message == "The file holds one of its parts twice."


def test_macros_are_noticed(tmp_path):
    assert open_package(with_part(a_workbook(tmp_path), "xl/vbaProject.bin", b"x")).macros
    assert not open_package(a_workbook(tmp_path)).macros


def test_an_open_document_spreadsheet_is_known_with_its_macros_and_its_password(tmp_path):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    plain = open_package(a_file(tmp_path, a_zip(mimetype=kind, content_xml="<a/>"), "contoso.ods"))
    with_macros = open_package(a_file(tmp_path, a_zip(mimetype=kind, Basic__script_xml="<a/>"), "contoso.ods"))
    manifest = "<manifest:encryption-data/>"
    locked = refusal(a_file(tmp_path, a_zip(mimetype=kind, META__x_xml="<a/>", **{"META-INF__manifest_xml": manifest})))

    assert (plain.open_document, plain.macros, with_macros.macros) == (True, False, True)
    assert (locked.code, locked.message) == ("password", "The workbook is protected by a password.")


def test_a_part_without_a_name_is_damage(tmp_path):
    path = tmp_path / "contoso.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"")

    with pytest.raises(WorkbookRefused, match="damaged or was not copied whole"):
        open_package(path)

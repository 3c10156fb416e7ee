"""Is this file a workbook that is safe to open? Looked at before any library sees it, in milliseconds."""

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from pipeline.problems import Problem, WorkbookRefused

LARGEST_FILE = 30 * 2**20  # bytes
LARGEST_PART = 64 * 2**20  # bytes, unpacked
LARGEST_TOTAL = 256 * 2**20  # bytes, unpacked
MOST_PARTS = 3_000
STEEPEST_RATIO = 200  # unpacked to packed, of a part above 1 MiB; honest workbooks stay below 121

SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
SEND_AGAIN = "Copy or download it once more, or open it in Excel, let it be repaired, and save it."
OWN_WORKBOOK = "Give the account's workbook, an Excel file (.xlsx)."
# What damaged XML, or XML that says something else than it should, comes to.
DAMAGE = (ElementTree.ParseError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"vnd.oasis.opendocument"
_ENCRYPTION = b"encryption-data"  # what the manifest of an OpenDocument file says of each part that is encrypted
_WEB_PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?i:DOCTYPE|ENTITY)")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_CONTENT_TYPES = "[content_types].xml"
_MAIN_TYPE = re.compile(
    rb"vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    rb"|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml"
)
# Content types that say what else a package may be.
_OTHER_PACKAGES = (
    (b"ms-excel.sheet.binary", "binary-workbook", "This is a binary Excel workbook (.xlsb).", SAVE_AS_XLSX),
    (b"wordprocessingml", "not-a-workbook", "This is a Word document, not a workbook.", OWN_WORKBOOK),
    (b"presentationml", "not-a-workbook", "This is a PowerPoint presentation, not a workbook.", OWN_WORKBOOK),
)
_UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True)
class Package:
    """The XML parts of a workbook file by name, folded to lower case.

    `macros` tells whether it carries any, `open_document` whether it is an OpenDocument spreadsheet (.ods).
    """

    parts: dict[str, bytes]
    macros: bool
    open_document: bool

    def part(self, name: str) -> bytes | None:
        """The part called `name` ("xl/workbook.xml"), or None."""
        return self.parts.get(_folded(name))


def open_package(path: Path) -> Package:
    """The parts of the workbook file `path`. Raises WorkbookRefused, with one plain sentence, for anything else."""
    content = _content(path)
    if not content.startswith(b"PK"):
        _refuse_other_file(path, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _checked_entries(path, archive)
            parts = {
                name: archive.read(entry)
                for name, entry in entries.items()
                if name.endswith(_XML_ENDINGS) or name == "mimetype"
            }
    except _UNREADABLE_ZIP:
        refuse(path, "damaged", "The file is damaged or was not copied whole.", SEND_AGAIN)
    _refuse_other_package(path, parts)
    _refuse_declarations(path, parts)
    macros = any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in entries)
    return Package(parts, macros, open_document=_is_open_document(parts))


def refuse(path: Path, code: str, message: str, fix: str, sheet: str = "", cell: str = "") -> NoReturn:
    """Raises WorkbookRefused with the one problem of the file `path`."""
    raise WorkbookRefused(
        Problem(code=code, severity="error", message=message, fix=fix, file=path.name, sheet=sheet, cell=cell)
    ) from None


def _content(path: Path) -> bytes:
    """The bytes of a regular file of at most LARGEST_FILE; a pipe or a device is never opened, it could block."""
    if path.name.startswith("~$"):
        fix = f"Close {path.name[2:]} in Excel and give that file instead."
        refuse(path, "lock-file", "This is the lock file that Excel keeps while a workbook is open.", fix)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
            refuse(path, "not-a-file", f"This is {what}, not a workbook.", OWN_WORKBOOK)
        if status.st_size == 0:
            refuse(path, "empty-file", "The file is empty (0 bytes).", SEND_AGAIN)
        if status.st_size > LARGEST_FILE:
            _refuse_size(path, f"The file has {status.st_size // 2**20} MB; {LARGEST_FILE // 2**20} MB are allowed.")
        return path.read_bytes()
    except FileNotFoundError:
        refuse(path, "not-found", "There is no such file.", "Check the name and the folder.")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        refuse(path, "not-readable", f"The file cannot be opened ({reason}).", "Check who may read it, and try again.")


def _checked_entries(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries of the archive by folded name. zipfile never unpacks more than the size an entry declares."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_PARTS:
        _refuse_size(path, f"The file holds {len(infos)} parts; {MOST_PARTS} are allowed.")
    for info in infos:
        if info.flag_bits & 1:
            _refuse_password(path)
        if info.file_size > LARGEST_PART:
            _refuse_size(path, f"Its part {info.filename} unpacks to {info.file_size // 2**20} MB; 64 MB are allowed.")
        if info.file_size > 2**20 and info.file_size > STEEPEST_RATIO * max(info.compress_size, 1):
            _refuse_size(path, f"Its part {info.filename} unpacks to more than {STEEPEST_RATIO} times its size.")
    if sum(info.file_size for info in infos) > LARGEST_TOTAL:
        _refuse_size(path, f"It unpacks to more than {LARGEST_TOTAL // 2**20} MB.")
    entries = {_folded(info.filename): info for info in infos}
    if len(entries) < len(infos):
        refuse(path, "damaged", "The file holds one of its parts twice.", SEND_AGAIN)
    return entries


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_size(path: Path, message: str) -> NoReturn:
    fix = "Take out pictures and sheets that do not belong to the account's workbook, and save it again."
    refuse(path, "too-large", message, fix)


def _refuse_password(path: Path) -> NoReturn:
    fix = "In Excel choose File, Info, Protect Workbook, take the password away, and save it."
    if path.suffix.lower() == ".ods":
        fix = "In LibreOffice choose File, Save As, take the tick from Save with password, and save it."
    refuse(path, "password", "The workbook is protected by a password.", fix)


def _refuse_other_file(path: Path, content: bytes) -> NoReturn:
    """Says what a file that is no zip archive is."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            _refuse_password(path)
        refuse(path, "old-workbook", "This is a file of Excel 97-2003 (.xls).", SAVE_AS_XLSX)
    start = content[:4096]
    if _WEB_PAGE.search(start):
        refuse(path, "not-a-workbook", "This is a web page that was named like a workbook.", SAVE_AS_XLSX)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        refuse(path, "old-workbook", "This is an XML spreadsheet of Excel 2003.", SAVE_AS_XLSX)
    if start.startswith(b"%PDF"):
        refuse(path, "not-a-workbook", "This is a PDF file, not a workbook.", OWN_WORKBOOK)
    if _OPEN_DOCUMENT + b".spreadsheet" in start:
        refuse(path, "not-a-workbook", "This is a flat OpenDocument spreadsheet (.fods).", SAVE_AS_XLSX)
    if _is_text(start):
        refuse(path, "not-a-workbook", "This is a text file (such as CSV), not a workbook.", SAVE_AS_XLSX)
    refuse(path, "not-a-workbook", "This is not an Excel workbook.", OWN_WORKBOOK)


def _is_text(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in start)


def _refuse_other_package(path: Path, parts: dict[str, bytes]) -> None:
    """Refuses a zip archive whose main part is not a workbook."""
    if _ENCRYPTION in parts.get("meta-inf/manifest.xml", b""):
        _refuse_password(path)
    if _is_open_document(parts):
        return
    if _OPEN_DOCUMENT in parts.get("mimetype", b""):
        refuse(path, "not-a-workbook", "This is an OpenDocument file, but not a spreadsheet (.ods).", OWN_WORKBOOK)
    types = parts.get(_CONTENT_TYPES)
    if types is None:
        refuse(path, "not-a-workbook", "This is a zip archive without a workbook in it.", OWN_WORKBOOK)
    if _MAIN_TYPE.search(types):
        return
    for mark, code, message, fix in _OTHER_PACKAGES:
        if mark in types:
            refuse(path, code, message, fix)
    refuse(path, "not-a-workbook", "The file has no workbook as its main part.", OWN_WORKBOOK)


def _is_open_document(parts: dict[str, bytes]) -> bool:
    return _OPEN_DOCUMENT + b".spreadsheet" in parts.get("mimetype", b"")


def _refuse_declarations(path: Path, parts: dict[str, bytes]) -> None:
    """Refuses a document type or an entity in any part: Office writes none, and they can blow up or read files."""
    for name, content in parts.items():
        # UTF-16 puts a zero byte beside each letter of the mark that is looked for.
        if _DECLARATION.search(content.replace(b"\0", b"")):
            refuse(path, "unsafe", f"Its part {name} declares XML entities; no Office program does.", SEND_AGAIN)

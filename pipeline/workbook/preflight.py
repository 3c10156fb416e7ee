"""Is this file a workbook that is safe to open? Looked at before any library sees it, in milliseconds."""

import re
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from msgspec import Struct

from pipeline.guard import Unfit, content_of, folded, members_of, xml_of
from pipeline.problems import Problem, WorkbookRefused

SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
SEND_AGAIN = "Copy or download it once more, or open it in Excel, let it be repaired, and save it."
OWN_WORKBOOK = "Give the account's workbook, an Excel file (.xlsx)."
# What the guard found: the code, and what to do.
_FIXES = {
    "not-found": ("not-found", "Check the name and the folder."),
    "not-a-file": ("not-a-file", OWN_WORKBOOK),
    "not-readable": ("not-readable", "Check who may read it, and try again."),
    "empty": ("empty-file", SEND_AGAIN),
    "too-large": (
        "too-large",
        "Take out pictures and sheets that do not belong to the account's workbook, and save it again.",
    ),
    "damaged": ("damaged", SEND_AGAIN),
    "unsafe": ("unsafe", SEND_AGAIN),
}
# What damaged XML, or XML that says something else than it should, comes to.
DAMAGE = (ElementTree.ParseError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"vnd.oasis.opendocument"
_ENCRYPTION = b"encryption-data"  # what the manifest of an OpenDocument file says of each part that is encrypted
_WEB_PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_MIMETYPE = "mimetype"  # the part of an OpenDocument file that says what it is
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


class Package(Struct, frozen=True):
    """The XML parts of a workbook file by name, folded to lower case.

    `macros` tells whether it carries any, `open_document` whether it is an OpenDocument spreadsheet (.ods).
    """

    parts: dict[str, bytes]
    macros: bool
    open_document: bool

    def part(self, name: str) -> bytes | None:
        """The part called `name` ("xl/workbook.xml"), or None."""
        return self.parts.get(folded(name))


def open_package(path: Path) -> Package:
    """The parts of the workbook file `path`. Raises WorkbookRefused, with one plain sentence, for anything else."""
    if path.name.startswith("~$"):
        fix = f"Close {path.name[2:]} in Excel and give that file instead."
        refuse(path, "lock-file", "This is the lock file that Excel keeps while a workbook is open.", fix)
    try:
        content = content_of(path, "a workbook")
        if not content.startswith(b"PK"):
            _refuse_other_file(path, content)
        members = members_of(content)
        parts = {folded(name): part for name, part in xml_of(members).items()}
    except Unfit as unfit:
        _refuse_unfit(path, unfit)
    names = {folded(name): member for name, member in members.items()}
    if _MIMETYPE in names:
        parts[_MIMETYPE] = names[_MIMETYPE].data
    _refuse_other_package(path, parts)
    macros = any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names)
    return Package(parts, macros, open_document=_is_open_document(parts))


def refuse(path: Path, code: str, message: str, fix: str, sheet: str = "", cell: str = "") -> NoReturn:
    """Raises WorkbookRefused with the one problem of the file `path`."""
    raise WorkbookRefused(
        Problem(code=code, severity="error", message=message, fix=fix, file=path.name, sheet=sheet, cell=cell)
    ) from None


def _refuse_unfit(path: Path, unfit: Unfit) -> NoReturn:
    """Says of a workbook what the guard found."""
    if unfit.reason == "password":
        _refuse_password(path)
    code, fix = _FIXES[unfit.reason]
    refuse(path, code, unfit.message, fix)


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
    if _OPEN_DOCUMENT in parts.get(_MIMETYPE, b""):
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
    return _OPEN_DOCUMENT + b".spreadsheet" in parts.get(_MIMETYPE, b"")

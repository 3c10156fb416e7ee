"""Whose workbook is this? The account id and the name, from one sheet and without the libraries of the reader."""

import posixpath
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from msgspec import Struct

from pipeline.problems import fold

# Held against the model by a test: importing it here would cost more than all else that this module does.
ACCOUNT_SHEET, ID_LABEL, NAME_LABEL = "account", "account id", "name"
PORTFOLIO_SHEETS = frozenset(("programme", "customers", "selection", "audits"))
NOT_OF_A_KIND = frozenset(("start", "lists", "problems"))  # sheets that stand in workbooks of both kinds

_LARGEST = 4 * 2**20  # bytes of a part, unpacked
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CELL = re.compile(rb'<c r="([BC])([0-9]+)"([^<>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_STRING = re.compile(rb"<si\b[^<>]*(?:/>|(?<!/)>(.*?)</si>)", re.DOTALL)
_INDEX = re.compile(rb"<v>([0-9]{1,7})</v>")
_PLAIN = re.compile(rb'(?:<is>)?<t(?: xml:space="preserve")?>([^<>&]*)</t>(?:</is>)?')
_DAMAGE = (ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError)
_UNEXPECTED = (NotImplementedError, TypeError, AttributeError, RuntimeError)


class Identity(Struct, frozen=True):
    """Whose a workbook is: its kind, and of an account's the id and the name on its form.

    An account id of "" means that none can be read there.
    """

    path: Path
    kind: Literal["account", "portfolio"] = "account"
    account_id: str = ""
    name: str = ""


class _Odd(Exception):
    """Something that only the whole reading of the workbook can decide."""


def identify(path: Path) -> Identity | None:
    """Whose the workbook `path` is; None where that takes a whole reading, a file that is no workbook included.

    What is said here is what a whole reading says: anything out of the ordinary gives None.
    """
    try:
        if not path.is_file() or path.name.startswith("~$"):
            return None
        with zipfile.ZipFile(path) as package:
            return _identity(path, package)
    except (_Odd, *_DAMAGE, *_UNEXPECTED):
        return None


def _identity(path: Path, package: zipfile.ZipFile) -> Identity:
    folder, sheets = "xl", list(_sheets(_xml(package, "xl/workbook.xml")))
    names = [fold(name) for name, _ in sheets]
    of_portfolio = PORTFOLIO_SHEETS.intersection(names)
    if of_portfolio:
        others = set(names) - of_portfolio - NOT_OF_A_KIND
        if len(of_portfolio) < 2 or len(of_portfolio) <= len(others):
            raise _Odd
        return Identity(path, "portfolio")
    if names.count(ACCOUNT_SHEET) != 1:
        raise _Odd
    relation = sheets[names.index(ACCOUNT_SHEET)][1]
    target = _targets(_xml(package, "xl/_rels/workbook.xml.rels"))[relation]
    form = _Form(package, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    account_id, name = form.beside(ID_LABEL), form.beside(NAME_LABEL)
    if not _ID.fullmatch(account_id) or not _is_plain(name):
        raise _Odd
    return Identity(path, "account", account_id, name)


def _is_plain(name: str) -> bool:
    """Is it a name that every reading leaves as it is?"""
    return bool(name) and name.isprintable() and name == " ".join(unicodedata.normalize("NFC", name).split())


def _part(package: zipfile.ZipFile, part: str) -> bytes:
    if package.getinfo(part).file_size > _LARGEST:
        raise _Odd
    content = package.read(part)
    # UTF-16 puts a zero byte beside each letter; no Office program writes it, a document type or a comment.
    if b"\0" in content or b"<!" in content:
        raise _Odd
    return content


def _xml(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(_part(package, part))


def _sheets(workbook: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The name and the relationship of each sheet."""
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        yield sheet.attrib["name"], next(value for name, value in sheet.attrib.items() if name.endswith("}id"))


def _targets(relations: ElementTree.Element) -> dict[str, str]:
    return {one.attrib["Id"]: one.attrib["Target"] for one in relations if one.attrib["Type"].endswith("/worksheet")}


class _Form:
    """The labels and the values of the form: its columns B and C, by row, each the XML between the tags of its cell."""

    def __init__(self, package: zipfile.ZipFile, part: str) -> None:
        self._package = package
        self._strings: list[bytes] | None = None
        content = _part(package, part)
        if b"<mergeCell " in content:
            raise _Odd
        self._cells = {(column, row): (about, inner) for column, row, about, inner in _CELL.findall(content)}

    def beside(self, label: str) -> str:
        """The text right of the one label that reads so; a form on which it stands twice is odd."""
        found = [row for column, row in self._cells if column == b"B" and _label(self._text(b"B", row)) == label]
        if len(found) != 1:
            raise _Odd
        return self._text(b"C", found[0])

    def _text(self, column: bytes, row: bytes) -> str:
        """The text of a cell; "" for a formula, a number, and an escape that only the reader takes apart."""
        about, inner = self._cells.get((column, row), (b"", b""))
        if b't="s"' in about:
            index = _INDEX.fullmatch(inner)
            inner = self._string(int(index[1])) if index else b""
        elif b't="inlineStr"' not in about or b"<f" in inner:
            return ""
        return "" if b"_x" in inner else _runs(inner)

    def _string(self, index: int) -> bytes:
        if self._strings is None:
            self._strings = _STRING.findall(_part(self._package, "xl/sharedStrings.xml"))
        return self._strings[index]


def _label(text: str) -> str:
    return fold(text.rstrip(" *"))


def _runs(inner: bytes) -> str:
    """The text of a string item without its phonetic guides."""
    plain = _PLAIN.fullmatch(inner)
    if plain:
        return plain[1].decode()
    item = ElementTree.fromstring(b"<item>" + inner + b"</item>")
    inline = item.find("is")
    item = item if inline is None else inline
    return "".join(piece.text or "" for piece in (*item.iterfind("t"), *item.iterfind("r/t")))

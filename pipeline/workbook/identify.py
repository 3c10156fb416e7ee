"""Whose workbook is this? The account id and the name, from one sheet and without the libraries of the reader."""

import posixpath
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from pipeline.problems import fold

# Held against the model by a test: importing it here would cost more than all else that this module does.
ACCOUNT_SHEET, ID_LABEL, NAME_LABEL = "account", "account id", "name"
PORTFOLIO_SHEETS = frozenset(("programme", "customers", "selection", "audits"))
NOT_OF_A_KIND = frozenset(("start", "lists", "problems"))  # sheets that stand in workbooks of both kinds

_LARGEST = 4 * 2**20  # bytes of a part, unpacked
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAMAGE = (ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError)
_UNEXPECTED = (NotImplementedError, TypeError, AttributeError, RuntimeError)


@dataclass(frozen=True)
class Identity:
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


def _xml(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    if package.getinfo(part).file_size > _LARGEST:
        raise _Odd
    content = package.read(part)
    # UTF-16 puts a zero byte beside each letter; no Office program writes it, or a document type.
    if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _Odd
    return ElementTree.fromstring(content)


def _sheets(workbook: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The name and the relationship of each sheet."""
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        yield sheet.attrib["name"], next(value for name, value in sheet.attrib.items() if name.endswith("}id"))


def _targets(relations: ElementTree.Element) -> dict[str, str]:
    return {one.attrib["Id"]: one.attrib["Target"] for one in relations if one.attrib["Type"].endswith("/worksheet")}


class _Form:
    """The texts of the form, by row and column."""

    def __init__(self, package: zipfile.ZipFile, part: str) -> None:
        self._package = package
        self._strings: list[ElementTree.Element] | None = None
        root = _xml(package, part)
        self._texts = {place: text for row in root.iterfind("{*}sheetData/{*}row") for place, text in self._row(row)}
        self._merged = root.find("{*}mergeCells") is not None

    def beside(self, label: str) -> str:
        """The text right of the one label that reads so; a form on which it stands twice is odd."""
        found = [place for place, text in self._texts.items() if place[0] == "B" and _label(text) == label]
        if len(found) != 1 or self._merged:
            raise _Odd
        return self._texts["C", found[0][1]]

    def _row(self, row: ElementTree.Element) -> Iterator[tuple[tuple[str, str], str]]:
        for cell in row.iterfind("{*}c"):
            letters = cell.attrib["r"].rstrip("0123456789")
            if letters in ("B", "C") and cell.find("{*}f") is None:
                text = self._text(cell)
                if text is not None:
                    yield (letters, cell.attrib["r"][len(letters) :]), text

    def _text(self, cell: ElementTree.Element) -> str | None:
        kind = cell.get("t")
        if kind == "inlineStr":
            return _runs(cell.find("{*}is"))
        value = cell.findtext("{*}v")
        if kind != "s" or value is None:
            return None
        if self._strings is None:
            root = _xml(self._package, "xl/sharedStrings.xml")
            self._strings = list(root.iterfind("{*}si"))
        return _runs(self._strings[int(value)])


def _label(text: str) -> str:
    return fold(text.rstrip(" *"))


def _runs(item: ElementTree.Element | None) -> str | None:
    """The text of a string item without its phonetic guides; None for an escape that only the reader takes apart."""
    if item is None:
        return None
    text = "".join(piece.text or "" for piece in (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")))
    return None if "_x" in text else text

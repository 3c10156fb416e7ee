"""The notes on the cells of a workbook; a threaded comment is read from the note that stands in for it."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from pipeline.workbook.package_copy import PackageCopy
from pipeline.workbook.typed_cells import sheet_parts


class CellNote(Struct, frozen=True):
    """A note on a cell: its sheet, the address, who wrote it, and its words."""

    sheet: str
    cell: str
    author: str
    words: str


def read_cell_notes(path: Path) -> tuple[CellNote, ...]:
    """Every note of the workbook `path`, in the order of the file. Raises KeyError for a package that is not whole."""
    package = PackageCopy(path)
    if not package.holds(package.main):
        return ()
    return tuple(
        note
        for sheet, part in sheet_parts(package)
        if (comments := package.related(part, "comments"))
        for note in _notes(sheet, package.part(comments))
    )


def _notes(sheet: str, content: bytes) -> Iterator[CellNote]:
    root = ElementTree.fromstring(content)
    authors = ["".join(author.itertext()) for author in root.iterfind("{*}authors/{*}author")]
    for comment in root.iterfind("{*}commentList/{*}comment"):
        number = int(comment.get("authorId", "-1"))
        author = authors[number] if 0 <= number < len(authors) else ""
        words = "".join(text.text or "" for text in comment.iterfind("{*}text//{*}t")).strip()
        if words:
            yield CellNote(sheet, comment.get("ref", ""), author, words)

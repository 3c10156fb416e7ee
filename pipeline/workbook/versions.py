"""The version of the input workbook, what a workbook says it was made from, and what is to be told of a difference."""

import re
from collections.abc import Iterator

from pipeline.problems import Problem
from pipeline.standards import Standards
from pipeline.workbook.book import Book

TEMPLATE_VERSION = "1.0"
TEMPLATE_PROPERTY, STANDARDS_PROPERTY = "keyplan_template_version", "keyplan_standards_version"
_UPGRADE = "keyplan upgrade WORKBOOK moves it onto the current one; the original is kept."


def about_versions(book: Book, standards: Standards) -> Iterator[Problem]:
    """What is to be told of the template and the standards that a workbook was made from: nothing if they are today's.

    A workbook that says nothing was saved by a program that drops the properties, as Google Sheets does.
    """
    version = _numbers(book.template_version)
    if not version:
        yield Problem(
            code="template-unknown",
            severity="note",
            message="The workbook does not say which template it was made from; another program has saved it.",
            fix="Nothing has to be done. Lists to choose from may be gone; what is typed is checked all the same.",
        )
    elif version < _numbers(TEMPLATE_VERSION):
        yield Problem(
            code="template-older",
            severity="note",
            message=f"The workbook was made from template {book.template_version}; today's is {TEMPLATE_VERSION}.",
            fix=_UPGRADE,
            found=book.template_version,
        )
    elif version > _numbers(TEMPLATE_VERSION):
        yield Problem(
            code="template-newer",
            severity="warning",
            message=f"The workbook was made from template {book.template_version}, "
            f"which is newer than this Keyplan's ({TEMPLATE_VERSION}).",
            fix="Update Keyplan; it may not read what is new in the workbook.",
            found=book.template_version,
        )
    if book.standards_version not in ("", standards.version):
        yield Problem(
            code="standards-other",
            severity="note",
            message=f"The workbook was made with standards {book.standards_version}; these are {standards.version}.",
            fix=_UPGRADE,
            found=book.standards_version,
        )


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, by which versions are ordered: (1, 10) for "1.10"; none for what is no version."""
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d{1,6}(\.\d{1,6})*", version) else ()

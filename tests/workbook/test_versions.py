"""What a workbook says it was made from, and what is told of it."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from pipeline.workbook.parser import read_account
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from tests.builders import shipped_standards
from tests.workbook.test_preflight import with_part
from tests.workbooks import a_workbook

STANDARDS = shipped_standards()


def told(folder: Path, **properties: str | None) -> list[tuple[str, str, str]]:
    """What is told of a workbook with other versions; None takes the property away."""

    def change(book: Workbook) -> None:
        for name, version in properties.items():
            del book.custom_doc_props[name]
            if version is not None:
                book.custom_doc_props.append(StringProperty(name=name, value=version))

    path = a_workbook(folder, change)
    return [(p.severity, p.code, p.found) for p in read_account(path, STANDARDS).problems]


def test_a_workbook_of_today_says_so_and_nothing_is_told(tmp_path):
    book = read_workbook(a_workbook(tmp_path))

    assert (book.template_version, book.standards_version) == (TEMPLATE_VERSION, STANDARDS.version)
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ("0.9", ("note", "template-older", "0.9")),
        ("99.10", ("warning", "template-newer", "99.10")),
        ("of May", ("note", "template-unknown", "")),
        (None, ("note", "template-unknown", "")),
    ],
)
def test_another_template_is_told_once(tmp_path, version, problem):
    assert told(tmp_path, **{TEMPLATE_PROPERTY: version}) == [problem]


def test_versions_are_ordered_by_their_numbers(tmp_path):
    major = int(TEMPLATE_VERSION.split(".")[0])

    assert told(tmp_path, **{TEMPLATE_PROPERTY: f"{major - 1}.10"}) == [("note", "template-older", f"{major - 1}.10")]
    assert told(tmp_path, **{TEMPLATE_PROPERTY: f"{major}.100"}) == [("warning", "template-newer", f"{major}.100")]


def test_other_standards_are_told_with_both_versions(tmp_path):
    assert told(tmp_path, **{STANDARDS_PROPERTY: "1999.1"}) == [("note", "standards-other", "1999.1")]


def test_a_workbook_that_lost_its_properties_is_told_once(tmp_path):
    lost = {TEMPLATE_PROPERTY: None, STANDARDS_PROPERTY: None}

    assert told(tmp_path, **lost) == [("note", "template-unknown", "")]


def test_properties_that_cannot_be_read_are_passed_over(tmp_path):
    path = with_part(a_workbook(tmp_path), "docProps/custom.xml", b"<Properties")

    assert read_workbook(path).template_version == ""

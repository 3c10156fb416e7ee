"""A whole account as other programs save it: nothing is lost, and at most one note is told of the program."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.workbook.parser import read_account
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.template import write_template
from pipeline.workbook.versions import STANDARDS_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from tests.builders import a_filled_account, shipped_standards
from tests.workbook.test_reader import cells_of, with_xml
from tests.workbooks import a_workbook

STANDARDS = shipped_standards()
# The namespaces and kinds of relations of strict Office Open XML, by the beginning of the usual ones.
STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties",
    ),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"),
)


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], to: str) -> Path:
    """The workbook as the file `to`, each part changed, or left out where `change` gives None."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    made = path.with_name(to)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)
    return made


def told_of(path: Path) -> list[str]:
    """The codes of what is told of a workbook, which must hold the filled account and nothing else."""
    found = read_account(path, STANDARDS)
    assert found.account is not None, [str(problem) for problem in found.problems]
    assert found.account.model_dump() == a_filled_account().model_dump()
    return [problem.code for problem in found.problems]


def without_properties(book: Workbook) -> None:
    for name in (TEMPLATE_PROPERTY, STANDARDS_PROPERTY):
        del book.custom_doc_props[name]


def test_google_sheets_gives_no_dimension_no_table_and_a_thousand_rows(tmp_path):
    def change(name: str, content: bytes) -> bytes | None:
        if name.startswith(("docProps/", "xl/tables/")):
            return None
        if name == "_rels/.rels":
            return re.sub(rb"<Relationship [^>]*docProps/[^>]*/>", b"", content)
        if name.startswith("xl/worksheets/sheet"):
            rows = b"".join(
                b'<row r="%d"><c r="A%d" s="1"/><c r="Z%d" s="1"/></row>' % (n, n, n) for n in range(90, 1001)
            )
            content = re.sub(rb"<dimension[^>]*/>", b"", content)
            return content.replace(b"</sheetData>", rows + b"</sheetData>")
        return content

    path = rewritten(a_workbook(tmp_path, without_properties), change, "google.xlsx")

    assert told_of(path) == ["template-unknown"]


def test_numbers_gives_dates_from_1904_a_row_with_the_name_of_each_table_and_a_summary(tmp_path):
    def change(book: Workbook) -> None:
        without_properties(book)
        book.epoch = CALENDAR_MAC_1904
        for sheet in book:
            sheet.insert_rows(1)
            sheet["B1"] = "Table 1"
            sheet.merge_cells("B1:F1")
        summary = book.create_sheet("Export Summary", 0)
        summary["B4"] = "This document was exported from Numbers. Each table was converted to an Excel worksheet."

    assert told_of(a_workbook(tmp_path, change)) == ["template-unknown"]


def test_strict_office_open_xml_is_read_with_its_tables_and_versions(tmp_path):
    def change(name: str, content: bytes) -> bytes:
        for usual, strict in STRICT:
            content = content.replace(usual, strict)
        return content

    path = tmp_path / "contoso.xlsx"
    write_template(STANDARDS, path, account=a_filled_account())
    made = rewritten(path, change, "strict.xlsx")
    book, usual = read_workbook(made), read_workbook(path)

    assert told_of(made) == []
    assert book.template_version == TEMPLATE_VERSION
    assert [sheet.tables for sheet in book.sheets] == [sheet.tables for sheet in usual.sheets]
    assert [sheet.merged for sheet in book.sheets] == [sheet.merged for sheet in usual.sheets]
    assert sum(len(sheet.tables) for sheet in book.sheets) > 15


def test_a_workbook_with_macros_is_read_like_any_other(tmp_path):
    def change(name: str, content: bytes) -> bytes:
        usual = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return content.replace(usual, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    path = rewritten(a_workbook(tmp_path), change, "contoso.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert told_of(path) == ["macros"]


def test_parts_may_stand_under_other_names_than_excels(tmp_path):
    names = {"sharedStrings.xml": "strings9.xml", "styles.xml": "looks.xml", "workbook.xml": "book.xml"}

    def renamed(text: str) -> str:
        for usual, other in names.items():
            text = text.replace(usual, other)
        return text

    path = a_workbook(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            small = name.endswith((".rels", "Types].xml"))
            archive.writestr(renamed(name), renamed(content.decode()) if small else content)

    assert told_of(path) == []


def test_a_shared_string_without_its_number_is_blank(tmp_path):
    path = with_xml(
        tmp_path, '<row r="1"><c r="A1" t="s"><v/></c><c r="B1" t="s"><v></v></c><c r="C1"><v>1</v></c></row>'
    )

    assert list(cells_of(path)) == ["C1"]


def test_a_day_written_out_is_that_day(tmp_path):
    rows = '<row r="1"><c r="A1" t="d"><v>2026-03-04</v></c><c r="B1" t="d"><v>2026-03-04T09:30:00</v></c></row>'

    assert [cell.value for cell in cells_of(with_xml(tmp_path, rows)).values()] == [
        datetime(2026, 3, 4),
        datetime(2026, 3, 4, 9, 30),
    ]


def test_hidden_columns_are_told_by_their_numbers(tmp_path):
    rows = '<row r="1"><c r="B1"><v>1</v></c></row>'
    path = with_xml(tmp_path, rows, after="")
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    columns = b'<cols><col min="2" max="3" hidden="1"/><col min="5" max="16384" hidden="true"/></cols><sheetData>'
    made = rewritten(
        path,
        lambda name, content: xml.replace(b"<sheetData>", columns) if name.endswith("sheet1.xml") else content,
        "b.xlsx",
    )

    assert read_workbook(made).sheets[0].hidden_columns == {2, 3, *range(5, 513)}

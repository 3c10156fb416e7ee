"""What anybody types is text in every workbook that goes out: no formula, no link, read back letter for letter."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pipeline.documents.soundness.file import faults_in
from pipeline.model.account import KeyAccount
from pipeline.run.reading import checked_copy, read_and_check
from pipeline.run.workbooks import new_workbook
from pipeline.workbook.template import write_template
from pipeline.workbook.upgrade import upgrade_workbook
from tests.builders import a_filled_account, an_account_form, an_objective, shipped_standards
from tests.commands import PROJECT, keyplan
from tests.documents.office import data, deck, made, slide_chart, titled, word_chart
from tests.exports import ACCOUNTS, DEALS, an_export
from tests.test_upgrade import older
from tests.workbooks import a_workbook

PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "{=1}",
    '=HYPERLINK("http://x")',
    "http://x.example",
    "\t=1",
    "\r=1",
)
FORMULA = re.compile(r"<(?:\w+:)?f(?: [^<>]*)?>([^<]*)<")
PLOTTED = {
    "categories": list(PAYLOADS),
    "series": [{"name": text, "values": [1] * len(PAYLOADS)} for text in PAYLOADS],
    "alt": PAYLOADS[0],
}


def parts(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def formulas(workbook: bytes) -> list[str]:
    """The formulas of all cells, in order."""
    return [
        text
        for name, xml in sorted(parts(workbook).items())
        if "/worksheets/sheet" in name
        for text in FORMULA.findall(xml)
    ]


def links(workbook: bytes) -> list[str]:
    """Whatever leads out of the workbook, or is called a link in it."""
    found = parts(workbook)
    outside = [xml for name, xml in found.items() if name.endswith(".rels") and "External" in xml]
    return [*outside, *(name for name in found if "externalLink" in name)]


def texts(workbook: bytes) -> set[str]:
    """Every text cell as openpyxl reads it; no cell of it may be a formula that a payload could be."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [cell.value for cell in cells if cell.data_type == "f" and cell.value in PAYLOADS]
    assert not [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    return {cell.value for cell in cells if cell.data_type != "f"}


def calamine_texts(workbook: bytes) -> set[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return {value for row in rows for value in row if isinstance(value, str) and value}


FORMULAS = formulas((PROJECT / "input_templates" / "account.xlsx").read_bytes())


def assert_text_only(workbook: bytes, *, like: list[str]) -> None:
    """The workbook has these formulas and no other, no link, and no fault."""
    assert formulas(workbook) == like
    assert links(workbook) == []
    assert faults_in("a.xlsx", workbook) == ()


# --- the workbooks inside charts ------------------------------------------------------------------------------------


def charts_of(document: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                yield name, archive.read(name)


def word_document() -> bytes:
    return made(word_chart("chart:sales"), data(charts={"sales": PLOTTED}))


def slide_document() -> bytes:
    return made(deck(titled("T", "", slide_chart("chart:sales"))), data(charts={"sales": PLOTTED}))


@pytest.mark.parametrize("document", [word_document, slide_document])
def test_the_workbook_of_a_chart_holds_the_plotted_cells_as_text_and_nothing_else(document):
    ((_, workbook),) = charts_of(document())

    assert_text_only(workbook, like=[])
    assert set(parts(workbook)) == {
        *("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        "xl/worksheets/sheet1.xml",
    }, "no properties, no shared strings, no styles, no links"
    shown = {text.replace("\r", "\n") for text in PAYLOADS}
    assert texts(workbook) == shown
    assert calamine_texts(workbook) == shown
    (sheet,) = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets
    assert sheet.dimensions == f"A1:K{len(PAYLOADS) + 1}"
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("document", [word_document, slide_document])
def test_a_payload_in_a_chart_makes_a_sound_document(document):
    assert faults_in("a.docx" if document is word_document else "a.pptx", document()) == ()


# --- the workbooks of accounts --------------------------------------------------------------------------------------


def an_account(texts_typed: tuple[str, ...]) -> KeyAccount:
    """An account with these texts in its form and in the rows of a table."""
    goals = [an_objective(id=f"O{number}", title=text) for number, text in enumerate(texts_typed, 1)]
    form = an_account_form(name=texts_typed[0], vision=texts_typed[1])
    return a_filled_account(objectives=goals).model_copy(update={"account": form})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with the payloads, as all that writes workbooks fills them."""
    path = tmp_path_factory.mktemp("filled") / "contoso.xlsx"
    write_template(shipped_standards(), path, an_account(PAYLOADS))
    return path


def test_a_filled_workbook_holds_payloads_as_text(filled: Path):
    workbook = filled.read_bytes()

    assert_text_only(workbook, like=FORMULAS)
    for read in (texts(workbook), calamine_texts(workbook)):
        assert {text.replace("\r", "\n") for text in PAYLOADS} <= {text.replace("\r", "\n") for text in read}


def test_an_upgraded_workbook_holds_payloads_as_text(filled: Path, tmp_path: Path):
    upgraded = upgrade_workbook(older(filled, tmp_path / "older"), shipped_standards())
    assert upgraded.status == "upgraded"

    workbook = upgraded.path.read_bytes()

    assert_text_only(workbook, like=FORMULAS)
    kept = {text.strip() for text in PAYLOADS}
    for read in (texts(workbook), calamine_texts(workbook)):
        assert kept <= {text.strip() for text in read}


def test_a_checked_copy_tells_payloads_as_text(tmp_path: Path):
    owners = [{"Status": text, "Action": text} for text in PAYLOADS if text.strip() == text]
    reading = read_and_check(a_workbook(tmp_path, actions=owners), shipped_standards())
    harmless = [{"Status": "x", "Action": "x"} for _ in owners]
    twin = read_and_check(a_workbook(tmp_path, actions=harmless), shipped_standards())

    copy, other = checked_copy(reading), checked_copy(twin)

    assert copy is not None
    assert other is not None
    assert_text_only(copy, like=formulas(other))


@pytest.mark.parametrize("payload", ["=1+1", "{=1}", '=HYPERLINK("http://x")', "http://x.example"])
def test_a_new_workbook_for_a_name_like_a_formula_holds_it_as_text(payload: str, tmp_path: Path):
    path = tmp_path / "contoso.xlsx"
    new_workbook(shipped_standards(), payload, "contoso", path)

    assert_text_only(path.read_bytes(), like=FORMULAS)
    assert payload in calamine_texts(path.read_bytes())


def test_an_imported_workbook_holds_payloads_as_text(tmp_path: Path):
    typed = [f"{text} Ltd" for text in PAYLOADS if text.strip() == text]
    quoted = [text.replace('"', '""') for text in typed]
    accounts = an_export(tmp_path, ACCOUNTS, ("A1", typed[0]), name="accounts.csv")
    rows = [(f"D{number}", name, typed[0], "Proposal", "1000", "2026-12-01") for number, name in enumerate(quoted)]
    deals = an_export(tmp_path, DEALS, *rows, name="deals.csv")
    result = keyplan("import", accounts, deals, "--dir", tmp_path / "accounts")
    assert result.exit_code == 0, result.output

    (path,) = (tmp_path / "accounts").glob("*.xlsx")

    assert_text_only(path.read_bytes(), like=FORMULAS)
    assert set(typed) <= texts(path.read_bytes())
    assert set(typed) <= calamine_texts(path.read_bytes())

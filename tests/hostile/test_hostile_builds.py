"""Hostile files through `keyplan build`: sentences, no traceback, the limits kept, and every honest account built."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import PERIOD
from tests.hostile.packages import zipped
from tests.hostile.templates import ATTACKS, in_body, on_a_slide
from tests.hostile.test_hostile_names import NAMES, is_legal
from tests.hostile.trials import Trial, tried
from tests.production.small import a_small_workspace
from tests.workbook.test_preflight import ENCRYPTED, EXCEL_2003, FLAT, OLE, OPENXML, a_zip

RUN = ("build", "accounts", "--out", "out", "--period", PERIOD, "--jobs", "1")


def built(workspace: Path) -> tuple[Trial, list[dict], list[str]]:
    """How a build ended, what it reports of each account, and the documents that are there."""
    (trial,) = tried([RUN], workspace)
    assert trial.fault == ""
    report = workspace / "out" / PERIOD / "report.json"
    accounts = json.loads(report.read_text(encoding="utf-8"))["accounts"] if report.exists() else []
    return trial, accounts, sorted(path.name for path in (workspace / "out").rglob("*.*x"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_template_stops_at_its_sentence_and_nothing_is_published(attack: str, tmp_path: Path):
    workspace = a_small_workspace(tmp_path, ["honest"])
    folder = workspace / "output_templates" / "internal"
    (folder / "attack.docx").write_bytes(in_body(ATTACKS[attack]))
    (folder / "attack.pptx").write_bytes(on_a_slide(ATTACKS[attack]))

    trial, _, documents = built(workspace)

    assert trial.code in (1, 2)
    assert "attack.docx" in trial.told
    assert not [mark for mark in ("root:x", "uid=", "<class") if mark in trial.told]
    assert documents == []


def main_part(kind: str) -> bytes:
    """A package whose main part is of this kind."""
    return zipped({"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'.encode()})


NO_WORKBOOKS = {
    "nothing": (b"", "empty-file"),
    "a byte": (b"x", "not-a-workbook"),
    "a table of values": (b"Name;Amount\r\nA;1\r\n", "not-a-workbook"),
    "a page to sign in": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "not-a-workbook"),
    "a table of a web page": (b"<table><tr><td>1</td></tr></table>", "not-a-workbook"),
    "a PDF file": (b"%PDF-1.7\n", "not-a-workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "not-a-workbook"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(100), "not-a-workbook"),
    "zeros": (bytes(10_000), "not-a-workbook"),
    "an old workbook": (OLE + bytes(4096), "old-workbook"),
    "a password": (ENCRYPTED, "password"),
    "a workbook of 2003": (EXCEL_2003, "old-workbook"),
    "a flat spreadsheet": (FLAT, "not-a-workbook"),
    "a zip": (a_zip(a_txt="hello"), "not-a-workbook"),
    "a zip of nothing": (b"PK\x05\x06" + bytes(18), "not-a-workbook"),
    "a zip cut off": (b"PK\x03\x04 and no more", "damaged"),
    "a text of LibreOffice": (a_zip(mimetype="application/vnd.oasis.opendocument.text"), "not-a-workbook"),
    "a Word document": (main_part(f"{OPENXML}.wordprocessingml.document.main+xml"), "not-a-workbook"),
    "a deck": (main_part(f"{OPENXML}.presentationml.presentation.main+xml"), "not-a-workbook"),
    "a binary workbook": (main_part("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "binary-workbook"),
    "a theme": (main_part(f"{OPENXML}.theme+xml"), "not-a-workbook"),
}


def test_what_is_no_workbook_is_refused_each_in_its_sentence_and_the_honest_account_is_built(tmp_path: Path):
    assert len(NO_WORKBOOKS) >= 18
    workspace = a_small_workspace(tmp_path, ["honest"])
    for kind, (content, _) in NO_WORKBOOKS.items():
        (workspace / "accounts" / f"{kind}.xlsx").write_bytes(content)

    trial, accounts, documents = built(workspace)

    told = {Path(one["workbook"]).stem: list(one["problems"]) for one in accounts}
    assert trial.code == 1
    assert told.pop("honest") is not None
    assert told == {kind: [code] for kind, (_, code) in NO_WORKBOOKS.items()}
    assert [name for name in documents if "Honest" in name] == documents != []


def test_accounts_of_hostile_names_are_built_under_legal_ones_or_told(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, [f"account-{number}" for number in range(len(NAMES))])
    escaped = [
        "".join(f"_x{ord(one):04X}_" if one < " " or "\ud7ff" < one < "\ue000" else one for one in name)
        for name in NAMES.values()
    ]
    for number, name in enumerate(escaped):
        path = workspace / "accounts" / f"account-{number}.xlsx"
        book = load_workbook(path)
        label = next(cell for row in book["Account"].iter_rows() for cell in row if cell.value == "Name")
        named = book["Account"].cell(label.row, label.column + 1)
        named.value = name
        named.data_type = "s"
        book.save(path)

    _, accounts, _ = built(workspace)

    assert len(accounts) == len(NAMES)
    assert all(one["status"] == "built" or one["problems"] for one in accounts)
    found = list((workspace / "out").rglob("*.docx"))
    assert len(found) == 2 * sum(one["status"] == "built" for one in accounts)
    assert sum(one["status"] == "built" for one in accounts) >= 29
    assert all(is_legal(path.name) and path.parent.parent.parent.name == PERIOD for path in found)

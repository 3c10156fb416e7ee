"""Hostile account names: every file keeps a name that is legal everywhere, inside the account's own folder."""

import unicodedata
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.checks.content import account_id_is_a_folder_name
from pipeline.production.publish import publish
from pipeline.production.shared_ids import refuse_shared_ids
from pipeline.run.stages import file_name
from pipeline.run.workbooks import account_id
from pipeline.workbook.parser import Reading
from tests.builders import a_filled_account, shipped_standards

NAMES = {
    "up and out": "../../etc/passwd",
    "up and out on Windows": "..\\..\\windows\\system32",
    "absolute": "/etc/passwd",
    "a drive": "C:\\evil",
    "a share": "\\\\server\\share",
    "a stream": "contoso.docx:evil",
    "a device": "CON",
    "a device with an ending": "con.txt",
    "another device": "LPT1.Ltd",
    "a superscript device": "COM\u00b9",
    "a device and a space": "nul .x",
    "an option": "-rf",
    "an option of two": "--help",
    "a lock file": "~$contoso",
    "a hidden file": ".bashrc",
    "only dots": "....",
    "dots at the end": "Contoso...",
    "only spaces": " \u00a0\u2003 ",
    "nothing legal": '<>:"|?*',
    "a wildcard": "Contoso*?",
    "a command": "$(rm -rf ~) `id` ; ls & | >x",
    "line ends": "Contoso\r\nX-Header: 1",
    "control characters": "Con\x00to\x07so\x1b[31m",
    "right to left": "Contoso\u202excod.exe",
    "unseen": "Con\u200bto\ufeffso",
    "300 letters": "x" * 300,
    "300 emoji": "\U0001f4a3" * 300,
    "300 letters of three bytes": "\u6f22" * 300,
    "apart": "Ko\u0308ln",
    "half a pair": "Con\ud800toso",
    "a template": "{{ 7 * 7 }}{% include 'x' %}",
    "a formula": "=cmd|'/c calc'!A1",
}
FORBIDDEN = set('<>:"/\\|?*')
DEVICES = {"con", "prn", "aux", "nul", "com1", "com\u00b9", "lpt1"}


def is_legal(name: str) -> bool:
    """Is a file's name legal on Windows, macOS and Linux, and harmless in a command?"""
    device = name.partition(".")[0].strip().lower()
    return (
        0 < len(name.encode()) <= 255
        and name == unicodedata.normalize("NFC", name)
        and all(letter.isprintable() for letter in name)
        and not FORBIDDEN & set(name)
        and name[0] not in ".-~$ "
        and name[-1] not in ". "
        and device not in DEVICES
    )


@pytest.mark.parametrize("kind", NAMES)
def test_a_document_of_a_hostile_name_has_a_legal_one_and_stays_in_its_folder(kind: str, tmp_path: Path):
    name = file_name(NAMES[kind], "Quarterly review", ".pptx", "2026-Q3")

    assert is_legal(name), name
    publish(tmp_path / "account" / name, b"x")
    assert [path.relative_to(tmp_path).parts for path in tmp_path.rglob("*.pptx")] == [("account", name)]


@pytest.mark.parametrize("kind", NAMES)
def test_the_id_made_of_a_hostile_name_names_a_folder_or_there_is_none(kind: str):
    made = account_id(NAMES[kind])

    assert made == "" or faults_of(made) == []


@pytest.mark.parametrize("kind", NAMES)
def test_a_hostile_account_id_is_refused_with_a_way_out(kind: str):
    (problem,) = faults_of(NAMES[kind])

    assert (problem.code, problem.severity) == ("account-id", "error")
    assert problem.fix


def faults_of(found: str) -> list:
    account = a_filled_account()
    given = account.account.model_copy(update={"account_id": found})
    return list(account_id_is_a_folder_name(account.model_copy(update={"account": given}), shipped_standards()))


def test_names_that_only_differ_by_case_claim_one_id_and_both_are_refused():
    account = a_filled_account()
    one = Reading(path=Path("a.xlsx"), account_id="contoso", account=account, readable=account)
    form = account.account.model_copy(update={"account_id": "CONTOSO"})
    readable = account.model_copy(update={"account": form})
    two = replace(one, path=Path("b.xlsx"), readable=readable)

    found = refuse_shared_ids([replace(one, readable=account.model_copy(update={"account": one_form(account)})), two])

    assert [reading.account for reading in found] == [None, None]


def one_form(account):
    return account.account.model_copy(update={"account_id": "contoso"})

"""What a run remembers: read back as it was written, and not at all where anything about it is wrong."""

import json
from pathlib import Path

import pytest

from pipeline.problems import Problem
from pipeline.production.records import Record, altered, read_record, read_records, record_file, write_record
from pipeline.production.report import Published

PROBLEM = Problem(code="date-order", severity="warning", message="Ønsket dag?", fix="Type it.", sheet="Actions")
FILE = Published("contoso/client/Deck.pptx", "0" * 64, "client/deck.pptx", {"workbook": "1"}, (PROBLEM,))


def a_record(account_id: str = "contoso") -> Record:
    return Record(
        workbook="accounts/Contoso.xlsx",
        account_id=account_id,
        name="Contoso Ltd",
        status="built",
        inputs={"workbook": "1"},
        read="2",
        searched={"Fabrikam": "fabrikam.xlsx"},
        problems=(PROBLEM,),
        files=(FILE,),
    )


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path):
    write_record(tmp_path, a_record())

    assert read_record(record_file(tmp_path, "contoso", "")) == a_record()
    assert list(read_records(tmp_path)) == [a_record()]
    assert [path.name for path in (tmp_path / ".keyplan").iterdir()] == ["contoso.json"]


@pytest.mark.parametrize("account_id", ["", "../../contoso", "CON TOSO", ".."])
def test_an_account_without_a_plain_id_is_known_by_its_workbook(tmp_path: Path, account_id: str):
    write_record(tmp_path, a_record(account_id))

    assert [path.name for path in (tmp_path / ".keyplan").iterdir()] == ["=Contoso.xlsx.json"]


def test_a_record_that_is_missing_is_none(tmp_path: Path):
    assert read_record(tmp_path / "none.json") is None
    assert list(read_records(tmp_path)) == []


def test_every_damage_to_a_record_makes_it_none(tmp_path: Path):
    write_record(tmp_path, a_record())
    path = record_file(tmp_path, "contoso", "")
    whole = path.read_bytes()
    for place in range(len(whole) - 2):
        path.write_bytes(whole[:place])
        assert read_record(path) is None, f"cut off at {place}"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_record(path) is None, f"damaged at {place}"


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"format": 2}', "\ufeff{}", '{"format": 1, "record": 7}'])
def test_what_is_no_record_is_none(tmp_path: Path, text: str):
    path = tmp_path / "contoso.json"
    path.write_text(text, encoding="utf-8")

    assert read_record(path) is None


def test_a_record_of_another_form_is_none(tmp_path: Path):
    write_record(tmp_path, a_record())
    path = record_file(tmp_path, "contoso", "")
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "format": 2}), encoding="utf-8")

    assert read_record(path) is None


def test_a_file_changed_or_gone_is_seen(tmp_path: Path):
    path = tmp_path / FILE.path
    assert altered(tmp_path, [FILE]) == (FILE,)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"by hand")
    assert altered(tmp_path, [FILE]) == (FILE,)

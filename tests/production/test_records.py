"""What a run remembers: read back as it was written, and not at all where anything about it is wrong."""

import json
from pathlib import Path

import pytest

from pipeline.problems import Problem
from pipeline.production.fingerprints import digest
from pipeline.production.records import (
    Record,
    forget_names,
    read_names,
    read_record,
    read_records,
    record_file,
    write_names,
    write_record,
)
from pipeline.production.report import Published
from pipeline.production.standing import altered, still_there, take_away, unaltered

PROBLEM = Problem(code="date-order", severity="warning", message="Ønsket dag?", fix="Type it.", sheet="Actions")
FILE = Published("contoso/client/Deck.pptx", "0" * 64, "client/deck.pptx", {"workbook": "1"}, (PROBLEM,))


@pytest.fixture
def period(tmp_path: Path) -> Path:
    """The folder of a period."""
    return tmp_path / "2026-Q3"


def a_record(account_id: str = "contoso") -> Record:
    return Record(
        workbook="Contoso.xlsx",
        claimed_id=account_id,
        claimed_name="Contoso Ltd",
        account_id=account_id,
        name="Contoso Ltd",
        status="built",
        inputs={"workbook": "1"},
        searched="2",
        problems=(PROBLEM,),
        files=(FILE,),
    )


def test_a_record_is_read_back_as_it_was_written(period: Path):
    write_record(period, a_record())

    assert read_record(period, "contoso", "Contoso.xlsx") == a_record()
    assert list(read_records(period)) == [a_record()]
    assert [path.name for path in (period.parent / ".keyplan" / "2026-Q3").iterdir()] == ["contoso.json"]


@pytest.mark.parametrize("account_id", ["", "../../contoso", "CON TOSO", "..", "long" * 60])
def test_an_account_without_a_plain_id_is_known_by_its_workbook(period: Path, account_id: str):
    write_record(period, a_record(account_id))

    (path,) = period.parent.rglob("*.json")
    assert path.parent == period.parent / ".keyplan" / "2026-Q3"
    assert len(path.name) == len("=.json") + 16
    assert read_record(period, account_id, "Contoso.xlsx") == a_record(account_id)
    assert read_record(period, "other", "Contoso.xlsx") is None
    assert read_record(period, account_id, "Other.xlsx") is None


def test_a_record_that_is_missing_is_none(period: Path):
    assert read_record(period, "contoso", "Contoso.xlsx") is None
    assert list(read_records(period)) == []


def test_every_damage_to_a_record_makes_it_none(period: Path):
    write_record(period, a_record())
    path = record_file(period, "contoso", "")
    whole = path.read_bytes()
    for place in range(len(whole) - 2):
        path.write_bytes(whole[:place])
        assert read_record(period, "contoso", "") is None, f"cut off at {place}"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_record(period, "contoso", "") is None, f"damaged at {place}"


@pytest.mark.parametrize(
    "text", ["[]", "null", "{}", '{"format": 2}', "\ufeff{}", '{"format": 1, "record": 7}', "[" * 5000]
)
def test_what_is_no_record_is_none(period: Path, text: str):
    path = record_file(period, "contoso", "")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")

    assert read_record(period, "contoso", "") is None


def test_a_record_of_another_form_is_none(period: Path):
    write_record(period, a_record())
    path = record_file(period, "contoso", "")
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "format": 2}), encoding="utf-8")

    assert read_record(period, "contoso", "") is None


def test_a_file_changed_or_gone_is_seen(period: Path):
    path = period / FILE.path
    assert altered(period, [FILE]) == (FILE,)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"by hand")
    assert altered(period, [FILE]) == (FILE,)


def test_only_files_that_are_as_they_were_made_are_taken_away(period: Path):
    made = Published("a/client/Deck.pptx", digest(b"deck"), "client/deck.pptx")
    changed = Published("a/client/Sheet.docx", digest(b"sheet"), "client/sheet.docx")
    gone = Published("a/client/One.docx", digest(b"one"), "client/one.docx")
    (period / "a" / "client").mkdir(parents=True)
    (period / made.path).write_bytes(b"deck")
    (period / changed.path).write_bytes(b"sheet, by hand")

    assert unaltered(period, made) == b"deck"
    assert unaltered(period, changed) is None
    assert take_away(period, [made, changed, gone]) == (made,)
    assert still_there(period, [made, changed, gone]) == (changed,)


def test_names_are_kept_once_and_found_by_their_digest(period: Path):
    both, one = write_names(period, ["Contoso", "Fabrikam", "Contoso"]), write_names(period, ["Contoso"])

    assert write_names(period, ["Fabrikam", "Contoso"]) == both
    assert read_names(period, both) == {"Contoso", "Fabrikam"}
    assert read_names(period, one) == {"Contoso"}
    forget_names(period, {one})
    assert read_names(period, both) == frozenset()
    assert read_names(period, one) == {"Contoso"}
    assert list(read_records(period)) == []


def test_names_that_are_not_those_of_the_digest_are_none(period: Path):
    both, one = write_names(period, ["Contoso", "Fabrikam"]), write_names(period, ["Contoso"])
    folder = period.parent / ".keyplan" / "2026-Q3"
    (folder / f"=names-{one}.json").replace(folder / f"=names-{both}.json")

    assert read_names(period, both) == frozenset()

"""Checked copies of several workbooks in one folder."""

import shutil
from pathlib import Path

from tests.commands import SAMPLES, keyplan, keyplan_json

BROKEN = SAMPLES / "broken" / "links-broken.xlsx"
NO_WORKBOOK = SAMPLES / "broken" / "not-a-workbook.xlsx"


def test_check_writes_the_copies_and_prints_their_paths(tmp_path: Path):
    before = BROKEN.read_bytes()

    result = keyplan("check", BROKEN, "--annotate", tmp_path / "checked")

    path = tmp_path / "checked" / "links-broken.checked.xlsx"
    assert result.stdout.splitlines()[-1] == str(path)
    assert list(path.parent.iterdir()) == [path]
    assert BROKEN.read_bytes() == before
    assert result.exit_code == 1


def test_json_stays_alone_on_stdout(tmp_path: Path):
    (told,) = keyplan_json("check", BROKEN, "--annotate", tmp_path)["workbooks"]

    assert told["problems"]
    assert (tmp_path / "links-broken.checked.xlsx").exists()


def test_a_file_that_is_no_workbook_gets_no_copy_and_a_sentence(tmp_path: Path):
    result = keyplan("check", NO_WORKBOOK, "--annotate", tmp_path)

    assert f"{NO_WORKBOOK}: no checked copy is made" in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert result.exit_code == 1


def test_two_workbooks_with_one_name_get_two_copies(tmp_path: Path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(BROKEN, tmp_path / folder / "contoso.xlsx")

    keyplan("check", tmp_path / "a", tmp_path / "b", "--annotate", tmp_path / "checked")

    names = sorted(path.name for path in (tmp_path / "checked").iterdir())
    assert names == ["contoso (2).checked.xlsx", "contoso.checked.xlsx"]


def test_a_run_over_the_folder_passes_the_copies_over(tmp_path: Path):
    shutil.copy(BROKEN, tmp_path / "contoso.xlsx")
    keyplan("check", tmp_path, "--annotate", tmp_path)

    assert len(keyplan_json("check", tmp_path)["workbooks"]) == 1


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path):
    (tmp_path / "file").touch()

    result = keyplan("check", BROKEN, "--annotate", tmp_path / "file" / "checked")

    assert result.exit_code == 3
    assert "cannot be written" in result.stderr

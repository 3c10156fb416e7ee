"""Which files a run takes for workbooks."""

from pathlib import Path

from pipeline.production.workbooks import find_workbooks


def test_a_folder_gives_its_workbooks_by_name_and_passes_over_lock_files_hidden_files_and_checked_copies(
    tmp_path: Path,
):
    for name in ("b.xlsx", "a.xlsm", "c.ODS", "~$b.xlsx", ".~lock.c.ods#", ".c.xlsx", "b.checked.xlsx", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "d.xlsx").touch()

    assert find_workbooks([tmp_path]) == (tmp_path / "a.xlsm", tmp_path / "b.xlsx", tmp_path / "c.ODS")


def test_a_file_that_is_named_is_taken_once_whatever_its_name(tmp_path: Path):
    named = tmp_path / "~$b.xlsx"
    named.touch()

    assert find_workbooks([named, tmp_path, named]) == (named,)

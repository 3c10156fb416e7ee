"""What is kept of an account: written whole, read before its period only, and passed over with a warning if damaged."""

import json
from pathlib import Path

import pytest

from pipeline.model.snapshot import Snapshot
from pipeline.production.history import earlier, keep
from pipeline.run.stages import Review, snapshot
from tests.builders import AS_OF, PERIOD, a_filled_account, day, shipped_standards
from tests.commands import SAMPLES, a_workspace, keyplan, keyplan_json
from tests.generated import generated_account

STANDARDS = shipped_standards()
HAVNES = SAMPLES / "havnes-meieri.xlsx"


def a_snapshot(period: str = "2026-Q2") -> Snapshot:
    return snapshot(a_filled_account(), STANDARDS, Review(period, day("2026-06-30")))


def test_what_is_kept_is_read_back_as_it_was(tmp_path: Path):
    for seed in range(6):
        account = generated_account(seed, STANDARDS)
        kept = snapshot(account, STANDARDS, Review("2026-Q2", AS_OF))
        path = keep(tmp_path, kept)

        assert path == tmp_path / kept.account_id / "2026-Q2.json"
        assert earlier([tmp_path], kept.account_id, PERIOD).snapshots == (kept,)
        assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1
        path.unlink()


def test_only_earlier_periods_are_read_oldest_first(tmp_path: Path):
    for period in ("2026-Q2", "2025-Q4", "2026-Q3", "2026-Q4"):
        keep(tmp_path, a_snapshot(period))
    (tmp_path / "contoso" / "notes.json").write_text("{}", encoding="utf-8")

    found = earlier([tmp_path], "contoso", PERIOD)

    assert [kept.period for kept in found.snapshots] == ["2025-Q4", "2026-Q2"]
    assert found.problems == ()
    assert earlier([tmp_path], "fabrikam", PERIOD).snapshots == ()
    assert earlier([tmp_path / "nowhere"], "contoso", PERIOD).snapshots == ()


def test_the_first_folder_that_holds_a_period_counts(tmp_path: Path):
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    keep(theirs, a_snapshot("2026-Q1"))
    keep(theirs, a_snapshot("2026-Q2").model_copy(update={"currency": "NOK"}))
    keep(mine, a_snapshot("2026-Q2"))

    found = earlier([mine, theirs], "contoso", PERIOD).snapshots

    assert [(kept.period, kept.currency) for kept in found] == [("2026-Q1", "EUR"), ("2026-Q2", "EUR")]


DAMAGES = {
    "half a file": (lambda text: text[: len(text) // 2], "it is damaged"),
    "no text": (lambda text: "\x00\xff", "it is damaged"),
    "empty": (lambda text: "", "the file is empty (0 bytes)"),
    "a list": (lambda text: "[]", "it is not as Keyplan writes it"),
    "a newer form": (lambda text: text.replace('"format": 1', '"format": 2'), "it has form 2"),
    "another key": (lambda text: text.replace('"currency"', '"money"'), "it is not as Keyplan writes it (currency)"),
    "a wrong value": (lambda text: text.replace('"expected": "', '"expected": "x'), "(expected)"),
    "of another account": (lambda text: text.replace("contoso", "fabrikam"), "it is of fabrikam, 2026-Q2"),
    "of another period": (lambda text: text.replace("2026-Q2", "2026-Q1"), "it is of contoso, 2026-Q1"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_foreign_file_is_one_warning_and_nothing_more(damage: str, tmp_path: Path):
    harm, reason = DAMAGES[damage]
    keep(tmp_path, a_snapshot("2026-Q1"))
    path = keep(tmp_path, a_snapshot("2026-Q2"))
    path.write_bytes(harm(path.read_text(encoding="utf-8")).encode("latin-1", "replace"))

    found = earlier([tmp_path], "contoso", PERIOD)

    assert [kept.period for kept in found.snapshots] == ["2026-Q1"]
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.file) == ("history-not-read", "warning", path.as_posix())
    assert reason in problem.message


def test_building_a_period_again_gives_the_same_bytes_and_the_next_one_tells_what_moved(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    (workspace / "history").mkdir()
    build = ("build", HAVNES.resolve(), "--only", "havnes-meieri", "--as-of", "2026-09-30", "--quiet")
    kept = workspace / "history" / "havnes-meieri" / "2026-Q3.json"

    assert keyplan(*build, "--period", PERIOD, folder=workspace).exit_code == 0
    first = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file() and path.name != "report.json"}
    assert kept in first
    assert keyplan(*build, "--period", PERIOD, folder=workspace).exit_code == 0
    assert all(path.read_bytes() == content for path, content in first.items())

    shown = keyplan_json("show", HAVNES.resolve(), "--period", "2026-Q4", folder=workspace)
    assert shown["changes"]["since"] == PERIOD


def test_nothing_is_kept_where_there_is_no_folder_for_it_and_the_run_says_so(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    workbook = tmp_path / "contoso.xlsx"
    workbook.write_bytes(HAVNES.read_bytes())

    found = keyplan("build", workbook, "--period", PERIOD, folder=workspace)
    assert "Nothing is kept to compare the next period with" in found.stderr
    assert not (workspace / "history").exists()

    named = workspace / "kept"
    assert keyplan("build", workbook, "--period", PERIOD, "--history", named, folder=workspace).exit_code == 0
    assert [path.name for path in named.rglob("*.json")] == ["2026-Q3.json"]


def test_history_changes_no_byte_of_a_client_file(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    keep(workspace / "history", snapshot(generated_account(1, STANDARDS), STANDARDS, Review("2026-Q2", AS_OF)))
    text = next((workspace / "history").rglob("*.json")).read_text(encoding="utf-8")
    account_id = json.loads(text)["account_id"]
    folder = workspace / "history" / "havnes-meieri"
    folder.mkdir()
    (folder / "2026-Q2.json").write_text(text.replace(f'"{account_id}"', '"havnes-meieri"', 1), encoding="utf-8")
    workbook = workspace / "havnes-meieri.xlsx"
    workbook.write_bytes(HAVNES.read_bytes())

    files: list[dict[str, bytes]] = []
    for name in ("history", "empty"):
        out = tmp_path / f"out-{name}"
        asked = ("--period", PERIOD, "--as-of", AS_OF.isoformat(), "--out", out, "--history", workspace / name)
        built = keyplan("build", workbook, *asked, folder=workspace)
        assert built.exit_code == 0
        files.append({path.name: path.read_bytes() for path in out.rglob("client/*")})
    assert len(files[0]) == 2
    assert files[0] == files[1]
    told = keyplan_json("show", workbook, "--period", PERIOD, "--audience", "client", folder=workspace)
    assert "changes" not in told

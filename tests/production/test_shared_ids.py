"""Conflicted copies: two workbooks of one run with the same account id."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pipeline.model.plan import Action
from pipeline.production.shared_ids import refuse_shared_ids
from pipeline.run.reading import read_and_check
from pipeline.workbook.parser import Reading
from tests.builders import shipped_standards
from tests.commands import keyplan, keyplan_json
from tests.workbooks import a_workbook, place

STANDARDS = shipped_standards()


def a_reading(folder: Path, name: str, **sheets: Any) -> Reading:
    """The reading of a workbook that is called `name`, with rows as for a_workbook."""
    made = folder / "made"
    made.mkdir(parents=True, exist_ok=True)
    path = a_workbook(made, **sheets).rename(folder / name)
    return read_and_check(path, STANDARDS)


def the_message(reading: Reading) -> str:
    assert reading.account is None
    problem = reading.problems[-1]
    assert (problem.code, problem.severity, problem.cell) == ("account-id-shared", "error", "C3")
    return problem.message


def test_a_conflicted_copy_and_its_original_are_refused_with_both_paths_and_the_cells_that_differ(tmp_path: Path):
    actions = [{"Due": "2026-05-31", "Note": "moved"}]
    readings = [
        a_reading(tmp_path, "contoso.xlsx"),
        a_reading(tmp_path, "contoso (conflicted copy).xlsx", actions=actions),
    ]

    original, copy = (the_message(reading) for reading in refuse_shared_ids(readings))

    due, note = place(Action, "Due"), place(Action, "Note")
    assert original == (
        f"Account id 'contoso' is also used by {readings[1].path}; each account needs its own. 2 cells differ from "
        f"contoso (conflicted copy).xlsx: Actions!{due} (2026-10-30 here, 2026-05-31 there); "
        f"Actions!{note} (blank here, moved there)."
    )
    assert f"is also used by {readings[0].path}; " in copy
    assert f"Actions!{due} (2026-05-31 here, 2026-10-30 there)" in copy


def test_a_copy_in_which_nothing_differs_is_said_to_be_one(tmp_path: Path):
    readings = [a_reading(tmp_path, name) for name in ("contoso.xlsx", "contoso (1).xlsx")]

    first, _ = refuse_shared_ids(readings)

    assert the_message(first).endswith("Nothing that is filled in differs from contoso (1).xlsx.")


def test_of_many_differences_and_many_copies_the_first_are_named(tmp_path: Path):
    team = [{"Name": name} for name in ("A B", "C D", "E F", "G H", "I J")]
    readings = [a_reading(tmp_path, "contoso.xlsx")]
    readings += [a_reading(tmp_path, f"contoso-PC{number}.xlsx", team=team) for number in range(5)]

    message = the_message(refuse_shared_ids(readings)[0])

    assert "contoso-PC2.xlsx and 2 more; " in message
    assert message.count(" there)") == 3
    assert message.endswith("; and so on.")


def test_an_original_whose_copy_has_errors_is_refused_too(tmp_path: Path):
    readings = [
        a_reading(tmp_path, "contoso.xlsx"),
        a_reading(tmp_path, "contoso-PC.xlsx", actions=[{"Due": "soon"}]),
    ]

    assert [reading.problems[-1].code for reading in refuse_shared_ids(readings)] == ["account-id-shared"] * 2


def test_workbooks_without_an_id_and_files_that_are_none_are_left_as_they_are(tmp_path: Path):
    nothing = tmp_path / "contoso.xlsx"
    readings = [
        a_reading(tmp_path / "a", "contoso.xlsx", account={"Account id": None}),
        a_reading(tmp_path / "b", "contoso.xlsx", account={"Account id": None}),
        read_and_check(nothing, STANDARDS),
        read_and_check(nothing, STANDARDS),
        a_reading(tmp_path / "c", "contoso.xlsx"),
    ]

    assert refuse_shared_ids(readings) == tuple(readings)


def test_a_copy_that_is_gone_by_now_is_named_without_its_cells(tmp_path: Path):
    readings = [a_reading(tmp_path, "contoso.xlsx"), replace(a_reading(tmp_path, "b.xlsx"), path=tmp_path / "c.xlsx")]

    assert the_message(refuse_shared_ids(readings)[0]).endswith("They cannot be compared.")


def test_check_tells_conflicted_copies_as_build_does(tmp_path: Path):
    for name in ("contoso.xlsx", "contoso (1).xlsx"):
        a_reading(tmp_path, name)

    told = keyplan_json("check", tmp_path)["workbooks"]

    assert [workbook["problems"][-1]["code"] for workbook in told] == ["account-id-shared"] * 2
    assert not any(workbook["ok"] for workbook in told)
    assert keyplan("check", tmp_path).exit_code == 1

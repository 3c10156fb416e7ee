"""Hostile workbooks through `keyplan check`: each has its sentence, within 30 seconds and 512 MB, and no traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.trials import Trial, tried
from tests.hostile.workbooks import GROUPS, Case


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_a_hostile_workbook_has_its_sentence(group: Callable[[], dict[str, Case]], tmp_path: Path):
    cases = group()
    paths = [tmp_path / f"{number}{case.suffix}" for number, case in enumerate(cases.values())]
    for path, case in zip(paths, cases.values(), strict=True):
        path.write_bytes(case.content)

    trials = tried([("check", str(path), "--format", "json") for path in paths])

    told = {name: fault(case, trial) for (name, case), trial in zip(cases.items(), trials, strict=True)}
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


def fault(case: Case, trial: Trial) -> str:
    """What is wrong with what became of a case; "" where its one thing is told with its fix, and nothing else."""
    if trial.fault:
        return trial.fault
    (told,) = json.loads(trial.out)["workbooks"]
    errors = [problem for problem in told["problems"] if problem["severity"] == "error"]
    if told["ok"] != (not errors) or (errors and not case.code):
        return f"told {errors}"
    found = [problem for problem in told["problems"] if problem["code"] == case.code]
    said = [one for one in found if case.said in f"{one['message']} {one['sheet']}!{one['cell']}" and one["fix"]]
    return "" if said or not case.code else f"told {told['problems']}"

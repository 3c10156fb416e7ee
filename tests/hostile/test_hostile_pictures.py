"""Hostile pictures through `keyplan check`: each has its sentence, within 30 seconds and 512 MB, and no traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.documents.figures.pictures import read_picture
from tests.documents.figures.test_pictures import slide_picture, word_picture
from tests.documents.office import data, everything, made
from tests.hostile.pictures import CAMERA, GROUPS, SECRET, WITH_A_ZIP, Case
from tests.hostile.trials import Trial, tried
from tests.workbooks import a_workbook


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_a_hostile_picture_has_its_sentence(group: Callable[[], dict[str, Case]], tmp_path: Path):
    cases = group()
    workbooks = [tmp_path / f"account{number}.xlsx" for number in range(len(cases))]
    honest = a_workbook(tmp_path).read_bytes()
    for workbook, case in zip(workbooks, cases.values(), strict=True):
        workbook.write_bytes(honest)
        workbook.with_suffix("").mkdir()
        (workbook.with_suffix("") / case.name).write_bytes(case.content)

    trials = tried([("check", str(workbook), "--format", "json") for workbook in workbooks])

    told = {name: fault(case, trial) for (name, case), trial in zip(cases.items(), trials, strict=True)}
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


def fault(case: Case, trial: Trial) -> str:
    """What is wrong with what became of a case; "" where its one thing is told with its fix, and nothing else."""
    if trial.fault:
        return trial.fault
    (told,) = json.loads(trial.out)["workbooks"]
    found = [one for one in told["problems"] if one["code"].startswith("picture")]
    said = [one["message"].partition(f"/{case.name} ")[2] for one in found if one["severity"] == "error" and one["fix"]]
    return "" if said == ([case.said] if case.said else []) else f"told {found}"


@pytest.mark.parametrize("template", [slide_picture, word_picture])
def test_nothing_but_the_pixels_of_a_picture_is_in_a_client_file(template: Callable[[], bytes]):
    for content in (CAMERA, WITH_A_ZIP):
        assert SECRET in content

        picture = read_picture("client_logo", content)
        given = {"client_logo": {"picture": picture, "name": "client_logo", "alt": "Logo"}}
        document = everything(made(template(), data(pictures=given), "client"))

        assert SECRET not in document
        assert picture.content in document

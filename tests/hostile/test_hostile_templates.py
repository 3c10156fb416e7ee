"""Hostile templates: each has its sentence, nothing of it runs, and nothing it makes grows without end."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.documents.compiling.compile import compile_template, read_template_file
from pipeline.documents.rendering.render import render
from tests.commands import SAMPLES
from tests.documents.office import data
from tests.hostile.packages import parts_of
from tests.hostile.templates import GROUPS, Case, in_properties
from tests.hostile.trials import Trial, tried

WORKBOOK = SAMPLES / "havnes-meieri.xlsx"
RAN = ("root:x", "uid=", "<class")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_a_hostile_template_has_its_sentence(group: Callable[[], dict[str, Case]], tmp_path: Path):
    cases = group()
    paths = [tmp_path / str(number) / f"plan{case.suffix}" for number, case in enumerate(cases.values())]
    for path, case in zip(paths, cases.values(), strict=True):
        path.parent.mkdir()
        path.write_bytes(case.content)

    found = dict(zip(cases, tried([("lint", str(path)) for path in paths]), strict=True))
    sound = [path for path, trial in zip(paths, found.values(), strict=True) if trial.code == 0]
    rendered = iter(tried([("render", str(path), str(WORKBOOK)) for path in sound]))
    found = {name: next(rendered) if trial.code == 0 else trial for name, trial in found.items()}

    told = {name: fault(cases[name], trial) for name, trial in found.items()}
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


def fault(case: Case, trial: Trial) -> str:
    """What is wrong with what became of a case; "" where it is refused with its sentence, and nothing of it ran."""
    if trial.fault or trial.code != 1:
        return trial.fault or "it was taken"
    codes = re.findall(r"\[([a-z-]+)\]", trial.told)
    if not set(codes) & set(case.codes) or case.said not in trial.told or any(mark in trial.told for mark in RAN):
        return f"told {trial.told[:600]}"
    return ""


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nothing", "link to itself"])
def test_what_is_no_ordinary_file_is_never_opened(kind: str, tmp_path: Path):
    path = tmp_path / "plan.docx"
    make = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "link to nothing": lambda: path.symlink_to(tmp_path / "nothing"),
        "link to itself": lambda: path.symlink_to(path),
    }
    make[kind]()

    (problem,) = read_template_file(path, "internal/plan.docx", "internal").problems

    assert problem.code == "template-unreadable"
    assert problem.message.startswith(("This is", "There is no such file", "The file cannot be opened"))
    assert problem.fix


def test_a_property_may_hold_quotation_marks():
    blob = in_properties("Plan of {{ name|default('nobody') }} & \"others\"")

    properties = parts_of(render(compile_template(blob, "plan.docx", "internal"), data(name="A & B")))[
        "docProps/core.xml"
    ]

    assert b"Plan of A &amp; B &amp; " in properties

"""`keyplan init`: a folder in which every command works, and in which nothing is ever overwritten."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.production.workspace import FOLDERS, TEMPLATES, begin_workspace, shipped
from tests.commands import PERIOD, PROJECT, SAMPLES, keyplan, need

STARTER = PROJECT / "pipeline" / "production" / "starter"


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def templates_shipped() -> set[str]:
    return {f"{name}/{path.name}" for name in TEMPLATES for path in (PROJECT / name).glob("[!.~]*.*")}


def files_in_a_new_workspace() -> set[str]:
    return {*templates_shipped(), "Makefile", "README.txt"}


def test_a_new_workspace_holds_the_templates_the_folders_a_makefile_and_how_to_begin(tmp_path: Path):
    result = keyplan("init", "team", folder=tmp_path)

    made = files_in(tmp_path / "team")
    assert result.exit_code == 0
    assert made.keys() == files_in_a_new_workspace()
    assert all(made[name] == (PROJECT / name).read_bytes() for name in templates_shipped())
    assert all((tmp_path / "team" / name).is_dir() for name in FOLDERS)
    assert all(name in result.stdout for name in made)


def test_the_commands_work_in_a_new_workspace(tmp_path: Path):
    assert keyplan("init", folder=tmp_path).exit_code == 0

    assert keyplan("new", "Contoso Ltd", folder=tmp_path).exit_code == 0
    assert keyplan("check", folder=tmp_path).exit_code == 1  # nothing is filled in yet
    shutil.copy(SAMPLES / "averley-medical.xlsx", tmp_path / "accounts")
    built = keyplan("build", "accounts/averley-medical.xlsx", "--period", PERIOD, folder=tmp_path)
    assert built.exit_code == 0, built.output
    made = sorted(path.name.split(" - ")[1] for path in (tmp_path / "out").glob("*/*/*/*"))
    assert made == ["Account plan", "Joint action plan", "One page plan", "Quarterly review", "Talking points"]


def test_what_is_there_stays_as_it_is_and_is_named(tmp_path: Path):
    own = {"Makefile": "all: ours\n", "input_templates/standards.toml": "version = 'ours'\n"}
    for name, text in own.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    first = keyplan("init", tmp_path)
    second = keyplan("init", tmp_path)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert {name: (tmp_path / name).read_text() for name in own} == own
    told = re.findall(r"^kept +(.*)$", first.stdout, re.MULTILINE)
    assert {Path(path) for path in told} == {tmp_path / name for name in own}
    assert re.findall(r"^written", second.stdout, re.MULTILINE) == []
    assert len(re.findall(r"^kept ", second.stdout, re.MULTILINE)) == len(files_in(tmp_path))


def test_a_file_in_the_way_is_named_without_a_traceback(tmp_path: Path):
    (tmp_path / "team").write_text("a file")

    result = keyplan("init", tmp_path / "team")

    assert result.exit_code == 2
    assert "is a file" in " ".join(result.stderr.split())


def test_a_folder_that_cannot_be_made_stops_the_run(tmp_path: Path):
    (tmp_path / "accounts").write_text("a file")

    result = keyplan("init", tmp_path)

    assert result.exit_code == 3
    assert "cannot be written" in " ".join(result.stderr.split())


def test_the_templates_of_an_installed_package_are_its_own(tmp_path: Path):
    package = tmp_path / "site-packages" / "pipeline"
    package.mkdir(parents=True)
    assert shipped(package) == package.parent
    (package / "defaults").mkdir()
    assert shipped(package) == package / "defaults"
    assert shipped(PROJECT / "pipeline") == PROJECT


def test_the_wheel_carries_every_folder_of_templates_to_where_it_is_looked_for():
    wheel = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]

    assert wheel["wheel"]["force-include"] == {name: f"pipeline/defaults/{name}" for name in TEMPLATES}


def test_init_works_where_there_is_only_what_the_wheel_carries(tmp_path: Path):
    site, team = tmp_path / "site-packages", tmp_path / "team"
    shutil.copytree(PROJECT / "pipeline", site / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    for name in TEMPLATES:
        shutil.copytree(PROJECT / name, site / "pipeline" / "defaults" / name)
    (site / "pipeline" / "defaults" / "input_templates" / "standards.toml").write_text("of the wheel")
    team.mkdir()

    subprocess.run(
        [sys.executable, "-m", "pipeline", "init"], cwd=team, env=os.environ | {"PYTHONPATH": str(site)}, check=True
    )

    made = files_in(team)
    assert made.keys() == files_in_a_new_workspace()
    assert made["input_templates/standards.toml"] == b"of the wheel"


def test_every_target_of_the_makefile_is_a_command_that_is_there():
    text = (STARTER / "Makefile").read_text(encoding="utf-8")

    assert {*re.findall(r"\$\(KEYPLAN\) (\w+)", text)} <= set(main.commands)
    project = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"^([a-z]+):", text, re.MULTILINE)) <= set(project)


def test_make_shows_the_targets_of_a_workspace(tmp_path: Path):
    begin_workspace(tmp_path)

    # Under `make test` the inner make would say which folder it enters.
    make = [need("make"), "--no-print-directory"]
    shown = subprocess.run(make, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert [line.split()[0] for line in shown.splitlines()] == [
        *("help", "plans", "check", "new", "template", "lint", "clean")
    ]


@pytest.mark.parametrize("command", re.findall(r"keyplan (\w+)", (STARTER / "README.txt").read_text(encoding="utf-8")))
def test_the_first_steps_name_commands_that_are_there(command: str):
    assert command in main.commands

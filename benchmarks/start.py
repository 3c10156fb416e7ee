"""Processes from their start: one account cold, and `keyplan --help`, each in a process of its own."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.ours import Sample, keyplan, sample
from benchmarks.processes import Used, kept_in_a_folder_of_its_own, run
from benchmarks.rounds import Case, Measured, measure, table

KEYPLAN = ("-m", "pipeline")


def cold(one: Sample, folder: Path, kept: Path, rounds: int) -> list[Measured]:
    """One account, its process and all imports included; ours makes all of its documents, with the compiled templates
    that an earlier process kept in the folder `kept`, and as the very first one."""
    lay_out(one, folder)
    build = (*KEYPLAN, "build", str(one.path), "--period", "2026-Q3", "--quiet", "--out")
    cases = (
        Case("the usual script, plan and deck", lambda: run("-W", "ignore", "-m", "benchmarks.usual", str(folder))),
        Case("Keyplan, all documents, the very first time", lambda: first(kept, *build, tempfile.mkdtemp(dir=folder))),
        Case("**Keyplan, all documents**", lambda: run(*build, tempfile.mkdtemp(dir=folder))),
        Case("Keyplan again, nothing changed", lambda: run(*build, str(folder / "again"))),
    )
    return measure(cases, rounds)


def first(kept: Path, *arguments: str) -> Used:
    """A process that finds no compiled template."""
    shutil.rmtree(kept)
    kept.mkdir()
    return run(*arguments)


def starting(rounds: int) -> list[Measured]:
    """What it takes to print the help."""
    cases = (
        Case("python -c 'import click'", lambda: run("-c", "import click")),
        Case("an empty interpreter", lambda: run("-c", "pass")),
        Case("**keyplan --help**", lambda: run(*KEYPLAN, "--help")),
    )
    return measure(cases, rounds)


def lay_out(one: Sample, folder: Path) -> None:
    """The usual script's templates, contents and workbook in a folder."""
    shutil.copy(one.path, folder / "workbook.xlsx")
    contents = {"plan.docx": one.usual_plan.contents, "deck.pptx": one.usual_deck.contents}
    (folder / "contents.json").write_text(json.dumps(contents), encoding="utf-8")
    (folder / "plan.docx").write_bytes(one.usual_plan.template)
    (folder / "deck.pptx").write_bytes(one.usual_deck.template)


def main(rounds: int) -> None:
    """Measures and prints."""
    one = sample("averley-medical", keyplan())
    with tempfile.TemporaryDirectory() as folder, kept_in_a_folder_of_its_own() as kept:
        print(table(f"one account, cold, {rounds} rounds", cold(one, Path(folder), kept, rounds)), end="\n\n")
    print(table(f"starting, {rounds} rounds", starting(rounds)), end="\n\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

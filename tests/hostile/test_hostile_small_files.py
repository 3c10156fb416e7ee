"""Hostile standards, mappings, exports, snapshots and pictures: one plain sentence each, at once, nobody waits."""

import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.documents.figures.pictures import pictures_in
from pipeline.problems import Problem, Refused
from pipeline.production.fingerprints import UNREADABLE, file_digest, standards_digest
from pipeline.production.history import LARGEST_SNAPSHOT, earlier, keep
from pipeline.run.stages import Review, snapshot
from pipeline.standards import advice, read_standards
from pipeline.toml_files import LARGEST_TOML
from pipeline.workbook.crm import LARGEST_EXPORT, MOST_COLUMNS, Asked, read_exports
from pipeline.workbook.crm_mapping import CrmMapping, read_mapping
from tests.builders import PERIOD, a_filled_account, day, shipped_standards
from tests.commands import PROJECT, SAMPLES, a_workspace, keyplan

STANDARDS = (PROJECT / "input_templates" / "standards.toml").read_text(encoding="utf-8")
DEEP = 100_000


def standards(path: Path) -> Iterable[Problem]:
    return advice(path, read_standards(path))


def mapping(path: Path) -> Iterable[Problem]:
    read_mapping(path, shipped_standards())
    return ()


def export(path: Path) -> Iterable[Problem]:
    (one,) = read_exports([path], CrmMapping(), Asked())
    return one.problems


def history(path: Path) -> Iterable[Problem]:
    return earlier([path.parent.parent], "contoso", PERIOD).problems


def picture(path: Path) -> Iterable[Problem]:
    return pictures_in([path.parent], ["cover"])[1]


READERS: dict[str, tuple[Callable[[Path], Iterable[Problem]], str]] = {
    "standards": (standards, "standards.toml"),
    "mapping": (mapping, "mapping.toml"),
    "export": (export, "accounts.csv"),
    "history": (history, "contoso/2026-Q2.json"),
    "picture": (picture, "contoso/cover.png"),
}


def told(kind: str, folder: Path, make: Callable[[Path], object]) -> list[Problem]:
    """What is told of a file of a kind that `make` makes, after less than five seconds of work."""
    read, name = READERS[kind]
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    make(path)
    start = time.process_time()
    try:
        problems = list(read(path))
    except Refused as refusal:
        problems = list(refusal.problems)
    assert time.process_time() - start < 5
    assert all(problem.fix for problem in problems)
    return problems


def huge(path: Path) -> None:
    """A file that says it has a gigabyte, and takes no room."""
    with path.open("wb") as file:
        file.truncate(2**30)


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "not an ordinary file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "not an ordinary file"),
    "a folder": (Path.mkdir, "is a folder"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be opened"),
    "a link to nothing": (lambda path: path.symlink_to(path.with_name("none")), "no such file"),
    "a gigabyte": (huge, "MB"),
    "nothing": (lambda path: path.write_bytes(b""), "is empty"),
}


@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.parametrize("kind", READERS)
def test_what_is_no_ordinary_file_is_never_waited_for(kind: str, what: str, tmp_path: Path):
    make, said = NO_FILES[what]

    (problem,) = told(kind, tmp_path, make)

    assert said in problem.message.lower() or said in problem.message


NOISE = bytes((number * 167 + 13) % 256 for number in range(4000))


def endless(kind: str) -> bytes:
    """Lists in lists, as deep as no reader goes."""
    return (b"[" if kind == "history" else b"a = [") + b"[" * DEEP


SPOILT: dict[str, Callable[[str], bytes]] = {
    "noise": lambda kind: NOISE,
    "zeros": lambda kind: bytes(5000),
    "half of UTF-16": lambda kind: "version = 'ø'".encode("utf-16")[:-1],
    "lists in lists": endless,
    "lists in lists, closed": lambda kind: endless(kind) + b"]" * (DEEP + (kind == "history")),
}


@pytest.mark.parametrize("what", SPOILT)
@pytest.mark.parametrize("kind", READERS)
def test_a_spoilt_file_is_told_in_one_sentence(kind: str, what: str, tmp_path: Path):
    (problem,) = told(kind, tmp_path, lambda path: path.write_bytes(SPOILT[what](kind)))

    assert problem.message.endswith(".")
    assert len(problem.message) < 400


# --- TOML ------------------------------------------------------------------------------------------------------------

TOML = {
    "tables in tables": ("a = " + "{a = " * 380, "Lists stand in lists without end."),
    "a name of very many parts": (".".join(["a"] * 5000) + " = 1", "The line has 10,003 characters"),
    "a number of very many digits": ("a = " + "9" * 5000, "The line has 5,004 characters"),
    "a number far beyond": ("a = 1e999999999", "A number has more than 30 places."),
    "a number next to nothing": ("a = 1e-999999999", "A number has more than 30 places."),
    "a date that there is not": ("a = 2026-13-45", "not valid TOML"),
    "a zero byte": ("a = '\0'", "not valid TOML"),
    "too large": ("# x\n" * LARGEST_TOML, "MB are allowed"),
}


@pytest.mark.parametrize("what", TOML)
@pytest.mark.parametrize("kind", ["standards", "mapping"])
def test_hostile_toml_is_told_with_what_is_wrong(kind: str, what: str, tmp_path: Path):
    text, said = TOML[what]

    problems = told(kind, tmp_path, lambda path: path.write_text(text, encoding="utf-8"))

    assert [said in problem.message for problem in problems] == [True], problems


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "1e29", "-1", "true", "'a'", "[]", "{}", "2026-01-01", "1e-29"]
)
def test_a_weight_that_is_none_is_told_with_its_line(value: str, tmp_path: Path):
    text = STANDARDS.replace("weight = 0.30", f"weight = {value}", 1)
    assert text != STANDARDS

    problems = told("standards", tmp_path, lambda path: path.write_text(text, encoding="utf-8"))

    assert problems
    assert all(problem.place.startswith("line ") and problem.message for problem in problems), problems


def test_the_digest_of_hostile_standards_never_waits(tmp_path: Path):
    pipe, deep = tmp_path / "pipe.toml", tmp_path / "deep.toml"
    os.mkfifo(pipe)
    deep.write_bytes(endless("standards"))

    assert standards_digest(pipe) == file_digest(pipe) == UNREADABLE
    assert standards_digest(deep) == file_digest(deep) != UNREADABLE


# --- exports ---------------------------------------------------------------------------------------------------------

EXPORTS = {
    "very many columns": (",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)), "more than 1,000 columns"),
    "very many values": ("Account Name\n" + ("," * 900 + "\n") * 2_300, "more than 2,000,000 values"),
    "one endless value": ('Account Name\n"' + "x" * 200_000, "quotation mark"),
    "only quotation marks": ('"' * 200_001, "quotation mark"),
    "only commas": ("," * 500, "Nothing tells whether it lists"),
    "a program": ("\x7fELF\x02\x01\x01" + "\x01" * 300, "columns"),
}


@pytest.mark.parametrize("what", EXPORTS)
def test_a_hostile_export_is_told_with_what_is_wrong(what: str, tmp_path: Path):
    text, said = EXPORTS[what]

    (problem,) = told("export", tmp_path, lambda path: path.write_text(text, encoding="utf-8"))

    assert said in problem.message, problem


def test_an_export_larger_than_allowed_is_not_read(tmp_path: Path):
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(LARGEST_EXPORT + 1)

    (problem,) = told("export", tmp_path, make)

    assert (problem.code, problem.fix) == ("import-unreadable", "Export the key accounts only.")


# --- snapshots -------------------------------------------------------------------------------------------------------


def kept() -> dict:
    return snapshot(a_filled_account(), shipped_standards(), Review("2026-Q2", day("2026-06-30"))).model_dump(
        mode="json"
    )


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "1E+999999999", "1E-999999999", "9" * 5000, "", None, [], {}, True, "\ud800"],
    ids=lambda value: str(value)[:12].encode("ascii", "replace").decode(),
)
def test_a_kept_figure_that_is_none_is_told(value: object, tmp_path: Path):
    text = json.dumps(kept() | {"expected": value})

    (problem,) = told("history", tmp_path, lambda path: path.write_text(text, encoding="utf-8"))

    assert (problem.code, problem.severity) == ("history-not-read", "warning")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e999", "null", "true", '"a"', "9" * 6000, "{}"])
def test_json_that_is_no_snapshot_is_told(text: str, tmp_path: Path):
    whole = json.dumps(kept() | {"expected": 7777}).replace("7777", text)
    for content in (text, whole):
        (problem,) = told("history", tmp_path, lambda path, content=content: path.write_text(content, encoding="utf-8"))
        assert problem.code == "history-not-read"


def test_a_list_of_very_many_wrong_rows_costs_no_more_than_its_first(tmp_path: Path):
    text = json.dumps(kept() | {"actions": []}).replace(
        '"actions": []', f'"actions": [{"0," * (LARGEST_SNAPSHOT // 3)}0]'
    )

    (problem,) = told("history", tmp_path, lambda path: path.write_text(text, encoding="utf-8"))

    assert "(actions.0)" in problem.message


# --- the commands ----------------------------------------------------------------------------------------------------


def test_a_build_among_hostile_small_files_tells_them_and_makes_its_documents(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    workbook = workspace / "havnes-meieri.xlsx"
    workbook.write_bytes((SAMPLES / "havnes-meieri.xlsx").read_bytes())
    folder = workspace / "history" / "havnes-meieri"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "2026-Q2.json")
    (folder / "2026-Q1.json").write_bytes(endless("history"))

    found = keyplan("build", workbook, "--period", PERIOD, "--out", "out", folder=workspace)

    assert found.exit_code == 0, found.output
    assert len(list((workspace / "out").rglob("*.docx"))) >= 3
    assert keep(
        workspace / "history", snapshot(a_filled_account(), shipped_standards(), Review(PERIOD, day("2026-09-30")))
    )

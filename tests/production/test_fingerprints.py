"""What documents are made from: equal contents have equal digests, and no difference that counts is passed over."""

import datetime
import shutil
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.fields import Origin
from pipeline.problems import Problem
from pipeline.production.fingerprints import (
    basis_of,
    code_digest,
    content_digest,
    inputs_of,
    made_from,
    standards_digest,
)
from pipeline.production.history_folders import files_before
from pipeline.run.reading import read_and_check
from tests.builders import STANDARDS_FILE, a_filled_account, an_objective, shipped_standards
from tests.commands import SAMPLES

HAVNES = SAMPLES / "havnes-meieri.xlsx"


def packed_anew(source: Path, target: Path) -> Path:
    """A copy of a workbook with the same cells and other bytes, as a program that saves it again leaves it."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as after:
        for name in reversed(before.namelist()):
            after.writestr(name, before.read(name))
    return target


def test_a_workbook_saved_again_is_read_as_the_same(tmp_path: Path):
    again = packed_anew(HAVNES, tmp_path / HAVNES.name)
    standards = shipped_standards()
    one, two = (read_and_check(path, standards) for path in (HAVNES, again))

    assert again.read_bytes() != HAVNES.read_bytes()
    assert content_digest((one.readable, one.problems)) == content_digest((two.readable, two.problems))


CELLS = {"title": "B7"}
DIFFERENT = {
    "a value": an_objective(title="Fewer stops on line 2"),
    "its cell": an_objective(origin=Origin("Objectives", CELLS)),
    "another cell": an_objective(origin=Origin("Objectives", {"title": "B8"})),
    "what could not be read": an_objective(origin=Origin("Objectives", CELLS, frozenset({"due"}))),
    "a column of their own": an_objective(extra={"Colour": "red"}),
}


def test_every_difference_of_an_account_gives_another_digest():
    found = [content_digest(a_filled_account(objectives=[one])) for one in (an_objective(), *DIFFERENT.values())]
    found += [content_digest(a_filled_account(objectives=[an_objective(), an_objective(id="O2")]))]
    found += [content_digest(a_filled_account(objectives=[an_objective(id="O2"), an_objective()]))]

    assert len(set(found)) == len(found)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False) | st.dates(),
    lambda inner: st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.frozensets(st.text()),
    max_leaves=6,
)


def written_alike(one: object, two: object) -> bool:
    """Are two values the same to the last digit and type, so that they are printed alike?"""
    return repr(one) == repr(two)


@given(values, values)
def test_values_have_one_digest_only_where_they_are_the_same(one: object, two: object):
    assert (content_digest(one) == content_digest(two)) == (
        written_alike(one, two) or (isinstance(one, frozenset) and one == two)
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (1, True),
        (1, "1"),
        (None, "None"),
        (Decimal(1), 1),
        (Decimal("1.0"), Decimal("1")),
        ((), {}),
        (("list",), "list"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (("a", "b"), ("ab",)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_what_looks_alike_is_told_apart(one: object, two: object):
    assert content_digest(one) != content_digest(two)


def test_a_value_of_an_unknown_type_has_no_digest():
    with pytest.raises(TypeError, match="float has no digest"):
        content_digest(("a", 1.5))


def test_a_problem_counts_with_its_place():
    told = [Problem(code="c", severity="note", message="m", fix="f", cell=cell) for cell in ("B7", "B8")]

    assert content_digest(told[0]) != content_digest(told[1])


def test_comments_and_spaces_in_the_standards_do_not_count_and_every_entry_does(tmp_path: Path):
    text = STANDARDS_FILE.read_text(encoding="utf-8")
    path = tmp_path / "standards.toml"

    def told(changed: str) -> str:
        path.write_text(changed, encoding="utf-8")
        return standards_digest(path)

    as_shipped = standards_digest(STANDARDS_FILE)
    assert told(f"# Ours\n\n{text}  # as agreed in May\n") == as_shipped
    lines = text.splitlines()
    figures = [place for place, line in enumerate(lines) if line.partition("#")[0].rstrip().endswith("5")]
    assert figures
    for place in figures:
        changed = lines[place].partition("#")[0].rstrip()[:-1] + "6"
        assert told("\n".join([*lines[:place], changed, *lines[place + 1 :]])) != as_shipped
    assert told("[company") != told("[company]]")


def test_the_code_has_a_digest_that_is_found_quickly():
    code_digest.cache_clear()
    start = time.process_time()
    first = code_digest()
    spent = time.process_time() - start
    code_digest.cache_clear()

    assert code_digest() == first
    assert spent < 0.1  # 10 ms on a quiet machine


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copy(HAVNES, tmp_path / "havnes.xlsx")
    for name in ("havnes/client_logo.png", "history/havnes-meieri/2026-Q2.json", "history/other/2026-Q2.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    for name in ("internal/plan.docx", "client/deck.pptx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    shutil.copy(STANDARDS_FILE, tmp_path)
    return tmp_path


def documents_of(
    folder: Path, period: str = "2026-Q3", as_of: datetime.date = datetime.date(2026, 9, 30)
) -> dict[str, dict[str, str]]:
    """What each document of the account in `folder` is made from, by its template."""
    basis = basis_of(folder / "standards.toml", folder, period, as_of)
    history = files_before([folder / "history"], "havnes-meieri", period)
    inputs = inputs_of(basis, folder / "havnes.xlsx", "havnes-meieri", history)
    return {name: made_from(inputs, inputs["workbook"], name) for name in basis.templates}


def write(name: str, text: str = "changed") -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)

    return change


BOTH = {"internal/plan.docx", "client/deck.pptx"}
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda folder: None, set()),
    "the workbook": (write("havnes.xlsx"), BOTH),
    "its date": (lambda folder: (folder / "havnes.xlsx").touch(), set()),
    "the standards": (write("standards.toml", "[company]"), BOTH),
    "one template": (write("client/deck.pptx"), {"client/deck.pptx"}),
    "the other": (write("internal/plan.docx"), {"internal/plan.docx"}),
    "a new template": (write("client/one.docx"), {"client/one.docx"}),
    "a template gone": (lambda folder: (folder / "client/deck.pptx").unlink(), {"client/deck.pptx"}),
    "a picture": (write("havnes/client_logo.png"), BOTH),
    "a picture more": (write("havnes-meieri/client_logo.jpg"), BOTH),
    "a picture gone": (lambda folder: (folder / "havnes/client_logo.png").unlink(), BOTH),
    "another file beside the pictures": (write("havnes/notes.txt"), set()),
    "an earlier period": (write("history/havnes-meieri/2026-Q2.json"), BOTH),
    "one more earlier period": (write("history/havnes-meieri/2025-Q4.json"), BOTH),
    "this period as kept": (write("history/havnes-meieri/2026-Q3.json"), set()),
    "another account's history": (write("history/other/2026-Q2.json"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_counts_for_exactly_the_documents_that_depend_on_it(workspace: Path, change: str):
    before = documents_of(workspace)
    make, expected = CHANGES[change]
    make(workspace)
    after = documents_of(workspace)

    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == expected


def test_another_day_or_period_counts_for_every_document(workspace: Path):
    before = documents_of(workspace)
    for review in (("2026-Q3", datetime.date(2026, 9, 29)), ("2026-Q4", datetime.date(2026, 9, 30))):
        assert all(one != before[name] for name, one in documents_of(workspace, *review).items())

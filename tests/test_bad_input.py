"""What goes wrong at the edge: one plain sentence with place and fix, the right exit code, nothing overwritten."""

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan, keyplan_json

GOOD = sorted(SAMPLES.glob("*.xlsx"))[0]


def edited(folder: Path, change) -> Path:
    """A copy of a good sample with one `change` made to it through openpyxl."""
    path = folder / GOOD.name
    book = openpyxl.load_workbook(GOOD)
    change(book)
    book.save(path)
    return path


def cell_of(book: openpyxl.Workbook, sheet: str, heading: str):
    """The first cell below a heading of a sheet."""
    for row in book[sheet].iter_rows(max_row=10):
        for cell in row:
            if str(cell.value or "").removesuffix("*").strip() == heading:
                return book[sheet].cell(cell.row + 1, cell.column)
    raise AssertionError(f"no heading {heading} on {sheet}")


def put(sheet: str, heading: str, value: object):
    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, sheet, heading).value = value

    return change


def rename_heading(book: openpyxl.Workbook) -> None:
    cell = cell_of(book, "Objectives", "Target")
    book["Objectives"].cell(cell.row - 1, cell.column).value = "Aim"


CELL_FAULTS = {
    "text in a number": (put("Objectives", "Target", "about four"), "Objectives", "about four"),
    "an error cell": (put("Forces", "Strength", "#REF!"), "Forces", "#REF!"),
    "a formula without a value": (put("Opportunities", "Amount", "=SUM(1,2)"), "Opportunities", "=SUM(1,2)"),
    "a renamed heading": (rename_heading, "Objectives", ""),
    "a missing sheet": (lambda book: book.remove(book["Actions"]), "Actions", ""),
}


@pytest.mark.parametrize("fault", CELL_FAULTS)
def test_a_fault_in_a_workbook_is_one_problem_with_place_and_fix(fault: str, tmp_path: Path):
    change, sheet, found = CELL_FAULTS[fault]
    path = edited(tmp_path, change)

    result = keyplan("check", path, "--format", "json")
    (told,) = keyplan_json("check", path)["workbooks"]

    assert result.exit_code == 1
    assert not told["ok"]
    faults = [problem for problem in told["problems"] if problem["severity"] == "error" and problem["sheet"] == sheet]
    assert faults, told["problems"]
    assert faults[0]["message"].endswith((".", "?"))
    assert faults[0]["fix"]
    assert found in faults[0]["found"]


NO_WORKBOOKS = {
    "empty": b"",
    "text": b"Dear all,\nplease find the workbook attached.\n",
    "half copied": GOOD.read_bytes()[: GOOD.stat().st_size // 2],
    "web page": b"<html><body>Sign in</body></html>",
    "old format or password": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096),
}


@pytest.mark.parametrize("kind", NO_WORKBOOKS)
def test_what_is_no_workbook_is_refused_in_one_sentence(kind: str, tmp_path: Path):
    path = tmp_path / "contoso.xlsx"
    path.write_bytes(NO_WORKBOOKS[kind])

    (told,) = keyplan_json("check", path)["workbooks"]

    assert keyplan("check", path).exit_code == 1
    (problem,) = told["problems"]
    assert problem["severity"] == "error"
    assert problem["message"]
    assert problem["fix"]


def test_a_refused_account_does_not_stop_the_others(tmp_path: Path):
    shutil.copy(GOOD, tmp_path / "good.xlsx")
    (tmp_path / "bad.xlsx").write_bytes(b"not a workbook")

    result = keyplan("build", tmp_path, "--out", tmp_path / "out", "--period", PERIOD)

    assert result.exit_code == 1
    assert "refused" in result.stdout
    assert "bad.xlsx" in result.stderr
    assert {path.parts[-3] for path in (tmp_path / "out").rglob("*.docx")} == {GOOD.stem}


def test_two_workbooks_with_one_account_id_are_both_refused_and_nothing_is_overwritten(tmp_path: Path):
    shutil.copy(GOOD, tmp_path / "one.xlsx")
    shutil.copy(GOOD, tmp_path / "one (copy).xlsx")

    result = keyplan("build", tmp_path, "--out", tmp_path / "out", "--period", PERIOD)

    assert result.exit_code == 1
    assert "one (copy).xlsx" in result.stderr
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_an_output_folder_that_cannot_be_written_ends_with_3_and_a_way_out(tmp_path: Path):
    (tmp_path / "out").write_text("a file")

    result = keyplan("build", GOOD, "--out", tmp_path / "out", "--period", PERIOD)

    assert result.exit_code == 3
    assert "--out" in result.stderr
    assert (tmp_path / "out").read_text() == "a file"


def test_an_unknown_name_in_a_template_is_told_with_place_and_nearest_name_and_overwrites_nothing(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    keyplan("build", GOOD, "--out", "out", "--period", PERIOD, folder=workspace)
    before = {path: path.read_bytes() for path in (workspace / "out").rglob("*") if path.is_file()}
    letter = docx.Document()
    letter.add_paragraph("Dear {{ account.nmae }}")
    letter.save(str(workspace / "output_templates" / "internal" / "letter.docx"))

    result = keyplan("build", GOOD, "--out", "out", "--period", PERIOD, folder=workspace)

    assert result.exit_code == 1
    assert "internal/letter.docx" in result.stderr
    assert "account.nmae" in result.stderr
    assert "account.name" in result.stderr
    assert {path: path.read_bytes() for path in (workspace / "out").rglob("*") if path.is_file()} == before


def test_an_internal_name_in_a_client_template_fails_with_a_message_that_says_so(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    letter = docx.Document()
    letter.add_paragraph("Your tier is {{ score.tier }} and {{ stakeholders[0].influence }}")
    letter.save(str(workspace / "output_templates" / "client" / "letter.docx"))

    result = keyplan("lint", folder=workspace)

    assert result.exit_code == 1
    assert "score.tier, which is internal" in result.stderr
    assert "stakeholders[].influence, which is internal" in result.stderr
    assert result.stderr.count("[template-internal-name]") == 2


def test_a_fault_in_the_standards_is_told_with_its_line(tmp_path: Path):
    workspace = a_workspace(tmp_path)
    path = workspace / "input_templates" / "standards.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("weight = 0.30"))
    lines[line - 1] = 'weight = "a third"'
    path.write_text("\n".join(lines), encoding="utf-8")

    result = keyplan("check", GOOD, folder=workspace)

    assert result.exit_code == 1
    assert f"line {line}" in result.stderr


def test_new_never_overwrites(tmp_path: Path):
    first = keyplan("new", "Contoso Ltd", "--dir", tmp_path)
    (tmp_path / "contoso-ltd.xlsx").write_bytes(b"filled")

    second = keyplan("new", "Contoso Ltd", "--dir", tmp_path)

    assert (first.exit_code, first.stdout.strip()) == (0, str(tmp_path / "contoso-ltd.xlsx"))
    assert second.exit_code == 2
    assert (tmp_path / "contoso-ltd.xlsx").read_bytes() == b"filled"


@pytest.mark.parametrize(
    "arguments",
    [("build", "nowhere"), ("build", SAMPLES, "--period", "Q3"), ("check", "nowhere.xlsx"), ("lint", "no.docx")],
)
def test_wrong_usage_ends_with_2_and_a_sentence(arguments, tmp_path: Path):
    result = keyplan(*arguments)

    assert result.exit_code == 2
    assert result.stderr.strip()

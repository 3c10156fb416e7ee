"""`keyplan upgrade`: a filled workbook moves onto today's template and standards, and every value is accounted for."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.run.reading import read_and_check
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, LEFT_OVER
from pipeline.workbook.leftovers import read_leftovers
from pipeline.workbook.parser import Reading
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.upgrade import FORMER, Upgrade, upgrade_workbook
from pipeline.workbook.versions import TEMPLATE_VERSION
from tests.builders import shipped_standards
from tests.commands import PROJECT, SAMPLES, keyplan, need

STANDARDS = shipped_standards()
SAMPLE = SAMPLES / "cedar-prairie.xlsx"
ACCOUNTS = sorted(path for path in SAMPLES.glob("*.xlsx") if path.stem != "portfolio")
OLDER = "0.9"


def older(source: Path, folder: Path, change: Callable[[Workbook], None] | None = None) -> Path:
    """A copy of a sample as an older template would have made it, with a `change` if one is given."""
    folder.mkdir(exist_ok=True)
    path = folder / source.name
    if change is None:
        with zipfile.ZipFile(source) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name in given.namelist():
                part = given.read(name)
                aged = part.replace(f">{TEMPLATE_VERSION}<".encode(), f">{OLDER}<".encode())
                made.writestr(name, aged if name == "docProps/custom.xml" else part)
        return path
    book = load_workbook(source)
    book.custom_doc_props["keyplan_template_version"].value = OLDER
    change(book)
    book.save(path)
    return path


def read(path: Path) -> Reading:
    return read_and_check(path, STANDARDS)


def column_of(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[HEADER_ROW] if str(cell.value).rstrip(" *") == title)


def left_of(found: Upgrade) -> dict[str, str]:
    return {f"{left.sheet}!{left.cell}" if left.cell else left.sheet: left.value for left in found.left}


# --- from one version of the model to the next ------------------------------------------------------------------------

RENAMED_FIELD = (
    "pipeline/model/money.py",
    'amount: Cost = required("Amount", "Yearly amount if won.", "640,000"',
    'amount: Cost = required("Yearly amount", "Yearly amount if won.", "640,000", formerly=("Amount",)',
)
RENAMED_SHEET = (
    "pipeline/model/money.py",
    'name="White space",',
    'name="Untapped potential", formerly=("White space",),',
)
NEW_FIELD = (
    "pipeline/model/plan.py",
    "    title: Text = required(",
    '    warning: Text | None = optional("Early warning", "A worry.", "Stops")\n    title: Text = required(',
)
DROPPED_LABEL = (
    "pipeline/model/people.py",
    '    fax: Text | None = optional("Fax", "Fax, where one is still used.", "+47 55 14 00 09", audience=CLIENT)\n',
    "",
)
DROPPED_FIELD = ("pipeline/model/people.py", r"    selling_point: .*?\n(?=    \w+: |\n)", "")
NEXT_TEMPLATE = (
    "pipeline/workbook/versions.py",
    f'TEMPLATE_VERSION = "{TEMPLATE_VERSION}"',
    'TEMPLATE_VERSION = "2.0"',
)
NEXT_STANDARDS = ("input_templates/standards.toml", 'version = "2026.2"', 'version = "2027.1"')
RENAMED_CRITERION = (
    "input_templates/standards.toml",
    'name = "Strategic fit"',
    'name = "Strategic match"\nformerly = ["Strategic fit"]',
)
OTHER_CRITERION = ("input_templates/standards.toml", 'name = "Openness to joint work"', 'name = "Sustainability"')


def version_two(folder: Path) -> Path:
    """A Keyplan in `folder` whose model and standards went on: a sheet, a field and a criterion are called otherwise,
    two fields and a criterion are gone, a field and a criterion are new."""
    for name in ("pipeline", "input_templates"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    changes = (RENAMED_FIELD, RENAMED_SHEET, NEW_FIELD, DROPPED_LABEL, NEXT_TEMPLATE, NEXT_STANDARDS)
    for file, old, new in (*changes, RENAMED_CRITERION, OTHER_CRITERION):
        change(folder / file, re.escape(old), new)
    change(folder / DROPPED_FIELD[0], DROPPED_FIELD[1], DROPPED_FIELD[2])
    return folder


def change(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, lambda _: new, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert count == 1, f"{path.name}: {pattern}"
    path.write_text(text, encoding="utf-8")


def values_of(path: Path) -> Counter[tuple[str, str]]:
    """Every value typed into the input sheets of a workbook, by its sheet."""
    found: Counter[tuple[str, str]] = Counter()
    for sheet in load_workbook(path).worksheets:
        if sheet["A7"].value != "Check":
            continue
        columns = {3} if sheet["B7"].value == "Field" else range(2, sheet.max_column + 1)
        for row in sheet.iter_rows(min_row=FIRST_ROW):
            found.update((sheet.title, str(c.value)) for c in row if c.value is not None and c.column in columns)
    return found


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A sample of version 1 moved to version 2: the workbook, as it was, and what was told."""
    folder = version_two(tmp_path_factory.mktemp("two"))

    def fill(book: Workbook) -> None:
        account = book["Account"]
        fax = next(cell.row for cell in account["B"] if cell.value == "Fax")
        account.cell(fax, 3).value = "+1 312 555 0199"

    book = load_workbook(SAMPLE)
    fill(book)
    book.save(folder / "cedar.xlsx")
    run = [sys.executable, "-m", "pipeline", "upgrade", "cedar.xlsx"]
    told = subprocess.run(run, cwd=folder, capture_output=True, text=True)
    assert told.returncode == 1, told.stdout + told.stderr  # what found no place needs a person
    assert "1 workbook: 1 upgraded" in told.stdout, told.stdout + told.stderr
    return folder / "cedar.xlsx", folder / FORMER / "cedar.xlsx", told.stdout


def test_every_value_of_version_one_stands_in_version_two_or_is_listed(two_versions: tuple[Path, Path, str]):
    after, before, told = two_versions
    wanted, found = values_of(before), values_of(after)
    renamed = {"Strategic fit": "Strategic match"}
    for (sheet, value), count in list(wanted.items()):
        if sheet == "White space" or (sheet == "Scoring" and value in renamed):
            del wanted[sheet, value]
            wanted["Untapped potential" if sheet == "White space" else sheet, renamed.get(value, value)] += count
    listed = Counter((left.sheet, left.value) for left in read_leftovers(read_workbook(after)))

    found -= Counter({("Scoring", "account"): 1, ("Scoring", "Sustainability"): 1})  # a new row, to be rated
    gone = wanted - found
    assert not found - wanted
    assert sum(gone.values()) >= 8
    assert {(sheet, value.removesuffix(" 00:00:00")): count for (sheet, value), count in gone.items()} == dict(listed)
    assert f"{sum(wanted.values())} values: {sum((wanted - gone).values())} carried over" in told


def test_each_kind_of_change_is_told(two_versions: tuple[Path, Path, str]):
    after, _, told = two_versions
    heads = {sheet.title: [cell.value for cell in sheet[HEADER_ROW]] for sheet in load_workbook(after).worksheets}

    assert "from template 1.0, standards 2026.2 to template 2.0, standards 2027.1" in told
    assert "renamed: Opportunities: 'Amount' is 'Yearly amount' today" in told
    assert "renamed: sheet 'White space' is 'Untapped potential' today" in told
    assert "renamed: Scoring, Criterion: 'Strategic fit' is 'Strategic match' today" in told
    assert "Account!C" in told
    assert "Fax: '+1 312 555 0199'. Today's template has no such field." in told
    assert "The standards have no criterion 'Openness to joint work' any more." in told
    assert "Yearly amount *" in heads["Opportunities"]
    assert "Early warning" in heads["Objectives"]
    assert "Selling point" not in heads["Stakeholders"]
    assert "Untapped potential" in heads
    assert "White space" not in heads


def test_the_second_run_changes_nothing(two_versions: tuple[Path, Path, str]):
    after, before, _ = two_versions
    content = after.read_bytes()
    run = [sys.executable, "-m", "pipeline", "upgrade", after.name]
    told = subprocess.run(run, cwd=after.parent, capture_output=True, text=True)

    assert (told.returncode, after.read_bytes()) == (0, content)
    assert told.stdout.splitlines() == [
        "cedar.xlsx: current (template 2.0, standards 2027.1); left as it is",
        "1 workbook: 0 upgraded, 1 current, 0 left alone.",
    ]
    assert [path.name for path in before.parent.iterdir()] == ["cedar.xlsx"]


# --- what people leave in a workbook ----------------------------------------------------------------------------------


def leave_a_mess(book: Workbook) -> None:
    deals, actions, form = book["Opportunities"], book["Actions"], book["Account"]
    amount, stage = column_of(deals, "Amount"), column_of(deals, "Stage")
    deals.cell(8, amount).value = "about half a million"
    deals.cell(9, amount).value = "#REF!"
    deals.cell(10, amount).value = "=3*4"
    deals.cell(8, stage).comment = Comment("Ask Ida before June", "Ben")
    deals.cell(7, stage).comment = Comment("Whose stages are these?", "Ben")
    last = deals.max_column + 1
    deals.cell(7, last).value, deals.cell(8, last).value = "Mood", "hopeful"
    deals["G2"].value = "Numbers agreed with finance"
    deals["C240"].value = "Old deals are in the archive"
    actions["A9"].value = "done?"
    actions.cell(8, column_of(actions, "Due")).value = "some day in May"
    actions.cell(9, column_of(actions, "Progress")).value = 0.25
    actions.cell(9, column_of(actions, "Progress")).number_format = "0.0%"
    form["G12"].value = "checked by Ben"
    form["B90"].value = "Ring them in June"
    book["Start"]["D48"].value = "Hello"
    book.create_sheet("Lunch")["B3"].value = "Pizza"


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Upgrade, Reading, Reading]:
    """A sample with what people leave in workbooks, upgraded: what became of it, and how it reads before and after."""
    path = older(SAMPLE, tmp_path_factory.mktemp("messy"), leave_a_mess)
    before = read(path)
    upgraded = upgrade_workbook(path, STANDARDS)
    assert upgraded.status == "upgraded", upgraded.reasons
    return upgraded, before, read(path)


def test_what_has_no_place_is_listed_with_its_place_and_the_reason(messy: tuple[Upgrade, Reading, Reading]):
    upgraded, _, _ = messy
    deals = load_workbook(SAMPLE)["Opportunities"]
    amount, stage, own = column_of(deals, "Amount"), column_of(deals, "Stage"), deals.max_column + 1
    below = "It stood below the table, or in a row without a value of any field."
    worked_out = "The column Check is worked out; nothing is to be typed there."
    no_result = "The formula has no result; type the value."

    assert {(left.sheet, left.cell, left.heading, left.value, left.why) for left in upgraded.left} == {
        ("Opportunities", "G2", "", "Numbers agreed with finance", "It stood above the headings."),
        ("Opportunities", deals.cell(8, own).coordinate, "Mood", "hopeful", "Today's template has no such field."),
        ("Opportunities", deals.cell(10, amount).coordinate, "Amount", "=3*4", no_result),
        ("Opportunities", "C240", "Name *", "Old deals are in the archive", below),
        (
            "Opportunities",
            deals.cell(7, stage).coordinate,
            "Note",
            "Whose stages are these?",
            "A note by Ben on a cell that has no place today.",
        ),
        ("Actions", "A9", "", "done?", worked_out),
        ("Account", "G12", "", "checked by Ben", "It stood where no heading is."),
        ("Account", "B90", "", "Ring them in June", "It stood where no heading is."),
        ("Start", "D48", "", "Hello", "Sheet 'Start' is written anew."),
        ("Lunch", "B3", "", "Pizza", "Today's template has no sheet 'Lunch'."),
    }
    (hopeful,) = [left for left in upgraded.left if left.value == "hopeful"]
    assert hopeful.row.startswith(str(deals["B8"].value))
    assert read_leftovers(read_workbook(upgraded.path)) == upgraded.left
    assert upgraded.values == upgraded.carried + len(upgraded.left) - 1  # a note is no value


def test_what_could_not_be_read_stands_where_it_stood_and_is_told_again(messy: tuple[Upgrade, Reading, Reading]):
    _, before, after = messy
    gone = {"template-older", "formula-not-calculated", "sheet-unknown", "heading-unknown", "below-table", "required"}

    def told(reading: Reading) -> list[tuple[str, ...]]:
        return [(p.code, p.sheet, p.cell, p.found) for p in reading.problems if p.code not in gone]

    assert told(after) == told(before)
    assert {"not-a-number", "error-cell", "not-a-date"} <= {code for code, *_ in told(after)}
    assert before.readable is not None
    assert after.readable is not None
    assert after.readable.actions == before.readable.actions


def test_a_note_goes_with_its_cell(messy: tuple[Upgrade, Reading, Reading]):
    deals = load_workbook(messy[0].path)["Opportunities"]
    note = deals.cell(8, column_of(deals, "Stage")).comment

    assert note is not None
    assert (note.text, note.author) == ("Ask Ida before June", "Ben")


def test_what_an_earlier_upgrade_left_over_stays(messy: tuple[Upgrade, Reading, Reading], tmp_path: Path):
    first, _, _ = messy

    def comment(book: Workbook) -> None:
        book[LEFT_OVER]["H6"].value = "still true?"

    second = upgrade_workbook(older(first.path, tmp_path, comment), STANDARDS)

    assert left_of(second) == {f"{LEFT_OVER}!H6": "still true?"}
    assert read_leftovers(read_workbook(second.path)) == (*first.left, *second.left)


# --- where the workbook comes from ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", ACCOUNTS, ids=lambda path: path.stem)
def test_a_sample_says_the_same_after_an_upgrade(sample: Path, tmp_path: Path):
    path = older(sample, tmp_path)
    upgraded = upgrade_workbook(path, STANDARDS)
    before, after = read(sample), read(path)

    assert (upgraded.status, upgraded.left, upgraded.renamed) == ("upgraded", (), ())
    assert upgraded.values == upgraded.carried == sum(values_of(sample).values())
    assert after.readable == before.readable
    assert after.problems == before.problems
    assert upgrade_workbook(path, STANDARDS).status == "current"


def test_a_workbook_that_libreoffice_saved_is_upgraded_with_the_results_of_its_formulas(tmp_path: Path):
    office = need("soffice")

    def calculate(book: Workbook) -> None:
        deals = book["Opportunities"]
        deals.cell(8, column_of(deals, "Amount")).value = "=3*250000"

    source = older(SAMPLE, tmp_path / "source", calculate)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "made", source], check=True, capture_output=True, timeout=180)
    path = tmp_path / "made" / source.name
    before = read(path)
    upgraded = upgrade_workbook(path, STANDARDS)
    after = read(path)

    assert (upgraded.status, upgraded.left, upgraded.formulas) == ("upgraded", (), 1)
    assert before.readable is not None
    assert after.readable is not None
    assert after.readable.opportunities[0].amount == 750_000
    assert after.readable == before.readable
    (formula,) = read_leftovers(read_workbook(path))
    assert formula.why == "Its result was carried over as a value."


def as_google_saves_it(book: Workbook) -> None:
    """Without tables, drop-downs and the file's own properties."""
    for sheet in book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]
        sheet.data_validations.dataValidation.clear()
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def test_a_workbook_from_google_sheets_is_known_by_what_its_start_says(tmp_path: Path):
    path = older(SAMPLE, tmp_path / "current", lambda book: None)
    book = load_workbook(path)
    as_google_saves_it(book)
    book.save(path)
    assert upgrade_workbook(path, STANDARDS).status == "current"

    book["Start"]["K2"].value = book["Start"]["K3"].value = None
    book.save(path)
    upgraded = upgrade_workbook(path, STANDARDS)

    assert (upgraded.status, upgraded.left) == ("upgraded", ())
    assert str(upgraded.before) == "template unknown, standards unknown"
    assert read(path).readable == read(SAMPLE).readable


def test_more_rows_than_the_template_offers_are_all_carried(tmp_path: Path):
    names = [f"Unit {row}" for row in range(8, 400)]

    def fill(book: Workbook) -> None:
        sheet = book["Units"]
        for row, name in enumerate(names, start=8):
            sheet.cell(row, 2).value = name
        sheet.tables["tblUnits"].ref = sheet.tables["tblUnits"].ref.replace("107", "399")

    path = older(SAMPLE, tmp_path, fill)
    upgrade_workbook(path, STANDARDS)
    readable = read(path).readable

    assert readable is not None
    assert [unit.unit for unit in readable.units] == names


# --- when nothing is written ------------------------------------------------------------------------------------------


def left_alone(path: Path) -> list[str]:
    """The codes of the reasons why a workbook is left alone; it must be as it was."""
    content = path.read_bytes()
    found = upgrade_workbook(path, STANDARDS)
    assert (found.status, path.read_bytes(), found.former) == ("left alone", content, None)
    assert not (path.parent / FORMER).exists()
    return [problem.code for problem in found.reasons]


def test_a_workbook_that_is_open_is_left_alone(tmp_path: Path):
    path = older(SAMPLE, tmp_path)
    (tmp_path / f"~${path.name}").touch()

    assert left_alone(path) == ["upgrade-open"]


def test_a_workbook_of_a_newer_template_is_left_alone(tmp_path: Path):
    def newer(book: Workbook) -> None:
        book.custom_doc_props["keyplan_template_version"].value = "10.0"

    assert left_alone(older(SAMPLE, tmp_path, newer)) == ["upgrade-newer"]


def test_a_workbook_with_macros_does_not_write_over_another(tmp_path: Path):
    path = older(SAMPLE, tmp_path)
    with_macros = path.with_suffix(".xlsm")
    shutil.copy(path, with_macros)
    assert left_alone(with_macros) == ["upgrade-not-written"]

    path.unlink()
    upgraded = upgrade_workbook(with_macros, STANDARDS)
    assert (upgraded.path, with_macros.exists()) == (path, False)
    assert upgraded.former == tmp_path / FORMER / with_macros.name


def test_a_workbook_of_something_else_is_left_alone(tmp_path: Path):
    path = tmp_path / "lunch.xlsx"
    book = Workbook()
    book.active["A1"].value = "Pizza"
    book.save(path)

    assert left_alone(path) == ["upgrade-not-an-account"]


def test_two_sheets_for_one_thing_are_to_be_sorted_out_first(tmp_path: Path):
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["Risks"]).title = "Risks (2)"

    assert left_alone(older(SAMPLE, tmp_path, copy)) == ["sheet-twice"]


def test_a_value_that_would_not_come_out_the_same_stops_the_upgrade(tmp_path: Path):
    path = older(SAMPLE, tmp_path)
    with zipfile.ZipFile(path) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    name = b"Cedar Prairie Brands, Inc."
    holding = next(part for part, content in parts.items() if name in content)
    parts[holding] = parts[holding].replace(name, b"x" * 40_000)  # more than a cell holds
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in parts.items():
            made.writestr(part, content)

    assert left_alone(path) == ["upgrade-not-written"]


def test_a_file_that_is_no_workbook_does_not_stop_the_others(tmp_path: Path):
    shutil.copy(SAMPLE, tmp_path / "cedar.xlsx")
    (tmp_path / "other.xlsx").write_text("no workbook", encoding="utf-8")
    result = keyplan("upgrade", tmp_path)

    assert result.exit_code == 1
    assert "2 workbooks: 0 upgraded, 1 current, 1 left alone." in result.stdout
    assert "other.xlsx: left alone, nothing is written" in result.stdout
    assert "[not-a-workbook]" in result.stderr

"""Names of older templates: sheets, headings and choices are read under the name they have today, with a note."""

from pathlib import Path
from typing import ClassVar

from openpyxl import Workbook

from pipeline.model.fields import Record, Sheet, Text, optional, required
from pipeline.model.proof import Rating
from pipeline.standards import Standards
from pipeline.workbook.book import BookSheet
from pipeline.workbook.headings import find_form, find_table
from pipeline.workbook.parser import read_account
from pipeline.workbook.reader import read_workbook
from tests.builders import shipped_standards
from tests.workbooks import a_workbook, good_rows, place


class Visit(Record):
    """A sheet of which one heading was renamed."""

    sheet: ClassVar[Sheet] = Sheet(name="Visits", key="visits", holds="Visits", feeds="Feeds nothing.", group="proof")

    whom: Text = required("Whom", "Who was seen.", "Ida Lindqvist", formerly=("Person", "Contact"))
    place: Text | None = optional("Place", "Where.", "Malmö")


class VisitForm(Visit):
    """The same fields as labels."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Visits", key="visits", holds="Visits", feeds="Feeds nothing.", group="proof", form=True
    )


def sheet_of(folder: Path, *rows: list[str]) -> BookSheet:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "book.xlsx")
    return read_workbook(folder / "book.xlsx").sheets[0]


def test_a_former_heading_is_read_with_a_note(tmp_path: Path):
    found = find_table(sheet_of(tmp_path, ["Place", "Contact *"], ["Malmö", "Ida"]), Visit)

    assert found.columns == {"place": 1, "whom": 2}
    (note,) = found.problems
    assert (note.code, note.severity, note.cell) == ("former-name", "note", "B1")
    assert note.message == "'Contact *' is called 'Whom' today; it was read as that."


def test_todays_heading_counts_where_both_stand_and_the_former_is_a_column_of_ones_own(tmp_path: Path):
    found = find_table(sheet_of(tmp_path, ["Contact", "Whom"], ["Ida", "Sofie"]), Visit)

    assert (found.columns, found.extra) == ({"whom": 2}, {1: "Contact"})
    assert [problem.code for problem in found.problems] == ["heading-unknown"]


def test_a_former_label_is_read_with_a_note(tmp_path: Path):
    found = find_form(sheet_of(tmp_path, ["Person", "Ida"], ["Place", "Malmö"]), VisitForm)

    assert found.places == {"whom": (1, 2), "place": (2, 2)}
    assert [(problem.code, problem.cell) for problem in found.problems] == [("former-name", "A1")]


def test_a_former_name_of_a_choice_is_read_as_the_one_of_today(tmp_path: Path):
    standards = shipped_standards()
    first, *others = standards.criteria
    renamed = first.model_copy(update={"name": "Revenue to come", "formerly": (first.name,)})
    rows = [row | {"Criterion": row["Criterion"].upper()} for row in good_rows(Rating)[:1]] + good_rows(Rating)[1:]
    path = a_workbook(tmp_path, ratings=rows)

    found = read_account(path, Standards.model_validate(dict(standards) | {"criteria": (renamed, *others)}))

    assert found.account is not None
    assert found.account.ratings[0].criterion == "Revenue to come"
    (note,) = [problem for problem in found.problems if problem.code == "former-name"]
    assert (note.sheet, note.cell, note.severity) == ("Scoring", place(Rating, "Criterion"), "note")

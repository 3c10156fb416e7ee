"""What the workbook says about a field fits where Excel shows it."""

import pytest

from pipeline.model.account import RECORDS
from pipeline.model.fields import columns
from pipeline.workbook.help import fitting, note, prompt


def test_a_note_names_the_field_says_what_it_is_and_gives_an_example():
    due = next(column for record in RECORDS for column in columns(record) if column.path == "objectives[].due")
    assert note(due) == "Due (required)\nWhen it is to be reached.\nExample: 31 Dec 2026"
    assert prompt(due) == ("Due", "Required. When it is to be reached.\nExample: 31 Dec 2026")


def test_an_optional_field_is_not_called_required():
    actual = next(column for record in RECORDS for column in columns(record) if column.path == "objectives[].actual")
    assert note(actual).startswith("Actual\n")
    assert prompt(actual)[1].startswith("Where it stands now.")


@pytest.mark.parametrize(("title", "text"), [("T" * 33, "text"), ("Title", "t" * 256)])
def test_what_excel_would_not_take_is_refused_with_the_limit(title, text):
    with pytest.raises(ValueError, match="titles of 32 and messages of 255 characters"):
        fitting(title, text)


def test_the_limits_themselves_are_taken():
    assert fitting("T" * 32, "t" * 255) == ("T" * 32, "t" * 255)

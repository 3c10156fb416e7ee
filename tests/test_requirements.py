"""Everything account planning asks for has its place, and the page that says where is held true."""

import re
from typing import get_args

import pytest
from pptx import Presentation

from docs.authoring.requirements import (
    PAGE,
    PLAN_PLACES,
    SLIDES,
    fields_by_name,
    requirements,
    requirements_page,
    series,
    skipped,
)
from pipeline.model.kinds import KINDS
from pipeline.model.portfolio import Portfolio
from pipeline.model.proof import DeckNote
from pipeline.views.context import computed_names
from tests.builders import shipped_standards

DECK = PAGE.parents[1] / "output_templates" / "client" / "quarterly_review.pptx"
LAST = {"A": 21, "B": 42, "C": 9, "E": 41, "F": 27}
COLUMNS = fields_by_name()
RESULTS = {name.path for name in computed_names("internal")}


def in_standards(key: str) -> bool:
    value: object = shipped_standards()
    for name in key.split("."):
        value = getattr(value, name, None)
    return value is not None


def is_result(name: str) -> bool:
    return any(path == name or path.startswith((f"{name}.", f"{name}[]")) for path in RESULTS)


def test_every_number_stands_once_and_none_is_left_out():
    expected = {f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)} - set(skipped())
    found = [entry.id for entry in requirements()]

    assert sorted(found) == sorted(expected)
    assert set(series()) == set(LAST)


def test_numbers_go_up():
    places = [(entry.id[0], int(entry.id[1:])) for entry in requirements()]

    assert places == sorted(places)


@pytest.mark.parametrize("entry", requirements(), ids=lambda entry: entry.id)
def test_all_that_a_requirement_names_is_there(entry):
    assert [path for path in entry.fields if path not in COLUMNS] == []
    assert [name for name in entry.computed if not is_result(name)] == []
    assert [key for key in entry.standards if not in_standards(key)] == []
    assert [place for place in entry.plan if place not in PLAN_PLACES] == []
    assert [slide for slide in entry.slides if slide not in SLIDES] == []


@pytest.mark.parametrize("entry", requirements(), ids=lambda entry: entry.id)
def test_its_row_names_each_field_by_sheet_and_heading_or_says_why_there_is_none(entry):
    (row,) = re.findall(rf"^\| {entry.id} \|.*$", requirements_page(), re.MULTILINE)
    places = dict(part.split(": ", 1) for part in row.split(" | ")[2].split("<br>") if ": " in part)

    for path in entry.fields:
        assert COLUMNS[path].title in places[COLUMNS[path].sheet.name].split("; ")
    assert entry.fields or entry.computed or (entry.note and entry.note in row)


def test_every_sheet_of_the_portfolio_workbook_is_asked_for():
    named = {COLUMNS[path].sheet.name for entry in requirements() for path in entry.fields}

    assert {record.sheet.name for record in Portfolio.records} <= named


def test_no_sheet_of_one_kind_of_workbook_is_called_as_one_of_another():
    names = [record.sheet.name for kind in KINDS for record in kind.records]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "entry", [entry for entry in requirements() if entry.slides and entry.fields], ids=lambda e: e.id
)
def test_what_a_slide_shows_is_for_the_client(entry):
    assert any(COLUMNS[path].audience == "client" for path in entry.fields)


def test_slides_are_those_of_the_deck_by_the_names_of_sheet_deck_notes():
    notes = [
        slide.notes_slide.notes_text_frame.text for slide in Presentation(str(DECK)).slides if slide.has_notes_slide
    ]
    keys = set(re.findall(r"{% slide key '(\w+)' %}", "\n".join(notes)))

    assert set(SLIDES) - keys == set()
    assert set(SLIDES.values()) <= set(get_args(DeckNote.model_fields["slide"].annotation))


def test_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == requirements_page(), "run make template"

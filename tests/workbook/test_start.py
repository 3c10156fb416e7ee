"""What sheet Start says about a sheet."""

import pytest
from msgspec.structs import replace

from pipeline.model.account import sheets
from pipeline.model.people import Account
from pipeline.workbook.start import GROUPS
from pipeline.workbook.start_words import plan_sections


@pytest.mark.parametrize(
    ("feeds", "shown"),
    [
        ("Feeds the cover, plan sections 1, 2 and 17, and every slide's footer.", "1, 2, 17"),
        ("Feeds plan section 12, deck slides D4, D5 and D11.", "12"),
        ("Feeds deck slides D6 and D7.", "deck D6, D7"),
        ("Feeds nothing yet.", ""),
    ],
)
def test_the_sections_of_the_plan_stand_before_the_slides_of_the_deck(feeds, shown):
    assert plan_sections(replace(Account.sheet, feeds=feeds)) == shown


def test_every_sheet_names_a_section_or_a_slide():
    assert [sheet.name for sheet in sheets() if not plan_sections(sheet)] == []


def test_every_group_has_its_name():
    assert {sheet.group for sheet in sheets()} == set(GROUPS)

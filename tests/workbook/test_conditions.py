"""Conditional formats: the gravest first, and only where they mean something."""

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule

from pipeline.model.people import Account
from pipeline.model.plan import Action, Force, Objective
from pipeline.model.proof import Rating
from pipeline.workbook import style
from pipeline.workbook.conditions import add_form_conditions, add_table_conditions
from pipeline.workbook.layout import form_layout, table_layout
from tests.builders import shipped_standards


def rules(record: type, key: str) -> list[Rule]:
    """The rules on the cells of one field, in the order in which they are tried."""
    sheet, table = Workbook().active, table_layout(record)
    add_table_conditions(sheet, table, shipped_standards())
    first = f"{table.place(key).letter}8"
    found = [rule for ranges in sheet.conditional_formatting if first in ranges.cells for rule in ranges.rules]
    return sorted(found, key=lambda rule: rule.priority)


def test_on_a_due_date_no_date_comes_before_missing_and_missing_before_late():
    looks = [rule.dxf for rule in rules(Action, "due")]
    assert looks[:3] == [style.wrong(), style.missing(), style.late()]


@pytest.mark.parametrize(
    ("record", "key", "framed"),
    [(Objective, "owner", True), (Objective, "outcome", False), (Rating, "rating", True), (Rating, "evidence", False)],
)
def test_an_empty_cell_is_framed_only_where_it_is_required(record, key, framed):
    assert (style.missing() in [rule.dxf for rule in rules(record, key)]) == framed


def test_a_cell_is_not_missing_as_long_as_its_row_is_empty():
    test = next(rule for rule in rules(Objective, "owner") if rule.dxf == style.missing())
    last = table_layout(Objective).places[-1].letter
    assert test.formula == [f'AND(COUNTA($B8:${last}8)>0,G8="")']


def test_an_empty_required_value_of_the_form_is_framed():
    sheet, form = Workbook().active, form_layout(Account)
    add_form_conditions(sheet, form, shipped_standards())
    every = ((str(ranges.sqref), rule) for ranges in sheet.conditional_formatting for rule in ranges.rules)
    framed = {cells for cells, rule in every if rule.dxf == style.missing()}
    assert framed == {f"C{place.row}" for place in form.places if place.column.required}


def test_check_takes_the_colour_of_each_mark():
    sheet = Workbook().active
    add_table_conditions(sheet, table_layout(Objective), shipped_standards())
    tests = [
        rule.formula[0] for ranges in sheet.conditional_formatting if "A8" in ranges.cells for rule in ranges.rules
    ]
    assert tests == [f'LEFT(A8,1)="{mark}"' for mark in "●▲■○–"]


def test_a_strength_shows_as_many_filled_dots_in_the_tone_of_its_side():
    shown = {
        (rule.dxf.numFmt.formatCode, rule.dxf.font.color.theme) for rule in rules(Force, "strength") if rule.dxf.numFmt
    }
    dots = {code for code, _ in shown if "○" in code or "●" in code}
    assert dots == {f'0"  {"●" * value}{"○" * (5 - value)}"' for value in range(1, 6)}
    accent1, dk2 = (style.color(slot).theme for slot in ("accent1", "dk2"))
    assert {theme for code, theme in shown if code in dots} == {accent1, dk2}

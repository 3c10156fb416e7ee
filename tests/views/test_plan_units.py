"""The customer's units stand under what they are part of, and the white space shows who has what."""

import pytest

from pipeline.views.plan_units import (
    in_tree_order,
    organisation_headline,
    units_view,
    white_space_counts,
    white_space_view,
)
from tests.builders import a_unit, a_white_space, an_account
from tests.views.plans import words


def tree(*units) -> list[tuple[str, int]]:
    return [(unit.unit, level) for unit, level in in_tree_order(units)]


def test_units_follow_what_they_are_part_of_at_their_level():
    line, plant, other, group = (
        a_unit(unit="Line 4", parent="Gävle"),
        a_unit(parent="Nordic"),
        a_unit(unit="Bergen", parent="Nordic"),
        a_unit(unit="Nordic"),
    )

    assert tree(line, plant, other, group) == [("Nordic", 0), ("Gävle", 1), ("Line 4", 2), ("Bergen", 1)]


def test_unit_of_an_unknown_parent_stands_alone():
    assert tree(a_unit(parent="Nowhere"), a_unit(unit="Bergen")) == [("Gävle", 0), ("Bergen", 0)]


def test_units_that_are_part_of_each_other_come_once_each():
    circle = (a_unit(parent="Bergen"), a_unit(unit="Bergen", parent="Gävle"), a_unit(unit="Oslo", parent="Oslo"))

    assert sorted(name for name, _ in tree(*circle)) == ["Bergen", "Gävle", "Oslo"]


def test_unit_is_worded_with_budget_holder_and_share():
    unit = a_unit(
        buying_centre=True,
        budget="1800000",
        budget_period="2026-Q4",
        budget_holder="Sofie Brandt",
        our_share="0.45",
    )
    (row,) = units_view(an_account(units=[unit])).rows

    assert (row.centre, row.budget, row.budget_period) == ("Yes", "1,800,000", "Q4 26")
    assert (row.budget_holder, row.our_share) == ("Sofie Brandt", "45%")


@pytest.mark.parametrize(("weeks", "expected"), [(14, "14 weeks"), (1, "1 week"), (None, "")])
def test_unit_says_who_decides_each_step_and_how_long_the_steps_take(weeks, expected):
    unit = a_unit(step_owners="J. Wik, ?", buying_weeks=weeks)
    (row,) = units_view(an_account(units=[unit])).buying

    assert (row.buying_steps, words(row.step_owners), words(row.buying_time)) == ("–", "J. Wik, ?", expected)


def test_what_is_not_noted_of_a_unit_is_a_dash():
    view = units_view(an_account(units=[a_unit()]))

    assert (view.rows[0].centre, view.rows[0].budget, view.rows[0].our_share) == ("–", "–", "–")
    assert (view.buying, view.rows[0].initiative, view.rows[0].note) == ((), "", "")


def test_shares_of_one_column_have_the_same_decimals():
    units = [a_unit(our_share="0.45"), a_unit(unit="Bergen", our_share="0.125")]

    assert [row.our_share for row in units_view(an_account(units=units)).rows] == ["45.0%", "12.5%"]


def centre(name: str, holder: str | None = None):
    return a_unit(unit=name, buying_centre=True, budget_holder=holder)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([], "No unit of the customer is entered yet"),
        ([a_unit()], "One unit is on record; whether it decides on buying is not noted"),
        ([a_unit()] * 2, "Two units are on record; which of them decide on buying is not noted"),
        ([centre("A")], "The one unit decides on buying; who holds its budget is not known"),
        ([centre("A", "S. B."), a_unit()], "One of two units decides on buying; who holds its budget is known"),
        (
            [centre("A", "S. B."), centre("B"), a_unit()],
            "Two of three units decide on buying; the budget holder of one is not known",
        ),
        (
            [centre("A", "S. B."), centre("B", "J. W.")],
            "Both units decide on buying; the budget holder of each is known",
        ),
    ],
)
def test_sentence_counts_who_decides_and_whose_budget_holder_is_known(units, expected):
    assert words(organisation_headline(an_account(units=units))) == expected


def test_white_space_is_a_grid_of_units_in_tree_order_by_products():
    account = an_account(
        units=[a_unit(unit="Nordic"), a_unit(parent="Nordic")],
        white_space=[
            a_white_space(potential="480000", competitor="Norpakk", status="competitor", note="Until June"),
            a_white_space(unit="Nordic", product="Film", status="ours"),
        ],
    )
    (grid,) = white_space_view(account).grids

    assert grid.columns == ("Trays", "Film")
    assert [row.name for row in grid.rows] == ["Nordic", "Gävle"]
    assert [cell.text for cell in grid.rows[0].cells] == ["–", "Ours"]
    assert (grid.rows[1].cells[0].text, grid.rows[1].cells[0].more) == ("Norpakk", "480,000")
    assert grid.rows[1].cells[0].note == "Until June"


def test_more_than_four_products_make_a_second_grid_without_empty_rows():
    rows = [a_white_space(unit=name, product=name) for name in "ABCDE"]
    first, second = white_space_view(an_account(white_space=rows)).grids

    assert (first.columns, second.columns) == (("A", "B", "C", "D"), ("E",))
    assert [row.name for row in second.rows] == ["E"]


def test_two_entries_for_one_place_are_both_shown():
    rows = [a_white_space(status="ours", potential="10"), a_white_space(competitor="Norpakk", status="open")]
    (grid,) = white_space_view(an_account(white_space=rows)).grids

    assert grid.rows[0].cells[0].text == "Ours; Open, Norpakk"


def test_white_space_is_counted_by_who_has_it():
    rows = [a_white_space(), a_white_space(product="Lids"), a_white_space(product="Film", status="competitor")]

    assert white_space_counts(an_account(white_space=rows)) == "two are open, one is with a competitor"
    assert white_space_counts(an_account()) == ""

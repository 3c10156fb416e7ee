"""Column Check: the words of a row, the worst first."""

from pipeline.model.money import WhiteSpace
from pipeline.model.people import Stakeholder, TeamMember
from pipeline.model.plan import Action
from pipeline.workbook.checking import check_formula, doubtful_formula, wrong_formula
from pipeline.workbook.layout import table_layout
from tests.builders import shipped_standards

STANDARDS = shipped_standards()


def test_what_is_wrong_stands_before_a_name_that_an_optional_sheet_does_not_hold():
    formula = check_formula(table_layout(WhiteSpace), 8, STANDARDS)
    words = ["■ Status not in its list", "▲ Unit not in Units", "▲ Competitor not in Competitors", "▲ Unit missing"]

    places = [formula.index(text) for text in words]
    assert places == sorted(places)


def test_a_name_is_wrong_on_a_required_sheet_and_doubtful_on_an_optional_one():
    owner, unit = table_layout(Action).place("owner"), table_layout(WhiteSpace).place("unit")

    assert "ref_team_name" in wrong_formula(table_layout(Action), owner, 8, STANDARDS)
    assert doubtful_formula(table_layout(Action), owner, 8, STANDARDS) == ""
    assert "ref_units_unit" in doubtful_formula(table_layout(WhiteSpace), unit, 8, STANDARDS)
    assert wrong_formula(table_layout(WhiteSpace), unit, 8, STANDARDS) == ""


def test_a_name_that_other_sheets_use_is_wrong_twice_and_doubtful_where_ids_tell_rows_apart():
    member, person = table_layout(TeamMember), table_layout(Stakeholder)

    assert "Name used twice" in check_formula(member, 8, STANDARDS)
    assert ">1" in wrong_formula(member, member.place("name"), 8, STANDARDS)
    assert ">1" in doubtful_formula(person, person.place("name"), 8, STANDARDS)
    assert ">1" not in wrong_formula(person, person.place("name"), 8, STANDARDS)
    assert ">1" in wrong_formula(person, person.place("id"), 8, STANDARDS)
    assert "Title used twice" not in check_formula(person, 8, STANDARDS)

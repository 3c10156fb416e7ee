"""Cells that say something else: which cell a change means, how its value is typed, and what is refused."""

import pytest

from pipeline.problems import Refused
from pipeline.workbook.parser import account_in, read_account
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.what_if import Change, change, changed
from tests.builders import shipped_standards
from tests.commands import SAMPLES

STANDARDS = shipped_standards()
WORKBOOK = SAMPLES / "havnes-meieri.xlsx"


def read_with(*changes: str):
    """The account as it would be read with the changes typed into the sample."""
    account = read_account(WORKBOOK, STANDARDS).account
    book = changed(read_workbook(WORKBOOK), account, [change(text) for text in changes])
    reading = account_in(book, STANDARDS)
    assert reading.account is not None, reading.problems
    return reading.account


def refusal(*changes: str) -> str:
    with pytest.raises(Refused) as found:
        read_with(*changes)
    (problem,) = found.value.problems
    assert problem.code == "what-if"
    return str(problem)


def test_a_change_names_sheet_row_field_and_value():
    assert change(" forces[2].strength = 2 ") == Change("forces", "2", "strength", "2")
    assert change("account.vision=A = B") == Change("account", "", "vision", "A = B")
    assert change("actions[A3].note=").value == ""


def test_rows_are_counted_from_one_or_named_by_their_id():
    assert read_with("forces[1].strength=1").forces[0].strength == 1
    by_id = read_with("objectives[o2].actual=99").objectives
    assert [row.actual for row in by_id if row.id == "O2"] == [99]


@pytest.mark.parametrize(
    ("typed", "sheet", "field", "value"),
    [
        ("economics[1].discount_percent=7%", "economics", "discount_percent", "0.07"),
        ("objectives[1].due=2027-03-31", "objectives", "due", "2027-03-31"),
        ("actions[1].status=blocked", "actions", "status", "blocked"),
        ("revenue[1].revenue=-1200.5", "revenue", "revenue", "-1200.5"),
        ("forces[1].influence=", "forces", "influence", "None"),
        ("delivery[1].text=Now", "delivery", "text", "Now"),
    ],
)
def test_a_value_is_read_as_if_it_were_typed_into_the_cell(typed: str, sheet: str, field: str, value: str):
    assert str(getattr(getattr(read_with(typed), sheet)[0], field)) == value


def test_the_form_needs_no_row_and_several_changes_go_together():
    account = read_with("account.currency=USD", "account.renewed_amount=100")
    assert (account.account.currency, account.account.renewed_amount) == ("USD", 100)


def test_the_workbook_is_not_touched():
    before = WORKBOOK.read_bytes()
    read_with("forces[1].strength=1")
    assert WORKBOOK.read_bytes() == before


def test_what_is_not_there_is_named_with_what_was_meant():
    assert "'force' is no sheet. Did you mean 'forces'?" in refusal("force[1].strength=1")
    assert "'strengt' is no field of forces. Did you mean 'strength'?" in refusal("forces[1].strengt=1")
    assert "forces has no row '99'. Name a row from 1 to " in refusal("forces[99].strength=1")
    assert "forces has no row '0'." in refusal("forces[0].strength=1")
    assert "Name a row from 1 to" in refusal("objectives[X].actual=1")
    assert "'nonsense' is not a change. Write SHEET[ROW].FIELD=VALUE" in refusal("nonsense")

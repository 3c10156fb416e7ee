"""One cell: the value its field gets, the note on how it was read, or the problem."""

import datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, strategies

from pipeline.model import fields
from pipeline.model.account import all_columns
from pipeline.model.kinds import referred
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import KINDS, Terms, Typed, read_cell
from pipeline.workbook.conventions import conventions
from tests.builders import shipped_standards

STANDARDS = shipped_standards()
# A field of each kind.
TEXT, LONG, ID, IDS = "team.role", "stakeholders.needs", "actions.id", "stakeholders.influences"
NUMBER, MONEY, COST, WHOLE, SHARE = (
    "objectives.target",
    "revenue.revenue",
    "revenue.direct_cost",
    "stakeholders.influence",
    "actions.percent",
)
DATE, PERIOD, YES_NO, CHOICE, LISTED = (
    "actions.due",
    "revenue.period",
    "actions.share",
    "actions.status",
    "stakeholders.coverage",
)


def read(field: str, value: Any, locale: str | None = "en-GB", currency: str = "EUR", **cell: Any) -> Typed:
    """What a field makes of a value in cell F7."""
    terms = Terms(conventions(locale), currency, STANDARDS)
    return read_cell(Cell(7, 6, value, **cell), referred(field), terms)


def told(field: str, value: Any, **more: Any) -> tuple[str, str]:
    """The code and the message of the one problem of a cell."""
    (problem,) = read(field, value, **more).problems
    return problem.code, problem.message


def test_every_kind_of_the_model_has_its_reader():
    kinds = {part.name for alias in vars(fields).values() for part in get_args(alias) if isinstance(part, fields.Kind)}

    assert kinds == set(KINDS)


@pytest.mark.parametrize("column", list(all_columns()), ids=lambda column: column.path)
def test_the_example_of_every_field_reads_without_an_error(column):
    typed = read_cell(Cell(7, 6, column.example), column, Terms(conventions("en-GB"), "EUR", STANDARDS))

    assert not typed.unread, typed.problems
    assert typed.value is not None


@pytest.mark.parametrize(
    ("field", "value", "expected", "cell"),
    [
        (TEXT, "Key Account Manager", "Key Account Manager", {}),
        (LONG, "First line\nsecond line", "First line\nsecond line", {}),
        (TEXT, 42, "42", {}),
        (ID, 7, "7", {}),
        (IDS, "S2, S5;S7", ("S2", "S5", "S7"), {}),
        (NUMBER, 4.5, Decimal("4.5"), {}),
        (NUMBER, 0.1 + 0.2, Decimal("0.3"), {}),
        (MONEY, -1200, Decimal(-1200), {}),
        (WHOLE, 4, 4, {}),
        (WHOLE, 4.0, 4, {}),
        (SHARE, 0.18, Decimal("0.18"), {"number_format": "0%"}),
        (SHARE, 1, Decimal(1), {"number_format": "0%"}),
        (SHARE, 0, Decimal(0), {}),
        (DATE, datetime.datetime(2026, 3, 31), datetime.date(2026, 3, 31), {}),
        (PERIOD, "2026-Q3", "2026-Q3", {}),
        (PERIOD, 2026, "2026", {}),
        (YES_NO, "Yes", True, {}),
        (YES_NO, "no", False, {}),
        (YES_NO, True, True, {}),
        (CHOICE, "in progress", "in progress", {}),
        (LISTED, "none", "none", {}),
        (NUMBER, None, None, {}),
        (NUMBER, " \u00a0", None, {}),
        (TEXT, None, None, {"formula": '=""'}),
    ],
)
def test_what_is_typed_as_it_should_be_is_read_without_a_word(field, value, expected, cell):
    assert read(field, value, **cell) == Typed(expected)


@pytest.mark.parametrize(
    ("field", "value", "expected", "message", "more"),
    [
        (SHARE, "10%", Decimal("0.1"), "Progress '10%' was read as '10%'.", {}),
        (SHARE, 0.5, Decimal("0.5"), "Progress '0.5' was read as '50%'.", {}),
        (NUMBER, "1.200,50", Decimal("1200.50"), "Target '1.200,50' was read as '1200.50'.", {}),
        (MONEY, "1,200.50", Decimal("1200.50"), "Amount '1,200.50' was read as '1200.50'.", {}),
        (MONEY, "1.200", Decimal(1200), "Amount '1.200' was read as '1200'.", {"locale": "de-DE"}),
        (MONEY, "€ 1.2m", Decimal(1200000), "Amount '€ 1.2m' was read as '1200000'.", {}),
        (NUMBER, 0.15, Decimal(15), "Target '15%' was read as 15, in per cent.", {"number_format": "0%"}),
        (NUMBER, "15 %", Decimal(15), "Target '15 %' was read as 15, in per cent.", {}),
        (WHOLE, "4", 4, "Influence '4' was read as '4'.", {}),
        (DATE, "13/04/2026", datetime.date(2026, 4, 13), "Due '13/04/2026' was read as 13 April 2026.", {}),
        (
            DATE,
            datetime.datetime(2026, 3, 31, 9, 30),
            datetime.date(2026, 3, 31),
            "Due '2026-03-31 09:30:00' was read as 31 March 2026, without its time.",
            {},
        ),
        (PERIOD, "Q3 2026", "2026-Q3", "Period 'Q3 2026' was read as '2026-Q3'.", {}),
        (YES_NO, "ja", True, "Share 'ja' was read as 'Yes'.", {}),
        (YES_NO, "oui", True, "Share 'oui' was read as 'Yes'.", {}),
        (YES_NO, "non", False, "Share 'non' was read as 'No'.", {}),
        (YES_NO, 1, True, "Share '1' was read as 'Yes'.", {}),
        (CHOICE, "In Progress", "in progress", "Status 'In Progress' was read as 'in progress'.", {}),
        (CHOICE, "in-progress ", "in progress", "Status 'in-progress ' was read as 'in progress'.", {}),
        (
            TEXT,
            " Buyer\u00a0",
            "Buyer",
            "Role ' Buyer␣' was read as 'Buyer', spaces at its ends or line breaks taken out.",
            {},
        ),
        (TEXT, "Key\nAccount", "Key Account", None, {}),
        (TEXT, 0.18, "18%", "Role '18%' was read as '18%'.", {"number_format": "0%"}),
        (NUMBER, "n/a", None, "Target 'n/a' was read as a blank.", {}),
        (TEXT, "–", None, "Role '–' was read as a blank.", {}),
        (TEXT, "k.A.", None, "Role 'k.A.' was read as a blank.", {}),
    ],
)
def test_what_has_one_meaning_is_read_with_a_note(field, value, expected, message, more):
    typed = read(field, value, **more)

    assert typed.value == expected
    (problem,) = typed.problems
    assert problem.severity == "note"
    assert message is None or problem.message == message


@pytest.mark.parametrize("value", ["tbd", "TBC", "xxx", "?", "???"])
def test_what_is_still_open_is_a_blank_with_a_warning(value):
    (problem,) = read(NUMBER, value).problems

    assert (problem.code, problem.severity) == ("pending", "warning")


@pytest.mark.parametrize(
    ("field", "value", "code", "message", "more"),
    [
        (NUMBER, "about twenty", "not-a-number", "Target 'about twenty' is not a number.", {}),
        (NUMBER, "1.200", "ambiguous-number", "Target '1.200' could be 1200 or 1.2.", {}),
        (NUMBER, "5 EUR", "not-a-number", "Target '5 EUR' names a currency.", {}),
        (NUMBER, True, "not-a-number", "Target 'TRUE' is not a number.", {}),
        (
            NUMBER,
            datetime.datetime(2026, 2, 1),
            "not-a-number",
            "Target '2026-02-01' is a date or a time, not a number.",
            {},
        ),
        (NUMBER, 1e300, "out-of-range", None, {}),
        (NUMBER, 10**15, "out-of-range", "Target '1000000000000000' has more digits than Excel can keep.", {}),
        (COST, -5, "out-of-range", "Direct cost '-5' is not an amount of 0 or more.", {}),
        (MONEY, "NOK 5", "other-currency", "Amount 'NOK 5' is in NOK, not in EUR.", {}),
        (MONEY, "10%", "not-a-number", "Amount '10%' is a share, not an amount.", {}),
        (MONEY, 0.1, "not-a-number", "Amount '10%' is a share, not an amount.", {"number_format": "0%"}),
        (WHOLE, 9, "out-of-range", "Influence '9' is not a whole number from 1 to 5.", {}),
        (WHOLE, 4.5, "not-a-number", "Influence '4.5' is not a whole number from 1 to 5.", {}),
        (WHOLE, "strong", "not-a-number", "Influence 'strong' is not a number.", {}),
        (SHARE, 10, "out-of-range", "Progress '1000%' is not a share from 0% to 100%.", {"number_format": "0%"}),
        (SHARE, 18, "out-of-range", "Progress '18' is not a share from 0% to 100%.", {}),
        (SHARE, "120%", "out-of-range", "Progress '120%' is not a share from 0% to 100%.", {}),
        (SHARE, -0.1, "out-of-range", "Progress '-10%' is not a share from 0% to 100%.", {"number_format": "0%"}),
        (DATE, "03/04/2026", "ambiguous-date", None, {"locale": None}),
        (DATE, "March 2026", "not-a-date", "Due 'March 2026' is a period, not a day.", {}),
        (
            DATE,
            46112,
            "not-a-date",
            "Due '46112' is a number, not a date (formatted as a date it would be 31 March 2026).",
            {},
        ),
        (DATE, 12, "not-a-date", "Due '12' is a number, not a date.", {}),
        (DATE, datetime.datetime(1899, 12, 25), "date-far-off", "Due '1899-12-25' is not between 1990 and 2100.", {}),
        (DATE, datetime.timedelta(days=3), "not-a-date", None, {}),
        (DATE, True, "not-a-date", "Due 'TRUE' is not a date.", {}),
        (PERIOD, datetime.datetime(2026, 9, 30), "not-a-period", "Period '2026-09-30' is a day, not a period.", {}),
        (PERIOD, "third quarter", "not-a-period", None, {}),
        (YES_NO, "maybe", "not-yes-no", "Share 'maybe' is neither Yes nor No.", {}),
        (YES_NO, "x", "not-yes-no", "Share 'x' is neither Yes nor No.", {}),
        (
            CHOICE,
            "started",
            "not-in-list",
            "Status 'started' is not one of not started, in progress, blocked, done, cancelled.",
            {},
        ),
        (TEXT, datetime.datetime(2026, 2, 1), "not-a-text", "Role '2026-02-01' is a date or a time, not text.", {}),
        (TEXT, "x" * 32_768, "text-too-long", None, {}),
    ],
)
def test_what_has_no_certain_meaning_is_refused_with_its_cell(field, value, code, message, more):
    typed = read(field, value, **more)

    (problem,) = typed.problems
    assert (problem.code, problem.severity, typed.value) == (code, "error", None)
    assert (problem.sheet, problem.cell, problem.field) == (referred(field).sheet.name, "F7", referred(field).key)
    assert message is None or problem.message == message
    assert problem.fix.endswith((".", "?"))


def test_an_error_cell_says_what_it_shows():
    assert told(NUMBER, None, error="#REF!") == ("error-cell", "Target '#REF!' is an error, not a value.")


def test_a_formula_without_a_result_says_so_and_is_never_a_blank():
    code, message = told(NUMBER, None, formula="=B2+C2", calculated=False)

    assert (code, message) == ("formula-not-calculated", "Target '=B2+C2' is a formula without a result.")


def test_a_formula_that_excel_kept_as_text_is_read_with_a_warning():
    typed = read(TEXT, "=B2+C2")

    assert typed.value == "=B2+C2"
    assert [(p.code, p.severity) for p in typed.problems] == [("formula-as-text", "warning")]
    assert read(TEXT, "= ours and theirs").problems == ()


def test_a_day_that_is_not_shown_whole_is_told():
    code, message = told(DATE, datetime.datetime(2026, 3, 1), number_format="mmm yyyy")

    assert (code, message) == ("read-as", "Due '2026-03-01' was read as 1 March 2026; the cell does not show the day.")


def test_a_number_below_zero_is_no_yes():
    assert told(YES_NO, -1)[0] == "not-yes-no"


def test_a_formula_with_a_result_is_read():
    assert read(NUMBER, 3, formula="=1+2").value == 3


def test_a_choice_that_is_nearly_right_is_named():
    (problem,) = read(CHOICE, "in progess").problems

    assert problem.fix == "Did you mean 'in progress'? Choose from the list."


def test_a_share_typed_ten_times_too_large_is_explained():
    (problem,) = read(SHARE, 10, number_format="0%").problems

    assert problem.fix == "Type 10%: in this cell 10% is 0.1."


def test_an_amount_shown_in_another_currency_is_read_with_a_warning():
    typed = read(MONEY, 100, number_format='"$"#,##0')

    assert typed.value == 100
    assert [(p.code, p.severity) for p in typed.problems] == [("other-currency", "warning")]
    assert read(MONEY, 100, number_format="#,##0 [$€-407]").problems == ()
    assert read(MONEY, 100, number_format='"$"#,##0', currency="CAD").problems == ()


def test_a_currency_that_is_not_known_yet_refuses_no_amount():
    assert read(MONEY, "NOK 5", currency="").value == 5


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\ud800", "\ufffe", "\uffff", "\U0001fffe"])
def test_a_character_that_no_document_can_hold_is_replaced_with_a_note(bad):
    typed = read(LONG, f"a{bad}b")

    assert typed.value == "a\ufffdb"
    assert [(p.code, p.severity) for p in typed.problems] == [("control-characters", "note")]


def test_a_text_as_long_as_excel_takes_is_read():
    assert read(LONG, "y" * 32_767) == Typed("y" * 32_767)


def test_line_ends_of_all_kinds_become_one():
    assert read(LONG, "a\r\nb\rc").value == "a\nb\nc"


def test_what_was_found_is_cut_and_kept_on_one_line():
    (problem,) = read(NUMBER, "a\n\u00a0" + "b" * 100).problems

    assert problem.found == "a⏎␣" + "b" * 56 + "…"


@given(strategies.text(max_size=80))
def test_no_text_is_too_strange_to_be_read(text):
    for field in (TEXT, LONG, ID, IDS, NUMBER, MONEY, WHOLE, SHARE, DATE, PERIOD, YES_NO, CHOICE):
        typed = read(field, text)
        assert typed.problems or typed.value is None or field in (TEXT, LONG, ID, IDS, PERIOD, YES_NO, CHOICE)
        if isinstance(typed.value, str):
            assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in typed.value)


@given(strategies.one_of(strategies.floats(), strategies.integers(), strategies.booleans(), strategies.datetimes()))
def test_no_stored_value_is_too_strange_to_be_read(value):
    if value in (float("inf"), float("-inf")) or value != value:
        return
    for field in (TEXT, ID, IDS, NUMBER, MONEY, WHOLE, SHARE, DATE, PERIOD, YES_NO, CHOICE):
        for code in ("General", "0%", '"$"0'):
            typed = read(field, value, number_format=code)
            assert typed.value is not None or typed.problems, (field, code)

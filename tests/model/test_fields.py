"""The registry: what every field says of itself, and what is derived from it."""

from typing import ClassVar

import pytest

from pipeline.model.account import all_columns
from pipeline.model.fields import CLIENT, Money, Origin, Record, Sheet, Text, columns, optional, required
from pipeline.model.kinds import KINDS, every_record
from pipeline.model.portfolio import Portfolio
from tests.builders import an_objective, shipped_standards

NOTHING = Sheet(name="Nothing", key="nothing", holds="", feeds="", group="who")


RECORDS = tuple(every_record())
EVERY_COLUMN = [column for record in RECORDS for column in columns(record)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_more_than_eight_sheets_are_required(kind):
    assert sum(record.sheet.required for record in kind.records) <= 8


def test_a_sheet_is_of_one_kind_of_workbook_by_its_key_and_by_its_name():
    for names in ([record.sheet.key for record in RECORDS], [record.sheet.name.casefold() for record in RECORDS]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_workbook_has_a_field_for_each_sheet_and_one_form_that_tells_locale_and_currency(kind):
    assert list(kind.model_fields) == [record.sheet.key for record in kind.records]
    (form,) = (record for record in kind.records if record.sheet.form)
    assert {"locale", "currency"} <= {column.key for column in columns(form) if column.required}


def test_nothing_of_the_portfolio_is_for_clients():
    assert {column.audience for record in Portfolio.records for column in columns(record)} == {"internal"}


def test_every_field_has_a_heading_help_and_example_and_no_heading_stands_twice_on_a_sheet():
    for record in RECORDS:
        found = columns(record)
        assert len({column.title.casefold() for column in found}) == len(found)
        for column in found:
            assert column.help.endswith((".", "?")), column.path
            assert column.example, column.path


def test_a_heading_stands_once_on_its_sheet_not_as_a_band_nor_as_the_name_of_the_sheet():
    for record in RECORDS:
        titles = {column.title.casefold() for column in columns(record)}
        others = {column.band.casefold() for column in columns(record)} | {record.sheet.name.casefold()}
        assert not titles & others, record.sheet.name


def test_a_field_that_says_no_audience_is_internal():
    assert {column.path for column in all_columns() if column.audience == "client"} >= {"objectives[].title"}
    secret = ("stakeholders[].influence", "forces[].strength", "opportunities[].amount", "actions[].note")
    assert {column.path: column.audience for column in all_columns()}.items() >= dict.fromkeys(
        secret, "internal"
    ).items()


def test_every_list_a_field_names_is_in_the_standards():
    standards = shipped_standards()
    for column in EVERY_COLUMN:
        if column.choices_from:
            assert standards.choices(column.choices_from), column.path


def test_every_reference_names_a_field_that_is_there():
    paths = {f"{column.sheet.key}.{column.key}" for column in EVERY_COLUMN}
    for column in EVERY_COLUMN:
        assert set(column.refers) <= paths, column.path


def test_limits_choices_and_blank_come_from_the_type():
    class Thing(Record):
        sheet: ClassVar[Sheet] = NOTHING
        amount: Money | None = optional("Amount", "How much.", "5", audience=CLIENT)
        name: Text = required("Name", "Its name.", "Film")

    amount, name = columns(Thing)

    assert (amount.kind.name, amount.required, amount.blank_allowed, amount.audience) == (
        "money",
        False,
        True,
        "client",
    )
    assert (name.kind.name, name.required, name.blank_allowed, name.audience) == ("text", True, False, "internal")
    assert name.path == "nothing[].name"


def test_an_unknown_word_about_a_field_is_refused_where_it_is_written():
    with pytest.raises(TypeError, match="Name: unknown about \\['audiense'\\]"):
        required("Name", "Its name.", "Film", audiense="client")


def test_a_record_knows_the_cell_of_each_field():
    row = an_objective().model_copy(update={"origin": Origin("Objectives", {"due": "O9"})})

    assert row.cell("due") == "Objectives!O9"
    assert row.cell("title") == "Objectives"


def test_where_a_record_was_read_is_no_part_of_what_it_says():
    row = an_objective()
    moved = row.model_copy(update={"origin": Origin("Objectives", {"due": "O9"})})

    assert moved.model_dump() == row.model_dump()
    assert "O9" not in repr(moved)

"""Nothing typed is lost from sight: what no section prints is listed by field."""

from decimal import Decimal

from pipeline.model.account import all_columns
from pipeline.views.plan_entries import SECTIONS, EntryRow, entries_view
from tests.builders import a_rating, a_revenue, an_account, an_account_form, an_action, day


def listed(**rows) -> dict[str, str]:
    return {row.field: row.entries for row in entries_view(an_account(**rows))}


def test_a_field_no_section_prints_is_listed_with_the_name_of_each_row():
    rows = [a_revenue(direct_cost="868000"), a_revenue(product="Lids", direct_cost=Decimal("12.5")), a_revenue()]

    assert listed(revenue=rows)["Direct cost"] == "2026-Q3, Film: EUR\u00a0868,000; 2026-Q3, Lids: EUR\u00a012.50"


def test_a_field_of_the_form_needs_no_name():
    assert listed()["Account id"] == "contoso"


def test_a_field_that_is_nowhere_filled_is_not_listed():
    assert "Department" not in listed(actions=[an_action()])
    assert listed(actions=[an_action(department="quality")])["Department"] == "A1, O1: quality"


def test_dates_are_written_as_the_locale_writes_them():
    account = an_account(account=an_account_form(locale="de-DE"), ratings=[a_rating(date=day("2026-09-16"))])

    assert EntryRow(field="Date", sheet="Scoring", entries="account, Strategic fit: 16. Sept. 2026") in entries_view(
        account
    )


def test_a_column_the_team_added_is_listed_under_its_own_heading():
    action = an_action().model_copy(update={"extra": {"Ticket": "LIN-204"}})

    assert listed(actions=[action])["Ticket"] == "A1, O1: LIN-204"


def test_what_the_sections_print_are_internal_fields_that_are_there():
    internal = {f"{column.sheet.key}.{column.key}" for column in all_columns() if column.audience == "internal"}

    assert {f"{key}.{field}" for key, fields in SECTIONS.items() for field in fields} <= internal

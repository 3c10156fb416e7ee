"""What the client's projection holds, and what it physically lacks."""

from decimal import Decimal

import pytest

from pipeline.analysis.results import Result, result
from pipeline.model.account import RECORDS
from pipeline.model.fields import columns
from pipeline.model.world import Voice
from pipeline.views.audiences import computed_fields, plain, project
from pipeline.views.context import CLIENT_REASONS, computed_names
from tests.builders import (
    a_filled_account,
    a_force,
    a_kpi,
    a_review,
    a_stakeholder,
    an_account,
    an_account_form,
    an_action,
    an_objective,
    an_opportunity,
)


def test_rows_that_are_not_shared_are_not_in_the_projection():
    account = an_account(
        objectives=[an_objective(id="O1", share=True), an_objective(id="O2", share=False), an_objective(id="O3")],
        kpis=[a_kpi(share=True, kpi="Shared"), a_kpi(kpi="Not shared")],
        stakeholders=[a_stakeholder(name="Attends", attends_review=True), a_stakeholder(name="Stays away")],
        reviews=[a_review(kind="client", place="Bergen"), a_review(kind="internal", place="Borås")],
    )

    projected = project(account)

    assert [row.id for row in projected.objectives] == ["O1"]
    assert [row.kpi for row in projected.kpis] == ["Shared"]
    assert [row.name for row in projected.stakeholders] == ["Attends"]
    assert [row.place for row in projected.reviews] == ["Bergen"]


def test_sheets_without_a_client_field_are_empty():
    projected = project(an_account(forces=[a_force()], opportunities=[an_opportunity()]))

    assert projected.forces == ()
    assert projected.opportunities == ()


def test_an_internal_field_is_none_or_not_there_at_all():
    account = an_account(
        account=an_account_form(credit_rating="BB"),
        stakeholders=[a_stakeholder(attends_review=True, influence=5, needs="A second source")],
        actions=[an_action(share=True, note="Waits for the sealing head")],
    )

    projected = project(account)

    assert projected.account.credit_rating is None
    assert projected.stakeholders[0].needs is None
    assert projected.actions[0].note is None
    with pytest.raises(AttributeError):
        _ = projected.stakeholders[0].influence


def test_the_projection_keeps_no_way_back_to_the_workbook():
    for record in RECORDS:
        for row in project(a_filled_account()).rows(record):
            assert row.origin.cells == {}
            assert row.extra == {}


def test_plain_data_for_the_client_has_the_client_fields_and_no_other():
    data = plain(an_objective(benefit_to_us="Film share", share=True), "client")

    client = {column.key for column in columns(type(an_objective())) if column.audience == "client"}
    assert set(data) == client
    assert "benefit_to_us" not in data


def test_plain_data_for_the_team_has_every_field_and_the_extra_columns():
    row = an_objective().model_copy(update={"extra": {"CRM id": "006-77"}})

    data = plain(row, "internal")

    assert data["baseline"] == Decimal("6.8")
    assert data["benefit_to_us"] is None
    assert data["extra"] == {"CRM id": "006-77"}


class Inner(Result):
    shown: int = result("Shown.", "client")
    kept: int = result("Kept.")


class Outer(Result):
    inner: Inner = result("One.", "client")
    many: tuple[Inner, ...] = result("Many.", "client")
    names: tuple[str, ...] = result("Names.")
    perhaps: Inner | None = result("Perhaps.", "client")


def test_results_are_projected_field_by_field():
    inner = Inner(shown=1, kept=2)
    outer = Outer(inner=inner, many=(inner,), names=("a",), perhaps=None)

    assert plain(outer, "client") == {"inner": {"shown": 1}, "many": [{"shown": 1}], "perhaps": None}
    assert plain(outer, "internal")["many"] == [{"shown": 1, "kept": 2}]


def test_computed_names_open_lists_and_optional_parts():
    found = {field.path: field.audience for field in computed_fields(Outer)}

    assert found == {
        "inner.shown": "client",
        "inner.kept": "internal",
        "many[].shown": "client",
        "many[].kept": "internal",
        "names[]": "internal",
        "perhaps.shown": "client",
        "perhaps.kept": "internal",
    }


def test_what_has_no_plain_form_is_refused():
    with pytest.raises(TypeError, match="object has no plain form"):
        plain(object(), "client")


def test_a_quote_is_the_clients_to_see_only_with_consent():
    said = {
        "kind": "interview",
        "side": "client",
        "respondent": "P. Aas",
        "question": "How are we?",
        "topic": "Service",
    }
    voices = [
        Voice(**said, period="2026-Q3", quote="Call first.", quote_consent=True),
        Voice(**said, period="2026-Q3", quote="They are slow.", quote_consent=False),
        Voice(**said, period="2026-Q3", quote="Too dear.", quote_consent=None),
    ]

    projected = project(an_account(voice=voices))

    assert [voice.quote for voice in projected.voice] == ["Call first.", None, None]


@pytest.mark.parametrize("audience", ["internal", "client"])
def test_every_result_that_the_client_may_see_has_a_written_reason(audience):
    reasons = {field.path: field.reason for field in computed_names(audience) if field.audience == "client"}

    assert len(reasons) > 80
    assert [path for path, reason in reasons.items() if not reason] == []


def test_no_internal_result_has_a_reason_and_no_reason_is_for_nothing():
    every = [*computed_names("internal"), *computed_names("client")]

    assert [field.path for field in every if field.audience == "internal" and field.reason] == []
    assert {one.path.partition(".")[0].removesuffix("[]") for one in every if one.audience == "client"} == {
        *CLIENT_REASONS
    }


def test_a_result_without_a_reason_is_no_name_for_the_client(monkeypatch):
    monkeypatch.delitem(CLIENT_REASONS, "goals")

    assert "goals[].status" not in {field.path for field in computed_names("client")}
    assert {field.audience for field in computed_names("internal") if field.path == "goals[].status"} == {"internal"}

"""Everything for one account together, and the part of it that rests on what a client may see."""

from typing import Any

import pytest

from pipeline.analysis import results
from pipeline.analysis.analyse import analyse, analyse_shared
from pipeline.analysis.results import Analysis, Result, SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.views.audiences import project
from tests.builders import (
    AS_OF,
    PERIOD,
    a_filled_account,
    a_kpi,
    a_revenue,
    a_review,
    an_account,
    an_action,
    an_objective,
    day,
    shipped_standards,
)

STANDARDS = shipped_standards()


def shared_of(account: KeyAccount) -> SharedAnalysis:
    return analyse_shared(account, STANDARDS, PERIOD, AS_OF)


def partly_shared_account() -> KeyAccount:
    return a_filled_account(
        objectives=[
            an_objective(id="O1", share=True, actual=None, original_target="5.0"),
            an_objective(id="O2", share=False),
            an_objective(id="O3"),
        ],
        kpis=[a_kpi(share=True, actual="5.4"), a_kpi(share=False, period="2026-Q2", actual="6.0")],
        actions=[
            an_action(id="A1", share=True),
            an_action(id="A1.1", share=True, parent="A1", status="done"),
            an_action(id="A2", share=False),
        ],
        revenue=[a_revenue(included_in_deck=True, direct_cost=400), a_revenue(product="Foil", revenue=77)],
        reviews=[a_review(), a_review(kind="internal", planned=day("2026-09-01"), held=day("2026-09-01"))],
    )


def test_client_projection_is_analysed_from_its_shared_rows_alone() -> None:
    found = shared_of(project(partly_shared_account()))
    assert [goal.id for goal in found.goals] == ["O1"]
    assert [state.id for state in found.action_states] == ["A1", "A1.1"]
    assert [total.name for total in found.revenue_summary.by_product] == ["Film"]
    assert found.revenue_summary.total == 1000
    assert found.goals[0].attainment is not None  # from the shared KPI of the period
    assert found.review_summary.next_client == day("2026-10-14")


def test_client_projection_yields_nothing_that_rests_on_internal_rows_or_fields() -> None:
    found = shared_of(project(partly_shared_account()))
    assert found.goals[0].original_attainment is None
    assert found.goals[0].previous is None  # the KPI of the period before is not shared
    assert found.revenue_summary.margin is None
    assert (found.review_summary.internal_planned, found.review_summary.internal_dates) == (0, ())
    whole = shared_of(partly_shared_account())
    assert whole.goals[0].original_attainment is not None
    assert whole.goals[0].previous is not None
    assert whole.revenue_summary.margin is not None
    assert whole.review_summary.internal_planned == 1


def test_internal_results_cannot_be_made_from_a_client_projection() -> None:
    with pytest.raises((AttributeError, KeyError)):
        analyse(project(a_filled_account(stakeholders=partly_attending())), STANDARDS, PERIOD, AS_OF)


def partly_attending() -> list[Any]:
    (first, *others) = a_filled_account().stakeholders
    return [first.model_copy(update={"attends_review": True}), *others]


def test_shared_part_of_the_whole_analysis_is_the_shared_analysis() -> None:
    account = partly_shared_account()
    whole, shared = analyse(account, STANDARDS, PERIOD, AS_OF), shared_of(account)
    for part in SharedAnalysis.declared:
        assert getattr(whole, part) == getattr(shared, part)


def test_internal_part_covers_score_forces_pipeline_and_people() -> None:
    found = analyse(a_filled_account(), STANDARDS, PERIOD, AS_OF)
    assert found.score.value == 7
    assert [(field.net, field.verdict) for field in found.force_field] == [(1, "likely to succeed")]  # 3 - 2
    assert found.force_field_verdict == "likely to succeed"
    assert found.opportunity_summary.weighted == 320_000  # 640,000 * 0.50
    assert [state.id for state in found.relationships.people] == ["S1", "S2"]


def test_account_without_rows_is_analysed() -> None:
    found = analyse(an_account(), STANDARDS, PERIOD, AS_OF)
    assert found.score.value is None
    assert found.force_field_verdict == "not assessed"
    assert (found.goals, found.action_states, found.relationships.people) == ((), (), ())


def test_analysis_of_the_same_inputs_is_equal() -> None:
    assert analyse(a_filled_account(), STANDARDS, PERIOD, AS_OF) == analyse(
        a_filled_account(), STANDARDS, PERIOD, AS_OF
    )


def test_text_that_is_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="write a quarter as 2026-Q3"):
        analyse(a_filled_account(), STANDARDS, "autumn", AS_OF)


def test_every_result_says_what_it_is_and_who_may_see_it() -> None:
    described = [kind for kind in vars(results).values() if isinstance(kind, type) and issubclass(kind, Result)]
    assert Analysis in described
    for kind in described:
        assert tuple(kind.declared) == kind.__struct_fields__
        for said in kind.declared.values():
            assert said.help
            assert said.audience in ("internal", "client")


def test_only_the_shared_part_is_open_to_a_client() -> None:
    assert {name for name, said in Analysis.declared.items() if said.audience == "client"} == {*SharedAnalysis.declared}

"""The plan audit: 100 points, statement by statement, against workbooks whose gaps are known."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.analysis.analyse import analyse
from pipeline.analysis.audit import AUDIT, explained_audit
from pipeline.analysis.results import Audit, AuditStatement
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.people import Account
from tests.analysis.worked import assert_recomputes
from tests.builders import (
    AS_OF,
    PERIOD,
    a_business_item,
    a_delivery,
    a_force,
    a_kpi,
    a_member,
    a_revenue,
    a_review,
    a_risk,
    a_stakeholder,
    a_swot_item,
    a_unit,
    a_voice,
    an_account,
    an_account_form,
    an_action,
    an_economics,
    an_objective,
    day,
    shipped_standards,
)
from tests.generated import generated_account

STANDARDS = shipped_standards()
FORM: dict[str, Any] = {
    "strategy": "Recyclable packs", "revenue_model": "Own label", "cost_drivers": "Milk", "fin_revenue": 410,
    "fin_profit": 23, "fin_source": "Annual report", "fin_date": day("2025-12-31"),
}  # fmt: skip
SPOKE = day("2026-09-10")
KNOWN: dict[str, Any] = {"our_contact": "Ida Lindqvist", "last_contact": SPOKE}


def whole_account(form: Account | None = None, **rows: Any) -> KeyAccount:
    """An account of which every statement holds; `rows` replaces those of a sheet."""
    whole: dict[str, Any] = {
        "team": [
            a_member(executive_sponsor=True, last_sponsor_contact=SPOKE, hours_planned=24),
            a_member(name="Oskar Nyman", hours_planned=8),
            a_member(name="Maren Holt", organisation="client", executive_sponsor=True, last_sponsor_contact=SPOKE),
        ],
        "stakeholders": [
            a_stakeholder(id=f"S{number}", name=f"Maren Holt {number}", decision_role=role, **KNOWN)
            for number, role in enumerate(STANDARDS.required_roles)
        ],
        "units": [a_unit(buying_centre=True, budget=9, buying_steps="Trial, offer", step_owners="J. Wik, ?")],
        "business": [a_business_item(kind=kind) for kind in ("initiative", "challenge", "required outcome")],
        "swot": [
            a_swot_item(quadrant=quadrant, evidence="Seen in August")
            for quadrant in ("strength", "weakness", "opportunity", "threat")
        ],
        "voice": [a_voice()],
        "revenue": [a_revenue(direct_cost=700)],
        "economics": [
            an_economics(
                cost_to_serve=9, kam_cost=38, kam_budget=40, discount_percent="0.07", days_to_pay=41,
                customer_spend=2000, spend_source="J. Wik",
            )
        ],
        "objectives": [an_objective(solution="Tension sensors", client_owner="Maren Holt")],
        "actions": [an_action(department="sales")],
        "forces": [a_force(evidence="Seen"), a_force(direction="against", evidence="Seen")],
        "risks": [a_risk(mitigation="Price held to June")],
        "kpis": [a_kpi()],
        "delivery": [
            a_delivery(kind="issue", cause="Film tension", change="New specification"), a_delivery(kind="lesson"),
        ],
        "reviews": [a_review(kind="internal", planned=SPOKE, held=SPOKE, decisions="Trial in November")],
    }  # fmt: skip
    return an_account(form or an_account_form(**FORM), **(whole | rows))


def audit(account: KeyAccount) -> Audit:
    return analyse(account, STANDARDS, PERIOD, AS_OF).audit


def statement(found: Audit, asks: str) -> AuditStatement:
    says = next(one.says for one in AUDIT if one.asks.__name__ == asks)
    return next(one for one in found.statements if one.says == says)


def test_points_of_the_areas_are_those_of_the_published_audit_and_sum_to_a_hundred() -> None:
    found = audit(whole_account())
    assert [(area.area, area.most) for area in found.areas] == [
        ("customer environment", 20), ("financials", 10), ("relationship", 25), ("strategy and execution", 20),
        ("resources", 10), ("team learning", 15),
    ]  # fmt: skip
    assert sum(one.points for one in AUDIT) == 100
    assert len({one.says for one in AUDIT}) == len(AUDIT)


def test_account_of_which_every_statement_holds_has_a_hundred_points() -> None:
    found = audit(whole_account())
    assert [(one.says, one.gaps) for one in found.findings] == []
    assert found.points == 100
    assert {one.met for one in found.statements} == {"yes"}


def test_account_without_rows_has_none() -> None:
    found = audit(an_account())
    assert found.points == 0
    assert {one.met for one in found.statements} == {"no"}
    assert all(one.gaps and one.fix for one in found.findings)


CENTRE = a_unit(buying_centre=True, budget=9, buying_steps="Trial")


@pytest.mark.parametrize(
    ("asks", "share", "changes"),
    [
        ("business_is_described", "2/3", {"form": an_account_form(**FORM | {"strategy": None})}),
        ("finances_are_known", "3/4", {"form": an_account_form(**FORM | {"fin_date": day("2025-09-28")})}),
        ("what_moves_them_is_listed", "1/3", {"business": [a_business_item(), a_business_item(kind="event")]}),
        ("buying_is_understood", "2/3", {"units": [CENTRE, a_unit()]}),
        ("buying_is_understood", "0", {"units": [a_unit()]}),
        ("swot_rests_on_evidence", "1/5", {"swot": [a_swot_item()]}),  # one quadrant of four, no evidence
        ("revenue_is_known", "1/2", {"revenue": [a_revenue(), a_revenue(period="2026-Q2", direct_cost=1)]}),
        ("costs_are_known", "1/4", {"economics": [an_economics(period="2026", days_to_pay=41)]}),
        ("costs_are_known", "0", {"economics": [an_economics(period="2026-Q2", days_to_pay=41)]}),
        ("wallet_is_known", "1/2", {"economics": [an_economics(period="2025", customer_spend=2000)]}),
        ("needed_roles_are_covered", "1/3", {"stakeholders": [a_stakeholder(), a_stakeholder(coverage="brief")]}),
        ("sponsors_speak", "1/4", {"team": [a_member(executive_sponsor=True, last_sponsor_contact=day("2026-08-30"))]}),
        ("contacts_are_held", "1/2", {"stakeholders": [
            a_stakeholder(**KNOWN), a_stakeholder(), a_stakeholder(influence=3),
        ]}),
        ("contacts_are_held", "0", {"stakeholders": [a_stakeholder(influence=3, **KNOWN)]}),
        ("contacts_are_fresh", "1/2", {"stakeholders": [
            a_stakeholder(last_contact=day("2026-07-02")), a_stakeholder(last_contact=day("2026-07-01")),  # 90, 91 days
        ]}),
        ("people_are_assessed", "1/2", {"stakeholders": [a_stakeholder(friendliness="unknown")]}),
        ("objectives_are_measured", "1/2", {"objectives": [an_objective(baseline=None)]}),
        ("objectives_are_owned", "1/2", {"objectives": [an_objective()]}),
        ("objectives_are_answered", "3/4", {
            "objectives": [an_objective(solution="x"), an_objective(id="O2")],
            "actions": [an_action(), an_action(objective="O2")],
        }),
        ("forces_are_weighed", "1/2", {"forces": [a_force(evidence="Seen")]}),
        ("actions_are_plain_and_on_time", "1/2", {"actions": [an_action(action="Workshop on film")]}),
        ("actions_are_plain_and_on_time", "1/2", {"actions": [an_action(due=day("2026-09-29"))]}),
        ("actions_are_plain_and_on_time", "1", {"actions": [an_action(due=AS_OF), an_action(id="A2", status="done")]}),
        ("actions_are_plain_and_on_time", "1", {"actions": [an_action(due=SPOKE, status="done")]}),
        ("risks_are_answered", "1/2", {"risks": [a_risk(), a_risk(mitigation="Held")]}),
        ("team_has_the_departments", "1/2", {"actions": [an_action(department="sales"), an_action(department="IT")]}),
        ("team_has_the_departments", "0", {"actions": [an_action(department="IT", side="client")]}),
        ("hours_are_planned", "1/2", {"team": [a_member(hours_planned=0), a_member(name="Oskar Nyman")]}),
        ("budget_is_kept", "1/2", {"economics": [an_economics(kam_budget=40, kam_cost=41)]}),
        ("reviews_are_held", "1/2", {"reviews": [
            a_review(kind="internal", planned=SPOKE, held=SPOKE), a_review(kind="internal", planned=SPOKE),
            a_review(kind="internal"), a_review(planned=SPOKE),
        ]}),
        ("reviews_leave_something", "1/2", {"reviews": [
            a_review(planned=SPOKE, held=SPOKE, lesson="Send it ahead"), a_review(planned=SPOKE, held=SPOKE),
            a_review(),
        ]}),
        ("client_was_asked", "1", {"voice": [a_voice(period="2025-Q3")]}),  # it ended a year ago
        ("client_was_asked", "0", {"voice": [a_voice(period="2025-Q2"), a_voice(side="us")]}),
        ("issues_are_learned_from", "1/3", {"delivery": [a_delivery(kind="issue", cause="Film")]}),
    ],
)  # fmt: skip
def test_statement_holds_by_the_share_of_what_it_asks_for(asks: str, share: str, changes: dict[str, Any]) -> None:
    found = statement(audit(whole_account(**changes)), asks)
    wanted = Fraction(share)
    assert found.share == Decimal(wanted.numerator) / wanted.denominator
    assert found.points == Decimal(found.most * wanted.numerator) / wanted.denominator
    assert found.met == ("yes" if wanted == 1 else "no" if wanted == 0 else "partly")
    assert bool(found.gaps) == (wanted < 1)


def test_every_statement_is_judged_by_hand_above() -> None:
    marks = test_statement_holds_by_the_share_of_what_it_asks_for.pytestmark
    assert {case[0] for mark in marks for case in mark.args[1]} == {one.asks.__name__ for one in AUDIT}


def test_finding_says_what_is_missing_and_where() -> None:
    found = audit(whole_account(risks=[], objectives=[an_objective(solution="x")]))
    assert [(one.says, [(gap.cell, gap.missing) for gap in one.gaps]) for one in found.findings] == [
        ("Each risk and each commitment has an answer.", [("Risks", "No risk is listed")]),  # 3 points
        (
            "Each objective has an owner, on both sides where it serves both.",
            [("Objectives", "O1 has no owner on their side")],  # 1.5 points
        ),
    ]
    assert found.points == Decimal("95.5")


def test_points_are_explained_with_what_would_raise_them() -> None:
    found = audit(whole_account(risks=[]))
    (explanation,) = explained_audit(found)
    assert explanation.worked == "20 + 10 + 25 + 17 + 10 + 15 = 97"
    assert explanation.sensitivity == ("3 more if this holds: Each risk and each commitment has an answer.",)
    assert_recomputes(explanation)


def test_what_a_finding_promises_is_what_mending_it_gives() -> None:
    before = audit(whole_account(risks=[a_risk(), a_risk(mitigation="Held")]))
    (finding,) = before.findings
    assert audit(whole_account()).points == before.points + finding.most - finding.points


@pytest.mark.parametrize("seed", range(20))
def test_points_keep_their_bounds_whatever_the_order_of_rows(seed: int) -> None:
    account = generated_account(seed, STANDARDS)
    found = audit(account)
    assert 0 <= found.points <= 100
    for area in found.areas:
        own = [one for one in found.statements if one.area == area.area]
        assert abs(sum(one.points for one in own) - area.points) < Decimal("1E-20")
        assert area.points <= area.most
    lost = [one.most - one.points for one in found.findings]
    assert lost == sorted(lost, reverse=True)
    rows = {record.sheet.key: account.rows(record)[::-1] for record in RECORDS if not record.sheet.form}
    again = audit(account.model_copy(update=rows))
    assert [replace(one, gaps=(), cells=()) for one in again.statements] == [
        replace(one, gaps=(), cells=()) for one in found.statements
    ]

"""What moved since the last plan: each kind worked out by hand on a sample, and what must hold for any two accounts."""

import datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from msgspec.structs import asdict

from pipeline.analysis.analyse import analyse
from pipeline.analysis.changes import changes_of
from pipeline.analysis.explanations import explanations
from pipeline.analysis.results import Analysis, Changed
from pipeline.analysis.snapshots import snapshot_of
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import Snapshot
from pipeline.standards import Standards
from pipeline.workbook.parser import read_account
from tests.analysis.worked import assert_recomputes
from tests.builders import (
    AS_OF,
    PERIOD,
    a_kpi,
    a_risk,
    a_stakeholder,
    an_account,
    an_action,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)
from tests.commands import SAMPLES
from tests.generated import generated_account

STANDARDS = shipped_standards()
BEFORE = ("2026-Q2", day("2026-06-30"))


def kept(
    account: KeyAccount, standards: Standards = STANDARDS, when: tuple[str, datetime.date] = (PERIOD, AS_OF)
) -> Snapshot:
    return snapshot_of(account, analyse(account, standards, *when), standards, *when)


def havnes() -> KeyAccount:
    account = read_account(SAMPLES / "havnes-meieri.xlsx", STANDARDS).account
    assert account is not None
    return account


NOW = havnes()


def without(sheet: str, **row: Any) -> KeyAccount:
    """The dairy without the rows of a sheet that hold what `row` says."""
    rows = [one for one in getattr(NOW, sheet) if any(getattr(one, key) != value for key, value in row.items())]
    return NOW.model_copy(update={sheet: tuple(rows)})


def other(sheet: str, row: dict[str, Any], **fields: Any) -> KeyAccount:
    """The dairy with other fields in the rows of a sheet that hold what `row` says."""
    rows = [
        one.model_copy(update=fields) if all(getattr(one, key) == value for key, value in row.items()) else one
        for one in getattr(NOW, sheet)
    ]
    return NOW.model_copy(update={sheet: tuple(rows)})


def since(before: KeyAccount, standards: Standards = STANDARDS) -> Analysis:
    """The dairy analysed today, with the plan of `before` kept under the same day, so that only what was made moves."""
    earlier = kept(before, standards).model_copy(update={"period": BEFORE[0]})
    return analyse(NOW, STANDARDS, PERIOD, AS_OF, (earlier,))


def told(before: KeyAccount, *subjects: str) -> list[tuple[Any, ...]]:
    return [
        (one.subject, one.part, one.kind, one.direction, one.weight, one.id or one.name)
        for one in since(before).changes.changed
        if one.subject in subjects
    ]


def one_change(before: KeyAccount, subject: str, part: str) -> Changed:
    (found,) = [one for one in since(before).changes.changed if (one.subject, one.part) == (subject, part)]
    return found


def test_an_account_without_an_earlier_plan_has_no_changes() -> None:
    changes = analyse(NOW, STANDARDS, PERIOD, AS_OF).changes

    assert (changes.since, changes.changed, changes.score, changes.health) == (None, (), None, None)
    assert (changes.tier_review.held, changes.tier_review.reviews) == ("A", 1)


def test_the_account_score_moved_by_a_rating_and_took_the_tier_with_it() -> None:
    # Low cost to serve weighs 0.15 and was rated 5 by both: 7.95 - 0.15 = 7.80, tier B; it is 7.95, shown as 8.0, A.
    before = other("ratings", {"criterion": "Low cost to serve"}, rating=5)
    analysis = since(before)
    shift = analysis.changes.score
    assert shift is not None

    assert (shift.before, shift.now, shift.class_before, shift.class_now) == (Decimal("7.8"), Decimal("8.0"), "B", "A")
    assert (shift.change, shift.by_values, shift.by_weights, shift.cause) == (
        Decimal("0.15"),
        Decimal("0.15"),
        0,
        "parts",
    )
    assert [(term.name, term.before, term.now, term.by_value) for term in shift.terms] == [
        ("Low cost to serve", 5, 6, Decimal("0.15"))
    ]
    first = analysis.changes.changed[0]
    assert (first.rank, first.subject, first.part, first.direction, first.weight) == (1, "score", "class", "better", 5)
    assert (first.before_word, first.now_word) == ("B", "A")
    assert first.cells


def test_another_weight_is_told_apart_from_another_rating() -> None:
    # Revenue potential (8) weighed 0.40 and Openness (9) 0.05: 0.4*8 + 0.2*8.5 + 0.2*8 + 0.15*6 + 0.05*9 = 7.85.
    weights = {"Revenue potential": Decimal("0.40"), "Openness to joint work": Decimal("0.05")}
    criteria = tuple(one.model_copy(update={"weight": weights.get(one.name, one.weight)}) for one in STANDARDS.criteria)
    earlier = STANDARDS.model_copy(update={"version": "2025", "criteria": criteria})
    changes = since(NOW, earlier).changes
    assert changes.score is not None

    assert (changes.score.change, changes.score.by_values, changes.score.by_weights) == (
        Decimal("0.10"), 0, Decimal("0.10"),
    )  # fmt: skip
    assert (changes.score.cause, changes.standards_changed) == ("weights", True)
    assert {(one.part, one.name, one.before, one.now) for one in changes.changed if one.subject == "standards"} == {
        ("version", "", None, None),
        ("weight", "Revenue potential", Decimal("0.40"), Decimal("0.3")),
        ("weight", "Openness to joint work", Decimal("0.05"), Decimal("0.15")),
    }


def test_a_tier_that_begins_elsewhere_moves_the_tier_and_not_the_score() -> None:
    tiers = tuple(
        tier.model_copy(update={"from_score": Decimal("8.5")}) if tier.name == "A" else tier for tier in STANDARDS.tiers
    )
    shift = since(NOW, STANDARDS.model_copy(update={"tiers": tiers})).changes.score
    assert shift is not None

    assert (shift.change, shift.class_before, shift.class_now, shift.cause) == (0, "B", "A", "class limits")


def test_health_moved_with_its_components_and_its_explanation_recomputes() -> None:
    # Support: 60 points now; with Odd Brekke (influence 4) neutral instead of non-supporter it was more.
    analysis = since(other("stakeholders", {"id": "S7"}, friendliness="neutral"))
    shift = analysis.changes.health
    assert shift is not None

    assert [term.name for term in shift.terms] == ["support"]
    assert shift.change is not None
    assert shift.change < 0
    found = {one.of: one for one in explanations(NOW, analysis, STANDARDS, PERIOD, AS_OF)}
    assert_recomputes(found["changes.health.change"])
    assert found["changes.health.change"].cells


def test_a_force_that_grew_turns_the_verdict() -> None:
    # New lids: 2 in favour. With its strongest force against at 3 points less the net was 5; with a force for at 3
    # points less it was below 0, and the verdict was another.
    lids = NOW.forces[0].change
    strongest = max((f for f in NOW.forces if f.change == lids and f.direction == "for"), key=lambda f: f.strength)
    before = other("forces", {"change": lids, "force": strongest.force}, strength=strongest.strength - 3)

    net = one_change(before, "force field", "net")
    assert (net.before, net.now, net.before_word, net.now_word) == (-1, 2, "likely to fail", "likely to succeed")
    assert (net.direction, net.weight) == ("better", 5)
    assert told(before, "force") == [("force", "strength", "moved", "better", 2, strongest.force)]


def test_a_goal_that_fell_off_track_is_told_with_both_statuses() -> None:
    # O1 from 42 to 20: at 35 it was 7/22 = 31.82 %, at 37 it is 5/22 = 22.73 %.
    goal = one_change(other("objectives", {"id": "O1"}, actual=Decimal(35)), "goal", "progress")

    assert (goal.before, goal.now) == (Decimal("0.3182"), Decimal("0.2273"))
    assert (goal.before_word, goal.now_word, goal.direction, goal.weight) == ("off track", "off track", "worse", 2)
    assert all(cell.startswith("Objectives!") for cell in goal.cells)

    goal = one_change(other("objectives", {"id": "O1"}, actual=Decimal(21)), "goal", "progress")
    assert (goal.before_word, goal.now_word, goal.direction, goal.weight) == ("on track", "off track", "worse", 4)


def test_a_target_set_anew_is_told_beside_the_progress_it_makes() -> None:
    before = other("objectives", {"id": "O5"}, target=Decimal(35))

    assert told(before, "goal")[0] == ("goal", "target", "moved", "neither", 3, "O5")
    assert one_change(before, "goal", "target").before == 35


def test_people_come_go_and_change_their_mind() -> None:
    assert told(without("stakeholders", id="S1"), "person") == [("person", "itself", "added", "better", 4, "S1")]
    assert told(other("stakeholders", {"id": "S7"}, friendliness="neutral"), "person") == [
        ("person", "support", "moved", "worse", 4, "S7")
    ]
    assert told(other("stakeholders", {"id": "S11"}, coverage="none"), "person") == [
        ("person", "coverage", "moved", "better", 1, "S11")
    ]
    gone = NOW.model_copy(update={"stakeholders": (*NOW.stakeholders, a_stakeholder(id="S99", name="Siv Moe"))})
    assert [(one[2], one[5]) for one in told(gone, "person")] == [("removed", "S99")]


def test_opportunities_are_won_slip_and_appear() -> None:
    assert told(other("opportunities", {"id": "D9"}, stage="negotiation"), "opportunity") == [
        ("opportunity", "stage", "moved", "better", 4, "D9")
    ]
    assert told(other("opportunities", {"id": "D10"}, stage="proposal"), "opportunity") == [
        ("opportunity", "stage", "moved", "worse", 4, "D10")
    ]
    slipped = one_change(
        other("opportunities", {"id": "D2"}, close_date=day("2026-09-30")), "opportunity", "close date"
    )
    assert (slipped.before_day, slipped.now_day, slipped.direction) == (day("2026-09-30"), day("2026-12-11"), "worse")
    assert told(without("opportunities", id="D7"), "opportunity") == [
        ("opportunity", "itself", "added", "better", 3, "D7")
    ]


def test_the_outlook_and_what_was_told_otherwise() -> None:
    # D9 was at negotiation: 210,000 counted with its probability and is won in full now.
    outlook = one_change(other("opportunities", {"id": "D9"}, stage="negotiation"), "outlook", "expected")
    assert outlook.now == Decimal("1275500")
    assert outlook.before is not None
    assert outlook.before < outlook.now

    told_before = other("revenue", {"period": "2026-Q2"}, revenue=Decimal(1))
    restated = one_change(told_before, "revenue", "restated")
    assert (restated.id, restated.direction, restated.weight) == ("2026-Q2", "neither", 4)

    before = an_account(kpis=[a_kpi(kpi="Stops", period="2026-Q2", actual=Decimal(5))])
    now = an_account(kpis=[a_kpi(kpi="Stops", period="2026-Q2", actual=Decimal(6)), a_kpi(kpi="Stops", period=PERIOD)])
    (measure,) = [one for one in compared(before, now) if one.subject == "measure"]
    assert (measure.name, measure.id, measure.before, measure.now) == ("Stops", "2026-Q2", 5, 6)


def compared(before: KeyAccount, now: KeyAccount) -> tuple[Changed, ...]:
    return changes_of((kept(before),), kept(now)).changed


def test_actions_are_done_late_blocked_and_put_off() -> None:
    assert told(other("actions", {"id": "A6.2"}, status="in progress", due=day("2026-12-01")), "action") == [
        ("action", "status", "moved", "better", 2, "A6.2")
    ]
    assert told(other("actions", {"id": "A7.1"}, due=day("2026-10-30")), "action") == [
        ("action", "status", "moved", "worse", 3, "A7.1"),
        ("action", "due", "moved", "better", 2, "A7.1"),
    ]
    assert told(other("actions", {"id": "A3.3"}, status="in progress", due=day("2027-01-01")), "action")[0][:4] == (
        "action", "status", "moved", "worse",
    )  # fmt: skip
    before = an_account(objectives=[an_objective()], actions=[an_action(due=day("2026-11-01"))])
    now = an_account(objectives=[an_objective()], actions=[an_action(due=day("2026-12-01"))])
    assert [(one.part, one.direction) for one in compared(before, now)] == [("due", "worse")]


def test_risks_grow_and_appear() -> None:
    small, grave = (
        a_risk(text="Prices rise", probability=2, impact=3),
        a_risk(text="prices  rise", probability=4, impact=4),
    )
    (grown,) = compared(an_account(risks=[small]), an_account(risks=[grave]))
    assert (grown.subject, grown.before, grown.now, grown.direction, grown.weight) == ("risk", 6, 16, "worse", 4)

    (added,) = [one for one in compared(an_account(), an_account(risks=[small])) if one.subject == "risk"]
    assert (added.kind, added.direction, added.weight) == ("added", "worse", 2)


def test_the_gravest_changes_come_first_and_worse_before_better() -> None:
    before = other("stakeholders", {"id": "S7"}, friendliness="neutral")
    before = before.model_copy(
        update={"opportunities": other("opportunities", {"id": "D9"}, stage="lost").opportunities}
    )
    found = since(before).changes

    assert [one.weight for one in found.changed] == sorted((one.weight for one in found.changed), reverse=True)
    assert [one.rank for one in found.changed] == list(range(1, len(found.changed) + 1))
    assert [one.direction for one in found.changed if one.weight == 4] == ["worse", "better"]
    assert (found.better, found.worse) == (
        sum(one.direction == "better" for one in found.changed), sum(one.direction == "worse" for one in found.changed),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_an_account_compared_with_itself_has_not_moved(seed: int) -> None:
    found = kept(generated_account(seed, STANDARDS, "small" if seed % 5 == 0 else "ordinary"))

    assert changes_of((found,), found).changed == ()


_MIRROR = {"added": "removed", "removed": "added", "better": "worse", "worse": "better"}


def test_comparing_the_other_way_round_turns_every_change_round() -> None:
    snapshots = [kept(generated_account(seed, STANDARDS)) for seed in range(8)]
    for one, another in product(snapshots, snapshots):
        there, back = changes_of((one,), another), changes_of((another,), one)
        assert sorted(map(_as_it_is, there.changed)) == sorted(map(_turned_round, back.changed))
        if there.score is not None and there.score.change is not None:
            assert back.score is not None
            assert there.score.change == pytest.approx(-(back.score.change or 0))


def _as_it_is(one: Changed) -> str:
    values = (one.before, one.now), (one.before_word, one.now_word), (one.before_day, one.now_day)
    return str((one.subject, one.part, one.weight, one.kind, one.direction, *values))


def _turned_round(one: Changed) -> str:
    values = (one.now, one.before), (one.now_word, one.before_word), (one.now_day, one.before_day)
    kind, direction = _MIRROR.get(one.kind, one.kind), _MIRROR.get(one.direction, one.direction)
    return str((one.subject, one.part, one.weight, kind, direction, *values))


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_the_moves_of_scores_add_up_and_recompute(seed: int) -> None:
    account = generated_account(seed, STANDARDS)
    history = (kept(generated_account(seed + 1, STANDARDS)),)
    analysis = analyse(account, STANDARDS, PERIOD, AS_OF, history)
    for shift, value in ((analysis.changes.score, analysis.score.value), (analysis.changes.health, None)):
        assert shift is not None
        if shift.change is None:
            continue
        assert sum(term.by_value + term.by_weight for term in shift.terms) == pytest.approx(shift.change)
        if value is not None:
            assert shift.before is not None
            assert value - shift.change == pytest.approx(shift.before, abs=Decimal("0.0501"))
    for one in explanations(account, analysis, STANDARDS, PERIOD, AS_OF):
        assert_recomputes(one)


def test_nothing_but_changes_and_alerts_rests_on_history() -> None:
    account = generated_account(3, STANDARDS)
    history = (kept(generated_account(4, STANDARDS)),)
    with_history, alone = (asdict(analyse(account, STANDARDS, PERIOD, AS_OF, kept)) for kept in (history, ()))

    assert {name for name in alone if alone[name] != with_history[name]} == {"changes"}


FALLING: dict[str, tuple[tuple[Decimal | None, ...], bool]] = {
    "falling twice": ((Decimal("0.30"), Decimal("0.25")), True),
    "falling once": ((Decimal("0.20"), Decimal("0.25")), False),
    "level before": ((Decimal("0.25"), Decimal("0.25")), False),
    "level as shown": ((Decimal("0.30"), Decimal("0.2049")), False),
    "one plan only": ((Decimal("0.25"),), False),
    "not known": ((None, Decimal("0.25")), False),
}


@pytest.mark.parametrize("case", FALLING)
def test_support_that_falls_twice_in_a_row_is_an_alert(case: str) -> None:
    shares, is_told = FALLING[case]
    earlier = kept(other("stakeholders", {"id": "S7"}, friendliness="neutral"))
    periods = ("2026-Q1", "2026-Q2")
    history = tuple(
        earlier.model_copy(update={"period": period, "support": share})
        for period, share in zip(periods, shares, strict=False)
    )
    found = [one for one in analyse(NOW, STANDARDS, PERIOD, AS_OF, history).alerts if one.kind == "support-falling"]

    assert bool(found) == is_told
    for alert in found:
        assert alert.sentence == "Support fell from +30 in 2026-Q1 to +25 in 2026-Q2 and to +20 now."
        assert alert.next_step == "Ask Odd Brekke what has changed."
        assert (alert.severity, alert.owner) == ("act now", "Jens Rasmussen")
        assert alert.cells == (next(one for one in NOW.stakeholders if one.id == "S7").cell("friendliness"),)


def test_ids_and_texts_that_differ_in_case_or_spaces_only_are_the_same_row() -> None:
    before = an_account(opportunities=[an_opportunity(id="d1")], objectives=[an_objective(id="o1")])
    now = an_account(opportunities=[an_opportunity(id="D1")], objectives=[an_objective(id="O1")])

    assert compared(before, now) == ()

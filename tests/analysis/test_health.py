"""The health score against calculations by hand, at its edges, and what would change its band."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.analysis.analyse import analyse
from pipeline.analysis.health import band_of, explained_health, weighed
from pipeline.analysis.results import Health, HealthComponent
from pipeline.model.account import KeyAccount
from pipeline.standards import HealthBands
from tests.analysis.worked import assert_recomputes
from tests.builders import (
    AS_OF,
    PERIOD,
    a_delivery,
    a_kpi,
    a_stakeholder,
    a_voice,
    an_account,
    an_action,
    an_economics,
    an_objective,
    day,
    shipped_standards,
)
from tests.generated import generated_account

STANDARDS = shipped_standards()
BANDS = HealthBands()
BAND_ORDER = ["critical", "watch", "healthy"]


def health(account: KeyAccount) -> Health:
    found = analyse(account, STANDARDS, PERIOD, AS_OF).health
    for explanation in explained_health(found):
        assert_recomputes(explanation)
        assert explanation.cells
    return found


def points(name: str, **rows: Any) -> Decimal | None:
    """The points of one component of an account with these rows alone."""
    return {component.name: component.points for component in health(an_account(**rows)).components}[name]


def part(name: str, weight: str, value: str | None) -> HealthComponent:
    return HealthComponent(
        name=name,
        weight=Decimal(weight),
        used_weight=Decimal(0),
        points=None if value is None else Decimal(value),
        formula="",
        worked="",
        cells=(),
    )


def test_health_is_the_weighted_mean_of_what_is_assessed() -> None:
    found = weighed([part("a", "0.3", "80"), part("b", "0.5", "40"), part("c", "0.2", None)], BANDS)
    # (0.3 * 80 + 0.5 * 40) / 0.8 = 44 / 0.8 = 55
    assert (found.value, found.band, found.assessed, found.missing) == (55, "watch", Decimal("0.8"), ("c",))
    assert [component.used_weight for component in found.components] == [Decimal("0.375"), Decimal("0.625"), 0]


def test_below_half_the_weight_nothing_is_assessed() -> None:
    assert weighed([part("a", "0.5", "80"), part("b", "0.5", None)], BANDS).value == 80
    found = weighed([part("a", "0.49", "80"), part("b", "0.51", None)], BANDS)
    assert (found.value, found.band, found.assessed, found.flips) == (None, "not assessed", Decimal("0.49"), ())
    assert weighed([], BANDS).band == "not assessed"
    assert weighed([part("a", "1", None)], BANDS).band == "not assessed"


@pytest.mark.parametrize(
    ("value", "band"),
    [("39.49", "critical"), ("39.5", "watch"), ("69.49", "watch"), ("69.5", "healthy"), ("0", "critical")],
)
def test_band_is_decided_on_the_points_as_shown(value: str, band: str) -> None:
    assert band_of(Decimal(value), BANDS) == band


def test_flips_tell_how_far_each_component_is_from_changing_the_band() -> None:
    found = weighed([part("a", "0.5", "60"), part("b", "0.5", "74")], BANDS)  # 67, to watch
    # to 69.5 it takes 139 in both: a at 139 - 74 = 65, b at 139 - 60 = 79; below 39.5 less than 79: b at 18, a at 4
    assert [(flip.component, flip.band, flip.points, flip.rises) for flip in found.flips] == [
        ("a", "healthy", 65, True),
        ("b", "healthy", 79, True),
        ("a", "critical", 4, False),
        ("b", "critical", 18, False),
    ]


def test_a_component_that_cannot_change_the_band_alone_is_not_told() -> None:
    found = weighed([part("a", "0.9", "100"), part("b", "0.1", "100")], BANDS)
    assert [flip.component for flip in found.flips] == ["a"]  # without b it is still 90


def test_people_goals_and_actions_give_their_points() -> None:
    people = [
        a_stakeholder(id="S1", influence=5, coverage="in depth", friendliness="mentor", last_contact=AS_OF),
        a_stakeholder(
            id="S2", influence=5, coverage="none", friendliness="non-supporter", last_contact=day("2026-07-02")
        ),
    ]
    assert points("coverage", stakeholders=people) == 50  # 100 * 15 / (3 * 10)
    assert points("support", stakeholders=people) == Decimal("62.5")  # 50 * (1 + (10 - 5) / (2 * 10))
    assert points("freshness", stakeholders=people) == 75  # 100 * (1 + 0.5) / 2, ninety days apart
    goals = [
        an_objective(id="O1", actual="4.0"),
        an_objective(id="O2", actual="6.8"),
        an_objective(id="O3", actual=None),
        an_objective(id="O4", start=day("2026-12-01")),
    ]
    assert points("goals", objectives=goals) == 50  # one met of two assessed
    actions = [
        an_action(id="A1", due=AS_OF, status="done"),
        an_action(id="A2", due=AS_OF),
        an_action(id="A3", due=day("2026-12-01")),
    ]
    assert points("actions", actions=actions) == 50


def test_recommendation_and_loyalty_trend_give_their_points() -> None:
    said = [a_voice(respondent=str(number), recommends=value) for number, value in enumerate((10, 9, 8, 3))]
    assert points("recommendation", voice=said) == Decimal("62.5")  # 50 * (1 + (2 - 1) / 4)

    def trend(kpi: str, measures: str, *actuals: int) -> list[Any]:
        return [
            a_kpi(kpi=kpi, measures=measures, period=f"2026-Q{number}", actual=str(actual), target="99")
            for number, actual in enumerate(actuals, start=1)
        ]

    rows = [*trend("a", "loyalty", 1, 2, 3), *trend("b", "engagement", 3, 2, 1), *trend("c", "value", 3, 2, 1)]
    assert points("loyalty trend", kpis=rows) == 50  # (100 + 0) / 2; value is neither of the two
    assert points("loyalty trend", kpis=rows[6:]) is None


def test_issues_lose_points_with_the_age_of_the_oldest_open_one() -> None:
    def issue(on: str, status: str | None) -> Any:
        return a_delivery(kind="issue", date=day(on), status=status)

    assert points("open issues", delivery=[issue("2026-01-01", "closed")]) == 100
    assert points("open issues", delivery=[issue("2026-08-31", "open"), issue("2026-09-30", None)]) == Decimal(200) / 3
    assert points("open issues", delivery=[issue("2026-01-01", "in progress")]) == 0
    assert points("open issues", delivery=[issue("2026-12-01", "open")]) == 100
    assert points("open issues", delivery=[a_delivery()]) is None  # an outcome is no issue


def test_disputes_and_slower_payment_lose_points() -> None:
    def terms(**fields: Any) -> list[Any]:
        return [an_economics(**fields)]

    assert points("disputes", economics=terms(invoices=100, disputes=4)) == 60  # 100 * (1 - 4 / 10)
    assert points("disputes", economics=terms(invoices=100, disputes=40)) == 0
    assert points("disputes", economics=terms(invoices=0, disputes=0)) is None

    def paid(before: str, now: str) -> list[Any]:
        return [an_economics(period="2025-Q3", days_to_pay=before), an_economics(days_to_pay=now)]

    assert points("payment", economics=paid("40", "42")) == 75  # up 5 % of the 20 %
    assert points("payment", economics=paid("40", "38")) == 100
    assert points("payment", economics=paid("40", "80")) == 0
    assert points("payment", economics=terms(days_to_pay="40")) is None


def test_an_account_without_rows_is_not_assessed() -> None:
    found = health(an_account())
    assert (found.value, found.band, found.assessed) == (None, "not assessed", 0)
    assert found.missing == tuple(component.name for component in STANDARDS.health)


def test_filling_in_what_no_component_uses_changes_nothing() -> None:
    people = [a_stakeholder(last_contact=AS_OF)]
    goals = [an_objective(actual="4.0")]
    bare = an_account(stakeholders=people, objectives=goals, actions=[an_action(due=AS_OF, status="done")])
    filled = bare.model_copy(
        update={"stakeholders": (people[0].model_copy(update={"needs": "Calm", "unit": "Group"}),)}
    )
    assert health(bare).value is not None
    assert health(filled).value == health(bare).value


def changed(found: Health, name: str, value: int) -> Health:
    components = [
        replace(component, points=Decimal(value)) if component.name == name else component
        for component in found.components
    ]
    return weighed(components, BANDS)


def assert_flips_are_true(found: Health) -> int:
    for flip in found.flips:
        inward = -1 if flip.rises else 1
        assert changed(found, flip.component, flip.points).band == flip.band
        assert changed(found, flip.component, flip.points + inward).band == found.band
    told = {(flip.component, flip.rises) for flip in found.flips}
    for component in found.components:
        for rises, extreme in ((True, 100), (False, 0)):
            reached = component.points is not None and changed(found, component.name, extreme).band
            higher = reached and BAND_ORDER.index(reached) - BAND_ORDER.index(found.band)
            assert ((component.name, rises) in told) == bool(higher and (higher > 0) == rises)
    return len(found.flips)


def test_flips_of_generated_accounts_flip_and_one_point_less_does_not() -> None:
    told = 0
    for seed in range(200):
        found = health(generated_account(seed, STANDARDS, "small"))
        if found.value is not None:
            told += assert_flips_are_true(found)
    assert told > 200


known_parts = st.lists(
    st.tuples(st.integers(1, 100), st.none() | st.decimals(0, 100, places=2)), min_size=1, max_size=6
)


@given(known_parts, st.randoms(use_true_random=False))
def test_value_lies_between_its_components_whatever_their_order_and_the_flips_are_true(
    drawn: list[tuple[int, Decimal | None]], random: Random
) -> None:
    parts = [
        HealthComponent(
            name=f"part {at}",
            weight=Decimal(weight),
            used_weight=Decimal(0),
            points=value,
            formula="",
            worked="",
            cells=(),
        )
        for at, (weight, value) in enumerate(drawn)
    ]
    found = weighed(parts, BANDS)
    known = [value for _, value in drawn if value is not None]
    shuffled = weighed(random.sample(parts, len(parts)), BANDS)
    assert (shuffled.value, shuffled.flips, shuffled.assessed) == (found.value, found.flips, found.assessed)
    assume(found.value is not None)
    assert found.value is not None
    assert min(known) - Decimal("1E-20") <= found.value <= max(known) + Decimal("1E-20")
    assert_flips_are_true(found)

"""Coverage, support, flags and gaps against calculations by hand."""

import datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.relationships import explained_relationships, relationships_of
from pipeline.analysis.results import Relationships
from pipeline.model.people import Stakeholder
from tests.analysis.worked import assert_recomputes
from tests.builders import AS_OF, a_stakeholder, an_account, shipped_standards
from tests.generated import generated_account

STANDARDS = shipped_standards()
RECENT = AS_OF - datetime.timedelta(days=5)


def found(*people: Stakeholder) -> Relationships:
    account = an_account(stakeholders=people)
    result = relationships_of(account, STANDARDS, AS_OF)
    for explanation in explained_relationships(account, result):
        assert_recomputes(explanation)
    return result


def gap_of(**fields: Any) -> str:
    """The gap of a neutral influencer, covered well and met five days ago, but for `fields`."""
    about = {"decision_role": "influencer", "influence": 3, "last_contact": RECENT}
    (state,) = found(a_stakeholder(**(about | fields))).people
    return state.gap


def four_people() -> tuple[Stakeholder, ...]:
    return (
        a_stakeholder(id="S1", influence=5, friendliness="mentor", coverage="in depth", decision_role="sponsor"),
        a_stakeholder(id="S2", influence=4, friendliness="non-supporter", coverage="brief"),
        a_stakeholder(id="S3", influence=2, friendliness="unknown", coverage="unknown", decision_role="user"),
        a_stakeholder(id="S4", influence=1, friendliness="supporter", coverage="multiple", decision_role="champion"),
    )


def test_coverage_and_support_are_weighted_by_influence() -> None:
    result = found(*four_people())
    # depth 3, 1, unknown counts 0, 2: 5 * 3 + 4 * 1 + 2 * 0 + 1 * 2 = 21 of 12 * 3 = 36
    assert (result.coverage_sum, result.influence_sum) == (21, 12)
    assert result.coverage == Decimal(21) / 36
    # support +2, -1, unknown left out, +1: 5 * 2 - 4 + 1 = 7 of (5 + 4 + 1) * 2 = 20
    assert (result.support_sum, result.known_influence_sum, result.unknown_support) == (7, 10, 1)
    assert result.support == Decimal("0.35")


def test_required_roles_are_covered_by_somebody_well_known() -> None:
    result = found(*four_people())
    # sponsor in depth, champion multiple; the decision maker is only known briefly
    assert (result.roles_covered, result.roles_open) == (("sponsor", "champion"), ("decision maker",))
    assert result.role_coverage == Decimal(2) / 3


def test_nobody_on_the_sheet_is_not_assessed() -> None:
    result = found()
    assert (result.coverage, result.support, result.role_coverage, result.flags, result.people) == (
        None,
        None,
        None,
        (),
        (),
    )


def test_support_is_unknown_if_nobodys_is_known() -> None:
    result = found(a_stakeholder(friendliness="unknown"))
    assert (result.support, result.unknown_support) == (None, 1)


def test_no_required_role_has_no_role_coverage() -> None:
    standards = STANDARDS.model_copy(update={"required_roles": ()})
    result = relationships_of(an_account(stakeholders=[a_stakeholder()]), standards, AS_OF)
    assert result.role_coverage is None


def sound_people() -> list[dict[str, Any]]:
    return [
        {"id": "S1", "decision_role": "sponsor", "our_contact": "Ida Lindqvist"},
        {"id": "S2", "decision_role": "decision maker", "our_contact": "Oskar Nyman"},
    ]


def test_sound_relationships_raise_no_flag() -> None:
    assert found(*(a_stakeholder(**person) for person in sound_people())).flags == ()


@pytest.mark.parametrize(
    ("place", "change", "flag"),
    [
        (0, {"coverage": "brief"}, "single-thread"),
        (0, {"coverage": "unknown"}, "single-thread"),
        (0, {"decision_role": "user"}, "no-sponsor"),
        (1, {"decision_role": "user"}, "no-decision-maker"),
        (1, {"friendliness": "non-supporter", "influence": 4}, "blocker"),
        (1, {"our_contact": " ida LINDQVIST"}, "one-of-us-only"),
        (1, {"our_contact": None}, "one-of-us-only"),
    ],
)
def test_each_flag_is_raised_by_its_cause_alone(place: int, change: dict[str, Any], flag: str) -> None:
    people = sound_people()
    people[place] |= change
    assert found(*(a_stakeholder(**person) for person in people)).flags == (flag,)


def test_somebody_against_us_with_little_weight_is_no_blocker() -> None:
    people = sound_people()
    people[1] |= {"friendliness": "enemy", "influence": 3}
    assert found(*(a_stakeholder(**person) for person in people)).flags == ()


def test_contacts_nobody_holds_are_not_held_by_one_of_us() -> None:
    people = [a_stakeholder(**(person | {"our_contact": None})) for person in sound_people()]
    assert found(*people).flags == ()


def days_ago(days: int) -> datetime.date:
    return AS_OF - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({}, "as wanted"),
        ({"friendliness": "enemy", "influence": 4}, "blocker"),
        ({"friendliness": "enemy", "influence": 3}, "as wanted"),
        ({"friendliness": "unknown", "influence": 5}, "unknown"),
        ({"coverage": "unknown"}, "unknown"),
        ({"decision_role": "champion", "coverage": "brief"}, "thin"),
        ({"decision_role": "champion", "coverage": "multiple"}, "as wanted"),
        ({"decision_role": "user", "coverage": "brief"}, "as wanted"),
        ({"last_contact": days_ago(90)}, "as wanted"),
        ({"last_contact": days_ago(91)}, "silent"),
        ({"last_contact": None}, "silent"),
        ({"last_contact": None, "coverage": "brief"}, "silent"),
        ({"last_contact": None, "coverage": "none"}, "as wanted"),
        ({"decision_role": "sponsor", "last_contact": days_ago(30)}, "as wanted"),
        ({"decision_role": "sponsor", "last_contact": days_ago(31)}, "silent"),
        ({"wanted_coverage": "in depth"}, "deepening"),
        ({"wanted_coverage": "multiple"}, "as wanted"),
        ({"wanted_coverage": "unknown"}, "as wanted"),
        ({"wanted_coverage": "in depth", "coverage": "none"}, "deepening"),
    ],
)
def test_gap_is_the_most_urgent_need_of_a_contact(fields: dict[str, Any], gap: str) -> None:
    assert gap_of(**fields) == gap


def test_people_stand_by_urgency_then_by_influence() -> None:
    people = [
        a_stakeholder(id="deep", wanted_coverage="in depth", last_contact=RECENT),
        a_stakeholder(id="light", friendliness="unknown", influence=1),
        a_stakeholder(id="weighty", friendliness="unknown", influence=5),
        a_stakeholder(id="thin", coverage="brief"),
        a_stakeholder(id="silent"),
        a_stakeholder(id="fine", last_contact=RECENT),
        a_stakeholder(id="blocker", friendliness="enemy"),
    ]
    order = [state.id for state in found(*people).people]
    assert order == ["blocker", "weighty", "light", "thin", "silent", "deep", "fine"]


def test_state_tells_depth_support_silence_and_contact() -> None:
    people = [
        a_stakeholder(id="S1", last_contact=days_ago(8), our_contact="Ida Lindqvist", friendliness="supporter"),
        a_stakeholder(id="S2", coverage="unknown", friendliness="unknown", last_contact=days_ago(-3)),
    ]
    known, unknown = sorted(found(*people).people, key=lambda state: state.id)
    assert (known.support, known.depth, known.days_silent, known.contacts) == (1, 2, 8, 1)
    assert (unknown.support, unknown.depth, unknown.days_silent, unknown.contacts) == (None, 0, 0, 0)


def test_who_holds_the_contact_and_who_had_the_last_one_know_them() -> None:
    def known(**fields: Any) -> tuple[str, ...]:
        return found(a_stakeholder(**fields)).people[0].known_by

    assert known(our_contact="Ida Lindqvist", last_contact_by="Oskar Nyman") == ("Ida Lindqvist", "Oskar Nyman")
    assert known(our_contact="Ida Lindqvist", last_contact_by=" IDA  Lindqvist") == ("Ida Lindqvist",)
    assert known(last_contact_by="Oskar Nyman") == ("Oskar Nyman",)
    assert known() == ()


def test_freshness_halves_every_ninety_days_and_weighs_by_influence() -> None:
    people = [
        a_stakeholder(id="S1", influence=5, last_contact=AS_OF),
        a_stakeholder(id="S2", influence=3, last_contact=days_ago(90)),
        a_stakeholder(id="S3", influence=2, last_contact=days_ago(180)),
        a_stakeholder(id="S4", influence=4, last_contact=None),
    ]
    result = found(*people)
    by_id = {state.id: state.freshness for state in result.people}
    assert by_id == {"S1": 1, "S2": Decimal("0.5"), "S3": Decimal("0.25"), "S4": None}
    assert (result.freshness, result.undated) == (Decimal("0.7"), 1)  # (5 * 1 + 3 * 0.5 + 2 * 0.25) / 10
    assert found(people[3]).freshness is None


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, "healthy"),
        ({"known_since": days_ago(180)}, "new"),
        ({"known_since": days_ago(181)}, "healthy"),
        ({"known_since": days_ago(20), "friendliness": "enemy"}, "new"),
        ({"coverage": "brief"}, "weak"),
        ({"coverage": "unknown"}, "weak"),
        ({"friendliness": "unknown"}, "weak"),
        ({"coverage": "brief", "friendliness": "enemy"}, "weak"),
        ({"friendliness": "non-supporter"}, "shaky"),
        ({"last_contact": days_ago(91)}, "shaky"),
        ({"last_contact": None}, "shaky"),
        ({"decision_role": "sponsor", "last_contact": days_ago(31)}, "shaky"),
    ],
)
def test_standing_follows_from_age_then_depth_then_support_and_silence(fields: dict[str, Any], standing: str) -> None:
    about: dict[str, Any] = {"decision_role": "influencer", "last_contact": RECENT}
    result = found(a_stakeholder(**(about | fields)))
    assert result.people[0].standing == standing
    assert {name: getattr(result, name) for name in ("new", "weak", "shaky", "healthy")} == {
        name: int(name == standing) for name in ("new", "weak", "shaky", "healthy")
    }


def test_next_step_is_the_weightiest_person_not_yet_known_in_depth() -> None:
    step = found(*four_people()).next_step
    assert step is not None
    # S2, influence 4, from brief to multiple: (21 + 4) / 36; S1 weighs more but is known in depth
    assert (step.id, step.coverage, step.gain) == ("S2", Decimal(25) / 36, Decimal(4) / 36)


def test_next_step_of_equals_is_the_first_by_name_and_there_is_none_when_all_are_known_in_depth() -> None:
    step = found(a_stakeholder(id="S1", name="Zoë Holt"), a_stakeholder(id="S2", name="anna Frost")).next_step
    assert step is not None
    assert step.id == "S2"
    assert found(a_stakeholder(coverage="in depth")).next_step is None
    assert found().next_step is None


def deeper(person: Stakeholder) -> Stakeholder | None:
    """The stakeholder one step better known; unknown is as none."""
    steps = ["none", "brief", "multiple", "in depth", "in depth"]
    at = steps.index("none" if person.coverage == "unknown" else person.coverage)
    return None if at == 3 else person.model_copy(update={"coverage": steps[at + 1]})


def test_no_other_step_raises_coverage_more_than_the_one_that_is_named() -> None:
    told = 0
    for seed in range(200):
        account = generated_account(seed, STANDARDS, "small")
        people = account.stakeholders
        step = relationships_of(account, STANDARDS, AS_OF).next_step
        raised = {}
        for place, person in enumerate(people):
            better = deeper(person)
            if better is not None:
                changed = account.model_copy(update={"stakeholders": (*people[:place], better, *people[place + 1 :])})
                raised[person.id] = relationships_of(changed, STANDARDS, AS_OF).coverage or Decimal(0)
        if step is None:
            assert not raised
            continue
        told += 1
        assert raised[step.id] == step.coverage == max(raised.values())
    assert told > 100


def test_word_outside_the_scale_is_an_error() -> None:
    with pytest.raises(KeyError):
        found(a_stakeholder(coverage="by rumour"))


people_drawn = st.lists(
    st.builds(
        lambda influence, friendliness, coverage, role, silent: {
            "last_contact": None if silent is None else days_ago(silent),
            "influence": influence,
            "friendliness": friendliness,
            "coverage": coverage,
            "decision_role": role,
        },
        st.integers(1, 5),
        st.sampled_from(STANDARDS.choices("friendliness")),
        st.sampled_from(STANDARDS.choices("coverage")),
        st.sampled_from(["sponsor", "decision maker", "champion", "user", "gatekeeper"]),
        st.none() | st.integers(0, 2000),
    ),
    min_size=1,
    max_size=6,
)


@given(people_drawn, st.randoms(use_true_random=False))
def test_indices_stay_in_range_and_the_order_of_rows_does_not_matter(
    drawn: list[dict[str, Any]], random: Random
) -> None:
    people = [a_stakeholder(id=f"S{place}", **fields) for place, fields in enumerate(drawn)]
    result = found(*people)
    assert result.coverage is not None
    assert result.role_coverage is not None
    assert 0 <= result.coverage <= 1
    assert 0 <= result.role_coverage <= 1
    assert result.support is None or -1 <= result.support <= 1
    shuffled = found(*random.sample(people, len(people)))
    assert shuffled == result
    assert result.new + result.weak + result.shaky + result.healthy == len(people)
    assert result.freshness is None or 0 < result.freshness <= 1

"""The force field against calculations by hand and against a count of every outcome."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.force_field import force_field_of, force_fields, plan_verdict, success_share
from pipeline.analysis.results import ForceField
from pipeline.model.fields import Origin
from pipeline.model.plan import Force
from tests.builders import a_force, an_account


def forces(driving: Sequence[int], restraining: Sequence[int]) -> list[Force]:
    return [
        *(a_force(direction="for", force=f"for {place}", strength=value) for place, value in enumerate(driving)),
        *(a_force(direction="against", force=f"against {place}", strength=v) for place, v in enumerate(restraining)),
    ]


def field(driving: Sequence[int], restraining: Sequence[int]) -> ForceField:
    return force_field_of(forces(driving, restraining))


def test_ten_for_and_seven_against_is_likely_to_succeed_and_turns_after_three_points() -> None:
    found = field([4, 4, 2], [5, 2])
    assert (found.driving, found.restraining, found.net) == (10, 7, 3)  # 4 + 4 + 2 against 5 + 2
    assert found.verdict == "likely to succeed"
    assert found.driving_share == Decimal(10) / 17
    assert round(found.driving_share * 100, 1) == Decimal("58.8")
    assert found.margin == Decimal(3) / 17
    assert found.flip_distance == 3
    assert (found.driving_count, found.restraining_count) == (3, 2)
    assert found.driving_mean == Decimal(10) / 3
    assert found.restraining_mean == Decimal("3.5")
    assert found.pivotal == ("for 0", "for 1")  # 4 >= 3, but 2 < 3: without it 8 - 7 is still above 0
    assert found.worst_net == -1  # 3 + 3 + 1 = 7; 5 stays 5, 2 is 3: 8
    assert found.best_net == 8  # 5 + 5 + 3 = 13; 4 + 1 = 5
    assert not found.robust
    assert not found.one_sided


def test_tie_is_likely_to_fail_and_turns_after_one_point() -> None:
    found = field([4, 3], [5, 2])
    assert (found.net, found.verdict, found.flip_distance) == (0, "likely to fail", 1)
    assert (found.driving_share, found.margin) == (Decimal("0.5"), 0)
    assert found.pivotal == ()


def test_negative_net_turns_one_point_above_its_distance_to_zero() -> None:
    found = field([2], [4, 1])
    assert (found.net, found.verdict, found.flip_distance) == (-3, "likely to fail", 4)
    assert found.pivotal == ()


def test_no_forces_are_not_assessed() -> None:
    fields = force_fields(an_account())
    assert fields == ()
    assert plan_verdict(fields) == "not assessed"


def test_one_empty_side_has_a_verdict_and_says_so() -> None:
    for_only, against_only = field([1], []), field([], [3])
    assert (for_only.verdict, for_only.one_sided, for_only.restraining_mean) == ("likely to succeed", True, None)
    assert (for_only.driving_share, for_only.margin, for_only.robust) == (1, 1, True)  # a force of 1 stays 1
    assert (against_only.verdict, against_only.one_sided, against_only.driving_mean) == ("likely to fail", True, None)
    assert (against_only.driving_share, against_only.margin) == (0, -1)


def test_verdict_is_robust_only_if_it_holds_from_worst_to_best() -> None:
    assert field([5, 5], [2]).robust  # worst 4 + 4 - 3 = 5
    assert field([2], [5, 5]).robust  # best 3 - 4 - 4 = -5
    assert not field([3], [4]).robust  # worst 2 - 5 = -3, best 4 - 3 = 1
    found = field([2], [3])
    assert (found.worst_net, found.best_net, found.robust) == (-3, 1, False)  # 1 - 4, 3 - 2
    even = field([2, 1], [4])
    assert (even.best_net, even.robust) == (2, False)  # 3 + 2 - 3
    tied_at_best = field([1], [3])
    assert (tied_at_best.best_net, tied_at_best.robust) == (0, True)  # 2 - 2: a tie is still a fail


def test_success_share_of_two_forces_by_hand() -> None:
    # 3 becomes 2, 3 or 4; 2 becomes 1, 2 or 3. Of the nine pairs, (2,2), (2,3) and (3,3) are not above 0: 6 / 9.
    assert success_share([3], [2]) == Decimal(6) / 9
    # 1 cannot become 0: 1, 1 or 2 on both sides. Above 0 only 2 against 1 and 1: 2 / 9.
    assert success_share([1], [1]) == Decimal(2) / 9
    # 5 cannot become 6: 4, 5, 5 against 4, 5, 5. Above 0 only 5, 5 against 4: 2 / 9.
    assert success_share([5], [5]) == Decimal(2) / 9
    assert success_share([1], []) == 1
    assert success_share([], [1]) == 0
    assert success_share([], []) == 0


def test_success_share_of_many_forces_is_quick_and_exact() -> None:
    assert success_share([5] * 60, [1] * 60) == 1
    assert success_share([3] * 40, [3] * 40) < Decimal("0.5")


def test_changes_are_grouped_in_the_order_in_which_they_first_appear() -> None:
    rows = [
        a_force(change="Fibre trays", strength=2),
        a_force(change="Second plant", strength=5),
        a_force(change=" fibre  TRAYS ", direction="against", strength=4),
    ]
    found = force_fields(an_account(forces=rows))
    assert [(field.change, field.net) for field in found] == [("Fibre trays", -2), ("Second plant", 5)]


def test_verdict_of_the_plan_is_that_of_the_lowest_net() -> None:
    rows = [a_force(change="Fibre trays", strength=5), a_force(change="Second plant", direction="against", strength=1)]
    assert plan_verdict(force_fields(an_account(forces=rows))) == "likely to fail"
    assert plan_verdict(force_fields(an_account(forces=rows[:1]))) == "likely to succeed"


def test_forces_stand_for_first_and_strongest_first() -> None:
    found = field([2, 5], [1, 4])
    assert [term.force for term in found.forces] == ["for 1", "for 0", "against 1", "against 0"]


def test_levers_stand_against_first_by_strength_times_influence() -> None:
    rows = [
        a_force(force="their wish", strength=5, influence=5),
        a_force(direction="against", force="seal", strength=4, influence=4),
        a_force(direction="against", force="law", strength=5),
        a_force(direction="against", force="price", strength=5, influence=2),
        a_force(direction="against", force="habit", strength=2, influence=5),
        a_force(direction="against", force="rumour", strength=1, influence=1),
    ]
    levers = force_field_of(rows).levers
    assert [(term.force, term.leverage) for term in levers] == [
        ("seal", 16),
        ("price", 10),  # as much as habit, but stronger
        ("habit", 10),
        ("rumour", 1),
        ("law", None),
        ("their wish", 25),
    ]


def test_term_keeps_what_the_row_says_and_where() -> None:
    row = a_force(
        strength=4,
        influence=3,
        evidence="Ten shifts",
        scored_by="O. Nyman",
        lever="Fit the head",
        action="A3",
        origin=Origin("Forces", {"strength": "F7"}),
    )
    (term,) = force_field_of([row]).forces
    assert (term.evidence, term.scored_by, term.lever, term.action) == ("Ten shifts", "O. Nyman", "Fit the head", "A3")
    assert (term.leverage, term.cell, term.pivotal) == (12, "Forces!F7", True)
    (bare,) = force_field_of([a_force(direction="against")]).forces
    assert (bare.evidence, bare.scored_by, bare.lever, bare.action, bare.pivotal) == ("", "", "", "", False)


strengths = st.lists(st.integers(1, 5), max_size=4)
sides = st.tuples(strengths, strengths).filter(lambda both: bool(both[0] or both[1]))


@given(sides)
def test_success_share_equals_a_count_of_every_outcome(both: tuple[list[int], list[int]]) -> None:
    signed = [(1, value) for value in both[0]] + [(-1, value) for value in both[1]]
    spread = [[sign * max(1, min(5, value + change)) for change in (-1, 0, 1)] for sign, value in signed]
    nets = [sum(outcome) for outcome in itertools.product(*spread)]
    share = Fraction(sum(net > 0 for net in nets), len(nets))
    assert success_share(*both) == Decimal(share.numerator) / Decimal(share.denominator)


@given(sides)
def test_results_stay_in_their_range_and_agree(both: tuple[list[int], list[int]]) -> None:
    found = field(*both)
    assert found.worst_net <= found.net <= found.best_net
    assert found.driving_share is not None
    assert found.margin is not None
    assert 0 <= found.driving_share <= 1
    assert 0 <= found.success_share <= 1
    assert abs(found.margin - (2 * found.driving_share - 1)) < Decimal("1e-20")
    assert (found.net > 0) == (found.verdict == "likely to succeed") == (found.driving_share > Decimal("0.5"))
    assert found.flip_distance >= 1
    if found.robust:
        assert found.success_share == (1 if found.net > 0 else 0)


@given(sides, st.randoms(use_true_random=False))
def test_order_of_the_rows_does_not_change_the_numbers(both: tuple[list[int], list[int]], random: Random) -> None:
    rows = forces(*both)
    shuffled = force_field_of(random.sample(rows, len(rows)))
    assert (shuffled.net, shuffled.success_share, set(shuffled.pivotal), shuffled.robust) == (
        field(*both).net,
        field(*both).success_share,
        set(field(*both).pivotal),
        field(*both).robust,
    )


@given(sides)
def test_pivotal_forces_are_those_whose_absence_turns_the_verdict(both: tuple[list[int], list[int]]) -> None:
    driving, restraining = both
    found = field(driving, restraining)
    turned = {
        f"for {place}"
        for place in range(len(driving))
        if found.net > 0 and sum(driving) - driving[place] - sum(restraining) <= 0
    }
    assert set(found.pivotal) == turned

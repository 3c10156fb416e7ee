"""What is said to turn a tier or a verdict turns it when it is done, and one point less does not: 200 accounts."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.force_field import explained_force_field, force_field_of, force_fields
from pipeline.analysis.results import Score, ScoreTest
from pipeline.analysis.scores import account_score, explained_score
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Force
from pipeline.model.proof import Rating
from pipeline.standards import Criterion, Standards
from tests.builders import a_force, an_account, shipped_standards
from tests.generated import generated_account

STANDARDS = shipped_standards()


def accounts() -> Iterator[KeyAccount]:
    return (generated_account(seed, STANDARDS, "small") for seed in range(200))


def rerated(account: KeyAccount, criterion: str, points: int) -> KeyAccount:
    """The account with every rater's rating of one criterion moved, within 1 to 10: the median moves as far."""

    def moved(row: Rating) -> Rating:
        if row.rates != "account" or row.criterion != criterion or row.rating is None:
            return row
        return row.model_copy(update={"rating": row.rating + points})

    return account.model_copy(update={"ratings": tuple(map(moved, account.ratings))})


def reweighted(standards: Standards, criterion: str, points: int) -> Standards:
    """The standards with one weight moved by percentage points and all of them brought back to 1."""
    step = Decimal(points) / 100
    whole = 1 + step

    def moved(part: Criterion) -> Criterion:
        return part.model_copy(update={"weight": (part.weight + step * (part.name == criterion)) / whole})

    return standards.model_copy(update={"criteria": tuple(map(moved, standards.criteria))})


def without(standards: Standards, criterion: str) -> Standards:
    left = [part for part in standards.criteria if part.name != criterion]
    whole = sum(part.weight for part in left)
    parts = tuple(part.model_copy(update={"weight": part.weight / whole}) for part in left)
    return standards.model_copy(update={"criteria": parts})


def done(account: KeyAccount, test: ScoreTest) -> Score | None:
    """The score of the account with the change of a test carried out; None where a rating would leave its scale."""
    if test.test == "weight":
        return account_score(account, reweighted(STANDARDS, test.criterion, test.change))
    if test.test == "left out":
        return account_score(account, without(STANDARDS, test.criterion))
    ratings = [
        row.rating + test.change
        for row in account.ratings
        if row.rates == "account" and row.criterion == test.criterion and row.rating is not None
    ]
    return (
        account_score(rerated(account, test.criterion, test.change), STANDARDS)
        if {*ratings} <= {*range(1, 11)}
        else None
    )


def test_every_test_of_a_tier_says_what_carrying_it_out_gives() -> None:
    carried_out = flips = 0
    for account in accounts():
        score = account_score(account, STANDARDS)
        for test in score.tests:
            changed = done(account, test)
            if changed is None:
                continue
            assert changed.value is not None
            assert abs(changed.value - test.score) < Decimal("1e-20")
            assert changed.tier == test.tier
            assert test.flips == (changed.tier != score.tier)
            carried_out += 1
            flips += test.flips
    assert carried_out > 1000
    assert flips > 50


def test_a_score_is_stable_exactly_if_no_test_flips_it_and_says_so() -> None:
    for account in accounts():
        score = account_score(account, STANDARDS)
        if score.value is None:
            assert score.stable is None
            continue
        assert score.stable == (not any(test.flips for test in score.tests))
        (said, *_) = [found for found in explained_score(score) if found.of == "score.value"]
        assert said.sensitivity[0].startswith("No rating one point off") == score.stable


def with_more(forces: tuple[Force, ...], direction: str, points: int) -> list[Force]:
    """The forces with so many points more on one side, given by forces of 1 to 5."""
    steps = [min(5, points - taken) for taken in range(0, points, 5)]
    return [*forces, *(a_force(change=forces[0].change, direction=direction, strength=step) for step in steps)]


def test_the_flip_distance_turns_the_verdict_and_one_point_less_does_not() -> None:
    seen = 0
    for account in accounts():
        for field in force_fields(account):
            forces = tuple(row for row in account.forces if row.change == field.change)
            turning = "against" if field.net > 0 else "for"
            enough = force_field_of(with_more(forces, turning, field.flip_distance))
            short = force_field_of(with_more(forces, turning, field.flip_distance - 1))
            assert enough.verdict != field.verdict
            assert short.verdict == field.verdict
            seen += 1
    assert seen > 200


def test_the_pivotal_forces_are_those_that_turn_the_verdict_when_they_drop_out() -> None:
    pivotal = 0
    for account in accounts():
        for field in force_fields(account):
            forces = [row for row in account.forces if row.change == field.change]
            turning = [
                row.force
                for place, row in enumerate(forces)
                if field.net > 0 and row.direction == "for" and _without(forces, place) != field.verdict
            ]
            assert sorted(turning) == sorted(field.pivotal)
            pivotal += len(turning)
    assert pivotal > 20


def _without(forces: list[Force], place: int) -> str:
    """The verdict when one force drops out; without any left nothing is assessed."""
    others = forces[:place] + forces[place + 1 :]
    return force_field_of(others).verdict if others else "not assessed"


def moved_strength(row: Force, step: int) -> int:
    """The strength one point better for the change (step 1) or worse (step -1), within 1 to 5."""
    return min(5, max(1, row.strength + (step if row.direction == "for" else -step)))


def test_robust_means_that_every_force_may_be_one_point_off() -> None:
    for account in accounts():
        for field in force_fields(account):
            forces = [row for row in account.forces if row.change == field.change]
            verdicts = set()
            for step in (-1, 1):
                moved = [row.model_copy(update={"strength": moved_strength(row, step)}) for row in forces]
                verdicts.add(force_field_of(moved).verdict)
            assert field.robust == (len(verdicts) == 1)


def test_the_sentence_names_the_points_that_turn_the_verdict() -> None:
    account = an_account(forces=[a_force(strength=3), a_force(direction="against", strength=2, force="Cost")])
    (net, _) = explained_force_field(force_fields(account))
    assert net.sensitivity[0] == "Likely to fail with 1 point less for the change, or more against it."

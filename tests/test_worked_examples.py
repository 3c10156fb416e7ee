"""Score and force field of each sample, worked out by hand; the arithmetic stands beside the figures."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.analysis.analyse import analyse
from pipeline.analysis.results import Analysis
from pipeline.run.reading import read_and_check
from tests.builders import AS_OF, PERIOD, a_force, an_account, shipped_standards
from tests.commands import SAMPLES


def analysed(sample: str) -> Analysis:
    reading = read_and_check(SAMPLES / f"{sample}.xlsx", shipped_standards())
    assert reading.account is not None, reading.problems
    return analyse(reading.account, shipped_standards(), PERIOD, AS_OF)


# Weights: revenue potential 0.30, strategic fit 0.20, growth 0.20, low cost to serve 0.15, openness 0.15.
SCORES = {
    # Two raters: medians 8, (9 + 8) / 2 = 8.5, 8, 6, 9.
    # 8 x 0.30 + 8.5 x 0.20 + 8 x 0.20 + 6 x 0.15 + 9 x 0.15 = 2.40 + 1.70 + 1.60 + 0.90 + 1.35 = 7.95, shown 8.0: A.
    "havnes-meieri": ("7.95", "8.0", "A"),
    # 6 x 0.30 + 8 x 0.20 + 6 x 0.20 + 7 x 0.15 + 7 x 0.15 = 1.80 + 1.60 + 1.20 + 1.05 + 1.05 = 6.70: B.
    "averley-medical": ("6.70", "6.7", "B"),
    # 9 x 0.30 + 9 x 0.20 + 8 x 0.20 + 8 x 0.15 + 9 x 0.15 = 2.70 + 1.80 + 1.60 + 1.20 + 1.35 = 8.65, shown 8.7: A.
    "kaltenbrueck-pharma": ("8.65", "8.7", "A"),
}


@pytest.mark.parametrize("sample", SCORES)
def test_the_score_is_the_one_by_hand(sample: str):
    value, shown, tier = SCORES[sample]

    score = analysed(sample).score

    assert (score.value, score.shown, score.tier) == (Decimal(value), Decimal(shown), tier)
    assert score.percent is not None
    assert Fraction(score.percent).limit_denominator(10_000) == (Fraction(value) - 1) / 9


def test_a_missing_rating_gives_bounds_and_no_score():
    # Openness is not rated. 7 x 0.30 + 5 x 0.20 + 6 x 0.20 + 5 x 0.15 = 2.10 + 1.00 + 1.20 + 0.75 = 5.05;
    # with 1 it is 5.05 + 0.15 = 5.20, tier C; with 10 it is 5.05 + 1.50 = 6.55, shown 6.6, tier B.
    score = analysed("cedar-prairie").score

    assert (score.value, score.shown, score.tier, score.stable) == (None, None, None, None)
    assert (score.low, score.high) == (Decimal("5.20"), Decimal("6.55"))
    assert (score.low_tier, score.high_tier) == ("C", "B")
    assert score.missing == ("Openness to joint work",)


# change: driving, restraining, net, verdict, driving share, flip distance, worst net, best net, robust
FORCE_FIELDS = {
    "havnes-meieri": {
        # For 5 + 4 + 3 + 3 = 15, against 4 + 4 + 3 + 2 = 13, net +2, share 15 / 28. Worst: (4 + 3 + 2 + 2) - (5 + 5 +
        # 4 + 3) = 11 - 17 = -6; best, 5 being the top: (5 + 5 + 4 + 4) - (3 + 3 + 2 + 1) = 18 - 9 = +9.
        "New lids on every yoghurt cup": (15, 13, 2, "likely to succeed", Fraction(15, 28), 2, -6, 9, False),
        # For 4 + 4 + 3 = 11, against 3 + 2 = 5, net +6, share 11 / 16. Worst: (3 + 3 + 2) - (4 + 3) = 8 - 7 = +1;
        # best: (5 + 5 + 4) - (2 + 1) = 14 - 3 = +11. The sign holds.
        "Second film supplier leaves Levanger": (11, 5, 6, "likely to succeed", Fraction(11, 16), 6, 1, 11, True),
    },
    "averley-medical": {
        # A tie: for 5 + 4 + 3 + 3 + 2 = 17, against 5 + 4 + 4 + 2 + 2 = 17, net 0: likely to fail, one point turns it.
        # Worst: (4 + 3 + 2 + 2 + 1) - (5 + 5 + 5 + 3 + 3) = 12 - 21 = -9; best: (5 + 5 + 4 + 4 + 3) - (4 + 3 + 3 + 1
        # + 1) = 21 - 12 = +9.
        "Orthopaedic range in 0.6 mm": (17, 17, 0, "likely to fail", Fraction(1, 2), 1, -9, 9, False),
    },
    "cedar-prairie": {
        # For 3 + 3 + 2 = 8, against 5 + 4 + 3 + 2 = 14, net -6: seven points turn it. Worst: (2 + 2 + 1) - (5 + 5 + 4
        # + 3) = 5 - 17 = -12; best: (4 + 4 + 3) - (4 + 3 + 2 + 1) = 11 - 10 = +1.
        "Tulsa switches to 45 micron film": (8, 14, -6, "likely to fail", Fraction(4, 11), 7, -12, 1, False),
        # For 4 + 4 = 8, against 3 + 2 = 5, net +3. Worst: (3 + 3) - (4 + 3) = -1; best: (5 + 5) - (2 + 1) = +7.
        "Lids with a quarter of recycled resin": (8, 5, 3, "likely to succeed", Fraction(8, 13), 3, -1, 7, False),
    },
    "kaltenbrueck-pharma": {
        # For 5 + 5 + 4 + 4 + 4 + 3 = 25, against 3 + 2 + 2 + 1 = 8, net +17, share 25 / 33. Worst: (4 + 4 + 3 + 3 + 3 +
        # 2) - (4 + 3 + 3 + 2) = 19 - 12 = +7; best: (5 + 5 + 5 + 5 + 5 + 4) - (2 + 1 + 1 + 1) = 29 - 5 = +24.
        "Mono-material film in two ranges": (25, 8, 17, "likely to succeed", Fraction(25, 33), 17, 7, 24, True),
    },
}
PLAN_VERDICTS = {
    "havnes-meieri": "likely to succeed",
    "averley-medical": "likely to fail",
    "cedar-prairie": "likely to fail",
    "kaltenbrueck-pharma": "likely to succeed",
}


@pytest.mark.parametrize("sample", FORCE_FIELDS)
def test_the_force_field_is_the_one_by_hand(sample: str):
    analysis = analysed(sample)

    assert [field.change for field in analysis.force_field] == list(FORCE_FIELDS[sample])
    for field in analysis.force_field:
        driving, restraining, net, verdict, share, flip, worst, best, robust = FORCE_FIELDS[sample][field.change]
        assert (field.driving, field.restraining, field.net, field.verdict) == (driving, restraining, net, verdict)
        assert field.driving_share is not None
        assert Fraction(field.driving_share).limit_denominator(1000) == share
        assert (field.flip_distance, field.worst_net, field.best_net, field.robust) == (flip, worst, best, robust)
    assert analysis.force_field_verdict == PLAN_VERDICTS[sample]


def force_field(forces: list[tuple[str, int]]) -> Analysis:
    rows = [a_force(direction=side, strength=strength) for side, strength in forces]
    return analyse(an_account(forces=rows), shipped_standards(), PERIOD, AS_OF)


def test_ten_for_and_seven_against_flips_after_three_points():
    # 5 + 3 + 2 = 10 for, 4 + 3 = 7 against: net +3, driving share 10 / 17 = 58.8 %.
    (field,) = force_field([("for", 5), ("for", 3), ("for", 2), ("against", 4), ("against", 3)]).force_field

    assert (field.driving, field.restraining, field.net, field.flip_distance) == (10, 7, 3, 3)
    assert field.driving_share is not None
    assert round(field.driving_share * 100, 1) == Decimal("58.8")
    assert field.verdict == "likely to succeed"


def test_a_tie_is_likely_to_fail():
    analysis = force_field([("for", 3), ("against", 3)])

    assert analysis.force_field[0].net == 0
    assert analysis.force_field_verdict == "likely to fail"


def test_no_forces_are_not_assessed():
    analysis = force_field([])

    assert analysis.force_field == ()
    assert analysis.force_field_verdict == "not assessed"

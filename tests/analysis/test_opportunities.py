"""The pipeline against calculations by hand."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.opportunities import opportunity_summary_of
from pipeline.analysis.results import OpportunitySummary
from pipeline.model.money import Opportunity
from tests.builders import AS_OF, an_account, an_account_form, an_opportunity, day, shipped_standards

STANDARDS = shipped_standards()


def summary(*opportunities: Opportunity, renewed: str | None = None) -> OpportunitySummary:
    account = an_account(an_account_form(renewed_amount=renewed), opportunities=opportunities)
    return opportunity_summary_of(account, STANDARDS, AS_OF)


def deals() -> tuple[Opportunity, ...]:
    return (
        an_opportunity(id="D1", stage="proposal", amount=640, low=480, high=720),
        an_opportunity(id="D2", stage="negotiation", amount=200),
        an_opportunity(id="D3", stage="qualified", amount=1000, low=0, high=1500),
        an_opportunity(id="D4", stage="won", amount=300, close_date=day("2026-05-01")),
        an_opportunity(id="D5", stage="won", amount=100, close_date=day("2026-06-01")),
        an_opportunity(id="D6", stage="lost", amount=1200, close_date=day("2026-06-01")),
    )


def test_pipeline_is_weighted_by_the_probability_of_the_stage() -> None:
    found = summary(*deals())
    assert (found.open_count, found.open_amount) == (3, 1840)  # 640 + 200 + 1000
    assert found.weighted == 570  # 640 * 0.50 + 200 * 0.75 + 1000 * 0.10 = 320 + 150 + 100
    assert [term.weighted for term in found.terms] == [320, 150, 100, 300, 100, 0]
    assert [term.state for term in found.terms] == ["open", "open", "open", "won", "won", "lost"]
    assert [term.probability for term in found.terms[2:]] == [Decimal("0.1"), 1, 1, 0]


def test_win_rate_counts_closed_deals_by_number_and_by_amount() -> None:
    found = summary(*deals())
    assert (found.won_count, found.won, found.lost_count, found.lost) == (2, 400, 1, 1200)
    assert found.win_rate_count == Decimal(2) / 3
    assert found.win_rate_value == Decimal("0.25")  # 400 / 1600


def test_as_much_won_as_lost_is_half() -> None:
    found = summary(an_opportunity(stage="won", amount=80), an_opportunity(id="D2", stage="lost", amount=80))
    assert (found.win_rate_count, found.win_rate_value) == (Decimal("0.5"), Decimal("0.5"))


def test_cautious_and_best_case_take_low_and_high_amounts() -> None:
    found = summary(*deals())
    assert found.low == 790  # won 400 + 480 * 0.50 + 200 * 0.75 + 0 * 0.10: a blank low is the amount, 0 is 0
    assert found.high == 2820  # won 400 + 720 + 200 + 1500


def test_gap_is_what_won_and_weighted_leave_of_the_renewed_amount() -> None:
    assert summary(*deals(), renewed="4200").gap == 3230  # 4200 - 400 - 570
    assert summary(*deals(), renewed="500").gap == -470
    assert summary(*deals(), renewed="0").gap == -970
    assert summary(*deals()).gap is None


def test_open_deals_past_their_close_date_are_told() -> None:
    found = summary(
        an_opportunity(id="D1", close_date=day("2026-09-29")),
        an_opportunity(id="D2", close_date=AS_OF),
        an_opportunity(id="D3", close_date=day("2026-09-29"), stage="lost"),
    )
    assert [term.past_due for term in found.terms] == [True, False, False]
    assert found.past_due == 1


def test_stages_stand_in_the_order_of_the_standards_and_sum_up() -> None:
    found = summary(*deals(), an_opportunity(id="D7", stage="proposal", amount=60))
    assert [(stage.stage, stage.count, stage.amount, stage.weighted) for stage in found.stages] == [
        ("qualified", 1, 1000, 100),
        ("need agreed", 0, 0, 0),
        ("proposal", 2, 700, 350),
        ("negotiation", 1, 200, 150),
    ]
    assert found.stages[1].probability == Decimal("0.25")


def test_nothing_closed_has_no_win_rate() -> None:
    assert (summary().win_rate_count, summary().win_rate_value) == (None, None)
    free = summary(an_opportunity(stage="won", amount=0))
    assert (free.win_rate_count, free.win_rate_value) == (1, None)
    assert (summary().weighted, summary().low, summary().high, summary().open_count) == (0, 0, 0, 0)


def test_stage_is_found_whatever_its_case_and_must_be_known() -> None:
    assert summary(an_opportunity(stage="Won")).won_count == 1
    with pytest.raises(KeyError):
        summary(an_opportunity(stage="dreaming"))


amounts = st.decimals(0, 10**7, places=2)
portfolios = st.lists(
    st.tuples(st.sampled_from([stage.name for stage in STANDARDS.stages]), amounts, st.decimals(0, 1, places=2)),
    max_size=6,
)


@given(portfolios, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_currency_and_order_leave_rates_alone(
    drawn: list[tuple[str, Decimal, Decimal]], scale: int, random: Random
) -> None:
    def rows(factor: int) -> list[Opportunity]:
        return [
            an_opportunity(id=f"D{place}", stage=stage, amount=amount * factor, low=amount * part * factor)
            for place, (stage, amount, part) in enumerate(drawn)
        ]

    one, many = summary(*rows(1)), summary(*rows(scale))
    assert (many.win_rate_count, many.win_rate_value) == (one.win_rate_count, one.win_rate_value)
    assert (many.weighted, many.low, many.high) == (one.weighted * scale, one.low * scale, one.high * scale)
    assert one.low <= one.won + one.weighted <= one.high
    assert sum(stage.weighted for stage in one.stages) == one.weighted
    shuffled = summary(*random.sample(rows(1), len(drawn)))
    assert (shuffled.stages, shuffled.low, shuffled.won) == (one.stages, one.low, one.won)

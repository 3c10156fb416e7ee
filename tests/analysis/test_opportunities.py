"""The pipeline against calculations by hand."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.opportunities import explained_opportunities, opportunity_summary_of, plan_year_of
from pipeline.analysis.results import BusinessGap, OpportunitySummary
from pipeline.model.money import Opportunity
from tests.analysis.worked import assert_recomputes
from tests.builders import AS_OF, an_account, an_account_form, an_opportunity, day, shipped_standards

STANDARDS = shipped_standards()


def summary(*opportunities: Opportunity, renewed: str | None = None, target: str | None = None) -> OpportunitySummary:
    form = an_account_form(renewed_amount=renewed, new_business_target=target)
    account = an_account(form, opportunities=opportunities)
    found = opportunity_summary_of(account, STANDARDS, AS_OF)
    for explanation in explained_opportunities(account, found, STANDARDS):
        assert_recomputes(explanation)
        assert explanation.cells
    return found


def business(*opportunities: Opportunity, target: str) -> BusinessGap:
    found = summary(*opportunities, target=target).target
    assert found is not None
    return found


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


def test_expected_is_won_and_weighted() -> None:
    assert summary(*deals()).expected == 970  # 400 + 570


def test_needed_pipeline_follows_the_published_example() -> None:
    # (2.5 m - 1.0 m - 0.5 m * 0.50) / 0.60, as in the example but for the probability of 0.50
    found = business(
        an_opportunity(id="D1", stage="won", amount="1000000", close_date=day("2026-02-01")),
        an_opportunity(id="D2", stage="proposal", amount="500000"),
        an_opportunity(id="D3", stage="lost", amount="600000", close_date=day("2025-11-01")),
        an_opportunity(id="D4", stage="won", amount="500000", close_date=day("2025-11-01")),
        an_opportunity(id="D5", stage="lost", amount="400000", close_date=day("2026-03-01")),
        target="2500000",
    )
    assert (found.won, found.weighted, found.expected) == (1_000_000, 250_000, 1_250_000)
    assert (found.gap, found.remaining) == (1_250_000, 1_500_000)
    assert found.needed == Decimal(1_250_000) / Decimal("0.6")  # won 1.5 m of the 2.5 m that were ever closed
    assert found.coverage == Decimal(500_000) / 1_500_000


def test_only_deals_of_the_plan_year_count_towards_its_target() -> None:
    dates = ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    won = [an_opportunity(id=f"W{at}", stage="won", amount=10, close_date=day(at)) for at in dates]
    still_open = [an_opportunity(id=f"O{at}", stage="proposal", amount=100, close_date=day(at)) for at in dates]
    found = business(*won, *still_open, target="1000")
    assert (found.year_start, found.year_end) == (day("2026-01-01"), day("2026-12-31"))
    assert (found.won, found.open_amount, found.weighted) == (20, 300, 150)  # a past close date is open all the same


@pytest.mark.parametrize(
    ("start", "on", "first", "last"),
    [
        ("2026-01-01", "2026-01-01", "2026-01-01", "2026-12-31"),
        ("2025-07-01", "2026-06-30", "2025-07-01", "2026-06-30"),
        ("2025-07-01", "2026-07-01", "2026-07-01", "2027-06-30"),
        ("2027-07-01", "2026-09-30", "2026-07-01", "2027-06-30"),
        ("2024-02-29", "2025-02-28", "2024-02-29", "2025-02-28"),
        ("2024-02-29", "2026-03-01", "2026-03-01", "2027-02-28"),
    ],
)
def test_plan_years_are_counted_from_the_start_of_the_plan(start: str, on: str, first: str, last: str) -> None:
    assert plan_year_of(day(start), day(on)) == (day(first), day(last))


def test_target_that_is_expected_needs_nothing_and_one_that_is_won_has_no_coverage() -> None:
    won = an_opportunity(id="D1", stage="won", amount=60, close_date=day("2026-02-01"))
    offered = an_opportunity(id="D2", stage="proposal", amount=100)
    assert (business(won, offered, target="110").gap, business(won, offered, target="110").needed) == (0, 0)
    found = business(won, offered, target="50")
    assert (found.gap, found.needed, found.remaining, found.coverage) == (-60, 0, 0, None)
    assert business(won, offered, target="0").gap == -110


def test_nothing_won_yet_tells_no_needed_pipeline_and_no_target_no_gap() -> None:
    assert business(an_opportunity(stage="proposal", amount=100), target="200").needed is None
    lost = an_opportunity(stage="lost", amount=100, close_date=day("2026-02-01"))
    assert business(lost, target="200").needed is None
    assert business(target="200").gap == 200
    assert summary(*deals()).target is None


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

    one, many = summary(*rows(1), target="7"), summary(*rows(scale), target=str(7 * scale))
    assert one.target is not None
    assert many.target is not None
    assert many.target.coverage == one.target.coverage
    assert many.target.gap == one.target.gap * scale
    assert many.target.expected + many.target.gap == many.target.target
    assert (many.win_rate_count, many.win_rate_value) == (one.win_rate_count, one.win_rate_value)
    assert (many.weighted, many.low, many.high) == (one.weighted * scale, one.low * scale, one.high * scale)
    assert one.low <= one.expected <= one.high
    assert sum(stage.weighted for stage in one.stages) == one.weighted
    shuffled = summary(*random.sample(rows(1), len(drawn)), target="7")
    assert (shuffled.stages, shuffled.low, shuffled.won) == (one.stages, one.low, one.won)
    assert shuffled.target == one.target

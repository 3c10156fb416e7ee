"""Revenue by product and period against sums by hand."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.results import RevenueSummary
from pipeline.analysis.revenue import revenue_summary_of
from pipeline.model.money import Revenue
from tests.builders import PERIOD, a_revenue, an_account


def rows(*told: tuple[str, str, int]) -> list[Revenue]:
    return [a_revenue(period=period, product=product, revenue=amount) for period, product, amount in told]


def summary(found: list[Revenue], period: str = PERIOD) -> RevenueSummary:
    return revenue_summary_of(an_account(revenue=found), period)


def two_years() -> list[Revenue]:
    return rows(
        ("2025-Q1", "Film", 90),
        ("2025-Q2", "Film", 100),
        ("2025-Q3", "Film", 60),
        ("2025-Q3", "Foil", 50),
        ("2025-Q4", "Foil", 70),
        ("2026-Q1", "Film", 110),
        ("2026-Q2", "Film", 100),
        ("2026-Q2", "Trays", 20),
        ("2026-Q3", "film ", 60),
        ("2026-Q3", "Film", 10),
        ("2026-Q3", "Trays", 40),
    )


def test_revenue_is_summed_by_period_oldest_first() -> None:
    found = summary(list(reversed(two_years())))
    assert found.total == 710
    assert [(total.name, total.revenue) for total in found.by_period] == [
        ("2025-Q1", 90),
        ("2025-Q2", 100),
        ("2025-Q3", 110),
        ("2025-Q4", 70),
        ("2026-Q1", 110),
        ("2026-Q2", 120),
        ("2026-Q3", 110),
    ]
    assert found.by_period[0].share == Decimal(90) / 710


def test_revenue_by_product_is_over_the_year_to_date() -> None:
    found = summary(two_years())
    # Film 110 + 100 + 60 + 10 = 280, Trays 20 + 40 = 60, together 340; Foil was sold last year only
    assert [(total.name, total.revenue, total.share) for total in found.by_product] == [
        ("Film", 280, Decimal(280) / 340),
        ("Trays", 60, Decimal(60) / 340),
    ]
    # to the second quarter: Film 210, Trays 20
    assert [total.revenue for total in summary(two_years(), "2026-Q2").by_product] == [210, 20]


def test_revenue_by_product_is_over_everything_if_the_year_has_none() -> None:
    found = summary(two_years(), "2027-Q1")
    assert [(total.name, total.revenue) for total in found.by_product] == [("Film", 530), ("Foil", 120), ("Trays", 60)]


def test_products_of_equal_revenue_stand_by_name() -> None:
    found = summary(rows((PERIOD, "Trays", 5), (PERIOD, "Film", 5), (PERIOD, "Foil", 9)))
    assert [total.name for total in found.by_product] == ["Foil", "Film", "Trays"]


def test_cells_stand_by_period_and_in_the_order_of_the_products() -> None:
    found = summary(two_years())
    cells = [(cell.period, cell.product, cell.revenue) for cell in found.cells]
    assert cells[2:5] == [("2025-Q3", "Film", 60), ("2025-Q3", "Foil", 50), ("2025-Q4", "Foil", 70)]
    assert cells[-2:] == [("2026-Q3", "Film", 70), ("2026-Q3", "Trays", 40)]
    assert len(cells) == 10


def test_growth_compares_the_same_quarters_of_both_years() -> None:
    found = summary(two_years())
    # 110 + 120 + 110 = 340 against 90 + 100 + 110 = 300: + 13.3 %; the fourth quarter of 2025 stays out
    assert (found.growth_now, found.growth_before) == (340, 300)
    assert found.growth == Decimal(40) / 300
    assert summary(two_years(), "2026-Q1").growth == Decimal(20) / 90


@pytest.mark.parametrize("missing", ["2025-Q2", "2026-Q2"])
def test_growth_is_unknown_if_a_quarter_is_missing_in_either_year(missing: str) -> None:
    found = summary([row for row in two_years() if row.period != missing])
    assert found.growth is None
    assert (found.growth_now is None) == (missing == "2026-Q2")
    assert (found.growth_before is None) == (missing == "2025-Q2")


def test_growth_is_unknown_if_last_year_was_not_above_zero() -> None:
    for before in (0, -5):
        found = summary(rows(("2025-Q1", "Film", before), ("2026-Q1", "Film", 10)), "2026-Q1")
        assert (found.growth, found.growth_now, found.growth_before) == (None, 10, before)


def test_year_is_compared_with_the_year_before() -> None:
    years = rows(("2025", "Film", 400), ("2026", "Film", 300), ("2026", "Foil", 200))
    for period in ("2026", "2026-Q4"):
        found = summary(years, period)
        assert (found.growth, found.growth_now, found.growth_before) == (Decimal("0.25"), 500, 400)
        assert [total.revenue for total in found.by_product] == [300, 200]
    assert summary(years, "2026-Q3").growth is None  # a year does not tell its first three quarters
    quarters = rows(*((f"2026-Q{number}", "Film", 110) for number in (1, 2, 3, 4)), ("2025", "Film", 400))
    assert summary(quarters, "2026").growth == Decimal("0.1")  # 440 against 400


def test_credit_lowers_the_sum_and_leaves_no_shares() -> None:
    found = summary(rows((PERIOD, "Film", 100), (PERIOD, "Foil", -20)))
    assert found.total == 80
    assert [(total.revenue, total.share) for total in found.by_product] == [(100, None), (-20, None)]
    assert found.by_period[0].share == 1


def test_product_that_brought_nothing_has_a_share_of_nothing() -> None:
    found = summary(rows((PERIOD, "Film", 100), (PERIOD, "Foil", 0)))
    assert [total.share for total in found.by_product] == [1, 0]


def test_no_revenue_has_no_shares_and_no_growth() -> None:
    found = summary([])
    assert (found.total, found.by_period, found.by_product, found.cells) == (0, (), (), ())
    assert (found.growth, found.margin) == (None, None)
    zero = summary(rows((PERIOD, "Film", 0)))
    assert (zero.by_product[0].share, zero.by_period[0].share) == (None, None)


def test_margin_is_of_the_rows_whose_cost_is_known() -> None:
    found = summary(
        [
            a_revenue(revenue=100, direct_cost=60),
            a_revenue(revenue=50, direct_cost=15),
            a_revenue(revenue=900),
            a_revenue(period="2025-Q3", revenue=100, direct_cost=0),
        ]
    )
    assert found.margin == Decimal("0.5")  # (150 - 75) / 150
    assert summary([a_revenue(revenue=100, direct_cost=130)]).margin == Decimal("-0.3")
    assert summary([a_revenue(revenue=0, direct_cost=130)]).margin is None
    assert summary([a_revenue(revenue=100)]).margin is None


periods = st.sampled_from([f"{year}-Q{number}" for year in (2025, 2026) for number in (1, 2, 3)])
drawn_rows = st.lists(
    st.tuples(periods, st.sampled_from(["Film", "Foil", "Trays"]), st.integers(-100, 10_000)), max_size=12
)


@given(drawn_rows, st.integers(2, 1000), st.randoms(use_true_random=False))
def test_currency_leaves_shares_and_growth_alone_and_order_everything(
    drawn: list[tuple[str, str, int]], scale: int, random: Random
) -> None:
    found = summary(rows(*drawn))
    scaled = summary(rows(*((period, product, amount * scale) for period, product, amount in drawn)))
    assert (scaled.total, scaled.growth) == (found.total * scale, found.growth)
    assert [total.share for total in scaled.by_product] == [total.share for total in found.by_product]
    assert summary(rows(*random.sample(drawn, len(drawn)))) == found
    assert sum(total.revenue for total in found.by_period) == found.total == sum(cell.revenue for cell in found.cells)
    for totals in (found.by_period, found.by_product):
        shares = [total.share for total in totals if total.share is not None]
        assert all(0 <= share <= 1 for share in shares)
        assert not shares or abs(sum(shares) - 1) < Decimal("1e-20")

"""The account's economics against calculations by hand, and at their edges."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.economics import economics_of, explained_economics
from pipeline.analysis.results import EconomicsSummary
from pipeline.model.money import Economics, Revenue
from tests.analysis.worked import assert_recomputes
from tests.builders import a_revenue, an_account, an_economics


def costs(period: str, serve: int | None, kam: int | None, **more: Any) -> Economics:
    blank: dict[str, Any] = {"discount_percent": None, "days_to_pay": None, "invoices": None, "disputes": None}
    return an_economics(
        period=period,
        cost_to_serve=None if serve is None else Decimal(serve),
        kam_cost=None if kam is None else Decimal(kam),
        **(blank | more),
    )


def sold(period: str, revenue: int, direct: int | None) -> Revenue:
    return a_revenue(period=period, revenue=Decimal(revenue), direct_cost=None if direct is None else Decimal(direct))


def economics(*rows: Economics | Revenue, period: str = "2026-Q2") -> EconomicsSummary:
    account = an_account(
        economics=[row for row in rows if isinstance(row, Economics)],
        revenue=[row for row in rows if isinstance(row, Revenue)],
    )
    found = economics_of(account, period)
    for explanation in explained_economics(found):
        assert_recomputes(explanation)
    return found


# Contribution 100 a quarter in 2025, 150 and 180 in 2026; the account team costs 20 a quarter.
FOUR_QUARTERS = (
    sold("2025-Q1", 1000, 800), costs("2025-Q1", 100, 20),
    sold("2025-Q2", 1000, 790), costs("2025-Q2", 110, 20),
    sold("2026-Q1", 1200, 930), costs("2026-Q1", 120, 20),
    sold("2026-Q2", 1300, 990), costs("2026-Q2", 130, 20),
)  # fmt: skip


def test_contribution_margin_and_ratio_by_hand() -> None:
    latest = economics(*FOUR_QUARTERS).latest
    assert latest is not None
    assert latest.contribution == 180  # 1300 - 990 - 130
    assert latest.margin == Decimal(180) / 1300
    assert latest.after_kam == 160
    assert latest.revenue_to_cost == Decimal(1300) / 1120  # 990 + 130


def test_return_on_key_account_management_by_hand() -> None:
    found = economics(*FOUR_QUARTERS)
    # now 150 + 180 = 330, before 100 + 100 = 200: extra 130; cost 20 + 20 = 40; (130 - 40) / 40 = 2.25
    assert (found.extra_contribution, found.kam_cost, found.kam_return) == (130, 40, Decimal("2.25"))


def test_payback_is_when_the_extra_contribution_covers_the_cost() -> None:
    found = economics(*FOUR_QUARTERS)
    # base 100 of 2025-Q1; after 2025-Q2: extra 0, cost 20; after 2026-Q1: extra 50, cost 40: two periods, 6 months
    assert (found.payback_months, found.months_observed) == (6, 6)
    early = economics(*FOUR_QUARTERS, period="2025-Q2")
    assert (early.payback_months, early.months_observed) == (None, 3)


def test_a_part_that_is_not_known_leaves_the_rest_unknown() -> None:
    for rows in (
        (sold("2026-Q2", 100, None), costs("2026-Q2", 10, 5)),
        (sold("2026-Q2", 100, 50), costs("2026-Q2", None, 5)),
        (costs("2026-Q2", 10, 5),),
        (sold("2026-Q2", 100, 50), sold("2026-Q2", 50, None), costs("2026-Q2", 10, 5)),
    ):
        latest = economics(*rows).latest
        assert latest is not None
        assert (latest.contribution, latest.margin, latest.after_kam, latest.revenue_to_cost) == (None,) * 4
    assert economics().latest is None


def test_a_loss_and_no_revenue() -> None:
    loss = economics(sold("2026-Q2", 100, 120), costs("2026-Q2", 10, 5)).latest
    assert loss is not None
    assert (loss.contribution, loss.margin, loss.after_kam) == (-30, Decimal("-0.3"), -35)
    credit = economics(sold("2026-Q2", -10, 0), costs("2026-Q2", 0, 5)).latest
    assert credit is not None
    assert (credit.margin, credit.revenue_to_cost) == (None, None)


def test_trends_compare_with_last_year_else_with_the_period_before() -> None:
    rows = [
        costs(period, 1, 1, days_to_pay=Decimal(days), discount_percent=Decimal(discount))
        for period, days, discount in (("2025-Q2", 40, "0.05"), ("2026-Q1", 45, "0.06"), ("2026-Q2", 50, "0.07"))
    ]
    found = economics(*rows)
    assert found.days_to_pay is not None
    assert (found.days_to_pay.growth, found.days_to_pay.before_period) == (Decimal("0.25"), "2025-Q2")  # 50 / 40 - 1
    assert found.discount is not None
    assert found.discount.change == Decimal("0.02")
    later = economics(*rows[1:])
    assert later.days_to_pay is not None
    assert (later.days_to_pay.change, later.days_to_pay.before_period) == (5, "2026-Q1")
    assert economics(rows[0]).days_to_pay is None


def test_dispute_rate() -> None:
    latest = economics(costs("2026-Q2", 1, 1, invoices=200, disputes=5)).latest
    assert latest is not None
    assert latest.dispute_rate == Decimal("0.025")
    none = economics(costs("2026-Q2", 1, 1, invoices=0, disputes=0)).latest
    assert none is not None
    assert none.dispute_rate is None


def test_periods_after_the_one_reviewed_do_not_count() -> None:
    found = economics(*FOUR_QUARTERS, period="2026-Q1")
    assert found.latest is not None
    assert found.latest.period == "2026-Q1"
    assert found.kam_return == Decimal("1.5")  # extra 50, cost 20


def test_years_count_where_there_is_no_quarter() -> None:
    rows = [
        row
        for year, direct in ((2025, 80), (2026, 40))
        for row in (sold(str(year), 100, direct), costs(str(year), 10, 20))
    ]
    found = economics(*rows, period="2026-Q4")
    assert (found.payback_months, found.kam_return) == (12, Decimal(1))  # extra 40, cost 20


@pytest.mark.parametrize("cost", [0, None])
def test_without_a_cost_there_is_no_return(cost: int | None) -> None:
    rows = [row.model_copy(update={"kam_cost": cost}) if isinstance(row, Economics) else row for row in FOUR_QUARTERS]
    found = economics(*rows)
    assert (found.kam_return, found.payback_months) == (None, None)


amounts = st.integers(0, 10**8)


@given(
    st.lists(st.tuples(amounts, amounts, amounts, st.integers(1, 10**6)), min_size=4, max_size=4),
    st.integers(2, 99),
    st.randoms(use_true_random=False),
)
def test_another_currency_changes_no_ratio_and_the_order_of_rows_nothing(
    quarters: list[tuple[int, int, int, int]], rate: int, random: Random
) -> None:
    def rows(times: int) -> list[Economics | Revenue]:
        names = ("2025-Q1", "2025-Q2", "2026-Q1", "2026-Q2")
        made: list[Economics | Revenue] = []
        for name, (revenue, direct, serve, kam) in zip(names, quarters, strict=True):
            made += [sold(name, revenue * times, direct * times), costs(name, serve * times, kam * times)]
        random.shuffle(made)
        return made

    one, other = economics(*rows(1)), economics(*rows(rate))
    assert one.kam_return == other.kam_return
    assert one.payback_months == other.payback_months
    assert one.latest is not None
    assert other.latest is not None
    assert (one.latest.margin, one.latest.revenue_to_cost) == (other.latest.margin, other.latest.revenue_to_cost)
    assert one.latest.margin is None or one.latest.margin <= 1
    assert one == economics(*rows(1))

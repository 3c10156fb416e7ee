"""What is said of what is left after costs, of what the account team brings, and of discount and payment."""

import pytest

from tests.builders import a_revenue, an_economics
from tests.views.findings.told import told

FIRST_THREE = ("Q1", "Q2", "Q3")


def sold(amount: int, direct: int | None, period: str = "2026-Q3") -> list:
    return [a_revenue(period=period, revenue=str(amount), direct_cost=None if direct is None else str(direct))]


def costs(serve: int | None, kam: int | None = None, period: str = "2026-Q3", **fields) -> list:
    shown = {"cost_to_serve": serve, "kam_cost": kam} | fields
    return [
        an_economics(period=period, **{name: value if value is None else str(value) for name, value in shown.items()})
    ]


@pytest.mark.parametrize(
    ("revenue", "economics", "expected"),
    [
        ([], [], "What is left after costs is not assessed: no economics are entered"),
        (
            [],
            costs(1, period="2026-Q4"),
            "What is left after costs is not assessed: no row of economics is by the period reviewed",
        ),
        ([], costs(None), "What Q3 26 leaves is not assessed: revenue, direct cost and cost to serve are not noted"),
        (sold(100, None), costs(1), "What Q3 26 leaves is not assessed: direct cost is not noted"),
        # 100,000 - 60,000 - 15,000 = 25,000
        (
            sold(100_000, 60_000),
            costs(15_000, 5000),
            "EUR 25 k is left of Q3 26 after direct cost and cost to serve, a margin of 25%",
        ),
        (
            sold(100_000, 60_000),
            costs(15_000, 30_000),
            "EUR 25 k is left of Q3 26 after costs, a margin of 25%, but the account team costs more than that",
        ),
        (
            sold(100_000, 90_000),
            costs(10_000),
            "Nothing is left of the revenue of Q3 26 after direct cost and cost to serve",
        ),
        (sold(100_000, 90_000), costs(30_000), "Costs were EUR 20 k above the revenue of Q3 26, a margin of −20%"),
        (sold(-50, 100), costs(50), "Costs were EUR 200 above the revenue of Q3 26"),
    ],
)
def test_contribution(revenue, economics, expected):
    assert told("contribution", revenue=revenue, economics=economics) == expected


def two_years(now: int, team: int = 10_000) -> dict:
    """A contribution of 50,000 in each quarter of last year, and of `now` in this one's."""
    rows: dict = {"revenue": [], "economics": []}
    for year, left in (("2025", 50_000), ("2026", now)):
        for quarter in FIRST_THREE:
            period = f"{year}-{quarter}"
            rows["revenue"] += sold(100_000 + left, 90_000, period)
            rows["economics"] += costs(10_000, team, period)
    return rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "Whether the account team pays back is not assessed: no economics are entered"),
        (
            {"economics": costs(1, 1)},
            "Whether the account team pays back is not assessed: a cost or a quarter is missing",
        ),
        # 3 x 15,000 more for 3 x 10,000: half of it on top
        (
            two_years(65_000),
            "EUR 45 k more contribution than last year pays for the account team’s EUR 30 k: a return of 50%",
        ),
        (two_years(60_000), "EUR 30 k more contribution than last year just pays for the account team’s EUR 30 k"),
        (
            two_years(54_000),
            "EUR 12 k more contribution than last year does not pay for the account team’s EUR 30 k: a return of −60%",
        ),
        (two_years(46_000), "The account team cost EUR 30 k, and contribution fell by EUR 12 k: a return of −140%"),
    ],
)
def test_return_on_the_account_team(rows, expected):
    assert told("kam_return", **rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "When the account team is paid for is not assessed: no economics are entered"),
        (
            {"economics": costs(1, 1)},
            "When the account team is paid for is not assessed: a cost or a second period is missing",
        ),
        # after two quarters nothing more came for 20,000; the next brings 30,000 more, and 30,000 are spent by then
        (two_years(80_000), "The account team was paid for after nine months, counted from the second period entered"),
        (two_years(50_000), "The account team is not paid for yet, 15 months after the first period"),
    ],
)
def test_payback(rows, expected):
    assert told("payback", **rows) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), "How the mean discount moves is not assessed: two periods are needed"),
        (("0.05",), "How the mean discount moves is not assessed: two periods are needed"),
        (("0.05", "0.065"), "The mean discount rose from 5.0% in Q2 26 to 6.5% in Q3 26"),
        (("0.07", "0.06"), "The mean discount fell from 7% in Q2 26 to 6% in Q3 26"),
        (("0.07", "0.07"), "The mean discount is 7% in Q3 26, as in Q2 26"),
    ],
)
def test_discount(values, expected):
    periods = ("2026-Q2", "2026-Q3")[-len(values) :]
    rows = [
        row
        for period, value in zip(periods, values, strict=False)
        for row in costs(1, 1, period, discount_percent=value)
    ]

    assert told("discount", economics=rows) == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, 30, "How the days to payment move is not assessed: two periods are needed"),
        (30, 44, "The mean days to payment rose from 30 in Q3 25 to 44 in Q3 26"),
        (30, 29.5, "The mean days to payment fell from 30.0 in Q3 25 to 29.5 in Q3 26"),
        (30, 30, "The mean days to payment are 30 in Q3 26, as in Q3 25"),
    ],
)
def test_days_to_pay(before, now, expected):
    rows = costs(1, 1, "2025-Q3", days_to_pay=before) + costs(1, 1, days_to_pay=now)

    assert told("days_to_pay", economics=rows) == expected


@pytest.mark.parametrize(
    ("invoices", "disputed", "expected"),
    [
        (None, None, "How many invoices are disputed is not assessed: invoices or disputes are not noted"),
        (100, None, "How many invoices are disputed is not assessed: invoices or disputes are not noted"),
        (100, 0, "No invoice of Q3 26 is disputed"),
        (140, 6, "4.3% of the invoices of Q3 26 are disputed"),
        (3, 3, "Every invoice of Q3 26 is disputed"),
    ],
)
def test_disputes(invoices, disputed, expected):
    assert told("disputes", economics=costs(1, 1, invoices=invoices, disputes=disputed)) == expected


def test_disputes_without_economics():
    assert told("disputes") == "How many invoices are disputed is not assessed: no economics are entered"

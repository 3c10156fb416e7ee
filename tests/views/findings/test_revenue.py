"""What is said of moved revenue, of what stayed, and of how few carry it."""

import pytest

from tests.builders import a_revenue
from tests.views.findings.told import told

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2026-Q1", "2026-Q2", "2026-Q3")


def sold(product: str, before: int, now: int, unit: str | None = None) -> list:
    """A product in the first three quarters of both years: the same amount in each quarter, none for 0."""
    rows = []
    for period in QUARTERS:
        amount = before if period.startswith("2025") else now
        if amount:
            rows.append(a_revenue(period=period, product=product, revenue=str(amount), unit=unit))
    return rows


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [
        ([], "What moved revenue since last year is not assessed: no revenue is entered"),
        (
            [a_revenue()],
            "What moved revenue since last year is not assessed: a quarter of this year or last is missing",
        ),
        (sold("Film", 1000, 1000), "The one line of revenue is level with last year"),
        (sold("Film", 1000, 1000) + sold("Lids", 10, 10), "Neither of two lines of revenue moved since last year"),
        # 3 x 100,000 to 3 x 130,000: 90,000 more
        (sold("Film", 100_000, 130_000), "EUR 90 k expanded since last year"),
        (
            sold("Film", 100_000, 130_000, "Gävle") + sold("Lids", 20_000, 0),
            "EUR 60 k was lost and EUR 90 k expanded since last year; “Film, Gävle” moved most",
        ),
        (
            sold("Film", 50_000, 40_000)
            + sold("Lids", 20_000, 0)
            + sold("Trays", 0, 30_000)
            + sold("Tubs", 30_000, 50_000),
            "EUR 60 k was lost, EUR 30 k shrank, EUR 60 k expanded and EUR 90 k was won since last year",
        ),
        (
            sold("Film", -10, 0) + sold("Lids", 20, 20),
            "With credits counted, revenue went from EUR 30 last year to EUR 60",
        ),
    ],
)
def test_revenue_bridge(revenue, expected):
    assert told("revenue_bridge", revenue=revenue) == expected


def test_line_with_a_long_name_goes_without_its_unit_then_without_its_name():
    lost = sold("Lids", 20_000, 0)
    name = "Compostable lid film"

    assert told("revenue_bridge", revenue=sold(name, 10_000, 90_000, "Gothenburg") + lost).endswith(
        f"; “{name}” moved most"
    )
    assert told("revenue_bridge", revenue=sold(name * 2, 10_000, 90_000) + lost) == (
        "EUR 60 k was lost and EUR 240 k expanded since last year"
    )


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [
        ([], "How much revenue stayed is not assessed: no revenue is entered"),
        (sold("Film", -10, 10), "How much revenue stayed is not assessed: there was none before"),
        (
            sold("Film", 20, 10) + sold("Lids", 10, -5),
            "How much revenue stayed is not assessed: a line of revenue is below 0",
        ),
        (sold("Film", 100, 100), "All of last year’s revenue stayed, and no line of it expanded"),
        (sold("Film", 100, 75), "75% of last year’s revenue stayed, and no line of it expanded"),
        (
            sold("Film", 100, 0) + sold("Lids", 0, 100),
            "Nothing of last year’s revenue stayed, and no line of it expanded",
        ),
        # before 300, shrunk 60 of it, expanded by 30: 240 / 300 and 270 / 300
        (
            sold("Film", 70, 50) + sold("Lids", 30, 40),
            "80% of last year’s revenue stayed; with what expanded in those lines it is 90%",
        ),
        (
            sold("Film", 700_000, 500_000) + sold("Lids", 300_000, 300_010),
            "80% of last year’s revenue stayed; with what expanded in those lines it is still 80%",
        ),
    ],
)
def test_retention(revenue, expected):
    assert told("retention", revenue=revenue) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({}, "How much few products carry is not assessed: no revenue is entered"),
        ({"Film": -1}, "How much few products carry is not assessed: this year’s revenue has a gap or is not above 0"),
        ({"Film": 10}, "All revenue of this year is of one product, “Film”"),
        ({"Film": 90, "Lids": 10}, "Revenue is critically concentrated on products: “Film” carries 90% of it"),
        (
            {"Film": 60, "Lids": 40},
            "Revenue is critically concentrated on products: it takes both to carry 80%, “Film” 60%",
        ),
        # 40, 30, 30: the two largest carry 70%
        (
            {"Film": 40, "Lids": 30, "Tubs": 30},
            "Revenue is critically concentrated on products: it takes all three to carry 80%, “Film” 40%",
        ),
        # 30² + 25² + 25² + 20² = 2,550; 25² x 4 = 2,500 is critical too: the band ends below 2,501
        (
            {"Film": 25, "Lids": 25, "Trays": 25, "Tubs": 25},
            "Revenue is highly concentrated on products: it takes all four to carry 80%, “Film” 25%",
        ),
        (
            {f"P{number:02}": 10 for number in range(12)},
            "Revenue is well spread over products: ten of twelve carry at least 80%, “P00” 8%",
        ),
        # 20² x 5 = 2,000 less: seven parts of 14.3% have 1,429
        (
            {f"P{number}": 10 for number in range(7)},
            "Revenue is moderately concentrated on products: six of seven carry at least 80%, “P0” 14%",
        ),
    ],
)
def test_product_concentration(amounts, expected):
    revenue = [row for product, amount in amounts.items() for row in sold(product, amount, amount)]

    assert told("product_concentration", revenue=revenue) == expected


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ({}, "How much few units carry is not assessed: no revenue is entered"),
        ({None: 5}, "How much few units carry is not assessed: no row of revenue names a unit"),
        ({"Gävle": 5}, "All revenue of this year is of one unit, “Gävle”"),
        (
            {"Gävle": 10, None: 90},
            "Revenue is critically concentrated on units: revenue without a unit carries 90% of it",
        ),
    ],
)
def test_unit_concentration(units, expected):
    revenue = [row for unit, amount in units.items() for row in sold("Film", amount, amount, unit)]

    assert told("unit_concentration", revenue=revenue) == expected

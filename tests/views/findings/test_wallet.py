"""What is said of our share of the customer's spend, and of the white space."""

import pytest

from tests.builders import a_revenue, a_white_space, an_economics
from tests.views.findings.told import told


def spend(amount: int, sold: int, period: str = "2026-Q3") -> dict:
    return {
        "economics": [an_economics(period=period, customer_spend=str(amount))],
        "revenue": [a_revenue(period=period, revenue=str(sold))],
    }


def both(*years: dict) -> dict:
    return {name: [row for rows in years for row in rows[name]] for name in ("economics", "revenue")}


START = "of their spend in our categories came to us in Q3 26"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "Our share of their spend is not assessed: it is not entered"),
        (spend(10, 1, "2026-Q4"), "Our share of their spend is not assessed: it is entered for later periods only"),
        (spend(0, 0), "Our share of their spend in Q3 26 is not assessed: their spend is not above 0"),
        (spend(10, 11), "Our share of their spend in Q3 26 is not assessed: our revenue is above it"),
        (spend(10, -1), "Our share of their spend in Q3 26 is not assessed: our revenue is below 0"),
        (spend(200_000, 84_000), f"42% {START}; EUR 116 k did not"),
        (spend(200_000, 200_000), f"100% {START}; nothing was left"),
        (
            both(spend(200_000, 80_000, "2026-Q2"), spend(200_000, 84_000)),
            f"42% {START}, after 40% before; EUR 116 k did not",
        ),
        (both(spend(200_000, 84_100, "2026-Q2"), spend(200_000, 84_000)), f"42% {START}, as before; EUR 116 k did not"),
    ],
)
def test_wallet(rows, expected):
    assert told("wallet", **rows) == expected


def cell(product: str, status: str = "open", potential: str | None = None, unit: str = "Gävle"):
    return a_white_space(product=product, status=status, potential=potential, unit=unit)


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ([], "White space is not assessed: none is entered"),
        ([cell("Film", "not applicable")], "White space is not assessed: no product applies to any unit"),
        ([cell("Film", "ours")], "The one product in a unit is ours; nothing is open"),
        ([cell("Film", "ours"), cell("Lids", "ours")], "Both products in units are ours; nothing is open"),
        ([cell("Film")], "The one product in a unit is not ours; what the rest could bring is not noted"),
        (
            [cell("Film", potential="20000"), cell("Lids", "competitor", "30000")],
            "Neither of two products in units is ours; EUR 20 k a year is open and EUR 30 k with competitors",
        ),
        (
            [cell("Film", "ours"), cell("Lids", "competitor", "30000")],
            "One of two products in units is ours; EUR 30 k a year is with competitors",
        ),
        (
            [cell("Film", "ours"), cell("Lids", potential="30000"), cell("Tubs"), cell("Trays", "ours")],
            "Two of four products in units are ours; EUR 30 k a year is open, one is not estimated",
        ),
    ],
)
def test_white_space(grid, expected):
    assert told("white_space", white_space=grid) == expected

"""Halves are rounded away from zero."""

from decimal import Decimal

from pipeline.analysis.rounding import one_decimal, whole_percents


def test_points_are_rounded_half_up_to_one_decimal() -> None:
    assert [str(one_decimal(Decimal(p))) for p in ("7.95", "7.949", "7.85", "8", "-0.05")] == [
        "8.0",
        "7.9",
        "7.9",
        "8.0",
        "-0.1",
    ]


def test_shares_are_rounded_half_up_to_whole_per_cents() -> None:
    assert [whole_percents(Decimal(s)) for s in ("0.645", "0.6449", "0.655", "-0.005", "1.2")] == [65, 64, 66, -1, 120]


def test_share_of_any_size_is_rounded() -> None:
    assert whole_percents(Decimal("1e40")) == Decimal("1e42")

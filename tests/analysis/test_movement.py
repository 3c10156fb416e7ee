"""The revenue bridge, retention and concentration against calculations by hand, and what must hold for all revenue."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.concentration import concentration_of
from pipeline.analysis.movement import (
    explained_movement,
    products_concentration_of,
    revenue_bridge_of,
    units_concentration_of,
)
from pipeline.analysis.results import RevenueBridge
from pipeline.model.money import Revenue
from tests.analysis.worked import assert_recomputes
from tests.builders import a_revenue, an_account


def sold(period: str, product: str, amount: int, unit: str | None = None) -> Revenue:
    return a_revenue(period=period, product=product, revenue=Decimal(amount), unit=unit)


def bridge(*rows: Revenue, period: str = "2026") -> RevenueBridge | None:
    account = an_account(revenue=rows)
    found = revenue_bridge_of(account, period)
    for explanation in explained_movement(account, found, products_concentration_of(account, period), period):
        assert_recomputes(explanation)
    return found


ROWS = (
    sold("2025", "Film", 500), sold("2026", "Film", 620),
    sold("2025", "Trays", 300), sold("2026", "Trays", 240),
    sold("2025", "Lids", 150),
    sold("2026", "Labels", 90),
    sold("2025", "Service", 50), sold("2026", "Service", 50),
)  # fmt: skip


def test_the_bridge_leads_from_last_years_revenue_to_this_years() -> None:
    found = bridge(*ROWS)
    assert found is not None
    # before 500 + 300 + 150 + 50 = 1000; + 90 won + 120 expanded - 60 shrunk - 150 lost = 1000
    assert (found.before, found.won, found.expanded, found.shrunk, found.lost, found.now) == (
        1000, 90, 120, 60, 150, 1000,
    )  # fmt: skip
    assert [(move.product, move.change, move.move) for move in found.moves] == [
        ("Lids", -150, "lost"),
        ("Film", 120, "expanded"),
        ("Labels", 90, "won"),
        ("Trays", -60, "shrunk"),
        ("Service", 0, "level"),
    ]
    assert found.gross_retention == Decimal("0.79")  # (1000 - 150 - 60) / 1000
    assert found.net_retention == Decimal("0.91")  # 0.79 + 120 / 1000


def test_a_line_is_a_product_in_a_unit_and_case_does_not_matter() -> None:
    found = bridge(sold("2025", "Film", 100, "Gävle"), sold("2026", "film ", 60, "gävle"), sold("2026", "Film", 40))
    assert found is not None
    assert [(move.unit, move.move, move.change) for move in found.moves] == [("", "won", 40), ("Gävle", "shrunk", -40)]


def test_quarters_are_compared_with_the_same_quarters() -> None:
    rows = [sold(f"{year}-Q{quarter}", "Film", year - 2000 + quarter) for year in (2025, 2026) for quarter in (1, 2, 3)]
    found = bridge(*rows, sold("2025-Q4", "Film", 999), period="2026-Q3")
    assert found is not None
    assert (found.before, found.now) == (25 * 3 + 6, 26 * 3 + 6)
    assert bridge(*rows[:-1], period="2026-Q3") is None  # the third quarter of this year is missing
    assert bridge() is None


def test_credits_count_in_the_bridge_and_leave_retention_unassessed() -> None:
    found = bridge(sold("2025", "Film", 100), sold("2026", "Film", -20))
    assert found is not None
    assert (found.shrunk, found.now, found.gross_retention, found.net_retention) == (120, -20, None, None)


def test_without_revenue_before_there_is_nothing_to_retain() -> None:
    found = bridge(sold("2025", "Film", 0), sold("2026", "Film", 10))
    assert found is not None
    assert (found.won, found.gross_retention) == (10, None)


def test_index_and_effective_number_by_hand() -> None:
    # The practitioners' example: shares 20, 19, 18, 17, 16, 10: 400 + 361 + 324 + 289 + 256 + 100 = 1730
    found = concentration_of({f"P{share}": Decimal(share) for share in (20, 19, 18, 17, 16, 10)})
    assert found is not None
    assert (found.hhi, found.band, found.top_share) == (1730, "moderate", Decimal("0.2"))
    assert found.effective == Decimal(10_000) / 1730
    assert found.most == 5  # 20 + 19 + 18 + 17 = 74, with 16 it is 90


@pytest.mark.parametrize(
    ("parts", "hhi", "band"), [(1, 10_000, "critical"), (4, 2500, "high"), (5, 2000, "high"), (10, 1000, "moderate")]
)
def test_equal_parts(parts: int, hhi: int, band: str) -> None:
    found = concentration_of({f"P{part}": Decimal(7) for part in range(parts)})
    assert found is not None
    assert (found.hhi, found.effective, found.band) == (hhi, parts, band)


def test_the_band_is_decided_on_the_index_as_shown() -> None:
    # 0.5 % below a thousand is shown as 1,000: shares near a tenth each, moved by a hundredth of a point
    amounts = {"A": Decimal("10.02"), "B": Decimal("9.98")} | {f"P{part}": Decimal(10) for part in range(8)}
    found = concentration_of(amounts)
    assert found is not None
    assert 1000 < found.hhi < Decimal("1000.5")
    assert found.band == "moderate"


def test_what_is_below_nothing_or_nothing_is_not_assessed() -> None:
    assert concentration_of({"A": Decimal(5), "B": Decimal(-1)}) is None
    assert concentration_of({"A": Decimal(0)}) is None
    assert concentration_of({}) is None


def test_units_are_assessed_only_where_they_are_noted() -> None:
    named = an_account(revenue=[sold("2026", "Film", 30, "Gävle"), sold("2026", "Film", 10)])
    found = units_concentration_of(named, "2026")
    assert found is not None
    assert [(part.name, part.share) for part in found.parts] == [
        ("Gävle", Decimal("0.75")),
        ("No unit noted", Decimal("0.25")),
    ]
    assert units_concentration_of(an_account(revenue=[sold("2026", "Film", 10)]), "2026") is None


rows_of_two_years = st.lists(
    st.builds(sold, st.sampled_from(["2025", "2026"]), st.sampled_from("abcd"), st.integers(0, 10**7)), min_size=1
)


@given(rows_of_two_years, st.randoms(use_true_random=False))
def test_the_bridge_adds_up_whatever_the_order_of_rows(rows: list[Revenue], random: Random) -> None:
    found = bridge(*rows)
    if found is None:
        assert len({row.period for row in rows}) == 1
        return
    assert found.before + found.won + found.expanded - found.shrunk - found.lost == found.now
    assert min(found.won, found.expanded, found.shrunk, found.lost) >= 0
    assert found.gross_retention is None or 0 <= found.gross_retention <= 1
    assert found.net_retention is None or found.net_retention >= found.gross_retention
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert bridge(*shuffled) == found


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 10**9).map(Decimal), min_size=1), st.integers(2, 999))
def test_concentration_keeps_its_bounds_and_another_currency_changes_nothing(
    amounts: dict[str, Decimal], rate: int
) -> None:
    found = concentration_of(amounts)
    if found is None:
        assert not any(amounts.values())
        return
    assert 0 < found.hhi <= 10_000
    assert 1 <= found.effective <= len(found.parts)
    assert 1 <= found.most <= len(found.parts)
    other = concentration_of({name: amount * rate for name, amount in amounts.items()})
    assert other is not None
    assert (other.hhi, other.band, other.most) == (found.hhi, found.band, found.most)

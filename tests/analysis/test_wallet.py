"""Share of wallet and white space against calculations by hand, and at their edges."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.results import Wallet
from pipeline.analysis.wallet import explained_wallet, wallet_of
from pipeline.model.money import Economics, Revenue, WhiteSpace
from tests.analysis.worked import assert_recomputes
from tests.builders import a_revenue, a_white_space, an_account, an_economics


def spend(period: str, amount: int | None) -> Economics:
    return an_economics(period=period, customer_spend=None if amount is None else Decimal(amount))


def sold(period: str, amount: int, product: str = "Film") -> Revenue:
    return a_revenue(period=period, product=product, revenue=Decimal(amount))


def cell(unit: str, product: str, status: str, potential: int | None = None) -> WhiteSpace:
    amount = None if potential is None else Decimal(potential)
    return a_white_space(unit=unit, product=product, status=status, potential=amount, competitor=None)


def wallet(*rows: Economics | Revenue, grid: tuple[WhiteSpace, ...] = (), period: str = "2026-Q3") -> Wallet:
    account = an_account(
        economics=[row for row in rows if isinstance(row, Economics)],
        revenue=[row for row in rows if isinstance(row, Revenue)],
        white_space=grid,
    )
    found = wallet_of(account, period)
    for explanation in explained_wallet(account, found):
        assert_recomputes(explanation)
    return found


def test_share_of_wallet_is_our_revenue_over_their_spend() -> None:
    found = wallet(spend("2026-Q3", 2_900_000), sold("2026-Q3", 1_240_000), sold("2026-Q3", 500_000, "Trays"))
    # (1,240,000 + 500,000) / 2,900,000 = 1,740,000 / 2,900,000 = 0.6; 2,900,000 - 1,740,000 = 1,160,000
    assert found.latest is not None
    assert (found.latest.share, found.latest.white_space) == (Decimal("0.6"), Decimal(1_160_000))


def test_a_year_holds_its_quarters() -> None:
    found = wallet(
        spend("2025", 1000),
        *(sold(f"2025-Q{quarter}", 50 + 5 * quarter) for quarter in (1, 2, 3, 4)),  # 55 + 60 + 65 + 70 = 250
        sold("2026-Q1", 700),
        period="2026-Q3",
    )
    assert found.latest is not None
    assert (found.latest.period, found.latest.revenue, found.latest.share) == ("2025", Decimal(250), Decimal("0.25"))


def test_the_latest_is_the_last_period_that_has_ended_with_the_reviewed_one() -> None:
    rows = (spend("2026-Q4", 90), spend("2026-Q2", 100), spend("2026", 400), sold("2026-Q2", 40))
    assert [share.period for share in wallet(*rows).shares] == ["2026", "2026-Q2", "2026-Q4"]
    latest = wallet(*rows).latest
    assert latest is not None
    assert latest.period == "2026-Q2"


def test_the_change_is_against_the_period_before_of_the_same_kind() -> None:
    rows = (spend("2026-Q2", 100), spend("2026-Q3", 100), spend("2026", 500), sold("2026-Q2", 40), sold("2026-Q3", 30))
    assert wallet(*rows).change == Decimal("-0.1")  # 0.30 - 0.40
    assert wallet(spend("2026-Q3", 100), sold("2026-Q3", 30)).change is None


def test_above_the_whole_below_nothing_and_without_spend_is_not_assessed() -> None:
    for rows in (
        (spend("2026-Q3", 100), sold("2026-Q3", 101)),
        (spend("2026-Q3", 100), sold("2026-Q3", -1)),
        (spend("2026-Q3", 0), sold("2026-Q3", 0)),
        (spend("2026-Q3", 100),),  # no revenue of the period on the sheet
        (spend("2025", 100), sold("2025-Q1", 5), sold("2025-Q2", 5), sold("2025-Q3", 5)),  # a quarter is missing
    ):
        latest = wallet(*rows).latest
        assert latest is not None
        assert (latest.share, latest.white_space) == (None, None)
    assert wallet(spend("2026-Q3", None), sold("2026-Q3", 5)).latest is None
    latest = wallet(spend("2026-Q3", 100), sold("2026-Q3", 0)).latest
    assert latest is not None
    assert latest.share == 0  # both are known, and we sold nothing


def test_penetration_counts_what_applies() -> None:
    found = wallet(
        grid=(
            cell("Gävle", "Film", "ours"),
            cell("Gävle", "Trays", "competitor", 480_000),
            cell("Gävle", "Lids", "not applicable", 9),
            cell("Umeå", "Film", "open", 600_000),
            cell("Umeå", "Trays", "open"),
        )
    )
    assert (found.ours, found.applicable, found.penetration) == (1, 4, Decimal("0.25"))
    assert [(unit.unit, unit.ours, unit.applicable, unit.potential) for unit in found.units] == [
        ("Umeå", 0, 2, Decimal(600_000)),
        ("Gävle", 1, 2, Decimal(480_000)),
    ]
    assert [(unit.open_potential, unit.competitor_potential) for unit in found.units] == [(600_000, 0), (0, 480_000)]
    assert [(chance.unit, chance.product, chance.expands) for chance in found.chances] == [
        ("Umeå", "Film", False),
        ("Gävle", "Trays", True),
        ("Umeå", "Trays", False),
    ]
    assert (found.open_potential, found.competitor_potential) == (Decimal(600_000), Decimal(480_000))
    assert (found.units_with_us, found.without_potential) == (1, 1)


def test_a_product_that_stands_twice_counts_once() -> None:
    found = wallet(grid=(cell("Gävle", "Film", "ours"), cell("gävle", "Film ", "open", 5)))
    assert (found.ours, found.applicable, found.chances) == (1, 1, ())


def test_no_grid_and_nothing_that_applies_is_not_assessed() -> None:
    assert wallet().penetration is None
    assert wallet(grid=(cell("Gävle", "Film", "not applicable"),)).penetration is None


statuses = st.sampled_from(["ours", "open", "competitor", "not applicable"])
cells = st.lists(
    st.builds(cell, st.sampled_from("ABC"), st.sampled_from("xyz"), statuses, st.none() | st.integers(0, 10**6)),
    unique_by=lambda row: (row.unit, row.product),
)


@given(cells, st.randoms(use_true_random=False))
def test_the_grid_keeps_its_bounds_whatever_the_order_of_rows(rows: list[WhiteSpace], random: Random) -> None:
    found = wallet(grid=tuple(rows))
    assert found.penetration is None or 0 <= found.penetration <= 1
    assert len(found.chances) + found.ours == found.applicable
    assert (
        sum((unit.potential for unit in found.units), Decimal(0)) == found.open_potential + found.competitor_potential
    )
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert wallet(grid=tuple(shuffled)) == found


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.sampled_from([2, 10, 1000]))
def test_another_currency_changes_no_share(spent: int, revenue: int, rate: int) -> None:
    one = wallet(spend("2026-Q3", spent), sold("2026-Q3", revenue)).latest
    other = wallet(spend("2026-Q3", spent * rate), sold("2026-Q3", revenue * rate)).latest
    assert one is not None
    assert other is not None
    assert one.share == other.share
    assert one.share is None or 0 <= one.share <= 1

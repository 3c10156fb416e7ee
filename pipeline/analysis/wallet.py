"""Our share of the customer's spend, and the white space: what each unit could buy from us and does not."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.periods import age_order, end_order, is_quarter, quarters_to_date
from pipeline.analysis.results import Explanation, Wallet, WalletShare, WhiteSpaceChance, WhiteSpaceUnit
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, signed, total
from pipeline.model.account import KeyAccount
from pipeline.model.money import Economics, Revenue, WhiteSpace


def wallet_of(account: KeyAccount, period: str) -> Wallet:
    """Share of wallet = our revenue / the customer's spend in our categories, 0 to 1, of the same period and currency;
    white space = spend less revenue, in the account's currency.

    A share above 1 is a mistake of the inputs, and without the revenue of the whole period it is not known: neither is
    then assessed. Penetration = products in units that are ours / those that apply, 0 to 1 (the grid of account
    planning, unit by product). The spend is somebody's estimate, so its source goes with it. A product that stands
    twice for a unit counts once, as it stands first.
    """
    shares = tuple(
        _share(row, row.customer_spend, account.revenue)
        for row in sorted(account.economics, key=lambda row: age_order(row.period))
        if row.customer_spend is not None
    )
    latest = next((share for share in reversed(shares) if end_order(share.period) <= end_order(period)), None)
    grid = _grid(account.white_space)
    units = sorted((_unit(rows) for rows in grid.values()), key=lambda unit: (-unit.potential, unit.unit))
    applicable = sum(unit.applicable for unit in units)
    ours = sum(unit.ours for unit in units)
    chances = sorted(
        (chance for rows in grid.values() for chance in _chances(rows)),
        key=lambda chance: (chance.potential is None, -(chance.potential or 0), chance.unit, chance.product),
    )
    return Wallet(
        shares=shares,
        latest=latest,
        change=None if latest is None else _change(latest, shares),
        ours=ours,
        applicable=applicable,
        penetration=Decimal(ours) / applicable if applicable else None,
        units_with_us=sum(unit.ours > 0 for unit in units),
        units=tuple(units),
        chances=tuple(chances),
        open_potential=_potential(chance for chance in chances if chance.status == "open"),
        competitor_potential=_potential(chance for chance in chances if chance.status == "competitor"),
        without_potential=sum(chance.potential is None for chance in chances),
    )


def explained_wallet(account: KeyAccount, wallet: Wallet) -> Iterator[Explanation]:
    """How the latest share of wallet, its white space and the penetration came about."""
    latest = wallet.latest
    if latest is not None and latest.share is not None and latest.white_space is not None:
        sold = [row for row in account.revenue if _is_in(row.period, latest.period)]
        cells = (latest.cell, *(row.cell("revenue") for row in sold))
        revenue = total(row.revenue for row in sold)
        worked = gives(f"({revenue}) ÷ {number(latest.spend)}", latest.share)
        yield Explanation(of="wallet.latest.share", formula="our revenue ÷ their spend", worked=worked, cells=cells)
        worked = gives(f"{number(latest.spend)} − {signed(latest.revenue)}", latest.white_space)
        yield Explanation(
            of="wallet.latest.white_space", formula="their spend − our revenue", worked=worked, cells=cells
        )
    if wallet.penetration is not None:
        yield Explanation(
            of="wallet.penetration",
            formula="products in units that are ours ÷ those that apply",
            worked=gives(f"{wallet.ours} ÷ {wallet.applicable}", wallet.penetration),
            cells=tuple(row.cell("status") for row in account.white_space if row.status != "not applicable"),
        )


def _share(row: Economics, spend: Decimal, sold: Sequence[Revenue]) -> WalletShare:
    lines = [line for line in sold if _is_in(line.period, row.period)]
    revenue = sum((line.revenue for line in lines), Decimal(0))
    known = _is_whole(row.period, {line.period for line in lines}) and spend > 0 and 0 <= revenue <= spend
    return WalletShare(
        period=row.period,
        spend=spend,
        revenue=revenue,
        share=revenue / spend if known else None,
        white_space=spend - revenue if known else None,
        source=row.spend_source or "",
        cell=row.cell("customer_spend"),
    )


def _is_whole(period: str, on_sheet: Collection[str]) -> bool:
    """Is our revenue of the whole period on the sheet: its own row, or all four quarters of a year?"""
    return period in on_sheet or (not is_quarter(period) and set(quarters_to_date(period)) <= set(on_sheet))


def _is_in(part: str, period: str) -> bool:
    """Is a period the other one, or a quarter of it?"""
    return part == period or part.startswith(f"{period}-")


def _change(latest: WalletShare, shares: Sequence[WalletShare]) -> Decimal | None:
    alike = [share for share in shares if is_quarter(share.period) == is_quarter(latest.period)]
    place = alike.index(latest)
    before = alike[place - 1].share if place else None
    return None if latest.share is None or before is None else latest.share - before


def _grid(rows: Iterable[WhiteSpace]) -> dict[str, tuple[WhiteSpace, ...]]:
    """The rows of each unit, each product once."""
    found: dict[str, dict[str, WhiteSpace]] = {}
    for row in rows:
        found.setdefault(folded(row.unit), {}).setdefault(folded(row.product), row)
    return {unit: tuple(products.values()) for unit, products in found.items()}


def _unit(rows: Sequence[WhiteSpace]) -> WhiteSpaceUnit:
    ours = sum(row.status == "ours" for row in rows)
    applicable = sum(row.status != "not applicable" for row in rows)
    chances = tuple(_chances(rows))
    return WhiteSpaceUnit(
        unit=rows[0].unit,
        ours=ours,
        applicable=applicable,
        penetration=Decimal(ours) / applicable if applicable else None,
        potential=_potential(chances),
        open_potential=_potential(chance for chance in chances if chance.status == "open"),
        competitor_potential=_potential(chance for chance in chances if chance.status == "competitor"),
    )


def _chances(rows: Sequence[WhiteSpace]) -> Iterator[WhiteSpaceChance]:
    sells = any(row.status == "ours" for row in rows)
    for row in rows:
        if row.status in ("open", "competitor"):
            yield WhiteSpaceChance(
                unit=row.unit,
                product=row.product,
                status="open" if row.status == "open" else "competitor",
                competitor=row.competitor or "",
                potential=row.potential,
                expands=sells,
                cell=row.cell("status"),
            )


def _potential(chances: Iterable[WhiteSpaceChance]) -> Decimal:
    return sum((chance.potential for chance in chances if chance.potential is not None), Decimal(0))

"""Revenue by product and period, its growth against the year before, and its margin."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.analysis.periods import a_year_earlier, age_order, quarters_to_date, year_and_quarter
from pipeline.analysis.results import RevenueCell, RevenueSummary, RevenueTotal
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.money import Revenue


def revenue_summary_of(account: KeyAccount, period: str) -> RevenueSummary:
    """The revenue rows summed, in the account's currency; credits are negative and count.

    By product and margin are over the year to date of `period`: its year's quarters up to and with it (for a fourth
    quarter or a year without rows by quarter, the year's own rows); over everything if there is no revenue in them.
    Growth = this year to date / the same quarters of last year - 1, only if every one of these quarters is there and
    last year's sum is above 0. Margin = (revenue - direct cost) / revenue of the rows whose direct cost is known.
    Products are the same if only case or spaces differ.
    """
    rows = account.revenue
    by_period = _sums((row.period, row.revenue) for row in rows)
    recent = _to_date(period, by_period)
    recent_rows = [row for row in rows if row.period in recent] or list(rows)
    now = _year_to_date(period, by_period)
    before = _year_to_date(a_year_earlier(period), by_period)
    names = _product_names(rows)
    by_product = _totals(_largest_first(_by_product(recent_rows, names)))
    return RevenueSummary(
        total=sum((row.revenue for row in rows), Decimal(0)),
        by_period=_totals({name: by_period[name] for name in sorted(by_period, key=age_order)}),
        by_product=by_product,
        cells=_cells(rows, names, [total.name for total in by_product]),
        growth=(now - before) / before if now is not None and before is not None and before > 0 else None,
        growth_now=now,
        growth_before=before,
        margin=_margin(recent_rows),
    )


def periods_to_date(period: str, on_sheet: Collection[str]) -> tuple[str, ...] | None:
    """The periods that make up the year to date of `period`, if every quarter of it, or the year itself, is on the
    sheet; else None."""
    found = _to_date(period, on_sheet)
    year, _ = year_and_quarter(period)
    return found if found in ((str(year),), quarters_to_date(period)) else None


def _to_date(period: str, on_sheet: Collection[str]) -> tuple[str, ...]:
    """The periods on the sheet that make up the year to date of `period`."""
    found = tuple(quarter for quarter in quarters_to_date(period) if quarter in on_sheet)
    year, quarter = year_and_quarter(period)
    if not found and quarter in (None, 4) and str(year) in on_sheet:
        return (str(year),)
    return found


def _year_to_date(period: str, by_period: Mapping[str, Decimal]) -> Decimal | None:
    """Revenue of the year to date of `period`; None unless it is there as a whole."""
    found = periods_to_date(period, by_period)
    return None if found is None else sum((by_period[name] for name in found), Decimal(0))


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, amount in amounts:
        sums[name] = sums.get(name, Decimal(0)) + amount
    return sums


def _product_names(rows: Iterable[Revenue]) -> dict[str, str]:
    """How each product is printed: as it stands first on the sheet."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(folded(row.product), row.product)
    return names


def _by_product(rows: Iterable[Revenue], names: Mapping[str, str]) -> dict[str, Decimal]:
    return _sums((names[folded(row.product)], row.revenue) for row in rows)


def _largest_first(sums: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _totals(sums: Mapping[str, Decimal]) -> tuple[RevenueTotal, ...]:
    """Each sum with its share of the whole; no shares if one is below 0, as the others would then exceed the whole."""
    whole = sum(sums.values(), Decimal(0))
    shareable = whole > 0 and min(sums.values()) >= 0
    return tuple(
        RevenueTotal(name=name, revenue=amount, share=amount / whole if shareable else None)
        for name, amount in sums.items()
    )


def _cells(rows: Sequence[Revenue], names: Mapping[str, str], first: Sequence[str]) -> tuple[RevenueCell, ...]:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = row.period, names[folded(row.product)]
        sums[key] = sums.get(key, Decimal(0)) + row.revenue
    products = dict.fromkeys((*first, *_largest_first(_by_product(rows, names))))
    return tuple(
        RevenueCell(period=period, product=product, revenue=sums[period, product])
        for period in sorted({row.period for row in rows}, key=age_order)
        for product in products
        if (period, product) in sums
    )


def _margin(rows: Iterable[Revenue]) -> Decimal | None:
    costed = [(row.revenue, row.direct_cost) for row in rows if row.direct_cost is not None]
    revenue = sum((amount for amount, _ in costed), Decimal(0))
    cost = sum((cost for _, cost in costed), Decimal(0))
    return (revenue - cost) / revenue if revenue > 0 else None

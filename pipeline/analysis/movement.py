"""How revenue moved from last year to this, how much was retained, and how concentrated it is inside the account."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.concentration import concentration_of, worked_index
from pipeline.analysis.periods import a_year_earlier
from pipeline.analysis.results import Concentrated, Explanation, Move, RevenueBridge, RevenueMove
from pipeline.analysis.revenue import periods_to_date
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, signed
from pipeline.model.account import KeyAccount
from pipeline.model.money import Revenue

NO_UNIT = "No unit noted"


def revenue_bridge_of(account: KeyAccount, period: str) -> RevenueBridge | None:
    """Last year to this year, line by line, a line being a product in a unit; in the account's currency.

    It compares what growth compares: the year to date of `period` with the same quarters of last year; None unless
    all of them are on the sheet. Gross retention = (before - lost - shrunk) / before; net retention adds what
    expanded (the usual definitions for recurring revenue). Both are None without revenue before, or if a line is below
    0, because a credit is not a retained customer.
    """
    now, before = _rows(account, period), _rows(account, a_year_earlier(period))
    if now is None or before is None:
        return None
    moves = tuple(sorted(_moves(before, now), key=lambda move: (-abs(move.change), move.product, move.unit)))
    start = _sum(move.before for move in moves)
    won, expanded, shrunk, lost = (
        _sum(move.change for move in moves if move.move == kind) for kind in ("won", "expanded", "shrunk", "lost")
    )
    known = start > 0 and all(move.before >= 0 and move.now >= 0 for move in moves)
    kept = start + shrunk + lost
    return RevenueBridge(
        before=start,
        won=won,
        expanded=expanded,
        shrunk=-shrunk,
        lost=-lost,
        now=_sum(move.now for move in moves),
        gross_retention=kept / start if known else None,
        net_retention=(kept + expanded) / start if known else None,
        moves=moves,
    )


def products_concentration_of(account: KeyAccount, period: str) -> Concentrated | None:
    """How concentrated the revenue of the year to date of `period` is on products; None unless all of it is there."""
    rows = _rows(account, period)
    return None if rows is None else concentration_of(_sums(rows, lambda row: row.product))


def units_concentration_of(account: KeyAccount, period: str) -> Concentrated | None:
    """How concentrated it is on units of the customer; None as for products, or if no row names a unit."""
    rows = _rows(account, period)
    if rows is None or not any(row.unit for row in rows):
        return None
    return concentration_of(_sums(rows, lambda row: row.unit or NO_UNIT))


def explained_movement(
    account: KeyAccount, bridge: RevenueBridge | None, concentration: Concentrated | None, period: str
) -> Iterator[Explanation]:
    """How the bridge, the retention and the concentration on products came about."""
    now, before = _rows(account, period), _rows(account, a_year_earlier(period))
    if bridge is not None and now is not None and before is not None:
        cells = tuple(row.cell("revenue") for row in (*before, *now))
        terms = (bridge.before, bridge.won, bridge.expanded), (bridge.shrunk, bridge.lost)
        plus, minus = (tuple(signed(term) for term in part) for part in terms)
        yield Explanation(
            of="revenue_bridge.now",
            formula="before + won + expanded − shrunk − lost",
            worked=gives(" − ".join((" + ".join(plus), *minus)), bridge.now),
            cells=cells,
        )
        if bridge.net_retention is not None and bridge.gross_retention is not None:
            start, kept = number(bridge.before), f"{number(bridge.before)} − {minus[1]} − {minus[0]}"
            yield Explanation(
                of="revenue_bridge.gross_retention",
                formula="(before − lost − shrunk) ÷ before",
                worked=gives(f"({kept}) ÷ {start}", bridge.gross_retention),
                cells=cells,
            )
            yield Explanation(
                of="revenue_bridge.net_retention",
                formula="(before − lost − shrunk + expanded) ÷ before",
                worked=gives(f"({kept} + {plus[2]}) ÷ {start}", bridge.net_retention),
                cells=cells,
            )
    if concentration is not None and now is not None:
        yield Explanation(
            of="product_concentration.hhi",
            formula="sum of (100 × share)²",
            worked=worked_index(concentration),
            cells=tuple(row.cell("revenue") for row in now),
        )


def _rows(account: KeyAccount, period: str) -> tuple[Revenue, ...] | None:
    """The rows of the year to date of `period`; None unless all its periods are there."""
    found = periods_to_date(period, {row.period for row in account.revenue})
    return None if found is None else tuple(row for row in account.revenue if row.period in found)


def _moves(before: Sequence[Revenue], now: Sequence[Revenue]) -> Iterator[RevenueMove]:
    lines = {(folded(row.product), folded(row.unit or "")): row for row in reversed((*before, *now))}
    sums_before, sums_now = _lines(before), _lines(now)
    for line, row in lines.items():
        start, end = sums_before.get(line, Decimal(0)), sums_now.get(line, Decimal(0))
        yield RevenueMove(
            product=row.product,
            unit=row.unit or "",
            before=start,
            now=end,
            change=end - start,
            move=_move(start, end),
        )


def _lines(rows: Iterable[Revenue]) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        line = folded(row.product), folded(row.unit or "")
        sums[line] = sums.get(line, Decimal(0)) + row.revenue
    return sums


def _move(before: Decimal, now: Decimal) -> Move:
    if before == now:
        return "level"
    if not before:
        return "won"
    if not now:
        return "lost"
    return "expanded" if now > before else "shrunk"


def _sums(rows: Iterable[Revenue], name: Callable[[Revenue], str]) -> dict[str, Decimal]:
    """The revenue by name; names are the same if only case or spaces differ, and are printed as they stand first."""
    written: dict[str, str] = {}
    sums: dict[str, Decimal] = {}
    for row in rows:
        printed = written.setdefault(folded(name(row)), name(row))
        sums[printed] = sums.get(printed, Decimal(0)) + row.revenue
    return sums


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))

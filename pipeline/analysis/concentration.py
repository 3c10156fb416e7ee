"""How much of a whole few parts make up: shares, the Herfindahl-Hirschman index, and the fewest parts of 80 %."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from pipeline.analysis.results import Concentrated, Concentration, ShareOfWhole
from pipeline.analysis.worked import gives, number

MOST = Decimal("0.8")  # the part that Pareto's rule is about
_BANDS: tuple[tuple[int, Concentration], ...] = ((1000, "diversified"), (1801, "moderate"), (2501, "high"))


def concentration_of(amounts: Mapping[str, Decimal]) -> Concentrated | None:
    """How concentrated the whole of `amounts` is, all in one currency; None if it is 0 or an amount is below 0.

    Share s = amount / whole, 0 to 1. HHI = sum of (100 s)², up to 10,000 for a single part; effective number of
    parts = 10,000 / HHI (Hirschman 1945, Herfindahl 1950). The bands, decided on the index as shown, whole, are
    borrowed from antitrust practice and are a rule of thumb for customers. Equal amounts are ordered by name, so that
    the fewest parts of 80 % (Pareto) do not depend on the order of rows.
    """
    whole = sum(amounts.values(), Decimal(0))
    if whole <= 0 or min(amounts.values()) < 0:
        return None
    largest = sorted(((name, amount) for name, amount in amounts.items() if amount), key=lambda it: (-it[1], it[0]))
    parts = tuple(ShareOfWhole(name=name, amount=amount, share=amount / whole) for name, amount in largest)
    # One division at the end, so that ten equal parts give exactly 1,000.
    hhi = sum((amount * amount for _, amount in largest), Decimal(0)) * 10_000 / (whole * whole)
    reached = accumulate(amount for _, amount in largest)
    return Concentrated(
        parts=parts,
        hhi=hhi,
        effective=10_000 / hhi,
        band=_band(hhi),
        top_share=parts[0].share,
        most=1 + sum(amount < MOST * whole for amount in reached),
    )


def worked_index(found: Concentrated) -> str:
    """The index with its numbers put in: "(100 × 30 ÷ 50) × (100 × 30 ÷ 50) + … = 5200"."""
    whole = number(sum((part.amount for part in found.parts), Decimal(0)))
    squares = (
        f"(100 × {number(part.amount)} ÷ {whole}) × (100 × {number(part.amount)} ÷ {whole})" for part in found.parts
    )
    return gives(" + ".join(squares), found.hhi)


def _band(hhi: Decimal) -> Concentration:
    shown = hhi.to_integral_value(rounding=ROUND_HALF_UP)
    return next((band for limit, band in _BANDS if shown < limit), "critical")

"""The plan's charts of revenue: what moved it since last year, and how few products and units carry it."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal

from msgspec import Struct

from pipeline.analysis.concentration import MOST
from pipeline.analysis.results import Analysis, Concentrated, RevenueBridge, RevenueMove
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.findings import revenue
from pipeline.views.findings.finding import Finding

THOUSANDS_FROM = Decimal(100_000)
_ZERO = Decimal(0)
_MOVES = 6  # lines of revenue that stand alone; the rest is one row
_ORDER = ("won", "expanded", "shrunk", "lost")
_PARTS = 6
_LABEL_ROOM = Decimal("0.5")  # of the longest bar: room for the label at its end
_SHARE_ROOM = Decimal("0.5")  # of the whole: room for two shares behind the last bar


class _Step(Struct, frozen=True):
    """One row of the bridge: its change, and where the rows above it have come to, from last year's level."""

    name: str
    change: Decimal
    start: Decimal

    @property
    def low(self) -> Decimal:
        """The lower end of its bar."""
        return self.start + min(self.change, _ZERO)

    @property
    def high(self) -> Decimal:
        """The upper end of its bar."""
        return self.start + max(self.change, _ZERO)


def revenue_scale(amounts: Sequence[Decimal]) -> Decimal:
    """What amounts are divided by where they stand together: 1,000 for large ones, else 1."""
    return Decimal(1000) if max(map(abs, amounts), default=Decimal(0)) >= THOUSANDS_FROM else Decimal(1)


def bridge(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """What each line of revenue added since last year or took away; None below two lines that moved."""
    found = analysis.revenue_bridge
    if found is None or sum(bool(move.change) for move in found.moves) < 2:
        return None
    locale = account.account.locale
    steps = tuple(_steps(found))
    scale = revenue_scale([total.revenue for total in analysis.revenue_summary.by_period])
    whole = found.now - found.before
    ends = [_ZERO, whole, *(step.low for step in steps), *(step.high for step in steps)]
    span = max(ends) - min(ends)
    rows = len(steps) + 2
    parts = {
        "Start": [max(step.low, _ZERO) + min(step.high, _ZERO) for step in steps],
        "Rise": [step.change if step.change > 0 else _ZERO for step in steps],
        "Fall": [max(step.high, _ZERO) - max(step.low, _ZERO) if step.change < 0 else _ZERO for step in steps],
        "Fall below last year": [min(step.low, _ZERO) - min(step.high, _ZERO) for step in steps],
    }
    return Chart(
        alt=f"{revenue.revenue_bridge(account, analysis).text}.",
        categories=("Last year, same quarters", *(step.name for step in steps), "This year to date"),
        series=(
            *(
                Series(name=name, values=(None, *(value / scale if value else None for value in values), None))
                for name, values in parts.items()
            ),
            Series(name="Change in all", values=(*(None for _ in range(rows - 1)), whole / scale)),
            Series(
                name="Room for figures",
                values=tuple(span * _LABEL_ROOM / scale for _ in range(rows)),
                labels=(
                    wording.number(found.before / scale, locale, 0),
                    *(wording.signed(step.change / scale, locale, 0) for step in steps),
                    f"{wording.number(found.now / scale, locale, 0)}, {_growth(found, locale)}",
                ),
            ),
        ),
        number_format="#,##0",
        value_axis=Axis(
            minimum=(min(ends) - span / 20) / scale,
            maximum=(max(ends) + span * _LABEL_ROOM) / scale,
        ),
    )


def _growth(found: RevenueBridge, locale: str) -> str:
    change = found.now - found.before
    if found.before <= 0:
        return wording.signed(change, locale, 0)
    return ("+" if change > 0 else "") + wording.percent(change / found.before, locale)


def _steps(found: RevenueBridge) -> Iterator[_Step]:
    """The lines that moved, rises first, what was won or lost at the ends; the smallest of many in one row."""
    moved = [move for move in found.moves if move.change]
    shown = moved if len(moved) <= _MOVES else moved[: _MOVES - 1]
    rows = [(_ORDER.index(move.move), -abs(move.change), _line(move), move.change) for move in shown]
    if len(shown) < len(moved):
        others = f"{wording.sentence(wording.count_word(len(moved) - len(shown)))} other lines"
        rest = sum((move.change for move in moved[len(shown) :]), _ZERO)
        rows.append((_ORDER.index("expanded" if rest > 0 else "lost"), _ZERO, others, rest))
    at = _ZERO
    for _, _, name, change in sorted(rows):
        yield _Step(name, change, at)
        at += change


def _line(move: RevenueMove) -> str:
    name = f"{move.product}, {move.unit}" if move.unit else move.product
    return f"{name}: {move.move}" if move.move in ("won", "lost") else name


def product_shares(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """How few products carry the revenue of the year to date, one after the other; None below two products."""
    return _cascade(analysis.product_concentration, revenue.product_concentration(account, analysis), account)


def unit_shares(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """How few units of the customer carry it, one after the other; None below two units."""
    return _cascade(analysis.unit_concentration, revenue.unit_concentration(account, analysis), account)


def _cascade(spread: Concentrated | None, finding: Finding, account: KeyAccount) -> Chart | None:
    if spread is None or len(spread.parts) < 2:
        return None
    locale = account.account.locale
    shown = spread.parts if len(spread.parts) <= _PARTS else spread.parts[: _PARTS - 1]
    rows = [(part.name, part.share) for part in shown]
    if len(shown) < len(spread.parts):
        others = f"{wording.sentence(wording.count_word(len(spread.parts) - len(shown)))} others"
        rows.append((others, 1 - sum((part.share for part in shown), _ZERO)))
    before = [sum((share for _, share in rows[:at]), _ZERO) for at in range(len(rows))]
    labels = [
        wording.percent(share, locale) + (f", {_in_all(start + share, locale)} in all" if start else "")
        for start, (_, share) in zip(before, rows, strict=True)
    ]
    return Chart(
        alt=f"{finding.text}.",
        categories=tuple(name for name, _ in rows),
        series=(
            Series(name="Larger ones", values=tuple(start or None for start in before)),
            Series(name="Share", values=tuple(share for _, share in rows)),
            Series(name="Room for figures", values=tuple(_SHARE_ROOM for _ in rows), labels=tuple(labels)),
        ),
        number_format="0%",
        value_axis=Axis(minimum=0, maximum=1 + _SHARE_ROOM, major=MOST),
    )


def _in_all(share: Decimal, locale: str) -> str:
    """A running share rounded down, so that what stands short of the line does not read as if it were at it."""
    whole = wording.rounded(share, 6).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return wording.percent(whole, locale)

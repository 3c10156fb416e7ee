"""What the client bought of the products whose revenue is included in the deck, this period beside the one before."""

from collections.abc import Iterable
from decimal import Decimal

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import Result, SharedAnalysis, result
from pipeline.model.account import KeyAccount
from pipeline.model.money import Revenue
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.deck_findings import course
from pipeline.views.deck_selection import last_periods

_PERIODS = 5
_THOUSANDS_FROM = Decimal(100_000)
_AIR = Decimal("1.1")


class Product(Result):
    """What was bought of one product."""

    name: str = result("The product.", "client")
    before: Decimal | None = result("Amount of the period before; None without a row.", "client")
    now: Decimal | None = result("Amount of the period under review; None without a row.", "client")
    change: str = result("Change against the period before, +5%; empty if not known.", "client")


class Bought(Result):
    """What was bought, product by product, and of all of them together."""

    products: tuple[Product, ...] = result("The products, the largest first.", "client")
    total: Product = result("All of them together.", "client")
    chart_unit: str = result("Currency of the chart, with thousand where the amounts are large.", "client")


def bought(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """What was bought of the products shown, together, in each of the last five periods that have any."""
    totals = _totals(account, about)
    if _now(account, about) is None or len(totals) < 2:
        return None
    locale, scale = account.account.locale, _scale(account, about)
    amounts = [wording.rounded(amount / scale, 0) for _, amount in totals]
    names = tuple(wording.period(period, locale, "dated") for period, _ in totals)
    points = [(period, amount) for (period, _), amount in zip(totals, amounts, strict=True)]
    labels = tuple(wording.number(amount, locale, 0) for amount in amounts)
    low = min(amounts)
    return Chart(
        alt=course("What you bought", _unit(account, about), points, locale),
        categories=names,
        series=(
            Series(name="Before", values=(*amounts[:-1], None), labels=(*labels[:-1], None)),
            Series(
                name=names[-1],
                values=(*(None for _ in amounts[:-1]), amounts[-1]),
                labels=(*(None for _ in amounts[:-1]), labels[-1]),
            ),
        ),
        number_format="#,##0",
        value_axis=Axis() if low < 0 else Axis(minimum=0, maximum=wording.rounded(max(amounts) * _AIR, 2)),
    )


def bought_of(account: KeyAccount, about: About) -> Bought | None:
    """The products with what was bought of them; None where no row of the period under review is included."""
    total = _now(account, about)
    if total is None:
        return None
    locale, before = account.account.locale, period_before(about.period)
    names = dict.fromkeys(row.product for row in account.revenue if row.period in (before, about.period))
    rows = [_product(name, [row for row in account.revenue if row.product == name], about, locale) for name in names]
    return Bought(
        products=tuple(sorted(rows, key=lambda row: (-(row.now or Decimal(0)), row.name))),
        total=_product("Total", account.revenue, about, locale),
        chart_unit=_unit(account, about),
    )


def bought_finding(account: KeyAccount, about: About) -> str:
    """What the purchases came to, and how that compares with the period before."""
    found = bought_of(account, about)
    if found is None or found.total.now is None:
        return "No purchases are shown here"
    profile = account.account
    count = len(found.products)
    of_what = "the product shown" if count == 1 else f"{wording.count_word(count)} products"
    whole = f"Your purchases of {of_what} came to {wording.money(found.total.now, profile.currency, profile.locale)}"
    if found.total.before is None or found.total.before <= 0:
        return whole
    before = wording.period(period_before(about.period), profile.locale, "dated").replace(" ", wording.NO_BREAK)
    change = _change(found.total.before, found.total.now)
    share = wording.percent(abs(change), profile.locale)
    if wording.rounded(change, 2) == 0:
        return f"{whole}, as much as in {before}"
    return f"{whole}, {share} {'more' if change > 0 else 'less'} than in {before}"


def _product(name: str, rows: Iterable[Revenue], about: About, locale: str) -> Product:
    before, now = (_sum(rows, period) for period in (period_before(about.period), about.period))
    if before is None or before <= 0 or now is None:
        return Product(name=name, before=before, now=now, change="")
    change = _change(before, now)
    sign = "+" if wording.rounded(change, 2) > 0 else ""
    return Product(name=name, before=before, now=now, change=f"{sign}{wording.percent(change, locale)}")


def _change(before: Decimal, now: Decimal) -> Decimal:
    """By what share of the amount before the amount has changed."""
    return (now - before) / before


def _now(account: KeyAccount, about: About) -> Decimal | None:
    return _sum(account.revenue, about.period)


def _sum(rows: Iterable[Revenue], period: str) -> Decimal | None:
    amounts = [row.revenue for row in rows if row.period == period]
    return sum(amounts, Decimal(0)) if amounts else None


def _totals(account: KeyAccount, about: About) -> list[tuple[str, Decimal]]:
    """The last five periods with what was bought in them, oldest first."""
    found = [(period, _sum(account.revenue, period)) for period in last_periods(about.period, _PERIODS)]
    return [(period, amount) for period, amount in found if amount is not None]


def _scale(account: KeyAccount, about: About) -> Decimal:
    amounts = [abs(amount) for _, amount in _totals(account, about)]
    return Decimal(1000) if max(amounts, default=Decimal(0)) >= _THOUSANDS_FROM else Decimal(1)


def _unit(account: KeyAccount, about: About) -> str:
    currency = account.account.currency
    return f"{currency} thousand" if _scale(account, about) > 1 else currency

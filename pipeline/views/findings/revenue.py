"""What moved revenue since last year, how much of it stayed, and how much few products or units carry."""

from decimal import Decimal

from pipeline.analysis.concentration import MOST
from pipeline.analysis.movement import NO_UNIT
from pipeline.analysis.results import Analysis, Concentrated
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import every, none_of, quoted
from pipeline.views.wording import count_word, listed

_SPREAD = {
    "diversified": "well spread over",
    "moderate": "moderately concentrated on",
    "high": "highly concentrated on",
    "critical": "critically concentrated on",
}


def revenue_bridge(account: KeyAccount, analysis: Analysis) -> Finding:
    """What was lost, shrank, expanded and was won since last year, and which line moved most."""
    profile, bridge = account.account, analysis.revenue_bridge
    if bridge is None:
        return not_assessed(f"What moved revenue since last year is not assessed: {_missing_quarters(account)}")
    amounts = (bridge.lost, bridge.shrunk, bridge.expanded, bridge.won)
    if not any(amounts):
        if len(bridge.moves) == 1:
            return found("The one line of revenue is level with last year")
        return found(f"{none_of(len(bridge.moves))} lines of revenue moved since last year")
    if min(amounts) < 0:
        before, now = (
            wording.money(it, profile.currency, profile.locale, "short") for it in (bridge.before, bridge.now)
        )
        return found(f"With credits counted, revenue went from {before} last year to {now}")
    words = ("was lost", "shrank", "expanded", "was won")
    parts = [
        f"{wording.money(amount, profile.currency, profile.locale, 'short')} {word}"
        for amount, word in zip(amounts, words, strict=True)
        if amount
    ]
    moved = f"{listed(parts)} since last year"
    if len(bridge.moves) == 1:
        return found(moved)
    largest = bridge.moves[0]
    name = f"{largest.product}, {largest.unit}" if largest.unit else largest.product
    return found(f"{moved}; {quoted(name)} moved most", f"{moved}; {quoted(largest.product)} moved most", moved)


def _missing_quarters(account: KeyAccount) -> str:
    return "a quarter of this year or last is missing" if account.revenue else "no revenue is entered"


def retention(account: KeyAccount, analysis: Analysis) -> Finding:
    """How much of last year's revenue stayed, without and with what expanded."""
    bridge = analysis.revenue_bridge
    if bridge is None:
        return not_assessed(f"How much revenue stayed is not assessed: {_missing_quarters(account)}")
    if bridge.gross_retention is None or bridge.net_retention is None:
        reason = "there was none before" if bridge.before <= 0 else "a line of revenue is below 0"
        return not_assessed(f"How much revenue stayed is not assessed: {reason}")
    locale = account.account.locale
    gross, net = (wording.percent(it, locale) for it in (bridge.gross_retention, bridge.net_retention))
    whole = {Decimal(0): "Nothing", Decimal(1): "All"}
    stayed = f"{whole.get(bridge.gross_retention, gross)} of last year’s revenue stayed"
    if not bridge.expanded:
        return found(f"{stayed}, and no line of it expanded")
    still = "still " if net == gross else ""
    return found(f"{stayed}; with what expanded in those lines it is {still}{net}")


def product_concentration(account: KeyAccount, analysis: Analysis) -> Finding:
    """How much of the revenue few products carry."""
    spread = analysis.product_concentration
    if spread is None:
        return not_assessed(f"How much few products carry is not assessed: {_no_whole(account)}")
    return _concentrated(spread, ("product", "products"), account.account.locale)


def unit_concentration(account: KeyAccount, analysis: Analysis) -> Finding:
    """How much of the revenue few units of the customer carry."""
    spread = analysis.unit_concentration
    if spread is None:
        unnamed = account.revenue and not any(row.unit for row in account.revenue)
        reason = "no row of revenue names a unit" if unnamed else _no_whole(account)
        return not_assessed(f"How much few units carry is not assessed: {reason}")
    return _concentrated(spread, ("unit", "units"), account.account.locale)


def _no_whole(account: KeyAccount) -> str:
    return "this year’s revenue has a gap or is not above 0" if account.revenue else "no revenue is entered"


def _concentrated(spread: Concentrated, kind: tuple[str, str], locale: str) -> Finding:
    """As in "Revenue is highly concentrated on products: two of five carry at least 80%, “Trays” 58%"."""
    one, many = kind
    count, top = len(spread.parts), spread.parts[0]
    name = f"revenue without a {one}" if top.name == NO_UNIT else quoted(top.name)
    if count == 1:
        return found(f"All revenue of this year is of one {one}, {name}", f"All revenue of this year is of one {one}")
    how = f"Revenue is {_SPREAD[spread.band]} {many}"
    share, bulk = wording.percent(top.share, locale), wording.percent(MOST, locale)
    if spread.most == 1:
        return found(f"{how}: {name} carries {share} of it", f"{how}: one carries {share} of it")
    if spread.most == count:
        few = f"it takes {every(count).lower()} to carry {bulk}"
    else:
        few = f"{count_word(spread.most)} of {count_word(count)} carry at least {bulk}"
    return found(f"{how}: {few}, {name} {share}", f"{how}: {few}, the largest {share}", how)


def revenue_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on revenue under the labels of the plan."""
    return (
        ("Since last year", revenue_bridge(account, analysis)),
        ("Retention", retention(account, analysis)),
        ("Spread over products", product_concentration(account, analysis)),
        ("Spread over units", unit_concentration(account, analysis)),
    )

"""Our share of what the customer spends, and what of the white space is still to be had."""

from pipeline.analysis.results import Analysis
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import every, none_of
from pipeline.views.wording import count_word, plural, sentence


def wallet(account: KeyAccount, analysis: Analysis) -> Finding:
    """Our share of the customer's spend, which way it moves, and what is left."""
    latest = analysis.wallet.latest
    if latest is None:
        entered = any(row.customer_spend is not None for row in account.economics)
        reason = "it is entered for later periods only" if entered else "it is not entered"
        return not_assessed(f"Our share of their spend is not assessed: {reason}")
    profile = account.account
    period = wording.period(latest.period, profile.locale, "dated")
    if latest.share is None or latest.white_space is None:
        return not_assessed(
            f"Our share of their spend in {period} is not assessed: {_impossible(latest.spend > 0, latest.revenue < 0)}"
        )
    left = wording.money(latest.white_space, profile.currency, profile.locale, "short")
    share = wording.percent(latest.share, profile.locale)
    held = f"{share} of their spend in our categories came to us in {period}"
    open_part = f"{left} did not" if latest.white_space else "nothing was left"
    change = analysis.wallet.change
    if change is None:
        return found(f"{held}; {open_part}")
    before = wording.percent(latest.share - change, profile.locale)
    moved = "as before" if before == share else f"after {before} before"
    return found(f"{held}, {moved}; {open_part}", f"{held}, {moved}")


def _impossible(spends: bool, credits: bool) -> str:
    if not spends:
        return "their spend is not above 0"
    return "our revenue is below 0" if credits else "our revenue is above it"


def white_space(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many products in units are ours, and what the others could bring."""
    grid = analysis.wallet
    if not grid.applicable:
        reason = "no product applies to any unit" if account.white_space else "none is entered"
        return not_assessed(f"White space is not assessed: {reason}")
    if grid.ours == grid.applicable:
        if grid.ours == 1:
            return found("The one product in a unit is ours; nothing is open")
        return found(f"{every(grid.ours)} products in units are ours; nothing is open")
    if grid.ours:
        some, count = sentence(count_word(grid.ours)), count_word(grid.applicable)
        ours = f"{some} of {count} products in units {plural(grid.ours, 'is', 'are')} ours"
    elif grid.applicable == 1:
        ours = "The one product in a unit is not ours"
    else:
        ours = f"{none_of(grid.applicable)} products in units is ours"
    potential = f"{ours}; {_potential(account, analysis)}"
    if not grid.without_potential or not (grid.open_potential or grid.competitor_potential):
        return found(potential, ours)
    unknown = plural(grid.without_potential, "one is", f"{count_word(grid.without_potential)} are")
    return found(f"{potential}, {unknown} not estimated", potential, ours)


def _potential(account: KeyAccount, analysis: Analysis) -> str:
    """As in "EUR 1.7 m a year is open and EUR 0.4 m with competitors"."""
    profile, grid = account.account, analysis.wallet
    opened, theirs = (
        wording.money(amount, profile.currency, profile.locale, "short") if amount else ""
        for amount in (grid.open_potential, grid.competitor_potential)
    )
    if opened:
        return f"{opened} a year is open" + (f" and {theirs} with competitors" if theirs else "")
    return f"{theirs} a year is with competitors" if theirs else "what the rest could bring is not noted"


def wallet_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on wallet and white space under the labels of the plan."""
    return (("Share of wallet", wallet(account, analysis)), ("White space", white_space(account, analysis)))

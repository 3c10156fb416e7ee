"""The plan's charts of deals: what is to be won, what is still to be had, and our share of the customer's spend."""

from decimal import Decimal

from pipeline.analysis.results import Analysis, OpportunitySummary, WhiteSpaceUnit
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.findings import wallet, work

_ZERO = Decimal(0)
_UNITS = 6
_PERIODS = 8
_SCENARIO_ROOM = Decimal("1.9")  # the axis, in longest bars: room for the label behind it
_UNIT_ROOM = Decimal("3")


def scenarios(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """What is won, expected and possible, beside the plan year's target if there is one; None if nothing is open."""
    deals = analysis.opportunity_summary
    cases, won, target = _cases(deals)
    longest = max([target or _ZERO, *cases.values()])
    if not deals.open_count or longest <= 0:
        return None
    rows: list[tuple[str, Decimal | None, Decimal | None, Decimal | None, str]]
    rows = [(name, won, amount - won, None, _scenario(amount, target, account)) for name, amount in cases.items()]
    if target:
        rows.append(("Target", None, None, target, _scenario(target, None, account)))
    names, first, rest, frames, labels = zip(*rows, strict=True)
    return Chart(
        alt=_scenario_alt(account, analysis),
        categories=names,
        series=(
            Series(name="Won", values=tuple(amount or None for amount in first)),
            Series(name="Still open", values=tuple(amount or None for amount in rest)),
            Series(name="Target", values=frames),
            Series(name="Room for figures", values=tuple(longest for _ in rows), labels=labels),
        ),
        number_format="#,##0",
        value_axis=Axis(minimum=0, maximum=longest * _SCENARIO_ROOM),
    )


def _cases(deals: OpportunitySummary) -> tuple[dict[str, Decimal], Decimal, Decimal | None]:
    """What could come by name, what of it is won, and the target: of the plan year if it has one, else of all."""
    year = deals.target
    if year is not None and year.target > 0:
        best = year.won + year.open_amount
        cases = {"Won so far": year.won, "Expected": year.expected, "All open ones won": best}
        return cases, year.won, year.target
    named = {"Won so far": deals.won, "Cautious case": deals.low, "Expected": deals.expected, "Best case": deals.high}
    return named, deals.won, None


def _scenario(amount: Decimal, target: Decimal | None, account: KeyAccount) -> str:
    profile = account.account
    shown = wording.money(amount, profile.currency, profile.locale, "short")
    return f"{shown}, {wording.percent(amount / target, profile.locale)}" if target else shown


def _scenario_alt(account: KeyAccount, analysis: Analysis) -> str:
    deals = analysis.opportunity_summary
    if deals.target is not None:
        return f"{work.new_business(account, analysis).text}."
    profile = account.account
    low, high = (wording.money(amount, profile.currency, profile.locale, "short") for amount in (deals.low, deals.high))
    return f"Opportunities bring {low} in the cautious case and {high} in the best."


def white_space(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """What open products and those of competitors could bring a year in each unit; None below two units with any."""
    rows = [unit for unit in analysis.wallet.units if unit.potential > 0][:_UNITS]
    if len(rows) < 2:
        return None
    longest = max(row.potential for row in rows)
    return Chart(
        alt=f"{wallet.white_space(account, analysis).text}.",
        categories=tuple(row.unit for row in rows),
        series=(
            Series(name="Open", values=tuple(row.open_potential or None for row in rows)),
            Series(name="With competitors", values=tuple(row.competitor_potential or None for row in rows)),
            Series(
                name="Room for figures",
                values=tuple(longest for _ in rows),
                labels=tuple(_open_of(row, account) for row in rows),
            ),
        ),
        number_format="#,##0",
        value_axis=Axis(minimum=0, maximum=longest * _UNIT_ROOM),
    )


def _open_of(row: WhiteSpaceUnit, account: KeyAccount) -> str:
    profile = account.account
    whole = wording.money(row.potential, profile.currency, profile.locale, "short")
    if not row.open_potential or not row.competitor_potential:
        return f"{whole}, {'all' if row.open_potential else 'none'} open"
    return f"{whole}, {wording.money(row.open_potential, profile.currency, profile.locale, 'short')} open"


def wallet_share(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """Our share of what the customer spends, period by period up to the one reviewed; None below two periods."""
    latest = analysis.wallet.latest
    if latest is None or latest.share is None:
        return None
    alike = [one for one in analysis.wallet.shares if len(one.period) == len(latest.period)]
    rows = [one for one in alike if one.period <= latest.period and one.share is not None][-_PERIODS:]
    if len(rows) < 2:
        return None
    shares = [one.share or _ZERO for one in rows]
    return Chart(
        alt=f"{wallet.wallet(account, analysis).text}.",
        categories=tuple(wording.period(one.period, account.account.locale, "dated") for one in rows),
        series=(
            Series(
                name="Share of wallet",
                values=tuple(shares),
                labels=tuple(wording.percent(share, account.account.locale) for share in shares),
                bold=tuple(at == len(rows) - 1 for at in range(len(rows))),
            ),
        ),
        number_format="0%",
        value_axis=Axis(minimum=0, maximum=max(shares) * Decimal("1.3")),
    )

"""What the account earns after its costs, whether key account management pays, and how discount and payment move."""

from pipeline.analysis.results import Analysis, PeriodEconomics, Trend
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import shared_decimals
from pipeline.views.wording import counted, listed, plural


def contribution(account: KeyAccount, analysis: Analysis) -> Finding:
    """What is left of the latest period's revenue, and whether it carries the account team."""
    latest = analysis.economics_summary.latest
    if latest is None:
        return not_assessed(f"What is left after costs is not assessed: {_no_period(account)}")
    profile = account.account
    period = wording.period(latest.period, profile.locale, "dated")
    if latest.contribution is None:
        return not_assessed(f"What {period} leaves is not assessed: {_missing_costs(latest)}")
    amount = wording.money(abs(latest.contribution), profile.currency, profile.locale, "short")
    share = "" if latest.margin is None else f", a margin of {wording.percent(latest.margin, profile.locale)}"
    if not latest.contribution:
        return found(f"Nothing is left of the revenue of {period} after direct cost and cost to serve")
    if latest.contribution < 0:
        return found(f"Costs were {amount} above the revenue of {period}{share}")
    left = f"{amount} is left of {period} after direct cost and cost to serve{share}"
    if latest.after_kam is not None and latest.after_kam < 0:
        return found(f"{amount} is left of {period} after costs{share}, but the account team costs more than that")
    return found(left)


def _no_period(account: KeyAccount) -> str:
    return "no row of economics is by the period reviewed" if account.economics else "no economics are entered"


def _missing_costs(latest: PeriodEconomics) -> str:
    parts = (
        (latest.revenue, "revenue"),
        (latest.direct_cost, "direct cost"),
        (latest.cost_to_serve, "cost to serve"),
    )
    names = [name for value, name in parts if value is None]
    return f"{listed(names)} {plural(len(names), 'is', 'are')} not noted"


def kam_return(account: KeyAccount, analysis: Analysis) -> Finding:
    """Whether the contribution gained since last year pays for the account team."""
    economics = analysis.economics_summary
    earned, extra, cost = economics.kam_return, economics.extra_contribution, economics.kam_cost
    if earned is None or extra is None or cost is None:
        reason = "a cost or a quarter is missing" if account.economics else "no economics are entered"
        return not_assessed(f"Whether the account team pays back is not assessed: {reason}")
    profile = account.account
    spent = wording.money(cost, profile.currency, profile.locale, "short")
    more = wording.money(abs(extra), profile.currency, profile.locale, "short")
    share = wording.percent(earned, profile.locale)
    if extra < 0:
        return found(f"The account team cost {spent}, and contribution fell by {more}: a return of {share}")
    gained = f"{more} more contribution than last year"
    if earned < 0:
        return found(f"{gained} does not pay for the account team’s {spent}: a return of {share}")
    if earned == 0:
        return found(f"{gained} just pays for the account team’s {spent}")
    return found(f"{gained} pays for the account team’s {spent}: a return of {share}")


def payback(account: KeyAccount, analysis: Analysis) -> Finding:
    """After how many months the account team was paid for, or for how many it has not been."""
    economics = analysis.economics_summary
    if economics.payback_months is not None:
        months = counted(economics.payback_months, "month", "months")
        return found(f"The account team was paid for after {months}, counted from the second period entered")
    if economics.months_observed:
        months = counted(economics.months_observed, "month", "months")
        return found(f"The account team is not paid for yet, {months} after the first period")
    reason = "a cost or a second period is missing" if account.economics else "no economics are entered"
    return not_assessed(f"When the account team is paid for is not assessed: {reason}")


def discount(account: KeyAccount, analysis: Analysis) -> Finding:
    """How the mean discount moved."""
    trend, locale = analysis.economics_summary.discount, account.account.locale
    if trend is None:
        return not_assessed("How the mean discount moves is not assessed: two periods are needed")
    places = shared_decimals((trend.now * 100, trend.before * 100))
    now, before = (wording.percent(it, locale, places) for it in (trend.now, trend.before))
    return found(_moved("The mean discount", "is", now, before, trend, locale))


def days_to_pay(account: KeyAccount, analysis: Analysis) -> Finding:
    """How the days to payment moved."""
    trend, locale = analysis.economics_summary.days_to_pay, account.account.locale
    if trend is None:
        return not_assessed("How the days to payment move is not assessed: two periods are needed")
    places = shared_decimals((trend.now, trend.before))
    now, before = (wording.number(it, locale, places) for it in (trend.now, trend.before))
    return found(_moved("The mean days to payment", "are", now, before, trend, locale))


def _moved(what: str, verb: str, now: str, before: str, trend: Trend, locale: str) -> str:
    period, earlier = (wording.period(it, locale, "dated") for it in (trend.period, trend.before_period))
    if now == before:
        return f"{what} {verb} {now} in {period}, as in {earlier}"
    direction = "rose" if trend.change > 0 else "fell"
    return f"{what} {direction} from {before} in {earlier} to {now} in {period}"


def disputes(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many of the latest period's invoices are disputed."""
    latest = analysis.economics_summary.latest
    if latest is None or latest.dispute_rate is None:
        reason = _no_period(account) if latest is None else "invoices or disputes are not noted"
        return not_assessed(f"How many invoices are disputed is not assessed: {reason}")
    period = wording.period(latest.period, account.account.locale, "dated")
    if not latest.dispute_rate:
        return found(f"No invoice of {period} is disputed")
    if latest.dispute_rate == 1:
        return found(f"Every invoice of {period} is disputed")
    return found(
        f"{wording.percent(latest.dispute_rate, account.account.locale, 1)} of the invoices of {period} are disputed"
    )


def economics_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on economics under the labels of the plan."""
    return (
        ("Contribution", contribution(account, analysis)),
        ("Return on the account team", kam_return(account, analysis)),
        ("Payback", payback(account, analysis)),
        ("Discount", discount(account, analysis)),
        ("Days to pay", days_to_pay(account, analysis)),
        ("Disputes", disputes(account, analysis)),
    )

"""Alerts and priorities as the plan prints them: what is gravest and what comes first, the rest counted."""

from pipeline.analysis.results import Analysis, Result, result
from pipeline.analysis.results.alerts import Alert, Priority
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.plan_parts import BAD, WATCH, Status, bound

_PAGE = 11  # risks, commitments and alerts that fit on a page together
_FEWEST = 4
_PRIORITIES = 5


class AlertRow(Result):
    """One alert."""

    severity: Status = result("Act now or Watch.")
    sentence: str = result("What was found.")
    next_step: str = result("What to do about it.")
    owner: str = result("Who sees to it; a dash if the workbook names nobody.")
    date: str = result("The day it is about, 8 Sep 2026; a dash for none.")


class AlertsView(Result):
    """The alerts."""

    rows: tuple[AlertRow, ...] = result("The gravest of them: as many as fit on the page of the risks, at least four.")
    counts: str = result("How many there are, of each severity too: the gravest 6 of 13, 4 to act on now, 9 to watch.")


class PriorityRow(Result):
    """Something to work on."""

    rank: int = result("Its place, 1 first.")
    text: str = result("What it is about, an action with its id.")
    why: str = result("Where urgency and impact come from.")
    score: str = result("Urgency times impact, 5 × 4 = 20.")
    owner: str = result("Who does it or drives it; a dash if not noted.")
    date: str = result("When it is due or happens; a dash if not noted.")


class PrioritiesView(Result):
    """What to work on first."""

    rows: tuple[PriorityRow, ...] = result("The first five.")
    more: str = result("How many further ones are ranked, and what cannot be; empty for none.")


def alerts_view(account: KeyAccount, analysis: Analysis) -> AlertsView:
    """The alerts as the plan prints them."""
    now = sum(alert.severity == "act now" for alert in analysis.alerts)
    shown = max(_FEWEST, _PAGE - len(account.risks))
    return AlertsView(
        rows=tuple(_alert(alert, account.account.locale) for alert in analysis.alerts[:shown]),
        counts=f"{_listed(shown, len(analysis.alerts))}{_counts(now, len(analysis.alerts) - now)}",
    )


def _alert(alert: Alert, locale: str) -> AlertRow:
    urgent = alert.severity == "act now"
    return AlertRow(
        severity=Status(tone=BAD, word="Act now") if urgent else Status(tone=WATCH, word="Watch"),
        sentence=bound(alert.sentence),
        next_step=bound(alert.next_step),
        owner=alert.owner or wording.BLANK,
        date=wording.date(alert.date, locale, "dated"),
    )


def _counts(now: int, later: int) -> str:
    parts = [f"{now} to act on now"] if now else []
    return ", ".join([*parts, f"{later} to watch"] if later else parts)


def _listed(shown: int, count: int) -> str:
    return f"the gravest {shown} of {count}, " if shown < count else ""


def priorities_view(account: KeyAccount, analysis: Analysis) -> PrioritiesView:
    """What to work on first, moves of the customer and open actions in one list."""
    ranked, locale = analysis.priorities.ranked, account.account.locale
    further, blank = len(ranked) - _PRIORITIES, len(analysis.priorities.not_ranked)
    parts = [f"{further} more {wording.plural(further, 'is', 'are')} ranked below these"] if further > 0 else []
    if blank:
        lack = wording.plural(blank, "row of sheet Business lacks", "rows of sheet Business lack")
        parts.append(f"{blank} {lack} urgency or impact")
    return PrioritiesView(
        rows=tuple(_priority(one, locale) for one in ranked[:_PRIORITIES]),
        more=f"{'; '.join(parts)}." if parts else "",
    )


def _priority(one: Priority, locale: str) -> PriorityRow:
    return PriorityRow(
        rank=one.rank,
        text=f"{one.text} ({one.id})" if one.id else f"{one.text} ({one.kind})",
        why=one.why,
        score=f"{one.urgency} × {one.impact} = {one.score}".replace(" ", wording.NO_BREAK),
        owner=one.owner or wording.BLANK,
        date=wording.date(one.date, locale, "dated"),
    )

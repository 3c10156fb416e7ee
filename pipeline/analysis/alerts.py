"""The alerts of one account: what needs somebody's attention now, the gravest first."""

import datetime
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from pipeline.analysis.alerts_money import (
    contract_ending,
    loss_making,
    opportunity_late,
    payment_slower,
    renewal_unprepared,
    revenue_falling,
    wallet_falling,
    white_space_idle,
)
from pipeline.analysis.alerts_people import (
    blocker,
    contact_silent,
    one_of_us_only,
    role_uncovered,
    single_thread,
    sponsor_missing,
    sponsor_silent,
    support_falling,
    support_unknown,
)
from pipeline.analysis.alerts_plan import (
    action_blocked,
    action_overdue,
    answers_falling,
    change_in_danger,
    commitment_in_danger,
    decision_overdue,
    event_unanswered,
    goal_off_track,
    issue_overdue,
    measure_worsening,
    no_review_ahead,
    raters_disagree,
    review_overdue,
    risk_critical,
    tier_near_flip,
    workbook_stale,
)
from pipeline.analysis.evidence import Evidence
from pipeline.analysis.results import Alert, Explanation

# Each finds one kind of alert; their kind is its name with hyphens.
ALERTS: tuple[Callable[[Evidence], Iterator[Alert]], ...] = (
    renewal_unprepared,
    contract_ending,
    revenue_falling,
    loss_making,
    wallet_falling,
    payment_slower,
    opportunity_late,
    white_space_idle,
    sponsor_missing,
    sponsor_silent,
    single_thread,
    blocker,
    contact_silent,
    support_falling,
    support_unknown,
    role_uncovered,
    one_of_us_only,
    review_overdue,
    no_review_ahead,
    change_in_danger,
    commitment_in_danger,
    goal_off_track,
    action_overdue,
    action_blocked,
    decision_overdue,
    issue_overdue,
    risk_critical,
    event_unanswered,
    measure_worsening,
    answers_falling,
    workbook_stale,
    tier_near_flip,
    raters_disagree,
)


def alerts_of(evidence: Evidence) -> tuple[Alert, ...]:
    """Every alert of the account, ranked: act now before watch, then the greater weight, then the earlier date.

    An alert without a date comes after those with one; what is left is in the order of the kind and the sentence. The
    thresholds are practice, not science, so each organisation sets them in its standards.
    """
    found = sorted((alert for find in ALERTS for alert in find(evidence)), key=_gravity)
    return tuple(
        replace(alert, rank=rank, limit=evidence.limit(alert.threshold) if alert.threshold else None)
        for rank, alert in enumerate(found, start=1)
    )


def explained_alerts(alerts: Sequence[Alert]) -> Iterator[Explanation]:
    """How the figure beside the limit came about, for the alerts that have a formula."""
    for alert in alerts:
        if alert.worked:
            yield Explanation(
                of=f"alerts[{alert.rank}].figure", formula=alert.formula, worked=alert.worked, cells=alert.cells
            )


def _gravity(alert: Alert) -> tuple[bool, int, datetime.date, str, str, tuple[str, ...]]:
    date = alert.date or datetime.date.max
    return alert.severity != "act now", -alert.weight, date, alert.kind, alert.sentence, alert.cells

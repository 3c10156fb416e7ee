"""The audit of the plan, the goals against what was achieved, and how reviews keep to their rhythm."""

from collections.abc import Iterator

from pipeline.analysis.results import Analysis, Result, result
from pipeline.analysis.results.audit import AuditStatement
from pipeline.analysis.results.meetings import ReviewRhythm
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings import work
from pipeline.views.plan_parts import Status, figure, goal_status, shared_decimals

_RAISING = 4
_TREND = {"better": "Better", "level": "Level", "worse": "Worse", None: wording.BLANK}


class AreaRow(Result):
    """One of the six areas of the audit."""

    area: str = result("The area.")
    points: str = result("The points it has.")
    most: int = result("The points it can have.")
    share: str = result("Points of most, 93%.")


class RaisingRow(Result):
    """A statement of the audit that does not hold in full."""

    says: str = result("The statement.")
    missing: str = result("What is missing and in which cell: at most three, the rest counted.")
    fix: str = result("What to do about it.")
    points: str = result("The points that are to be had, +4.")


class AuditView(Result):
    """The audit of the plan."""

    points: str = result("Whole points of 100.")
    areas: tuple[AreaRow, ...] = result("The six areas.")
    raising: tuple[RaisingRow, ...] = result("What raises it most, four at most.")
    more: str = result("How many further statements do not hold in full; empty for none.")


class RhythmRow(Result):
    """One kind of review beside its cadence."""

    whose: str = result("With the customer or Of the team.")
    finding: str = result("How they keep to their cadence; empty if nothing can be said.")
    cadence: str = result("How often they are to be held.")
    held: str = result("Held of planned, 8 of 9.")
    last: str = result("Day of the last one held; a dash for none.")
    next: str = result("The next planned, else the next by the cadence; a dash for none.")


class AchievementRow(Result):
    """One goal beside what was achieved."""

    id: str = result("Id of the objective.")
    title: str = result("The objective.")
    first_target: str = result("The target it began with; a dash if it was not set anew.")
    target: str = result("The target.")
    achieved: str = result("Where it stands.")
    difference: str = result("Achieved less target, +2 or −2.")
    before: str = result("Where it stood in the period before.")
    trend: str = result("Better, Level or Worse than in the period before; a dash if not known.")
    status: Status = result("Its state.")


def audit_view(account: KeyAccount, analysis: Analysis) -> AuditView:
    """The audit as the plan prints it."""
    locale, audit = account.account.locale, analysis.audit
    further = len(audit.findings) - _RAISING
    return AuditView(
        points=wording.number(audit.points, locale, 0),
        areas=tuple(
            AreaRow(
                area=wording.sentence(area.area),
                points=wording.number(area.points, locale, 1),
                most=area.most,
                share=wording.percent(area.points / area.most, locale),
            )
            for area in audit.areas
        ),
        raising=tuple(_raising(statement, locale) for statement in audit.findings[:_RAISING]),
        more=f"{further} more {wording.plural(further, 'statement does', 'statements do')} not hold in full."
        if further > 0
        else "",
    )


def _raising(statement: AuditStatement, locale: str) -> RaisingRow:
    named = [f"{gap.missing} ({gap.cell})" for gap in statement.gaps[:3]]
    rest = len(statement.gaps) - len(named)
    return RaisingRow(
        says=statement.says,
        missing="; ".join([*named, f"{rest} more"] if rest else named),
        fix=statement.fix,
        points=wording.signed(statement.most - statement.points, locale, 1),
    )


def rhythm_rows(account: KeyAccount, analysis: Analysis) -> tuple[RhythmRow, ...]:
    """Reviews with the customer and of the team beside their cadence."""
    locale = account.account.locale
    pairs = (
        ("With the customer", analysis.client_rhythm, work.client_rhythm(account, analysis)),
        ("Of the team", analysis.internal_rhythm, work.internal_rhythm(account, analysis)),
    )
    return tuple(
        RhythmRow(
            whose=whose,
            finding=finding.text if finding.known else "",
            cadence=wording.sentence(rhythm.cadence),
            held=f"{rhythm.held} of {rhythm.planned}",
            last=wording.date(rhythm.last_held, locale, "dated"),
            next=_next(rhythm, locale),
        )
        for whose, rhythm, finding in pairs
    )


def _next(rhythm: ReviewRhythm, locale: str) -> str:
    if rhythm.next_planned:
        return wording.date(rhythm.next_planned, locale, "dated")
    if rhythm.next_by_cadence:
        return f"{wording.date(rhythm.next_by_cadence, locale, 'dated')}, not planned"
    return wording.BLANK


def achievement_rows(account: KeyAccount, analysis: Analysis) -> tuple[AchievementRow, ...]:
    """Every goal beside what was achieved, in the order of the sheet."""
    return tuple(_achievements(account, analysis))


def _achievements(account: KeyAccount, analysis: Analysis) -> Iterator[AchievementRow]:
    locale = account.account.locale
    goals = {goal.id: goal for goal in analysis.goals}
    for objective in account.objectives:
        goal = goals[objective.id]
        given = (objective.baseline, objective.target, goal.actual, goal.previous)
        places = shared_decimals(given)

        difference = None if goal.actual is None else goal.actual - objective.target
        yield AchievementRow(
            id=objective.id,
            title=objective.title,
            first_target=figure(goal.original_target, objective.unit, locale, places),
            target=figure(objective.target, objective.unit, locale, places),
            achieved=figure(goal.actual, objective.unit, locale, places),
            difference=wording.signed(difference, locale, places),
            before=figure(goal.previous, objective.unit, locale, places),
            trend=_TREND[goal.trend],
            status=goal_status(goal.status),
        )

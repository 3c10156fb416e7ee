"""Alerts about the plan: reviews, actions, goals, changes, promises, risks, decisions, and what the figures rest on."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pipeline.analysis.evidence import Evidence, ago, days, quoted
from pipeline.analysis.results import Alert, ForceField
from pipeline.analysis.rounding import one_decimal, whole_percents
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number
from pipeline.model.plan import Action, Risk


def review_overdue(evidence: Evidence) -> Iterator[Alert]:
    """A review is past its date by more than the limit and not noted as held.

    Only the first one after the last that was held counts: once the next is held, a missed one is history.
    """
    for kind in ("client", "internal"):
        rows = [row for row in evidence.account.reviews if row.kind == kind]
        held = [row.held for row in rows if row.held is not None and row.held <= evidence.as_of]
        last = max(held, default=None)
        waiting = [row for row in rows if row.held not in held and (last is None or row.planned > last)]
        first = min(waiting, key=lambda row: row.planned, default=None)
        late = 0 if first is None else evidence.days_since(first.planned)
        if first is not None and late > evidence.standards.alerts.review_late_days:
            yield Alert(
                kind="review-overdue",
                severity="act now" if kind == "client" else "watch",
                weight=4 if kind == "client" else 2,
                sentence=f"The {kind} review planned for {ago(late)} is not noted as held."
                if late > 1
                else f"The {kind} review planned for yesterday is not noted as held.",
                next_step="Hold it, or note the day on which it was held.",
                owner=evidence.account.account.prepared_by,
                date=first.planned,
                cells=(first.cell("planned"), first.cell("held")),
                threshold="alerts.review_late_days",
            )


def no_review_ahead(evidence: Evidence) -> Iterator[Alert]:
    """No review with the client, or of the team alone, is planned from the as-of date on."""
    form = evidence.account.account
    kinds: tuple[Literal["client", "internal"], ...] = ("client", "internal")
    for kind in kinds:
        if any(row.kind == kind and row.planned >= evidence.as_of for row in evidence.account.reviews):
            continue
        cadence = form.client_review_cadence if kind == "client" else form.internal_review_cadence
        yield Alert(
            kind="no-review-ahead",
            severity="watch",
            weight=3 if kind == "client" else 2,
            sentence=f"No further {kind} review is planned; they are to be {cadence}.",
            next_step="Enter the next date on sheet Reviews.",
            owner=form.prepared_by,
            cells=(form.cell(f"{kind}_review_cadence"),),
        )


def action_overdue(evidence: Evidence) -> Iterator[Alert]:
    """An action is late by more than the limit; of one with parts, its parts are told."""
    limit = evidence.standards.alerts.action_late_days
    for action, state in zip(evidence.account.actions, evidence.shared.action_states, strict=True):
        if state.status == "late" and not state.parts and state.days_late > limit:
            yield Alert(
                kind="action-overdue",
                severity="act now",
                weight=3,
                sentence=f"{quoted(action.action)} ({action.id}) is {days(state.days_late)} late.",
                next_step=f"Agree a new date with {action.owner}, or cancel it.",
                owner=action.owner,
                date=action.due,
                cells=(action.cell("due"), action.cell("status")),
                threshold="alerts.action_late_days",
            )


def action_blocked(evidence: Evidence) -> Iterator[Alert]:
    """An action is blocked: to act on once its day has passed."""
    for action, state in zip(evidence.account.actions, evidence.shared.action_states, strict=True):
        if state.status == "blocked" and not state.parts:
            past = f", {days(state.days_late)} past its date" if state.days_late else ""
            reason = f" Noted: {quoted(action.note)}." if action.note else ""
            yield Alert(
                kind="action-blocked",
                severity="act now" if state.days_late else "watch",
                weight=3,
                sentence=f"{quoted(action.action)} ({action.id}) is blocked{past}.",
                next_step=f"Settle with {action.owner} what frees it.{reason}",
                owner=action.owner,
                date=action.due,
                cells=(action.cell("status"), action.cell("due")),
            )


def goal_off_track(evidence: Evidence) -> Iterator[Alert]:
    """A goal is off track: to act on if no open action serves it."""
    for objective, goal in zip(evidence.account.objectives, evidence.shared.goals, strict=True):
        if goal.status != "off track" or goal.attainment is None or goal.expected is None:
            continue
        served = any(_serves(action, objective.id) for action in evidence.account.actions)
        reached, due = whole_percents(goal.attainment), whole_percents(goal.expected)
        far = f"{_percents(reached)} of the way in {_percents(due)} of its time"
        yield Alert(
            kind="goal-off-track",
            severity="watch" if served else "act now",
            weight=4,
            sentence=f"{quoted(objective.title)} ({objective.id}) is off track: {far}"
            + ("." if served else ", and no open action serves it."),
            next_step=f"Ask {objective.owner} what brings it back, and whether the open actions are enough."
            if served
            else f"Agree an action with {objective.owner}.",
            owner=objective.owner,
            date=objective.due,
            cells=(objective.cell("actual"), objective.cell("target"), objective.cell("due")),
            threshold="thresholds.off_track_points",
        )


def change_in_danger(evidence: Evidence) -> Iterator[Alert]:
    """A change is likely to fail (net 0 or below), or likely to succeed by no more than the limit."""
    margin = evidence.standards.alerts.force_field_margin
    for field in evidence.force_field:
        if field.net > max(0, margin):
            continue
        fails = field.net <= 0
        sums = f"{field.driving} for it, {field.restraining} against"
        points = f"{field.net} {'point' if field.net == 1 else 'points'}"
        yield Alert(
            kind="change-in-danger",
            severity="act now" if fails else "watch",
            weight=4,
            sentence=f"{quoted(field.change)} is likely to fail: {sums}."
            if fails
            else f"{quoted(field.change)} is likely to succeed by {points} only: {sums}.",
            next_step=_lever(field),
            cells=tuple(term.cell for term in field.forces),
            threshold="" if fails else "alerts.force_field_margin",
            figure=Decimal(field.net),
            formula="strengths for − strengths against",
            worked=gives(f"{field.driving} − {field.restraining}", field.net),
        )


def commitment_in_danger(evidence: Evidence) -> Iterator[Alert]:
    """A commitment cannot be met any more within the limit, or that day or its due date has passed.

    The workbook notes no end of a commitment: a row whose promise was kept is to be taken off the sheet.
    """
    for risk in evidence.account.risks:
        if risk.kind != "commitment":
            continue
        told = _promise(risk, evidence)
        if told is not None:
            sentence, next_step, field = told
            yield Alert(
                kind="commitment-in-danger",
                severity="act now",
                weight=4,
                sentence=sentence,
                next_step=next_step,
                owner=risk.owner,
                date=getattr(risk, field),
                cells=(risk.cell(field),),
                threshold="alerts.commitment_days" if "unless" in sentence else "",
            )


def risk_critical(evidence: Evidence) -> Iterator[Alert]:
    """The probability of a risk times its impact reaches the limit: to act on if nothing is done about it."""
    for risk in evidence.account.risks:
        if risk.kind != "risk" or risk.probability is None or risk.impact is None:
            continue
        weight = risk.probability * risk.impact
        if weight < evidence.standards.alerts.risk_weight:
            continue
        yield Alert(
            kind="risk-critical",
            severity="watch" if risk.mitigation else "act now",
            weight=3,
            sentence=f"{quoted(risk.text)}: a risk of {weight} of 25"
            + ("." if risk.mitigation else ", and nothing is done about it."),
            next_step=f"Ask {risk.owner} whether this is enough: {quoted(risk.mitigation)}."
            if risk.mitigation
            else f"Decide with {risk.owner} what is done about it.",
            owner=risk.owner,
            date=risk.due,
            cells=(risk.cell("probability"), risk.cell("impact")),
            threshold="alerts.risk_weight",
            figure=Decimal(weight),
            formula="probability × impact",
            worked=gives(f"{risk.probability} × {risk.impact}", weight),
        )


def decision_overdue(evidence: Evidence) -> Iterator[Alert]:
    """A decision that is still open is past its last useful day by more than the limit."""
    for row in evidence.account.decisions:
        if row.by_when is None or row.status not in (None, "open"):
            continue
        late = evidence.days_since(row.by_when)
        if late > evidence.standards.alerts.decision_late_days:
            who = row.who_decides or ""
            yield Alert(
                kind="decision-overdue",
                severity="act now",
                weight=3,
                sentence=f"{quoted(row.decision)} was to be decided {ago(late)}.",
                next_step=f"Ask {who} for the decision, or note it." if who else "Ask for the decision, or note it.",
                owner=who,
                date=row.by_when,
                cells=(row.cell("by_when"), row.cell("status")),
                threshold="alerts.decision_late_days",
            )


def issue_overdue(evidence: Evidence) -> Iterator[Alert]:
    """An issue is not closed though its change was due longer ago than the limit."""
    for row in evidence.account.delivery:
        if row.kind != "issue" or row.status == "closed" or row.change_due is None:
            continue
        late = evidence.days_since(row.change_due)
        if late > evidence.standards.alerts.issue_late_days:
            yield Alert(
                kind="issue-overdue",
                severity="act now",
                weight=3,
                sentence=f"{quoted(row.text)}: what changes was due {ago(late)}, and the issue is not closed.",
                next_step="Tell the client when it is settled, and note the new day.",
                owner=row.change_owner or "",
                date=row.change_due,
                cells=(row.cell("change_due"), row.cell("status")),
                threshold="alerts.issue_late_days",
            )


def event_unanswered(evidence: Evidence) -> Iterator[Alert]:
    """Something that moves the customer reaches the limit of urgency times impact and has no answer of ours."""
    for row in evidence.account.business:
        if row.our_answer or row.kind == "insight" or row.urgency is None or row.impact is None:
            continue
        weight = row.urgency * row.impact
        if weight >= evidence.standards.alerts.event_weight:
            when = "" if row.date is None or row.date < evidence.as_of else f" {ago(evidence.days_since(row.date))}"
            yield Alert(
                kind="event-unanswered",
                severity="watch",
                weight=3,
                sentence=f"{quoted(row.text)}{f', {when.strip()},' if when else ''} has no answer of ours.",
                next_step="Decide what we do about it, and note it as our answer.",
                owner=evidence.account.account.prepared_by,
                date=row.date,
                cells=(row.cell("our_answer"), row.cell("urgency"), row.cell("impact")),
                threshold="alerts.event_weight",
                figure=Decimal(weight),
                formula="urgency × impact",
                worked=gives(f"{row.urgency} × {row.impact}", weight),
            )


def measure_worsening(evidence: Evidence) -> Iterator[Alert]:
    """A measure of engagement or loyalty has a trend, over three periods or more, away from its target."""
    for series in evidence.shared.kpi_series:
        if series.measures not in ("engagement", "loyalty") or series.trend != "worse":
            continue
        actuals = {point.period: point.actual for point in series.points if point.actual is not None}
        figures = ", ".join(number(actual) for actual in actuals.values())
        yield Alert(
            kind="measure-worsening",
            severity="watch",
            weight=3,
            sentence=f"{quoted(series.kpi)}, a measure of {series.measures}, gets worse: {figures}.",
            next_step="Find out why, and what would turn it.",
            owner=evidence.account.account.prepared_by,
            cells=tuple(
                row.cell("actual")
                for row in evidence.account.kpis
                if folded(row.kpi) == folded(series.kpi) and row.period in actuals
            ),
        )


def answers_falling(evidence: Evidence) -> Iterator[Alert]:
    """On a topic the client's mean answer is below that of the period before by the limit or more.

    Fewer answers than the standards ask for before a mean is shown are told of neither way.
    """
    for topic in evidence.voice_summary.topics:
        change, mean = topic.client.change, topic.client.mean
        enough = topic.client.count >= evidence.standards.thresholds.client_answers_from
        if not enough or change is None or mean is None or -change < evidence.standards.alerts.answers_drop:
            continue
        fell = f"fell by {one_decimal(-change)} to {one_decimal(mean)}"
        yield Alert(
            kind="answers-falling",
            severity="watch",
            weight=3,
            sentence=f"The client's mean answer on {topic.topic} {fell}.",
            next_step="Ask at the next visit what got worse.",
            owner=evidence.account.account.prepared_by,
            cells=topic.cells,
            threshold="alerts.answers_drop",
            figure=change,
            formula="mean answer − mean answer of the period before",
            worked=gives(f"{number(mean)} − {number(mean - change)}", change),
        )


def workbook_stale(evidence: Evidence) -> Iterator[Alert]:
    """The plan was last gone through longer ago than the limit; nothing is told if no day is noted."""
    form = evidence.account.account
    if form.date_prepared is None:
        return
    age = evidence.days_since(form.date_prepared)
    if age > evidence.standards.alerts.workbook_stale_days:
        yield Alert(
            kind="workbook-stale",
            severity="act now",
            weight=3,
            sentence=f"This plan was last gone through {ago(age)}.",
            next_step="Go through the workbook, and enter the day.",
            owner=form.prepared_by,
            date=form.date_prepared,
            cells=(form.cell("date_prepared"),),
            threshold="alerts.workbook_stale_days",
        )


def tier_near_flip(evidence: Evidence) -> Iterator[Alert]:
    """One rating one point lower would take the account into a lower tier."""
    score = evidence.score
    flips = [test.criterion for test in score.tests if test.flips and test.test == "rating" and test.change < 0]
    if not flips or score.shown is None:
        return
    named = flips[0] if len(flips) == 1 else f"any of {len(flips)} criteria"
    yield Alert(
        kind="tier-near-flip",
        severity="watch",
        weight=1,
        sentence=f"Tier {score.tier} ({score.shown}) is lost if {named} is rated one point lower.",
        next_step="Make sure of the evidence behind " + ("this rating." if len(flips) == 1 else "these ratings."),
        owner=evidence.account.account.prepared_by,
        cells=tuple(cell for term in score.terms if term.criterion in flips for cell in term.cell.split(", ")),
    )


def raters_disagree(evidence: Evidence) -> Iterator[Alert]:
    """The ratings of one criterion lie apart by the limit or more."""
    for term in evidence.score.terms:
        if term.spread >= evidence.standards.thresholds.raters_disagree_from:
            yield Alert(
                kind="raters-disagree",
                severity="watch",
                weight=1,
                sentence=f"On {term.criterion} the ratings lie {term.spread} points apart.",
                next_step="Let the raters compare their evidence, and rate anew.",
                owner=evidence.account.account.prepared_by,
                cells=tuple(term.cell.split(", ")),
                threshold="thresholds.raters_disagree_from",
            )


def _percents(percents: Decimal) -> str:
    return f"{number(percents)}%"


def _serves(action: Action, objective_id: str) -> bool:
    return folded(action.objective) == folded(objective_id) and action.status not in ("done", "cancelled")


def _lever(field: ForceField) -> str:
    """What to do first about a change: weaken what holds back most, else push what drives it."""
    lever = field.levers[0]
    verb = "Weaken" if lever.direction == "against" else "Strengthen"
    how = f": {lever.lever.rstrip(' .')}" if lever.lever else ""
    return f"{verb} {quoted(lever.force)} first{how}."


def _promise(risk: Risk, evidence: Evidence) -> tuple[str, str, Literal["due", "at_risk_on"]] | None:
    """What is told of a commitment, what to do, and the field it rests on; None if it is not in danger."""
    told = quoted(risk.text)
    client = f"Tell {risk.promised_to}" if risk.promised_to else "Tell the client"
    if risk.due is not None and risk.due < evidence.as_of:
        late = ago(evidence.days_since(risk.due))
        return (
            f"{told} was promised for a day {late}.",
            "Take it off the sheet if it was met; else agree a new day.",
            "due",
        )
    if risk.at_risk_on is None:
        return None
    left = -evidence.days_since(risk.at_risk_on)
    if left < 0:
        return f"{told}: the last day to save it was {ago(-left)}.", f"{client} now, with a new day.", "at_risk_on"
    if left > evidence.standards.alerts.commitment_days:
        return None
    within = "today" if left == 0 else f"within {days(left)}"
    sentence = f"{told} cannot be met any more unless something changes {within}."
    return sentence, f"Settle with {risk.owner} what changes; else tell the client in time.", "at_risk_on"

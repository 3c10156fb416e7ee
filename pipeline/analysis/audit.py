"""The plan audit: 100 points over six areas, from statements about the workbook that anybody can check."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import get_args

from msgspec import Struct

from pipeline.analysis.periods import last_day
from pipeline.analysis.results import (
    Audit,
    AuditArea,
    AuditGap,
    AuditStatement,
    Explanation,
    GoalGaps,
    Relationships,
    WordingFinding,
)
from pipeline.analysis.results.audit import Area
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, total
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.model.money import Economics, Revenue
from pipeline.model.people import Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective, Risk
from pipeline.model.proof import Delivery, Review, SwotItem
from pipeline.model.world import BusinessItem, Unit, Voice
from pipeline.standards import Standards

A_YEAR = datetime.timedelta(days=366)
MOST_NAMED = 3  # findings named as what would raise the points


class Audited(Struct, frozen=True):
    """What the statements are about."""

    account: KeyAccount
    standards: Standards
    period: str
    as_of: datetime.date
    goal_gaps: GoalGaps
    relationships: Relationships
    wording: tuple[WordingFinding, ...]


class Ask(Struct, frozen=True):
    """One thing that a statement asks for: is it there, where it stands or should stand, and what is missing if not."""

    there: bool
    cell: str
    missing: str


class Statement(Struct, frozen=True):
    """A statement with its points and what to do where it does not hold.

    `asks` gives what it asks for, one thing at least; its docstring is the statement.
    """

    area: Area
    points: int
    asks: Callable[[Audited], Iterator[Ask]]
    fix: str

    @property
    def says(self) -> str:
        """The statement as it is printed."""
        return str(self.asks.__doc__)


def audit_of(audited: Audited) -> Audit:
    """The audit: each statement gives its points times the share of the things it asks for that are there.

    The areas and their points, 20, 10, 25, 20, 10 and 15, are those of a published plan audit for key accounts; the
    statements and how the points of an area are split are Keyplan's own, in the table AUDIT. A sheet without rows lacks
    all that is asked of its rows. Completeness and health are told apart from it.
    """
    asked = [(statement, tuple(statement.asks(audited))) for statement in AUDIT]
    shares = [(statement, _share(asks)) for statement, asks in asked]
    statements = tuple(_judged(*one, share) for one, (_, share) in zip(asked, shares, strict=True))
    points = {area: _points(area, shares) for area in get_args(Area)}
    lost = (found for found in statements if found.met != "yes")
    return Audit(
        points=_decimal(sum(points.values(), Fraction(0))),
        areas=tuple(AuditArea(area=area, most=most_of(area), points=_decimal(found)) for area, found in points.items()),
        statements=statements,
        findings=tuple(sorted(lost, key=lambda found: found.points - found.most)),
    )


def most_of(area: Area) -> int:
    """The points that an area gives if all of its statements hold."""
    return sum(statement.points for statement in AUDIT if statement.area == area)


def explained_audit(audit: Audit) -> Iterator[Explanation]:
    """How the points add up, and what would raise them most."""
    yield Explanation(
        of="audit.points",
        formula="sum of the points of the six areas",
        worked=gives(total(area.points for area in audit.areas), audit.points),
        cells=tuple(dict.fromkeys(cell for found in audit.statements for cell in found.cells if "!" in cell)),
        sensitivity=tuple(
            f"{number(found.most - found.points)} more if this holds: {found.says}"
            for found in audit.findings[:MOST_NAMED]
        ),
    )


def _judged(statement: Statement, asks: Sequence[Ask], share: Fraction) -> AuditStatement:
    return AuditStatement(
        area=statement.area,
        says=statement.says,
        most=statement.points,
        share=_decimal(share),
        points=_decimal(statement.points * share),
        met="yes" if share == 1 else "no" if share == 0 else "partly",
        gaps=tuple(AuditGap(cell=ask.cell, missing=ask.missing) for ask in asks if not ask.there),
        fix=statement.fix,
        cells=tuple(dict.fromkeys(ask.cell for ask in asks)),
    )


def _points(area: Area, shares: Sequence[tuple[Statement, Fraction]]) -> Fraction:
    """The points of an area, exact: a sum of rounded shares might miss the whole."""
    return sum((statement.points * share for statement, share in shares if statement.area == area), Fraction(0))


def _share(asks: Sequence[Ask]) -> Fraction:
    return Fraction(sum(ask.there for ask in asks), len(asks))


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / share.denominator


def _filled(row: Record, *keys: str) -> Iterator[Ask]:
    """Is each of these fields filled?"""
    titles = _titles(type(row))
    for key in keys:
        yield Ask(getattr(row, key) not in (None, ""), row.cell(key), f"{titles[key]} is blank")


@cache
def _titles(record: type[Record]) -> dict[str, str]:
    return {column.key: column.title for column in columns(record)}


def _none(record: type[Record], missing: str) -> Ask:
    """A sheet holds no row of the kind that is asked for."""
    return Ask(False, record.sheet.name, missing)


def _is_recent(day: datetime.date | None, audited: Audited, days: int) -> bool:
    return day is not None and (audited.as_of - day).days <= days


def business_is_described(audited: Audited) -> Iterator[Ask]:
    """Their strategy, how they make money and what drives their cost are described."""
    yield from _filled(audited.account.account, "strategy", "revenue_model", "cost_drivers")


def finances_are_known(audited: Audited) -> Iterator[Ask]:
    """Their finances are noted, with a source of the last twelve months."""
    form = audited.account.account
    yield from _filled(form, "fin_revenue", "fin_profit", "fin_source")
    recent = form.fin_date is not None and audited.as_of - form.fin_date <= A_YEAR
    yield Ask(recent, form.cell("fin_date"), "Date of finances is blank or more than a year ago")


def what_moves_them_is_listed(audited: Audited) -> Iterator[Ask]:
    """Their initiatives, challenges and required outcomes are listed."""
    kinds = {row.kind: row for row in audited.account.business}
    for kind in ("initiative", "challenge", "required outcome"):
        row = kinds.get(kind)
        yield Ask(True, row.cell("kind"), "") if row else _none(BusinessItem, f"No {kind} of theirs is listed")


def buying_is_understood(audited: Audited) -> Iterator[Ask]:
    """Each buying centre has its budget, its steps and who decides them."""
    centres = [unit for unit in audited.account.units if unit.buying_centre]
    for unit in centres:
        yield from _filled(unit, "budget", "buying_steps", "step_owners")
    if not centres:
        yield _none(Unit, "No unit is a buying centre")


def swot_rests_on_evidence(audited: Audited) -> Iterator[Ask]:
    """All four quadrants of the SWOT are filled, and each point rests on evidence."""
    rows = audited.account.swot
    for quadrant in ("strength", "weakness", "opportunity", "threat"):
        found = next((row for row in rows if row.quadrant == quadrant), None)
        yield Ask(True, found.cell("quadrant"), "") if found else _none(SwotItem, f"No {quadrant} is listed")
    for row in rows:
        yield from _filled(row, "evidence")


def revenue_is_known(audited: Audited) -> Iterator[Ask]:
    """Revenue of the period is noted, with its direct cost."""
    rows = [row for row in audited.account.revenue if _belongs(row.period, audited.period)]
    for row in rows:
        yield Ask(True, row.cell("revenue"), "")
        yield from _filled(row, "direct_cost")
    if not rows:
        yield _none(Revenue, f"No revenue of {audited.period}")


def costs_are_known(audited: Audited) -> Iterator[Ask]:
    """What serving them costs, and how they pay, is noted for the period."""
    yield from _economics(audited, "cost_to_serve", "kam_cost", "discount_percent", "days_to_pay")


def wallet_is_known(audited: Audited) -> Iterator[Ask]:
    """Their spend in our categories is known, with its source."""
    known = [row for row in audited.account.economics if row.customer_spend is not None]
    for row in known:
        yield Ask(True, row.cell("customer_spend"), "")
        yield from _filled(row, "spend_source")
    if not known:
        yield _none(Economics, "No customer spend is noted")


def needed_roles_are_covered(audited: Audited) -> Iterator[Ask]:
    """Each role that a decision needs is held by somebody we know well."""
    people = {row.decision_role: row for row in audited.account.stakeholders}
    for role in audited.standards.required_roles:
        held = next((row for name, row in people.items() if folded(name) == folded(role)), None)
        cell = held.cell("coverage") if held else Stakeholder.sheet.name
        missing = f"The {role} is not known well" if held else f"Nobody is {role}"
        yield Ask(role in audited.relationships.roles_covered, cell, missing)
    if not audited.standards.required_roles:
        yield Ask(bool(people), Stakeholder.sheet.name, "Nobody is on the sheet")


def sponsors_speak(audited: Audited) -> Iterator[Ask]:
    """Both sides have an executive sponsor, and the two have spoken lately."""
    limit = audited.standards.thresholds.sponsor_silent_days
    for side, whose in (("us", "ours"), ("client", "theirs")):
        found = [row for row in audited.account.team if row.organisation == side and row.executive_sponsor]
        if found:
            last = max(found, key=lambda row: row.last_sponsor_contact or datetime.date.min)
            spoke = _is_recent(last.last_sponsor_contact, audited, limit)
            yield Ask(True, last.cell("executive_sponsor"), "")
            yield Ask(spoke, last.cell("last_sponsor_contact"), f"No contact within {limit} days")
        else:
            yield _none(TeamMember, f"No executive sponsor of {whose}")
            yield _none(TeamMember, f"No contact of an executive sponsor of {whose}")


def contacts_are_held(audited: Audited) -> Iterator[Ask]:
    """One of us holds the contact of everybody whose word weighs much."""
    for person in _weighty(audited):
        yield from _filled(person, "our_contact")
    yield from _nobody_weighs(audited)


def contacts_are_fresh(audited: Audited) -> Iterator[Ask]:
    """Everybody whose word weighs much was spoken with lately."""
    limit = audited.standards.thresholds.contact_silent_days
    for person in _weighty(audited):
        recent = _is_recent(person.last_contact, audited, limit)
        yield Ask(recent, person.cell("last_contact"), f"No contact with {person.name} within {limit} days")
    yield from _nobody_weighs(audited)


def people_are_assessed(audited: Audited) -> Iterator[Ask]:
    """How everybody stands to us, and how well we know them, is known."""
    known = {
        field: {folded(step.name) for step in getattr(audited.standards, field) if step.value is not None}
        for field in ("friendliness", "coverage")
    }
    for person in audited.account.stakeholders:
        for field, steps in known.items():
            missing = f"{field.capitalize()} of {person.name} is unknown"
            yield Ask(folded(getattr(person, field)) in steps, person.cell(field), missing)
    if not audited.account.stakeholders:
        yield _none(Stakeholder, "Nobody is on the sheet")


def objectives_are_measured(audited: Audited) -> Iterator[Ask]:
    """Each objective can be measured, and is followed on sheet KPIs."""
    gaps = audited.goal_gaps
    yield from _of_objectives(audited, "baseline", gaps.without_measure, "has no baseline apart from its target")
    yield from _of_objectives(audited, "kpi", gaps.without_kpi_row, "is not followed on sheet KPIs in the same words")


def objectives_are_owned(audited: Audited) -> Iterator[Ask]:
    """Each objective has an owner, on both sides where it serves both."""
    gaps = audited.goal_gaps
    yield from _of_objectives(audited, "owner", gaps.without_owner, "has no owner on our team")
    yield from _of_objectives(audited, "client_owner", gaps.without_client_owner, "has no owner on their side")


def objectives_are_answered(audited: Audited) -> Iterator[Ask]:
    """Each objective has a solution and an action."""
    gaps = audited.goal_gaps
    yield from _of_objectives(audited, "solution", gaps.without_solution, "has no solution")
    yield from _of_objectives(audited, "id", gaps.without_action, "has no action")


def forces_are_weighed(audited: Audited) -> Iterator[Ask]:
    """What drives each change and what holds it back is weighed, on evidence."""
    rows = audited.account.forces
    sides = {(folded(row.change), row.direction) for row in rows}
    for change in dict.fromkeys(folded(row.change) for row in rows):
        first = next(row for row in rows if folded(row.change) == change)
        both = {(change, "for"), (change, "against")} <= sides
        yield Ask(both, first.cell("direction"), f"One side of {first.change!r} has no force")
    for row in rows:
        yield from _filled(row, "evidence")
    if not rows:
        yield _none(Force, "No change is weighed")


def actions_are_plain_and_on_time(audited: Audited) -> Iterator[Ask]:
    """Open actions are worded plainly, and none is overdue."""
    open_actions = [row for row in audited.account.actions if row.status not in ("done", "cancelled")]
    unclear = {finding.id: finding for finding in audited.wording}
    for row in open_actions:
        finding = unclear.get(row.id)
        yield Ask(finding is None, row.cell("action"), f"{row.id} is not plain: {finding.words}" if finding else "")
        yield Ask(row.due >= audited.as_of, row.cell("due"), f"{row.id} is overdue")
    if not audited.account.actions:
        yield _none(Action, "No action is planned")
    elif not open_actions:
        yield Ask(True, audited.account.actions[0].cell("status"), "")


def risks_are_answered(audited: Audited) -> Iterator[Ask]:
    """Each risk and each commitment has an answer."""
    for row in audited.account.risks:
        yield from _filled(row, "mitigation")
    if not audited.account.risks:
        yield _none(Risk, "No risk is listed")


def team_has_the_departments(audited: Audited) -> Iterator[Ask]:
    """Every department that our open actions need is on the team."""
    ours = {folded(row.function) for row in audited.account.team if row.organisation == "us"}
    wanted = {
        folded(row.department): row
        for row in reversed(audited.account.actions)
        if row.department and row.side != "client" and row.status not in ("done", "cancelled")
    }
    for department, row in sorted(wanted.items()):
        yield Ask(department in ours, row.cell("department"), f"Nobody of our team is in {row.department}")
    if not wanted:
        yield _none(Action, "No open action of ours names its department")


def hours_are_planned(audited: Audited) -> Iterator[Ask]:
    """Hours are planned for each of our people."""
    ours = [row for row in audited.account.team if row.organisation == "us"]
    for row in ours:
        yield from _filled(row, "hours_planned")
    if not ours:
        yield _none(TeamMember, "Nobody of ours is on the team")


def budget_is_kept(audited: Audited) -> Iterator[Ask]:
    """The account team has a budget for the period, and keeps to it."""
    rows = _of_period(audited)
    for row in rows:
        yield from _filled(row, "kam_budget")
        kept = row.kam_cost is not None and row.kam_budget is not None and row.kam_cost <= row.kam_budget
        yield Ask(kept, row.cell("kam_cost"), "Key account cost is blank, or not known to be within its budget")
    if not rows:
        yield _none(Economics, f"No row of {audited.period}")


def reviews_are_held(audited: Audited) -> Iterator[Ask]:
    """Internal reviews are held as planned."""
    planned = [row for row in audited.account.reviews if row.kind == "internal" and row.planned <= audited.as_of]
    for row in planned:
        held = row.held is not None and row.held <= audited.as_of
        yield Ask(held, row.cell("held"), f"The review planned for {row.planned.isoformat()} was not held")
    if not planned:
        yield _none(Review, "No internal review was planned")


def reviews_leave_something(audited: Audited) -> Iterator[Ask]:
    """Each review that was held left a decision, a change or a lesson."""
    held = [row for row in audited.account.reviews if row.held is not None and row.held <= audited.as_of]
    for row in held:
        noted = bool(row.decisions or row.changes or row.lesson)
        yield Ask(noted, row.cell("decisions"), "Decisions, changes and lesson are blank")
    if not held:
        yield _none(Review, "No review was held")


def client_was_asked(audited: Audited) -> Iterator[Ask]:
    """People on their side were asked within a year."""
    asked = [row for row in audited.account.voice if row.side == "client"]
    recent = [row for row in asked if _was_lately(row.period, audited.as_of)]
    cell = recent[0].cell("period") if recent else Voice.sheet.name
    yield Ask(bool(recent), cell, "Nobody on their side was asked within a year")


def issues_are_learned_from(audited: Audited) -> Iterator[Ask]:
    """Lessons are noted, and each issue has its cause and what changes."""
    rows = audited.account.delivery
    lessons = [row.cell("text") for row in rows if row.kind == "lesson"]
    lessons += [row.cell("lesson") for row in audited.account.reviews if row.lesson]
    yield Ask(bool(lessons), lessons[0] if lessons else Delivery.sheet.name, "No lesson is noted")
    for row in rows:
        if row.kind == "issue":
            yield from _filled(row, "cause", "change")


def _belongs(period: str, reviewed: str) -> bool:
    """Is a period the reviewed one, a quarter of it, or the year it is in?"""
    return period == reviewed or period.startswith(f"{reviewed}-") or reviewed.startswith(f"{period}-")


def _was_lately(period: str, as_of: datetime.date) -> bool:
    return as_of - last_day(period) <= A_YEAR


def _of_period(audited: Audited) -> list[Economics]:
    return [row for row in audited.account.economics if _belongs(row.period, audited.period)]


def _economics(audited: Audited, *keys: str) -> Iterator[Ask]:
    rows = _of_period(audited)
    for row in rows:
        yield from _filled(row, *keys)
    if not rows:
        yield _none(Economics, f"No row of {audited.period}")


def _weighty(audited: Audited) -> list[Stakeholder]:
    limit = audited.standards.thresholds.blocker_influence
    return [person for person in audited.account.stakeholders if person.influence >= limit]


def _nobody_weighs(audited: Audited) -> Iterator[Ask]:
    if not _weighty(audited):
        limit = audited.standards.thresholds.blocker_influence
        yield _none(Stakeholder, f"Nobody with an influence of {limit} or more is on the sheet")


def _of_objectives(audited: Audited, key: str, lacking: Sequence[str], lacks: str) -> Iterator[Ask]:
    for row in audited.account.objectives:
        yield Ask(row.id not in lacking, row.cell(key), f"{row.id} {lacks}")
    if not audited.account.objectives:
        yield _none(Objective, "No objective is set")


# The points of each area add up to those of the published audit, and all of them to 100.
AUDIT: tuple[Statement, ...] = (
    Statement(
        "customer environment",
        5,
        business_is_described,
        "Ask them, or read their annual report, and fill in sheet Account.",
    ),
    Statement(
        "customer environment", 4, finances_are_known, "Take revenue and profit from their latest report and name it."
    ),
    Statement("customer environment", 4, what_moves_them_is_listed, "Add a row of each kind to sheet Business."),
    Statement("customer environment", 4, buying_is_understood, "Ask the contact of each buying centre how it buys."),
    Statement("customer environment", 3, swot_rests_on_evidence, "Add what is missing, and write what shows it."),
    Statement("financials", 3, revenue_is_known, "Take both from the ledger."),
    Statement("financials", 4, costs_are_known, "Ask finance for cost to serve, team cost, discount and days to pay."),
    Statement("financials", 3, wallet_is_known, "Ask procurement, or estimate it and say how."),
    Statement("relationship", 6, needed_roles_are_covered, "Find out who holds the role, and meet them."),
    Statement("relationship", 5, sponsors_speak, "Name both sponsors and arrange a call."),
    Statement("relationship", 6, contacts_are_held, "Name one of us for each of them."),
    Statement("relationship", 5, contacts_are_fresh, "Call them, and note the day."),
    Statement("relationship", 3, people_are_assessed, "Ask who of us knows them."),
    Statement(
        "strategy and execution",
        4,
        objectives_are_measured,
        "Note where it stood at the start, and add its measure to sheet KPIs.",
    ),
    Statement("strategy and execution", 3, objectives_are_owned, "Agree on one owner of each side."),
    Statement("strategy and execution", 4, objectives_are_answered, "Write what answers it, and who does what next."),
    Statement(
        "strategy and execution", 3, forces_are_weighed, "Add the missing side, and write what shows each force."
    ),
    Statement(
        "strategy and execution",
        3,
        actions_are_plain_and_on_time,
        "Write what is done and by whom; do what is overdue, or agree on another day.",
    ),
    Statement("strategy and execution", 3, risks_are_answered, "Write what is done about it."),
    Statement("resources", 4, team_has_the_departments, "Name somebody of the department on sheet Team."),
    Statement("resources", 3, hours_are_planned, "Agree on them with their superiors."),
    Statement("resources", 3, budget_is_kept, "Agree on a budget, or on what is cut."),
    Statement("team learning", 5, reviews_are_held, "Hold the next one, and note the day."),
    Statement("team learning", 4, reviews_leave_something, "Write down what was decided."),
    Statement("team learning", 3, client_was_asked, "Interview three of them, or send a questionnaire."),
    Statement("team learning", 3, issues_are_learned_from, "Go through the issues in the next review."),
)

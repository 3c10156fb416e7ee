"""What the client's quarterly review deck prints, slide by slide, made from the client's projection alone."""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import Goal, Result, SharedAnalysis, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.model.proof import Delivery, Kpi
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.deck_bands import bands_of
from pipeline.views.deck_bought import Bought, bought_of
from pipeline.views.deck_changes import changes_of
from pipeline.views.deck_feedback import feedback_of
from pipeline.views.deck_figures import figures
from pipeline.views.deck_measures import MeasureRow, measure_rows
from pipeline.views.deck_rows import (
    AgendaItem,
    Bands,
    Change,
    ChartHeading,
    DecisionRow,
    Feedback,
    Figure,
    GoalRow,
    Idea,
    Lesson,
    NextStep,
    Outcome,
    PeopleRow,
    Person,
    PlanRow,
    SummaryLine,
)
from pipeline.views.deck_selection import (
    current,
    figure,
    history,
    ideas,
    known,
    ordered_goals,
    planned_actions,
    quarters_after,
    rows_of,
    value_rows,
    wanted_decisions,
    worst_objective,
)
from pipeline.views.deck_timeline import Timeline, timeline_of

_AMOUNT = re.compile(r"\b([A-Z]{3}) (?=\d)")  # a currency and its amount: no line ends between them
LONGEST_SIDE = 10  # letters of our company's name that its column holds
DECISION_LABELS = ("Ask", "Decision", "Decisions")  # how the summary's line may begin that asks for something


class DeckView(Result):
    """Everything the review deck prints besides its headlines and charts."""

    day: datetime.date = result("The day of the review; the as-of date if none is planned.", "client")
    place: str = result("Where it is; empty if not said.", "client")
    agenda: tuple[AgendaItem, ...] = result("The agenda as noted; empty if nothing is.", "client")
    client_people: tuple[Person, ...] = result("The client's people, sponsor first.", "client")
    our_people: tuple[Person, ...] = result("Our people, sponsor first.", "client")
    people: tuple[PeopleRow, ...] = result("Agenda and people of both sides, sponsors first.", "client")
    summary: tuple[SummaryLine, ...] = result("The executive summary without its decision.", "client")
    decision: SummaryLine | None = result("The decision the summary ends with; None if none is wanted.", "client")
    previous_period: str = result("The period before the one under review.", "client")
    goals: tuple[GoalRow, ...] = result("The goals, those that serve one want together.", "client")
    time_passed: Decimal | None = result("Share of the goals' time that has passed; None if they differ.", "client")
    outcomes: tuple[Outcome, ...] = result("What was delivered, as typed.", "client")
    value_chart: ChartHeading | None = result("What stands over charts.value; None without that chart.", "client")
    learned: tuple[Lesson, ...] = result("Issues, open ones first, then lessons.", "client")
    worst_goal: ChartHeading | None = result("What stands over charts.worst_goal; None without that chart.", "client")
    feedback: Feedback | None = result("What the client's side said; None without anything to show.", "client")
    changes: tuple[Change, ...] = result("What moves the client's business, in order of time.", "client")
    plan: tuple[PlanRow, ...] = result("The joint actions by due date, without cancelled ones.", "client")
    ideas: tuple[Idea, ...] = result("Ideas for goals that are not met.", "client")
    quarters: tuple[str, ...] = result("The four quarters of the roadmap, 2026-Q4 and on.", "client")
    decisions: tuple[DecisionRow, ...] = result("The decisions that are open.", "client")
    next_steps: tuple[NextStep, ...] = result(
        "Next review, plan, sharing, updates and contacts, where known.", "client"
    )
    timeline: Timeline | None = result("The joint actions in time; None without charts.timeline.", "client")
    measures: tuple[MeasureRow, ...] = result("Further measures, three beside each other.", "client")
    bought: Bought | None = result("What was bought of the products included in the deck; None if none is.", "client")
    figures: tuple[Figure, ...] = result("Every figure printed, goals first.", "client")
    behind_points: int = result("On track is at most so many points behind the time passed.", "client")
    off_track_points: int = result("Behind is at most so many; more is off track.", "client")
    bands: Bands = result("The bands of the slides.", "client")


def deck_view(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> DeckView:
    """What the deck prints of a projected account; parts without data are empty and leave their slide out."""
    profile, reviews = account.account, shared.review_summary
    goals = _goal_rows(account, shared, about)
    summary, decision = _summary(account)
    agenda = tuple(
        AgendaItem(text=note.text, minutes=note.minutes) for note in account.deck_notes if note.slide == "Agenda"
    )
    client_people, our_people = _client_people(account), _our_people(account)
    return DeckView(
        day=reviews.this_client or about.as_of,
        place=reviews.this_client_place or "",
        agenda=agenda,
        client_people=client_people,
        our_people=our_people,
        people=tuple(
            PeopleRow(agenda=item, client=theirs, ours=ours)
            for item, theirs, ours in zip_longest(agenda, client_people, our_people)
        ),
        summary=summary,
        decision=decision,
        previous_period=period_before(about.period),
        goals=goals,
        time_passed=_common([goal.expected for goal in shared.goals]),
        outcomes=tuple(_outcome(row, profile.locale) for row in account.delivery if row.kind == "outcome"),
        value_chart=_value_heading(account, about),
        learned=_lessons(account),
        worst_goal=_worst_heading(account, shared, about),
        feedback=feedback_of(account, shared, about),
        changes=changes_of(account, about),
        plan=_plan(account, shared, about),
        ideas=tuple(_idea(objective) for objective in ideas(account, shared)),
        quarters=quarters_after(about.period, 4),
        decisions=_decisions(account, shared),
        next_steps=_next_steps(account, shared, about),
        timeline=timeline_of(account, shared, about),
        measures=measure_rows(account, shared, about),
        bought=bought_of(account, about),
        figures=figures(account, shared, about),
        behind_points=standards.thresholds.behind_points,
        off_track_points=standards.thresholds.off_track_points,
        bands=bands_of(account, shared, about),
    )


# --- goals ---


def _goal_rows(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[GoalRow, ...]:
    pairs = ordered_goals(account, shared)
    wants = [objective.outcome or "" for objective, _ in pairs]
    return tuple(
        _goal_row(
            account,
            objective,
            goal,
            current(account.kpis, objective, about.period),
            starts_group=not at or wants[at] != wants[at - 1],
            ends_group=not wants[at] or wants[at : at + 1] != wants[at + 1 : at + 2],
        )
        for at, (objective, goal) in enumerate(pairs)
    )


def _goal_row(
    account: KeyAccount,
    objective: Objective,
    goal: Goal,
    actual: Decimal | None,
    *,
    starts_group: bool,
    ends_group: bool,
) -> GoalRow:
    figures = (objective.baseline, goal.previous, actual, objective.target)
    return GoalRow(
        id=objective.id,
        title=objective.title,
        measure=measure(objective),
        wants=objective.outcome or "",
        starts_group=starts_group,
        ends_group=ends_group,
        first_target=_first_target(account.kpis, objective),
        baseline=objective.baseline,
        previous=goal.previous,
        actual=actual,
        target=objective.target,
        decimals=max(wording.decimals_of(figure) for figure in figures if figure is not None),
        client_owner=objective.client_owner,
        owner=objective.owner,
        due=objective.due,
        status=goal.status,
        trend=goal.trend,
    )


def measure(objective: Objective) -> str:
    """How a goal is measured: the KPI and its unit, or the unit alone where the KPI only repeats the goal."""
    name = "" if objective.kpi == objective.title else objective.kpi
    return ", ".join(part for part in (name, objective.unit) if part)


def _first_target(kpis: Iterable[Kpi], objective: Objective) -> Decimal | None:
    """The target of the earliest period, if it is another than today's."""
    targets = {row.period: row.target for row in rows_of(kpis, objective.kpi) if row.target is not None}
    first = targets[min(targets)] if targets else objective.target
    return first if first != objective.target else None


def _common(values: Sequence[Decimal | None]) -> Decimal | None:
    """The value that all share, as shown in whole per cent, or None."""
    shown = {None if value is None else wording.rounded(value, 2) for value in values}
    return shown.pop() if len(shown) == 1 else None


# --- people and summary ---


def _our_people(account: KeyAccount) -> tuple[Person, ...]:
    return _sponsors_first(
        Person(name=member.name, title=member.role, sponsor=bool(member.executive_sponsor))
        for member in account.team
        if member.organisation == "us"
    )


def _client_people(account: KeyAccount) -> tuple[Person, ...]:
    """Stakeholders who attend with their titles, and the client's own team; nobody twice."""
    titles = {person.name: person.title for person in account.stakeholders}
    members = [member for member in account.team if member.organisation == "client"]
    sponsors = {member.name for member in members if member.executive_sponsor}
    names = dict.fromkeys([*titles, *(member.name for member in members)])
    roles = {member.name: member.role for member in members}
    return _sponsors_first(
        Person(name=name, title=titles.get(name) or roles[name], sponsor=name in sponsors) for name in names
    )


def _sponsors_first(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: not person.sponsor))


def _summary(account: KeyAccount) -> tuple[tuple[SummaryLine, ...], SummaryLine | None]:
    """The lines of the summary and its decision: the line so labelled, else the open decisions by name."""
    written = [_summary_line(line) for line in (account.account.executive_summary or "").splitlines() if line.strip()]
    decision = next((line for line in written if line.label in DECISION_LABELS), None)
    lines = tuple(line for line in written if line is not decision)
    return lines, decision or _decision_line(account)


def _summary_line(line: str) -> SummaryLine:
    line = _AMOUNT.sub(rf"\1{wording.NO_BREAK}", line.strip())
    label, colon, text = line.partition(":")
    if not colon or len(label.split()) > 2:
        return SummaryLine(label="", text=line)
    return SummaryLine(label=label.strip(), text=wording.sentence(text.strip()))


def _decision_line(account: KeyAccount) -> SummaryLine | None:
    wanted = [row.decision.rstrip(".") for row in wanted_decisions(account)]
    if not wanted:
        return None
    return SummaryLine(
        label=wording.plural(len(wanted), "Decision", "Decisions"), text=" ".join(f"{one}." for one in wanted)
    )


# --- value and lessons ---


def _outcome(row: Delivery, locale: str) -> Outcome:
    return Outcome(figure=figure(row.value, row.unit, locale), text=row.text, source=row.source or "")


def _value_heading(account: KeyAccount, about: About) -> ChartHeading | None:
    rows = value_rows(account, about)
    return ChartHeading(title=rows[-1].kpi, unit=rows[-1].unit or "") if rows else None


def _worst_heading(account: KeyAccount, shared: SharedAnalysis, about: About) -> ChartHeading | None:
    worst = worst_objective(account, shared)
    if worst is None or len(known(history(account, worst, about))) < 2:
        return None
    return ChartHeading(title=worst.kpi, unit=worst.unit or "")


def _lessons(account: KeyAccount) -> tuple[Lesson, ...]:
    """Issues and lessons: open ones first, then those in progress, closed ones, lessons."""
    order = {"open": 0, "in progress": 1, "closed": 2}
    rows = [row for row in account.delivery if row.kind in ("issue", "lesson")]
    rows.sort(key=lambda row: order.get(_issue_status(row), 3))
    return tuple(
        Lesson(
            topic=row.topic or wording.sentence(row.kind),
            status=_issue_status(row),
            text=row.text,
            cause=row.cause or "",
            change=row.change or "",
            owner=row.change_owner or "",
            due=row.change_due,
        )
        for row in rows
    )


def _issue_status(row: Delivery) -> str:
    """An issue without a status is open; a lesson has none unless it is typed."""
    return row.status or ("open" if row.kind == "issue" else "")


# --- plan, ideas, decisions ---


def _plan(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[PlanRow, ...]:
    ours = about.company if len(about.company) <= LONGEST_SIDE else "Us"
    sides = {"us": ours, "client": "You", "both": "Both"}
    goals = {objective.id: objective.title for objective in account.objectives}
    return tuple(
        PlanRow(
            number=number,
            action=action.action,
            goal=goals.get(action.objective, ""),
            owner=action.owner,
            side=sides[action.side],
            due=action.due,
            status=state.status,
        )
        for number, (action, state) in enumerate(planned_actions(account, shared), 1)
    )


def _idea(objective: Objective) -> Idea:
    return Idea(
        wants=objective.title,
        solution=objective.solution or "",
        benefit=objective.benefit_to_client or "",
        assumption=objective.assumption or "",
    )


def _decisions(account: KeyAccount, shared: SharedAnalysis) -> tuple[DecisionRow, ...]:
    return tuple(
        DecisionRow(
            number=number,
            decision=row.decision,
            reason=row.reason or "",
            who=row.who_decides or "",
            by_when=row.by_when,
            today=row.by_when is not None and row.by_when == shared.review_summary.this_client,
        )
        for number, row in enumerate(wanted_decisions(account), 1)
    )


def _next_steps(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[NextStep, ...]:
    profile = account.account
    ours = next((member for member in account.team if member.name == profile.prepared_by), None)
    people = _client_people(account)
    theirs = next((person for person in people if not person.sponsor), people[0] if people else None)
    steps = (
        ("Next review", _next_review(account, shared)),
        ("The plan", profile.plan_format),
        ("Shared in", profile.sharing_channel),
        ("Updated", profile.update_frequency),
        ("Your contact", f"{theirs.name}, {theirs.title}" if theirs else None),
        (f"{about.company} contact", f"{ours.name}, {ours.role}" if ours else profile.prepared_by),
    )
    return tuple(NextStep(label=label, text=text) for label, text in steps if text)


def _next_review(account: KeyAccount, shared: SharedAnalysis) -> str | None:
    """The first client review after the one this deck is for."""
    this = shared.review_summary.this_client
    later = sorted(
        (row.planned, row.place or "") for row in account.reviews if row.held is None and this and row.planned > this
    )
    if not later:
        return None
    day, place = later[0]
    text = wording.date(day, account.account.locale)
    return f"{text}, {place}" if place else text

"""The rows of the client's quarterly review deck, slide by slide, made from the client's projection alone."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pipeline.analysis.periods import period_before
from pipeline.analysis.results import ActionState, Goal, SharedAnalysis, Status, result
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action, Objective
from pipeline.model.proof import Delivery, Kpi
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About

# How many rows a slide with a chart on its table holds, and how many such slides the template has.
SCORECARD_ROWS = 7
IDEA_ROWS = 4
CHART_PAGES = 2
FIGURE_ROWS = 11

LONGEST_SIDE = 10  # letters of our company's name that its column holds
DEFAULT_LABEL = "What follows"
DECISION_LABELS = ("Ask", "Decision", "Decisions")  # how the summary's line may begin that asks for something

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Band:
    """The band at the foot of a slide: what follows from it, or what is asked."""

    label: str = result("How the band begins.", "client")
    text: str = result("Its sentence.", "client")


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The bands of the slides; None leaves a band out."""

    people: Band | None = result("On the slide of purpose and people.", "client")
    summary: Band | None = result("On the executive summary.", "client")
    goals: Band | None = result("On the goals.", "client")
    scorecard: Band | None = result("On the scorecard.", "client")
    value: Band | None = result("On the value delivered.", "client")
    learned: Band | None = result("On what was learned.", "client")
    plan: Band | None = result("On the joint plan.", "client")
    ideas: Band | None = result("On ideas and roadmap.", "client")


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """An item of the agenda."""

    text: str = result("What is talked about.", "client")
    minutes: int | None = result("How long, in minutes; None if it is not said.", "client")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at the table: name, title and whether they sponsor the account; nothing else about a person."""

    name: str = result("First and last name.", "client")
    title: str = result("Title or role.", "client")
    sponsor: bool = result("Is this the executive sponsor of their side?", "client")


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """A line of the executive summary."""

    label: str = result("The word before its first colon; empty if it has none.", "client")
    text: str = result("The rest of the line.", "client")


@dataclass(frozen=True, kw_only=True)
class GoalRow:
    """A goal as the goals, the scorecard and the title slide print it."""

    id: str = result("Id of the objective.", "client")
    title: str = result("The goal.", "client")
    measure: str = result("How it is measured, with its unit.", "client")
    wants: str = result("What the client wants to achieve with it; empty if not said.", "client")
    starts_group: bool = result("Is it the first goal that serves this want?", "client")
    ends_group: bool = result("Is it the last goal that serves this want?", "client")
    first_target: Decimal | None = result("The target agreed first, if it was set anew.", "client")
    baseline: Decimal | None = result("Where it stood at the start.", "client")
    previous: Decimal | None = result("Where it stood the quarter before.", "client")
    actual: Decimal | None = result("Where it stands.", "client")
    target: Decimal = result("What is to be reached.", "client")
    decimals: int = result("Decimal places of these figures, 0 to 2, the same along the row.", "client")
    client_owner: str | None = result("Who answers for it on the client's side.", "client")
    owner: str = result("Who answers for it on ours.", "client")
    due: datetime.date = result("When it is to be reached.", "client")
    status: Status = result("Where it stands against its plan.", "client")
    trend: str | None = result("better, level or worse than the quarter before; None if not known.", "client")


@dataclass(frozen=True, kw_only=True)
class ScorecardPage:
    """The goals of one scorecard slide; its chart is charts.scorecard, or charts.scorecard_2 on the second one."""

    rows: tuple[GoalRow, ...] = result("The goals.", "client")
    of_many: str = result('Which part of how many, " (1/2)"; empty if there is one.', "client")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A result delivered, with its number."""

    figure: str = result("The number with its unit, EUR 576,000; empty if there is none.", "client")
    text: str = result("What it says, read on from the number.", "client")
    source: str = result("Where the number comes from.", "client")


@dataclass(frozen=True, kw_only=True)
class ChartHeading:
    """What stands over a chart."""

    title: str = result("What it shows.", "client")
    unit: str = result("Its unit; empty if there is none.", "client")


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """An issue or a lesson, and what changes because of it."""

    topic: str = result("One or two words.", "client")
    status: str = result("open, in progress or closed; empty for a lesson.", "client")
    text: str = result("What happened.", "client")
    cause: str = result("Why; empty if not known.", "client")
    change: str = result("What changes; empty if nothing is agreed.", "client")
    owner: str = result("Who sees to it.", "client")
    due: datetime.date | None = result("By when; None if not agreed.", "client")


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A joint action."""

    number: int = result("Number by due date, from 1.", "client")
    action: str = result("What is done.", "client")
    goal: str = result("The goal it serves; empty if that goal is not shared.", "client")
    owner: str = result("Who does it.", "client")
    side: str = result('Our company ("Us" if its name is long), "You" or "Both".', "client")
    due: datetime.date = result("By when.", "client")
    status: str = result("done, late, blocked, in progress or not started, on the as-of date.", "client")


@dataclass(frozen=True, kw_only=True)
class Idea:
    """An idea for a goal."""

    wants: str = result("What the client wants, or the goal it serves.", "client")
    solution: str = result("The idea.", "client")
    benefit: str = result("What the client gains.", "client")
    assumption: str = result("What must hold.", "client")


@dataclass(frozen=True, kw_only=True)
class IdeasPage:
    """The ideas of one slide; its chart is charts.roadmap, or charts.roadmap_2 on the second one."""

    rows: tuple[Idea, ...] = result("The ideas.", "client")
    of_many: str = result('Which part of how many, " (1/2)"; empty if there is one.', "client")


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """A decision that is wanted."""

    number: int = result("Number, from 1.", "client")
    decision: str = result("What is to be decided.", "client")
    reason: str = result("Why, and why now.", "client")
    who: str = result("Who decides.", "client")
    by_when: datetime.date | None = result("Last useful day.", "client")
    today: bool = result("Is that the day of this review?", "client")


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """How it goes on."""

    label: str = result("What is said.", "client")
    text: str = result("What holds.", "client")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of the deck and what it rests on."""

    name: str = result("The figure.", "client")
    definition: str = result("How it is worked out.", "client")
    source: str = result("Where it comes from.", "client")
    cut_off: datetime.date | None = result("Last day counted.", "client")


@dataclass(frozen=True, kw_only=True)
class FiguresPage:
    """The figures of one slide of the appendix."""

    rows: tuple[Figure, ...] = result("The figures.", "client")
    of_many: str = result('Which part of how many, " (1/2)"; empty if there is one.', "client")


@dataclass(frozen=True, kw_only=True)
class DeckView:
    """Everything the review deck prints besides its headlines and charts."""

    day: datetime.date = result("The day of the review; the as-of date if none is planned.", "client")
    place: str = result("Where it is; empty if not said.", "client")
    agenda: tuple[AgendaItem, ...] = result("The agenda as noted; empty if nothing is.", "client")
    client_people: tuple[Person, ...] = result("The client's people, sponsor first.", "client")
    our_people: tuple[Person, ...] = result("Our people, sponsor first.", "client")
    summary: tuple[SummaryLine, ...] = result("The executive summary without its decision.", "client")
    decision: SummaryLine | None = result("The decision the summary ends with; None if none is wanted.", "client")
    previous_period: str = result("The period before the one under review.", "client")
    goals: tuple[GoalRow, ...] = result("The goals, those that serve one want together.", "client")
    scorecard: tuple[ScorecardPage, ...] = result("The goals cut into slides.", "client")
    time_passed: Decimal | None = result("Share of the goals' time that has passed; None if they differ.", "client")
    outcomes: tuple[Outcome, ...] = result("What was delivered, as typed.", "client")
    value_chart: ChartHeading | None = result("What stands over charts.value; None without that chart.", "client")
    learned: tuple[Lesson, ...] = result("Issues, open ones first, then lessons.", "client")
    worst_goal: ChartHeading | None = result("What stands over charts.worst_goal; None without that chart.", "client")
    plan: tuple[PlanRow, ...] = result("The joint actions by due date, without cancelled ones.", "client")
    ideas: tuple[IdeasPage, ...] = result("Ideas for goals that are not met, cut into slides.", "client")
    quarters: tuple[str, ...] = result("The four quarters of the roadmap, 2026-Q4 and on.", "client")
    decisions: tuple[DecisionRow, ...] = result("The decisions that are open.", "client")
    next_steps: tuple[NextStep, ...] = result(
        "Next review, plan, sharing, updates and contacts, where known.", "client"
    )
    figures: tuple[FiguresPage, ...] = result("Every figure printed, goals first, cut into slides.", "client")
    behind_points: int = result("On track is at most so many points behind the time passed.", "client")
    off_track_points: int = result("Behind is at most so many; more is off track.", "client")
    bands: Bands = result("The bands of the slides.", "client")


def deck_view(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> DeckView:
    """What the deck prints of a projected account; parts without data are empty and leave their slide out."""
    profile, reviews = account.account, shared.review_summary
    goals = _goal_rows(account, shared, about)
    summary, decision = _summary(account)
    return DeckView(
        day=reviews.this_client or about.as_of,
        place=reviews.this_client_place or "",
        agenda=tuple(
            AgendaItem(text=note.text, minutes=note.minutes) for note in account.deck_notes if note.slide == "Agenda"
        ),
        client_people=_client_people(account),
        our_people=_sponsors_first(
            Person(name=member.name, title=member.role, sponsor=bool(member.executive_sponsor))
            for member in account.team
            if member.organisation == "us"
        ),
        summary=summary,
        decision=decision,
        previous_period=period_before(about.period),
        goals=goals,
        scorecard=tuple(
            ScorecardPage(rows=tuple(rows), of_many=part) for rows, part in parts(goals, SCORECARD_ROWS, CHART_PAGES)
        ),
        time_passed=_common([goal.expected for goal in shared.goals]),
        outcomes=tuple(_outcome(row, profile.locale) for row in account.delivery if row.kind == "outcome"),
        value_chart=_value_heading(account, about),
        learned=_lessons(account),
        worst_goal=_worst_heading(account, shared, about),
        plan=_plan(account, shared, about),
        ideas=tuple(
            IdeasPage(rows=tuple(_idea(objective) for objective in rows), of_many=part)
            for rows, part in parts(ideas(account, shared), IDEA_ROWS, CHART_PAGES)
        ),
        quarters=quarters_after(about.period, 4),
        decisions=_decisions(account, shared),
        next_steps=_next_steps(account, shared, about),
        figures=tuple(
            FiguresPage(rows=tuple(rows), of_many=part)
            for rows, part in parts(
                _figures(account, about), FIGURE_ROWS, len(account.delivery) + len(account.kpis) + 1
            )
        ),
        behind_points=standards.thresholds.behind_points,
        off_track_points=standards.thresholds.off_track_points,
        bands=_bands(account, shared, about),
    )


def parts(rows: Sequence[Row], size: int, most: int) -> list[tuple[Sequence[Row], str]]:
    """`rows` cut into even parts of at most `size`, the longer ones first, each with " (1/2)" if there are several.

    There are never more than `most` parts, so the last one may be longer.
    """
    count = min(most, -(-len(rows) // size))
    if len(rows) > size * most:
        ends = [*range(size, size * count, size), len(rows)]
    else:
        ends = [-(-len(rows) * number // count) for number in range(1, count + 1)]
    return [
        (rows[start:end], f" ({number}/{count})" if count > 1 else "")
        for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False), 1)
    ]


# --- goals ---


def ordered_goals(account: KeyAccount, shared: SharedAnalysis) -> list[tuple[Objective, Goal]]:
    """The objectives with their results in the one order of the deck: by sheet, those that serve one want together."""
    results = {goal.id: goal for goal in shared.goals}
    wants = list(dict.fromkeys(objective.outcome or objective.id for objective in account.objectives))
    found = [(objective, results[objective.id]) for objective in account.objectives if objective.id in results]
    return sorted(found, key=lambda pair: wants.index(pair[0].outcome or pair[0].id))


def _goal_rows(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[GoalRow, ...]:
    pairs = ordered_goals(account, shared)
    wants = [objective.outcome or "" for objective, _ in pairs]
    return tuple(
        _goal_row(
            account,
            objective,
            goal,
            _actual(account, objective, about),
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


def _actual(account: KeyAccount, objective: Objective, about: About) -> Decimal | None:
    """The objective's own figure, else that of its KPI in the period under review."""
    if objective.actual is not None:
        return objective.actual
    return measured(account.kpis, objective).get(about.period)


def measured(kpis: Iterable[Kpi], objective: Objective) -> dict[str, Decimal]:
    """What came of an objective's KPI, by period."""
    return {row.period: row.actual for row in kpis if same_words(row.kpi, objective.kpi) and row.actual is not None}


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case and spaces."""
    return folded(one) == folded(other)


def measure(objective: Objective) -> str:
    """How a goal is measured: the KPI and its unit, or the unit alone where the KPI only repeats the goal."""
    name = "" if objective.kpi == objective.title else objective.kpi
    return ", ".join(part for part in (name, objective.unit) if part)


def _first_target(kpis: Iterable[Kpi], objective: Objective) -> Decimal | None:
    """The target of the earliest period, if it is another than today's."""
    targets = {row.period: row.target for row in kpis if same_words(row.kpi, objective.kpi) and row.target is not None}
    first = targets[min(targets)] if targets else objective.target
    return first if first != objective.target else None


def _common(values: Sequence[Decimal | None]) -> Decimal | None:
    """The value that all share, as shown in whole per cent, or None."""
    shown = {None if value is None else wording.rounded(value, 2) for value in values}
    return shown.pop() if len(shown) == 1 else None


# --- people and summary ---


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
    label, colon, text = line.strip().partition(":")
    if not colon or len(label.split()) > 2:
        return SummaryLine(label="", text=line.strip())
    return SummaryLine(label=label.strip(), text=wording.sentence(text.strip()))


def _decision_line(account: KeyAccount) -> SummaryLine | None:
    wanted = [row.decision.rstrip(".") for row in account.decisions if row.status in (None, "open")]
    if not wanted:
        return None
    return SummaryLine(
        label=wording.plural(len(wanted), "Decision", "Decisions"), text=" ".join(f"{one}." for one in wanted)
    )


# --- value and lessons ---


def _outcome(row: Delivery, locale: str) -> Outcome:
    return Outcome(figure=figure(row.value, row.unit, locale), text=row.text, source=row.source or "")


def figure(value: Decimal | None, unit: str | None, locale: str) -> str:
    """A number with its unit: a currency code goes first, a per cent sign by locale; "" without a number."""
    if value is None:
        return ""
    if unit == "%":
        return wording.percent(value / 100, locale, wording.decimals_of(value))
    if unit and len(unit) == 3 and unit.isupper():
        return wording.money(value, unit, locale)
    text = wording.number(value, locale)
    return f"{text}{wording.NO_BREAK}{unit}" if unit else text


def value_rows(account: KeyAccount, about: About) -> list[Kpi]:
    """The last four periods of the first KPI of value that has a figure for this period, oldest first."""
    now = [row for row in account.kpis if row.measures == "value" and row.period == about.period]
    name = next((row.kpi for row in now if row.actual is not None), None)
    if name is None:
        return []
    by_period = {row.period: row for row in account.kpis if same_words(row.kpi, name) and row.actual is not None}
    found = [by_period[period] for period in last_periods(about.period, 4) if period in by_period]
    return found if len(found) > 1 else []


def _value_heading(account: KeyAccount, about: About) -> ChartHeading | None:
    rows = value_rows(account, about)
    return ChartHeading(title=rows[-1].kpi, unit=rows[-1].unit or "") if rows else None


def worst_objective(account: KeyAccount, shared: SharedAnalysis) -> Objective | None:
    """The goal furthest behind its plan, or None if none is behind."""
    worst = shared.goal_summary.worst
    return next((objective for objective in account.objectives if objective.id == worst), None)


def history(account: KeyAccount, objective: Objective, about: About) -> list[tuple[str, Decimal | None]]:
    """The figure of a goal in the last four periods, oldest first; this period's is the objective's own."""
    actuals = measured(account.kpis, objective)
    if objective.actual is not None:
        actuals[about.period] = objective.actual
    found = [(period, actuals.get(period)) for period in last_periods(about.period, 4)]
    while found and found[0][1] is None:
        found.pop(0)
    return found


def _worst_heading(account: KeyAccount, shared: SharedAnalysis, about: About) -> ChartHeading | None:
    worst = worst_objective(account, shared)
    if worst is None or len(known(history(account, worst, about))) < 2:
        return None
    return ChartHeading(title=worst.kpi, unit=worst.unit or "")


def known(points: Iterable[tuple[str, Decimal | None]]) -> list[tuple[str, Decimal]]:
    """The points that have a figure."""
    return [(name, value) for name, value in points if value is not None]


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


def planned_actions(account: KeyAccount, shared: SharedAnalysis) -> list[tuple[Action, ActionState]]:
    """The actions with their states by due date, without cancelled ones."""
    states = {state.id: state for state in shared.action_states}
    found = [(action, states[action.id]) for action in account.actions if action.id in states]
    return sorted((pair for pair in found if pair[1].status != "cancelled"), key=lambda pair: pair[0].due)


def ideas(account: KeyAccount, shared: SharedAnalysis) -> list[Objective]:
    """The goals that are not met and have a solution, in the order of the deck."""
    return [
        objective for objective, goal in ordered_goals(account, shared) if objective.solution and goal.status != "met"
    ]


def _idea(objective: Objective) -> Idea:
    return Idea(
        wants=objective.title,
        solution=objective.solution or "",
        benefit=objective.benefit_to_client or "",
        assumption=objective.assumption or "",
    )


def _decisions(account: KeyAccount, shared: SharedAnalysis) -> tuple[DecisionRow, ...]:
    wanted = [row for row in account.decisions if row.status in (None, "open")]
    return tuple(
        DecisionRow(
            number=number,
            decision=row.decision,
            reason=row.reason or "",
            who=row.who_decides or "",
            by_when=row.by_when,
            today=row.by_when is not None and row.by_when == shared.review_summary.this_client,
        )
        for number, row in enumerate(wanted, 1)
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


# --- appendix ---


def _figures(account: KeyAccount, about: About) -> tuple[Figure, ...]:
    """Goals' measures first, then the KPI of value, then outcomes whose number is not among them."""
    names = [objective.kpi for objective in account.objectives]
    names += [row.kpi for row in value_rows(account, about)]
    measured = [_kpi_figure(account, name) for name in dict.fromkeys(names)]
    outcomes = [row for row in account.delivery if row.kind == "outcome" and row.value is not None]
    return (*measured, *(_outcome_figure(row, account.account.locale) for row in outcomes))


def _kpi_figure(account: KeyAccount, name: str) -> Figure:
    """A KPI with what its latest period says of it; a goal that no KPI row defines has blanks."""
    rows = sorted((row for row in account.kpis if same_words(row.kpi, name)), key=lambda row: row.period, reverse=True)
    return Figure(
        name=name,
        definition=next((row.definition for row in rows if row.definition), ""),
        source=next((row.source for row in rows if row.source), ""),
        cut_off=next((row.cut_off for row in rows if row.cut_off), None),
    )


def _outcome_figure(row: Delivery, locale: str) -> Figure:
    return Figure(
        name=row.topic or "Outcome",
        definition=f"{figure(row.value, row.unit, locale)} {row.text}",
        source=row.source or "",
        cut_off=row.date,
    )


# --- bands ---


def _bands(account: KeyAccount, shared: SharedAnalysis, about: About) -> Bands:
    """The bands as noted; where nothing is, a sentence that the data give, else none."""
    noted = _noted_bands(account)
    return Bands(
        people=noted.get("Purpose and people") or _purpose(shared),
        summary=noted.get("Executive summary"),
        goals=noted.get("Your goals") or _goals_question(account),
        scorecard=noted.get("Scorecard") or _what_changes(account, shared),
        value=noted.get("Value delivered"),
        learned=noted.get("What we learned"),
        plan=noted.get("Joint plan") or _soon_due(account, shared, about),
        ideas=noted.get("Ideas and roadmap") or _ideas_question(account, shared),
    )


def _noted_bands(account: KeyAccount) -> dict[str, Band]:
    """The notes by slide; several of one slide are joined under the first one's label."""
    bands: dict[str, Band] = {}
    for note in account.deck_notes:
        before = bands.get(note.slide)
        bands[note.slide] = Band(
            label=before.label if before else note.label or DEFAULT_LABEL,
            text=f"{before.text} {note.text}" if before else note.text,
        )
    return bands


def _purpose(shared: SharedAnalysis) -> Band | None:
    purpose = shared.review_summary.this_client_purpose
    return Band(label="Purpose", text=purpose) if purpose else None


def _goals_question(account: KeyAccount) -> Band | None:
    count = len(account.objectives)
    if not count:
        return None
    still = "Is this still the goal that matters?"
    return Band(
        label="Please confirm",
        text=still if count == 1 else f"Are these still the {wording.count_word(count)} goals that matter?",
    )


def _what_changes(account: KeyAccount, shared: SharedAnalysis) -> Band | None:
    misses = shared.goal_summary.behind + shared.goal_summary.off_track
    if not misses or not _lessons(account):
        return None
    goals = wording.counted(misses, "goal is", "goals are")
    text = f"{wording.sentence(goals)} behind plan; “What we learned” says what changes."
    return Band(label=DEFAULT_LABEL, text=text)


def _soon_due(account: KeyAccount, shared: SharedAnalysis, about: About) -> Band | None:
    count = shared.action_summary.next_30_days
    if not count:
        return None
    last = wording.date(about.as_of + datetime.timedelta(days=30), account.account.locale)
    verb = wording.plural(count, "falls", "fall")
    return Band(
        label=DEFAULT_LABEL,
        text=f"{wording.sentence(wording.counted(count, 'action', 'actions'))} {verb} due by {last}.",
    )


def _ideas_question(account: KeyAccount, shared: SharedAnalysis) -> Band | None:
    if len(ideas(account, shared)) < 2:
        return None
    return Band(label="For discussion", text="Which of these ideas should come first?")


# --- periods ---


def last_periods(period: str, count: int) -> list[str]:
    """The `count` periods up to and with this one, oldest first."""
    found = [period]
    while len(found) < count:
        found.insert(0, period_before(found[0]))
    return found


def quarters_after(period: str, count: int) -> tuple[str, ...]:
    """The `count` quarters after a quarter, or after a year's last one, oldest first."""
    year, _, quarter = period.partition("-Q")
    first = 4 * int(year) + int(quarter or 4)
    return tuple(f"{position // 4}-Q{position % 4 + 1}" for position in range(first, first + count))

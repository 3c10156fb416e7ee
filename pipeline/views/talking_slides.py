"""The review slide by slide: its title as printed, what to say with it, and what our side knows behind it."""

from collections.abc import Callable, Iterator

from pipeline.analysis.results import Result, result
from pipeline.views import wording
from pipeline.views.deck_rows import Band
from pipeline.views.deck_selection import figure, ideas, wanted_decisions
from pipeline.views.findings import economics, voice
from pipeline.views.findings.finding import Finding
from pipeline.views.plan_parts import bound, full_stop, quoted
from pipeline.views.talking_brief import Brief, days, late_actions, missed_goals, open_for, some, stakeholder, standing

_SHOWN = 3
_TO_READ = "For reading, not for presenting."


class SlideTalk(Result):
    """One slide of the deck, or several that one list fills."""

    name: str = result("Its name, as printed above its title.")
    title: str = result("Its title, as printed.")
    point: str = result("What to say with it; empty if the title says it all.")
    background: tuple[str, ...] = result("What our side knows behind it, a sentence or two each.")


def slide_talks(brief: Brief) -> tuple[SlideTalk, ...]:
    """The slides in the order of the deck, without those that the deck leaves out."""
    deck, titles, bands = brief.deck, brief.titles, brief.deck.bands
    talks: tuple[tuple[object, str, str, str, Callable[[Brief], Iterator[str]]], ...] = (
        (True, "Quarterly review", brief.account.account.name, titles.title, _all_goals),
        (True, "Purpose and people", titles.people, _band(bands.people), _people),
        (deck.summary or deck.decision, "Executive summary", titles.summary, _summary_point(brief), _alerts),
        (deck.goals, "Your goals", titles.goals, _band(bands.goals), _goals),
        (deck.goals, "Scorecard", titles.scorecard, _band(bands.scorecard), _misses),
        (deck.outcomes, "Value delivered", titles.value, _band(bands.value), _value),
        (deck.learned, "What we learned", titles.learned, _band(bands.learned), _issues),
        (deck.feedback, "Your feedback", titles.feedback, _band(bands.feedback), _feedback),
        (deck.changes, "What changes for you", titles.changes, _band(bands.changes), _changes),
        (deck.plan, "Joint plan next quarter", titles.plan, _band(bands.plan), _plan),
        (deck.ideas, "Ideas and roadmap", titles.ideas, _band(bands.ideas), _ideas),
        (True, "Decisions and next steps", titles.decisions, "", _decisions),
        (deck.timeline, "Appendix: plan in time", titles.timeline, _TO_READ, _nothing),
        (deck.measures, "Appendix: further measures", titles.measures, _TO_READ, _nothing),
        (deck.bought, "Appendix: what you bought", titles.bought, _TO_READ, _nothing),
        (deck.figures, "Appendix: sources and method", titles.appendix, _TO_READ, _sources),
    )
    return tuple(
        SlideTalk(
            name=name,
            title=title,
            point=bound(point) if point else "",
            background=tuple(bound(sentence) for sentence in behind(brief)),
        )
        for shown, name, title, point, behind in talks
        if shown
    )


def _nothing(brief: Brief) -> Iterator[str]:
    yield from ()


def _band(band: Band | None) -> str:
    return f"{band.label}: {band.text}" if band else ""


def _summary_point(brief: Brief) -> str:
    line = brief.deck.decision
    return f"{line.label}: {line.text}" if line and line.label else line.text if line else ""


def _told(finding: Finding) -> Iterator[str]:
    if finding.known:
        yield full_stop(finding.text)


# --- what our side knows, slide by slide ---


def _all_goals(brief: Brief) -> Iterator[str]:
    """The goals of the plan where they are more than those of the deck."""
    whole, shown = brief.analysis.goal_summary, brief.shared.goal_summary
    if whole.count > shown.count:
        good = whole.met + whole.on_track
        standing_well = f", {wording.count_word(good) if good else 'none'} of them met or on track"
        deck = "none is" if not shown.count else wording.counted(shown.count, "is", "are")
        goals = wording.counted(whole.count, "goal", "goals")
        yield f"The plan has {goals}{standing_well if whole.count > 1 else ''}; {deck} in the deck."


def _people(brief: Brief) -> Iterator[str]:
    """Whether the agenda fits, and who of those in the room is against us or cannot be told."""
    planned = sum(item.minutes or 0 for item in brief.deck.agenda)
    given = brief.shared.review_summary.this_client_minutes
    if planned and given and planned > given:
        yield f"The agenda takes {planned} of {given} minutes."
    supports = {state.id: state.support for state in brief.analysis.relationships.people}
    there = [known for one in brief.deck.client_people if (known := stakeholder(brief, one.name))]
    against = [person.name for person in there if (supports[person.id] or 0) < 0]
    unknown = [person.name for person in there if supports[person.id] is None]
    if against:
        yield f"Against us: {wording.listed(against)}."
    if unknown:
        yield f"How they stand to us is not known: {wording.listed(unknown)}."


def _alerts(brief: Brief) -> Iterator[str]:
    """The gravest alerts to act on now."""
    urgent = [alert for alert in brief.analysis.alerts if alert.severity == "act now"]
    if urgent:
        count = wording.sentence(wording.counted(len(urgent), "alert is", "alerts are"))
        yield f"{count} to be acted on now. First: {urgent[0].sentence} {urgent[0].next_step}"


def _goals(brief: Brief) -> Iterator[str]:
    """Targets set anew, and goals nobody on the client's side answers for."""
    shown = {objective.id for objective in brief.projected.objectives}
    for objective in brief.account.objectives:
        if objective.id in shown and objective.original_target is not None:
            before, now = (
                figure(value, objective.unit, brief.locale) for value in (objective.original_target, objective.target)
            )
            why = f": {objective.reset_reason}" if objective.reset_reason else ""
            yield full_stop(f"The target of {quoted(objective.title)} was {before} at first and is {now} now{why}")
    alone = [quoted(objective.title) for objective in brief.projected.objectives if not objective.client_owner]
    if alone:
        yield f"Nobody on their side answers for {some(alone, _SHOWN)}."


def _misses(brief: Brief) -> Iterator[str]:
    """Each goal that is missed, with the figure that would better its status."""
    for objective, goal in missed_goals(brief):
        need = ""
        if goal.needed:
            needed = figure(goal.needed[0].actual, objective.unit, brief.locale)
            need = f"; at {needed} it would be {goal.needed[0].status}"
        yield f"{quoted(objective.title)} is {goal.status}: {standing(brief, objective, goal)}{need}."


def _value(brief: Brief) -> Iterator[str]:
    """Numbers without a source, and what is left for us."""
    bare = [quoted(outcome.text) for outcome in brief.deck.outcomes if outcome.figure and not outcome.source]
    if bare:
        yield f"No source is noted for {some(bare, _SHOWN)}."
    yield from _told(economics.contribution(brief.account, brief.analysis))


def _issues(brief: Brief) -> Iterator[str]:
    """How long each open issue has been open, and whether its answer is late."""
    for row in brief.account.delivery:
        if row.kind != "issue" or not row.share or row.status == "closed":
            continue
        age = f"{quoted(row.text)} {open_for(brief, row)}"
        if row.change_due is None:
            yield f"{age}; no day is set for its answer."
        elif row.change_due < brief.about.as_of:
            yield f"{age}; its answer is {days((brief.about.as_of - row.change_due).days)} late."
        else:
            yield f"{age}; its answer is due on {brief.day(row.change_due)}."


def _feedback(brief: Brief) -> Iterator[str]:
    """How far the answers carry, whether they would recommend us, and where both sides differ."""
    for finding in (voice.recommendation, voice.perception):
        yield from _told(finding(brief.account, brief.analysis))


def _changes(brief: Brief) -> Iterator[str]:
    """What of it has no answer of ours yet."""
    open_ones = [quoted(change.text) for change in brief.deck.changes if not change.answer]
    if open_ones:
        yield f"We have no answer noted to {some(open_ones, _SHOWN)}."


def _plan(brief: Brief) -> Iterator[str]:
    """What is late on our side with the note that is for us alone, then how much is late on theirs."""
    for action, state in late_actions(brief, "us", "both")[:_SHOWN]:
        late = f"{quoted(action.action)} ({action.owner}) is {days(state.days_late)} late"
        yield f"{late}. {full_stop(action.note)}" if action.note else f"{late}."
    theirs = len(late_actions(brief, "client"))
    if theirs:
        yield f"{wording.sentence(wording.counted(theirs, 'action is', 'actions are'))} late on their side."


def _ideas(brief: Brief) -> Iterator[str]:
    """What the ideas bring us."""
    whole = {objective.id: objective for objective in brief.account.objectives}
    shown = [whole[objective.id] for objective in ideas(brief.projected, brief.shared)]
    gains = [f"{objective.id}, {objective.benefit_to_us.rstrip('.')}" for objective in shown if objective.benefit_to_us]
    if gains:
        yield f"They bring us: {'; '.join(gains[:_SHOWN])}."


def _decisions(brief: Brief) -> Iterator[str]:
    """What of the decisions names nobody, or comes too late for this review."""
    review = brief.shared.review_summary.this_client
    for row in wanted_decisions(brief.projected):
        if not row.who_decides:
            yield f"Who decides on {quoted(row.decision)} is not noted."
        if row.by_when and review and row.by_when < review:
            before = days((review - row.by_when).days)
            yield f"The last useful day of {quoted(row.decision)} is {before} before the review: ask ahead of it."


def _sources(brief: Brief) -> Iterator[str]:
    """Figures whose source is not noted."""
    bare = [quoted(row.name) for row in brief.deck.figures if not row.source]
    if bare:
        yield f"Without a source: {some(bare, _SHOWN)}."

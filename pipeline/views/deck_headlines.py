"""The titles of the client's review deck: one computed finding for each slide, in the client's words."""

import datetime
from collections.abc import Iterable

from pipeline.analysis.periods import last_day
from pipeline.analysis.results import ClientQuestion, GoalSummary, Result, SharedAnalysis, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action, Objective
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.deck_bought import bought_finding
from pipeline.views.deck_causes import cause_of, short_name, short_names
from pipeline.views.deck_changes import next_change
from pipeline.views.deck_figures import figures
from pipeline.views.deck_findings import agreeing, last_move, move
from pipeline.views.deck_measures import measures_finding
from pipeline.views.deck_selection import (
    figure,
    history,
    ideas,
    known,
    ordered_goals,
    planned_actions,
    quarters_after,
    wanted_decisions,
    worst_objective,
)
from pipeline.views.deck_timeline import timeline_finding
from pipeline.views.plan_parts import every

LONGEST = 95  # characters of a title that two lines hold
_NAMED = 3  # goals that a title names; more are counted


class DeckHeadlines(Result):
    """The sentences at the top of the slides, and those of client results that a template may add a slide for."""

    title: str = result("On the title slide: how the goals stand.", "client")
    people: str = result("On purpose and people: what the meeting is for.", "client")
    summary: str = result("On the executive summary: what is missed and what is to be decided.", "client")
    goals: str = result("On the goals: how many, and what they serve.", "client")
    scorecard: str = result("On the scorecard: how many goals are met or on track, and which way they move.", "client")
    value: str = result("On the value delivered: the first outcome.", "client")
    learned: str = result("On what was learned: what is open, and how much changes.", "client")
    feedback: str = result("On the client's feedback: what they agree with most and least.", "client")
    changes: str = result("On what changes for the client: how much, and when next.", "client")
    plan: str = result("On the joint plan: how many actions, done and late.", "client")
    ideas: str = result("On ideas and roadmap: how many, and what they rest on.", "client")
    decisions: str = result("On decisions and next steps: how many are wanted, and by when.", "client")
    appendix: str = result("On the appendix.", "client")
    timeline: str = result("On the plan in time: when most of the actions to come fall due.", "client")
    measures: str = result("On further measures: how many are at their target.", "client")
    bought: str = result("On what was bought: its amount, and how it compares.", "client")
    voice: str = result("Of the client's own answers: the topic with the lowest mean.", "client")


def deck_headlines(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> DeckHeadlines:
    """A title for each slide, at most 95 characters each; misses are told plainly."""
    return DeckHeadlines(
        title=_title(account, shared, about),
        people=_people(account, shared, about),
        summary=_summary(account, shared),
        goals=_goals(account),
        scorecard=_scorecard(account, shared),
        value=_value(account),
        learned=_learned(account, shared, about),
        feedback=_feedback(account, shared),
        changes=_changes(account, about),
        plan=_plan(account, shared),
        ideas=_ideas(account, shared),
        decisions=_decisions(account, shared),
        appendix=_appendix(account, shared, about),
        timeline=timeline_finding(account, shared, about),
        measures=measures_finding(account, shared, about),
        bought=bought_finding(account, about),
        voice=_voice(account, shared),
    )


def _title(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    if not shared.goal_summary.count:
        return (
            f"How we worked for {account.account.name}." if len(account.account.name) < 70 else "How we worked for you."
        )
    return f"{_standing(shared.goal_summary)}."


def _standing(goals: GoalSummary) -> str:
    """How many goals are met or on track, and in what state the others are, worst first."""
    good = goals.met + goals.on_track
    states = (
        (goals.off_track, "off track"),
        (goals.behind, "behind"),
        (goals.not_started, "not started"),
        (goals.not_assessed, "not assessed"),
    )
    others = [(count, state) for count, state in states if count]
    if goals.count == 1:
        state = others[0][1] if others else ("met" if goals.met else "on track")
        return f"The goal we agreed is {state}"
    if not others:
        return f"{every(goals.count)} goals are {'met' if goals.met == goals.count else 'met or on track'}"
    if len(others) == 1 and others[0][0] == goals.count:
        return f"{every(goals.count)} goals are {others[0][1]}"
    whole = f"{_of_all(good, goals.count)} {'is' if good < 2 else 'are'} met or on track"
    rest = [f"{wording.count_word(count)} {'is' if count == 1 else 'are'} {state}" for count, state in others]
    return _fitting(f"{whole}; {wording.listed(rest)}", f"{whole}; {rest[0]}", whole)


def _of_all(part: int, count: int) -> str:
    """ "Four of six goals", "None of the six goals"."""
    if not part:
        return f"{'Neither' if count == 2 else 'None'} of the {wording.count_word(count)} goals"
    return f"{wording.sentence(wording.count_word(part))} of {wording.count_word(count)} goals"


def _people(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    minutes = shared.review_summary.this_client_minutes
    meeting = f"We meet for {_duration(minutes)} to" if minutes else "We meet to"
    end = _day(last_day(quarters_after(about.period, 1)[0]), account)
    count = len(_wanted(account))
    settle = f"settle {wording.counted(count, 'decision', 'decisions')} and " if count else ""
    return f"{meeting} {settle}agree the plan to {end}"


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return f"{minutes} minutes"
    return "an hour" if hours == 1 else f"{wording.count_word(hours)} hours"


def _summary(account: KeyAccount, shared: SharedAnalysis) -> str:
    goals, wanted = shared.goal_summary, len(_wanted(account))
    misses = goals.behind + goals.off_track
    # Tied, so that no line holds "are wanted" alone.
    asked = wording.counted(wanted, "decision is wanted", "decisions are wanted")
    number, _, rest = asked.partition(" ")
    asked = f"{number} {rest.replace(' ', wording.NO_BREAK)}"
    if not goals.count:
        return wording.sentence(asked) if wanted else "The quarter in brief"
    if goals.count == 1:
        goal = "The goal we agreed is behind its plan" if misses else "The goal we agreed is not behind its plan"
    elif misses == goals.count:
        goal = f"{every(misses)} goals are behind their plan"
    elif misses:
        told = f"We are behind on {short_names(account, _missed(account, shared))}"
        if wanted and misses <= _NAMED and len(f"{told}, and {asked}") <= LONGEST:
            return f"{told}, and {asked}"
        goal = f"{_of_all(misses, goals.count)} {'is behind its' if misses == 1 else 'are behind their'} plan"
    else:
        goal = f"{_of_all(0, goals.count)} is behind its plan"
    return f"{goal}, and {asked}" if wanted else goal


def _missed(account: KeyAccount, shared: SharedAnalysis) -> list[Objective]:
    """The goals behind their plan, in the order of the deck."""
    return [objective for objective, goal in ordered_goals(account, shared) if goal.status in ("behind", "off track")]


def _goals(account: KeyAccount) -> str:
    count = len(account.objectives)
    if not count:
        return "No goal is agreed yet"
    wants = len({objective.outcome for objective in account.objectives if objective.outcome})
    whole = f"{wording.sentence(wording.count_word(count))} {'goal serves' if count == 1 else 'goals serve'}"
    if not wants:
        return f"{wording.sentence(wording.counted(count, 'goal is', 'goals are'))} agreed between us"
    things = wording.counted(wants, "thing", "things")
    dates = {objective.due for objective in account.objectives}
    until = f" by {_day(dates.pop(), account)}" if len(dates) == 1 else ""
    return f"{whole} {things} you want to achieve{until}"


def _scorecard(account: KeyAccount, shared: SharedAnalysis) -> str:
    """How the goals stand, and how many moved the wrong way; else the one that is furthest behind."""
    standing = _standing(shared.goal_summary) if shared.goal_summary.count else "No goal is agreed yet"
    good = standing.partition(";")[0]
    worse = sum(goal.trend == "worse" for goal in shared.goals)
    if worse:
        who = (
            "it has"
            if shared.goal_summary.count == 1
            else f"{wording.count_word(worse)} {'has' if worse == 1 else 'have'}"
        )
        target = "its target" if worse == 1 else "their target"
        gone = [objective for objective, goal in ordered_goals(account, shared) if goal.trend == "worse"]
        named = f"{good}; {short_names(account, gone)} moved away from target"
        counted = f"{good}; {who} moved away from {target}"
        return _fitting(named, counted) if worse <= _NAMED and shared.goal_summary.count > 1 else counted
    worst = worst_objective(account, shared)
    return _fitting(f"{good}; furthest behind: {worst.title}", standing) if worst else standing


def _value(account: KeyAccount) -> str:
    outcomes = [row for row in account.delivery if row.kind == "outcome"]
    if not outcomes:
        return "No outcome is measured yet"
    first = outcomes[0]
    found = " ".join(part for part in (figure(first.value, first.unit, account.account.locale), first.text) if part)
    found = wording.sentence(found.rstrip("."))
    more = len(outcomes) - 1
    count = wording.sentence(wording.counted(len(outcomes), "outcome", "outcomes"))
    fallback = f"{count} {'was' if len(outcomes) == 1 else 'were'} delivered"
    if not more:
        return _fitting(found, fallback)
    return _fitting(f"{found}, and {wording.counted(more, 'further result', 'further results')}", found, fallback)


def _learned(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    """Where the goal furthest behind went or how many issues are open, and how many things change."""
    issues = [row for row in account.delivery if row.kind == "issue"]
    unsettled = [row for row in issues if row.status != "closed"]
    changes = sum(bool(row.change) for row in account.delivery if row.kind in ("issue", "lesson"))
    change = (
        f"{wording.counted(changes, 'thing changes', 'things change')}" if changes else "what changes is not agreed yet"
    )
    if unsettled:
        found = f"{wording.sentence(wording.counted(len(unsettled), 'issue is', 'issues are'))} not settled yet"
    elif issues:
        found = f"{every(len(issues))} issues are closed" if len(issues) > 1 else "The issue of this quarter is closed"
    else:
        found = "No issue was reported"
    worst = worst_objective(account, shared)
    if worst:
        why = _why(account, shared, worst, about)
        return _fitting(
            *([f"{why}; {change}", why] if why else []),
            f"{_worst_move(account, worst, about)}; {change}",
            f"Furthest behind: {worst.title}; {change}",
            f"{found}; {change}",
        )
    return f"{found}; {change}" if changes or unsettled else found


def _why(account: KeyAccount, shared: SharedAnalysis, worst: Objective, about: About) -> str:
    """Why the goal furthest behind moved away from its target, or is behind; "" if no issue tells its cause."""
    cause = cause_of(account, worst)
    goal = next(goal for goal in shared.goals if goal.id == worst.id)
    points = known(history(account, worst, about))
    if not cause:
        return ""
    if goal.trend == "worse" and len(points) > 1:
        moved = f"{move(worst.kpi, worst.unit or '', points, account.account.locale)}: {cause}"
        if len(moved) <= LONGEST:
            return moved
    return f"We are behind on {short_name(account, worst)}: {cause}"


def _worst_move(account: KeyAccount, worst: Objective, about: About) -> str:
    """Where the goal furthest behind went, against its target."""
    points = known(history(account, worst, about))
    if not points:
        return f"Furthest behind: {worst.title}"
    return last_move(worst.kpi, worst.unit or "", points, worst.target, account.account.locale)


def _feedback(account: KeyAccount, shared: SharedAnalysis) -> str:
    """The question that most agree with and the one that fewest do; without figures, how many answered."""
    questions = shared.client_voice.questions
    if not questions:
        return _told(account, shared)
    most, least = questions[0], questions[-1]
    if len(questions) == 1:
        return _fitting(f"“{most.question}”, say {agreeing(most)}", f"{_of(most)} agree with the question we asked")
    count = wording.count_word(len(questions))
    if (most.agree, most.count) == (least.agree, least.count):
        return f"{_of(most)} agree on each of {count} questions"
    return _fitting(
        f"“{most.question}”, say {agreeing(most)}; “{least.question}”, {_only(most, least)}",
        f"{_of(most)} agree on “{most.topic}”, {_only(most, least)} on “{least.topic}”",
        f"{_of(most)} agree with the best of {count} answers, {_only(most, least)} with the last",
    )


def _only(most: ClientQuestion, least: ClientQuestion) -> str:
    """How many agree with the last question; of how many, if not of as many as with the first."""
    if most.count != least.count:
        return agreeing(least)
    return f"only {wording.count_word(least.agree)}" if least.agree else "none"


def _told(account: KeyAccount, shared: SharedAnalysis) -> str:
    """How many answered where figures cannot be shown, and that some may be quoted."""
    sample = shared.client_voice.sample
    if sample is None:
        return "What you told us, in your own words" if any(row.quote for row in account.voice) else "No answers yet"
    return (
        f"{wording.sentence(wording.count_word(sample.answered))} of you answered: too few for figures, not for words"
    )


def _of(question: ClientQuestion) -> str:
    return wording.sentence(agreeing(question))


def _changes(account: KeyAccount, about: About) -> str:
    count = len(account.business)
    if not count:
        return "Nothing new in your business is noted"
    found = wording.sentence(wording.counted(count, "change shapes", "changes shape"))
    found = f"{found} your business"
    coming = next_change(account, about)
    if coming is None:
        return found
    day = _day(coming, account)
    return f"{found}, on {day}" if count == 1 else f"{found}; the next comes on {day}"


def _plan(account: KeyAccount, shared: SharedAnalysis) -> str:
    pairs = planned_actions(account, shared)
    if not pairs:
        return "No joint action is agreed yet"
    done = [action for action, state in pairs if state.status == "done"]
    late = [action for action, state in pairs if state.status == "late"]
    blocked = [action for action, state in pairs if state.status == "blocked"]
    count = len(pairs)
    if len(done) == count:
        return "The joint action is done" if count == 1 else f"{every(count)} joint actions are done"
    last = _day(max(action.due for action, _ in pairs), account)
    whole = f"{wording.sentence(wording.counted(count, 'joint action runs', 'joint actions run'))} to {last}"
    if count == 1:
        state = f" and is late{_side(late)}" if late else " and is blocked" if blocked else ""
        return f"{whole}{state}"
    states = [
        f"{wording.count_word(len(found))} {'is' if len(found) == 1 else 'are'} {state}"
        for found, state in ((done, "done"), (late, f"late{_side(late)}"), (blocked, "blocked"))
        if found
    ]
    if not late:
        states.append("none is late")
    without_date = wording.sentence(wording.counted(count, "joint action", "joint actions"))
    return _fitting(f"{whole}: {wording.listed(states)}", f"{without_date}: {wording.listed(states)}")


def _side(late: Iterable[Action]) -> str:
    """On whose side the late actions are, if they are all on one."""
    sides = {action.side for action in late}
    if sides == {"us"}:
        return " on our side"
    return " on your side" if sides == {"client"} else ""


def _ideas(account: KeyAccount, shared: SharedAnalysis) -> str:
    found = ideas(account, shared)
    if not found:
        return "No idea is on the table yet"
    assumptions = sum(bool(objective.assumption) for objective in found)
    one = len(found) == 1
    count = wording.sentence(wording.counted(len(found), "idea", "ideas"))
    whole = f"{count} would bring your {'goal' if one else 'goals'} closer"
    if not assumptions:
        return whole
    holds = wording.counted(assumptions, "assumption holds", "assumptions hold")
    return f"{whole} if {holds}"


def _decisions(account: KeyAccount, shared: SharedAnalysis) -> str:
    wanted = _wanted(account)
    if not wanted:
        return "No decision is open; the plan goes on as agreed"
    whole = wording.sentence(wording.counted(len(wanted), "decision is wanted", "decisions are wanted"))
    days = sorted(by_when for _, by_when in wanted if by_when is not None)
    if not days:
        return whole
    first = "today" if days[0] == shared.review_summary.this_client else f"by {_day(days[0], account)}"
    soonest = next(decision for decision, by_when in wanted if by_when == days[0])
    if len(wanted) == 1:
        return _fitting(f"{whole} {first}: {soonest}", f"{whole} {first}")
    if len(set(days)) == 1 and len(days) == len(wanted):
        return f"{whole} {first}"
    return _fitting(f"{whole}, the first {first}: {soonest}", f"{whole}, the first {first}")


def _wanted(account: KeyAccount) -> list[tuple[str, datetime.date | None]]:
    return [(row.decision, row.by_when) for row in wanted_decisions(account)]


def _appendix(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    found = figures(account, shared, about)
    if found and all(one.definition and one.source and one.cut_off for one in found):
        return "Every figure in this review has a definition, a source and a cut-off date"
    return "What each figure in this review means, and where it comes from"


def _voice(account: KeyAccount, shared: SharedAnalysis) -> str:
    """The topic with the lowest mean; a small sample is told as answers, and one that is too small has no mean."""
    voice = shared.client_voice
    if voice.sample is None or not voice.sample.answered:
        return "No answers of yours are in yet"
    answered = voice.sample.answered
    people = wording.sentence(wording.counted(answered, "answer", "answers"))
    told = [topic for topic in voice.topics if topic.answers.mean is not None]
    if not told:
        return f"{people} of yours {'is' if answered == 1 else 'are'} in, too few to show a mean"
    means = [wording.number(topic.answers.mean, account.account.locale, 1) for topic in told]
    count = told[0].answers.count
    caution = (
        f"; {wording.counted(count, 'answer', 'answers')}, not a trend" if voice.sample.reads_as == "answers" else ""
    )
    if len(told) == 1:
        return _fitting(
            f"You gave “{told[0].topic}” {means[0]} of 5{caution}", f"You gave one topic {means[0]} of 5{caution}"
        )
    topics = wording.counted(len(told), "topic", "topics")
    if len(set(means)) == 1:
        return f"{every(len(told))} topics have {means[0]} of 5{caution}"
    return _fitting(
        f"You gave “{told[0].topic}” {means[0]} of 5, the lowest of {topics}{caution}",
        f"The lowest of {topics} has {means[0]} of 5{caution}",
    )


def _day(day: datetime.date, account: KeyAccount) -> str:
    """A date that no line's end divides."""
    return wording.date(day, account.account.locale).replace(" ", wording.NO_BREAK)


def _fitting(*sentences: str) -> str:
    """The first sentence that two lines hold, else the last."""
    return next((sentence for sentence in sentences if len(sentence) <= LONGEST), sentences[-1])

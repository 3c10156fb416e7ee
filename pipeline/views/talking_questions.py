"""The questions that the figures invite, each with an answer that may be given and what our side knows besides."""

from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.plan import Objective
from pipeline.model.world import Competitor
from pipeline.views import wording
from pipeline.views.deck_selection import figure
from pipeline.views.plan_competitors import our_competitors
from pipeline.views.plan_parts import action_states, full_stop, is_open, quoted
from pipeline.views.talking_brief import Brief, days, late_actions, missed_goals, open_for, some, standing

_OF_ONE_KIND = 3
_RIVALS = 2
_TOP_THREAT = 3  # threat from which a competitor is worth a question


class QuestionRow(Result):
    """A question the client may well ask."""

    question: str = result("The question.")
    answer: str = result("What may be said; empty if there is nothing to say yet.")
    ourselves: str = result("What our side knows, for us alone; empty for nothing.")


def questions(brief: Brief) -> tuple[QuestionRow, ...]:
    """The likely questions: on misses, issues, late actions, risks, answers given, rivals, price and more to do."""
    kinds = (
        _on_goals,
        _on_issues,
        _on_late_actions,
        _on_resets,
        _on_risks,
        _on_answers,
        _on_rivals,
        _on_price,
        _on_more,
    )
    return tuple(row for kind in kinds for row in kind(brief))


def _row(question: str, answer: str, ourselves: str = "") -> QuestionRow:
    return QuestionRow(
        question=question,
        answer=full_stop(answer) if answer else "",
        ourselves=full_stop(ourselves) if ourselves else "",
    )


def _on_goals(brief: Brief) -> Iterator[QuestionRow]:
    for objective, goal in missed_goals(brief)[:_OF_ONE_KIND]:
        step, note = _next_step(brief, objective)
        answer = f"It stands at {standing(brief, objective, goal)}."
        answer += f" The answer is: {full_stop(objective.solution)}" if objective.solution else ""
        answer += f" {step}" if step else ""
        behind = [f"It rests on: {objective.assumption}"] if objective.assumption else []
        behind += [note] if note else []
        yield _row(
            f"Why is {quoted(objective.title)} {goal.status}?", answer, " ".join(full_stop(one) for one in behind)
        )


def _next_step(brief: Brief, objective: Objective) -> tuple[str, str]:
    """The first open action of the deck that serves a goal, as a sentence, and its internal note."""
    states = action_states(brief.analysis)
    shown = {action.id for action in brief.projected.actions}
    found = [
        action
        for action in brief.account.actions
        if action.objective == objective.id
        and action.id in shown
        and is_open(states[action.id])
        and not states[action.id].parts
    ]
    if not found:
        return "", "No open action of the deck serves it"
    first = min(found, key=lambda action: action.due)
    late = states[first.id].days_late
    when = f"was due on {brief.day(first.due)}" if late else f"is due on {brief.day(first.due)}"
    return f"Next is {quoted(first.action)} by {first.owner}, which {when}.", first.note or ""


def _on_issues(brief: Brief) -> Iterator[QuestionRow]:
    """The open issues of the deck, the oldest first."""
    rows = [row for row in brief.account.delivery if row.kind == "issue" and row.share and row.status != "closed"]
    for row in sorted(rows, key=lambda row: row.date)[:_OF_ONE_KIND]:
        cause = f"The cause: {full_stop(row.cause)}" if row.cause else "The cause is not known yet."
        change = f" What changes: {full_stop(row.change)}" if row.change else " What changes is not agreed yet."
        who = f" {row.change_owner} sees to it" if row.change_owner else ""
        by = f" by {brief.day(row.change_due)}" if row.change_due and who else ""
        yield _row(
            f"When is this settled: {quoted(row.text)}?",
            f"{cause}{change}{f'{who}{by}.' if who else ''}",
            f"It {open_for(brief, row)}",
        )


def _on_late_actions(brief: Brief) -> Iterator[QuestionRow]:
    ours = late_actions(brief, "us", "both")
    if not ours:
        return
    told = [f"{quoted(action.action)} ({action.owner}, {days(state.days_late)})" for action, state in ours]
    notes = [f"{action.id}: {action.note}" for action, _ in ours[:_OF_ONE_KIND] if action.note]
    yield _row("What of yours is late?", some(told, _OF_ONE_KIND), " ".join(full_stop(note) for note in notes))


def _on_resets(brief: Brief) -> Iterator[QuestionRow]:
    shown = {objective.id for objective in brief.projected.objectives}
    for objective in brief.account.objectives:
        if objective.id in shown and objective.original_target is not None:
            first, now = (
                figure(value, objective.unit, brief.locale) for value in (objective.original_target, objective.target)
            )
            yield _row(
                f"Why was the target of {quoted(objective.title)} changed?",
                f"It was {first} at first and is {now} now",
                objective.reset_reason or "The reason is not noted",
            )


def _on_risks(brief: Brief) -> Iterator[QuestionRow]:
    """The gravest risks of the deck."""
    rows = [row for row in brief.account.risks if row.share and row.kind == "risk"]
    rows.sort(key=lambda row: -((row.probability or 0) * (row.impact or 0)))
    for row in rows[:_OF_ONE_KIND]:
        weight = f"Probability {row.probability}, impact {row.impact} of 5" if row.probability and row.impact else ""
        last = f"at risk on {brief.day(row.at_risk_on)}" if row.at_risk_on else ""
        yield _row(
            f"What do you do about this: {quoted(row.text)}?",
            f"{full_stop(row.mitigation)} {row.owner} sees to it" if row.mitigation else "",
            "; ".join(part for part in (weight, last) if part),
        )


def _on_answers(brief: Brief) -> Iterator[QuestionRow]:
    """What came of the question that the fewest of theirs agree with."""
    feedback, asked = brief.deck.feedback, brief.shared.client_voice.questions
    if feedback is None or not asked or asked[-1].agree == asked[-1].count:
        return
    least = asked[-1]
    answer = f"Since then: {'; '.join(step.rstrip('.') for step in feedback.done)}" if feedback.done else ""
    yield _row(
        f"What did you do about our answers on {quoted(least.topic)}?",
        answer,
        f"{least.agree} of {least.count} agree with {quoted(least.question)}",
    )


def _on_rivals(brief: Brief) -> Iterator[QuestionRow]:
    rivals = sorted(our_competitors(brief.account), key=lambda rival: -(rival.threat or 0))
    for rival in rivals[:_RIVALS]:
        if (rival.threat or 0) >= _TOP_THREAT and (rival.strengths or rival.weaknesses):
            yield _row(f"Why you and not {rival.name}?", _better(brief, rival), _rival(brief, rival))


def _better(brief: Brief, rival: Competitor) -> str:
    """The success factors on which we are rated above a rival."""
    found: dict[str, dict[str, int]] = {}
    for rating in brief.account.ratings:
        if rating.rating is not None and (rating.rates == "our strength" or rating.rival == rival.name):
            whose = "us" if rating.rates == "our strength" else "them"
            found.setdefault(rating.criterion, {}).setdefault(whose, rating.rating)
    ahead = sorted(
        (given["them"] - given["us"], factor)
        for factor, given in found.items()
        if len(given) == 2 and given["us"] > given["them"]
    )
    factors = [factor[:1].lower() + factor[1:] for _, factor in ahead]
    return f"Speak of what we do better: {wording.listed(factors)}" if factors else ""


def _rival(brief: Brief, rival: Competitor) -> str:
    share = f"{wording.percent(rival.share, brief.locale)} of their spend" if rival.share is not None else ""
    better = f"better: {rival.strengths}" if rival.strengths else ""
    worse = f"worse: {rival.weaknesses}" if rival.weaknesses else ""
    source = f"known from: {rival.source}" if rival.source else ""
    told = [part.rstrip(".") for part in (share, better, worse, source) if part]
    return wording.sentence("; ".join(told))


def _on_price(brief: Brief) -> Iterator[QuestionRow]:
    """Only what our side knows: a price is not answered in the room."""
    economics, parts = brief.analysis.economics_summary, []
    if economics.discount is not None:
        now, before = (
            wording.percent(value, brief.locale, 1) for value in (economics.discount.now, economics.discount.before)
        )
        parts.append(f"mean discount {now} after {before}")
    if economics.latest is not None and economics.latest.margin is not None:
        margin = wording.percent(economics.latest.margin, brief.locale)
        parts.append(
            f"margin after cost to serve {margin} in {wording.period(economics.latest.period, brief.locale, 'dated')}"
        )
    if parts:
        yield _row(
            "Can you do better on price?",
            "Take the wish along; no figure is named in the room",
            wording.sentence("; ".join(parts)),
        )


def _on_more(brief: Brief) -> Iterator[QuestionRow]:
    """What they could buy and do not, the largest first."""
    chances = [chance for chance in brief.analysis.wallet.chances if chance.potential]
    if not chances:
        return
    told = [f"{chance.product}, {chance.unit}" for chance in chances]
    worth = [
        f"{chance.product}, {chance.unit}: {brief.money(chance.potential)}"
        + (f", now with {chance.competitor or 'a competitor'}" if chance.status == "competitor" else "")
        for chance in chances[:_OF_ONE_KIND]
    ]
    yield _row("What else could we do together?", f"For instance: {'; '.join(told[:_OF_ONE_KIND])}", "; ".join(worth))

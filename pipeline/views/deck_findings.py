"""What the deck's charts show, each told in a sentence: the finding, not a list of all figures."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.analysis.results import ClientQuestion, Goal
from pipeline.model.plan import Objective
from pipeline.views import wording
from pipeline.views.plan_parts import every

Points = Sequence[tuple[str, Decimal]]  # periods with their figures, oldest first


def ways_gone(goals: Sequence[tuple[Objective, Goal]], locale: str) -> str:
    """Which goal has come furthest on its way from baseline to target, and which least far."""
    known = [(goal.attainment, objective.title) for objective, goal in goals if goal.attainment is not None]
    (most, first), (least, last) = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    whole = "of the way from baseline to target"
    if len(known) == 1:
        return f"“{first}” has come {wording.percent(most, locale)} {whole}."
    if most == least:
        return f"{every(len(known))} goals have come {wording.percent(most, locale)} {whole}."
    return (
        f"Of {wording.count_word(len(known))} goals, “{first}” has come furthest, {wording.percent(most, locale)}"
        f" {whole}, and “{last}” least far, {wording.percent(least, locale)}."
    )


# --- measures ---


def course(name: str, unit: str, points: Points, locale: str, target: Decimal | None = None) -> str:
    """Where a measure came from and where it stands, with the period before if it had gone the other way.

    There are at least two points.
    """
    decimals = _decimals([*points, *([("", target)] if target is not None else [])])
    told = [
        f"{amount(value, unit, locale, decimals)} in {wording.period(period, locale, 'dated')}"
        for period, value in points
    ]
    (_, start), (_, before), (_, now) = points[0], points[-2], points[-1]
    if start == now:
        found = f"{name} stands at {told[-1]} as it did at {told[0]}"
    else:
        found = f"{name} {'rose' if now > start else 'fell'} from {told[0]} to {told[-1]}"
    turned = len(points) > 2 and before != now and (start == now or (now > before) != (now > start))
    after = f", after {told[-2]}" if turned else ""
    goal = f"; the target is {amount(target, unit, locale, decimals)}" if target is not None else ""
    return f"{found}{after}{goal}."


def last_move(name: str, unit: str, points: Points, target: Decimal, locale: str) -> str:
    """Where a measure went in the last period against its target, without a full stop; where it stands if alone."""
    decimals = _decimals([*points[-2:], ("", target)])
    now, aim = (amount(value, unit, locale, decimals) for value in (points[-1][1], target))
    return f"{name}{_verb(points)} {now} against a target of{wording.NO_BREAK}{aim}"


def move(name: str, unit: str, points: Points, locale: str) -> str:
    """Where a measure went in the last period: "Stops rose to 6.3"."""
    return f"{name}{_verb(points)} {amount(points[-1][1], unit, locale, _decimals(points[-2:]))}"


def _verb(points: Points) -> str:
    if len(points) < 2:
        return ":"
    (_, before), (_, now) = points[-2:]
    return " stayed at" if now == before else " rose to" if now > before else " fell to"


def _decimals(points: Points) -> int:
    return max(wording.decimals_of(value) for _, value in points)


def amount(value: Decimal, unit: str, locale: str, decimals: int) -> str:
    """A figure with its unit and these decimal places; a currency code goes first, a per cent sign by locale."""
    if unit == "%":
        return wording.percent(value / 100, locale, decimals)
    first, _, rest = unit.partition(" ")
    code, unit = (first, rest) if len(first) == 3 and first.isupper() else ("", unit)
    return wording.NO_BREAK.join(part for part in (code, wording.number(value, locale, decimals), unit) if part)


# --- answers and ideas ---


def answers(questions: Sequence[ClientQuestion]) -> str:
    """What most agree with and what the fewest do; `questions` are in that order."""
    most, least = questions[0], questions[-1]
    if len(questions) == 1:
        return f"{wording.sentence(agreeing(most))} agree: “{most.question}”."
    if (most.agree, most.count) == (least.agree, least.count):
        return f"{wording.sentence(agreeing(most))} agree with each of {wording.count_word(len(questions))} statements."
    return (
        f"Most agree with “{most.question}”, {agreeing(most)}, and fewest with “{least.question}”, {agreeing(least)}."
    )


def agreeing(question: ClientQuestion) -> str:
    """How many agree, "all five", "four of five" or "none of five"."""
    if question.agree == question.count > 1:
        return every(question.count).lower()
    return f"{wording.count_word(question.agree) if question.agree else 'none'} of {wording.count_word(question.count)}"


def ends_of_ideas(ideas: Sequence[Objective], locale: str) -> str:
    """By when how many of the ideas are in place, and which is last."""
    due = sorted(ideas, key=lambda idea: idea.due)
    months = [wording.date(idea.due, locale, "month") for idea in due]
    if len(due) == 1:
        return f"“{due[0].solution}” runs until {months[0]}."
    if months[0] == months[-1]:
        return f"{every(len(due))} ideas run until {months[0]}."
    early = months.count(months[0])
    some = wording.sentence(f"{wording.count_word(early)} of {wording.count_word(len(due))} ideas")
    verb = wording.plural(early, "runs", "run")
    return f"{some} {verb} until {months[0]}; the last, “{due[-1].solution}”, until {months[-1]}."

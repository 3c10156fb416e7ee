"""What the charts of the client's review deck plot, made from the client's projection alone."""

import datetime
from calendar import monthrange
from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.analysis.periods import last_day
from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.deck_bought import bought
from pipeline.views.deck_findings import answers, course, ends_of_ideas, ways_gone
from pipeline.views.deck_selection import (
    history,
    ideas,
    known,
    last_periods,
    ordered_goals,
    value_rows,
    worst_objective,
)
from pipeline.views.deck_timeline import timeline
from pipeline.views.label_sides import label_sides

WAY_AXIS = Axis(minimum=0, maximum=Decimal("1.15"), major=1)
ROADMAP_QUARTERS = 4


def scorecard(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """The way each goal has come from baseline (0) to target (1), this quarter and the quarter before."""
    goals, locale = ordered_goals(account, shared), account.account.locale
    if all(goal.attainment is None for _, goal in goals):
        return None
    before, now = (wording.period(period, locale) for period in last_periods(about.period, 2))
    return Chart(
        alt=ways_gone(goals, account.account.locale),
        categories=tuple(objective.title for objective, _ in goals),
        series=(
            Series(name=now, values=tuple(_way(goal.attainment) for _, goal in goals)),
            Series(name=before, values=tuple(_way(goal.previous_attainment) for _, goal in goals)),
        ),
        value_axis=WAY_AXIS,
    )


def _way(attainment: Decimal | None) -> Decimal | None:
    return None if attainment is None else wording.rounded(attainment, 4)


def value(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """What the first KPI of value came to in each of the last four quarters."""
    rows = value_rows(account, about)
    if not rows:
        return None
    locale = account.account.locale
    style = "short" if len({row.period[:4] for row in rows}) == 1 else "dated"
    names = tuple(wording.period(row.period, locale, style) for row in rows)  # type: ignore[arg-type]
    amounts = tuple(row.actual for row in rows)
    points = known((row.period, row.actual) for row in rows)
    known_amounts = [amount for _, amount in points]
    decimals = max(wording.decimals_of(amount) for amount in known_amounts)
    labels = tuple(None if amount is None else wording.number(amount, locale, decimals) for amount in amounts)
    return Chart(
        alt=course(rows[-1].kpi, rows[-1].unit or "", points, locale),
        categories=names,
        series=(
            Series(name="Before", values=(*amounts[:-1], None), labels=(*labels[:-1], None)),
            Series(
                name=names[-1],
                values=(*(None for _ in amounts[:-1]), amounts[-1]),
                labels=(*(None for _ in amounts[:-1]), labels[-1]),
            ),
        ),
        number_format=_format(known_amounts),
        value_axis=_from_zero(known_amounts, Decimal("1.1")),
    )


def worst_goal(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """The goal furthest behind over the last four quarters, against its target."""
    worst = worst_objective(account, shared)
    if worst is None:
        return None
    points = history(account, worst, about)
    values = known(points)
    if len(values) < 2:
        return None
    locale = account.account.locale
    names = tuple(wording.period(period, locale, "dated") for period, _ in points)
    figures = [number for _, number in values]
    decimals = max(wording.decimals_of(number) for number in (*figures, worst.target))
    target = wording.number(worst.target, locale, decimals)
    last = len(points) - 1
    labels = tuple(None if number is None else wording.number(number, locale, decimals) for _, number in points)
    axis = _from_zero([*figures, worst.target])
    sides = label_sides(
        [number for _, number in points],
        [worst.target] * len(points),
        Decimal(axis.minimum if axis.minimum is not None else min(*figures, worst.target)),
        Decimal(axis.maximum if axis.maximum is not None else max(*figures, worst.target)),
    )
    return Chart(
        alt=course(worst.kpi, worst.unit or "", values, locale, worst.target),
        categories=names,
        series=(
            Series(
                name=worst.kpi,
                values=tuple(number for _, number in points),
                labels=tuple("" if at == last else label for at, label in enumerate(labels)),
                label_position=sides,
            ),
            Series(
                name="Target",
                values=tuple(worst.target for _ in points),
                labels=tuple(f"Target {target}" if at == last else "" for at in range(len(points))),
                label_position=tuple("b" if figures[-1] >= worst.target else "t" for _ in points),
            ),
            Series(
                name=names[-1],
                values=(*(None for _ in points[:-1]), points[-1][1]),
                labels=(*(None for _ in points[:-1]), labels[-1]),
                bold=(*(False for _ in points[:-1]), True),
                label_position=sides,
            ),
        ),
        number_format=_format([*figures, worst.target]),
        value_axis=axis,
    )


def _from_zero(figures: Sequence[Decimal], air: Decimal = Decimal("1.2")) -> Axis:
    """An axis from 0 to `air` times the highest figure; the design's own where a figure is below 0."""
    highest = max(figures)
    if min(figures) < 0 or highest <= 0:
        return Axis()
    return Axis(minimum=0, maximum=wording.rounded(highest * air, 2))


def _format(figures: Sequence[Decimal]) -> str:
    decimals = max(wording.decimals_of(number) for number in figures)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def feedback(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """How many agree, neither agree nor disagree, and disagree with each question; the scale ends at most answers."""
    rows = shared.client_voice.questions
    if not rows:
        return None
    most = max(row.count for row in rows)
    return Chart(
        alt=answers(rows),
        categories=tuple(row.question for row in rows),
        series=tuple(
            Series(name=name, values=tuple(Decimal(count) if count else None for count in counts))
            for name, counts in (
                ("Agree", [row.agree for row in rows]),
                ("Neither", [row.neither for row in rows]),
                ("Disagree", [row.disagree for row in rows]),
            )
        ),
        value_axis=Axis(minimum=0, maximum=most),
    )


def roadmap(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """When each idea runs within the four quarters after the period, in quarters from the first one's start."""
    found, locale = ideas(account, shared), account.account.locale
    if not found:
        return None
    spans = [_span(objective, about.period) for objective in found]
    return Chart(
        alt=ends_of_ideas(found, locale),
        categories=tuple(objective.solution or "" for objective in found),
        series=(
            Series(name="Starts after", values=tuple(start for start, _ in spans)),
            Series(name="Runs for", values=tuple(end - start for start, end in spans)),
        ),
        value_axis=Axis(minimum=0, maximum=ROADMAP_QUARTERS, major=1),
    )


def _span(objective: Objective, period: str) -> tuple[Decimal, Decimal]:
    """Start and end of an idea in quarters after the last day of the period, kept within the quarters shown."""
    first = last_day(period) + datetime.timedelta(days=1)
    return _quarters_from(first, objective.start), _quarters_from(first, objective.due + datetime.timedelta(days=1))


def _quarters_from(first: datetime.date, day: datetime.date) -> Decimal:
    """Quarters from the first day of one to the morning of `day`, 0 to 4; months count alike."""
    months = 12 * (day.year - first.year) + day.month - first.month
    in_month = Decimal(day.day - 1) / monthrange(day.year, day.month)[1]
    quarters = wording.rounded((months + in_month) / 3, 4)
    return min(Decimal(ROADMAP_QUARTERS), max(Decimal(0), quarters))


DECK_CHARTS: tuple[Callable[[KeyAccount, SharedAnalysis, Standards, About], Chart | None], ...] = (
    scorecard,
    value,
    worst_goal,
    feedback,
    roadmap,
    timeline,
    bought,
)

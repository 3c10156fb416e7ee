"""The joint actions in time: which of them run when, and where the day of the figures stands among them."""

import datetime
from calendar import monthrange
from collections import Counter
from decimal import Decimal

from msgspec import Struct

from pipeline.analysis.periods import last_day, period_before
from pipeline.analysis.results import ActionState, Result, SharedAnalysis, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.deck_selection import planned_actions
from pipeline.views.plan_parts import every

LEAST_ACTIONS = 3
MOST_MONTHS, MOST_QUARTERS = 9, 6
MONTHS_OF_A_QUARTER = 3


class TimelineRow(Result):
    """A joint action on the timeline."""

    number: int = result("Its number in the joint plan.", "client")
    action: str = result("What is done.", "client")


class Timeline(Result):
    """The joint actions that run in the period under review or later, and the time that they take."""

    rows: tuple[TimelineRow, ...] = result("The actions with a start, by due date.", "client")
    columns: tuple[str, ...] = result("The months, or from ten months on the quarters.", "client")
    marked: bool = result("Does the day of the figures stand among them?", "client")


class _Drawn(Struct, frozen=True):
    """An action on the timeline: its number, its record, its state and the day it starts."""

    number: int
    action: Action
    state: ActionState
    start: datetime.date


class _Span(Struct, frozen=True):
    """The time shown: its first day, how many columns it has, and how many months each of them is."""

    first: datetime.date
    columns: int
    months: int

    def at(self, day: datetime.date) -> Decimal:
        """Where the morning of a day stands, in columns from the first day, kept within them; months count alike."""
        months = _months_between(self.first, day) + Decimal(day.day - 1) / monthrange(day.year, day.month)[1]
        return min(Decimal(self.columns), max(Decimal(0), wording.rounded(months / self.months, 4)))


def timeline(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> Chart | None:
    """When each joint action runs, from the period under review on; None below three actions with a start."""
    drawn = _drawn(account, shared, about)
    if not drawn:
        return None
    span = _span(drawn, about)
    spans = [(span.at(one.start), span.at(_morning_after(one.action.due))) for one in drawn]
    lengths = {
        name: tuple(end - start if _kind(one) == name else None for one, (start, end) in zip(drawn, spans, strict=True))
        for name in ("Done", "Open", "Late or blocked")
    }
    marker = span.at(_morning_after(about.as_of))
    return Chart(
        alt=f"{timeline_finding(account, shared, about)}.",
        categories=tuple(one.action.action for one in drawn),
        series=(
            Series(name="Starts after", values=tuple(start for start, _ in spans)),
            *(Series(name=name, values=values) for name, values in lengths.items()),
        ),
        value_axis=Axis(minimum=0, maximum=span.columns, major=1, crosses_at=marker),
    )


def timeline_of(account: KeyAccount, shared: SharedAnalysis, about: About) -> Timeline | None:
    """What the slide of the timeline prints beside its chart; None without that chart."""
    drawn = _drawn(account, shared, about)
    if not drawn:
        return None
    span = _span(drawn, about)
    return Timeline(
        rows=tuple(TimelineRow(number=one.number, action=one.action.action) for one in drawn),
        columns=_names(span, account.account.locale),
        marked=0 < span.at(_morning_after(about.as_of)) < span.columns,
    )


def timeline_finding(account: KeyAccount, shared: SharedAnalysis, about: About) -> str:
    """In which month most of the actions to come fall due, and when the last one does."""
    drawn = _drawn(account, shared, about)
    left = [one.action.due for one in drawn if one.state.status != "done"]
    due = [day for day in left if day > about.as_of]
    locale = account.account.locale
    if not left:
        return "Every joint action on the timeline is done"
    if not due:
        return f"No joint action falls due after {_tied(wording.date(about.as_of, locale))}"
    if len(due) == 1:
        return f"One joint action is still to come, due on {_tied(wording.date(due[0], locale))}"
    counts = Counter((day.year, day.month) for day in due)
    (year, month), most = min(counts.items(), key=lambda one: (-one[1], one[0]))
    last = _tied(wording.date(max(due), locale))
    actions = f"{wording.count_word(len(due))} actions to come"
    name = _tied(f"{wording.month(month, locale)} {year}")
    if most == len(due):
        return f"{every(most)} actions to come fall due in {name}"
    if most == 1:
        return f"{wording.sentence(actions)} fall due one after the other, the last on {last}"
    joined = "," if (max(due).year, max(due).month) == (year, month) else " and"
    return f"Of {actions}, {wording.count_word(most)} fall due in {name}{joined} the last on {last}"


def _drawn(account: KeyAccount, shared: SharedAnalysis, about: About) -> list[_Drawn]:
    """The actions of the joint plan with a start that end in the period under review or later; none below three."""
    first = _first_day(about.period)
    found = [
        _Drawn(number, action, state, action.start)
        for number, (action, state) in enumerate(planned_actions(account, shared), 1)
        if action.start is not None and action.start <= action.due and action.due >= first
    ]
    return found if len(found) >= LEAST_ACTIONS else []


def _span(drawn: list[_Drawn], about: About) -> _Span:
    """Whole months from the period under review, or the first start after it, to the last due date, or quarters."""
    first = max(min(one.start for one in drawn), _first_day(about.period)).replace(day=1)
    months = _months_between(first, max(one.action.due for one in drawn)) + 1
    if months <= MOST_MONTHS:
        return _Span(first, months, 1)
    shift = (first.month - 1) % MONTHS_OF_A_QUARTER
    quarters = -(-(months + shift) // MONTHS_OF_A_QUARTER)
    return _Span(first.replace(month=first.month - shift), min(MOST_QUARTERS, quarters), MONTHS_OF_A_QUARTER)


def _kind(one: _Drawn) -> str:
    if one.state.status == "done":
        return "Done"
    return "Late or blocked" if one.state.status in ("late", "blocked") else "Open"


def _names(span: _Span, locale: str) -> tuple[str, ...]:
    found = []
    for number in range(span.columns):
        months = span.first.month - 1 + number * span.months
        day = datetime.date(span.first.year + months // 12, months % 12 + 1, 1)
        quarter = f"{day.year}-Q{(day.month + 2) // MONTHS_OF_A_QUARTER}"
        found.append(
            wording.period(quarter, locale, "dated")
            if span.months > 1
            else wording.month(day.month, locale, "abbreviated")
        )
    return tuple(found)


def _first_day(period: str) -> datetime.date:
    return last_day(period_before(period)) + datetime.timedelta(days=1)


def _morning_after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1)


def _months_between(first: datetime.date, day: datetime.date) -> int:
    return 12 * (day.year - first.year) + day.month - first.month


def _tied(text: str) -> str:
    """A date that no line's end divides."""
    return text.replace(" ", wording.NO_BREAK)

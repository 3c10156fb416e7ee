"""What the sections of the plan share: status words, what follows from a finding, and where its rows were read."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Literal

from pipeline.analysis.results import ActionState, Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record
from pipeline.model.plan import Action
from pipeline.views import wording
from pipeline.views.charts import Chart

Tone = Literal["good", "watch", "bad", "open", "none", "plain"]

GOOD: Tone = "good"
WATCH: Tone = "watch"
BAD: Tone = "bad"
OPEN: Tone = "open"
NONE: Tone = "none"
PLAIN: Tone = "plain"

SHAPES: dict[Tone, str] = {GOOD: "●", WATCH: "▲", BAD: "■", OPEN: "○", NONE: "–"}
SIDES = {"us": "Us", "client": "Client", "both": "Both"}
_GOAL_TONES: dict[str, Tone] = {
    "met": GOOD,
    "on track": GOOD,
    "behind": WATCH,
    "off track": BAD,
    "not started": NONE,
    "not assessed": NONE,
}
_VERDICT_TONES: dict[str, Tone] = {"likely to succeed": GOOD, "likely to fail": BAD, "not assessed": NONE}
_HEADLINE = 100  # characters that fit two lines of a headline


class Status(Result):
    """A status as the plan prints it: a word, and the tone that gives its shape and colour."""

    tone: str = result("good, watch, bad, open or none; plain is an ordinary text without a shape.")
    word: str = result("The status in words, On track.")


class FollowUp(Result):
    """One row of a band What follows: an action or a goal that exists, with its reason."""

    id: str = result("Id of the action or the objective.")
    text: str = result("What is done, and why it follows.")
    who_when: str = result("Its owner, and its date or its state.")


class Gap(Result):
    """A required entry that is empty."""

    what: str = result("What is missing.")
    where: str = result("The sheet and cell to fill.")


class Fact(Result):
    """A label with what is noted for it."""

    label: str = result("The label.")
    value: str = result("What is noted.")


class GridCell(Result):
    """One cell of a grid."""

    text: str = result("What stands in it; a dash for nothing.")
    more: str = result("Its second line; empty for none.")
    note: str = result("A remark below; empty for none.")


class GridRow(Result):
    """One row of a grid."""

    name: str = result("What the row is about.")
    more: str = result("What stands beside its name; empty for none.")
    cells: tuple[GridCell, ...] = result("A cell for each column.")


class Grid(Result):
    """A table whose columns depend on what is entered: as many as fit beside each other."""

    columns: tuple[str, ...] = result("Heads of the columns, at most four.")
    rows: tuple[GridRow, ...] = result("The rows.")


class ChartPart(Result):
    """One of the charts that a long list is drawn in."""

    chart: Chart = result("The chart of this part of the list.")


def goal_status(status: str) -> Status:
    """The status of a goal: met and on track are good, behind is to watch, off track is bad."""
    return Status(tone=_GOAL_TONES[status], word=wording.sentence(status))


def verdict_status(verdict: str) -> Status:
    """The verdict of a force field: likely to succeed is good, likely to fail is bad."""
    return Status(tone=_VERDICT_TONES[verdict], word=wording.sentence(verdict))


def action_status(action: Action, state: ActionState, locale: str) -> Status:
    """Where an action stands on the as-of date; one with parts says how many are done unless it is late or blocked."""
    late = f"{state.days_late} {wording.plural(state.days_late, 'day', 'days')}"
    if state.status == "blocked":
        return Status(tone=BAD, word=f"Blocked, {late}" if state.days_late else "Blocked")
    if state.status == "late":
        return Status(tone=WATCH, word=f"Late, {late}")
    if state.parts:
        return Status(tone=PLAIN, word=f"{state.parts_done} of {state.parts} done")
    if state.status == "done":
        return Status(tone=GOOD, word=f"Done {short_date(action.done_on, locale)}" if action.done_on else "Done")
    if state.status == "in progress":
        return Status(tone=OPEN, word="In progress")
    return Status(tone=NONE, word=wording.sentence(state.status))


def is_open(state: ActionState) -> bool:
    """Is there still something to do?"""
    return state.status not in ("done", "cancelled")


def action_states(analysis: Analysis) -> dict[str, ActionState]:
    """The states of the actions by id."""
    return {state.id: state for state in analysis.action_states}


def answer(action: Action, state: ActionState, locale: str, reason: str = "", note: str = "") -> FollowUp:
    """An action as what follows, "Fit the sealing head: weakens …", with its owner and its date or state.

    `reason` goes on after a colon, `note` is a sentence of its own.
    """
    told = state.status in ("late", "blocked", "done")
    when = state.status if told else short_date(action.due, locale)
    text = full_stop(f"{action.action.rstrip('.')}: {reason}" if reason else action.action)
    text = f"{text} {full_stop(note)}" if note else text
    return FollowUp(id=action.id, text=bound(text), who_when=f"{action.owner}, {when}")


def full_stop(text: str) -> str:
    """`text` as a sentence that ends."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def rows_read(records: Sequence[Record]) -> str:
    """Where the records were read: "Objectives, rows 8 to 15"; the sheet alone if they were not read from a file."""
    name = records[0].sheet.name
    # One cell of each row is enough.
    cells = [next(iter(record.origin.cells.values()), "") for record in records]
    found = [int(cell.lstrip(ascii_uppercase)) for cell in cells if cell]
    if not found:
        return f"sheet {name}"
    first, last = min(found), max(found)
    return f"{name}, row {first}" if first == last else f"{name}, rows {first} to {last}"


def short_date(day: datetime.date | None, locale: str) -> str:
    """A day without its year, "30 Sep"; a dash for none."""
    return wording.date(day, locale, "short")


def shared_year(days: Iterable[datetime.date]) -> str:
    """The year that all days share, "2026"; "" if they differ."""
    years = {day.year for day in days}
    return str(years.pop()) if len(years) == 1 else ""


def figure(value: Decimal | None, unit: str | None, locale: str, decimals: int | None = None) -> str:
    """A measured figure with its unit if that is a per cent sign: "96.4%", "6.3"; a dash for none."""
    if value is None:
        return wording.BLANK
    if (unit or "").strip() == "%":
        places = wording.decimals_of(value) if decimals is None else decimals
        return wording.percent(value / 100, locale, places)
    return wording.number(value, locale, decimals)


def measured(kpi: str, unit: str | None) -> str:
    """A measure with its unit, "Weeks, mean of launches", unless the figures carry it or its name says it."""
    if not unit or unit.strip() == "%" or unit.casefold() in kpi.casefold():
        return kpi
    return f"{kpi}, {unit}"


def fitting(*sentences: str) -> str:
    """The first of the sentences that fits two lines of a headline, else the shortest; its last two words are bound."""
    fit = [sentence for sentence in sentences if len(sentence) <= _HEADLINE]
    return bound(fit[0] if fit else min(sentences, key=len))


def bound(text: str) -> str:
    """`text` with its last two words bound, so that none of them stands alone on a line."""
    head, space, last = text.rpartition(" ")
    return f"{head}{wording.NO_BREAK}{last}" if space else text


def every(count: int) -> str:
    """How a sentence about all of two or more begins: "Both", "All three"."""
    return "Both" if count == 2 else f"All {wording.count_word(count)}"


def none_of(count: int) -> str:
    """How a sentence about none of two or more begins: "Neither of two", "None of three"."""
    return f"{'Neither' if count == 2 else 'None'} of {wording.count_word(count)}"


def quoted(text: str) -> str:
    """A name that somebody typed, in quotation marks, so that it can stand in a sentence as it is."""
    return f"“{text.rstrip('.')}”"


def in_parts(names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """The names in parts of at most `size`: the columns of one grid after the other."""
    for start in range(0, len(names), size):
        yield tuple(names[start : start + size])


def shared_decimals(values: Iterable[Decimal | None]) -> int:
    """The decimals that the figures of one column need together, at most two."""
    return max((wording.decimals_of(value) for value in values if value is not None), default=0)


def our_team(account: KeyAccount) -> tuple[str, ...]:
    """The names of our own people."""
    return tuple(member.name for member in account.team if member.organisation == "us")


def noted(pairs: tuple[tuple[str, str | None], ...]) -> Iterator[Fact]:
    """The labels that have something noted, as facts."""
    for label, value in pairs:
        if value and value != wording.BLANK:
            yield Fact(label=label, value=value)

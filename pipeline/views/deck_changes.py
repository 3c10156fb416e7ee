"""What moves the client's business, as the deck shows it: when, what, our answer and what to discuss."""

import datetime

from pipeline.model.account import KeyAccount
from pipeline.model.world import BusinessItem
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.deck_rows import Change

_HORIZONS = {"short": "This year", "mid": "Next year", "long": "Later"}


def changes_of(account: KeyAccount, about: About) -> tuple[Change, ...]:
    """The shared rows of sheet Business in order of time; those without a date after the others, by horizon."""
    return tuple(_change(row, account.account.locale, about.as_of) for row in sorted(account.business, key=_in_time))


def next_change(account: KeyAccount, about: About) -> datetime.date | None:
    """The day of the next change after the as-of date; None if none is dated."""
    return min((row.date for row in account.business if row.date and row.date > about.as_of), default=None)


def _in_time(row: BusinessItem) -> tuple[bool, datetime.date, int]:
    order = list(_HORIZONS)
    return row.date is None, row.date or datetime.date.max, order.index(row.horizon) if row.horizon else len(order)


def _change(row: BusinessItem, locale: str, as_of: datetime.date) -> Change:
    return Change(
        when=_when(row, locale, as_of),
        text=row.text,
        source="; ".join(part for part in (row.owner, row.source) if part),
        answer=row.our_answer or "",
        question=row.question or "",
    )


def _when(row: BusinessItem, locale: str, as_of: datetime.date) -> str:
    if row.date is None:
        return _HORIZONS[row.horizon] if row.horizon else ""
    day = wording.date(row.date, locale).replace(" ", wording.NO_BREAK)
    return f"Since {day}" if row.date <= as_of and row.kind != "event" else day

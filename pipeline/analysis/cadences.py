"""The days of a cadence: weekly, every second week, monthly or quarterly from a first day on."""

import calendar
import datetime
from collections.abc import Iterator
from itertools import count

from pipeline.model.people import Cadence

_DAYS: dict[Cadence, int] = {"weekly": 7, "bi-weekly": 14}
_MONTHS: dict[Cadence, int] = {"monthly": 1, "quarterly": 3}


def days_of(cadence: Cadence, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The days of the cadence from `first` to `last`, both counted.

    Months keep the day of `first`, or take their last day where they are shorter: 31 January, 28 February, 31 March.
    """
    for steps in count():
        day = _after(first, cadence, steps)
        if day is None or day > last:
            return
        yield day


def next_of(cadence: Cadence, first: datetime.date, steps: int = 1) -> datetime.date:
    """The day so many steps of the cadence after `first`; the last day of the calendar where it would end."""
    return _after(first, cadence, steps) or datetime.date.max


def _after(first: datetime.date, cadence: Cadence, steps: int) -> datetime.date | None:
    if cadence in _DAYS:
        days = first.toordinal() + _DAYS[cadence] * steps
        return datetime.date.fromordinal(days) if days <= datetime.date.max.toordinal() else None
    year, month = divmod(first.year * 12 + first.month - 1 + _MONTHS[cadence] * steps, 12)
    if year > datetime.MAXYEAR:
        return None
    return datetime.date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))

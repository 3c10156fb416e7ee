"""Reviews planned and held."""

import datetime
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result
from pipeline.model.people import Cadence


class ReviewSummary(Result):
    """Reviews of the account team and with the client."""

    internal_planned: int = result("Internal reviews planned by the as-of date.")
    internal_held: int = result("Of these, held.")
    internal_dates: tuple[datetime.date, ...] = result("Days on which internal reviews were held, oldest first.")
    next_client: datetime.date | None = result("Next planned client review after the as-of date.", "client")
    next_client_place: str | None = result("Where it is.", "client")
    this_client: datetime.date | None = result(
        "The client review this deck is for: the first planned in the 45 days after the period's end, else the next.",
        "client",
    )
    this_client_place: str | None = result("Where it is.", "client")
    this_client_minutes: int | None = result("How long it takes, in minutes.", "client")
    this_client_purpose: str | None = result("What it is to settle.", "client")
    client_dates: tuple[datetime.date, ...] = result(
        "The days of the client reviews still to come: those planned, then by the cadence for a year ahead.", "client"
    )


class Stretch(Result):
    """A stretch of the plan in which the cadence wants a review and none is on the sheet."""

    first: datetime.date = result("Its first day.")
    last: datetime.date = result("Its last day.")


class ReviewRhythm(Result):
    """How one kind of review keeps to its cadence."""

    kind: Literal["client", "internal"] = result("With the client, or the team alone.")
    cadence: Cadence = result("How often it is to be held.")
    planned: int = result("Number planned by the as-of date.")
    held: int = result("Of these, held by then.")
    adherence: Decimal | None = result("Held / planned, 0 to 1; None if none was planned.")
    days_late: tuple[int, ...] = result("Days late of each that was held, most first; 0 on the day or before it.")
    median_late: Decimal | None = result("Median of the days late; None if none was held.")
    most_late: int | None = result("Most days late; None if none was held.")
    last_held: datetime.date | None = result("The last day on which one was held; None if there is none.")
    days_since: int | None = result("Days since then.")
    next_planned: datetime.date | None = result("The first planned after the as-of date and not held; None without.")
    next_by_cadence: datetime.date | None = result(
        "The first day after the as-of date by the cadence, counted from the last planned, or from the plan's start; "
        "None after the end of the plan."
    )
    missing: tuple[Stretch, ...] = result(
        "Stretches of one cadence each, from the plan's start to the as-of date, without a planned review."
    )

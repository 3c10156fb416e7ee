"""Reviews planned and held."""

import datetime
from dataclasses import dataclass

from pipeline.analysis.results.declared import result


@dataclass(frozen=True, kw_only=True)
class ReviewSummary:
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

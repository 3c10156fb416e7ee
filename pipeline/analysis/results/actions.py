"""Where the actions stand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import result


@dataclass(frozen=True, kw_only=True)
class ActionState:
    """Where one action stands on the as-of date."""

    id: str = result("Id of the action.", "client")
    status: Literal["done", "late", "blocked", "in progress", "not started", "cancelled"] = result(
        "As typed, but late if due before the as-of date and neither done, blocked nor cancelled.", "client"
    )
    days_late: int = result("Days past due; 0 if not late (blocked ones count too).", "client")
    percent: Decimal = result(
        "Progress, 0 to 1: done is 1; a parent's is the mean of its parts; else as typed, blank is 0.", "client"
    )
    parts: int = result("Number of direct parts, cancelled ones left out.", "client")
    parts_done: int = result("Number of direct parts done.", "client")
    level: int = result("0 for an action of its own, 1 for a part of it, and so on.", "client")


@dataclass(frozen=True, kw_only=True)
class ActionSummary:
    """The actions counted; cancelled ones and parents of others are left out (their parts count)."""

    count: int = result("Number of actions.", "client")
    due: int = result("Number due by the as-of date.", "client")
    done: int = result("Number done.", "client")
    done_of_due: Decimal | None = result("Done of those due, 0 to 1; None if none is due.", "client")
    due_done: int = result("Number due that are done.", "client")
    overdue: int = result("Number due before the as-of date and not done.", "client")
    on_time: Decimal | None = result("Done by their due date, of those done with a date, 0 to 1.", "client")
    next_30_days: int = result("Number due in the thirty days after the as-of date and not done.", "client")
    with_client: int = result("Number open on the client's side or on both.", "client")
    overdue_days: tuple[int, ...] = result("Days late of each overdue action, most first.", "client")

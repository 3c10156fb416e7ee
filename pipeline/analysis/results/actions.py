"""Where the actions stand."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result


class ActionState(Result):
    """Where one action stands on the as-of date."""

    id: str = result("Id of the action.", "client")
    status: Literal["done", "late", "blocked", "in progress", "not started", "cancelled"] = result(
        "As typed, but late if due before the as-of date and neither done, blocked nor cancelled.", "client"
    )
    days_late: int = result("Days past due; 0 if not late (blocked ones count too).", "client")
    percent: Decimal = result(
        "Progress, 0 to 1: done is 1; a parent's is the weighted mean of its parts; else as typed, blank is 0.",
        "client",
    )
    weighted_by: Literal["days", "equal"] | None = result(
        "What its parts weigh: their days from start to due, or all the same; None unless progress is their mean.",
        "client",
    )
    parts: int = result("Number of direct parts, cancelled ones left out.", "client")
    parts_done: int = result("Number of direct parts done.", "client")
    level: int = result("0 for an action of its own, 1 for a part of it, and so on.", "client")


class ActionSummary(Result):
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
    overdue_median: Decimal | None = result("Median of the days late of the overdue ones; None if none is.", "client")
    next_ids: tuple[str, ...] = result(
        "Ids of those due in the thirty days after the as-of date and not done, the first due first.", "client"
    )


class Load(Result):
    """The open actions of one owner or one department; cancelled ones and parents of others are left out."""

    name: str = result("The owner or the department; empty if no department is noted.")
    open: int = result("Number not done.")
    overdue: int = result("Of these, due before the as-of date.")
    overdue_median: Decimal | None = result("Median of their days late; None if none is overdue.")
    ids: tuple[str, ...] = result("Ids of the overdue ones, the latest first.")


class AgeBand(Result):
    """The overdue actions that are late by so many days."""

    from_days: int = result("Fewest days late.")
    to_days: int | None = result("Most days late; None for no limit.")
    count: int = result("Number of overdue actions.")


class ActionLoad(Result):
    """Who has how much to do, and for how long it has been waiting."""

    owners: tuple[Load, ...] = result("The owners of open actions: most overdue first, then most open, then by name.")
    departments: tuple[Load, ...] = result("The departments, in the same order.")
    ages: tuple[AgeBand, ...] = result("The overdue actions by age: up to 30, 60 and 90 days, and more.")


class WordingFinding(Result):
    """What keeps one open action from being plain: what is to be done, by whom."""

    id: str = result("Id of the action.")
    fault: Literal["no-verb", "vague", "too-short", "too-long", "owner-no-person"] = result(
        "no-verb: it does not begin with what is done (English texts only); vague: words that nobody can be held to; "
        "too-short, too-long: fewer words than say something, or more than one step; owner-no-person: the owner is a "
        "group, or several people."
    )
    words: str = result("The words it is about.")
    cell: str = result("Where they stand in the workbook.")
    fix: str = result("What to write instead.")

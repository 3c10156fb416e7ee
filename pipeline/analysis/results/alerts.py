"""What needs somebody's attention now, and what is to be done first."""

import datetime
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

Severity = Literal["act now", "watch"]


class Alert(Result):
    """One thing that is wrong, or about to be, at this account."""

    rank: int = result("Place in the list, 1 first.", default=0)
    kind: str = result("What kind of alert it is: action-overdue, renewal-unprepared.")
    severity: Severity = result("act now, or watch.")
    weight: int = result("How much hangs on it: 1 little to 5 the account itself.")
    sentence: str = result("What was found, as a sentence, its numbers as shown.")
    next_step: str = result("What to do about it, as a sentence.")
    owner: str = result("Who sees to it; empty if the workbook names nobody.", default="")
    date: datetime.date | None = result("The day it is about, past or to come; None without one.", default=None)
    cells: tuple[str, ...] = result("The cells it rests on.")
    threshold: str = result(
        'Name of its limit in the standards: "alerts.renewal_days"; empty where the fact alone is enough.', default=""
    )
    limit: Decimal | None = result("The limit, in the unit of its name; None without one.", default=None)
    figure: Decimal | None = result("The figure beside the limit, where a formula makes it; else None.", default=None)
    formula: str = result(
        "How the figure beside the limit is made, in words; empty if it is read as it stands.", default=""
    )
    worked: str = result('The formula with the numbers put in, "4 × 5 = 20"; empty as for formula.', default="")


class Priority(Result):
    """Something to work on: what moves the customer, or an open action of ours."""

    rank: int = result("Place in the list, 1 first.", default=0)
    kind: str = result("event, trend, initiative and so on, as on sheet Business; or action.")
    id: str = result("Id of the action; empty for others.")
    text: str = result("What it is about.")
    urgency: int = result("1 can wait to 5 now.")
    impact: int = result("1 little to 5 decides the account.")
    score: int = result("Urgency times impact, 1 to 25.")
    why: str = result("Where the two come from, in words.")
    owner: str = result("Who does it, or who of them drives it; empty if not noted.")
    date: datetime.date | None = result("When it is due, or when it happens; None if not noted.")
    cells: tuple[str, ...] = result("The cells it rests on; the first is what it is about.")


class NotRanked(Result):
    """Something on sheet Business that cannot be ranked."""

    text: str = result("What it is about.")
    lacks: tuple[str, ...] = result("What is blank: urgency, impact.")
    cells: tuple[str, ...] = result("The cells to fill.")


class Priorities(Result):
    """What to work on first."""

    ranked: tuple[Priority, ...] = result("Everything that can be ranked, the highest score first.")
    not_ranked: tuple[NotRanked, ...] = result("What lacks urgency or impact, by its text.")

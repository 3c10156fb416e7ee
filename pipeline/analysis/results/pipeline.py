"""The opportunities with their probabilities, and their sums."""

import datetime
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result


class OpportunityTerm(Result):
    """One opportunity with its probability."""

    id: str = result("Id of the opportunity.")
    state: Literal["open", "won", "lost"] = result("By its stage.")
    probability: Decimal = result("Of its stage, 0 to 1.")
    weighted: Decimal = result("Amount times probability, in the account's currency.")
    past_due: bool = result("Is it open with a close date before the as-of date?")


class StageTotal(Result):
    """The open opportunities of one stage."""

    stage: str = result("The stage.")
    probability: Decimal = result("Its probability, 0 to 1.")
    count: int = result("Number of opportunities.")
    amount: Decimal = result("Sum of their amounts, in the account's currency.")
    weighted: Decimal = result("Sum of amount times probability.")


class BusinessGap(Result):
    """New business of this plan year beside its target. Amounts a year, in the account's currency."""

    target: Decimal = result("Amount of the deals to be won in the plan year.")
    year_start: datetime.date = result("First day of the plan year, counted from the start of the plan.")
    year_end: datetime.date = result("Last day of the plan year.")
    won: Decimal = result("Sum of the amounts won in the plan year.")
    open_amount: Decimal = result("Sum of the open amounts that are to close by its end, those past due among them.")
    weighted: Decimal = result("Sum of these amounts times probability.")
    expected: Decimal = result("Won and weighted.")
    gap: Decimal = result("Target less expected; below 0, more is expected than was aimed at.")
    remaining: Decimal = result("Target less won, 0 or more.")
    needed: Decimal | None = result(
        "New pipeline needed: gap / win rate by amount, 0 or more. None if there is a gap and nothing was won yet."
    )
    coverage: Decimal | None = result("Open amount / remaining, 0 or more; None if nothing remains.")


class OpportunitySummary(Result):
    """The pipeline: what is open, won and lost. Amounts in the account's currency."""

    open_count: int = result("Number open.")
    open_amount: Decimal = result("Sum of the open amounts.")
    weighted: Decimal = result("Sum of open amount times probability.")
    won_count: int = result("Number won.")
    won: Decimal = result("Sum of the amounts won.")
    lost_count: int = result("Number lost.")
    lost: Decimal = result("Sum of the amounts lost.")
    win_rate_count: Decimal | None = result("Won / (won + lost) by number, 0 to 1; None if none is closed.")
    win_rate_value: Decimal | None = result("Won / (won + lost) by amount, 0 to 1.")
    gap: Decimal | None = result(
        "Renewed amount less won and weighted: what of it the pipeline would not make good if it were lost; below 0, "
        "the pipeline would more than make it good. None without a renewed amount."
    )
    target: BusinessGap | None = result("New business against its target; None if no target is entered.")
    expected: Decimal = result("Won and weighted.")
    low: Decimal = result("Cautious case: won and open low amounts times probability; a blank low is the amount.")
    high: Decimal = result("Best case: won and all open high amounts; a blank high is the amount.")
    past_due: int = result("Number open past their close date.")
    stages: tuple[StageTotal, ...] = result("Every open stage, in the order of the standards; empty ones count 0.")
    terms: tuple[OpportunityTerm, ...] = result("Each opportunity, in the order of the sheet.")

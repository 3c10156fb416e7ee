"""What moved since the last plan: every change ranked, and how the scores came to move."""

import datetime
from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

Subject = Literal[
    "score",
    "health",
    "force field",
    "force",
    "goal",
    "relationships",
    "person",
    "opportunity",
    "outlook",
    "revenue",
    "measure",
    "risk",
    "action",
    "standards",
    "completeness",
]
Cause = Literal["parts", "weights", "both", "class limits", "nothing"]
Coming = Literal["promotion", "demotion", "nothing"]


class Changed(Result):
    """One thing that is not as the last plan told it."""

    rank: int = result("Place in the list, 1 first.", default=0)
    subject: Subject = result("What kind of thing it is: goal, person, opportunity.")
    part: str = result('What of it moved: "status", "support", "close date"; "itself" where it is new or gone.')
    kind: Literal["added", "removed", "moved"] = result("Is it new, gone, or another than it was?")
    direction: Literal["better", "worse", "neither"] = result("Is that good for the account?")
    weight: int = result("How much hangs on it: 1 little to 5 the account itself.")
    id: str = result("Its id or its period; empty without one.", default="")
    name: str = result("What it is called; empty where there is only one of its kind.", default="")
    before: Decimal | None = result("Its figure in the last plan, in the unit of its part; None without one.")
    now: Decimal | None = result("Its figure now.")
    before_word: str = result("Its class in the last plan, such as a tier or a status; empty without one.", default="")
    now_word: str = result("Its class now.", default="")
    before_day: datetime.date | None = result("Its day in the last plan; None without one.", default=None)
    now_day: datetime.date | None = result("Its day now.", default=None)
    cells: tuple[str, ...] = result("Where it stands in the workbook; empty for what is gone.", default=())


class ShiftTerm(Result):
    """What one part, a criterion or a component, did to a score."""

    name: str = result("The criterion or the component.")
    before: Decimal | None = result("Its rating or points in the last plan; None if not assessed or not there.")
    now: Decimal | None = result("Its rating or points now.")
    weight_before: Decimal = result("Its weight then, as in the standards, 0 to 1; 0 if not assessed.")
    weight_now: Decimal = result("Its weight now.")
    by_value: Decimal = result("Points of the score that its own change moved.")
    by_weight: Decimal = result("Points that the change of its weight moved.")


class Shift(Result):
    """How a score moved, and why."""

    before: Decimal | None = result("The score as the last plan showed it; None if it was not assessed.")
    now: Decimal | None = result("The score as shown now.")
    class_before: str = result("Its tier or band in the last plan; empty for none.")
    class_now: str = result("Its tier or band now.")
    change: Decimal | None = result("Now less before, exact; None unless both are assessed.")
    by_values: Decimal | None = result("What changed ratings or points moved of it.")
    by_weights: Decimal | None = result("What changed weights moved of it: the yardstick, not the account.")
    whole_before: Decimal = result("Sum of the weights that were assessed then, 0 to 1.")
    whole_now: Decimal = result("Sum of the weights that are assessed now.")
    cause: Cause = result(
        "parts: ratings or points changed; weights: only their weights did; both; class limits: the score is the same, "
        "but its class begins elsewhere; nothing."
    )
    terms: tuple[ShiftTerm, ...] = result("The parts that moved it, the greatest effect first.")


class TierReview(Result):
    """The tier that successive reviews confirm, so that one good or bad quarter moves nobody."""

    held: str | None = result("The confirmed tier; None without an assessed score.")
    coming: Coming = result("What a second review like this one in a row would bring.")
    tier: str | None = result("The tier that would then be held; None for nothing.")
    reviews: int = result("Number of assessed reviews it rests on, this one among them.")


class Changes(Result):
    """What moved since the last plan that was kept."""

    since: str | None = result("Period of the last plan, 2026-Q2; None if there is none.")
    since_day: datetime.date | None = result("The day its figures were told for.")
    standards_changed: bool = result("Is the yardstick another: version, weights, tiers or bands?")
    score: Shift | None = result("How the account score moved; None without an earlier plan.")
    health: Shift | None = result("How health moved; None without an earlier plan.")
    changed: tuple[Changed, ...] = result("Everything that moved, by weight, then what got worse first.")
    better: int = result("Number of changes for the better.")
    worse: int = result("Number of changes for the worse.")
    tier_review: TierReview = result("The tier that successive reviews confirm.")

"""The computed results: every number that is not typed but worked out, with its unit, its range and its audience."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Status = Literal["on track", "behind", "off track", "met", "not started", "not assessed"]
Verdict = Literal["likely to succeed", "likely to fail", "not assessed"]


def result(help: str, audience: str = "internal") -> Any:
    """A field of a result: `help` gives unit, range and what None means; `audience` is "internal" or "client"."""
    return field(metadata={"help": help, "audience": audience})


@dataclass(frozen=True, kw_only=True)
class ScoreTerm:
    """One criterion's part in the account score."""

    criterion: str = result("Name of the criterion.")
    weight: Decimal = result("Weight, 0 to 1.")
    rating: Decimal | None = result("Rating, 1 to 10: the median of the raters; None if nobody rated.")
    product: Decimal | None = result("Weight times rating, in points.")
    spread: int = result("Highest less lowest rating of several raters, in points; 0 for one.")
    evidence: str = result(
        "What the rating rests on, of several raters one after the other; empty if nothing is noted."
    )
    raters: tuple[str, ...] = result("Who rated.")
    cell: str = result("Where the rating stands in the workbook; of several raters every cell.")
    one_lower: Decimal | None = result("The account score if this rating were one point lower (not below 1).")
    one_higher: Decimal | None = result("The account score if this rating were one point higher (not above 10).")


@dataclass(frozen=True, kw_only=True)
class ScoreTest:
    """One test of how firm the tier is."""

    test: Literal["rating", "weight", "left out"] = result("What is changed.")
    criterion: str = result("The criterion it is changed on.")
    change: int = result("By how much: points of a rating, or percentage points of a weight; 0 when left out.")
    score: Decimal = result("The account score then, 1 to 10.")
    tier: str | None = result("The tier then; None below every tier.")
    flips: bool = result("Is that another tier than now?")


@dataclass(frozen=True, kw_only=True)
class Score:
    """The key account score: the weighted mean of the criteria's ratings."""

    value: Decimal | None = result("Account score in points, 1 to 10, exact; None if a rating is missing.")
    shown: Decimal | None = result("The score with one decimal, half up: tiers are decided on it.")
    percent: Decimal | None = result("(score - 1) / 9 as a share, 0 to 1.")
    tier: str | None = result("Tier by the score as shown; None if not assessed or below every tier.")
    low: Decimal | None = result(
        "Lowest possible score: missing ratings as 1; the score itself if none is missing. None if nothing is rated."
    )
    high: Decimal | None = result("Highest possible score: missing ratings as 10. None as for low.")
    low_tier: str | None = result(
        "Tier of the lowest possible score; the same as high_tier if what is missing cannot matter."
    )
    high_tier: str | None = result("Tier of the highest possible score.")
    stable: bool | None = result("Does no single test flip the tier? None if not assessed.")
    margin: Decimal | None = result("Points, as shown, above the lower cut of the tier.")
    cut: Decimal | None = result("Lower cut of the tier, in points.")
    terms: tuple[ScoreTerm, ...] = result("The criteria, in the order of the standards.")
    tests: tuple[ScoreTest, ...] = result(
        "Every test that changes something: ratings, then weights, then criteria left out; empty if not assessed."
    )
    missing: tuple[str, ...] = result("Criteria without a rating.")


@dataclass(frozen=True, kw_only=True)
class ForceTerm:
    """One force of a change."""

    force: str = result("The force.")
    direction: Literal["for", "against"] = result("Which way it acts.")
    strength: int = result("1 weak to 5 strong.")
    influence: int | None = result("How far it can be moved, 1 to 5.")
    leverage: int | None = result("Strength times influence, 1 to 25; None without influence.")
    evidence: str = result("What shows it.")
    scored_by: str = result("Who gave the strength.")
    lever: str = result("What can be done about it.")
    action: str = result("Id of the action that pulls the lever; empty if none.")
    pivotal: bool = result("Would the change be likely to fail without this driving force?")
    cell: str = result("Where the strength stands in the workbook.")


@dataclass(frozen=True, kw_only=True)
class ForceField:
    """Kurt Lewin's force field of one change."""

    change: str = result("The change.")
    driving: int = result("Sum of the strengths for the change, in points.")
    restraining: int = result("Sum of the strengths against it, in points.")
    driving_count: int = result("Number of forces for the change.")
    restraining_count: int = result("Number of forces against it.")
    driving_mean: Decimal | None = result("Mean strength for, 1 to 5; None without one.")
    restraining_mean: Decimal | None = result("Mean strength against, 1 to 5; None without one.")
    net: int = result("Driving less restraining, in points.")
    verdict: Verdict = result("Net above 0: likely to succeed; 0 or below: likely to fail.")
    one_sided: bool = result("Is one side empty?")
    driving_share: Decimal | None = result("Driving / (driving + restraining), 0 to 1.")
    margin: Decimal | None = result("Net / (driving + restraining), -1 to 1.")
    flip_distance: int = result("Points that turn the verdict: net if above 0, else |net| + 1.")
    pivotal: tuple[str, ...] = result("Driving forces whose strength is at least the net, if the net is above 0.")
    worst_net: int = result("Net with every force one point worse, within 1 to 5.")
    best_net: int = result("Net with every force one point better, within 1 to 5.")
    robust: bool = result("Does the verdict hold from worst to best?")
    success_share: Decimal = result(
        "Share of outcomes above 0 if each force is independently -1, 0 or +1 (within 1 to 5)."
    )
    forces: tuple[ForceTerm, ...] = result("The forces: for first, then against, each by falling strength.")
    levers: tuple[ForceTerm, ...] = result(
        "Forces by strength times influence, those against first; without influence last on their side."
    )


@dataclass(frozen=True, kw_only=True)
class Goal:
    """How far one objective is, against how far it should be by now."""

    id: str = result("Id of the objective.", "client")
    attainment: Decimal | None = result("(actual - baseline) / (target - baseline); 1 is reached, uncapped.", "client")
    expected: Decimal | None = result("Share of the time from start to due that has passed, 0 to 1.", "client")
    status: Status = result(
        "met from 100 % on; not started before the start; else by whole per cents of attainment against expected.",
        "client",
    )
    gap: Decimal | None = result("Expected less attainment; above 0 is behind.", "client")
    previous: Decimal | None = result("Actual of the period before, from the KPIs; None if not known.", "client")
    previous_attainment: Decimal | None = result("Attainment of the period before.", "client")
    trend: Literal["better", "level", "worse"] | None = result(
        "Against the period before, towards the target.", "client"
    )
    original_attainment: Decimal | None = result("Attainment against the first target, if it was set anew.")


@dataclass(frozen=True, kw_only=True)
class GoalSummary:
    """The goals counted."""

    count: int = result("Number of objectives.", "client")
    met: int = result("Number met.", "client")
    on_track: int = result("Number on track.", "client")
    behind: int = result("Number behind.", "client")
    off_track: int = result("Number off track.", "client")
    not_started: int = result("Number not started.", "client")
    not_assessed: int = result("Number not assessed.", "client")
    worst: str | None = result("Id of the goal furthest behind; None if none is behind or off track.", "client")
    mutual: int = result("Number that serve the client or both.", "client")


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


@dataclass(frozen=True, kw_only=True)
class OpportunityTerm:
    """One opportunity with its probability."""

    id: str = result("Id of the opportunity.")
    state: Literal["open", "won", "lost"] = result("By its stage.")
    probability: Decimal = result("Of its stage, 0 to 1.")
    weighted: Decimal = result("Amount times probability, in the account's currency.")
    past_due: bool = result("Is it open with a close date before the as-of date?")


@dataclass(frozen=True, kw_only=True)
class StageTotal:
    """The open opportunities of one stage."""

    stage: str = result("The stage.")
    probability: Decimal = result("Its probability, 0 to 1.")
    count: int = result("Number of opportunities.")
    amount: Decimal = result("Sum of their amounts, in the account's currency.")
    weighted: Decimal = result("Sum of amount times probability.")


@dataclass(frozen=True, kw_only=True)
class OpportunitySummary:
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
    low: Decimal = result("Cautious case: won and open low amounts times probability; a blank low is the amount.")
    high: Decimal = result("Best case: won and all open high amounts; a blank high is the amount.")
    past_due: int = result("Number open past their close date.")
    stages: tuple[StageTotal, ...] = result("Every open stage, in the order of the standards; empty ones count 0.")
    terms: tuple[OpportunityTerm, ...] = result("Each opportunity, in the order of the sheet.")


@dataclass(frozen=True, kw_only=True)
class PersonState:
    """What one stakeholder's contact needs, most urgent first in the list."""

    id: str = result("Id of the stakeholder.")
    support: int | None = result("-2 enemy to +2 mentor; None if unknown.")
    depth: int = result("Coverage, 0 none to 3 in depth; unknown counts 0.")
    gap: Literal["blocker", "unknown", "thin", "silent", "deepening", "as wanted"] = result(
        "blocker: weighs much and is against us; unknown: not assessed; thin: a needed role known briefly at most; "
        "silent: known, but no contact within the limit; deepening: less coverage than wanted; else as wanted."
    )
    days_silent: int | None = result("Days since the last contact, 0 or more; None if there was none.")
    contacts: int = result("How many of us know them (our contact): 0 or 1.")


@dataclass(frozen=True, kw_only=True)
class Relationships:
    """How well we are known and liked, weighted by influence."""

    coverage: Decimal | None = result(
        "Sum of influence x depth / 3 over sum of influence, 0 to 1; None without people."
    )
    support: Decimal | None = result("Sum of influence x support / 2 over sum of influence of those known, -1 to 1.")
    unknown_support: int = result("Number of people whose support is unknown.")
    coverage_sum: int = result("Sum of influence x depth, for the formula.")
    support_sum: int = result("Sum of influence x support, for the formula.")
    influence_sum: int = result("Sum of influence.")
    known_influence_sum: int = result("Sum of influence of those whose support is known.")
    role_coverage: Decimal | None = result(
        "Required roles held by somebody well covered, of all required roles, 0 to 1."
    )
    roles_covered: tuple[str, ...] = result("Required roles that are covered.")
    roles_open: tuple[str, ...] = result("Required roles that are not.")
    flags: tuple[str, ...] = result(
        "single-thread (at most one person well covered), no-sponsor, no-decision-maker (nobody has the role), blocker "
        "(weighs much and is against us), one-of-us-only (one of us holds every contact): those that hold."
    )
    people: tuple[PersonState, ...] = result("The people, most urgent gap first, then by falling influence.")


@dataclass(frozen=True, kw_only=True)
class RevenueCell:
    """Revenue of one product in one period."""

    period: str = result("Period, 2026-Q3 or 2026.", "client")
    product: str = result("Product.", "client")
    revenue: Decimal = result("Sum, in the account's currency.", "client")


@dataclass(frozen=True, kw_only=True)
class RevenueTotal:
    """Revenue of one period or of one product."""

    name: str = result("The period or the product.", "client")
    revenue: Decimal = result("Sum, in the account's currency.", "client")
    share: Decimal | None = result(
        "Of the whole, 0 to 1; None if the whole or any part is below 0, or all is 0.", "client"
    )


@dataclass(frozen=True, kw_only=True)
class RevenueSummary:
    """Revenue by product and period, in the account's currency."""

    total: Decimal = result("All periods together.", "client")
    by_period: tuple[RevenueTotal, ...] = result("By period, oldest first.", "client")
    by_product: tuple[RevenueTotal, ...] = result(
        "By product over the year to date of the period reviewed (every period if it has no revenue), largest first; "
        "ties by name.",
        "client",
    )
    cells: tuple[RevenueCell, ...] = result(
        "By period and product where there are rows: periods oldest first, products as in by_product, then those sold "
        "in other periods only.",
        "client",
    )
    growth: Decimal | None = result(
        "This year to date against the same quarters of last year, as a share (0.09 is +9 %); None if unknown.",
        "client",
    )
    growth_now: Decimal | None = result(
        "This year to date: the amount growth is made from; None unless every quarter is there.", "client"
    )
    growth_before: Decimal | None = result("The same quarters of last year; None unless all are there.", "client")
    margin: Decimal | None = result(
        "(Revenue - direct cost) / revenue of the rows whose cost is known, over the periods of by_product; at most 1, "
        "below 0 at a loss; None without costs."
    )


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


@dataclass(frozen=True, kw_only=True)
class SharedAnalysis:
    """What is computed from the rows and fields a client may see, and from nothing else when given a projection."""

    goals: tuple[Goal, ...] = result("One for each objective, in the order of the sheet.", "client")
    goal_summary: GoalSummary = result("The goals counted.", "client")
    action_states: tuple[ActionState, ...] = result("One for each action, in the order of the sheet.", "client")
    action_summary: ActionSummary = result("The actions counted.", "client")
    revenue_summary: RevenueSummary = result("Revenue by product and period.", "client")
    review_summary: ReviewSummary = result("Reviews planned and held.", "client")


@dataclass(frozen=True, kw_only=True)
class Analysis(SharedAnalysis):
    """Everything computed for one account. Each field is the name templates use."""

    score: Score = result("The key account score.")
    force_field: tuple[ForceField, ...] = result("One force field for each change, in the order of the sheet.")
    force_field_verdict: Verdict = result("The plan's verdict: that of the change with the lowest net.")
    opportunity_summary: OpportunitySummary = result("The pipeline.")
    relationships: Relationships = result("Coverage and support.")

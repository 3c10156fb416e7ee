"""The pipeline: what is open, what it is worth by probability, what was won and lost, and what is missing."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.analysis.results import OpportunitySummary, OpportunityTerm, StageTotal
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.money import Opportunity
from pipeline.standards import Stage, Standards

Staged = tuple[Opportunity, Stage]


def opportunity_summary_of(account: KeyAccount, standards: Standards, as_of: datetime.date) -> OpportunitySummary:
    """The opportunities summed, in the account's currency; the probability (0 to 1) is that of the stage, never typed.

    Weighted = sum of open amount times probability (the usual weighted sales pipeline). Win rate = won / (won + lost),
    by number and by amount, open ones left out; None if nothing is closed. Three cases: cautious, won and weighted
    low amounts; expected, won and weighted; best, won and all open high amounts. Gap = renewed amount - won - weighted.
    Raises KeyError for a stage that is not in the standards.
    """
    stages = {folded(stage.name): stage for stage in standards.stages}
    staged = [(opportunity, stages[folded(opportunity.stage)]) for opportunity in account.opportunities]
    still_open, won, lost = (_in_state(staged, state) for state in ("open", "won", "lost"))
    won_amount, lost_amount = _amount(won), _amount(lost)
    weighted = _weighted(still_open)
    terms = tuple(_term(opportunity, stage, as_of) for opportunity, stage in staged)
    renewed = account.account.renewed_amount
    return OpportunitySummary(
        open_count=len(still_open),
        open_amount=_amount(still_open),
        weighted=weighted,
        won_count=len(won),
        won=won_amount,
        lost_count=len(lost),
        lost=lost_amount,
        win_rate_count=_win_rate(Decimal(len(won)), Decimal(len(lost))),
        win_rate_value=_win_rate(won_amount, lost_amount),
        gap=None if renewed is None else renewed - won_amount - weighted,
        low=won_amount
        + sum((_or(deal.low, deal.amount) * stage.probability for deal, stage in still_open), Decimal(0)),
        high=won_amount + sum((_or(deal.high, deal.amount) for deal, _ in still_open), Decimal(0)),
        past_due=sum(term.past_due for term in terms),
        stages=tuple(_stage_total(stage, still_open) for stage in standards.stages if stage.state == "open"),
        terms=terms,
    )


def _in_state(staged: Iterable[Staged], state: str) -> list[Staged]:
    return [(opportunity, stage) for opportunity, stage in staged if stage.state == state]


def _amount(staged: Iterable[Staged]) -> Decimal:
    return sum((opportunity.amount for opportunity, _ in staged), Decimal(0))


def _weighted(staged: Iterable[Staged]) -> Decimal:
    return sum((opportunity.amount * stage.probability for opportunity, stage in staged), Decimal(0))


def _win_rate(won: Decimal, lost: Decimal) -> Decimal | None:
    return won / (won + lost) if won + lost else None


def _or(given: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if given is None else given


def _term(opportunity: Opportunity, stage: Stage, as_of: datetime.date) -> OpportunityTerm:
    return OpportunityTerm(
        id=opportunity.id,
        state=stage.state,
        probability=stage.probability,
        weighted=opportunity.amount * stage.probability,
        past_due=stage.state == "open" and opportunity.close_date < as_of,
    )


def _stage_total(stage: Stage, still_open: Sequence[Staged]) -> StageTotal:
    here = [(opportunity, found) for opportunity, found in still_open if found is stage]
    return StageTotal(
        stage=stage.name,
        probability=stage.probability,
        count=len(here),
        amount=_amount(here),
        weighted=_weighted(here),
    )

"""The pipeline: what is open, what it is worth by probability, what was won and lost, and what is missing."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.results import BusinessGap, Explanation, OpportunitySummary, OpportunityTerm, StageTotal
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, products, signed, total
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
    staged = _staged(account, standards)
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
        target=business_gap_of(account, standards, as_of),
        expected=won_amount + weighted,
        low=won_amount
        + sum((_or(deal.low, deal.amount) * stage.probability for deal, stage in still_open), Decimal(0)),
        high=won_amount + sum((_or(deal.high, deal.amount) for deal, _ in still_open), Decimal(0)),
        past_due=sum(term.past_due for term in terms),
        stages=tuple(_stage_total(stage, still_open) for stage in standards.stages if stage.state == "open"),
        terms=terms,
    )


def business_gap_of(account: KeyAccount, standards: Standards, as_of: datetime.date) -> BusinessGap | None:
    """New business of the plan year of the as-of date against its target; None if no target is entered.

    Gap = target - won - weighted. New pipeline needed = gap / win rate by amount: a target of 2.5 m with 1.0 m won and
    0.5 m open at 0.60 needs 2.0 m more at a win rate of 0.60. Coverage = open / (target - won). Deals count that were
    won in the plan year, or are open and to close by its end; the win rate is that of all closed deals.
    """
    target = account.account.new_business_target
    if target is None:
        return None
    start, end = plan_year_of(account.account.plan_start, as_of)
    staged = _staged(account, standards)
    closed_won, closed_lost = _in_state(staged, "won"), _in_state(staged, "lost")
    won = _amount(deal for deal in closed_won if start <= deal[0].close_date <= end)
    still_open = [deal for deal in _in_state(staged, "open") if deal[0].close_date <= end]
    weighted, rate = _weighted(still_open), _win_rate(_amount(closed_won), _amount(closed_lost))
    gap, remaining = target - won - weighted, max(Decimal(0), target - won)
    return BusinessGap(
        target=target,
        year_start=start,
        year_end=end,
        won=won,
        open_amount=_amount(still_open),
        weighted=weighted,
        expected=won + weighted,
        gap=gap,
        remaining=remaining,
        needed=Decimal(0) if gap <= 0 else gap / rate if rate else None,
        coverage=_amount(still_open) / remaining if remaining else None,
    )


def plan_year_of(plan_start: datetime.date, as_of: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the plan year in which a day lies: years from the start of the plan, earlier ones too.

    A plan that starts on 29 February has its years from 1 March where there is no such day.
    """
    year = as_of.year if as_of >= _anniversary(plan_start, as_of.year) else as_of.year - 1
    return _anniversary(plan_start, year), _anniversary(plan_start, year + 1) - datetime.timedelta(days=1)


def explained_opportunities(
    account: KeyAccount, summary: OpportunitySummary, standards: Standards
) -> Iterator[Explanation]:
    """How the weighted pipeline, the three cases, the win rates and the gaps came about."""
    if not account.opportunities:
        return
    staged = _staged(account, standards)
    still_open, won, lost = (_in_state(staged, state) for state in ("open", "won", "lost"))
    weighted_terms = products((deal.amount, stage.probability) for deal, stage in still_open)
    won_terms = total(deal.amount for deal, _ in won)
    yield Explanation(
        of="opportunity_summary.weighted",
        formula="sum of open amount × probability of its stage",
        worked=gives(weighted_terms, summary.weighted),
        cells=_cells(still_open, "amount", "stage") or _cells(staged, "stage"),
    )
    low = products((_or(deal.low, deal.amount), stage.probability) for deal, stage in still_open)
    high = total(_or(deal.high, deal.amount) for deal, _ in still_open)
    for name, formula, terms, columns in (
        ("low", "won + sum of open low amount × probability", low, ("amount", "low", "stage")),
        ("expected", "won + sum of open amount × probability", weighted_terms, ("amount", "stage")),
        ("high", "won + sum of open high amounts", high, ("amount", "high", "stage")),
    ):
        yield Explanation(
            of=f"opportunity_summary.{name}",
            formula=formula,
            worked=gives(f"({won_terms}) + {terms}", getattr(summary, name)),
            cells=_cells(still_open, *columns) + _cells(won, "amount", "stage") or _cells(staged, "stage"),
        )
    closed = [*won, *lost]
    if summary.win_rate_count is not None:
        yield Explanation(
            of="opportunity_summary.win_rate_count",
            formula="number won ÷ (number won + number lost)",
            worked=gives(f"{len(won)} ÷ ({len(won)} + {len(lost)})", summary.win_rate_count),
            cells=_cells(closed, "stage"),
        )
    if summary.win_rate_value is not None:
        lost_terms = total(deal.amount for deal, _ in lost)
        yield Explanation(
            of="opportunity_summary.win_rate_value",
            formula="amount won ÷ (amount won + amount lost)",
            worked=gives(f"({won_terms}) ÷ ({won_terms} + {lost_terms})", summary.win_rate_value),
            cells=_cells(closed, "amount", "stage"),
        )
    if summary.gap is not None:
        yield Explanation(
            of="opportunity_summary.gap",
            formula="renewed amount − won − weighted",
            worked=gives(
                f"{signed(summary.gap + summary.won + summary.weighted)} − {number(summary.won)} "
                f"− {number(summary.weighted)}",
                summary.gap,
            ),
            cells=(account.account.cell("renewed_amount"), *_cells([*still_open, *won], "amount", "stage")),
        )
    if summary.target is not None:
        yield from _explained_target(account, summary, summary.target, staged)


def _explained_target(
    account: KeyAccount, summary: OpportunitySummary, found: BusinessGap, staged: Sequence[Staged]
) -> Iterator[Explanation]:
    deals = [deal for deal in staged if deal[1].state != "lost" and deal[0].close_date <= found.year_end]
    counted = [deal for deal in deals if deal[1].state == "open" or deal[0].close_date >= found.year_start]
    cells = (account.account.cell("new_business_target"), *_cells(counted, "amount", "stage", "close_date"))
    gap = f"{number(found.target)} − {number(found.won)} − {number(found.weighted)}"
    yield Explanation(
        of="opportunity_summary.target.gap",
        formula="target − won in the plan year − weighted amounts to close in it",
        worked=gives(gap, found.gap),
        cells=cells,
    )
    if found.needed:
        won, lost = number(summary.won), number(summary.lost)
        yield Explanation(
            of="opportunity_summary.target.needed",
            formula="(target − won − weighted) ÷ win rate by amount",
            worked=gives(f"({gap}) ÷ ({won} ÷ ({won} + {lost}))", found.needed),
            cells=cells,
        )
    if found.coverage is not None:
        worked = f"{number(found.open_amount)} ÷ ({number(found.target)} − {number(found.won)})"
        yield Explanation(
            of="opportunity_summary.target.coverage",
            formula="open amounts to close in the plan year ÷ (target − won)",
            worked=gives(worked, found.coverage),
            cells=cells,
        )


def _anniversary(start: datetime.date, year: int) -> datetime.date:
    try:
        return start.replace(year=year)
    except ValueError:
        return datetime.date(year, 3, 1)


def _staged(account: KeyAccount, standards: Standards) -> list[Staged]:
    stages = {folded(stage.name): stage for stage in standards.stages}
    return [(opportunity, stages[folded(opportunity.stage)]) for opportunity in account.opportunities]


def _cells(staged: Iterable[Staged], *columns: str) -> tuple[str, ...]:
    return tuple(deal.cell(column) for deal, _ in staged for column in columns)


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

"""Every rule that a workbook is checked against, listed by kind: a rule is a function that yields problems."""

from collections.abc import Callable, Iterable, Iterator

from pipeline.checks import content, days, links, money, portfolio, promises, voice
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Contents
from pipeline.model.portfolio import Portfolio
from pipeline.problems import Problem
from pipeline.standards import Standards

Check = Callable[[KeyAccount, Standards], Iterator[Problem]]
PortfolioCheck = Callable[[Portfolio, Standards], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    content.account_id_is_a_folder_name,
    content.currency_is_known,
    content.vision_is_one_sentence,
    content.each_side_has_a_sponsor,
    content.an_objective_serves_the_client,
    content.objectives_have_actions,
    content.objectives_can_be_measured,
    content.shared_actions_have_a_shared_objective,
    content.ratings_are_complete,
    content.ratings_rate_what_they_can,
    content.raters_agree,
    content.amounts_are_in_order,
    content.revenue_stands_once,
    content.kpis_stand_once,
    content.measures_are_spelled_alike,
    content.changes_have_two_sides,
    content.forces_rest_on_evidence,
    content.a_decision_is_wanted,
    links.ids_are_unique,
    links.references_exist,
    links.owners_are_ours,
    links.chains_end,
    days.dates_are_in_order,
    days.dates_are_within_the_plan,
    days.past_dates_have_an_outcome,
    days.done_actions_tell_when,
    money.the_wallet_holds_our_revenue,
    money.disputes_are_among_the_invoices,
    money.white_space_stands_once,
    money.a_competitor_has_a_name,
    money.what_is_ours_brings_revenue,
    voice.who_was_asked_said_something,
    voice.quotes_have_consent,
    voice.no_more_are_invited_than_there_are,
    voice.no_more_answer_than_were_invited,
    voice.a_rated_rival_has_a_name,
    promises.grave_risks_are_answered,
    promises.commitments_are_kept,
    promises.promises_are_commitments,
    promises.agreements_are_signed,
)

PORTFOLIO_CHECKS: tuple[PortfolioCheck, ...] = (
    content.currency_is_known,
    links.ids_are_unique,
    links.references_exist,
    days.dates_are_in_order,
    portfolio.key_accounts_are_within_the_cap,
    portfolio.key_accounts_tell_since_when,
    portfolio.tiers_have_dates,
    portfolio.contribution_is_a_part_of_revenue,
    portfolio.selection_ratings_stand_once,
)


def check(account: KeyAccount, standards: Standards) -> tuple[Problem, ...]:
    """Every problem of the account as a whole; what is told of cells that could not be read is left out."""
    return _worth_telling(account, (problem for rule in CHECKS for problem in rule(account, standards)))


def check_portfolio(found: Portfolio, standards: Standards) -> tuple[Problem, ...]:
    """Every problem of the portfolio as a whole, as `check` does for an account."""
    return _worth_telling(found, (problem for rule in PORTFOLIO_CHECKS for problem in rule(found, standards)))


def _worth_telling(contents: Contents, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that are not told already.

    The workbook may hold rows of which something could not be read. What cannot be known because of that is not
    claimed, a cell that could not be read is not told a second time, and a cell with an error has no warnings besides.
    """
    found = list(problems)
    unread = set(_unread_cells(contents))
    wrong = {_place(problem) for problem in found if problem.severity == "error" and problem.cell}
    return tuple(
        problem
        for problem in found
        if _place(problem) not in unread and (problem.severity == "error" or _place(problem) not in wrong)
    )


def _place(problem: Problem) -> tuple[str, str]:
    return problem.sheet, problem.cell


def _unread_cells(contents: Contents) -> Iterator[tuple[str, str]]:
    for record in contents.records:
        for row in contents.rows(record):
            for key in row.origin.unread & row.origin.cells.keys():
                yield record.sheet.name, row.origin.cells[key]

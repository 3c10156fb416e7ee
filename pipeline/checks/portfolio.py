"""Rules about the portfolio workbook: key accounts within the cap, tiers with their dates, figures that can be."""

from collections.abc import Iterator

from pipeline.checks.places import at_cell, grouped, in_words, is_unread
from pipeline.model.portfolio import Portfolio
from pipeline.problems import Problem
from pipeline.standards import Standards

_TIERS = (("tier", "tier_since"), ("previous_tier", "previous_tier_since"), ("earlier_tier", "earlier_tier_since"))
_YEARS = (
    ("revenue", "contribution"),
    ("revenue_year_before", "contribution_year_before"),
    ("revenue_two_before", "contribution_two_before"),
    ("revenue_at_joining", "contribution_at_joining"),
)


def key_accounts_are_within_the_cap(portfolio: Portfolio, standards: Standards) -> Iterator[Problem]:
    """There are no more key accounts than the programme is to have at most."""
    cap = portfolio.programme.most_key_accounts
    count = sum(customer.key_account is True for customer in portfolio.customers)
    if cap is not None and count > cap and not is_unread(portfolio.customers, "key_account"):
        message = f"There are {count} key accounts on sheet Customers, and {cap} are to be the most."
        fix = "Choose which of them can go without, or raise the cap if the people are there."
        yield at_cell(portfolio.programme, "most_key_accounts", "too-many-key-accounts", "warning", message, fix)


def key_accounts_tell_since_when(portfolio: Portfolio, standards: Standards) -> Iterator[Problem]:
    """Of a key account it is known when it became one; else nothing can be told of what that brought."""
    for customer in portfolio.customers:
        if customer.key_account and customer.key_since is None:
            message = f"Key since is blank, though {customer.name!r} is a key account."
            fix = "Fill in the day it became one, or set Key account to No."
            yield at_cell(customer, "key_since", "key-since-missing", "warning", message, fix)


def tiers_have_dates(portfolio: Portfolio, standards: Standards) -> Iterator[Problem]:
    """A tier, of today or before, has the day from which it held."""
    for customer in portfolio.customers:
        for tier, since in _TIERS:
            found = getattr(customer, tier)
            if found and getattr(customer, since) is None:
                message = f"The day from which {customer.name!r} had tier {found} is blank."
                yield at_cell(customer, since, "tier-without-date", "warning", message, "Fill in the day.")


def contribution_is_a_part_of_revenue(portfolio: Portfolio, standards: Standards) -> Iterator[Problem]:
    """A customer's contribution in a year is not above its revenue; it may be negative."""
    for customer in portfolio.customers:
        for revenue, contribution in _YEARS:
            whole, part = getattr(customer, revenue), getattr(customer, contribution)
            if whole is not None and part is not None and part > max(whole, 0):
                message = f"The contribution of {in_words(part)} is above the revenue of {in_words(whole)}."
                fix = f"Correct it, or the revenue in {customer.cell(revenue)}."
                yield at_cell(customer, contribution, "contribution-too-high", "error", message, fix)


def selection_ratings_stand_once(portfolio: Portfolio, standards: Standards) -> Iterator[Problem]:
    """A rater rates a customer once on a criterion."""
    for rows in grouped(portfolio.selection, "customer", "criterion", "rater").values():
        for row in rows[1:]:
            message = f"{row.customer!r} is rated on {row.criterion!r} already in {rows[0].cell('rating')}."
            fix = "Delete one of the two rows, or tell the raters apart."
            yield at_cell(row, "rating", "selection-twice", "error", message, fix)

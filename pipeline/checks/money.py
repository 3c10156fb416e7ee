"""Rules about the account's economics: their spend, their disputes, and who has which unit's business."""

from collections.abc import Iterator

from pipeline.checks.places import at_cell, grouped, is_unread
from pipeline.model.account import KeyAccount
from pipeline.problems import Problem, fold
from pipeline.standards import Standards


def the_wallet_holds_our_revenue(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Their spend in our categories is at least what they spend with us in the same quarter or year."""
    if is_unread(account.revenue, "period") or is_unread(account.revenue, "revenue"):
        return
    for row in account.economics:
        # A year holds its quarters: "2026-Q3-" begins with "2026-".
        ours = sum(sold.revenue for sold in account.revenue if f"{sold.period}-".startswith(f"{row.period}-"))
        if row.period and row.customer_spend is not None and row.customer_spend < ours:
            message = f"Customer spend {row.customer_spend:f} is below our own revenue of {row.period}, {ours:f}."
            fix = "Correct it, or sheet Revenue: it counts all they buy in our categories, from us and from others."
            yield at_cell(row, "customer_spend", "spend-below-revenue", "warning", message, fix)


def disputes_are_among_the_invoices(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """No more invoices are disputed than were sent."""
    for row in account.economics:
        if row.invoices is not None and row.disputes is not None and row.disputes > row.invoices:
            message = f"Disputes {row.disputes} is above Invoices {row.invoices}."
            fix = "Correct one of the two; Disputes counts invoices, not letters."
            yield at_cell(row, "disputes", "disputes-above-invoices", "error", message, fix)


def white_space_stands_once(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A product has one row for each unit."""
    for rows in grouped(account.white_space, "unit", "product").values():
        for row in rows[1:]:
            message = f"{row.product!r} for {row.unit!r} stands already in {rows[0].cell('product')}."
            yield at_cell(row, "product", "white-space-twice", "warning", message, "Delete one of the two rows.")


def a_competitor_has_a_name(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Where a competitor has the business it is known which."""
    for row in account.white_space:
        if row.status == "competitor" and row.competitor is None:
            message = f"Competitor is blank, though a competitor has {row.product!r} in {row.unit!r}."
            fix = "Name it, and add it to sheet Competitors; if nobody sells there, set Status to open."
            yield at_cell(row, "competitor", "competitor-unnamed", "warning", message, fix)


def what_is_ours_brings_revenue(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A product that is ours in a unit stands on sheet Revenue."""
    if is_unread(account.revenue, "product"):
        return
    sold = {fold(row.product) for row in account.revenue if row.product}
    for row in account.white_space:
        if row.status == "ours" and row.product and fold(row.product) not in sold:
            message = f"Status is 'ours', but sheet Revenue has no row for {row.product!r}."
            fix = "Write the product as sheet Revenue does, add its revenue, or correct the status."
            yield at_cell(row, "status", "ours-without-revenue", "warning", message, fix)

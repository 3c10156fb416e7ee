"""Rules about risks, what we promised, and what the client agreed to."""

from collections.abc import Iterator

from pipeline.checks.places import at_cell, in_words
from pipeline.model.account import KeyAccount
from pipeline.problems import Problem
from pipeline.standards import Standards

_GRAVE = 15  # probability times impact, of 25 at most


def grave_risks_are_answered(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Something is done about a risk whose probability times impact is 15 or more."""
    for row in account.risks:
        if row.kind != "risk" or row.probability is None or row.impact is None or row.mitigation:
            continue
        if row.probability * row.impact >= _GRAVE:
            weight = f"{row.probability} x {row.impact} = {row.probability * row.impact}"
            message = f"Mitigation is blank, though the risk weighs {weight} of 25."
            fix = "Write what is done about it, or rate it anew."
            yield at_cell(row, "mitigation", "risk-unanswered", "warning", message, fix)


def commitments_are_kept(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The day from which a commitment cannot be met has not come on the day the plan was prepared."""
    prepared = account.account.date_prepared
    for row in account.risks:
        if row.kind == "commitment" and row.at_risk_on and prepared and row.at_risk_on <= prepared:
            message = f"At risk on {in_words(row.at_risk_on)} has come: {row.text!r} cannot be met as things stand."
            fix = "Tell the client and agree on another day; empty At risk on once it is safe."
            yield at_cell(row, "at_risk_on", "commitment-at-risk", "warning", message, fix)


def promises_are_commitments(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A risk is promised to nobody."""
    for row in account.risks:
        if row.kind == "risk" and row.promised_to:
            message = f"Promised to {row.promised_to!r} is filled in, though the row is a risk."
            fix = "Set Kind to commitment, or empty Promised to."
            yield at_cell(row, "promised_to", "risk-promised", "warning", message, fix)


def agreements_are_signed(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """What is agreed says who agreed, and when."""
    for row in account.agreement:
        for key, title in (("signatory", "Signatory"), ("date", "Date")):
            if row.agreed and getattr(row, key) is None:
                message = f"{title} is blank, though {row.item!r} is agreed."
                fix = "Fill it in, or set Agreed to No."
                yield at_cell(row, key, "agreement-unsigned", "warning", message, fix)

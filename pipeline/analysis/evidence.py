"""What alerts are found in: the account, the day, the standards, and the results computed before."""

import datetime
from decimal import Decimal

from msgspec import Struct

from pipeline.analysis.results import (
    EconomicsSummary,
    ForceField,
    OpportunitySummary,
    Relationships,
    Score,
    SharedAnalysis,
    VoiceSummary,
    Wallet,
)
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import Snapshot
from pipeline.standards import Standards


class Evidence(Struct, frozen=True, kw_only=True):
    """The account as it stood on `as_of`, reviewed for `period`, with what was computed for it.

    `history` are its snapshots of earlier periods, oldest first.
    """

    account: KeyAccount
    standards: Standards
    period: str
    as_of: datetime.date
    shared: SharedAnalysis
    score: Score
    force_field: tuple[ForceField, ...]
    opportunity_summary: OpportunitySummary
    relationships: Relationships
    wallet: Wallet
    economics_summary: EconomicsSummary
    voice_summary: VoiceSummary
    history: tuple[Snapshot, ...] = ()

    def days_since(self, day: datetime.date) -> int:
        """Whole days from `day` to the as-of date; below 0 if it is still to come."""
        return (self.as_of - day).days

    def limit(self, name: str) -> Decimal:
        """The limit of that name in the standards: "alerts.renewal_days"."""
        table, _, key = name.partition(".")
        return Decimal(getattr(getattr(self.standards, table), key))


def days(count: int) -> str:
    """A number of days in words: "1 day", "26 days"."""
    return f"{count} day" if count == 1 else f"{count} days"


def ago(count: int) -> str:
    """A day that is so many days past or, below 0, to come: "26 days ago", "yesterday", "today", "in 3 days"."""
    if count in (-1, 0, 1):
        return {-1: "tomorrow", 0: "today", 1: "yesterday"}[count]
    return f"{days(count)} ago" if count > 0 else f"in {days(-count)}"


def quoted(text: str) -> str:
    """A text of the workbook inside a sentence, in quotes and without its full stop."""
    return f"“{text.rstrip(' .')}”"

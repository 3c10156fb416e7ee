"""What a rule says about an account, in a form that reads well in a test."""

from pipeline.checks.rules import Check
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Origin, Record
from pipeline.standards import Standards
from tests.builders import shipped_standards

STANDARDS = shipped_standards()


def problems_of(rule: Check, account: KeyAccount, standards: Standards = STANDARDS) -> list[str]:
    """Each problem of the rule as "severity code place: message"."""
    found = list(rule(account, standards))
    assert all(problem.fix.endswith((".", "?")) and problem.message.endswith((".", "?")) for problem in found)
    return [f"{problem.severity} {problem.code} {problem.where}: {problem.message}" for problem in found]


def at(row: Record, cells: dict[str, str], unread: set[str] = frozenset()) -> Record:
    """The row as read from these cells, some of its fields unread."""
    origin = Origin(row.sheet.name, cells, frozenset(unread))
    return row.model_copy(update={"origin": origin} | dict.fromkeys(unread))

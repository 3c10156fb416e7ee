"""What moved since the last plan, in one sentence."""

from pipeline.analysis.results import Analysis
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_since import moved


def changes(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many things got better and worse since the last plan, and the gravest of them."""
    told = analysis.changes
    if told.since is None:
        return not_assessed("What moved since the last plan is not told: no earlier plan is kept")
    last = wording.period(told.since, account.account.locale, "dated")
    if not told.changed:
        return found(f"Nothing moved since {last}")
    counts = f"{wording.counted(told.better, 'change', 'changes')} for the better and {told_worse(told.worse)}"
    first = moved(told.changed[0], account)
    return found(f"Since {last}: {first}; {counts}", f"Since {last}: {first}", f"Since {last}: {counts}")


def told_worse(count: int) -> str:
    """How many got worse, after those that got better: "three for the worse"."""
    return f"{wording.count_word(count) if count else 'none'} for the worse"

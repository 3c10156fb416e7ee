"""Risks and commitments as the plan prints them: those that weigh most first."""

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Risk
from pipeline.views import wording
from pipeline.views.plan_parts import fitting, quoted, rows_read
from pipeline.views.wording import count_word, counted, plural, sentence

_KINDS = {"risk": "Risks", "commitment": "Commitments"}


class RiskRow(Result):
    """One risk or commitment."""

    text: str = result("What may happen, or what was promised.")
    promised_to: str = result("To whom a commitment was made; empty if not noted.")
    mitigation: str = result("What is done about it; empty if not noted.")
    probability: str = result("1 unlikely to 5 almost sure; a dash if not noted.")
    impact: str = result("1 little to 5 loses the account; a dash if not noted.")
    owner: str = result("Who sees to it.")
    due: str = result("When it must be met or dealt with; a dash if not noted.")
    at_risk_on: str = result("Day by which something must change for it to be met; a dash for none.")


class RiskGroup(Result):
    """The risks, or the commitments."""

    title: str = result("Risks or Commitments.")
    rows: tuple[RiskRow, ...] = result("Them, by probability times impact.")


class RisksView(Result):
    """Risks and commitments."""

    groups: tuple[RiskGroup, ...] = result("Risks first, then commitments, as far as there are any.")
    source: str = result("Where they were read.")


def risks_view(account: KeyAccount) -> RisksView:
    """Risks and commitments as the plan prints them."""
    groups = []
    for kind, title in _KINDS.items():
        found = sorted((risk for risk in account.risks if risk.kind == kind), key=lambda risk: -_weight(risk))
        if found:
            groups.append(RiskGroup(title=title, rows=tuple(_row(risk, account.account.locale) for risk in found)))
    return RisksView(groups=tuple(groups), source=rows_read(account.risks) if account.risks else "")


def _weight(risk: Risk) -> int:
    """Probability times impact, for the order alone; one that is not noted comes last."""
    return (risk.probability or 0) * (risk.impact or 0)


def _row(risk: Risk, locale: str) -> RiskRow:
    return RiskRow(
        text=risk.text,
        promised_to=risk.promised_to or "",
        mitigation=risk.mitigation or "",
        probability=wording.number(risk.probability, locale),
        impact=wording.number(risk.impact, locale),
        owner=risk.owner,
        due=wording.date(risk.due, locale, "dated"),
        at_risk_on=wording.date(risk.at_risk_on, locale, "dated"),
    )


def _missed(some: int, count: int) -> str:
    if some == count:
        return "it" if count == 1 else "both" if count == 2 else f"all {count_word(count)}"
    return f"{count_word(some)} of them"


def risks_headline(account: KeyAccount) -> str:
    """How many risks and commitments there are, how many may be missed, else which weighs most."""
    risks = sum(risk.kind == "risk" for risk in account.risks)
    promises = len(account.risks) - risks
    if not account.risks:
        return fitting("No risk and no commitment is entered yet")
    parts = [counted(risks, "risk", "risks")] if risks else []
    parts += [counted(promises, "commitment", "commitments")] if promises else []
    noted = f"{sentence(wording.listed(parts))} {plural(len(account.risks), 'is', 'are')} noted"
    missed = sum(risk.at_risk_on is not None for risk in account.risks)
    if missed:
        return fitting(f"{noted}; {_missed(missed, len(account.risks))} may be missed")
    first = max(account.risks, key=_weight)
    if len(account.risks) == 1:
        return fitting(f"{noted}: {quoted(first.text)}", noted)
    return fitting(f"{noted}; {quoted(first.text)} weighs most", noted) if _weight(first) else fitting(noted)

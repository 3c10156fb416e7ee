"""The SWOT as the plan prints it: each point with its evidence and what answers it."""

from collections.abc import Iterator

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.proof import SwotItem
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import (
    WATCH,
    FollowUp,
    Status,
    action_states,
    answer,
    is_open,
    rows_read,
    short_date,
)

_QUADRANTS = {"strength": "Strengths", "weakness": "Weaknesses", "opportunity": "Opportunities", "threat": "Threats"}
_ANSWERED = ("weakness", "threat")
_FOLLOWS = 2


class SwotRow(Result):
    """One point of the SWOT."""

    item: str = result("The point.")
    evidence: str = result("What shows it.")
    date: str = result("When it was seen.")
    answers: str = result("Ids of the objective and the action that answer it.")
    by: str = result("Owner of the answer, and its date.")
    missing: Status | None = result("No answer yet: for a weakness or a threat without one; else None.")


class Quadrant(Result):
    """One quadrant of the SWOT."""

    title: str = result("Strengths, Weaknesses, Opportunities or Threats.")
    rows: tuple[SwotRow, ...] = result("Its points, in the order of the sheet.")


class SwotView(Result):
    """The SWOT with what answers it."""

    quadrants: tuple[Quadrant, ...] = result("The quadrants that hold a point.")
    source: str = result("Where the points were read.")
    follows: tuple[FollowUp, ...] = result("What follows: open actions that answer weaknesses and threats.")


def swot_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> SwotView:
    """The SWOT as the plan prints it, each point with its answer."""
    quadrants = []
    for quadrant, title in _QUADRANTS.items():
        items = [item for item in account.swot if item.quadrant == quadrant]
        if items:
            quadrants.append(Quadrant(title=title, rows=tuple(_swot_row(item, account) for item in items)))
    return SwotView(
        quadrants=tuple(quadrants),
        source=rows_read(account.swot) if account.swot else "",
        follows=tuple(_swot_follows(account, analysis))[:_FOLLOWS],
    )


def _swot_row(item: SwotItem, account: KeyAccount) -> SwotRow:
    locale = account.account.locale
    action = next((action for action in account.actions if action.id == item.action), None)
    objective = next((objective for objective in account.objectives if objective.id == item.objective), None)
    by = ""
    if action:
        by = f"{action.owner}, {short_date(action.due, locale)}"
    elif objective:
        by = objective.owner
    missing = item.quadrant in _ANSWERED and not (item.action or item.objective)
    return SwotRow(
        item=item.item,
        evidence=item.evidence or "No evidence noted",
        date=wording.date(item.date, locale, "dated") if item.date else "",
        answers=", ".join(part for part in (item.objective, item.action) if part),
        by=by,
        missing=Status(tone=WATCH, word="No answer yet") if missing else None,
    )


def unanswered(account: KeyAccount) -> tuple[SwotItem, ...]:
    """Weaknesses and threats that no objective and no action answers."""
    return tuple(item for item in threats(account) if not (item.action or item.objective))


def threats(account: KeyAccount) -> tuple[SwotItem, ...]:
    """Weaknesses and threats: the points that want an answer."""
    return tuple(item for item in account.swot if item.quadrant in _ANSWERED)


def _swot_follows(account: KeyAccount, analysis: Analysis) -> Iterator[FollowUp]:
    states = action_states(analysis)
    actions = {action.id: action for action in account.actions}
    told: set[str] = set()
    for item in sorted(threats(account), key=lambda item: item.quadrant != "threat"):
        action = actions.get(item.action or "")
        if action and action.id not in told and is_open(states[action.id]):
            told.add(action.id)
            yield answer(
                action, states[action.id], account.account.locale, f"answers the {item.quadrant} “{item.item}”"
            )

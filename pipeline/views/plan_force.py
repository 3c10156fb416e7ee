"""The force fields as the plan prints them: the formula with its numbers, the chart, the levers, and what follows."""

from collections.abc import Iterator

from pipeline.analysis.results import ActionState, Analysis, ForceField, ForceTerm, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Action
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Chart, Series, in_charts
from pipeline.views.plan_parts import (
    GOOD,
    WATCH,
    ChartPart,
    FollowUp,
    Status,
    action_states,
    action_status,
    answer,
    is_open,
    quoted,
    rows_read,
    short_date,
    verdict_status,
)

_FOLLOWS = 2
_LEVERS = 5
_BARS = 26  # of a chart as tall as it may be


class LeverRow(Result):
    """One force with what can be done about it."""

    force: str = result("The force.")
    evidence: str = result("What shows it.")
    side: str = result("For or Against.")
    product: str = result("Strength times influence as written, 4 × 4 =; the strength alone without influence.")
    leverage: str = result("The product, 16; a dash without influence.")
    lever: str = result("What can be done, with the action's id.")
    owner: str = result("Who pulls the lever; empty if no action does.")
    due: str = result("By when; empty if a state says it.")
    status: Status | None = result("State of the action, or that there is none; None while it is on its way.")


class ChangeView(Result):
    """The force field of one change."""

    change: str = result("The change.")
    verdict: Status = result("Likely to succeed or likely to fail.")
    firmness: Status = result("Robust, Not robust or One side is empty.")
    firmness_note: str = result("From worst to best net.")
    net: int = result("Driving less restraining, in points.")
    driving: int = result("Sum for, in points.")
    restraining: int = result("Sum against, in points.")
    driving_share: str = result("Share of the strengths that are for, 54%; a dash without any.")
    flip_distance: int = result("Points that turn the verdict.")
    flip_note: str = result("How often the net stays above zero.")
    formula: str = result("The sums and the difference with all numbers, without the result.")
    charts: tuple[ChartPart, ...] = result("The forces as bars, those for to the right, at most 26 in a chart.")
    levers: tuple[LeverRow, ...] = result(
        "The first five forces with a lever or an action, by strength times influence, those against first."
    )
    other_forces: str = result("The other forces with their strength and what shows them; empty for none.")
    source: str = result("Where the forces were read.")
    scored: str = result("Who gave the strengths; empty if nobody is noted.")
    follows: tuple[FollowUp, ...] = result("What follows: open actions on the strongest levers.")


def changes_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> tuple[ChangeView, ...]:
    """Every change with its force field, the one with the lowest net first, then in the order of the sheet."""
    fields = sorted(analysis.force_field, key=lambda field: field.net)
    return tuple(_change(field, account, analysis) for field in fields)


def _change(field: ForceField, account: KeyAccount, analysis: Analysis) -> ChangeView:
    locale = account.account.locale
    states = action_states(analysis)
    actions = {action.id: action for action in account.actions}
    firmness = _firmness(field)
    first = [term for term in field.levers if term.lever or term.action][:_LEVERS]
    return ChangeView(
        change=field.change,
        verdict=verdict_status(field.verdict),
        firmness=firmness,
        firmness_note=_span(field, locale),
        net=field.net,
        driving=field.driving,
        restraining=field.restraining,
        driving_share=wording.percent(field.driving_share, locale),
        flip_distance=field.flip_distance,
        flip_note=(
            f"Net above zero in {wording.percent(field.success_share, locale)} of cases when each force may be one off"
        ),
        formula=formula(field),
        charts=tuple(ChartPart(chart=chart) for chart in force_field_charts(field)),
        levers=tuple(_lever(term, actions, states, locale) for term in first),
        other_forces="; ".join(_told(term) for term in field.levers if term not in first),
        source=rows_read([force for force in account.forces if force.change == field.change] or account.forces),
        scored=wording.listed(list(dict.fromkeys(term.scored_by for term in field.forces if term.scored_by))),
        follows=tuple(_follows(field, actions, states, locale))[:_FOLLOWS],
    )


def _firmness(field: ForceField) -> Status:
    if field.one_sided:
        return Status(tone=WATCH, word="One side is empty")
    return Status(tone=GOOD, word="Robust") if field.robust else Status(tone=WATCH, word="Not robust")


def _span(field: ForceField, locale: str) -> str:
    worst, best = wording.signed(field.worst_net, locale), wording.signed(field.best_net, locale)
    return f"from {worst} at worst to {best} at best"


def _told(term: ForceTerm) -> str:
    return f"{term.force}, {term.strength} {term.direction} ({term.evidence or 'no evidence noted'})"


def formula(field: ForceField) -> str:
    """The numbers behind the net: "(5 + 4) − (4 + 3) = 9 − 7"; an empty side is 0."""
    sums = []
    for direction in ("for", "against"):
        strengths = [str(term.strength) for term in field.forces if term.direction == direction]
        sums.append(f"({' + '.join(strengths)})" if len(strengths) > 1 else (strengths or ["0"])[0])
    minus = wording.MINUS
    return f"{sums[0]} {minus} {sums[1]} = {field.driving} {minus} {field.restraining}"


def force_field_charts(field: ForceField) -> tuple[Chart, ...]:
    """The forces of one change as bars from a line in the middle, those for to the right, those against to the left.

    Many forces make more than one chart; none make none.
    """
    driving = tuple(term.strength if term.direction == "for" else None for term in field.forces)
    restraining = tuple(-term.strength if term.direction == "against" else None for term in field.forces)
    chart = Chart(
        alt=f"{quoted(field.change)} is {field.verdict}: {field.driving} for it, {field.restraining} against.",
        categories=tuple(term.force for term in field.forces),
        series=(
            Series(name="For", values=driving),
            Series(name="Against", values=restraining),
        ),
        number_format="0;0",
    )
    return tuple(in_charts(chart, _BARS))


def _lever(term: ForceTerm, actions: dict[str, Action], states: dict[str, ActionState], locale: str) -> LeverRow:
    action = actions.get(term.action)
    state = states[action.id] if action else None
    told = state.status in ("late", "blocked", "done") if state else True
    return LeverRow(
        force=term.force,
        evidence=term.evidence or "No evidence noted",
        side=wording.sentence(term.direction),
        product=f"{term.strength} × {term.influence} = " if term.influence else f"{term.strength}, ",
        leverage=str(term.leverage) if term.leverage else wording.BLANK,
        lever=" ".join(part for part in (term.action, term.lever or (action.action if action else "")) if part)
        or wording.BLANK,
        owner=action.owner if action else "",
        due="" if action is None or told else short_date(action.due, locale),
        status=_lever_status(term, action, state, locale) if told else None,
    )


def _lever_status(term: ForceTerm, action: Action | None, state: ActionState | None, locale: str) -> Status:
    if action is None or state is None:
        return Status(tone=WATCH, word="No action yet") if term.lever else Status(tone="plain", word=wording.BLANK)
    return action_status(action, state, locale)


def _follows(
    field: ForceField, actions: dict[str, Action], states: dict[str, ActionState], locale: str
) -> Iterator[FollowUp]:
    told: set[str] = set()
    for term in field.levers:
        action = actions.get(term.action)
        if action is None or action.id in told or not is_open(states[action.id]):
            continue
        told.add(action.id)
        verb = "weakens" if term.direction == "against" else "strengthens"
        reason = f"{verb} {quoted(term.force)}, {term.strength} {term.direction}"
        yield answer(action, states[action.id], locale, reason)

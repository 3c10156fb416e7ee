"""What the talking points are made from: the whole account beside the review deck as the client gets it."""

import datetime
from collections.abc import Iterable

from msgspec import Struct

from pipeline.analysis.analyse import analyse_shared
from pipeline.analysis.results import ActionState, Analysis, Goal, SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.model.people import Stakeholder
from pipeline.model.plan import Action, Objective
from pipeline.model.proof import Delivery
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.audiences import project
from pipeline.views.deck import DeckView, deck_view
from pipeline.views.deck_headlines import DeckHeadlines, deck_headlines
from pipeline.views.deck_selection import current, figure, ordered_goals, planned_actions
from pipeline.views.plan_parts import is_open, quoted


class Brief(Struct, frozen=True, kw_only=True):
    """An account with all that is known of it, and the deck that its client gets."""

    account: KeyAccount
    analysis: Analysis
    about: About
    projected: KeyAccount
    shared: SharedAnalysis
    deck: DeckView
    titles: DeckHeadlines

    @property
    def locale(self) -> str:
        """The account's locale."""
        return self.account.account.locale

    def day(self, day: datetime.date) -> str:
        """A date that no line's end divides, 30 September 2026."""
        return wording.date(day, self.locale).replace(" ", wording.NO_BREAK)

    def short_day(self, day: datetime.date | None) -> str:
        """A date of a table, 30 Sep 2026; a dash for none."""
        return wording.date(day, self.locale, "dated")

    def money(self, amount: object) -> str:
        """An amount as the plan writes it in a sentence, EUR 13.1 m."""
        return wording.money(amount, self.account.account.currency, self.locale, "short")  # type: ignore[arg-type]


def brief_of(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Brief:
    """The account beside its deck; the deck is made from the client's projection, as the client's is."""
    projected = project(account)
    given = (projected, analyse_shared(projected, standards, about.period, about.as_of), standards, about)
    return Brief(
        account=account,
        analysis=analysis,
        about=about,
        projected=projected,
        shared=given[1],
        deck=deck_view(*given),
        titles=deck_headlines(*given),
    )


def stakeholder(brief: Brief, name: str | None) -> Stakeholder | None:
    """The row of sheet Stakeholders of that name; None if there is none."""
    return next((person for person in brief.account.stakeholders if person.name == name), None)


def missed_goals(brief: Brief) -> list[tuple[Objective, Goal]]:
    """The goals of the deck that are behind or off track, the furthest behind first, as the whole account has them."""
    whole = {objective.id: objective for objective in brief.account.objectives}
    found = [
        (whole[objective.id], goal)
        for objective, goal in ordered_goals(brief.projected, brief.shared)
        if goal.status in ("behind", "off track")
    ]
    return sorted(found, key=lambda pair: -(pair[1].gap or 0))


def standing(brief: Brief, objective: Objective, goal: Goal) -> str:
    """Where a goal stands: "37 against 20, as the quarter before"."""
    locale = brief.locale
    now = figure(current(brief.account.kpis, objective, brief.about.period), objective.unit, locale)
    whole = f"{now or 'No figure'} against {figure(objective.target, objective.unit, locale)}"
    trends = {"better": "better than", "level": "level with", "worse": "worse than"}
    return f"{whole}, {trends[goal.trend]} the quarter before" if goal.trend else whole


def late_actions(brief: Brief, *sides: str) -> list[tuple[Action, ActionState]]:
    """The overdue actions of the deck on one of the `sides`, the latest first, as the whole account has them."""
    whole = {action.id: action for action in brief.account.actions}
    found = [
        (whole[action.id], state)
        for action, state in planned_actions(brief.projected, brief.shared)
        if state.days_late and is_open(state) and action.side in sides
    ]
    return sorted(found, key=lambda pair: -pair[1].days_late)


def open_for(brief: Brief, row: Delivery) -> str:
    """How long an issue has been open: "has been open for 30 days", "is new"."""
    age = (brief.about.as_of - row.date).days
    return f"has been open for {days(age)}" if age > 0 else "is new"


def days(count: int) -> str:
    """ "one day", "30 days"."""
    return wording.counted(count, "day", "days")


def some(names: Iterable[str], most: int) -> str:
    """Names in a row, those beyond the first so many counted: "A, B and 3 more"."""
    given = list(names)
    left = len(given) - most
    return wording.listed([*given[:most], f"{wording.count_word(left)} more"] if left > 0 else given)


def titled(rows: Iterable[Objective]) -> list[str]:
    """Goals by id and name."""
    return [f"{objective.id} {quoted(objective.title)}" for objective in rows]

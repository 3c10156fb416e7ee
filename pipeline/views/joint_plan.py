"""The joint action plan as its template prints it: what the client agrees to, from the client's projection alone."""

import datetime
from collections.abc import Iterator

from pipeline.analysis.results import Goal, Result, SharedAnalysis, result
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Objective
from pipeline.standards import Standards
from pipeline.views import plan_parts, wording
from pipeline.views.about import About
from pipeline.views.deck_rows import NextStep
from pipeline.views.deck_selection import current, ordered_goals, planned_actions
from pipeline.views.language import Language, language

NEXT_REVIEWS = 4


class SharedStatus(Result):
    """A status as a client document prints it: a word, and the tone that gives its shape and colour."""

    tone: str = result("good, watch, bad, open or none.", "client")
    word: str = result("The status in words, On track.", "client")


class AimRow(Result):
    """A shared goal."""

    title: str = result("The goal.", "client")
    measure: str = result("How it is measured, with its unit; empty if the goal says it.", "client")
    wants: str = result("What the client wants to achieve with it; empty if not said.", "client")
    starts_group: bool = result("Is it the first goal that serves this want?", "client")
    baseline: str = result("Where it stood at the start, with % if it is a share; a dash if not known.", "client")
    actual: str = result("Where it stands.", "client")
    target: str = result("What is to be reached.", "client")
    due: str = result("When it is to be reached, Dec 2026.", "client")
    owners: tuple[str, ...] = result("Who answers for it: the client's person first, then ours.", "client")
    status: SharedStatus = result("Where it stands against its plan.", "client")


class StepRow(Result):
    """A shared action."""

    number: int = result("Number by due date, from 1.", "client")
    action: str = result("What is done.", "client")
    goal: str = result("The goal it serves; empty if that goal is not shared.", "client")
    owner: str = result("Who does it.", "client")
    side: str = result("Our company, the client, or Both sides.", "client")
    due: str = result("By when, 30 Sep 2026.", "client")
    status: SharedStatus = result("Where it stands on the as-of date.", "client")


class PointRow(Result):
    """A point of the agreement."""

    item: str = result("What is agreed.", "client")
    status: SharedStatus = result("Agreed, or Not yet.", "client")
    signatory: str = result("Who of the client agreed; a dash if not noted.", "client")
    date: str = result("When; a dash if not noted.", "client")


class Signatory(Result):
    """Who signs for one side."""

    side: str = result("The company signed for.", "client")
    name: str = result("Who signs; empty if nobody is named.", "client")
    title: str = result("Title or role; empty if not known.", "client")


class JointPlanView(Result):
    """Everything the joint action plan prints beside the account and the document's own data."""

    headline: str = result("How many aims and actions there are, and how far they are agreed.", "client")
    about: tuple[NextStep, ...] = result("Both companies, the plan's period, and who prepared it.", "client")
    aims: tuple[AimRow, ...] = result("The shared goals, those that serve one want together.", "client")
    actions: tuple[StepRow, ...] = result("The shared actions by due date, without cancelled ones.", "client")
    working: tuple[NextStep, ...] = result("Reviews, format, sharing and updates, as far as noted.", "client")
    points: tuple[PointRow, ...] = result("The points of the agreement, in the order of the sheet.", "client")
    signatories: tuple[Signatory, ...] = result("Who signs: the client's side, then ours.", "client")


def joint_plan_view(account: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About) -> JointPlanView:
    """The joint action plan of a projected account; what is not noted is empty and leaves its section out."""
    words = language(about.language)
    aims, actions = _aims(account, shared, about), _steps(account, shared, about)
    return JointPlanView(
        headline=_headline(account, len(aims), len(actions), words),
        about=tuple(_told(_about(account, about, words))),
        aims=aims,
        actions=actions,
        working=tuple(_told(_working(account, shared, words))),
        points=tuple(_points(account, words)),
        signatories=(_client_signatory(account), _our_signatory(account, about)),
    )


def _headline(account: KeyAccount, aims: int, actions: int, words: Language) -> str:
    """Twelve actions for three aims, all seven points agreed."""
    parts = [_counted(aims, "aim", words)] if aims else []
    parts += [_counted(actions, "action", words)] if actions else []
    if not parts:
        return words.say("nothing_yet")
    what = wording.sentence(words.listed(parts))
    return plan_parts.bound(words.say("headline", what=what, agreed=_agreed(account, words)))


def _counted(count: int, noun: str, words: Language) -> str:
    return words.say(f"{noun}_one" if count == 1 else f"{noun}_many", count=words.count(count))


def _agreed(account: KeyAccount, words: Language) -> str:
    count, agreed = len(account.agreement), sum(point.agreed for point in account.agreement)
    if not agreed:
        return words.say("agreed_none")
    if agreed < count:
        return words.say("agreed_some", agreed=words.count(agreed), count=words.count(count))
    kind = {1: "agreed_one", 2: "agreed_both"}.get(count, "agreed_all")
    return words.say(kind, count=words.count(count))


def _told(pairs: tuple[tuple[str, str | None], ...]) -> Iterator[NextStep]:
    for label, text in pairs:
        if text:
            yield NextStep(label=label, text=text)


# --- what it is ---


def _about(account: KeyAccount, about: About, words: Language) -> tuple[tuple[str, str | None], ...]:
    profile, locale = account.account, account.account.locale
    author = next((member for member in account.team if member.name == profile.prepared_by), None)
    start, end = wording.date(profile.plan_start, locale), wording.date(profile.plan_end, locale)
    return (
        (words.say("between"), words.listed([profile.name, about.company])),
        (words.say("plan_period"), words.say("from_to", start=start, end=end)),
        (words.say("prepared_by"), f"{author.name}, {author.role}" if author else profile.prepared_by),
    )


# --- aims and actions ---


def _aims(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[AimRow, ...]:
    pairs = ordered_goals(account, shared)
    wants = [objective.outcome or "" for objective, _ in pairs]
    return tuple(
        _aim(account, objective, goal, about, starts_group=not at or wants[at] != wants[at - 1])
        for at, (objective, goal) in enumerate(pairs)
    )


def _aim(account: KeyAccount, objective: Objective, goal: Goal, about: About, *, starts_group: bool) -> AimRow:
    locale, actual = account.account.locale, current(account.kpis, objective, about.period)
    decimals = plan_parts.shared_decimals((objective.baseline, actual, objective.target))
    baseline, now, target = (
        plan_parts.figure(value, objective.unit, locale, decimals)
        for value in (objective.baseline, actual, objective.target)
    )
    return AimRow(
        title=objective.title,
        measure=_measure(objective),
        wants=objective.outcome or "",
        starts_group=starts_group,
        baseline=baseline,
        actual=now,
        target=target,
        due=wording.date(objective.due, locale, "month"),
        owners=tuple(name for name in (objective.client_owner, objective.owner) if name),
        status=SharedStatus(
            tone=plan_parts.goal_status(goal.status).tone, word=language(about.language).say(f"status.{goal.status}")
        ),
    )


def _measure(objective: Objective) -> str:
    """The KPI and its unit, unless the KPI only repeats the goal."""
    return "" if objective.kpi == objective.title else plan_parts.measured(objective.kpi, objective.unit)


def _steps(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[StepRow, ...]:
    locale, client = account.account.locale, account.account.name
    words = language(about.language)
    sides = {"us": about.company, "client": client, "both": words.say("both_sides")}
    goals = {objective.id: objective.title for objective in account.objectives}
    return tuple(
        StepRow(
            number=number,
            action=action.action,
            goal=goals.get(action.objective, ""),
            owner=action.owner,
            side=sides[action.side],
            due=wording.date(action.due, locale, "dated"),
            status=SharedStatus(
                tone=plan_parts.action_status(action, state, locale).tone,
                word=words.action_status(action, state, locale),
            ),
        )
        for number, (action, state) in enumerate(planned_actions(account, shared), 1)
    )


# --- how it is worked with, agreed and signed ---


def _working(account: KeyAccount, shared: SharedAnalysis, words: Language) -> tuple[tuple[str, str | None], ...]:
    profile, reviews = account.account, shared.review_summary
    days = [_review_day(day, account) for day in reviews.client_dates[:NEXT_REVIEWS]]
    return (
        (words.say("reviewed"), words.say(f"cadence.{profile.client_review_cadence}")),
        (words.say("next_review" if len(days) == 1 else "next_reviews"), "; ".join(days)),
        (words.say("format"), profile.plan_format),
        (words.say("sharing"), profile.sharing_channel),
        (words.say("updates"), profile.update_frequency),
    )


def _review_day(day: datetime.date, account: KeyAccount) -> str:
    """A day, which no line end parts, with the place where it is planned if one is noted."""
    text = wording.date(day, account.account.locale, "dated").replace(" ", wording.NO_BREAK)
    place = next((row.place for row in account.reviews if row.planned == day and row.held is None), None)
    return f"{text}, {place}" if place else text


def _points(account: KeyAccount, words: Language) -> Iterator[PointRow]:
    for point in account.agreement:
        tone, word = (plan_parts.GOOD, "agreed") if point.agreed else (plan_parts.NONE, "not_yet")
        yield PointRow(
            item=point.item,
            status=SharedStatus(tone=tone, word=words.say(word)),
            signatory=point.signatory or wording.BLANK,
            date=wording.date(point.date, account.account.locale, "dated"),
        )


def _client_signatory(account: KeyAccount) -> Signatory:
    """The client's sponsor, else whoever of them agreed to a point last."""
    side = account.account.name
    sponsor = _sponsor(account, "client", side)
    agreed = [point for point in account.agreement if point.agreed and point.signatory]
    if sponsor or not agreed:
        return sponsor or Signatory(side=side, name="", title="")
    last = max(agreed, key=lambda point: point.date or datetime.date.min)
    return Signatory(side=side, name=last.signatory or "", title="")


def _our_signatory(account: KeyAccount, about: About) -> Signatory:
    """Our sponsor, else who prepared the plan."""
    author = account.account.prepared_by
    role = next((member.role for member in account.team if member.name == author), "")
    return _sponsor(account, "us", about.company) or Signatory(side=about.company, name=author, title=role)


def _sponsor(account: KeyAccount, organisation: str, side: str) -> Signatory | None:
    for member in account.team:
        if member.organisation == organisation and member.executive_sponsor:
            return Signatory(side=side, name=member.name, title=member.role)
    return None

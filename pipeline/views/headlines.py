"""One computed sentence for each section of the plan: what its figures say, right for none, one, some and all."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.analysis.results import Analysis, ForceField, Result, Score, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_business import business_items
from pipeline.views.plan_competitors import competitors_headline
from pipeline.views.plan_customer import held_of_planned
from pipeline.views.plan_parts import every, fitting, none_of, quoted
from pipeline.views.plan_risks import risks_headline
from pipeline.views.plan_score import bounds
from pipeline.views.plan_swot import threats, unanswered
from pipeline.views.plan_units import organisation_headline, white_space_counts
from pipeline.views.plan_voice import voice_headline
from pipeline.views.wording import count_word, counted, plural, sentence

_TENTH = Decimal("0.1")


class PlanHeadlines(Result):
    """The plan's sentences by section, without a full stop; over 100 characters one wants the smaller style."""

    summary: str = result("Tier, goals and the verdict on the change.")
    overview: str = result("How close the companies work, and what the contract is about to do.")
    business: str = result("How the customer earns and where its finances are heading.")
    organisation: str = result("How many units decide on buying, and whether their budget holders are known.")
    relationships: str = result("Who stands in the way, and whom we know too little.")
    position: str = result("Whether revenue grows, and what carries it.")
    scoring: str = result("The tier, by how much, and what would change it.")
    swot: str = result("Whether weaknesses and threats are answered.")
    competitors: str = result("How many competitors of ours are at the customer, and who threatens most.")
    opportunities: str = result("What the pipeline weighs, and what is past its date.")
    voice: str = result("How many people said something, and how many quotes may be shown.")
    objectives: str = result("How many goals are met or on track, and which is furthest off.")
    solutions: str = result("How many objectives have a solution.")
    actions: str = result("How many actions due are done, and how many are late.")
    force_field: str = result("The verdict on the change, and what turns it.")
    risks: str = result("How many risks and commitments there are, and which weighs most.")
    implementation: str = result("Who carries the plan out, and what is not settled.")
    reviews: str = result("How many reviews were held, and when the next is.")


def plan_headlines(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> PlanHeadlines:
    """The sentences of the plan, each computed from the account's own figures."""
    return PlanHeadlines(
        summary=summary(account, analysis),
        overview=overview(account),
        business=business(account),
        organisation=organisation_headline(account),
        relationships=relationships(account, analysis),
        position=position(account, analysis),
        scoring=scoring(account, analysis),
        swot=swot(account),
        competitors=competitors_headline(account),
        opportunities=opportunities(account, analysis),
        voice=voice_headline(account),
        objectives=objectives(account, analysis),
        solutions=solutions(account),
        actions=actions(account, analysis, about),
        force_field=force_field(analysis),
        risks=risks_headline(account),
        implementation=implementation(account),
        reviews=reviews(account, analysis),
    )


def summary(account: KeyAccount, analysis: Analysis) -> str:
    """Tier, goals and the verdict on the change."""
    tier = f"Tier {analysis.score.tier}" if analysis.score.tier else "Tier not assessed"
    goals = _goals_on_course(*_running_goals(analysis))
    lowest = _lowest(analysis.force_field)
    if lowest is None:
        return fitting(f"{tier}, {goals}; no change is assessed yet")
    verdict = f"is {lowest.verdict}"
    by = f" by only {_points(lowest.net)}" if lowest.net > 0 and not lowest.robust else ""
    change = "the hardest change" if len(analysis.force_field) > 1 else "the change"
    return fitting(
        f"{tier}, {goals}: {quoted(lowest.change)} {verdict}{by}",
        f"{tier}, {goals}: {change} {verdict}{by}",
        f"{tier}, {goals}: {change} {verdict}",
    )


def _goals_on_course(running: int, good: int) -> str:
    if not running:
        return "no goal is running"
    if good == running:
        return "the one goal on course" if running == 1 else f"all {count_word(running)} goals on course"
    if not good:
        return "the one goal off course" if running == 1 else f"none of {count_word(running)} goals on course"
    return f"{count_word(good)} of {count_word(running)} goals on course"


def overview(account: KeyAccount) -> str:
    """How close the companies work, and what the contract is about to do."""
    profile = account.account
    stage = f"A relationship that is {profile.relationship_stage}" if profile.relationship_stage else ""
    date = ""
    if profile.renewal_date:
        date = f"the renewal is decided by {wording.date(profile.renewal_date, profile.locale)}"
    elif profile.contract_end:
        date = f"the contract runs to {wording.date(profile.contract_end, profile.locale)}"
    if stage and date:
        return fitting(f"{stage}; {date}")
    if stage or date:
        return fitting(stage or sentence(date))
    return fitting(
        f"{profile.name} works in {profile.industry}; how close we are and the contract are not noted yet",
        "How close we work and what the contract says are not noted yet",
    )


def business(account: KeyAccount) -> str:
    """How the customer earns and where its finances are heading."""
    profile = account.account
    figures = []
    for amount, gain, loss in ((profile.fin_revenue, "revenue", "revenue"), (profile.fin_profit, "profit", "loss")):
        if amount is not None:
            money = wording.money(abs(amount), profile.currency, profile.locale, "short")
            figures.append(f"{money} {gain if amount >= 0 else loss}")
    outlook = f"the outlook is {profile.fin_outlook}" if profile.fin_outlook else ""
    if figures:
        return fitting(f"{wording.listed(figures)} a year" + (f"; {outlook}" if outlook else ""))
    if account.business:
        return business_items(account)
    if outlook:
        return fitting(f"Their financial {outlook[4:]}")
    if profile.strategy:
        return fitting("Where they want to go is clear; their figures are not noted yet")
    if profile.revenue_model:
        return fitting("How they earn is noted; where they want to go is not")
    return fitting("Nothing of their business is noted yet")


def relationships(account: KeyAccount, analysis: Analysis) -> str:
    """Who stands in the way, and whom we know too little."""
    people = analysis.relationships.people
    if not people:
        return fitting("Nobody at the customer is entered yet")
    blockers = [person for person in people if person.gap == "blocker"]
    gaps = [person for person in people if person.gap != "as wanted"]
    if blockers:
        never = sum(person.days_silent is None for person in blockers)
        who = f"{sentence(counted(len(blockers), 'person', 'people'))} who can stop us"
        against = f"{who} {plural(len(blockers), 'is', 'are')} against us"
        if never == len(blockers):
            return fitting(f"{against}, and none of us has met {plural(never, 'that person', 'them')}")
        if never:
            return fitting(f"{against}, and {count_word(never)} of them none of us has met")
        others = len(gaps) - len(blockers)
        if others:
            more = f"{counted(others, 'other', 'others')} {plural(others, 'wants', 'want')} more contact"
            return fitting(f"{against}, and {more}", against)
        return fitting(against)
    if gaps:
        return fitting(f"Nobody who counts is against us, but {_wanting(len(gaps), len(people))} more contact")
    if len(people) == 1:
        return fitting("The one person entered is known as well as wanted, and not against us")
    return fitting(f"{every(len(people))} people are known as well as wanted, and none who counts is against us")


def _wanting(some: int, count: int) -> str:
    if some == count:
        return {1: "the one person entered wants", 2: "both people want"}.get(
            count, f"all {count_word(count)} people want"
        )
    return f"{count_word(some)} of {count_word(count)} people {plural(some, 'wants', 'want')}"


def position(account: KeyAccount, analysis: Analysis) -> str:
    """Whether revenue grows, and what carries it."""
    profile = account.account
    revenue = analysis.revenue_summary
    if not revenue.by_product:
        return fitting("No revenue is entered yet")
    largest = revenue.by_product[0]
    total = wording.money(revenue.total, profile.currency, profile.locale, "short")
    if len(revenue.by_product) == 1:
        carries = f"all of it is {largest.name}"
    elif largest.share is None:
        carries = f"{largest.name} is the largest product"
    else:
        carries = f"{largest.name} {_carries(largest.name)} {wording.percent(largest.share, profile.locale)} of it"
    if revenue.growth is None:
        return fitting(f"{total} of revenue is on record; {carries}", f"{total} of revenue is on record")
    change = wording.percent(abs(revenue.growth), profile.locale)
    direction = "up" if revenue.growth > 0 else "down"
    moves = f"is {direction} {change} on last year" if wording.rounded(revenue.growth, 2) else "is level with last year"
    return fitting(f"Revenue this year {moves}; {carries}", f"Revenue this year {moves}")


def _carries(name: str) -> str:
    return "carry" if name.endswith("s") and not name.endswith("ss") else "carries"


def scoring(account: KeyAccount, analysis: Analysis) -> str:
    """The tier, by how much, and what would change it."""
    locale = account.account.locale
    score = analysis.score
    if score.shown is None:
        return _not_scored(score, locale)
    at = f"Tier {score.tier}" if score.tier else "Below every tier"
    down = [test for test in score.tests if test.test == "rating" and test.change < 0 and test.flips]
    up = [test for test in score.tests if test.test == "rating" and test.change > 0 and test.flips]
    margin = _margin(score, locale)
    if score.stable:
        points = wording.number(score.shown, locale, 1)
        return fitting(f"{at} with {points} points: no single rating, weight or criterion changes it")
    if down:
        criteria = _of_criteria(len(down), len(score.terms))
        return fitting(f"{at} {margin}: {criteria}, one step down means {down[0].tier or 'no tier'}")
    if up:
        return fitting(f"{at} {margin}: {_of_criteria(len(up), len(score.terms))}, one step up means {up[0].tier}")
    return fitting(f"{at} {margin}: no single rating changes it, but another weight would")


def _of_criteria(some: int, count: int) -> str:
    if some == count:
        return "in the one criterion" if count == 1 else f"in all {count_word(count)} criteria"
    return f"in {count_word(some)} of {counted(count, 'criterion', 'criteria')}"


def _not_scored(score: Score, locale: str) -> str:
    missing = len(score.missing)
    ratings = f"{count_word(missing)} of {counted(len(score.terms), 'rating', 'ratings')}"
    span = bounds(score, locale)
    if not span:
        return fitting("The account is not scored: no criterion is rated yet")
    return fitting(f"Not scored, as {ratings} {plural(missing, 'is', 'are')} missing; it would be {span}")


def _margin(score: Score, locale: str) -> str:
    if score.margin is None:
        return ""
    if score.margin == 0:
        return "right on the cut"
    if score.margin == _TENTH:
        return "by a tenth of a point"
    return f"by {wording.number(score.margin, locale, 1)} points"


def swot(account: KeyAccount) -> str:
    """Whether weaknesses and threats are answered."""
    wanted, open_items = len(threats(account)), unanswered(account)
    if not account.swot:
        return fitting("No strength, weakness, opportunity or threat is entered yet")
    if not wanted:
        return fitting("No weakness and no threat is entered yet; the list is not finished")
    names = counted(wanted, "weakness or threat", "weaknesses and threats")
    if not open_items:
        if wanted == 1:
            return fitting("The one weakness or threat is answered by the plan")
        return fitting(f"{every(wanted)} weaknesses and threats are answered by an objective or an action")
    if len(open_items) == wanted:
        if wanted == 1:
            return fitting(f"Nothing in the plan answers {quoted(open_items[0].item)} yet", "Nothing answers it yet")
        return fitting(f"Nothing in the plan answers the {names} yet")
    answered = wanted - len(open_items)
    have = f"{sentence(count_word(answered))} of {names} {plural(answered, 'is', 'are')} answered"
    rest = f"{count_word(len(open_items))} {plural(len(open_items), 'is', 'are')} not"
    return fitting(f"{have}; {quoted(open_items[0].item)} is not" if len(open_items) == 1 else have, f"{have}; {rest}")


def opportunities(account: KeyAccount, analysis: Analysis) -> str:
    """What the pipeline weighs, and what is past its date."""
    profile = account.account
    deals = analysis.opportunity_summary
    closed = deals.won_count + deals.lost_count
    won = _won_of(deals.won_count, closed)
    if not deals.open_count and not closed and account.white_space:
        return fitting(
            f"No opportunity is entered yet; of the white space {white_space_counts(account)}",
            "No opportunity is entered yet, but the white space is",
        )
    if not deals.open_count and not closed:
        return fitting("No opportunity is entered yet")
    if not deals.open_count:
        return fitting(f"No opportunity is open; {won}")
    weighted = wording.money(deals.weighted, profile.currency, profile.locale, "short")
    names = counted(deals.open_count, "open opportunity weighs", "open opportunities weigh")
    if deals.past_due:
        late = f"{count_word(deals.past_due)} {plural(deals.past_due, 'is', 'are')} past the closing date"
        return fitting(f"{sentence(names)} {weighted}; {late}")
    return fitting(f"{sentence(names)} {weighted}" + (f"; {won}" if closed else "; none is closed yet"))


def _won_of(won: int, closed: int) -> str:
    if closed == 1:
        return "the one closed was won" if won else "the one closed was lost"
    if won == closed:
        return f"{every(closed).lower()} closed were won"
    if not won:
        return f"{none_of(closed).lower()} closed was won"
    return f"{count_word(won)} of {count_word(closed)} closed {plural(won, 'was', 'were')} won"


def objectives(account: KeyAccount, analysis: Analysis) -> str:
    """How many goals are met or on track, and which is furthest off."""
    goals = analysis.goal_summary
    if not goals.count:
        return fitting("No objective is entered yet")
    running, good = _running_goals(analysis)
    if not running:
        if goals.count == 1:
            return fitting("The one goal has not started or been measured yet")
        return fitting(f"{none_of(goals.count)} goals has started or been measured yet")
    titles = {objective.id: objective.title for objective in account.objectives}
    if good == running:
        all_of_them = "The one running goal is" if running == 1 else f"{every(running)} running goals are"
        return fitting(f"{all_of_them} met or on track")
    worst = titles.get(goals.worst or "")
    if running == 1:
        state = "off track" if goals.off_track else "behind"
        return fitting(f"The one running goal is {state}: {quoted(worst or '')}", f"The one running goal is {state}")
    none = f"{none_of(running)} running goals is met or on track"
    are = plural(good, "is", "are")
    some = f"{sentence(count_word(good))} of {count_word(running)} running goals {are} met or on track"
    have = some if good else none
    return fitting(f"{have}; {quoted(worst)} is furthest off" if worst else have, have)


def _running_goals(analysis: Analysis) -> tuple[int, int]:
    """How many goals have started and are measured, and how many of them are met or on track."""
    goals = analysis.goal_summary
    return goals.count - goals.not_started - goals.not_assessed, goals.met + goals.on_track


def solutions(account: KeyAccount) -> str:
    """How many objectives have a solution."""
    count = len(account.objectives)
    solved = sum(bool(objective.solution) for objective in account.objectives)
    if not solved:
        return fitting("No objective has a solution yet")
    if solved == count:
        return fitting(
            "The one objective has a solution" if count == 1 else f"{every(count)} objectives have a solution"
        )
    left = count - solved
    waiting = f"{count_word(left)} still {plural(left, 'waits', 'wait')} for one"
    has = plural(solved, "has", "have")
    return fitting(f"{sentence(count_word(solved))} of {count_word(count)} objectives {has} a solution; {waiting}")


def actions(account: KeyAccount, analysis: Analysis, about: About) -> str:
    """How many actions due are done, and how many are late."""
    steps = analysis.action_summary
    if not steps.count:
        return fitting("No action is entered yet")
    soon = f"{count_word(steps.next_30_days)} more {plural(steps.next_30_days, 'falls', 'fall')} due within 30 days"
    if not steps.due:
        if steps.count == 1:
            return fitting("The one action is not due yet")
        return fitting(f"{none_of(steps.count)} actions is due yet")
    done = _done_of_due(steps.due_done, steps.due)
    if not steps.overdue:
        return fitting(f"{done}; {soon}" if steps.next_30_days else done)
    late = _late(steps.overdue, steps.overdue_days[0])
    stuck = [state for state in analysis.action_states if state.status == "blocked" and not state.parts]
    blocked = sum(state.days_late > 0 for state in stuck)
    if blocked and steps.overdue > 1:
        return fitting(f"{done}; {late}, {count_word(blocked)} of them blocked", f"{done}; {late}")
    return fitting(f"{done}; {late}")


def _done_of_due(done: int, due: int) -> str:
    if due == 1:
        return "The one action due is done" if done else "The one action due is not done"
    if done == due:
        return f"{every(due)} actions due are done"
    if not done:
        return f"{none_of(due)} actions due is done"
    return f"{sentence(count_word(done))} of {count_word(due)} actions due {plural(done, 'is', 'are')} done"


def _late(count: int, days: int) -> str:
    late = f"{days} {plural(days, 'day', 'days')}"
    return f"one is {late} late" if count == 1 else f"{count_word(count)} are late by up to {late}"


def force_field(analysis: Analysis) -> str:
    """The verdict on the change, and what turns it."""
    fields = analysis.force_field
    lowest = _lowest(fields)
    if lowest is None:
        return fitting("No change is assessed: no force for or against one is entered yet")
    name = quoted(lowest.change)
    if lowest.net > 0:
        said = f"is likely to succeed by {_points(lowest.net)}"
    elif lowest.net == 0:
        said = "is likely to fail: the two sides are level"
    else:
        said = f"is likely to fail: the forces against it lead by {_points(-lowest.net)}"
    if len(fields) == 1:
        turns = lowest.levers[0].force if lowest.levers else ""
        lever = f"; its first lever is {quoted(turns)}" if turns else ""
        return fitting(f"{name} {said}{lever}", f"{name} {said}", f"The change {said}")
    good = sum(field.verdict == "likely to succeed" for field in fields)
    if good == len(fields):
        all_of_them = f"{every(good)} changes"
        least = f"{name} by only {_points(lowest.net)}"
        return fitting(f"{all_of_them} are likely to succeed, {least}", f"{all_of_them} are likely to succeed")
    if not good:
        all_of_them = f"{none_of(len(fields))} changes"
        return fitting(
            f"{all_of_them} is likely to succeed; {name} is furthest from it", f"{all_of_them} is likely to succeed"
        )
    are = plural(good, "is", "are")
    some = f"{sentence(count_word(good))} of {count_word(len(fields))} changes {are} likely to succeed"
    return fitting(f"{some}; {name} is not", some)


def _lowest(fields: Sequence[ForceField]) -> ForceField | None:
    return min(fields, key=lambda field: field.net) if fields else None


def _points(value: int) -> str:
    return counted(value, "point", "points")


def implementation(account: KeyAccount) -> str:
    """Who carries the plan out, and what is not settled."""
    profile = account.account
    ours = sum(member.organisation == "us" for member in account.team)
    if not account.team:
        return fitting("No team is entered yet")
    sponsors = {member.organisation for member in account.team if member.executive_sponsor}
    people = f"{sentence(counted(ours, 'person', 'people'))} of ours {plural(ours, 'works', 'work')} on the plan"
    if sponsors == {"us", "client"}:
        backing = "both sides have a sponsor"
    elif sponsors == {"us"}:
        backing = "the customer has not named a sponsor"
    elif sponsors == {"client"}:
        backing = "we have not named a sponsor"
    else:
        backing = "neither side has named a sponsor"
    shared = [profile.plan_format, profile.sharing_channel, profile.update_frequency]
    if all(shared):
        return fitting(f"{people}, and {backing}")
    open_point = "how the plan is shared is not settled"
    return fitting(f"{people}; {backing}, and {open_point}", f"{people}; {backing}")


def reviews(account: KeyAccount, analysis: Analysis) -> str:
    """How many reviews were held, and when the next is."""
    log = analysis.review_summary
    held = (
        held_of_planned(log.internal_held, log.internal_planned)
        if log.internal_planned
        else "No review of the team was planned"
    )
    if log.next_client is None:
        return fitting(f"{held}; the next with the customer is not planned")
    day = wording.date(log.next_client, account.account.locale)
    return fitting(f"{held}; the next with the customer is on {day}")

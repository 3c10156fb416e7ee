"""What the work lacks: objectives without what they need, measures, actions and who carries them, reviews, deals."""

from pipeline.analysis.results import Analysis, ReviewRhythm
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import every, none_of, quoted
from pipeline.views.wording import count_word, counted, listed, plural, sentence

_NAMED = 3  # ids that one sentence names


def goal_gaps(account: KeyAccount, analysis: Analysis) -> Finding:
    """What objectives lack before they can be worked on, what most of them lack first."""
    count, gaps = len(account.objectives), analysis.goal_gaps
    if not count:
        return not_assessed("What objectives lack is not assessed: none is entered")
    lacks = (
        (gaps.without_owner, "an owner of ours"),
        (gaps.without_action, "an action"),
        (gaps.without_measure, "a measure"),
        (gaps.without_solution, "a solution"),
        (gaps.without_client_owner, "an owner of theirs"),
        (gaps.without_kpi_row, "a row on sheet KPIs"),
    )
    told = sorted(((len(ids), what) for ids, what in lacks if ids), key=lambda item: -item[0])
    if not told:
        whole = "The one objective has" if count == 1 else f"{every(count)} objectives have"
        return found(f"{whole} a measure, owners, a solution and an action")
    one = count == 1
    parts = [what if one else _lacking(some, count, what) for some, what in told]
    start = "The one objective lacks" if one else f"Of {count_word(count)} objectives"
    return found(*(f"{start} {listed(parts[:shown])}" for shown in range(len(parts), 0, -1)))


def _lacking(some: int, count: int, what: str) -> str:
    """As in "two lack an action"; "none has an action" if all of several do."""
    if some == count:
        return f"{'neither' if count == 2 else 'none'} has {what}"
    return f"{count_word(some)} {plural(some, 'lacks', 'lack')} {what}"


def measures(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many measures are at their target, and which of engagement or loyalty gets worse."""
    standings = analysis.kpi_summary.standings
    if not standings:
        return not_assessed("How measures stand is not assessed: none is entered")
    count = len(standings)
    reached = sum(standing.reached is True for standing in standings)
    unknown = sum(standing.reached is None for standing in standings)
    if unknown == count:
        return not_assessed("How measures stand is not assessed: no actual has a target beside it")
    if count == 1:
        return found(f"The one measure {'is' if reached else 'is not'} at its target")
    if reached == count:
        whole = f"{every(count)} measures are at their target"
    elif not reached:
        whole = f"{none_of(count)} measures is at its target"
    else:
        have = plural(reached, "is at its", "are at their")
        whole = f"{sentence(count_word(reached))} of {count_word(count)} measures {have} target"
    if unknown:
        whole = f"{whole}, {count_word(unknown)} {plural(unknown, 'is', 'are')} not assessed"
    worse = analysis.kpi_summary.worsening
    if len(worse) == 1:
        return found(f"{whole}; {quoted(worse[0])} gets worse", f"{whole}; one gets worse", whole)
    return found(f"{whole}; {count_word(len(worse))} get worse" if worse else whole, whole)


def target_resets(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many targets were set anew, and how many of them nobody explained."""
    summary = analysis.kpi_summary
    if not account.kpis:
        return not_assessed("Whether targets were set anew is not assessed: no measure is entered")
    count, unexplained = len(summary.resets), summary.unexplained
    if not count:
        return found("No target was set anew")
    whole = sentence(counted(count, "target was set anew", "targets were set anew"))
    if not unexplained:
        return found(f"{whole}, {'with a reason' if count == 1 else 'each with a reason'}")
    if unexplained == count:
        return found(f"{whole}, {'without a reason' if count == 1 else 'none with a reason'}")
    return found(f"{whole}, {count_word(unexplained)} of them without a reason")


def action_load(account: KeyAccount, analysis: Analysis) -> Finding:
    """Who has most overdue actions, or most open ones."""
    owners = analysis.action_load.owners
    if not owners:
        return not_assessed("Who has how much to do is not assessed: no action is open")
    first, alone = owners[0], len(owners) == 1
    opened = counted(first.open, "open action", "open actions")
    if not first.overdue:
        has = "has" if alone else "has most to do,"
        return found(f"Nothing is overdue; {first.name} {has} {opened}", f"Nothing is overdue; one owner has {opened}")
    if first.overdue < first.open:
        late = f"{count_word(first.overdue)} of {opened} {plural(first.overdue, 'is', 'are')} overdue"
    elif first.open == 1:
        late = "the one open action is overdue"
    else:
        late = f"{every(first.open).lower()} open actions are overdue"
    most = late if alone else f"{late}, the most of all owners"
    return found(f"{first.name}: {most}", f"{first.name}: {late}", f"One owner: {late}")


def action_wording(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many open actions are not worded plainly, and which."""
    if not analysis.action_load.owners:
        return not_assessed("How actions are worded is not assessed: no action is open")
    ids = list(dict.fromkeys(finding.id for finding in analysis.action_wording))
    if not ids:
        return found("Every open action says plainly what is done and by whom")
    count = sentence(counted(len(ids), "open action does", "open actions do"))
    whole = f"{count} not say plainly what is done and by whom"
    named = listed(ids[:_NAMED]) if len(ids) <= _NAMED else f"{ids[0]} is the first"
    return found(f"{whole}: {named}", whole)


def client_rhythm(account: KeyAccount, analysis: Analysis) -> Finding:
    """How the reviews with the customer keep to their cadence."""
    return _rhythm(analysis.client_rhythm, "with the customer")


def internal_rhythm(account: KeyAccount, analysis: Analysis) -> Finding:
    """How the account team's own reviews keep to their cadence."""
    return _rhythm(analysis.internal_rhythm, "of the team")


def _rhythm(rhythm: ReviewRhythm, whose: str) -> Finding:
    lacking = len(rhythm.missing)
    if not rhythm.planned:
        whole = f"No review {whose} was planned so far"
        return found(f"{whole}; the cadence wants {count_word(lacking)}") if lacking else not_assessed(whole)
    many = f"{count_word(rhythm.planned)} planned reviews {whose}"
    if rhythm.planned == 1:
        whole = f"The one planned review {whose} was {'held' if rhythm.held else 'not held'}"
    elif rhythm.held == rhythm.planned:
        whole = f"{every(rhythm.planned)} planned reviews {whose} were held"
    elif not rhythm.held:
        whole = f"{'Neither' if rhythm.planned == 2 else 'None'} of {many} was held"
    else:
        whole = f"{sentence(count_word(rhythm.held))} of {many} {plural(rhythm.held, 'was', 'were')} held"
    late = f", up to {counted(rhythm.most_late, 'day', 'days')} late" if rhythm.most_late else ""
    gap = f"; the cadence wants {count_word(lacking)} more" if lacking else ""
    return found(f"{whole}{late}{gap}", f"{whole}{gap}", whole)


def new_business(account: KeyAccount, analysis: Analysis) -> Finding:
    """What new business is expected of the target, and what is missing."""
    target = analysis.opportunity_summary.target
    if target is None:
        return not_assessed("How far new business is from its target is not assessed: no target is entered")
    profile = account.account
    aim, expected = (
        wording.money(amount, profile.currency, profile.locale, "short") for amount in (target.target, target.expected)
    )
    if not target.expected:
        return found(f"No new business is expected yet of the {aim} aimed at")
    if target.gap > 0 and expected == aim:
        return found(f"New business is expected just short of the {aim} aimed at")
    if target.gap > 0:
        return found(f"Only {expected} of the {aim} of new business aimed at is expected")
    return found(f"{expected} of new business is expected, enough for the {aim} aimed at")


def deal_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The finding on new business under the label of the plan."""
    return (("New business", new_business(account, analysis)),)


def goal_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on objectives and measures under the labels of the plan."""
    return (
        ("What objectives lack", goal_gaps(account, analysis)),
        ("Measures", measures(account, analysis)),
        ("Targets set anew", target_resets(account, analysis)),
    )


def action_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on actions under the labels of the plan."""
    return (("Who carries most", action_load(account, analysis)), ("Wording", action_wording(account, analysis)))

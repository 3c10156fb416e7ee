"""Alerts about money: the renewal, revenue, share of wallet, payment, and opportunities that nobody works on."""

from collections.abc import Iterator

from pipeline.analysis.evidence import Evidence, ago, days, quoted
from pipeline.analysis.periods import a_year_earlier
from pipeline.analysis.results import Alert
from pipeline.analysis.revenue import periods_to_date
from pipeline.analysis.rounding import rounded, whole_percents
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number


def renewal_unprepared(evidence: Evidence) -> Iterator[Alert]:
    """The renewal is decided within the limit, and no open action prepares it; or its day has passed.

    The workbook does not link actions to the renewal. An open action prepares it if it is due by that day, and its
    words, or the title of its objective, hold one of the standards' renewal_words.
    """
    form = evidence.account.account
    day = form.renewal_date
    if day is None or -evidence.days_since(day) > evidence.standards.alerts.renewal_days:
        return
    past = evidence.days_since(day)
    if past <= 0 and _is_prepared(evidence):
        return
    yield Alert(
        kind="renewal-unprepared",
        severity="act now",
        weight=5,
        sentence=f"The renewal was to be decided {ago(past)}, and no new date is noted."
        if past > 0
        else f"The renewal is decided {ago(past)}, and no open action prepares it.",
        next_step="Note what was decided, with the new contract dates and the next renewal date."
        if past > 0
        else "Add an action that prepares the renewal, with an owner and a date before it.",
        owner=form.prepared_by,
        date=day,
        cells=(form.cell("renewal_date"),),
        threshold="" if past > 0 else "alerts.renewal_days",
    )


def contract_ending(evidence: Evidence) -> Iterator[Alert]:
    """The contract ends within the limit with no renewal date noted, or it has ended."""
    form = evidence.account.account
    day = form.contract_end
    if day is None:
        return
    past = evidence.days_since(day)
    if past <= 0 and (form.renewal_date is not None or -past > evidence.standards.alerts.renewal_days):
        return
    yield Alert(
        kind="contract-ending",
        severity="act now",
        weight=5,
        sentence=f"The contract ended {ago(past)}."
        if past > 0
        else f"The contract ends {ago(past)}; no renewal date is noted.",
        next_step="Enter the dates of the contract in force, or agree one."
        if past > 0
        else "Find out when the renewal is decided, and note the date.",
        owner=form.prepared_by,
        date=day,
        cells=(form.cell("contract_end"),),
        threshold="" if past > 0 else "alerts.renewal_days",
    )


def revenue_falling(evidence: Evidence) -> Iterator[Alert]:
    """Revenue of the year to date is below that of the same quarters of last year by the limit or more."""
    found = evidence.shared.revenue_summary
    if found.growth is None or found.growth_now is None or found.growth_before is None:
        return
    if -found.growth < evidence.standards.alerts.revenue_drop:
        return
    rows = evidence.account.revenue
    listed = {row.period for row in rows}
    compared = [
        name
        for year in (evidence.period, a_year_earlier(evidence.period))
        for name in periods_to_date(year, listed) or ()
    ]
    yield Alert(
        kind="revenue-falling",
        severity="act now",
        weight=4,
        sentence=f"Revenue of the year to date is {whole_percents(-found.growth)}% below last year's.",
        next_step="Look at what shrank and what was lost, and decide what is won back.",
        owner=evidence.account.account.prepared_by,
        cells=tuple(row.cell("revenue") for row in rows if row.period in compared),
        threshold="alerts.revenue_drop",
        figure=found.growth,
        formula="this year to date ÷ the same quarters of last year − 1",
        worked=gives(f"{number(found.growth_now)} ÷ {number(found.growth_before)} − 1", found.growth),
    )


def wallet_falling(evidence: Evidence) -> Iterator[Alert]:
    """Our share of wallet is lower than in the period before by the limit or more, in whole percentage points."""
    latest, change = evidence.wallet.latest, evidence.wallet.change
    if latest is None or latest.share is None or change is None:
        return
    lost = whole_percents(-change)
    if lost < evidence.standards.alerts.wallet_drop_points:
        return
    yield Alert(
        kind="wallet-falling",
        severity="watch",
        weight=4,
        sentence=f"Our share of their spend fell by {lost} {'point' if lost == 1 else 'points'} "
        f"to {whole_percents(latest.share)}% in {latest.period}.",
        next_step="Find out what they bought elsewhere, and from whom.",
        owner=evidence.account.account.prepared_by,
        cells=(latest.cell,),
        threshold="alerts.wallet_drop_points",
        figure=change,
        formula="share of wallet − share of wallet of the period before",
        worked=gives(f"{number(latest.share)} − {number(latest.share - change)}", change),
    )


def payment_slower(evidence: Evidence) -> Iterator[Alert]:
    """Days to pay are up by the limit or more, against the same period of last year or else the period before."""
    trend = evidence.economics_summary.days_to_pay
    if trend is None or trend.growth is None or trend.growth < evidence.standards.alerts.payment_growth:
        return
    yield Alert(
        kind="payment-slower",
        severity="watch",
        weight=3,
        sentence=f"They paid after {days(int(rounded(trend.now, 0)))} in {trend.period}, "
        f"{whole_percents(trend.growth)}% more than in {trend.before_period}.",
        next_step="Ask finance why: disputes, new terms, or trouble on their side.",
        owner=evidence.account.account.prepared_by,
        cells=trend.cells,
        threshold="alerts.payment_growth",
        figure=trend.growth,
        formula="days to pay ÷ days to pay before − 1",
        worked=gives(f"{number(trend.now)} ÷ {number(trend.before)} − 1", trend.growth),
    )


def loss_making(evidence: Evidence) -> Iterator[Alert]:
    """The latest period cost more than it brought, with the account team if its cost is known."""
    latest = evidence.economics_summary.latest
    if latest is None:
        return
    left = latest.contribution if latest.after_kam is None else latest.after_kam
    if left is None or left >= 0:
        return
    team = "" if latest.after_kam is None else ", its team included"
    yield Alert(
        kind="loss-making",
        severity="act now",
        weight=4,
        sentence=f"In {latest.period} the account cost more than it brought{team}.",
        next_step="Look at cost to serve and discounts, and decide what changes.",
        owner=evidence.account.account.prepared_by,
        cells=latest.cells,
    )


def opportunity_late(evidence: Evidence) -> Iterator[Alert]:
    """An open opportunity is past its close date by more than the limit."""
    terms = evidence.opportunity_summary.terms
    for deal, term in zip(evidence.account.opportunities, terms, strict=True):
        late = evidence.days_since(deal.close_date)
        if term.past_due and late > evidence.standards.alerts.close_late_days:
            yield Alert(
                kind="opportunity-late",
                severity="watch",
                weight=3,
                sentence=f"{quoted(deal.name)} ({deal.id}) was to close {ago(late)} and still stands at {deal.stage}.",
                next_step="Ask where it stands: a new close date, or won, or lost with the reason.",
                date=deal.close_date,
                cells=(deal.cell("close_date"), deal.cell("stage")),
                threshold="alerts.close_late_days",
            )


def white_space_idle(evidence: Evidence) -> Iterator[Alert]:
    """A product in a unit that makes up the limit or more of all white space, and that no open opportunity aims at.

    The workbook does not link the two sheets: an opportunity aims at it if unit and product are the same words. One
    that was lost lately rests, for as long as the standards say.
    """
    wallet = evidence.wallet
    whole = wallet.open_potential + wallet.competitor_potential
    deals = zip(evidence.account.opportunities, evidence.opportunity_summary.terms, strict=True)
    rest = evidence.standards.alerts.lost_rest_days
    aimed = {
        (folded(deal.unit or ""), folded(deal.product or ""))
        for deal, term in deals
        if term.state == "open" or (term.state == "lost" and evidence.days_since(deal.close_date) <= rest)
    }
    for chance in wallet.chances:
        if not chance.potential or (folded(chance.unit), folded(chance.product)) in aimed:
            continue
        share = chance.potential / whole
        if share < evidence.standards.alerts.white_space_share:
            continue
        holder = f" {chance.competitor} has it." if chance.competitor else ""
        yield Alert(
            kind="white-space-idle",
            severity="watch",
            weight=2,
            sentence=f"No opportunity aims at {chance.product} in {chance.unit}, "
            f"{whole_percents(share)}% of the white space.{holder}",
            next_step="Open an opportunity with an owner, or note why not.",
            cells=(chance.cell,),
            threshold="alerts.white_space_share",
            figure=share,
            formula="its potential ÷ all white space",
            worked=gives(f"{number(chance.potential)} ÷ {number(whole)}", share),
        )


def _is_prepared(evidence: Evidence) -> bool:
    """Is there an open action, due by the renewal, that speaks of it?"""
    day = evidence.account.account.renewal_date
    titles = {folded(objective.id): objective.title for objective in evidence.account.objectives}
    words = [folded(word) for word in evidence.standards.alerts.renewal_words]
    for action in evidence.account.actions:
        said = folded(f"{action.action} {titles.get(folded(action.objective), '')}")
        is_open = action.status not in ("done", "cancelled")
        if is_open and day is not None and action.due <= day and any(word in said for word in words):
            return True
    return False

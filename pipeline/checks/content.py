"""Rules about what the rows say together: ratings, amounts, forces, goals and what the client is to see."""

import re
from collections.abc import Iterator

from pipeline.checks.places import at_cell, grouped, is_unread, on_sheet
from pipeline.model.account import KeyAccount
from pipeline.model.account_ids import LONGEST_ID, TAKEN_IDS
from pipeline.model.currencies import CURRENCIES
from pipeline.model.fields import Contents
from pipeline.model.people import TeamMember
from pipeline.model.plan import Objective
from pipeline.model.proof import Decision, Rating
from pipeline.problems import Problem, fold, nearest
from pipeline.standards import Standards

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOWEST, _HIGHEST = 1, 10  # ratings


def account_id_is_a_folder_name(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The account id is made of lower-case letters, digits and hyphens."""
    found = account.account.account_id
    if found and not (_SLUG.fullmatch(found) and len(found) <= LONGEST_ID and found not in TAKEN_IDS):
        slug = re.sub(r"[^a-z0-9]+", "-", found.casefold()).strip("-")[:LONGEST_ID]
        message = f"Account id {found!r} cannot name a folder."
        fix = f"Use lower-case letters, digits and hyphens, such as {slug if _SLUG.fullmatch(slug) else 'contoso'!r}."
        if found in TAKEN_IDS:
            message, fix = f"Account id {found!r} is a name that is kept for something else.", "Choose another."
        yield at_cell(account.account, "account_id", "account-id", "error", message, fix)


def currency_is_known(contents: Contents, standards: Standards) -> Iterator[Problem]:
    """The currency of the workbook is a three-letter code of ISO 4217, in capitals."""
    (form,) = (row for record in contents.records if record.sheet.form for row in contents.rows(record))
    found = dict(form).get("currency")
    if found and found not in CURRENCIES:
        near = found.upper() if found.upper() in CURRENCIES else nearest(found, CURRENCIES)
        fix = f"Did you mean {near}?" if near else "Write its three-letter code, such as EUR or USD."
        message = f"Currency {found!r} is not a code of ISO 4217."
        yield at_cell(form, "currency", "unknown-currency", "error", message, fix)


def vision_is_one_sentence(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The vision has at most as many words as the standards allow."""
    words, most = len((account.account.vision or "").split()), standards.thresholds.vision_words
    if words > most:
        message = f"The vision has {words} words; a sentence both sides can say has {most} at most."
        yield at_cell(account.account, "vision", "vision-long", "warning", message, "Shorten it.")


def each_side_has_a_sponsor(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The team names one executive sponsor of ours and one of the client's."""
    if is_unread(account.team, "executive_sponsor") or is_unread(account.team, "organisation"):
        return
    for side, whose in (("us", "our own"), ("client", "the client's")):
        sponsors = [row for row in account.team if row.executive_sponsor and row.organisation == side]
        if not sponsors:
            message, fix = f"No executive sponsor on {whose} side.", "Set Executive sponsor to Yes for one member."
            yield on_sheet(TeamMember, "sponsor-missing", "warning", message, fix)
        for extra in sponsors[1:]:
            message = f"{sponsors[0].name!r} is {whose} executive sponsor already ({sponsors[0].cell('name')})."
            yield at_cell(extra, "executive_sponsor", "sponsor-twice", "warning", message, "Name one for each side.")


def an_objective_serves_the_client(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """At least one objective serves the client, alone or with us, and the client may see one of these."""
    if is_unread(account.objectives, "beneficiary"):
        return
    serving = [row for row in account.objectives if row.beneficiary in ("client", "both")]
    if not serving:
        message = "No objective serves the client; a plan of ours alone is no account plan."
        fix = "Add an objective with Serves set to client or both."
        yield on_sheet(Objective, "no-client-objective", "error", message, fix)
    elif not any(row.share for row in serving) and not is_unread(serving, "share"):
        message = "No objective that serves the client is shared, so the review deck shows no goals."
        yield on_sheet(Objective, "nothing-shared", "warning", message, "Set Share to Yes for one of them.")


def objectives_have_actions(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Each objective has an action that is not cancelled; one that a misspelled reference may mean counts as served."""
    if is_unread(account.actions, "objective"):
        return
    known = [objective.id for objective in account.objectives if objective.id]
    named = {action.objective for action in account.actions if action.status != "cancelled"}
    served = named | {nearest(name, known) for name in named.difference(known)}
    for objective in account.objectives:
        if objective.id and objective.id not in served:
            message = f"No action serves objective {objective.id!r} ({objective.title})."
            fix = f"Add an action with Objective set to {objective.id}."
            yield at_cell(objective, "id", "objective-without-action", "warning", message, fix)


def objectives_can_be_measured(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A target differs from where it started, or no progress could be told."""
    for objective in account.objectives:
        if objective.target is not None and objective.target == objective.baseline:
            message = f"Target {objective.target} equals Baseline, so no progress can be told."
            fix = "Correct one of the two; to hold a level, leave the baseline blank."
            yield at_cell(objective, "target", "target-is-baseline", "warning", message, fix)


def shared_actions_have_a_shared_objective(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """An action that the client sees serves an objective that the client sees."""
    kept = {row.id for row in account.objectives if not row.share and "share" not in row.origin.unread}
    for action in account.actions:
        if action.share and action.objective in kept:
            message = f"The action is shared, but its objective {action.objective!r} is not."
            fix = "Share the objective too, or keep the action to yourselves."
            yield at_cell(action, "share", "shared-alone", "warning", message, fix)


def ratings_are_complete(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Each criterion of the account score has a row; without one the score is known within bounds only."""
    if is_unread(account.ratings, "criterion"):
        return
    present = {row.criterion for row in account.ratings}
    for criterion in standards.criteria:
        if criterion.name not in present:
            swing = criterion.weight * (_HIGHEST - _LOWEST)
            message = (
                f"Criterion {criterion.name!r} has no rating; until it has, the score is told with bounds "
                f"{swing.normalize():f} points apart for it alone."
            )
            fix = f"Add a row with Rates account, Criterion {criterion.name} and a rating from {_LOWEST} to {_HIGHEST}."
            yield on_sheet(Rating, "criterion-unrated", "warning", message, fix)


def ratings_rate_what_they_can(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A criterion rates the account and a success factor rates our strength; one rater gives one rating."""
    criteria = {criterion.name for criterion in standards.criteria}
    factors = {factor.name for factor in standards.success_factors}
    first: dict[tuple[str, str, str, str], Rating] = {}
    for row in account.ratings:
        if not (row.rates and row.criterion):
            continue
        if row.criterion in criteria ^ factors and (row.criterion in factors) == (row.rates == "account"):
            right, what = (
                ("our strength", "a success factor") if row.criterion in factors else ("account", "a criterion")
            )
            message = f"{row.criterion!r} is {what}, so it does not rate {row.rates!r} and is left out."
            instead = ", or name a success factor of the standards." if row.rates == "rival" else "."
            fix = f"Set Rates to {right!r}{instead}"
            yield at_cell(row, "rates", "criterion-kind", "warning", message, fix)
        earlier = first.setdefault((row.rates, fold(row.rival or ""), row.criterion, fold(row.rater or "")), row)
        if earlier is not row:
            message = f"{row.criterion!r} is rated already in {earlier.cell('criterion')} by the same rater."
            fix = "Delete one of the two rows, or name who gave each."
            yield at_cell(row, "criterion", "rated-twice", "warning", message, fix)


def raters_agree(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The ratings of one criterion lie closer together than the standards' limit."""
    limit = standards.thresholds.raters_disagree_from
    for rows in grouped(account.ratings, "rates", "rival", "criterion").values():
        rated = sorted((row for row in rows if row.rating is not None), key=lambda row: row.rating or 0)
        lowest, highest = (rated[0].rating, rated[-1].rating) if rated else (None, None)
        if lowest and highest and highest - lowest >= limit:
            message = f"Raters disagree on {rated[0].criterion!r}: {lowest} to {highest} ({rated[0].cell('rating')})."
            yield at_cell(rated[-1], "rating", "raters-disagree", "warning", message, "Talk it over and rate it anew.")


def amounts_are_in_order(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Low is not above Amount, and Amount not above High."""
    for deal in account.opportunities:
        if "amount" in deal.origin.unread:
            continue
        if deal.low is not None and deal.low > deal.amount:
            message = f"Low {deal.low:f} is above Amount {deal.amount:f}."
            yield at_cell(deal, "low", "amount-order", "error", message, "Correct one of the two.")
        if deal.high is not None and deal.high < deal.amount:
            message = f"High {deal.high:f} is below Amount {deal.amount:f}."
            yield at_cell(deal, "high", "amount-order", "error", message, "Correct one of the two.")


def revenue_stands_once(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A product in a unit has one row a period, and a year is not told beside its own quarters."""
    for rows in grouped(account.revenue, "period", "product", "unit").values():
        for row in rows[1:]:
            message = f"{row.product!r} in {row.period} stands already in {rows[0].cell('product')}; both are added up."
            fix = "Delete one of the two rows, or add them up in one."
            yield at_cell(row, "period", "revenue-twice", "warning", message, fix)
    for rows in grouped(account.revenue, "product", "unit").values():
        years = {row.period: row for row in rows if row.period and "-" not in row.period}
        for row in rows:
            year = years.get((row.period or "").partition("-")[0])
            if year and year is not row and "-" in row.period:
                message = f"{row.period} is part of {year.period} in {year.cell('period')}; both are added up."
                fix = "Keep either the year or its quarters."
                yield at_cell(row, "period", "period-overlap", "warning", message, fix)


def kpis_stand_once(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A measure has one row a period."""
    for rows in grouped(account.kpis, "kpi", "period").values():
        for row in rows[1:]:
            message = f"{row.kpi!r} in {row.period} stands already in {rows[0].cell('kpi')}."
            yield at_cell(row, "period", "kpi-twice", "error", message, "Delete one of the two rows.")


def measures_are_spelled_alike(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """The measure of an objective is written on sheet KPIs in the same words."""
    known = {row.kpi for row in account.kpis if row.kpi}
    for objective in account.objectives:
        near = nearest(objective.kpi, known) if objective.kpi and objective.kpi not in known else ""
        if near and (fold(near) == fold(objective.kpi) or _close(near, objective.kpi)):
            message = f"KPI {objective.kpi!r} is written {near!r} on sheet KPIs, so the two are not joined."
            yield at_cell(objective, "kpi", "spelling", "warning", message, "Write both alike.")


def _close(one: str, other: str) -> bool:
    """Do two texts differ by a slip of the pen: by the letters of one word only?"""
    words = set(fold(one).split()) ^ set(fold(other).split())
    return len(words) == 2 and bool(nearest(words.pop(), words))


def changes_have_two_sides(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Each change has forces for and against it, spelled alike, and each force rests on evidence."""
    if is_unread(account.forces, "direction") or is_unread(account.forces, "change"):
        return
    for rows in grouped(account.forces, "change").values():
        directions = {row.direction for row in rows}
        if len(directions) == 1:
            missing = "against" if directions == {"for"} else "for"
            message = f"Every force on {rows[0].change!r} is {rows[0].direction!r}; none is {missing!r}."
            fix = f"Ask what speaks {missing} it, and add it."
            yield at_cell(rows[0], "direction", "one-sided", "warning", message, fix)
        for row in rows[1:]:
            if row.change != rows[0].change:
                message = f"Change {row.change!r} is written {rows[0].change!r} in {rows[0].cell('change')}."
                yield at_cell(row, "change", "spelling", "warning", message, "Write both alike.")


def forces_rest_on_evidence(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Each force has evidence; one problem for each change names the cells."""
    for rows in grouped(account.forces, "change").values():
        bare = [row for row in rows if not row.evidence and "evidence" not in row.origin.unread]
        if bare:
            cells = ", ".join(row.origin.cells["evidence"] for row in bare if "evidence" in row.origin.cells)
            named = f" ({cells})" if cells else ""
            message = f"{len(bare)} of {len(rows)} forces on {bare[0].change!r} have no evidence{named}."
            fix = "Write what shows each strength, or rate it anew."
            yield at_cell(bare[0], "evidence", "evidence-missing", "warning", message, fix)


def a_decision_is_wanted(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """At least one open decision is shared, so that the review has something to settle."""
    if is_unread(account.decisions, "share") or is_unread(account.decisions, "status"):
        return
    if not any(row.share and row.status in (None, "open", "postponed") for row in account.decisions):
        message = "No open decision is shared, so the review deck asks for none."
        fix = "Add a decision that is wanted from the client, and set Share to Yes."
        yield on_sheet(Decision, "no-decision", "warning", message, fix)

"""What moved since the last plan, as the plan prints it: the gravest changes as rows, and how the scores moved."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.results import Analysis, Changed, Result, Shift, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import BAD, GOOD, OPEN, WATCH, Fact, Status, quoted

MOST_ROWS = 12
_GRAVE = 4
_PARTS = {
    "coverage": "Coverage",
    "support": "Support",
    "role": "Decision role",
    "target": "Target set anew",
    "close date": "Expected to close",
    "amount": "Amount a year",
    "due": "Due",
    "restated": "Told otherwise than in the last plan",
    "weight": "Weight of the criterion",
    "component weight": "Weight in the health score",
    "tier": "Tier begins at",
    "health band": "Health band begins at",
    "net": "Net of the force field",
}
_KINDS = {"added": "New", "removed": "Gone", "moved": ""}
_SUBJECTS = {
    "score": "Account score",
    "health": "Health",
    "outlook": "Won and weighted pipeline",
    "completeness": "Required cells filled",
    "revenue": "Revenue",
    "standards": "Standards",
}
_IN_SENTENCE = {"score": "the account score", "outlook": "the weighted pipeline"}
_COUNTED = {
    "health": ("health score", "health scores"),
    "relationships": ("figure on all stakeholders", "figures on all stakeholders"),
    "outlook": ("figure of the outlook", "figures of the outlook"),
    "revenue": ("figure of revenue", "figures of revenue"),
    "completeness": ("figure of completeness", "figures of completeness"),
    "standards": ("entry of the standards", "entries of the standards"),
    "person": ("person", "people"),
    "opportunity": ("opportunity", "opportunities"),
    "force field": ("force field", "force fields"),
}


class SinceRow(Result):
    """One thing that is not as the last plan told it."""

    name: str = result("What it is, with its id.")
    more: str = result("What of it moved; empty if the name says it.")
    before: str = result("What the last plan told; a dash for what is new.")
    now: str = result("What is so now; a dash for what is gone.")
    state: Status = result("Better, Worse, New, Gone or Changed.")


class SinceView(Result):
    """What moved since the last plan."""

    last: str = result("The last plan, Q2 26 of 30 Jun 2026; empty if none is kept.")
    rows: tuple[SinceRow, ...] = result("The gravest changes, at most twelve.")
    others: str = result("What else moved, three actions and two people; empty if the rows are all.")
    reasons: tuple[Fact, ...] = result("How the account score and health came to move, and which tier is confirmed.")


def since_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> SinceView:
    """What moved since the last plan, the gravest first; everything is empty without an earlier plan."""
    changes = analysis.changes
    if changes.since is None:
        return SinceView(last="", rows=(), others="", reasons=())
    locale = account.account.locale
    last = wording.period(changes.since, locale, "dated")
    return SinceView(
        last=f"{last} of {wording.date(changes.since_day, locale, 'dated')}",
        rows=tuple(_row(change, account) for change in changes.changed[:MOST_ROWS]),
        others=_others(changes.changed[MOST_ROWS:]),
        reasons=tuple(_reasons(analysis, locale)),
    )


def moved(change: Changed, account: KeyAccount) -> str:
    """One change in few words: "the account score went from 7.8 (tier B) to 8.0 (tier A)"."""
    row = _row(change, account)
    name = quoted(row.name) if change.name else _IN_SENTENCE.get(change.subject, row.name[:1].lower() + row.name[1:])
    if change.kind != "moved":
        return f"{name} is {row.state.word.casefold()}"
    return f"{name} went from {row.before} to {row.now}"


def _row(change: Changed, account: KeyAccount) -> SinceRow:
    before, now = _told(change, account)
    name = change.name or _SUBJECTS.get(change.subject, wording.sentence(change.part))
    if change.subject in ("revenue", "measure"):
        name = f"{name}, {wording.period(change.id, account.account.locale, 'dated')}"
    elif change.id:
        name = f"{change.id} {name}" if change.subject != "person" else name
    return SinceRow(name=name, more=_more(change, account), before=before, now=now, state=_state(change))


def _more(change: Changed, account: KeyAccount) -> str:
    """What of it moved, where the name alone does not say it."""
    if change.subject == "force":
        return f"Strength of a force {change.now_word or change.before_word}"
    if change.subject == "risk":
        return f"{wording.sentence(change.now_word or change.before_word)}, probability × impact"
    if change.subject == "opportunity" and change.part in ("itself", "stage"):
        amount = change.now if change.now is not None else change.before
        return wording.money(amount, account.account.currency, account.account.locale, "short")
    if change.subject == "person" and change.part == "itself":
        return "Stakeholder"
    if change.subject == "relationships":
        return "All stakeholders, by influence"
    return _PARTS.get(change.part, "")


def _told(change: Changed, account: KeyAccount) -> tuple[str, str]:
    """What the last plan told, and what is so now."""
    form = account.account
    sides = ((change.before, change.before_word), (change.now, change.now_word))
    if change.part in ("close date", "due"):
        days = (change.before_day, change.now_day)
        return _pair(*(wording.date(day, form.locale, "dated") for day in days))
    return _pair(*(_side(change, figure, word, form.currency, form.locale) for figure, word in sides))


def _pair(before: str, now: str) -> tuple[str, str]:
    return before or wording.BLANK, now or wording.BLANK


def _side(change: Changed, figure: Decimal | None, word: str, currency: str, locale: str) -> str:
    """One side of a change: its figure in the unit of its part, then its class."""
    if change.subject == "score":
        tier = f"tier {word}" if word else "no tier"
        return "not assessed" if figure is None else f"{wording.number(figure, locale, 1)} ({tier})"
    if change.subject == "health":
        return word if figure is None else f"{wording.number(figure, locale, 0)} ({word})"
    if change.subject in ("force field", "goal") and change.part != "target":
        shown = wording.signed(figure, locale) if change.subject == "force field" else wording.percent(figure, locale)
        return word if figure is None else f"{shown} ({word})"
    if change.subject in ("person", "action") or (change.subject == "opportunity" and change.part != "amount"):
        return word
    if change.subject in ("outlook", "revenue", "opportunity"):
        return wording.money(figure, currency, locale, "short")
    if change.part in ("coverage", "share", "component weight") or (change.subject, change.part) == (
        "standards",
        "weight",
    ):
        return wording.percent(figure, locale)
    if change.subject == "relationships":
        return wording.BLANK if figure is None else wording.signed(figure * 100, locale, 0)
    return word if change.part == "version" else wording.number(figure, locale)


def _state(change: Changed) -> Status:
    """Whether it is good: worse is bad where much hangs on it, else to watch; what is neither is open."""
    word = _KINDS[change.kind]
    if change.direction == "better":
        return Status(tone=GOOD, word=word or "Better")
    if change.direction == "worse":
        return Status(tone=BAD if change.weight >= _GRAVE else WATCH, word=word or "Worse")
    return Status(tone=OPEN, word=word or "Changed")


def _others(rest: tuple[Changed, ...]) -> str:
    """What is left, counted by what it is about: "four actions, two people and one goal"."""
    counts: dict[str, int] = {}
    for change in rest:
        counts[change.subject] = counts.get(change.subject, 0) + 1
    return wording.listed(
        [wording.counted(count, *_COUNTED.get(subject, (subject, f"{subject}s"))) for subject, count in counts.items()]
    )


def _reasons(analysis: Analysis, locale: str) -> Iterator[Fact]:
    changes = analysis.changes
    for label, shift, decimals in (("Account score", changes.score, 2), ("Health", changes.health, 1)):
        if shift is not None and shift.change:
            yield Fact(label=label, value=_reason(shift, locale, decimals))
    review = changes.tier_review
    if review.coming != "nothing":
        verb = "promotes to" if review.coming == "promotion" else "demotes to"
        to = f"tier {review.tier}" if review.tier else "no tier"
        yield Fact(
            label="Tier",
            value=f"Tier {review.held or wording.BLANK} stays confirmed: only a second review like this {verb} {to}",
        )
    if changes.standards_changed:
        yield Fact(label="Standards", value="The yardstick is another than in the last plan: see the changes above")


def _reason(shift: Shift, locale: str, decimals: int) -> str:
    """ "+0.15 points, most by Low cost to serve (+0.15)"; what weights that were changed did is told apart."""
    assert shift.change is not None, "only a score that is assessed in both plans has a reason"
    rises = shift.change > 0
    along = [term for term in shift.terms if (term.by_value + term.by_weight > 0) == rises][:3]
    parts = [f"{term.name} ({wording.signed(term.by_value + term.by_weight, locale, decimals)})" for term in along]
    by = "by" if len(along) == len(shift.terms) else "most by"
    whole = f"{wording.signed(shift.change, locale, decimals)} points, {by} {wording.listed(parts)}"
    if not wording.rounded(shift.by_weights or 0, decimals):
        return whole
    share = wording.signed(shift.by_weights, locale, decimals)
    return f"{whole}. Of it {share} as other parts are assessed or weigh otherwise, not as the account changed"

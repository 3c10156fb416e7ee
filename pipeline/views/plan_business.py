"""What moves the customer's business, as the plan prints it: by kind, the most urgent and weighty first."""

from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.world import BusinessItem
from pipeline.views import wording
from pipeline.views.plan_parts import fitting, quoted, rows_read
from pipeline.views.wording import counted, sentence

_KINDS = {
    "initiative": "Initiatives",
    "challenge": "Challenges",
    "required outcome": "Required outcomes",
    "trend": "Trends",
    "event": "Events",
    "insight": "Insights",
}
_HORIZONS = {"short": "matters this year", "mid": "matters next year", "long": "matters later"}


class BusinessRow(Result):
    """One thing that moves the customer's business."""

    text: str = result("What it is about.")
    about: str = result("Who drives it, its date, and when it matters, as far as noted.")
    source: str = result("Where it was learned; empty if not noted.")
    urgency: str = result("1 can wait to 5 now; a dash if not noted.")
    impact: str = result("1 little to 5 decides the account; a dash if not noted.")
    our_answer: str = result("What we do about it; a dash if not noted.")
    question: str = result("What to discuss with the client; empty if not noted.")
    told_to: str = result("Whom we told of an insight, and when; empty if not noted.")


class BusinessGroup(Result):
    """The things of one kind."""

    title: str = result("Initiatives, Challenges, Required outcomes, Trends, Events or Insights.")
    rows: tuple[BusinessRow, ...] = result("Them, by urgency times impact.")


class BusinessView(Result):
    """What moves the customer's business."""

    groups: tuple[BusinessGroup, ...] = result("The kinds that hold something.")
    source: str = result("Where it was read.")


def business_view(account: KeyAccount) -> BusinessView:
    """What moves the customer's business, as the plan prints it."""
    return BusinessView(groups=tuple(_groups(account)), source=rows_read(account.business) if account.business else "")


def _groups(account: KeyAccount) -> Iterator[BusinessGroup]:
    for kind, title in _KINDS.items():
        items = sorted((item for item in account.business if item.kind == kind), key=lambda item: -_weight(item))
        if items:
            yield BusinessGroup(title=title, rows=tuple(_row(item, account.account.locale) for item in items))


def _weight(item: BusinessItem) -> int:
    """Urgency times impact, for the order alone; one that is not noted comes last."""
    return (item.urgency or 0) * (item.impact or 0)


def _row(item: BusinessItem, locale: str) -> BusinessRow:
    day = wording.date(item.date, locale, "dated") if item.date else ""
    about = (item.owner, day, _HORIZONS.get(item.horizon or "", ""))
    return BusinessRow(
        text=item.text,
        about=sentence(", ".join(part for part in about if part)),
        source=item.source or "",
        urgency=wording.number(item.urgency, locale),
        impact=wording.number(item.impact, locale),
        our_answer=item.our_answer or wording.BLANK,
        question=item.question or "",
        told_to=", ".join(
            part for part in (item.told_to, wording.date(item.told_on, locale, "dated") if item.told_on else "") if part
        ),
    )


def business_items(account: KeyAccount) -> str:
    """How many things move their business, and which weighs most."""
    count = len(account.business)
    moves = f"{sentence(counted(count, 'thing moves', 'things move'))} their business"
    first = max(account.business, key=_weight)
    if not _weight(first):
        return fitting(f"{moves}; how much {wording.plural(count, 'it weighs', 'they weigh')} is not noted")
    if count == 1:
        return fitting(f"{moves}: {quoted(first.text)}", moves)
    return fitting(f"{moves}; {quoted(first.text)} weighs most", moves)

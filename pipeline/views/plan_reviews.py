"""Reviews held and to come, and what was delivered, as the plan prints them."""

from collections.abc import Iterator

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import GOOD, NONE, OPEN, WATCH, Status, rows_read, short_date

_ISSUE_STATES = {
    "open": Status(tone=WATCH, word="Open"),
    "in progress": Status(tone=OPEN, word="In progress"),
    "closed": Status(tone=GOOD, word="Closed"),
}


class ReviewRow(Result):
    """One review."""

    planned: str = result("The planned day, 14 Oct 2026.")
    kind: str = result("Client or Internal, with the place.")
    state: Status = result("Held, Not held or Planned.")
    rating: str = result("How useful it was, 4 of 5; empty if not rated.")
    outcome: str = result("Decisions, changes and lessons, in this order; the purpose of one to come.")


class IssueRow(Result):
    """One issue or lesson."""

    text: str = result("What went wrong, or what was learned.")
    cause: str = result("Why it happened; empty if not noted.")
    change: str = result("What changes because of it.")
    who_when: str = result("Who sees to it, and by when; empty if nobody is named.")
    state: Status = result("Open, In progress, Closed or Lesson.")
    date: str = result("When it was noted, 21 Sep 2026.")


class OutcomeRow(Result):
    """One outcome that was delivered."""

    text: str = result("What was delivered.")
    value: str = result("Its number with the unit; a dash if there is none.")
    source: str = result("Where the number comes from.")
    date: str = result("When it was delivered.")


class ReviewsView(Result):
    """The log of reviews and deliveries."""

    rows: tuple[ReviewRow, ...] = result("The reviews, latest first.")
    outcomes: tuple[OutcomeRow, ...] = result("What was delivered, latest first.")
    issues: tuple[IssueRow, ...] = result("Issues and lessons, open ones first.")
    next_client: str = result("Next review with the client, 14 October 2026 in Bergen; a dash if none is planned.")
    source: str = result("Where the reviews were read.")


def reviews_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> ReviewsView:
    """The log of reviews and deliveries, latest first."""
    locale = account.account.locale
    summary = analysis.review_summary
    place = f" in {summary.next_client_place}" if summary.next_client_place else ""
    return ReviewsView(
        rows=tuple(_reviews(account, about)),
        outcomes=tuple(_outcomes(account)),
        issues=tuple(_issues(account)),
        next_client=f"{wording.date(summary.next_client, locale)}{place}" if summary.next_client else wording.BLANK,
        source=rows_read(account.reviews) if account.reviews else "",
    )


def _reviews(account: KeyAccount, about: About) -> Iterator[ReviewRow]:
    locale = account.account.locale
    for review in sorted(account.reviews, key=lambda review: review.planned, reverse=True):
        if review.held:
            moved = f" {short_date(review.held, locale)}" if review.held != review.planned else ""
            state = Status(tone=GOOD, word=f"Held{moved}")
        elif review.planned <= about.as_of:
            state = Status(tone=WATCH, word="Not held")
        else:
            state = Status(tone=NONE, word="Planned")
        told = (review.decisions, review.changes, review.lesson and f"Learned: {review.lesson}")
        texts = [text.rstrip(".") for text in told if text]
        yield ReviewRow(
            planned=wording.date(review.planned, locale, "dated"),
            kind=wording.sentence(review.kind) + (f", {review.place}" if review.place else ""),
            state=state,
            rating=f"{review.rating} of 5" if review.rating else "",
            outcome=". ".join(texts) or review.purpose or wording.BLANK,
        )


def _outcomes(account: KeyAccount) -> Iterator[OutcomeRow]:
    locale = account.account.locale
    found = [row for row in account.delivery if row.kind == "outcome"]
    for row in sorted(found, key=lambda row: row.date, reverse=True):
        value = wording.number(row.value, locale)
        if row.value is not None and row.unit:
            value = (
                wording.money(row.value, row.unit, locale)
                if row.unit.isupper() and len(row.unit) == 3
                else f"{value}{wording.NO_BREAK}{row.unit}"
            )
        yield OutcomeRow(
            text=wording.sentence(row.text),
            value=value,
            source=row.source or wording.BLANK,
            date=wording.date(row.date, locale, "dated"),
        )


def _issues(account: KeyAccount) -> Iterator[IssueRow]:
    locale = account.account.locale
    order = ("open", "in progress", "closed", None)
    found = [row for row in account.delivery if row.kind != "outcome"]
    for row in sorted(found, key=lambda row: (row.kind == "lesson", order.index(row.status))):
        due = short_date(row.change_due, locale) if row.change_due else ""
        yield IssueRow(
            text=row.text,
            cause=row.cause or "",
            change=row.change or wording.BLANK,
            who_when=", ".join(part for part in (row.change_owner, due) if part),
            state=Status(tone=NONE, word="Lesson") if row.kind == "lesson" else _ISSUE_STATES[row.status or "open"],
            date=wording.date(row.date, locale, "dated"),
        )

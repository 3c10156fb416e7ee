"""The team and the decisions it wants, as the plan prints them."""

from collections.abc import Iterator

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.people import TeamMember
from pipeline.model.proof import Decision
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import (
    BAD,
    GOOD,
    NONE,
    OPEN,
    WATCH,
    Fact,
    Gap,
    Status,
    bound,
    noted,
    rows_read,
    short_date,
)

_TOP_DECISIONS = 3
_DECISION_STATES = {
    "open": Status(tone=OPEN, word="Open"),
    "taken": Status(tone=GOOD, word="Taken"),
    "postponed": Status(tone=WATCH, word="Postponed"),
    "refused": Status(tone=BAD, word="Refused"),
}


class DecisionRow(Result):
    """One decision."""

    number: int = result("Its number in the plan, from 1.")
    decision: str = result("What is to be decided, with a full stop.")
    reason: str = result("Why, and why now.")
    who: str = result("Who decides; a dash if nobody is named.")
    by: str = result("Last useful day; a dash if none is named.")
    state: Status = result("Open, Taken, Postponed or Refused.")
    outcome: str = result("What was decided.")


class AgreementRow(Result):
    """Something the client agrees to."""

    item: str = result("What is agreed.")
    agreed: Status = result("Agreed, or Not yet.")
    signatory: str = result("Who of them agreed; a dash if not noted.")
    date: str = result("When; a dash if not noted.")
    co_authors: str = result("Who worked it out together; empty if not noted.")
    shared: str = result("Who gets it, which way and when; empty if not noted.")
    comment: str = result("The team's comment; empty if not noted.")


class MemberRow(Result):
    """Somebody of the team."""

    name: str = result("The person.")
    role: str = result("What they do for the account.")
    function: str = result("Their department.")
    email: str = result("Work address; a dash if not noted.")
    sponsor: str = result("Executive sponsor, with the last contact; empty for others.")
    hours: str = result("Hours a month used of those planned, 58 of 40; a dash if not noted.")
    over: bool = result("Are more hours used than planned?")


class TeamView(Result):
    """The people who carry the plan out, and how it is shared."""

    ours: tuple[MemberRow, ...] = result("Our people.")
    theirs: tuple[MemberRow, ...] = result("Their people at the table.")
    working: tuple[Fact, ...] = result("Cadence, format, channel and update rhythm, as far as noted.")
    missing: tuple[Gap, ...] = result("Sponsors, format, channel or rhythm that are missing, with their cells.")
    source: str = result("Where the team was read.")


def open_decisions(account: KeyAccount) -> tuple[DecisionRow, ...]:
    """The decisions still wanted, the most urgent first."""
    wanted = [decision for decision in account.decisions if (decision.status or "open") in ("open", "postponed")]
    ordered = sorted(
        wanted, key=lambda decision: (decision.by_when is None, decision.by_when or account.account.plan_end)
    )
    return tuple(_decision(number, decision, account.account.locale) for number, decision in enumerate(ordered, 1))


def top_decisions(account: KeyAccount) -> tuple[DecisionRow, ...]:
    """The decisions that the summary asks for."""
    return open_decisions(account)[:_TOP_DECISIONS]


def closed_decisions(account: KeyAccount) -> tuple[DecisionRow, ...]:
    """The decisions taken or refused, in the order of the sheet."""
    closed = [decision for decision in account.decisions if decision.status in ("taken", "refused")]
    return tuple(_decision(number, decision, account.account.locale) for number, decision in enumerate(closed, 1))


def _decision(number: int, decision: Decision, locale: str) -> DecisionRow:
    return DecisionRow(
        number=number,
        decision=f"{decision.decision.rstrip('.')}.",
        reason=bound(decision.reason or ""),
        who=decision.who_decides or wording.BLANK,
        by=short_date(decision.by_when, locale),
        state=_DECISION_STATES[decision.status or "open"],
        outcome=decision.outcome or "",
    )


def agreement_rows(account: KeyAccount) -> tuple[AgreementRow, ...]:
    """What the client agrees to, in the order of the sheet."""
    return tuple(
        AgreementRow(
            item=item.item,
            agreed=Status(tone=GOOD, word="Agreed") if item.agreed else Status(tone=NONE, word="Not yet"),
            signatory=item.signatory or wording.BLANK,
            date=wording.date(item.date, account.account.locale, "dated"),
            co_authors=item.co_authors or "",
            shared="; ".join(part for part in (item.recipients, item.channel, item.rhythm) if part),
            comment=item.comment or "",
        )
        for item in account.agreement
    )


def team_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> TeamView:
    """The team as the plan prints it, and how the plan is worked with."""
    profile = account.account
    return TeamView(
        ours=tuple(_member(member, profile.locale) for member in account.team if member.organisation == "us"),
        theirs=tuple(_member(member, profile.locale) for member in account.team if member.organisation == "client"),
        working=tuple(
            noted(
                (
                    ("Reviews with the client", wording.sentence(profile.client_review_cadence)),
                    ("Reviews of the team", wording.sentence(profile.internal_review_cadence)),
                    ("Format of the joint plan", profile.plan_format),
                    ("Where it is shared", profile.sharing_channel),
                    ("How often it is updated", profile.update_frequency),
                )
            )
        ),
        missing=tuple(_team_gaps(account)),
        source=rows_read(account.team) if account.team else "",
    )


def _member(member: TeamMember, locale: str) -> MemberRow:
    planned, used = member.hours_planned, member.hours_used
    hours = wording.BLANK
    if planned is not None:
        hours = f"{wording.number(used, locale)} of {wording.number(planned, locale)}"
    elif used is not None:
        hours = wording.number(used, locale)
    spoke = f", last spoke {short_date(member.last_sponsor_contact, locale)}" if member.last_sponsor_contact else ""
    return MemberRow(
        name=member.name,
        role=member.role,
        function=wording.sentence(member.function),
        email=member.email or wording.BLANK,
        sponsor=f"Executive sponsor{spoke}" if member.executive_sponsor else "",
        hours=hours,
        over=planned is not None and used is not None and used > planned,
    )


def _team_gaps(account: KeyAccount) -> Iterator[Gap]:
    profile = account.account
    for organisation, what in (("us", "Our executive sponsor"), ("client", "Executive sponsor on the customer’s side")):
        named = any(member.executive_sponsor for member in account.team if member.organisation == organisation)
        if not named:
            yield Gap(what=what, where=TeamMember.sheet.name)
    for key, what in (
        ("plan_format", "Format of the joint plan"),
        ("sharing_channel", "Where the joint plan is shared"),
        ("update_frequency", "How often the joint plan is updated"),
    ):
        if not getattr(profile, key):
            yield Gap(what=what, where=profile.cell(key))

"""The cover and the customer, as the plan prints them: only what is noted."""

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import Fact, every, full_stop, none_of, noted, our_team, shared_year

LONGEST_COVER_NOTE = 400  # characters
_STAGES = ("exploratory", "basic", "cooperative", "interdependent", "integrated")


class CoverView(Result):
    """What the cover says beside the labels of the sheet Account."""

    period: str = result("The period, Third quarter 2026.")
    plan_period: str = result("First to last day of the plan.")
    date_prepared: str = result("When the plan was last gone through, or the day of the figures.")
    prepared_by: str = result("Who answers for it, with the role.")
    team: str = result("Our people with their functions.")
    frequency: str = result("How often the team reviews the plan.")
    review_dates: str = result("Days on which the team reviewed it; a dash for none.")
    review_note: str = result("How many of the planned reviews were held; empty if none was planned.")
    confidentiality: str = result("What must be treated with special care; empty if nothing is noted.")
    distribution: str = result("Who may have the plan: the six people named above.")


class CustomerView(Result):
    """The customer and its business."""

    stage: str = result("Relationship stage in words, Cooperative; a dash if not noted.")
    stage_note: str = result("Its place among the stages, 3 of 5; empty if not noted.")
    next_date: str = result("The next date of the contract, 30 Jun 2027; a dash if none is noted.")
    next_date_label: str = result("What that date is: Renewal is decided, or Contract ends.")
    facts: tuple[Fact, ...] = result("Industry, address, contract and reference, as far as noted.")
    charter: tuple[Fact, ...] = result("The four answers of the charter, as far as noted.")
    business: tuple[Fact, ...] = result("Strategy and how they earn, as far as noted.")
    has_finances: bool = result("Is any of their figures noted?")
    outlook: str = result("Where their finances are heading, Stable; a dash if not noted.")
    finances_source: str = result("Where their figures come from, and of which day.")


def cover_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> CoverView:
    """The cover's own texts."""
    profile = account.account
    locale = profile.locale
    reviews = analysis.review_summary
    ours = [member for member in account.team if member.organisation == "us"]
    role = next((member.role for member in ours if member.name == profile.prepared_by), "")
    count = len(our_team(account))
    return CoverView(
        period=wording.sentence(wording.period(about.period, locale, "long")),
        plan_period=f"{wording.date(profile.plan_start, locale)} to {wording.date(profile.plan_end, locale)}",
        date_prepared=wording.date(profile.date_prepared or about.as_of, locale),
        prepared_by=f"{profile.prepared_by}, {role}" if role else profile.prepared_by,
        team=", ".join(f"{member.name} ({member.function})" for member in ours) or wording.BLANK,
        frequency=wording.sentence(profile.internal_review_cadence),
        review_dates=_review_dates(analysis, locale),
        review_note=held_of_planned(reviews.internal_held, reviews.internal_planned)
        if reviews.internal_planned
        else "",
        confidentiality=_confidentiality(profile.confidentiality_note or ""),
        distribution=(f"the {wording.count_word(count)} people named above" if count > 1 else "the person named above"),
    )


def _confidentiality(note: str) -> str:
    """The note as a sentence; one too long for the cover stands in the appendix."""
    if len(note) > LONGEST_COVER_NOTE:
        return "How confidential it is: the appendix."
    return full_stop(note) if note else ""


def _review_dates(analysis: Analysis, locale: str) -> str:
    days = analysis.review_summary.internal_dates
    if not days:
        return wording.BLANK
    earlier: wording.DateStyle = "short" if shared_year(days) else "dated"
    shown = [wording.date(day, locale, earlier) for day in days[:-1]]
    shown.append(wording.date(days[-1], locale, "dated"))
    return ", ".join(day.replace(" ", wording.NO_BREAK) for day in shown)


def held_of_planned(held: int, planned: int) -> str:
    """How many reviews were held: "Eight of nine planned reviews were held"."""
    if planned == 1:
        return "The one planned review was held" if held else "The one planned review was not held"
    if held == planned:
        return f"{every(planned)} planned reviews were held"
    if not held:
        return f"{none_of(planned)} planned reviews was held"
    was = wording.plural(held, "was", "were")
    return f"{wording.sentence(wording.count_word(held))} of {wording.count_word(planned)} planned reviews {was} held"


def customer_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> CustomerView:
    """The customer as the plan prints it: only what is noted."""
    profile = account.account
    stage = profile.relationship_stage
    next_day = profile.renewal_date or profile.contract_end
    return CustomerView(
        stage=wording.sentence(stage) if stage else wording.BLANK,
        stage_note=f"stage {_STAGES.index(stage) + 1} of {len(_STAGES)}" if stage else "",
        next_date=wording.date(next_day, profile.locale, "dated"),
        next_date_label="Renewal is decided" if profile.renewal_date else "Contract ends",
        facts=tuple(noted(_account_facts(account))),
        charter=tuple(
            noted(
                (
                    ("Field of play", profile.charter_field),
                    ("Value we bring", profile.charter_value),
                    ("How they gain", profile.charter_gain),
                    ("What we gain", profile.charter_return),
                )
            )
        ),
        business=tuple(
            noted(
                (
                    ("Strategy", profile.strategy),
                    ("How they make money", profile.revenue_model),
                    ("What drives their cost", profile.cost_drivers),
                )
            )
        ),
        has_finances=any(amount is not None for amount in (profile.fin_revenue, profile.fin_profit, profile.fin_debt)),
        outlook=wording.sentence(profile.fin_outlook or wording.BLANK),
        finances_source=_finances_source(account),
    )


def _account_facts(account: KeyAccount) -> tuple[tuple[str, str | None], ...]:
    profile = account.account
    locale = profile.locale
    contract = None
    if profile.contract_start and profile.contract_end:
        contract = (
            f"{wording.date(profile.contract_start, locale, 'dated')} to "
            f"{wording.date(profile.contract_end, locale, 'dated')}"
        )
    return (
        ("Industry", profile.industry),
        ("Market rank", profile.market_rank),
        ("Market share", wording.percent(profile.market_share, locale) if profile.market_share is not None else None),
        ("Source of rank and share", profile.market_source),
        ("Employees", wording.number(profile.employees, locale) if profile.employees is not None else None),
        ("Contract in force", contract),
        ("Up for renewal", _a_year(profile.renewed_amount, account)),
        ("Referrals given", wording.number(profile.referrals_given, locale) if profile.referrals_given else None),
        ("Reference", _reference(account)),
    )


def _reference(account: KeyAccount) -> str | None:
    profile = account.account
    if profile.reference_consent is None:
        return None
    if not profile.reference_consent:
        return "No, they may not be named"
    since = f", agreed on {wording.date(profile.reference_date, profile.locale)}" if profile.reference_date else ""
    return f"Yes, they may be named{since}"


def _a_year(amount: object, account: KeyAccount) -> str | None:
    profile = account.account
    return f"{wording.money(profile.renewed_amount, profile.currency, profile.locale)} a year" if amount else None


def _finances_source(account: KeyAccount) -> str:
    profile = account.account
    day = wording.date(profile.fin_date, profile.locale, "dated") if profile.fin_date else ""
    return ", ".join(part for part in (profile.fin_source, day) if part)

"""The account plan as its Word template prints it: rows joined and worded, sections numbered, gaps named."""

from collections.abc import Iterator

from msgspec.structs import asdict

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.money import Revenue
from pipeline.model.people import Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective
from pipeline.standards import Standards
from pipeline.views.about import About
from pipeline.views.findings.whole import FindingsView, findings_view
from pipeline.views.plan_actions import ActionsView, actions_view
from pipeline.views.plan_alerts import AlertsView, PrioritiesView, alerts_view, priorities_view
from pipeline.views.plan_audit import (
    AchievementRow,
    AuditView,
    RhythmRow,
    achievement_rows,
    audit_view,
    rhythm_rows,
)
from pipeline.views.plan_business import BusinessView, business_view
from pipeline.views.plan_competitors import (
    CompetitorsView,
    competitors_view,
    our_competitors,
    rival_ratings,
    their_competitors,
)
from pipeline.views.plan_customer import CoverView, CustomerView, cover_view, customer_view
from pipeline.views.plan_economics import EconomicsView, economics_view
from pipeline.views.plan_entries import EntryRow, entries_view
from pipeline.views.plan_force import ChangeView, changes_view
from pipeline.views.plan_goals import GoalsView, goals_view
from pipeline.views.plan_health import HealthView, health_view
from pipeline.views.plan_money import DealsView, RevenueView, deals_view, revenue_view
from pipeline.views.plan_organisation import OrganisationView, is_drawn, organisation_view
from pipeline.views.plan_parts import Gap
from pipeline.views.plan_people import PeopleView, people_view
from pipeline.views.plan_reviews import ReviewsView, reviews_view
from pipeline.views.plan_risks import RisksView, risks_view
from pipeline.views.plan_score import ScoreView, score_view
from pipeline.views.plan_since import SinceView, since_view
from pipeline.views.plan_swot import SwotView, swot_view
from pipeline.views.plan_team import (
    AgreementRow,
    DecisionRow,
    TeamView,
    agreement_rows,
    closed_decisions,
    open_decisions,
    team_view,
    top_decisions,
)
from pipeline.views.plan_units import UnitsView, WhiteSpaceView, units_view, white_space_view
from pipeline.views.plan_voice import VoiceView, voice_view
from pipeline.views.plan_worked import SheetPair, WorkedGroup, sheet_pairs, worked_groups
from pipeline.views.wording import count_word

_TEENS = {13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen"}
_SHEETS_OF = {
    "business": "the customer’s business (sheets Account and Business)",
    "organisation": "organisation and buying (sheets Units and Stakeholders)",
    "swot": "strengths, weaknesses, opportunities, threats (sheet SWOT)",
    "competitors": "our competitors here (sheet Competitors)",
    "opportunities": "opportunities (sheet Opportunities)",
    "voice": "voice of the customer (sheet Voice)",
    "solutions": "solutions (sheet Objectives)",
    "risks": "risks, commitments and alerts (sheet Risks)",
}


class SectionNumbers(Result):
    """The number of each section, counted over those that are there; None for a section that is left out."""

    summary: int | None = result("Summary.")
    overview: int | None = result("Account overview.")
    business: int | None = result("The customer's business; left out if nothing of it is noted.")
    organisation: int | None = result(
        "Organisation and buying; left out without a unit and without a line between people."
    )
    relationships: int | None = result("Relationships.")
    position: int | None = result("Current position.")
    scoring: int | None = result("Scoring.")
    swot: int | None = result("Strengths, weaknesses, opportunities, threats; left out without one.")
    competitors: int | None = result("Our competitors here; left out without one and without a rival's rating.")
    opportunities: int | None = result("Opportunities; left out without one and without white space.")
    voice: int | None = result("Voice of the customer; left out if nobody was asked.")
    objectives: int | None = result("Objectives and goals.")
    solutions: int | None = result("Solutions; left out if no objective has one.")
    actions: int | None = result("Action plan.")
    force_field: int | None = result("Force field.")
    risks: int | None = result("Risks, commitments and alerts; left out without any.")
    implementation: int | None = result("Implementation.")
    reviews: int | None = result("Review log.")


class PlanView(Result):
    """Everything the account plan prints beside the rows and the results themselves."""

    numbers: SectionNumbers = result("The numbers of the sections.")
    count: str = result("How many sections there are, in words, eighteen.")
    left_out: tuple[str, ...] = result("Optional sections that are left out, with their sheets.")
    incomplete: tuple[Gap, ...] = result("Required entries that are missing.")
    cover: CoverView = result("The cover.")
    customer: CustomerView = result("The customer and its business.")
    business: BusinessView = result("What moves the customer's business.")
    organisation: OrganisationView = result("The customer's people and the lines between them, drawn.")
    units: UnitsView = result("The customer's units and how they buy.")
    competitors: CompetitorsView = result("The customer's competitors and ours.")
    people: PeopleView = result("The people of the account.")
    revenue: RevenueView = result("Revenue by product and period.")
    economics: EconomicsView = result("What the account costs and how it pays.")
    score: ScoreView = result("The account score.")
    health: HealthView = result("The health of the account.")
    swot: SwotView = result("The SWOT.")
    deals: DealsView = result("The opportunities.")
    white_space: WhiteSpaceView = result("What each unit buys of each product.")
    voice: VoiceView = result("What people said.")
    goals: GoalsView = result("The objectives and measures.")
    actions: ActionsView = result("The action plan.")
    changes: tuple[ChangeView, ...] = result("The changes, the one with the lowest net first.")
    risks: RisksView = result("Risks and commitments.")
    alerts: AlertsView = result("The alerts.")
    priorities: PrioritiesView = result("What to work on first.")
    agreement: tuple[AgreementRow, ...] = result("What the client agrees to, in the order of the sheet.")
    team: TeamView = result("The team and how it works.")
    reviews: ReviewsView = result("Reviews and deliveries.")
    since: SinceView = result("What moved since the last plan.")
    rhythm: tuple[RhythmRow, ...] = result("Reviews with the customer and of the team beside their cadence.")
    achievements: tuple[AchievementRow, ...] = result("Every goal beside what was achieved.")
    audit: AuditView = result("The audit of the plan.")
    findings: FindingsView = result("What the results say, by section.")
    decisions: tuple[DecisionRow, ...] = result("Decisions wanted, the most urgent first.")
    top_decisions: tuple[DecisionRow, ...] = result("The three most urgent of them.")
    closed_decisions: tuple[DecisionRow, ...] = result("Decisions taken or refused.")
    sheets: tuple[SheetPair, ...] = result("How full each sheet is, two beside each other.")
    worked: tuple[WorkedGroup, ...] = result("Every figure worked out with its numbers, by formula.")
    entries: tuple[EntryRow, ...] = result("Internal entries that no section prints, by field.")


def plan_view(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> PlanView:
    """The account plan, worded and in order."""
    given = (account, analysis, standards, about)
    numbers = section_numbers(account, analysis)
    score, team = score_view(*given), team_view(*given)
    return PlanView(
        numbers=numbers,
        count=_count(numbers),
        left_out=tuple(_left_out(account, numbers)),
        incomplete=(*_empty_sheets(account), *score.missing, *team.missing),
        cover=cover_view(*given),
        customer=customer_view(*given),
        business=business_view(account),
        organisation=organisation_view(account, analysis),
        units=units_view(account),
        competitors=competitors_view(account, standards),
        people=people_view(*given),
        revenue=revenue_view(*given),
        economics=economics_view(account),
        score=score,
        health=health_view(account, analysis),
        swot=swot_view(*given),
        deals=deals_view(*given),
        white_space=white_space_view(account),
        voice=voice_view(account),
        goals=goals_view(*given),
        actions=actions_view(*given),
        changes=changes_view(*given),
        risks=risks_view(account),
        alerts=alerts_view(account, analysis),
        priorities=priorities_view(account, analysis),
        agreement=agreement_rows(account),
        team=team,
        reviews=reviews_view(*given),
        since=since_view(*given),
        rhythm=rhythm_rows(account, analysis),
        achievements=achievement_rows(account, analysis),
        audit=audit_view(account, analysis),
        findings=findings_view(account, analysis),
        decisions=open_decisions(account),
        top_decisions=top_decisions(account),
        closed_decisions=closed_decisions(account),
        sheets=sheet_pairs(analysis, account.account.locale),
        worked=worked_groups(*given),
        entries=entries_view(account),
    )


def section_numbers(account: KeyAccount, analysis: Analysis) -> SectionNumbers:
    """Number the sections that have something to say; a required one stays and says what is missing."""
    profile = account.account
    own_business = (profile.strategy, profile.revenue_model, profile.fin_revenue, profile.fin_profit)
    figures = (*own_business, profile.fin_debt, profile.fin_outlook)
    present = {
        "business": any(value is not None for value in figures) or bool(account.business or their_competitors(account)),
        "organisation": bool(account.units) or is_drawn(account),
        "swot": bool(account.swot),
        "competitors": bool(our_competitors(account) or rival_ratings(account)),
        "opportunities": bool(account.opportunities or account.white_space),
        "voice": bool(account.voice or account.voice_samples),
        "solutions": any(objective.solution for objective in account.objectives),
        "risks": bool(account.risks or analysis.alerts),
    }
    numbers: dict[str, int | None] = {}
    number = 0
    for section in SectionNumbers.declared:
        number += present.get(section, True)
        numbers[section] = number if present.get(section, True) else None
    return SectionNumbers(**numbers)


def _count(numbers: SectionNumbers) -> str:
    count = sum(number is not None for number in asdict(numbers).values())
    return _TEENS.get(count, count_word(count))


def _left_out(account: KeyAccount, numbers: SectionNumbers) -> Iterator[str]:
    for section, number in asdict(numbers).items():
        if number is None:
            yield _SHEETS_OF[section]
    if not account.account.vision:
        yield "vision (sheet Account)"


def _empty_sheets(account: KeyAccount) -> Iterator[Gap]:
    """Sheets that must hold rows and hold none."""
    for record in (TeamMember, Stakeholder, Revenue, Objective, Action, Force):
        if not account.rows(record):
            yield Gap(what=record.sheet.name, where=f"sheet {record.sheet.name}")

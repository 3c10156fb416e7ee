"""Everything computed for one account; each field is the name templates use."""

from pipeline.analysis.results.actions import ActionLoad, ActionState, ActionSummary, WordingFinding
from pipeline.analysis.results.alerts import Alert, Priorities
from pipeline.analysis.results.audit import Audit
from pipeline.analysis.results.changes import Changes
from pipeline.analysis.results.completeness import Completeness
from pipeline.analysis.results.declared import Result, Verdict, result
from pipeline.analysis.results.economics import EconomicsSummary
from pipeline.analysis.results.forces import ForceField
from pipeline.analysis.results.goals import Goal, GoalGaps, GoalSummary
from pipeline.analysis.results.health import Health
from pipeline.analysis.results.kpis import KpiSeries, KpiSummary
from pipeline.analysis.results.matrix import Matrix
from pipeline.analysis.results.meetings import ReviewRhythm, ReviewSummary
from pipeline.analysis.results.money import RevenueSummary
from pipeline.analysis.results.movement import Concentrated, RevenueBridge
from pipeline.analysis.results.people import Relationships
from pipeline.analysis.results.pipeline import OpportunitySummary
from pipeline.analysis.results.scores import Score
from pipeline.analysis.results.voice import ClientVoice, VoiceSummary
from pipeline.analysis.results.wallet import Wallet


class SharedAnalysis(Result):
    """What is computed from the rows and fields a client may see, and from nothing else when given a projection."""

    goals: tuple[Goal, ...] = result("One for each objective, in the order of the sheet.", "client")
    goal_summary: GoalSummary = result("The goals counted.", "client")
    action_states: tuple[ActionState, ...] = result("One for each action, in the order of the sheet.", "client")
    action_summary: ActionSummary = result("The actions counted.", "client")
    revenue_summary: RevenueSummary = result("Revenue by product and period.", "client")
    review_summary: ReviewSummary = result("Reviews planned and held.", "client")
    kpi_series: tuple[KpiSeries, ...] = result("One for each measure of sheet KPIs, by name.", "client")
    client_voice: ClientVoice = result("What the client's side answered.", "client")


class Analysis(SharedAnalysis):
    """Everything computed for one account. Each field is the name templates use."""

    score: Score = result("The key account score.")
    matrix: Matrix = result("Attractiveness against relative strength.")
    force_field: tuple[ForceField, ...] = result("One force field for each change, in the order of the sheet.")
    force_field_verdict: Verdict = result("The plan's verdict: that of the change with the lowest net.")
    opportunity_summary: OpportunitySummary = result("The pipeline.")
    relationships: Relationships = result("Coverage and support.")
    wallet: Wallet = result("Share of wallet and white space.")
    revenue_bridge: RevenueBridge | None = result("Last year to this year; None unless all quarters are there.")
    product_concentration: Concentrated | None = result("Revenue of the year to date on products; None without it.")
    unit_concentration: Concentrated | None = result("The same on units; None if no unit is noted.")
    economics_summary: EconomicsSummary = result("What the account earns after what it costs.")
    voice_summary: VoiceSummary = result("What both sides said.")
    goal_gaps: GoalGaps = result("What objectives lack.")
    kpi_summary: KpiSummary = result("The measures looked at together.")
    health: Health = result("The health score.")
    completeness: Completeness = result("How many cells of the workbook are filled.")
    action_load: ActionLoad = result("Who has how much to do, and for how long it has been waiting.")
    action_wording: tuple[WordingFinding, ...] = result("What is not plain in the open actions, in sheet order.")
    client_rhythm: ReviewRhythm = result("How the reviews with the client keep to their cadence.")
    internal_rhythm: ReviewRhythm = result("How the account team's own reviews keep to theirs.")
    audit: Audit = result("How good the plan is, 100 points at most.")
    alerts: tuple[Alert, ...] = result("What needs attention: act now before watch, then by weight and date.")
    priorities: Priorities = result("What to work on first.")
    changes: Changes = result("What moved since the last plan.")

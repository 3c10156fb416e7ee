"""The computed results: every number that is not typed but worked out, with its unit, its range and its audience."""

from pipeline.analysis.results.actions import ActionLoad, ActionState, ActionSummary, AgeBand, Load, WordingFinding
from pipeline.analysis.results.alerts import Alert, NotRanked, Priorities, Priority, Severity
from pipeline.analysis.results.audit import Audit, AuditArea, AuditGap, AuditStatement
from pipeline.analysis.results.changes import Changed, Changes, Shift, ShiftTerm, Subject, TierReview
from pipeline.analysis.results.completeness import Completeness, SheetCompleteness
from pipeline.analysis.results.declared import Result, Status, Verdict, result
from pipeline.analysis.results.economics import EconomicsSummary, PeriodEconomics, Trend
from pipeline.analysis.results.explained import Explanation
from pipeline.analysis.results.forces import ForceField, ForceTerm
from pipeline.analysis.results.goals import Goal, GoalGaps, GoalSummary, HorizonGap, NeededActual
from pipeline.analysis.results.health import Health, HealthBand, HealthComponent, HealthFlip
from pipeline.analysis.results.kpis import (
    KpiDirection,
    KpiPoint,
    KpiSeries,
    KpiStanding,
    KpiSummary,
    TargetReset,
)
from pipeline.analysis.results.matrix import FactorTerm, Matrix, MatrixCell, SupplierStrength
from pipeline.analysis.results.meetings import ReviewRhythm, ReviewSummary, Stretch
from pipeline.analysis.results.money import RevenueCell, RevenueSummary, RevenueTotal
from pipeline.analysis.results.movement import (
    Concentrated,
    Concentration,
    Move,
    RevenueBridge,
    RevenueMove,
    ShareOfWhole,
)
from pipeline.analysis.results.people import (
    Holder,
    LineKind,
    NextStep,
    OrgChart,
    OrgLine,
    OrgNode,
    PersonState,
    Relationships,
    Standing,
)
from pipeline.analysis.results.pipeline import BusinessGap, OpportunitySummary, OpportunityTerm, StageTotal
from pipeline.analysis.results.scores import Score, ScoreTerm, ScoreTest
from pipeline.analysis.results.voice import (
    ClientQuestion,
    ClientTopic,
    ClientVoice,
    Recommendation,
    Sample,
    TopicAnswers,
    VoiceSummary,
    VoiceTopic,
)
from pipeline.analysis.results.wallet import Wallet, WalletShare, WhiteSpaceChance, WhiteSpaceUnit
from pipeline.analysis.results.whole import Analysis, SharedAnalysis

__all__ = [
    "ActionLoad",
    "ActionState",
    "ActionSummary",
    "AgeBand",
    "Alert",
    "Analysis",
    "Audit",
    "AuditArea",
    "AuditGap",
    "AuditStatement",
    "BusinessGap",
    "Changed",
    "Changes",
    "ClientQuestion",
    "ClientTopic",
    "ClientVoice",
    "Completeness",
    "Concentrated",
    "Concentration",
    "EconomicsSummary",
    "Explanation",
    "FactorTerm",
    "ForceField",
    "ForceTerm",
    "Goal",
    "GoalGaps",
    "GoalSummary",
    "Health",
    "HealthBand",
    "HealthComponent",
    "HealthFlip",
    "Holder",
    "HorizonGap",
    "KpiDirection",
    "KpiPoint",
    "KpiSeries",
    "KpiStanding",
    "KpiSummary",
    "LineKind",
    "Load",
    "Matrix",
    "MatrixCell",
    "Move",
    "NeededActual",
    "NextStep",
    "NotRanked",
    "OpportunitySummary",
    "OpportunityTerm",
    "OrgChart",
    "OrgLine",
    "OrgNode",
    "PeriodEconomics",
    "PersonState",
    "Priorities",
    "Priority",
    "Recommendation",
    "Relationships",
    "Result",
    "RevenueBridge",
    "RevenueCell",
    "RevenueMove",
    "RevenueSummary",
    "RevenueTotal",
    "ReviewRhythm",
    "ReviewSummary",
    "Sample",
    "Score",
    "ScoreTerm",
    "ScoreTest",
    "Severity",
    "ShareOfWhole",
    "SharedAnalysis",
    "SheetCompleteness",
    "Shift",
    "ShiftTerm",
    "StageTotal",
    "Standing",
    "Status",
    "Stretch",
    "Subject",
    "SupplierStrength",
    "TargetReset",
    "TierReview",
    "TopicAnswers",
    "Trend",
    "Verdict",
    "VoiceSummary",
    "VoiceTopic",
    "Wallet",
    "WalletShare",
    "WhiteSpaceChance",
    "WhiteSpaceUnit",
    "WordingFinding",
    "result",
]

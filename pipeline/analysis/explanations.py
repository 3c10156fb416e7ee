"""Every result traced: its formula with the numbers put in, its cells, and what would change it."""

import datetime
from collections.abc import Iterator

from pipeline.analysis.actions import explained_actions
from pipeline.analysis.alerts import explained_alerts
from pipeline.analysis.audit import explained_audit
from pipeline.analysis.changes import explained_changes
from pipeline.analysis.economics import explained_economics
from pipeline.analysis.force_field import explained_force_field
from pipeline.analysis.goals import explained_goals
from pipeline.analysis.health import explained_health
from pipeline.analysis.kpis import explained_kpis
from pipeline.analysis.matrix import explained_matrix
from pipeline.analysis.movement import explained_movement
from pipeline.analysis.opportunities import explained_opportunities
from pipeline.analysis.priorities import explained_priorities
from pipeline.analysis.relationships import explained_relationships
from pipeline.analysis.results import Analysis, Explanation
from pipeline.analysis.reviews import explained_reviews
from pipeline.analysis.scores import explained_score
from pipeline.analysis.voice import explained_voice
from pipeline.analysis.wallet import explained_wallet
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards


def explanations(
    account: KeyAccount, analysis: Analysis, standards: Standards, period: str, as_of: datetime.date
) -> Iterator[Explanation]:
    """One explanation for each result that is computed by a formula, in the order of the plan's sections."""
    yield from explained_score(analysis.score)
    yield from explained_matrix(analysis.matrix)
    yield from explained_force_field(analysis.force_field)
    yield from explained_relationships(account, analysis.relationships)
    yield from explained_opportunities(account, analysis.opportunity_summary, standards)
    yield from explained_wallet(account, analysis.wallet)
    yield from explained_movement(account, analysis.revenue_bridge, analysis.product_concentration, period)
    yield from explained_economics(analysis.economics_summary)
    yield from explained_voice(analysis.voice_summary)
    yield from explained_goals(account, analysis.goals, analysis.goal_summary, period, as_of)
    yield from explained_kpis(account, analysis.kpi_series, period)
    yield from explained_actions(account, analysis.action_states, analysis.action_summary, as_of)
    yield from explained_reviews(account, (analysis.client_rhythm, analysis.internal_rhythm), as_of)
    yield from explained_audit(analysis.audit)
    yield from explained_health(analysis.health)
    yield from explained_priorities(analysis.priorities)
    yield from explained_alerts(analysis.alerts)
    yield from explained_changes(analysis)

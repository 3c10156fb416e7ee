"""Everything computed for one account, and the part of it that a client may see."""

import datetime
from collections.abc import Sequence

from msgspec.structs import asdict, replace

from pipeline.analysis.actions import action_load_of, action_states, action_summary_of
from pipeline.analysis.alerts import alerts_of
from pipeline.analysis.audit import Audited, audit_of
from pipeline.analysis.changes import NOTHING_KEPT, cells_by_subject, changes_of
from pipeline.analysis.completeness import account_completeness
from pipeline.analysis.economics import economics_of
from pipeline.analysis.evidence import Evidence
from pipeline.analysis.force_field import force_fields, plan_verdict
from pipeline.analysis.goal_gaps import goal_gaps_of
from pipeline.analysis.goals import goal_summary_of, goals_of
from pipeline.analysis.health import HealthInputs, health_of
from pipeline.analysis.kpis import kpi_series_of, kpi_summary_of
from pipeline.analysis.matrix import matrix_of
from pipeline.analysis.movement import products_concentration_of, revenue_bridge_of, units_concentration_of
from pipeline.analysis.opportunities import opportunity_summary_of
from pipeline.analysis.priorities import priorities_of
from pipeline.analysis.relationships import relationships_of
from pipeline.analysis.results import Analysis, SharedAnalysis
from pipeline.analysis.revenue import revenue_summary_of
from pipeline.analysis.reviews import review_rhythm_of, review_summary_of
from pipeline.analysis.scores import account_score
from pipeline.analysis.snapshots import snapshot_of
from pipeline.analysis.voice import client_voice_of, voice_summary_of
from pipeline.analysis.wallet import wallet_of
from pipeline.analysis.wording import action_wording_of
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import Snapshot
from pipeline.standards import Standards


def analyse(
    account: KeyAccount,
    standards: Standards,
    period: str,
    as_of: datetime.date,
    history: Sequence[Snapshot] = (),
) -> Analysis:
    """Everything computed for the account, reviewed for `period` (2026-Q3 or 2026) as it stood on `as_of`.

    `history` are its snapshots of earlier periods, oldest first; only `changes` and the alerts rest on them. A pure
    function: the same account, standards, period, date and history give equal results. Raises ValueError for a period
    that is none, and KeyError for a stage or a step of a scale that is not in the standards.
    """
    return analyse_and_keep(account, standards, period, as_of, history)[0]


def analyse_and_keep(
    account: KeyAccount, standards: Standards, period: str, as_of: datetime.date, history: Sequence[Snapshot]
) -> tuple[Analysis, Snapshot]:
    """As `analyse`, with what is kept of the account for the plans of later periods."""
    shared = analyse_shared(account, standards, period, as_of)
    fields = force_fields(account)
    score = account_score(account, standards)
    relationships = relationships_of(account, standards, as_of)
    gaps, wording = goal_gaps_of(account, as_of), action_wording_of(account, standards)
    voice_summary = voice_summary_of(account, standards, period)
    economics_summary = economics_of(account, period)
    evidence = Evidence(
        account=account,
        standards=standards,
        period=period,
        as_of=as_of,
        shared=shared,
        score=score,
        force_field=fields,
        opportunity_summary=opportunity_summary_of(account, standards, as_of),
        relationships=relationships,
        wallet=wallet_of(account, period),
        economics_summary=economics_summary,
        voice_summary=voice_summary,
        history=tuple(history),
    )
    health = health_of(
        HealthInputs(
            account=account,
            standards=standards,
            as_of=as_of,
            relationships=relationships,
            goal_summary=shared.goal_summary,
            action_summary=shared.action_summary,
            recommendation=voice_summary.recommendation,
            kpi_series=shared.kpi_series,
            economics_summary=economics_summary,
        )
    )
    found = Analysis(
        **asdict(shared),
        score=score,
        matrix=matrix_of(account, score, standards),
        force_field=fields,
        force_field_verdict=plan_verdict(fields),
        opportunity_summary=evidence.opportunity_summary,
        relationships=relationships,
        voice_summary=voice_summary,
        economics_summary=economics_summary,
        revenue_bridge=revenue_bridge_of(account, period),
        product_concentration=products_concentration_of(account, period),
        unit_concentration=units_concentration_of(account, period),
        action_load=action_load_of(account, as_of),
        action_wording=wording,
        client_rhythm=review_rhythm_of(account, "client", as_of),
        internal_rhythm=review_rhythm_of(account, "internal", as_of),
        goal_gaps=gaps,
        audit=audit_of(Audited(account, standards, period, as_of, gaps, relationships, wording)),
        wallet=evidence.wallet,
        kpi_summary=kpi_summary_of(account, shared.kpi_series, period),
        health=health,
        completeness=account_completeness(account),
        alerts=alerts_of(evidence),
        priorities=priorities_of(evidence),
        changes=NOTHING_KEPT,
    )
    now = snapshot_of(account, found, standards, period, as_of)
    where = cells_by_subject(account) if history else {}
    return replace(found, changes=changes_of(history, now, where)), now


def analyse_shared(account: KeyAccount, standards: Standards, period: str, as_of: datetime.date) -> SharedAnalysis:
    """What is computed from rows and fields a client may see; of an internal field it needs none.

    Given a client projection, the results rest on the shared rows alone; given a whole account, on all its rows.
    """
    goals = goals_of(account, standards, period, as_of)
    return SharedAnalysis(
        goals=goals,
        goal_summary=goal_summary_of(goals, account.objectives),
        action_states=action_states(account, as_of),
        action_summary=action_summary_of(account, as_of),
        revenue_summary=revenue_summary_of(account, period),
        review_summary=review_summary_of(account, period, as_of),
        kpi_series=kpi_series_of(account, period),
        client_voice=client_voice_of(account, standards, period),
    )

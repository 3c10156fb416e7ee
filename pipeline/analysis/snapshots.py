"""The snapshot of an account: what a later plan needs to tell what moved since this one."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.results import Analysis
from pipeline.analysis.rounding import rounded
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import (
    KeptAction,
    KeptField,
    KeptFigure,
    KeptForce,
    KeptGoal,
    KeptGrade,
    KeptOpportunity,
    KeptPart,
    KeptPerson,
    KeptRisk,
    KeptScore,
    Snapshot,
    Yardstick,
)
from pipeline.standards import Standards

_DECIMALS = 4


def snapshot_of(
    account: KeyAccount, analysis: Analysis, standards: Standards, period: str, as_of: datetime.date
) -> Snapshot:
    """What is kept of the account as it was analysed for `period` on `as_of`; shares rounded to four decimals."""
    relationships = analysis.relationships
    return Snapshot(
        account_id=account.account.account_id,
        period=period,
        as_of=as_of,
        currency=account.account.currency,
        yardstick=_yardstick(standards),
        score=KeptScore(
            shown=analysis.score.shown,
            grade=analysis.score.tier,
            parts=tuple(
                KeptPart(name=term.criterion, weight=term.weight, value=term.rating) for term in analysis.score.terms
            ),
        ),
        health=KeptScore(
            shown=None if analysis.health.value is None else rounded(analysis.health.value, 0),
            grade=analysis.health.band,
            parts=tuple(
                KeptPart(name=part.name, weight=part.weight, value=_short(part.points))
                for part in analysis.health.components
            ),
        ),
        coverage=_short(relationships.coverage),
        support=_short(relationships.support),
        expected=rounded(analysis.opportunity_summary.expected, 2),
        completeness=analysis.completeness.share,
        force_field=tuple(_fields(analysis)),
        goals=tuple(_goals(account, analysis)),
        measures=tuple(
            KeptFigure(name=series.kpi, period=point.period, value=point.actual)
            for series in analysis.kpi_series
            for point in series.points
            if point.actual is not None
        ),
        revenue=tuple(
            KeptFigure(name="", period=total.name, value=total.revenue) for total in analysis.revenue_summary.by_period
        ),
        people=tuple(_people(account, analysis)),
        opportunities=tuple(_opportunities(account, analysis)),
        actions=tuple(
            KeptAction(id=action.id, action=action.action, status=state.status, due=action.due)
            for action, state in zip(account.actions, analysis.action_states, strict=True)
        ),
        risks=tuple(
            KeptRisk(
                kind=risk.kind,
                text=risk.text,
                weight=risk.probability * risk.impact if risk.probability and risk.impact else None,
            )
            for risk in account.risks
        ),
    )


def _yardstick(standards: Standards) -> Yardstick:
    bands = standards.health_bands
    return Yardstick(
        version=standards.version,
        tiers=tuple(KeptGrade(name=tier.name, from_score=tier.from_score) for tier in standards.tiers),
        health_bands=(
            KeptGrade(name="healthy", from_score=Decimal(bands.healthy_from)),
            KeptGrade(name="watch", from_score=Decimal(bands.watch_from)),
            KeptGrade(name="critical", from_score=Decimal(0)),
        ),
    )


def _fields(analysis: Analysis) -> Iterator[KeptField]:
    for field in analysis.force_field:
        forces = tuple(
            KeptForce(force=term.force, direction=term.direction, strength=term.strength) for term in field.forces
        )
        yield KeptField(change=field.change, net=field.net, verdict=field.verdict, forces=forces)


def _goals(account: KeyAccount, analysis: Analysis) -> Iterator[KeptGoal]:
    for objective, goal in zip(account.objectives, analysis.goals, strict=True):
        yield KeptGoal(
            id=objective.id,
            title=objective.title,
            status=goal.status,
            attainment=_short(goal.attainment),
            target=objective.target,
        )


def _people(account: KeyAccount, analysis: Analysis) -> Iterator[KeptPerson]:
    states = {state.id: state for state in analysis.relationships.people}
    for person in account.stakeholders:
        yield KeptPerson(
            id=person.id,
            name=person.name,
            role=person.decision_role,
            influence=person.influence,
            friendliness=person.friendliness,
            support=states[person.id].support,
            coverage=person.coverage,
            depth=states[person.id].depth,
        )


def _opportunities(account: KeyAccount, analysis: Analysis) -> Iterator[KeptOpportunity]:
    for row, term in zip(account.opportunities, analysis.opportunity_summary.terms, strict=True):
        yield KeptOpportunity(
            id=row.id,
            name=row.name,
            state=term.state,
            stage=row.stage,
            probability=term.probability,
            amount=row.amount,
            close_date=row.close_date,
        )


def _short(share: Decimal | None) -> Decimal | None:
    return None if share is None else rounded(share, _DECIMALS)

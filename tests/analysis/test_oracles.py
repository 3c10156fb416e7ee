"""The main results worked out again by another route, with pandas, NumPy and SciPy, on 500 generated accounts."""

import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline.analysis.analyse import analyse
from pipeline.analysis.results import Analysis, ForceField
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.generated import generated_account

STANDARDS = shipped_standards()
ACCOUNTS = 500


@cache
def accounts() -> tuple[tuple[KeyAccount, Analysis], ...]:
    """The accounts with their results; a fifth of them small, where edges are met more often."""
    made = (generated_account(seed, STANDARDS, "small" if seed % 5 == 0 else "ordinary") for seed in range(ACCOUNTS))
    return tuple((account, analyse(account, STANDARDS, PERIOD, AS_OF)) for account in made)


def frame(rows: tuple[Record, ...], *fields: str) -> pd.DataFrame:
    """The rows as a table, numbers as floats, blanks as NaN or None."""
    table = pd.DataFrame([{field: getattr(row, field) for field in fields} for row in rows], columns=list(fields))
    return table.map(lambda value: float(value) if hasattr(value, "as_tuple") else value)


def folded(texts: pd.Series) -> pd.Series:
    return texts.str.casefold().str.split().str.join(" ")


def same(ours: object, other: float | None, what: str) -> None:
    """Both are not assessed, or both are the same number."""
    if other is None or (isinstance(other, float) and np.isnan(other)):
        assert ours is None, f"{what}: {ours} and not assessed"
    else:
        assert ours is not None, f"{what}: not assessed and {other}"
        assert float(ours) == pytest.approx(other, rel=1e-9, abs=1e-9), what  # type: ignore[arg-type]


def test_the_account_score_is_the_dot_product_of_weights_and_medians() -> None:
    weights = pd.Series({c.name.casefold(): float(c.weight) for c in STANDARDS.criteria})
    assessed = 0
    for account, analysis in accounts():
        table = frame(account.ratings, "rates", "criterion", "rating")
        table = table[(table.rates == "account") & table.rating.notna()]
        medians = table.assign(name=folded(table.criterion)).groupby("name").rating.apply(lambda r: np.median(list(r)))
        medians = medians.reindex(weights.index).astype(float)
        score = float(np.dot(weights, medians)) if medians.notna().all() else None
        same(analysis.score.value, score, "score")
        low = float(np.dot(weights, medians.fillna(1))) if medians.notna().any() else None
        same(analysis.score.low, low, "low")
        assessed += score is not None
    assert 50 < assessed < ACCOUNTS


def test_the_force_field_by_groups_and_its_share_of_successes_by_enumeration() -> None:
    enumerated = 0
    for account, analysis in accounts():
        table = frame(account.forces, "change", "direction", "strength")
        if table.empty:
            assert analysis.force_field == ()
            continue
        table["change"] = folded(table.change)
        sums = table.pivot_table(index="change", columns="direction", values="strength", aggfunc="sum", fill_value=0)
        sums = sums.reindex(columns=["for", "against"], fill_value=0)
        for field in analysis.force_field:
            driving, restraining = sums.loc[" ".join(field.change.casefold().split())]
            assert (field.driving, field.restraining, field.net) == (driving, restraining, driving - restraining)
            assert field.verdict == ("likely to succeed" if driving > restraining else "likely to fail")
            same(field.driving_share, driving / (driving + restraining), "driving share")
            if len(field.forces) <= 7:
                enumerated += 1
                same(field.success_share, share_of_successes(field), "share of successes")
        assert analysis.force_field_verdict == min(analysis.force_field, key=lambda field: field.net).verdict
    assert enumerated > 100


def share_of_successes(field: ForceField) -> float:
    """Every outcome, one by one: each strength one less, as it is, or one more, within 1 to 5."""
    signs = [1 if term.direction == "for" else -1 for term in field.forces]
    outcomes = [[min(5, max(1, term.strength + step)) for step in (-1, 0, 1)] for term in field.forces]
    nets = np.array(list(itertools.product(*outcomes))) @ np.array(signs)
    return float((nets > 0).mean())


def test_coverage_and_support_are_weighted_means() -> None:
    depth = {step.name: step.value for step in STANDARDS.coverage}
    support = {step.name: step.value for step in STANDARDS.friendliness}
    for account, analysis in accounts():
        table = frame(account.stakeholders, "influence", "friendliness", "coverage")
        found = analysis.relationships
        if table.empty:
            assert found.coverage is found.support is None
            continue
        known = table.coverage.map(depth).fillna(0).astype(float)
        same(found.coverage, float(np.average(known / 3, weights=table.influence)), "coverage")
        table["support"] = table.friendliness.map(support).astype(float)
        liked = table.dropna(subset="support")
        mean = float(np.average(liked.support / 2, weights=liked.influence)) if len(liked) else None
        same(found.support, mean, "support")


def test_the_pipeline_by_a_merge_with_the_stages() -> None:
    stages = pd.DataFrame(
        [(s.name, float(s.probability), s.state) for s in STANDARDS.stages], columns=["stage", "p", "state"]
    )
    for account, analysis in accounts():
        table = frame(account.opportunities, "stage", "amount").merge(stages, on="stage")
        assert len(table) == len(account.opportunities)
        state = {name: table[table.state == name] for name in ("open", "won", "lost")}
        found = analysis.opportunity_summary
        same(found.weighted, float((state["open"].amount * state["open"].p).sum()), "weighted")
        same(found.won, float(state["won"].amount.sum()), "won")
        closed = len(state["won"]) + len(state["lost"])
        same(found.win_rate_count, len(state["won"]) / closed if closed else None, "win rate")


def of_year(account: KeyAccount, year: int) -> pd.DataFrame | None:
    """The revenue of the first three quarters of a year; None unless all of them are there."""
    table = frame(account.revenue, "period", "product", "unit", "revenue")
    quarters = [f"{year}-Q{number}" for number in (1, 2, 3)]
    return table[table.period.isin(quarters)] if set(quarters) <= set(table.period) else None


def test_bridge_and_retention_by_a_pivot() -> None:
    bridged = 0
    for account, analysis in accounts():
        now, before = of_year(account, 2026), of_year(account, 2025)
        found = analysis.revenue_bridge
        if now is None or before is None:
            assert found is None
            continue
        assert found is not None
        both = pd.concat([now.assign(year="now"), before.assign(year="before")])
        both["line"] = list(zip(folded(both["product"]), folded(both.unit.fillna("")), strict=True))
        lines = both.pivot_table(index="line", columns="year", values="revenue", aggfunc="sum", fill_value=0)
        change = lines.now - lines.before
        same(found.before, float(before.revenue.sum()), "before")
        same(found.now, float(now.revenue.sum()), "now")
        same(found.won, float(change[(lines.before == 0)].sum()), "won")
        same(found.lost, float(-change[(lines.now == 0)].sum()), "lost")
        if found.net_retention is not None:
            stayed = lines[lines.before > 0]
            same(found.net_retention, float(stayed.now.sum() / lines.before.sum()), "net retention")
            same(found.gross_retention, float(stayed.min(axis=1).sum() / lines.before.sum()), "gross retention")
            bridged += 1
        same(analysis.revenue_summary.growth, growth(lines), "growth")
    assert bridged > 20


def growth(lines: pd.DataFrame) -> float | None:
    before = float(lines.before.sum())
    return float(lines.now.sum()) / before - 1 if before > 0 else None


def test_concentration_by_shares() -> None:
    seen = 0
    for account, analysis in accounts():
        now = of_year(account, 2026)
        if now is None:
            assert analysis.product_concentration is None
            continue
        sums = now.assign(name=folded(now["product"])).groupby("name").revenue.sum()
        found = analysis.product_concentration
        if (sums < 0).any() or sums.sum() <= 0:
            assert found is None
            continue
        assert found is not None
        shares = (sums / sums.sum()).sort_values(ascending=False)
        same(found.hhi, float(((100 * shares) ** 2).sum()), "index")
        assert found.most == int(np.searchsorted(shares.cumsum().to_numpy(), 0.8 - 1e-12)) + 1
        seen += 1
    assert seen > 20


def test_margins_of_samples_by_the_normal_distribution() -> None:
    z = stats.norm.ppf(0.975)
    seen = 0
    for _, analysis in accounts():
        for sample in (analysis.voice_summary.client, analysis.voice_summary.us):
            if sample is None or sample.margin is None:
                continue
            seen += 1
            n, population = sample.answered, sample.population
            rest = (population - n) / (population - 1) if n < population else 0
            assert float(sample.margin) == pytest.approx(z * np.sqrt(0.25 / n * rest), rel=1e-4)
    assert seen > 20


def test_attainment_by_columns() -> None:
    for account, analysis in accounts():
        table = frame(account.objectives, "baseline", "target", "start", "due").astype(
            {"baseline": float, "target": float}
        )
        assert len(table) == len(analysis.goals)
        days = (pd.to_datetime(table.due) - pd.to_datetime(table.start)).dt.days
        passed = (pd.Timestamp(AS_OF) - pd.to_datetime(table.start)).dt.days
        expected = (passed / days.where(days > 0)).clip(0, 1)
        for goal, objective, way in zip(analysis.goals, account.objectives, expected, strict=True):
            if not np.isnan(way):
                same(goal.expected, float(way), "expected")
            if (
                objective.actual is not None
                and objective.baseline is not None
                and objective.target != objective.baseline
            ):
                figures = np.array([objective.actual, objective.baseline, objective.target], dtype=float)
                same(goal.attainment, float((figures[0] - figures[1]) / (figures[2] - figures[1])), "attainment")


def test_actions_done_of_those_due() -> None:
    for account, analysis in accounts():
        table = frame(account.actions, "id", "parent", "status", "due", "done_on")
        found = analysis.action_summary
        parents = set(table[table.status != "cancelled"].parent.dropna())
        counted = table[(table.status != "cancelled") & ~table.id.isin(parents)]
        due = counted[counted.due <= AS_OF]
        assert (found.count, found.due) == (len(counted), len(due))
        same(found.done_of_due, float((due.status == "done").mean()) if len(due) else None, "done of due")
        late = counted[(counted.status != "done") & (counted.due < AS_OF)]
        assert list(found.overdue_days) == sorted(((AS_OF - day).days for day in late.due), reverse=True)


def shown_tiers() -> Iterator[tuple[float, str]]:
    for tier in STANDARDS.tiers:
        yield float(tier.from_score), tier.name


def test_no_account_shows_a_score_beside_another_tier() -> None:
    for _, analysis in accounts():
        score = analysis.score
        if score.shown is not None:
            assert score.tier == next((name for cut, name in shown_tiers() if float(score.shown) >= cut), None)
            assert float(score.shown) == pytest.approx(float(score.value or 0), abs=0.05 + 1e-9)

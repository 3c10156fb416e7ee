"""How healthy the account is: components of 0 to 100 points from results that exist, weighed as the standards say."""

import datetime
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.analysis.results import (
    ActionSummary,
    EconomicsSummary,
    Explanation,
    GoalSummary,
    Health,
    HealthBand,
    HealthComponent,
    HealthFlip,
    KpiSeries,
    Recommendation,
    Relationships,
)
from pipeline.analysis.rounding import rounded
from pipeline.analysis.worked import gives, number, products, signed, total
from pipeline.model.account import KeyAccount
from pipeline.standards import HealthBands, Standards

MOST = 100
FULL = Decimal(MOST)
LEAST_ASSESSED = Decimal("0.5")
FRESHNESS_DECIMALS = 8  # so many that a hundred times as much can still be recomputed


class HealthInputs(Struct, frozen=True, kw_only=True):
    """Everything a component may be computed from: the account as it was read, and what is computed already."""

    account: KeyAccount
    standards: Standards
    as_of: datetime.date
    relationships: Relationships
    goal_summary: GoalSummary
    action_summary: ActionSummary
    recommendation: Recommendation
    kpi_series: tuple[KpiSeries, ...]
    economics_summary: EconomicsSummary


class _Points(Struct, frozen=True):
    """A component's points, and how they came about."""

    points: Decimal
    expression: str
    cells: tuple[str, ...]


def health_of(inputs: HealthInputs) -> Health:
    """Sum of weight x points over the sum of weights, 0 to 100, of the components whose data is there.

    A weighted score as customer health is commonly told; components, weights and bands are those of the standards. A
    component without data is left out and the others weigh more; below half the weight nothing is said. How completely
    the workbook is filled in is kept apart, or a full record of a lost account would look healthy.
    """
    standards = inputs.standards
    components = [_component(inputs, part.name, part.weight) for part in standards.health]
    return weighed(components, standards.health_bands)


def weighed(components: Sequence[HealthComponent], bands: HealthBands) -> Health:
    """The health of components with their weights and points: value, band, and what would change it."""
    known = [component for component in components if component.points is not None]
    whole = sum((component.weight for component in components), Decimal(0))
    weight = sum((component.weight for component in known), Decimal(0))
    assessed = weight / whole if whole else Decimal(0)
    value = _value(known) if known and assessed >= LEAST_ASSESSED else None
    return Health(
        value=value,
        band=band_of(value, bands),
        assessed=assessed,
        missing=tuple(component.name for component in components if component.points is None),
        components=tuple(
            component if component.points is None else replace(component, used_weight=component.weight / weight)
            for component in components
        ),
        flips=() if value is None else _flips(known, bands),
    )


def band_of(value: Decimal | None, bands: HealthBands) -> HealthBand:
    """The band of a value of 0 to 100, by its whole points as they are shown: 69.5 is shown as 70."""
    if value is None:
        return "not assessed"
    shown = rounded(value, 0)
    if shown >= bands.healthy_from:
        return "healthy"
    return "watch" if shown >= bands.watch_from else "critical"


def explained_health(health: Health) -> Iterator[Explanation]:
    """How each component and the value came about, and which component would change the band."""
    for place, component in enumerate(health.components, start=1):
        if component.points is not None:
            yield Explanation(
                of=f"health.components[{place}].points",
                formula=component.formula,
                worked=component.worked,
                cells=component.cells,
            )
    if health.value is not None:
        known = [component for component in health.components if component.points is not None]
        terms = products((component.weight, component.points or 0) for component in known)
        weights = total(component.weight for component in known)
        yield Explanation(
            of="health.value",
            formula="sum of weight × points ÷ sum of weights, of the components whose data is there",
            worked=gives(f"({terms}) ÷ ({weights})", health.value),
            cells=tuple(dict.fromkeys(cell for component in known for cell in component.cells)),
            sensitivity=tuple(_told(flip) for flip in health.flips),
        )


def _told(flip: HealthFlip) -> str:
    bound = "or more" if flip.rises else "or less"
    return f"With {flip.component} at {flip.points} points {bound}, the account is {_BAND_WORDS[flip.band]}."


_BAND_WORDS: dict[HealthBand, str] = {
    "critical": "critical",
    "watch": "one to watch",
    "healthy": "healthy",
    "not assessed": "not assessed",
}


def _flips(known: Sequence[HealthComponent], bands: HealthBands) -> tuple[HealthFlip, ...]:
    changes: dict[HealthBand, tuple[tuple[HealthBand, int, bool], ...]] = {
        "critical": (("watch", bands.watch_from, True),),
        "watch": (("healthy", bands.healthy_from, True), ("critical", bands.watch_from, False)),
        "healthy": (("watch", bands.healthy_from, False),),
    }
    flips = []
    for band, limit, rises in changes[band_of(_value(known), bands)]:
        for component in known:
            first = _first_to_reach(limit, component, known)
            points = first if rises else first - 1
            if 0 <= points <= MOST:
                change = abs(points - (component.points or Decimal(0)))
                flips.append((change, HealthFlip(component=component.name, band=band, points=points, rises=rises)))
    return tuple(flip for _, flip in sorted(flips, key=lambda found: (found[0], found[1].component, found[1].rises)))


def _first_to_reach(limit: int, component: HealthComponent, known: Sequence[HealthComponent]) -> int:
    """The fewest whole points of a component with which the value is shown as `limit` or more; 101 for none."""
    whole = sum((one.weight for one in known), Decimal(0))
    parts = [one.weight * (one.points or 0) for one in known]
    place = next(at for at, one in enumerate(known) if one is component)

    def reaches(points: int) -> bool:
        changed = (*parts[:place], component.weight * points, *parts[place + 1 :])
        return rounded(sum(changed, Decimal(0)) / whole, 0) >= limit

    return bisect_left(range(MOST + 1), True, key=reaches)


def _value(known: Sequence[HealthComponent]) -> Decimal:
    """The mean of the points by their weights."""
    points = sum((one.weight * (one.points or 0) for one in known), Decimal(0))
    return points / sum((one.weight for one in known), Decimal(0))


def _component(inputs: HealthInputs, name: str, weight: Decimal) -> HealthComponent:
    formula, compute = _COMPONENTS[name]
    told = compute(inputs)
    return HealthComponent(
        name=name,
        weight=weight,
        used_weight=Decimal(0),
        points=None if told is None else told.points,
        formula=formula,
        worked="" if told is None else gives(told.expression, told.points),
        cells=() if told is None else told.cells,
    )


def _coverage(inputs: HealthInputs) -> _Points | None:
    people = inputs.relationships
    if people.coverage is None:
        return None
    expression = f"100 × {people.coverage_sum} ÷ (3 × {people.influence_sum})"
    return _Points(FULL * people.coverage, expression, _people_cells(inputs, "influence", "coverage"))


def _support(inputs: HealthInputs) -> _Points | None:
    people = inputs.relationships
    if people.support is None:
        return None
    expression = f"50 × (1 + {signed(people.support_sum)} ÷ (2 × {people.known_influence_sum}))"
    return _Points(50 * (1 + people.support), expression, _people_cells(inputs, "influence", "friendliness"))


def _freshness(inputs: HealthInputs) -> _Points | None:
    freshness = inputs.relationships.freshness
    if freshness is None:
        return None
    return _Points(
        FULL * freshness,
        f"100 × {rounded(freshness, FRESHNESS_DECIMALS)}",
        _people_cells(inputs, "influence", "last_contact"),
    )


def _goals(inputs: HealthInputs) -> _Points | None:
    summary = inputs.goal_summary
    well = summary.met + summary.on_track
    assessed = well + summary.behind + summary.off_track
    if not assessed:
        return None
    cells = tuple(row.cell(name) for row in inputs.account.objectives for name in ("actual", "target", "due"))
    return _Points(FULL * well / assessed, f"100 × ({summary.met} + {summary.on_track}) ÷ {assessed}", cells)


def _actions(inputs: HealthInputs) -> _Points | None:
    summary = inputs.action_summary
    if summary.done_of_due is None:
        return None
    cells = tuple(row.cell(name) for row in inputs.account.actions for name in ("due", "status"))
    return _Points(FULL * summary.done_of_due, f"100 × {summary.due_done} ÷ {summary.due}", cells)


def _recommendation(inputs: HealthInputs) -> _Points | None:
    said = inputs.recommendation
    if said.score is None:
        return None
    expression = f"50 × (1 + ({said.promoters} − {said.detractors}) ÷ {said.count})"
    return _Points(50 * (1 + said.score), expression, said.cells)


def _trends(inputs: HealthInputs) -> _Points | None:
    worth = {"better": 100, "level": 50, "worse": 0}
    series = [one for one in inputs.kpi_series if one.measures in ("engagement", "loyalty")]
    points = [worth[one.trend] for one in series if one.trend is not None]
    if not points:
        return None
    cells = tuple(row.cell("actual") for row in inputs.account.kpis if row.measures in ("engagement", "loyalty"))
    return _Points(Decimal(sum(points)) / len(points), f"({total(points)}) ÷ {len(points)}", cells)


def _issues(inputs: HealthInputs) -> _Points | None:
    rows = [row for row in inputs.account.delivery if row.kind == "issue"]
    if not rows:
        return None
    limit = inputs.standards.thresholds.issue_old_days
    ages = [max(0, (inputs.as_of - row.date).days) for row in rows if row.status != "closed"]
    oldest = min(max(ages, default=0), limit)
    cells = tuple(row.cell(name) for row in rows for name in ("date", "status"))
    return _Points(FULL * (limit - oldest) / limit, f"100 × (1 − {oldest} ÷ {limit})", cells)


def _disputes(inputs: HealthInputs) -> _Points | None:
    latest = inputs.economics_summary.latest
    if latest is None or latest.dispute_rate is None:
        return None
    row = next(row for row in inputs.account.economics if row.period == latest.period)
    worst = Decimal(inputs.standards.thresholds.disputed_percent)
    percent = min(FULL * latest.dispute_rate, worst)
    shown = number(worst) if percent == worst else f"100 × {row.disputes} ÷ {row.invoices}"
    cells = (row.cell("disputes"), row.cell("invoices"))
    return _Points(FULL * (worst - percent) / worst, f"100 × (1 − {shown} ÷ {number(worst)})", cells)


def _payment(inputs: HealthInputs) -> _Points | None:
    trend = inputs.economics_summary.days_to_pay
    if trend is None or trend.growth is None:
        return None
    worst = Decimal(inputs.standards.thresholds.slower_payment_percent)
    slower = min(max(Decimal(0), FULL * trend.growth), worst)
    shown = f"(100 × {number(trend.now)} ÷ {number(trend.before)} − 100)" if 0 < slower < worst else number(slower)
    return _Points(FULL * (worst - slower) / worst, f"100 × (1 − {shown} ÷ {number(worst)})", trend.cells)


def _people_cells(inputs: HealthInputs, *names: str) -> tuple[str, ...]:
    return tuple(person.cell(name) for person in inputs.account.stakeholders for name in names)


_COMPONENTS: dict[str, tuple[str, Callable[[HealthInputs], _Points | None]]] = {
    "coverage": ("100 × coverage of people", _coverage),
    "support": ("50 × (1 + support of people)", _support),
    "freshness": ("100 × freshness of contacts", _freshness),
    "goals": ("100 × goals met or on track ÷ goals assessed", _goals),
    "actions": ("100 × actions done ÷ actions due", _actions),
    "recommendation": ("50 × (1 + net promoter score)", _recommendation),
    "loyalty trend": ("mean over measures of engagement and loyalty: better 100, level 50, worse 0", _trends),
    "open issues": (
        "100 × (1 − days the oldest open issue is open ÷ days from which it is old), 0 from there on",
        _issues,
    ),
    "disputes": ("100 × (1 − disputed invoices in % ÷ % from which it is worst), 0 from there on", _disputes),
    "payment": (
        "100 × (1 − rise of days to pay in % ÷ % from which it is worst), 0 from there on, 100 if they fell",
        _payment,
    ),
}

"""A measure drawn over its periods beside its target, as the plan and the review deck show it."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.analysis.results import KpiPoint, KpiSeries
from pipeline.views import wording
from pipeline.views.charts import Axis, Chart, Series
from pipeline.views.label_sides import label_sides
from pipeline.views.plan_parts import figure

LEAST_PERIODS = 3  # with a figure; two of them are a table's work
_AIR = Decimal("0.6")  # of the span of the figures: room for labels above and below


def has_a_course(series: KpiSeries) -> bool:
    """Whether a measure has enough periods with a figure to be drawn."""
    return sum(point.actual is not None for point in series.points) >= LEAST_PERIODS


def decimals_in(points: Sequence[KpiPoint]) -> int:
    """The decimal places that all figures and targets of these periods need."""
    return max((wording.decimals_of(value) for value in _figures(points)), default=0)


def measure_chart(series: KpiSeries, points: Sequence[KpiPoint], locale: str, alt: str) -> Chart:
    """The figures of a measure with their labels, and its target as a second line; one point at least has a figure."""
    decimals = decimals_in(points)
    low, high = min(_figures(points)), max(_figures(points))
    air = (high - low or abs(high) or Decimal(1)) * _AIR
    last = max(at for at, point in enumerate(points) if point.actual is not None)
    return Chart(
        alt=alt,
        categories=tuple(wording.period(point.period, locale, "dated") for point in points),
        series=(
            Series(name="Target", values=tuple(point.target for point in points)),
            Series(
                name=series.kpi,
                values=tuple(point.actual for point in points),
                labels=tuple(
                    None if point.actual is None else figure(point.actual, series.unit, locale, decimals)
                    for point in points
                ),
                bold=tuple(at == last for at in range(len(points))),
                label_position=label_sides(
                    [point.actual for point in points], [point.target for point in points], low - air, high + air
                ),
            ),
        ),
        value_axis=Axis(minimum=low - air, maximum=high + air, crosses_at=low - air),
    )


def _figures(points: Sequence[KpiPoint]) -> list[Decimal]:
    return [value for point in points for value in (point.actual, point.target) if value is not None]

"""The measures by period: how far each is, where it is heading, and which targets were set anew."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

KpiDirection = Literal["better", "level", "worse"]


class KpiPoint(Result):
    """One measure in one period."""

    period: str = result("The period.", "client")
    target: Decimal | None = result("What was aimed at, in the measure's unit; None if not entered.", "client")
    actual: Decimal | None = result("What came, in the measure's unit; None if not entered.", "client")
    attainment: Decimal | None = result(
        "(actual - baseline) / (target - baseline) against the period's own target, 1 is reached, uncapped; None "
        "without one of the three, where the actual is itself the baseline, or if target and baseline are equal.",
        "client",
    )


class KpiSeries(Result):
    """One measure over the periods up to the one reviewed; quarters where it has any, else years."""

    kpi: str = result("The measure.", "client")
    measures: Literal["engagement", "loyalty", "value", "other"] | None = result(
        "What it stands for; None if not entered.", "client"
    )
    unit: str = result("Unit of the figures; empty if not entered.", "client")
    points: tuple[KpiPoint, ...] = result("Its periods, oldest first.", "client")
    baseline: Decimal | None = result(
        "Where it began: the baseline of the objective it measures, else its first actual; None without either.",
        "client",
    )
    latest: KpiPoint | None = result("The latest period with an actual; None without one.", "client")
    reached: bool | None = result(
        "Is the latest actual at its target or beyond it? None without either, and where a first actual without a "
        "baseline does not yet say which way is better.",
        "client",
    )
    slope: Decimal | None = result(
        "Change of the actual for each period, in the measure's unit: a straight line through all of them by least "
        "squares. None below three periods with an actual.",
        "client",
    )
    trend: KpiDirection | None = result(
        "By the slope, towards the target: rising is better unless the target lies below the baseline. None without "
        "slope.",
        "client",
    )


class KpiStanding(Result):
    """One measure among those that come before a result and those that come after."""

    kpi: str = result("The measure.")
    kind: Literal["leading", "lagging"] = result("Does it come before the result or after, as in its latest row?")
    reached: bool | None = result("As of its series.")
    trend: KpiDirection | None = result("As of its series.")


class TargetReset(Result):
    """A target that is not that of the period before."""

    kpi: str = result("The measure.")
    period: str = result("The first period of the new target.")
    before_period: str = result("The latest earlier period with a target.")
    before: Decimal = result("The target before, in the measure's unit.")
    now: Decimal = result("The new target.")
    change: Decimal = result("Now less before.")
    reason: str = result("Why it was set anew; empty if nobody said.")
    cells: tuple[str, ...] = result("Where both targets and the reason stand in the workbook.")


class KpiSummary(Result):
    """The measures looked at together."""

    standings: tuple[KpiStanding, ...] = result(
        "Leading before lagging; of each kind those not reached first, then those not assessed, then by name."
    )
    leading: int = result("Number of leading measures.")
    leading_open: int = result("Of these, not reached.")
    lagging: int = result("Number of lagging measures.")
    lagging_open: int = result("Of these, not reached.")
    resets: tuple[TargetReset, ...] = result("Targets set anew, the latest first, then by name.")
    unexplained: int = result("Number of them without a reason.")
    worsening: tuple[str, ...] = result("Measures of engagement and loyalty whose trend is worse, by name.")

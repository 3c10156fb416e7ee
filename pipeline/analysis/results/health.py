"""How healthy the account is, by weighted components."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

HealthBand = Literal["critical", "watch", "healthy", "not assessed"]


class HealthComponent(Result):
    """One component of the health score."""

    name: str = result("The component, as in the standards.")
    weight: Decimal = result("Its weight in the standards, 0 to 1.")
    used_weight: Decimal = result("Its weight among the components that are assessed, 0 to 1; 0 if it is not.")
    points: Decimal | None = result("0 bad to 100 good; None if its data is missing.")
    formula: str = result("How the points come about, in words.")
    worked: str = result("The formula with the numbers put in; empty if its data is missing.")
    cells: tuple[str, ...] = result("Where its data stands in the workbook.")


class HealthFlip(Result):
    """One component that would change the band if it alone changed."""

    component: str = result("The component.")
    band: HealthBand = result("The band it leads to, the next one up or down.")
    points: int = result("Its whole points, 0 to 100, from which or down to which that is so.")
    rises: bool = result("Must it rise?")


class Health(Result):
    """The health score. How completely the workbook is filled in is no part of it."""

    value: Decimal | None = result(
        "Sum of weight x points of the assessed components over the sum of their weights, 0 to 100; None if they weigh "
        "less than half."
    )
    band: HealthBand = result("By whole points as shown and the bands of the standards; not assessed without a value.")
    assessed: Decimal = result("Share of the weight that is assessed, 0 to 1.")
    missing: tuple[str, ...] = result("The components whose data is missing, in the order of the standards.")
    components: tuple[HealthComponent, ...] = result("The components, in the order of the standards.")
    flips: tuple[HealthFlip, ...] = result(
        "The components of which one alone could change the band, the smallest change first, then by name."
    )

"""Where the account stands between how attractive it is and how strong we are in it."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result

MatrixCell = Literal["strategic", "star", "status", "streamline"]


class FactorTerm(Result):
    """One success factor's part in a supplier's strength."""

    factor: str = result("Name of the success factor.")
    weight: Decimal = result("Weight, 0 to 1.")
    rating: Decimal | None = result("Rating, 1 to 10: the median of the raters; None if nobody rated.")
    cell: str = result("Where the rating stands in the workbook; of several raters every cell.")


class SupplierStrength(Result):
    """How strong one supplier is on the customer's success factors."""

    name: str = result("The rival; empty for ourselves.")
    score: Decimal | None = result("Weighted mean of its ratings, 1 to 10; None if a factor is not rated.")
    terms: tuple[FactorTerm, ...] = result("The success factors, in the order of the standards.")
    missing: tuple[str, ...] = result("Success factors without a rating.")


class Matrix(Result):
    """The account in the matrix of attractiveness and relative strength."""

    attractiveness: Decimal | None = result("The account score, 1 to 10; None if not assessed.")
    our_strength: SupplierStrength = result("Our own strength.")
    rivals: tuple[SupplierStrength, ...] = result("The rivals that are rated, the strongest first, then by name.")
    best_rival: str = result("The strongest rival that is rated on every factor; empty if none is.")
    relative_strength: Decimal | None = result(
        "Our strength / the best rival's, above 0; 1 is parity. None unless both are rated on every factor."
    )
    stage: int | None = result("Relationship stage, 1 exploratory to 5 integrated; None if not noted.")
    strength_from: Literal["factors", "stage", "not assessed"] = result(
        "What the strength in the matrix rests on: factors where we and a rival are rated, else the stage."
    )
    strength: Decimal | None = result(
        "Place on the axis of strength, 1 to 10, 5.5 in the middle: 5.5 × relative strength, not above 10; by stage "
        "1, 3.25, 5.5, 7.75, 10. None if not assessed."
    )
    cell: MatrixCell | None = result(
        "strategic: attractive, and we are strong; star: attractive only; status: strong only; streamline: neither. "
        "From 5.5 on, as shown, is high. None if either is not assessed."
    )

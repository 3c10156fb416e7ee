"""The account in the matrix of attractiveness and relative strength, and how strong we are beside each rival."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.results import Explanation, FactorTerm, Matrix, MatrixCell, Score, SupplierStrength
from pipeline.analysis.rounding import one_decimal
from pipeline.analysis.scores import HIGHEST_RATING, LOWEST_RATING, median_rating
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, products
from pipeline.model.account import KeyAccount
from pipeline.model.proof import Rating
from pipeline.standards import Standards

CUT = Decimal("5.5")  # the middle of a scale from 1 to 10
_STAGES = ("exploratory", "basic", "cooperative", "interdependent", "integrated")


def matrix_of(account: KeyAccount, score: Score, standards: Standards) -> Matrix:
    """The account's cell in the directional policy matrix (McDonald and Woodburn's, cells as Davidson and others name
    them), with the account score as attractiveness.

    A supplier's strength is sum of weight × rating on the customer's success factors, 1 to 10; ours over the best
    rival's is the relative strength, 1.0 at parity. Without a rival that is rated on every factor the relationship
    stage, 1 to 5, stands in. Both axes run from 1 to 10 with the cut in the middle, 5.5, and the cell is decided on
    the values as shown, with one decimal.
    """
    ours = _strength("", _rows(account, ""), standards)
    rivals = sorted(
        (_strength(name, _rows(account, name), standards) for name in _rivals(account)),
        key=lambda rival: (rival.score is None, -(rival.score or 0), rival.name),
    )
    best = next((rival for rival in rivals if rival.score is not None), None)
    relative = ours.score / best.score if ours.score is not None and best and best.score is not None else None
    stage = _STAGES.index(account.account.relationship_stage) + 1 if account.account.relationship_stage else None
    strength = _place(relative, stage)
    return Matrix(
        attractiveness=score.value,
        our_strength=ours,
        rivals=tuple(rivals),
        best_rival=best.name if best else "",
        relative_strength=relative,
        stage=stage,
        strength_from="factors" if relative is not None else "stage" if stage is not None else "not assessed",
        strength=strength,
        cell=_cell(score.value, strength),
    )


def explained_matrix(matrix: Matrix) -> Iterator[Explanation]:
    """How our strength, the relative strength and the place on its axis came about."""
    cells = tuple(term.cell for term in matrix.our_strength.terms)
    ours = matrix.our_strength.score
    if ours is not None:
        pairs = [(term.weight, term.rating) for term in matrix.our_strength.terms if term.rating is not None]
        formula = "sum of weight × rating on the success factors"
        yield Explanation(
            of="matrix.our_strength.score", formula=formula, worked=gives(products(pairs), ours), cells=cells
        )
    best = next((rival for rival in matrix.rivals if rival.name == matrix.best_rival), None)
    if ours is None or matrix.relative_strength is None or best is None or best.score is None:
        return
    cells = (*cells, *(term.cell for term in best.terms))
    yield Explanation(
        of="matrix.relative_strength",
        formula=f"our strength ÷ that of the best rival, {best.name}",
        worked=gives(f"{number(ours)} ÷ {number(best.score)}", matrix.relative_strength),
        cells=cells,
    )


def _rivals(account: KeyAccount) -> tuple[str, ...]:
    """The rivals that are rated, each once, as they are written first."""
    named: dict[str, str] = {}
    for row in account.ratings:
        if row.rates == "rival" and row.rival:
            named.setdefault(folded(row.rival), row.rival)
    return tuple(named.values())


def _rows(account: KeyAccount, rival: str) -> tuple[Rating, ...]:
    """The ratings of one rival, or of ourselves for an empty name."""
    if not rival:
        return tuple(row for row in account.ratings if row.rates == "our strength")
    return tuple(row for row in account.ratings if row.rates == "rival" and folded(row.rival or "") == folded(rival))


def _strength(name: str, rows: Sequence[Rating], standards: Standards) -> SupplierStrength:
    terms = tuple(_term(factor.name, factor.weight, rows) for factor in standards.success_factors)
    known = [(term.weight, term.rating) for term in terms if term.rating is not None]
    complete = bool(terms) and len(known) == len(terms)
    return SupplierStrength(
        name=name,
        score=sum((weight * rating for weight, rating in known), Decimal(0)) if complete else None,
        terms=terms,
        missing=tuple(term.factor for term in terms if term.rating is None),
    )


def _term(factor: str, weight: Decimal, rows: Sequence[Rating]) -> FactorTerm:
    of_factor = tuple(row for row in rows if folded(row.criterion) == folded(factor))
    cell = ", ".join(row.cell("rating") for row in of_factor) or Rating.sheet.name
    return FactorTerm(factor=factor, weight=weight, rating=median_rating(of_factor), cell=cell)


def _place(relative: Decimal | None, stage: int | None) -> Decimal | None:
    """The place on the axis of strength, 1 to 10: parity, or the third stage of five, stands on the cut."""
    if relative is not None:
        return max(LOWEST_RATING, min(HIGHEST_RATING, CUT * relative))
    if stage is not None:
        return LOWEST_RATING + (HIGHEST_RATING - LOWEST_RATING) * (stage - 1) / (len(_STAGES) - 1)
    return None


def _cell(attractiveness: Decimal | None, strength: Decimal | None) -> MatrixCell | None:
    if attractiveness is None or strength is None:
        return None
    strong = one_decimal(strength) >= CUT
    if one_decimal(attractiveness) >= CUT:
        return "strategic" if strong else "star"
    return "status" if strong else "streamline"

"""How a weighted score came to move from one plan to the next: by its parts, by their weights, or by its limits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.results import Explanation, Shift, ShiftTerm
from pipeline.analysis.results.changes import Cause
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number
from pipeline.model.snapshot import KeptGrade, KeptPart, KeptScore

_FORMULA = (
    "for each part: mean weight × change of its value, and mean value × change of its weight; a part that is on one "
    "side only counts with its weight there"
)


def shift_of(
    before: KeptScore, now: KeptScore, limits_before: Sequence[KeptGrade], limits_now: Sequence[KeptGrade]
) -> Shift:
    """How a score moved between two plans; None for its parts unless it was assessed in both.

    A weighted mean moves by the mean weight times the change of each value, and by the mean value times the change of
    each weight; the two add up exactly, whichever plan comes first (Bennet's decomposition, 1920). Weights are those
    among the parts that were assessed. So a yardstick that was changed is told apart from an account that changed.
    """
    assessed = before.shown is not None and now.shown is not None
    whole_before, whole_now = _weight(before.parts), _weight(now.parts)
    terms = tuple(_terms(before.parts, now.parts, whole_before, whole_now)) if assessed else ()
    values, weights = (sum((getattr(term, by) for term in terms), Decimal(0)) for by in ("by_value", "by_weight"))
    moved = tuple(term for term in terms if term.by_value or term.by_weight)
    return Shift(
        before=before.shown,
        now=now.shown,
        class_before=before.grade or "",
        class_now=now.grade or "",
        change=values + weights if assessed else None,
        by_values=values if assessed else None,
        by_weights=weights if assessed else None,
        whole_before=whole_before,
        whole_now=whole_now,
        cause=_cause(before, now, moved, limits_before != limits_now),
        terms=tuple(sorted(moved, key=lambda term: (-abs(term.by_value + term.by_weight), term.name))),
    )


def explained_shift(name: str, shift: Shift | None, cells: tuple[str, ...]) -> Iterator[Explanation]:
    """How the change of a score came about."""
    if shift is None or not shift.terms or shift.change is None:
        return
    worked = " + ".join(product for term in shift.terms for product in _products(term, shift))
    yield Explanation(of=name, formula=_FORMULA, worked=gives(worked, shift.change), cells=cells)


def _products(term: ShiftTerm, shift: Shift) -> Iterator[str]:
    """What a part moved by its value and by its weight, each as a product with its numbers put in."""
    was, is_now = _put_in(term.weight_before, shift.whole_before), _put_in(term.weight_now, shift.whole_now)
    first, second = (number(_known(term, value)) for value in (term.before, term.now))
    if term.by_value:
        yield f"({was if was == is_now else f'({was} + {is_now}) ÷ 2'} × ({second} − {first}))"
    if term.by_weight:
        yield f"({first if first == second else f'({first} + {second}) ÷ 2'} × ({is_now} − {was}))"


def _put_in(weight: Decimal, whole: Decimal) -> str:
    """A weight among those assessed: as in the standards, divided by their sum where it is not 1."""
    return number(weight) if whole == 1 or not weight else f"({number(weight)} ÷ {number(whole)})"


def _known(term: ShiftTerm, value: Decimal | None) -> Decimal:
    """The value of one side; that of the other where the part is on one side only."""
    found = value if value is not None else term.now if term.now is not None else term.before
    assert found is not None, "a part that moved a score was assessed in one of the plans"
    return found


def _cause(before: KeptScore, now: KeptScore, moved: Sequence[ShiftTerm], limits: bool) -> Cause:
    if before.grade != now.grade and before.shown == now.shown and limits:
        return "class limits"
    by_value = any(term.by_value for term in moved)
    by_weight = any(term.by_weight for term in moved)
    if by_value and by_weight:
        return "both"
    return "parts" if by_value else "weights" if by_weight else "nothing"


def _terms(
    before: Sequence[KeptPart], now: Sequence[KeptPart], whole_before: Decimal, whole_now: Decimal
) -> Iterator[ShiftTerm]:
    first, second = ({folded(part.name): part for part in parts} for parts in (before, now))
    for key in dict.fromkeys((*second, *first)):
        one, other = first.get(key), second.get(key)
        weight_before, weight_now = _weight_of(one), _weight_of(other)
        share_before, share_now = (
            weight / whole if whole else weight
            for weight, whole in ((weight_before, whole_before), (weight_now, whole_now))
        )
        value_before, value_now = (part.value if part else None for part in (one, other))
        known = [value for value in (value_before, value_now) if value is not None]
        if not known:
            continue
        change = (value_now or 0) - (value_before or 0) if len(known) == 2 else 0
        name = other or one
        assert name is not None, "a key is that of one of the two"
        yield ShiftTerm(
            name=name.name,
            before=value_before,
            now=value_now,
            weight_before=weight_before,
            weight_now=weight_now,
            by_value=(share_before + share_now) / 2 * change,
            by_weight=sum(known, Decimal(0)) / len(known) * (share_now - share_before),
        )


def _weight(parts: Sequence[KeptPart]) -> Decimal:
    return sum((part.weight for part in parts if part.value is not None), Decimal(0))


def _weight_of(part: KeptPart | None) -> Decimal:
    """The weight of a part that was assessed; 0 of one that was not, or is not there."""
    return part.weight if part is not None and part.value is not None else Decimal(0)

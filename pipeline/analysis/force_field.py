"""Kurt Lewin's force field of each change: what drives it, what holds it back, and how firm the verdict is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.results import Explanation, ForceField, ForceTerm, Verdict
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, total
from pipeline.model.account import KeyAccount
from pipeline.model.plan import Force

WEAKEST = 1
STRONGEST = 5


def force_fields(account: KeyAccount) -> tuple[ForceField, ...]:
    """One force field for each change, in the order in which the changes first stand on the sheet; () without forces.

    Two rows name the same change if only case or spaces differ; it is printed as it stands first.
    """
    by_change: dict[str, list[Force]] = {}
    for force in account.forces:
        by_change.setdefault(folded(force.change), []).append(force)
    return tuple(force_field_of(forces) for forces in by_change.values())


def plan_verdict(fields: Sequence[ForceField]) -> Verdict:
    """The verdict of the change with the lowest net; "not assessed" without any force field."""
    return min(fields, key=lambda found: found.net).verdict if fields else "not assessed"


def force_field_of(forces: Sequence[Force]) -> ForceField:
    """The force field of the change that all of `forces` (one at least) act on.

    D and R are the sums of the strengths, 1 to 5, for and against, in points. Net = D - R; above 0 the change is
    likely to succeed, otherwise, a tie included, likely to fail (Lewin's force field analysis as it is taught: the
    driving forces must outweigh the others). Driving share = D / (D + R), 0 to 1, balanced at 0.5; margin =
    Net / (D + R), -1 to 1. D = 10, R = 7: net +3, share 10/17, and 3 points turn it. A field with one side empty has
    its verdict, and says that it is one-sided.
    """
    driving = [force.strength for force in forces if force.direction == "for"]
    restraining = [force.strength for force in forces if force.direction == "against"]
    net, both = sum(driving) - sum(restraining), sum(driving) + sum(restraining)
    worst, best = _worst(driving, restraining), -_worst(restraining, driving)
    terms = tuple(_term(force, net) for force in forces)
    return ForceField(
        change=forces[0].change,
        driving=sum(driving),
        restraining=sum(restraining),
        driving_count=len(driving),
        restraining_count=len(restraining),
        driving_mean=_mean(driving),
        restraining_mean=_mean(restraining),
        net=net,
        verdict=_verdict(net),
        one_sided=not (driving and restraining),
        driving_share=Decimal(sum(driving)) / both,
        margin=Decimal(net) / both,
        flip_distance=net if net > 0 else 1 - net,
        pivotal=tuple(term.force for term in terms if term.pivotal),
        worst_net=worst,
        best_net=best,
        robust=_verdict(worst) == _verdict(best),
        success_share=success_share(driving, restraining),
        forces=tuple(sorted(terms, key=lambda term: (term.direction == "against", -term.strength))),
        levers=tuple(sorted(terms, key=_lever_order)),
    )


def explained_force_field(fields: Sequence[ForceField]) -> Iterator[Explanation]:
    """How each change's net and driving share came about, and what would turn its verdict."""
    for place, field in enumerate(fields, start=1):
        driving = total(term.strength for term in field.forces if term.direction == "for")
        restraining = total(term.strength for term in field.forces if term.direction == "against")
        cells = tuple(term.cell for term in field.forces)
        yield Explanation(
            of=f"force_field[{place}].net",
            formula="strengths for − strengths against",
            worked=gives(f"({driving}) − ({restraining})", field.net),
            cells=cells,
            sensitivity=_turns(field),
        )
        if field.driving_share is not None:
            yield Explanation(
                of=f"force_field[{place}].driving_share",
                formula="strengths for ÷ all strengths",
                worked=gives(f"{field.driving} ÷ ({field.driving} + {field.restraining})", field.driving_share),
                cells=cells,
            )


def _turns(field: ForceField) -> tuple[str, ...]:
    """What turns the verdict: points in all, then each force that would do it alone by dropping out."""
    points = f"{field.flip_distance} {'point' if field.flip_distance == 1 else 'points'}"
    if field.net <= 0:
        return (f"Likely to succeed with {points} more for the change, or less against it.",)
    alone = tuple(f"Likely to fail without {force!r}." for force in field.pivotal)
    return (f"Likely to fail with {points} less for the change, or more against it.", *alone)


def success_share(driving: Sequence[int], restraining: Sequence[int]) -> Decimal:
    """The share, 0 to 1, of outcomes with a net above 0 if each strength is independently one less, as it is, or one
    more, each equally likely, within 1 to 5.

    Exact, without random numbers: the outcomes of one force after the other are counted for each net (convolution),
    3 ** n outcomes in all. Without forces the net is 0 and the share is 0.
    """
    counts = Counter({0: 1})
    for sign, strengths in ((1, driving), (-1, restraining)):
        for strength in strengths:
            counts = _convolved(counts, [sign * _clamped(strength + change) for change in (-1, 0, 1)])
    above = sum(count for net, count in counts.items() if net > 0)
    return Decimal(above) / Decimal(counts.total())


def _convolved(counts: Counter[int], values: Sequence[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for net, count in counts.items():
        for value in values:
            found[net + value] += count
    return found


def _clamped(strength: int) -> int:
    return min(STRONGEST, max(WEAKEST, strength))


def _verdict(net: int) -> Verdict:
    return "likely to succeed" if net > 0 else "likely to fail"


def _worst(favoured: Sequence[int], opposed: Sequence[int]) -> int:
    """The net for the favoured side with each of its strengths one lower and each opposed one higher, within 1 to 5."""
    return sum(_clamped(value - 1) for value in favoured) - sum(_clamped(value + 1) for value in opposed)


def _mean(strengths: Sequence[int]) -> Decimal | None:
    return Decimal(sum(strengths)) / len(strengths) if strengths else None


def _term(force: Force, net: int) -> ForceTerm:
    return ForceTerm(
        force=force.force,
        direction=force.direction,
        strength=force.strength,
        influence=force.influence,
        leverage=None if force.influence is None else force.strength * force.influence,
        evidence=force.evidence or "",
        scored_by=force.scored_by or "",
        lever=force.lever or "",
        action=force.action or "",
        pivotal=force.direction == "for" and force.strength >= net > 0,
        cell=force.cell("strength"),
    )


def _lever_order(term: ForceTerm) -> tuple[bool, int, int]:
    """Against first, because weakening what holds back works better than pushing harder; no influence known, last."""
    return term.direction == "for", -(term.leverage or 0), -term.strength

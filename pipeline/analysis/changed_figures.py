"""What moved of the figures of an account: forces and their sums, indices, the outlook, and figures told anew."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.analysis.pairs import either, kind_of, matched, percents, risen
from pipeline.analysis.results import Changed
from pipeline.model.snapshot import KeptFigure, Snapshot


def changed_figures(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """The changes of force fields, indices, the outlook and completeness, and past figures that now say otherwise."""
    yield from _fields(before, now)
    yield from _forces(before, now)
    for subject, part, weight, one, other in (
        ("relationships", "coverage", 3, before.coverage, now.coverage),
        ("relationships", "support", 3, before.support, now.support),
        ("completeness", "share", 1, before.completeness, now.completeness),
    ):
        if percents(one) != percents(other):
            yield Changed(
                subject=subject,  # type: ignore[arg-type]
                part=part,
                kind="moved",
                direction=risen(one, other),
                weight=weight,
                before=one,
                now=other,
            )
    if before.expected != now.expected and before.currency == now.currency:
        yield Changed(
            subject="outlook",
            part="expected",
            kind="moved",
            direction=risen(before.expected, now.expected),
            weight=3,
            before=before.expected,
            now=now.expected,
        )
    if before.currency == now.currency:
        yield from (_restated("revenue", *pair) for pair in _both(before.revenue, now.revenue))
    yield from (_restated("measure", *pair) for pair in _both(before.measures, now.measures))


def _fields(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """The force field of each change: 5 with another verdict, else 3."""
    for was, is_now in matched(before.force_field, now.force_field, lambda field: field.change):
        if was is not None and is_now is not None and was.net == is_now.net:
            continue
        kind, verdicts = kind_of(was, is_now), [field.verdict if field else "" for field in (was, is_now)]
        nets = [None if field is None else Decimal(field.net) for field in (was, is_now)]
        yield Changed(
            subject="force field",
            part="net" if kind == "moved" else "itself",
            kind=kind,
            direction=risen(*nets),
            weight=5 if kind == "moved" and verdicts[0] != verdicts[1] else 3,
            name=either(was, is_now).change,
            before=nets[0],
            now=nets[1],
            before_word=verdicts[0],
            now_word=verdicts[1],
        )


def _forces(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """The forces of changes that were there and still are; one that changed sides is gone and new."""
    for was, is_now in matched(before.force_field, now.force_field, lambda field: field.change):
        if was is None or is_now is None:
            continue
        for one, other in matched(was.forces, is_now.forces, lambda force: f"{force.direction} {force.force}"):
            strengths = [None if force is None else Decimal(force.strength) for force in (one, other)]
            if strengths[0] == strengths[1]:
                continue
            kind, force = kind_of(one, other), either(one, other)
            gained = (strengths[1] or Decimal(0)) - (strengths[0] or Decimal(0))
            yield Changed(
                subject="force",
                part="strength" if kind == "moved" else "itself",
                kind=kind,
                direction=risen(0, gained if force.direction == "for" else -gained),
                weight=2,
                name=force.force,
                before=strengths[0],
                now=strengths[1],
                before_word=one.direction if one else "",
                now_word=other.direction if other else "",
            )


def _both(before: tuple[KeptFigure, ...], now: tuple[KeptFigure, ...]) -> Iterator[tuple[KeptFigure, KeptFigure]]:
    """The figures that both plans have, where they differ; one that was left out or added later is no contradiction."""
    for was, is_now in matched(before, now, lambda figure: f"{figure.name} {figure.period}"):
        if was is not None and is_now is not None and was.value != is_now.value:
            yield was, is_now


def _restated(subject: str, was: KeptFigure, is_now: KeptFigure) -> Changed:
    """A figure of the past that is told otherwise: it weighs 4, because somebody may have been shown the former one."""
    return Changed(
        subject=subject,  # type: ignore[arg-type]
        part="restated",
        kind="moved",
        direction="neither",
        weight=4,
        id=is_now.period,
        name=is_now.name,
        before=was.value,
        now=is_now.value,
    )

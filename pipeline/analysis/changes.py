"""What moved between two snapshots of an account, ranked by how much hangs on it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from msgspec.structs import replace

from pipeline.analysis.changed_figures import changed_figures
from pipeline.analysis.changed_rows import changed_rows
from pipeline.analysis.pairs import either, kind_of, matched, risen
from pipeline.analysis.results import Analysis, Changed, Changes, Explanation, Shift, Subject
from pipeline.analysis.shifts import explained_shift, shift_of
from pipeline.analysis.tier_review import tier_review_of
from pipeline.analysis.words import folded
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import KeptGrade, KeptPart, Snapshot

Where = Mapping[tuple[str, str], tuple[str, ...]]
NOTHING_KEPT = Changes(
    since=None,
    since_day=None,
    standards_changed=False,
    score=None,
    health=None,
    changed=(),
    better=0,
    worse=0,
    tier_review=tier_review_of((), ()),
)
_SUBJECTS = get_args(Subject)
_DIRECTIONS = ("worse", "better", "neither")


def changes_of(history: Sequence[Snapshot], now: Snapshot, where: Where = MappingProxyType({})) -> Changes:
    """What moved since the latest snapshot of `history` (oldest first, all of earlier periods); nothing without one.

    Two snapshots are compared and nothing else, so that an account compared with itself gives no change, and comparing
    the other way round turns what was added into what is removed. `where` has the cells by subject and id or name.
    """
    reviewed = tier_review_of([*(kept.score.shown for kept in history), now.score.shown], now.yardstick.tiers)
    if not history:
        return replace(NOTHING_KEPT, tier_review=reviewed)
    before = history[-1]
    score = shift_of(before.score, now.score, before.yardstick.tiers, now.yardstick.tiers)
    health = shift_of(before.health, now.health, before.yardstick.health_bands, now.yardstick.health_bands)
    yardstick = tuple(_yardstick(before, now))
    found = sorted(
        (
            *_shifted("score", score),
            *_shifted("health", health),
            *changed_figures(before, now),
            *changed_rows(before, now),
            *yardstick,
        ),
        key=_importance,
    )
    return Changes(
        since=before.period,
        since_day=before.as_of,
        standards_changed=bool(yardstick),
        score=score,
        health=health,
        changed=tuple(
            replace(change, rank=rank, cells=_cells(change, where)) for rank, change in enumerate(found, start=1)
        ),
        better=sum(change.direction == "better" for change in found),
        worse=sum(change.direction == "worse" for change in found),
        tier_review=reviewed,
    )


def cells_by_subject(account: KeyAccount) -> dict[tuple[str, str], tuple[str, ...]]:
    """The cells of the rows that changes are told of, by their subject and their id or name."""
    rows = (
        ("goal", account.objectives, "id", ("actual", "target")),
        ("person", account.stakeholders, "id", ("friendliness", "coverage")),
        ("opportunity", account.opportunities, "id", ("stage", "amount", "close_date")),
        ("action", account.actions, "id", ("status", "due")),
        ("risk", account.risks, "text", ("probability", "impact")),
        ("force", account.forces, "force", ("strength",)),
        ("force field", account.forces, "change", ("strength",)),
        ("measure", account.kpis, "kpi", ("actual",)),
        ("revenue", account.revenue, "period", ("revenue",)),
        ("score", account.ratings, "", ("rating",)),
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for subject, records, key, fields in rows:
        for row in records:
            name = folded(str(getattr(row, key))) if key else ""
            told = tuple(row.cell(field) for field in fields)
            found[subject, name] = (*found.get((subject, name), ()), *told)
    return found


def explained_changes(analysis: Analysis) -> Iterator[Explanation]:
    """How the account score and health came to move since the last plan."""
    rated = tuple(term.cell for term in analysis.score.terms if term.rating is not None)
    yield from explained_shift("changes.score.change", analysis.changes.score, rated)
    behind = tuple(cell for component in analysis.health.components for cell in component.cells)
    yield from explained_shift("changes.health.change", analysis.changes.health, behind)


def _cells(change: Changed, where: Where) -> tuple[str, ...]:
    if change.kind == "removed":
        return ()
    return where.get((change.subject, folded(change.id)), ()) or where.get((change.subject, folded(change.name)), ())


def _importance(change: Changed) -> tuple[int, int, int, str, str, str]:
    place = _SUBJECTS.index(change.subject)
    return -change.weight, _DIRECTIONS.index(change.direction), place, change.name, change.id, change.part


def _shifted(subject: Subject, shift: Shift) -> Iterator[Changed]:
    """The score or health, if what is shown of it moved; in another class it weighs 5 or 4, else 3 or 2."""
    other_class = shift.class_before != shift.class_now
    if shift.before == shift.now and not other_class:
        return
    yield Changed(
        subject=subject,
        part="class" if other_class else "value",
        kind="moved",
        direction=risen(shift.before, shift.now),
        weight=(5 if subject == "score" else 4) - (0 if other_class else 2),
        before=shift.before,
        now=shift.now,
        before_word=shift.class_before,
        now_word=shift.class_now,
    )


def _yardstick(before: Snapshot, now: Snapshot) -> Iterator[Changed]:
    """What of the standards is another: their version, the weights of criteria and components, tiers and bands."""
    first, second = before.yardstick, now.yardstick
    if first.version != second.version:
        yield Changed(
            subject="standards",
            part="version",
            kind="moved",
            direction="neither",
            weight=3,
            before=None,
            now=None,
            before_word=first.version,
            now_word=second.version,
        )
    for part, one, other in (
        ("weight", _weights(before.score.parts), _weights(now.score.parts)),
        ("component weight", _weights(before.health.parts), _weights(now.health.parts)),
        ("tier", _limits(first.tiers), _limits(second.tiers)),
        ("health band", _limits(first.health_bands), _limits(second.health_bands)),
    ):
        for was, is_now in matched(one, other, lambda named: named[0]):
            if was is None or is_now is None or was[1] != is_now[1]:
                yield Changed(
                    subject="standards",
                    part=part,
                    kind=kind_of(was, is_now),
                    direction="neither",
                    weight=2,
                    name=either(was, is_now)[0],
                    before=was[1] if was else None,
                    now=is_now[1] if is_now else None,
                )


def _weights(parts: Sequence[KeptPart]) -> list[tuple[str, Decimal]]:
    return [(part.name, part.weight) for part in parts]


def _limits(grades: Sequence[KeptGrade]) -> list[tuple[str, Decimal]]:
    return [(grade.name, grade.from_score) for grade in grades]

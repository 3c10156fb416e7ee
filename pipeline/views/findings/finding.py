"""A finding: the sentence that a result says, and whether there is a result at all."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from pipeline.views.plan_parts import Fact, fitting


class Finding(Struct, frozen=True):
    """One sentence without a full stop; `known` is False where it only says why nothing is assessed."""

    text: str
    known: bool


def found(*variants: str) -> Finding:
    """What a result says: the first variant that fits two lines of a headline, else the shortest."""
    return Finding(fitting(*variants), known=True)


def not_assessed(*variants: str) -> Finding:
    """Why there is no result."""
    return Finding(fitting(*variants), known=False)


def known_facts(pairs: Iterable[tuple[str, Finding]]) -> Iterator[Fact]:
    """The findings that have a result, under their labels."""
    for label, finding in pairs:
        if finding.known:
            yield Fact(label=label, value=finding.text)

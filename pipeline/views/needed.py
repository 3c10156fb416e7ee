"""Which parts of a view templates ask for, so that no other is made."""

from collections.abc import Callable, Iterable, Iterator

Needed = Callable[[str], bool]  # whether any of the templates uses the name "deck" or "deck.goals"

_WHOLE = ".*"


def everything(name: str) -> bool:
    """For who asks for all there is."""
    return True


def parts_of(paths: Iterable[str]) -> frozenset[str]:
    """What the paths of a template ("deck.goals[].title") lie in, "deck" and "deck.goals", each with "deck.goals.*"
    where all of it is asked for at once: where a path ends, or goes on with an item."""
    return frozenset(part for path in paths for part in _parts(path))


def needed_by(*parts: frozenset[str]) -> Needed:
    """What templates ask for, by the `parts_of` each of them."""
    named = frozenset[str]().union(*parts)
    return lambda name: name in named or name.rpartition(".")[0] + _WHOLE in named


def _parts(path: str) -> Iterator[str]:
    whole = path.partition("[]")[0]
    yield whole + _WHOLE
    while whole:
        yield whole
        whole = whole.rpartition(".")[0]

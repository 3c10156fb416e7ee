"""What differs between two views of an account: each figure that changed, with what it was and what it became."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct


class Difference(Struct, frozen=True, kw_only=True):
    """One figure that changed: its path, "force_field[Lids].net", what it was and what it became; None is nothing."""

    path: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Every leaf of plain data that differs. Items of a list are matched by the first of their texts that names each of
    them, so that another order alone is no difference; else by their place, counted from 1.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(after, list):
        one, other = _named(before, after)
        for name in dict.fromkeys((*one, *other)):
            yield from differences(one.get(name), other.get(name), f"{path}[{name}]")
    elif isinstance(before, Mapping | list) or isinstance(after, Mapping | list):
        # Something is there on one side only: its own leaves say so.
        empty: Any = type(before if isinstance(before, Mapping | list) else after)()
        yield from differences(
            before if isinstance(before, Mapping | list) else empty,
            after if isinstance(after, Mapping | list) else empty,
            path,
        )
    elif before != after:
        yield Difference(path=path, before=before, after=after)


def _named(before: Sequence[Any], after: Sequence[Any]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The items of both lists by what names them."""
    for key in _texts(before, after):
        names = [[item[key] for item in items] for items in (before, after)]
        if all(len(set(found)) == len(found) for found in names):
            return dict(zip(names[0], before, strict=True)), dict(zip(names[1], after, strict=True))
    return dict(enumerate(before, start=1)), dict(enumerate(after, start=1))


def _texts(before: Sequence[Any], after: Sequence[Any]) -> tuple[str, ...]:
    """The keys under which every item of both lists has a text; none for lists of plain values."""
    items = [*before, *after]
    if not all(isinstance(item, Mapping) for item in items) or not items:
        return ()
    return tuple(key for key in items[0] if all(isinstance(item.get(key), str) and item[key] for item in items))

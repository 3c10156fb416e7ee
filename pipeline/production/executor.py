"""Who does the work: something that takes items and gives what became of each, as it ends."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from msgspec import Struct

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


class Lost(Struct, frozen=True):
    """An item for which there is no result: the process that worked on it died, hung or ran out of memory.

    `reason` is a sentence or two for the person who waits for it.
    """

    reason: str


class Executor(Protocol):
    """Does one task for many items, each apart from the others.

    `elsewhere` tells whether what it was at may go on after it is closed, on other computers.
    """

    elsewhere: bool

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """`task(shared, item)` for each of the items, in the order in which they end.

        `task` is a function of a module; `shared` and the items can be pickled. Ends early once the run is to stop.
        Raises RunStopped if a task does.
        """
        ...

    def close(self) -> None:
        """Ends every process that was begun."""
        ...


Stopping = Callable[[], bool]


def never() -> bool:
    """A run that nobody stops."""
    return False

"""How long each stage of the work on an account takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field


class Stopwatch(Struct):
    """The seconds of each stage so far, by its name, in the order in which they were begun."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what is done inside towards the stage `name`, also when it fails."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start

"""Ctrl-C as a wish that a run ends soon, with everything that is finished whole."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.production.executor import Stopping


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Stopping]:
    """Whether Ctrl-C was pressed. What is being written is not broken off by it; pressed again, it ends the program."""
    pressed: list[int] = []
    former = signal.getsignal(signal.SIGINT)

    def note(number: int, _: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, former)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, former)

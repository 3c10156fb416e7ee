"""Tasks that do to their process what a bad workbook may do to it; named, so that a worker finds them."""

import ctypes
import gc
import os
import signal
import sys
import time
from pathlib import Path

from pipeline.problems import RunStopped


def hang() -> None:
    """Never ends, and leaves the computer to the others."""
    while True:
        time.sleep(60)


def eat() -> None:
    """Takes all memory that is allowed."""
    held = []
    while True:
        held.append(bytes(2**24))


def follow(_: object, wish: str) -> str:
    """Does as it is told, and says so if it still can."""
    deeds = {
        "abort": os.abort,
        "fault": lambda: ctypes.string_at(0),
        "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "exit": lambda: os._exit(0),
        "leave": lambda: sys.exit("enough"),
        "hang": hang,
        "eat": eat,
        "raise": lambda: {}["nothing"],
    }
    if wish in deeds:
        deeds[wish]()
    return f"done {wish}"


def fail_once(mark: Path, wish: str) -> str:
    """As `follow`, but only where the mark is not there yet."""
    if mark.exists():
        return f"done {wish} at last"
    mark.touch()
    return follow(None, wish)


def stop(_: object, wish: str) -> str:
    """Finds that the run cannot go on."""
    raise RunStopped(f"No more {wish}.")


def tell(path: Path, _: str) -> str:
    """Says which process it is, and then takes its time."""
    path.write_text(str(os.getpid()))
    time.sleep(60)
    return "done"


def where(_: object, wish: str) -> str:
    """The folder that it works in."""
    return os.getcwd()


def collecting(_: object, wish: str) -> tuple[bool, int]:
    """Says whether what was there before is left alone when garbage is looked for, and how many objects later it is."""
    return gc.get_freeze_count() > 10_000, gc.get_threshold()[0]

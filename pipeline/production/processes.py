"""This process, this computer, and whether another process on it is gone."""

import getpass
import os
import platform
import re
from pathlib import Path

HOST = re.sub(r"[^\w.]+", "_", platform.node()) or "localhost"


def user() -> str:
    """Who runs this process, as far as the system knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def is_gone(process: int) -> bool:
    """Is it certain that no process of this computer has that number? Windows does not say without risk.

    One that has ended and whose number only waits to be given up, as its parent has not looked yet, is gone as well.
    """
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return _has_ended(process)


def _has_ended(process: int) -> bool:
    """What Linux tells of a process right after its name, in brackets: Z or X where it has ended."""
    try:
        told = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return False
    return told.rpartition(b")")[2].split()[:1] in ([b"Z"], [b"X"])

"""This process, this computer, and whether another process on it is gone."""

import getpass
import os
import platform
import re

HOST = re.sub(r"[^\w.]+", "_", platform.node()) or "localhost"


def user() -> str:
    """Who runs this process, as far as the system knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def is_gone(process: int) -> bool:
    """Is it certain that no process of this computer has that number? Windows does not say without risk."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False

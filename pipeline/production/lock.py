"""One run per output folder: a lock that names its owner, and goes when the owner does."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from pipeline.problems import RunStopped
from pipeline.production.processes import HOST, is_gone, user

NAME = ".keyplan-lock"
_PATIENCE = 50  # looks at a lock whose owner has just died, while its workers end; a tenth of a second apart


class Owner(Struct, frozen=True):
    """Whose run holds a folder: the user, the computer, the number of the process, and since when."""

    user: str
    host: str
    process: int
    since: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.process}), since {self.since}"

    @property
    def is_gone(self) -> bool:
        """Is it certain that the run has ended?"""
        return self.host == HOST and is_gone(self.process)


class Held(Struct, frozen=True):
    """The lock of this run. `former` is whose it was if that run ended without giving it back.

    As long as `handle` is open in any process, the folder stays locked; None where the system cannot do that.
    """

    handle: int | None
    former: Owner | None


@contextmanager
def only_run_in(folder: Path, since: str) -> Iterator[Held]:
    """Holds `folder` for this run. Raises RunStopped, naming the owner, if another run holds it."""
    path = folder / NAME
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = _taken(path, Owner(user(), HOST, os.getpid(), since))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunStopped(f"{folder} cannot be written ({reason}). Choose another folder with --out.") from error
    try:
        yield held
    finally:
        with suppress(OSError):
            os.truncate(path, 0)
            path.unlink()
            if new:  # a run that made nothing leaves nothing
                folder.rmdir()
                folder.parent.rmdir()
        if held.handle is not None:
            os.close(held.handle)


def _taken(path: Path, owner: Owner) -> Held:
    former = None
    for _ in range(_PATIENCE):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            locked = _locked(handle)
            former = _read(handle)
            # Whoever held it may have removed the file before it was locked here.
            if locked is not False and _is_there(path, handle):
                if former and not (former.is_gone or (locked and former.host == HOST)):
                    raise RunStopped(f"{_sentence(path, former)} If that run is no more, delete {path} and run again.")
                _write(handle, owner)
                return Held(os.dup(handle) if locked else None, former)
        finally:
            os.close(handle)
        if former and not former.is_gone:
            break
        time.sleep(0.1)
    raise RunStopped(_sentence(path, former))


def _locked(handle: int) -> bool | None:
    """Is the lock ours now? None where the system or the network drive has no locks; the text alone tells then."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _read(handle: int) -> Owner | None:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        return Owner(**json.loads(os.read(handle, 4096)))
    except (ValueError, TypeError):
        return None


def _write(handle: int, owner: Owner) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(asdict(owner)).encode())
    os.fsync(handle)


def _sentence(path: Path, owner: Owner | None) -> str:
    """Who holds the folder, and what to do."""
    if owner is None:
        return f"Another run is building into {path.parent}. Wait until it has ended."
    return f"Another run is building into {path.parent}: that of {owner}. Wait until it has ended."

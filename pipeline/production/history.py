"""What is kept of each account after a run: one small JSON file for each account and period, ACCOUNT_ID/PERIOD.json."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from pipeline.guard import Unfit, content_of
from pipeline.model.snapshot import FORMAT, Snapshot
from pipeline.problems import Problem
from pipeline.production.history_folders import files_before, kept_file
from pipeline.production.publish import publish

LARGEST_SNAPSHOT = 4 * 2**20  # bytes; those of the samples have 15 thousand


class Earlier(Struct, frozen=True):
    """The snapshots of an account before a period, oldest first, and a warning for each file that is none."""

    snapshots: tuple[Snapshot, ...] = ()
    problems: tuple[Problem, ...] = ()


def earlier(folders: Iterable[Path], account_id: str, period: str) -> Earlier:
    """What is kept of an account before `period`, in the first of the folders that holds a period.

    Snapshots of `period` itself and of later ones are not looked at, so that building a period again gives the same.
    """
    read = [_read(path, account_id, name) for name, path in files_before(folders, account_id, period).items()]
    return Earlier(
        snapshots=tuple(one for one in read if isinstance(one, Snapshot)),
        problems=tuple(one for one in read if isinstance(one, Problem)),
    )


def keep(folder: Path, snapshot: Snapshot) -> Path:
    """Writes a snapshot, in place of the one of the same period, and gives its path.

    Raises RunStopped if it cannot be written; the one that stood there then stands there still.
    """
    path = kept_file(folder, snapshot.account_id, snapshot.period)
    text = json.dumps(snapshot.model_dump(mode="json"), ensure_ascii=False, indent=1)
    publish(path, f"{text}\n".encode())
    return path


def _read(path: Path, account_id: str, period: str) -> Snapshot | Problem:
    try:
        content = content_of(path, "a snapshot", LARGEST_SNAPSHOT)
        snapshot = Snapshot.model_validate_json(content)
    except Unfit as unfit:
        return _not_read(path, unfit.message[:1].lower() + unfit.message[1:].rstrip("."))
    except ValueError as error:
        return _not_read(path, _reason(content, error))
    if (snapshot.account_id.casefold(), snapshot.period) != (account_id.casefold(), period):
        return _not_read(path, f"it is of {snapshot.account_id}, {snapshot.period}")
    return snapshot


def _reason(content: bytes, error: ValueError) -> str:
    """Why a file is no snapshot: another form, a key that is wrong, or no JSON at all."""
    try:
        told = json.loads(content.decode())
    except (ValueError, RecursionError):
        return "it is damaged"
    form = told.get("format") if isinstance(told, dict) else None
    if form is not None and form != FORMAT:
        return f"it has form {form}, and this version of Keyplan reads form {FORMAT}"
    return f"it is not as Keyplan writes it ({next(_wrong(error), 'no object')})"


def _wrong(error: ValueError) -> Iterator[str]:
    """The places in a snapshot that are wrong: "score.shown"."""
    for fault in getattr(error, "errors", list)():
        yield ".".join(str(part) for part in fault["loc"])


def _not_read(path: Path, reason: str) -> Problem:
    return Problem(
        code="history-not-read",
        severity="warning",
        file=path.as_posix(),
        message=f"This earlier period is left out of what moved since the last plan: {reason}.",
        fix="Put back the file as the run of that period wrote it, build that period again, or delete the file.",
    )

"""Putting finished files into place: whole or not at all, and those of one account all together."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.problems import RunStopped
from pipeline.production.processes import HOST, is_gone

OURS = ".keyplan-"  # what the names of temporary files and folders begin with
STAGED = f"{OURS}new"  # the folder, beside internal/ and client/, in which the new files of an account wait
KEPT_BACK = "not in place"  # what becomes of it when one of the files cannot be replaced
_JOURNAL = "journal.json"  # there once all files wait: from then on they are put into place, now or by the next run
_FORMER = "former"

# What is no fault of one file: nothing more can be written.
_FATAL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


class NotPublished(Exception):
    """The files of one account could not be put into place; those that stood there stand there still."""


def publish(path: Path, content: bytes) -> str:
    """As `publish_pieces`, what is all at hand."""
    return publish_pieces(path, (content,))


def publish_pieces(path: Path, content: Iterable[bytes]) -> str:
    """Writes `content` to `path` through a temporary file beside it, and returns its SHA-256 in hex.

    Whoever reads `path` sees the old file or the new one, never a part. Raises RunStopped if the folder cannot be
    written or the disk is full; what stood at `path` then stands there still.
    """
    temporary = Path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_stale(path.parent)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f"{OURS}{HOST}-{os.getpid()}-")
        os.close(handle)
        temporary = Path(made)
        found = _write_pieces(temporary, content)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        _remove(temporary)
        raise RunStopped(_sentence(path, error)) from error
    except BaseException:
        _remove(temporary)
        raise
    return found


def publish_together(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Puts the files of one account in place under `folder`, all or none, and gives the SHA-256 of each.

    Each waits in a folder of its own, out of the way of what may be sent to a client, until all of them are safely on
    the disk. A run that is cut off between two of them leaves a journal, and `settle` finishes what it began. Raises
    NotPublished if a file cannot be replaced, RunStopped if the disk is full; the former files then stand there still.
    """
    if not files:
        return {}
    staged = folder / STAGED
    try:
        settle(folder)
        for place, content in files.items():
            (staged / place).parent.mkdir(parents=True, exist_ok=True)
            _write(staged / place, content)
        for parent in {(staged / place).parent for place in files}:
            _sync_folder(parent)
        _begin_journal(staged, tuple(files))
    except OSError as error:
        _drop(staged)
        raise _told(folder, error) from error
    _put_in_place(folder, tuple(files))
    return {place: hashlib.sha256(content).hexdigest() for place, content in files.items()}


def settle(folder: Path) -> None:
    """Ends what a run that was cut off began in the folder of an account: its files are put in place if all of them
    wait, else they are dropped. Raises OSError if that cannot be done."""
    staged = folder / STAGED
    if not staged.is_dir():
        return
    if (staged / _JOURNAL).is_file():
        for place in json.loads((staged / _JOURNAL).read_text(encoding="utf-8")):
            if (staged / place).is_file():
                _replace(staged / place, folder / place)
    shutil.rmtree(staged)


def settle_all(folder: Path) -> None:
    """Ends what runs that were cut off began under the folder of a period, and removes their temporary files.

    An account whose files cannot be put in place now is left to its own turn.
    """
    if not folder.is_dir():
        return
    remove_stale(folder)
    for account in sorted(folder.iterdir()):
        try:
            settle(account)
        except (OSError, ValueError):
            continue


def remove_stale(folder: Path, where: str = "") -> None:
    """Removes the temporary files that processes of this computer left in `folder` when they were cut off, or in those
    of its folders that `where` is a pattern of: "*/" for all that stand in it."""
    for path in folder.glob(f"{where}{OURS}{HOST}-*-*"):
        number = path.name.removeprefix(f"{OURS}{HOST}-").partition("-")[0]
        if number.isdecimal() and is_gone(int(number)):
            with suppress(OSError):
                path.unlink()


def _put_in_place(folder: Path, places: tuple[str, ...]) -> None:
    staged = folder / STAGED
    done: list[str] = []
    try:
        for place in places:
            _keep_former(folder / place, staged / _FORMER / place)
            done.append(place)
            _replace(staged / place, folder / place)
        for parent in {(folder / place).parent for place in places}:
            _sync_folder(parent)
    except OSError as error:
        _put_back(folder, done)
        refusal = _told(folder / done[-1] if done else folder, error)
        if isinstance(refusal, RunStopped):
            _drop(staged)
            raise refusal from error
        raise NotPublished(f"{refusal} {_kept_back(folder)}".rstrip()) from error
    _drop(staged)


def _put_back(folder: Path, places: list[str]) -> None:
    """Undoes what was put in place: the former files come back, new ones where there was none go."""
    staged = folder / STAGED
    (staged / _JOURNAL).unlink(missing_ok=True)
    for place in places:
        former = staged / _FORMER / place
        waiting = (staged / place).exists()
        if waiting:
            continue
        os.replace(folder / place, staged / place)
        if former.exists():
            os.replace(former, folder / place)


def _kept_back(folder: Path) -> str:
    """Keeps the new files that could not be put in place, and says where."""
    staged, kept = folder / STAGED, folder / KEPT_BACK
    try:
        shutil.rmtree(staged / _FORMER, ignore_errors=True)
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(staged, kept)
    except OSError:
        _drop(staged)
        return ""
    return f"The new files are in {kept}."


def _keep_former(path: Path, former: Path) -> None:
    """Keeps what stands at `path`, so that it can come back: by a second name, or a copy where there are none."""
    if not path.exists():
        return
    former.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, former)
    except OSError:
        shutil.copyfile(path, former)


def _begin_journal(staged: Path, places: tuple[str, ...]) -> None:
    temporary = staged / f"{_JOURNAL}.part"
    _write(temporary, json.dumps(places).encode())
    os.replace(temporary, staged / _JOURNAL)
    _sync_folder(staged)


def _replace(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, target)


def _write(path: Path, content: bytes) -> None:
    _write_pieces(path, (content,))


def _write_pieces(path: Path, content: Iterable[bytes]) -> str:
    """Writes a file safely onto the disk, and gives its SHA-256."""
    found = hashlib.sha256()
    with path.open("wb") as file:
        for piece in content:
            file.write(piece)
            found.update(piece)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
    return found.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder safe on the disk, where folders can be synced at all."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(staged: Path) -> None:
    shutil.rmtree(staged, ignore_errors=True)


def _remove(temporary: Path) -> None:
    if temporary != Path():
        temporary.unlink(missing_ok=True)


def _told(path: Path, error: OSError) -> NotPublished | RunStopped:
    """The fault in a sentence: of this account only, or of the whole run."""
    if error.errno in _FATAL:
        return RunStopped(_sentence(path, error))
    reason = (error.strerror or str(error)).lower()
    return NotPublished(
        f"{path} could not be replaced ({reason}); none of the account's files was. If it is open in another program, "
        "close it there and build again."
    )


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The disk is full: {path} was not written. Free some space and run again; finished files are whole."
    reason = (error.strerror or str(error)).lower()
    options = "--out (--annotate for checked copies, --history for earlier periods)"
    way_out = f"Choose another folder with {options}, or close the file and run again."
    return f"{path} cannot be written ({reason}). {way_out}"

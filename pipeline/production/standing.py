"""Files that earlier runs left: whether they are as they were made, and taking away those that are not current.

Only files that a record says Keyplan made are touched, and those that somebody changed since are not.
"""

from collections.abc import Iterable
from pathlib import Path

from pipeline.production.fingerprints import digest, file_digest
from pipeline.production.report import Published


def altered(folder: Path, files: Iterable[Published]) -> tuple[Published, ...]:
    """The files that are not on disk as they were published: changed by hand, cut off, or gone."""
    return tuple(one for one in files if file_digest(folder / one.path) != one.sha256)


def still_there(folder: Path, files: Iterable[Published]) -> tuple[Published, ...]:
    """The files that are on disk, whatever they hold by now."""
    return tuple(one for one in files if (folder / one.path).exists())


def unaltered(folder: Path, file: Published) -> bytes | None:
    """The bytes of a file as it was published; None if it is not so any more."""
    try:
        content = (folder / file.path).read_bytes()
    except OSError:
        return None
    return content if digest(content) == file.sha256 else None


def take_away(folder: Path, files: Iterable[Published]) -> tuple[Published, ...]:
    """Removes the files that are as they were published, and gives those that are gone by that."""
    return tuple(one for one in files if unaltered(folder, one) is not None and _removed(folder / one.path))


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:  # open in another program: it stays, and is told
        return False
    return True

"""Putting finished files into place: whole or not at all, also when the run is cut off."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from pipeline.problems import RunStopped


def publish(path: Path, content: bytes) -> str:
    """Writes `content` to `path` through a temporary file beside it, and returns its SHA-256 in hex.

    Whoever reads `path` sees the old file or the new one, never a part. Raises RunStopped if the folder cannot be
    written or the disk is full; what stood at `path` then stands there still.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".keyplan-", delete=False) as file:
            temporary = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        _remove(temporary)
        raise RunStopped(_sentence(path, error)) from error
    except BaseException:
        _remove(temporary)
        raise
    return hashlib.sha256(content).hexdigest()


def _remove(temporary: str) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)


def _sentence(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {path} was not written. Free some space and run again; finished files are whole."
    reason = (error.strerror or str(error)).lower()
    options = "--out (--annotate for checked copies, --history for earlier periods)"
    way_out = f"Choose another folder with {options}, or close the file and run again."
    return f"{path} cannot be written ({reason}). {way_out}"

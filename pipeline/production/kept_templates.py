"""Compiled templates kept on disk between runs: to compile six takes longer than to build several accounts.

Each is a file in a folder of this user's cache, named by the digest of all that it is made from: the template's folder,
name and bytes, and the digest of Keyplan's code, the libraries and the interpreter. So none is ever out of date.

What is kept holds code that is run when it is read, as the files in `__pycache__` do, and is trusted for the same
reason: nobody else can have written it. The folder must belong to this user and be closed to all others; each file must
belong to this user, and nobody else may write it. What the tags of a template may do is held by the sandbox that their
code runs in, kept or not. Where the folder cannot be had so, nothing is kept, and nothing is said. A file that is cut
off, damaged or another's is as good as none: it is compiled and written anew. The folder may be deleted at any time.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from pipeline.documents.templates.kept import template_from_bytes, template_to_bytes
from pipeline.documents.templates.template import Template
from pipeline.problems import RunStopped
from pipeline.production.fingerprints import code_digest, digest_of
from pipeline.production.publish import publish

FOLDER = "KEYPLAN_CACHE"  # the environment variable that names another folder than the user's; empty: nothing is kept
MOST = 200  # files; those that were not used for the longest time go first
LONGEST_UNUSED = 30 * 24 * 60 * 60  # seconds
_SUFFIX = ".template"
_DIGEST_SIZE = hashlib.sha256().digest_size


def key_of(name: str, source: bytes) -> str:
    """What the template `name` ("client/review.pptx") with the bytes `source` is kept by, for this code and Python."""
    return digest_of([name, hashlib.sha256(source).hexdigest(), code_digest()])


def kept_template(key: str, source: bytes) -> Template | None:
    """The template that was kept by `key`; None if there is none that can be trusted and read."""
    folder = _folder()
    content = _content(folder / f"{key}{_SUFFIX}") if folder else b""
    written = content[_DIGEST_SIZE:]
    if not written or _checksum(key, written) != content[:_DIGEST_SIZE]:
        return None
    try:
        return template_from_bytes(written, source)
    # Whole as it is, it may still be what nobody foresaw; to compile is always right.
    except Exception:
        return None


def keep_template(key: str, template: Template) -> None:
    """Keeps the template for the runs to come, even if Python writes no bytecode: that is about folders of modules."""
    folder = _folder()
    if folder:
        written = template_to_bytes(template)
        with suppress(OSError, RunStopped):  # a full disk is no reason not to build
            publish(folder / f"{key}{_SUFFIX}", _checksum(key, written) + written)
            _prune(folder)


def _folder() -> Path | None:
    """The folder, made if it is not there; None if it cannot be had, or if others could write into it."""
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    try:
        folder = (Path(named).absolute() if named else _of_the_user()) / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError, ValueError):
        return None
    return folder if stat.S_ISDIR(found.st_mode) and _is_ours(found, closed_to_others=0o077) else None


def _of_the_user() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("keyplan", appauthor=False)


def _is_ours(found: os.stat_result, closed_to_others: int) -> bool:
    """Does it belong to this user, and has nobody else these rights to it? On Windows the user's own folders are so."""
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & closed_to_others)


def _content(path: Path) -> bytes:
    """The bytes of a file that only this user can have written; nothing of any other. It counts as used now."""
    try:
        with open(path, "rb", opener=_no_link) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or not _is_ours(found, closed_to_others=0o022):
                return b""
            content = file.read()
        with suppress(OSError):
            os.utime(path)
        return content
    except OSError:
        return b""


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _checksum(key: str, written: bytes) -> bytes:
    return hashlib.sha256(key.encode() + written).digest()


def _prune(folder: Path) -> None:
    """Removes what was not used for long, as seen from what was written just now, and of the rest what is over MOST."""
    found = sorted(((path.lstat().st_mtime, path) for path in folder.glob(f"*{_SUFFIX}")), reverse=True)
    for place, (used, path) in enumerate(found):
        if place >= MOST or used < found[0][0] - LONGEST_UNUSED:
            path.unlink(missing_ok=True)

"""A workspace for a team that installed Keyplan: templates, standards, folders and a Makefile, nothing overwritten."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from pipeline.problems import RunStopped

FOLDERS = ("accounts", "history")
TEMPLATES = ("input_templates", "output_templates/internal", "output_templates/client")
_PACKAGE = Path(__file__).resolve().parents[1]
_STARTER = Path(__file__).resolve().parent / "starter"


class Begun(Struct, frozen=True):
    """What became of a workspace: the files written, and those that were there already and stay as they are."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def begin_workspace(folder: Path) -> Begun:
    """Makes `folder` a workspace with what it does not hold yet. Raises RunStopped if it cannot be written."""
    written: list[Path] = []
    kept: list[Path] = []
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for source, place in _files(shipped(_PACKAGE)):
            target = folder / place
            if target.exists():
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            written.append(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunStopped(f"{error.filename or folder} cannot be written ({reason}).") from error
    return Begun(tuple(written), tuple(kept))


def shipped(package: Path) -> Path:
    """The folder of the templates that are shipped with `package`: its own of an installed one, else the project's."""
    installed = package / "defaults"
    return installed if installed.is_dir() else package.parent


def _files(templates: Path) -> Iterator[tuple[Path, Path]]:
    """Each file of a workspace with its place in it."""
    for folder in TEMPLATES:
        for source in sorted((templates / folder).iterdir()):
            if source.is_file() and not source.name.startswith(("~$", ".")):
                yield source, Path(folder) / source.name
    for source in sorted(_STARTER.iterdir()):
        yield source, Path(source.name)

"""A workbook that is to be written over: whether somebody is at it, and where it is kept as it was."""

import shutil
from pathlib import Path


def is_open(path: Path) -> bool:
    """Does somebody have the workbook open in Excel or LibreOffice, as far as their lock files tell?"""
    return any(path.with_name(lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#"))


def kept_as_it_was(path: Path, name: str) -> Path:
    """Copy a workbook into the folder `name` beside it, under a file name that is free there."""
    folder = path.parent / name
    folder.mkdir(exist_ok=True)
    kept, number = folder / path.name, 1
    while kept.exists():
        number += 1
        kept = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.copy2(path, kept)
    return kept

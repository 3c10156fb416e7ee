"""Which workbooks a run is about: the files named, and those in the folders named."""

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".ods")
CHECKED = ".checked"  # before the suffix of a checked copy


def find_workbooks(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Every workbook among `paths`, in the order given, each once; folders are searched (not their subfolders).

    In a folder lock files (~$...), hidden files and checked copies are passed over; a file that is named is always
    taken.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files = (child for child in sorted(path.iterdir()) if is_workbook(child) and child.is_file())
            found.update(dict.fromkeys(files))
        else:
            found[path] = None
    return tuple(found)


def is_workbook(path: Path) -> bool:
    """Is the file called like a workbook that somebody fills in?"""
    passed_over = path.name.startswith(("~$", ".")) or path.stem.endswith(CHECKED)
    return path.suffix.lower() in SUFFIXES and not passed_over

"""Which workbooks a run is about: the files named, and those in the folders named."""

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm")


def find_workbooks(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Every workbook among `paths`, in the order given, each once; folders are searched (not their subfolders).

    In a folder lock files (~$...) and hidden files are passed over; a file that is named is always taken.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(child for child in sorted(path.iterdir()) if _is_workbook(child)))
        else:
            found[path] = None
    return tuple(found)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")) and path.is_file()

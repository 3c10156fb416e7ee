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
            found.update(dict.fromkeys(child for child in sorted(path.iterdir()) if _is_workbook(child)))
        else:
            found[path] = None
    return tuple(found)


def _is_workbook(path: Path) -> bool:
    passed_over = path.name.startswith(("~$", ".")) or path.stem.endswith(CHECKED)
    return path.suffix.lower() in SUFFIXES and not passed_over and path.is_file()

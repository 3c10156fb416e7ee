"""Where the earlier periods of an account are looked for, and where this one is kept."""

import re
from collections.abc import Iterable
from pathlib import Path

HISTORY = Path("history")
_PERIOD = re.compile(r"\d{4}-Q[1-4]")


def kept_in(asked: Path | None) -> Path | None:
    """Where snapshots are kept: the folder asked for, else history/ of a workspace; None where there is none."""
    return asked or (HISTORY if HISTORY.is_dir() else None)


def folders(workbook: Path, kept: Path | None) -> tuple[Path, ...]:
    """The folders with earlier periods of a workbook's account, the one that counts first.

    After the one that snapshots are kept in comes the one beside the workbook, such as samples/history: only read.
    """
    beside = workbook.parent / HISTORY
    return (beside,) if kept is None else (kept, beside)


def files_before(folders: Iterable[Path], account_id: str, period: str) -> dict[str, Path]:
    """The files of an account's periods before `period`, by period, oldest first; of each the first folder's."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in (folder / account_id).glob("*.json") if account_id else ():
            if _PERIOD.fullmatch(path.stem) and path.stem < period:
                found.setdefault(path.stem, path)
    return {name: found[name] for name in sorted(found)}


def kept_file(folder: Path, account_id: str, period: str) -> Path:
    """Where the snapshot of an account and a period is kept."""
    return folder / account_id / f"{period}.json"

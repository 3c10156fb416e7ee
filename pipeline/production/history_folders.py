"""Where the earlier periods of an account are looked for, and where this one is kept."""

from pathlib import Path

HISTORY = Path("history")


def kept_in(asked: Path | None) -> Path | None:
    """Where snapshots are kept: the folder asked for, else history/ of a workspace; None where there is none."""
    return asked or (HISTORY if HISTORY.is_dir() else None)


def folders(workbook: Path, kept: Path | None) -> tuple[Path, ...]:
    """The folders with earlier periods of a workbook's account, the one that counts first.

    After the one that snapshots are kept in comes the one beside the workbook, such as samples/history: only read.
    """
    beside = workbook.parent / HISTORY
    return (beside,) if kept is None else (kept, beside)

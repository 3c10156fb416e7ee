"""What a run costs after one that built everything: with nothing changed, one workbook changed, one account added.

`python -m benchmarks.unchanged 100` takes minutes; the default stays small.
"""

import io
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Used, kept_in_a_folder_of_its_own
from benchmarks.scale import build, many_accounts

DEFAULT = 20


@dataclass(frozen=True)
class Case:
    """A run after another: its name in the table, and what is done to the folder of the workbooks before."""

    name: str
    change: Callable[[Path, int], object]


def nothing(accounts: Path, count: int) -> None:
    """Leaves everything as it is."""


def touched(accounts: Path, count: int) -> None:
    """Gives every workbook another date."""
    for path in accounts.iterdir():
        path.touch()


def one_changed(accounts: Path, count: int) -> None:
    """Types another word into one workbook."""
    path = accounts / "account-0.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {
            name: archive.read(name).replace(b"<t>Account 0", b"<t>Account 0 Group") for name in archive.namelist()
        }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(written.getvalue())


def one_added(accounts: Path, count: int) -> None:
    """Puts one more workbook into the folder: its name is searched for in the client files of all others."""
    with tempfile.TemporaryDirectory() as place:
        many_accounts(Path(place), count + 1)
        (Path(place) / f"account-{count}.xlsx").rename(accounts / f"account-{count}.xlsx")


CASES = (
    Case("everything is built", nothing),
    Case("**nothing has changed**", nothing),
    Case("every workbook has another date", touched),
    Case("one workbook has changed", one_changed),
    Case("one account is new", one_added),
)


def main(count: int) -> None:
    """Measures and prints."""
    print(f"| {count} accounts, one run after the other | CPU s | wall s | CPU, share of the first | wall, share |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place, kept_in_a_folder_of_its_own():
        accounts, out = Path(place) / "accounts", Path(place) / "out"
        accounts.mkdir()
        many_accounts(accounts, count)
        first: Used | None = None
        for case in CASES:
            case.change(accounts, count)
            run = build(accounts, out)
            first = first or run
            shares = f"{run.cpu / first.cpu:.1%} | {run.wall / first.wall:.1%}"
            print(f"| {case.name} | {run.cpu:.2f} | {run.wall:.2f} | {shares} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)

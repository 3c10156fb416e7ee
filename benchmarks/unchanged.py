"""What a run costs after one that built everything: with nothing changed, one workbook changed, one account added.

`python -m benchmarks.unchanged 100` takes minutes; the default stays small.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from benchmarks.processes import Used, kept_in_a_folder_of_its_own
from benchmarks.scale import build, many_accounts
from benchmarks.variants import variant

DEFAULT = 20


class Case(Struct, frozen=True):
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
    """Types other words and amounts into one workbook."""
    (accounts / "account-0.xlsx").write_bytes(variant(0, count + 1))


def one_added(accounts: Path, count: int) -> None:
    """Puts one more workbook into the folder: its name is searched for in the client files of all others."""
    (accounts / f"account-{count}.xlsx").write_bytes(variant(count, count))


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
            used = build(accounts, out)
            first = first or used
            shares = f"{used.cpu / first.cpu:.1%} | {used.wall / first.wall:.1%}"
            print(f"| {case.name} | {used.cpu:.2f} | {used.wall:.2f} | {shares} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)

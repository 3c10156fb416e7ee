"""What `keyplan build` costs from one account to thousands: CPU and wall seconds, and peak memory, of a whole run.

`python -m benchmarks.scale 1 10 100 1000 2000` takes minutes; the default stays small.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.processes import Used, kept_in_a_folder_of_its_own, run
from benchmarks.variants import variant

DEFAULT = (1, 10, 40)
MOST_BY_ONE = 200  # accounts; more are built by two workers alone, to save minutes


def many_accounts(folder: Path, count: int) -> None:
    """Workbooks account-0.xlsx and so on of `count` accounts, no two alike."""
    for number in range(count):
        (folder / f"account-{number}.xlsx").write_bytes(variant(number, number))


def build(accounts: Path, out: Path, jobs: int = 2) -> Used:
    """`keyplan build` of a folder of accounts with so many workers."""
    where = ("--out", str(out), "--period", "2026-Q3", "--jobs", str(jobs), "--quiet")
    return run("-m", "pipeline", "build", str(accounts), *where)


def main(counts: tuple[int, ...]) -> None:
    """Measures and prints."""
    print("| accounts, all documents | workers | CPU s | wall s | CPU ms each | peak MiB of a process | of the first |")
    print("|---|---|---|---|---|---|---|")
    for count in counts:
        for jobs in (1, 2) if count <= MOST_BY_ONE else (2,):
            with tempfile.TemporaryDirectory() as place, kept_in_a_folder_of_its_own():
                accounts, out = Path(place) / "accounts", Path(place) / "out"
                accounts.mkdir()
                many_accounts(accounts, count)
                used = build(accounts, out, jobs)
                each, memory = 1000 * used.cpu / count, f"{used.peak:.0f} | {used.first_peak:.0f}"
                print(f"| {count} | {jobs} | {used.cpu:.1f} | {used.wall:.1f} | {each:.0f} | {memory} |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or DEFAULT)

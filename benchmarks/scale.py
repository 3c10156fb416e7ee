"""What `keyplan build` costs from one account to thousands: CPU and wall seconds, and peak memory, of a whole run.

`python -m benchmarks.scale 1 10 100 1000 2000` takes minutes; the default stays small.
"""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

from benchmarks.ours import ROOT
from benchmarks.processes import Used, kept_in_a_folder_of_its_own, run

SAMPLE, NAME = "averley-medical", "Averley Medical"
DEFAULT = (1, 10, 40)


def many_accounts(folder: Path, count: int) -> None:
    """`count` workbooks of accounts with ids and names of their own, copies of a sample."""
    with zipfile.ZipFile(ROOT / "samples" / f"{SAMPLE}.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number in range(count):
        renamed = {
            name: data.replace(SAMPLE.encode(), b"account-%d" % number).replace(NAME.encode(), b"Account %d" % number)
            for name, data in parts.items()
        }
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in renamed.items():
                archive.writestr(name, data)
        (folder / f"account-{number}.xlsx").write_bytes(written.getvalue())


def build(accounts: Path, out: Path) -> Used:
    """`keyplan build` of a folder of accounts."""
    return run("-m", "pipeline", "build", str(accounts), "--out", str(out), "--period", "2026-Q3", "--quiet")


def main(counts: tuple[int, ...]) -> None:
    """Measures and prints."""
    print("| accounts, built with all documents | CPU s | wall s | CPU ms for each | peak MiB of a process |")
    print("|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory() as place, kept_in_a_folder_of_its_own():
            accounts, out = Path(place) / "accounts", Path(place) / "out"
            accounts.mkdir()
            many_accounts(accounts, count)
            used = build(accounts, out)
            each = 1000 * used.cpu / count
            print(f"| {count} | {used.cpu:.1f} | {used.wall:.1f} | {each:.0f} | {used.peak:.0f} |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or DEFAULT)

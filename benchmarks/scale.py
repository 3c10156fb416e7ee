"""What `keyplan build` costs from one account to thousands: CPU and wall seconds, and peak memory, of a whole run.

`python -m benchmarks.scale 1 10 100 1000 2000` takes minutes; the default stays small.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ours import ROOT

SAMPLE, NAME = "averley-medical", "Averley Medical"
DEFAULT = (1, 10, 40)


@dataclass(frozen=True)
class Run:
    """A whole run: how many accounts, its seconds, and the highest resident size of any of its processes."""

    accounts: int
    cpu: float
    wall: float
    peak: float


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


def build(accounts: Path, out: Path, count: int) -> Run:
    """`keyplan build` of a folder of accounts."""
    command = [sys.executable, "-m", "pipeline", "build", str(accounts), "--out", str(out), "--period", "2026-Q3"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--quiet"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(count, used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


def main(counts: tuple[int, ...]) -> None:
    """Measures and prints."""
    print("| accounts, built with all documents | CPU s | wall s | CPU ms for each | peak MiB of a process |")
    print("|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            accounts, out = Path(place) / "accounts", Path(place) / "out"
            accounts.mkdir()
            many_accounts(accounts, count)
            run = build(accounts, out, count)
            each = 1000 * run.cpu / count
            print(f"| {count} | {run.cpu:.1f} | {run.wall:.1f} | {each:.0f} | {run.peak:.0f} |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or DEFAULT)

"""Judges at work in processes of their own, with a limit on time and memory: what hangs or dies costs one case."""

import multiprocessing
import os
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

SECONDS = 30  # for one case, whatever the machine does beside it
MEMORY = 512 * 2**20  # bytes that a worker may have beyond what it has before the first case
SEED = os.environ.get("KEYPLAN_SEED", "1")


@dataclass(frozen=True)
class Verdict:
    """What became of one case: `outcome` in a word, and `complaint`, which is empty where all went as it should."""

    outcome: str
    complaint: str = ""


def verdicts(judge: Callable[[str, int], Verdict], count: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome was, over the cases 0 to `count` of SEED, and each complaint with the case it is about."""
    outcomes: Counter[str] = Counter()
    complaints = []
    processes = multiprocessing.get_context("spawn")
    workers = min(2, os.cpu_count() or 1)
    with ProcessPool(max_workers=workers, initializer=_limited, context=processes) as pool:
        waiting = [pool.schedule(judge, args=(SEED, number), timeout=SECONDS) for number in range(count)]
        for number, case in enumerate(waiting):
            try:
                verdict = case.result()
            except TimeoutError:
                verdict = Verdict("hang", f"took more than {SECONDS} s")
            except ProcessExpired as error:
                verdict = Verdict("death", f"ended the process, {error.exitcode}")
            except Exception as error:
                verdict = Verdict("failed judge", f"{type(error).__name__}: {error}")
            outcomes[verdict.outcome] += 1
            if verdict.complaint:
                complaints.append(f"case {number} of seed {SEED}: {verdict.complaint}")
    return outcomes, complaints


def _limited() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def told(outcomes: Counter[str], complaints: Iterable[str]) -> str:
    """The figures and the complaints, to be printed."""
    return "\n".join((f"seed {SEED}: {dict(outcomes.most_common())}", *complaints))


def in_a_file(name: str, content: bytes, folder: str = "") -> Path:
    """A file of this process with that content, over the one before."""
    path = Path(folder or tempfile.gettempdir()) / f"keyplan-fuzz-{os.getpid()}" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path

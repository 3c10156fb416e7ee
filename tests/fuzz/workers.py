"""Judges at work in the worker processes of `keyplan build`, with its limits: what hangs or dies costs one case."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.production.executor import Lost
from pipeline.production.workers import Limits, Workers, usual_jobs

LIMITS = Limits(seconds=30, memory=2**30)
SEED = os.environ.get("KEYPLAN_SEED", "1")


@dataclass(frozen=True)
class Verdict:
    """What became of one case: `outcome` in a word, and `complaint`, which is empty where all went as it should."""

    outcome: str
    complaint: str = ""


def verdicts(judge: Callable[[str, int], Verdict], count: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome was over the cases 0 to `count` of SEED, and each complaint with the case it is about."""
    outcomes: Counter[str] = Counter()
    complaints = []
    workers = Workers(usual_jobs(), Path(tempfile.gettempdir()), limits=LIMITS, warm=judge.__module__)
    try:
        for number, verdict in workers.each(judge, SEED, range(count)):
            if isinstance(verdict, Lost):
                verdict = Verdict("lost", verdict.reason)
            outcomes[verdict.outcome] += 1
            if verdict.complaint:
                complaints.append(f"case {number} of seed {SEED}: {verdict.complaint}")
    finally:
        workers.close()
    return outcomes, complaints


def told(outcomes: Counter[str], complaints: list[str]) -> str:
    """The figures and the complaints, to be printed."""
    return "\n".join((f"seed {SEED}: {dict(outcomes.most_common())}", *complaints))


def in_a_file(name: str, content: bytes) -> Path:
    """A file of this process with that content, over the one before."""
    path = Path(tempfile.gettempdir()) / f"keyplan-fuzz-{os.getpid()}" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path

"""Workbooks or templates spoilt in new ways for some minutes: `python -m tests.fuzz.forever workbooks 2`.

Where Atheris is installed (`pip install 'keyplan[fuzz]'`, on Linux), it chooses the mutations by the code that they
reach; else they are thrown. What is wrong is printed with the file that shows it, and the exit code is 1.
"""

import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


def thrown(subject: ModuleType, minutes: float) -> int:
    """Judges cases of a seed that was never used until the time is over; 1 if there was a complaint."""
    seed, until = str(time.time_ns()), time.monotonic() + 60 * minutes
    outcomes: Counter[str] = Counter()
    number, failed = 0, 0
    while time.monotonic() < until:
        verdict = subject.judged(seed, number)
        outcomes[verdict.outcome] += 1
        if verdict.complaint:
            failed = 1
            print(f"case {number} of seed {seed}: {verdict.complaint}")
        number += 1
    print(f"seed {seed}: {dict(outcomes.most_common())}")
    return failed


def guided(name: str, minutes: float) -> None:
    """Lets Atheris choose; it ends the process, with a code above 0 and the bytes in a file for a complaint."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["pipeline"]):
        subject = import_module(name)
    kind = "" if subject.__name__.endswith("workbooks") else "client/a.docx"

    def judge(data: bytes) -> None:
        verdict = subject.judge(kind, "chosen by Atheris", data)
        if verdict.complaint:
            raise AssertionError(verdict.complaint)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """Its own mutations seldom leave a zip whole, so ours are mixed in."""
        try:
            return bytes(subject.mutant(data, random.Random(seed))[1][:longest])
        except Exception:
            return bytes(atheris.Mutate(data, longest))

    with tempfile.TemporaryDirectory() as corpus:
        (Path(corpus) / "first").write_bytes(subject.original(kind))
        flags = [f"-max_total_time={int(60 * minutes)}", "-max_len=400000", "-timeout=30", "-rss_limit_mb=1024"]
        atheris.Setup([sys.argv[0], *flags, corpus], judge, custom_mutator=mutate)
        atheris.Fuzz()


def main(subject: str, minutes: str = "2") -> int:
    warnings.simplefilter("ignore")
    name = f"tests.fuzz.{subject}"
    if find_spec("atheris"):
        guided(name, float(minutes))
        return 0
    return thrown(import_module(name), float(minutes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

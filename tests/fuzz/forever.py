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
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

# The kinds of files that Atheris begins with, and a name in the zip that only those hold.
KINDS: Mapping[str, Sequence[tuple[str, bytes]]] = {
    "tests.fuzz.workbooks": (("", b"xl/workbook.xml"), ("contoso.ods", b"content.xml")),
    "tests.fuzz.templates": (("client/a.docx", b"word/document.xml"), ("client/a.pptx", b"ppt/presentation.xml")),
}


def kind_of(name: str, data: bytes) -> str:
    """The kind of file that bytes of a subject were made from, as far as they still show it; else the first."""
    return next((kind for kind, mark in KINDS[name] if mark in data), KINDS[name][0][0])


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

    def judge(data: bytes) -> None:
        verdict = subject.judge(kind_of(name, data), "chosen by Atheris", data)
        if verdict.complaint:
            raise AssertionError(verdict.complaint)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """Its own mutations seldom leave a zip whole, so ours are mixed in."""
        try:
            return bytes(subject.mutant(data, random.Random(seed))[1][:longest])
        except Exception:
            return bytes(atheris.Mutate(data, longest))

    with tempfile.TemporaryDirectory() as corpus:
        for number, (kind, _) in enumerate(KINDS[name]):
            (Path(corpus) / str(number)).write_bytes(subject.original(kind))
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

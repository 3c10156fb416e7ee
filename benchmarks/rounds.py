"""Cases measured side by side in one run: alternating rounds, CPU time, ratios taken inside each round."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct


class Case(Struct, frozen=True):
    """Something to measure: its name in the table, what is done once, and what is done before it without being
    timed."""

    name: str
    work: Callable[[], object]
    before: Callable[[], object] = int  # which does nothing


class Measured(Struct, frozen=True):
    """A case after all rounds: the median of its CPU time in milliseconds, and of its ratio to the first case."""

    name: str
    milliseconds: float
    ratio: float
    lowest: float
    highest: float


def measure(cases: Sequence[Case], rounds: int) -> list[Measured]:
    """Every case once in each round, in turns, after one round of warming up; the first case is what others are
    compared with. The CPU time of processes that a case starts and waits for counts, too."""
    spent = [[_cpu(case) for case in cases] for _ in range(rounds + 1)][1:]
    return list(_medians(cases, spent))


def table(title: str, found: Sequence[Measured]) -> str:
    """The figures as a Markdown table."""
    lines = [
        f"| {title} | CPU ms | times the first | single rounds | times less than the first |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.milliseconds:.1f} | {one.ratio:.3g} | {one.lowest:.3g} to {one.highest:.3g}"
        f" | {1 / one.ratio:.3g} |"
        for one in found
    ]
    return "\n".join(lines)


def _cpu(case: Case) -> float:
    case.before()
    start = _spent()
    case.work()
    return _spent() - start


def _spent() -> float:
    """CPU seconds, user and system, of this process and of those it waited for."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def _medians(cases: Sequence[Case], spent: Sequence[Sequence[float]]) -> Iterator[Measured]:
    for place, case in enumerate(cases):
        ratios = [one[place] / one[0] for one in spent]
        milliseconds = 1000 * statistics.median(one[place] for one in spent)
        yield Measured(case.name, milliseconds, statistics.median(ratios), min(ratios), max(ratios))

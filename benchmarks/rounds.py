"""Cases measured side by side in one run: alternating rounds, CPU time, ratios taken inside each round."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Something to measure: its name in the table, and what is done once."""

    name: str
    work: Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """A case after all rounds: the median of its CPU time in milliseconds, and of its ratio to the first case."""

    name: str
    milliseconds: float
    ratio: float
    lowest: float
    highest: float


def measure(cases: Sequence[Case], rounds: int) -> list[Measured]:
    """Every case once in each round, in turns, after one round of warming up; the first case is what others are
    compared with."""
    spent = [[_cpu(case) for case in cases] for _ in range(rounds + 1)][1:]
    return list(_medians(cases, spent))


def table(title: str, found: Sequence[Measured]) -> str:
    """The figures as a Markdown table."""
    lines = [f"| {title} | CPU ms | times the first | single rounds |", "|---|---|---|---|"]
    lines += [
        f"| {one.name} | {one.milliseconds:.1f} | {one.ratio:.2f} | {one.lowest:.2f} to {one.highest:.2f} |"
        for one in found
    ]
    return "\n".join(lines)


def _cpu(case: Case) -> float:
    start = time.process_time()
    case.work()
    return time.process_time() - start


def _medians(cases: Sequence[Case], spent: Sequence[Sequence[float]]) -> Iterator[Measured]:
    for place, case in enumerate(cases):
        ratios = [one[place] / one[0] for one in spent]
        milliseconds = 1000 * statistics.median(one[place] for one in spent)
        yield Measured(case.name, milliseconds, statistics.median(ratios), min(ratios), max(ratios))

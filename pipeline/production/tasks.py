"""The tasks of a run by name, so that whoever hands them out need not load what they are made of."""

from pathlib import Path

from pipeline.problems import Problem
from pipeline.production.order import Order, Unit
from pipeline.production.report import Outcome
from pipeline.workbook.identify import Identity


def prepare(order: Order, nothing: None) -> tuple[Problem, ...]:
    """As `work.prepare`."""
    from pipeline.production import work

    return work.prepare(order)


def look(order: Order, path: Path) -> Identity:
    """As `work.look`."""
    from pipeline.production import work

    return work.look(order, path)


def do(order: Order, unit: Unit) -> Outcome:
    """As `work.do`."""
    from pipeline.production import work

    return work.do(order, unit)

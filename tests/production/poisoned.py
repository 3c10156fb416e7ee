"""What workers are forked from in a test of isolation: reading the workbook of some accounts does them harm."""

from pathlib import Path
from typing import Any

from pipeline.production import (
    warm,  # noqa: F401  what is loaded beforehand in any other run
    work,
)
from tests.production import faults

HARM = ("abort", "fault", "kill", "exit", "leave", "hang", "eat")
_read = work.read_cells


def read_cells(path: Path, standards: Any) -> Any:
    """As it is, but for the accounts that are called after some harm."""
    deed = path.stem.partition("-")[0]
    if deed in HARM:
        faults.follow(None, deed)
    return _read(path, standards)


work.read_cells = read_cells

# How a run is begun that forks its workers from here, with limits that can be waited for.
RUN = """
from pipeline.production.workers import Limits, Workers
Workers.__init__.__kwdefaults__.update(warm="tests.production.poisoned", limits=Limits(seconds=10, memory=2**30))
from pipeline.cli import main
main()
"""

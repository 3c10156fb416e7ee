"""What workers are forked from in a test of ends: with some accounts they are killed while they put files in place."""

import os
import signal
from pathlib import Path

from pipeline.production import (
    publish,
    warm,  # noqa: F401  what is loaded beforehand in any other run
)
from pipeline.production.processes import HOST

CUT = "cut"  # what the ids of these accounts begin with
_put_in_place = publish._put_in_place


def put_in_place(folder: Path, places: tuple[str, ...]) -> None:
    """As it is, but for the accounts that are cut off: one file is in place then, and a temporary one lies about."""
    if folder.name.startswith(CUT):
        publish._replace(folder / publish.STAGED / places[0], folder / places[0])
        records = folder.parent.parent / ".keyplan" / folder.parent.name
        for left in (records, folder.parent.parent.parent / "history" / "kept"):
            (left / f"{publish.OURS}{HOST}-{os.getpid()}-half").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    _put_in_place(folder, places)


publish._put_in_place = put_in_place

# How a run is begun that forks its workers from here.
RUN = """
from pipeline.production.workers import Workers
Workers.__init__.__kwdefaults__.update(warm="tests.production.cut_off")
from pipeline.cli import main
main()
"""

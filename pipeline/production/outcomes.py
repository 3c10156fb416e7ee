"""The outcomes of a round in the order of their workbooks, kept in a temporary file: in memory is where each begins."""

import io
import pickle
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from pipeline.production.report import Outcome


class Outcomes(Collection[Outcome]):
    """What became of the workbooks, as far as it was told, in their order; each is read when its turn comes.

    The file has no name where the system knows such files, and goes with this process in any case.
    """

    def __init__(self, workbooks: Iterable[Path]) -> None:
        self._places = {str(path): place for place, path in enumerate(workbooks)}
        self._kept: list[int | bytes | None] = [None] * len(self._places)  # where in the file, or what found no room
        self._file = _file_without_a_name()
        weakref.finalize(self, self._file.close)

    def add(self, outcome: Outcome) -> None:
        """Keeps what became of one of the workbooks; where the disk is full, in memory."""
        told = pickle.dumps(outcome)
        try:
            begin = self._file.seek(0, SEEK_END)
            whole = self._file.write(told) == len(told)
        except OSError:
            whole = False
        self._kept[self._places[outcome.workbook]] = begin if whole else told

    def __iter__(self) -> Iterator[Outcome]:
        for kept in self._kept:
            if kept is not None:
                yield self._read(kept)

    def __len__(self) -> int:
        return len(self._kept) - self._kept.count(None)

    def __contains__(self, outcome: object) -> bool:
        return any(one == outcome for one in self)

    def _read(self, kept: int | bytes) -> Outcome:
        if isinstance(kept, int):
            self._file.seek(kept)
        outcome: Outcome = pickle.load(self._file) if isinstance(kept, int) else pickle.loads(kept)
        return outcome


def _file_without_a_name() -> BinaryIO:
    """A temporary file; memory where there is no folder for such. It has no buffer, so that what is written is there,
    or is known not to be."""
    try:
        file: BinaryIO = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
    except OSError:
        return io.BytesIO()
    return file

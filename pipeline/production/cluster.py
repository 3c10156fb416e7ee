"""Worker processes on other computers: a Dask cluster that sees the same folders as this one does."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import sleep
from typing import Any

from pipeline import __version__
from pipeline.problems import RunStopped
from pipeline.production.executor import Lost, R, S, Stopping, T, never
from pipeline.production.workers import Workers

_ANSWER = 10  # seconds in which a scheduler must answer
_GLANCE = 0.1  # seconds between two looks at what has ended

_here = threading.local()  # the process that isolates the accounts of each thread of a Dask worker


class Cluster:
    """An executor over the Dask cluster whose scheduler answers at `address`, such as "tcp://10.0.0.5:8786".

    A Dask worker has each account built by a process of its own, with the limits of `Workers`. Paths must mean the
    same on every computer: workbooks, templates and output lie in a folder that all share. Raises RunStopped when no
    scheduler answers, or when it has no worker that can do the work.
    """

    elsewhere = True

    def __init__(self, address: str, templates: Path, *, stopping: Stopping = never) -> None:
        self._templates, self._stopping, self._address = templates, stopping, address
        try:
            from distributed import Client
        except ImportError as error:
            raise RunStopped(_NOT_INSTALLED) from error
        try:
            self._client: Any = Client(address, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise RunStopped(f"No Dask scheduler answers at {address}. {_BEGIN}") from error
        try:
            self._look_at_workers()
        except BaseException:
            self.close()
            raise

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Executor.each`: what is lost with a Dask worker is done anew by another."""
        from distributed import as_completed

        folder = os.getcwd()
        given = self._client.scatter((task, shared, folder, self._templates.absolute()), broadcast=True, hash=False)
        futures = {self._client.submit(_isolated, given, item, pure=False): item for item in items}
        ended = as_completed(futures, loop=self._client.loop)
        while futures:
            if self._stopping():
                self._client.cancel(list(futures))
                return
            for future in ended.next_batch(block=False):
                yield futures.pop(future), self._answer(future)
            if self._client.status != "running":
                raise RunStopped(f"The Dask scheduler at {self._address} has gone away. Finished accounts are whole.")
            sleep(_GLANCE)

    def close(self) -> None:
        """Leaves the cluster; its workers end what they are at and wait for another run."""
        self._client.close(timeout=_ANSWER)

    def _look_at_workers(self) -> None:
        if not self._client.scheduler_info(n_workers=-1)["workers"]:
            raise RunStopped(f"The Dask scheduler at {self._address} has no worker. {_BEGIN}")
        for name, fault in self._client.run(_unfit, __version__, os.getcwd()).items():
            if fault:
                raise RunStopped(f"The Dask worker at {name} {fault}")

    def _answer(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except RunStopped:
            raise
        except KilledWorker:
            return Lost("The Dask workers that built it came to a sudden end, one after the other.")
        except Exception as error:
            return Lost(f"Unforeseen fault on the cluster: {type(error).__name__}: {error}")


def _isolated(given: tuple[Callable[[Any, Any], Any], Any, str, Path], item: Any) -> Any:
    """What a Dask worker does: has the item done by a process of its own, which is kept for the next."""
    task, shared, folder, templates = given
    if getattr(_here, "folder", None) != (folder, templates):
        if former := getattr(_here, "workers", None):
            former.close()
        _here.workers = Workers(1, templates, folder=Path(folder))
        _here.folder = (folder, templates)
    ((_, answer),) = _here.workers.each(task, shared, [item])
    return answer


def _unfit(version: str, folder: str) -> str:
    """Why this Dask worker cannot build accounts of a run begun in `folder`; "" if it can."""
    if version != __version__:
        return f"has Keyplan {__version__}, this computer {version}. Install the same on both."
    if not os.path.isdir(folder):
        return f"does not see {folder}. Share that folder with it under the same path."
    if multiprocessing.current_process().daemon:
        return "may not begin processes of its own. Start it with --no-nanny."
    return ""


_BEGIN = "Start one with `dask scheduler`, and on each computer `dask worker ADDRESS --no-nanny`."
_NOT_INSTALLED = "A run on a cluster needs Dask. Install it with: pip install 'keyplan[cluster]'"

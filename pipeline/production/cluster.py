"""Worker processes on other computers: a Dask cluster that sees the same folders as this one does."""

import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import sleep
from typing import Any
from uuid import uuid4

from pipeline import __version__
from pipeline.problems import RunStopped
from pipeline.production.executor import Lost, R, S, Stopping, T, never
from pipeline.production.workers import Workers

_ANSWER = 10  # seconds in which a scheduler must answer
_GLANCE = 0.1  # seconds between two looks at what has ended

_here = threading.local()  # the process that isolates the accounts of each thread of a Dask worker
# How many items of each call of `each` a Dask worker is at, and the calls that have ended.
_busy: Counter[str] = Counter()
_ended: set[str] = set()
_at_work = threading.Lock()


class Cluster:
    """An executor over the Dask cluster whose scheduler answers at `address`, such as "tcp://10.0.0.5:8786".

    A Dask worker has each account built by a process of its own, with the limits of `Workers`. Paths must mean the
    same on every computer: workbooks, templates and output lie in a folder that all share. Raises RunStopped when no
    scheduler answers, or when it has no worker that can do the work.
    """

    elsewhere = True

    def __init__(self, address: str, templates: Path, *, stopping: Stopping = never) -> None:
        self._templates, self._stopping = templates, stopping
        self._gone = f"The Dask scheduler at {address} has gone away. Finished accounts are whole."
        try:
            from distributed import Client
        except ImportError as error:
            raise RunStopped(_NOT_INSTALLED) from error
        try:
            self._client: Any = Client(address, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise RunStopped(f"No Dask scheduler answers at {address}. {_BEGIN}") from error
        try:
            self._look_at_workers(address)
        except BaseException:
            self.close()
            raise

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Executor.each`: what is lost with a Dask worker is done anew by another."""
        from distributed import as_completed

        folder = os.getcwd()
        call = uuid4().hex
        given = (call, task, shared, folder, self._templates.absolute())
        scattered = self._client.scatter(given, broadcast=True, hash=False)
        futures = {self._client.submit(_isolated, scattered, item, pure=False): item for item in items}
        ended = as_completed(futures, loop=self._client.loop)
        try:
            while futures and not self._stopping():
                for future in ended.next_batch(block=False):
                    yield futures.pop(future), self._answer(future)
                if self._client.status != "running":
                    raise RunStopped(self._gone)
                sleep(_GLANCE)
        finally:
            if futures and self._client.status == "running":
                self._end(call, list(futures))

    def close(self) -> None:
        """Leaves the cluster; its workers end what they are at and wait for another run."""
        self._client.close(timeout=_ANSWER)

    def _end(self, call: str, futures: list[Any]) -> None:
        """Has nothing more begun, and waits for what the workers are at: until then the output folder is this run's."""
        try:
            self._client.cancel(futures)
            while any(busy is True for busy in self._client.run(_still_at, call, on_error="ignore").values()):
                sleep(_GLANCE)
        except OSError as error:
            raise RunStopped(self._gone) from error

    def _look_at_workers(self, address: str) -> None:
        if not self._client.scheduler_info(n_workers=-1)["workers"]:
            raise RunStopped(f"The Dask scheduler at {address} has no worker. {_BEGIN}")
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


def _isolated(given: tuple[str, Callable[[Any, Any], Any], Any, str, Path], item: Any) -> Any:
    """What a Dask worker does: has the item done by a process of its own, which is kept for the next."""
    call, task, shared, folder, templates = given
    with _at_work:
        if call in _ended:
            return Lost("The run was stopped before it was begun.")
        _busy[call] += 1
    try:
        return _done(task, shared, Path(folder), templates, item)
    finally:
        with _at_work:
            _busy[call] -= 1
            if not _busy[call]:
                del _busy[call]


def _still_at(call: str) -> bool:
    """Whether this Dask worker is at an item of a call of `each` that has ended; it begins no other from now on."""
    with _at_work:
        _ended.add(call)
        return call in _busy


def _done(task: Callable[[Any, Any], Any], shared: Any, folder: Path, templates: Path, item: Any) -> Any:
    if getattr(_here, "folder", None) != (folder, templates):
        if former := getattr(_here, "workers", None):
            former.close()
        _here.workers = Workers(1, templates, folder=folder)
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

"""Worker processes on this computer: one account at a time in each, with limits, and replaced when one is lost."""

# Each worker has a pipe of its own and shares no lock with another. A pool with a common queue (concurrent.futures,
# Pebble 5.2) can lose its other items, or hang, when a worker is killed while it holds the lock of the queue.

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any, NoReturn

from msgspec import Struct

from pipeline.problems import RunStopped
from pipeline.production.executor import Lost, R, S, Stopping, T, never

TEMPLATES = "KEYPLAN_TEMPLATES"  # the environment variable that names the folder compiled before any worker begins
WARM = "pipeline.production.warm"
_GLANCE = 0.2  # seconds between two looks at whether the run is to stop
_ATTEMPTS = 2
_OBJECTS = 50_000  # new ones, after which garbage is looked for; those of an account take some 10 MB


class Limits(Struct, frozen=True):
    """What one account may take: `seconds` of time, and `memory` in bytes, of all that its process may address."""

    seconds: float = 60
    memory: int = 2 * 2**30


def usual_jobs() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Job(Struct, frozen=True):
    """The task of the items that follow, and what they share."""

    task: Callable[[Any, Any], Any]
    shared: Any


class _Stop(Struct, frozen=True):
    """The answer of a task that found that the whole run cannot go on."""

    reason: str


class _Attempt(Struct, frozen=True):
    item: Any
    number: int = 1


class _Worker(Struct):
    """A process, the pipe to it, and what it works on until when. It ends itself once `lifeline` is closed."""

    process: BaseProcess
    pipe: Connection
    lifeline: Connection
    job: _Job | None = None
    attempt: _Attempt | None = None
    deadline: float = 0


class Workers:
    """An executor over at most `jobs` processes, begun as they are needed.

    They are forked from one process in which all modules are loaded and the templates in the folder `templates` are
    compiled; where the system cannot fork, each loads them for itself. `held` is a file that each keeps open: the lock
    of the run. `warm` names the module that is loaded beforehand. Paths are meant from `folder`, or the working one.
    """

    elsewhere = False

    def __init__(
        self,
        jobs: int,
        templates: Path,
        *,
        held: int | None = None,
        limits: Limits | None = None,
        stopping: Stopping = never,
        warm: str = WARM,
        folder: Path | None = None,
    ) -> None:
        self._jobs, self._limits, self._stopping = jobs, limits or Limits(), stopping
        self._folder = folder
        self._held = None if held is None else Connection(os.dup(held), writable=False)
        self._workers: list[_Worker] = []
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._context.set_forkserver_preload([warm])
        os.environ[TEMPLATES] = str(templates.absolute())

    def each(self, task: Callable[[S, T], R], shared: S, items: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Executor.each`: what is lost is tried once more, after all others."""
        job = _Job(task, shared)
        waiting = deque(_Attempt(item) for item in items)
        while waiting or any(worker.attempt for worker in self._workers):
            if self._stopping():
                return
            self._hand_out(job, waiting)
            for worker, answer in self._answers():
                attempt, worker.attempt = worker.attempt, None
                assert attempt is not None, "only a worker with an item is listened to"
                if isinstance(answer, _Stop):
                    raise RunStopped(answer.reason)
                if isinstance(answer, Lost):
                    self._end(worker)
                    if attempt.number < _ATTEMPTS:
                        waiting.append(_Attempt(attempt.item, attempt.number + 1))
                        continue
                yield attempt.item, answer

    def close(self) -> None:
        """Ends every worker, whatever it is at."""
        for worker in tuple(self._workers):
            self._end(worker)
        if self._held is not None:
            self._held.close()
            self._held = None

    def _hand_out(self, job: _Job, waiting: deque[_Attempt]) -> None:
        """Gives each worker that is free something to do, and begins new ones as long as there are fewer than jobs."""
        free = [worker for worker in self._workers if worker.attempt is None]
        while waiting and (free or len(self._workers) < self._jobs):
            worker = free.pop() if free else self._begin()
            with suppress(OSError):  # one that died while it had nothing to do is found dead when it is listened to
                if worker.job is not job:
                    worker.pipe.send(job)
                worker.pipe.send(_Attempt(waiting[0].item))
            worker.job, worker.attempt = job, waiting.popleft()
            worker.deadline = monotonic() + self._limits.seconds

    def _answers(self) -> Iterator[tuple[_Worker, Any]]:
        """What the workers that have ended with their item say of it, those included that died or take too long."""
        busy = {worker.pipe: worker for worker in self._workers if worker.attempt}
        latest = min(worker.deadline for worker in busy.values())
        ready = connection.wait(list(busy), timeout=min(_GLANCE, max(0, latest - monotonic())))
        for pipe, worker in busy.items():
            if pipe in ready:
                yield worker, self._answer(worker)
            elif monotonic() > worker.deadline:
                yield worker, Lost(_took_too_long(self._limits.seconds))

    def _answer(self, worker: _Worker) -> Any:
        try:
            return worker.pipe.recv()
        except Exception:  # whatever a process that is killed in the middle of a sentence leaves in the pipe
            worker.process.join(1)
            return Lost(_died(worker.process.exitcode))

    def _begin(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        end, lifeline = multiprocessing.Pipe(duplex=False)
        given = (theirs, end, str(self._folder or Path.cwd()), self._limits.memory, self._held)
        process = self._context.Process(target=_serve, args=given, daemon=True)
        with _no_main_module(), _deaf_to_ctrl_c():
            process.start()
        theirs.close()
        end.close()
        worker = _Worker(process, ours, lifeline)
        self._workers.append(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()
        worker.lifeline.close()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keeps a new process from running the program anew that started this one, as multiprocessing has it do."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Keeps Ctrl-C, which a terminal sends to every process, from those that are begun inside, from their first moment.

    This one hears of it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # else it would be begun inside, and lets Ctrl-C through when that is done
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _serve(pipe: Connection, lifeline: Connection, folder: str, memory: int, held: Connection | None) -> NoReturn:
    """What a worker does until it is no longer needed. It keeps `held` open as long as it lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    os.chdir(folder)
    _limit_memory(memory)
    collect_seldom()
    job = None
    try:
        while True:
            message = pipe.recv()
            if isinstance(message, _Job):
                job = message
            elif job is not None:
                pipe.send(_tried(job, message.item))
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _tried(job: _Job, item: Any) -> Any:
    try:
        return job.task(job.shared, item)
    except RunStopped as stop:
        return _Stop(str(stop))
    except MemoryError:
        return Lost(_TOO_MUCH_MEMORY)
    except SystemExit:
        return Lost(_died(None))
    except Exception as error:
        return Lost(f"Unforeseen fault: {type(error).__name__}: {error}")


def _end_with(lifeline: Connection) -> None:
    """Ends this process when the one that began it does, even if that is killed."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def collect_seldom() -> None:
    """Has Python look for garbage that holds itself seldom, and never among what this process has at hand by now.

    Nearly all that an account leaves goes by itself; to look for the rest after every 700 objects, as Python does,
    costs a fourth of all the time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


_AGAIN = "Build it alone, with --only, and look in its workbook for what no other account has, such as very long lists."
_TOO_MUCH_MEMORY = f"It needed more memory than one account may take, twice. {_AGAIN}"


def _took_too_long(seconds: float) -> str:
    return f"It took longer than {seconds:g} seconds, twice, and was broken off. {_AGAIN}"


def _died(status: int | None) -> str:
    how = ""
    if status is not None and status < 0:
        with suppress(ValueError):
            how = f" ({signal.Signals(-status).name})"
    return f"The process that built it came to a sudden end{how}, twice. {_AGAIN}"

"""One round of building: the folder held, every account built or accounted for, the report written."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.problems import RunStopped
from pipeline.production.build import build_accounts, in_order
from pipeline.production.ctrl_c import stopped_by_ctrl_c
from pipeline.production.executor import Executor, Stopping
from pipeline.production.lock import Held, Owner, only_run_in
from pipeline.production.order import Order
from pipeline.production.report import Outcome, without_repetition, write_report

_STOPPED = "Stopped. Accounts that were finished are whole; run again to build the others."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a round is about: the workbooks, the order, and the account that alone is wanted, by id or name."""

    workbooks: tuple[Path, ...]
    order: Order
    only: str | None = None


@dataclass(frozen=True)
class Round:
    """What became of each workbook, in their order; `stop` says in a sentence why the round could not go on, and
    `seconds` how long it took. `former` is whose run was cut off in the same folder before."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    stop: str = ""
    former: Owner | None = None

    @property
    def needs_a_person(self) -> bool:
        """Was an account refused, or did one fail?"""
        return any(outcome.status in ("refused", "failed") for outcome in self.outcomes)


def build_round(
    asked: Asked, begin: Callable[[Held, Stopping], Executor], since: str, told: Callable[[Outcome], None]
) -> Round:
    """Builds what is asked for with the executor that `begin` gives; `told` hears of each account as it ends.

    `since` is the time of day, for whoever finds the folder held. Raises RunStopped if another run holds it, Refused
    if the standards or a template cannot be used. A round with no outcome at all leaves the report as it was.
    """
    start = time.perf_counter()
    order, outcomes, stop = asked.order, list[Outcome](), ""
    with only_run_in(order.folder, since) as held:
        with _stopping(begin, held) as (stopping, executor):
            try:
                for outcome in build_accounts(asked.workbooks, order, executor, asked.only, stopping):
                    outcomes.append(without_repetition(outcome))
                    told(outcome)
            except RunStopped as stopped:
                stop = str(stopped)
            if stopping():
                stop = _STOPPED
        found = in_order(outcomes, asked.workbooks)
        if any(outcome.status != "passed over" for outcome in found) or stop:
            try:
                write_report(order, found, time.perf_counter() - start)
            except RunStopped as also:
                stop = stop or str(also)
        return Round(found, time.perf_counter() - start, stop, held.former)


@contextmanager
def _stopping(begin: Callable[[Held, Stopping], Executor], held: Held) -> Iterator[tuple[Stopping, Executor]]:
    with stopped_by_ctrl_c() as stopping, closing(begin(held, stopping)) as executor:
        yield stopping, executor

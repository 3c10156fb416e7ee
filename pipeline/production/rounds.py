"""One round of building: the folder held, every account built or accounted for, the report written."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pipeline.problems import RunStopped
from pipeline.production.build import build_accounts, clear_up
from pipeline.production.executor import Executor, Stopping
from pipeline.production.lock import Held, Owner, only_run_in
from pipeline.production.order import Order
from pipeline.production.outcomes import Outcomes
from pipeline.production.pdfs import Pdfs, with_pdfs, with_their_pdfs, without_old_pdfs
from pipeline.production.report import Outcome, write_report

_STOPPED = "Stopped. Accounts that were finished are whole; run again to build the others."


class Asked(Struct, frozen=True, kw_only=True):
    """What a round is about: the workbooks, the order, and the account that alone is wanted, by id or
    name; whether a PDF is made of every document, and how many programs at a time may be at that."""

    workbooks: tuple[Path, ...]
    order: Order
    only: str | None = None
    pdf: bool = False
    jobs: int = 1


class Round(Struct, frozen=True):
    """What became of each workbook, in their order; `stop` says in a sentence why the round could not go on, and
    `seconds` how long it took. `former` is whose run was cut off in the same folder before.
    `remarks` and `lacking` are sentences about PDF files: which were removed, and which could not be made."""

    outcomes: Collection[Outcome]
    seconds: float
    stop: str = ""
    former: Owner | None = None
    remarks: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Did Ctrl-C end it?"""
        return self.stop == _STOPPED

    @property
    def needs_a_person(self) -> bool:
        """Was an account refused, did one fail, or is a PDF lacking that was asked for?"""
        return bool(self.lacking) or any(outcome.status in ("refused", "failed") for outcome in self.outcomes)


def build_round(
    asked: Asked,
    begin: Callable[[Held, Stopping], Executor],
    since: str,
    told: Callable[[Outcome], None],
    stopping: Stopping,
) -> Round:
    """Builds what is asked for with the executor that `begin` gives; `told` hears of each account as it ends.

    `since` is the time of day, for whoever finds the folder held. Raises RunStopped if another run holds it, Refused
    if the standards or a template cannot be used. A round with no outcome at all leaves the report as it was.
    """
    found = _whole_round(asked, begin, since, told, stopping)
    return replace(found, stop=_STOPPED) if stopping() else found  # also if it was to stop at the very end


def _whole_round(
    asked: Asked,
    begin: Callable[[Held, Stopping], Executor],
    since: str,
    told: Callable[[Outcome], None],
    stopping: Stopping,
) -> Round:
    start = time.perf_counter()
    with only_run_in(asked.order.folder, since) as held:
        found, stop = _built(asked, partial(begin, held), stopping, told)
        pdfs, also = _pdfs(asked, found, stopping)
        found = _told_of_pdfs(found, pdfs, asked.workbooks) if pdfs.files else found
        stop = stop or also
        if stop or stopping() or any(outcome.status != "passed over" for outcome in found):
            try:
                write_report(asked.order, found, time.perf_counter() - start, (*pdfs.remarks, *pdfs.lacking))
            except RunStopped as stopped:
                stop = stop or str(stopped)
        return Round(found, time.perf_counter() - start, stop, held.former, pdfs.remarks, pdfs.lacking)


def _built(
    asked: Asked, begin: Callable[[Stopping], Executor], stopping: Stopping, told: Callable[[Outcome], None]
) -> tuple[Outcomes, str]:
    """What became of each workbook, and why it could not go on; "" if it could."""
    outcomes = Outcomes(asked.workbooks)
    with _at_work(begin(stopping), asked.order) as executor:
        try:
            for outcome in build_accounts(asked.workbooks, asked.order, executor, asked.only, stopping):
                outcomes.add(outcome)
                told(outcome)
        except RunStopped as stopped:
            return outcomes, str(stopped)
    return outcomes, ""


@contextmanager
def _at_work(executor: Executor, order: Order) -> Iterator[Executor]:
    """Ends the executor, and then settles what its processes were broken off at: by Ctrl-C, or by a limit."""
    with closing(executor):
        yield executor
    if not executor.elsewhere:
        clear_up(order)


def _pdfs(asked: Asked, outcomes: Outcomes, stopping: Stopping) -> tuple[Pdfs, str]:
    """The PDF files beside the documents, and why it could not go on; "" if it could."""
    pdfs = Pdfs({})
    try:
        pdfs = without_old_pdfs(asked.order.folder, outcomes)
        if asked.pdf and not stopping():
            pdfs = with_pdfs(asked.order.folder, outcomes, pdfs, asked.jobs, stopping)
    except RunStopped as stopped:
        return pdfs, str(stopped)
    return pdfs, ""


def _told_of_pdfs(outcomes: Outcomes, pdfs: Pdfs, workbooks: tuple[Path, ...]) -> Outcomes:
    found = Outcomes(workbooks)
    for outcome in outcomes:
        found.add(with_their_pdfs(outcome, pdfs))
    return found

"""Building many accounts: one after the other, none stopping another, every one accounted for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.documents.template import Template
from pipeline.problems import Refused
from pipeline.production.gate import faults_of, leaks_of, may_be_published, reason_of
from pipeline.production.history import earlier, folders, keep
from pipeline.production.publish import publish
from pipeline.production.report import Outcome, Published
from pipeline.production.shared_ids import refuse_shared_ids
from pipeline.run import Document, Review, documents, pictures, read_and_check, snapshot
from pipeline.standards import Standards
from pipeline.workbook.parser import AnyReading, PortfolioReading, Reading

Clock = Callable[[], float]


@dataclass(frozen=True)
class Order:
    """What a run is asked for: the standards, the templates, the review, the folder of the period, and which account.

    `only` is an account's id or name; None means every account. `history` is the folder that snapshots are kept in;
    with None they are only read, from beside the workbooks.
    """

    standards: Standards
    templates: tuple[Template, ...]
    review: Review
    folder: Path
    only: str | None = None
    history: Path | None = None


def build_accounts(workbooks: tuple[Path, ...], order: Order, clock: Clock) -> Iterator[Outcome]:
    """What became of each workbook, in order, as soon as it is known. `clock` counts seconds.

    Raises RunStopped when the output folder cannot be written; files published before that are whole.
    """
    read = [_timed_reading(path, order.standards, clock) for path in workbooks]
    for found, seconds in read:
        if isinstance(found, PortfolioReading) and order.only is None:
            yield _passed_over(found, seconds)
    accounts = [(reading, seconds) for reading, seconds in read if isinstance(reading, Reading)]
    readings = [(reading, seconds) for reading, seconds in accounts if _asked_for(reading, order.only)]
    checked = refuse_shared_ids([reading for reading, _ in readings])
    names = {reading.account_id: (reading.name, reading.path.name) for reading, _ in accounts}
    for reading, (_, seconds) in zip(checked, readings, strict=True):
        start = clock()
        others = dict(named for account_id, named in names.items() if account_id != reading.account_id)
        outcome = _build_one(reading, order, others)
        yield replace(outcome, seconds=seconds + clock() - start)


def _asked_for(reading: Reading, only: str | None) -> bool:
    return only is None or only.casefold() in (reading.account_id.casefold(), reading.name.casefold())


def _timed_reading(path: Path, standards: Standards, clock: Clock) -> tuple[AnyReading, float]:
    start = clock()
    return read_and_check(path, standards), clock() - start


def _passed_over(reading: PortfolioReading, seconds: float) -> Outcome:
    """A portfolio workbook is no account's: no document of an account may ever be made from it."""
    return Outcome(
        workbook=str(reading.path),
        account_id="",
        name="",
        status="passed over",
        seconds=seconds,
        reason="It is the portfolio workbook, not an account's.",
    )


def _build_one(reading: Reading, order: Order, others: Mapping[str, str]) -> Outcome:
    known = Outcome(
        workbook=str(reading.path),
        account_id=reading.account_id,
        name=reading.name,
        status="refused",
        seconds=0,
        problems=reading.problems,
    )
    if reading.account is None:
        return known
    before = earlier(folders(reading.path, order.history), reading.account_id, order.review.period)
    known = replace(known, problems=(*known.problems, *before.problems))
    try:
        given = (order.standards, order.templates, order.review, known.problems, before.snapshots)
        made = documents(reading.account, *given, pictures(reading)[0])
        leaks = leaks_of(reading.account, *given[:3], made, others)
        faults = faults_of(order.templates, made, (reading.account, order.standards, *before.snapshots))
        kept = snapshot(reading.account, order.standards, order.review)
    except Refused as refusal:
        return replace(known, status="failed", reason=str(refusal))
    # One account's unforeseen fault must not cost the others their documents: it is told, never passed over.
    except Exception as error:
        return replace(known, status="failed", reason=f"Unforeseen fault: {type(error).__name__}: {error}")
    safe = may_be_published(made, leaks, faults)
    files = tuple(_published(safe, reading.account_id, order.folder))
    if order.history is not None:
        keep(order.history, kept)
    return replace(
        known,
        status="failed" if leaks or faults else "built",
        problems=(*known.problems, *(problem for document in made for problem in document.problems), *leaks, *faults),
        files=files,
        reason=reason_of(leaks, faults),
    )


def _published(made: tuple[Document, ...], account_id: str, folder: Path) -> Iterator[Published]:
    for document in made:
        relative = Path(account_id) / document.audience / document.name
        yield Published(
            path=relative.as_posix(),
            sha256=publish(folder / relative, document.content),
            template=document.template,
        )

"""Building many accounts: one after the other, none stopping another, every one accounted for."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.documents.template import Template
from pipeline.problems import Problem, Refused
from pipeline.production.publish import publish
from pipeline.production.report import Outcome, Published
from pipeline.run import Document, Review, documents, read_and_check
from pipeline.standards import Standards
from pipeline.workbook.parser import AnyReading, PortfolioReading, Reading

Clock = Callable[[], float]


@dataclass(frozen=True)
class Order:
    """What a run is asked for: the standards, the templates, the review, the folder of the period, and which account.

    `only` is an account's id or name; None means every account.
    """

    standards: Standards
    templates: tuple[Template, ...]
    review: Review
    folder: Path
    only: str | None = None


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
    shared = _shared_ids([reading for reading, _ in readings])
    for reading, seconds in readings:
        start = clock()
        outcome = _build_one(_refuse_shared_id(reading, shared), order)
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


def _shared_ids(readings: list[Reading]) -> dict[str, list[Path]]:
    """Account ids that more than one workbook claims, with those workbooks."""
    claims: dict[str, list[Path]] = defaultdict(list)
    for reading in readings:
        if reading.account:
            claims[reading.account.account.account_id.casefold()].append(reading.path)
    return {account_id: paths for account_id, paths in claims.items() if len(paths) > 1}


def _refuse_shared_id(reading: Reading, shared: dict[str, list[Path]]) -> Reading:
    """`reading`, refused if another workbook has the same account id: neither may overwrite the other's files."""
    paths = shared.get(reading.account_id.casefold(), [])
    if not reading.account or not paths:
        return reading
    others = " and ".join(path.name for path in paths if path != reading.path)
    problem = Problem(
        code="account-id-shared",
        severity="error",
        file=reading.path.name,
        sheet="Account",
        cell=reading.account.account.origin.cells.get("account_id", ""),
        field="account_id",
        found=reading.account_id,
        message=f"Account id {reading.account_id!r} is also used by {others}; each account needs its own.",
        fix="Give one of them another id, or take the copy out of the folder.",
    )
    return replace(reading, account=None, problems=(*reading.problems, problem))


def _build_one(reading: Reading, order: Order) -> Outcome:
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
    try:
        made = documents(reading.account, order.standards, order.templates, order.review, reading.problems)
    except Refused as refusal:
        return replace(known, status="failed", reason=str(refusal))
    # One account's unforeseen fault must not cost the others their documents: it is told, never passed over.
    except Exception as error:
        return replace(known, status="failed", reason=f"Unforeseen fault: {type(error).__name__}: {error}")
    return replace(
        known,
        status="built",
        problems=(*known.problems, *(problem for document in made for problem in document.problems)),
        files=tuple(_published(made, reading.account_id, order.folder)),
    )


def _published(made: tuple[Document, ...], account_id: str, folder: Path) -> Iterator[Published]:
    for document in made:
        relative = Path(account_id) / document.audience / document.name
        yield Published(
            path=relative.as_posix(),
            sha256=publish(folder / relative, document.content),
            template=document.template,
        )

"""Building many accounts: each apart from the others, none stopping another, every one accounted for."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from pipeline.problems import Refused, RunStopped
from pipeline.production import tasks
from pipeline.production.executor import Executor, Lost, Stopping, never
from pipeline.production.order import Named, Order, Unit
from pipeline.production.publish import remove_stale, settle_all
from pipeline.production.records import tidy, write_names
from pipeline.production.report import Outcome, outcome_of
from pipeline.production.unchanged import Memory, identity, remember, unchanged
from pipeline.workbook.identify import Identity, identify

_STOPPED = "The run was stopped before its turn."


def build_accounts(
    workbooks: tuple[Path, ...],
    order: Order,
    executor: Executor,
    only: str | None = None,
    stopping: Stopping = never,
) -> Iterator[Outcome]:
    """What became of each workbook, as soon as it is known. `only` is an account's id or name; None means all.

    The output folder is held for this run. Raises Refused if the standards or a template cannot be used, RunStopped
    when the folder cannot be written; every account that was not begun is told first, and published files are whole.
    """
    clear_up(order)
    memory = remember(order)
    found = list(_identities(workbooks, order, memory, executor, stopping))
    identities = [one for one in found if isinstance(one, Identity)]
    for one in found:
        if isinstance(one, Outcome):
            yield one
    if only is None:
        yield from (_passed_over(one) for one in identities if one.kind == "portfolio")
    accounts = [one for one in identities if one.kind == "account"]
    named = tuple(Named(one.account_id, one.name, one.path.name) for one in accounts if one.name)
    searched = write_names(order.folder, (one.name for one in named)) if named else ""
    order = replace(order, accounts=named, searched=searched)
    left = []
    for unit in _units(accounts, only):
        outcome = unchanged(order, memory, unit)
        if outcome:
            yield outcome
        else:
            left.append(unit)
    yield from _built(left, order, executor)


def clear_up(order: Order) -> None:
    """Ends what processes of this computer that were cut off began where the order's files go, and removes what they
    left there. The folder is held for this run, and nothing else of it is at work."""
    settle_all(order.folder)
    tidy(order.folder)
    if order.history is not None:
        remove_stale(order.history, "*/")


def _identities(
    workbooks: tuple[Path, ...], order: Order, memory: Memory, executor: Executor, stopping: Stopping
) -> Iterator[Identity | Outcome]:
    """Whose each workbook is. Only one that is out of the ordinary costs a worker a whole reading, and only once."""
    odd: dict[Path, None] = {}
    for path in workbooks:
        found = None if stopping() else identity(memory, path) or identify(path)
        if found:
            yield found
        else:
            odd[path] = None
    if odd:
        _prepare(order, executor)
    for path, answer in executor.each(tasks.look, order, tuple(odd)):
        del odd[path]
        yield outcome_of(Unit(path, name=path.stem), "failed", answer.reason) if isinstance(answer, Lost) else answer
    for path in odd:
        yield outcome_of(Unit(path, name=path.stem), "not begun", _STOPPED)


def _prepare(order: Order, executor: Executor) -> None:
    """Has one worker load what all need. Raises Refused with what is wrong with the standards or a template."""
    for _, problems in executor.each(tasks.prepare, order, [None]):
        if isinstance(problems, Lost):
            raise RunStopped(f"The templates in {order.templates} cannot be loaded. {problems.reason}")
        if problems:
            raise Refused(*problems)


def _units(accounts: list[Identity], only: str | None) -> Iterator[Unit]:
    claims: dict[str, list[Path]] = defaultdict(list)
    for one in accounts:
        claims[one.account_id.casefold()].append(one.path)
    for one in accounts:
        if only is None or only.casefold() in (one.account_id.casefold(), one.name.casefold()):
            sharing = claims[one.account_id.casefold()] if one.account_id else []
            yield Unit(one.path, one.account_id, one.name, tuple(path for path in sharing if path != one.path))


def _built(units: list[Unit], order: Order, executor: Executor) -> Iterator[Outcome]:
    if units:
        _prepare(order, executor)
    left = dict.fromkeys(units)
    stopped = None
    try:
        for unit, answer in executor.each(tasks.do, order, units):
            del left[unit]
            yield outcome_of(unit, "failed", answer.reason) if isinstance(answer, Lost) else answer
    except RunStopped as stop:
        stopped = stop
    for unit in left:
        yield outcome_of(unit, "not begun", _STOPPED)
    if stopped:
        raise stopped


def _passed_over(portfolio: Identity) -> Outcome:
    """A portfolio workbook is no account's: no document of an account may ever be made from it."""
    return Outcome(
        workbook=str(portfolio.path),
        account_id="",
        name="",
        status="passed over",
        reason="It is the portfolio workbook, not an account's.",
    )

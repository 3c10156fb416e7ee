"""Everything that is done for one account: read, check, render, hold against the gate, publish."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path

from pipeline.documents.template import Template
from pipeline.guard import Unfit, content_of
from pipeline.problems import Problem, Refused, RunStopped, TemplateRefused
from pipeline.production.gate import faults_of, leaks_in, may_be_published, reason_of
from pipeline.production.history import earlier, keep
from pipeline.production.history_folders import folders
from pipeline.production.order import Order, Unit
from pipeline.production.publish import NotPublished, publish_together
from pipeline.production.report import Outcome, Published, outcome_of
from pipeline.production.shared_ids import refused_as_shared
from pipeline.run import Document, Review, Reviewed, compile_template, documents_of, pictures, read_and_check
from pipeline.run import template_files as files_of
from pipeline.standards import Standards, read_standards
from pipeline.workbook.identify import Identity
from pipeline.workbook.parser import PortfolioReading, Reading, read_input

_Compiled = tuple[Template | None, tuple[Problem, ...]]
_KNOWN: dict[tuple[str, str, bytes], _Compiled] = {}  # by folder, name and content

_CHANGED = "Its workbook was saved anew while the run was on its way, with another account id. Build again."


def prepare(order: Order) -> tuple[Problem, ...]:
    """Loads what every account needs, and gives what is wrong with it: the standards, or the templates."""
    try:
        compiled_templates(order.templates)
        read_standards(order.standards)
    except Refused as refusal:
        return refusal.problems
    return ()


def look(order: Order, path: Path) -> Identity:
    """Whose the workbook is, by a whole reading."""
    try:
        reading = read_input(path, read_standards(order.standards))
    except Refused:
        return Identity(path)
    if isinstance(reading, PortfolioReading):
        return Identity(path, "portfolio")
    claimed = reading.readable.account.account_id if reading.readable else ""
    return Identity(path, "account", str(claimed or ""), reading.name)


def do(order: Order, unit: Unit) -> Outcome:
    """What became of one account, its files published if all is well.

    Raises RunStopped when the output folder cannot be written at all; what stood there before is then whole.
    """
    start = time.perf_counter()
    outcome = _done(order, unit)
    return replace(outcome, seconds=time.perf_counter() - start)


def _done(order: Order, unit: Unit) -> Outcome:
    standards = read_standards(order.standards)
    reading = read_and_check(unit.workbook, standards)
    if isinstance(reading, PortfolioReading):
        return outcome_of(unit, "failed", _CHANGED)
    if unit.sharing:
        reading = refused_as_shared(reading, [unit.workbook, *unit.sharing])
    known = Outcome(
        workbook=str(unit.workbook),
        account_id=reading.account_id,
        name=reading.name,
        status="refused",
        problems=reading.problems,
    )
    if reading.account is None:
        return known
    if reading.account_id.casefold() != unit.account_id.casefold():
        return replace(known, status="failed", reason=_CHANGED)
    try:
        return _built(order, reading, known, standards)
    except (Refused, NotPublished) as refusal:
        return replace(known, status="failed", reason=str(refusal))
    except (RunStopped, MemoryError):
        raise
    # One account's unforeseen fault must not cost the others their documents: it is told, never passed over.
    except Exception as error:
        return replace(known, status="failed", reason=f"Unforeseen fault: {type(error).__name__}: {error}")


def _built(order: Order, reading: Reading, known: Outcome, standards: Standards) -> Outcome:
    assert reading.account is not None, "a refused account is not built"
    before = earlier(folders(reading.path, order.history), reading.account_id, order.period)
    known = replace(known, problems=(*known.problems, *before.problems))
    templates = compiled_templates(order.templates)
    reviewed = Reviewed(reading.account, standards, Review(order.period, order.as_of), before.snapshots)
    made = documents_of(reviewed, templates, known.problems, pictures(reading)[0])
    leaks = leaks_in(reviewed, templates, made, _others(order, reading.account_id))
    faults = faults_of(templates, made, (reading.account, standards, *before.snapshots))
    kept = reviewed.snapshot
    safe = may_be_published(made, leaks, faults)
    if order.history is not None:
        keep(order.history, kept)
    files = _published(safe, order.folder / reading.account_id)
    return replace(
        known,
        status="failed" if leaks or faults else "built",
        problems=(*known.problems, *(problem for document in made for problem in document.problems), *leaks, *faults),
        files=files,
        reason=reason_of(leaks, faults),
    )


def _others(order: Order, account_id: str) -> dict[str, str]:
    return {one.name: one.workbook for one in order.accounts if one.account_id != account_id}


def _published(made: tuple[Document, ...], folder: Path) -> tuple[Published, ...]:
    places = {f"{document.audience}/{document.name}": document for document in made}
    digests = publish_together(folder, {place: document.content for place, document in places.items()})
    return tuple(
        Published(path=f"{folder.name}/{place}", sha256=digests[place], template=document.template)
        for place, document in places.items()
    )


def compiled_templates(folder: Path) -> tuple[Template, ...]:
    """The templates of a folder, compiled. One that this process or the one it was forked from knows is not again.

    Raises TemplateRefused with every finding of every template.
    """
    found = [_compiled(path) for path in files_of(folder)]
    problems = [problem for _, problems in found for problem in problems]
    if problems:
        raise TemplateRefused(*problems)
    return tuple(template for template, _ in found if template)


def _compiled(path: Path) -> _Compiled:
    try:
        known = (path.parent.name, path.name, hashlib.sha256(content_of(path, "a template")).digest())
    except Unfit:
        return compile_template(path)
    if known not in _KNOWN:
        _KNOWN[known] = compile_template(path)
    return _KNOWN[known]

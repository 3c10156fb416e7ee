"""Everything that is done for one account: read, check, render, hold against the gate, publish."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from pipeline.documents.templates.template import Template
from pipeline.guard import Unfit, content_of
from pipeline.model.fields import Audience
from pipeline.problems import Problem, Refused, RunStopped, TemplateRefused
from pipeline.production.fingerprints import content_digest, made_from
from pipeline.production.gate import faults_of, leaks_in, may_be_published, names_in, reason_of
from pipeline.production.history import earlier, keep
from pipeline.production.history_folders import folders
from pipeline.production.kept_templates import keep_template, kept_template, key_of
from pipeline.production.order import Order, Unit
from pipeline.production.publish import NotPublished, publish_together
from pipeline.production.records import Record, write_record
from pipeline.production.report import Outcome, Published, outcome_of
from pipeline.production.shared_ids import refused_as_shared
from pipeline.production.standing import still_there, take_away, unaltered
from pipeline.production.stopwatch import Stopwatch
from pipeline.production.unchanged import basis_now, inputs_now, kept_now, known, new_names, others, record_of, told
from pipeline.run.reading import held_against, pictures, read_cells
from pipeline.run.stages import Document, Review, Reviewed, filled, templates_for, views
from pipeline.run.templates import compile_template
from pipeline.run.templates import template_files as files_of
from pipeline.standards import Standards, read_standards
from pipeline.workbook.identify import Identity
from pipeline.workbook.parser import PortfolioReading, Reading, read_input

_Compiled = tuple[Template | None, tuple[Problem, ...]]
_KNOWN: dict[str, _Compiled] = {}  # by folder, name and content

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
    start, watch = time.perf_counter(), Stopwatch()
    outcome = _done(order, unit, watch)
    return replace(outcome, seconds=time.perf_counter() - start, stages=watch.seconds)


def _done(order: Order, unit: Unit, watch: Stopwatch) -> Outcome:
    with watch.stage("comparing"):
        inputs = inputs_now(order, basis_now(order), unit)
        record = known(order, unit, inputs)
    if record and _no_name_in(record, new_names(order, record, unit), order):
        write_record(order.folder, replace(record, searched=order.searched))
        return told(record, order, unit)
    outcome = _worked_on(order, unit, inputs, watch)
    if unit.sharing:
        return outcome
    with watch.stage("publishing"):
        return _remembered(order, unit, inputs, outcome)


def _no_name_in(record: Record, names: Mapping[str, str], order: Order) -> bool:
    """May the client files of an account stay that were not searched for these names yet?"""
    found = {one.path: unaltered(order.folder, one) for one in record.files if one.audience == "client"}
    contents = {path: content for path, content in found.items() if content is not None}
    return len(contents) == len(found) and not names_in(contents, record.name, read_standards(order.standards), names)


def _worked_on(order: Order, unit: Unit, inputs: Mapping[str, str], watch: Stopwatch) -> Outcome:
    with watch.stage("reading"):
        standards = read_standards(order.standards)
        reading = read_cells(unit.workbook, standards)
    with watch.stage("checks"):
        reading = held_against(reading, standards)
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
        return _built(order, unit, inputs, reading, known, standards, watch)
    except (Refused, NotPublished) as refusal:
        return replace(known, status="failed", reason=str(refusal))
    except (RunStopped, MemoryError):
        raise
    # One account's unforeseen fault must not cost the others their documents: it is told, never passed over.
    except Exception as error:
        return replace(known, status="failed", reason=f"Unforeseen fault: {type(error).__name__}: {error}")


def _built(
    order: Order,
    unit: Unit,
    inputs: Mapping[str, str],
    reading: Reading,
    known: Outcome,
    standards: Standards,
    watch: Stopwatch,
) -> Outcome:
    assert reading.account is not None, "a refused account is not built"
    before = earlier(folders(reading.path, order.history), reading.account_id, order.period)
    known = replace(known, problems=(*known.problems, *before.problems))
    templates = compiled_templates(order.templates)
    read = content_digest((reading.account, reading.problems))
    sources = {one.name: made_from(inputs, read, one.name) for one in templates_for(reading.account, templates)}
    left, remarks = _left_as_they_are(order, unit, sources)
    stale = tuple(one for one in templates if one.name in sources and one.name not in left)
    reviewed = Reviewed(reading.account, standards, Review(order.period, order.as_of), before.snapshots)
    with watch.stage("analysis"):
        said = views(reviewed, stale, known.problems, pictures(reading)[0])
    with watch.stage("documents"):
        made = filled(reviewed, stale, said)
    every = {one.template: one for one in (*made, *(_document(file, content) for file, content in left.values()))}
    gate = partial(leaks_in, reviewed, templates, others=others(order, unit.account_id))
    with watch.stage("gate and lint"):
        leaks = gate(every.values())
        faults = faults_of(templates, made, (reading.account, standards, *before.snapshots))
    with watch.stage("analysis"):
        kept = reviewed.snapshot
    safe = {document.template for document in may_be_published(every.values(), leaks, faults)}
    if leaks:
        _withdraw(order, unit, lambda document: gate([document]))
    files = {name: file for name, (file, _) in left.items()}
    with watch.stage("publishing"):
        if order.history is not None:
            keep(order.history, kept)
        files |= _published([one for one in made if one.template in safe], order.folder / reading.account_id, sources)
    return replace(
        known,
        status="failed" if leaks or faults else "unchanged" if left and not made else "built",
        problems=(*known.problems, *(one for name in sources for one in every[name].problems), *leaks, *faults),
        files=tuple(files[name] for name in sources if name in safe and name in files),
        reason=reason_of(leaks, faults),
        remarks=remarks,
    )


def _left_as_they_are(
    order: Order, unit: Unit, sources: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, tuple[Published, bytes]], tuple[str, ...]]:
    """The files that are made from the same as before and are on disk as they were made, by template, each with its
    bytes; and what is to be said of those that are not on disk so any more."""
    left: dict[str, tuple[Published, bytes]] = {}
    remarks: list[str] = []
    record = None if order.force else record_of(order, unit)
    for file in record.files if record else ():
        if file.made_from == sources.get(file.template):
            content = unaltered(order.folder, file)
            if content is None:
                remarks.append(f"{file.path} was changed or deleted since it was built, and is built anew.")
            else:
                left[file.template] = file, content
    return left, tuple(remarks)


def _document(file: Published, content: bytes) -> Document:
    """A file of an earlier run as if it were made now."""
    audience: Audience = "client" if file.audience == "client" else "internal"
    return Document(audience, Path(file.path).name, content, file.template, file.problems)


def _withdraw(order: Order, unit: Unit, leaks: Callable[[Document], tuple[Problem, ...]]) -> None:
    """Removes from among the client files of earlier runs what the gate would not let through today."""
    record = record_of(order, unit)
    for file in (*record.files, *record.former) if record else ():
        content = unaltered(order.folder, file) if file.audience == "client" else None
        if content is not None and leaks(_document(file, content)):
            take_away(order.folder, [file])


def _published(made: list[Document], folder: Path, sources: Mapping[str, Mapping[str, str]]) -> dict[str, Published]:
    """The documents put into place, by template."""
    places = {f"{document.audience}/{document.name}": document for document in made}
    digests = publish_together(folder, {place: one.content for place, one in places.items()}) if places else {}
    return {
        one.template: Published(
            path=f"{folder.name}/{place}",
            sha256=digests[place],
            template=one.template,
            made_from=sources[one.template],
            problems=one.problems,
        )
        for place, one in places.items()
    }


def _remembered(order: Order, unit: Unit, inputs: Mapping[str, str], outcome: Outcome) -> Outcome:
    """The outcome with what earlier runs left, what is not current taken away where something else stands in its
    place; written down for the next run."""
    record = record_of(order, unit)
    current = {file.path for file in outcome.files}
    before = {file.path: file for file in (*record.former, *record.files)} if record else {}
    former = [file for path, file in before.items() if path not in current]
    gone = take_away(order.folder, former) if outcome.status in ("built", "unchanged") else ()
    remarks = (*outcome.remarks, *(f"{file.path} is made no more, and was removed." for file in gone))
    outcome = replace(outcome, former=still_there(order.folder, former), remarks=remarks)
    # If something was saved on the way, nobody knows which of the two was read.
    if inputs != inputs_now(order, basis_now(order), unit):
        inputs, outcome = {}, replace(outcome, files=tuple(replace(file, made_from={}) for file in outcome.files))
    if outcome.files or outcome.status != "failed":
        write_record(order.folder, _record(order, unit, inputs, outcome))
    return outcome


def _record(order: Order, unit: Unit, inputs: Mapping[str, str], outcome: Outcome) -> Record:
    of_files = sum(len(file.problems) for file in outcome.files)
    return Record(
        workbook=unit.workbook.name,
        claimed_id=unit.account_id,
        claimed_name=unit.name,
        account_id=outcome.account_id,
        name=outcome.name,
        status="built" if outcome.status == "unchanged" else outcome.status,
        inputs=inputs,
        searched=order.searched,
        problems=outcome.problems[: len(outcome.problems) - of_files],
        files=outcome.files,
        former=outcome.former,
        kept=kept_now(order, unit),
    )


def compiled_templates(folder: Path) -> tuple[Template, ...]:
    """The templates of a folder, compiled. One that this process or the one it was forked from knows is not again, nor
    one that an earlier run kept.

    Raises TemplateRefused with every finding of every template.
    """
    found = [_compiled(path) for path in files_of(folder)]
    problems = [problem for _, problems in found for problem in problems]
    if problems:
        raise TemplateRefused(*problems)
    return tuple(template for template, _ in found if template)


def _compiled(path: Path) -> _Compiled:
    try:
        source = content_of(path, "a template")
    except Unfit:
        return compile_template(path)
    key = key_of(f"{path.parent.name}/{path.name}", source)
    if key not in _KNOWN:
        _KNOWN[key] = _kept_or_compiled(path, key, source)
    return _KNOWN[key]


def _kept_or_compiled(path: Path, key: str, source: bytes) -> _Compiled:
    """The template that was kept by `key`, or the one in the file, which is kept if nothing is wrong with it."""
    template = kept_template(key, source)
    if template:
        return template, ()
    template, problems = compile_template(path)
    # If it was saved anew in between, nobody knows which of the two was read.
    if template and not problems and template.source == source:
        keep_template(key, template)
    return template, problems

"""The four samples made into plan and deck: Keyplan against the usual script, as a whole and step by step."""

import gc
import io
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pptx import Presentation

from benchmarks import usual
from benchmarks.ours import (
    DECK,
    PLAN,
    Keyplan,
    Sample,
    Shown,
    floor,
    keyplan,
    sample,
    shown_of,
    template_bytes,
    whole_account,
)
from benchmarks.rounds import Case, Measured, measure, table
from benchmarks.variants import SAMPLES, variants
from pipeline.documents.figures.chart_looks import ChartTemplate
from pipeline.documents.figures.charts import render_chart
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.template import Template
from pipeline.production.workers import collect_seldom
from pipeline.run.reading import read_and_check

T = TypeVar("T")
_OFTEN = gc.get_threshold()


def whole(samples: Sequence[Sample], ready: Keyplan, workbooks: Iterator[Path], rounds: int) -> list[Measured]:
    """From the workbook to both documents; ours with every check, the gate and the snapshot."""
    four = len(samples)
    cases = (
        _usual("the usual script", _each(samples, _usual_account)),
        _ours(
            "**Keyplan, plan and deck**", _next(workbooks, four, lambda path: whole_account(path, ready, ready.both))
        ),
        _ours(
            "Keyplan, all documents", _next(workbooks, four, lambda path: whole_account(path, ready, ready.templates))
        ),
    )
    return measure(cases, rounds)


def reading(samples: Sequence[Sample], ready: Keyplan, workbooks: Iterator[Path], rounds: int) -> list[Measured]:
    """The workbook; ours into an account with every problem across its sheets."""
    cases = (
        _usual("openpyxl, values only", _each(samples, lambda one: usual.read(one.path))),
        _ours(
            "**Keyplan, read and checked**",
            _next(workbooks, len(samples), lambda path: read_and_check(path, ready.standards)),
        ),
    )
    return measure(cases, rounds)


def plans(samples: Sequence[Sample], ready: Keyplan, shown: Iterator[Shown], rounds: int) -> list[Measured]:
    """The Word document from what is to stand in it."""
    peer = _usual("docxtpl", _each(samples, lambda one: usual.plan(one.usual_plan.template, one.usual_plan.contents)))
    internal = (views["internal"] for views in shown)
    return _documents(peer, ready.template(PLAN), internal, [one.plan for one in samples], rounds)


def decks(samples: Sequence[Sample], ready: Keyplan, shown: Iterator[Shown], rounds: int) -> list[Measured]:
    """The presentation from what is to stand in it."""
    peer = _usual(
        "python-pptx", _each(samples, lambda one: usual.deck(one.usual_deck.template, one.usual_deck.contents))
    )
    client = (views["client"] for views in shown)
    return _documents(peer, ready.template(DECK), client, [one.deck for one in samples], rounds)


def _documents(
    peer: Case, template: Template, said: Iterator[dict[str, Any]], made: Sequence[bytes], rounds: int
) -> list[Measured]:
    """One kind of document: the peer's, ours from what is said in as many as were `made`, and the floor under those."""
    blank = template_bytes(template.name)
    cases = (
        peer,
        _ours("**Keyplan**", _next(said, len(made), lambda view: render(template, view))),
        Case("the floor: inflate, replace, deflate", _each(made, lambda content: floor(blank, content))),
    )
    return measure(cases, rounds)


def charts(ready: Keyplan, one: Sample, rounds: int) -> list[Measured]:
    """One chart with its workbook, 20 times."""
    chart, (designed, data) = opened_chart(one), our_chart(ready, one)
    cases = (
        _usual("python-pptx, replace_data", _twenty_times(lambda: usual.replace_data(chart, data))),
        _ours("**Keyplan**", _twenty_times(lambda: render_chart(designed, data))),
    )
    return measure(cases, rounds)


def _usual(name: str, work: Callable[[], object]) -> Case:
    """Looks for garbage as often as Python does by itself, and among its own objects alone."""

    def as_in_a_process_of_its_own() -> None:
        gc.freeze()
        gc.set_threshold(*_OFTEN)

    return Case(name, work, as_in_a_process_of_its_own)


def _ours(name: str, work: Callable[[], object]) -> Case:
    """Looks for garbage as seldom as one of our workers does."""
    return Case(name, work, collect_seldom)


def _twenty_times(work: Callable[[], object]) -> Callable[[], None]:
    def all_of_them() -> None:
        for _ in range(20):
            work()

    return all_of_them


def opened_chart(one: Sample) -> object:
    """The first chart of the usual script's deck, the presentation open."""
    slides = Presentation(io.BytesIO(one.usual_deck.template)).slides
    return next(shape.chart for slide in slides for shape in usual.shapes_in(slide.shapes) if shape.has_chart)


def our_chart(ready: Keyplan, one: Sample) -> tuple[ChartTemplate, dict[str, Any]]:
    """The first designed chart of our deck, and the data that the usual script gives to its own."""
    frames = [frame for slide in ready.template(DECK).slides for frame in slide.body.frames]
    return frames[0].chart, next(iter(one.usual_deck.contents["charts"].values()))


def _usual_account(one: Sample) -> None:
    usual.read(one.path)
    usual.plan(one.usual_plan.template, one.usual_plan.contents)
    usual.deck(one.usual_deck.template, one.usual_deck.contents)


def _each(things: Sequence[T], work: Callable[[T], object]) -> Callable[[], None]:
    def all_of_them() -> None:
        for one in things:
            work(one)

    return all_of_them


def _next(things: Iterator[T], count: int, work: Callable[[T], object]) -> Callable[[], None]:
    """The work done for the next so many, that were not worked on before: what is kept of one account must not help
    with another."""

    def next_ones() -> None:
        for one in islice(things, count):
            work(one)

    return next_ones


def main(rounds: int) -> None:
    """Measures and prints."""
    warnings.simplefilter("ignore")  # openpyxl says what it does not keep
    ready = keyplan()
    samples = [sample(name, ready) for name in SAMPLES]
    count = f"{len(samples)} accounts, {rounds} rounds"
    turns = len(samples) * (rounds + 1)
    with tempfile.TemporaryDirectory() as folder:
        paths = list(islice(variants(Path(folder)), 3 * turns))
        workbooks = iter(paths)
        print(table(f"workbook to plan and deck, {count}", whole(samples, ready, workbooks, rounds)), end="\n\n")
        print(table(f"reading, {count}", reading(samples, ready, workbooks, rounds)), end="\n\n")
        shown = [shown_of(path, ready) for path in paths[:turns]]
    print(table(f"the plan in Word, {count}", plans(samples, ready, iter(shown), rounds)), end="\n\n")
    print(table(f"the deck in PowerPoint, {count}", decks(samples, ready, iter(shown), rounds)), end="\n\n")
    print(table(f"20 charts with their workbooks, {rounds} rounds", charts(ready, samples[0], rounds)), end="\n\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

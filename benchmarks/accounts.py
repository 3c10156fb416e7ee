"""The four samples made into plan and deck: Keyplan against the usual script, as a whole and step by step."""

import io
import sys
import warnings
from collections.abc import Callable, Sequence

from pptx import Presentation

from benchmarks import usual
from benchmarks.derived import Derived
from benchmarks.ours import (
    DECK,
    PLAN,
    SAMPLES,
    Keyplan,
    Sample,
    floor,
    forget,
    keyplan,
    sample,
    template_bytes,
    whole_account,
)
from benchmarks.rounds import Case, Measured, measure, table
from pipeline.documents.charts import render_chart
from pipeline.documents.render import render
from pipeline.run import read_and_check


def whole(samples: Sequence[Sample], ready: Keyplan, rounds: int) -> list[Measured]:
    """From the workbook to both documents; ours with every check, the gate and the snapshot."""
    cases = (
        Case("the usual script", _each(samples, _usual_account)),
        Case(
            "**Keyplan, plan and deck**", _each(samples, lambda one: whole_account(one.path, ready, ready.both)), forget
        ),
        Case(
            "Keyplan, all documents",
            _each(samples, lambda one: whole_account(one.path, ready, ready.templates)),
            forget,
        ),
    )
    return measure(cases, rounds)


def reading(samples: Sequence[Sample], ready: Keyplan, rounds: int) -> list[Measured]:
    """The workbook; ours into an account with every problem across its sheets."""
    cases = (
        Case("openpyxl, values only", _each(samples, lambda one: usual.read(one.path))),
        Case(
            "**Keyplan, read and checked**",
            _each(samples, lambda one: read_and_check(one.path, ready.standards)),
            forget,
        ),
    )
    return measure(cases, rounds)


def plans(samples: Sequence[Sample], ready: Keyplan, rounds: int) -> list[Measured]:
    """The Word document from what is to stand in it."""
    return measure(_document(samples, ready, PLAN, "internal", "docxtpl", usual.plan, "plan"), rounds)


def decks(samples: Sequence[Sample], ready: Keyplan, rounds: int) -> list[Measured]:
    """The presentation from what is to stand in it."""
    return measure(_document(samples, ready, DECK, "client", "python-pptx", usual.deck, "deck"), rounds)


def charts(ready: Keyplan, one: Sample, rounds: int) -> list[Measured]:
    """One chart with its workbook, 20 times."""
    chart, (designed, data) = opened_chart(one), our_chart(ready, one)
    cases = (
        Case("python-pptx, replace_data", lambda: [usual.replace_data(chart, data) for _ in range(20)]),
        Case("**Keyplan**", lambda: [render_chart(designed, data) for _ in range(20)]),
    )
    return measure(cases, rounds)


def opened_chart(one: Sample) -> object:
    """The first chart of the usual script's deck, the presentation open."""
    slides = Presentation(io.BytesIO(one.usual_deck.template)).slides
    return next(shape.chart for slide in slides for shape in usual.shapes_in(slide.shapes) if shape.has_chart)


def our_chart(ready: Keyplan, one: Sample) -> tuple[object, dict[str, object]]:
    """The first designed chart of our deck, and the data that the usual script gives to its own."""
    frames = [frame for slide in ready.template(DECK).slides for frame in slide.body.frames]
    return frames[0].chart, next(iter(one.usual_deck.contents["charts"].values()))


def _usual_account(one: Sample) -> None:
    usual.read(one.path)
    usual.plan(one.usual_plan.template, one.usual_plan.contents)
    usual.deck(one.usual_deck.template, one.usual_deck.contents)


def _document(
    samples: Sequence[Sample],
    ready: Keyplan,
    name: str,
    audience: str,
    peer: str,
    make: Callable[..., bytes],
    kind: str,
) -> tuple[Case, ...]:
    def made(one: Sample) -> bytes:
        return getattr(one, kind)

    def derived(one: Sample) -> Derived:
        return getattr(one, f"usual_{kind}")

    template, blank = ready.template(name), template_bytes(name)
    return (
        Case(peer, _each(samples, lambda one: make(derived(one).template, derived(one).contents))),
        Case("**Keyplan**", _each(samples, lambda one: render(template, one.views[audience])), forget),
        Case("the floor: inflate, replace, deflate", _each(samples, lambda one: floor(blank, made(one)))),
    )


def _each(samples: Sequence[Sample], work: Callable[[Sample], object]) -> Callable[[], None]:
    def all_of_them() -> None:
        for one in samples:
            work(one)

    return all_of_them


def main(rounds: int) -> None:
    """Measures and prints."""
    warnings.simplefilter("ignore")  # openpyxl says what it does not keep
    ready = keyplan()
    samples = [sample(name, ready) for name in SAMPLES]
    count = f"{len(samples)} accounts, {rounds} rounds"
    print(table(f"workbook to plan and deck, {count}", whole(samples, ready, rounds)), end="\n\n")
    print(table(f"reading, {count}", reading(samples, ready, rounds)), end="\n\n")
    print(table(f"the plan in Word, {count}", plans(samples, ready, rounds)), end="\n\n")
    print(table(f"the deck in PowerPoint, {count}", decks(samples, ready, rounds)), end="\n\n")
    print(table(f"20 charts with their workbooks, {rounds} rounds", charts(ready, samples[0], rounds)), end="\n\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

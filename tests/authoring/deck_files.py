"""Finished decks for tests: of the samples, of accounts at the extremes, and where each of their texts stands."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pptx import Presentation

from output_templates.authoring.quarterly_review import TARGET
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from pipeline.model.account import KeyAccount
from pipeline.problems import Problem
from pipeline.run.reading import read_and_check
from pipeline.views.context import client_view
from tests.builders import an_account, shipped_standards
from tests.commands import ACCOUNTS, SAMPLES
from tests.generated import generated_account
from tests.views.decks import given
from tests.views.long_deck import long_account

TEMPLATE = compile_template(TARGET.read_bytes(), TARGET.name, "client")
DECKS = (*ACCOUNTS, "nothing", "sparse", "huge", "long")
EMU_PER_POINT = 12_700


@cache
def the_deck(name: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The review deck of a sample or of an account at an extreme, and what did not fit."""
    overflows: list[Problem] = []
    content = render(TEMPLATE, client_view(*given(_account(name))), overflows)
    return content, tuple(overflows)


def _account(name: str) -> KeyAccount:
    if name in ACCOUNTS:
        account = read_and_check(SAMPLES / f"{name}.xlsx", shipped_standards()).account
        assert account is not None
        return account
    if name == "nothing":
        return an_account()
    return long_account() if name == "long" else generated_account(1, shipped_standards(), name)  # type: ignore[arg-type]


def slides_of(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


@dataclass(frozen=True)
class Area:
    """Where a text stands: its shape, its words, and left, top, right and bottom in points."""

    shape: str
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, left: float, top: float, right: float, bottom: float, tolerance: float) -> bool:
        return (
            self.left - tolerance <= left
            and self.top - tolerance <= top
            and right <= self.right + tolerance
            and bottom <= self.bottom + tolerance
        )

    def overlaps(self, other: "Area", tolerance: float) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > tolerance and down > tolerance


def areas_of(slide: Any) -> Iterator[Area]:
    """The text areas of a slide: boxes, cells and charts that hold words."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text.strip():
            yield _area(shape.name, shape.text_frame.text, shape.left, shape.top, shape.width, shape.height)
        elif shape.has_table:
            yield from _cells(shape)
        elif shape.has_chart:
            words = " ".join(shape.chart._chartSpace.itertext())
            yield _area(f"chart {shape.name}", words, shape.left, shape.top, shape.width, shape.height)


def _cells(shape: Any) -> Iterator[Area]:
    table = shape.table
    top = shape.top
    for row_number, row in enumerate(table.rows):
        left = shape.left
        for number, cell in enumerate(row.cells):
            width = table.columns[number].width
            if cell.text.strip() and not cell.is_spanned:
                whole = sum(table.columns[at].width for at in range(number, number + (cell.span_width or 1)))
                yield _area(f"{shape.name}, row {row_number + 1}", cell.text, left, top, whole, row.height)
            left += width
        top += row.height


def _area(shape: str, text: str, left: int, top: int, width: int, height: int) -> Area:
    edges = (left, top, left + width, top + height)
    return Area(shape, text, *(edge / EMU_PER_POINT for edge in edges))

"""Finished decks by their geometry: nothing overlaps, leaves its slide, is too small, is empty, or overflows."""

import re
from itertools import combinations
from typing import Any

import pytest

from tests.authoring.deck_files import DECKS, areas_of, slides_of, the_deck
from tests.commands import ACCOUNTS

SMALLEST = 1200  # hundredths of a point
TOLERANCE = 1.0  # points

deck_names = pytest.mark.parametrize("name", DECKS)


def slides(name: str) -> list[tuple[int, Any]]:
    return list(enumerate(slides_of(the_deck(name)[0]), 1))


@deck_names
def test_no_shape_reaches_over_the_edge_of_its_slide(name: str):
    outside = [
        (number, shape.name)
        for number, slide in slides(name)
        for shape in slide.shapes
        if shape.left < 0 or shape.top < 0 or shape.left + shape.width > 12_192_000 or _bottom(shape) > 6_858_000
    ]

    assert outside == []


def _bottom(shape: Any) -> int:
    height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
    bottom: int = shape.top + height
    return bottom


@deck_names
def test_no_two_texts_overlap(name: str):
    overlapping = [
        (number, one.shape, other.shape)
        for number, slide in slides(name)
        for one, other in combinations((area for area in areas_of(slide) if not area.shape.startswith("chart ")), 2)
        if one.overlaps(other, TOLERANCE)
    ]

    assert overlapping == []


@deck_names
def test_no_text_is_smaller_than_twelve_points(name: str):
    small = [
        (number, size)
        for number, slide in slides(name)
        for part in (slide.part, *(shape.chart.part for shape in slide.shapes if shape.has_chart))
        for size in re.findall(r'\bsz="(\d+)"', part.blob.decode())
        if int(size) < SMALLEST
    ]

    assert small == []


@deck_names
def test_no_placeholder_and_no_table_is_empty(name: str):
    empty = [
        (number, shape.name)
        for number, slide in slides(name)
        for shape in slide.shapes
        if (shape.is_placeholder and not shape.text_frame.text.strip())
        or (shape.has_table and not any(cell.text.strip() for cell in shape.table.iter_cells()))
    ]

    assert empty == []


@pytest.mark.parametrize("name", [*ACCOUNTS, "nothing", "sparse"])
def test_everything_fits_without_a_word_left_out(name: str):
    assert [str(problem) for problem in the_deck(name)[1]] == []

"""Figures stand off their line: above a peak, below a valley, and off the target and the end of the axis."""

from decimal import Decimal

import pytest

from pipeline.views.label_sides import label_sides


@pytest.mark.parametrize(
    ("figures", "target", "sides"),
    [
        ((96, 88, 69, 72), 40, "ttbt"),  # the valley at 69 opens upwards
        ((20, 60, 20), None, "btb"),
        ((50, 50, 50), None, "ttt"),
        ((50, 50, 50), 90, "bbb"),
        ((70, 60, 65), 55, "ttt"),  # below the valley lies the target
        ((40, 45, 41), 50, "bbb"),  # above the peak lies the target
        ((10, 5, 8), None, "ttt"),  # below the valley the axis ends
        ((None, 50, None, 40), None, "tttt"),
    ],
)
def test_each_figure_stands_where_nothing_crosses_it(figures: tuple[int | None, ...], target: int | None, sides: str):
    numbers = [None if figure is None else Decimal(figure) for figure in figures]
    targets = [None if target is None else Decimal(target)] * len(figures)

    assert "".join(label_sides(numbers, targets, Decimal(0), Decimal(100))) == sides

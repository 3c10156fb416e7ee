"""What a chart plots: categories, series and its finding, ready to be drawn in a template's design."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from msgspec import Struct
from msgspec.structs import asdict, replace

ONE_LINE, TWO_LINES = 30, 60  # letters of a category beside its bar; Chinese and Japanese ones count twice
MANY_ROWS = 12  # of a chart whose rows have room for one line


class Series(Struct, frozen=True, kw_only=True):
    """One series of a chart.

    `values` belong to the categories one by one, None is a gap; a scatter series has `x` and `y` instead, a series of
    bubbles `size` too. `labels` replace the figures at the points, `bold` sets single labels in bold, `label_position`
    places single labels ("l", "r", "t", "b", "ctr", "outEnd", "inEnd"). Empty tuples leave all that to the design.
    """

    name: str
    values: tuple[Decimal | int | None, ...] = ()
    x: tuple[Decimal | int, ...] = ()
    y: tuple[Decimal | int, ...] = ()
    size: tuple[Decimal | int, ...] = ()
    labels: tuple[str | None, ...] = ()
    bold: tuple[bool, ...] = ()
    label_position: tuple[str | None, ...] = ()


class Axis(Struct, frozen=True, kw_only=True):
    """Limits of the value axis that depend on the data; None leaves them to the design."""

    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    major: Decimal | int | None = None
    crosses_at: Decimal | int | None = None


class Chart(Struct, frozen=True, kw_only=True):
    """A chart: `alt` is its finding in a sentence, read where the picture cannot be seen."""

    alt: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    number_format: str = ""
    value_axis: Axis = Axis()

    def plain(self) -> dict[str, Any]:
        """The chart as plain data, without what is left to the design."""
        room = ONE_LINE if len(self.categories) > MANY_ROWS else TWO_LINES
        return {
            "alt": self.alt,
            "categories": [_cut(category, room) for category in self.categories],
            "series": [_filled(series) for series in self.series],
            "value_axis": _filled(self.value_axis),
            **({"number_format": self.number_format} if self.number_format else {}),
        }


def _cut(category: str, room: int) -> str:
    """A category that leaves room for its bar."""
    if len(category) <= room and category.isascii():
        return category
    for at, letter in enumerate(category):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{category[: at - 1].rstrip()}…"
    return category


def in_charts(chart: Chart, rows: int) -> Iterator[Chart]:
    """The chart in charts of at most so many categories each, as equal as can be, in their order."""
    count = -(-len(chart.categories) // rows)
    for number in range(count):
        first, last = (len(chart.categories) * at // count for at in (number, number + 1))
        part = slice(first, last)
        yield replace(
            chart,
            categories=chart.categories[part],
            series=tuple(
                replace(
                    series,
                    values=series.values[part],
                    labels=series.labels[part],
                    bold=series.bold[part],
                    label_position=series.label_position[part],
                )
                for series in chart.series
            ),
        )


def _filled(part: Series | Axis) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(part).items()
        if value is not None and value != ()
    }

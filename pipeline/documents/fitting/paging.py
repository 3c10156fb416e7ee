"""Lists cut into the slides that show them: by the number of rows, and anew where rows need more height than that."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from msgspec import Struct

Names = Mapping[str, Any]


class Listing(Struct, frozen=True, eq=False):
    """A whole list and, where a chart lies on its rows, the chart of them all; `size` rows at most go on a slide."""

    rows: Sequence[Any]
    chart: Mapping[str, Any] | None
    size: int

    def cut(self, counts: Sequence[int]) -> list["Page"]:
        """The pages of a list, so many rows on each."""
        ends = [sum(counts[:number]) for number in range(len(counts) + 1)]
        return [
            Page(
                self,
                rows=list(self.rows[start:end]),
                chart=_part(self.chart, start, end),
                number=number,
                count=len(counts),
                first=start + 1,
                last=end,
                more=number < len(counts),
            )
            for number, (start, end) in enumerate(pairwise(ends), 1)
        ]


class Page(dict[str, Any]):
    """What one slide shows of a list, as its tags name it, and the list itself."""

    def __init__(self, listing: Listing, **names: Any) -> None:
        super().__init__(names)
        self._listing = listing


def _part(chart: Mapping[str, Any] | None, start: int, end: int) -> dict[str, Any] | None:
    """The chart of some rows; None where none of them has a figure."""
    if chart is None:
        return None
    series = [
        {key: part[start:end] if isinstance(part, list) else part for key, part in one.items()}
        for one in chart["series"]
    ]
    if all(value is None for one in series for value in one["values"]):
        return None
    count = len(chart["categories"])
    alt = chart["alt"] if end - start == count else f"{chart['alt']} Shown here: {start + 1} to {end} of {count}."
    return {**chart, "alt": alt, "categories": chart["categories"][start:end], "series": series}


def pages(rows: Sequence[Any], size: int, chart: Mapping[str, Any] | None = None, at_least: int = 0) -> list[Page]:
    """`rows` cut into slides of at most `size`; each with number and count, first and last row from 1, and `more`.

    As few pages as can be, about equally full; where a page may hold two rows, the last of several pages does. No
    rows, no page, unless there is to be one `at_least`.
    A `chart` with a category for each row is cut with them, and is the `chart` of each page.
    """
    if size < 1:
        raise ValueError("pages() needs a size of 1 or more")
    if chart is not None and len(chart["categories"]) != len(rows):
        raise ValueError(f"pages() has {len(rows)} rows and a chart of {len(chart['categories'])} categories")
    counts = _alike(len(rows), size)
    return Listing(rows, chart, size).cut(_last_not_alone(counts, size) or [0] * at_least)


def _alike(rows: int, size: int) -> list[int]:
    """So many rows on as few pages as can be, `size` at most on each, the first ones with a row more if need be."""
    count = -(-rows // size)
    return [rows // count + (number < rows % count) for number in range(count)]


def _last_not_alone(counts: list[int], size: int) -> list[int]:
    """The counts with two rows on the last page, where pages may hold two."""
    if size > 1 and len(counts) > 1 and counts[-1] == 1:
        counts[-2:] = [counts[-2] - 1, 2]
    return counts


# --- cut anew ---


class RowNeeds(Struct, frozen=True):
    """What the rows of a table need on one slide: the height there is for them, each row's height, all in EMU, and
    whether the rows must be alike, because a chart lies on them."""

    table: str
    room: int
    heights: tuple[int, ...]
    alike: bool


def runs_of(appearances: Sequence[Names]) -> list[list[int]]:
    """The positions of what a slide's plan gave, together for those that show one list; others stand alone."""
    keys = [id(page._listing) if (page := page_in(names)) else -position for position, names in enumerate(appearances)]
    return [list(found) for _, found in groupby(range(len(keys)), key=keys.__getitem__)]


def page_in(names: Names) -> Page | None:
    """The page that a slide shows, the innermost one; None if it shows none."""
    return next((value for value in reversed(list(names.values())) if isinstance(value, Page)), None)


def cut_anew(run: Sequence[Names], counts: Sequence[int]) -> list[Names]:
    """The appearances of one list with other numbers of rows on its pages."""
    page = page_in(run[0])
    assert page is not None
    key = next(key for key, value in run[0].items() if value is page)
    return [{**run[0], key: one} for one in page._listing.cut(counts)]


def counts_for(run: Sequence[Names], needs: Sequence[Sequence[RowNeeds]]) -> list[int]:
    """How many rows of a list go on each slide, so that none overflows; needs are those of each slide's tables.

    As few pages as can be, about equally full, with two rows on the last one. A row too tall for a slide is alone.
    """
    counts, size = _cut_now(run)
    lists = _lists(counts, needs)
    return _evenly([_whole(table, counts, needs) for table in lists], size) if lists else counts


def comfortable_counts(run: Sequence[Names], needs: Sequence[Sequence[RowNeeds]]) -> list[int]:
    """How many rows of a list go on each slide, so that its type is as large as designed on as many slides as now.

    The counts as they are where there is no such way.
    """
    now, _ = _cut_now(run)
    counts = counts_for(run, needs)
    wholes = [_whole(table, now, needs) for table in _lists(now, needs)]
    fits = all(max(table.heights) <= table.room for table in wholes)
    return counts if fits and len(counts) <= len(now) else now


def _cut_now(run: Sequence[Names]) -> tuple[list[int], int]:
    """How many rows are on each slide, and how many a slide may hold."""
    shown = [page for names in run if (page := page_in(names))]
    return [len(page["rows"]) for page in shown], shown[0]._listing.size


def _lists(counts: Sequence[int], needs: Sequence[Sequence[RowNeeds]]) -> list[str]:
    """The tables that have a row for each row of the list."""
    return [need.table for need in needs[0] if 0 < counts[0] <= len(need.heights)]


def _whole(table: str, counts: Sequence[int], needs: Sequence[Sequence[RowNeeds]]) -> RowNeeds:
    """The needs of a table's rows on all slides together; where it has fewer rows than a slide, they are its first."""
    found = [
        next((_by_row(need, count) for need in of_slide if need.table == table), None)
        for count, of_slide in zip(counts, needs, strict=True)
    ]
    present = [need for need in found if need]
    heights = [
        height
        for need, count in zip(found, counts, strict=True)
        for height in (*(need.heights if need else ()), *[0] * (count - len(need.heights) if need else count))
    ]
    return RowNeeds(table, min(need.room for need in present), tuple(heights), present[0].alike)


def _by_row(need: RowNeeds, count: int) -> RowNeeds:
    """The needs of a table that repeats several rows for each of a page's `count` rows, and may have some below."""
    if len(need.heights) < count:
        return need
    repeats = len(need.heights) // count
    of_rows = need.heights[: repeats * count]
    heights = tuple(sum(of_rows[start : start + repeats]) for start in range(0, len(of_rows), repeats))
    return RowNeeds(need.table, need.room - sum(need.heights[len(of_rows) :]), heights, need.alike)


def _evenly(tables: Sequence[RowNeeds], size: int) -> list[int]:
    """The numbers of rows that make the fewest pages and, of those, leave no row alone on the last page and are most
    alike in how full they are. The best way for the first rows of a list is found for each number of them in turn."""
    total = len(tables[0].heights)
    best: list[tuple[int, bool, float, list[int]]] = [(0, False, 0.0, [])]
    for end in range(1, total + 1):
        ways = []
        for count in range(1, min(size, end) + 1):
            fill = max(_fill(table, end - count, end) for table in tables)
            if fill > 1 and count > 1:
                break
            number, _, squares, counts = best[end - count]
            ways.append((number + 1, end == total and count == 1 < total, squares + fill * fill, [*counts, count]))
        best.append(min(ways))
    return best[total][3]


def _fill(table: RowNeeds, start: int, end: int) -> float:
    """What share of its room a table takes with these rows."""
    heights = table.heights[start:end]
    needed = max(heights) * len(heights) if table.alike else sum(heights)
    return needed / table.room if table.room > 0 else 2.0

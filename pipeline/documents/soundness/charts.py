"""The rules for charts: axes that are there, caches as long as they say, a workbook that travels with the file."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

from pipeline.documents.soundness.facts import Facts, Fault
from pipeline.documents.soundness.markup import without_fallbacks

_GROUP = re.compile(r"<c:((?:bar|line|area|pie|doughnut|scatter|bubble|radar|stock|surface|ofPie)(?:3D)?Chart)>")
_AXIS = re.compile("<c:(catAx|valAx|dateAx|serAx)>")
_AXIS_ID = re.compile(r'<c:axId val="([^"]*)"/>')
_CROSSES = re.compile(r'<c:crossAx val="([^"]*)"/>')
_SERIES_NUMBER = re.compile(r'<c:ser><c:idx val="([^"]*)"/><c:order val="([^"]*)"/>')
_CACHE = re.compile("<c:f>([^<]*)</c:f><c:((?:str|num)Cache)>")
_COUNT = re.compile(r'<c:ptCount val="([^"]*)"/>')
_POINT = re.compile(r'<c:pt idx="([^"]*)"[^<>]*>(?:<c:v>([^<]*)</c:v>|<c:v/>)?')
_RANGE = re.compile(r"^(?:'[^']+'|[^'!]+)!\$([A-Z]{1,3})\$(\d+)(?::\$([A-Z]{1,3})\$(\d+))?$")
_WITHOUT_AXES = ("pie", "doughnut", "ofPie")


def chart_facts(text: str) -> Facts:
    """What is to be known of one chart."""
    text = without_fallbacks(text)
    return Facts((*_axes(text), *_series(text), *_caches(text), *_workbook(text)))


def _axes(text: str) -> Iterator[Fault]:
    written = [axis for _, axis in _elements(_AXIS, text)]
    axes = {number: _CROSSES.findall(axis) for axis in written for number in _AXIS_ID.findall(axis)[:1]}
    count = len(written)
    if len(axes) < count:
        yield Fault("chart-axis", f"{count} axes share {len(axes)} ids", "each axis has its own id")
    for number in axes:
        if not number.isdecimal() or not 0 < int(number) < 2**32:
            yield Fault("chart-axis-id", f"an axis has the id {number!r}", "a number from 1 to 4294967295")
    for number in sorted({one for crossed in axes.values() for one in crossed} - axes.keys()):
        yield Fault("chart-axis", f"an axis crosses the axis {number!r}, which is not there", "the chart has it")
    for (kind,), group in _elements(_GROUP, text):
        named = _AXIS_ID.findall(group)
        for number in sorted(set(named) - axes.keys()):
            yield Fault("chart-axis", f"{kind} names the axis {number!r}, which is not there", "the chart has it")
        if len(named) < 2 and not kind.startswith(_WITHOUT_AXES):
            yield Fault("chart-axis", f"{kind} names {len(named)} axes", "it names two")


def _elements(start: re.Pattern[str], text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is caught of the start of each element, its name last, and what stands in the element."""
    for match in start.finditer(text):
        caught = match.groups()
        yield caught, text[match.end() : text.find(f"</c:{caught[-1]}>", match.end())]


def _series(text: str) -> Iterator[Fault]:
    found = _SERIES_NUMBER.findall(text)
    for word, numbers in zip(("c:idx", "c:order"), zip(*found, strict=True), strict=False):
        if len(set(numbers)) < len(numbers):
            yield Fault("chart-series", f"two series have the same {word}", "each series has its own")


def _caches(text: str) -> Iterator[Fault]:
    """Caches that hold other points than they say, or than the cells that they name."""
    for (formula, kind), cache in _elements(_CACHE, text):
        count = next(iter(_COUNT.findall(cache)), "")
        if not count.isdecimal():
            yield Fault("chart-cache", f"the cache of {formula} says no number of points", "c:ptCount says it")
            continue
        cells = _cells_of(formula)
        if cells is not None and cells != int(count):
            yield Fault("chart-cache", f"{formula} has {cells} cells, its cache has {count} points", "as many points")
        points = _POINT.findall(cache)
        numbers = [number for number, _ in points]
        beyond = [number for number in numbers if not number.isdecimal() or int(number) >= int(count)]
        if beyond or len(set(numbers)) < len(numbers):
            found = f"the cache of {formula} has the points {', '.join(beyond or numbers)} of {count}"
            yield Fault("chart-cache", found, f"each point once, from 0 to {int(count) - 1}")
        for wrong in (value for _, value in points if kind == "numCache" and not _is_number(value)):
            yield Fault("chart-value", f"the cache of {formula} holds {wrong!r}", "a number")


@lru_cache(maxsize=512)
def _cells_of(formula: str) -> int | None:
    found = _RANGE.match(formula)
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    width = _number_of(last or first) - _number_of(first) + 1
    return width * (int(bottom or top) - int(top) + 1)


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return text == "#N/A"  # Excel's gap in a line


def _workbook(text: str) -> Iterator[Fault]:
    if "<c:f>" in text and "<c:externalData " not in text:
        yield Fault("chart-workbook", "the chart names cells and no workbook", "the workbook is in the file")

"""Charts of Word and PowerPoint: the designer's chart gives the looks, the data its points, labels and workbook."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from itertools import cycle
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.figures.chart_looks import (
    FOLLOWS_SOURCE,
    POINT_KINDS,
    Axis,
    ChartTemplate,
    Font,
    LabelLook,
    Series,
    chart_refusal,
)
from pipeline.documents.figures.chart_workbook import (
    Column,
    cell_range,
    heading_cell,
    office_string,
    plain_text,
    workbook_bytes,
)
from pipeline.documents.packaging.xml_text import escape, quoteattr

__all__ = ["ChartTemplate", "render_chart"]

# The palette keeps the slots 3 to 5 for good, watch and bad: a series that only adds one more takes them last.
_ACCENTS = ("accent1", "accent2", "accent6", "accent3", "accent4", "accent5")
# A status is a shape, a word and a colour; the shapes stand in Arial because body fonts lack them.
STATUS_SHAPES = {
    "●": ("accent3", 130),
    "▲": ("accent4", 100),
    "■": ("accent5", 110),
    "○": ("accent1", 130),
    "–": ("tx2", 100),
}
_INSIDE = ("inEnd", "inBase")
_SIGNIFICANT = Context(prec=15)  # a spreadsheet keeps fifteen digits
_SHOW_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_SHOW_NOTHING = _SHOW_VALUE.replace('showVal val="1"', 'showVal val="0"')
_AXIS_TAGS = {"minimum": "min", "maximum": "max", "major": "majorUnit", "crosses_at": "crossesAt"}


def render_chart(chart: ChartTemplate, data: Mapping[str, Any]) -> tuple[str, bytes]:
    """The chart part with this data, as XML, and the workbook it embeds as relationship rId1.

    `data` has "series", each with "name" and "values" (one for each of "categories") or, for a scatter chart, "x" and
    "y", for a bubble chart also "size". A value is a number, or None for a gap. A series may have "labels" (a text in
    place of the number, "" for none), "bold" and "label_position", one for each point. "number_format" is for all
    values; "value_axis" sets "minimum", "maximum", "major" and "crosses_at" on all value axes. A series without any
    points keeps its name only.
    Refuses data that the designed chart has no room for; ValueError if there is no series, or a list has another
    length than its points.
    """
    drawn = _match(chart, data["series"])
    number_format = plain_text(data.get("number_format") or "")
    columns: list[Column] = []
    categories = ""
    if any(chart.plots[one.plot].kind not in POINT_KINDS for one in drawn):
        columns.append(Column("text", "", [plain_text(name) or None for name in data["categories"]]))
        categories = _categories_xml(columns[0].cells)
    # Readers that keep all columns of a chart in one table lose the series before a longer one: pad them.
    longest = max([1, *(len(values.get("x") or ()) for values in data["series"])])
    written: dict[int, list[str]] = {}
    for order, (one, values) in enumerate(zip(drawn, data["series"], strict=True)):
        plot = chart.plots[one.plot]
        first = len(columns)
        if plot.kind in POINT_KINDS:
            points = _places_xml(plot.kind, values, longest, columns, number_format)
            heading = heading_cell(first + 1)
        else:
            points = _values_xml(values, categories, columns, number_format)
            heading = heading_cell(first)
        xml = _series_xml(plot.label_positions, one.series, order, heading, values, points)
        if one.accent and one.series.colour:
            xml = xml.replace(one.series.colour, f'<a:schemeClr val="{one.accent}"/>')
        written.setdefault(one.plot, []).append(xml)
    body = _assemble(chart, written, data.get("value_axis") or {})
    if number_format:
        body = body.replace(FOLLOWS_SOURCE, f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>')
    return body, workbook_bytes(columns, number_format)


class _Drawn(Struct, frozen=True):
    """A series to draw: the plot it belongs to, the designed series it looks like, the accent slot of a copy."""

    plot: int
    series: Series
    accent: str = ""


def _match(chart: ChartTemplate, data: Sequence[Mapping[str, Any]]) -> list[_Drawn]:
    if not data:
        raise ValueError(f"chart '{chart.name}' has no series to draw")
    designed = [_Drawn(at, series) for at, plot in enumerate(chart.plots) for series in plot.series]
    designed.sort(key=lambda one: one.series.rank)
    missing = len(data) - len(designed)
    if missing > 0 and len(chart.plots) > 1:
        raise chart_refusal(
            chart.name,
            f"has {len(designed)} series in {len(chart.plots)} groups, and its data has {len(data)}",
            "Draw as many series as the data has.",
            code="chart-series",
        )
    accents = _further_accents([one.series for one in designed])
    copies = [_Drawn(designed[-1].plot, designed[-1].series, next(accents)) for _ in range(missing)]
    drawn = [*designed[: len(data)], *copies]
    for one, values in zip(drawn, data, strict=True):
        _refuse_other_shape(chart, chart.plots[one.plot].kind, values)
    return drawn


def _refuse_other_shape(chart: ChartTemplate, kind: str, values: Mapping[str, Any]) -> None:
    if kind in POINT_KINDS and "values" not in values and ("size" in values) == (kind == "bubbleChart"):
        return
    if kind not in POINT_KINDS and "x" not in values:
        return
    if "size" in values:
        message, fix = "its data is points across and up with a size", "Use a bubble chart."
    elif "x" in values:
        message, fix = "its data is points across and up", "Use a scatter chart."
    else:
        message, fix = "its data is one value for each category", "Use a bar, column or line chart."
    raise chart_refusal(chart.name, f"is a {kind}, and {message}", fix, code="chart-series")


def _further_accents(designed: Sequence[Series]) -> Iterator[str]:
    used = {accent for accent in _ACCENTS for series in designed if f'"{accent}"' in series.colour}
    yield from (accent for accent in _ACCENTS if accent not in used)
    yield from cycle(_ACCENTS)


def _categories_xml(names: Sequence[str | None]) -> str:
    points = "".join(_point_xml(at, office_string(name)) for at, name in enumerate(names) if name is not None)
    return (
        f"<c:cat><c:strRef><c:f>{cell_range(0, len(names))}</c:f>"
        f'<c:strCache><c:ptCount val="{len(names)}"/>{points}</c:strCache></c:strRef></c:cat>'
    )


def _values_xml(
    values: Mapping[str, Any], categories: str, columns: list[Column], number_format: str
) -> tuple[str, list[str | None]]:
    """One value for each category as XML and as digits; adds their column to the workbook."""
    count = len(columns[0].cells)
    numbers = [_digits(value) for value in values.get("values") or [None] * count]
    if len(numbers) != count:
        raise ValueError(f"series '{values['name']}' has {len(numbers)} values for {count} categories")
    columns.append(Column("number", plain_text(values["name"]), numbers))
    return f"{categories}<c:val>{_numbers_xml(numbers, len(columns) - 1, number_format)}</c:val>", numbers


def _places_xml(
    kind: str, values: Mapping[str, Any], longest: int, columns: list[Column], number_format: str
) -> tuple[str, list[str | None]]:
    """The points of a series as XML, and their heights as digits; adds a column each for across, up and size.

    Its cells are as many as those of the longest series, so that even one without points stays in the legend.
    """
    tags = {"x": "xVal", "y": "yVal", **({"size": "bubbleSize"} if kind == "bubbleChart" else {})}
    given = [values.get(key) or () for key in tags]
    for key, numbers in zip(tags, given, strict=True):
        if len(numbers) != len(given[0]):
            raise ValueError(f"series '{values['name']}' has {len(given[0])} x and {len(numbers)} {key}")
    points = [[_digits(number) for number in point] for point in zip(*given, strict=True)]
    whole = [point if None not in point else [None] * len(tags) for point in points]
    whole += [[None] * len(tags)] * (longest - len(points))
    xml = ""
    for at, (key, tag) in enumerate(tags.items()):
        cells = [point[at] for point in whole]
        columns.append(Column("number", plain_text(values["name"]) if key == "y" else "", cells))
        xml += f"<c:{tag}>{_numbers_xml(cells, len(columns) - 1, number_format)}</c:{tag}>"
    return xml, [point[1] for point in whole[: len(points)]]


def _numbers_xml(numbers: Sequence[str | None], column: int, number_format: str) -> str:
    points = "".join(_point_xml(at, number) for at, number in enumerate(numbers) if number is not None)
    return (
        f"<c:numRef><c:f>{cell_range(column, len(numbers))}</c:f>"
        f"<c:numCache><c:formatCode>{office_string(number_format or 'General')}</c:formatCode>"
        f'<c:ptCount val="{len(numbers)}"/>{points}</c:numCache></c:numRef>'
    )


def _point_xml(at: int, text: str) -> str:
    return f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>'


def _digits(value: Decimal | int | float | None) -> str | None:
    """A number in plain decimal digits, at most fifteen that count; ValueError for what is not finite."""
    if value is None:
        return None
    number = _SIGNIFICANT.create_decimal(value if isinstance(value, Decimal) else str(value))
    if not number.is_finite():
        raise ValueError(f"{value} cannot be drawn")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _series_xml(
    positions: frozenset[str],
    series: Series,
    order: int,
    heading: str,
    values: Mapping[str, Any],
    points: tuple[str, list[str | None]],
) -> str:
    data_xml, numbers = points
    name = office_string(plain_text(values["name"]))
    return (
        f'<c:ser><c:idx val="{order}"/><c:order val="{order}"/>'
        f'<c:tx><c:strRef><c:f>{heading}</c:f><c:strCache><c:ptCount val="1"/>{_point_xml(0, name) if name else ""}'
        f"</c:strCache></c:strRef></c:tx>"
        f"{series.look}{_labels_xml(series.labels, positions, values, numbers)}{series.extras}"
        f"{data_xml}{series.tail}</c:ser>"
    )


def _labels_xml(
    look: LabelLook, positions: frozenset[str], values: Mapping[str, Any], numbers: Sequence[str | None]
) -> str:
    texts, bold, places = (values.get(key) or [None] * len(numbers) for key in ("labels", "bold", "label_position"))
    points = "".join(
        _label_xml(at, look, text, strong, place if place in positions else None)
        for at, (number, text, strong, place) in enumerate(zip(numbers, texts, bold, places, strict=True))
        # A point that is not drawn has no label either: its text would only lie hidden in the file.
        if number is not None
    )
    if not points and not look.group:
        return ""
    return f"<c:dLbls>{points}{look.group or _SHOW_NOTHING}</c:dLbls>"


def _label_xml(at: int, look: LabelLook, text: str | None, strong: bool | None, place: str | None) -> str:
    """The label of one point where it differs from the series', else ""."""
    standing = place or look.position
    position = f'<c:dLblPos val="{standing}"/>' if standing else ""
    if text is None and not (look.shown and (strong or place)):
        return ""
    font = _font(look.font, place in _INSIDE and look.position not in _INSIDE, bool(strong))
    if text is not None:
        words = plain_text(text)
        if not words:
            return f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
        inside = f"<c:tx>{_rich_xml(look.body, font, words)}</c:tx>{look.shape}{position}{_SHOW_VALUE}"
    else:
        properties = _properties_xml("a:defRPr", font)
        inside = (
            f"{look.number_format}{look.shape}"
            f"<c:txPr>{look.body}<a:p><a:pPr>{properties}</a:pPr></a:p></c:txPr>{position}{look.shows}"
        )
    return f'<c:dLbl><c:idx val="{at}"/>{inside}</c:dLbl>'


@lru_cache(maxsize=256)
def _font(font: Font, on_colour: bool, strong: bool) -> Font:
    """The font of a series' labels as one of them has it: white `on_colour`, and bold."""
    if on_colour:
        font = replace(font, fill='<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>')
    if strong:
        font = replace(font, attributes=tuple({**dict(font.attributes), "b": "1"}.items()))
    return font


def _rich_xml(body: str, font: Font, words: str) -> str:
    return f"<c:rich>{body}{''.join(_paragraph_xml(_runs(line, font)) for line in words.split(chr(10)))}</c:rich>"


def _runs(line: str, font: Font) -> list[tuple[str, Font]]:
    """The line in one font, or a status as its shape and its word in the colour of that status."""
    shape, space, word = line.partition(" ")
    if shape not in STATUS_SHAPES or not space:
        return [(line, font)]
    slot, percent = STATUS_SHAPES[shape]
    coloured = replace(font, fill=f'<a:solidFill><a:schemeClr val="{slot}"/></a:solidFill>')
    attributes = dict(font.attributes)
    if "sz" in attributes:
        attributes["sz"] = str(int(attributes["sz"]) * percent // 100)
    arial = "".join(f'<a:{face} typeface="Arial"/>' for face in ("latin", "ea", "cs"))
    return [(shape, replace(coloured, attributes=tuple(attributes.items()), faces=arial)), (f" {word}", coloured)]


def _paragraph_xml(runs: Sequence[tuple[str, Font]]) -> str:
    # The paragraph repeats the font of its last run: some readers look there and not at the runs.
    properties = _properties_xml("a:defRPr", runs[-1][1])
    return f"<a:p><a:pPr>{properties}</a:pPr>{''.join(_run_xml(text, font) for text, font in runs)}</a:p>"


def _run_xml(text: str, font: Font) -> str:
    return f"<a:r>{_properties_xml('a:rPr', font)}<a:t>{escape(text)}</a:t></a:r>"


@lru_cache(maxsize=256)
def _properties_xml(tag: str, font: Font) -> str:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in font.attributes)
    return f"<{tag}{attributes}>{font.outline}{font.fill}{font.effects}{font.faces}</{tag}>"


def _assemble(chart: ChartTemplate, written: Mapping[int, Sequence[str]], limits: Mapping[str, Any]) -> str:
    plots = [plot for at, plot in enumerate(chart.plots) if at in written]
    bodies = [f"{plot.head}{''.join(written[at])}{plot.tail}" for at, plot in enumerate(chart.plots) if at in written]
    used = {axis for plot in plots for axis in plot.axes}
    axes = [_axis_xml(axis, limits) for axis in chart.axes if axis.number in used]
    count = sum(map(len, written.values()))
    entries = [xml for number, xml in chart.legend_entries if number < count]
    return "".join((chart.head, *bodies, *axes, chart.middle, *entries, chart.tail))


def _axis_xml(axis: Axis, limits: Mapping[str, Any]) -> str:
    pieces = list(axis.pieces)
    for at in range(1, len(pieces), 2):
        name = pieces[at]
        digits = _digits(limits.get(name))
        pieces[at] = axis.designed[name] if digits is None else f'<c:{_AXIS_TAGS[name]} val="{digits}"/>'
    return "".join(pieces)

"""Reading what a designed chart looks like: its part is cut into strings once for each template."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from pipeline.documents.figures.chart_looks import Axis, ChartTemplate, Font, LabelLook, Plot, Series, chart_refusal

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C = f"{{{_CHART}}}"
_A = f"{{{_DRAWING}}}"

_BAR_POSITIONS = frozenset(("ctr", "inBase", "inEnd", "outEnd"))
_POINT_POSITIONS = frozenset(("b", "ctr", "l", "r", "t"))
# Office offers to repair a file whose label stands where its kind of chart has no such place.
_LABEL_POSITIONS = {
    "barChart": _BAR_POSITIONS,
    "lineChart": _POINT_POSITIONS,
    "scatterChart": _POINT_POSITIONS,
    "bubbleChart": _POINT_POSITIONS,
    "areaChart": frozenset[str](),
    "radarChart": frozenset(("outEnd",)),
    "pieChart": frozenset(("bestFit", "ctr", "inEnd", "outEnd")),
    "doughnutChart": frozenset[str](),
}
_SERIES_TAILS = {"lineChart": "smooth", "scatterChart": "smooth", "bubbleChart": "bubble3D"}
_AFTER_CROSSES = (
    *("auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip", "noMultiLvlLbl"),
    *("crossBetween", "majorUnit", "minorUnit", "dispUnits"),
)
_FIRST_AXIS_ID = 500_000_001
_SERIES_LOOK = ("spPr", "invertIfNegative", "pictureOptions", "marker", "explosion")
_SERIES_DATA = ("tx", "cat", "val", "xVal", "yVal", "bubbleSize")
_SHOWS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def compile_chart(chart_xml: bytes, name: str) -> ChartTemplate:
    """Take the looks of a chart part and leave its data behind.

    `name` says which chart of which file it is; every refusal gives it as the place. Refused are charts linked to
    another workbook, 3-D, surface, stock and pie-of-pie charts, date axes, and parts that refer to cells or
    files which the rendered chart will not have.
    """
    root = _parse(chart_xml, name)
    _drop_what_is_not_looks(root)
    plot_area = root.find(f"{_C}chart/{_C}plotArea")
    if plot_area is None:
        raise chart_refusal(name, "has no plot area", "Insert the chart again with Insert > Chart.")
    _refuse_unbindable_kinds(plot_area, name)
    _refuse_references(root, name)
    plots = [element for element in plot_area if _local(element) in _LABEL_POSITIONS]
    ranks = _ranks(plots)
    if not ranks:
        raise chart_refusal(name, "has no series", "Draw at least one series: it gives the looks.")
    _number_axes(plot_area, plots, name)
    compiled = tuple(_plot(plot, ranks) for plot in plots)
    value_axes = {ids[1] for ids in (plot.axes for plot in compiled) if len(ids) > 1}
    axes = [element for element in plot_area if _local(element).endswith("Ax")]
    compiled_axes = tuple(_axis(element, value_axes) for element in axes)
    entries = _legend_entries(root)
    head, middle, tail = _around_the_data(root, plots, axes)
    return ChartTemplate(name, head, compiled, compiled_axes, middle, entries, tail)


def _parse(chart_xml: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        source = etree.fromstring(chart_xml, parser)
    except etree.XMLSyntaxError as error:
        raise chart_refusal(name, f"is damaged ({error})", "Insert the chart again.") from error
    if source.getroottree().docinfo.doctype:
        raise chart_refusal(name, "holds a document type declaration", "Insert the chart again in Word or PowerPoint.")
    if source.tag != f"{_C}chartSpace":
        raise chart_refusal(
            name,
            "is a kind of chart that cannot be filled",
            "Use a bar, column, line, area, scatter, bubble, radar, pie or doughnut chart, saved as .docx or .pptx.",
            found=_local(source),
        )
    # A root of our own lets every piece below it be cut out with the prefixes that the rendering writes.
    kept = {prefix: uri for prefix, uri in source.nsmap.items() if prefix and prefix not in ("c", "a", "r")}
    root = etree.Element(source.tag, dict(source.attrib), {**kept, "c": _CHART, "a": _DRAWING, "r": _RELATIONSHIPS})
    for child in list(source):
        root.append(child)
    return root


def _drop_what_is_not_looks(root: Any) -> None:
    # Extension lists hold the sample data's hidden series, label ranges and identities that a copy would repeat.
    for tag in ("externalData", "extLst", "pivotSource", "pivotFmts", "printSettings", "dLbl"):
        for element in list(root.iter(_C + tag)):
            element.getparent().remove(element)


def _refuse_unbindable_kinds(plot_area: Any, name: str) -> None:
    for element in plot_area:
        kind = _local(element)
        if kind.endswith("Chart") and kind not in _LABEL_POSITIONS:
            raise chart_refusal(
                name,
                "is a kind of chart that cannot be filled",
                "Use a bar, column, line, area, scatter, bubble, radar, pie or doughnut chart without depth.",
                found=kind,
            )
        if kind == "dateAx":
            raise chart_refusal(name, "has a date axis", "In Format axis > Axis type choose Text axis.")


def _refuse_references(root: Any, name: str) -> None:
    for element in root.iter(f"{_C}f"):
        formula = element.text or ""
        if "[" in formula:
            raise chart_refusal(
                name,
                "is linked to another workbook",
                "Break the link (File > Info > Edit links to files) and give the chart sample data of its own.",
                found=formula,
            )
        holder = element.getparent().getparent()
        if _local(holder) not in _SERIES_DATA or _local(holder.getparent()) != "ser":
            part = _local(holder.getparent())
            raise chart_refusal(
                name,
                f"takes the {part} from a cell that the finished chart does not have",
                "Type it into the chart instead of linking it.",
                found=formula,
            )
    for element in root.iter():
        if any(attribute.startswith(f"{{{_RELATIONSHIPS}}}") for attribute in element.attrib):
            raise chart_refusal(
                name,
                "uses a picture or has shapes drawn inside it",
                "Fill with a theme colour and draw shapes beside the chart.",
                found=_local(element),
            )


def _ranks(plots: Sequence[Any]) -> dict[Any, int]:
    """The series of all plots by the order in which the designer sees them listed, counted from 0."""
    series = [element for plot in plots for element in plot.findall(f"{_C}ser")]
    return {element: rank for rank, element in enumerate(sorted(series, key=lambda element: _number(element, "order")))}


def _number_axes(plot_area: Any, plots: Sequence[Any], name: str) -> None:
    """Give every axis a positive number, the same in each chart: some programs write negative ones."""
    axes = [element for element in plot_area if _local(element).endswith("Ax")]
    new = {str(_number(axis, "axId")): str(_FIRST_AXIS_ID + at) for at, axis in enumerate(axes)}
    for element in plot_area.iter(f"{_C}axId", f"{_C}crossAx"):
        if element.get("val") not in new:
            raise chart_refusal(name, "is damaged (it names an axis that is not there)", "Insert the chart again.")
        element.set("val", new[element.get("val")])
    if any(axis.find(f"{_C}scaling") is None for axis in axes):
        raise chart_refusal(name, "is damaged (an axis has no scale)", "Insert the chart again.")


def _plot(plot: Any, ranks: Mapping[Any, int]) -> Plot:
    kind = _local(plot)
    positions = _LABEL_POSITIONS[kind]
    grouping = plot.find(f"{_C}grouping")
    if kind == "barChart" and grouping is not None and "stacked" in grouping.get("val", "").lower():
        positions -= {"outEnd"}
    for element in list(plot.iter(f"{_C}dLblPos")):
        if element.get("val") not in positions:
            element.getparent().remove(element)
    for element in list(plot.iter(f"{_C}numFmt")):
        _normalise_linked_format(element)
    designed = plot.findall(f"{_C}ser")
    series = tuple(_series(element, ranks[element], kind) for element in designed)
    axes = tuple(element.get("val") for element in plot.findall(f"{_C}axId"))
    plot.insert(plot.index(designed[0]) if designed else 0, _mark("series"))
    for element in designed:
        plot.remove(element)
    head, tail = _xml(plot).split("<?slot series?>")
    return Plot(kind, positions, axes, head, series, tail)


def _series(element: Any, rank: int, kind: str) -> Series:
    def cut(*tags: str) -> str:
        return "".join(_xml(child) for child in element if _local(child) in tags)

    return Series(
        rank=rank,
        look=cut(*_SERIES_LOOK),
        labels=_label_look(element.find(f"{_C}dLbls")),
        extras=cut("trendline", "errBars"),
        tail=cut(_SERIES_TAILS[kind]) if kind in _SERIES_TAILS else "",
        colour=_main_colour(element),
    )


def _main_colour(series: Any) -> str:
    """The colour that tells a series from the others, as XML; "" where the designer left it to the program."""
    for path in ("spPr/solidFill", "spPr/ln/solidFill", "marker/spPr/solidFill"):
        steps = [_A + step if step in ("solidFill", "ln") else _C + step for step in path.split("/")]
        fill = series.find("/".join(steps))
        if fill is not None and len(fill):
            return _xml(fill[0])
    return ""


def _label_look(labels: Any) -> LabelLook:
    if labels is None:
        return LabelLook()
    named = {_local(child): child for child in labels}
    text = named.get("txPr")
    body = None if text is None else text.find(f"{_A}bodyPr")
    return LabelLook(
        group="".join(map(_xml, labels)),
        shown=any(named[show].get("val", "1") in ("1", "true") for show in _SHOWS if show in named),
        number_format=_xml_of(named, "numFmt"),
        shape=_xml_of(named, "spPr"),
        body="<a:bodyPr/>" if body is None else _xml(body),
        font=Font() if text is None else _font(text.find(f"{_A}p/{_A}pPr/{_A}defRPr")),
        position=named["dLblPos"].get("val") if "dLblPos" in named else "",
        shows="".join(_xml_of(named, tag) for tag in (*_SHOWS, "separator")),
    )


def _font(properties: Any) -> Font:
    if properties is None:
        return Font()
    groups: dict[str, list[str]] = {"outline": [], "fill": [], "effects": [], "faces": []}
    for child in properties:
        local = _local(child)
        if local == "ln":
            group = "outline"
        elif local.endswith("Fill"):
            group = "fill"
        elif local in ("latin", "ea", "cs", "sym"):
            group = "faces"
        else:
            group = "effects"
        groups[group].append(_xml(child))
    return Font(tuple(properties.attrib.items()), **{group: "".join(xml) for group, xml in groups.items()})


def _axis(axis: Any, value_axes: set[str]) -> Axis:
    number = axis.find(f"{_C}axId").get("val")
    designed: dict[str, str] = {}
    for element in axis.findall(f"{_C}numFmt"):
        _normalise_linked_format(element)
    if number in value_axes:
        scaling = axis.find(f"{_C}scaling")
        _slot(scaling, "maximum", ("max",), ("min",), designed)
        _slot(scaling, "minimum", ("min",), (), designed)
        _slot(axis, "major", ("majorUnit",), ("minorUnit", "dispUnits"), designed)
    else:
        _slot(axis, "crosses_at", ("crosses", "crossesAt"), _AFTER_CROSSES, designed)
    return Axis(number, tuple(re.split(r"<\?slot (\w+)\?>", _xml(axis))), designed)


def _slot(parent: Any, name: str, tags: Sequence[str], before: Sequence[str], designed: dict[str, str]) -> None:
    """Put a mark where data may set something, remembering what the designer had there."""
    found = [child for child in parent if _local(child) in tags]
    designed[name] = "".join(map(_xml, found))
    at = next((parent.index(child) for child in parent if _local(child) in (*tags, *before)), len(parent))
    parent.insert(at, _mark(name))
    for child in found:
        parent.remove(child)


def _legend_entries(root: Any) -> tuple[tuple[int, str], ...]:
    entries = list(root.iter(f"{_C}legendEntry"))
    compiled = tuple((_number(entry, "idx"), _xml(entry)) for entry in entries)
    if entries:
        entries[0].addprevious(_mark("entries"))
    for entry in entries:
        entry.getparent().remove(entry)
    return compiled


def _around_the_data(root: Any, plots: Sequence[Any], axes: Sequence[Any]) -> tuple[str, str, str]:
    plots[0].addprevious(_mark("data"))
    for element in (*plots, *axes):
        element.getparent().remove(element)
    external = etree.SubElement(root, f"{_C}externalData", {f"{{{_RELATIONSHIPS}}}id": "rId1"})
    etree.SubElement(external, f"{_C}autoUpdate", val="0")
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    head, _, rest = etree.tostring(root, encoding="unicode").partition("<?slot data?>")
    middle, _, tail = rest.partition("<?slot entries?>")
    return declaration + head, middle, tail


def _normalise_linked_format(element: Any) -> None:
    if element.get("sourceLinked") in ("1", "true"):
        element.attrib.clear()
        element.set("formatCode", "General")
        element.set("sourceLinked", "1")


def _mark(slot: str) -> Any:
    return etree.ProcessingInstruction("slot", slot)


def _xml_of(named: Mapping[str, Any], tag: str) -> str:
    return _xml(named[tag]) if tag in named else ""


def _xml(element: Any) -> str:
    """The element as XML, without the namespaces that the root declares."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    root = element.getroottree().getroot()
    if element is root:
        return text
    head, close, rest = text.partition(">")
    for prefix, uri in root.nsmap.items():
        head = head.replace(f' xmlns:{prefix}="{uri}"', "")
    return head + close + rest


def _number(parent: Any, tag: str) -> int:
    """The number in a child element; 0 where there is none."""
    element = parent.find(_C + tag)
    text = "" if element is None else element.get("val", "")
    return int(text) if re.fullmatch("-?[0-9]+", text) else 0


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

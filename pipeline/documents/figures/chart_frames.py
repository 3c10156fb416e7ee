"""Charts of a template, bound by a name such as "chart:revenue row_height=0.5in".

It is the alternative text or the name of the chart's frame. LibreOffice Writer keeps neither when it saves a Word file,
so the name of the chart's first series binds it as well.
"""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from msgspec.structs import replace

from pipeline.documents.compiling.draft import Draft, after, before, nearest_ancestor
from pipeline.documents.figures.chart_compile import compile_chart
from pipeline.documents.figures.groups import scale_of
from pipeline.documents.packaging.package import Part, Relation
from pipeline.documents.templates.grammars import WORD, emu, tag
from pipeline.documents.templates.tags import Tag, nearest
from pipeline.documents.templates.template import ChartFrame, Place
from pipeline.problems import TemplateRefused

_BINDING = re.compile(r"chart:\s*(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)(?P<options>(?:\s+\w+=\S+)*)\s*$")
_OPTIONS = ("row_height", "base", "max")
_FIRST_SERIES = re.compile(r"<c:ser>(?:(?!</c:ser>).)*?<c:tx>(?:(?!</c:tx>).)*?<c:v>(\s*chart:[^<]*)</c:v>", re.DOTALL)
_CHART = tag("c:chart")
_RELATION_ID = tag("r:id")


def bind_charts(draft: Draft, parts: Mapping[str, Part], relations: tuple[Relation, ...]) -> tuple[ChartFrame, ...]:
    """Turn each chart of the part into tags that put a new one in its place, or nothing where there is no data."""
    targets = {relation.id: relation.target for relation in relations}
    frames: list[ChartFrame] = []
    labels = set()
    for chart in list(draft.root.iter(_CHART)):
        frame, label = _frame_of(draft, chart)
        if label is None:
            continue
        labels.add(label)
        bound = _bind(draft, label, parts.get(targets.get(chart.get(_RELATION_ID), "")))
        if bound is not None:
            place, name, chart_frame = bound
            _put_tags(draft, frame, chart, place, name, chart_frame, len(frames))
            frames.append(chart_frame)
    _find_empty_bindings(draft, labels)
    return tuple(frames)


def _frame_of(draft: Draft, chart: Any) -> tuple[Any, Any]:
    """The frame around a chart and the element with its name and alternative text; None, None if it has no frame."""
    if draft.grammar is WORD:
        frame = nearest_ancestor(chart, tag("w:drawing"))
        return frame, next(frame.iter(tag("wp:docPr")), None) if frame is not None else None
    frame = nearest_ancestor(chart, tag("p:graphicFrame"))
    return frame, frame.find(f"{tag('p:nvGraphicFramePr')}/{tag('p:cNvPr')}") if frame is not None else None


def _binding_text(label: Any) -> str:
    """The alternative text or the name that binds a shape to a chart, or ""."""
    texts = (label.get("descr") or "", label.get("name") or "")
    return next((text.strip() for text in texts if _is_binding(text)), "")


def _is_binding(text: str) -> bool:
    return text.strip().startswith("chart:")


def _bind(draft: Draft, label: Any, part: Part | None) -> tuple[Place, str, ChartFrame] | None:
    text = _binding_text(label) or _first_series(part)
    place = Place(draft.where(label), text or label.get("name", ""))
    match = _BINDING.match(text)
    if not match or part is None:
        draft.findings.add(
            "chart-unbound",
            place,
            f"The chart {label.get('name', '')!r} is bound to no data.",
            "Give it the alternative text chart:NAME, with the name of a chart of the data.",
        )
        return None
    lengths = _lengths(draft, place, match["options"])
    if lengths is None:
        return None
    try:
        chart = compile_chart(_without_shapes(part.member.data), f"{draft.findings.file}, {place.where}")
    except TemplateRefused as refusal:
        file = draft.findings.file
        draft.findings.problems += [replace(one, file=file, place=place.where) for one in refusal.problems]
        return None
    shown = scale_of(label)[1]
    sizes = (round(lengths.get(option, 0) / shown) for option in _OPTIONS)
    return place, match["name"], ChartFrame(chart, *sizes)


def _first_series(part: Part | None) -> str:
    """The name of a chart's first series if it binds the chart, else ""."""
    name = _FIRST_SERIES.search(part.member.data.decode("utf-8", "replace")) if part else None
    return name[1].strip() if name else ""


def _lengths(draft: Draft, place: Place, options: str) -> dict[str, int] | None:
    lengths = {}
    for option in options.split():
        key, _, length = option.partition("=")
        if key not in _OPTIONS:
            draft.findings.add("chart-option", place, f"A chart has no option {key!r}.", nearest(key, _OPTIONS))
            return None
        try:
            lengths[key] = emu(length)
        except ValueError:
            draft.findings.add(
                "chart-option",
                place,
                f"{option} is not a length.",
                "Write it as row_height=0.5in, 12mm, 1.2cm or 30pt.",
            )
            return None
    return lengths


def _without_shapes(xml: bytes) -> bytes:
    """The chart without the shapes that a designer drew into it, which a new chart part does not carry."""
    root = etree.fromstring(xml)
    for shapes in root.findall(tag("c:userShapes")):
        root.remove(shapes)
    cleaned: bytes = etree.tostring(root)
    return cleaned


def _put_tags(
    draft: Draft, frame: Any, chart: Any, place: Place, name: str, chart_frame: ChartFrame, number: int
) -> None:
    label = _frame_of(draft, chart)[1]
    value = name if "." in name else f"charts.{name}"
    outer = outermost(draft, frame)
    opening = (
        Tag(f"set chart_here = chart_of({number}, {value})", place, "set", own=True),
        Tag("if chart_here", place, "if", own=True),
    )
    before(outer, "".join(draft.token(one) for one in opening))
    after(outer, draft.token(Tag("endif", place, "endif", own=True)))
    chart.set(_RELATION_ID, draft.token(Tag("chart_here.id", place, own=True)))
    if not label.get("name") or _is_binding(label.get("name")):
        label.set("name", f"Chart: {name}")
    label.set("descr", draft.token(Tag("chart_here.alt|in_attribute", place, own=True)))
    if chart_frame.row_height:
        for extent in _extents(draft, frame):
            extent.set("cy", draft.token(Tag("chart_here.height", place, own=True)))


def outermost(draft: Draft, frame: Any) -> Any:
    """What vanishes with a chart, picture or drawing: in Word its paragraph too, if that holds nothing else."""
    if draft.grammar is not WORD:
        return frame
    paragraph = nearest_ancestor(frame, WORD.paragraph)
    inside = "".join(frame.itertext())
    alone = "".join(paragraph.itertext()).replace(inside, "", 1).strip() == ""
    held = [
        element for element in paragraph.iter(*WORD.holds_something) if nearest_ancestor(element, frame.tag) is None
    ]
    return paragraph if alone and held == [frame] else frame


def _extents(draft: Draft, frame: Any) -> list[Any]:
    if draft.grammar is WORD:
        return [*frame.iter(tag("wp:extent"))]
    return [*frame.findall(f"{tag('p:xfrm')}/{tag('a:ext')}")]


def _find_empty_bindings(draft: Draft, charts: set[Any]) -> None:
    """Report shapes that are named like a chart and are none."""
    for label in draft.root.iter(tag("wp:docPr"), tag("p:cNvPr")):
        text = _binding_text(label)
        if text and label not in charts:
            draft.findings.add(
                "chart-unbound",
                Place(draft.where(label), text),
                f"{text!r} stands on something that is not a chart.",
                "Insert a native chart there, or give the shape another name.",
            )

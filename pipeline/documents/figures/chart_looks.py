"""What a designed chart looks like: its part in strings, without its sample data, as it was read from a template."""

from collections.abc import Mapping

from msgspec import Struct, field

from pipeline.problems import Problem, TemplateRefused

FOLLOWS_SOURCE = '<c:numFmt formatCode="General" sourceLinked="1"/>'
POINT_KINDS = ("scatterChart", "bubbleChart")  # drawn of points across and up, without categories


class Font(Struct, frozen=True):
    """Text properties as XML in their schema order: attributes, outline, fill, effects, then typefaces."""

    attributes: tuple[tuple[str, str], ...] = ()
    outline: str = ""
    fill: str = ""
    effects: str = ""
    faces: str = ""


class LabelLook(Struct, frozen=True):
    """The data labels of a series as designed, `group` for the whole series, the rest for one point of it."""

    group: str = ""
    shown: bool = False
    number_format: str = ""
    shape: str = ""
    body: str = "<a:bodyPr/>"
    font: Font = field(default_factory=Font)
    position: str = ""
    shows: str = ""


class Series(Struct, frozen=True):
    """One series of the designed chart: its looks, without any of its data."""

    rank: int
    look: str
    labels: LabelLook
    extras: str
    tail: str
    colour: str


class Plot(Struct, frozen=True):
    """One group of series that share a kind and a pair of axes, as XML before and after its series."""

    kind: str
    label_positions: frozenset[str]
    axes: tuple[str, ...]
    head: str
    series: tuple[Series, ...]
    tail: str


class Axis(Struct, frozen=True):
    """One axis as XML cut at the places that data may set; `designed` holds what stands there otherwise."""

    number: str
    pieces: tuple[str, ...]
    designed: Mapping[str, str]


class ChartTemplate(Struct, frozen=True):
    """A designed chart, ready to take data: strings only."""

    name: str
    head: str
    plots: tuple[Plot, ...]
    axes: tuple[Axis, ...]
    middle: str
    legend_entries: tuple[tuple[int, str], ...]
    tail: str


def chart_refusal(name: str, message: str, fix: str, found: str = "", code: str = "chart-template") -> TemplateRefused:
    """The refusal of a designed chart, naming it; `message` goes on from "The chart" and gets its full stop here."""
    return TemplateRefused(
        Problem(
            code=code,
            severity="error",
            place=name,
            message=f"The chart {message}{f': {found}' if found else ''}.",
            fix=fix,
            found=found,
        )
    )

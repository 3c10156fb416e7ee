"""The slides behind the review that are there to be read: the plan in time, further measures, and what was bought."""

from collections.abc import Sequence
from typing import Any

from output_templates.authoring import chart_designs
from output_templates.authoring.deck_blocks import (
    HAIRLINE,
    HEAD_RULE,
    MEASURE_STATUSES,
    Cell,
    Deck,
    Paragraph,
    Row,
    Run,
    cell,
    chart,
    content_slide,
    finish,
    head,
    head_cell,
    line,
    row,
    status,
    table,
    tag_row,
    wrapped,
)
from output_templates.authoring.deck_client import NUMBER_INSET, PART
from output_templates.authoring.deck_grid import BODY_TOP, HEAD, LARGE, LEFT, SMALL, WIDTH
from output_templates.authoring.deck_master import APPENDIX

# --- the plan in time ---

TIMELINE_WIDTHS = (0.4, 5.6, 6.0)
TIMELINE_ROW, TIMELINE_ROWS = 0.46, 11
MOST_COLUMNS = 9
_KINDS = (("Done", "accent2"), ("Open", "accent1"), ("Late or blocked", "accent4"))


def timeline(deck: Deck, footer: str) -> None:
    """When each joint action runs, as bars on the rows of a table."""
    slide = content_slide(
        deck,
        f"Appendix: plan in time{PART}",
        "{{ headlines.timeline }}",
        "{% slide key 'timeline' %}",
        "{% slide if deck.timeline %}",
        f"{{% slide for page in deck.timeline.rows | pages({TIMELINE_ROWS}, charts.timeline) %}}",
        layout=APPENDIX,
    )
    cells = (
        cell(line("{{ action.number }}", colour="tx2")),
        cell(line("{{ action.action }}", bold=True), right=NUMBER_INSET),
        cell(),
    )
    legend = [run for name, colour in _KINDS for run in (_square(colour), Run(f"  {name}      ", SMALL, False, "tx2"))]
    day = Run("{% if deck.timeline.marked %}The line is {{ about.as_of | date }}.{% endif %}", SMALL, False, "tx2")
    rows = [
        *(one for count in range(1, MOST_COLUMNS + 1) for one in _timeline_head(count)),
        tag_row("{%tr for action in page.rows %}", 3),
        row(TIMELINE_ROW, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 3),
        Row(0.3, (cell(Paragraph((*legend, day)), anchor="b", span=3),)),
    ]
    table(slide, "Plan in time", LEFT, BODY_TOP, TIMELINE_WIDTHS, rows, heads=True)
    left, width = LEFT + sum(TIMELINE_WIDTHS[:2]), TIMELINE_WIDTHS[2]
    binding = f"chart:page.chart row_height={TIMELINE_ROW}in"
    design, height = chart_designs.timeline(), 6 * TIMELINE_ROW
    chart(slide, "Timeline", binding, design, left, BODY_TOP + HEAD, width, height)
    finish(slide, footer)


def _timeline_head(count: int) -> list[Row]:
    """The head for so many months or quarters, each named over the middle of its column."""
    width = TIMELINE_WIDTHS[2] / count
    tabs = tuple((width * (position + 0.5), "ctr") for position in range(count))
    names = "".join(f"\t{{{{ deck.timeline.columns[{position}] }}}}" for position in range(count))
    months = head_cell(Paragraph((Run(names, SMALL, False, "tx2"),), tabs=tabs))
    one = head(("No.", "l"), ("Action", "l"), months)
    return wrapped(f"{{%tr if deck.timeline.columns | length == {count} %}}", [one], "{%tr endif %}")


def _square(colour: str) -> Run:
    return Run("■", SMALL, False, colour, "Arial")


# --- measures ---

GUTTER = 0.25
CARD_TOP, CARD_CHART = 1.65, 2.9
_BESIDE = (("row.third", ("first", "second", "third")), ("not row.third", ("first", "second")))


def measures(deck: Deck, footer: str) -> None:
    """Further measures that are shared, up to three beside each other, each with its course and its target."""
    for condition, places in _BESIDE:
        _measures(deck, footer, condition, places)


def _measures(deck: Deck, footer: str, condition: str, places: Sequence[str]) -> None:
    """The slide for as many measures as it has places, under a condition on the row of measures."""
    card = (WIDTH + GUTTER) / len(places) - GUTTER
    slide = content_slide(
        deck,
        "Appendix: further measures{% if row.count > 1 %} ({{ row.number }}/{{ row.count }}){% endif %}",
        "{{ headlines.measures }}",
        "{% slide key 'measures' %}",
        "{% slide for row in deck.measures %}",
        f"{{% slide if {condition} %}}",
        layout=APPENDIX,
    )
    beside = [(place, LEFT + position * (card + GUTTER)) for position, place in enumerate(places)]
    for place, left in beside:
        rows = wrapped(f"{{%tr if row.{place} %}}", [Row(CARD_TOP, (_card(f"row.{place}"),))], "{%tr endif %}")
        table(slide, f"The {place} measure", left, BODY_TOP, (card,), rows)
    for place, left in beside:
        design = chart_designs.measure_course()
        top = BODY_TOP + CARD_TOP + 0.05
        chart(slide, f"Course of the {place}", f"chart:row.{place}_chart", design, left, top, card, CARD_CHART)
    finish(slide, footer)


def _card(measure: str) -> Cell:
    target = f"{{% if {measure}.target %}}Target {{{{ {measure}.target }}}}{{% else %}}No target{{% endif %}}"
    return cell(
        line(f"{{{{ {measure}.name }}}}", bold=True),
        line(f"{{{{ {measure}.figure }}}}", LARGE, colour="accent1", font="mj", before=4),
        line(target, colour="tx2", before=2),
        *status(f"{measure}.status", MEASURE_STATUSES, before=3),
        anchor="t",
        top_inset=0.16,
        top=(4.5, "accent1"),
    )


# --- what was bought ---


def bought(deck: Deck, footer: str) -> None:
    """What was bought of the products shown, beside the period before, and over the last periods."""
    slide = content_slide(
        deck,
        f"Appendix: what you bought{PART}",
        "{{ headlines.bought }}",
        "{% slide key 'bought' %}",
        "{% slide if deck.bought %}",
        "{% slide for page in deck.bought.products | pages(8) %}",
        layout=APPENDIX,
    )
    rows = [
        head(
            ("Product, {{ account.currency }}", "l"),
            ("{{ deck.previous_period | period('dated') }}", "r"),
            head_cell(
                line("{{ about.period | period('dated') }}", SMALL, bold=True, align="r"),
                right=NUMBER_INSET,
                fill="bg2",
            ),
            ("Change", "r"),
        ),
        tag_row("{%tr for product in page.rows %}", 4),
        row(0.5, *_amounts("product"), bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 4),
        tag_row("{%tr if not page.more and deck.bought.products | length > 1 %}", 4),
        row(0.5, *_amounts("deck.bought.total"), top=HEAD_RULE),
        tag_row("{%tr endif %}", 4),
    ]
    table(slide, "What you bought", LEFT, BODY_TOP, (3.417, 1.5, 1.5, 1.25), rows, heads=True)
    names = (line("{{ deck.bought.total.name }}", bold=True), line("{{ deck.bought.chart_unit }}", colour="tx2"))
    heading = Row(0.75, (cell(*names, anchor="t", top_inset=0.125, top=HEAD_RULE),))
    rows = wrapped("{%tr if charts.bought %}", [heading], "{%tr endif %}")
    table(slide, "Heading of the chart", 8.833, BODY_TOP, (3.833,), rows)
    chart(slide, "What you bought over time", "chart:bought", chart_designs.value_delivered(), 8.833, 2.5, 3.833, 3.5)
    finish(slide, footer)


def _amounts(product: str) -> tuple[Cell, ...]:
    def figure(name: str, **more: Any) -> Paragraph:
        return line(f"{{{{ {product}.{name} | number(0) }}}}", align="r", **more)

    change = f"{{{{ {product}.change | default('–', true) }}}}"
    return (
        cell(line(f"{{{{ {product}.name }}}}", bold=True), right=NUMBER_INSET),
        cell(figure("before", colour="tx2"), right=NUMBER_INSET),
        cell(figure("now", bold=True), right=NUMBER_INSET, fill="bg2"),
        cell(line(change, align="r"), right=NUMBER_INSET),
    )

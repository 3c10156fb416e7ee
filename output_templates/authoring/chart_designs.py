"""The designs of the charts in the default templates.

Each design is a chart part with neutral sample data, so that it can be opened and restyled in Word or PowerPoint.
Colours and fonts are those of the theme. The plot takes fixed shares of the frame, so that bars meet the rows of a
table beside them and words above or below can stand at tabs.
"""

from output_templates.authoring.chart_xml import (
    ACCENT,
    BAD,
    COMPARISON,
    GRIDLINE,
    HAIRLINE,
    NONE,
    PALE_ACCENT,
    PAPER,
    ROW_NAMES,
    SECOND_TEXT,
    SERIES_NAMES,
    SLIDE_POINTS,
    SLIDE_UNIT_POINTS,
    TEXT,
    THIRD,
    bar,
    bar_of_its_own_width,
    bar_plot,
    bubble_plot,
    bubbles,
    category_axis,
    chart_space,
    data_labels,
    dots,
    line_look,
    line_plot,
    marker,
    rendered,
    sampled,
    scatter_plot,
    text_look,
    value_axis,
)

# Word


def force_field() -> bytes:
    """Forces for, as bars to the right, and against, as negative values to the left of a line at 66% of the width.

    The scale runs from -6 to 6: Office counts gridlines from its end, and from -5 they would stand at odd strengths.
    """
    labels = data_labels("outEnd", number_format="0;0", bold=True)
    plot = bar_plot([bar(ACCENT, labels), bar(COMPARISON, labels)], gap=50, overlap=100)
    axes = category_axis(line=line_look(TEXT, 1), text=text_look(TEXT))
    axes += value_axis((-6, 6, 2), gridlines=line_look(GRIDLINE, 0.75))
    values = ((5, 4, 3, None, None, None), (None, None, None, -4, -3, -2))
    return sampled(chart_space(plot + axes, (0.33, 0, 0.66, 1)), values)


def goals() -> bytes:
    """Goals with three series: the way expected (wide, pale), the way gone (narrow), and 1.14 with the status as label.

    The baseline stands at 34% of the width, the target at 77%, 1 being the whole way. The way gone is drawn by error
    bars: with a second pair of axes, programs differ in which bars they put on top and how wide these are.
    """
    gone = bar(NONE, data_labels("outEnd", number_format="0%", bold=True) + bar_of_its_own_width(ACCENT, 7.5))
    plot = bar_plot([bar(PALE_ACCENT), gone, bar(NONE, data_labels("outEnd", bold=True))], gap=40, overlap=100)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT))
    axes += value_axis((0, 1.14, 1, 0.25), gridlines=line_look(TEXT, 1), minor_gridlines=line_look(GRIDLINE, 0.75))
    values = ((0.75, 0.75, 0.75, 0.75), (0.2, 0.6, 0.8, 0.4), (1.14, 1.14, 1.14, 1.14))
    return sampled(chart_space(plot + axes, (0.34, 0, 0.49, 1)), values)


def ratings() -> bytes:
    """Ratings, with the full scale of 10 (pale) as first series; the figures of the scale take the last 18%."""
    rating = bar(ACCENT, data_labels("inEnd", PAPER, number_format="0.##", bold=True))
    plot = bar_plot([bar(GRIDLINE), rating], gap=100, overlap=100)
    axes = category_axis(line=line_look(NONE), text=text_look(TEXT))
    axes += value_axis((0, 10, 5), text=text_look(SECOND_TEXT), crosses="max")
    return sampled(chart_space(plot + axes, (0.5, 0, 0.47, 0.82)), ((10, 10, 10, 10, 10), (8, 9, 9, 6, 8)))


def sensitivity() -> bytes:
    """The score if a rating were one higher, then one lower, from a line where the data says the axes cross.

    The lower score is drawn last: it is the shorter bar where both end on the same side of the line.
    """
    labels = data_labels("outEnd", number_format="0.0")
    plot = bar_plot([bar(COMPARISON, labels), bar(ACCENT, labels)], gap=100, overlap=100)
    axes = category_axis(line=line_look(TEXT, 1), crosses_at=8) + value_axis((7.5, 8.5, 1))
    values = ((8.4, 8.3, 8.3, 8.25, 8.25), (7.8, 7.9, 7.9, 7.95, 7.95))
    return sampled(chart_space(plot + axes, (0.02, 0, 0.96, 0.82)), values)


def people() -> bytes:
    """People by support across, -2 to 2, and influence upwards, 1 to 5; a series for each coverage, names as labels.

    Coverages are none, brief, multiple, in depth, in this order. Limits are whole numbers, because Office counts the
    scale from its end.
    """
    labels = data_labels("r", fill=PAPER)
    rings = [dots(marker(fill, 11), labels) for fill in (HAIRLINE, "accent2 50 50", COMPARISON, ACCENT)]
    plot = scatter_plot(rings)
    plot += value_axis(
        (-2, 2, 1),
        axes=(2, 1),
        side="b",
        text=text_look(SECOND_TEXT),
        line=line_look(SECOND_TEXT, 1),
        number_format='"+"0;"−"0;"0 neutral"',
        crosses="min",
    )
    plot += value_axis(
        (0, 5.9, 1),
        side="l",
        text=text_look(SECOND_TEXT),
        line=line_look(TEXT, 1),
        gridlines=line_look(GRIDLINE, 0.75),
        number_format='[<1]"";0"    "',
        labels="low",
    )
    sample = [{"name": SERIES_NAMES[at], "x": [at - 1], "y": [at + 2], "labels": [ROW_NAMES[at]]} for at in range(4)]
    return rendered(chart_space(plot, (0.1, 0.01, 0.82, 0.8), legend=("b", 0.09, 0.91)), {"series": sample})


def revenue_by_product() -> bytes:
    """Revenue as columns for each product, one series for each year: last year, this year, next year."""
    labels = data_labels("outEnd", number_format="linked")
    plot = bar_plot([bar(fill, labels) for fill in (COMPARISON, ACCENT, THIRD)], direction="col", gap=60, overlap=-5)
    axes = category_axis(side="b", line=line_look(SECOND_TEXT, 1), text=text_look(TEXT)) + value_axis((0,), side="l")
    return sampled(
        chart_space(plot + axes, (0, 0.2, 1, 0.7), legend=("t", 0, 0)), ((3, 2, 1, 2), (4, 3, 2, 2), (5, 3, 2, 3))
    )


def revenue_by_period() -> bytes:
    """Revenue as a column for each period, one part for each product; further products take the next free accent."""
    parts = ((ACCENT, PAPER), (COMPARISON, TEXT), (THIRD, PAPER))
    plot = bar_plot(
        [bar(fill, data_labels("ctr", text, number_format="linked"), line_look(PAPER, 1)) for fill, text in parts],
        direction="col",
        grouping="stacked",
        gap=60,
        overlap=100,
    )
    axes = category_axis(side="b", text=text_look(TEXT)) + value_axis((0,), side="l")
    return sampled(
        chart_space(plot + axes, (0, 0.12, 1, 0.78), legend=("t", 0, 0)), ((3, 2, 3, 4), (4, 3, 2, 2), (5, 3, 2, 3))
    )


def pipeline() -> bytes:
    """The weighted amount of each stage as a bar; the plot takes the middle third of the width."""
    plot = bar_plot([bar(ACCENT, data_labels("outEnd", number_format="linked", bold=True))], gap=60)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT)) + value_axis((0,))
    return sampled(chart_space(plot + axes, (0.32, 0, 0.31, 1)), ((5, 4, 3, 2),))


def matrix() -> bytes:
    """The account by relative strength across and attractiveness upwards, both 1 to 10, the axes at the cuts of 5.5.

    The first series writes the names of the cells on bubbles that are not seen; their size keeps the account's small,
    because not every program scales bubbles as it is told.
    """
    names = bubbles(NONE, data_labels("ctr", SECOND_TEXT))
    account = bubbles(ACCENT, data_labels("r", fill=PAPER, bold=True))
    plot = bubble_plot([names, account], 100)
    for axes, side in (((2, 1), "b"), ((1, 2), "l")):
        plot += value_axis(
            (1, 10, 1),
            axes=axes,
            side=side,
            text=text_look(SECOND_TEXT),
            line=line_look(TEXT, 1),
            crosses_at=5.5,
            labels="low",
        )
    cells = {"x": [3.25, 7.75, 3.25, 7.75], "y": [9.5, 9.5, 1.5, 1.5], "size": [8, 8, 8, 8], "labels": ROW_NAMES[:4]}
    sample = [{"name": SERIES_NAMES[0], **cells}, {"name": SERIES_NAMES[1], "x": [7], "y": [6], "size": [1]}]
    return rendered(chart_space(plot, (0.1, 0.02, 0.87, 0.86)), {"series": sample})


def health() -> bytes:
    """Points of 100 for each component before the full scale (pale), whose label says what is not assessed."""
    points = bar(ACCENT, data_labels("outEnd", number_format="0", bold=True))
    scale = bar(GRIDLINE, data_labels("inBase", SECOND_TEXT, shown=False))
    plot = bar_plot([scale, points], gap=70, overlap=100)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT)) + value_axis((0, 116))
    return sampled(chart_space(plot + axes, (0.4, 0, 0.58, 1)), ((100, 100, 100, 100), (80, 60, 40, 100)))


def bridge() -> bytes:
    """What each line added to last year's revenue or took from it, each bar where the one above it ends.

    Series: an unseen base, rises, falls, falls below last year's level, the sum of all, and unseen bars with labels.
    """
    label = data_labels("inBase", bold=True, shown=False)
    bars = [bar(fill) for fill in (NONE, ACCENT, COMPARISON, COMPARISON, SECOND_TEXT)]
    plot = bar_plot([*bars, bar(NONE, label)], grouping="stacked", gap=45, overlap=100)
    axes = category_axis(line=line_look(TEXT, 1), text=text_look(TEXT)) + value_axis(())
    values = (
        (None, None, 3, 2, None),
        (None, 3, 1, None, None),
        (None, None, None, 2, None),
        (None, None, None, None, None),
        (None, None, None, None, 2),
        (2, 2, 2, 2, 2),
    )
    return sampled(chart_space(plot + axes, (0.36, 0, 0.64, 1)), values)


def cascade() -> bytes:
    """Shares of a whole, each where the one above it ends, with a line at 80%; labels on unseen bars at their ends."""
    label = data_labels("inBase", bold=True, shown=False)
    plot = bar_plot([bar(NONE), bar(ACCENT), bar(NONE, label)], grouping="stacked", gap=55, overlap=100)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT))
    axes += value_axis((0, 1.5, 0.8), gridlines=line_look(TEXT, 0.75, "dash"))
    return sampled(chart_space(plot + axes, (0.36, 0, 0.64, 1)), ((0, 0.5, 0.8), (0.5, 0.3, 0.2), (0.2, 0.2, 0.2)))


def scenarios() -> bytes:
    """What is won and what more could be, then the target as a frame; labels on unseen bars at their ends."""
    label = data_labels("inBase", bold=True, shown=False)
    target = bar(NONE, outline=line_look(TEXT, 1))
    bars = [bar(ACCENT), bar(COMPARISON), target, bar(NONE, label)]
    plot = bar_plot(bars, grouping="stacked", gap=60, overlap=100)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT)) + value_axis((0,))
    values = ((2, 2, 2, None), (None, 1, 2.5, None), (None, None, None, 4), (1, 1, 1, 1))
    return sampled(chart_space(plot + axes, (0.36, 0, 0.64, 1)), values)


def white_space() -> bytes:
    """What could be had in each unit: what is open, then what competitors have; labels on unseen bars at their ends."""
    label = data_labels("inBase", bold=True, shown=False)
    plot = bar_plot([bar(ACCENT), bar(COMPARISON), bar(NONE, label)], grouping="stacked", gap=60, overlap=100)
    axes = category_axis(line=line_look(SECOND_TEXT, 1), text=text_look(TEXT)) + value_axis((0,))
    return sampled(chart_space(plot + axes, (0.3, 0, 0.7, 1)), ((1, 2, 1), (3, 1, None), (1, 1, 1)))


def share_over_time() -> bytes:
    """A share in each period as a line with its figures."""
    line = dots(marker(ACCENT, 6), data_labels("t", number_format="0%"), line_look(ACCENT, 2))
    axes = category_axis(side="b", line=line_look(SECOND_TEXT, 1), text=text_look(TEXT))
    axes += value_axis((0, 1, 1), side="l")
    return sampled(chart_space(line_plot([line]) + axes, (0, 0.02, 1, 0.8)), ((0.4, 0.45, 0.5, 0.55),))


def measure() -> bytes:
    """A measure in each period as a line with its figures, and its target as a dashed line."""
    line = dots(marker(ACCENT, 6), data_labels("b", number_format="linked"), line_look(ACCENT, 2))
    target = dots(marker(NONE, 2), data_labels("t", shown=False), line_look(SECOND_TEXT, 1.25, "dash"))
    axes = category_axis(side="b", line=line_look(SECOND_TEXT, 1), text=text_look(SECOND_TEXT))
    axes += value_axis((0,), side="l", crosses="min")
    return sampled(chart_space(line_plot([target, line]) + axes, (0, 0.02, 1, 0.76)), ((6, 6, 6, 6), (3, 4, 4, 5)))


# Slides


def scorecard() -> bytes:
    """This and last quarter's way from baseline, at the left edge, to target, at 1 of 1.15: lies on table rows."""
    plot = bar_plot([bar(ACCENT), bar(COMPARISON)], gap=220, overlap=-8)
    axes = category_axis(line=line_look(SECOND_TEXT, 1)) + value_axis((0, 1.15, 1), gridlines=line_look(TEXT, 1))
    values = ((0.2, 0.6, 0.7, 1), (0.3, 0.8, 0.5, 0.75))
    return sampled(chart_space(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def value_delivered() -> bytes:
    """Columns of earlier quarters and, as a second series, of this quarter; each has a gap where the other stands."""
    labels = data_labels("outEnd", points=SLIDE_POINTS, number_format="linked", bold=True)
    plot = bar_plot([bar(COMPARISON, labels), bar(ACCENT, labels)], direction="col", gap=50, overlap=100)
    axes = category_axis(side="b", line=line_look(TEXT, 1), text=text_look(SECOND_TEXT, SLIDE_POINTS))
    axes += value_axis((0,), side="l")
    return sampled(chart_space(plot + axes, (0, 0.09, 1, 0.81), SLIDE_POINTS), ((1, 2, None), (None, None, 3)))


def worst_goal() -> bytes:
    """A goal's line, its target (dashed, a label only where the data gives one), this quarter as one larger point."""
    figures = data_labels("t", points=SLIDE_POINTS, number_format="linked")
    now = data_labels("t", points=SLIDE_POINTS, number_format="linked", bold=True)
    target = data_labels("b", points=SLIDE_POINTS, shown=False)
    plot = line_plot(
        [
            dots(marker(ACCENT, 8), figures, line_look(ACCENT, 2.5)),
            dots(marker(NONE, 9), target, line_look(SECOND_TEXT, 1.5, "dash")),
            dots(marker(ACCENT, 11), now),
        ]
    )
    axes = category_axis(side="b", line=line_look(TEXT, 1), text=text_look(SECOND_TEXT, SLIDE_UNIT_POINTS))
    axes += value_axis((0,), side="l")
    values = ((6, 5, 4, 5), (3, 3, 3, 3), (None, None, None, 5))
    return sampled(chart_space(plot + axes, (0, 0.09, 1, 0.81), SLIDE_POINTS), values)


def feedback() -> bytes:
    """Counts of agree, neither and disagree as parts of one bar for each question: lies on table rows.

    Each part has its count in the middle; 0 is not written.
    """
    plot = bar_plot(
        [
            bar(fill, data_labels("ctr", text, SLIDE_POINTS, number_format="0;-0;;", bold=True), line_look(PAPER, 1.5))
            for fill, text in ((ACCENT, PAPER), (COMPARISON, TEXT), (BAD, PAPER))
        ],
        grouping="stacked",
        gap=60,
        overlap=100,
    )
    axes = category_axis(line=line_look(NONE)) + value_axis((0,))
    values = ((8, 7, 6, 5), (1, 1, 3, 2), (0, 1, 0, 2))
    return sampled(chart_space(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def roadmap() -> bytes:
    """An unseen offset, then the duration in quarters, with a line at the start of each: lies on table rows."""
    plot = bar_plot([bar(NONE), bar(ACCENT)], grouping="stacked", gap=190, overlap=100)
    axes = category_axis(line=line_look(NONE)) + value_axis((0, 4, 1), gridlines=line_look(HAIRLINE, 0.75))
    values = ((0.5, 0.75, 1.25, 1.5), (1.5, 2.25, 2, 2.5))
    return sampled(chart_space(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def timeline() -> bytes:
    """An unseen offset, then the length of what is done, open, and late or blocked, in months or quarters.

    It lies on table rows; the line of names stands where the data says, on the day of the figures.
    """
    plot = bar_plot([bar(fill) for fill in (NONE, COMPARISON, ACCENT, BAD)], grouping="stacked", gap=90, overlap=100)
    axes = category_axis(line=line_look(TEXT, 1), crosses_at=1)
    axes += value_axis((0, 4, 1), gridlines=line_look(HAIRLINE, 0.75))
    values = ((0.2, 0.5, 1.2, 1.5), (0.6, None, None, None), (None, 1.5, 2, 2.5), (None, None, None, None))
    return sampled(chart_space(plot + axes, (0, 0, 1, 1), SLIDE_POINTS), values)


def measure_course() -> bytes:
    """A measure in each period as a line with its figures, and its target as a dashed line, on a slide."""
    figures = data_labels("b", points=SLIDE_POINTS, number_format="linked")
    line = dots(marker(ACCENT, 8), figures, line_look(ACCENT, 2.5))
    target = dots(
        marker(NONE, 2), data_labels("t", points=SLIDE_POINTS, shown=False), line_look(SECOND_TEXT, 1.5, "dash")
    )
    axes = category_axis(side="b", line=line_look(TEXT, 1), text=text_look(SECOND_TEXT, SLIDE_UNIT_POINTS))
    axes += value_axis((0,), side="l", crosses="min")
    return sampled(
        chart_space(line_plot([target, line]) + axes, (0, 0.04, 1, 0.8), SLIDE_POINTS), ((6, 6, 6, 6), (3, 4, 4, 5))
    )


WORD_DESIGNS = (
    *(force_field, goals, ratings, sensitivity, people, revenue_by_product, revenue_by_period, pipeline),
    *(matrix, health, bridge, cascade, scenarios, white_space, share_over_time, measure),
)
SLIDE_DESIGNS = (scorecard, value_delivered, worst_goal, feedback, roadmap, timeline, measure_course)

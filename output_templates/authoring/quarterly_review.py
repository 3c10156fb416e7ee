"""Writes the client's quarterly review deck, output_templates/client/quarterly_review.pptx."""

from pathlib import Path
from typing import Any

from output_templates.authoring import chart_designs, deck_appendix, deck_client
from output_templates.authoring.deck_blocks import (
    ACTION_STATUSES,
    GOAL_STATUSES,
    HAIRLINE,
    HEAD_RULE,
    ISSUE_STATUSES,
    Cell,
    Deck,
    Paragraph,
    Row,
    Run,
    add_slide,
    cell,
    chart,
    content_slide,
    deck_bytes,
    finish,
    head,
    head_cell,
    line,
    looped,
    new_deck,
    picture,
    placeholder,
    row,
    status,
    table,
    tag_row,
    text_box,
    wrapped,
)
from output_templates.authoring.deck_client import NUMBER_INSET, PART
from output_templates.authoring.deck_grid import BODY_TOP, HANG, HEAD, LABEL_WIDTH, LARGE, LEAD, LEFT, SMALL, WIDTH
from output_templates.authoring.deck_master import APPENDIX, CHART, COLUMNS, COVER, TABLE

TARGET = Path(__file__).resolve().parents[1] / "client" / "quarterly_review.pptx"
TITLE = "Quarterly review"
FOOTER = (
    "{{ account.name | shortened(40) }}  |  Quarterly review, {{ about.period | period('range') }}  |"
    "  {{ about.confidentiality }}"
)
GOALS_ON_TITLE = ((6, 1.792), (8, 1.281))  # how many goals the title slide shows, and how wide each is then


def quarterly_review() -> bytes:
    """The template as a file."""
    deck = new_deck()
    _title(deck)
    _people(deck)
    _summary(deck)
    _goals(deck)
    _scorecard(deck)
    _value(deck, with_chart=True)
    _value(deck, with_chart=False)
    _learned(deck, with_chart=True)
    _learned(deck, with_chart=False)
    deck_client.feedback(deck, FOOTER)
    deck_client.quoted_feedback(deck, FOOTER)
    deck_client.changes(deck, FOOTER)
    _plan(deck)
    _ideas(deck)
    _decisions(deck)
    deck_appendix.timeline(deck, FOOTER)
    deck_appendix.measures(deck, FOOTER)
    deck_appendix.bought(deck, FOOTER)
    _appendix(deck)
    return deck_bytes(deck, TITLE)


# --- D1 ---


def _title(deck: Deck) -> None:
    slide = add_slide(deck, COVER)
    text_box(
        slide, "Kind of document", LEFT, 0.375, 5.854, 0.36, line("Quarterly review", LEAD, colour="bg1"), anchor="ctr"
    )
    day = "{{ deck.day | date }}{% if deck.place %}, {{ deck.place }}{% endif %}"
    text_box(slide, "Day and place", 6.792, 0.375, 5.875, 0.36, line(day, LEAD, colour="bg1", align="r"), anchor="ctr")
    placeholder(slide, "Title", 'type="title"', "{{ account.name }}")
    period = line("{{ about.period | period('range') }}", LEAD, colour="bg1")
    text_box(slide, "Period", LEFT, 3.3, WIDTH, 0.4, period, anchor="ctr")
    text_box(slide, "How the goals stand", LEFT, 4.4, WIDTH, 0.42, line("{{ headlines.title }}", LEAD), anchor="ctr")
    fewest = 1
    for most, width in GOALS_ON_TITLE:
        _status_row(slide, fewest, most, width)
        fewest = most + 1
    confidential = "{{ about.confidentiality }}: for {{ account.name }} and\u00a0{{ about.company }}\u00a0only"
    text_box(
        slide,
        "Confidentiality",
        4.5,
        6.6,
        4.333,
        0.49,
        line(confidential, SMALL, colour="tx2", align="ctr"),
        anchor="ctr",
    )
    name = "{%p if not pictures.client_logo %}{{ account.name }}{%p endif %}"
    client = line(name, LEAD, bold=True, font="mj", align="r")
    text_box(slide, "Client", 8.833, 6.605, 3.833, 0.49, client, anchor="ctr")
    picture(slide, "Client's logo", "picture:client_logo align=right", 9.854, 6.56, 2.813, 0.58)


def _status_row(slide: Any, fewest: int, most: int, width: float) -> None:
    """A cell for each goal, with a bar in the colour of its status; one variant of the cell for each colour."""
    colours = {"accent3": ("met", "on track"), "accent4": ("behind",), "accent5": ("off track",)}
    colours["tx2"] = ("not started", "not assessed")
    count = "deck.goals | length"
    cells = [cell(line("{%tc for goal in deck.goals %}", SMALL))]
    for colour, values in colours.items():
        condition = line(f"{{%tc if goal.status in {list(values)} %}}", SMALL)
        paragraphs = status("goal.status", [one for one in GOAL_STATUSES if one[0] in values])
        name, end = line("{{ goal.title }}", colour="tx2", before=2), line("{%tc endif %}", SMALL)
        cells.append(cell(condition, *paragraphs, name, end, anchor="t", top_inset=0.13, top=(4.5, colour)))
    cells += [cell(), cell(line("{%tc endfor %}", SMALL))]
    widths = (0.25, *(width for _ in colours), 0.25, 0.25)
    opening = f"{{%tr if {count} >= {fewest} and {count} <= {most} %}}"
    table(
        slide,
        f"Status of up to {most} goals",
        LEFT,
        5.083,
        widths,
        wrapped(opening, [row(0.95, *cells)], "{%tr endif %}"),
    )


# --- D2 ---

AGENDA_WIDTHS, SIDE_WIDTH = (0.8, 4.033), 3.208


def _people(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Purpose and people{PART}",
        "{{ headlines.people }}",
        "{% slide key 'people' %}",
        "{% slide for page in deck.people | pages(6, at_least=1) %}",
    )
    _agenda(slide)
    _contents(slide)
    _side(slide, 6.0, "{{ account.name }}", "client")
    _side(slide, 9.458, "{{ about.company }}", "ours")
    finish(slide, FOOTER, "deck.bands.people")


def _agenda(slide: Any) -> None:
    minutes = "{% if row.agenda.minutes is not none %}{{ row.agenda.minutes }} min{% endif %}"
    rows = [
        head(("Agenda", "l"), ("", "l")),
        tag_row("{%tr for row in page.rows if row.agenda %}", 2),
        row(0.646, cell(line(minutes, colour="tx2")), cell(line("{{ row.agenda.text }}")), bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 2),
    ]
    table(
        slide,
        "Agenda",
        LEFT,
        BODY_TOP,
        AGENDA_WIDTHS,
        wrapped("{%tr if page.rows and page.rows[0].agenda %}", rows, "{%tr endif %}"),
        heads=True,
    )


CONTENTS_ROW = 0.38
CONTENTS = (
    ("summary", "Executive summary"),
    ("goals", "Your goals"),
    ("scorecard", "Scorecard"),
    ("value", "Value delivered"),
    ("learned", "What we learned"),
    ("feedback", "Your feedback"),
    ("changes", "What changes for you"),
    ("plan", "Joint plan next quarter"),
    ("ideas", "Ideas and roadmap"),
    ("decisions", "Decisions and next steps"),
)


def _contents(slide: Any) -> None:
    """What stands where, in place of an agenda that nobody noted; slides that are left out are not named."""
    rows = [head(("Contents", "l"), ("Page", "r"))]
    for key, name in CONTENTS:
        page = cell(line(f"{{{{ page_of('{key}') }}}}", colour="tx2", align="r"), right=NUMBER_INSET)
        rows += wrapped(
            f"{{%tr if page_of('{key}') %}}",
            [row(CONTENTS_ROW, cell(line(name)), page, bottom=HAIRLINE)],
            "{%tr endif %}",
        )
    table(
        slide,
        "Contents",
        LEFT,
        BODY_TOP,
        AGENDA_WIDTHS[::-1],
        wrapped("{%tr if page.number == 1 and not (page.rows and page.rows[0].agenda) %}", rows, "{%tr endif %}"),
        heads=True,
    )


def _side(slide: Any, left: float, name: str, side: str) -> None:
    """The people of one side; `side` is their column of deck.people."""
    sponsor = f"{{% if row.{side}.sponsor %}}  Sponsor{{% endif %}}"
    who = Paragraph((Run(f"{{{{ row.{side}.name }}}}", bold=True), Run(sponsor, SMALL, False, "accent1")))
    rows = [
        head((name, "l")),
        tag_row(f"{{%tr for row in page.rows if row.{side} %}}", 1),
        row(0.646, cell(who, line(f"{{{{ row.{side}.title }}}}", SMALL, colour="tx2", before=2)), bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 1),
    ]
    rows = wrapped(f"{{%tr if page.rows and page.rows[0].{side} %}}", rows, "{%tr endif %}")
    table(
        slide, {"client": "Client people", "ours": "Our people"}[side], left, BODY_TOP, (SIDE_WIDTH,), rows, heads=True
    )


# --- D3 ---


def _summary(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Executive summary{PART}",
        "{{ headlines.summary }}",
        "{% slide key 'summary' %}",
        "{% slide if deck.summary or deck.decision %}",
        "{% slide for page in deck.summary | pages(4, at_least=1) %}",
    )
    cells = (
        cell(line("{{ line.label }}", bold=True, colour="accent1"), anchor="t", top_inset=0.277),
        cell(line("{{ line.text }}", LEAD, spacing=105), anchor="t", top_inset=0.19, bottom_inset=0.1),
        cell(),
    )
    rows = looped("line in page.rows", row(1.219, *cells, top=HEAD_RULE), row(1.219, *cells, top=HAIRLINE))
    table(slide, "Summary", LEFT, BODY_TOP, (LABEL_WIDTH, 8.938, 1.02), rows)
    label = cell(
        line("{%tr if deck.decision %}{{ deck.decision.label }}", bold=True, colour="accent1"),
        anchor="t",
        top_inset=0.277,
        fill="bg2",
    )
    text = cell(
        line("{{ deck.decision.text }}{%tr endif %}", LEAD, spacing=105),
        anchor="t",
        top_inset=0.19,
        bottom_inset=0.1,
        fill="bg2",
    )
    widths = (HANG, LABEL_WIDTH, 8.938, 1.02 + HANG)
    table(
        slide, "Decision", LEFT - HANG, 5.406, widths, [Row(1.219, (cell(fill="bg2"), label, text, cell(fill="bg2")))]
    )
    finish(slide, FOOTER)


# --- D4 ---


def _goals(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Your goals{PART}",
        "{{ headlines.goals }}",
        "{% slide key 'goals' %}",
        "{% slide for page in deck.goals | pages(6) %}",
    )
    unit = (
        "{{ goal.measure }}{% if goal.first_target is not none %}; first agreed as"
        " {{ goal.first_target | number(goal.decimals) }}{% endif %}"
    )
    rest = (
        cell(line("{{ goal.title }}", bold=True), line(unit, SMALL, colour="tx2", before=2), bottom=HAIRLINE),
        cell(_figure("baseline", colour="tx2"), right=NUMBER_INSET, bottom=HAIRLINE),
        cell(_figure("target", bold=True), right=NUMBER_INSET, bottom=HAIRLINE),
        cell(bottom=HAIRLINE),
        cell(line("{{ goal.client_owner | default('–') }}"), bottom=HAIRLINE, right=0.083),
        cell(line("{{ goal.owner }}"), bottom=HAIRLINE, right=0.083),
        cell(line("{{ goal.due | date('month') }}"), bottom=HAIRLINE),
    )
    wants = line("{% if goal.starts_group or loop.first %}{{ goal.wants }}{% endif %}", bold=True, colour="accent1")
    rows = [
        head(
            ("What you want to achieve", "l"),
            ("Goal and how it is measured", "l"),
            ("Baseline", "r"),
            ("Target", "r"),
            ("", "l"),
            ("Your owner", "l"),
            ("Our owner", "l"),
            ("Due", "l"),
        ),
        tag_row("{%tr for goal in page.rows %}", 8),
        tag_row("{%tr if goal.ends_group or loop.last %}", 8),
        row(0.604, cell(wants, anchor="t", top_inset=0.085, bottom=HAIRLINE, right=NUMBER_INSET), *rest),
        tag_row("{%tr else %}", 8),
        row(0.604, cell(wants, anchor="t", top_inset=0.085, right=NUMBER_INSET), *rest),
        tag_row("{%tr endif %}", 8),
        tag_row("{%tr endfor %}", 8),
    ]
    widths = (2.333, 3.667, 0.833, 0.767, 0.208, 1.679, 1.679, 0.834)
    table(slide, "Goals", LEFT, BODY_TOP, widths, rows, heads=True)
    finish(slide, FOOTER, "deck.bands.goals")


def _figure(name: str, **more: Any) -> Paragraph:
    return line(f"{{{{ goal.{name} | number(goal.decimals) }}}}", align="r", **more)


# --- D5 ---

SCORECARD_WIDTHS = (3.625, 0.917, 0.958, 0.958, 0.917, 2.354, 1.021, 1.25)
SCORECARD_ROW, SCORECARD_ROWS = 0.583, 7
BARS_OFFSET, BARS_WIDTH = 0.25, 1.9


def _scorecard(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Scorecard{PART}",
        "{{ headlines.scorecard }}",
        "{% slide key 'scorecard' %}",
        f"{{% slide for page in deck.goals | pages({SCORECARD_ROWS}, charts.scorecard) %}}",
    )
    name = (line("{{ goal.title }}", bold=True), line("{{ goal.measure }}", SMALL, colour="tx2", before=2))
    cells = (
        cell(*name, right=0.083),
        cell(_figure("baseline", colour="tx2"), right=NUMBER_INSET),
        cell(_figure("previous", colour="tx2"), right=NUMBER_INSET),
        cell(_figure("actual", bold=True), right=NUMBER_INSET, fill="bg2"),
        cell(_figure("target"), right=NUMBER_INSET),
        cell(),
        cell(*_trend()),
        cell(*status("goal.status", GOAL_STATUSES)),
    )
    passed = (
        "Bars show the way covered from baseline to target, also where lower is better."
        "{% if deck.time_passed is not none %} {{ deck.time_passed | percent }} of the time had passed on"
        " {{ about.as_of | date }}.{% endif %}"
    )
    rows = [
        _scorecard_head(),
        tag_row("{%tr for goal in page.rows %}", 8),
        row(SCORECARD_ROW, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 8),
        Row(0.28, (cell(line(passed, SMALL, colour="tx2"), anchor="b", span=8),)),
    ]
    table(slide, "Scorecard", LEFT, BODY_TOP, SCORECARD_WIDTHS, rows, heads=True)
    left = LEFT + sum(SCORECARD_WIDTHS[:5]) + BARS_OFFSET
    binding = f"chart:page.chart row_height={SCORECARD_ROW}in"
    chart(
        slide, "Way to target", binding, chart_designs.scorecard(), left, BODY_TOP + HEAD, BARS_WIDTH, 6 * SCORECARD_ROW
    )
    finish(slide, FOOTER, "deck.bands.scorecard")


def _scorecard_head() -> Row:
    target = BARS_OFFSET + BARS_WIDTH / 1.15
    ends = Paragraph((Run("\tBaseline\tTarget", SMALL, False, "tx2"),), tabs=((BARS_OFFSET, "l"), (target, "ctr")))
    return head(
        ("Goal", "l"),
        ("Baseline", "r"),
        _period_head("{{ deck.previous_period | period }}", "accent2"),
        _period_head("{{ about.period | period }}", "accent1", now=True),
        ("Target", "r"),
        head_cell(ends),
        ("Trend", "l"),
        ("Status", "l"),
    )


def _period_head(name: str, colour: str, *, now: bool = False) -> Cell:
    """The head of a quarter's column, with the square that its bars have."""
    runs = (Run("■", SMALL, False, colour, "Arial"), Run(f"  {name}", SMALL, now, "tx1" if now else "tx2"))
    return head_cell(Paragraph(runs, align="r"), right=NUMBER_INSET, fill="bg2" if now else "")


def _trend() -> list[Paragraph]:
    words = (("better", "↑ Better"), ("level", "→ Level"), ("worse", "↓ Worse"))
    known = [line(f"{{%p if goal.trend == '{value}' %}}{word}{{%p endif %}}") for value, word in words]
    return [*known, line("{%p if goal.trend is none %}–{%p endif %}")]


# --- D6 ---


def _value(deck: Deck, *, with_chart: bool) -> None:
    condition = "deck.value_chart" if with_chart else "not deck.value_chart"
    slide = content_slide(
        deck,
        f"Value delivered{PART}",
        "{{ headlines.value }}",
        "{% slide key 'value' %}",
        f"{{% slide if {condition} %}}",
        "{% slide for page in deck.outcomes | pages(5) %}",
        layout=CHART if with_chart else TABLE,
    )
    source = "{%p if outcome.source %}Source: {{ outcome.source }}{%p endif %}"
    cells = (
        cell(line("{{ outcome.figure }}", LARGE, colour="accent1", font="mj"), right=NUMBER_INSET),
        cell(line("{{ outcome.text }}", bold=True), line(source, colour="tx2", before=3)),
    )
    widths = (3.063, 4.604) if with_chart else (3.063, 8.937)
    rows = looped("outcome in page.rows", row(1.063, *cells, top=HEAD_RULE), row(1.063, *cells, top=HAIRLINE))
    table(slide, "Outcomes", LEFT, BODY_TOP, widths, rows)
    if with_chart:
        heading = cell(
            line("{{ deck.value_chart.title }}", bold=True),
            line("{{ deck.value_chart.unit }}", colour="tx2"),
            anchor="t",
            top_inset=0.125,
            top=HEAD_RULE,
        )
        table(slide, "Heading of the chart", 8.833, BODY_TOP, (3.833,), [Row(0.75, (heading,))])
        chart(slide, "Value delivered", "chart:value", chart_designs.value_delivered(), 8.833, 2.5, 3.833, 3.5)
    finish(slide, FOOTER, "deck.bands.value")


# --- D7 ---


LESSON_ROW, LESSON_ROWS = 0.9, 5
LESSON_CHART = 2.813
LESSON_AIR = {"top_inset": 0.03, "bottom_inset": 0.03}


def _learned(deck: Deck, *, with_chart: bool) -> None:
    condition = "deck.worst_goal" if with_chart else "not deck.worst_goal"
    slide = content_slide(
        deck,
        f"What we learned{PART}",
        "{{ headlines.learned }}",
        "{% slide key 'learned' %}",
        f"{{% slide if {condition} %}}",
        f"{{% slide for page in deck.learned | pages({LESSON_ROWS}) %}}",
        layout=CHART if with_chart else TABLE,
    )
    if with_chart:
        title = "{{ deck.worst_goal.title }}{% if deck.worst_goal.unit %}, {{ deck.worst_goal.unit }}{% endif %}"
        table(slide, "Heading of the chart", LEFT, BODY_TOP, (LESSON_CHART,), [head((title, "l"))], heads=True)
        design, top = chart_designs.worst_goal(), BODY_TOP + HEAD
        chart(slide, "Furthest behind", "chart:worst_goal", design, LEFT, top, LESSON_CHART, 3.65)
    owner = (
        "{%p if lesson.owner or lesson.due is not none or lesson.status == 'closed' %}{{ lesson.owner }}"
        "{% if lesson.owner and (lesson.status == 'closed' or lesson.due is not none) %}, {% endif %}"
        "{% if lesson.status == 'closed' %}done{% elif lesson.due is not none %}{{ lesson.due | date('short') }}"
        "{% endif %}{%p endif %}"
    )
    cells = (
        cell(
            line("{{ lesson.topic }}", bold=True),
            *status("lesson.status", ISSUE_STATUSES, before=3),
            right=NUMBER_INSET,
            **LESSON_AIR,
        ),
        cell(
            line("{{ lesson.text }}"),
            line("{%p if lesson.cause %}{{ lesson.cause }}{%p endif %}", SMALL, colour="tx2", before=2),
            right=NUMBER_INSET,
            **LESSON_AIR,
        ),
        cell(line("{{ lesson.change }}", bold=True), line(owner, SMALL, colour="tx2", before=2), **LESSON_AIR),
    )
    rows = [
        head(("Topic", "l"), ("What happened, and why", "l"), ("What changes", "l")),
        tag_row("{%tr for lesson in page.rows %}", 3),
        row(LESSON_ROW, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 3),
    ]
    left, widths = (3.729, (1.458, 3.938, 3.542)) if with_chart else (LEFT, (2.042, 5.0, 4.958))
    table(slide, "Lessons", left, BODY_TOP, widths, rows, heads=True)
    finish(slide, FOOTER, "deck.bands.learned")


# --- D10 ---


PLAN_ROW, PLAN_ROWS = 0.46, 11
PLAN_WIDTHS = (0.32, 4.36, 2.98, 1.72, 0.75, 0.66, 1.21)


def _plan(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Joint plan next quarter{PART}",
        "{{ headlines.plan }}",
        "{% slide key 'plan' %}",
        f"{{% slide for page in deck.plan | pages({PLAN_ROWS}) %}}",
    )
    cells = (
        cell(line("{{ action.number }}", colour="tx2")),
        cell(line("{{ action.action }}", bold=True), right=NUMBER_INSET),
        cell(line("{{ action.goal }}"), right=NUMBER_INSET),
        cell(line("{{ action.owner }}"), right=0.083),
        cell(line("{{ action.side }}", colour="tx2"), right=0.083),
        cell(line("{{ action.due | date('short') }}")),
        cell(*status("action.status", ACTION_STATUSES)),
    )
    on_next = (
        "{%tr if page.more %}{% if page.last + 1 < deck.plan | length %}Actions {{ page.last + 1 }}"
        "{{ ' and ' if page.last + 2 == deck.plan | length else ' to ' }}{{ deck.plan | length }} follow"
        "{% else %}Action {{ page.last + 1 }} follows{% endif %} on the next"
        " {{ (page.count - page.number) | plural('page', 'pages') }}.{%tr endif %}"
    )
    rows = [
        head(
            ("No.", "l"),
            ("Action", "l"),
            ("For the goal", "l"),
            ("Owner", "l"),
            ("Side", "l"),
            ("Due", "l"),
            ("Status on {{ about.as_of | date('short') }}", "l"),
        ),
        tag_row("{%tr for action in page.rows %}", 7),
        row(PLAN_ROW, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 7),
        Row(0.3, (cell(line(on_next, SMALL, colour="tx2"), anchor="b", span=7),)),
    ]
    table(slide, "Joint plan", LEFT, BODY_TOP, PLAN_WIDTHS, rows, heads=True)
    finish(slide, FOOTER, "deck.bands.plan")


# --- D11 ---

IDEA_WIDTHS = (2.0, 4.9, 2.5, 2.6)
IDEA_ROW, IDEA_ROWS = 0.8, 5
ROADMAP_OFFSET = 0.083


def _ideas(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Ideas and roadmap{PART}",
        "{{ headlines.ideas }}",
        "{% slide key 'ideas' %}",
        f"{{% slide for page in deck.ideas | pages({IDEA_ROWS}, charts.roadmap) %}}",
    )
    cells = (
        cell(line("{{ idea.wants }}", bold=True, colour="accent1"), right=NUMBER_INSET),
        cell(
            line("{{ idea.solution }}", bold=True),
            line("{%p if idea.benefit %}{{ idea.benefit }}{%p endif %}", SMALL, colour="tx2", before=2),
            right=NUMBER_INSET,
        ),
        cell(line("{{ idea.assumption }}"), right=NUMBER_INSET),
        cell(),
    )
    roadmap = IDEA_WIDTHS[3] - ROADMAP_OFFSET
    tabs = tuple((ROADMAP_OFFSET + roadmap * (quarter + 0.5) / 4, "ctr") for quarter in range(4))
    quarters = "".join(f"\t{{{{ deck.quarters[{quarter}] | period('dated') }}}}" for quarter in range(4))
    rows = [
        head(
            ("Your goal", "l"),
            ("Idea and benefit to you", "l"),
            ("Assumption", "l"),
            head_cell(Paragraph((Run(quarters, SMALL, False, "tx2"),), tabs=tabs)),
        ),
        tag_row("{%tr for idea in page.rows %}", 4),
        row(IDEA_ROW, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 4),
    ]
    table(slide, "Ideas", LEFT, BODY_TOP, IDEA_WIDTHS, rows, heads=True)
    left = LEFT + sum(IDEA_WIDTHS[:3]) + ROADMAP_OFFSET
    binding = f"chart:page.chart row_height={IDEA_ROW}in"
    chart(slide, "Roadmap", binding, chart_designs.roadmap(), left, BODY_TOP + HEAD, roadmap, 4 * IDEA_ROW)
    finish(slide, FOOTER, "deck.bands.ideas")


# --- D12 ---

PANEL_LEFT, PANEL_TEXT = 8.583, 3.833
STEP = 0.688


def _decisions(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Decisions and next steps{PART}",
        "{{ headlines.decisions }}",
        "{% slide key 'decisions' %}",
        "{% slide for page in deck.decisions | pages(3, at_least=1) %}",
        layout=COLUMNS,
    )
    number = cell(
        line("{{ decision.number }}", LEAD, colour="accent1", font="mj"), anchor="t", top_inset=0.19, bottom_inset=0.1
    )
    tab = ((1.167, "l"),)
    who = Paragraph(
        (Run("Who decides\t", colour="tx2"), Run("{{ decision.who }}{%p endif %}", bold=True)), before=10, tabs=tab
    )
    day = "{% if decision.today %}Today, {% endif %}{{ decision.by_when | date }}{%p endif %}"
    when = Paragraph((Run("By when\t", colour="tx2"), Run(day, bold=True)), tabs=tab)
    body = cell(
        line("{{ decision.decision }}", LEAD, bold=True),
        line("{%p if decision.reason %}{{ decision.reason }}{%p endif %}", before=6, spacing=105),
        _guarded("{%p if decision.who %}", who),
        _guarded("{%p if decision.by_when is not none %}", when),
        anchor="t",
        top_inset=0.17,
    )
    rows = looped(
        "decision in page.rows", row(2.438, number, body, top=HEAD_RULE), row(2.438, number, body, top=HAIRLINE)
    )
    none = cell(
        line("{%tr if not deck.decisions %}No decision is open today.{%tr endif %}", LEAD),
        anchor="t",
        top_inset=0.17,
        span=2,
    )
    table(slide, "Decisions", LEFT, BODY_TOP, (0.667, 7.0), [*rows, row(2.438, none, top=HEAD_RULE)])
    _next_steps(slide)
    finish(slide, FOOTER)


def _guarded(opening: str, paragraph: Paragraph) -> Paragraph:
    """The paragraph with an opening tag before its first words."""
    return Paragraph(
        (Run(opening, paragraph.runs[0].size), *paragraph.runs), before=paragraph.before, tabs=paragraph.tabs
    )


def _next_steps(slide: Any) -> None:
    pad = cell(fill="bg2")
    title = cell(line("Next steps", LEAD, bold=True), fill="bg2")
    text = cell(line("{{ step.label }}", colour="tx2"), line("{{ step.text }}", spacing=100), fill="bg2", top=HAIRLINE)
    rows = [
        Row(STEP, (pad, title, pad)),
        tag_row("{%tr for step in deck.next_steps %}", 3),
        Row(STEP, (pad, text, pad)),
        tag_row("{%tr endfor %}", 3),
    ]
    table(slide, "Next steps", PANEL_LEFT, BODY_TOP, (HANG, PANEL_TEXT, HANG), rows)


# --- D13 ---

METHOD = (
    ("Way to target", "(actual − baseline) ÷ (target − baseline), also where lower is better; printed uncapped."),
    (
        "Status",
        "On track: at most {{ deck.behind_points }} points behind the time passed. Behind: at most"
        " {{ deck.off_track_points }}. Else off track.",
    ),
    ("Day of the figures", "Figures and statuses are those of {{ about.as_of | date }}."),
)


def _appendix(deck: Deck) -> None:
    slide = content_slide(
        deck,
        f"Appendix: sources and method{PART}",
        "{{ headlines.appendix }}",
        "{% slide key 'appendix' %}",
        "{% slide for page in deck.figures | pages(13) %}",
        layout=APPENDIX,
    )
    cells = (
        cell(line("{{ figure.name }}", SMALL, bold=True), right=NUMBER_INSET),
        cell(line("{{ figure.definition }}", SMALL), right=NUMBER_INSET),
        cell(line("{{ figure.source }}", SMALL, colour="tx2"), right=NUMBER_INSET),
        cell(line("{{ figure.cut_off | date('dated') }}", SMALL, colour="tx2")),
    )
    rows = [
        head(("Figure", "l"), ("Definition", "l"), ("Source", "l"), ("Cut-off", "l")),
        tag_row("{%tr for figure in page.rows %}", 4),
        row(0.396, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 4),
    ]
    table(slide, "Figures", LEFT, BODY_TOP, (2.813, 5.104, 3.063, 1.02), rows, heads=True)
    for position, (title, text) in enumerate(METHOD):
        left = (LEFT, 4.75, 8.833)[position]
        text_box(slide, title, left, 5.98, 3.75, 0.66, line(title, SMALL, bold=True), line(text, SMALL, spacing=105))
    finish(slide, FOOTER)


if __name__ == "__main__":
    TARGET.write_bytes(quarterly_review())

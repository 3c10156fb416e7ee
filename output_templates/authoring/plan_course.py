"""The second half of the account plan: where it goes, from the objectives to the review log."""

from output_templates.authoring.plan_pages import NAMES
from output_templates.authoring.plan_world import agreement
from output_templates.authoring.word_blocks import (
    Tile,
    caption,
    facts,
    figure,
    findings,
    findings_line,
    follows,
    missing,
    section,
    source,
    tile_number,
    tiles,
)
from output_templates.authoring.word_tables import (
    Column,
    body_row,
    cell,
    group_row,
    kept,
    keyplan_table,
    list_table,
    name_and_second,
    row,
    rows_for,
    table,
    tag_row,
    two_lines,
)
from output_templates.authoring.word_text import (
    SHAPES,
    accent,
    bold,
    each,
    either,
    mark,
    paragraph,
    run,
    second,
    status,
    when,
)

# Objectives


def objectives() -> str:
    """How far each goal is, then the objectives by horizon, and the measures behind them."""
    scale = (
        "On track: up to {{ plan.goals.behind_points }} points below the expected way; behind: up to "
        "{{ plan.goals.off_track_points }}; off track: more. Expected: even from start to due."
    )
    marks = "\t".join(f"{{{{ {part} | percent }}}}" for part in ("0.25", "0.5", "0.75"))
    notes = (
        "Way: from baseline to target. {% for note in plan.goals.notes %}{{ note }} {% endfor %}"
        "Source: {{ plan.goals.source }}."
    )
    return (
        section("objectives", NAMES["objectives"])
        + when(
            "charts.goals",
            caption("Figure", "Way to target gone (narrow) and expected by {{ about.as_of | date }} (wide)"),
            paragraph("Goal Scale", run(f"\tBaseline\t{marks}\tTarget")),
            figure("goals", 166, 60, "row_height=7.3mm base=2mm max=150mm"),
            each(
                "further in plan.goals.charts", figure("further.chart", 166, 60, "row_height=7.3mm base=2mm max=150mm")
            ),
            source(scale),
        )
        + either(
            "plan.goals.groups",
            caption("Table", "The objectives; {{ plan.goals.serving_client }}") + _goal_table() + source(notes),
            missing("Objectives", "sheet Objectives"),
        )
        + when("plan.goals.trends.first", _trends())
        + when(
            "plan.goals.measures",
            caption(
                "Table",
                "{% if plan.goals.trends.first %}Other measures{% else %}Measures{% endif %}, leading ones first",
            ),
            _measures(),
        )
        + kept(
            when("plan.goals.values", caption("Table", "What it brings to both sides"), _values())
            + findings_line("goals")
            + follows("plan.goals.follows")
        )
    )


def _goal_table() -> str:
    columns = (
        Column(10),
        Column(49, "Objective and measure"),
        Column(12, "Serves"),
        Column(28, "Our owner"),
        Column(28, "Client owner"),
        Column(13, "Baseline", number=True),
        Column(13, "Target", number=True),
        Column(13, "Now, way", number=True),
    )
    named = paragraph("Table Text", "{{ goal.client_owner }}")
    goal = body_row(
        columns,
        "{{ goal.id }}",
        [
            *name_and_second("{{ goal.title }}", "{{ goal.measure }}"),
            when("goal.term", paragraph("Table Text", second("{{ goal.term }}"))),
        ],
        "{{ goal.serves }}",
        "{{ goal.owner }}",
        [either("goal.client_owner", named, paragraph("Table Text", mark("watch", "None named")))],
        "{{ goal.baseline }}",
        [
            paragraph("Table Number", "{{ goal.target }}"),
            when("goal.first_target", paragraph("Table Number", second("was {{ goal.first_target }}"))),
        ],
        [
            paragraph("Table Number", bold("{{ goal.actual }}")),
            paragraph("Table Number", second("{{ goal.way }}")),
        ],
        indent=True,
    )
    rows = group_row(columns, "{{ group.title }}") + rows_for(columns, "goal in group.rows", goal)
    return keyplan_table(columns, rows_for(columns, "group in plan.goals.groups", rows))


def _values() -> str:
    columns = (
        Column(9),
        Column(45, "Objective"),
        Column(36, "What the customer wants"),
        Column(40, "What we gain"),
        Column(36, "Early sign"),
    )
    return list_table(
        columns,
        "value in plan.goals.values",
        "{{ value.id }}",
        bold("{{ value.title }}"),
        "{{ value.outcome }}",
        "{{ value.benefit_to_us }}",
        "{{ value.leading_indicator }}",
        together=True,
        small=True,
    )


def _trends() -> str:
    """Small charts of the measures beside each other."""

    def one(name: str) -> str:
        trend = f"plan.goals.trends.{name}"
        return when(
            trend,
            paragraph("Table Text", bold(f"{{{{ {trend}.kpi }}}}")),
            status(f"{trend}.standing", "Small Note"),
            paragraph("Small Note", f"{{{{ {trend}.note }}}}"),
            figure(f"{trend}.chart", 52, 27),
        )

    widths = {"first": 56, "second": 56, "third": 54}
    cells = [cell(one(name), paragraph("Nothing"), width=width) for name, width in widths.items()]
    return (
        caption("Figure", "Measures furthest from their targets, over the last periods; dashed: the target")
        + kept(table(list(widths.values()), row(*cells), style="Band", head=False))
        + when("plan.goals.trends.sources", source("Source: {{ plan.goals.trends.sources }}."))
    )


def _measures() -> str:
    columns = (
        Column(58, "Measure"),
        Column(15, "Kind"),
        Column(15, "Before", number=True),
        Column(15, "Target", number=True),
        Column(18, "{{ about.period | period('dated') }}", number=True, gap=True),
        Column(45, "Source"),
    )
    return list_table(
        columns,
        "measure in plan.goals.measures",
        "{{ measure.kpi }}",
        "{{ measure.kind }}",
        "{{ measure.before }}",
        "{{ measure.target }}",
        bold("{{ measure.actual }}"),
        second("{{ measure.source }}"),
        together=True,
        small=True,
    )


def solutions() -> str:
    """What answers each objective."""
    columns = (
        Column(9),
        Column(43, "Objective"),
        Column(38, "Solution"),
        Column(38, "What the customer gains"),
        Column(38, "What must hold"),
    )
    named = paragraph("Table Text", "{{ answer.solution }}")
    how_far = when("answer.status", paragraph("Table Text", second("{{ answer.status }}")))
    table = list_table(
        columns,
        "answer in plan.goals.solutions",
        "{{ answer.id }}",
        bold("{{ answer.title }}"),
        [either("answer.solution", named, paragraph("Table Text", mark("watch", "None yet"))), how_far],
        "{{ answer.benefit }}",
        "{{ answer.assumption }}",
    )
    return (
        section("solutions", NAMES["solutions"])
        + caption("Table", "Objectives and what answers them")
        + table
        + source("Source: {{ plan.goals.source }}.")
    )


# Actions


def actions() -> str:
    """The actions with their parts, and what the late ones need."""
    steps = "action_summary"
    reading = (
        "A group’s progress is the mean of its parts. Late: due before {{ about.as_of | date }} and not done."
        " Source: {{ plan.actions.source }}."
    )
    counts = tiles(
        Tile(41.5, "Done of those due", tile_number(f"{{{{ {steps}.due_done }}}}", f"of {{{{ {steps}.due }}}}")),
        Tile(41.5, "Late", tile_number(f"{{{{ {steps}.overdue }}}}", "{{ plan.actions.overdue }}")),
        Tile(41.5, "Due in the next 30 days", tile_number(f"{{{{ {steps}.next_30_days }}}}")),
        Tile(
            41.5,
            "Open with the customer",
            tile_number(f"{{{{ {steps}.with_client }}}}", f"of {{{{ {steps}.count }}}}"),
        ),
    )
    filled = (
        counts
        + when(
            "plan.priorities.rows",
            caption("Table", "What to work on first: actions and what moves the customer; 1 low to 5 high"),
            _priorities(),
            when("plan.priorities.more", source("{{ plan.priorities.more }}")),
        )
        + findings("actions", "Who carries the actions, and how they are worded")
        + caption("Table", "Actions and their parts")
        + _action_table()
        + source(reading)
    )
    return (
        section("actions", NAMES["actions"])
        + either("plan.actions.rows", filled, missing("Actions", "sheet Actions"))
        + follows("plan.actions.follows")
    )


def _priorities() -> str:
    columns = (
        Column(7),
        Column(84, "What, and why it comes here"),
        Column(24, "Urgency × impact", number=True, gap=True),
        Column(29, "Who"),
        Column(22, "Date", number=True),
    )
    return list_table(
        columns,
        "one in plan.priorities.rows",
        [paragraph("Decision Number", "{{ one.rank }}")],
        name_and_second("{{ one.text }}", "{{ one.why }}"),
        "{{ one.score }}",
        "{{ one.owner }}",
        "{{ one.date }}",
        together=True,
    )


def _action_table() -> str:
    columns = (
        Column(12),
        Column(58, "Action"),
        Column(27, "Owner"),
        Column(11, "Side"),
        Column(16, "Due{% if plan.actions.year %} {{ plan.actions.year }}{% endif %}", number=True),
        Column(14, "Progress", number=True),
        Column(28, "Status"),
    )
    serves = " for {{ action.objective }}"
    step = (
        run("{{ action.action }}"),
        run("{% if action.level == 0 %}"),
        second(serves),
        run("{% endif %}"),
    )

    def line(identity: str, name: tuple[str, ...], fill: str) -> str:
        word = bold if fill else run
        return body_row(
            columns,
            identity,
            [paragraph("Table Small", *name)],
            word("{{ action.owner }}"),
            word("{{ action.side }}"),
            word("{{ action.due }}"),
            word("{{ action.percent | percent }}"),
            [status("action.status", "Table Small", 9)],
            small=True,
            fill=fill,
            indent=True,
        )

    rows = (
        tag_row("{%tr if action.group %}", columns)
        + line(bold("{{ action.id }}"), (bold("{{ action.action }}"), second(serves)), "lt2")
        + tag_row("{%tr else %}", columns)
        + line(second("{{ action.id }}"), step, "")
        + tag_row("{%tr endif %}", columns)
    )
    return keyplan_table(columns, rows_for(columns, "action in plan.actions.rows", rows))


# Force field


def force_field() -> str:
    """One block for each change: verdict, forces, formula, levers and what follows."""
    name = "{{ change.change }}"
    reading = (
        "{% if change.other_forces %}Further forces: {{ change.other_forces }}. {% endif %}"
        "{% if change.scored %}Scored by {{ change.scored }}. {% endif %}Source: {{ change.source }}."
    )
    levers = when(
        "change.levers",
        caption("Table", "Levers by strength × influence, forces against first"),
        _levers(),
    ) + source(reading)
    change = (
        when(
            "plan.changes|length > 1",
            either("loop.first", paragraph("Heading 2 First", name), paragraph("Heading 2 New Page", name)),
        )
        + _verdict_tiles()
        + caption("Figure", f"{name}: strength of each force, 1 weak to 5 strong")
        + paragraph(
            "Chart Words",
            run("\t"),
            run("Against: {{ change.restraining }}", "None"),
            run("\t"),
            accent("For: {{ change.driving }}"),
        )
        + each("bars in change.charts", figure("bars.chart", 166, 70, "row_height=4.9mm base=1mm max=150mm"))
        + paragraph(
            "Formula",
            accent("Net = for − against"),
            run(" = {{ change.formula }} = "),
            accent("{{ change.net | signed }}"),
            run(". Zero or below reads “likely to fail”."),
        )
        + kept(levers + follows("change.follows"))
    )
    return section("force_field", NAMES["force_field"]) + either(
        "plan.changes",
        each("change in plan.changes", change),
        missing("Forces for and against a change", "sheet Forces"),
    )


def _verdict_tiles() -> str:
    verdict = "".join(
        paragraph(
            "Tile Word",
            run(f"{{%p if change.verdict.tone == '{tone}' %}}"),
            mark(tone, "{{ change.verdict.word }}", 13),
            run("{%p endif %}"),
        )
        for tone in SHAPES
        if tone in ("good", "bad", "none")
    )
    points = "{{ change.flip_distance | plural('point', 'points') }}"
    return tiles(
        Tile(50, "Verdict", verdict + status("change.firmness", "Tile Note", rest=": {{ change.firmness_note }}")),
        Tile(
            36,
            "Net",
            tile_number("{{ change.net | signed }}")
            + paragraph("Tile Note", "{{ change.driving }} for, {{ change.restraining }} against"),
        ),
        Tile(
            28,
            "Driving share",
            tile_number("{{ change.driving_share }}") + paragraph("Tile Note", "balance is {{ 0.5 | percent }}"),
        ),
        Tile(
            52,
            "Flip distance",
            tile_number("{{ change.flip_distance }}", points) + paragraph("Tile Note", "{{ change.flip_note }}"),
        ),
    )


def _levers() -> str:
    columns = (
        Column(65, "Force and evidence"),
        Column(15, "Side"),
        Column(20, "Strength × influence", number=True, gap=True),
        Column(38, "Lever"),
        Column(28, "Owner, due"),
    )
    return list_table(
        columns,
        "lever in change.levers",
        name_and_second("{{ lever.force }}", "{{ lever.evidence }}", "Table Small"),
        "{{ lever.side }}",
        [paragraph("Table Small Number", run("{{ lever.product }}"), bold("{{ lever.leverage }}"), right=10)],
        "{{ lever.lever }}",
        [
            when("lever.owner", paragraph("Table Small", "{{ lever.owner }}")),
            when("lever.due", paragraph("Table Small", second("{{ lever.due }}"))),
            when("lever.status", status("lever.status", "Table Small", 9)),
        ],
        small=True,
    )


# Working on it


def implementation() -> str:
    """Who carries the plan out, how it is shared, and every decision."""
    return (
        section("implementation", NAMES["implementation"])
        + each("gap in plan.team.missing", missing("{{ gap.what }}", "{{ gap.where }}"))
        + when("plan.team.ours", caption("Table", "Our team; hours used of those planned"), _our_team())
        + when("plan.team.theirs", caption("Table", "Their people at the table"), _their_team())
        + when("plan.team.source", source("Source: {{ plan.team.source }}."))
        + caption("Table", "How the plan is worked with")
        + facts("plan.team.working")
        + when("plan.agreement", caption("Table", "What the customer agrees to"), agreement())
        + when("plan.decisions", caption("Table", "Decisions wanted"), decision_table("plan.decisions"))
    )


def _member() -> list[str]:
    return [
        paragraph("Table Text", bold("{{ member.name }}")),
        when("member.sponsor", paragraph("Table Text", second("{{ member.sponsor }}"))),
    ]


def _our_team() -> str:
    columns = (
        Column(58, "Person"),
        Column(48, "Role"),
        Column(36, "Department"),
        Column(24, "Hours a month", number=True),
    )
    hours = either(
        "member.over",
        paragraph("Table Number", mark("watch", "{{ member.hours }}")),
        paragraph("Table Number", "{{ member.hours }}"),
    )
    return list_table(
        columns, "member in plan.team.ours", _member(), "{{ member.role }}", "{{ member.function }}", [hours]
    )


def _their_team() -> str:
    columns = (Column(58, "Person"), Column(48, "Role and department"), Column(60, "Email"))
    email = paragraph("Table Text", second("{{ member.email }}"))
    role = two_lines("{{ member.role }}", "{{ member.function }}")
    return list_table(columns, "member in plan.team.theirs", _member(), role, [email])


def decision_table(rows: str) -> str:
    """Decisions with who takes them by when, and what came of them."""
    columns = (
        Column(90, "Decision"),
        Column(32, "From"),
        Column(18, "By", number=True, gap=True),
        Column(26, "State"),
    )
    return list_table(
        columns,
        f"decision in {rows}",
        [
            paragraph("Table Text", bold("{{ decision.decision }}"), run(" {{ decision.reason }}")),
            when("decision.outcome", paragraph("Table Text", second("{{ decision.outcome }}"))),
        ],
        "{{ decision.who }}",
        "{{ decision.by }}",
        [status("decision.state")],
        together=True,
    )

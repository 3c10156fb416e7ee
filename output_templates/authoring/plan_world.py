"""The customer's world in the account plan: units, business, competitors, white space, voices, risks, agreement."""

from typing import Any

from output_templates.authoring.plan_pages import NAMES
from output_templates.authoring.word_blocks import (
    caption,
    drawing,
    facts,
    findings,
    section,
    source,
)
from output_templates.authoring.word_tables import (
    RULE_BELOW,
    Column,
    after_table,
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
)
from output_templates.authoring.word_text import bold, each, paragraph, run, second, status, when

# The customer


def business_items() -> str:
    """What moves their business by kind, with our answer."""
    columns = (
        Column(68, "What moves their business"),
        Column(15, "Urgency", number=True),
        Column(15, "Impact", number=True, gap=True),
        Column(68, "Our answer, and what to discuss"),
    )
    item = body_row(
        columns,
        [
            paragraph("Table Text", bold("{{ item.text }}")),
            when("item.about", paragraph("Table Text", second("{{ item.about }}"))),
            when("item.source", paragraph("Table Text", second("Source: {{ item.source }}"))),
        ],
        "{{ item.urgency }}",
        "{{ item.impact }}",
        [
            paragraph("Table Text", "{{ item.our_answer }}"),
            when("item.question", paragraph("Table Text", second("To discuss: {{ item.question }}"))),
            when("item.told_to", paragraph("Table Text", second("Told to: {{ item.told_to }}"))),
        ],
        indent=True,
    )
    rows = group_row(columns, "{{ group.title }}") + rows_for(columns, "item in group.rows", item)
    return (
        caption("Table", "What moves their business; urgency and impact from 1 to 5")
        + keyplan_table(columns, rows_for(columns, "group in plan.business.groups", rows))
        + source("Source: {{ plan.business.source }}.")
    )


def organisation(part: Any) -> str:
    """The people and the lines between them, drawn; the units with their work and budgets; how they buy.

    `part` is the document's own part.
    """
    unit_columns = (
        Column(64, "Unit"),
        Column(22, "Buying centre"),
        Column(26, "Budget, {{ account.currency }}", number=True, gap=True),
        Column(36, "Budget holder"),
        Column(18, "Our share", number=True),
    )
    units = list_table(
        unit_columns,
        "unit in plan.units.rows",
        [
            paragraph("Table Text", run("{{ unit.indent }}"), bold("{{ unit.name }}")),
            when("unit.initiative", paragraph("Table Text", run("{{ unit.indent }}"), second("{{ unit.initiative }}"))),
        ],
        "{{ unit.centre }}",
        [
            paragraph("Table Number", "{{ unit.budget }}", right=10),
            when("unit.budget_period", paragraph("Table Number", second("{{ unit.budget_period }}"), right=10)),
        ],
        "{{ unit.budget_holder }}",
        "{{ unit.our_share }}",
        together=True,
    )
    buying_columns = (Column(42, "Unit"), Column(66, "Buying steps"), Column(58, "Buying criteria, remarks"))
    buying = list_table(
        buying_columns,
        "unit in plan.units.buying",
        [
            paragraph("Table Text", bold("{{ unit.name }}")),
            when("unit.buying_time", paragraph("Table Text", second("Takes {{ unit.buying_time }}"))),
        ],
        [
            paragraph("Table Text", "{{ unit.buying_steps }}"),
            when("unit.step_owners", paragraph("Table Text", second("Who decides: {{ unit.step_owners }}"))),
        ],
        [
            paragraph("Table Text", "{{ unit.criteria }}"),
            when("unit.note", paragraph("Table Text", second("{{ unit.note }}"))),
        ],
        together=True,
    )
    people = each(
        "part in plan.organisation.parts",
        caption("Figure", "{{ part.title }}"),
        drawing(part, "part.drawing", 166),
    )
    return (
        section("organisation", NAMES["organisation"])
        + people
        + when("plan.organisation.parts", source("{{ plan.organisation.legend }}"))
        + when("plan.organisation.notes", facts("plan.organisation.notes"))
        + when(
            "plan.units.rows",
            caption("Table", "Units with what they work on, budgets in our categories, and our share of their spend"),
            units,
            source("Source: {{ plan.units.source }}."),
        )
        + when("plan.units.buying", caption("Table", "How they buy, what they choose by, and our remarks"), buying)
    )


# Competitors


def competitor_table(rows: str, share: str) -> str:
    """Competitors with what they do better and worse; `share` heads the column of their share."""
    columns = (
        Column(50, "Competitor"),
        Column(17, share, number=True),
        Column(17, "Threat, 1 to 5", number=True, gap=True),
        Column(41, "Strengths"),
        Column(41, "Weaknesses"),
    )
    return list_table(
        columns,
        f"rival in {rows}",
        [
            paragraph("Table Text", bold("{{ rival.name }}")),
            when("rival.position", paragraph("Table Text", "{{ rival.position }}")),
            when("rival.source", paragraph("Table Text", second("Source: {{ rival.source }}"))),
        ],
        "{{ rival.share }}",
        "{{ rival.threat }}",
        "{{ rival.strengths }}",
        "{{ rival.weaknesses }}",
    )


def competitors() -> str:
    """Who competes with us, and how rivals are rated beside us."""
    evidence_columns = (
        Column(30, "Rival"),
        Column(38, "Success factor"),
        Column(15, "Rating", number=True, gap=True),
        Column(56, "Evidence"),
        Column(27, "Rated by"),
    )
    evidence = list_table(
        evidence_columns,
        "rating in plan.competitors.evidence",
        bold("{{ rating.rival }}"),
        "{{ rating.criterion }}",
        "{{ rating.rating }}",
        "{{ rating.evidence }}",
        [paragraph("Table Text", second("{{ rating.rater }}"))],
    )
    ours = caption("Table", "Who competes with us, the greatest threat first") + competitor_table(
        "plan.competitors.ours", "Share of spend"
    )
    return (
        section("competitors", NAMES["competitors"])
        + when("plan.competitors.ours", ours, source("Source: {{ plan.competitors.source }}."))
        + when(
            "plan.competitors.ratings",
            caption("Table", "Success factors with their weights: our rating and those of the rivals, 1 to 10"),
            _grids("plan.competitors.ratings", "Success factor", number=True),
        )
        + findings("strength", "How strong we are beside them")
        + when("plan.competitors.evidence", caption("Table", "What the ratings of the rivals rest on"), evidence)
    )


def _grids(grids: str, head: str, number: bool = False) -> str:
    """Tables whose columns depend on what is entered, below each other."""
    name, value = Column(46, head), Column(30, number=number)
    head_style, style = ("Table Head Number", "Table Small Number") if number else ("Table Head", "Table Small")
    heads = row(
        cell(paragraph("Table Head", name.head), width=name.width, borders=RULE_BELOW, valign="bottom"),
        cell(
            paragraph(head_style, run("{%tc for name in grid.columns %}"), run("{{ name }}"), run("{%tc endfor %}")),
            width=value.width,
            borders=RULE_BELOW,
            valign="bottom",
        ),
        head=True,
    )
    line = row(
        cell(
            paragraph("Table Small", bold("{{ line.name }}"), second(" {{ line.more }}")),
            width=name.width,
        ),
        cell(
            paragraph(
                style,
                run("{%tc for value in line.cells %}"),
                run("{{ value.text }}"),
                second("{% if value.more %} {{ value.more }}{% endif %}"),
            ),
            when("value.note", paragraph(style, second("{{ value.note }}"))),
            paragraph("Nothing", run("{%tc endfor %}")),
            width=value.width,
        ),
    )
    columns = (name, value)
    inside = table(
        [column.width for column in columns],
        heads + rows_for(columns, "line in grid.rows", line),
        as_wide_as_its_columns=True,
    )
    return each(f"grid in {grids}", inside, after_table(4))


# Money


def economics() -> str:
    """What the account costs and how it pays, period by period."""
    columns = (
        Column(12, "Period"),
        Column(19, "Cost to serve", number=True),
        Column(18, "Key account cost", number=True),
        Column(14, "Discount", number=True),
        Column(12, "Days to pay", number=True),
        Column(18, "Invoices disputed", number=True),
        Column(24, "Customer spend", number=True, gap=True),
        Column(49, "Source of spend"),
    )
    rows = list_table(
        columns,
        "line in plan.economics.rows",
        "{{ line.period }}",
        "{{ line.cost_to_serve }}",
        "{{ line.kam_cost }}",
        "{{ line.discount }}",
        "{{ line.days_to_pay }}",
        "{{ line.disputes }}",
        "{{ line.customer_spend }}",
        [paragraph("Table Text", second("{{ line.spend_source or '–' }}"))],
        together=True,
    )
    return (
        caption("Table", "What the account costs and how it pays, amounts in {{ account.currency }}")
        + rows
        + source("Source: {{ plan.economics.source }}.")
    )


def white_space() -> str:
    """Units by products: whose they are, and what they could bring."""
    return (
        caption("Table", "White space: who has what today, and its potential a year in {{ account.currency }}")
        + kept(_grids("plan.white_space.grids", "Unit"))
        + source("{{ plan.white_space.counts }}. Source: {{ plan.white_space.source }}.")
    )


# Voices


def voice() -> str:
    """Who was asked, the answers counted, what the interviews showed, and quotes."""
    return (
        section("voice", NAMES["voice"])
        + caption("Table", "Who was asked, and how")
        + _samples()
        + when(
            "plan.voice.source",
            source(
                run("{% for one in plan.voice.respondents %}"),
                run("{{ one.label }}, who said something: {{ one.value }}. "),
                run("{% endfor %}"),
                run("Source: {{ plan.voice.source }}."),
            ),
        )
        + findings("voice", "What the answers say", label_width=30)
        + when("plan.voice.questions", caption("Table", "How many answered 1 (disagrees) to 5 (agrees)"), _questions())
        + kept(
            when("plan.voice.findings", caption("Table", "Interviews and what they showed"), _findings())
            + when("plan.voice.quotes", caption("Table", "In their own words"), _quotes())
        )
    )


def _samples() -> str:
    columns = (
        Column(26, "Side and period"),
        Column(14, "People", number=True),
        Column(14, "Invited", number=True),
        Column(20, "Answered", number=True, gap=True),
        Column(38, "Method"),
        Column(54, "Known bias"),
    )
    return list_table(
        columns,
        "sample in plan.voice.samples",
        bold("{{ sample.side }}"),
        "{{ sample.population }}",
        "{{ sample.invited }}",
        "{{ sample.answered }}",
        "{{ sample.method }}",
        "{{ sample.known_bias }}",
    )


def _questions() -> str:
    columns = (
        Column(81, "Question"),
        Column(30, "Asked"),
        *(Column(11, str(step), number=True) for step in range(1, 6)),
    )
    return list_table(
        columns,
        "line in plan.voice.questions",
        [
            paragraph(
                "Table Small",
                bold("{{ line.question }}"),
                second("{% if line.topic %}{% if line.question %}, {% endif %}{{ line.topic }}{% endif %}"),
            )
        ],
        "{{ line.side }}",
        *(f"{{{{ line.counts[{step}] }}}}" for step in range(5)),
        small=True,
    )


def _findings() -> str:
    columns = (Column(62, "Respondent"), Column(46, "Question and topic"), Column(58, "Finding"))
    return list_table(
        columns,
        "line in plan.voice.findings",
        name_and_second("{{ line.respondent }}", "{{ line.how }}", "Table Small"),
        [paragraph("Table Small", "{{ line.question }}"), paragraph("Table Small", second("{{ line.topic }}"))],
        "{{ line.finding }}",
        together=True,
        small=True,
    )


def _quotes() -> str:
    columns = (Column(85, "Quote"), Column(50, "Respondent and topic"), Column(31, "Consent"))
    return list_table(
        columns,
        "line in plan.voice.quotes",
        "{{ line.quote }}",
        [paragraph("Table Small", run("{{ line.respondent }}, "), second("{{ line.topic }}"))],
        [status("line.consent", "Table Small", 9)],
        together=True,
        small=True,
    )


# What may go wrong, and what is agreed


def agreement() -> str:
    """What the customer agrees to, and whether it has."""
    columns = (
        Column(68, "What is agreed"),
        Column(28, "State"),
        Column(42, "Signatory"),
        Column(28, "Date"),
    )
    return list_table(
        columns,
        "item in plan.agreement",
        [
            paragraph("Table Text", bold("{{ item.item }}")),
            when("item.co_authors", paragraph("Table Text", second("Written with {{ item.co_authors }}"))),
            when("item.shared", paragraph("Table Text", second("Goes to: {{ item.shared }}"))),
            when("item.comment", paragraph("Table Text", second("{{ item.comment }}"))),
        ],
        [status("item.agreed")],
        "{{ item.signatory }}",
        "{{ item.date }}",
    )

"""The first half of the account plan: where the account stands, from the summary to the opportunities."""

from output_templates.authoring.plan_pages import NAMES
from output_templates.authoring.plan_since import since_line
from output_templates.authoring.plan_world import business_items, competitor_table, economics, white_space
from output_templates.authoring.word_blocks import (
    Tile,
    beside,
    caption,
    facts,
    figure,
    findings,
    follows,
    missing,
    section,
    side_tiles,
    source,
    tile_amount,
    tile_number,
    tiles,
)
from output_templates.authoring.word_tables import (
    RULE_ABOVE,
    RULE_BELOW,
    Column,
    after_table,
    body_row,
    cell,
    group_row,
    kept,
    keyplan_table,
    list_table,
    margin,
    name_and_second,
    row,
    rows_for,
    table,
    total_row,
    two_lines,
)
from output_templates.authoring.word_text import (
    GAP,
    accent,
    bold,
    cut,
    each,
    either,
    mark,
    paragraph,
    run,
    second,
    status,
    when,
)

SUPPORT = "{% if relationships.support is none %}–{% else %}{{ (relationships.support * 100) | signed(0) }}{% endif %}"


def note(text: str) -> str:
    """The line below a figure."""
    return paragraph("Tile Note", text)


# Summary


def summary() -> str:
    """One page that stands alone."""
    return (
        section("summary", NAMES["summary"])
        + summary_blocks()
        + since_line()
        + source(
            "Made in sections: people {{ plan.numbers.relationships }}, score {{ plan.numbers.scoring }}, objectives "
            "{{ plan.numbers.objectives }}, actions {{ plan.numbers.actions }}, force field "
            "{{ plan.numbers.force_field }}"
            "{% if plan.decisions|length > 3 %}, all {{ plan.decisions|length }} decisions "
            "{{ plan.numbers.implementation }}{% endif %}."
        )
    )


LONGEST_VISION = 160  # characters on one page with all else


def summary_blocks() -> str:
    """What stands on the page below its headline; long texts are cut, so that it always stays one page."""
    vision = row(
        cell(paragraph("Vision Label", "Vision"), width=20),
        cell(paragraph("Vision", cut("account.vision", LONGEST_VISION)), width=146),
    )
    return (
        when("account.vision", table((20, 146), vision, style="Band", head=False), after_table(3))
        + _summary_tiles()
        + paragraph("Heading 2", "The objectives that matter most", after=1)
        + either("plan.goals.top", _top_goals(), missing("Objectives", "sheet Objectives"))
        + paragraph("Heading 2", "Decisions wanted", after=1)
        + either("plan.top_decisions", _top_decisions(), paragraph("Normal", "No decision is wanted at present."))
        + paragraph("Heading 2", "Where it stands on {{ about.as_of | date }}", after=1)
        + _standing_tiles()
    )


def _summary_tiles() -> str:
    first = "plan.changes[0]"
    points = f"{{{{ {first}.flip_distance | plural('point turns', 'points turn') }}}}"
    turns = f"{{{{ {first}.flip_distance }}}} {points}"
    verdict = (
        tile_number(
            f"{{{{ {first}.net | signed }}}}", f"{{{{ {first}.driving }}}} for, {{{{ {first}.restraining }}}} against"
        )
        + status(f"{first}.verdict", "Tile Note")
        + status(f"{first}.firmness", "Tile Note", rest=f": {turns} it")
    )
    others = "goal_summary.not_started + goal_summary.not_assessed"
    goals = (
        "{{ goal_summary.behind }} behind, {{ goal_summary.off_track }} off track"
        f"{{% if {others} %}}, {{{{ {others} }}}} not measured{{% endif %}}"
    )
    return tiles(
        Tile(
            43,
            "Tier and account score",
            tile_number(f"{{{{ score.tier or '–' }}}}{GAP}{GAP}{{{{ score.shown | number(1) }}}}", "of 10")
            + status("plan.score.status", "Tile Note")
            + note("{{ plan.score.margin or plan.score.bounds }}"),
        ),
        Tile(
            34,
            "Health",
            tile_number("{{ plan.health.points }}", "of 100")
            + status("plan.health.status", "Tile Note")
            + note("{{ plan.health.reason }}"),
        ),
        Tile(
            31,
            "Goals on course",
            tile_number("{{ goal_summary.met + goal_summary.on_track }}", "of {{ goal_summary.count }}") + note(goals),
        ),
        Tile(
            58,
            f"Force field{{% if plan.changes %}}: {cut(f'{first}.change', 42)}{{% endif %}}",
            either("plan.changes", verdict, tile_number("–") + note("No force is entered yet")),
        ),
    )


def _top_goals() -> str:
    columns = (
        Column(51, "Objective and measure"),
        Column(28, "Owner"),
        Column(19, "Target{% if plan.goals.top_due %} {{ plan.goals.top_due }}{% endif %}", number=True),
        Column(14, "Now", number=True),
        Column(14, "Way to target", number=True),
        Column(18, "Expected by now", number=True, gap=True),
        Column(22, "Status"),
    )
    target = [
        paragraph("Table Number", "{{ goal.target }}"),
        when("not plan.goals.top_due", paragraph("Table Number", second("{{ goal.due }}"))),
    ]
    return list_table(
        columns,
        "goal in plan.goals.top",
        name_and_second(cut("goal.title", 56), cut("goal.measure", 84, less="goal.title")),
        cut("goal.owner", 40),
        target,
        bold("{{ goal.actual }}"),
        "{{ goal.way }}",
        "{{ goal.expected }}",
        [status("goal.status")],
    )


def _top_decisions() -> str:
    columns = (Column(7), Column(116, "Decision"), Column(28, "From"), Column(15, "By", number=True))
    return list_table(
        columns,
        "decision in plan.top_decisions",
        [paragraph("Decision Number", "{{ decision.number }}")],
        [
            paragraph(
                "Table Text",
                bold(cut("decision.decision", 95)),
                run(" " + cut("decision.reason", 180, less="decision.decision")),
            )
        ],
        cut("decision.who", 36),
        "{{ decision.by }}",
    )


def _standing_tiles() -> str:
    def fact(label: str, shown: str, more: str) -> Tile:
        return Tile(41.5, label, paragraph("Tile Figure", shown) + paragraph("Small Note", more))

    return tiles(
        fact("Revenue, year to date", "{{ plan.revenue.growth }}", "{{ plan.revenue.growth_note }}"),
        fact(
            "Weighted pipeline",
            "{{ opportunity_summary.weighted | money('short') }}",
            "of {{ opportunity_summary.open_amount | money('short') }} in {{ opportunity_summary.open_count }} open",
        ),
        fact("Coverage of people", "{{ relationships.coverage | percent }}", f"by influence; support {SUPPORT}"),
        fact(
            "Actions due so far",
            "{{ action_summary.due_done }} of {{ action_summary.due }} done",
            "{{ action_summary.overdue }} late, {{ action_summary.next_30_days }} due within 30 days",
        ),
    )


# The customer


def _whole_vision() -> str:
    """The vision that the summary has no room for."""
    return paragraph("Heading 2", "Vision") + paragraph("Normal", "{{ account.vision }}") + after_table(6)


def overview() -> str:
    """Who they are, how close the companies work, and what the plan is about."""
    amount = (
        "{% if account.renewed_amount %}{{ account.renewed_amount | money('short') }} a year"
        "{% else %}amount not noted{% endif %}"
    )
    rank = "{% if account.market_rank %}rank {{ account.market_rank }}{% else %}rank not noted{% endif %}"
    return (
        section("overview", NAMES["overview"])
        + when("account.position_summary", paragraph("Lead", "{{ account.position_summary }}"), after_table(6))
        + when(f"account.vision and account.vision|length > {LONGEST_VISION}", _whole_vision())
        + when(
            "account.relationship_stage or account.renewal_date or account.contract_end or account.market_share",
            tiles(
                Tile(
                    58,
                    "Relationship",
                    paragraph("Tile Word", "{{ plan.customer.stage }}")
                    + note("{{ plan.customer.stage_note or 'stage not noted' }}"),
                ),
                Tile(
                    54,
                    "{{ plan.customer.next_date_label }}",
                    paragraph("Tile Word", "{{ plan.customer.next_date }}") + note(amount),
                ),
                Tile(54, "Market share", paragraph("Tile Word", "{{ account.market_share | percent }}") + note(rank)),
            ),
        )
        + caption("Table", "The account")
        + facts("plan.customer.facts")
        + findings("standing", "Where the account stands")
        + when("plan.customer.charter", caption("Table", "The charter of this plan"), facts("plan.customer.charter"))
    )


def business() -> str:
    """Where the customer wants to go, how it earns, and its figures."""
    amount = "{{ %s | money('short') }}"
    finances = tiles(
        Tile(41.5, "Revenue", tile_amount(amount % "account.fin_revenue") + note("a year")),
        Tile(41.5, "Profit", tile_amount(amount % "account.fin_profit") + note("a year")),
        Tile(
            41.5,
            "Net debt",
            tile_amount(amount % "account.fin_debt") + note("{{ account.credit_rating or 'no rating noted' }}"),
        ),
        Tile(
            41.5,
            "Outlook",
            paragraph("Tile Word", "{{ plan.customer.outlook }}") + note("{{ plan.customer.finances_source }}"),
        ),
    )
    return (
        section("business", NAMES["business"])
        + when("plan.customer.has_finances", finances)
        + each(
            "fact in plan.customer.business",
            paragraph("Heading 2", "{{ fact.label }}"),
            paragraph("Lead", "{{ fact.value }}"),
        )
        + when("plan.business.groups", business_items())
        + when(
            "plan.competitors.theirs",
            caption("Table", "Their competitors, the greatest threat first"),
            competitor_table("plan.competitors.theirs", "Share of market"),
        )
    )


# People


def relationships() -> str:
    """The map of people beside three figures, then the people by the size of the gap."""
    needs_columns = (
        Column(39, "Person"),
        Column(25, "Moved by"),
        Column(51, "Needs from us"),
        Column(51, "What speaks to them"),
    )
    needs = list_table(
        needs_columns,
        "need in plan.people.needs",
        bold("{{ need.name }}"),
        "{{ need.driver }}",
        "{{ need.needs }}",
        "{{ need.selling_point }}",
        together=True,
    )
    return (
        section("relationships", NAMES["relationships"])
        + when(
            "charts.people", caption("Figure", "Influence (upwards) and support, from −2 enemy to +2 mentor"), _map()
        )
        + when(
            "plan.people.coverage_formula",
            paragraph("Small Note", "{{ plan.people.coverage_formula }} {{ plan.people.support_formula }}"),
        )
        + either("plan.people.rows", _people(), missing("Stakeholders", "sheet Stakeholders"))
        + when("plan.people.needs", caption("Table", "What they need, and what speaks to them"), needs)
        + follows("plan.people.follows")
    )


def _map() -> str:
    figures = side_tiles(
        47,
        (
            "Coverage, weighted by influence",
            "{{ relationships.coverage | percent }}",
            "{{ 1 | percent }} is everybody in depth",
        ),
        (
            "Support, weighted by influence",
            SUPPORT,
            "from −100 to +100{% if plan.people.unknown_support %}; {{ plan.people.unknown_support }}{% endif %}",
        ),
        (
            "Roles covered",
            "{{ plan.people.roles_covered }} of {{ plan.people.roles_required }}",
            "{{ plan.people.roles }}",
        ),
    )
    beside = row(
        cell(figure("people", 115, 72), width=115),
        cell(paragraph("Nothing"), width=4),
        cell(figures, paragraph("Nothing"), width=47),
    )
    return table((115, 4, 47), beside, style="Band", head=False)


def _people() -> str:
    columns = (
        Column(40, "Person"),
        Column(25, "Role"),
        Column(24, "Influence, support"),
        Column(28, "Coverage, wanted"),
        Column(26, "Our contact, last"),
        Column(23, "Gap"),
    )
    person = body_row(
        columns,
        name_and_second("{{ person.name }}", "{{ person.title }}"),
        "{{ person.role }}",
        two_lines("{{ person.influence }}", "{{ person.support }}"),
        two_lines("{{ person.coverage }}", "{{ person.wanted }}"),
        two_lines("{{ person.contact }}", "{{ person.last }}"),
        [status("person.gap"), paragraph("Table Text", second("{{ person.gap_note }}"))],
    )
    others = row(
        cell(
            paragraph("Table Small", "{{ person }}"), width=143, span=5, margins=margin("top", 2) + margin("bottom", 2)
        ),
        cell(paragraph("Table Small", mark("good", "As wanted", 9)), width=23),
    )
    return (
        caption("Table", "People by size of gap")
        + keyplan_table(
            columns,
            rows_for(columns, "person in plan.people.rows", person),
            rows_for(columns, "person in plan.people.as_wanted", others),
        )
        + source(
            "{% if plan.people.off_the_map %}{{ plan.people.off_the_map }} {% endif %}Source: {{ plan.people.source }}."
        )
    )


# Revenue


def position() -> str:
    """Revenue by period and product, and what moved it."""
    columns = (Column(91, "Product"), Column(30, "Revenue", number=True, gap=True), Column(45, "Against before"))
    moves = list_table(
        columns,
        "move in plan.revenue.moves",
        "{{ move.product }}",
        "{{ move.revenue }}",
        "{{ move.reason }}",
        together=True,
    )
    margin_note = (
        "{% if revenue_summary.margin is none %}no direct cost is entered{% else %}where the cost is known{% endif %}"
    )
    filled = (
        tiles(
            Tile(
                56,
                "Growth, year to date",
                tile_number("{{ plan.revenue.growth }}") + note("{{ plan.revenue.growth_note }}"),
            ),
            Tile(
                55,
                "Largest product, year to date",
                tile_number("{{ plan.revenue.largest_share }}") + note("{{ plan.revenue.largest }}"),
            ),
            Tile(
                55,
                "Margin after direct cost",
                tile_number("{{ revenue_summary.margin | percent }}") + note(margin_note),
            ),
        )
        + when(
            "charts.revenue",
            caption("Figure", "Revenue by period and product, {{ plan.revenue.unit }}"),
            figure("revenue", 166, 74),
        )
        + caption("Table", "Revenue by product and period, {{ plan.revenue.unit }}")
        + _revenue_table()
        + source("Source: {{ plan.revenue.source }}.")
        + when(
            "plan.revenue.moves",
            caption("Table", "What moved in the {{ about.period | period('long') }}, {{ plan.revenue.unit }}"),
            moves,
        )
        + _revenue_moves()
        + findings("revenue", "What moved revenue, and what carries it")
    )
    return (
        section("position", NAMES["position"])
        + either("plan.revenue.rows", filled, missing("Revenue", "sheet Revenue"))
        + when(
            "plan.economics.rows",
            after_table(1),
            kept(economics() + findings("economics", "What is left after costs, and what pays")),
        )
    )


def _revenue_moves() -> str:
    """What moved revenue since last year, and how few products and units carry it."""
    options = "row_height=5.6mm base=2mm max=60mm"
    products = when(
        "charts.product_shares",
        caption("Figure", "Share of products, year to date; line at {{ 0.8 | percent }}"),
        figure("product_shares", 81, 40, options),
    )
    units = when(
        "charts.unit_shares",
        caption("Figure", "Share of units, year to date; line at {{ 0.8 | percent }}"),
        figure("unit_shares", 81, 40, options),
    )
    return when(
        "charts.bridge",
        caption(
            "Figure", "From last year’s revenue to this year’s: what rose, then what fell, {{ plan.revenue.unit }}"
        ),
        figure("bridge", 166, 60, "row_height=5.6mm base=2mm max=80mm"),
    ) + when("charts.product_shares or charts.unit_shares", beside(products, 84, units, 82))


def _revenue_table() -> str:
    """One column for each period: its head, the amounts of each product, and the totals."""
    name, amount, share = Column(40, "Product"), Column(15, number=True), Column(21, "Share, year to date", number=True)

    def line(style: str, loop: str, first: str, value: str, last: str, borders: str, head: bool = False) -> str:
        repeated = (run(f"{{%tc for {loop} %}}"), value, run("{%tc endfor %}"))
        at_foot = "bottom" if head else ""
        return row(
            cell(first, width=name.width, borders=borders, valign=at_foot),
            cell(paragraph(style, *repeated), width=amount.width, borders=borders, valign=at_foot),
            cell(paragraph(style, last), width=share.width, borders=borders, valign=at_foot),
            head=head,
        )

    head = line(
        "Table Head Number",
        "name in plan.revenue.periods",
        paragraph("Table Head", name.head),
        run("{{ name }}"),
        share.head,
        RULE_BELOW,
        head=True,
    )
    product = line(
        "Table Number",
        "amount in product.amounts",
        paragraph("Table Text", "{{ product.product }}"),
        run("{{ amount }}"),
        "{{ product.share }}",
        "",
    )
    total = line(
        "Table Number",
        "amount in plan.revenue.totals",
        paragraph("Table Text", bold("All products")),
        bold("{{ amount }}"),
        "",
        RULE_ABOVE,
    )
    columns = (name, amount, share)
    rows = head + rows_for(columns, "product in plan.revenue.rows", product) + total
    return table([column.width for column in columns], rows, last=True, as_wide_as_its_columns=True)


# Scoring


def scoring() -> str:
    """The score with its formula and how firm the tier is."""
    test_columns = (Column(50, "Test"), Column(86, "Score becomes"), Column(30, "Tier by score"))
    tests = list_table(
        test_columns,
        "test in plan.score.tests",
        "{{ test.test }}",
        "{{ test.becomes }}",
        [status("test.tier")],
        together=True,
    )
    strength_columns = (
        Column(41, "Success factor"),
        Column(15, "Weight", number=True),
        Column(15, "Rating", number=True, gap=True),
        Column(61, "Evidence"),
        Column(34, "Rated by"),
    )
    strengths = list_table(
        strength_columns,
        "factor in plan.score.strengths",
        "{{ factor.criterion }}",
        "{{ factor.weight }}",
        "{{ factor.rating }}",
        "{{ factor.evidence }}",
        [paragraph("Table Text", second("{{ factor.raters }}"))],
        together=True,
    )
    bounds = tiles(
        Tile(50, "Account score", tile_number("–") + status("plan.score.status", "Tile Note")),
        Tile(
            116,
            "Between",
            tile_number("{{ score.low | number(1) }}", "and {{ score.high | number(1) }}")
            + note("{{ plan.score.bounds }}; a blank counts as 1, then as 10"),
        ),
    )
    formula = paragraph(
        "Formula",
        accent("S = sum of weight × rating"),
        run(" = {{ plan.score.formula }} = "),
        accent("{{ plan.score.total }}"),
        run(". From 0 to 100: (S − 1) ÷ 9 × 100 = "),
        accent("{{ plan.score.percent }}"),
        run(". {{ plan.score.tiers }}, by the figure as shown."),
    )
    weights = "Weights: standards {{ about.standards_version }}."
    return (
        section("scoring", NAMES["scoring"])
        + each("gap in plan.score.missing", missing("{{ gap.what }}", "{{ gap.where }}"))
        + when("plan.score.bounds", bounds)
        + when("charts.ratings", _score_charts())
        + caption("Table", "How the score is made")
        + _score_table()
        + when("plan.score.formula", after_table(8), formula)
        + source(f"{weights}{{% if plan.score.source %}} Source: {{{{ plan.score.source }}}}.{{% endif %}}")
        + when(
            "plan.score.strengths and (plan.score.tests or charts.health)",
            paragraph(
                "Heading 2 New Page",
                "How {% if plan.score.tests %}firm the tier{% else %}healthy the account{% endif %} is, "
                "and how strong we are",
            ),
        )
        + when("plan.score.tests", caption("Table", "Is the tier stable?"), tests)
        + when("plan.score.strengths", caption("Table", "Our own strength by success factor"), strengths)
        + when("charts.health or charts.matrix", _standing_charts())
    )


def _score_charts() -> str:
    options = "row_height=7.6mm base=8mm max=110mm"
    tier = "{% if score.tier %}tier {{ score.tier }} from {{ score.cut | number(1) }}{% endif %}"
    line = f"If one lower or higher; line: {tier}"
    left = caption("Figure", "Rating by criterion with its weight, 1 to 10") + figure("ratings", 96, 52, options)
    right = when("charts.sensitivity", caption("Figure", line), figure("sensitivity", 67, 52, options))
    beside = row(cell(left, width=97), cell(right, paragraph("Nothing"), width=69, margins=margin("right", 0)))
    return table((97, 69), beside, style="Band", head=False)


def _standing_charts() -> str:
    """Health by component beside the place in the matrix; where one cannot be drawn, why."""
    health = either(
        "charts.health",
        caption("Figure", "Health by component with its weight, of 100 points")
        + figure("health", 92, 66, "row_height=6.6mm base=2mm max=100mm"),
        paragraph("Caption", accent("Health")) + note("{{ headlines.health }}."),
    )
    place = either(
        "charts.matrix",
        caption("Figure", "Strength (across) and attractiveness, 1 to 10") + figure("matrix", 70, 68),
        paragraph("Caption", accent("Place in the matrix")) + note("{{ headlines.matrix }}."),
    )
    reading = (
        "Most points lost first. Attractiveness is the account score; strength is ours beside the best rival’s, "
        "{{ 5.5 | number(1) }} "
        "where both are level. Weights: standards {{ about.standards_version }}."
    )
    return kept(beside(health, 94, place, 72)) + source(reading)


def _score_table() -> str:
    columns = (
        Column(41, "Criterion"),
        Column(14, "Weight", number=True),
        Column(13, "Rating", number=True),
        Column(19, "Weight × rating", number=True, gap=True),
        Column(50, "Evidence"),
        Column(29, "Rated by"),
    )
    term = body_row(
        columns,
        "{{ term.criterion }}",
        "{{ term.weight }}",
        "{{ term.rating }}",
        "{{ term.product }}",
        "{{ term.evidence }}",
        [paragraph("Table Text", second("{{ term.raters }}"))],
    )
    shown = "{% if score.tier %}shown as {{ score.shown | number(1) }}: tier {{ score.tier }}{% endif %}"
    total = total_row(
        columns,
        bold("Account score S"),
        bold("{{ 1 | number(2) }}"),
        "",
        bold("{{ plan.score.total }}"),
        bold(shown),
        "",
    )
    return keyplan_table(columns, rows_for(columns, "term in plan.score.rows", term), total, last=True)


# The world


def swot() -> str:
    """The points by quadrant, each with its evidence and what answers it."""
    columns = (Column(93, "Point and evidence"), Column(28, "Answered by"), Column(45, "Who, by when"))
    evidence = second("{{ point.evidence }}{% if point.date %}, {{ point.date }}{% endif %}")
    answers = either("point.missing", status("point.missing"), paragraph("Table Text", "{{ point.answers or '–' }}"))
    point = body_row(
        columns,
        [paragraph("Table Text", bold("{{ point.item }}")), paragraph("Table Text", evidence)],
        [answers],
        "{{ point.by }}",
        indent=True,
    )
    rows = group_row(columns, "{{ quadrant.title }}") + rows_for(columns, "point in quadrant.rows", point)
    return (
        section("swot", NAMES["swot"])
        + caption("Table", "What we see, what shows it, and what answers it")
        + keyplan_table(columns, rows_for(columns, "quadrant in plan.swot.quadrants", rows))
        + source("Source: {{ plan.swot.source }}.")
        + follows("plan.swot.follows")
    )


def opportunities() -> str:
    """The pipeline by stage, the open deals by weight, and what was won and lost."""
    year = "{% if plan.deals.year %} {{ plan.deals.year }}{% endif %}"
    closed_columns = (
        Column(54, "Opportunity"),
        Column(20, "Amount", number=True, gap=True),
        Column(22, f"Closed{year}"),
        Column(18, "Outcome"),
        Column(52, "Why"),
    )
    closed = list_table(
        closed_columns,
        "deal in plan.deals.closed",
        name_and_second("{{ deal.name }}", "{{ deal.where or '–' }}", "Table Small"),
        "{{ deal.amount }}",
        "{{ deal.closes }}",
        [status("deal.state", "Table Small", 9)],
        "{{ deal.note }}",
        together=True,
        small=True,
    )
    case_columns = (
        Column(56, "Opportunity"),
        Column(22, "Worth to them a year", number=True, gap=True),
        Column(44, "Basis"),
        Column(44, "What must hold"),
    )
    cases = list_table(
        case_columns,
        "case in plan.deals.cases",
        bold("{{ case.name }}"),
        "{{ case.value }}",
        "{{ case.basis }}",
        "{{ case.assumption }}",
        together=True,
        small=True,
    )
    deals = (
        _deal_tiles()
        + when("charts.pipeline", _deal_charts())
        + when(
            "plan.deals.open", caption("Table", "Open opportunities, {{ plan.deals.unit }} a year"), _open_deals(year)
        )
        + source("Probability by stage: standards {{ about.standards_version }}. Source: {{ plan.deals.source }}.")
    )
    more = when("plan.deals.closed", caption("Table", "Won and lost, {{ plan.deals.unit }} a year"), closed) + when(
        "plan.deals.cases", caption("Table", "What the open ones are worth to the customer"), cases
    )
    return (
        section("opportunities", NAMES["opportunities"])
        + when("opportunities", deals)
        + when("charts.white_space or charts.wallet_share", _wallet_charts())
        + when("opportunities", more)
        + findings("deals", "What is won of what could be had", label_width=30)
        + when("plan.white_space.grids", white_space())
    )


def _deal_charts() -> str:
    """The pipeline by stage beside what it could bring."""
    options = "row_height=7mm base=3mm max=80mm"
    stages = caption("Figure", "Open ones by stage: weighted of full amount") + figure("pipeline", 85, 31, options)
    whole = "{% if opportunity_summary.target %}New business of the plan year{% else %}All opportunities{% endif %}"
    cases = when(
        "charts.scenarios", caption("Figure", f"{whole}: won, then open"), figure("scenarios", 78, 31, options)
    )
    return beside(stages, 87, cases, 79)


def _wallet_charts() -> str:
    """What could still be had in each unit, beside our share of their spend."""
    units = when(
        "charts.white_space",
        caption("Figure", "Potential not ours yet: open (dark), with competitors"),
        figure("white_space", 85, 32, "row_height=7mm base=3mm max=50mm"),
    )
    share = when(
        "charts.wallet_share",
        caption("Figure", "Our share of their spend in our categories"),
        figure("wallet_share", 78, 26),
    )
    return beside(units, 87, share, 79)


def _deal_tiles() -> str:
    total = "opportunity_summary"
    lost = (
        f"{{% if {total}.gap is none %}}no amount is up for renewal{{% elif {total}.gap > 0 %}}would not be made good"
        "{% else %}the pipeline would make it good{% endif %}"
    )
    won = f"{{{{ {total}.won | money('short') }}}}; {{{{ {total}.win_rate_value | percent }}}} by amount"
    return tiles(
        Tile(
            42,
            "Weighted pipeline",
            tile_amount(f"{{{{ {total}.weighted | money('short') }}}}")
            + note(f"of {{{{ {total}.open_amount | money('short') }}}} open"),
        ),
        Tile(
            42,
            "Won",
            tile_number(f"{{{{ {total}.won_count }}}}", f"of {{{{ {total}.won_count + {total}.lost_count }}}} closed")
            + note(f"{{% if {total}.win_rate_value is none %}}none is closed yet{{% else %}}{won}{{% endif %}}"),
        ),
        Tile(
            42,
            "From cautious to best",
            tile_amount(f"{{{{ {total}.low | money('short') }}}}")
            + note(f"to {{{{ {total}.high | money('short') }}}}, with those won"),
        ),
        Tile(40, "If the renewal were lost", tile_amount(f"{{{{ {total}.gap | money('short') }}}}") + note(lost)),
    )


def _open_deals(year: str) -> str:
    columns = (
        Column(54, "Opportunity"),
        Column(24, "Stage"),
        Column(17, "Amount", number=True),
        Column(20, "Weighted", number=True, gap=True),
        Column(26, f"Closes{year}"),
        Column(25, "Competitor"),
    )
    deal = body_row(
        columns,
        name_and_second("{{ deal.name }}", "{{ deal.where or '–' }}"),
        two_lines("{{ deal.stage }}", "{{ deal.probability }}"),
        "{{ deal.amount }}",
        bold("{{ deal.weighted }}"),
        [paragraph("Table Text", "{{ deal.closes }}"), when("deal.late", status("deal.late"))],
        "{{ deal.competitor }}",
    )
    total = total_row(
        columns,
        bold("All open"),
        "",
        bold("{{ plan.deals.open_total }}"),
        bold("{{ plan.deals.weighted_total }}"),
        "",
        "",
    )
    return keyplan_table(columns, rows_for(columns, "deal in plan.deals.open", deal), total, last=True)

"""Writes the internal account plan, output_templates/internal/account_plan.docx."""

from pathlib import Path
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm

from output_templates.authoring import chart_designs
from output_templates.authoring.brand import bar_motif_png, logo_png
from output_templates.authoring.word_blocks import (
    RULE_ABOVE,
    RULE_BELOW,
    Column,
    Tile,
    accent,
    after_table,
    body_row,
    bold,
    caption,
    cell,
    document_bytes,
    each,
    either,
    field,
    figure,
    follows,
    group_row,
    heading,
    keyplan_table,
    looped_caption,
    margin,
    missing,
    name_and_second,
    new_document,
    paragraph,
    picture,
    place_charts,
    row,
    rows_for,
    rows_when,
    run,
    second,
    section,
    side_tiles,
    source,
    status,
    table,
    tag,
    tag_row,
    tile_amount,
    tile_number,
    tiles,
    total_row,
    when,
    write_body,
    write_story,
)

TARGET = Path(__file__).resolve().parents[1] / "internal" / "account_plan.docx"
TITLE = "Account plan"
DESIGNS = {
    "ratings": chart_designs.ratings,
    "sensitivity": chart_designs.sensitivity,
    "people": chart_designs.people,
    "goals": chart_designs.goals,
    "revenue": chart_designs.revenue_by_period,
    "pipeline": chart_designs.pipeline,
    "change.chart": chart_designs.force_field,
}
SECTIONS = (
    ("summary", "Summary"),
    ("overview", "Account overview"),
    ("business", "The customer’s business"),
    ("relationships", "Relationships"),
    ("position", "Current position"),
    ("scoring", "Scoring"),
    ("swot", "Strengths, weaknesses, opportunities, threats"),
    ("opportunities", "Opportunities"),
    ("objectives", "Objectives and goals"),
    ("solutions", "Solutions"),
    ("actions", "Action plan"),
    ("force_field", "Force field"),
    ("implementation", "Implementation"),
    ("reviews", "Review log"),
)
NAMES = dict(SECTIONS)
OPTIONAL = ("business", "swot", "opportunities", "solutions", "reviews")
APPENDIX = "Appendix: formulas, weights, data gaps"


def account_plan() -> bytes:
    """The template as a file."""
    document = new_document()
    ending = _set_pages(document)
    body = [
        tag("{%p set figure = 0 %}"),
        tag("{%p set table = 0 %}"),
        cover(document, ending),
        summary(),
        contents(),
        overview(),
        when("plan.numbers.business", business()),
        relationships(),
        position(),
        scoring(),
        when("plan.numbers.swot", swot()),
        when("plan.numbers.opportunities", opportunities()),
        objectives(),
        when("plan.numbers.solutions", solutions()),
        actions(),
        force_field(),
        implementation(),
        when("plan.numbers.reviews", reviews()),
        appendix(),
    ]
    write_body(document, *body)
    place_charts(document, {name: design() for name, design in DESIGNS.items()})
    return document_bytes(document, TITLE)


# Pages, headers and footers


def _set_pages(document: Any) -> str:
    """A4, with a cover that has its own header and footer; the paragraph that ends the cover's section."""
    document.add_section(WD_SECTION.NEW_PAGE)
    cover_pages, inside = document.sections
    _set_margins(cover_pages, top=36, header=16)
    _set_margins(inside, top=25, header=12)
    inside.header.is_linked_to_previous = False
    inside.footer.is_linked_to_previous = False
    _cover_header_and_footer(cover_pages)
    _header_and_footer(inside)
    ending = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[0]
    properties = serialize_for_reading(ending.pPr.sectPr)
    return f'<w:p><w:pPr><w:pStyle w:val="Nothing"/>{properties}</w:pPr></w:p>'


def _set_margins(one: Any, top: float, header: float) -> None:
    one.page_width, one.page_height = Mm(210), Mm(297)
    one.left_margin = one.right_margin = Mm(22)
    one.top_margin, one.bottom_margin = Mm(top), Mm(20)
    one.header_distance, one.footer_distance = Mm(header), Mm(11)
    one.gutter = 0


def _cover_header_and_footer(one: Any) -> None:
    """The company's logo above; below, what the plan holds and who may have it."""
    header, footer = one.header, one.footer
    write_story(
        header._element,
        paragraph("Figure", picture(header.part, logo_png(900), 32, "Company", "{{ about.company }}")),
    )
    inset = margin("top", 8) + margin("bottom", 10)
    box = row(
        cell(
            paragraph("Internal Mark", run("■", "Bad", size=13.5, arial=True), run("\u00a0Internal")),
            paragraph("Box Text", "Plan team only"),
            paragraph("Box Text", second("Standards {{ about.standards_version }}")),
            width=64,
            fill="lt2",
            margins=inset + margin("left", 12),
        ),
        cell(
            paragraph(
                "Box Text",
                "This plan holds judgements about people and prices. Do not forward it to the customer, nor store it "
                "where the customer has access.{% if account.confidentiality_note %} "
                "{{ account.confidentiality_note }}.{% endif %}",
            ),
            paragraph("Box Text", "Distribution: {{ plan.cover.distribution }}."),
            width=102,
            fill="lt2",
            margins=inset + margin("right", 12),
        ),
    )
    write_story(footer._element, table((64, 102), box, style="Band", head=False), paragraph("Nothing"))


def _header_and_footer(one: Any) -> None:
    write_story(
        one.header._element,
        paragraph(
            "Header",
            bold("{{ account.name }}"),
            run("  |  Key account plan, {{ about.period | period('long') }}\t"),
            _internal_mark(9.5),
            run("Internal", "Bad"),
            run(": plan team only"),
        ),
    )
    footer = one.footer
    write_story(
        footer._element,
        paragraph(
            "Footer",
            picture(footer.part, logo_png(400), 16.5, "Company", "{{ about.company }}"),
            run("\tNot for the customer. Figures to {{ about.as_of | date }}.\t"),
            field("PAGE", "2", "Bold"),
            bold(" of "),
            field("NUMPAGES", "9", "Bold"),
        ),
    )


def _internal_mark(size: float) -> str:
    return run("■", "Bad", size=size, arial=True) + run("\u00a0\u00a0")


# The cover


def cover(document: Any, ending: str) -> str:
    """Band with the customer's name, the labels of the plan, and the confidentiality box in the cover's own footer."""
    motif = picture(document.part, bar_motif_png(), 54.8, "Bars")
    name = either(
        "account.name|length <= 17",
        paragraph("Cover Name", "{{ account.name }}"),
        paragraph("Cover Name Long", "{{ account.name }}"),
    )
    left, right = margin("left", 62.4), margin("right", 62.4)
    bars = paragraph("Figure Right", motif)
    band = table(
        (136, 74),
        row(
            cell(
                paragraph("Cover Kicker", "Key account plan"),
                name,
                width=136,
                fill="accent1",
                margins=margin("top", 32) + left + margin("right", 0),
            ),
            cell(
                bars, width=74, fill="accent1", margins=margin("top", 30) + margin("left", 0) + right, merge="restart"
            ),
            height=178,
            exact=True,
        )
        + row(
            cell(paragraph("Cover Line", "{{ plan.cover.period }}"), width=136, fill="accent1", margins=left),
            cell(paragraph("Nothing"), width=74, fill="accent1", merge="continue"),
            height=40.3,
            exact=True,
        ),
        style="Band",
        indent=-22,
        head=False,
    )
    labels = (
        ("Customer", bold("{{ account.name }}"), ""),
        ("Corporate Office Address", "{{ account.office_address or '–' }}", ""),
        ("Telephone", "{{ account.telephone or '–' }}", ""),
        ("Fax", "{{ account.fax or '–' }}", ""),
        ("Web Site", "{{ account.website or '–' }}", ""),
        ("Date prepared", "{{ plan.cover.date_prepared }}", ""),
        ("Plan Period", "{{ plan.cover.plan_period }}", ""),
        ("Prepared by", "{{ plan.cover.prepared_by }}", ""),
        ("Key Account Team", "{{ plan.cover.team }}", ""),
        ("Key Account Team Review Frequency", "{{ plan.cover.frequency }}", ""),
        ("Key Account Team Actual Review Dates", "{{ plan.cover.review_dates }}", "{{ plan.cover.review_note }}"),
    )
    rows = "".join(_label_row(*label) for label in labels)
    return band + after_table(26) + table((64, 102), rows, head=False) + ending


def _label_row(label: str, value: str, note: str) -> str:
    inset = margin("top", 5) + margin("bottom", 4.6)
    content = paragraph("Cover Text", value if value.startswith("<w:") else run(value))
    if note:
        content += when(note.strip("{} "), paragraph("Cover Text", second(note)))
    return row(
        cell(paragraph("Cover Label", label), width=64, margins=inset),
        cell(content, width=102, margins=inset + margin("right", 0)),
    )


# Sections


def summary() -> str:
    """One page that stands alone."""
    columns = (
        Column(width=48, head="Objective and measure"),
        Column(width=27, head="Owner"),
        Column(width=21, head="Target{% if plan.goals.top_due %} {{ plan.goals.top_due }}{% endif %}", number=True),
        Column(width=14, head="Now", number=True),
        Column(width=14, head="Way to target", number=True),
        Column(width=20, head="Expected by now", number=True, gap=True),
        Column(width=22, head="Status"),
    )
    decision_columns = (
        Column(width=7),
        Column(width=116, head="Decision"),
        Column(width=28, head="From"),
        Column(width=15, head="By", number=True),
    )
    return (
        section("summary", NAMES["summary"])
        + when(
            "account.vision",
            table(
                (20, 146),
                row(
                    cell(paragraph("Vision Label", "Vision"), width=20),
                    cell(paragraph("Vision", "{{ account.vision }}"), width=146),
                ),
                style="Band",
                head=False,
            ),
            after_table(10),
        )
        + tiles(
            Tile(
                width=30,
                label="Tier",
                content=(
                    tile_number("{{ score.tier or '–' }}"),
                    paragraph("Tile Note", "{{ plan.score.tiers }}"),
                ),
            ),
            Tile(
                width=40,
                label="Account score",
                content=(
                    tile_number("{{ score.shown | number(1) }}", "of 10"),
                    status("plan.score.status", "Tile Note"),
                    paragraph("Tile Note", "{{ plan.score.margin or plan.score.bounds }}"),
                ),
            ),
            Tile(
                width=38,
                label="Goals met or on track",
                content=(
                    tile_number("{{ goal_summary.met + goal_summary.on_track }}", "of {{ goal_summary.count }}"),
                    paragraph(
                        "Tile Note",
                        "{{ goal_summary.behind }} behind, {{ goal_summary.off_track }} off track"
                        "{% if goal_summary.not_started + goal_summary.not_assessed %}, "
                        "{{ goal_summary.not_started + goal_summary.not_assessed }} not measured{% endif %}",
                    ),
                ),
            ),
            Tile(
                width=58,
                label="Force field{% if plan.changes %}: {{ plan.changes[0].change }}{% endif %}",
                content=(
                    either(
                        "plan.changes",
                        tile_number(
                            "{{ plan.changes[0].net | signed }}",
                            "{{ plan.changes[0].driving }} for, {{ plan.changes[0].restraining }} against",
                        )
                        + status("plan.changes[0].verdict", "Tile Note")
                        + status(
                            "plan.changes[0].firmness",
                            "Tile Note",
                            rest=": {{ plan.changes[0].flip_distance }} "
                            "{{ plan.changes[0].flip_distance | plural('point turns', 'points turn') }} it",
                        ),
                        tile_number("–") + paragraph("Tile Note", "No force is entered yet"),
                    ),
                ),
            ),
        )
        + paragraph("Heading 2", "The objectives that matter most")
        + either(
            "plan.goals.top",
            keyplan_table(
                columns,
                rows_for(
                    columns,
                    "goal in plan.goals.top",
                    body_row(
                        columns,
                        name_and_second("{{ goal.title }}", "{{ goal.measure }}"),
                        "{{ goal.owner }}",
                        [
                            paragraph("Table Number", "{{ goal.target }}"),
                            when("not plan.goals.top_due", paragraph("Table Number", second("{{ goal.due }}"))),
                        ],
                        bold("{{ goal.actual }}"),
                        "{{ goal.way }}",
                        "{{ goal.expected }}",
                        [status("goal.status")],
                    ),
                ),
            ),
            missing("Objectives", "sheet Objectives"),
        )
        + paragraph("Heading 2", "Decisions wanted")
        + either(
            "plan.top_decisions",
            keyplan_table(
                decision_columns,
                rows_for(
                    decision_columns,
                    "decision in plan.top_decisions",
                    body_row(
                        decision_columns,
                        [paragraph("Decision Number", "{{ decision.number }}")],
                        [paragraph("Table Text", bold("{{ decision.decision }}"), run(" {{ decision.reason }}"))],
                        "{{ decision.who }}",
                        "{{ decision.by }}",
                    ),
                ),
            ),
            paragraph("Normal", "No decision is wanted at present."),
        )
        + paragraph("Heading 2", "Where it stands on {{ about.as_of | date }}")
        + tiles(
            _fact_tile("Revenue, year to date", "{{ plan.revenue.growth }}", "{{ plan.revenue.growth_note }}"),
            _fact_tile(
                "Weighted pipeline",
                "{{ opportunity_summary.weighted | money('short') }}",
                "of {{ opportunity_summary.open_amount | money('short') }} in {{ opportunity_summary.open_count }} open",
            ),
            _fact_tile(
                "Coverage of people",
                "{{ relationships.coverage | percent }}",
                "by influence; support {% if relationships.support is none %}–{% else %}"
                "{{ (relationships.support * 100) | signed(0) }}{% endif %}",
            ),
            _fact_tile(
                "Actions due so far",
                "{{ action_summary.due_done }} of {{ action_summary.due }} done",
                "{{ action_summary.overdue }} late, {{ action_summary.next_30_days }} due within 30 days",
            ),
        )
        + source(
            "How the figures are made: people in section {{ plan.numbers.relationships }}, score in "
            "{{ plan.numbers.scoring }}, objectives in {{ plan.numbers.objectives }}, actions in "
            "{{ plan.numbers.actions }}, force field in {{ plan.numbers.force_field }}."
            "{% if plan.decisions|length > 3 %} All {{ plan.decisions|length }} decisions wanted: section "
            "{{ plan.numbers.implementation }}.{% endif %}"
        )
    )


def _fact_tile(label: str, figure_text: str, note: str) -> Tile:
    return Tile(width=41.5, label=label, content=(paragraph("Tile Figure", figure_text), paragraph("Small Note", note)))


def contents() -> str:
    """Every section with its sentence and its page; what was left out and what is incomplete."""
    entries = []
    for number, (key, name) in enumerate(SECTIONS):
        opening = _field_start() if not number else ""
        entry = _contents_entry(key, f"{{{{ plan.numbers.{key} }}}}", name, opening)
        entry += paragraph("TOC 2", f"{{{{ headlines.{key} }}}}")
        entries.append(when(f"plan.numbers.{key}", entry) if key in OPTIONAL else entry)
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return (
        paragraph("Contents Title", "Contents")
        + paragraph("Contents Headline", "The plan in {{ plan.count }} sentences")
        + after_table(8)
        + "".join(entries)
        + _contents_entry("appendix", "", APPENDIX, "")
        + paragraph("TOC 2", closing)
        + when(
            "plan.left_out or plan.incomplete",
            source(
                run("{% if plan.left_out %}", ""),
                bold("Left out, nothing entered: "),
                run("{{ plan.left_out | join(', ') }}. {% endif %}{% if plan.incomplete %}"),
                bold("Incomplete: "),
                run(
                    "{% for gap in plan.incomplete %}{{ gap.what }} ({{ gap.where }}){% if not loop.last %}, {% endif %}{% endfor %}.{% endif %}"
                ),
            ),
        )
    )


def _field_start() -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\h \\n 2-2 \\o "1-1" \\t "Headline,2,Headline Long,2" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _contents_entry(key: str, number: str, name: str, opening: str) -> str:
    link = (
        f'<w:hyperlink w:anchor="_Toc{key}" w:history="1">'
        + (run(number, "Strong Accent") if number else "")
        + run(f"\t{name}\t")
        + field(f"PAGEREF _Toc{key} \\h", "2")
        + "</w:hyperlink>"
    )
    return paragraph("TOC 1", opening, link)


def overview() -> str:
    """Who they are, how close the companies work, and what the plan is about."""
    return (
        section("overview", NAMES["overview"])
        + when("account.position_summary", paragraph("Lead", "{{ account.position_summary }}"), after_table(6))
        + tiles(
            Tile(
                width=58,
                label="Relationship",
                content=(
                    paragraph("Tile Word", "{{ plan.customer.stage }}"),
                    paragraph("Tile Note", "{{ plan.customer.stage_note or 'stage not noted' }}"),
                ),
            ),
            Tile(
                width=54,
                label="{{ plan.customer.next_date_label }}",
                content=(
                    paragraph("Tile Word", "{{ plan.customer.next_date }}"),
                    paragraph(
                        "Tile Note",
                        "{% if account.renewed_amount %}{{ account.renewed_amount | money('short') }} a year"
                        "{% else %}amount not noted{% endif %}",
                    ),
                ),
            ),
            Tile(
                width=54,
                label="Market share",
                content=(
                    paragraph("Tile Word", "{{ account.market_share | percent }}"),
                    paragraph(
                        "Tile Note",
                        "{% if account.market_rank %}rank {{ account.market_rank }}{% else %}rank not noted{% endif %}",
                    ),
                ),
            ),
        )
        + caption("Table", "The account")
        + facts("plan.customer.facts")
        + when("plan.customer.charter", paragraph("Heading 2", "Charter"), facts("plan.customer.charter"))
    )


def facts(rows: str) -> str:
    """Labels with what is noted for them, between hairlines."""
    columns = (Column(width=50), Column(width=116))
    content = body_row(columns, second("{{ fact.label }}"), "{{ fact.value }}")
    return table([50, 116], rows_for(columns, f"fact in {rows}", content), head=False)


def business() -> str:
    """Where the customer wants to go, how it earns, and its figures."""
    return (
        section("business", NAMES["business"])
        + when(
            "plan.customer.business",
            each(
                "fact in plan.customer.business",
                paragraph("Heading 2", "{{ fact.label }}"),
                paragraph("Normal", "{{ fact.value }}"),
            ),
        )
        + when(
            "plan.customer.finances",
            caption("Table", "Their finances"),
            facts("plan.customer.finances"),
            when("plan.customer.finances_source", source("Source: {{ plan.customer.finances_source }}.")),
        )
    )


def relationships() -> str:
    """The map of people beside three figures, then the people by the size of the gap."""
    columns = (
        Column(width=39, head="Person"),
        Column(width=25, head="Role"),
        Column(width=25, head="Influence, support"),
        Column(width=29, head="Coverage, wanted"),
        Column(width=25, head="Our contact, last"),
        Column(width=23, head="Gap"),
    )
    people = either(
        "plan.people.rows",
        caption("Table", "People by size of gap")
        + keyplan_table(
            columns,
            rows_for(
                columns,
                "person in plan.people.rows",
                body_row(
                    columns,
                    name_and_second("{{ person.name }}", "{{ person.title }}"),
                    "{{ person.role }}",
                    _two_lines("{{ person.influence }}", "{{ person.support }}"),
                    _two_lines("{{ person.coverage }}", "{{ person.wanted }}"),
                    _two_lines("{{ person.contact }}", "{{ person.last }}"),
                    [status("person.gap"), paragraph("Table Text", second("{{ person.gap_note }}"))],
                ),
            ),
            rows_when(
                columns,
                "plan.people.as_wanted",
                row(
                    cell(paragraph("Table Text", "Covered as wanted: {{ plan.people.as_wanted }}"), width=143, span=5),
                    cell(
                        paragraph(
                            "Table Text", run("●", "Good", size=12.5, arial=True), run("\u00a0\u00a0As wanted", "Good")
                        ),
                        width=23,
                    ),
                ),
            ),
        )
        + source("{{ plan.people.off_the_map }} Source: {{ plan.people.source }}.")
        + when(
            "plan.people.coverage_formula",
            paragraph("Source", "{{ plan.people.coverage_formula }} {{ plan.people.support_formula }}"),
        ),
        missing("Stakeholders", "sheet Stakeholders"),
    )
    needs_columns = (
        Column(width=39, head="Person"),
        Column(width=25, head="Moved by"),
        Column(width=51, head="Needs from us"),
        Column(width=51, head="What speaks to them"),
    )
    return (
        section("relationships", NAMES["relationships"])
        + when(
            "charts.people",
            caption("Figure", "Influence (1 to 5, upwards) and support of the people"),
            table(
                (115, 4, 47),
                row(
                    cell(figure("people", 115, 80), width=115),
                    cell(paragraph("Nothing"), width=4),
                    cell(
                        side_tiles(
                            47,
                            (
                                "Coverage, weighted by influence",
                                "{{ relationships.coverage | percent }}",
                                "100% is everybody in depth",
                            ),
                            (
                                "Support, weighted by influence",
                                "{% if relationships.support is none %}–{% else %}"
                                "{{ (relationships.support * 100) | signed(0) }}{% endif %}",
                                "from −100 to +100{% if plan.people.unknown_support %}; "
                                "{{ plan.people.unknown_support }}{% endif %}",
                            ),
                            (
                                "Roles covered",
                                "{{ plan.people.roles_covered }} of {{ plan.people.roles_required }}",
                                "{{ plan.people.roles }}",
                            ),
                        ),
                        paragraph("Nothing"),
                        width=47,
                    ),
                ),
                style="Band",
                head=False,
            ),
        )
        + people
        + follows("plan.people.follows")
        + when(
            "plan.people.needs",
            caption("Table", "What they need, and what speaks to them"),
            keyplan_table(
                needs_columns,
                rows_for(
                    needs_columns,
                    "need in plan.people.needs",
                    body_row(
                        needs_columns,
                        bold("{{ need.name }}"),
                        "{{ need.driver }}",
                        "{{ need.needs }}",
                        "{{ need.selling_point }}",
                    ),
                ),
            ),
        )
        + when(
            "plan.people.lines",
            source(bold("Lines between them: "), "{{ plan.people.lines | join(' ') }}"),
        )
    )


def _two_lines(first: str, more: str) -> list[str]:
    return [paragraph("Table Text", first), paragraph("Table Text", second(more))]


def position() -> str:
    """Revenue by period and product, and what moved it."""
    first, share = Column(width=40, head="Product"), Column(width=21, head="Share, year to date", number=True)
    amount = Column(width=15, head="{{ name }}", number=True)
    columns = (first, amount, share)
    heads = row(
        cell(paragraph("Table Head", "Product"), width=first.width, valign="bottom", borders=RULE_BELOW),
        cell(
            paragraph("Table Head Number", "{%tc for name in plan.revenue.periods %}{{ name }}{%tc endfor %}"),
            width=amount.width,
            valign="bottom",
            borders=RULE_BELOW,
        ),
        cell(paragraph("Table Head Number", share.head), width=share.width, valign="bottom", borders=RULE_BELOW),
        head=True,
    )

    def amounts(values: str, mark: str, borders: str = "") -> str:
        inside = (run(f"{{%tc for amount in {values} %}}"), mark, run("{%tc endfor %}"))
        return cell(paragraph("Table Number", *inside), width=amount.width, borders=borders)

    rows = row(
        cell(paragraph("Table Text", "{{ product.product }}"), width=first.width),
        amounts("product.amounts", run("{{ amount }}")),
        cell(paragraph("Table Number", "{{ product.share }}"), width=share.width),
    )
    total = row(
        cell(paragraph("Table Text", bold("All products")), width=first.width, borders=RULE_ABOVE),
        amounts("plan.revenue.totals", bold("{{ amount }}"), RULE_ABOVE),
        cell(paragraph("Table Number"), width=share.width, borders=RULE_ABOVE),
    )
    move_columns = (
        Column(width=98, head="Product"),
        Column(width=30, head="Revenue", number=True, gap=True),
        Column(width=38, head="Against the period before"),
    )
    return section("position", NAMES["position"]) + either(
        "plan.revenue.rows",
        tiles(
            Tile(
                width=56,
                label="Growth, year to date",
                content=(
                    tile_number("{{ plan.revenue.growth }}"),
                    paragraph("Tile Note", "{{ plan.revenue.growth_note }}"),
                ),
            ),
            Tile(
                width=55,
                label="Largest product",
                content=(
                    tile_number("{{ plan.revenue.largest_share }}"),
                    paragraph("Tile Note", "{{ plan.revenue.largest }}"),
                ),
            ),
            Tile(
                width=55,
                label="Margin after direct cost",
                content=(
                    tile_number("{{ revenue_summary.margin | percent }}"),
                    paragraph(
                        "Tile Note",
                        "{% if revenue_summary.margin is none %}no direct cost is entered{% else %}"
                        "where the cost is known{% endif %}",
                    ),
                ),
            ),
        )
        + when(
            "charts.revenue",
            caption("Figure", "Revenue by period and product, {{ plan.revenue.unit }}"),
            figure("revenue", 166, 74),
        )
        + caption("Table", "Revenue by product and period, {{ plan.revenue.unit }}")
        + table(
            [first.width, amount.width, share.width],
            heads + rows_for(columns, "product in plan.revenue.rows", rows) + total,
            last=True,
            as_wide_as_its_columns=True,
        )
        + source("Share of the year to date. Source: {{ plan.revenue.source }}.")
        + when(
            "plan.revenue.moves",
            caption("Table", "What moved in {{ about.period | period('long') }}, {{ plan.revenue.unit }}"),
            keyplan_table(
                move_columns,
                rows_for(
                    move_columns,
                    "move in plan.revenue.moves",
                    body_row(
                        move_columns,
                        "{{ move.product }}",
                        "{{ move.revenue }}",
                        "{{ move.reason }}",
                    ),
                ),
            ),
        ),
        missing("Revenue", "sheet Revenue"),
    )


def scoring() -> str:
    """The score with its formula and how firm the tier is."""
    columns = (
        Column(width=39, head="Criterion"),
        Column(width=14, head="Weight", number=True),
        Column(width=13, head="Rating", number=True),
        Column(width=19, head="Weight × rating", number=True, gap=True),
        Column(width=57, head="Evidence"),
        Column(width=24, head="Rated by"),
    )
    test_columns = (
        Column(width=50, head="Test"),
        Column(width=86, head="Score becomes"),
        Column(width=30, head="Tier by score"),
    )
    strength_columns = (
        Column(width=41, head="Success factor"),
        Column(width=15, head="Weight", number=True),
        Column(width=15, head="Rating", number=True, gap=True),
        Column(width=66, head="Evidence"),
        Column(width=29, head="Rated by"),
    )
    charts = when(
        "charts.ratings",
        table(
            (99, 67),
            row(
                cell(
                    caption("Figure", "Rating by criterion with its weight, 1 to 10"),
                    figure("ratings", 96, 52, "row_height=7.6mm base=8mm max=110mm"),
                    width=99,
                ),
                cell(
                    when(
                        "charts.sensitivity",
                        caption("Figure", "Score if rated one lower or higher"),
                        figure("sensitivity", 66, 52, "row_height=7.6mm base=8mm max=110mm"),
                    ),
                    width=67,
                    margins=margin("right", 0),
                ),
            ),
            style="Band",
            head=False,
        ),
    )
    return (
        section("scoring", NAMES["scoring"])
        + each("gap in plan.score.missing", missing("{{ gap.what }}", "{{ gap.where }}"))
        + when(
            "plan.score.bounds",
            tiles(
                Tile(
                    width=50,
                    label="Account score",
                    content=(tile_number("–"), status("plan.score.status", "Tile Note")),
                ),
                Tile(
                    width=116,
                    label="Between",
                    content=(
                        tile_number("{{ score.low | number(1) }}", "and {{ score.high | number(1) }}"),
                        paragraph("Tile Note", "{{ plan.score.bounds }}; a blank counts as 1, then as 10"),
                    ),
                ),
            ),
        )
        + charts
        + caption("Table", "How the score is made")
        + keyplan_table(
            columns,
            rows_for(
                columns,
                "term in plan.score.rows",
                body_row(
                    columns,
                    "{{ term.criterion }}",
                    "{{ term.weight }}",
                    "{{ term.rating }}",
                    "{{ term.product }}",
                    "{{ term.evidence }}",
                    [paragraph("Table Text", second("{{ term.raters }}"))],
                ),
            ),
            total_row(
                columns,
                bold("Account score S"),
                bold("{{ 1 | number(2) }}"),
                "",
                bold("{{ plan.score.total }}"),
                bold("{% if score.tier %}shown as {{ score.shown | number(1) }}: tier {{ score.tier }}{% endif %}"),
                "",
            ),
            last=True,
        )
        + when(
            "plan.score.formula",
            after_table(8),
            paragraph(
                "Formula",
                accent("S = sum of weight × rating"),
                " = {{ plan.score.formula }} = ",
                accent("{{ plan.score.total }}"),
                run(". From 0 to 100: (S − 1) ÷ 9 × 100 = "),
                accent("{{ plan.score.percent }}"),
                run(". {{ plan.score.tiers }}, by the figure as shown."),
            ),
        )
        + when(
            "plan.score.tests",
            caption("Table", "Is the tier stable?"),
            keyplan_table(
                test_columns,
                rows_for(
                    test_columns,
                    "test in plan.score.tests",
                    body_row(test_columns, "{{ test.test }}", "{{ test.becomes }}", [status("test.tier")]),
                ),
            ),
        )
        + source(
            "Weights: standards {{ about.standards_version }}.{% if plan.score.source %} Source: {{ plan.score.source }}.{% endif %}"
        )
        + when(
            "plan.score.strengths",
            caption("Table", "Our own strength by success factor"),
            keyplan_table(
                strength_columns,
                rows_for(
                    strength_columns,
                    "factor in plan.score.strengths",
                    body_row(
                        strength_columns,
                        "{{ factor.criterion }}",
                        "{{ factor.weight }}",
                        "{{ factor.rating }}",
                        "{{ factor.evidence }}",
                        [paragraph("Table Text", second("{{ factor.raters }}"))],
                    ),
                ),
            ),
        )
    )


def swot() -> str:
    """The points by quadrant, each with its evidence and what answers it."""
    columns = (
        Column(width=96, head="Point and evidence"),
        Column(width=25, head="Answered by"),
        Column(width=45, head="Who, by when"),
    )
    return (
        section("swot", NAMES["swot"])
        + caption("Table", "What we see, what shows it, and what answers it")
        + keyplan_table(
            columns,
            rows_for(
                columns,
                "quadrant in plan.swot.quadrants",
                group_row(columns, "{{ quadrant.title }}"),
                rows_for(
                    columns,
                    "point in quadrant.rows",
                    body_row(
                        columns,
                        [
                            paragraph("Table Text", bold("{{ point.item }}")),
                            paragraph(
                                "Table Text",
                                second("{{ point.evidence }}{% if point.date %}, {{ point.date }}{% endif %}"),
                            ),
                        ],
                        [
                            either(
                                "point.missing",
                                status("point.missing"),
                                paragraph("Table Text", "{{ point.answers or '–' }}"),
                            )
                        ],
                        "{{ point.by }}",
                    ),
                ),
            ),
        )
        + source("Source: {{ plan.swot.source }}.")
        + follows("plan.swot.follows")
    )


def opportunities() -> str:
    """The pipeline by stage, the open deals by weight, and what was won and lost."""
    columns = (
        Column(width=52, head="Opportunity"),
        Column(width=24, head="Stage"),
        Column(width=17, head="Amount", number=True),
        Column(width=21, head="Weighted", number=True, gap=True),
        Column(width=26, head="Closes{% if plan.deals.year %} {{ plan.deals.year }}{% endif %}"),
        Column(width=26, head="Competitor"),
    )
    closed_columns = (
        Column(width=50, head="Opportunity"),
        Column(width=24, head="Amount", number=True, gap=True),
        Column(width=22, head="Closed{% if plan.deals.year %} {{ plan.deals.year }}{% endif %}"),
        Column(width=18, head="Outcome"),
        Column(width=52, head="Why"),
    )
    case_columns = (
        Column(width=50, head="Opportunity"),
        Column(width=28, head="Worth to them a year", number=True, gap=True),
        Column(width=44, head="Basis"),
        Column(width=44, head="What must hold"),
    )
    return (
        section("opportunities", NAMES["opportunities"])
        + tiles(
            Tile(
                width=42,
                label="Weighted pipeline",
                content=(
                    tile_amount("{{ opportunity_summary.weighted | money('short') }}"),
                    paragraph("Tile Note", "of {{ opportunity_summary.open_amount | money('short') }} open"),
                ),
            ),
            Tile(
                width=42,
                label="Won",
                content=(
                    tile_number(
                        "{{ opportunity_summary.won_count }}",
                        "of {{ opportunity_summary.won_count + opportunity_summary.lost_count }} closed",
                    ),
                    paragraph(
                        "Tile Note",
                        "{{ opportunity_summary.won | money('short') }}; win rate by amount {{ opportunity_summary.win_rate_value | percent }}",
                    ),
                ),
            ),
            Tile(
                width=42,
                label="From cautious to best",
                content=(
                    tile_amount("{{ opportunity_summary.low | money('short') }}"),
                    paragraph("Tile Note", "to {{ opportunity_summary.high | money('short') }}, won ones included"),
                ),
            ),
            Tile(
                width=40,
                label="If the renewal were lost",
                content=(
                    tile_amount("{{ opportunity_summary.gap | money('short') }}"),
                    paragraph(
                        "Tile Note",
                        "{% if opportunity_summary.gap is none %}no amount is up for renewal"
                        "{% elif opportunity_summary.gap > 0 %}would not be made good{% else %}the pipeline would make it good{% endif %}",
                    ),
                ),
            ),
        )
        + when(
            "charts.pipeline",
            caption("Figure", "Open opportunities by stage: weighted of full amount"),
            figure("pipeline", 166, 40, "row_height=8mm base=6mm max=110mm"),
        )
        + when(
            "plan.deals.open",
            caption("Table", "Open opportunities, {{ plan.deals.unit }} a year"),
            keyplan_table(
                columns,
                rows_for(
                    columns,
                    "deal in plan.deals.open",
                    body_row(
                        columns,
                        name_and_second("{{ deal.name }}", "{{ deal.where or '–' }}"),
                        _two_lines("{{ deal.stage }}", "{{ deal.probability }}"),
                        "{{ deal.amount }}",
                        bold("{{ deal.weighted }}"),
                        [
                            paragraph("Table Text", "{{ deal.closes }}"),
                            when("deal.late", status("deal.late")),
                        ],
                        "{{ deal.competitor }}",
                    ),
                ),
                total_row(
                    columns,
                    bold("All open"),
                    "",
                    bold("{{ plan.deals.open_total }}"),
                    bold("{{ plan.deals.weighted_total }}"),
                    "",
                    "",
                ),
                last=True,
            ),
        )
        + when(
            "plan.deals.closed",
            caption("Table", "Won and lost, {{ plan.deals.unit }} a year"),
            keyplan_table(
                closed_columns,
                rows_for(
                    closed_columns,
                    "deal in plan.deals.closed",
                    body_row(
                        closed_columns,
                        name_and_second("{{ deal.name }}", "{{ deal.where or '–' }}"),
                        "{{ deal.amount }}",
                        "{{ deal.closes }}",
                        [status("deal.state")],
                        "{{ deal.note }}",
                    ),
                ),
            ),
        )
        + when(
            "plan.deals.cases",
            caption("Table", "What they are worth to the customer"),
            keyplan_table(
                case_columns,
                rows_for(
                    case_columns,
                    "case in plan.deals.cases",
                    body_row(
                        case_columns,
                        bold("{{ case.name }}"),
                        "{{ case.value }}",
                        "{{ case.basis }}",
                        "{{ case.assumption }}",
                    ),
                ),
            ),
        )
        + source("Probability by stage: standards {{ about.standards_version }}. Source: {{ plan.deals.source }}.")
    )


def objectives() -> str:
    """How far each goal is, then the objectives by horizon, and the measures behind them."""
    columns = (
        Column(width=9),
        Column(width=52, head="Objective and measure"),
        Column(width=13, head="Serves"),
        Column(width=26, head="Our owner"),
        Column(width=26, head="Client owner"),
        Column(width=13, head="Baseline", number=True),
        Column(width=14, head="Target", number=True),
        Column(width=13, head="Now", number=True),
    )
    value_columns = (
        Column(width=10),
        Column(width=40, head="Objective"),
        Column(width=39, head="What the customer wants"),
        Column(width=39, head="What we gain"),
        Column(width=38, head="Early sign"),
    )
    measure_columns = (
        Column(width=62, head="Measure"),
        Column(width=17, head="Kind"),
        Column(width=17, head="Before", number=True),
        Column(width=17, head="Target", number=True),
        Column(width=17, head="{{ about.period | period('dated') }}", number=True, gap=True),
        Column(width=36, head="Source"),
    )
    goal = body_row(
        columns,
        "{{ goal.id }}",
        name_and_second("{{ goal.title }}", "{{ goal.measure }}"),
        "{{ goal.serves }}",
        "{{ goal.owner }}",
        [
            either(
                "goal.client_owner",
                paragraph("Table Text", "{{ goal.client_owner }}"),
                paragraph(
                    "Table Text", run("▲", "Watch", size=9.5, arial=True), run("\u00a0\u00a0None named", "Watch")
                ),
            )
        ],
        "{{ goal.baseline }}",
        [
            paragraph("Table Number", "{{ goal.target }}"),
            when("goal.first_target", paragraph("Table Number", second("was {{ goal.first_target }}"))),
        ],
        bold("{{ goal.actual }}"),
        fill="",
    )
    return (
        section("objectives", NAMES["objectives"])
        + when(
            "charts.goals",
            caption("Figure", "Way to target gone (narrow) and expected by {{ about.as_of | date }} (wide)"),
            paragraph("Goal Scale", run("\tBaseline\t25%\t50%\t75%\tTarget")),
            figure("goals", 166, 60, "row_height=7.3mm base=2mm max=150mm"),
            source(
                "On track: up to {{ plan.goals.behind_points }} points below the expected way; behind: up to "
                "{{ plan.goals.off_track_points }}; off track: more. Expected: even from start to due."
            ),
        )
        + either(
            "plan.goals.groups",
            caption(
                "Table",
                "The objectives; {{ plan.goals.serving_client }}",
            )
            + keyplan_table(
                columns,
                rows_for(
                    columns,
                    "group in plan.goals.groups",
                    group_row(columns, "{{ group.title }}"),
                    rows_for(columns, "goal in group.rows", goal),
                ),
            )
            + source("{% for note in plan.goals.notes %}{{ note }} {% endfor %}Source: {{ plan.goals.source }}."),
            missing("Objectives", "sheet Objectives"),
        )
        + follows("plan.goals.follows")
        + when(
            "plan.goals.values",
            caption("Table", "What it brings to both sides"),
            keyplan_table(
                value_columns,
                rows_for(
                    value_columns,
                    "value in plan.goals.values",
                    body_row(
                        value_columns,
                        "{{ value.id }}",
                        bold("{{ value.title }}"),
                        "{{ value.outcome }}",
                        "{{ value.benefit_to_us }}",
                        "{{ value.leading_indicator }}",
                    ),
                ),
            ),
        )
        + when(
            "plan.goals.measures",
            caption("Table", "Measures, leading ones first"),
            keyplan_table(
                measure_columns,
                rows_for(
                    measure_columns,
                    "measure in plan.goals.measures",
                    body_row(
                        measure_columns,
                        "{{ measure.kpi }}",
                        "{{ measure.kind }}",
                        "{{ measure.before }}",
                        "{{ measure.target }}",
                        bold("{{ measure.actual }}"),
                        [paragraph("Table Text", second("{{ measure.source }}"))],
                    ),
                ),
            ),
        )
    )


def solutions() -> str:
    """What answers each objective."""
    columns = (
        Column(width=10),
        Column(width=42, head="Objective"),
        Column(width=38, head="Solution"),
        Column(width=38, head="What the customer gains"),
        Column(width=38, head="What must hold"),
    )
    return (
        section("solutions", NAMES["solutions"])
        + caption("Table", "Objectives and what answers them")
        + keyplan_table(
            columns,
            rows_for(
                columns,
                "answer in plan.goals.solutions",
                body_row(
                    columns,
                    "{{ answer.id }}",
                    bold("{{ answer.title }}"),
                    [
                        either(
                            "answer.solution",
                            paragraph("Table Text", "{{ answer.solution }}"),
                            paragraph(
                                "Table Text",
                                run("▲", "Watch", size=9.5, arial=True),
                                run("\u00a0\u00a0None yet", "Watch"),
                            ),
                        )
                    ],
                    "{{ answer.benefit }}",
                    "{{ answer.assumption }}",
                ),
            ),
        )
        + source("Source: {{ plan.goals.source }}.")
    )


def actions() -> str:
    """The actions with their parts, and what the late ones need."""
    columns = (
        Column(width=12),
        Column(width=50, head="Action"),
        Column(width=28, head="Owner"),
        Column(width=12, head="Side"),
        Column(width=20, head="Due{% if plan.actions.year %} {{ plan.actions.year }}{% endif %}", number=True),
        Column(width=14, head="Progress", number=True),
        Column(width=30, head="Status"),
    )

    def action(strong: bool) -> str:
        word = bold if strong else run
        name = [word("{{ action.action }}")]
        if strong:
            name.append(second(" for {{ action.objective }}"))
        else:
            name.append(run("{% if action.level == 0 %}", ""))
            name.append(second(" for {{ action.objective }}"))
            name.append(run("{% endif %}"))
        return body_row(
            columns,
            word("{{ action.id }}") if strong else second("{{ action.id }}"),
            [paragraph("Table Small", *name)],
            word("{{ action.owner }}"),
            word("{{ action.side }}"),
            word("{{ action.due }}"),
            word("{{ action.percent | percent }}"),
            [status("action.status", "Table Small", 9)],
            small=True,
            fill="lt2" if strong else "",
            indent=True,
        )

    rows = (
        tag_row("{%tr if action.group %}", columns)
        + action(True)
        + tag_row("{%tr else %}", columns)
        + action(False)
        + tag_row("{%tr endif %}", columns)
    )
    return (
        section("actions", NAMES["actions"])
        + tiles(
            Tile(
                width=41.5,
                label="Done of those due",
                content=(tile_number("{{ action_summary.due_done }}", "of {{ action_summary.due }}"),),
            ),
            Tile(
                width=41.5,
                label="Late",
                content=(tile_number("{{ action_summary.overdue }}", "{{ plan.actions.overdue }}"),),
            ),
            Tile(
                width=41.5,
                label="Due in the next 30 days",
                content=(tile_number("{{ action_summary.next_30_days }}"),),
            ),
            Tile(
                width=41.5,
                label="Open with the customer",
                content=(tile_number("{{ action_summary.with_client }}", "of {{ action_summary.count }}"),),
            ),
        )
        + either(
            "plan.actions.rows",
            caption("Table", "Actions and their parts")
            + keyplan_table(columns, rows_for(columns, "action in plan.actions.rows", rows))
            + source(
                "A parent’s progress is the mean of its parts. Late: due before {{ about.as_of | date }} and not done."
                "{% if plan.actions.open_by_department %} Open by department: {{ plan.actions.open_by_department }}."
                "{% endif %} Source: {{ plan.actions.source }}."
            ),
            missing("Actions", "sheet Actions"),
        )
        + follows("plan.actions.follows")
    )


def force_field() -> str:
    """One block for each change: verdict, forces, formula, levers and what follows."""
    columns = (
        Column(width=65, head="Force and evidence"),
        Column(width=17, head="Side"),
        Column(width=21, head="Strength × influence", number=True, gap=True),
        Column(width=37, head="Lever"),
        Column(width=26, head="Owner, due"),
    )
    lever = body_row(
        columns,
        name_and_second("{{ lever.force }}", "{{ lever.evidence }}"),
        "{{ lever.side }}",
        [paragraph("Table Number", run("{{ lever.product }}"), bold("{{ lever.leverage }}"), right=10)],
        "{{ lever.lever }}",
        [
            when("lever.owner", paragraph("Table Text", "{{ lever.owner }}")),
            when("lever.due", paragraph("Table Text", second("{{ lever.due }}"))),
            when("lever.status", status("lever.status")),
        ],
    )
    verdict = "".join(
        paragraph(
            "Tile Word",
            run(f"{{%p if change.verdict.tone == '{tone}' %}}"),
            run(shape, style, size=size, arial=True),
            run("\u00a0{{ change.verdict.word }}", style),
            run("{%p endif %}"),
        )
        for tone, shape, style, size in (("good", "●", "Good", 17), ("bad", "■", "Bad", 14), ("none", "–", "None", 13))
    )
    change = (
        when(
            "plan.changes|length > 1",
            either(
                "loop.first",
                paragraph("Heading 2", "{{ change.change }}"),
                paragraph("Heading 2 New Page", "{{ change.change }}"),
            ),
        )
        + tiles(
            Tile(
                width=52,
                label="Verdict",
                content=(
                    verdict,
                    status("change.firmness", "Tile Note", rest=": {{ change.firmness_note }}"),
                ),
            ),
            Tile(
                width=38,
                label="Net",
                content=(
                    tile_number("{{ change.net | signed }}"),
                    paragraph("Tile Note", "{{ change.driving }} for, {{ change.restraining }} against"),
                ),
            ),
            Tile(
                width=30,
                label="Driving share",
                content=(tile_number("{{ change.driving_share }}"), paragraph("Tile Note", "balance is 50%")),
            ),
            Tile(
                width=46,
                label="Flip distance",
                content=(
                    tile_number("{{ change.flip_distance }}", "{{ change.flip_distance | plural('point', 'points') }}"),
                    paragraph("Tile Note", "{{ change.flip_note }}"),
                ),
            ),
        )
        + looped_caption("Figure", "{{ change.change }}: strength of each force, 1 weak to 5 strong")
        + paragraph(
            "Chart Words",
            run("\t"),
            run("Against: {{ change.restraining }}", "None"),
            run("\t"),
            accent("For: {{ change.driving }}"),
        )
        + figure("change.chart", 166, 70, "row_height=6.6mm base=1mm max=150mm")
        + paragraph(
            "Formula",
            accent("Net = for − against"),
            " = {{ change.formula }} = ",
            accent("{{ change.net | signed }}"),
            run(". Zero or below reads “likely to fail”."),
        )
        + looped_caption("Table", "Levers by strength × influence, forces against first")
        + keyplan_table(columns, rows_for(columns, "lever in change.levers", lever))
        + source(
            "{% if change.without_lever %}Without a lever: {{ change.without_lever }}. {% endif %}"
            "{% if change.scored %}Scored by {{ change.scored }}. {% endif %}Source: {{ change.source }}."
        )
        + follows("change.follows")
    )
    return (
        section("force_field", NAMES["force_field"])
        + either(
            "plan.changes",
            each("change in plan.changes", change),
            missing("Forces for and against a change", "sheet Forces"),
        )
        + tag("{%p set figure = figure + plan.changes|length %}")
        + tag("{%p set table = table + plan.changes|length %}")
    )


def implementation() -> str:
    """Who carries the plan out, how it is shared, and every decision."""
    columns = (
        Column(width=58, head="Person"),
        Column(width=48, head="Role"),
        Column(width=38, head="Department"),
        Column(width=22, head="Hours a month", number=True),
    )
    their_columns = (
        Column(width=58, head="Person"),
        Column(width=48, head="Role"),
        Column(width=60, head="Email"),
    )
    decision_columns = (
        Column(width=88, head="Decision"),
        Column(width=30, head="From"),
        Column(width=18, head="By", number=True, gap=True),
        Column(width=30, head="State"),
    )

    def decision(loop: str) -> str:
        return rows_for(
            decision_columns,
            f"decision in {loop}",
            body_row(
                decision_columns,
                [
                    paragraph("Table Text", bold("{{ decision.decision }}"), run(" {{ decision.reason }}")),
                    when("decision.outcome", paragraph("Table Text", second("{{ decision.outcome }}"))),
                ],
                "{{ decision.who }}",
                "{{ decision.by }}",
                [status("decision.state")],
            ),
        )

    ours = [
        paragraph("Table Text", bold("{{ member.name }}")),
        when("member.sponsor", paragraph("Table Text", second("{{ member.sponsor }}"))),
    ]
    hours = [
        either(
            "member.over",
            paragraph(
                "Table Number", run("▲", "Watch", size=9.5, arial=True), run("\u00a0\u00a0{{ member.hours }}", "Watch")
            ),
            paragraph("Table Number", "{{ member.hours }}"),
        )
    ]
    return (
        section("implementation", NAMES["implementation"])
        + each("gap in plan.team.missing", missing("{{ gap.what }}", "{{ gap.where }}"))
        + when(
            "plan.team.ours",
            caption("Table", "Our team; hours used of those planned"),
            keyplan_table(
                columns,
                rows_for(
                    columns,
                    "member in plan.team.ours",
                    body_row(columns, ours, "{{ member.role }}", "{{ member.function }}", hours),
                ),
            ),
        )
        + when(
            "plan.team.theirs",
            caption("Table", "Their people at the table"),
            keyplan_table(
                their_columns,
                rows_for(
                    their_columns,
                    "member in plan.team.theirs",
                    body_row(
                        their_columns,
                        ours,
                        "{{ member.role }}",
                        [paragraph("Table Text", second("{{ member.email }}"))],
                    ),
                ),
            ),
        )
        + caption("Table", "How the plan is worked with")
        + facts("plan.team.working")
        + when(
            "plan.decisions or plan.closed_decisions",
            caption("Table", "Decisions wanted and taken"),
            keyplan_table(decision_columns, decision("plan.decisions"), decision("plan.closed_decisions")),
        )
        + when("plan.team.source", source("Source: {{ plan.team.source }}."))
    )


def reviews() -> str:
    """The reviews, what was delivered, and what was learned."""
    columns = (
        Column(width=27, head="Planned"),
        Column(width=34, head="With"),
        Column(width=28, head="State"),
        Column(width=77, head="Decided, changed, learned"),
    )
    outcome_columns = (
        Column(width=72, head="Delivered"),
        Column(width=28, head="Value", number=True, gap=True),
        Column(width=40, head="Source"),
        Column(width=26, head="Date"),
    )
    issue_columns = (
        Column(width=62, head="Issue or lesson, and its cause"),
        Column(width=46, head="What changes"),
        Column(width=33, head="Who, by when"),
        Column(width=25, head="State"),
    )
    return (
        section("reviews", NAMES["reviews"])
        + paragraph("Lead", "Next review with the customer: {{ plan.reviews.next_client }}.")
        + when(
            "plan.reviews.outcomes",
            caption("Table", "What was delivered"),
            keyplan_table(
                outcome_columns,
                rows_for(
                    outcome_columns,
                    "outcome in plan.reviews.outcomes",
                    body_row(
                        outcome_columns,
                        bold("{{ outcome.text }}"),
                        "{{ outcome.value }}",
                        "{{ outcome.source }}",
                        "{{ outcome.date }}",
                    ),
                ),
            ),
        )
        + when(
            "plan.reviews.issues",
            caption("Table", "Issues and lessons, open ones first"),
            keyplan_table(
                issue_columns,
                rows_for(
                    issue_columns,
                    "issue in plan.reviews.issues",
                    body_row(
                        issue_columns,
                        name_and_second("{{ issue.text }}", "{{ issue.cause }}"),
                        "{{ issue.change }}",
                        "{{ issue.who_when }}",
                        [status("issue.state")],
                    ),
                ),
            ),
        )
        + when(
            "plan.reviews.rows",
            caption("Table", "Reviews, latest first"),
            keyplan_table(
                columns,
                rows_for(
                    columns,
                    "review in plan.reviews.rows",
                    body_row(
                        columns,
                        "{{ review.planned }}",
                        "{{ review.kind }}",
                        [status("review.state", "Table Small", 9)],
                        "{{ review.outcome }}",
                        small=True,
                    ),
                ),
            ),
            source("Source: {{ plan.reviews.source }}."),
        )
    )


FORMULAS = (
    ("Account score", "S = sum of weight × rating, ratings 1 to 10. A blank rating leaves it not assessed."),
    ("Tier stable", "Each rating one up or down, each weight 5 points up or down, each criterion left out."),
    (
        "Force field",
        "Net = sum of forces for less sum against, each 1 to 5. Above 0: likely to succeed; 0 or below: likely to fail.",
    ),
    ("Flip distance", "The net itself if it is above 0, else its amount and one point more."),
    ("Robust", "The verdict holds with every force one point worse, and one point better."),
    ("Way to target", "(now − baseline) ÷ (target − baseline). Expected: time from start to due that has passed."),
    ("Coverage", "Sum of influence × depth ÷ 3, by sum of influence; depth: none 0, brief 1, multiple 2, in depth 3."),
    ("Support", "Sum of influence × support ÷ 2, by sum of influence of those known; from enemy −2 to mentor +2."),
    ("Weighted pipeline", "Sum of amount × probability of its stage; won and lost are left out."),
    ("Win rate", "Won ÷ (won + lost), by number or by amount; open ones are left out."),
    ("Actions", "Those that are parts of another count; the other and cancelled ones do not."),
)


def appendix() -> str:
    """How the figures are made, and what is wrong or missing in the workbook."""
    gap_columns = (
        Column(width=36, head="Where"),
        Column(width=65, head="What was found"),
        Column(width=65, head="What to do"),
    )
    formula_columns = (Column(width=36, head="Figure"), Column(width=130, head="How it is made"))
    return (
        heading("appendix", "", APPENDIX)
        + paragraph("Headline", "Every figure in this plan can be worked out by hand")
        + caption("Table", "Formulas")
        + keyplan_table(formula_columns, *(body_row(formula_columns, bold(name), text) for name, text in FORMULAS))
        + source("Weights, tiers, stages, scales and thresholds: standards {{ about.standards_version }}.")
        + either(
            "about.gaps",
            caption("Table", "Data gaps: what the check of the workbook warns of")
            + keyplan_table(
                gap_columns,
                rows_for(
                    gap_columns,
                    "gap in about.gaps",
                    body_row(gap_columns, bold("{{ gap.where }}"), "{{ gap.message }}", "{{ gap.fix }}", small=True),
                ),
            ),
            paragraph("Heading 2", "Data gaps")
            + paragraph("Normal", "The check of the workbook found nothing to warn of."),
        )
    )

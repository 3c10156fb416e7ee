"""The frame of the account plan: its pages with header and footer, the cover, the contents and the appendix."""

from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.xmlchemy import serialize_for_reading

from output_templates.authoring.brand import bar_motif_png, logo_png
from output_templates.authoring.word_blocks import page_mark, picture, source, write_story
from output_templates.authoring.word_pages import set_margins, write_footer, write_header
from output_templates.authoring.word_tables import (
    after_table,
    cell,
    margin,
    row,
    table,
)
from output_templates.authoring.word_text import (
    bold,
    cut,
    either,
    field,
    mark,
    paragraph,
    run,
    second,
    tag,
    when,
)

# The sections in their order, and how many pages each is likely to take: what stands on the contents page until a
# program that shows the plan works the page numbers out.
SECTIONS = (
    ("summary", "Summary", "2"),
    ("overview", "Account overview", "1"),
    (
        "business",
        "The customer’s business",
        "1 if business|length + plan.competitors.theirs|length < 8 else 2",
    ),
    (
        "organisation",
        "Organisation and buying",
        "plan.organisation.parts|length + (1 if plan.units.buying|length > 3 else 0) or 1",
    ),
    ("relationships", "Relationships", "2 if plan.people.needs else 1"),
    ("position", "Current position", "2 if economics|length > 3 else 1"),
    ("scoring", "Scoring", "2 if plan.score.strengths and (plan.score.tests or charts.health) else 1"),
    ("swot", "Strengths, weaknesses, opportunities, threats", "1 + (swot|length - 1) // 14"),
    ("competitors", "Our competitors here", "1 + (plan.competitors.evidence|length + 1) // 13"),
    (
        "opportunities",
        "Opportunities",
        "(2 if opportunities|length > 8 or white_space else 1) + opportunities|length // 20",
    ),
    ("voice", "Voice of the customer", "1 + (plan.voice.findings|length + plan.voice.questions|length) // 14"),
    ("objectives", "Objectives and goals", "2"),
    ("solutions", "Solutions", "1"),
    ("actions", "Action plan", "1 + (actions|length + 1) // 16"),
    ("force_field", "Force field", "plan.changes|length + (1 if forces|length > 11 * plan.changes|length else 0) or 1"),
    ("risks", "Risks, commitments and alerts", "2 if risks|length + plan.alerts.rows|length > 12 else 1"),
    ("implementation", "Implementation", "2 if team|length + decisions|length > 8 else 1"),
    ("reviews", "Review log", "2 + (reviews|length + delivery|length + plan.since.rows|length) // 22"),
)
NAMES = {key: name for key, name, _ in SECTIONS}
OPTIONAL = (
    "business",
    "organisation",
    "swot",
    "competitors",
    "opportunities",
    "voice",
    "solutions",
    "risks",
)
APPENDIX = "Appendix: formulas, weights, data gaps"
LABELS = (
    ("Customer", "account.name"),
    ("Corporate Office Address", "account.office_address or '–'"),
    ("Telephone", "account.telephone or '–'"),
    ("Fax", "account.fax or '–'"),
    ("Web Site", "account.website or '–'"),
    ("Date prepared", "plan.cover.date_prepared"),
    ("Plan Period", "plan.cover.plan_period"),
    ("Prepared by", "plan.cover.prepared_by"),
    ("Key Account Team", "plan.cover.team"),
    ("Key Account Team Review Frequency", "plan.cover.frequency"),
    ("Key Account Team Actual Review Dates", "plan.cover.review_dates"),
)


def set_pages(document: Any) -> str:
    """A4, with a cover that has its own header and footer; returns the paragraph that ends the cover's section."""
    document.add_section(WD_SECTION.NEW_PAGE)
    first, inside = document.sections
    set_margins(first, top=36, header=16)
    set_margins(inside)
    inside.header.is_linked_to_previous = False
    inside.footer.is_linked_to_previous = False
    _cover_header_and_footer(first)
    _header_and_footer(inside)
    ending = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[0]
    properties = serialize_for_reading(ending.pPr.sectPr)
    return f'<w:p><w:pPr><w:pStyle w:val="Nothing"/>{properties}</w:pPr></w:p>'


def _cover_header_and_footer(one: Any) -> None:
    """The company's logo above; below, what the plan holds and who may have it."""
    header, footer = one.header, one.footer
    logo = picture(header.part, logo_png(900), 32, "Company", "{{ about.company }}")
    write_story(header._element, paragraph("Figure", logo))
    inset = margin("top", 8) + margin("bottom", 10)
    box = row(
        cell(
            paragraph("Internal Mark", mark("bad", "Internal", 12.5)),
            paragraph("Box Text", "Plan team only"),
            paragraph("Box Text", second("Standards {{ about.standards_version }}")),
            width=64,
            fill="lt2",
            margins=margin("top", 8) + margin("left", 12) + margin("bottom", 10),
        ),
        cell(
            paragraph(
                "Box Text",
                "This plan holds judgements about people and prices. Do not forward it to the customer, nor store it "
                "where the customer has access.",
            ),
            when("account.confidentiality_note", paragraph("Box Text", "{{ plan.cover.confidentiality }}")),
            paragraph("Box Text", "Distribution: {{ plan.cover.distribution }}."),
            width=102,
            fill="lt2",
            margins=inset + margin("right", 12),
        ),
    )
    write_story(footer._element, table((64, 102), box, style="Band", head=False), paragraph("Nothing"))


def _header_and_footer(one: Any) -> None:
    write_header(
        one,
        "Key account plan, {{ about.period | period('long') }}",
        mark("bad", "Internal", 8.5),
        run(": plan team only"),
    )
    write_footer(one, "Not for the customer. Figures to {{ about.as_of | date }}.")


def cover(document: Any, ending: str) -> str:
    """Band with the customer's name, then the labels of the plan; `ending` ends the section."""
    rows = "".join(_label_row(label, value, first=not number) for number, (label, value) in enumerate(LABELS))
    return _band(document) + after_table(26) + table((64, 102), rows, head=False) + ending


def _band(document: Any) -> str:
    motif = picture(document.part, bar_motif_png(), 54.8, "Bars")
    name = either(
        "account.name|length <= 17",
        paragraph("Cover Name", "{{ account.name }}"),
        either(
            "account.name|length <= 50",
            paragraph("Cover Name Long", "{{ account.name }}"),
            paragraph("Cover Name Longest", cut("account.name", 110)),
        ),
    )
    left, right = margin("left", 62.4), margin("right", 62.4)
    upper = row(
        cell(
            paragraph("Cover Kicker", "Key account plan"),
            name,
            width=136,
            fill="accent1",
            margins=margin("top", 32) + left + margin("right", 0),
        ),
        cell(
            paragraph("Figure Right", motif),
            width=74,
            fill="accent1",
            margins=margin("top", 30) + margin("left", 0) + right,
            merge="restart",
        ),
        height=178,
        exact=True,
    )
    lower = row(
        cell(paragraph("Cover Line", "{{ plan.cover.period }}"), width=136, fill="accent1", margins=left),
        cell(paragraph("Nothing"), width=74, fill="accent1", merge="continue"),
        height=40.3,
        exact=True,
    )
    return table((136, 74), upper + lower, style="Band", indent=-22, head=False)


def _label_row(label: str, value: str, first: bool) -> str:
    shown = f"{{{{ {value} }}}}"
    content = paragraph("Cover Text", bold(shown) if first else shown)
    if value == "plan.cover.review_dates":
        content += when("plan.cover.review_note", paragraph("Cover Text", second("{{ plan.cover.review_note }}")))
    top, bottom = margin("top", 5), margin("bottom", 4.6)
    return row(
        cell(paragraph("Cover Label", label), width=64, margins=top + bottom),
        cell(content, width=102, margins=top + bottom + margin("right", 0)),
    )


def contents() -> str:
    """Every section with its sentence and its page; what was left out and what is incomplete."""
    entries = [_entry(key, f"{{{{ plan.numbers.{key} }}}}", name, pages) for key, name, pages in SECTIONS]
    gap = "{{ gap.what }} ({{ gap.where }}){% if not loop.last %}; {% endif %}"
    gaps = f"{{% for gap in plan.incomplete %}}{gap}{{% endfor %}}."
    return (
        tag("{%p set page = 2 %}")
        + paragraph("Contents Title", "Contents")
        + paragraph("Contents Headline", "The plan in {{ plan.count }} sentences")
        + after_table(3)
        + "".join(entries)
        + paragraph("TOC 1", _linked("appendix", run(f"\t{APPENDIX}\t", "Hyperlink")))
        + paragraph("TOC End")
        + when("plan.left_out", source(bold("Left out, nothing entered: "), "{{ plan.left_out | join(', ') }}."))
        + when("plan.incomplete", source(bold("Incomplete: "), gaps))
    )


def _entry(key: str, number: str, name: str, pages: str) -> str:
    first = key == SECTIONS[0][0]
    entry = (
        paragraph(
            "TOC First" if first else "TOC 1",
            _linked(key, run(number, "Strong Accent") + run(f"\t{name}\t", "Hyperlink")),
        )
        + paragraph("TOC 2", f"{{{{ headlines.{key} }}}}")
        + tag(f"{{%p set page = page + ({pages}) %}}")
    )
    return when(f"plan.numbers.{key}", entry) if key in OPTIONAL else entry


def _linked(key: str, text: str) -> str:
    """A line of the contents that leads to its section, with the page where it starts."""
    page = field(f"PAGEREF {page_mark(key)} \\h", "{{ page }}", "Hyperlink")
    return f'<w:hyperlink w:anchor="{page_mark(key)}" w:history="1">{text}{page}</w:hyperlink>'

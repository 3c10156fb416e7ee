"""What moved since the last plan: one line for the summary, and a table for the review log."""

from output_templates.authoring.word_blocks import caption, facts, source
from output_templates.authoring.word_tables import Column, list_table
from output_templates.authoring.word_text import bold, paragraph, second, status, when


def since_line() -> str:
    """The gravest change and how many there are, in one line; nothing without an earlier plan."""
    return when("changes.since", source(bold("{{ headlines.changes }}.")))


def since_last_plan() -> str:
    """The gravest changes as a table, what else moved, and how the scores came to move."""
    columns = (
        Column(70, "What moved"),
        Column(36, "Last plan"),
        Column(36, "Now"),
        Column(24, "State"),
    )
    others = "{% if plan.since.others %}Smaller changes beside: {{ plan.since.others }}. {% endif %}"
    return when(
        "plan.since.rows",
        caption("Table", "What moved since the plan of {{ plan.since.last }}, the gravest first"),
        list_table(
            columns,
            "row in plan.since.rows",
            [
                paragraph("Table Text", bold("{{ row.name }}")),
                when("row.more", paragraph("Table Text", second("{{ row.more }}"))),
            ],
            "{{ row.before }}",
            "{{ row.now }}",
            [status("row.state")],
        ),
        source(others + "Source: the figures kept with that plan."),
        when("plan.since.reasons", caption("Table", "How scores came to move"), facts("plan.since.reasons")),
    )

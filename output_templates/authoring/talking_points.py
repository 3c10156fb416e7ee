"""Writes the presenter's talking points of a review, output_templates/internal/talking_points.docx."""

from pathlib import Path

from output_templates.authoring.word_blocks import document_bytes, missing, new_document, source, write_body
from output_templates.authoring.word_pages import set_margins, write_footer, write_header
from output_templates.authoring.word_tables import (
    Column,
    after_table,
    body_row,
    keyplan_table,
    rows_for,
    table,
)
from output_templates.authoring.word_text import bold, each, either, mark, paragraph, run, second, status, when

TARGET = Path(__file__).resolve().parents[1] / "internal" / "talking_points.docx"
TITLE = "Talking points"
SMALL = "Table Small"


def talking_points() -> bytes:
    """The template as a file."""
    document = new_document()
    (page,) = document.sections
    set_margins(page, top=20)
    write_header(
        page,
        "Talking points, {{ about.period | period('long') }}",
        mark("bad", "Internal", 8.5),
        run(": our side of the table only"),
    )
    write_footer(page, "Not for the customer. Figures to {{ about.as_of | date }}.")
    write_body(
        document,
        paragraph("Heading 1", "Talking points of the review"),
        paragraph("Headline", "{{ talking_points.headline }}"),
        when("talking_points.stakes", _heading("What is at stake"), _facts("talking_points.stakes")),
        _heading("Who is in the room"),
        either(
            "talking_points.room", _room(), missing("Who of theirs attends", "Attends review on sheet Stakeholders")
        ),
        when("talking_points.ours", source("{{ talking_points.ours }}")),
        when("talking_points.absent", source("{{ talking_points.absent }}")),
        when("talking_points.asks", _heading("Decisions we want"), _asks()),
        when("talking_points.own", _heading("To settle among ourselves first"), _own()),
        _heading("What is not to be said"),
        when("talking_points.unsaid", _facts("talking_points.unsaid")),
        source("Score, tier, health and all that is noted about people are for us alone."),
        _heading("Slide by slide"),
        _slides(),
        when("talking_points.questions", _heading("Likely questions"), _questions()),
        when("talking_points.to_close", _heading("To bring to a close"), _to_close()),
        when("talking_points.next", _heading("After the review"), _next()),
    )
    return document_bytes(document, TITLE)


def _heading(text: str) -> str:
    return paragraph("Heading 2", text)


def _table(columns: tuple[Column, ...], loop: str, *contents: str | list[str]) -> str:
    """A table in small print, one row for each item of a loop."""
    return keyplan_table(columns, rows_for(columns, loop, body_row(columns, *contents, small=True))) + after_table(2)


def _lines(*runs: str) -> list[str]:
    """A paragraph of the small print for each run."""
    return [paragraph(SMALL, one) for one in runs]


def _facts(rows: str) -> str:
    """Labels with what is noted for them, in small print."""
    columns = (Column(36), Column(130))
    content = body_row(columns, second("{{ fact.label }}"), "{{ fact.value }}", small=True)
    return table((36, 130), rows_for(columns, f"fact in {rows}", content), head=False) + after_table(2)


def _room() -> str:
    """Who sits there, how they stand to us, and what to say to them."""
    columns = (
        Column(39, "Name and title"),
        Column(35, "Part, influence, stance"),
        Column(52, "Wants, and what speaks to them"),
        Column(40, "Known; our contact"),
    )
    return _table(
        columns,
        "person in talking_points.room",
        _lines(bold("{{ person.name }}"), second("{{ person.title }}")),
        [paragraph(SMALL, "{{ person.part }}"), status("person.stance", SMALL, 9)],
        [
            when("person.wants", paragraph(SMALL, "{{ person.wants }}")),
            when("person.speaks", paragraph(SMALL, second("{{ person.speaks }}"))),
            paragraph("Nothing"),
        ],
        [
            paragraph(SMALL, "{{ person.known }}"),
            when("person.last", paragraph(SMALL, second("{{ person.last }}"))),
        ],
    )


def _slides() -> str:
    """Each slide with its title as printed, what to say with it, and what our side knows behind it."""
    columns = (Column(41, "Slide"), Column(125, "Title as printed, what to say, and what we know behind it"))
    behind = each("sentence in talk.background", paragraph(SMALL, bold("For us:"), second(" {{ sentence }}")))
    return _table(
        columns,
        "talk in talking_points.slides",
        second("{{ talk.name }}"),
        [
            paragraph(SMALL, bold("{{ talk.title }}")),
            when("talk.point", paragraph(SMALL, "{{ talk.point }}")),
            behind,
        ],
    )


def _questions() -> str:
    """What they may ask, what may be answered, and what is for us alone."""
    columns = (
        Column(38, "They may ask"),
        Column(68, "Our answer"),
        Column(60, "For us alone"),
    )
    none = paragraph(SMALL, run("▲", "Watch", size=9, arial=True), run("\u00a0\u00a0No answer is noted yet", "Watch"))
    return _table(
        columns,
        "question in talking_points.questions",
        bold("{{ question.question }}"),
        [either("question.answer", paragraph(SMALL, "{{ question.answer }}"), none)],
        second("{{ question.ourselves }}"),
    )


def _asks() -> str:
    """The decisions with who takes them, by when, and what to do if they are not taken."""
    columns = (
        Column(8),
        Column(58, "Decision, and why now"),
        Column(32, "From whom, stance"),
        Column(27, "By", number=True, gap=True),
        Column(41, "If it is not taken"),
    )
    return _table(
        columns,
        "ask in talking_points.asks",
        second("{{ ask.number }}"),
        [
            paragraph(SMALL, bold("{{ ask.decision }}")),
            when("ask.reason", paragraph(SMALL, second("{{ ask.reason }}"))),
        ],
        [paragraph(SMALL, "{{ ask.who }}"), status("ask.stance", SMALL, 9)],
        "{{ ask.by }}",
        "{{ ask.fallback }}",
    )


def _own() -> str:
    """Open decisions of ours."""
    columns = (Column(104, "Decision"), Column(62, "Who decides, by when"))
    return _table(columns, "row in talking_points.own", "{{ row.decision }}", "{{ row.who_by }}")


def _to_close() -> str:
    """What should not leave the room open."""
    columns = (Column(92, "What"), Column(44, "Who it waits for"), Column(30, "Since or by", number=True))
    return _table(columns, "row in talking_points.to_close", "{{ row.what }}", "{{ row.who }}", "{{ row.since }}")


def _next() -> str:
    """What comes after the review."""
    columns = (Column(92, "Step"), Column(44, "Who"), Column(30, "By", number=True))
    return _table(columns, "row in talking_points.next", "{{ row.step }}", "{{ row.who }}", "{{ row.by }}")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(talking_points())

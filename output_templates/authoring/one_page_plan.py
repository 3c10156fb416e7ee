"""Writes the internal one-page plan, output_templates/internal/one_page_plan.docx."""

from pathlib import Path

from output_templates.authoring.plan_position import summary_blocks
from output_templates.authoring.word_blocks import document_bytes, new_document, source, titled, write_body
from output_templates.authoring.word_pages import set_margins, write_footer, write_header
from output_templates.authoring.word_text import mark, run

TARGET = Path(__file__).resolve().parents[1] / "internal" / "one_page_plan.docx"
TITLE = "One-page plan"


def one_page_plan() -> bytes:
    """The template as a file."""
    document = new_document()
    (page,) = document.sections
    set_margins(page, top=20)
    write_header(
        page,
        "One-page plan, {{ about.period | period('long') }}",
        mark("bad", "Internal", 8.5),
        run(": plan team only"),
    )
    write_footer(page, "Not for the customer. Figures to {{ about.as_of | date }}.")
    write_body(
        document,
        titled("summary", "", "Key account plan on one page"),
        summary_blocks(),
        source("How the figures are made, and all that this page leaves out: the account plan."),
    )
    return document_bytes(document, TITLE)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(one_page_plan())

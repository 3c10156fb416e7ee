"""The pages of the default Word templates: A4 with its margins, the line at the head and the one at the foot."""

from typing import Any

from docx.shared import Mm

from output_templates.authoring.brand import logo_png
from output_templates.authoring.word_blocks import picture, write_story
from output_templates.authoring.word_text import bold, field, paragraph, run


def set_margins(one: Any, top: float = 25, header: float = 12) -> None:
    """Make a section A4; `top` is where its text begins and `header` where its header does, in millimetres."""
    one.page_width, one.page_height = Mm(210), Mm(297)
    one.left_margin = one.right_margin = Mm(22)
    one.top_margin, one.bottom_margin = Mm(top), Mm(20)
    one.header_distance, one.footer_distance = Mm(header), Mm(11)
    one.gutter = 0


def write_header(one: Any, title: str, *right: str) -> None:
    """The customer and the title of the document; at the right who may have it."""
    words = (bold("{{ account.name }}"), run(f"  |  {title}\t"))
    write_story(one.header._element, paragraph("Header", *words, *right))


def write_footer(one: Any, words: str, of: str = "of") -> None:
    """The company's logo, some words, and the page `of` how many, which Word works out."""
    footer = one.footer
    write_story(
        footer._element,
        paragraph(
            "Footer",
            picture(footer.part, logo_png(400), 16.5, "Company", "{{ about.company }}"),
            run(f"\t{words}\t"),
            field("PAGE", "2", "Bold"),
            bold(f" {of} "),
            field("NUMPAGES", "9", "Bold"),
        ),
    )

"""What values hold is written into the run that prints it, and into no other."""

from pipeline.documents.templates.dialect import LINE_BREAK, PARAGRAPH
from pipeline.documents.templates.grammars import SLIDES

PLAIN = '<a:p><a:r><a:rPr lang="en-GB"/><a:t>Aims</a:t></a:r></a:p>'
LOOK = '<a:rPr lang="en-GB"><a:latin typeface="Calibri"/></a:rPr>'


def test_a_line_break_in_one_run_of_a_slide_leaves_the_runs_before_it_alone():
    long = f"<a:p><a:r>{LOOK}<a:t>one{LINE_BREAK}two</a:t></a:r></a:p>"

    written = SLIDES.write_values(PLAIN + long, "")

    assert (
        written
        == f"{PLAIN}<a:p><a:r>{LOOK}<a:t>one</a:t></a:r><a:br>{LOOK}</a:br><a:r>{LOOK}<a:t>two</a:t></a:r></a:p>"
    )


def test_a_paragraph_in_one_run_of_a_slide_leaves_the_paragraphs_before_it_alone():
    long = f"<a:p><a:r>{LOOK}<a:t>one{PARAGRAPH}two</a:t></a:r></a:p>"

    written = SLIDES.write_values(PLAIN + long, "")

    assert written == f"{PLAIN}<a:p><a:r>{LOOK}<a:t>one</a:t></a:r></a:p><a:p><a:r>{LOOK}<a:t>two</a:t></a:r></a:p>"

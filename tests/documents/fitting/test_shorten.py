"""Text that is too long at its smallest ends in an ellipsis, and its words that are left out are named."""

import re

from pipeline.documents.fitting.shorten import shortened
from tests.documents.fitting.test_fit import LONG, a_box, a_slide, a_table, fitted, row_heights


def paragraphs(*texts: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)


def at_most(count: int):
    return lambda xml: len(re.sub("<[^>]*>", "", xml)) <= count


def test_the_longest_paragraph_is_cut_after_a_whole_word_and_short_ones_stay():
    text, left_out = shortened(paragraphs("Fewer stops on the lines in Memmingen", "By May"), at_most(28))

    assert text == paragraphs("Fewer stops on the…", "By May")
    assert left_out == "lines in Memmingen"


def test_a_text_in_several_runs_keeps_the_first_ones():
    xml = "<a:p><a:r><a:t>One &amp; two </a:t></a:r><a:r><a:t>three four five</a:t></a:r></a:p>"

    assert shortened(xml, at_most(22))[0] == (
        "<a:p><a:r><a:t>One &amp; two </a:t></a:r><a:r><a:t>three…</a:t></a:r></a:p>"
    )


def test_a_text_that_nothing_makes_fit_is_left_as_it_is():
    assert shortened(paragraphs("One two", "Three"), lambda xml: False) == (paragraphs("One two", "Three"), "")


def test_a_box_that_is_too_small_holds_what_it_can_and_the_report_says_so():
    text, (problem,) = fitted(a_slide(a_box(LONG * 9, 3, 0.5, 14)))

    (shown,) = re.findall("<a:t>([^<]*)</a:t>", text)
    assert shown.endswith("…")
    assert (LONG * 9).startswith(shown[:-1])
    assert "so an ellipsis stands for words from “" in problem
    assert (LONG * 9)[len(shown) - 1 :].split()[0] in problem


def test_a_table_that_is_too_high_has_its_highest_rows_cut_and_ends_where_it_must():
    rows = [["Head"], [LONG * 9], ["Short"]]
    text, (problem,) = fitted(a_slide(a_table(rows, 0.4), a_box("Band", 3, 0.4, 14, top=3.0)))

    assert 1 + sum(row_heights(text)) <= 3.0
    assert "<a:t>Short</a:t>" in text
    assert "…</a:t>" in text
    assert "so an ellipsis stands for words from “" in problem


def test_a_word_that_is_wider_than_its_column_counts_with_the_lines_it_is_broken_into():
    word = "Verpackungsmaschineninstandhaltungskostenüberwachung"
    text, (problem,) = fitted(a_slide(a_table([["H"], [word]], 0.3, width=1.2)))

    assert row_heights(text)[1] > 0.7
    assert "has a word that is wider than its column, and is broken" in problem


def test_chinese_breaks_between_letters_and_arabic_is_measured_narrower():
    chinese, arabic = "供应链可视化项目" * 6, "خفض توقف خطوط التعبئة " * 4
    text, problems = fitted(a_slide(a_table([["H"], [chinese], [arabic]], 0.3, width=3)))

    assert row_heights(text)[1] > 0.5
    assert row_heights(text)[1] < 1.1
    assert problems == []

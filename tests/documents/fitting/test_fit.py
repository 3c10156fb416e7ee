"""Text that is too long for its shape: type shrinks, rows close up, charts follow, and what is left is told."""

import datetime
import io
import re
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Pt

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.fitting.fit import fit_slide, fit_slides
from pipeline.documents.fitting.measure import Words, line_widths, measured, text_width
from pipeline.documents.fitting.slide_text import Sizes
from pipeline.documents.rendering.render import render

SIZES = Sizes(heading_face="Cambria", body_face="Calibri")
LONG = "Fewer unplanned stops on the blister lines in Memmingen "


def a_slide(*makers: Any) -> str:
    """The XML of a slide with what the makers put on it."""
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    for make in makers:
        make(slide)
    xml: str = slide.part.blob.decode()
    return xml


def a_box(text: str, width: float, height: float, size: float, top: float = 1) -> Any:
    def make(slide: Any) -> None:
        box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(width), Inches(height))
        frame = box.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.text = text
        frame.paragraphs[0].runs[0].font.size = Pt(size)

    return make


def a_table(rows: list[list[str]], height: float, size: float = 14, width: float = 3) -> Any:
    """A table whose first row is a head; columns are `width` and rows `height` inches."""

    def make(slide: Any) -> None:
        shape = slide.shapes.add_table(len(rows), len(rows[0]), Inches(1), Inches(1), Inches(width), Inches(height))
        for column in shape.table.columns:
            column.width = Inches(width)
        for row, texts in zip(shape.table.rows, rows, strict=True):
            row.height = Inches(height)
            for cell, text in zip(row.cells, texts, strict=True):
                cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = 0
                cell.text = text
                for run in cell.text_frame.paragraphs[0].runs:
                    run.font.size = Pt(size)

    return make


def a_chart(left: float, top: float, width: float, height: float) -> Any:
    def make(slide: Any) -> None:
        data = CategoryChartData()
        data.categories, _ = ["A", "B"], data.add_series("One", (1, 2))
        frame = [Inches(number) for number in (left, top, width, height)]
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *frame, data)

    return make


def fitted(xml: str) -> tuple[str, list[str]]:
    slide = fit_slide(xml, SIZES, "deck.pptx", "page 3")
    return slide.xml, [str(problem) for problem in slide.problems]


def sizes_in(xml: str) -> set[float]:
    return {int(size) / 100 for size in re.findall(r'<a:rPr[^>]* sz="(\d+)"', xml)}


def row_heights(xml: str) -> list[float]:
    return [round(Emu(int(height)).inches, 3) for height in re.findall(r'<a:tr h="(\d+)"', xml)]


def table_texts(xml: str) -> list[str]:
    return re.findall(r"<a:t>([^<]*)</a:t>", xml)


def frames(xml: str) -> list[tuple[float, ...]]:
    found = re.findall(r'<a:off x="(\d+)" y="(\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>', xml)
    return [tuple(round(Emu(int(number)).inches, 3) for number in frame) for frame in found if frame[2] != "0"]


def test_widths_are_those_of_the_metric_twin():
    assert text_width(Words("Quarterly review", "Calibri", 20)) == text_width(Words("Quarterly review", "Carlito", 20))
    assert 1.87 < Emu(int(text_width(Words("Quarterly review", "Calibri", 20)))).inches < 1.93
    assert text_width(Words("Quarterly", "Arial", 20)) > text_width(Words("Quarterly", "Calibri", 20))
    assert text_width(Words("EUR\u00a05", "Calibri", 20)) == text_width(Words("EUR 5", "Calibri", 20))
    assert text_width(Words("Stops", "Calibri", 20, bold=True)) > text_width(Words("Stops", "Calibri", 20))


def test_lines_end_at_spaces_and_hyphens_and_never_at_no_break_spaces():
    def lines(text: str, inches: float) -> int:
        return len(line_widths([Words(text, "Calibri", 14)], Inches(inches)))

    assert lines("one two three", 3) == 1
    assert lines("one two three", 0.5) == 3
    assert lines("well-known", 0.6) == 2
    assert measured([Words("EUR\u00a0576,000", "Calibri", 14)]).widest_word() > Inches(0.8)
    assert measured([Words("EUR 576,000", "Calibri", 14)]).widest_word() < Inches(0.7)
    assert lines("one\ntwo", 3) == 2
    assert lines("", 3) == 1


@pytest.mark.parametrize("word", ["“half”", "€\u00a0576,000", "wait…", "●\u00a0late", "Δ‰", "±5", "a…b", "’s"])
def test_every_letter_of_a_word_is_measured(word):
    words = Words(word, "Calibri", 14)

    assert measured([words]).widest_word() == pytest.approx(1.04 * text_width(words))
    assert line_widths([words], Inches(9)) == pytest.approx([1.04 * text_width(words)])


def test_chinese_letters_after_others_are_not_held_together():
    widths = [1.04 * text_width(Words(part, "Calibri", 14)) for part in ("ab", "重", "庆", "市")]

    assert line_widths([Words("ab重庆市", "Calibri", 14)], 1.01 * max(widths)) == pytest.approx(widths)


def test_a_word_over_several_runs_is_not_broken():
    runs = [Words("Kaltenbrü", "Calibri", 14, bold=True), Words("ck", "Calibri", 14), Words(" Pharma", "Calibri", 14)]

    assert len(line_widths(runs, Inches(1.1))) == 2
    assert measured(runs).widest_word() == pytest.approx(1.04 * (text_width(runs[0]) + text_width(runs[1])))


def test_text_that_fits_is_left_as_it_is():
    xml = a_slide(a_box("Short", 3, 0.4, 20), a_table([["Head"], ["Row"]], 0.5))

    assert fitted(xml)[0].replace(' cy="914400"', ' cy="457200"') == xml.replace(' cy="914400"', ' cy="457200"')
    assert fitted(xml)[1] == []


def test_a_text_box_shrinks_point_by_point_until_its_text_fits():
    text, problems = fitted(a_slide(a_box(LONG * 2, 5, 0.92, 20)))

    assert sizes_in(text) == {18.0}
    assert problems == []


def test_text_that_is_too_long_at_twelve_points_is_told_with_page_and_shape():
    text, problems = fitted(a_slide(a_box(LONG * 9, 3, 0.5, 14)))

    assert sizes_in(text) == {12.0}
    assert len(problems) == 1
    assert problems[0].startswith("deck.pptx, page 3, shape 'TextBox 1': The text of this shape needs ")
    assert problems[0].endswith("in the template.")


def test_a_row_that_needs_more_grows_into_the_room_below_the_table_and_no_type_shrinks():
    text, problems = fitted(a_slide(a_table([["Head"], [LONG], ["Short"]], 0.42)))

    assert sizes_in(text) == {14.0}
    assert row_heights(text)[0::2] == [0.42, 0.42]
    assert row_heights(text)[1] > 0.46
    assert frames(text)[0][3] == pytest.approx(sum(row_heights(text)), abs=0.01)
    assert problems == []


def test_a_table_shrinks_as_a_whole_when_one_row_has_no_room_to_grow():
    rows = [["Head"], [LONG], [LONG]]
    text, problems = fitted(a_slide(a_table(rows, 0.42), a_box("Band", 3, 0.4, 12, top=2.36)))

    assert sizes_in(text) == {12.0}
    assert row_heights(text) == [0.42, 0.42, 0.42]
    assert problems == []


def test_the_slides_that_show_one_list_have_its_type_in_one_size():
    tight = a_slide(a_table([["Head"], [LONG], [LONG]], 0.42), a_box("Band", 3, 0.4, 12, top=2.36))
    roomy = a_slide(a_table([["Head"], ["Short"]], 0.42), a_box("Band", 3, 0.4, 14, top=2.36))

    pages = fit_slides([roomy, tight, roomy], SIZES, "deck.pptx", 3)

    assert [sizes_in(page.xml) for page in pages] == [{12.0, 14.0}, {12.0}, {12.0, 14.0}]
    assert sizes_in(fit_slide(roomy, SIZES, "deck.pptx", "page 3").xml) == {14.0}


def test_tables_beside_each_other_have_their_type_in_one_size():
    def beside(slide: Any) -> None:
        a_table([["Head"], ["Short"]], 0.42)(slide)
        slide.shapes[-1].left = Inches(5)

    tight = a_table([["Head"], [LONG], [LONG]], 0.42)
    text, _ = fitted(a_slide(beside, tight, a_box("Band", 3, 0.4, 12, top=2.36)))

    assert sizes_in(text) == {12.0}


def test_text_boxes_side_by_side_have_their_type_in_one_size():
    def card(left: float, text: str) -> Any:
        def make(slide: Any) -> None:
            a_box(text, 3, 0.5, 16)(slide)
            slide.shapes[-1].left = Inches(left)

        return make

    text, problems = fitted(a_slide(card(1, "Short"), card(5, LONG), card(9, "Short too"), a_box("Below", 3, 1, 16, 4)))

    assert [int(size) for size in re.findall(r'<a:rPr[^>]* sz="(\d+)"', text)] == [1500, 1500, 1500, 1600]
    assert problems == []


def test_a_row_that_cannot_shrink_grows_and_the_frame_with_it():
    text, problems = fitted(a_slide(a_table([["Head"], [LONG * 3], ["Short"]], 0.4)))

    assert row_heights(text)[0::2] == [0.4, 0.4]
    assert row_heights(text)[1] > 0.5
    assert frames(text)[0][3] == pytest.approx(sum(row_heights(text)), abs=0.01)
    assert problems == []


def test_rows_close_up_when_the_table_would_run_into_what_stands_below():
    rows = [["Head"], *[["Row"]] * 5]
    text, problems = fitted(a_slide(a_table(rows, 0.5), a_box("Band", 3, 0.4, 14, top=3.5)))

    assert row_heights(text)[0] == 0.5
    assert len(set(row_heights(text)[1:])) == 1
    assert 1 + sum(row_heights(text)) == pytest.approx(3.5 - 1 / 12, abs=0.01)
    assert problems == []


def test_a_table_that_cannot_close_up_enough_is_told():
    rows = [["Head"], *[["Row"]] * 9]
    _, problems = fitted(a_slide(a_table(rows, 0.5), a_box("Band", 3, 0.4, 14, top=2.5)))

    assert [problem.partition(":")[0] for problem in problems] == ["deck.pptx, page 3, shape 'Table 1'"]


def test_a_chart_on_a_table_follows_its_rows():
    rows = [["Head", ""], *[["Row", ""]] * 6]
    chart = a_chart(4.25, 1.5, 2, 3.0)
    text, problems = fitted(a_slide(a_table(rows, 0.5), chart, a_box("Band", 6, 0.4, 14, top=4.0)))

    height = row_heights(text)[1]
    assert height < 0.5
    assert frames(text)[1] == pytest.approx((4.25, 1.5, 2, 6 * height), abs=0.01)
    assert problems == []


def test_rows_under_a_chart_stay_alike():
    rows = [["Head", ""], [LONG * 3, ""], ["Row", ""]]
    text, problems = fitted(a_slide(a_table(rows, 0.4), a_chart(4.25, 1.4, 2, 0.8)))

    assert row_heights(text)[1] == row_heights(text)[2] > 0.5
    assert frames(text)[1][3] == pytest.approx(2 * row_heights(text)[1], abs=0.01)
    assert problems == []


def test_a_word_wider_than_its_column_makes_the_table_shrink_and_is_told_if_that_does_not_help():
    shrunk, problems = fitted(a_slide(a_table([["Head"], ["Arzneimittelverpackung"]], 0.5, size=14, width=1.85)))
    assert sizes_in(shrunk) < {12.0, 13.0, 14.0}
    assert problems == []

    _, problems = fitted(a_slide(a_table([["H"], ["Arzneimittelverpackung"]], 0.5, width=0.8)))
    assert "has a word that is wider than its column" in problems[0]


def test_exact_line_spacing_shrinks_with_the_type():
    def make(slide: Any) -> None:
        a_table([["Head"], [LONG]], 0.42)(slide)
        a_box("Band", 3, 0.4, 12, top=1.93)(slide)
        for row in slide.shapes[0].table.rows:
            row.cells[0].text_frame.paragraphs[0].line_spacing = Pt(17)

    text, _ = fitted(a_slide(make))

    assert sizes_in(text) == {12.0}
    assert set(re.findall(r'<a:lnSpc><a:spcPts val="(\d+)"/>', text)) == {"1457"}


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Rolls from one batch for each long shift", "long\u00a0shift"),
        ("Rolls from one batch for each shift, set by a crew", ""),
        ("Rolls from one batch for each Verpackung", ""),
        ("One batch", ""),
    ],
)
def test_a_short_word_does_not_stand_alone_on_the_last_line_of_a_cell(text: str, tied: str):
    cells = table_texts(fitted(a_slide(a_table([["Goal", "Idea"], ["A", text]], 0.6)))[0])

    assert cells[-1].replace("\u00a0", " ") == text
    assert cells[-1].endswith(tied)
    assert ("\u00a0" in cells[-1]) == bool(tied)


def a_deck_with_title(title: str) -> tuple[str, list[str]]:
    """The slide that a template with a title placeholder of two lines at 28 points gives."""
    presentation = Presentation()
    layout = presentation.slide_layouts[5]
    holder = layout.placeholders[0]
    holder.left, holder.top, holder.width, holder.height = (Inches(number) for number in (0.7, 0.6, 8.9, 1.0))
    frame = holder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    styles = presentation.slide_master._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr")
    styles.set("sz", "2800")
    presentation.slides.add_slide(layout).shapes.title.text = "{{ title }}"
    target = io.BytesIO()
    presentation.save(target)
    overflows: list[Any] = []
    data = {
        "title": title,
        "charts": {},
        "locale": "en-GB",
        "currency": "EUR",
        "document": {"title": "", "author": "", "language": "en-GB", "date": datetime.date(2026, 9, 30)},
    }
    blob = render(compile_template(target.getvalue(), "deck.pptx", "client"), data, overflows)
    slide = Presentation(io.BytesIO(blob)).slides[0]
    return slide.part.blob.decode(), [f"{problem} [{problem.code}]" for problem in overflows]


def test_a_title_takes_its_measure_from_layout_and_master_and_steps_down_by_two_points():
    assert sizes_in(a_deck_with_title("Four of six goals are met or on track")[0]) == set()
    text, problems = a_deck_with_title(LONG + "rose again in the third quarter of 2026 too")
    assert sizes_in(text) == {26.0}
    assert problems == []


def test_a_title_that_is_too_long_at_twenty_four_points_is_told():
    _, (problem,) = a_deck_with_title(LONG * 5)

    assert problem.startswith("deck.pptx, page 1, shape 'Title 1': ")
    assert problem.endswith("[text-overflow]")


def test_a_title_that_leaves_a_scrap_for_its_last_line_is_broken_earlier():
    text, _ = a_deck_with_title("Six goals serve three things Contoso wants to achieve now")

    inset = re.search(r'<a:bodyPr[^>]* rIns="(\d+)"', text)
    assert inset is not None
    assert 0.2 < Emu(int(inset[1])).inches < 4

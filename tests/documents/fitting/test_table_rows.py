"""The rows of a slide's table as they are measured: the short ways give what measuring each paragraph gives."""

import pytest
from pptx.util import Inches

from pipeline.documents.fitting.paragraphs import height_of, texts_apart, texts_put_in
from pipeline.documents.fitting.slide_text import Sizes
from pipeline.documents.fitting.table_rows import Cell, rows_of
from tests.documents.fitting.test_fit import SIZES, a_slide, a_table

TEXTS = ["Head", "Stops on the blister lines, by cause and week", "R&D <b> &amp; more", "“€ 5” – 重庆", "", "ab\tc"]


def cells(texts: list[str], size: float = 14, width: float = 2) -> list[Cell]:
    xml = a_slide(a_table([texts], 0.4, size, width))
    (row,) = rows_of(xml, 0, (Inches(width),) * len(texts), SIZES)
    return row.cells


@pytest.mark.parametrize("scale", [{}, {14: 12.0}])
def test_a_flat_cell_needs_what_its_paragraphs_need(scale):
    found = cells(TEXTS)

    assert [cell.number for cell in found] == [0, 1, 2, 3, 5]
    assert {cell.is_flat for cell in found} == {True, False}
    for cell in found:
        measured = height_of(cell.paragraphs, scale, cell.room)
        assert cell.needs(scale) == measured
        assert cell.is_flat == all(one.goes_on_a_line(cell.room) for one in cell.paragraphs)


def test_a_row_needs_what_its_highest_cell_needs():
    short, long = ("Head",), ("Head", "Stops on the blister lines, by cause and week")
    rows = [rows_of(a_slide(a_table([list(one)], 0.4, 14, 1)), 0, (Inches(1),) * 2, SIZES)[0] for one in (short, long)]

    assert rows[0].needs({}) == rows[0].cells[0].needs({})
    assert rows[1].needs({}) == max(cell.needs({}) for cell in rows[1].cells) > rows[0].needs({})
    assert rows[1].tight(Inches(0.4), {}) == [rows[1].cells[1]]
    assert [cell.number for cell in rows[1].tight(0, {})] == [0, 1]


def test_what_one_account_wrote_is_not_measured_for_another():
    first, second = (cells([text])[0].paragraphs[0].words[0].text for text in ("Ours", "Theirs"))

    assert (first, second) == ("Ours", "Theirs")


def test_texts_are_put_in_where_they_were_taken():
    xml = a_slide(a_table([TEXTS], 0.4))
    texts, around = texts_apart(xml)

    assert "R&amp;D &lt;b&gt; &amp;amp; more" in texts
    assert not any(text in around for text in texts if text)
    assert texts_put_in(texts, around) == xml
    assert rows_of(a_slide(), 0, (), Sizes()) == []

"""Lists cut into slides: by the number of rows, with their chart, and anew where their rows need more height."""

import datetime
import io
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches, Pt

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.fitting.paging import Page, RowNeeds, counts_for, pages
from pipeline.documents.rendering import slides
from pipeline.documents.rendering.render import render
from pipeline.problems import Problem

LONG = "Fewer unplanned stops on the blister lines in Memmingen and in Kempten "


def a_chart(count: int) -> dict[str, Any]:
    names = [f"Goal {number}" for number in range(1, count + 1)]
    return {"alt": "All rose.", "categories": names, "series": [{"name": "Q3", "values": list(range(1, count + 1))}]}


def runs(rows: int, size: int) -> list[dict[str, Page]]:
    return [{"page": page} for page in pages(list(range(rows)), size)]


def needs(run: list[dict[str, Page]], room: int, heights: list[int], *, alike: bool = False) -> list[list[RowNeeds]]:
    return [
        [RowNeeds("Plan", room, tuple(heights[one["page"]["first"] - 1 : one["page"]["last"]]), alike=alike)]
        for one in run
    ]


def test_a_chart_is_cut_with_the_rows_that_it_lies_on():
    first, second = pages(list("abcde"), 3, a_chart(5))

    assert (first["chart"]["categories"], first["chart"]["series"][0]["values"]) == (
        ["Goal 1", "Goal 2", "Goal 3"],
        [1, 2, 3],
    )
    assert second["chart"]["series"] == [{"name": "Q3", "values": [4, 5]}]
    assert second["chart"]["alt"] == "All rose. Shown here: 4 to 5 of 5."
    assert pages(list("ab"), 3, a_chart(2))[0]["chart"] == a_chart(2)
    assert pages(list("ab"), 3, None)[0]["chart"] is None


@pytest.mark.parametrize(
    ("rows", "size", "counts"), [(12, 11, [6, 6]), (11, 11, [11]), (13, 6, [5, 4, 4]), (3, 2, [1, 2]), (2, 1, [1, 1])]
)
def test_pages_are_few_and_about_equally_full(rows: int, size: int, counts: list[int]):
    assert [len(page["rows"]) for page in pages(list(range(rows)), size)] == counts


def test_a_part_whose_rows_have_no_figure_has_no_chart():
    chart = {**a_chart(4), "series": [{"name": "Q3", "values": [1, 2, None, None]}]}

    assert [page["chart"] is None for page in pages(list("abcd"), 2, chart)] == [False, True]


def test_a_chart_that_is_not_one_of_the_rows_is_refused():
    with pytest.raises(ValueError, match="5 rows and a chart of 4 categories"):
        pages(list("abcde"), 3, a_chart(4))


def test_rows_go_on_as_few_pages_as_their_heights_allow_about_equally_full():
    run = runs(9, 7)

    assert counts_for(run, needs(run, 70, [20] * 9)) == [3, 3, 3]
    assert counts_for(run, needs(run, 70, [60, *[10] * 8])) == [2, 7]
    assert counts_for(run, needs(run, 70, [10] * 8 + [90])) == [4, 4, 1]
    assert counts_for(run, needs(run, 70, [30, 30, 30, 30, 60, 30, 30, 30, 5])) == [2, 2, 1, 2, 2]


def test_rows_that_a_chart_lies_on_are_as_high_as_the_highest_of_their_page():
    run = runs(6, 6)

    assert counts_for(run, needs(run, 60, [10, 10, 30, 10, 10, 10])) == [3, 3]
    assert counts_for(run, needs(run, 60, [10, 10, 30, 10, 10, 10], alike=True)) == [2, 1, 3]


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40), st.integers(1, 9), st.booleans())
def test_no_page_holds_more_than_goes_on_it_and_every_row_is_on_one(heights: list[int], size: int, alike: bool):
    run = runs(len(heights), size)

    counts = counts_for(run, needs(run, 100, heights, alike=alike))

    assert sum(counts) == len(heights)
    start = 0
    for count in counts:
        found = heights[start : start + count]
        assert count <= size
        assert (max(found) * count if alike else sum(found)) <= 100
        start += count


# --- a whole deck ---


def a_deck(table_rows: list[str], band: float, directive: str) -> bytes:
    """A template of one slide: a title, a table of one column, and a text box `band` inches from the top."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Actions {{ page.number }}/{{ page.count }}, {{ slide.number }} of {{ slide.count }}"
    shape = slide.shapes.add_table(len(table_rows), 1, Inches(1), Inches(2), Inches(4), Inches(0.4))
    shape.table.columns[0].width = Inches(4)
    for row, text in zip(shape.table.rows, table_rows, strict=True):
        row.height = Inches(0.4)
        row.cells[0].text = text
        row.cells[0].text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    slide.shapes.add_textbox(Inches(1), Inches(band), Inches(4), Inches(0.5)).text_frame.text = "Band"
    slide.notes_slide.notes_text_frame.text = directive
    target = io.BytesIO()
    presentation.save(target)
    return target.getvalue()


def made(template: bytes, **values: Any) -> tuple[Any, list[Problem]]:
    """The deck that a template makes of these values, and what did not fit."""
    about = {"title": "", "author": "", "language": "en-GB", "date": datetime.date(2026, 9, 30)}
    data = {"charts": {}, "pictures": {}, "locale": "en-GB", "currency": "EUR", "document": about, **values}
    overflows: list[Problem] = []
    blob = render(compile_template(template, "deck.pptx", "client"), data, overflows)
    return Presentation(io.BytesIO(blob)), overflows


def rows_of(slide: Any) -> list[str]:
    return [row.cells[0].text for shape in slide.shapes if shape.has_table for row in shape.table.rows]


ROWS = ["Head", "{%tr for a in page.rows %}", "{{ a }}", "{%tr endfor %}"]
LOOP = "{% slide for page in actions | pages(6) %}"


def test_a_table_whose_rows_need_more_room_goes_on_on_the_next_slide():
    texts = [f"{number} {LONG * 5}" for number in range(1, 7)]

    deck, overflows = made(a_deck(ROWS, 6.2, LOOP), actions=texts)

    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == ["Actions 1/3, 1 of 3", "Actions 2/3, 2 of 3", "Actions 3/3, 3 of 3"]
    assert [rows_of(slide) for slide in deck.slides] == [["Head", *texts[start : start + 2]] for start in (0, 2, 4)]
    assert overflows == []


def test_rows_that_fit_stay_on_one_slide():
    deck, overflows = made(a_deck(ROWS, 6.0, LOOP), actions=["Short"] * 6)

    assert [len(rows_of(slide)) for slide in deck.slides] == [7]
    assert overflows == []


def test_pages_that_were_numbered_are_numbered_anew():
    template = a_deck([*ROWS, "{%tr if page.more %}{{ page.last + 1 }} and on follow{%tr endif %}"], 6.0, LOOP)

    deck, overflows = made(template, actions=[f"{number} {LONG * 5}" for number in range(1, 9)])

    found = [rows_of(slide)[-1] for slide in deck.slides]
    assert re.fullmatch(r"\d and on follow", found[0])
    assert rows_of(deck.slides[1])[1].partition(" ")[0] == found[0].partition(" ")[0]
    assert overflows == []


def test_rows_are_shared_out_anew_where_that_keeps_the_type_as_large_as_designed():
    """Six rows and two would make the type of the first slide smaller."""
    texts = [f"{number} {LONG}" for number in range(1, 9)]

    deck, overflows = made(a_deck(ROWS, 5.9, LOOP), actions=texts)

    assert [len(rows_of(slide)) - 1 for slide in deck.slides] == [4, 4]
    assert {run.font.size for slide in deck.slides for run in runs_of_table(slide)} == {Pt(14)}
    assert overflows == []


def test_rows_are_shared_out_anew_where_too_many_stand_on_one_slide():
    texts = [f"{number} {LONG * 2}" for number in range(1, 9)]

    deck, overflows = made(a_deck(ROWS, 5.6, LOOP), actions=texts)

    assert [len(rows_of(slide)) - 1 for slide in deck.slides] == [4, 4]
    assert overflows == []


def runs_of_table(slide: Any) -> list[Any]:
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [run for table in tables for cell in table.iter_cells() for run in cell.text_frame.paragraphs[0].runs]


def test_only_what_a_cut_changes_is_made_anew(monkeypatch: pytest.MonkeyPatch):
    """A slide before the list asks for its page, one for the number of slides; one after it does not ask."""
    presentation = Presentation(io.BytesIO(a_deck(ROWS, 6.2, "{% slide key 'list' %}\n" + LOOP)))
    for text in (
        "After the list, page {{ slide.number }}",
        "Of {{ slide.count }}",
        "The next one is on page {{ page_of('after') }}",
    ):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = text
        slide.notes_slide.notes_text_frame.text = "{% slide key 'after' %}" if text.startswith("After") else ""
    order = presentation.slides._sldIdLst
    order.insert(0, order[3])
    order.insert(0, order[3])
    target = io.BytesIO()
    presentation.save(target)
    drafted: list[str] = []
    real = slides.drafted
    monkeypatch.setattr(
        slides, "drafted", lambda document, sheet, data: drafted.append(sheet.name) or real(document, sheet, data)
    )

    deck, _ = made(target.getvalue(), actions=[f"{number} {LONG * 5}" for number in range(1, 7)])

    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == [
        "Of 6",
        "The next one is on page 6",
        *[f"Actions {at}/3, {at + 2} of 6" for at in (1, 2, 3)],
        "After the list, page 6",
    ]
    count = Counter(name.rpartition("/")[2] for name in drafted)
    assert count == {"slide3.xml": 2, "slide4.xml": 2, "slide1.xml": 1 + 3, "slide2.xml": 1}

"""What is typed is printed as it was typed: tags, markup and rare characters from every text field, in both formats."""

import io
import zipfile
from functools import cache
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.figures.chart_workbook import plain_text
from pipeline.documents.rendering.render import render
from pipeline.model.account import RECORDS, all_columns
from pipeline.model.fields import Column
from pipeline.run.stages import Review, documents
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import Terms, read_cell
from pipeline.workbook.conventions import Conventions
from pipeline.workbook.parser import Reading, read_input
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.documents.office import (
    data,
    deck,
    made,
    paragraphs,
    slide_cells,
    slide_chart,
    slide_table,
    slides_of,
    titled,
    word_chart,
    word_lines,
)
from tests.workbooks import a_workbook

TYPED = (
    *(
        "{{ 7 * 7 }}",
        "{% if %}",
        "{# gone #}",
        "{{",
        "}}",
        "{%p endif %}",
        "{_{ x }_}",
        "{{ account.name }}",
        "{{r x }}",
    ),
    *("<w:p/>", "</a:t>", "&amp;", "&#65;", "<!--", "]]>", "<![CDATA[", "A & B <C> \"D\" 'E'", "_x0041_", "_x000D_"),
    *(
        "%7B%7B",
        "${x}",
        "#{x}",
        "http://127.0.0.1/?a=1&b=2",
        "'); DROP",
        "\\u0041",
        "a\u202eb",
        "a\u0301",
        "\U0001f4a3",
    ),
)
NONCHARACTERS = tuple(chr(code) for code in range(0x110000) if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)
ILLEGAL = ("\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x84", "\x9f", "\ud800", "\udfff", *NONCHARACTERS)
TEXTS = tuple(
    column
    for column in all_columns()
    if column.kind.name in ("text", "long text") and not (column.choices or column.choices_from)
)
TERMS = Terms(Conventions(), "EUR", shipped_standards())
WORD = compile_template(paragraphs("<{{ value }}>"), "plan.docx", "internal")
DECK = compile_template(deck(titled("<{{ value }}>")), "review.pptx", "internal")
FIELDS_ON_A_SLIDE = 8
SAVED = tuple(typed.replace("_x", "_x005F_x") for typed in TYPED)  # as Office writes what looks like its escapes
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def through(text: str) -> tuple[str, str]:
    """What the Word file and the deck show of a text."""
    word = docx.Document(io.BytesIO(render(WORD, data(value=text)))).paragraphs[0].text
    return word[1:-1], slides_of(render(DECK, data(value=text)))[0].shapes.title.text[1:-1]


# --- every field of a workbook ---------------------------------------------------------------------------------------


def path_of(column: Column) -> str:
    """The name that templates have for a field of the only row of its sheet."""
    return f"{column.sheet.key}.{column.key}" if column.sheet.form else f"{column.sheet.key}[0].{column.key}"


EXPECTED = {path_of(column): TYPED[number % len(TYPED)] for number, column in enumerate(TEXTS)}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A workbook of one row on each sheet, each of its text fields holding one of the texts."""
    rows = {
        record.sheet.key: [
            {
                column.title: SAVED[TYPED.index(EXPECTED[path_of(column)])]
                for column in TEXTS
                if column.sheet is record.sheet
            }
        ]
        for record in RECORDS
    }
    found = read_input(a_workbook(tmp_path_factory.mktemp("typed"), **rows), shipped_standards())
    assert isinstance(found, Reading)
    return found


def test_the_texts_are_spread_over_every_text_field_of_every_sheet_that_has_one():
    assert len(TYPED) >= 20
    assert len(TEXTS) >= 4 * len(TYPED), "each text stands in several fields"
    assert {column.sheet.key for column in TEXTS} >= {record.sheet.key for record in RECORDS} - {"ratings"}


def test_every_text_field_is_read_as_it_was_typed(reading: Reading):
    account = reading.readable
    assert account is not None

    read = {
        path_of(column): getattr(account.rows(record)[0], column.key)
        for record in RECORDS
        for column in TEXTS
        if column.sheet is record.sheet
    }

    assert read == EXPECTED


@cache
def templates():
    """A Word file and a deck that print every text field, as the registry lists them."""
    paths = list(EXPECTED)
    groups = [paths[start : start + FIELDS_ON_A_SLIDE] for start in range(0, len(paths), FIELDS_ON_A_SLIDE)]
    slides = [titled("Fields", "", slide_table(*([f"<{{{{ {path} }}}}>"] for path in group))) for group in groups]
    return (
        compile_template(paragraphs(*(f"<{{{{ {path} }}}}>" for path in paths)), "fields.docx", "internal"),
        compile_template(deck(*slides), "fields.pptx", "internal"),
    )


def test_every_text_field_is_printed_as_it_was_typed_in_both_formats(reading: Reading):
    assert reading.readable is not None

    word, slides = documents(reading.readable, shipped_standards(), templates(), Review(PERIOD, AS_OF))

    printed = [line[1:-1] for line in word_lines(word.content)]
    shown = [row[0][1:-1] for slide in slides_of(slides.content) for row in slide_cells(slide)]
    assert dict(zip(EXPECTED, printed, strict=True)) == EXPECTED
    assert dict(zip(EXPECTED, shown, strict=True)) == EXPECTED


# --- charts ----------------------------------------------------------------------------------------------------------


def names_in_chart(document: bytes) -> set[str | None]:
    """The texts that the chart of a Word file shows: its cached names, read as XML."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        (chart,) = [archive.read(name) for name in archive.namelist() if "/charts/chart" in name]
    return {value.text for cache in ElementTree.fromstring(chart).iter(f"{C}strCache") for value in cache.iter(f"{C}v")}


def test_the_names_in_a_chart_are_drawn_as_they_were_typed():
    series = [{"name": text, "values": [1] * len(TYPED)} for text in TYPED]
    charts = {"sales": {"categories": list(TYPED), "series": series, "alt": TYPED[0]}}

    drawn = next(
        shape.chart
        for shape in slides_of(made(deck(titled("T", "", slide_chart("chart:sales"))), data(charts=charts)))[0].shapes
        if shape.has_chart
    )
    in_word = made(word_chart("chart:sales"), data(charts=charts))

    assert tuple(drawn.plots[0].categories) == SAVED
    assert tuple(one.name for one in drawn.plots[0].series) == SAVED
    assert names_in_chart(in_word) == set(SAVED)


# --- single characters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", TYPED)
def test_what_looks_like_a_tag_or_markup_comes_out_as_it_was_typed(typed: str):
    assert through(typed) == (typed, typed)


def test_a_character_that_no_document_can_hold_is_read_as_one_that_can_and_told():
    for illegal in ILLEGAL:
        read = read_cell(Cell(1, 1, f"before{illegal}after"), TEXTS[0], TERMS)

        assert read.value == "before\ufffdafter"
        assert [problem.code for problem in read.problems] == ["control-characters"]
        assert illegal not in str(read.problems), "it is not in the message either: it could not be written"


def test_what_stands_for_such_a_character_is_printed():
    assert through("before\ufffdafter") == ("before\ufffdafter",) * 2


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), min_size=1))
def test_any_text_is_printed_as_it_was_read(typed: str):
    read = read_cell(Cell(1, 1, typed), TEXTS[0], TERMS).value or "-"
    assert isinstance(read, str)

    assert through(read) == (read.replace("\t", " "),) * 2
    assert plain_text(read) == read

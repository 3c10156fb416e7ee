"""How wide words stand in a cell: near enough to the typeface for widths and heights, never far off."""

import pytest

from pipeline.documents.fitting.measure import EMU_PER_POINT, Words
from pipeline.documents.fitting.measure import text_width as measured
from pipeline.workbook.type_widths import line_count, text_width


@pytest.mark.parametrize(
    "text",
    [
        "Provide a room and read access to the deviation register",
        "Maximilian Freiherr von Rothenfels",
        "s.koenigsmann@kaltenbrueck.example",
        "0065g00000ABCDEFGH",
        "Qualitätssicherung, Weißenhorn und Görlitz",
        "1,900,000 EUR in 2026–2028",
    ],
)
def test_the_estimate_is_within_four_per_cent_of_the_typeface(text):
    pixels = measured(Words(text, "Calibri", 11)) / EMU_PER_POINT * 96 / 72
    assert text_width(text) == pytest.approx(pixels, rel=0.04)


def test_a_letter_that_is_an_ideogram_counts_twice_a_digit():
    assert text_width("重") == pytest.approx(2 * text_width("0"), rel=0.02)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 100, 1),
        ("one two", 100, 1),
        ("one two", 30, 2),
        ("one\ntwo", 100, 2),
        ("one\n\ntwo", 100, 3),
        ("a" * 40, 100, 3),
        ("so " + "a" * 40, 100, 4),
    ],
)
def test_lines_break_between_words_at_line_ends_and_in_words_wider_than_the_room(text, room, lines):
    assert line_count(text, room) == lines

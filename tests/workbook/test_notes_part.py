"""Notes added to a sheet's own."""

import re

import pytest

from pipeline.problems import Problem
from pipeline.workbook.notes_part import NO_DRAWING, NotesPart, drawn, no_comments

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WRONG = Problem(code="not-a-date", severity="error", message="Due is no date.", fix="Type a date.", found="soon")
ODD = Problem(code="odd", severity="note", message="Read as 5.", fix="Nothing has to be done.")


def words_of(part: NotesPart) -> str:
    return re.sub("<[^>]*>", "", part.content().decode())


def comments(author: str, *told: str) -> bytes:
    notes = "".join(f'<comment ref="K{row}" authorId="0"><text>{words}</text></comment>' for row, words in told)
    authors = f"<authors><author>{author}</author></authors>"
    return f'<comments xmlns="{MAIN}">{authors}<commentList>{notes}</commentList></comments>'.encode()


def test_a_note_says_kind_code_what_is_wrong_what_was_found_what_to_do_and_what_waits():
    part = NotesPart(no_comments(MAIN))
    part.add({"F7": [WRONG]})

    told = "■ Error not-a-date\nDue is no date. Found: soon\nType a date.\nThe account's documents wait"
    assert told in words_of(part).replace("&#9632;", "■")


def test_only_an_error_makes_documents_wait():
    part = NotesPart(no_comments(MAIN))
    part.add({"F7": [ODD]})

    assert "wait" not in words_of(part)


def test_two_problems_of_a_cell_share_its_note():
    part = NotesPart(no_comments(MAIN))
    part.add({"F7": [WRONG, ODD]})

    assert part.content().count(b"<comment ") == 1
    assert words_of(part).index("not-a-date") < words_of(part).index("odd")


@pytest.mark.parametrize("own", ["<t>Ask Anna</t>", "<r><t>Ask </t></r><r><t>Anna</t></r>"])
def test_a_note_that_is_there_stays_below_the_problem(own):
    part = NotesPart(comments("Anna", (7, own)))
    part.add({"K7": [WRONG]})

    assert part.content().count(b"<comment ") == 1
    assert words_of(part).index("not-a-date") < words_of(part).index("Ask Anna")
    assert b"<text><t>" not in part.content()
    assert re.search(rb"</r><t>|</t><r>", part.content()) is None


def test_a_threaded_comment_stays_alone():
    own = comments("tc={6F1D}", (7, "<t>Thread</t>"))
    part = NotesPart(own)
    part.add({"K7": [WRONG], "K8": [WRONG]})

    assert b'<comment ref="K7" authorId="0"><text><t>Thread</t></text></comment>' in part.content()
    assert list(part.heights()) == ["K8"]


def test_a_longer_note_gets_a_taller_box():
    part = NotesPart(comments("Anna", (8, "<t>" + "Ask Anna again. " * 20 + "</t>")))
    part.add({"K7": [WRONG], "K8": [WRONG], "K9": [WRONG, WRONG]})

    heights = part.heights()
    assert heights["K7"] < heights["K9"] < heights["K8"]


def test_each_note_has_one_box_at_its_cell_with_a_number_of_its_own():
    once = drawn(NO_DRAWING, {"B7": 96, "K8": 96})
    twice = drawn(once, {"K8": 120, "L9": 96})

    places = re.findall(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)", twice)
    numbers = re.findall(rb'id="_x0000_s(\d+)"', twice)
    assert places == [(b"6", b"1"), (b"7", b"10"), (b"8", b"11")]
    assert len(set(numbers)) == 3
    assert b"height:120px" in twice


def test_a_drawing_that_is_not_well_formed_keeps_all_it_has():
    drawing = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1026">Go<br></v:shape></xml>'

    made = drawn(drawing, {"B7": 96})

    assert made.startswith(drawing.removesuffix(b"</xml>"))
    assert b"_x0000_s1027" in made
    assert made.endswith(b"</v:shape></xml>")

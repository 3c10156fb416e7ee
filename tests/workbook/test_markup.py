"""Parts changed element by element."""

from xml.etree import ElementTree
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.workbook.markup import Markup, element, text

PART = b"""<?xml version="1.0" encoding="UTF-8"?>
<a:top xmlns:a='urn:a' a:note="1 > 0"  ><!-- kept --><a:row r='1'><a:c/></a:row >
<a:row r="2"/><mc:Other xmlns:mc="urn:mc" mc:Ignorable="x"/></a:top>
"""


def test_a_part_without_changes_is_the_same_to_the_byte():
    assert Markup(PART).content() == PART


def test_a_change_leaves_every_other_byte_as_it_was():
    part = Markup(PART)
    first, second = part.root.named("row")
    first.set("spans", None)
    first.set("r", "7")
    second.last.append(part.element("c", {"r": "B2"}))

    changed = part.content()

    assert changed == PART.replace(b"<a:row r='1'>", b'<a:row r="7">').replace(
        b'<a:row r="2"/>', b'<a:row r="2"><a:c r="B2"/></a:row>'
    )


def test_children_are_put_before_behind_and_in_place_of_others():
    part = Markup(b"<t><a/><b/></t>")
    a, b = part.root.children
    a.before.append("<n/>")
    a.replaced = ""
    b.after.append("<m/>")
    part.root.first.append("<f/>")
    part.root.last.append("<l/>")

    assert part.content() == b"<t><f/><n/><b/><m/><l/></t>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<t><b/><d/></t>", b"<t><b/><c/><d/></t>"),
        (b"<t><other/><d/></t>", b"<t><c/><other/><d/></t>"),
        (b"<t/>", b"<t><c/></t>"),
    ],
)
def test_a_new_child_stands_where_the_schema_wants_it(before, after):
    part = Markup(before)
    part.root.add("<c/>", "c", ("a", "b", "c", "d"))

    assert part.content() == after


def test_what_is_not_wanted_is_passed_over_and_kept():
    part = Markup(PART, lambda inside: inside.name == "top")

    assert [child.children for child in part.root.children] == [[], [], []]
    assert part.content() == PART


def test_a_part_in_utf_16_can_be_changed():
    part = Markup('<?xml version="1.0" encoding="UTF-16"?><t>é</t>'.encode("utf-16"))
    part.root.last.append(element("c", None, text("ü")))

    assert ElementTree.canonicalize(part.content().decode()) == "<t>é<c>ü</c></t>"


def test_a_part_in_an_encoding_of_its_own_keeps_it():
    part = Markup('<?xml version="1.0" encoding="ISO-8859-1"?><t>é</t>'.encode("latin-1"))
    part.root.last.append(element("c", None, text("–")))

    root = ElementTree.fromstring(part.content())
    assert (root.text, root[0].text) == ("é", "–")


def test_a_part_that_is_not_well_formed_is_refused():
    with pytest.raises(expat.ExpatError):
        Markup(b"<t><br></t>")


@given(st.text())
def test_words_come_back_as_they_were_but_for_what_xml_cannot_hold(words):
    read = ElementTree.fromstring(element("t", {"a": words}, text(words)))

    legal = "".join(letter if letter in "\t\n\r" or letter >= " " else "\ufffd" for letter in words)
    legal = "".join("\ufffd" if letter in "\ufffe\uffff" else letter for letter in legal)
    assert read.get("a") == legal
    assert (read.text or "").replace("_x005F_", "_") == legal.replace("_x005F_", "_")


def test_words_that_look_like_an_escape_stay_words():
    assert text("_x0041_") == "_x005F_x0041_"

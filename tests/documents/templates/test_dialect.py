"""Facts about the language inside tags: what prints, what is refused, and what its filters give."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, TemplateAssertionError

from pipeline.documents.templates.dialect import LINE_BREAK, NameMissing, dialect, pages


def shown(source: str, **values: Any) -> str:
    return dialect().from_string(source).render(locale="en-GB", currency="EUR", **values)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("A & B <C>", "A &amp; B &lt;C&gt;"),
        ("one\r\ntwo\rthree\nfour", LINE_BREAK.join(("one", "two", "three", "four"))),
        ("bell\x07, tab\t, null\x00, \ud800, \ufdd0, \uffff", "bell, tab , null, , , "),
        ("{{ 7 * 7 }} {% if %}", "{{ 7 * 7 }} {% if %}"),
        (0, "0"),
        (Decimal("1E+3"), "1000"),
        (datetime.date(2026, 11, 21), "2026-11-21"),
    ],
)
def test_a_value_prints_as_text_of_an_office_file(value, text):
    assert shown("{{ value }}", value=value) == text


@pytest.mark.parametrize("value", [True, ["a"], {"a": 1}, {"a"}])
def test_what_is_not_a_text_is_not_printed(value):
    with pytest.raises(TypeError, match="cannot be printed"):
        shown("{{ value }}", value=value)


@given(st.text())
def test_every_text_prints_without_breaking_the_markup(text):
    printed = shown("{{ value }}", value=text)

    assert "<" not in printed
    assert not {"\x00", "\ufffe", "\n", "\r"} & set(printed)


def test_texts_joined_with_a_tilde_leave_blanks_out():
    assert shown("{{ a ~ ' ' ~ b ~ 3 }}", a=None, b="<") == " &lt;3"


@pytest.mark.parametrize("name", ["items", "values", "keys", "pop", "__class__"])
def test_a_dot_reads_an_item_and_never_a_method(name):
    assert shown("{{ a." + name + " }}", a={name: "item"}) == "item"
    with pytest.raises(NameMissing):
        shown("{{ a." + name + " }}", a={})


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ text.upper() }}",
        "{{ rows.append(1) }}",
        "{{ range.__globals__ }}",
        "{{ rows|map(attribute='__class__')|list|join }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ self.blocks }}",
    ],
)
def test_nothing_but_the_data_can_be_reached(source):
    with pytest.raises(NameMissing):
        shown(source, text="t", rows=[1])


@pytest.mark.parametrize(
    "source", ["{{ 'a' * 9 }}", "{{ [1] * 9 }}", "{{ 9 ** 9 }}", "{{ '%9d' % 1 }}", "{{ range(2000)|length }}"]
)
def test_an_expression_cannot_grow_without_limit(source):
    with pytest.raises(SecurityError):
        shown(source)


@pytest.mark.parametrize("name", ["safe", "attr", "format", "tojson", "xmlattr", "urlize", "center", "groupby"])
def test_only_the_listed_filters_are_there(name):
    with pytest.raises(TemplateAssertionError):
        shown("{{ 'a'|" + name + " }}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 12000|money }}", "EUR\xa012,000"),
        ("{{ 12000|money(currency='USD') }}", "USD\xa012,000"),
        ("{{ 0.964|percent }}", "96%"),
        ("{{ 1234.5|number(1) }}", "1,234.5"),
        ("{{ 3|signed }}", "+3"),
        ("{{ day|date }}", "21 November 2026"),
        ("{{ '2026-Q3'|period }}", "Q3"),
        ("{{ 2|plural('goal', 'goals') }}", "goals"),
        ("{{ none|money }} {{ none|date }} {{ none|number }}", "– – –"),
        ("{{ ['a', none, 'b']|join(', ') }}", "a, b"),
        ("{{ [{'n': 'a'}, {'n': 'b'}]|join('/', 'n') }}", "a/b"),
        ("{{ unknown|default('else') }}{{ none|default('where') }}", "elsewhere"),
        ("{{ [{'n': 2}, {'n': 3}]|sum(attribute='n') }}", "5"),
        ("{{ [{'n': 2}, {'n': 3}]|selectattr('n', 'gt', 2)|list|length }}", "1"),
    ],
)
def test_a_filter_gives_its_text(source, text):
    assert shown(source, day=datetime.date(2026, 11, 21)) == text


def test_the_first_unknown_name_of_a_path_is_told():
    with pytest.raises(NameMissing) as error:
        shown("{{ account.owner.name.first }}", account={})
    assert error.value.name == "owner"


def test_an_unknown_name_is_not_a_blank_for_a_filter():
    with pytest.raises(NameMissing):
        shown("{{ unknown|money }}")


@pytest.mark.parametrize(
    ("rows", "size", "cuts"),
    [
        (0, 6, []),
        (6, 6, [(1, 6)]),
        (7, 6, [(1, 4), (5, 7)]),
        (13, 6, [(1, 5), (6, 9), (10, 13)]),
        (3, 2, [(1, 1), (2, 3)]),
        (3, 1, [(1, 1), (2, 2), (3, 3)]),
    ],
)
def test_pages_leave_no_row_alone_on_the_last_slide(rows, size, cuts):
    assert [(page["first"], page["last"]) for page in pages(list(range(rows)), size)] == cuts


@given(st.integers(0, 60), st.integers(1, 9))
def test_pages_hold_every_row_once_and_in_order(rows, size):
    cut = pages(list(range(rows)), size)

    assert [row for page in cut for row in page["rows"]] == list(range(rows))
    assert all(len(page["rows"]) <= size and page["count"] == len(cut) for page in cut)
    assert [page["more"] for page in cut] == [True] * (len(cut) - 1) + [False] * bool(cut)

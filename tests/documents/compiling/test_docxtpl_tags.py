"""Templates written for docxtpl: its tags compile unchanged and print what they print there, or are refused by name.

The expected texts are those that docxtpl 0.20.2 gave for the same files and data.
"""

import pytest

from tests.documents.office import (
    data,
    deck,
    made,
    paragraphs,
    part_text,
    problems,
    titled,
    word,
    word_cells,
    word_lines,
)
from tests.documents.office import word_table as table

VALUES = {
    "name": "Ann & Bob <C>",
    "blank": "",
    "town": True,
    "span": 2,
    "colour": "FFD965",
    "amount": 3.14159,
    "xs": [{"a": "ape", "ys": ["u", "v"]}, {"a": "bee", "ys": ["w"]}],
}
LINES = [
    (["{{ name }}"], ["Ann & Bob <C>"]),
    (["{{ name|e }}"], ["Ann & Bob <C>"]),
    (["{{name}}, {{ name|upper }}, {{ name|lower|capitalize }}"], ["Ann & Bob <C>, ANN & BOB <C>, Ann & bob <c>"]),
    (["{{ name|replace('Ann', 'Eve')|title }} {{ amount|round(2) }}"], ["Eve & Bob <C> 3.14"]),
    (["{% if town %}urban{% elif span > 3 %}far{% else %}rural{% endif %}"], ["urban"]),
    (["a {%r if town %}b{%r endif %} c"], ["a b c"]),
    (["{%p if town %}", "in", "{%p endif %}", "{%p if not town %}", "out", "{%p endif %}", "end"], ["in", "end"]),
    (["{%p for x in xs %}", "{{ loop.index }} {{ x.a }}", "{%p endfor %}"], ["1 ape", "2 bee"]),
    (["{% for x in xs %}{{ x.a }}{% if not loop.last %}, {% endif %}{% endfor %}"], ["ape, bee"]),
    (["{% set y = xs[1] %}{{ y.a }}"], ["bee"]),
    (["{% set n = span * 2 + 1 %}{{ n }} {{ -span }}"], ["5 -2"]),
    (["{{ \u201cx\u201d }} {{ xs[0][\u2018a\u2019] }}"], ["x ape"]),
    (["a {# a remark #}b", "{#p a remark of its own #}", "c"], ["a b", "c"]),
    (["{_{ name }_} and {_% if %_}"], ["{{ name }} and {% if %}"]),
    (
        [
            "My house is\xa0",
            "{%- if town -%}",
            "in town",
            "{%- else -%}",
            "in the country",
            "{%- endif -%}",
            "\xa0and mine.",
        ],
        ["My house is\xa0in town\xa0and mine."],
    ),
    (["{{ xs|length }} {{ xs|map(attribute='a')|join(', ') }} {{ (xs|first).a }}"], ["2 ape, bee ape"]),
    (["{{ nothing|default('none') }} {{ 'yes' if town else 'no' }} {{ 'x' ~ span }}"], ["none yes x2"]),
    (["{% for x in xs if x.a == 'bee' %}{{ x.a }}{% else %}none{% endfor %}"], ["bee"]),
    (["{% for k in range(3) %}{{ k }}{% endfor %}"], ["012"]),
]
TABLES = [
    (
        [["{%tr for x in xs %}", ""], ["{{ x.a }}", "{{ x.ys|length }}"], ["{%tr endfor %}", ""]],
        [["ape", "2"], ["bee", "1"]],
    ),
    ([["{#tr a remark #}", ""], ["a", "b"]], [["a", "b"]]),
    (
        [["{%tr for x in xs %}", ""], ["{{ x.a }}", "{% for y in x.ys %}{{ y }}{% endfor %}"], ["{%tr endfor %}", ""]],
        [["ape", "uv"], ["bee", "w"]],
    ),
    ([["{%tc for x in xs %}", "{{ x.a }}", "{%tc endfor %}"]], [["ape", "bee"]]),
    (
        [
            ["h", "{%tc for x in xs %}", "{{ x.a }}", "{%tc endfor %}"],
            ["{%tr for k in range(2) %}", "", "", ""],
            ["{{ k }}", "{%tc for x in xs %}", "{{ x.a }}{{ k }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ],
        [["h", "ape", "bee"], ["0", "ape0", "bee0"], ["1", "ape1", "bee1"]],
    ),
    ([["{% cellbg colour %}{{ name }}", "b"]], [["Ann & Bob <C>", "b"]]),
    (
        [["{%tr for x in xs %}", ""], ["{% vm %}same", "{{ x.a }}"], ["{%tr endfor %}", ""]],
        [["same", "ape"], ["same", "bee"]],
    ),
    (
        [
            ["{%tc for x in xs %}", "{% hm %}wide", "{%tc endfor %}"],
            ["{%tc for x in xs %}", "{{ x.a }}", "{%tc endfor %}"],
        ],
        [["wide", "wide"], ["ape", "bee"]],
    ),
]
REFUSED = [
    ("{% include 'other.docx' %}", "this file"),
    ("{% macro m() %}", "{% for %}"),
    ("{% raw %}", "{_{ and }_}"),
    ("{% with x = 1 %}", "{% set name = value %}"),
    ("{% filter upper %}", "{{ value|filter }}"),
    ("{% break %}", "if x.shown"),
    ("{% do xs.append(1) %}", "prints and repeats"),
    ("{{ name|safe }}", "Leave it out"),
    ("{{ '%d'|format(1) }}", "number, money"),
    ("{{ name.upper() }}", "filter"),
    ("{% hm 3 %}", "{% hm %}"),
]


@pytest.mark.parametrize(("lines", "expected"), LINES)
def test_a_tag_in_a_paragraph_prints_what_docxtpl_prints(lines, expected):
    assert word_lines(made(paragraphs(*lines), data(**VALUES))) == expected


@pytest.mark.parametrize("tag", ["{{r name }}", "{{p name }}"])
def test_a_tag_for_rich_text_prints_the_plain_text_that_there_is(tag):
    assert word_lines(made(paragraphs(f"a {tag} b"), data(**VALUES))) == ["a Ann & Bob <C> b"]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_a_tag_in_a_table_prints_what_docxtpl_prints(rows, expected):
    assert word_cells(made(table(*rows), data(**VALUES))) == expected


@pytest.mark.parametrize(("tag", "advice"), REFUSED)
def test_a_tag_that_is_not_supported_is_named_with_its_place_and_what_to_do(tag, advice):
    (problem,) = problems(paragraphs("before", tag))

    assert problem.place == f"paragraph 2, {tag!r}"
    assert problem.found == tag
    assert tag in problem.message
    assert advice in problem.fix


def test_a_tag_that_word_split_over_runs_is_read_whole():
    def build(document):
        paragraph = document.add_paragraph()
        for piece in ("{", "{ na", "me ", "}", "} {%", " if town ", "%}x{% en", "dif %}"):
            paragraph.add_run(piece)

    assert word_lines(made(word(build), data(**VALUES))) == ["Ann & Bob <C> x"]


def test_a_cell_takes_the_colour_and_the_columns_that_its_tags_give():
    xml = part_text(made(table(["{% cellbg colour %}{% colspan span %}a", "b"]), data(**VALUES)), "word/document.xml")

    assert '<w:gridSpan w:val="2"/><w:shd w:val="clear" w:color="auto" w:fill="FFD965"/>' in xml


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{% cellbg name %}", "FFD965"),
        ("{% colspan amount %}", "1 to 63 columns"),
        ("{% colspan 0 %}", "1 to 63 columns"),
    ],
)
def test_a_colour_or_span_that_is_none_is_told_with_its_cell(tag, said):
    (problem,) = problems(table([f"{tag}a", "b"]), data(**VALUES))

    assert said in problem.message
    assert problem.place == f"table 1, row 1, cell 1, '{tag}a'"


@pytest.mark.parametrize("tag", ["{% cellbg colour %}", "{% colspan 2 %}", "{% vm %}"])
def test_what_only_a_cell_of_word_can_have_is_refused_elsewhere(tag):
    assert [problem.code for problem in problems(paragraphs(tag))] == ["tag-no-element"]
    assert [problem.place for problem in problems(deck(titled(f"T {tag}")))] == [f"slide 1, shape 'Title 1', 'T {tag}'"]


def test_a_value_that_looks_like_an_escape_is_printed_as_it_is():
    assert word_lines(made(paragraphs("{{ name }}"), data(name="{_{ {{ x }} %_}"))) == ["{_{ {{ x }} %_}"]


def test_a_dash_inside_a_paragraph_takes_the_spaces_beside_it():
    assert word_lines(made(paragraphs("a   {%- if town -%}  b {%- endif %} c"), data(**VALUES))) == ["ab c"]


def test_paragraphs_of_a_slide_are_joined_too():
    blob = deck(titled("It is\n{%- if town %} here {% endif -%}\nnow"))

    assert "It is here" in part_text(made(blob, data(**VALUES)), "ppt/slides/slide1.xml").replace(
        "</a:t></a:r><a:r><a:t>", ""
    )

"""What the author of a Word template is told about a mistake: the template, the place, the tag as typed and the fix."""

import pytest

from pipeline.documents.compiling.compile import compile_template, read_template
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import lint
from pipeline.problems import Problem, TemplateRefused
from pipeline.run.templates import names
from tests.documents.office import REVENUE, data, edited, paragraphs, word, word_chart, word_table

FILE = "internal/our_plan.docx"
VALUES = {"account": {"name": "Ann", "revenue": 12, "sites": ["Oslo"], "parent": None}, "zero": 0}
ROWS = [["{%tr for action in actions %}", ""], ["{{ action.action }}", ""], ["{%tr endfor %}", ""]]


def told(blob: bytes, file: str = FILE) -> list[Problem]:
    """All that is told about a template before any account is read, as keyplan lint does."""
    audience = "client" if file.startswith("client/") else "internal"
    reading = read_template(blob, file, audience)
    return [*reading.problems, *lint(file, reading.names, names("internal"), names(audience))]


def told_by_data(blob: bytes, **values: object) -> list[Problem]:
    """What is told when a document is made with these data."""
    with pytest.raises(TemplateRefused) as refusal:
        render(compile_template(blob, FILE, "internal"), data(**{**VALUES, **values}))
    return list(refusal.value.problems)


def cell(row: int, column: int, text: str) -> bytes:
    """A Word file whose table loops over actions, with another text in one of its cells."""
    rows = [list(one) for one in ROWS]
    rows[row][column] = text
    return word_table(*rows)


def merged(text: str) -> bytes:
    """A Word file with a table of two rows, the first of which is one cell over both columns."""
    blob = word_table([text, "gone"], [text, "b"])
    blob = edited(blob, "word/document.xml", "<w:tc>(?:(?!<w:tc>).)*gone.*?</w:tc>", "")
    return edited(blob, "word/document.xml", "(?<=<w:tcPr>)", '<w:gridSpan w:val="2"/>')


COLUMN = "{%tc for a in actions %}x{%tc endfor %}"
# The blob, the code, the place, the tag as typed, and words of the fix.
MISTAKES = {
    "a misspelt field": (paragraphs("Plan", "{{ account.nmae }}"), "name-unknown", "paragraph 2", "account.name?"),
    "a misspelt list": (paragraphs("{% for a in acctions %}{% endfor %}"), "name-unknown", "paragraph 1", "actions?"),
    "a field of the list on a row of it": (cell(1, 0, "{{ actions.owner }}"), "name-unknown", "row 2", "action.owner"),
    "the row of another list": (cell(1, 0, "{{ objective.title }}"), "name-unknown", "row 2, cell 1", "objectives"),
    "a field that rows of this list lack": (cell(1, 0, "{{ action.stance }}"), "name-unknown", "row 2", "action"),
    "an if without its end": (paragraphs("{%p if account.name %}", "x"), "tag-unclosed", "paragraph 1", "{%p endif %}"),
    "a for without its end": (word_table(*ROWS[:2]), "tag-unclosed", "row 1, cell 1", "{%tr endfor %}"),
    "a space in the opening": (cell(0, 0, "{% tr for action in actions %}"), "tag-space", "row 1", "{%tr for action"),
    "a row loop with a plain end": (cell(2, 0, "{% endfor %}"), "tag-stray", "row 3, cell 1", "{%tr ... %}"),
    "text beside a tag": (paragraphs("a {%p if x %}", "{%p endif %}"), "tag-text-beside", "paragraph 1", "own"),
    "a filter that is none": (paragraphs("{{ account.name|mony }}"), "filter-unknown", "paragraph 1", "money"),
    "too many words for a filter": (
        paragraphs("{{ score.value|number(1, 2, 3) }}"), "tag-syntax", "paragraph 1", "decimals",
    ),
    "one brace at the end": (paragraphs("{{ account.name }"), "tag-unclosed", "paragraph 1", "closing"),
    "one brace at the beginning": (paragraphs("{ account.name }}"), "tag-unclosed", "paragraph 1", "opening"),
    "one brace on each side": (paragraphs("{ account.name }"), "tag-unclosed", "paragraph 1", "{{ account.name }}"),
    "a tag over two paragraphs": (paragraphs("{{ account", ".name }}"), "tag-unclosed", "paragraph 1", "one paragraph"),
    "a row tag outside a table": (paragraphs("{%tr for a in actions %}"), "tag-no-element", "paragraph 1", "{%p"),
    "a column tag in a merged cell": (merged(COLUMN), "tag-columns", "row 1, cell 1", "every row"),
    "a chart bound to nothing": (word_chart("Our revenue"), "chart-unbound", "paragraph 2", "chart:NAME"),
    "a chart that is not there": (word_chart("chart:revenu"), "name-unknown", "paragraph 2", "charts.revenue?"),
    "a tag in a field": (
        edited(paragraphs("x"), "word/document.xml", "<w:t>x", "<w:instrText>DATE {{ x }}</w:instrText><w:t>x"),
        "tag-not-rendered", "paragraph 1", "text",
    ),
    "a tag in a comment": (
        word(lambda d: d.add_comment(d.add_paragraph("x").runs[0], "{{ account.name }}")),
        "tag-not-rendered", "comment", "text",
    ),
    "tracked changes that hold a tag": (
        edited(paragraphs("{{ x }}"), "word/document.xml", "<w:r>", '<w:ins w:id="1" w:author="Ann"/><w:r>'),
        "tracked-changes", "paragraph 1", "Accept",
    ),
    "a name with an underscore": (paragraphs("{{ account.__class__ }}"), "access-private", "paragraph 1", "field"),
    "a method": (paragraphs("{{ account.name.upper() }}"), "call-refused", "paragraph 1", "|upper"),
    "the loop's number outside it": (paragraphs("{{ loop.index }}"), "name-unknown", "paragraph 1", "{% for %}"),
    "a name that is taken": (paragraphs("{% set charts = 1 %}"), "name-reserved", "paragraph 1", "another"),
    "an assignment as a condition": (paragraphs("{% if zero = 1 %}{% endif %}"), "tag-syntax", "paragraph 1", "=="),
    "an else if": (paragraphs("{% if zero %}{% elseif x %}{% endif %}"), "tag-unknown", "paragraph 1", "elif"),
    "end for in two words": (paragraphs("{% end for %}"), "tag-unknown", "paragraph 1", "endfor"),
    "a quote that is not closed": (paragraphs("{{ x|default('none) }}"), "tag-syntax", "paragraph 1", "quot"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_template_place_tag_and_fix(mistake):
    blob, code, place, fix = MISTAKES[mistake]
    problem = next((one for one in told(blob) if one.code == code), None)

    assert problem is not None, [str(one) for one in told(blob)]
    assert problem.file == FILE
    assert place in problem.place
    assert problem.found
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{{ account.name|money }}", "tag-failed", "number"),
        ("{{ 1 / zero }}", "tag-failed", "{% if %}"),
        ("{% for x in account.revenue %}{{ x }}{% endfor %}", "tag-failed", "no list"),
        ("{{ account.parent.name }}", "name-unknown", "{% if %}"),
        ("{{ account.sites }}", "tag-failed", "list"),
        ("{{ account.name * 3 }}", "tag-refused", "products"),
        ("{{ account.sites|join(',', 'name') }}", "tag-failed", "join"),
        ("{{ account.nmae }}", "name-unknown", "'name'"),
    ],
)
def test_a_value_that_a_tag_cannot_use_is_told_with_its_place(text, code, said):
    (problem,) = told_by_data(paragraphs("Plan", text))

    assert (problem.code, problem.file) == (code, FILE)
    assert problem.place.startswith("paragraph 2, ")
    assert problem.found
    assert problem.found in text
    assert said in problem.message + problem.fix


def test_chart_data_of_another_shape_name_the_chart_and_the_kind_to_draw():
    points = {"series": [{"name": "People", "x": [1], "y": [2]}]}
    (problem,) = told_by_data(word_chart("chart:revenue"), charts={"revenue": points})

    assert problem.code == "chart-series"
    assert "paragraph 2" in problem.place
    assert problem.found == "chart:revenue"
    assert problem.fix == "Use a scatter chart."
    assert told_by_data(word_chart("chart:revenu"), charts={"revenue": REVENUE})[0].found == "chart:revenu"


def test_an_internal_name_in_a_client_template_is_told_with_its_place():
    (problem,) = told(paragraphs("{{ score.tier }}"), "client/review.docx")

    assert (problem.code, problem.file, problem.found) == (
        "template-internal-name",
        "client/review.docx",
        "{{ score.tier }}",
    )
    assert "output_templates/internal" in problem.fix


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("blob", "said", "fix"),
    [
        (edited(paragraphs("x"), "[Content_Types].xml", MAIN.replace("+", r"\+"), MACROS), "macros", "without macros"),
        (OLD + "WordDocument".encode("utf-16-le"), "old Word", "Save As"),
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "LibreOffice", "Save As"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "password", "password"),
        (b"Dear {{ account.name }}", "neither a Word", "Save it"),
        (paragraphs("x")[:-100], "damaged", "once more"),
    ],
    ids=["macros", "old Word file", "OpenDocument", "password", "text", "cut off"],
)
def test_a_file_that_is_no_template_is_told_with_what_it_is(blob, said, fix):
    (problem,) = told(blob)

    assert (problem.code, problem.file) == ("template-unreadable", FILE)
    assert said in problem.message
    assert fix in problem.fix


def test_all_mistakes_of_a_template_are_told_at_once():
    blob = word(
        lambda document: [
            document.add_paragraph("{{ account.nmae }}"),
            document.add_paragraph("{{ account.name|mony }}"),
            document.add_paragraph("{%tr for action in actions %}"),
            document.add_table(1, 2).cell(0, 1).__setattr__("text", "{{ score.tear }}"),
            document.sections[0].footer.paragraphs[0].__setattr__("text", "{{ broken"),
        ]
    )

    assert {(one.code, one.place.partition(", '")[0]) for one in told(blob)} == {
        ("name-unknown", "paragraph 1"),
        ("filter-unknown", "paragraph 2"),
        ("tag-no-element", "paragraph 3"),
        ("name-unknown", "table 1, row 1, cell 2"),
        ("tag-unclosed", "footer1.xml, paragraph 1"),
    }

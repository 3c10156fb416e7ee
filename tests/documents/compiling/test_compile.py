"""Facts about compiling a template: what is wrong with it, all at once and with its place, and which names it uses."""

import pytest

from pipeline.documents.compiling.compile import compile_template, template_names
from pipeline.problems import TemplateRefused
from tests.documents.office import (
    data,
    deck,
    edited,
    everything,
    made,
    paragraphs,
    part_names,
    part_text,
    problems,
    slide_chart,
    slide_table,
    slides_of,
    titled,
    with_part,
    word,
    word_chart,
    word_table,
)


def found(blob, audience="internal"):
    return [(problem.code, problem.place, problem.found) for problem in problems(blob, audience=audience)]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["{{ account.name"], "tag-unclosed"),
        (["account.name }}"], "tag-unclosed"),
        (["{% if x %}never closed"], "tag-unclosed"),
        (["{%p if x %}", "never closed"], "tag-unclosed"),
        (["closed {% endif %}"], "tag-stray"),
        (["{%p endif %}"], "tag-stray"),
        (["{% else %}"], "tag-stray"),
        (["{%p for x in xs %}", "text", "{%p endif %}"], "tag-stray"),
        (["{%p for x in xs %}", "{%p if x %}", "{%p endfor %}", "{%p endif %}"], "tag-stray"),
        (["{% if x %}{% for y in x %}{% endif %}{% endfor %}"], "tag-stray"),
        (["{% p if x %}", "{%p endif %}"], "tag-space"),
        (["{%q if x %}"], "tag-unknown"),
        (["{% fro x in xs %}"], "tag-unknown"),
        (["{% include 'other' %}"], "tag-unknown"),
        (["{% macro m() %}{% endmacro %}"], "tag-unknown"),
        (["{% block b %}{% endblock %}"], "tag-unknown"),
        (["{% raw %}{% endraw %}"], "tag-unknown"),
        (["{{ x | }}"], "tag-syntax"),
        (["{{ }}"], "tag-syntax"),
        (["{% if %}{% endif %}"], "tag-syntax"),
        (["{{ x|mony }}"], "filter-unknown"),
        (["{{ x|safe }}"], "filter-unknown"),
        (["{% if x is odd_ish %}{% endif %}"], "test-unknown"),
        (["{{ x._private }}"], "access-private"),
        (["{{ x['__class__'] }}"], "access-private"),
        (["{{ x.upper() }}"], "call-refused"),
        (["{% for slide in xs %}{% endfor %}"], "name-reserved"),
        (["{% for x in xs %}{{ loop.idnex }}{% endfor %}"], "name-unknown"),
        (["text {%p if x %}", "{%p endif %}"], "tag-text-beside"),
        (["{%p if x %}a{%p else %}b{%p endif %}"], "tag-text-beside"),
        (["beside {%p if x %}a{%p endif %}"], "tag-text-beside"),
        (["{%tr for x in xs %}"], "tag-no-element"),
        (["{% slide if x %}"], "directive-misplaced"),
    ],
)
def test_a_mistake_in_a_paragraph_has_its_code(texts, code):
    assert code in {problem.code for problem in problems(paragraphs(*texts))}


def test_all_mistakes_are_reported_at_once_with_their_places():
    blob = word(
        lambda document: [
            document.add_paragraph("Fine {{ account.name }}"),
            document.add_paragraph("{{ account.nam|mony }}"),
            document.add_table(1, 2).cell(0, 1).__setattr__("text", "{% endif %}"),
            document.sections[0].header.paragraphs[0].__setattr__("text", "{{ broken"),
        ]
    )

    assert found(blob) == [
        ("filter-unknown", "paragraph 2, '{{ account.nam|mony }}'", "{{ account.nam|mony }}"),
        ("tag-stray", "table 1, row 1, cell 2, '{% endif %}'", "{% endif %}"),
        ("tag-unclosed", "header1.xml, paragraph 1, '{{ broken'", "{{"),
    ]


def test_a_mistake_on_a_slide_names_the_slide_and_the_shape():
    blob = deck(titled("Fine"), titled("Our goals: {{ goals|lenght }}"))

    assert problems(blob)[0].place == "slide 2, shape 'Title 1', 'Our goals: {{ goals|lenght }}'"
    assert problems(blob)[0].fix == "Did you mean 'length'?"


def test_a_row_loop_closed_by_a_plain_tag_is_refused():
    blob = word_table(["{%tr for x in xs %}", ""], ["{{ x }}", ""], ["{% endfor %}", ""])

    assert [(code, tag) for code, _, tag in found(blob)] == [
        ("tag-stray", "{% endfor %}"),
        ("tag-unclosed", "{%tr for x in xs %}"),
    ]


def test_text_beside_a_row_tag_is_refused():
    blob = word_table(["{%tr for x in xs %}", "lost"], ["{{ x }}", ""], ["{%tr endfor %}", ""])

    assert found(blob)[0][0] == "tag-text-beside"


def test_a_block_that_ends_in_another_cell_is_refused():
    blob = word_table(["{%p if x %}", "{%p endif %}"])

    assert [code for code, _, _ in found(blob)] == ["tag-crosses"]


def test_columns_repeated_in_one_row_of_a_slide_table_only_are_refused():
    blob = deck(titled("T", "", slide_table(["{%tc for x in xs %}{{ x }}{%tc endfor %}", "a"], ["b", "c"])))

    assert [code for code, _, _ in found(blob)] == ["tag-columns"]


@pytest.mark.parametrize("notes", ["Say hello\n{% slide if x %}", "{% slide wenn x %}", "{% slide if x| %}"])
@pytest.mark.parametrize("audience", ["internal", "client"])
def test_a_directive_that_cannot_work_is_refused_with_its_slide(notes, audience):
    blob = deck(titled("One"), titled("Two", notes))

    (problem,) = problems(blob, audience=audience)
    assert "notes of slide 2" in problem.place
    assert problem.found.startswith("{% slide")


@pytest.mark.parametrize("name", ["Chart 2", "chart:", "chart:revenue row_height=tall", "chart:revenue colour=red"])
def test_a_chart_that_is_bound_to_nothing_is_refused(name):
    (problem,) = problems(deck(titled("T", "", slide_chart(name))))

    assert problem.code in ("chart-unbound", "chart-option")
    assert problem.place == f"slide 1, shape {name!r}"


def test_a_shape_named_like_a_chart_that_is_none_is_refused():
    blob = deck(titled("T", "", lambda slide: setattr(slide.shapes.title, "name", "chart:revenue")))

    assert [code for code, _, _ in found(blob)] == ["chart-unbound"]


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "place"),
    [
        ("word/styles.xml", "<w:style ", '<w:style w:customStyle="{{ x }}" ', "word/styles.xml"),
        ("word/document.xml", "<w:p>", '<w:p w:rsidX="{{ x }}">', "paragraph 1, 'text'"),
        ("word/document.xml", "<w:body>", '<w:body w:of="{{ x }}">', "document.xml"),
        ("customXml/item1.xml", ">", ">{{ x }}", "customXml/item1.xml"),
    ],
)
def test_a_tag_in_the_markup_of_a_part_is_refused_with_its_place(part, pattern, replacement, place):
    assert found(edited(paragraphs("text"), part, pattern, replacement)) == [("tag-not-rendered", place, "{{ x }}")]


def test_a_tag_in_a_comment_is_refused():
    blob = word(lambda document: document.add_comment(document.add_paragraph("text").runs[0], "{{ x }}"))

    assert [code for code, _, _ in found(blob)] == ["tag-not-rendered"]


def test_a_tag_in_the_text_of_a_chart_is_refused():
    blob = deck(titled("T", "", slide_chart("chart:revenue")))
    blob = edited(blob, "ppt/charts/chart1.xml", "Designed", "{{ x }}")

    assert ("tag-not-rendered", "ppt/charts/chart1.xml", "{{ x }}") in found(blob)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("file:///C:/Users/ann/plan.docx", "link-external"),
        ("javascript:alert(1)", "link-external"),
        ("https://example.com/{% if x %}a{% endif %}", "tag-not-rendered"),
        ("https://example.com/%7B%25 if x %25%7D", "tag-not-rendered"),
        ("https://example.com/%7B%7Baccount.id|mony%7D%7D", "filter-unknown"),
        ("https://example.com/", ""),
        ("mailto:ann@example.com", ""),
    ],
)
def test_a_link_may_lead_to_the_web_and_nowhere_else(target, code):
    def build(slide):
        slide.shapes.title.text = "link"
        slide.shapes.title.text_frame.paragraphs[0].runs[0].hyperlink.address = target

    assert [one for one, _, _ in found(deck(build))] == ([code] if code else [])


def test_a_linked_picture_is_refused():
    blob = edited(
        paragraphs("x"),
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        ' Target="http://example.com/a.png" TargetMode="External"/></Relationships>',
    )
    blob = edited(blob, "word/document.xml", "<w:t>x", '<w:drawing r:link="rId99"/><w:t>x')

    assert [code for code, _, _ in found(blob)] == ["link-external"]


@pytest.mark.parametrize("kind", ["oleObject", "package", "aFChunk", "control"])
def test_an_embedded_file_is_refused(kind):
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    blob = with_part(paragraphs("x"), "word/embeddings/costs.xml", b"<costs/>")
    blob = edited(
        blob,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{relation}" Target="embeddings/costs.xml"/></Relationships>',
    )
    blob = edited(blob, "word/document.xml", "<w:t>x", '<w:object r:id="rId99"/><w:t>x')

    assert [code for code, _, _ in found(blob)] == ["template-object"]


def test_a_chart_on_a_layout_is_refused():
    blob = deck(titled("T", "", slide_chart("chart:revenue")))
    chart = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
    layout = "ppt/slideLayouts/{}slideLayout6.xml{}"
    blob = edited(
        blob,
        layout.format("_rels/", ".rels"),
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{chart}" Target="../charts/chart1.xml"/></Relationships>',
    )
    blob = edited(blob, layout.format("", ""), "</p:cSld>", '<p:extLst r:id="rId99"/></p:cSld>')

    assert "template-object" in [code for code, _, _ in found(blob)]


def test_tracked_changes_are_refused():
    blob = edited(paragraphs("x"), "word/document.xml", "<w:r>", '<w:del w:id="1" w:author="Ann"/><w:r>')

    assert [code for code, _, _ in found(blob)] == ["tracked-changes"]


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"PK\3\4 not a zip",
        b"\xd0\xcf\x11\xe0 an old file",
        with_part(paragraphs("x"), "word/document.xml", b"<w:document"),
        with_part(paragraphs("x"), "word/document.xml", b"<!DOCTYPE a []><a/>"),
        with_part(paragraphs("x"), "[Content_Types].xml", b"<Types/>"),
        paragraphs("x")[:-200],
    ],
)
def test_what_is_no_office_file_is_refused_with_a_sentence(blob):
    with pytest.raises(TemplateRefused) as refusal:
        compile_template(blob, "plan.docx", "internal")
    assert refusal.value.problems[0].code == "template-unreadable"
    assert refusal.value.problems[0].file == "plan.docx"


def test_a_deck_without_slides_is_refused():
    assert [code for code, _, _ in found(deck())] == ["template-empty"]


def test_a_workbook_is_no_template():
    blob = edited(paragraphs("x"), "[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main")

    assert [code for code, _, _ in found(blob)] == ["template-unreadable"]


def test_curly_quotes_and_hard_spaces_in_a_tag_are_read_as_typed():
    assert problems(paragraphs("{{\xa0x\xa0|\xa0join(\u201c, \u201d) }}{{ x|join(\u2018-\u2019) }}")) == []


def test_a_jinja_tag_without_spaces_is_read():
    assert problems(paragraphs("{%if x%}a{%elif y%}b{%else%}c{%endif%}{{x}}")) == []


def names(blob):
    return [use.path for use in template_names(compile_template(blob, "template", "internal"))]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["{{ account.owner.name|default('x') }}"], ["account.owner.name"]),
        (["{% for o in objectives %}{{ o.title }}{% endfor %}"], ["objectives", "objectives[].title"]),
        (
            ["{% for o in objectives %}{% for k in o.kpis %}{{ k.name }}{% endfor %}{% endfor %}"],
            ["objectives", "objectives[].kpis", "objectives[].kpis[].name"],
        ),
        (["{% set o = objectives|first %}{{ o.title }}"], ["objectives", "objectives[].title"]),
        (["{{ objectives[0].title }}{{ account['name'] }}"], ["objectives[].title", "account.name"]),
        (
            ["{% for p in rows|pages(3) %}{% for r in p.rows %}{{ r.a }}{{ p.number }}{% endfor %}{% endfor %}"],
            ["rows", "rows", "rows[].a"],
        ),
        (
            ["{% for r in rows|selectattr('late')|list %}{{ r.a }}{{ loop.index }}{% endfor %}"],
            ["rows", "rows[].late", "rows[].a"],
        ),
        (["{{ rows|map(attribute='name')|join(', ') }}"], ["rows", "rows[].name"]),
        (
            ["{% for name in rows|map(attribute='owner') %}{{ name.first }}{% endfor %}"],
            ["rows", "rows[].owner", "rows[].owner.first"],
        ),
        (["{{ rows|sum(attribute='value') }}"], ["rows", "rows[].value"]),
        (["{% for pair in rows|batch(2) %}{{ pair[0].a }}{% endfor %}"], ["rows", "rows[].a"]),
        (["{{ 'x' if a.b else c.d }}"], ["a.b", "c.d"]),
        (["{% for a, b in pairs %}{{ a }}{{ b.c }}{% endfor %}"], ["pairs"]),
    ],
)
def test_names_are_listed_with_their_loops_resolved(texts, expected):
    assert names(paragraphs(*texts)) == expected


def test_names_of_slides_charts_and_alternative_texts_are_listed():
    blob = deck(
        titled(
            "{{ goal.title }} {{ slide.number }} {{ page_of('x') }}",
            "{% slide for goal in goals %}\n{% slide if goal.shown %}\nsay {{ goal.story }}",
            slide_chart("chart:goal.chart"),
            lambda slide: slide.shapes.title._element.nvSpPr.cNvPr.set("descr", "Picture of {{ goal.alt }}"),
        ),
        titled("T", "", slide_chart("chart:revenue")),
    )

    assert set(names(blob)) == {
        *("goals", "goals[].title", "goals[].shown", "goals[].story", "goals[].chart", "goals[].alt"),
        "charts.revenue",
    }


def test_a_name_is_listed_with_its_place():
    blob = deck(titled("T", "{% slide for g in goals %}", slide_table(["a"], ["{{ g.title }}"])))
    uses = template_names(compile_template(blob, "deck", "client"))

    assert [(use.place.where, use.place.tag) for use in uses] == [
        ("notes of slide 1", "{% slide for g in goals %}"),
        ("slide 1, shape 'Table 2', row 2, cell 1, '{{ g.title }}'", "{{ g.title }}"),
    ]


def test_a_chart_in_word_is_bound_by_its_alternative_text():
    assert names(word_chart("chart:revenue")) == ["charts.revenue"]


def test_a_chart_without_an_alternative_text_is_bound_by_the_name_of_its_first_series():
    blob = edited(word_chart("A chart"), "word/charts/chart9.xml", "Designed", "chart:revenue row_height=5mm")

    assert names(blob) == ["charts.revenue"]
    (problem,) = problems(edited(blob, "word/charts/chart9.xml", "row_height=5mm", "row_height=tall"))
    assert (problem.code, problem.found) == ("chart-option", "chart:revenue row_height=tall")


def test_a_description_that_libreoffice_wrote_twice_is_filled_twice():
    pictured = '<pic:cNvPr id="1" name="x" descr="{{ name }}"/>'
    space = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    blob = edited(paragraphs("x"), "word/document.xml", "<w:t>x", f"<w:drawing {space}>{pictured}</w:drawing><w:t>x")

    assert 'descr="A &amp; B"' in part_text(made(blob, data(name="A & B")), "word/document.xml")


def test_what_only_the_author_needs_is_not_copied():
    def build(document):
        run = document.add_paragraph("x").runs[0]
        document.add_comment(run, "internal remark", author="Steve")

    blob = word(build)
    blob = edited(
        blob, "word/settings.xml", "<w:zoom", '<w:docVars><w:docVar w:name="n" w:val="v"/></w:docVars><w:zoom'
    )
    blob = with_part(blob, "docProps/custom.xml", b"<Properties/>")
    out = made(blob, data())

    assert not [name for name in part_names(out) if "omment" in name or "customXml" in name or "thumbnail" in name]
    assert "docProps/custom.xml" not in part_names(out)
    assert not [word for word in (b"docVar", b"Steve", b"commentReference") if word in everything(out)]


def test_shapes_that_nobody_sees_do_not_reach_a_client():
    def build(slide):
        for name, left in (("inside", 0), ("outside", -200), ("beyond", 99_999_999)):
            slide.shapes.add_textbox(left, 0, 100, 100).name = name
        hidden = slide.shapes.add_textbox(0, 0, 100, 100)
        hidden.name = "hidden"
        hidden._element.nvSpPr.cNvPr.set("hidden", "1")

    blob = deck(titled("T", "", build))

    assert [shape.name for shape in slides_of(made(blob, data(), "client"))[0].shapes] == ["Title 1", "inside"]
    assert len(slides_of(made(blob, data()))[0].shapes) == 5


def test_data_that_an_add_in_left_on_a_layout_are_not_copied():
    tags = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/tags"
    layout = "ppt/slideLayouts/{}slideLayout6.xml{}"
    blob = with_part(deck(titled("T")), "ppt/tags/tag1.xml", b"<tags>add-in secret</tags>")
    blob = edited(
        blob,
        layout.format("_rels/", ".rels"),
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{tags}" Target="../tags/tag1.xml"/></Relationships>',
    )
    listed = '<p:custDataLst><p:tags r:id="rId99"/></p:custDataLst></p:cSld>'
    out = made(edited(blob, layout.format("", ""), "</p:cSld>", listed), data())

    assert b"add-in secret" not in everything(out)
    assert b"custDataLst" not in everything(out)

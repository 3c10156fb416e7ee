"""Facts about where a tag may stand: in every place that can hold text it is filled, or refused with its place."""

import re
from collections.abc import Callable

import pytest

from pipeline.documents.compiling.compile import compile_template, template_names
from tests.documents.office import (
    RELATIONS,
    W,
    body,
    control,
    data,
    deck,
    edited,
    everything,
    made,
    paragraph,
    paragraphs,
    part_text,
    problems,
    related,
    runs,
    slide_chart,
    titled,
    with_part,
    word,
    word_chart,
    word_table,
)

VML = "urn:schemas-microsoft-com:vml"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
TAG = "{{ who }}"


def text_box(text: str) -> str:
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps" xmlns:wps="{WPS}"><w:drawing>'
        f"<wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:textbox xmlns:v="{VML}">{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>'
    )


def notes(kind: str, text: str) -> bytes:
    xml = f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:id="2">{paragraph(text)}</w:{kind}></w:{kind}s>'
    return related(body(f'<w:p><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'), f"{kind}s", f"{kind}s.xml", xml)


def header(kind: str, text: str) -> bytes:
    def build(document):
        section = document.sections[0]
        section.different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True
        getattr(section, kind).paragraphs[0].text = text

    return word(build)


def core(name: str, text: str, blob: bytes | None = None) -> bytes:
    """A file with this property and no other."""
    return edited(blob or paragraphs("x"), "docProps/core.xml", "><.*</cp:core", f"><{name}>{text}</{name}></cp:core")


def alternative_text(text: str) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:docPr xmlns:wp="{WP}" id="1" name="n" descr="{text}" title="{text}"/>'
        f'<pic:cNvPr xmlns:pic="{PIC}" id="0" name="n" descr="{text}"/></w:drawing></w:r></w:p>'
    )


def titled_table(text: str) -> bytes:
    labels = f'<w:tblPr><w:tblCaption w:val="{text}"/><w:tblDescription w:val="{text}"/>'
    return edited(word_table(["x"]), "word/document.xml", "<w:tblPr>", labels)


def in_table(pattern: str, text: str, properties: str = "") -> bytes:
    """A table of one cell, with a content control around what the pattern finds."""
    blob = word_table([text])
    found = re.search(pattern, part_text(blob, "word/document.xml"), re.DOTALL)
    assert found
    return edited(blob, "word/document.xml", re.escape(found[0]), control(found[0], properties))


FILLED: dict[str, tuple[Callable[[str], bytes], int]] = {
    "a paragraph": (lambda text: body(paragraph(text)), 1),
    "a table cell": (lambda text: word_table([text]), 1),
    "a text box and its older copy": (lambda text: body(text_box(text)), 2),
    "a hyperlink's words": (lambda text: body(f'<w:p><w:hyperlink w:anchor="a">{runs(text)}</w:hyperlink></w:p>'), 1),
    "a field's result": (lambda text: body(f'<w:p><w:fldSimple w:instr="AUTHOR">{runs(text)}</w:fldSimple></w:p>'), 1),
    "ruby text": (lambda text: body(f"<w:p><w:r><w:ruby><w:rt>{runs(text)}</w:rt></w:ruby></w:r></w:p>"), 1),
    "a content control around paragraphs": (lambda text: body(control(paragraph(text))), 1),
    "a content control in a paragraph": (lambda text: body(f"<w:p>{control(runs(text))}</w:p>"), 1),
    "a content control around a row": (lambda text: in_table("<w:tr>.*</w:tr>", text), 1),
    "a content control around a cell": (lambda text: in_table("<w:tc>.*</w:tc>", text), 1),
    "a content control in another": (lambda text: body(control(control(paragraph(text)))), 1),
    "a header": (lambda text: header("header", text), 1),
    "a first page's header": (lambda text: header("first_page_header", text), 1),
    "an even page's header": (lambda text: header("even_page_header", text), 1),
    "a footer": (lambda text: header("footer", text), 1),
    "a first page's footer": (lambda text: header("first_page_footer", text), 1),
    "an even page's footer": (lambda text: header("even_page_footer", text), 1),
    "a footnote": (lambda text: notes("footnote", text), 1),
    "an endnote": (lambda text: notes("endnote", text), 1),
    "an alternative text": (lambda text: body(alternative_text(text)), 3),
    "an older shape's alternative text": (
        lambda text: body(f'<w:p><w:r><w:pict><v:rect xmlns:v="{VML}" alt="{text}"/></w:pict></w:r></w:p>'),
        1,
    ),
    "a table's alternative text": (titled_table, 2),
    "the subject of the file": (lambda text: core("dc:subject", text), 1),
    "the category of the file": (lambda text: core("cp:category", text), 1),
    "the status of the file": (lambda text: core("cp:contentStatus", text), 1),
    "a slide's title": (lambda text: deck(titled(text)), 1),
    "a slide's notes": (lambda text: deck(titled("x", text)), 1),
    "the subject of a deck": (lambda text: core("dc:subject", text, deck(titled("x"))), 1),
}


@pytest.mark.parametrize("place", FILLED)
def test_a_tag_is_filled_in(place):
    build, count = FILLED[place]
    out = everything(made(build(TAG), data(who='Ann & "Co" <x>')))

    assert len(re.findall(rb"Ann &amp; (?:&quot;|\")Co(?:&quot;|\") &lt;x&gt;", out)) == count
    assert b"{{" not in out


@pytest.mark.parametrize("place", FILLED)
def test_an_unknown_name_is_told_with_its_place_in(place):
    found = problems(FILLED[place][0](TAG), data(whom="Ann"))

    assert {(problem.code, problem.found) for problem in found} == {("name-unknown", TAG)}
    assert all(problem.fix == "Did you mean 'whom'?" for problem in found)
    assert all(problem.place for problem in found)


@pytest.mark.parametrize("place", FILLED)
def test_its_name_is_listed_for_lint_in(place):
    assert {use.path for use in template_names(compile_template(FILLED[place][0](TAG), "t", "internal"))} == {"who"}


def with_formula(text: str) -> str:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    halves = (text[: len(text) // 2], text[len(text) // 2 :])
    letters = "".join(f"<m:r><m:t>{half}</m:t></m:r>" for half in halves)
    return f'<w:p><m:oMath xmlns:m="{math}">{letters}</m:oMath></w:p>'


def field(text: str) -> str:
    halves = (f"QUOTE {text[:1]}", text[1:])
    return f"<w:p>{''.join(f'<w:r><w:instrText>{half}</w:instrText></w:r>' for half in halves)}</w:p>"


DIAGRAM = f'<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:t>{{</a:t><a:t>{TAG[1:]}</a:t></dgm:dataModel>'
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def custom_property(text: str) -> bytes:
    xml = f'<Properties xmlns="{CUSTOM}"><property name="Client"><value>{text}</value></property></Properties>'
    blob = edited(
        paragraphs("x"),
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{RELATIONS}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
    )
    return with_part(blob, "docProps/custom.xml", xml.encode())


REFUSED: dict[str, tuple[bytes, str]] = {
    "a comment": (
        word(lambda document: document.add_comment(document.add_paragraph("text").runs[0], TAG)),
        "word/comments.xml",
    ),
    "a comment on a slide": (
        related(deck(titled("x")), "comments", "comments/comment1.xml", f"<c>{TAG}</c>", "ppt/presentation.xml"),
        "ppt/comments/comment1.xml",
    ),
    "SmartArt": (related(paragraphs("x"), "diagramData", "diagrams/data1.xml", DIAGRAM), "word/diagrams/data1.xml"),
    "a building block": (
        related(paragraphs("x"), "glossaryDocument", "glossary/document.xml", f"<w>{TAG}</w>"),
        "word/glossary/document.xml",
    ),
    "custom XML": (
        edited(paragraphs("x"), "customXml/item1.xml", ">", f">{TAG}"),
        "customXml/item1.xml",
    ),
    "the title of a chart": (
        edited(
            deck(titled("x", "", slide_chart("chart:a"))),
            "ppt/charts/chart1.xml",
            "<c:autoTitleDeleted",
            f"<c:title><a>{TAG}</a></c:title><c:autoTitleDeleted",
        ),
        "ppt/charts/chart1.xml",
    ),
    "a series of a chart in Word": (
        edited(word_chart("chart:a"), "word/charts/chart9.xml", "Designed", TAG),
        "word/charts/chart9.xml",
    ),
    "a style's name": (
        edited(paragraphs("x"), "word/styles.xml", 'w:name w:val="', f'w:name w:val="{TAG}'),
        "word/styles.xml",
    ),
    "a bookmark's name": (
        body(f'<w:p><w:bookmarkStart w:id="1" w:name="{TAG}"/><w:bookmarkEnd w:id="1"/>{runs("text")}</w:p>'),
        "paragraph 1, 'text'",
    ),
    "a field": (body(field(TAG)), "paragraph 1"),
    "a simple field": (
        body(f'<w:p><w:fldSimple w:instr="QUOTE {TAG}">{runs("text")}</w:fldSimple></w:p>'),
        "paragraph 1, 'text'",
    ),
    "a formula": (body(with_formula(TAG)), "paragraph 1"),
    "WordArt": (
        body(f'<w:p><w:r><w:pict><v:textpath xmlns:v="{VML}" string="{TAG}"/></w:pict></w:r></w:p>'),
        "paragraph 1",
    ),
    "a content control's title": (
        body(control(paragraph("text"), f'<w:alias w:val="{TAG}"/>')),
        "document.xml",
    ),
    "a content control's choices": (
        body(control(paragraph("text"), f'<w:dropDownList><w:listItem w:displayText="{TAG}"/></w:dropDownList>')),
        "document.xml",
    ),
    "the author's company": (
        edited(paragraphs("x"), "docProps/app.xml", "</Properties>", f"<Company>{TAG}</Company></Properties>"),
        "property 'Company' in docProps/app.xml",
    ),
    "the last editor": (core("cp:lastModifiedBy", TAG), "property 'lastModifiedBy' in docProps/core.xml"),
    "a property of one's own": (custom_property(TAG), "property 'Client' in docProps/custom.xml"),
    "a condition in a property": (
        core("dc:subject", "{% if who %}x{% endif %}"),
        "property 'subject' in docProps/core.xml",
    ),
    "the name of a shape": (
        deck(titled("x", "", lambda slide: setattr(slide.shapes.title, "name", TAG))),
        "slide 1, shape '{{ who }}'",
    ),
}


@pytest.mark.parametrize("place", REFUSED)
def test_a_tag_is_refused_with_its_place_in(place):
    blob, where = REFUSED[place]
    found = [problem for problem in problems(blob) if problem.code == "tag-not-rendered"]

    assert {problem.place for problem in found} == {where}
    assert all("{" in problem.found and problem.found[:5] in problem.message for problem in found)
    assert all(problem.file == "template" and problem.fix for problem in found)


def test_a_bound_content_control_keeps_what_the_tag_prints():
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    bound = f'<w:dataBinding w:xpath="/a"/><w15:dataBinding xmlns:w15="{w15}" w:xpath="/a"/>'
    out = part_text(made(body(control(paragraph(TAG), bound)), data(who="Ann")), "word/document.xml")

    assert "dataBinding" not in out
    assert ">Ann<" in out


@pytest.mark.parametrize(("text", "shown"), [(TAG, 0), ("Click here", 1)])
def test_a_filled_placeholder_is_text_and_one_to_be_filled_by_the_reader_stays(text, shown):
    out = part_text(made(body(control(paragraph(text), "<w:showingPlcHdr/>")), data(who="Ann")), "word/document.xml")

    assert out.count("showingPlcHdr") == shown


def test_a_property_of_the_template_replaces_that_of_the_document():
    blob = core("dc:title", "Plan of {{ who }}")
    out = part_text(made(blob, data(who="Ann\n& <Co>")), "docProps/core.xml")

    assert "<dc:title>Plan of Ann &amp; &lt;Co&gt;</dc:title>" in out

"""Facts about links whose address holds a tag: they lead to the web or to a mail box, or they are plain text."""

import re

import pytest

from pipeline.documents.compiling.compile import compile_template, template_names
from pipeline.documents.rendering.links import address
from tests.documents.office import (
    RELATIONS,
    W,
    body,
    data,
    deck,
    edited,
    everything,
    made,
    paragraph,
    part_text,
    problems,
    related,
    slides_of,
    with_part,
    word_lines,
)

MAIN, RELS = "word/document.xml", "word/_rels/document.xml.rels"
WORDS = '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>our page</w:t></w:r>'


def link(target: str, around: tuple[str, str] = ("", "")) -> bytes:
    """A Word file with a link to this address, between the paragraphs of `around`."""
    opening, closing = (paragraph(text) if text else "" for text in around)
    blob = body(f'{opening}<w:p><w:hyperlink r:id="rId99">{WORDS}</w:hyperlink></w:p>{closing}')
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/hyperlink" Target="{target}" TargetMode="External"/>'
    return edited(blob, RELS, "</Relationships>", f"{relation}</Relationships>")


def slide_link(target: str) -> bytes:
    def build(slide):
        slide.shapes.title.text = "our page"
        slide.shapes.title.text_frame.paragraphs[0].runs[0].hyperlink.address = target

    return deck(build)


def addresses(blob: bytes, part: str = RELS) -> list[str]:
    return re.findall(r'Target="([^"]*)" TargetMode="External"', part_text(blob, part))


WHOLE = ("{{ x }}", "%7B%7B%20x%20%7D%7D", "%7b%7b x %7d%7d", "http://{{ x }}", "http:///%7B%7B%20x%20%7D%7D")


@pytest.mark.parametrize("target", WHOLE)
def test_an_address_that_is_a_tag_is_filled_in_both_formats(target):
    values = data(x="https://contoso.com/a?b=1&c=2")
    out, shown = made(link(target), values), made(slide_link(target), values)
    run = slides_of(shown)[0].shapes.title.text_frame.paragraphs[0].runs[0]

    assert addresses(out) == ["https://contoso.com/a?b=1&amp;c=2"]
    assert run.hyperlink.address == "https://contoso.com/a?b=1&c=2"


@pytest.mark.parametrize(
    "value",
    [
        *("javascript:alert(1)", "file:///C:/secret", "\\\\server\\share", "contoso.com", "", None, "https://"),
        *("http://[x", "https://a b", "data:text/html,x", "https://x\ny", "mailto:", "{{ y }}", "HTTPS"),
    ],
)
def test_any_other_address_leaves_the_words_as_text(value):
    out, shown = made(link("{{ x }}"), data(x=value)), made(slide_link("{{ x }}"), data(x=value))

    assert addresses(out) == []
    assert word_lines(out)[0] == "our page"
    assert not [word for word in ("<w:hyperlink", "rIdNoLink", '"Hyperlink"') if word in part_text(out, MAIN)]
    assert "hlinkClick" not in part_text(shown, "ppt/slides/slide1.xml")
    assert slides_of(shown)[0].shapes.title.text == "our page"


def test_a_value_inside_an_address_cannot_change_where_it_leads():
    assert (
        address(("https://contoso.com/", "a/../b?c#d é", "/x")) == "https://contoso.com/a%2F..%2Fb%3Fc%23d%20%C3%A9/x"
    )
    assert address(("mailto:", "ann@contoso.com", "?subject=Plan")) == "mailto:ann@contoso.com?subject=Plan"
    assert address(("https://", "evil.com/", ".contoso.com")) == "https://evil.com%2F.contoso.com"
    assert address(("https://contoso.com/", None, "")) == ""


def test_each_round_of_a_loop_has_its_own_link():
    blob = link("https://contoso.com/{{ x }}", ("{%p for x in xs %}", "{%p endfor %}"))

    assert addresses(made(blob, data(xs=["a", "b", "a"]))) == ["https://contoso.com/a", "https://contoso.com/b"]


def test_a_link_that_vanishes_takes_its_address_along():
    out = made(link("https://secret.com/", ("{%p if x %}", "{%p endif %}")), data(x=False))

    assert b"secret" not in everything(out)


def test_a_link_in_a_footnote_is_filled():
    notes = f'<w:footnotes xmlns:w="{W}" xmlns:r="{RELATIONS}"><w:footnote w:id="2"><w:p>'
    notes += f'<w:hyperlink r:id="rId1">{WORDS}</w:hyperlink></w:p></w:footnote></w:footnotes>'
    blob = related(body('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'), "footnotes", "footnotes.xml", notes)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = f'<Relationship Id="rId1" Type="{RELATIONS}/hyperlink" Target="{{{{ x }}}}" TargetMode="External"/>'
    rels = f'<Relationships xmlns="{package}">{relation}</Relationships>'
    blob = with_part(blob, "word/_rels/footnotes.xml.rels", rels.encode())

    out = made(blob, data(x="mailto:ann@contoso.com"))
    assert addresses(out, "word/_rels/footnotes.xml.rels") == ["mailto:ann@contoso.com"]


def test_an_address_that_is_typed_stays_text():
    out = made(body(paragraph("{{ x }}")), data(x="https://contoso.com"))

    assert word_lines(out)[0] == "https://contoso.com"
    assert addresses(out) == []


def test_names_in_an_address_are_listed_and_unknown_ones_told_with_their_place():
    template = compile_template(link("https://contoso.com/{{ account.nmae }}"), "plan.docx", "client")
    (problem,) = problems(link("https://contoso.com/{{ nmae }}"), data(name="x"))

    assert [use.path for use in template_names(template)] == ["account.nmae"]
    assert (problem.code, problem.place, problem.fix) == (
        "name-unknown",
        "paragraph 1, 'our page'",
        "Did you mean 'name'?",
    )

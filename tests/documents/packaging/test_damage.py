"""Templates with damaged or missing parts: the part is named before anything is compiled."""

import pytest

from tests.documents.office import (
    deck,
    edited,
    paragraphs,
    part_text,
    problems,
    slide_chart,
    titled,
    with_part,
    word,
    word_chart,
)

DOCUMENT = paragraphs("{{ name }}")
DRAWN = word_chart("chart:c")
RELATIONS = "word/_rels/document.xml.rels"
STYLED = edited(DOCUMENT, "word/document.xml", "<w:p>", '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')


@pytest.mark.parametrize(
    ("blob", "place", "sentence"),
    [
        (with_part(DOCUMENT, "word/settings.xml", b"<x><y></x>"), "word/settings.xml", "mismatched tag"),
        (with_part(DOCUMENT, "docProps/core.xml", b"PK"), "docProps/core.xml", "syntax error"),
        (with_part(DOCUMENT, "word/theme/theme1.xml", b""), "word/theme/theme1.xml", "no element found"),
        (
            edited(DOCUMENT, "word/document.xml", "<w:sectPr", '<w:p r:id="rId88"/><w:sectPr'),
            "word/document.xml",
            "it names rId88, which leads to no part",
        ),
        (
            edited(DOCUMENT, RELATIONS, ' Type="[^"]*/numbering"', ""),
            "word/document.xml",
            "its relationship rId",
        ),
        (
            edited(DOCUMENT, RELATIONS, '<Relationship [^>]*/numbering"[^>]*/>', ""),
            "word/numbering.xml",
            "nothing leads to it as the numbering of the document, and word/styles.xml needs it",
        ),
        (
            edited(DOCUMENT, RELATIONS, "relationships/numbering", "relationships/numbeqing"),
            "word/numbering.xml",
            "nothing leads to it as the numbering of the document, and word/styles.xml needs it",
        ),
        (
            edited(STYLED, RELATIONS, '<Relationship [^>]*/styles"[^>]*/>', ""),
            "word/styles.xml",
            "nothing leads to it as the styles of the document, and word/document.xml needs it",
        ),
    ],
)
def test_a_damaged_part_is_told_by_its_name(blob: bytes, place: str, sentence: str):
    told = problems(blob)[0]

    assert (told.code, told.place) == ("template-unreadable", place)
    assert told.message.startswith(f"It is damaged: {sentence}")
    assert told.fix


def test_a_chart_that_leads_to_no_xml_is_told_without_its_place():
    blob = with_part(DRAWN, "word/media/chart9.png", b"\x89PNG")
    blob = edited(blob, RELATIONS, "charts/chart9.xml", "media/chart9.png")
    blob = edited(blob, "[Content_Types].xml", "</Types>", '<Default Extension="png" ContentType="image/png"/></Types>')

    (told,) = problems(blob)

    assert told.code == "template-unreadable"
    assert told.message.startswith("It is damaged: its parts contradict each other (XMLSyntaxError: ")


def test_a_part_that_no_document_is_to_have_may_be_damaged():
    with_thumbnail = edited(
        with_part(DOCUMENT, "customXml/item9.xml", b"<x"),
        "_rels/.rels",
        "</Relationships>",
        '<Relationship Id="rId9" Type="x/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
    )

    assert problems(with_thumbnail) == []


def test_a_part_that_nothing_leads_to_and_nothing_needs_may_be_there():
    without_lists = DOCUMENT
    for name in ("word/styles.xml", "word/stylesWithEffects.xml"):
        without_lists = with_part(
            without_lists, name, part_text(DOCUMENT, name).replace("<w:numId ", "<w:id ").encode()
        )

    assert problems(edited(without_lists, RELATIONS, '<Relationship [^>]*/numbering"[^>]*/>', "")) == []


def test_a_chart_without_its_workbook_is_bound_to_data_all_the_same():
    blob = deck(titled("T", "", slide_chart("chart:c")))
    blob = edited(blob, "ppt/charts/_rels/chart1.xml.rels", "<Relationship [^>]*/>", "")

    assert problems(blob) == []


def test_a_template_is_whole_as_office_and_our_own_libraries_write_it():
    assert problems(word(lambda document: document.add_paragraph("x"))) == []

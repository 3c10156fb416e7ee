"""Arabic and Hebrew words run from right to left in documents, and a paragraph that begins with them does too."""

import datetime
import io
import re
import zipfile

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.fitting.slide_text import Box, Sizes
from pipeline.documents.rendering.directions import begins_from_the_right, with_slide_directions, with_word_directions
from pipeline.documents.rendering.render import render

ARABIC = "مراجعة خطة التوريد"
HEBREW = "לבדוק את האיטום"
DATA = {"locale": "en-GB", "currency": "EUR", "charts": {}}
DOCUMENT = {"title": "T", "author": "A", "language": "en-GB", "date": datetime.date(2026, 9, 30)}


def rendered(document, **data) -> str:
    """The main part of what a Word template with these data gives."""
    target = io.BytesIO()
    document.save(target)
    made = render(compile_template(target.getvalue(), "t", "internal"), {**DATA, "document": DOCUMENT, **data})
    return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("text", "right"),
    [(ARABIC, True), (HEBREW, True), (f"3. {ARABIC}", True), (f"A {ARABIC}", False), ("", False), ("佐藤", False)],
)
def test_the_first_letter_decides(text: str, right: bool):
    assert begins_from_the_right(text) is right


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_a_paragraph_in_arabic_or_hebrew_is_marked_and_no_other_is(text: str):
    document = Document()
    document.add_paragraph("{{ first }}")
    document.add_paragraph("{{ second }}")

    xml = rendered(document, first=text, second="Test peel force")

    first, second = re.findall(r"<w:p>.*?</w:p>", xml)
    assert f'<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">{text}</w:t>' in first
    assert "<w:bidi/>" in first
    assert "<w:bidi/>" not in second
    assert "<w:rtl/>" not in second


def test_words_from_the_right_inside_a_latin_sentence_are_a_run_of_their_own():
    document = Document()
    document.add_paragraph().add_run("{{ text }}").bold = True

    xml = rendered(document, text=f"Measure 2: {ARABIC}, agreed & <done>")

    texts = re.findall(r"(<w:rtl/>)?</w:rPr><w:t[^>]*>([^<]*)", xml)
    assert texts == [("", "Measure 2: "), ("<w:rtl/>", ARABIC), ("", ", agreed &amp; &lt;done&gt;")]
    assert "<w:bidi/>" not in xml
    assert "<w:b/><w:bCs/><w:rtl/>" in xml


def test_a_cell_keeps_the_side_on_which_its_text_stands():
    document = Document()
    document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("{{ text }}")

    assert '<w:bidi/><w:jc w:val="right"/>' in rendered(document, text=HEBREW)


def test_properties_stand_in_the_order_of_the_format():
    before = '<w:p><w:pPr><w:pStyle w:val="A"/><w:keepNext/><w:spacing w:before="1"/><w:outlineLvl w:val="1"/></w:pPr>'
    run = f'<w:r><w:rPr><w:sz w:val="20"/><w:lang w:val="he"/></w:rPr><w:t>{HEBREW}</w:t></w:r></w:p>'

    marked = with_word_directions(before + run)

    assert '<w:keepNext/><w:bidi/><w:spacing w:before="1"/><w:outlineLvl w:val="1"/></w:pPr>' in marked
    assert '<w:sz w:val="20"/><w:szCs w:val="20"/><w:rtl/><w:lang w:val="he"/>' in marked


def test_marks_of_the_engine_are_no_arabic():
    assert with_word_directions("<w:p><w:r><w:t>\ufdd0\ufde5</w:t></w:r></w:p>") == (
        "<w:p><w:r><w:t>\ufdd0\ufde5</w:t></w:r></w:p>"
    )


def test_a_paragraph_of_a_slide_is_marked():
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(8), Inches(2))
    box.text_frame.text = "{{ first }}\n{{ second }}"
    target = io.BytesIO()
    deck.save(target)

    made = render(
        compile_template(target.getvalue(), "t", "internal"),
        {**DATA, "document": DOCUMENT, "first": ARABIC, "second": "Agreed"},
    )

    frame = Presentation(io.BytesIO(made)).slides[0].shapes[0].text_frame
    first, second = (paragraph._p.xml for paragraph in frame.paragraphs)
    assert 'rtl="1"' in first
    assert 'rtl="1"' not in second
    assert with_slide_directions("<a:p><a:r><a:t>Agreed</a:t></a:r></a:p>").count("rtl") == 0


def text_box(paragraph: str, placeholder: str = "") -> str:
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody><a:p>{paragraph}"
        f"<a:r><a:t>{HEBREW}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("", '<a:pPr algn="r" rtl="1"/>'),
        ('<a:pPr algn="l"/>', '<a:pPr algn="r" rtl="1"/>'),
        ('<a:pPr algn="ctr" marL="12"><a:buNone/></a:pPr>', '<a:pPr algn="ctr" marL="12" rtl="1"><a:buNone/></a:pPr>'),
        ('<a:pPr algn="r" rtl="0"/>', '<a:pPr algn="r" rtl="1"/>'),
    ],
)
def test_a_paragraph_of_a_text_box_goes_from_the_left_edge_to_the_right_one(given: str, made: str):
    assert with_slide_directions(text_box(given)) == text_box(made)


def test_a_placeholder_that_its_layout_centres_stays_in_the_middle():
    title = '<p:ph type="title"/>'

    centred = with_slide_directions(text_box("", title), Sizes({"title": Box(align="ctr")}))
    at_the_left = with_slide_directions(text_box("", title), Sizes({"title": Box()}))

    assert centred == text_box('<a:pPr rtl="1"/>', title)
    assert at_the_left == text_box('<a:pPr algn="r" rtl="1"/>', title)


def a_table(*words: str, properties: str = '<a:pPr algn="l"/>', turned: str = "") -> str:
    cells = "".join(f"<a:tc><a:p>{properties}<a:r><a:t>{one}</a:t></a:r></a:p></a:tc>" for one in words)
    return f'<a:tbl><a:tblPr{turned} firstRow="1"/><a:tr>{cells}</a:tr></a:tbl>'


def test_a_table_whose_words_all_run_from_the_right_does_so_too():
    directed = with_slide_directions(a_table(ARABIC, HEBREW))

    assert directed == a_table(ARABIC, HEBREW, properties='<a:pPr algn="r" rtl="1"/>', turned=' rtl="1"')


def test_in_another_table_a_paragraph_keeps_the_side_of_its_column():
    directed = with_slide_directions(a_table(ARABIC, "Goal"))

    first, second = re.findall(r"<a:p>.*?</a:p>", directed)
    assert '<a:pPr algn="l" rtl="1"/>' in first
    assert '<a:pPr algn="l"/>' in second
    assert "<a:tblPr firstRow" in directed


def test_the_columns_under_a_chart_stay_in_their_order():
    directed = with_slide_directions(a_table(ARABIC) + '<p:graphicFrame><c:chart r:id="rId1"/></p:graphicFrame>')

    assert "<a:tblPr firstRow" in directed
    assert '<a:pPr algn="l" rtl="1"/>' in directed

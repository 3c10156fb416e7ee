"""Facts about long texts: bold, italic, bullets and paragraphs in the format around them, all else as it is typed."""

import io

import docx
import pytest

from pipeline.documents.templates.dialect import (
    BOLD_OFF,
    BOLD_ON,
    BULLET,
    ITALIC_OFF,
    ITALIC_ON,
    LINE_BREAK,
    PARAGRAPH,
    markdown,
)
from tests.documents.office import RELATIONS, body, data, deck, edited, made, part_text, slides_of, word, word_lines

SHOWN = str.maketrans(
    {
        BOLD_ON: "<b>",
        BOLD_OFF: "</b>",
        ITALIC_ON: "<i>",
        ITALIC_OFF: "</i>",
        LINE_BREAK: "|",
        PARAGRAPH: "¶",
        BULLET: "•",
    }
)
MAIN = "word/document.xml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b c** d", "a <b>b c</b> d"),
        ("a *b c* d, _e_", "a <i>b c</i> d, <i>e</i>"),
        ("**a *b* c**", "<b>a <i>b</i> c</b>"),
        ("one\ntwo", "one|two"),
        ("one\n\n \ntwo\r\n\r\nthree", "one¶two¶three"),
        ("\n\none\n", "one"),
        ("- a\n* b\n• c", "•a¶•b¶•c"),
        ("text:\n- a\nafter", "text:¶•a¶after"),
        ("2 * 3 * 4, a*b*c, snake_case_name, ** x **, *", "2 * 3 * 4, a*b*c, snake_case_name, ** x **, *"),
        ("-5 % and - 3\n-", "-5 % and - 3|-"),
        ("A & B <C> {{ x }}", "A &amp; B &lt;C&gt; {{ x }}"),
        ("# no heading [no](link) `no code`", "# no heading [no](link) `no code`"),
        ("", ""),
        (None, ""),
    ],
)
def test_markup_is_read_and_everything_else_stays(text, expected):
    assert markdown(text).translate(SHOWN) == expected


def listed(text="{{ text|markdown }}", style="List Bullet"):
    """A Word file with a paragraph of a style, and one of the style of lists so that the template has one."""

    def build(document):
        document.add_paragraph(text, style="Intense Quote").paragraph_format.keep_with_next = True
        if not style:
            element = document.styles["List Bullet"].element
            element.getparent().remove(element)

    return word(build)


TEXT = "First **bold**\n\n- a *b*\n- c\n\nlast"


def test_paragraphs_in_word_have_the_properties_of_the_one_around():
    document = docx.Document(io.BytesIO(made(listed(), data(text=TEXT))))

    assert [one.text for one in document.paragraphs] == ["First bold", "a b", "c", "last"]
    assert {one.style.name for one in document.paragraphs} == {"Intense Quote"}
    assert all(one.paragraph_format.keep_with_next for one in document.paragraphs)
    assert [one._element.pPr.numPr is not None for one in document.paragraphs] == [False, True, True, False]
    assert [(run.text, run.bold, run.italic) for one in document.paragraphs[:2] for run in one.runs] == [
        ("First ", None, None),
        ("bold", True, None),
        ("a ", None, None),
        ("b", None, True),
    ]


def test_the_bullets_are_those_of_the_templates_list():
    out = made(listed(), data(text="- a"))
    style = docx.Document(io.BytesIO(out)).styles["List Bullet"].element
    number = style.pPr.numPr.numId.val

    assert f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' in part_text(out, MAIN)


def test_without_a_list_in_the_template_bullets_are_signs():
    assert word_lines(made(listed(style=""), data(text="- a\n- b"))) == ["• a", "• b"]


def test_text_around_the_tag_stays_with_its_first_and_last_paragraph():
    out = made(listed("Note: {{ text|markdown }} (end)"), data(text="- a\n\nb"))

    assert word_lines(out) == ["Note: • a", "b (end)"]


def test_a_link_holds_one_paragraph():
    words = "<w:r><w:t>{{ text|markdown }}</w:t></w:r>"
    out = made(body(f'<w:p><w:hyperlink w:anchor="_top">{words}</w:hyperlink></w:p>'), data(text=TEXT))

    assert word_lines(out)[0] == "First bold\n• a b\n• c\nlast"


def test_long_texts_stand_in_text_boxes_and_headers():
    box = "<w:txbxContent><w:p><w:r><w:t>{{ text|markdown }}</w:t></w:r></w:p></w:txbxContent>"
    after = "<w:r><w:t>{{ x|markdown }}</w:t></w:r>"
    blob = body(f"<w:p><w:r><w:t>before</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r>{after}</w:p>")
    xml = part_text(made(blob, data(text="a\n\nb", x="c\n\nd")), MAIN)

    assert xml.count("<w:p>") == xml.count("</w:p>")
    assert ">a</w:t></w:r></w:p><w:p><w:r>" in xml.replace(' xml:space="preserve"', "")
    assert ">c</w:t><w:br/><w:t" in xml


def test_the_end_of_a_section_stays_at_the_last_paragraph():
    def build(document):
        document.add_paragraph("{{ text|markdown }}")
        document.add_section()

    blob = word(build)
    xml = part_text(made(blob, data(text=TEXT)), MAIN)
    assert xml.count("<w:sectPr") == part_text(blob, MAIN).count("<w:sectPr")


def slide(properties=""):
    def build(one):
        box = one.shapes.add_textbox(0, 0, 5_000_000, 3_000_000)
        run = box.text_frame.paragraphs[0].add_run()
        run.text, run.font.bold = "{{ text|markdown }}", False

    blob = deck(build)
    return edited(blob, "ppt/slides/slide1.xml", r"<a:p>(?=<a:r>)", f"<a:p>{properties}") if properties else blob


def test_paragraphs_on_slides_have_the_properties_of_the_one_around():
    out = made(
        slide('<a:pPr algn="ctr"><a:spcAft><a:spcPts val="600"/></a:spcAft><a:defRPr/></a:pPr>'), data(text=TEXT)
    )
    found = slides_of(out)[0].shapes[1].text_frame.paragraphs

    assert [one.text for one in found] == ["First bold", "a b", "c", "last"]
    assert [[(run.text, run.font.bold, run.font.italic) for run in one.runs] for one in found[:2]] == [
        [("First ", False, None), ("bold", True, None)],
        [("a ", False, None), ("b", False, True)],
    ]
    assert all(one._p.pPr.get("algn") == "ctr" and one.space_after.pt == 6 for one in found)
    names = [[child.tag.partition("}")[2] for child in one._p.pPr] for one in found]
    assert names[0] == names[3] == ["spcAft", "defRPr"]
    assert names[1] == names[2] == ["spcAft", "buFont", "buChar", "defRPr"]


@pytest.mark.parametrize("properties", ["", '<a:pPr algn="r"/>', '<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>'])
def test_a_bullet_on_a_slide_is_one_of_powerpoint(properties):
    xml = part_text(made(slide(properties), data(text="- a")), "ppt/slides/slide1.xml")

    assert xml.count("<a:bu") == (1 if "AutoNum" in properties else 2)
    assert ">a</a:t>" in xml


def test_a_value_in_an_alternative_text_is_one_line():
    blob = deck(lambda one: one.shapes.title._element.nvSpPr.cNvPr.set("descr", "{{ text|markdown }}"))
    out = slides_of(made(blob, data(text=TEXT)))[0].shapes[0]._element.nvSpPr.cNvPr.get("descr")

    assert out == "First bold a b c last"
    assert RELATIONS not in out

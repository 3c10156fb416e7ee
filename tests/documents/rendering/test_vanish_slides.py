"""Facts about what vanishes from a slide: a text box, a placeholder and a group go with all that they hold."""

import io

import pytest
from pptx.util import Inches

from tests.documents.figures.test_pictures import given, image
from tests.documents.office import data, deck, edited, made, part_text, slides_of, titled

SLIDE = "ppt/slides/slide1.xml"
GUARDED = "{%p if x %}words{%p endif %}"


def with_box(text: str, look: str = ""):
    """A slide with a text box of these lines; `look` stands in its properties."""

    def build(slide):
        box = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(2), Inches(1))
        box.name = "Box"
        box.text_frame.text = text

    blob = deck(titled("T", "", build))
    return edited(blob, SLIDE, "<a:noFill/>(?=</p:spPr>)", look) if look else blob


def shapes(blob: bytes) -> list[str]:
    return [shape.name for shape in slides_of(blob)[0].shapes]


@pytest.mark.parametrize(
    "text", [GUARDED, "{%p if x %}\nwords\n{%p endif %}", "{%p for one in x %}{{ one }}{%p endfor %}"]
)
def test_a_text_box_goes_with_its_last_paragraph(text):
    assert shapes(made(with_box(text), data(x=[]))) == ["Title 1"]
    assert shapes(made(with_box(text), data(x=["words"]))) == ["Title 1", "Box"]


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("{{ x }}", ""),
        ("before\n" + GUARDED, ""),
        (GUARDED, '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'),
        (GUARDED, '<a:ln><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>'),
    ],
)
def test_a_shape_that_still_shows_something_or_was_never_to_go_stays(text, look):
    assert shapes(made(with_box(text, look), data(x=""))) == ["Title 1", "Box"]


def test_a_placeholder_whose_paragraphs_vanish_goes_so_that_no_prompt_is_left():
    blob = deck(titled("{%p if x %}words{%p endif %}"))

    assert shapes(made(blob, data(x=""))) == []
    assert shapes(made(blob, data(x="y"))) == ["Title 1"]


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("beside", [False, True])
def test_a_group_goes_with_the_last_of_what_it_holds(nested, beside):
    def build(slide):
        outer = slide.shapes.add_group_shape()
        group = outer.shapes.add_group_shape() if nested else outer
        box = group.shapes.add_textbox(0, 0, Inches(1), Inches(1))
        box.text_frame.text = GUARDED
        picture = group.shapes.add_picture(io.BytesIO(image()), 0, 0, Inches(1), Inches(1))
        picture.name = "picture:client_logo"
        if beside:
            outer.shapes.add_connector(1, 0, 0, Inches(1), Inches(1))

    blob = deck(titled("T", "", build))
    out = made(blob, data(x="", pictures={"client_logo": None}))

    assert part_text(out, SLIDE).count("<p:grpSp>") == beside
    assert part_text(made(blob, data(x="y", pictures=given())), SLIDE).count("<p:grpSp>") == 1 + nested

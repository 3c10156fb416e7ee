"""Drawings of Word: a shape of the template gives the place, plain data the boxes and lines, the theme the colours."""

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.figures.drawings import DrawingFrame, render_drawing
from pipeline.documents.fitting.measure import EMU_PER_POINT
from pipeline.documents.rendering.render import render
from pipeline.problems import TemplateRefused
from pipeline.views.drawings import Box, Drawing, Line, Words
from tests.documents.office import data, deck, edited, paragraphs, part_text, titled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
SHAPE = (
    '<w:p><w:r>{}<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="3600000" cy="360000"/><wp:docPr id="7" name="Shape 7" descr="{}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<wps:cNvSpPr/><wps:spPr/><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>{}</w:r></w:p>"
)
CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="wps">',
    "</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent>",
)


def template(text: str = "drawing:team", around: tuple[str, str] = CHOICE) -> bytes:
    """A Word file with a paragraph before, one that holds a shape of this alternative text, and one after."""
    shape = SHAPE.format(around[0], text, around[1])
    return edited(paragraphs("before", "SHAPE", "after"), "word/document.xml", r"<w:p><w:r><w:t>SHAPE.*?</w:p>", shape)


def box(text: str, left: int = 0, look: str = "plain", **more: Any) -> Box:
    paragraph = ((Words(text=text, look="name"), Words(text=", buyer", look="second")),)
    return Box(name=text, left=left, top=0, width=4000, height=1200, paragraphs=paragraph, look=look, **more)  # type: ignore[arg-type]


def drawing(*boxes: Box) -> dict[str, Any]:
    line = Line(look="arrow", start=0, end=len(boxes) - 1, points=((4000, 600), (5000, 600), (5000, 700), (6000, 700)))
    return Drawing(alt='A "finding" & more', width=10_000, height=2000, boxes=boxes, lines=(line,)).plain()


def document(value: Any, blob: bytes | None = None) -> bytes:
    return render(compile_template(blob or template(), "plan.docx", "internal"), data(team=value))


def shown(blob: bytes) -> Any:
    return etree.fromstring(part_text(blob, "word/document.xml").encode())


@pytest.mark.parametrize("around", [CHOICE, ("", "")])
def test_drawing_takes_the_place_and_the_width_of_the_shape(around):
    root = shown(document(drawing(box("Ida"), box("Jonas", 6000)), template(around=around)))

    (extent,) = root.iter("{*}extent")
    assert (extent.get("cx"), extent.get("cy")) == ("3600000", str(2000 * 360))
    lefts = [int(shape.find(".//{*}off").get("x")) for shape in root.iter(f"{WPS}wsp")]
    assert lefts == [0, 2160000, 1440000]  # two boxes and the line between them
    assert not list(root.iter("{*}Fallback"))
    assert len(list(root.iter("{*}Choice"))) == 1


def test_the_alternative_text_is_the_finding_and_every_number_is_given_once():
    root = shown(document(drawing(box("Ida"), box("Jonas", 6000))))

    labels = [*root.iter("{*}docPr"), *root.iter(f"{WPS}cNvPr")]
    assert labels[0].get("descr") == 'A "finding" & more'
    assert len({one.get("id") for one in labels}) == len(labels) == 4


def test_without_data_the_paragraph_of_the_shape_goes():
    text = part_text(document(None), "word/document.xml")

    assert "AlternateContent" not in text
    assert len(re.findall("<w:p[ >]", text)) == 2


def test_every_colour_is_a_slot_of_the_theme_and_the_typeface_is_the_themes():
    looks = ("plain", "accent", "again", "label")
    boxes = [box(look, look=look) for look in looks] + [box("Blocker", heavy=True)]
    status = Box(
        name="S",
        left=0,
        top=0,
        width=4000,
        height=600,
        paragraphs=tuple((Words(text=f"{shape} Word", look="status"),) for shape in "●▲■○–"),
    )
    text = part_text(document(drawing(*boxes, status)), "word/document.xml")

    assert "srgbClr" not in text
    assert (
        len(re.findall("<w:color ", text)) == len(re.findall('<w:color w:val="[0-9A-F]{6}" w:themeColor="', text)) > 0
    )
    assert {"schemeClr"} == set(re.findall(r"<a:solidFill><a:(\w+) ", text))
    assert set(re.findall(r'w:ascii="(\w+)"', text)) == {"Arial"}  # the shapes of a status
    assert 'w:asciiTheme="minorHAnsi"' in text


@pytest.mark.parametrize("name", ["A & B <C>", "{{ x }}", "{% if %}", "a\x0bb\nc", "\ufdd3", 'say "so"'])
def test_names_stay_text(name):
    root = shown(document(drawing(box(name), box("Jonas", 6000))))

    first = next(root.iter(f"{W}txbxContent"))
    expected = name.replace("\x0b", "").replace("\n", " ").replace("\ufdd3", "")
    assert "".join(first.itertext()) == f"{expected}, buyer"


def test_the_same_data_give_the_same_bytes():
    assert document(drawing(box("Ida"))) == document(drawing(box("Ida")))


@pytest.mark.parametrize(
    "name",
    ["Maximiliane Freifrau von und zu Rothenfels auf Hohenstein", "W" * 60, "王小明" * 20, "محمد بن عبد الله " * 4],
)
def test_words_that_do_not_fit_are_made_smaller_then_cut(name):
    shapes, _ = render_drawing(DrawingFrame(3_600_000, "Calibri", {}), drawing(box(name)), iter(range(9)).__next__)

    sizes = {int(size) for size in re.findall(r'<w:sz w:val="(\d+)"', shapes)}
    text = "".join(re.findall(r"<w:t [^>]*>([^<]*)", shapes))
    assert sizes <= {16, 18}
    assert text.startswith(name[:5])
    assert "…" in text or 16 in sizes
    assert f'name="{name.strip()}' in shapes


def test_what_fits_is_set_as_designed():
    shapes, _ = render_drawing(DrawingFrame(3_600_000, "Calibri", {}), drawing(box("Ida")), iter(range(9)).__next__)

    assert re.findall(r'<w:sz w:val="(\d+)"', shapes) == ["18", "16"]
    assert EMU_PER_POINT * 9 < 1200 * 360


@pytest.mark.parametrize("text", ["drawing:", "drawing: the team", "drawing:1"])
def test_a_shape_that_names_no_drawing_is_refused_with_its_place(text):
    with pytest.raises(TemplateRefused) as refused:
        compile_template(template(text), "plan.docx", "internal")

    (problem,) = refused.value.problems
    assert (problem.code, problem.file) == ("drawing-unbound", "plan.docx")
    assert "paragraph 2" in (problem.place or "")


def test_a_drawing_on_a_slide_is_refused():
    def shape(slide: Any) -> None:
        slide.shapes.title._element.nvSpPr.cNvPr.set("descr", "drawing:team")

    with pytest.raises(TemplateRefused) as refused:
        compile_template(deck(titled("T", "", shape)), "review.pptx", "internal")

    assert [problem.code for problem in refused.value.problems] == ["drawing-unbound"]


def test_the_theme_of_another_brand_gives_the_colours():
    theme = next(name for name in ZipFile(io.BytesIO(template())).namelist() if "theme" in name)
    branded = edited(template(), theme, r"<a:dk2>.*?</a:dk2>", '<a:dk2><a:srgbClr val="123456"/></a:dk2>')

    assert 'w:val="123456" w:themeColor="text2"' in part_text(
        document(drawing(box("Ida")), branded), "word/document.xml"
    )

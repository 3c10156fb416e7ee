"""Facts about groups on a slide: what stands in them is filled and fitted as it is shown, stretched and nested too."""

import io
import re

import pytest
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Pt

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.fitting.slide_text import Sizes, shapes_of
from pipeline.documents.rendering.render import render
from tests.documents.figures.test_pictures import given, image
from tests.documents.office import (
    REVENUE,
    data,
    deck,
    edited,
    made,
    part_names,
    part_text,
    problems,
    slide_chart,
    slide_table,
    slides_of,
    titled,
)

SLIDE = "ppt/slides/slide1.xml"


def grouped(build, across: float = 1, down: float = 1, depth: int = 1) -> bytes:
    """A slide whose shapes stand in groups in groups; the outermost is shown so many times as wide and high."""

    def group(slide):
        outer = inner = slide.shapes.add_group_shape()
        for _ in range(depth - 1):
            inner = inner.shapes.add_group_shape()
        build(inner)
        frame = outer._element.grpSpPr.find("{*}xfrm")
        frame.find("{*}ext").set("cx", str(round(int(frame.find("{*}chExt").get("cx")) * across)))
        frame.find("{*}ext").set("cy", str(round(int(frame.find("{*}chExt").get("cy")) * down)))

    return deck(titled("T", "", group))


def logo(group) -> None:
    group.shapes.add_picture(
        io.BytesIO(image()), Inches(1), Inches(2), Inches(4), Inches(2)
    ).name = "picture:client_logo"


def box(text: str, size: float = 20, width: float = 4):
    """A function that puts a text box one inch high into a group."""

    def build(group):
        shape = group.shapes.add_textbox(Inches(1), Inches(2), Inches(width), Inches(1))
        shape.name = "Words"
        shape.text_frame.word_wrap, shape.text_frame.auto_size = True, MSO_AUTO_SIZE.NONE
        shape.text_frame.text = text
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)

    return build


def shown(blob: bytes, name: str) -> tuple[int, int, int, int]:
    """The frame of a shape in a group as it stands on the slide."""
    (shape,) = (one for one in shapes_of(part_text(blob, SLIDE), Sizes()) if one.name == name)
    return shape.left, shape.top, shape.width, shape.height


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize(("across", "down"), [(1, 1), (0.5, 1), (2, 0.5)])
def test_a_picture_in_a_group_keeps_its_proportions_as_it_is_shown(depth, across, down):
    out = made(grouped(logo, across, down, depth), data(pictures=given(image(40, 40))), "client")
    left, top, width, height = shown(out, "Picture: client_logo")

    assert width == pytest.approx(height, abs=3)
    assert height == pytest.approx(min(Inches(4) * across, Inches(2) * down), abs=3)
    assert left + width / 2 == pytest.approx(Inches(1) + Inches(4) * across / 2, abs=4)
    assert top + height / 2 == pytest.approx(Inches(2) + Inches(2) * down / 2, abs=4)


@pytest.mark.parametrize("there", [True, False])
def test_a_chart_in_a_group_is_filled_or_goes(there):
    blob = deck(titled("T", "", slide_chart("chart:revenue row_height=0.5in")))
    text = part_text(blob, SLIDE)
    frame = re.search("<p:graphicFrame>.*</p:graphicFrame>", text, re.DOTALL)
    assert frame
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="90" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="2000000" cy="2000000"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="1000000" cy="1000000"/>'
        f"</a:xfrm></p:grpSpPr>{frame[0]}</p:grpSp>"
    )
    blob = edited(blob, SLIDE, re.escape(frame[0]), group)
    out = made(blob, data(charts={"revenue": REVENUE if there else None}))

    assert sum("charts/chart" in name and not name.endswith("rels") for name in part_names(out)) == there
    assert ("<p:grpSp>" in part_text(out, SLIDE)) == there
    if there:
        (group,) = (shape for shape in slides_of(out)[0].shapes if shape.shape_type == 6)
        assert group.shapes[0].chart.plots[0].categories[0] == "Q1"
        assert shown(out, "Chart: revenue")[3] == pytest.approx(3 * Inches(0.5), abs=2)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_text_in_a_group_shrinks_to_the_room_that_the_group_leaves_it(depth):
    words = "{{ x }}"
    text = "Four words and more, " * 3
    wide, narrow = (made(grouped(box(words, width=5), share, 1, depth), data(x=text)) for share in (1, 0.6))
    sizes = [set(re.findall(r'sz="(\d+)"', part_text(out, SLIDE))) for out in (wide, narrow)]

    assert sizes[0] == {"2000"}
    assert len(sizes[1]) == 1
    assert 1200 <= int(sizes[1].pop()) < 2000


def test_a_shape_after_a_group_stands_on_the_slide_again():
    text = part_text(grouped(logo, 2, 2), SLIDE)
    picture = re.search("<p:pic>.*</p:pic>", text, re.DOTALL)
    assert picture
    after = picture[0].replace("picture:client_logo", "After")
    shapes = shapes_of(text.replace("</p:grpSp>", f"</p:grpSp>{after}"), Sizes())

    assert [one.width // Inches(1) for one in shapes if one.kind == "other"] == [8, 4]


def test_a_text_in_a_group_that_never_fits_is_told_with_slide_and_shape():
    overflows = []
    template = compile_template(grouped(box("{{ x }}"), 0.5, 0.5), "deck.pptx", "client")
    render(template, data(x="word " * 80), overflows)

    assert [(one.code, one.place) for one in overflows] == [("text-overflow", "page 1, shape 'Words'")]


@pytest.mark.parametrize("depth", [1, 2])
def test_a_tag_that_fails_in_a_group_is_told_with_slide_and_shape(depth):
    (problem,) = problems(grouped(box("{{ x.y.z }}"), depth=depth), data(x={}))

    assert "slide 1, shape 'Words'" in problem.place


def test_loops_and_conditions_work_in_a_group():
    blob = grouped(box("{%p for one in xs %}{% if one %}{{ one }}!{% endif %}{%p endfor %}"))
    (group,) = (shape for shape in slides_of(made(blob, data(xs=["a", "", "b"])))[0].shapes if shape.shape_type == 6)

    assert group.shapes[0].text_frame.text == "a!\n\nb!"


def test_the_frame_of_a_group_without_a_measure_is_left_alone():
    blob = edited(grouped(logo), SLIDE, r'<a:chExt cx="\d+" cy="\d+"/>', '<a:chExt cx="0" cy="0"/>')
    out = made(blob, data(pictures=given(image(40, 20))))

    assert shown(out, "Picture: client_logo")[2:] == (Emu(Inches(4)), Emu(Inches(2)))


def a_grouped_table(*rows: str, down: float = 1) -> bytes:
    """A deck whose slide holds a table of one column in a group that stands an inch lower than it says of itself."""
    blob = deck(titled("T", "", slide_table(*[[row] for row in rows])))
    found = re.search("<p:graphicFrame>.*</p:graphicFrame>", part_text(blob, SLIDE), re.DOTALL)
    assert found
    inch, size = Inches(1), Inches(8)
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="90" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        f'<a:off x="0" y="{inch}"/><a:ext cx="{size}" cy="{round(size * down)}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{size}" cy="{size}"/></a:xfrm></p:grpSpPr>{found[0]}</p:grpSp>'
    )
    return edited(blob, SLIDE, re.escape(found[0]), group)


def test_a_table_in_a_group_is_fitted_to_the_room_below_it():
    blob = a_grouped_table("Head", "{%tr for x in xs %}", "{{ x }}", "{%tr endfor %}")
    overflows = []

    out = render(
        compile_template(blob, "deck.pptx", "client"), data(xs=["A sentence of five words. " * 9] * 6), overflows
    )

    sizes = set(re.findall(r'<a:rPr[^>]* sz="(\d+)"', part_text(out, SLIDE)))
    heights = [int(height) for height in re.findall(r'<a:tr h="(\d+)"', part_text(out, SLIDE))]
    _, top, _, height = shown(out, table_name(blob))
    assert sizes == {"1200"}
    assert height == pytest.approx(sum(heights), abs=9)
    assert top + height <= 6_858_000
    assert "ellipsis" in overflows[0].message


def test_a_table_in_a_group_that_is_shown_smaller_keeps_its_rows():
    blob = a_grouped_table("Head", "{{ x }}", down=0.5)
    before, after = (
        re.findall(r'<a:tr h="(\d+)"', part_text(one, SLIDE)) for one in (blob, made(blob, data(x="word " * 90)))
    )

    assert after == before


def table_name(blob: bytes) -> str:
    found = re.search(r'<p:graphicFrame>.*?name="([^"]*)"', part_text(blob, SLIDE), re.DOTALL)
    assert found
    return found[1]

"""What the author of a PowerPoint template is told about a mistake: the template, the slide, the shape and the fix."""

import io
import re

import pytest
from pptx.util import Inches

from pipeline.documents.compiling.compile import compile_template, read_template
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import lint
from pipeline.problems import Problem, TemplateRefused
from pipeline.run.templates import names
from tests.documents.figures.test_pictures import image
from tests.documents.office import data, deck, edited, part_text, slide_chart, slide_table, titled, with_part

FILE = "client/our_review.pptx"
SLIDE = "ppt/slides/slide2.xml"
TITLE, NOTES = "slide 2, shape 'Title 1'", "notes of slide 2"
PLOT = "slide 2, shape 'chart:revenue'"
RELATIONS = "ppt/slides/_rels/slide2.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CHART = "ppt/charts/chart1.xml"


def told(blob: bytes) -> list[Problem]:
    """All that is told about a client template before any account is read, as keyplan lint does."""
    reading = read_template(blob, FILE, "client")
    return [*reading.problems, *lint(FILE, reading.names, names("internal"), names("client"))]


def second(title: str, notes: str = "", *more: object) -> bytes:
    """A deck whose second slide is this one."""
    return deck(titled("Welcome"), titled(title, notes, *more))


def drawn(pattern: str, replacement: str) -> bytes:
    """A deck with a bound chart on its second slide, its part edited."""
    return edited(second("T", "", slide_chart("chart:revenue")), CHART, pattern, replacement)


def attached(kind: str, part: str, frame: str) -> bytes:
    """A deck whose second slide holds a part of another kind in a frame of its own."""
    relation = f'<Relationship Id="rId99" Type="{KINDS}{kind}" Target="../{part}"/></Relationships>'
    blob = with_part(second("T"), f"ppt/{part}", b"<x>{{ account.name }}</x>")
    return edited(edited(blob, RELATIONS, "</Relationships>", relation), SLIDE, "</p:spTree>", f"{frame}</p:spTree>")


def grouped(slide) -> None:
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).name = "Inner box"
    group.shapes[0].text_frame.text = "{{ account.nmae }}"


def two_boxes(slide) -> None:
    for number, text in enumerate(("{% if account.name %}", "{% endif %}"), 1):
        box = slide.shapes.add_textbox(0, Inches(number), Inches(2), Inches(1))
        box.name, box.text_frame.text = f"Box {number}", text


def stand_in(name: str):
    """A function that puts a picture of this name onto a slide."""

    def build(slide) -> None:
        slide.shapes.add_picture(io.BytesIO(image()), 0, 0, Inches(2), Inches(1)).name = name

    return build


def named_like_a_picture(slide) -> None:
    slide.shapes.title.name = "picture:client_logo"


def framed(uri: str, inside: str) -> str:
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="Frame 9"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic></p:graphicFrame>'
    )


SMART = framed("http://schemas.openxmlformats.org/drawingml/2006/diagram", '<a:dm r:dm="rId99"/>')
OBJECT = framed("http://schemas.openxmlformats.org/presentationml/2006/ole", '<p:oleObj r:id="rId99"/>')
ROWS = slide_table(["{%tr for action in actions %}"], ["{{ action.action }}"], ["{% endfor %}"])

# The blob, the code, words of the place, and words of the fix.
MISTAKES = {
    "a directive misspelt": (second("T", "{% slide fro a in actions %}"), "tag-unknown", NOTES, "for x in xs"),
    "a directive closed like a block": (second("T", "{% slide endfor %}"), "tag-unknown", NOTES, "slide if x"),
    "a directive after other notes": (second("T", "Say\n{% slide if x %}"), "directive-misplaced", NOTES, "start"),
    "a directive on the slide": (second("{% slide if x %}"), "directive-misplaced", TITLE, "notes"),
    "a directive that cannot be read": (second("T", "{% slide if x| %}"), "tag-syntax", NOTES, "Write it like"),
    "a loop over nothing known": (second("T", "{% slide for a in acctions %}"), "name-unknown", NOTES, "actions?"),
    "a misspelt field": (second("For {{ account.nmae }}"), "name-unknown", TITLE, "account.name?"),
    "a misspelt field in a group": (second("T", "", grouped), "name-unknown", "'Inner box'", "account.name?"),
    "an internal field": (second("{{ score.tier }}"), "template-internal-name", TITLE, "internal"),
    "a tag over two lines": (second("{{ account\n.name }}"), "tag-unclosed", TITLE, "one paragraph"),
    "one brace too few": (second("{{ account.name }"), "tag-unclosed", TITLE, "closing"),
    "single braces": (second("{account.name}"), "tag-unclosed", TITLE, "{{ account.name }}"),
    "a row tag outside a table": (second("{%tr for a in actions %}"), "tag-no-element", TITLE, "{%p"),
    "a row loop with a plain end": (second("T", "", ROWS), "tag-stray", "slide 2, shape 'Table", "{%tr ... %}"),
    "a block over two boxes": (second("T", "", two_boxes), "tag-unclosed", "slide 2, shape 'Box 1'", "{% endif %}"),
    "columns in one row only": (
        second("T", "", slide_table(["{%tc for a in actions %}x{%tc endfor %}"], ["b"])),
        "tag-columns", "slide 2, shape 'Table", "every row",
    ),
    "a filter that is none": (second("{{ account.name|mony }}"), "filter-unknown", TITLE, "money"),
    "a cell's colour": (second("{% cellbg 'FF0000' %}"), "tag-no-element", TITLE, "in the template"),
    "a name that slides take": (second("T", "{% slide for slide in actions %}"), "name-reserved", NOTES, "another"),
    "a chart bound to nothing": (
        second("T", "", slide_chart("Chart 2")), "chart-unbound", "slide 2, shape 'Chart 2'", "chart:NAME",
    ),
    "a chart that is not there": (
        second("T", "", slide_chart("chart:scorecrad")), "name-unknown", "slide 2, shape 'chart:scorecrad'", "charts.",
    ),
    "a chart's option": (
        second("T", "", slide_chart("chart:revenue row_hight=1cm")), "chart-option", "slide 2, shape", "row_height",
    ),
    "a chart's name on a text box": (
        second("T", "", lambda slide: setattr(slide.shapes.title, "name", "chart:revenue")),
        "chart-unbound", PLOT, "native chart",
    ),
    "a picture's name on a text box": (
        second("T", "", named_like_a_picture), "picture-unbound", "shape 'picture:client_logo'", "Insert one.",
    ),
    "a picture that is not there": (
        second("T", "", stand_in("picture:client_lgo")), "name-unknown", "shape 'picture:client_lgo'", "client_logo",
    ),
    "a picture's side misspelt": (
        second("T", "", stand_in("picture:client_logo align=rigth")), "picture-unbound", "slide 2, shape", "right",
    ),
    "a picture bound in other words": (
        second("T", "", stand_in("picture: client logo")), "picture-unbound", "slide 2, shape", "picture:NAME",
    ),
    "a picture whose place is the layout's": (
        edited(second("T", "", stand_in("picture:client_logo")), SLIDE, r"<a:xfrm>(?:(?!</a:xfrm>).)*</a:xfrm>", ""),
        "picture-unbound", "shape 'picture:client_logo'", "Move it once",
    ),
    "a chart with depth": (drawn("<c:barChart>.*</c:barChart>", "<c:bar3DChart/>"), "chart-template", PLOT, "depth"),
    "a chart linked to a workbook": (drawn("<c:f>Sheet1", "<c:f>[a.xlsx]Sheet1"), "chart-template", PLOT, "Break"),
    "a chart with dates": (drawn("<c:catAx>", "<c:dateAx/><c:catAx>"), "chart-template", PLOT, "Text axis"),
    "a tag in a chart": (drawn("Designed", "{{ x }}"), "tag-not-rendered", "chart1.xml", "ove"),
    "SmartArt": (attached("diagramData", "diagrams/data1.xml", SMART), "tag-not-rendered", "data1.xml", "ove"),
    "an embedded workbook": (attached("oleObject", "embeddings/x", OBJECT), "template-object", "slide2.xml", "picture"),
    "a tag in the notes master": (
        edited(second("T", "Say"), "ppt/notesMasters/notesMaster1.xml", "<a:t>[^<]*</a:t>", "<a:t>{{ x }}</a:t>"),
        "tag-not-rendered", "notesMaster1.xml", "ove",
    ),
    "an unknown name on a layout": (
        edited(second("T"), "ppt/slideLayouts/slideLayout6.xml", "<a:t>[^<]*</a:t>", "<a:t>{{ nope }}</a:t>"),
        "name-unknown", "slideLayout6.xml", "keyplan fields",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_template_slide_shape_and_fix(mistake):
    blob, code, place, fix = MISTAKES[mistake]
    problem = next((one for one in told(blob) if one.code == code and place in one.place), None)

    assert problem is not None, [f"{one.code}: {one}" for one in told(blob)]
    assert problem.file == FILE
    assert fix in problem.fix


def test_a_combined_chart_for_data_with_more_series_is_refused_with_the_reason():
    blob = second("T", "", slide_chart("chart:revenue"))
    line = (
        '<c:lineChart><c:grouping val="standard"/><c:ser><c:idx val="1"/><c:order val="1"/></c:ser>'
        r'<c:axId val="\1"/><c:axId val="\2"/></c:lineChart>'
    )
    axes = r'<c:axId val="(-?\d+)"/>\s*<c:axId val="(-?\d+)"/>\s*</c:barChart>'
    text = part_text(blob, CHART)
    found = re.search(axes, text)
    assert found is not None
    blob = with_part(blob, CHART, text.replace(found[0], found[0] + found.expand(line)).encode())
    series = [{"name": name, "values": [1]} for name in ("a", "b", "c")]
    with pytest.raises(TemplateRefused) as refusal:
        render(
            compile_template(blob, FILE, "client"), data(charts={"revenue": {"categories": ["x"], "series": series}})
        )

    (problem,) = refusal.value.problems
    assert (problem.code, problem.file) == ("chart-series", FILE)
    assert "slide 2, shape 'chart:revenue'" in problem.place
    assert "2 series in 2 groups, and its data has 3" in problem.message
    assert problem.fix == "Draw as many series as the data has."


def test_a_mistake_on_a_hidden_slide_is_no_mistake_of_a_client_deck():
    blob = edited(second("{{ score.tier }}"), SLIDE, "<p:sld ", '<p:sld show="0" ')

    assert told(blob) == []


def test_all_mistakes_of_a_deck_are_told_at_once():
    blob = deck(
        titled("{{ account.nmae }}", "{% slide wenn x %}"),
        titled("{{ broken", "", slide_chart("Chart 2")),
        titled("{{ score.tier }}"),
    )

    assert {(one.code, one.place.partition(",")[0]) for one in told(blob)} == {
        ("name-unknown", "slide 1"),
        ("tag-unknown", "notes of slide 1"),
        ("tag-unclosed", "slide 2"),
        ("chart-unbound", "slide 2"),
        ("template-internal-name", "slide 3"),
    }

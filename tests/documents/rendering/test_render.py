"""Facts about rendered documents: what their readers find in them, and what is gone without a trace."""

import io
import os
import pickle
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from tests.commands import need
from tests.documents.office import (
    REVENUE,
    data,
    deck,
    edited,
    everything,
    made,
    paragraphs,
    part_names,
    part_text,
    problems,
    slide_cells,
    slide_chart,
    slide_table,
    slides_of,
    titled,
    titles,
    with_part,
    word,
    word_cells,
    word_chart,
    word_lines,
    word_table,
)

HOSTILE = "A & B <C> {{ x }} {% if %} \x07 \n =1+1 ]]> \ufdd0"
HOSTILE_READ = "A & B <C> {{ x }} {% if %}  \n =1+1 ]]> "


def lines(*texts, **values):
    return word_lines(made(paragraphs(*texts), data(**values)))


# --- text ----------------------------------------------------------------------------------------------------------


def test_a_value_with_markup_tags_and_control_characters_stays_text():
    assert lines("Say {{ text }}.", text=HOSTILE) == [f"Say {HOSTILE_READ}."]


def test_a_value_with_markup_stays_text_on_a_slide():
    blob = made(deck(titled("Say {{ text }}.", "", slide_table(["{{ text }}"]))), data(text=HOSTILE))

    assert titles(blob) == [f"Say {HOSTILE_READ}.".replace("\n", "\v")]
    assert slide_cells(slides_of(blob)[0]) == [[HOSTILE_READ.replace("\n", "\v")]]


@given(st.text())
def test_every_text_gives_a_document_that_opens(text):
    template = _echo()
    shown = docx.Document(io.BytesIO(render(template, data(text=text)))).paragraphs[0].text

    assert [letter for letter in shown if letter.isalnum()] == [letter for letter in text if letter.isalnum()]


def _echo(kept=[]):  # noqa: B006  compiled once for all examples
    if not kept:
        kept.append(compile_template(paragraphs("{{ text }}"), "echo.docx", "client"))
    return kept[0]


def test_blank_values_print_nothing_and_their_filters_a_dash():
    assert lines("[{{ value }}] {{ value|money }}", value=None) == ["[] –"]


def test_a_tag_split_over_runs_keeps_the_format_of_the_first():
    def build(document):
        paragraph = document.add_paragraph("to ")
        paragraph.add_run("{").bold = True
        paragraph.add_run("{ na").italic = True
        paragraph.add_run("me }").italic = True
        paragraph.add_run("} and on")

    blob = edited(
        word(build), "word/document.xml", "<w:r><w:rPr><w:i/>", '<w:proofErr w:type="spellStart"/><w:r><w:rPr><w:i/>'
    )
    (paragraph,) = docx.Document(io.BytesIO(made(blob, data(name="Ann")))).paragraphs

    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("to ", None, None),
        ("Ann", True, None),
        (" and on", None, None),
    ]


def test_a_bookmark_and_a_page_break_mark_between_the_halves_of_a_tag_do_no_harm():
    blob = word(lambda document: [document.add_paragraph("{{ na").add_run("me }}!")])
    middle = (
        '</w:r><w:bookmarkStart w:id="3" w:name="b"/><w:bookmarkEnd w:id="3"/><w:r><w:lastRenderedPageBreak/><w:t>me'
    )
    blob = edited(blob, "word/document.xml", "</w:r><w:r><w:t>me", middle)

    assert word_lines(made(blob, data(name="Ann"))) == ["Ann!"]


def test_a_block_over_several_runs_keeps_their_formats():
    def build(document):
        paragraph = document.add_paragraph("a{% for x in xs %}")
        paragraph.add_run("{{ x }}").bold = True
        paragraph.add_run(",{% endfor %}z").font.color.rgb = RGBColor(255, 0, 0)

    (paragraph,) = docx.Document(io.BytesIO(made(word(build), data(xs=[1, 2])))).paragraphs

    assert [(run.text, run.bold) for run in paragraph.runs] == [
        ("a", None),
        *(("1", True), (",", None), ("2", True), (",", None)),
        ("z", None),
    ]


def test_a_block_over_several_runs_of_a_slide_can_vanish():
    def build(slide):
        paragraph = slide.shapes.title.text_frame.paragraphs[0]
        for text in ("a{% if x %}b", "c", "d{% else %}e", "f{% endif %}g"):
            paragraph.add_run().text = text

    assert titles(made(deck(build), data(x=True))) == ["abcdg"]
    assert titles(made(deck(build), data(x=False))) == ["aefg"]


def test_a_line_end_in_a_value_keeps_the_format_of_its_run():
    def build(slide):
        run = slide.shapes.title.text_frame.paragraphs[0].add_run()
        run.text, run.font.bold = "{{ text }}", True

    (slide,) = slides_of(made(deck(build), data(text="one\ntwo")))
    paragraph = slide.shapes.title.text_frame.paragraphs[0]

    assert [(run.text, run.font.bold) for run in paragraph.runs] == [("one", True), ("two", True)]
    assert len(slide.shapes.title.text_frame.paragraphs) == 1


def test_comments_of_the_template_are_not_in_the_document():
    assert lines("a{# for the author #}b") == ["ab"]


def test_an_alternative_text_may_hold_a_value():
    blob = deck(titled("T", "", lambda slide: slide.shapes.title._element.nvSpPr.cNvPr.set("descr", "Of {{ name }}")))
    (slide,) = slides_of(made(blob, data(name='A "B" <\n&')))

    assert slide.shapes.title._element.nvSpPr.cNvPr.get("descr") == 'Of A "B" < &'


# --- blocks --------------------------------------------------------------------------------------------------------


def test_paragraphs_of_tags_alone_are_gone():
    texts = ("{%p if yes %}", "kept", "{%p else %}", "other", "{%p endif %}", "{%p set x = 1 %}", "{{ x }}")

    assert lines(*texts, yes=True) == ["kept", "1"]
    assert lines(*texts, yes=False) == ["other", "1"]


def test_a_paragraph_that_opens_and_closes_a_loop_is_repeated():
    assert lines("{%p for x in xs %}{%p if x %}No. {{ x }}{%p endif %}{%p endfor %}", xs=[1, 0, 2]) == [
        "No. 1",
        "No. 2",
    ]


ROWS = [["Head", ""], ["{%tr for x in xs %}", ""], ["{{ x.a }}", "{{ x.b }}"], ["{%tr endfor %}", ""], ["Foot", ""]]
SAME_ROW = [["Head", ""], ["{%tr for x in xs %}{{ x.a }}", "{{ x.b }}\n{%tr endfor %}"], ["Foot", ""]]


@pytest.mark.parametrize("rows", [ROWS, SAME_ROW])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_table_row_is_repeated_in_both_formats(rows, count):
    values = data(xs=[{"a": f"a{k}", "b": f"b{k}"} for k in range(count)])
    expected = [["Head", ""], *([f"a{k}", f"b{k}"] for k in range(count)), ["Foot", ""]]

    assert word_cells(made(word_table(*rows), values)) == expected
    assert slide_cells(slides_of(made(deck(titled("T", "", slide_table(*rows))), values))[0]) == expected


COLUMNS = [
    ["", "{%tc for x in xs %}", "{{ x }}", "gap", "{%tc endfor %}"],
    ["", "{%tc for x in xs %}", "=", "", "{%tc endfor %}"],
]
SAME_CELL = [["", "{%tc for x in xs %}{{ x }}{%tc endfor %}"], ["", "{%tc for x in xs %}={%tc endfor %}"]]


@pytest.mark.parametrize(("rows", "wide"), [(COLUMNS, 2), (SAME_CELL, 1)])
@pytest.mark.parametrize("count", [1, 4])
def test_columns_are_repeated_with_those_of_the_grid(rows, wide, count):
    values = data(xs=list(range(count)))
    word_xml = part_text(made(word_table(*rows), values), "word/document.xml")
    (slide,) = slides_of(made(deck(titled("T", "", slide_table(*rows))), values))
    table = next(shape.table for shape in slide.shapes if shape.has_table)

    assert word_xml.count("<w:gridCol ") == word_xml.count("<w:tc>") / 2 == 1 + wide * count
    assert len(table.columns) == 1 + wide * count
    assert [len(row.cells) for row in table.rows] == [1 + wide * count] * 2
    assert table.cell(0, 1).text == "0"


def test_a_table_without_rows_left_is_gone_with_its_frame():
    rows = [["{%tr for x in xs %}{{ x }}{%tr endfor %}"]]
    values = data(xs=[])

    assert "w:tbl" not in part_text(made(word_table(*rows), values), "word/document.xml")
    (slide,) = slides_of(made(deck(titled("T", "", slide_table(*rows))), values))
    assert [shape.name for shape in slide.shapes] == ["Title 1"]


def test_a_row_without_cells_left_is_gone():
    rows = [["{%tc for x in xs %}{{ x }}{%tc endfor %}"]]

    assert "<w:tr" not in part_text(made(word_table(*rows), data(xs=[])), "word/document.xml")


def test_a_cell_whose_paragraphs_are_gone_keeps_an_empty_one():
    rows = [["{%p if x %}\ngone\n{%p endif %}", "b"]]
    values = data(x=False)

    assert word_cells(made(word_table(*rows), values)) == [["", "b"]]
    (slide,) = slides_of(made(deck(titled("T", "", slide_table(*rows))), values))
    assert slide_cells(slide) == [["", "b"]]
    assert "<a:lstStyle/></a:txBody>" not in part_text(
        made(deck(titled("T", "", slide_table(*rows))), values), "ppt/slides/slide1.xml"
    )


def test_the_paragraph_left_in_a_cell_has_the_format_of_the_first():
    def build(slide):
        slide_table(["{%p if x %}\ngone\n{%p endif %}"])(slide)
        paragraph = slide.shapes[1].table.cell(0, 0).text_frame.paragraphs[1]
        paragraph.level, paragraph.runs[0].font.size = 2, pptx.util.Pt(9)

    (slide,) = slides_of(made(deck(titled("T", "", build)), data(x=False)))
    (paragraph,) = slide.shapes[1].table.cell(0, 0).text_frame.paragraphs

    assert paragraph.level == 2
    assert 'endParaRPr sz="900"' in part_text(
        made(deck(titled("T", "", build)), data(x=False)), "ppt/slides/slide1.xml"
    )


def test_loops_reach_into_nested_tables():
    def build(document):
        outer = document.add_table(1, 1).cell(0, 0)
        outer.text = "{%p for g in groups %}{{ g.name }}{%p endfor %}"
        inner = outer.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = (
            "{%tr for g in groups %}{{ g.name }}",
            "{{ g.size }}{%tr endfor %}",
        )
        outer.add_paragraph("{%p if none %}x{%p endif %}")

    blob = made(word(build), data(groups=[{"name": "a", "size": 1}, {"name": "b", "size": 2}], none=False))
    (outer,) = docx.Document(io.BytesIO(blob)).tables
    (inner,) = outer.cell(0, 0).tables

    assert [paragraph.text for paragraph in outer.cell(0, 0).paragraphs] == ["a", "b", ""]
    assert [[cell.text for cell in row.cells] for row in inner.rows] == [["a", "1"], ["b", "2"]]


def test_loops_reach_into_groups_of_shapes():
    def build(slide):
        group = slide.shapes.add_group_shape().shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 99, 99).text_frame.text = "{%p for x in xs %}{{ x }}{%p endfor %}"

    (slide,) = slides_of(made(deck(titled("T", "", build)), data(xs=["a", "b"])))
    box = slide.shapes[1].shapes[0].shapes[0]

    assert [paragraph.text for paragraph in box.text_frame.paragraphs] == ["a", "b"]


def test_both_copies_of_a_text_box_in_word_are_filled():
    inside = "<w:txbxContent><w:p><w:r><w:t>{%p for x in xs %}{{ x }}{%p endfor %}</w:t></w:r></w:p></w:txbxContent>"
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:drawing>'
        '<wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    blob = edited(
        paragraphs("BOX {{ xs|length }}"), "word/document.xml", "<w:r><w:t>BOX", f"<w:r>{box}</w:r><w:r><w:t>BOX"
    )
    xml = part_text(made(blob, data(xs=["ape", "bee"])), "word/document.xml")

    assert xml.count(">ape<") == xml.count(">bee<") == 2
    assert ">BOX 2<" in xml


def test_headers_footers_and_content_controls_are_filled():
    def build(document):
        document.add_paragraph("INSIDE {{ name }}")
        document.sections[0].header.paragraphs[0].text = "Head {{ name }}"
        document.sections[0].footer.paragraphs[0].text = "{%p if name %}Foot {{ name }}{%p endif %}"

    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>INSIDE {{ name }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    blob = edited(word(build), "word/document.xml", "<w:p><w:r><w:t>INSIDE.*?</w:p>", control)
    out = docx.Document(io.BytesIO(made(blob, data(name="Ann"))))

    assert out.sections[0].header.paragraphs[0].text == "Head Ann"
    assert out.sections[0].footer.paragraphs[0].text == "Foot Ann"
    assert ">INSIDE Ann<" in out.element.xml


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_footnotes_and_endnotes_are_filled(kind):
    xml = (
        f'<w:{kind}s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:{kind} w:id="2"><w:p><w:r><w:t>{{%p if name %}}Of {{{{ name }}}}{{%p endif %}}</w:t></w:r></w:p>'
        f"</w:{kind}></w:{kind}s>"
    )
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    blob = with_part(paragraphs("x"), f"word/{kind}s.xml", xml.encode())
    blob = edited(
        blob,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{relation}" Target="{kind}s.xml"/></Relationships>',
    )

    assert ">Of Ann<" in part_text(made(blob, data(name="Ann")), f"word/{kind}s.xml")
    assert "<w:p/>" in part_text(made(blob, data(name="")), f"word/{kind}s.xml")


def test_a_bookmark_that_ends_or_begins_in_a_loop_is_left_out_whole():
    blob = paragraphs("{%p for x in xs %}", "HERE", "{%p endfor %}", "after")
    marks = '<w:bookmarkStart w:id="5" w:name="a"/><w:bookmarkEnd w:id="6"/>'
    blob = edited(blob, "word/document.xml", "<w:r><w:t>HERE", f"{marks}<w:r><w:t>HERE")
    blob = edited(blob, "word/document.xml", "<w:r><w:t>after", '<w:bookmarkEnd w:id="5"/><w:r><w:t>after')
    blob = edited(blob, "word/document.xml", "<w:body>", '<w:body><w:bookmarkStart w:id="6" w:name="b"/>')
    kept = '<w:body><w:bookmarkStart w:id="7" w:name="kept"/><w:bookmarkEnd w:id="7"/>'
    blob = edited(blob, "word/document.xml", "<w:body>", kept)
    xml = part_text(made(blob, data(xs=[1, 2])), "word/document.xml")

    assert xml.count("w:bookmark") == xml.count('w:id="7"') == 2


def test_ids_are_not_repeated_by_a_loop():
    blob = paragraphs("{%p for x in xs %}", "PICTURE", "{%p endfor %}")
    marked = (
        '<w:p w14:paraId="1A2B3C4D" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        '<w:bookmarkStart w:id="5" w:name="mark"/><w:r><w:drawing>'
        '<wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" id="1" name="n"/>'
        '</w:drawing></w:r><w:bookmarkEnd w:id="5"/></w:p>'
    )
    blob = edited(blob, "word/document.xml", "<w:p><w:r><w:t>PICTURE.*?</w:p>", marked)
    xml = part_text(made(blob, data(xs=[1, 2, 3])), "word/document.xml")
    ids = [piece.partition('"')[0] for piece in xml.split("wp:docPr")[1:] for piece in piece.split(' id="')[1:]]

    assert len(ids) == len(set(ids)) == 3
    assert "paraId=" not in xml
    assert "bookmark" not in xml


# --- slides --------------------------------------------------------------------------------------------------------


def test_slides_are_repeated_dropped_and_numbered():
    blob = deck(
        titled(
            "Start, {{ slide.count }} slides, score on {{ page_of('score') }}{% if page_of('gone') %} gone{% endif %}"
        ),
        titled("Never", "{% slide if no %}\n{% slide key 'gone' %}"),
        titled(
            "Goal {{ g }} ({{ slide.number }}/{{ slide.count }})", "{% slide for g in goals %}\v{% slide if g != 'b' %}"
        ),
        titled("Score", "{% slide key \u2018score\u2019 %}"),
    )

    assert titles(made(blob, data(goals=["a", "b", "c"], no=False))) == [
        "Start, 4 slides, score on 4",
        "Goal a (2/4)",
        "Goal c (3/4)",
        "Score",
    ]


def test_a_slide_for_each_page_of_a_list_holds_its_rows():
    table = slide_table(["{%tr for r in page.rows %}{{ r }}{%tr endfor %}"])
    blob = deck(
        titled(
            "{{ page.first }}-{{ page.last }} ({{ page.number }}/{{ page.count }})",
            "{% slide for page in rows|pages(3) %}",
            table,
        )
    )
    out = made(blob, data(rows=list("abcd")))

    assert titles(out) == ["1-2 (1/2)", "3-4 (2/2)"]
    assert [slide_cells(slide) for slide in slides_of(out)] == [[["a"], ["b"]], [["c"], ["d"]]]


def test_the_page_of_a_repeated_slide_is_that_of_its_first():
    blob = deck(
        titled("See {{ page_of('goals') }}"), titled("G", "{% slide for g in goals %}\n{% slide key 'goals' %}")
    )

    assert titles(made(blob, data(goals=[1, 2])))[0] == "See 2"


def test_a_list_of_sections_names_no_slides_that_are_gone():
    sections = (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst'
        ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst></p:presentation>'
    )
    blob = edited(deck(titled("A")), "ppt/presentation.xml", "</p:presentation>", sections)

    assert "section" not in part_text(made(blob, data()), "ppt/presentation.xml")


def test_an_animation_does_not_outlive_the_chart_it_moves():
    blob = deck(titled("T", "", slide_chart("chart:revenue")))
    blob = edited(blob, "ppt/slides/slide1.xml", "</p:clrMapOvr>", "</p:clrMapOvr><p:timing/>")

    assert "p:timing" not in part_text(made(blob, data(charts={"revenue": None})), "ppt/slides/slide1.xml")


def test_notes_stay_for_internal_readers_only_and_lose_their_directives():
    blob = deck(titled("Goal {{ g }}", "{% slide for g in goals %}\nSay {{ g }}"), titled("B", "{% slide if goals %}"))
    values = data(goals=["a", "b"])
    internal, client = made(blob, values), made(blob, values, "client")

    notes = [
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else None for slide in slides_of(internal)
    ]
    assert notes == ["Say a", "Say b", None]
    assert not [name for name in part_names(client) if "notes" in name]
    assert b"Say" not in everything(client)
    assert "notesMaster" not in part_text(client, "ppt/presentation.xml")


def test_notes_of_directives_alone_leave_no_notes_master():
    out = made(deck(titled("A", "{% slide if x %}")), data(x=True))

    assert not [name for name in part_names(out) if "notes" in name]


def test_a_hidden_slide_does_not_reach_a_client():
    def hidden(slide):
        slide.shapes.title.text = "Hidden"
        slide._element.set("show", "0")

    blob = deck(titled("A"), hidden)

    assert titles(made(blob, data(), "client")) == ["A"]
    assert titles(made(blob, data())) == ["A", "Hidden"]


def test_a_link_to_a_slide_follows_it_and_goes_with_it():
    presentation = pptx.Presentation()
    first, second, third = (presentation.slides.add_slide(presentation.slide_layouts[5]) for _ in range(3))
    first.shapes.title.text = "Go"
    first.shapes.title.click_action.target_slide = third
    second.shapes.title.text, third.shapes.title.text = "Before", "There"
    second.notes_slide.notes_text_frame.text = "{% slide for x in xs %}"
    third.notes_slide.notes_text_frame.text = "{% slide if there %}"
    file = io.BytesIO()
    presentation.save(file)
    template = compile_template(file.getvalue(), "deck.pptx", "client")

    there = slides_of(render(template, data(xs=[1, 2], there=True)))
    gone = slides_of(render(template, data(xs=[1, 2], there=False)))

    assert there[0].shapes.title.click_action.target_slide.shapes.title.text == "There"
    assert gone[0].shapes.title.click_action.target_slide is None


# --- charts --------------------------------------------------------------------------------------------------------


def test_each_slide_of_a_loop_gets_its_own_chart_and_workbook():
    blob = deck(titled("{{ g.name }}", "{% slide for g in goals %}", slide_chart("chart:g.chart")))
    goals = [
        {"name": name, "chart": {**REVENUE, "series": [{"name": name, "values": [start, start + 1, None]}]}}
        for name, start in (("a", 1), ("b", 5))
    ]
    out = slides_of(made(blob, data(goals=goals), "client"))
    charts = [next(shape.chart for shape in slide.shapes if shape.has_chart) for slide in out]

    assert [chart.plots[0].series[0].values for chart in charts] == [(1.0, 2.0, None), (5.0, 6.0, None)]
    books = [openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) for chart in charts]
    assert [book.active["B1"].value for book in books] == ["a", "b"]
    assert charts[0].part.partname != charts[1].part.partname


def test_a_chart_without_data_vanishes_with_its_frame_and_its_parts():
    blob = deck(titled("T", "", slide_chart("chart:revenue")))
    out = made(blob, data(charts={"revenue": None}))

    assert [shape.name for shape in slides_of(out)[0].shapes] == ["Title 1"]
    assert not [name for name in part_names(out) if "chart" in name or name.endswith(".xlsx")]


def test_shapes_drawn_into_a_chart_are_left_out():
    drawn = '<c:userShapes r:id="rId9"/></c:chartSpace>'
    blob = edited(
        deck(titled("T", "", slide_chart("chart:revenue"))), "ppt/charts/chart1.xml", "</c:chartSpace>", drawn
    )

    assert "userShapes" not in part_text(made(blob, data(charts={"revenue": REVENUE})), "ppt/charts/chart1.xml")


def test_a_chart_tells_its_name_and_its_alternative_text():
    (slide,) = slides_of(made(deck(titled("T", "", slide_chart("chart:revenue"))), data(charts={"revenue": REVENUE})))
    label = slide.shapes[1]._element.nvGraphicFramePr.cNvPr

    assert (label.get("name"), label.get("descr")) == ("Chart: revenue", REVENUE["alt"])


@pytest.mark.parametrize(
    ("options", "inches"), [("row_height=0.5in base=0.1in", 1.6), ("row_height=1in max=2in", 2), ("", 3)]
)
def test_a_chart_grows_with_its_rows(options, inches):
    blob = deck(titled("T", "", slide_chart(f"chart:revenue {options}")))
    (slide,) = slides_of(made(blob, data(charts={"revenue": REVENUE})))

    assert slide.shapes[1].height == round(inches * 914400)


def test_a_chart_in_word_is_filled_and_vanishes_with_its_paragraph():
    template = compile_template(word_chart("chart:revenue row_height=1in"), "plan.docx", "internal")
    filled = render(template, data(charts={"revenue": REVENUE}))
    empty = render(template, data(charts={"revenue": None}))

    assert 'cy="2743200"' in part_text(filled, "word/document.xml")
    assert "Q3" in part_text(filled, "word/charts/chart1.xml")
    assert "designed a" not in part_text(filled, "word/charts/chart1.xml")
    assert word_lines(filled) == ["before", "", "after"]
    assert word_lines(empty) == ["before", "after"]
    assert not [name for name in part_names(empty) if "chart" in name or name.endswith(".xlsx")]


# --- what is gone --------------------------------------------------------------------------------------------------


def test_a_slide_that_a_client_must_not_see_leaves_nothing_behind():
    secret = titled(
        "Margin secret", "{% slide if internal %}\nspoken secret", slide_chart("chart:margin"), slide_table(["secret"])
    )
    blob = deck(titled("Hello"), secret)
    charts = {"margin": {**REVENUE, "series": [{"name": "secret", "values": [1, 2, 3]}]}}
    shown = made(blob, data(internal=True, charts=charts), "client")
    out = made(blob, data(internal=False, charts=charts), "client")

    assert b"secret" in everything(shown)
    assert b"secret" not in everything(out)
    assert b"designed" not in everything(out)
    assert not [name for name in part_names(out) if "chart" in name or "slide2" in name or name.endswith(".xlsx")]


def test_a_picture_in_a_removed_paragraph_is_not_in_the_file():
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )

    def build(document):
        document.add_paragraph("{%p if x %}")
        document.add_picture(io.BytesIO(pixel))
        document.add_paragraph("{%p endif %}")

    template = compile_template(word(build), "plan.docx", "client")

    assert "word/media/image1.png" in part_names(render(template, data(x=True)))
    assert "word/media/image1.png" not in part_names(render(template, data(x=False)))
    assert "png" not in part_text(render(template, data(x=False)), "[Content_Types].xml")


def language(template: bytes) -> str:
    return docx.Document(io.BytesIO(made(template, data()))).core_properties.language


def test_the_language_is_that_of_most_words_of_the_template_not_that_of_the_account():
    def build(document):
        for text, said in (("Der gemeinsame Plan", "de-DE"), ("wie besprochen", "de-DE"), ("Joint plan", None)):
            run = document.add_paragraph().add_run(text)
            if said:
                run._r.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:val"): said}))

    assert language(word(build)) == "de-DE"
    assert language(paragraphs("x")) == "en-US"  # that of the styles


def test_the_language_is_that_of_the_account_where_the_template_says_none():
    assert language(edited(paragraphs("x"), "word/styles.xml", "<w:lang [^>]*>", "")) == "en-GB"


def test_the_properties_are_those_of_the_document_and_no_others():
    out = made(paragraphs("x"), data())
    properties = docx.Document(io.BytesIO(out)).core_properties

    assert (properties.title, properties.author, properties.language) == ("A & B plan", "Acme <GmbH>", "en-US")
    assert str(properties.created) == str(properties.modified) == "2026-11-21 00:00:00+00:00"
    assert properties.last_modified_by == properties.keywords == properties.comments == ""
    assert "TitlesOfParts" not in part_text(out, "docProps/app.xml")


# --- errors --------------------------------------------------------------------------------------------------------


def test_an_unknown_name_is_reported_with_its_place_and_the_nearest_one():
    blob = word_table(["a", "b"], ["{%tr for o in objectives %}Due", "{{ o.titel }}{%tr endfor %}"])
    (problem,) = problems(blob, data(objectives=[{"title": "A", "owner": "B"}]))

    assert str(problem) == (
        "template, table 1, row 2, cell 2, '{{ o.titel }}{%tr endfor %}': {{ o.titel }} names 'o.titel', which the data"
        " do not have. Did you mean 'title'?"
    )


def test_every_slide_with_a_mistake_is_reported_once():
    blob = deck(
        titled("{{ acount }}", "{% slide for x in xs %}"), titled("{{ account.nmae }}"), titled("T", "{% slide if y %}")
    )
    found = problems(blob, data(xs=[1, 2], account={"name": "A"}))

    assert [(problem.place, problem.fix) for problem in found] == [
        ("notes of slide 3", "There is: account, charts, currency, document, locale, xs."),
        ("slide 1, shape 'Title 1', '{{ acount }}'", "Did you mean 'account'?"),
        ("slide 2, shape 'Title 1', '{{ account.nmae }}'", "Did you mean 'name'?"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ account.name.first }}", "name-unknown"),
        ("{{ account.blank.first }}", "name-unknown"),
        ("{{ account }}", "tag-failed"),
        ("{{ account.name|number }}", "tag-failed"),
        ("{{ 1 / account.zero }}", "tag-failed"),
        ("{{ 1 + account.name }}", "tag-failed"),
        ("{{ account.zero * account.name }}", "tag-refused"),
        ("{% for x in account.zero %}{% endfor %}", "tag-failed"),
        ("{{ account.name|map('nothing')|list|length }}", "tag-failed"),
    ],
)
def test_a_tag_that_fails_is_one_problem_with_its_place(text, code):
    (problem,) = problems(paragraphs("fine", f"here {text}"), data(account={"name": "A", "zero": 0, "blank": None}))

    assert (problem.code, problem.found.partition(" %}")[0]) == (code, text.partition(" %}")[0])
    assert problem.place.startswith("paragraph 2")


def test_a_chart_that_is_not_in_the_data_is_reported_with_its_frame():
    (problem,) = problems(deck(titled("T", "", slide_chart("chart:revenu"))), data(charts={"revenue": None}))

    assert (problem.place, problem.fix) == ("slide 1, shape 'chart:revenu'", "Did you mean 'revenue'?")


def test_a_chart_with_the_wrong_data_is_reported_with_its_frame():
    charts = {"revenue": {"categories": ["a"], "series": [{"name": "s", "values": [1, 2]}]}}
    (problem,) = problems(deck(titled("T", "", slide_chart("chart:revenue"))), data(charts=charts))

    assert problem.place == "slide 1, shape 'chart:revenue'"


# --- the same bytes ------------------------------------------------------------------------------------------------

TWICE = """
import hashlib, pickle, sys
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
for blob, values in pickle.load(sys.stdin.buffer):
    template = compile_template(blob, "template", "internal")
    first = render(template, values)
    assert first == render(template, values)
    print(hashlib.sha256(first).hexdigest())
"""


def test_the_same_data_give_the_same_bytes_in_another_process():
    values = data(xs=[{"a": Decimal(k), "b": HOSTILE} for k in range(3)], charts={"revenue": REVENUE}, goals=["a", "b"])
    files = [
        word_table(*ROWS),
        word_chart("chart:revenue"),
        deck(titled("{{ g }}", "{% slide for g in goals %}\nnotes", slide_chart("chart:revenue"), slide_table(*ROWS))),
    ]
    handed = pickle.dumps([(blob, values) for blob in files])
    digests = [
        subprocess.run(
            [sys.executable, "-c", TWICE],
            input=handed,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=Path(__file__).parents[3],
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]

    assert digests[0] == digests[1]
    assert len(digests[0].split()) == 3


def test_rendering_one_account_leaves_no_trace_in_the_next():
    template = compile_template(deck(titled("{{ name }}", "", slide_chart("chart:revenue"))), "deck.pptx", "client")
    alone = render(template, data(name="B", charts={"revenue": REVENUE}))
    render(template, data(name="A", charts={"revenue": {**REVENUE, "alt": "A's"}}))

    assert render(template, data(name="B", charts={"revenue": REVENUE})) == alone


# --- another reader ------------------------------------------------------------------------------------------------


def test_libreoffice_opens_a_document_and_a_deck(tmp_path):
    office = need("soffice")
    values = data(xs=[{"a": "ape & bee", "b": k} for k in range(3)], charts={"revenue": REVENUE}, goals=["a", "b"])
    files = {
        "plan.docx": made(word_table(*ROWS), values),
        "deck.pptx": made(
            deck(titled("{{ g }}", "{% slide for g in goals %}", slide_chart("chart:revenue"), slide_table(*ROWS))),
            values,
        ),
    }
    for name, blob in files.items():
        (tmp_path / name).write_bytes(blob)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", *files],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "deck.pdf").read_bytes().count(b"/Type/Page\n") + (tmp_path / "deck.pdf").read_bytes().count(
        b"/Type/Page/"
    ) == 2


def test_every_part_is_named_once_and_has_a_type():
    out = made(
        deck(titled("{{ g }}", "{% slide for g in goals %}", slide_chart("chart:revenue"))),
        data(goals=[1, 2], charts={"revenue": REVENUE}),
    )
    names = zipfile.ZipFile(io.BytesIO(out)).namelist()
    types = part_text(out, "[Content_Types].xml")

    assert len(names) == len(set(names))
    assert names[0] == "[Content_Types].xml"
    for name in names[1:]:
        assert f'"/{name}"' in types or name.endswith((".rels", ".xlsx", ".xml", ".jpeg", ".png"))
    for override in types.split('PartName="/')[1:]:
        assert override.partition('"')[0] in names

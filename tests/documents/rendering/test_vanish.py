"""Facts about what vanishes from a Word document: it leaves no part, no note, no mark and no empty shell behind."""

import re

import pytest

from tests.documents.office import (
    RELATIONS,
    REVENUE,
    W,
    body,
    control,
    data,
    edited,
    everything,
    made,
    paragraph,
    paragraphs,
    part_names,
    part_text,
    related,
    with_part,
    word,
    word_cells,
    word_chart,
    word_lines,
    word_table,
)

MAIN = "word/document.xml"


def note(kind: str, number: int, xml: str) -> str:
    return f'<w:{kind} w:id="{number}">{xml}</w:{kind}>'


def with_notes(kind: str, first: str, *notes: str) -> bytes:
    """A file whose first paragraphs are these, and whose notes are a separator and these."""
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
    xml = f'<w:{kind}s xmlns:w="{W}" xmlns:r="{RELATIONS}">{separator}{"".join(notes)}</w:{kind}s>'
    return related(body(first), f"{kind}s", f"{kind}s.xml", xml)


def reference(kind: str, number: int) -> str:
    return f'<w:p><w:r><w:{kind}Reference w:id="{number}"/></w:r></w:p>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
@pytest.mark.parametrize("text", ["secret", "secret {{ name }}"])
def test_a_note_goes_with_the_paragraph_that_refers_to_it(kind, text):
    linked = f'<w:p><w:hyperlink r:id="rId1"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'
    first = paragraph("{%p if shown %}") + reference(kind, 2) + paragraph("{%p endif %}") + reference(kind, 3)
    blob = with_notes(kind, first, note(kind, 2, linked), note(kind, 3, paragraph("kept")))
    link = f'<Relationship Id="rId1" Type="{RELATIONS}/hyperlink" Target="https://secret.com" TargetMode="External"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    blob = with_part(
        blob, f"word/_rels/{kind}s.xml.rels", f'<Relationships xmlns="{package}">{link}</Relationships>'.encode()
    )
    shown, out = (made(blob, data(shown=given, name="")) for given in (True, False))

    assert everything(shown).count(b"secret") == 2
    assert b"secret" not in everything(out)
    notes = part_text(out, f"word/{kind}s.xml")
    assert re.findall(r'w:id="(-?\d+)"', notes) == ["-1", "3"]
    assert re.sub("<[^>]*>", "", notes).split() == ["kept"]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_loop_stands_once_for_each_reference(kind):
    first = paragraph("{%p for x in xs %}") + reference(kind, 2) + paragraph("{%p endfor %}") + reference(kind, 3)
    blob = with_notes(kind, first, note(kind, 2, paragraph("twice")), note(kind, 3, paragraph("once")))
    out = made(blob, data(xs=[1, 2]))
    used = re.findall(rf'{kind}Reference w:id="(\d+)"', part_text(out, MAIN))
    notes = part_text(out, f"word/{kind}s.xml")

    assert used == ["2", "4", "3"]
    assert sorted(re.findall(r'w:id="(\d+)"', notes)) == ["2", "3", "4"]
    assert re.sub("<[^>]*>", "", notes).count("twice") == 2


def test_a_bookmark_whose_other_half_vanished_goes():
    first = (
        '<w:p><w:bookmarkStart w:id="1" w:name="half"/><w:r><w:t>a</w:t></w:r></w:p>'
        + paragraph("{%p if shown %}")
        + '<w:p><w:bookmarkEnd w:id="1"/><w:bookmarkStart w:id="2" w:name="gone"/><w:bookmarkEnd w:id="2"/></w:p>'
        + paragraph("{%p endif %}")
    )

    assert part_text(made(body(first), data(shown=True)), MAIN).count("bookmark") == 4
    assert part_text(made(body(first), data(shown=False)), MAIN).count("bookmark") == 0


@pytest.mark.parametrize("shown", [True, False])
def test_a_link_to_a_bookmark_that_vanished_becomes_text(shown):
    first = (
        '<w:p><w:hyperlink w:anchor="goal" w:history="1"><w:r><w:t>to the goal</w:t></w:r></w:hyperlink></w:p>'
        '<w:p><w:hyperlink w:anchor="_top"><w:r><w:t>to the top</w:t></w:r></w:hyperlink></w:p>'
        + paragraph("{%p if shown %}")
        + '<w:p><w:bookmarkStart w:id="2" w:name="goal"/><w:bookmarkEnd w:id="2"/></w:p>'
        + paragraph("{%p endif %}")
    )
    out = made(body(first), data(shown=shown))

    assert word_lines(out)[:2] == ["to the goal", "to the top"]
    assert part_text(out, MAIN).count("<w:hyperlink") == 1 + shown


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("name", ["PAGEREF", "REF"])
def test_a_field_about_a_bookmark_that_vanished_keeps_its_words_alone(name, shown):
    def run(inside: str) -> str:
        return f"<w:r><w:rPr><w:b/></w:rPr>{inside}</w:r>"

    field = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> {name} goal \\h </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>7</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
    )
    other = field.replace("goal", "kept")
    first = (
        f'<w:p><w:bookmarkStart w:id="1" w:name="kept"/><w:bookmarkEnd w:id="1"/>{field}{other}</w:p>'
        + paragraph("{%p if shown %}")
        + '<w:p><w:bookmarkStart w:id="2" w:name="goal"/><w:bookmarkEnd w:id="2"/></w:p>'
        + paragraph("{%p endif %}")
    )
    out = made(body(first), data(shown=shown))

    assert word_lines(out)[0] == "77"
    assert re.findall(rf"{name} (\w+)", part_text(out, MAIN)) == (["goal", "kept"] if shown else ["kept"])
    assert part_text(out, MAIN).count("fldChar ") == 3 + 3 * shown


def columns_of(blob: bytes) -> tuple[int, list[int]]:
    """How many columns the grid of the first table has, and how many the cells of each row span."""
    xml = part_text(blob, MAIN)
    spans = [
        sum(int((re.search(r'<w:gridSpan w:val="(\d+)"', cell) or ["", "1"])[1]) for cell in row.split("<w:tc>")[1:])
        for row in xml.split("<w:tr>")[1:]
    ]
    return xml.count("<w:gridCol "), spans


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize(
    "repeated",
    [["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"], ["", "{%tc for x in xs %}{{ x }}{%tc endfor %}", ""]],
)
@pytest.mark.parametrize("merged", [(0, 3), (0, 2), (1, 2), (0, 0)])
def test_cells_of_other_rows_span_the_columns_that_are_there(repeated, merged, count):
    def build(document):
        table = document.add_table(2, 4)
        for cell, text in zip(table.rows[1].cells, [*repeated, "end"], strict=True):
            cell.text = text
        first, last = merged
        title = table.cell(0, first).merge(table.cell(0, last)) if last > first else table.cell(0, 0)
        title.text = "Title"

    grid, spans = columns_of(made(word(build), data(xs=list(range(count)))))

    assert spans == [grid, grid]
    assert grid == count + (1 if repeated[0] else 3)


CONTROLS = {
    "paragraphs": control("".join(map(paragraph, ("{%p if shown %}", "text", "{%p endif %}")))),
    "words": f"<w:p>{control('<w:r><w:t>{% if shown %}</w:t></w:r><w:r><w:t>text{% endif %}</w:t></w:r>')}</w:p>",
    "another control": control(control("".join(map(paragraph, ("{%p if shown %}", "text", "{%p endif %}"))))),
}


@pytest.mark.parametrize("held", CONTROLS)
def test_a_content_control_goes_with_what_it_holds(held):
    assert "<w:sdt>" in part_text(made(body(CONTROLS[held]), data(shown=True)), MAIN)
    assert "<w:sdt" not in part_text(made(body(CONTROLS[held]), data(shown=False)), MAIN)


def test_a_table_goes_with_the_content_control_around_its_last_row():
    blob = word_table(["{%tr if shown %}text{%tr endif %}"])
    blob = edited(blob, MAIN, "<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
    blob = edited(blob, MAIN, "</w:tr>", "</w:tr></w:sdtContent></w:sdt>")

    assert ">text<" in part_text(made(blob, data(shown=True)), MAIN)
    assert "<w:tbl" not in part_text(made(blob, data(shown=False)), MAIN)


def test_a_cell_that_held_a_content_control_only_keeps_a_paragraph():
    blob = word_table(["CELL", "other"])
    inside = control("".join(map(paragraph, ("{%p if shown %}", "text", "{%p endif %}"))))
    blob = edited(blob, MAIN, "<w:p><w:r><w:t>CELL.*?</w:p>", inside)

    assert word_cells(made(blob, data(shown=False))) == [["", "other"]]
    assert "<w:sdtContent><w:p>" in part_text(made(blob, data(shown=True)), MAIN)
    assert "</w:sdt><w:p" not in part_text(made(blob, data(shown=True)), MAIN)


@pytest.mark.parametrize(("title", "expected"), [("Goals", ["Goals", "text"]), (" ", ["text"]), ("", ["text"])])
@pytest.mark.parametrize("style", ["Heading 2", "Own heading"])
def test_a_heading_whose_tags_print_nothing_goes(style, title, expected):
    def build(document):
        own = document.styles.add_style("Own heading", 1)
        own.base_style = document.styles["Heading 1"]
        document.add_paragraph("{{ title }}", style=style)
        document.add_paragraph("text")

    assert word_lines(made(word(build), data(title=title))) == expected


def test_an_ordinary_paragraph_whose_tags_print_nothing_stays():
    assert word_lines(made(paragraphs("{{ title }}", "text"), data(title=""))) == ["", "text"]


def test_a_chart_in_a_vanished_row_leaves_no_part():
    xml = part_text(word_chart("chart:revenue"), MAIN)
    drawing = re.search(r"<w:p><w:r><w:drawing>.*?</w:p>", xml)
    assert drawing
    row = f"<w:tr><w:tc><w:tcPr/>{paragraph('{%tr if shown %}')}{drawing[0]}{paragraph('{%tr endif %}')}</w:tc></w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{row}</w:tbl>"
    blob = edited(word_chart("chart:revenue"), MAIN, re.escape(drawing[0]), table)
    shown, out = (made(blob, data(shown=given, charts={"revenue": REVENUE})) for given in (True, False))

    assert [name for name in part_names(shown) if "chart" in name or name.endswith(".xlsx")]
    assert not [name for name in part_names(out) if "chart" in name or name.endswith(".xlsx")]
    assert "<w:tbl" not in part_text(out, MAIN)


def test_a_section_that_vanishes_takes_its_header_along():
    def build(document):
        document.add_paragraph("{%p if shown %}")
        document.add_paragraph("secret")
        document.sections[0].header.paragraphs[0].text = "secret header"
        document.add_section().header.is_linked_to_previous = False
        document.sections[1].header.paragraphs[0].text = "kept header"
        document.add_paragraph("{%p endif %}")
        document.add_paragraph("after")

    out = made(word(build), data(shown=False))

    assert b"secret" not in everything(out)
    assert b"kept header" in everything(out)
    assert word_lines(out) == ["after"]

"""Facts about the parts of a deck: layouts, sections, links and copies follow the slides that there are."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

import pptx
import pytest
from pptx.util import Inches

from pipeline.problems import Problem
from tests.documents.figures.test_pictures import given, image
from tests.documents.office import (
    RELATIONS,
    REVENUE,
    data,
    edited,
    everything,
    made,
    part_names,
    part_text,
    problems,
    saved,
    slide_chart,
    slides_of,
    titles,
    with_part,
)

MAIN = "ppt/presentation.xml"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
TITLE, PLAIN, PICTURE = 0, 5, 8  # layouts of python-pptx's own template


def slides(*given: tuple[int, str, str]) -> bytes:
    """A deck with a slide for each layout, title and text of the notes."""
    presentation = pptx.Presentation()
    for layout, title, notes in given:
        slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
        slide.shapes.title.text = title
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return saved(presentation)


def dangling(blob: bytes) -> list[str]:
    """Relationships to parts that are not there, ids that no relationship has, parts that nothing leads to."""
    archive = zipfile.ZipFile(io.BytesIO(blob))
    names = archive.namelist()
    found, led_to = [], set()
    for rels in (name for name in names if name.endswith(".rels")):
        folder, _, base = rels.rpartition("/")
        source = f"{folder.removesuffix('_rels')}{base.removesuffix('.rels')}".lstrip("/")
        ids = set()
        for one in ElementTree.fromstring(archive.read(rels)):
            ids.add(one.get("Id"))
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), one.get("Target") or ""))
                led_to.add(target.lstrip("/"))
        if source.endswith(".xml") and source:
            used = set(re.findall(r'\br:(?:id|embed|link|pict)="([^"]+)"', archive.read(source).decode()))
            found += [f"{source} names {one}" for one in used - ids]
    found += [f"{one} is not there" for one in led_to - set(names)]
    parts = {name for name in names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    found += [f"nothing leads to {one}" for one in parts - led_to]
    if len(names) != len(set(names)):
        found.append("a part is there twice")
    return found


# --- layouts and masters ---------------------------------------------------------------------------------------------

THREE = slides((TITLE, "A", ""), (PLAIN, "B", "{% slide if x %}"), (PLAIN, "C", "{% slide for y in ys %}"))


def layouts(blob: bytes) -> list[str]:
    return [layout.name for layout in pptx.Presentation(io.BytesIO(blob)).slide_layouts]


@pytest.mark.parametrize(
    ("x", "ys", "expected"),
    [
        (True, [], ["Title Slide", "Title Only"]),
        (False, [1, 2], ["Title Slide", "Title Only"]),
        (False, [], ["Title Slide"]),
    ],
)
def test_a_clients_deck_keeps_the_layouts_that_its_slides_use(x, ys, expected):
    out = made(THREE, data(x=x, ys=ys), "client")

    assert layouts(out) == expected
    assert sum("/slideLayouts/slideLayout" in name for name in part_names(out)) == len(expected)
    assert dangling(out) == []


def test_an_internal_deck_keeps_all_layouts():
    assert layouts(made(THREE, data(x=True, ys=[]))) == layouts(THREE)


def with_media_on_layout(index: int) -> bytes:
    presentation = pptx.Presentation(io.BytesIO(THREE))
    part = presentation.slide_layouts[index].part
    _, relation = part.get_or_add_image_part(io.BytesIO(image(9, 9)))
    picture = presentation.slides[0].shapes.add_picture(io.BytesIO(image(9, 9)), 0, 0)._element
    picture.blipFill.blip.set(f"{{{RELATIONS}}}embed", relation)
    presentation.slide_layouts[index].shapes._spTree.append(picture)
    return saved(presentation)


@pytest.mark.parametrize(("index", "kept"), [(PICTURE, 0), (TITLE, 1)])
def test_a_picture_of_an_unused_layout_goes_with_it(index, kept):
    out = made(with_media_on_layout(index), data(x=True, ys=[]), "client")

    assert sum("/media/" in name for name in part_names(out)) == kept


def with_second_master() -> bytes:
    """The deck with a copy of its master that only the layout of its second slide belongs to."""
    blob, folder = THREE, "ppt/slideMasters"
    master, theme = part_text(blob, f"{folder}/slideMaster1.xml"), part_text(blob, "ppt/theme/theme1.xml")
    rels = part_text(blob, f"{folder}/_rels/slideMaster1.xml.rels")
    own = re.search(r'<Relationship [^>]*slideLayout6.xml"[^>]*>', rels)
    assert own
    number = re.search(r'Id="(\w+)"', own[0])[1]
    listed = f'<p:sldLayoutIdLst><p:sldLayoutId id="2147483999" r:id="{number}"/></p:sldLayoutIdLst>'
    second = re.sub(r"<p:sldLayoutIdLst>.*</p:sldLayoutIdLst>", listed, master, flags=re.DOTALL)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    to_theme = f'<Relationship Id="rIdT" Type="{RELATIONS}/theme" Target="../theme/theme9.xml"/>'
    blob = with_part(blob, f"{folder}/slideMaster2.xml", second.encode())
    inside = f'<Relationships xmlns="{package}">{own[0]}{to_theme}</Relationships>'
    blob = with_part(blob, f"{folder}/_rels/slideMaster2.xml.rels", inside.encode())
    blob = with_part(blob, "ppt/theme/theme9.xml", theme.encode())
    blob = edited(blob, f"{folder}/slideMaster1.xml", f'<p:sldLayoutId [^>]*r:id="{number}"/>', "")
    blob = edited(blob, f"{folder}/_rels/slideMaster1.xml.rels", re.escape(own[0]), "")
    blob = edited(blob, "ppt/slideLayouts/_rels/slideLayout6.xml.rels", "slideMaster1.xml", "slideMaster2.xml")
    to_master = f'<Relationship Id="rIdM2" Type="{RELATIONS}/slideMaster" Target="slideMasters/slideMaster2.xml"/>'
    blob = edited(blob, "ppt/_rels/presentation.xml.rels", "</Relationships>", f"{to_master}</Relationships>")
    blob = edited(blob, MAIN, "</p:sldMasterIdLst>", '<p:sldMasterId id="2147483998" r:id="rIdM2"/></p:sldMasterIdLst>')
    kinds = "application/vnd.openxmlformats-officedocument"
    overrides = (
        f'<Override PartName="/{folder}/slideMaster2.xml" ContentType="{kinds}.presentationml.slideMaster+xml"/>'
        f'<Override PartName="/ppt/theme/theme9.xml" ContentType="{kinds}.theme+xml"/></Types>'
    )
    return edited(blob, "[Content_Types].xml", "</Types>", overrides)


@pytest.mark.parametrize("used", [True, False])
def test_a_master_goes_with_its_last_layout_and_takes_its_theme_along(used):
    out = made(with_second_master(), data(x=used, ys=[]), "client")

    assert len(pptx.Presentation(io.BytesIO(out)).slide_masters) == 1 + used
    assert ("ppt/theme/theme9.xml" in part_names(out)) == used
    assert dangling(out) == []


@pytest.mark.parametrize("audience", ["client", "internal"])
def test_a_link_on_a_layout_follows_the_slide_that_it_leads_to(audience):
    link = '<a:hlinkClick r:id="rIdS" action="ppaction://hlinksldjump"/></p:cNvPr>'
    blob = edited(THREE, "ppt/slideLayouts/slideLayout1.xml", r'(?<=name="Title 1")/>', f">{link}")
    relation = f'<Relationship Id="rIdS" Type="{RELATIONS}/slide" Target="../slides/slide2.xml"/></Relationships>'
    blob = edited(blob, "ppt/slideLayouts/_rels/slideLayout1.xml.rels", "</Relationships>", relation)
    shown, out = (made(blob, data(x=x, ys=[1]), audience) for x in (True, False))

    assert "hlinksldjump" in part_text(shown, "ppt/slideLayouts/slideLayout1.xml")
    assert dangling(shown) == []
    assert titles(out) == ["A", "C"]
    assert "hlinksldjump" not in part_text(out, "ppt/slideLayouts/slideLayout1.xml")
    assert dangling(out) == []


# --- sections --------------------------------------------------------------------------------------------------------


def with_sections(blob: bytes, *sections: tuple[str, list[int]]) -> bytes:
    """The deck with sections: the name of each, and its slides counted from 1."""
    listed = "".join(
        f'<p14:section name="{name}" id="{{0000000{at}-0000-0000-0000-000000000000}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{255 + number}"/>' for number in numbers)
        + "</p14:sldIdLst></p14:section>"
        for at, (name, numbers) in enumerate(sections)
    )
    extension = (
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
        f'<p14:sectionLst xmlns:p14="{P14}">{listed}</p14:sectionLst></p:ext>'
    )
    text = part_text(blob, MAIN)
    if "<p:extLst>" in text:
        return edited(blob, MAIN, "<p:extLst>", f"<p:extLst>{extension}")
    return edited(blob, MAIN, "</p:presentation>", f"<p:extLst>{extension}</p:extLst></p:presentation>")


def sections(blob: bytes) -> list[tuple[str, list[str]]]:
    """The name of each section of a deck, and the titles of its slides."""
    presentation = pptx.Presentation(io.BytesIO(blob))
    by_id = {str(slide.slide_id): slide.shapes.title.text for slide in presentation.slides}
    root = ElementTree.fromstring(part_text(blob, MAIN))
    return [
        (section.get("name") or "", [by_id[one.get("id") or ""] for one in section.iter(f"{{{P14}}}sldId")])
        for section in root.iter(f"{{{P14}}}section")
    ]


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.parametrize(
    ("x", "ys", "expected"),
    [
        (True, [1, 2], [("Start & end", ["A"]), ("Middle", ["B"]), ("Rest", ["C", "C"])]),
        (False, [1], [("Start & end", ["A"]), ("Rest", ["C"])]),
        (True, [], [("Start & end", ["A"]), ("Middle", ["B"])]),
        (False, [], [("Start & end", ["A"])]),
    ],
)
def test_sections_hold_the_slides_that_remain_and_go_with_the_last_of_theirs(audience, x, ys, expected):
    blob = with_sections(THREE, ("Start &amp; end", [1]), ("Middle", [2]), ("Rest", [3]))

    assert sections(made(blob, data(x=x, ys=ys), audience)) == expected


def test_a_slide_that_stands_in_no_section_belongs_to_the_one_before():
    blob = with_sections(THREE, ("Start", [1]), ("Rest", [3]))

    assert sections(made(blob, data(x=True, ys=[1]))) == [("Start", ["A", "B"]), ("Rest", ["C"])]


def test_a_deck_without_sections_gets_none():
    assert b"sectionLst" not in everything(made(THREE, data(x=True, ys=[1])))
    assert sections(made(with_sections(THREE), data(x=True, ys=[1]))) == []


def test_a_section_of_hidden_slides_is_not_told_to_the_client():
    blob = with_sections(THREE, ("Start", [1]), ("Secret", [2]), ("Rest", [3]))
    blob = edited(blob, "ppt/slides/slide2.xml", "<p:sld ", '<p:sld show="0" ')

    assert b"Secret" not in everything(made(blob, data(x=True, ys=[]), "client"))


def test_a_tag_in_the_name_of_a_section_is_told():
    (problem,) = problems(with_sections(THREE, ("{{ x }}", [1, 2, 3])), None, "client")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.place, problem.found) == ("tag-not-rendered", "the section '{{ x }}'", "{{ x }}")


def test_a_handout_master_stays_out_of_a_clients_deck():
    blob = edited(
        THREE,
        MAIN,
        "<p:sldIdLst>",
        '<p:handoutMasterIdLst><p:handoutMasterId r:id="rIdH"/></p:handoutMasterIdLst><p:sldIdLst>',
    )
    relation = f'<Relationship Id="rIdH" Type="{RELATIONS}/handoutMaster" Target="handoutMasters/h.xml"/>'
    blob = edited(blob, "ppt/_rels/presentation.xml.rels", "</Relationships>", f"{relation}</Relationships>")
    kind = "application/vnd.openxmlformats-officedocument.presentationml.handoutMaster+xml"
    override = f'<Override PartName="/ppt/handoutMasters/h.xml" ContentType="{kind}"/></Types>'
    blob = edited(blob, "[Content_Types].xml", "</Types>", override)
    blob = with_part(blob, "ppt/handoutMasters/h.xml", b"<p:handoutMaster xmlns:p='x'>secret</p:handoutMaster>")

    assert b"secret" in everything(made(blob, data(x=True, ys=[])))
    assert b"andout" not in everything(made(blob, data(x=True, ys=[]), "client"))


# --- slides that come and go -----------------------------------------------------------------------------------------


def rich() -> bytes:
    """A deck whose middle slide holds a chart, a picture, links and a table of notes, and comes once for each row."""
    presentation = pptx.Presentation(io.BytesIO(slides((TITLE, "A", ""), (PLAIN, "B {{ y }}", ""), (PLAIN, "C", ""))))
    first, middle, last = presentation.slides
    middle.notes_slide.notes_text_frame.text = "{% slide for y in ys %}\nFor us: {{ y }}"
    slide_chart("chart:revenue")(middle)
    middle.shapes.add_picture(io.BytesIO(image(3, 3)), 0, 0)
    box = middle.shapes.add_textbox(0, 0, Inches(3), Inches(1))
    box.text_frame.text = "web"
    box.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://contoso.com/{{ y }}"
    box.click_action.target_slide = last
    link = first.shapes.add_textbox(0, 0, Inches(3), Inches(1))
    link.text_frame.text = "to B"
    link.click_action.target_slide = middle
    return saved(presentation)


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_slides_that_come_and_go_leave_no_orphan_no_copy_and_no_dangling_relation(audience, count):
    out = made(rich(), data(ys=list(range(count)), charts={"revenue": REVENUE}), audience)
    names = part_names(out)

    assert titles(out) == ["A", *(f"B {y}" for y in range(count)), "C"]
    assert dangling(out) == []
    for kind, expected in (("charts/chart", count), ("embeddings/", count), ("media/", min(count, 1))):
        assert sum(f"ppt/{kind}" in name and not name.endswith(".rels") for name in names) == expected, kind
    assert sum("notesSlide" in name for name in names) == (2 * count if audience == "internal" else 0)
    assert ("hlinksldjump" in part_text(out, "ppt/slides/slide1.xml")) == (count > 0)


def test_placeholders_keep_their_names_and_slides_their_numbers():
    number = (
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="My number"/><p:cNvSpPr/><p:nvPr><p:ph type="sldNum" idx="12"/></p:nvPr>'
        '</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"'
        ' type="slidenum"><a:rPr lang="en-GB"/><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:spTree>'
    )
    blob = edited(rich(), "ppt/slides/slide2.xml", "</p:spTree>", number)
    blob = edited(blob, "ppt/slides/slide2.xml", 'name="Title 1"', 'name="My title"')
    out = made(blob, data(ys=[1, 2], charts={"revenue": REVENUE}), "client")

    for slide in slides_of(out)[1:3]:
        assert [one.name for one in slide.placeholders] == ["My title", "My number"]
        assert slide.shapes.title.text.startswith("B ")
        assert slide._element.xml.count('type="slidenum"') == 1


# --- picture placeholders --------------------------------------------------------------------------------------------


def with_placeholder(filled: bool, name: str = "picture:client_logo", by: str = "name") -> bytes:
    """A slide with a picture placeholder, empty or holding a stand-in, that takes its place from its layout."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[PICTURE])
    slide.shapes.title.text = "T"
    holder = slide.placeholders[1]
    if filled:
        holder = holder.insert_picture(io.BytesIO(image(40, 40)))
    slide.placeholders[2].text_frame.text = "caption"
    label = next(holder._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"))
    label.set(by, name)
    return saved(presentation)


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("by", ["name", "descr"])
def test_a_picture_placeholder_is_filled_where_its_layout_has_it(filled, by):
    blob = with_placeholder(filled, by=by)
    frame = pptx.Presentation(io.BytesIO(blob)).slide_layouts[PICTURE].placeholders[1]
    out = made(blob, data(pictures=given(image(40, 10))), "client")
    (picture,) = (shape for shape in slides_of(out)[0].placeholders if shape.placeholder_format.idx == 1)

    assert picture.image.size == (40, 10)
    assert (picture.left, picture.width) == (frame.left, frame.width)
    assert picture.height == pytest.approx(frame.width / 4, abs=1)
    assert picture.top + picture.height / 2 == pytest.approx(frame.top + frame.height / 2, abs=2)
    assert dangling(out) == []


def test_an_empty_picture_placeholder_that_was_moved_is_filled_where_it_stands():
    presentation = pptx.Presentation(io.BytesIO(with_placeholder(False)))
    holder = presentation.slides[0].placeholders[1]
    holder.left, holder.top, holder.width, holder.height = (Inches(length) for length in (1, 2, 4, 1))
    (picture,) = (
        shape
        for shape in slides_of(made(saved(presentation), data(pictures=given(image(40, 10)))))[0].placeholders
        if shape.placeholder_format.idx == 1
    )

    assert [picture.left, picture.top, picture.width, picture.height] == [Inches(length) for length in (1, 2, 4, 1)]


@pytest.mark.parametrize("filled", [True, False])
def test_a_picture_placeholder_without_a_picture_vanishes(filled):
    out = made(with_placeholder(filled), data(pictures={"client_logo": None}), "client")

    assert [shape.placeholder_format.idx for shape in slides_of(out)[0].placeholders] == [0, 2]
    assert not any("/media/" in name for name in part_names(out))


def test_a_mistake_in_a_picture_placeholder_is_told_with_its_slide_and_shape():
    (problem,) = problems(with_placeholder(False, "picture:client logo"))

    assert problem.code == "picture-unbound"
    assert problem.place == "slide 1, shape 'picture:client logo'"

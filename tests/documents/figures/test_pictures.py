"""Facts about pictures: from an account's folder, cleaned, into the box that the designer's picture leaves to them."""

import io
import re
import zlib
from pathlib import Path

import docx
import pptx
import pytest
from PIL import Image, PngImagePlugin
from pptx.util import Inches

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.figures.pictures import LONGEST_SIDE, pictures_in, read_picture
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import lint
from pipeline.problems import Refused
from tests.documents.office import (
    control,
    data,
    deck,
    edited,
    everything,
    made,
    part_names,
    part_text,
    problems,
    saved,
    slides_of,
    titled,
    word,
    word_lines,
)

MAIN = "word/document.xml"


def image(width=40, height=20, kind="PNG", mode="RGB", colour=(200, 0, 0), **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height), colour).save(file, kind, **options)
    return file.getvalue()


def given(content: bytes | None = None, name: str = "client_logo") -> dict:
    picture = read_picture("logo.png", content or image())
    return {name: {"picture": picture, "name": name, "alt": 'Logo of A & "B"'}}


def named(shape, text: str, by: str) -> None:
    label = next(shape.iter("{*}docPr", "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"))
    label.set("descr" if by == "alternative text" else "name", text)


def word_picture(text="picture:client_logo", by="alternative text", where="body") -> bytes:
    """A Word file with a stand-in two inches wide and one high in a paragraph of its own."""

    def build(document):
        document.add_paragraph("before")
        holder = document.sections[0].header if where == "header" else document
        holder.add_paragraph().add_run().add_picture(io.BytesIO(image(30, 30)), Inches(2), Inches(1))
        named((holder._element if where == "header" else document.element.body), text, by)
        document.add_paragraph("after")

    return word(build)


def slide_picture(text="picture:client_logo", by="alternative text", directive=""):
    """A slide with a stand-in two inches wide and one high."""

    def build(slide):
        stand_in = io.BytesIO(image(30, 30))
        shape = slide.shapes.add_picture(stand_in, Inches(1), Inches(3), Inches(2), Inches(1))
        named(shape._element, text, by)

    return deck(titled("T", directive, build))


def media(blob: bytes) -> list[str]:
    return [name for name in part_names(blob) if "/media/" in name]


def box_on_slide(blob: bytes) -> tuple[int, int, int, int]:
    shape = next(shape for shape in slides_of(blob)[0].shapes if shape.shape_type == 13)
    return shape.left, shape.top, shape.width, shape.height


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_written_anew_without_what_else_it_tells(kind):
    options = {"pnginfo": PngImagePlugin.PngInfo()} if kind == "PNG" else {"comment": b"secret"}
    if kind == "PNG":
        options["pnginfo"].add_text("Author", "secret")
    exif = Image.Exif()
    exif[0x013B] = "secret"
    content = image(kind=kind, exif=exif, icc_profile=b"secret", **options)
    picture = read_picture("logo.png", content + b"secret")

    assert content.count(b"secret") >= 2
    assert b"secret" not in picture.content
    assert (picture.kind, picture.width, picture.height) == (kind.lower(), 40, 20)
    assert Image.open(io.BytesIO(picture.content)).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_taken_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = read_picture("cover.jpg", image(40, 20, "JPEG", exif=exif))
    assert (picture.width, picture.height) == (20, 40)


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG")])
def test_a_large_picture_of_any_mode_keeps_its_pixels_and_stands_upright(mode, kind):
    size = (6000, 600)
    left, right = Image.new("RGB", size, (200, 0, 0)), Image.new("RGB", (3000, 600), (0, 0, 200))
    left.paste(right, (3000, 0))
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its left side
    file = io.BytesIO()
    left.convert(mode).save(file, kind, exif=exif)

    picture = read_picture("cover.png", file.getvalue())
    pixels = Image.open(io.BytesIO(picture.content)).convert("RGB")

    assert pixels.size == (LONGEST_SIDE // 10, LONGEST_SIDE)
    top, bottom = pixels.getpixel((80, 100)), pixels.getpixel((80, 1500))
    assert all(abs(one - other) < 8 for one, other in zip((*top, *bottom), (200, 0, 0, 0, 0, 200), strict=True))


def test_a_large_picture_is_made_smaller_in_its_proportions():
    picture = read_picture("cover.png", image(4000, 1000))

    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_transparency_and_few_colours_are_kept(mode):
    file = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).convert(mode).save(file, "PNG")
    pixel = Image.open(io.BytesIO(read_picture("logo.png", file.getvalue()).content))

    assert ("A" in pixel.mode) == (mode in ("LA", "P", "RGBA"))


def animated() -> bytes:
    file = io.BytesIO()
    first, second = (Image.new("RGB", (4, 4), colour) for colour in ("red", "blue"))
    first.save(file, "PNG", save_all=True, append_images=[second])
    return file.getvalue()


def bomb() -> bytes:
    """A small PNG that says it is 60,000 pixels wide and high."""
    content = bytearray(image(10, 10))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


HOSTILE = {
    "nothing": (b"", "is not a PNG or JPEG picture."),
    "text": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PNG or JPEG picture."),
    "GIF": (image(kind="GIF"), "is not a PNG or JPEG picture."),
    "WebP": (image(kind="WEBP"), "is not a PNG or JPEG picture."),
    "BMP": (image(kind="BMP"), "is not a PNG or JPEG picture."),
    "half a PNG": (image(300, 300)[:-60], "is damaged."),
    "animated": (animated(), "is animated, and a document stands still."),
    "a bomb": (bomb(), "is larger than 50 million pixels or 20 MB."),
    "too many bytes": (bytes(20_000_001), "is larger than 50 million pixels or 20 MB."),
    "16 bits": (image(mode="I;16", colour=1), "has more than 8 bits for each colour."),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_is_refused_in_one_sentence_that_names_the_file(kind):
    content, sentence = HOSTILE[kind]
    with pytest.raises(Refused) as refusal:
        read_picture("contoso/client_logo.png", content)

    (problem,) = refusal.value.problems
    assert problem.code == "picture"
    assert problem.message == f"contoso/client_logo.png {sentence}"
    assert problem.fix


def test_pictures_lie_in_a_folder_by_their_names(tmp_path: Path):
    for name in ("client_logo.PNG", "logo.png", "Client_Loga.jpg", ".hidden.png", "notes.txt"):
        (tmp_path / name).write_bytes(image(kind="JPEG" if name.endswith("jpg") else "PNG"))
    found, told = pictures_in([tmp_path, tmp_path, tmp_path / "none"], ["client_logo", "cover"])

    assert list(found) == ["client_logo"]
    assert [(one.code, one.severity, one.found, one.fix) for one in told] == [
        ("picture-unknown", "warning", "Client_Loga.jpg", "Did you mean client_logo.jpg?"),
        ("picture-unknown", "warning", "logo.png", "Call it client_logo or cover, or move it elsewhere."),
    ]


def test_two_pictures_of_one_name_are_refused(tmp_path: Path):
    for name in ("cover.png", "cover.jpg"):
        (tmp_path / name).write_bytes(image())
    _, (problem,) = pictures_in([tmp_path], ["cover"])

    assert (problem.code, problem.severity) == ("picture", "error")
    assert problem.message == f"There is also {tmp_path.name}/cover.jpg, and one cover only can be used."


# --- in documents ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["alternative text", "name"])
@pytest.mark.parametrize("where", ["body", "header"])
def test_a_picture_takes_the_place_of_the_stand_in_in_word(by, where):
    out = made(word_picture(by=by, where=where), data(pictures=given(image(40, 40))))
    document = docx.Document(io.BytesIO(out))
    holder = document.sections[0].header._element if where == "header" else document.element.body
    extents = {(one.get("cx"), one.get("cy")) for one in holder.iter("{*}extent", "{*}ext") if one.get("cx")}
    label = next(holder.iter("{*}docPr"))

    assert media(out) == ["word/media/client_logo.png"]
    assert extents == {(str(Inches(1)), str(Inches(1)))}
    assert label.get("descr") == 'Logo of A & "B"'
    assert "picture:" not in label.get("name")


@pytest.mark.parametrize("where", ["body", "header"])
def test_an_absent_picture_vanishes_with_its_paragraph(where):
    out = made(word_picture(where=where), data(pictures={"client_logo": None}))

    assert media(out) == []
    assert b"drawing>" not in everything(out).partition(b"word/styles")[0] or where == "header"
    assert word_lines(out) == ["before", "after"]
    assert "png" not in part_text(out, "[Content_Types].xml")


@pytest.mark.parametrize(
    ("size", "align", "expected"),
    [
        ((40, 20), "", (1, 3, 2, 1)),
        ((40, 10), "", (1, 3.25, 2, 0.5)),
        ((40, 40), "", (1.5, 3, 1, 1)),
        ((40, 40), " align=left", (1, 3, 1, 1)),
        ((40, 40), " align=right", (2, 3, 1, 1)),
    ],
)
def test_a_picture_keeps_its_proportions_inside_the_box(size, align, expected):
    out = made(slide_picture(f"picture:client_logo{align}"), data(pictures=given(image(*size))))

    assert box_on_slide(out) == tuple(Inches(length) for length in expected)
    assert slides_of(out)[0].shapes[1]._element.xml.count("Logo of A") == 1


def test_a_floating_picture_keeps_the_middle_of_its_box():
    blob = word_picture()
    inline = re.search(r"<wp:inline([^>]*)>(.*?)</wp:inline>", part_text(blob, MAIN), re.DOTALL)
    assert inline
    anchor = (
        f'<wp:anchor{inline[1]} xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing">'
        "<wp:positionH><wp:posOffset>100</wp:posOffset></wp:positionH>"
        f"<wp:positionV><wp:posOffset>7</wp:posOffset></wp:positionV>{inline[2]}"
        "<wp14:sizeRelH><wp14:pctWidth>50000</wp14:pctWidth></wp14:sizeRelH></wp:anchor>"
    )
    out = part_text(made(edited(blob, MAIN, re.escape(inline[0]), anchor), data(pictures=given(image(40, 40)))), MAIN)

    assert re.findall(r"<wp:posOffset>(\d+)<", out) == [str(100 + Inches(0.5)), "7"]
    assert "sizeRel" not in out


def test_what_belongs_to_the_stand_in_alone_goes():
    blob = edited(
        word_picture(),
        MAIN,
        r'(<a:blip r:embed="\w+")/>',
        '<a:blip r:embed="rId9" r:link="rId9"><a:extLst><a:ext uri="x"/></a:extLst></a:blip><a:srcRect l="10000"/>',
    )
    out = part_text(made(blob, data(pictures=given())), MAIN)

    assert not [word for word in ("srcRect", "extLst", "r:link") if word in out]


def test_an_absent_picture_vanishes_from_a_slide_with_its_animation():
    timing = "</p:cSld><p:timing/>"
    blob = edited(slide_picture(), "ppt/slides/slide1.xml", "</p:cSld>", timing)
    out = made(blob, data(pictures={"client_logo": None}))

    assert [shape.name for shape in slides_of(out)[0].shapes] == ["Title 1"]
    assert media(out) == []
    assert "p:timing" not in part_text(out, "ppt/slides/slide1.xml")


def test_a_picture_on_many_slides_is_in_the_file_once():
    out = made(slide_picture(directive="{% slide for x in xs %}"), data(xs=[1, 2, 3], pictures=given()))

    assert len(slides_of(out)) == 3
    assert media(out) == ["ppt/media/client_logo.png"]


def on_the_layout(text: str) -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "T"
    layout = presentation.slide_layouts[5]
    _, relation = layout.part.get_or_add_image_part(io.BytesIO(image(30, 30)))
    shape = slide.shapes.add_picture(io.BytesIO(image(30, 30)), 0, 0, Inches(2), Inches(1))
    shape.name = text
    shape._element.blipFill.blip.set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", relation
    )
    layout.shapes._spTree.append(shape._element)
    return saved(presentation)


def test_a_picture_on_a_layout_is_filled_and_any_other_stays():
    out = made(on_the_layout("picture:client_logo"), data(pictures=given()))
    other = made(on_the_layout("Our logo"), data(pictures=given()))

    assert "rIdPicture_client_logo" in part_text(out, "ppt/slideLayouts/slideLayout6.xml")
    assert [name.rpartition("/")[2] for name in media(other)] == ["image1.png"]


def test_the_same_picture_gives_the_same_bytes():
    template = compile_template(slide_picture(), "deck", "client")
    content = image(700, 300, "JPEG")

    assert render(template, data(pictures=given(content))) == render(template, data(pictures=given(bytes(content))))


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "blob",
    [
        word_picture("picture:"),
        word_picture("picture:client logo"),
        word_picture("picture:client_logo align=middle"),
        slide_picture("picture:client_logo size=2"),
        deck(titled("T", "", lambda slide: setattr(slide.shapes.title, "name", "picture:client_logo"))),
    ],
)
def test_a_binding_that_cannot_work_is_refused_with_its_place(blob):
    found = problems(blob)

    assert {problem.code for problem in found} == {"picture-unbound"}
    assert all(problem.place and problem.found.startswith("picture:") for problem in found)


def test_an_unknown_picture_is_told_with_the_nearest_one():
    template = compile_template(word_picture("picture:client_lgo"), "plan.docx", "client")
    names = frozenset(("pictures.client_logo", "pictures.cover"))

    (problem,) = lint(template.name, template.names, names, names)
    assert (problem.code, problem.found) == ("name-unknown", "picture:client_lgo")
    assert problem.fix == "Did you mean pictures.client_logo?"


def test_an_internal_picture_in_a_client_template_is_told():
    template = compile_template(slide_picture("picture:org_chart"), "deck.pptx", "client")

    (problem,) = lint(template.name, template.names, frozenset(("pictures.org_chart",)), frozenset(("pictures.cover",)))
    assert problem.code == "template-internal-name"


def test_a_picture_in_a_content_control_is_filled():
    blob = word_picture()
    found = re.search(r"<w:p><w:r><w:drawing>.*?</w:p>", part_text(blob, MAIN), re.DOTALL)
    assert found
    blob = edited(blob, MAIN, re.escape(found[0]), control(found[0], "<w:picture/>"))

    assert media(made(blob, data(pictures=given()))) == ["word/media/client_logo.png"]
    assert "w:sdt" not in part_text(made(blob, data(pictures={"client_logo": None})), MAIN)

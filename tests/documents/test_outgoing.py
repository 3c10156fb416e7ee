"""A template for clients, stuffed with a canary in every hiding place: none is in the file that is made of it."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from pipeline.documents.compile import compile_template
from pipeline.documents.outgoing import pixels_only
from pipeline.documents.render import render
from pipeline.problems import TemplateRefused
from tests.documents.office import (
    RELATIONS,
    body,
    data,
    deck,
    edited,
    everything,
    part_names,
    related,
    slide_chart,
    slides_of,
    titled,
    with_part,
    word,
)

CANARY = "zaphod"
MAIN = "ppt/presentation.xml"
SLIDE = "ppt/slides/slide1.xml"
SHAPE = '<p:sp><p:nvSpPr><p:cNvPr id="99" name="x" {}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{}</p:spPr>{}</p:sp>'
SAID = f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{CANARY}</a:t></a:r></a:p></p:txBody>"
FAR = '<a:xfrm><a:off x="99000000" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'


def picture(kind: str) -> bytes:
    """A small picture that tells more than its pixels."""
    file, image = io.BytesIO(), Image.new("RGB", (8, 8), "navy")
    if kind == "png":
        about = PngImagePlugin.PngInfo()
        about.add_text("Author", CANARY)
        about.add_text("Comment", CANARY, zip=True)
        image.save(file, "png", pnginfo=about)
    else:
        exif = Image.Exif()
        exif[0x013B] = CANARY
        image.save(file, "jpeg", exif=exif, comment=CANARY.encode())
    return file.getvalue() + CANARY.encode()


def a_deck() -> bytes:
    def pictures(slide):
        for kind in ("png", "jpeg"):
            slide.shapes.add_picture(io.BytesIO(picture(kind)), 0, 0)

    notes = f"{CANARY} {{# and {CANARY} #}}"
    return deck(titled("{{ name }}", notes, pictures, slide_chart("chart:c")), titled("Second"))


def a_document() -> bytes:
    def build(document):
        document.add_paragraph("HERE")
        document.add_paragraph("{{ name }}")
        document.add_picture(io.BytesIO(picture("png")))
        document.add_comment(document.paragraphs[1].runs, text=CANARY, author=CANARY)

    return word(build)


def before(part: str, pattern: str, text: str) -> Callable[[bytes], bytes]:
    return lambda blob: edited(blob, part, f"(?={pattern})", text)


def leading_to(kind: str, target: str, content: str, main: str = MAIN) -> Callable[[bytes], bytes]:
    return lambda blob: related(blob, kind, target, content, main)


def holding(name: str, content: str) -> Callable[[bytes], bytes]:
    return lambda blob: with_part(blob, name, content.encode())


def with_a_hidden_slide(blob: bytes) -> bytes:
    blob = edited(blob, "ppt/slides/slide2.xml", "<p:sld ", '<p:sld show="0" ')
    return edited(blob, "ppt/slides/slide2.xml", "Second", CANARY)


def packed_with_a_comment(blob: bytes) -> bytes:
    file = io.BytesIO(blob)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = CANARY.encode()
    return file.getvalue()


PROPERTIES = {
    "core": before("docProps/core.xml", "</cp:coreProperties>", f"<cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy>"),
    "titles of parts, company, manager, template": holding(
        "docProps/app.xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Template>{CANARY}</Template><Manager>{CANARY}</Manager><Company>{CANARY}</Company>"
        f"<TitlesOfParts>{CANARY}</TitlesOfParts></Properties>",
    ),
    "custom properties": lambda blob: with_part(
        edited(
            blob,
            "_rels/.rels",
            "</Relationships>",
            f'<Relationship Id="rId77" Type="{RELATIONS}/custom-properties" Target="docProps/custom.xml"/>'
            "</Relationships>",
        ),
        "docProps/custom.xml",
        f"<Properties><property>{CANARY}</property></Properties>".encode(),
    ),
    "thumbnail": holding("docProps/thumbnail.jpeg", CANARY),
    "no relationship": holding("customXml/item9.xml", f"<x>{CANARY}</x>"),
    "comment of the zip": packed_with_a_comment,
}
IN_A_DECK: dict[str, Callable[[bytes], bytes]] = PROPERTIES | {
    "custom XML": leading_to("customXml", "customXml/item1.xml", f"<x>{CANARY}</x>"),
    "printer settings": leading_to("printerSettings", "printer.bin", CANARY),
    "tags": leading_to("tags", "tags/tag1.xml", f"<p:tagLst>{CANARY}</p:tagLst>"),
    "authors of comments": leading_to("commentAuthors", "commentAuthors.xml", f"<x>{CANARY}</x>"),
    "changes": leading_to("changesInfo", "changesInfos/c1.xml", f"<x>{CANARY}</x>"),
    "handout master": leading_to("handoutMaster", "handoutMasters/h1.xml", f"<x>{CANARY}</x>"),
    "macros": leading_to("vbaProject", "vbaProject.bin", CANARY),
    "a comment": leading_to("comments", "c1.xml", f"<x>{CANARY}</x>", SLIDE),
    "ActiveX": lambda blob: before(SLIDE, "</p:cSld>", f'<p:controls><p:control name="{CANARY}"/></p:controls>')(blob),
    "custom shows": before(
        MAIN, "</p:presentation>", f'<p:custShowLst><p:custShow name="{CANARY}" id="0"/></p:custShowLst>'
    ),
    "embedded fonts": lambda blob: related(
        before(
            MAIN,
            "<p:defaultTextStyle",
            f'<p:embeddedFontLst><p:embeddedFont><p:font typeface="{CANARY}"/>'
            '<p:regular r:id="rId99"/></p:embeddedFont></p:embeddedFontLst>',
        )(blob),
        "font",
        "fonts/font1.fntdata",
        CANARY,
        MAIN,
    ),
    "properties of the show": before("ppt/presProps.xml", "</p:presentationPr>|<p:extLst", f"<!-- {CANARY} -->"),
    "last view": before("ppt/viewProps.xml", "</p:viewPr>|<p:normalViewPr", f"<!-- {CANARY} -->"),
    "comment of the XML": before(SLIDE, "</p:spTree>", f"<!-- {CANARY} -->"),
    "hidden shape": before(SLIDE, "</p:spTree>", SHAPE.format('hidden="1"', "", SAID)),
    "shape off the slide": before(SLIDE, "</p:spTree>", SHAPE.format("", FAR, SAID)),
    "hidden shape of a layout": before(
        "ppt/slideLayouts/slideLayout6.xml", "</p:spTree>", SHAPE.format('hidden="1"', "", SAID)
    ),
    "unused layout": before("ppt/slideLayouts/slideLayout3.xml", "</p:spTree>", SHAPE.format("", "", SAID)),
    "path of a picture": lambda blob: edited(blob, SLIDE, 'descr="[^"]*"', rf'descr="C:\\Users\\{CANARY}\\x.png"'),
    "hidden slide": with_a_hidden_slide,
}
IN_A_DOCUMENT: dict[str, Callable[[bytes], bytes]] = PROPERTIES | {
    "custom XML": lambda blob: related(blob, "customXml", "customXml/item1.xml", f"<x>{CANARY}</x>"),
    "people": lambda blob: related(blob, "people", "people.xml", f"<x>{CANARY}</x>"),
    "building blocks": lambda blob: related(blob, "glossaryDocument", "glossary/document.xml", f"<x>{CANARY}</x>"),
    "document variables": before(
        "word/settings.xml", "</w:settings>", f'<w:docVars><w:docVar w:name="x" w:val="{CANARY}"/></w:docVars>'
    ),
    "numbers of saving": before("word/settings.xml", "</w:settings>", f'<w:rsids><w:rsid w:val="{CANARY}"/></w:rsids>'),
    "attached template": before("word/settings.xml", "</w:settings>", f"<!-- {CANARY} -->"),
    "web settings": before("word/webSettings.xml", "</w:webSettings>", f"<!-- {CANARY} -->"),
    "embedded fonts": before(
        "word/fontTable.xml", "</w:fonts>", f'<w:font w:name="a"><w:embedRegular w:fontKey="{CANARY}"/></w:font>'
    ),
    "hidden text": lambda blob: body(
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{CANARY}</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>", blob
    ),
    "comment of the XML": before("word/document.xml", "</w:body>|<w:sectPr", f"<!-- {CANARY} -->"),
    "label of a control": lambda blob: body(
        f'<w:sdt><w:sdtPr><w:tag w:val="{CANARY}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>', blob
    ),
    "path of a picture": lambda blob: edited(
        blob, "word/document.xml", 'name="[^"]*\\.png"|name="Picture 1"', rf'name="\\server\{CANARY}\x.png"'
    ),
}


def files(blob: bytes) -> bytes:
    """The client's file made of a template; the canaries of the pictures and the notes stand in it already."""
    chart = {"categories": ["a"], "series": [{"name": "s", "values": [1]}], "alt": "c"}
    return render(compile_template(blob, "template", "client"), data(name="Contoso", charts={"c": chart}))


def hidden_in(blob: bytes) -> bool:
    return CANARY.encode() in everything(blob) + blob or CANARY.encode("utf-16-le") in everything(blob)


@pytest.mark.parametrize("place", IN_A_DECK)
def test_what_hides_in_a_deck_does_not_go_out(place: str):
    stuffed = IN_A_DECK[place](a_deck())
    made = files(stuffed)

    assert hidden_in(stuffed)
    assert not hidden_in(made), place
    assert slides_of(made)[0].shapes.title.text == "Contoso"


@pytest.mark.parametrize("place", IN_A_DOCUMENT)
def test_what_hides_in_a_document_does_not_go_out(place: str):
    stuffed = IN_A_DOCUMENT[place](a_document())
    made = files(stuffed)

    assert hidden_in(stuffed)
    assert not hidden_in(made), place
    assert b"Contoso" in everything(made)


def test_a_deck_that_is_stuffed_goes_out_with_its_known_parts_only():
    blob = a_deck()
    for place in ("thumbnail", "custom properties", "no relationship", "macros"):
        blob = IN_A_DECK[place](blob)
    folders = {re.sub(r"\d+", "", name) for name in part_names(files(blob))}
    assert folders == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "ppt/_rels/presentation.xml.rels",
        "ppt/charts/_rels/chart.xml.rels",
        "ppt/charts/chart.xml",
        "ppt/embeddings/Microsoft_Excel_Sheet.xlsx",
        "ppt/media/image.jpg",
        "ppt/media/image.png",
        "ppt/presProps.xml",
        "ppt/presentation.xml",
        "ppt/slideLayouts/_rels/slideLayout.xml.rels",
        "ppt/slideLayouts/slideLayout.xml",
        "ppt/slideMasters/_rels/slideMaster.xml.rels",
        "ppt/slideMasters/slideMaster.xml",
        "ppt/slides/_rels/slide.xml.rels",
        "ppt/slides/slide.xml",
        "ppt/tableStyles.xml",
        "ppt/theme/theme.xml",
        "ppt/viewProps.xml",
    }


def test_a_kind_of_part_that_is_not_known_is_refused_by_its_name():
    blob = before(SLIDE, "</p:spTree>", '<p:x r:id="rId99"/>')(a_deck())
    blob = related(blob, "video", "film.mp4", CANARY, SLIDE)

    with pytest.raises(TemplateRefused, match=r"that no client's file may have .*film\.mp4, video"):
        files(blob)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_picture_keeps_its_pixels_and_nothing_else(kind: str):
    told, silent = picture(kind), pixels_only(picture(kind))

    assert CANARY.encode() in told
    assert CANARY.encode() not in silent
    images = [Image.open(io.BytesIO(one)) for one in (told, silent)]
    assert images[0].tobytes() == images[1].tobytes()
    assert not images[1].getexif()
    assert CANARY not in str(images[1].info)

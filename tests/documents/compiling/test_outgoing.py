"""A template for clients, stuffed with a canary in every hiding place: none is in the file that is made of it."""

import io
import re
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.compiling.outgoing import pixels_only
from pipeline.documents.packaging.unpacked import texts_in
from pipeline.documents.rendering.render import render
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
SWITCHED_OFF = 'hidden="1"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
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


def shape(text: str, label: str = "", area: str = "") -> str:
    """A shape of a slide that says a text."""
    return SHAPE.format(label, area, SAID.replace(CANARY, text))


def with_extra_fields(blob: bytes) -> bytes:
    """The zip with a field of its own beside each entry, as some programs keep names of users there."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            entry.extra = struct.pack("<HH", 0x7875, len(CANARY)) + CANARY.encode()
            entry.comment = CANARY.encode()
            new.writestr(entry, old.read(entry))
    return file.getvalue()


def behind_the_end(blob: bytes) -> bytes:
    return CANARY.encode() + blob


def with_a_stuffed_workbook(blob: bytes) -> bytes:
    """The designed chart's own workbook with a hidden sheet, a defined name, a comment, properties and a footer."""
    book = openpyxl.Workbook()
    book.active["A1"].comment = Comment(CANARY, CANARY)
    book.active.oddFooter.center.text = CANARY
    book.create_sheet(CANARY).sheet_state = "veryHidden"
    book.defined_names.add(DefinedName(CANARY, attr_text=f'"{CANARY}"'))
    book.properties.creator = CANARY
    file = io.BytesIO()
    book.save(file)
    name = next(name for name in part_names(blob) if name.endswith(".xlsx"))
    return with_part(blob, name, file.getvalue())


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
    "extra fields of the zip": with_extra_fields,
    "bytes before the zip": behind_the_end,
    "links of the properties": holding(
        "docProps/app.xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<HLinks>{CANARY}</HLinks><HyperlinkBase>file:///C:/{CANARY}</HyperlinkBase></Properties>",
    ),
    "a relationship of the package": lambda blob: edited(
        blob,
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rId78" Type="{RELATIONS}/x" Target="file:///C:/Users/{CANARY}" TargetMode="External"/>'
        "</Relationships>",
    ),
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
    "workbook of a chart": with_a_stuffed_workbook,
    "cache of a chart": before("ppt/charts/chart1.xml", "</c:chartSpace>", f"<!-- {CANARY} -->"),
    "designed name of a series": lambda blob: edited(
        blob, "ppt/charts/chart1.xml", "<c:v>Designed</c:v>", f"<c:v>{CANARY}</c:v>"
    ),
    "shape without a size": before(
        SLIDE, "</p:spTree>", shape(CANARY, "", '<a:xfrm><a:off x="9" y="9"/><a:ext cx="0" cy="0"/></a:xfrm>')
    ),
    "hidden shape in a group": before(
        SLIDE,
        "</p:spTree>",
        "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='98' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
        f"{shape(CANARY, SWITCHED_OFF)}</p:grpSp>",
    ),
    "alternative text of a hidden shape": before(SLIDE, "</p:spTree>", shape("x", f'hidden="1" descr="{CANARY}"')),
    "fallback of a shape": before(
        SLIDE,
        "</p:spTree>",
        f"<mc:AlternateContent {MC}><mc:Choice Requires='a14'>{shape('x')}</mc:Choice><mc:Fallback>{shape(CANARY)}"
        "</mc:Fallback></mc:AlternateContent>",
    ),
    "notes master": lambda blob: edited(
        blob, "ppt/notesMasters/notesMaster1.xml", "</p:spTree>", shape(CANARY) + "</p:spTree>"
    ),
    "VML drawing": leading_to("vmlDrawing", "drawings/vmlDrawing1.vml", f"<xml>{CANARY}</xml>", SLIDE),
    "people": leading_to("person", "persons/person.xml", f"<x>{CANARY}</x>"),
    "revisions": leading_to("revisionInfo", "revisionInfo.xml", f"<x>{CANARY}</x>"),
    "labels of the organisation": leading_to("classificationlabels", "docMetadata/LabelInfo.xml", f"<x>{CANARY}</x>"),
    "extension of a slide": before(
        SLIDE, "</p:cSld>", f'<p:extLst><p:ext uri="{{x}}"><x v="{CANARY}"/></p:ext></p:extLst>'
    ),
    "tags of a shape": lambda blob: related(
        before(SLIDE, "</p:cSld>", '<p:custDataLst><p:tags r:id="rId99"/></p:custDataLst>')(blob),
        "tags",
        "tags/tag1.xml",
        f"<tagLst>{CANARY}</tagLst>",
        SLIDE,
    ),
    "instruction of the XML": before(SLIDE, "</p:spTree>", f"<?x {CANARY}?>"),
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
    "numbers of saving at a paragraph": lambda blob: body(
        f'<w:p w:rsidR="{CANARY}" w:rsidRDefault="{CANARY}"><w:r w:rsidRPr="{CANARY}"><w:t>seen</w:t></w:r></w:p>', blob
    ),
    "fallback of a drawing": lambda blob: body(
        f"<w:p><w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:t>seen</w:t></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' alt='{CANARY}'/></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        blob,
    ),
    "text of a form field": lambda blob: body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:statusText w:val="{CANARY}"/></w:ffData></w:fldChar>'
        "</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        blob,
    ),
    "placeholder of a control": lambda blob: body(
        f'<w:sdt><w:sdtPr><w:placeholder><w:docPart w:val="{CANARY}"/></w:placeholder>'
        f'<w:dataBinding w:xpath="/{CANARY}" w:storeItemID="x"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>',
        blob,
    ),
    "printer settings": lambda blob: related(blob, "printerSettings", "printer.bin", CANARY),
    "comments of the comments": lambda blob: related(
        blob, "commentsExtended", "commentsExtended.xml", f"<x>{CANARY}</x>"
    ),
    "mail merge": before(
        "word/settings.xml", "</w:settings>", f'<w:mailMerge><w:query w:val="{CANARY}"/></w:mailMerge>'
    ),
    "comment of the XML": before("word/document.xml", "</w:body>|<w:sectPr", f"<!-- {CANARY} -->"),
    "label of a control": lambda blob: body(
        f'<w:sdt><w:sdtPr><w:tag w:val="{CANARY}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>', blob
    ),
    "path of a picture": lambda blob: edited(
        blob, "word/document.xml", 'name="[^"]*\\.png"|name="Picture 1"', rf'name="\\server\{CANARY}\x.png"'
    ),
}


# What Word and PowerPoint show in their lists and what readers of the screen say: content of the template's author,
# which stays, and which the gate searches like every other text.
STAYS_IN_A_DECK: dict[str, Callable[[bytes], bytes]] = {
    "alternative text of a shape": before(SLIDE, "</p:spTree>", shape("x", f'descr="{CANARY}"')),
    "name of a shape": before(SLIDE, "</p:spTree>", shape("x").replace('name="x"', f'name="{CANARY}"')),
    "name of a theme": lambda blob: edited(
        blob, "ppt/theme/theme1.xml", '<a:clrScheme name="[^"]*"', f'<a:clrScheme name="{CANARY}"'
    ),
    "name of a layout": lambda blob: edited(
        blob, "ppt/slideLayouts/slideLayout6.xml", '<p:cSld name="[^"]*"', f'<p:cSld name="{CANARY}"'
    ),
}
STAYS_IN_A_DOCUMENT: dict[str, Callable[[bytes], bytes]] = {
    "bookmark": lambda blob: body(
        f'<w:p><w:bookmarkStart w:id="9" w:name="{CANARY}"/><w:bookmarkEnd w:id="9"/><w:r><w:t>seen</w:t></w:r></w:p>',
        blob,
    ),
    "name of a style": lambda blob: edited(
        blob,
        "word/styles.xml",
        "</w:styles>",
        f'<w:style w:type="paragraph" w:styleId="x9"><w:name w:val="{CANARY}"/></w:style></w:styles>',
    ),
    "title of a control": lambda blob: body(
        f'<w:sdt><w:sdtPr><w:alias w:val="{CANARY}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>', blob
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


@pytest.mark.parametrize(
    ("place", "blob"),
    [*((place, a_deck()) for place in STAYS_IN_A_DECK), *((place, a_document()) for place in STAYS_IN_A_DOCUMENT)],
)
def test_what_the_author_of_a_template_wrote_to_be_read_stays_and_is_searched(place: str, blob: bytes):
    made = files((STAYS_IN_A_DECK | STAYS_IN_A_DOCUMENT)[place](blob))

    assert CANARY in {word for _, text in texts_in(made) for word in text.words}


def test_a_field_that_leads_to_a_file_of_a_computer_is_refused():
    field = (
        r'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;C:\\Users\\zaphod\\x.docx&quot; "><w:r/></w:fldSimple></w:p>'
    )

    with pytest.raises(TemplateRefused, match=r"\(INCLUDETEXT .*\) leads to a file of somebody's computer"):
        files(body(field, a_document()))


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

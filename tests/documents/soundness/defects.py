"""Broken Office files, made by breaking one thing in a sound one: each defect with the rule that must catch it."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.documents.office import edited, part_text, with_part

Sample = Literal["plan", "deck", "workbook", "embedded"]
Change = Callable[[bytes], bytes]

DOCUMENT, STYLES, WORD_RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
TYPES, PRESENTATION = "[Content_Types].xml", "ppt/presentation.xml"
SLIDE, SLIDE_RELATIONS = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
CHART, CHART_RELATIONS = "ppt/charts/chart1.xml", "ppt/charts/_rels/chart1.xml.rels"
SHEET, BOOK, FORMATS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
TABLED_SHEET = "xl/worksheets/sheet2.xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMPTY_PARAGRAPH = "<w:p/>"
CELL = "<w:tc><w:tcPr/><w:p/></w:tc>"


@dataclass(frozen=True)
class Defect:
    """One way of breaking a sample file, and the rule of the lint that must name it."""

    name: str
    sample: Sample
    rule: str
    broken: Change


# --- how a file is broken -----------------------------------------------------------------------------------------


def swap(part: str, pattern: str, replacement: str) -> Change:
    """Another text for the first match of a pattern in a part."""
    return lambda blob: edited(blob, part, pattern, replacement)


def put(part: str, content: bytes) -> Change:
    """One more part, or another content of it."""
    return lambda blob: with_part(blob, part, content)


def without(*names: str) -> Change:
    """Parts taken out of the zip, and nothing else done about it."""

    def change(blob: bytes) -> bytes:
        return repacked(blob, lambda name, content: None if name in names else (name, content))

    return change


def repacked(blob: bytes, kept: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """The file with each part as `kept` gives it back, or without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            given = kept(name, old.read(name))
            if given is not None:
                new.writestr(*given)
    return file.getvalue()


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(blob: bytes) -> bytes:
        for one in changes:
            blob = one(blob)
        return blob

    return change


def first_of(part: str, tag: str, replacement: str) -> Change:
    """Something put before the first element of this name."""
    return swap(part, rf"(?=<{tag}[ >/])", replacement)


def in_table(content: str, grid: str = '<w:gridCol w:w="900"/>') -> Change:
    """A table with this content at the head of the Word document."""
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{content}</w:tbl><w:p/>"
    return swap(DOCUMENT, r"(?<=<w:body>)", table)


def at_the_head(xml: str) -> Change:
    """This at the head of the Word document."""
    return swap(DOCUMENT, r"(?<=<w:body>)", xml)


def run(xml: str) -> Change:
    """A paragraph with this at the head of the Word document."""
    return at_the_head(f"<w:p><w:r>{xml}</w:r></w:p>")


def twice(blob: bytes) -> bytes:
    file = io.BytesIO(blob)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(STYLES, archive.read(STYLES))
    return file.getvalue()


def in_capitals(blob: bytes) -> bytes:
    return with_part(blob, "Word/Styles.xml", part_text(blob, STYLES).encode())


def flipped(blob: bytes) -> bytes:
    """One bit of the packed bytes of the first part turned."""
    content = bytearray(blob)
    content[30 + len(TYPES) + 40] ^= 0x10
    return bytes(content)


def wrong_checksum(blob: bytes) -> bytes:
    """A part whose checksum, in both places of the zip, is that of other bytes."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        crc = archive.getinfo(DOCUMENT).CRC.to_bytes(4, "little")
    return blob.replace(crc, bytes(4))


def wrong_size(blob: bytes) -> bytes:
    """A part that is said, in both places of the zip, to have one byte more than it has."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        entry = archive.getinfo(DOCUMENT)
    said, sizes = entry.CRC.to_bytes(4, "little") + entry.compress_size.to_bytes(4, "little"), entry.file_size
    assert blob.count(said + sizes.to_bytes(4, "little")) == 2
    return blob.replace(said + sizes.to_bytes(4, "little"), said + (sizes + 1).to_bytes(4, "little"))


def in_embedded(change: Change) -> Change:
    """The workbook of the first chart changed, and put back."""

    def changed(blob: bytes) -> bytes:
        name = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            return with_part(blob, name, change(archive.read(name)))

    return changed


def negative_axes(blob: bytes) -> bytes:
    """A chart as python-pptx writes it."""
    chart = re.sub(r'(<c:(?:axId|crossAx) val=")', r"\1-", part_text(blob, CHART))
    return with_part(blob, CHART, chart.encode())


def doubled_series(blob: bytes) -> bytes:
    """A chart whose first series is there twice, with the same number."""
    found = re.search("<c:ser>.*?</c:ser>", part_text(blob, CHART))
    assert found
    return edited(blob, CHART, "(?=<c:ser>)", found[0])


def renamed_heading(blob: bytes) -> bytes:
    """A table of the workbook whose first column is called otherwise than its cell."""
    return edited(blob, "xl/tables/table1.xml", r'(?<=<tableColumn id="1" name=")[^"]*', "Another")


def same_columns(blob: bytes) -> bytes:
    table = part_text(blob, "xl/tables/table1.xml")
    first = re.search(r'<tableColumn id="1" name="([^"]*)"', table)
    assert first
    return edited(blob, "xl/tables/table1.xml", r'(?<=<tableColumn id="2" name=")[^"]*', first[1])


def hidden_sheets(blob: bytes) -> bytes:
    book = part_text(blob, BOOK).replace('state="visible"', 'state="hidden"')
    return with_part(blob, BOOK, book.encode())


def notes_without_master(blob: bytes) -> bytes:
    """A slide with notes that lead to no notes master."""
    notes = (
        '<p:notes xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:nvGrpSpPr>'
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/></p:spTree></p:cSld></p:notes>'
    )
    name = "ppt/notesSlides/notesSlide1.xml"
    kind = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"
    back = f'<Relationships xmlns="{PACKAGE}">{relation("slide", "../slides/slide1.xml")}</Relationships>'
    blob = with_part(blob, name, notes.encode())
    blob = with_part(blob, "ppt/notesSlides/_rels/notesSlide1.xml.rels", back.encode())
    blob = edited(blob, TYPES, "(?=</Types>)", f'<Override PartName="/{name}" ContentType="{kind}"/>')
    return edited(blob, SLIDE_RELATIONS, "(?=</Relationships>)", relation("notesSlide", f"/{name}"))


def relation(kind: str, target: str, number: str = "rId99", mode: str = "") -> str:
    """A relationship as it is written."""
    return f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def related(part: str, kind: str, target: str, number: str = "rId99", mode: str = "") -> Change:
    """One more relationship in a part of relationships."""
    return swap(part, "(?=</Relationships>)", relation(kind, target, number, mode))


# --- the defects --------------------------------------------------------------------------------------------------

EXTERNAL = ' TargetMode="External"'
SECTIONS = (
    '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst'
    ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="A"'
    ' id="{11111111-2222-3333-4444-555555555555}"><p14:sldIdLst><p14:sldId id="9999"/></p14:sldIdLst></p14:section>'
    "</p14:sectionLst></p:ext></p:extLst>"
)
TEXT_BOX = (
    '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent></w:txbxContent></v:textbox>'
    "</v:shape></w:pict>"
)
SLIDE_TABLE_ROW = r"<a:tc[ >](?:(?!</a:tc>).)*</a:tc>(?=</a:tr>)"

ZIP = (
    Defect("half of the file", "plan", "zip-broken", lambda blob: blob[: len(blob) // 2]),
    Defect("no zip at all", "deck", "zip-broken", lambda blob: b"Hello"),
    Defect("a bit turned in a part", "plan", "zip-broken", flipped),
    Defect("a wrong checksum", "plan", "zip-broken", wrong_checksum),
    Defect("a wrong size", "plan", "zip-broken", wrong_size),
    Defect("a part twice", "plan", "part-twice", twice),
    Defect("a part in capitals and small letters", "plan", "part-twice", in_capitals),
    Defect("a part with a backslash", "plan", "part-name", put("word\\extra.xml", b"<a/>")),
    Defect("no content types", "plan", "content-types", without(TYPES)),
    Defect(
        "a content type for nothing",
        "deck",
        "content-type-of-nothing",
        swap(TYPES, "(?=</Types>)", '<Override PartName="/ppt/slides/slide99.xml" ContentType="application/xml"/>'),
    ),
    Defect("a part without content type", "plan", "content-type-missing", put("word/media/sound.xyz", b"x")),
    Defect(
        "two content types for a part",
        "plan",
        "content-type-twice",
        swap(TYPES, "(?=</Types>)", '<Override PartName="/word/document.xml" ContentType="application/xml"/>'),
    ),
    Defect(
        "a main part of another type",
        "plan",
        "main-part",
        swap(TYPES, r'(?<=PartName="/word/document.xml" ContentType=")[^"]*', "application/xml"),
    ),
    Defect("no main part", "deck", "main-part", swap("_rels/.rels", r'<Relationship [^>]*officeDocument"[^>]*/>', "")),
    Defect("a part that nothing leads to", "deck", "part-unreached", put("ppt/extra.xml", b"<a/>")),
)
XML = (
    Defect("an element that does not end", "plan", "xml-broken", swap(DOCUMENT, "</w:body>", "")),
    Defect("an unknown entity", "plan", "xml-broken", run("<w:t>&nbsp;</w:t>")),
    Defect("a document type", "plan", "xml-document-type", swap(DOCUMENT, "(?=<w:document )", "<!DOCTYPE w:document>")),
    Defect("a forbidden character", "plan", "forbidden-character", run("<w:t>\x0b</w:t>")),
    Defect("a forbidden character as a number", "deck", "forbidden-character", swap(SLIDE, "(?<=<a:t>)", "&#1;")),
    Defect("a part without content", "plan", "part-empty", put(STYLES, b"")),
    Defect("text in a picture", "plan", "image-bytes", put("word/media/image3.png", b"no picture")),
    Defect("a picture without content", "deck", "part-empty", put("ppt/media/image1.png", b"")),
)
RELATIONS = (
    Defect("a part that is gone", "plan", "relation-target", without("word/theme/theme1.xml")),
    Defect("a picture that is gone", "deck", "relation-target", without("ppt/media/image1.png")),
    Defect(
        "an id that leads nowhere",
        "plan",
        "relation",
        swap(WORD_RELATIONS, r'<Relationship Id="rIdChart1"[^>]*/>', ""),
    ),
    Defect(
        "a chart id that leads to a picture", "plan", "relation-kind", swap(DOCUMENT, 'r:id="rIdChart1"', 'r:id="rId9"')
    ),
    Defect(
        "a relationship twice", "plan", "relation-twice", related(WORD_RELATIONS, "image", "media/image3.png", "rId9")
    ),
    Defect(
        "relationships of nothing",
        "plan",
        "relations-of-nothing",
        put("word/_rels/gone.xml.rels", f'<Relationships xmlns="{PACKAGE}"/>'.encode()),
    ),
    Defect(
        "a link into the author's folders",
        "plan",
        "link-external",
        related(WORD_RELATIONS, "hyperlink", "file:///C:/Users/me/plan.docx", mode=EXTERNAL),
    ),
    Defect(
        "a picture from the web",
        "deck",
        "link-external",
        related(SLIDE_RELATIONS, "image", "https://x.example/a.png", mode=EXTERNAL),
    ),
)
WORD = (
    Defect("an empty cell", "plan", "cell-without-paragraph", in_table("<w:tr><w:tc><w:tcPr/></w:tc></w:tr>")),
    Defect(
        "a cell that ends with a table",
        "plan",
        "cell-without-paragraph",
        in_table(
            "<w:tr><w:tc><w:tcPr/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
            f"<w:tr>{CELL}</w:tr></w:tbl></w:tc></w:tr>"
        ),
    ),
    Defect("a row without cells", "plan", "row-without-cell", in_table(f"<w:tr>{CELL}</w:tr><w:tr></w:tr>")),
    Defect("a table without rows", "plan", "table-without-row", in_table("")),
    Defect(
        "a table without grid",
        "plan",
        "table-without-grid",
        at_the_head(f"<w:tbl><w:tblPr/><w:tr>{CELL}</w:tr></w:tbl><w:p/>"),
    ),
    Defect("a row with a cell too few", "plan", "table-grid", in_table(f"<w:tr>{CELL}</w:tr>", "<w:gridCol/>" * 2)),
    Defect(
        "a cell that spans too much",
        "plan",
        "table-grid",
        in_table('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr><w:p/></w:tc></w:tr>', "<w:gridCol/>" * 2),
    ),
    Defect("a paragraph in a paragraph", "plan", "paragraph-in-paragraph", at_the_head("<w:p><w:p></w:p></w:p>")),
    Defect(
        "a table in a paragraph",
        "plan",
        "paragraph-in-paragraph",
        at_the_head(f"<w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{CELL}</w:tr></w:tbl></w:p>"),
    ),
    Defect("a text box without paragraph", "plan", "text-without-paragraph", run(TEXT_BOX)),
    Defect("a field that does not end", "plan", "field", swap(DOCUMENT, r'<w:fldChar w:fldCharType="end"/>', "")),
    Defect("a field that does not begin", "plan", "field", swap(DOCUMENT, r'<w:fldChar w:fldCharType="begin"/>', "")),
    Defect("a bookmark without end", "plan", "bookmark-ends", swap(DOCUMENT, r"<w:bookmarkEnd [^>]*/>", "")),
    Defect(
        "a bookmark twice",
        "plan",
        "bookmark-twice",
        at_the_head('<w:p><w:bookmarkStart w:id="99991" w:name="_Tocsummary"/><w:bookmarkEnd w:id="99991"/></w:p>'),
    ),
    Defect(
        "a link to no bookmark",
        "plan",
        "bookmark",
        at_the_head('<w:p><w:hyperlink w:anchor="_gone"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'),
    ),
    Defect("a page number of no bookmark", "plan", "bookmark", swap(DOCUMENT, "PAGEREF _Tocsummary", "PAGEREF _gone")),
    Defect("a footnote that is gone", "plan", "footnote", run('<w:footnoteReference w:id="7"/>')),
    Defect("an endnote that is gone", "plan", "endnote", run('<w:endnoteReference w:id="7"/>')),
    Defect("a comment that is gone", "plan", "comment", run('<w:commentReference w:id="7"/>')),
    Defect(
        "a drawing number twice",
        "plan",
        "drawing-twice",
        lambda blob: edited(
            blob,
            DOCUMENT,
            r'(?<=<wp:docPr id=")\d+(?=".*?<wp:docPr id="(\d+)")',
            re.findall(r'<wp:docPr id="(\d+)"', part_text(blob, DOCUMENT))[1],
        ),
    ),
    Defect(
        "a style that is not there", "plan", "style", at_the_head('<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr></w:p>')
    ),
    *(
        Defect(
            f"a style that is not there, written {written!r}",
            "plan",
            "style",
            at_the_head(f"<w:p><w:pPr><w:pStyle {written}/></w:pPr></w:p>"),
        )
        for written in ('w:val ="Gone"', 'w:val =  "Gone"', 'w:val\n="Gone"', 'w:val=\t"Gone"', "w:val='Gone'")
    ),
    Defect(
        "a cell without a paragraph, among paragraphs with attributes",
        "plan",
        "cell-without-paragraph",
        at_the_head(
            '<w:p w:rsidR="00A1"/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
            '</w:tc></w:tr></w:tbl><w:p w:rsidR="00A1"><w:r><w:t>Words</w:t></w:r></w:p>'
        ),
    ),
    Defect(
        "a table in a paragraph with attributes",
        "plan",
        "paragraph-in-paragraph",
        at_the_head(
            '<w:p w:rsidR="00A1"><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:p/>'
            "</w:tc></w:tr></w:tbl></w:p>"
        ),
    ),
    Defect(
        "a style on a style that is not there", "plan", "style", swap(STYLES, r'(?<=<w:basedOn w:val=")[^"]*', "Gone")
    ),
    Defect("a style twice", "plan", "style-twice", swap(STYLES, "(?=</w:styles>)", '<w:style w:styleId="Normal"/>')),
    Defect(
        "a list that is not there",
        "plan",
        "numbering",
        at_the_head('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>'),
    ),
    Defect("a tag of the template", "plan", "tag-left", run("<w:t>{{ account.name }}</w:t>")),
    Defect(
        "a tag in two runs",
        "plan",
        "tag-left",
        at_the_head("<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ account.name }}</w:t></w:r></w:p>"),
    ),
)
SLIDES = (
    Defect(
        "a table row with a cell too few", "deck", "table-grid", swap("ppt/slides/slide10.xml", SLIDE_TABLE_ROW, "")
    ),
    Defect(
        "a table row without cells",
        "deck",
        "row-without-cell",
        swap("ppt/slides/slide10.xml", "(?=</a:tbl>)", '<a:tr h="1"></a:tr>'),
    ),
    Defect(
        "a table of a slide without rows",
        "deck",
        "table-without-row",
        swap("ppt/slides/slide10.xml", r"<a:tr[ >].*</a:tr>", ""),
    ),
    Defect(
        "a text without paragraph",
        "deck",
        "text-without-paragraph",
        swap(SLIDE, r"(?<=<a:lstStyle/>)<a:p>(?:(?!</p:txBody>).)*(?=</p:txBody>)", ""),
    ),
    Defect(
        "a slide without layout",
        "deck",
        "relation-count",
        swap(SLIDE_RELATIONS, r"<Relationship [^>]*slideLayout\"[^>]*>", ""),
    ),
    Defect(
        "a slide with two layouts",
        "deck",
        "relation-count",
        lambda blob: related(
            SLIDE_RELATIONS, "slideLayout", re.findall(r"\.\./slideLayouts/[^\"]*", part_text(blob, SLIDE_RELATIONS))[0]
        )(blob),
    ),
    Defect("notes without a notes master", "deck", "relation-count", notes_without_master),
    Defect("a slide number too low", "deck", "id-range", swap(PRESENTATION, 'sldId id="256"', 'sldId id="12"')),
    Defect("a slide number twice", "deck", "slide-id-twice", swap(PRESENTATION, 'sldId id="257"', 'sldId id="256"')),
    Defect(
        "a layout number too low",
        "deck",
        "id-range",
        swap("ppt/slideMasters/slideMaster1.xml", r'(?<=<p:sldLayoutId id=")\d+', "5"),
    ),
    Defect(
        "a layout numbered like the master",
        "deck",
        "master-or-layout-id-twice",
        swap("ppt/slideMasters/slideMaster1.xml", r'(?<=<p:sldLayoutId id=")\d+', "2147483648"),
    ),
    Defect(
        "a slide that is not listed", "deck", "slide-not-listed", swap(PRESENTATION, r'<p:sldId id="257"[^>]*/>', "")
    ),
    Defect(
        "a section with a slide that is gone",
        "deck",
        "slide-id",
        swap(PRESENTATION, r"(?=</p:presentation>)", SECTIONS),
    ),
    Defect(
        "a shape number twice",
        "deck",
        "shape-id",
        lambda blob: edited(
            blob, SLIDE, r'(?<=<p:cNvPr id=")\d+', re.findall(r'<p:cNvPr id="(\d+)"', part_text(blob, SLIDE))[1]
        ),
    ),
)
CHARTS = (
    Defect("negative axis numbers", "deck", "chart-axis-id", negative_axes),
    Defect("a group on an axis that is gone", "deck", "chart-axis", swap(CHART, r'(?<=<c:axId val=")\d+', "77777")),
    Defect("an axis that crosses nothing", "deck", "chart-axis", swap(CHART, r'(?<=<c:crossAx val=")\d+', "77777")),
    Defect("more points than counted", "deck", "chart-cache", swap(CHART, r'(?<=<c:ptCount val=")\d+', "0")),
    Defect("fewer points than cells", "deck", "chart-cache", swap(CHART, r"(?<=<c:f>Sheet1!\$A\$2:\$A\$)\d+", "99")),
    Defect("a point twice", "deck", "chart-cache", swap(CHART, r'<c:pt idx="1"', '<c:pt idx="0"')),
    Defect(
        "a word as a value",
        "deck",
        "chart-value",
        swap(CHART, r"(?<=<c:v>)[\d.]+(?=</c:v></c:pt></c:numCache>)", "ten"),
    ),
    Defect("two series with one number", "deck", "chart-series", doubled_series),
    Defect(
        "a chart without its workbook",
        "deck",
        "chart-workbook",
        swap(CHART, r"<c:externalData .*?</c:externalData>", ""),
    ),
    Defect(
        "a workbook outside the file",
        "deck",
        "link-external",
        swap(CHART_RELATIONS, r'Target="[^"]*"', 'Target="file:///C:/plan.xlsx" TargetMode="External"'),
    ),
)
EMBEDDED = (
    Defect("a chart's workbook that is none", "embedded", "zip-broken", lambda blob: b"no workbook"),
    Defect(
        "a formula in a chart's workbook",
        "embedded",
        "workbook-formula",
        swap(SHEET, "(?=</sheetData>)", '<row r="90"><c r="A90"><f>1+1</f><v>2</v></c></row>'),
    ),
    Defect(
        "a link in a chart's workbook",
        "embedded",
        "workbook-link",
        swap(SHEET, "(?<=</sheetData>)", '<hyperlinks><hyperlink ref="A1" location="Sheet1!A1"/></hyperlinks>'),
    ),
    Defect(
        "another workbook that a chart's leads to",
        "embedded",
        "link-external",
        related("xl/_rels/workbook.xml.rels", "externalLink", "file:///C:/other.xlsx", mode=EXTERNAL),
    ),
    Defect(
        "a shared string that is not there",
        "embedded",
        "shared-string",
        swap(SHEET, "(?=</sheetData>)", '<row r="90"><c r="A90" t="s"><v>5</v></c></row>'),
    ),
    Defect(
        "a cell format that is not there",
        "embedded",
        "cell-style",
        swap(SHEET, "(?=</sheetData>)", '<row r="90"><c r="A90" s="44"><v>5</v></c></row>'),
    ),
    Defect("rows out of order", "embedded", "row-order", swap(SHEET, "(?=</sheetData>)", '<row r="1"/>')),
    Defect("cells out of order", "embedded", "cell-order", swap(SHEET, "(?=</row>)", '<c r="A1"><v>1</v></c>')),
    Defect(
        "a word as a number",
        "embedded",
        "cell-value",
        swap(SHEET, "(?=</sheetData>)", '<row r="90"><c r="A90"><v>ten</v></c></row>'),
    ),
)
WORKBOOK = (
    Defect(
        "a sheet name too long", "workbook", "sheet-name", swap(BOOK, r'(?<= name=")[^"]*(?=" sheetId="1")', "x" * 32)
    ),
    Defect(
        "a sheet name with a slash", "workbook", "sheet-name", swap(BOOK, r'(?<= name=")[^"]*(?=" sheetId="1")', "a/b")
    ),
    Defect(
        "a sheet name twice",
        "workbook",
        "sheet-twice",
        lambda blob: edited(
            blob,
            BOOK,
            r'(?<= name=")[^"]*(?=" sheetId="1")',
            re.findall(r'name="([^"]*)" sheetId', part_text(blob, BOOK))[1].upper(),
        ),
    ),
    Defect("no sheet to be seen", "workbook", "sheet-visible", hidden_sheets),
    Defect(
        "merged cells that overlap",
        "workbook",
        "merge",
        swap(
            TABLED_SHEET,
            r"(?<=</sheetData>)",
            '<mergeCells count="2"><mergeCell ref="AA1:AB2"/><mergeCell ref="AB2:AC3"/></mergeCells>',
        ),
    ),
    Defect(
        "a drop-down list too long",
        "workbook",
        "validation-list",
        swap(TABLED_SHEET, r'(?<=type="list"><formula1>)[^<]*', f'"{"x" * 256}"'),
    ),
    Defect("a table heading unlike its cell", "workbook", "table-headers", renamed_heading),
    Defect("a table heading twice", "workbook", "table-columns", same_columns),
    Defect(
        "a table too wide for its columns",
        "workbook",
        "table-columns",
        swap("xl/tables/table1.xml", r'(?<= ref=")[A-Z]+\d+:[A-Z]+', "A7:ZZ"),
    ),
    Defect(
        "a table name twice",
        "workbook",
        "table-name-twice",
        lambda blob: edited(
            blob,
            "xl/tables/table1.xml",
            r'(?<= displayName=")[^"]*',
            re.findall(r'displayName="([^"]*)"', part_text(blob, "xl/tables/table2.xml"))[0],
        ),
    ),
    Defect(
        "a name for a sheet that is gone",
        "workbook",
        "sheet",
        swap(BOOK, r'(?<=<definedName name="list_locales">)[^<]*', "Gone!$A$1"),
    ),
    Defect(
        "a name for cells that are gone",
        "workbook",
        "defined-name",
        swap(BOOK, r'(?<=<definedName name="list_locales">)[^<]*', "#REF!"),
    ),
    Defect(
        "a name twice",
        "workbook",
        "defined-name-twice",
        swap(BOOK, r'(?<=<definedName name=")list_yes_no', "list_locales"),
    ),
    Defect(
        "a name that is a cell", "workbook", "defined-name", swap(BOOK, r'(?<=<definedName name=")list_yes_no', "AB12")
    ),
    Defect("a formula that is broken", "workbook", "formula", swap(TABLED_SHEET, r"(?<=<f>)[^<]*(?=</f>)", "SUM(A1")),
    Defect(
        "a formula on a sheet that is gone",
        "workbook",
        "sheet",
        swap(TABLED_SHEET, r"(?<=<f>)[^<]*(?=</f>)", "Gone!A1"),
    ),
    Defect(
        "a conditional format that is gone",
        "workbook",
        "differential-style",
        swap(TABLED_SHEET, r'(?<= dxfId=")\d+', "999"),
    ),
    Defect("a font that is gone", "workbook", "font", swap(FORMATS, r'(?<= fontId=")\d+', "999")),
    Defect(
        "a number format that is gone", "workbook", "number-format", swap(FORMATS, r'(?<=<xf numFmtId=")\d+', "999")
    ),
    Defect(
        "merged cells before the data",
        "workbook",
        "element-order",
        swap(TABLED_SHEET, "(?=<sheetData>)", '<mergeCells count="1"><mergeCell ref="AA1:AB2"/></mergeCells>'),
    ),
)
DEFECTS = (*ZIP, *XML, *RELATIONS, *WORD, *SLIDES, *CHARTS, *EMBEDDED, *WORKBOOK)
SUFFIXES = {"plan": ".docx", "deck": ".pptx", "embedded": ".pptx", "workbook": ".xlsx"}


def broken(defect: Defect, sound: bytes) -> bytes:
    """The sound file with this defect; the file must have changed."""
    change = in_embedded(defect.broken) if defect.sample == "embedded" else defect.broken
    content = change(sound)
    assert content != sound, defect.name
    return content

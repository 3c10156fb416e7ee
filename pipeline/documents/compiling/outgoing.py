"""What a template for clients is freed of, so that nothing but its pages and its looks goes out."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec.structs import replace

from pipeline.documents.compiling.draft import nearest_ancestor, remove
from pipeline.documents.packaging.package import XML_DECLARATION, Part, packed
from pipeline.documents.templates.grammars import tag, tags

# The only kinds of relationships that a client's file may have; what is led to in another way is refused.
KNOWN_KINDS = frozenset(
    (
        *("chart", "chartColorStyle", "chartStyle", "hyperlink", "image", "package", "theme", "themeOverride"),
        *("endnotes", "fontTable", "footer", "footnotes", "header", "numbering", "settings", "styles", "webSettings"),
        *("stylesWithEffects", "diagramColors", "diagramData", "diagramDrawing", "diagramLayout", "diagramQuickStyle"),
        *("notesMaster", "presProps", "slide", "slideLayout", "slideMaster", "tableStyles", "viewProps"),
    )
)

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VIEWS = {  # how the author last looked at the file: written new, with nothing in it
    "presProps+xml": f'<p:presentationPr xmlns:p="{_P}"/>',
    "viewProps+xml": f'<p:viewPr xmlns:p="{_P}"/>',
    "webSettings+xml": f'<w:webSettings xmlns:w="{_W}"/>',
}
_DROPPED = (
    tags("p", "custDataLst", "custShowLst", "embeddedFontLst", "modifyVerifier", "photoAlbum", "smartTags", "controls")
    | tags("w", "docVars", "rsids", "attachedTemplate", "mailMerge", "documentProtection", "writeProtection")
    | tags("w", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "tag", "saveSubsetFonts", "savedXml")
    | tags("w", "hdrShapeDefaults", "shapeDefaults", "activeWritingStyle", "nsid", "tmpl", "rsid")
    | tags("w", "dataBinding", "placeholder", "statusText", "helpText", "entryMacro", "exitMacro")
)
# What every Office since 2010 and LibreOffice understand, so that what stands there for older programs goes unseen.
_UNDERSTOOD = frozenset(("a14", "a16", "p14", "p15", "w14", "w15", "wp14", "wpc", "wpg", "wpi", "wps"))
_EXTENSIONS = tags("a", "ext") | tags("p", "ext")
_SHOWN_EXTENSIONS = frozenset(
    (
        "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",  # the drawing of a picture that is one in SVG
        "{28A0092B-C50C-407E-A947-70E740481C1C}",  # its resolution
        "{C183D7F6-B498-43B3-948B-1728B52AA6E4}",  # a shape that is for decoration only
        "{A12FA001-AC4F-418D-AE19-62706E023703}",  # the colour of a link
        "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}",  # the sections of a presentation
        "{C3380CC4-5D6E-409C-BE32-E72D297353CC}",  # the number of a series in a chart
        "{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}",  # the number of a row of a table
        "{9D8B030D-6E8A-4147-A177-3AD203B41FA5}",  # the number of a column of a table
    )
)
_LABELS = ("descr", "name", "title")
_LOCAL = re.compile(r"^\s*(?:[A-Za-z]:[\\/]|\\\\|file:|/(?:Users|home|Volumes|mnt|tmp)/)", re.IGNORECASE)
_LOCAL_IN_A_FIELD = re.compile(r"(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\\w|file:", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"))
_JPEG_SCAN, _JPEG_COMMENT = 0xDA, 0xFE
_JPEG_KEPT = (0xE0, 0xEE)  # how the picture is coded: JFIF and Adobe's colours


def without_the_unseen(root: Any) -> None:
    """Take out of a tree what nobody reads on the page: notes to oneself, hidden text and shapes, names of files."""
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction, *_DROPPED)):
        if element.getparent() is not None:
            remove(element)
    for element in list(root.iter(*_EXTENSIONS)):
        if element.get("uri") and element.get("uri").upper() not in _SHOWN_EXTENSIONS:  # else it is a shape's extent
            remove(element)
    for choice in list(root.iter(f"{{{_MC}}}Choice")):
        spare = choice.getnext()
        if set(choice.get("Requires", "").split()) <= _UNDERSTOOD and spare is not None:
            remove(spare)
    for hidden in list(root.iter(tag("w:vanish"))):
        run = nearest_ancestor(hidden, tag("w:r"))
        if run is not None and hidden.get(tag("w:val"), "1") not in ("0", "false"):
            remove(run)
    for label in root.iter(etree.Element):
        for key in _LABELS:
            if _LOCAL.match(label.get(key, "")):
                label.set(key, "")


def path_in_a_field(root: Any) -> str:
    """The instruction of a field of Word that leads to a file of somebody's computer, or ""."""
    written = [simple.get(tag("w:instr"), "") for simple in root.iter(tag("w:fldSimple"))]
    written += ["".join(one.itertext(tag("w:instrText"))) for one in root.iter(tag("w:p"))]
    return next((one.strip() for one in written if _LOCAL_IN_A_FIELD.search(one)), "")


def without_hidden_shapes(root: Any) -> None:
    """Take the shapes that are switched off out of a layout or a master."""
    for label in list(root.iter(tag("p:cNvPr"))):
        shape = label.getparent().getparent()
        if label.get("hidden") in ("1", "true") and shape.getparent() is not None:
            remove(shape)


def outgoing(name: str, part: Part) -> Part:
    """A part of a template that is copied, as it may go out."""
    view = next((xml for ending, xml in _VIEWS.items() if part.content_type.endswith(ending)), "")
    if view:
        return replace(part, member=packed(name, f"{XML_DECLARATION}{view}".encode()), relations=())
    if part.content_type.endswith("xml"):
        return _outgoing_xml(name, part)
    return replace(part, member=packed(name, pixels_only(part.member.data)), relations=())


def _outgoing_xml(name: str, part: Part) -> Part:
    root = etree.fromstring(part.member.data, etree.XMLParser(resolve_entities=False, no_network=True))
    without_the_unseen(root)
    without_hidden_shapes(root)
    for kept in root.xpath("//*[local-name()='metadata' and namespace-uri()='http://www.w3.org/2000/svg']"):
        remove(kept)
    written = etree.tostring(root, encoding="UTF-8", standalone=True)
    return replace(part, member=packed(name, written))


def pixels_only(data: bytes) -> bytes:
    """A PNG or JPEG without what it tells beside its pixels, other bytes as they are."""
    if data.startswith(_PNG):
        return _PNG + b"".join(chunk for kind, chunk in _png_chunks(data) if kind in _PIXELS)
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_jpeg_pieces(data))
    return data


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + struct.unpack_from(">I", data, at)[0]
        yield data[at + 4 : at + 8], data[at:end]
        if data[at + 4 : at + 8] == b"IEND":
            return
        at = end


def _jpeg_pieces(data: bytes) -> Iterator[bytes]:
    """The segments of a JPEG that its pixels need, to its end mark and not beyond."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if kind == _JPEG_SCAN:
            end = data.rfind(b"\xff\xd9")
            yield data[at : end + 2] if end >= 0 else data[at:]
            return
        if kind != _JPEG_COMMENT and (not 0xE0 <= kind <= 0xEF or kind in _JPEG_KEPT):
            yield data[at : at + 2 + length]
        at += 2 + length

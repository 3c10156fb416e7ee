"""The palette and the typefaces of the default templates, written into the theme of a Word or PowerPoint file."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.workbook.style import BODY_FONT, HEADING_FONT, PALETTE

_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
# What Office sets the scripts in that the two typefaces lack.
SCRIPT_FONTS = {
    "Jpan": "Yu Gothic",
    "Hang": "Malgun Gothic",
    "Hans": "Microsoft YaHei",
    "Hant": "Microsoft JhengHei",
    "Arab": "Arial",
    "Hebr": "Arial",
    "Thai": "Tahoma",
}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def set_theme(
    document: Any,
    colours: Mapping[str, str] = PALETTE,
    heading_font: str = HEADING_FONT,
    body_font: str = BODY_FONT,
    name: str = "Keyplan",
) -> None:
    """Give every theme of a python-docx document or a python-pptx presentation these colours and fonts, and no effects.

    `colours` maps the twelve theme slots to six hexadecimal digits. ValueError if the file has no theme.
    """
    themes = [part for part in document.part.package.iter_parts() if part.content_type == _THEME]
    if not themes:
        raise ValueError("The file has no theme: begin with one that Word or PowerPoint saved.")
    for part in themes:
        root = etree.fromstring(part.blob)
        root.set("name", name)
        elements = root.find(f"{_A}themeElements")
        _set_colours(elements.find(f"{_A}clrScheme"), colours, name)
        _set_fonts(elements.find(f"{_A}fontScheme"), heading_font, body_font, name)
        _empty_effects(elements.find(f"{_A}fmtScheme"))
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_colours(scheme: Any, colours: Mapping[str, str], name: str) -> None:
    scheme.set("name", name)
    for child in list(scheme):
        scheme.remove(child)
    for slot in PALETTE:
        etree.SubElement(etree.SubElement(scheme, _A + slot), f"{_A}srgbClr", val=colours[slot])


def _set_fonts(scheme: Any, heading_font: str, body_font: str, name: str) -> None:
    scheme.set("name", name)
    for tag, typeface in (("majorFont", heading_font), ("minorFont", body_font)):
        fonts = scheme.find(_A + tag)
        for child in list(fonts):
            fonts.remove(child)
        for script, face in (("latin", typeface), ("ea", ""), ("cs", "")):
            etree.SubElement(fonts, _A + script, typeface=face)
        for script, face in SCRIPT_FONTS.items():
            etree.SubElement(fonts, f"{_A}font", script=script, typeface=face)


def _empty_effects(scheme: Any) -> None:
    for style in scheme.find(f"{_A}effectStyleLst"):
        for child in list(style):
            style.remove(child)
        etree.SubElement(style, f"{_A}effectLst")

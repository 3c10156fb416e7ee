"""The committed account plan is what its script writes, and what it must be as a Word file."""

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest

from output_templates.authoring.account_plan import DESIGNS, TARGET, account_plan
from output_templates.authoring.plan_pages import LABELS, SECTIONS
from pipeline.run.templates import compile_templates

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOUNDING_LABELS = (
    "Customer",
    "Corporate Office Address",
    "Telephone",
    "Fax",
    "Web Site",
    "Date prepared",
    "Plan Period",
    "Prepared by",
    "Key Account Team",
    "Key Account Team Review Frequency",
    "Key Account Team Actual Review Dates",
)


@pytest.fixture(scope="module")
def template() -> bytes:
    return account_plan()


def part(template: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        return package.read(name).decode()


def test_committed_file_is_what_the_script_writes(template):
    assert TARGET.read_bytes() == template


def test_template_compiles_and_names_only_fields_there_are():
    templates, problems = compile_templates((TARGET,))

    assert problems == ()
    assert [template.name for template in templates] == ["internal/account_plan.docx"]


def test_a_share_is_written_as_the_locale_does_not_as_the_template(template):
    words = re.sub(r"<[^>]*>", "", re.sub(r"{{.*?}}|{%.*?%}", "", part(template, "word/document.xml")))

    assert re.findall(r"\d+ ?%", words) == []


def test_every_chart_is_a_native_one_bound_to_the_data(template):
    document = part(template, "word/document.xml")

    assert len(DESIGNS) >= 4
    assert document.count("<c:chart ") == len(DESIGNS)
    for name in DESIGNS:
        assert re.search(rf'descr="chart:{re.escape(name)}[ "]', document)


def test_cover_has_the_founding_labels_in_their_order():
    assert tuple(label for label, _ in LABELS) == FOUNDING_LABELS


def test_every_section_has_a_heading_and_an_entry_on_the_contents_page(template):
    document = part(template, "word/document.xml")

    for key, name, _ in SECTIONS:
        assert f'w:name="_Toc{key}"' in document
        assert f"PAGEREF _Toc{key} " in document
        assert document.count(name) >= 2
    headings = [
        paragraph
        for paragraph in ElementTree.fromstring(document).iter(f"{W}p")
        if any(style.get(f"{W}val") == "Heading1" for style in paragraph.iter(f"{W}pStyle"))
    ]
    assert len(headings) == len(SECTIONS) + 1


def test_no_row_breaks_across_pages_and_heads_are_repeated(template):
    root = ElementTree.fromstring(part(template, "word/document.xml"))
    rows = list(root.iter(f"{W}tr"))

    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(heads) > 20


def test_every_style_that_is_used_is_defined(template):
    styles = set(re.findall(r'w:styleId="([^"]+)"', part(template, "word/styles.xml")))
    parts = ("document", "header1", "header2", "footer1", "footer2")
    used = set()
    for name in parts:
        xml = part(template, f"word/{name}.xml")
        used |= set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', xml))

    assert used <= styles
    assert styles - used <= {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Heading2", "TableSmallNumber"}


def test_styles_name_no_colour_and_no_font_but_those_of_the_theme(template):
    styles = part(template, "word/styles.xml")

    for colour in re.findall(r"<w:color [^>]*>", styles):
        assert "w:themeColor=" in colour
    for fill in re.findall(r"<w:shd [^>]*>", styles):
        assert "w:themeFill=" in fill
    for fonts in re.findall(r"<w:rFonts [^>]*>", styles):
        assert "Theme=" in fonts
        assert "w:ascii=" not in fonts


def test_word_internal_stands_on_every_page(template):
    """On the cover in its footer, inside in the header."""
    assert "Internal" in part(template, "word/footer2.xml")
    assert "Internal" in part(template, "word/header1.xml")


def test_ids_of_bookmarks_and_pictures_are_unique(template):
    document = part(template, "word/document.xml")

    for found in (
        re.findall(r'<w:bookmarkStart w:id="(\d+)"', document),
        re.findall(r'<wp:docPr id="(\d+)"', document),
    ):
        assert [identity for identity, count in Counter(found).items() if count > 1] == []


def test_fields_are_worked_out_when_the_plan_is_opened(template):
    assert '<w:updateFields w:val="true"/>' in part(template, "word/settings.xml")

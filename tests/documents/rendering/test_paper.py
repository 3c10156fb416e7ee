"""Documents of countries that print on Letter have Letter pages with the text as wide as on A4; all others stay A4."""

import io

import pytest
from docx import Document as WordFile

from output_templates.authoring.account_plan import TARGET
from pipeline.documents.rendering.paper import A4, LETTER, on_letter
from pipeline.model.account import KeyAccount
from pipeline.views.context import paper
from tests.authoring.word_files import for_the_team
from tests.builders import a_filled_account, an_account_form


def plan_of(locale: str) -> bytes:
    filled = a_filled_account()
    account = KeyAccount(**{**dict(filled), "account": an_account_form(locale=locale)})
    return for_the_team(TARGET, account)


@pytest.mark.parametrize(
    ("locale", "kind"),
    [("en-US", "letter"), ("en-CA", "letter"), ("es-MX", "letter"), ("en-GB", "a4"), ("de-DE", "a4"), ("ja-JP", "a4")],
)
def test_the_country_decides(locale: str, kind: str):
    assert paper(locale) == kind


def test_every_page_of_an_american_plan_is_letter_with_the_same_text_width():
    widths = {}
    for locale, size in (("en-US", LETTER), ("en-GB", A4)):
        sections = WordFile(io.BytesIO(plan_of(locale))).sections
        assert len(sections) == 2
        for section in sections:
            assert (round(section.page_width.twips), round(section.page_height.twips)) == size
        widths[locale] = {one.page_width - one.left_margin - one.right_margin for one in sections}
    assert widths["en-US"] == widths["en-GB"]


def test_the_band_of_the_cover_reaches_both_edges_of_a_letter_page():
    document = WordFile(io.BytesIO(plan_of("en-US")))
    band = document.tables[0]._tbl
    start = int(band.tblPr.find(f"{{{band.nsmap['w']}}}tblInd").get(f"{{{band.nsmap['w']}}}w"))
    columns = [int(column.w.twips) for column in band.tblGrid.gridCol_lst]

    assert document.sections[0].left_margin.twips + start == pytest.approx(0, abs=2)
    assert sum(columns) == pytest.approx(LETTER[0], abs=2)


def section(size: str, margin: int = 100) -> str:
    return f'<w:sectPr><w:pgSz {size}/><w:pgMar w:left="{margin}" w:right="{margin}"/></w:sectPr>'


A4_PAGE, LETTER_PAGE = (f'w:w="{width}" w:h="{height}"' for width, height in (A4, LETTER))


def test_a_landscape_page_and_another_paper_stay_as_they_are_also_beside_one_that_changes():
    for size in ('w:w="16838" w:h="11906"', 'w:w="8391" w:h="11906"', LETTER_PAGE):
        found = on_letter(section(A4_PAGE) + section(size))
        assert found == section(LETTER_PAGE, 100 + (LETTER[0] - A4[0]) // 2) + section(size)


def test_a_bleeding_table_that_holds_another_stays_as_it_is_and_the_next_one_does_not():
    bleeding = '<w:tblPr><w:tblW w:w="11905"/><w:tblInd w:w="-1247"/></w:tblPr>'
    nested = f"<w:tbl>{bleeding}<w:tbl><w:tblPr/></w:tbl></w:tbl>"

    found = on_letter(f"{nested}<w:p/><w:tbl>{bleeding}</w:tbl>")

    assert found.startswith(f"{nested}<w:p/>")
    assert '<w:tblInd w:w="-1414"/>' in found

"""The layouts of the default deck: plainly named, on the grid, in the theme, ready for slides that people add."""

import io
import re
from itertools import combinations
from typing import Any

import pytest
from pptx import Presentation

from output_templates.authoring.deck_master import STYLE
from output_templates.authoring.quarterly_review import TARGET
from pipeline.documents.packaging.package import read_package
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, SAMPLES

NAMES = ["Title", "Section", "Statement", "Table", "Chart and reading", "Two columns", "Appendix"]
ON_GRID = {0.417, 0.667, 1.688, 2.708, 3.729, 4.750, 5.771, 6.792, 7.813, 8.583, 8.833, 9.854, 10.875, 11.896}
PARTS = read_package(TARGET.read_bytes())


def layouts() -> list[Any]:
    return list(Presentation(io.BytesIO(TARGET.read_bytes())).slide_layouts)


def test_the_layouts_are_named_plainly_and_in_order():
    assert [layout.name for layout in layouts()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_placeholders_stand_on_the_grid_apart_from_each_other_and_inside_the_slide(name):
    (layout,) = (one for one in layouts() if one.name == name)
    boxes = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in layout.placeholders]

    assert boxes
    for left, top, right, bottom in boxes:
        assert round(left / 914_400, 3) in ON_GRID
        assert top >= 0
        assert right <= 12_192_000
        assert bottom <= 6_858_000
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_new_slide_has_prompts_of_at_least_twelve_points_in_the_fonts_and_colours_of_the_theme(name):
    (layout,) = (one for one in layouts() if one.name == name)
    xml = layout._element.xml

    assert all(int(size) >= 1200 for size in re.findall(r'\bsz="(\d+)"', xml))
    assert set(re.findall(r'typeface="([^"]*)"', xml)) <= {"+mj-lt", "+mn-lt", "Arial"}
    assert "srgbClr" not in xml
    assert all(holder.text_frame.text for holder in layout.placeholders)
    assert len({holder.placeholder_format.idx for holder in layout.placeholders}) == len(list(layout.placeholders))


def test_the_first_level_has_no_margin_of_its_own_which_would_cost_cells_their_tabs():
    masters = [part.member.data.decode() for name, part in PARTS.items() if "/slideMasters/" in name]

    assert masters
    assert not [found for xml in masters for found in re.findall("<a:lvl1pPr[^>]*>", xml) if "marL" in found]


def test_tables_that_people_insert_look_like_the_decks_own():
    styles = PARTS["ppt/tableStyles.xml"].member.data.decode()

    assert f'def="{STYLE}"' in styles
    assert f'styleId="{STYLE}"' in styles


def test_the_slides_use_the_layouts_that_fit_and_the_others_leave_the_clients_file():
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", shipped_standards()).account
    made = documents(account, shipped_standards(), read_templates(PROJECT / "output_templates"), Review(PERIOD, AS_OF))
    (deck,) = (one.content for one in made if one.template.endswith(".pptx"))
    presentation = Presentation(io.BytesIO(deck))
    used = [slide.slide_layout.name for slide in presentation.slides]

    assert set(used) == {"Title", "Table", "Chart and reading", "Two columns", "Appendix"}
    assert [layout.name for layout in presentation.slide_layouts] == [name for name in NAMES if name in used]
    assert sum("/slideLayouts/slideLayout" in name for name in read_package(deck)) == len(set(used))

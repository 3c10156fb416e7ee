"""The committed review deck: it is what its script writes, and it keeps what its looks promise."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from output_templates.authoring.brand import bar_motif_png, logo_png
from output_templates.authoring.quarterly_review import TARGET, quarterly_review
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.figures.pictures import read_picture
from pipeline.documents.packaging.package import read_package
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import lint
from pipeline.model.account import all_columns
from pipeline.problems import Problem
from pipeline.views.context import client_view, computed_names
from pipeline.views.pictures import picture_names
from tests.authoring.deck_files import slides_of, the_deck
from tests.builders import (
    a_business_item,
    a_decision,
    a_member,
    a_revenue,
    a_review,
    a_stakeholder,
    an_account,
    an_account_form,
    day,
)
from tests.commands import ACCOUNTS
from tests.views.decks import a_goal, a_shared_action, a_shared_delivery, a_shared_kpi, given

TEMPLATE = compile_template(TARGET.read_bytes(), TARGET.name, "client")


def a_full_account(goals: int = 4, actions: int = 9) -> Any:
    """An account that fills every slide."""
    return an_account(
        account=an_account_form(executive_summary="Result: one goal is met.\nMiss: one goal is off track."),
        team=[a_member(), a_member(name="Maren Holt", organisation="client", executive_sponsor=True)],
        stakeholders=[a_stakeholder(attends_review=True)],
        objectives=[
            a_goal(number, "5" if number > 1 else "1", outcome="Calm lines", solution="Sensors", assumption="It works")
            for number in range(1, goals + 1)
        ],
        actions=[a_shared_action(number, due=day("2026-11-01")) for number in range(1, actions + 1)],
        kpis=[
            *(a_shared_kpi(period, actual) for period, actual in (("2026-Q1", "4"), ("2026-Q2", "3"))),
            *(
                a_shared_kpi(period, actual, kpi="Cost saved", measures="value", unit="EUR thousand")
                for period, actual in (("2026-Q2", "90"), ("2026-Q3", "120"))
            ),
        ],
        delivery=[
            a_shared_delivery(value="210", unit="t", source="Ledger", topic="Cost"),
            a_shared_delivery(kind="issue", topic="Stops", text="They rose", change="New film"),
        ],
        decisions=[a_decision(share=True)],
        reviews=[a_review(place="Bergen", minutes=60, purpose="Agree the plan")],
    )


def rendered(account: Any) -> tuple[Any, list[Problem]]:
    """The finished deck as python-pptx opens it, and what did not fit."""
    overflows: list[Problem] = []
    blob = render(TEMPLATE, client_view(*given(account)), overflows)
    return Presentation(io.BytesIO(blob)), overflows


def texts(slide: Any) -> list[str]:
    """Every paragraph of a slide."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found += [paragraph.text for paragraph in shape.text_frame.paragraphs]
        elif shape.has_table:
            found += [line for row in shape.table.rows for cell in row.cells for line in cell.text.split("\n")]
    return [text for text in found if text]


def kickers(presentation: Any) -> list[str]:
    return [texts(slide)[0] for slide in list(presentation.slides)[1:]]


def test_the_committed_file_is_what_the_script_writes():
    committed, written = read_package(TARGET.read_bytes()), read_package(quarterly_review())

    assert committed.keys() == written.keys()
    differing = [name for name in committed if committed[name].member.data != written[name].member.data]
    assert differing == [], "run: python -m output_templates.authoring.quarterly_review"


def test_the_template_uses_names_of_the_client_only():
    allowed = {column.path for column in all_columns() if column.audience == "client"}
    allowed |= {field.path for field in (*computed_names("client"), *picture_names("client"))}

    assert [
        str(problem) for problem in lint(TEMPLATE.name, TEMPLATE.names, frozenset(allowed), frozenset(allowed))
    ] == []


def test_an_account_with_everything_has_every_slide_and_four_charts():
    deck, overflows = rendered(a_full_account())

    assert kickers(deck) == [
        "Purpose and people",
        "Executive summary",
        "Your goals",
        "Scorecard",
        "Value delivered",
        "What we learned",
        "Joint plan next quarter",
        "Ideas and roadmap",
        "Decisions and next steps",
        "Appendix: sources and method",
    ]
    charts = [shape.name for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts == ["Way to target", "Value delivered", "Furthest behind", "Roadmap"]
    assert overflows == []


@pytest.mark.parametrize("logo", [None, (1200, 300), (300, 300), (300, 1200)])
def test_the_first_slide_shows_the_clients_logo_or_its_name_never_both_and_never_an_empty_frame(logo):
    view = client_view(*given(a_full_account()))
    if logo:
        file = io.BytesIO()
        Image.new("RGB", logo, "navy").save(file, "PNG")
        picture = read_picture("client_logo.png", file.getvalue())
        view["pictures"]["client_logo"] = {"picture": picture, "name": "client_logo", "alt": "Logo of Contoso"}
    slide = Presentation(io.BytesIO(render(TEMPLATE, view))).slides[0]
    corner = [shape for shape in slide.shapes if shape.top > 5_800_000 and shape.left > 8_000_000]

    assert [shape.name for shape in corner] == (["Client's logo"] if logo else ["Client"])
    if logo:
        (shape,) = corner
        assert shape.width / shape.height == pytest.approx(logo[0] / logo[1], rel=0.01)
        assert shape.left + shape.width == pytest.approx((0.667 + 12) * 914_400, abs=2000)
        assert shape.width <= 2.813 * 914_400 + 1
        assert shape.height <= 0.58 * 914_400 + 1
    else:
        assert corner[0].text_frame.text == view["account"]["name"]


def test_an_account_with_nothing_has_the_slides_that_never_go_and_no_empty_shape():
    deck, overflows = rendered(an_account())

    assert kickers(deck) == ["Purpose and people", "Decisions and next steps"]
    assert [
        shape.name
        for slide in deck.slides
        for shape in slide.shapes
        if shape.is_placeholder and not shape.has_text_frame
    ] == []
    assert not any("Band" in shape.name for slide in deck.slides for shape in slide.shapes)
    assert "No decision is open today." in texts(deck.slides[2])
    assert overflows == []


def test_one_of_everything_is_enough():
    deck, overflows = rendered(a_full_account(goals=1, actions=1))

    assert len(deck.slides) == 11
    assert overflows == []


def test_the_appendix_holds_the_plan_in_time_further_measures_and_what_was_bought():
    periods = (("2026-Q1", "4"), ("2026-Q2", "3"), ("2026-Q3", "6"))
    account = an_account(
        objectives=[a_goal(1, "5")],
        actions=[a_shared_action(number, start=day("2026-09-01"), due=day("2026-11-01")) for number in range(3)],
        kpis=[a_shared_kpi(period, actual, kpi=kpi) for kpi in ("Lids", "Trucks") for period, actual in periods],
        revenue=[a_revenue(included_in_deck=True, period=period) for period, _ in periods],
    )
    deck, overflows = rendered(account)
    charts = [shape.name for slide in list(deck.slides)[-4:] for shape in slide.shapes if shape.has_chart]

    assert kickers(deck)[-4:] == [
        "Appendix: plan in time",
        "Appendix: further measures",
        "Appendix: what you bought",
        "Appendix: sources and method",
    ]
    assert charts == ["Timeline", "Course of the first", "Course of the second", "What you bought over time"]
    assert overflows == []


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_review_of_a_sample_has_twelve_slides_before_its_appendix(name):
    slides = slides_of(the_deck(name)[0])

    assert [texts(slide)[0] for slide in slides[:13] if "Appendix" in texts(slide)[0]] == [texts(slides[12])[0]]


def test_up_to_four_changes_stand_beside_each_other_and_more_in_a_list():
    def tables(count: int) -> list[str]:
        rows = [a_business_item(share=True, text=f"Change {number}") for number in range(count)]
        slides = rendered(an_account(business=rows))[0].slides
        return [
            shape.name
            for slide in slides
            if texts(slide)[0].startswith("What changes")
            for shape in slide.shapes
            if shape.has_table and shape.name != "Band"
        ]

    assert [tables(count) for count in (1, 3, 4, 5)] == [
        ["Up to 3 changes"],
        ["Up to 3 changes"],
        ["Up to 4 changes"],
        ["Changes"],
    ]


def test_more_goals_than_one_slide_holds_go_on_with_a_chart_of_their_own():
    deck, _ = rendered(a_full_account(goals=9))
    names = kickers(deck)

    assert [name for name in names if name.startswith(("Your goals", "Scorecard"))] == [
        "Your goals (1/2)",
        "Your goals (2/2)",
        "Scorecard (1/2)",
        "Scorecard (2/2)",
    ]
    charts = [shape.name for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts[:2] == ["Way to target"] * 2


def test_the_plan_says_which_actions_follow():
    deck, _ = rendered(a_full_account(actions=12))

    assert "Actions 7 to 12 follow on the next page." in texts(deck.slides[7])
    assert not any("follow" in text and "next page" in text for text in texts(deck.slides[8]))


def test_bars_of_the_scorecard_stand_on_its_rows():
    slide = rendered(a_full_account(goals=5))[0].slides[4]
    table = next(shape for shape in slide.shapes if shape.has_table and shape.name == "Scorecard")
    chart = next(shape for shape in slide.shapes if shape.has_chart)
    heights = [row.height for row in table.table.rows]

    assert chart.top == table.top + heights[0]
    assert chart.height == pytest.approx(sum(heights[1:6]), abs=1000)
    assert table.height == sum(heights)


def test_each_slide_has_a_title_first_after_its_kicker_and_its_number_last():
    for slide in list(rendered(a_full_account())[0].slides)[1:]:
        names = [shape.name for shape in slide.shapes]
        assert names[:2] == ["Kicker", "Title"]
        assert names[-2:] == ["Footer", "Page number"]
        assert slide.shapes.title.text


def test_every_chart_and_picture_has_an_alternative_text():
    deck, _ = rendered(a_full_account())
    owners = [*deck.slides, *deck.slide_layouts]
    labels = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for owner in owners
        for shape in owner.shapes
        if getattr(shape, "has_chart", False) or shape._element.tag.endswith("}pic")
    ]

    assert len(labels) == 4 + len(list(deck.slide_layouts))
    assert all(labels)
    assert "Lindholt" in labels


def test_colours_and_fonts_are_those_of_the_theme():
    parts = {
        name: part.member.data.decode() for name, part in read_package(TARGET.read_bytes()).items() if "slide" in name
    }
    faces = {face for text in parts.values() for face in re.findall(r'<a:latin typeface="([^"]*)"', text)}

    assert not [name for name, text in parts.items() if "srgbClr" in text]
    assert faces == {"+mn-lt", "+mj-lt", "Arial"}


def test_no_text_is_smaller_than_twelve_points():
    slides = [part.member.data.decode() for name, part in read_package(TARGET.read_bytes()).items() if "slide" in name]

    assert min(int(size) for text in slides for size in re.findall(r'\bsz="(\d+)"', text)) == 1200


def test_the_file_holds_nothing_that_no_slide_can_use():
    names = read_package(TARGET.read_bytes())

    assert not [name for name in names if "printerSettings" in name or "thumbnail" in name or "customXml" in name]
    assert sum(name.startswith("ppt/media/") for name in names) == 2  # our logo, and the stand-in for the client's


def test_pictures_of_the_brand_are_the_same_each_time():
    assert logo_png(300) == logo_png(300)
    assert bar_motif_png(120) == bar_motif_png(120)

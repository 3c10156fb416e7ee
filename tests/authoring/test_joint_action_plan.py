"""The committed joint action plan: it is what its script writes, and what a client is asked to sign stands whole."""

import re

from output_templates.authoring.joint_action_plan import COPIES, FOLDER, joint_action_plan
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.templates.lint import lint
from pipeline.model.account import all_columns
from pipeline.views.context import computed_names
from tests.authoring.word_files import W, body, for_the_client, pages, paragraphs, text
from tests.builders import a_member, a_review, an_account, an_account_form, an_agreement
from tests.views.decks import a_goal, a_shared_action

SECTIONS = [
    "What we want to achieve",
    "What we do for it",
    "How we work with the plan",
    "What is agreed",
    "Signed for both sides",
]

TARGET = FOLDER / "joint_action_plan.docx"


def a_full_account(goals: int = 4, actions: int = 9):
    """An account that fills every section."""
    return an_account(
        account=an_account_form(vision="Packs that run", plan_format="Two pages", sharing_channel="Portal"),
        team=[
            a_member(),
            a_member(name="Maren Holt", role="COO", organisation="client", executive_sponsor=True),
        ],
        objectives=[a_goal(number, "5", outcome="Calm lines") for number in range(1, goals + 1)],
        actions=[a_shared_action(number, objective="O1") for number in range(1, actions + 1)],
        reviews=[a_review(place="Bergen")],
        agreement=[an_agreement(), an_agreement(item="Due dates", agreed=False)],
    )


def test_the_committed_files_are_what_the_script_writes():
    assert len(COPIES) == 2
    for target, texts in COPIES.items():
        assert target.read_bytes() == joint_action_plan(texts)


def test_the_template_uses_names_of_the_client_only():
    allowed = {column.path for column in all_columns() if column.audience == "client"}
    allowed |= {field.path for field in computed_names("client")}
    template = compile_template(TARGET.read_bytes(), TARGET.name, "client")

    assert [
        str(problem) for problem in lint(template.name, template.names, frozenset(allowed), frozenset(allowed))
    ] == []


def test_an_account_with_everything_has_every_section_in_its_order():
    made = for_the_client(TARGET, a_full_account())

    assert paragraphs(made, "Heading1") == ["Joint action plan"]
    assert paragraphs(made, "Heading2") == SECTIONS
    words = text(body(made))
    for expected in ("Calm lines", "Goal 4", "Step 9", "14 Oct 2026, Bergen", "Portal", "Due dates", "Maren Holt"):
        assert expected in words


def test_sections_without_rows_leave_no_heading_and_no_table_behind():
    made = for_the_client(TARGET, an_account())

    assert paragraphs(made, "Heading2") == ["How we work with the plan", "Signed for both sides"]
    assert len(list(body(made).iter(f"{W}tbl"))) == 3
    assert "Name and title" in text(body(made))


def test_no_row_breaks_across_pages_and_heads_of_lists_are_repeated():
    rows = list(body(for_the_client(TARGET, a_full_account())).iter(f"{W}tr"))

    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 3


def test_the_agreement_and_the_place_to_sign_stay_on_one_page():
    """From the heading of the agreement to the last line, each paragraph keeps with the next."""
    everything = list(body(for_the_client(TARGET, a_full_account())).iter(f"{W}p"))
    start = next(at for at, paragraph in enumerate(everything) if text(paragraph) == "What is agreed")

    assert text(everything[start]) == "What is agreed"
    styles_that_keep = ("Heading2", "TableHead", "TableHeadNumber")
    for paragraph in everything[start:-1]:
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        assert paragraph.find(f"{W}pPr/{W}keepNext") is not None or style in styles_that_keep, text(paragraph)


def test_it_is_as_short_as_what_is_agreed(tmp_path):
    found = pages(
        tmp_path,
        empty=for_the_client(TARGET, an_account()),
        small=for_the_client(TARGET, a_full_account(goals=1, actions=2)),
        ordinary=for_the_client(TARGET, a_full_account(goals=6, actions=11)),
        huge=for_the_client(TARGET, a_full_account(goals=30, actions=200)),
    )

    assert (found["empty"], found["small"]) == (1, 2)
    assert found["ordinary"] in (2, 3)
    assert 9 < found["huge"] < 25


def test_what_somebody_types_is_text_and_no_tag():
    made = for_the_client(TARGET, an_account(objectives=[a_goal(1, "5", title="A & B <C> {{ x }}")]))

    assert "A & B <C> {{ x }}" in text(body(made))
    assert re.search(r"\{%", text(body(made))) is None

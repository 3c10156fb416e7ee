"""The committed one-page plan is what its script writes, and it is one page whatever the account holds."""

from output_templates.authoring.one_page_plan import TARGET, one_page_plan
from output_templates.authoring.plan_pages import cover, set_pages
from output_templates.authoring.plan_position import summary
from output_templates.authoring.word_blocks import document_bytes, new_document, write_body
from pipeline.run.templates import compile_templates
from tests.authoring.word_files import body, for_the_team, pages, paragraphs, text
from tests.builders import (
    a_decision,
    a_filled_account,
    a_force,
    an_account,
    an_account_form,
    an_objective,
    day,
)

LONG = "a very long text that nobody cut " * 60


def an_endless_account(size: int = len(LONG)):
    """Every text of the page so many characters long, 1,980 unless told, and more rows than it shows."""
    text = LONG[:size]
    return a_filled_account(
        account=an_account_form(vision=text),
        objectives=[
            an_objective(id=f"O{number}", title=text, kpi=text, unit=text, owner=text, due=day("2027-06-30"))
            for number in range(1, 9)
        ],
        decisions=[a_decision(decision=text, reason=text, who_decides=text) for _ in range(8)],
        forces=[a_force(change=text, force=text)],
    )


def test_the_committed_file_is_what_the_script_writes():
    assert TARGET.read_bytes() == one_page_plan()


def test_the_template_names_only_fields_there_are():
    templates, problems = compile_templates((TARGET,))

    assert problems == ()
    assert [template.name for template in templates] == ["internal/one_page_plan.docx"]


def test_it_is_one_page_for_an_empty_an_ordinary_and_an_endless_account(tmp_path):
    found = pages(
        tmp_path,
        empty=for_the_team(TARGET, an_account()),
        ordinary=for_the_team(TARGET, a_filled_account()),
        long=for_the_team(TARGET, an_endless_account(42)),
        longer=for_the_team(TARGET, an_endless_account(55)),
        endless=for_the_team(TARGET, an_endless_account()),
    )

    assert found == dict.fromkeys(("empty", "ordinary", "long", "longer", "endless"), 1)


def test_three_objectives_and_three_decisions_stand_on_it():
    shown = text(body(for_the_team(TARGET, an_endless_account())))

    assert shown.count("Off track") + shown.count("Behind") + shown.count("Not assessed") >= 3
    assert paragraphs(for_the_team(TARGET, an_endless_account()), "DecisionNumber") == ["1", "2", "3"]


def test_a_text_that_is_cut_says_so_and_a_short_one_is_whole():
    ordinary, endless = (text(body(for_the_team(TARGET, one))) for one in (a_filled_account(), an_endless_account()))

    assert "…" not in ordinary
    assert "…" in endless
    assert LONG not in endless


def test_the_summary_of_the_account_plan_is_one_page_too(tmp_path):
    """Its cover and its summary alone are two pages."""
    template = tmp_path / "cover_and_summary.docx"
    document = new_document()
    ending = set_pages(document)
    write_body(document, cover(document, ending), summary())
    template.write_bytes(document_bytes(document, "Cover and summary"))
    accounts = {
        "ordinary": a_filled_account(),
        "long": an_endless_account(42),
        "longer": an_endless_account(90),
        "endless": an_endless_account(),
    }

    assert pages(tmp_path, **{name: for_the_team(template, one) for name, one in accounts.items()}) == dict.fromkeys(
        accounts, 2
    )

"""The committed talking points: what their script writes, in the order of the deck, and short where little is said."""

from pptx import Presentation

from output_templates.authoring.talking_points import TARGET, talking_points
from pipeline.run.templates import compile_templates
from tests.authoring.test_quarterly_review import a_full_account, rendered
from tests.authoring.word_files import body, for_the_team, pages, paragraphs, text
from tests.builders import a_filled_account, an_account
from tests.commands import ACCOUNTS, PERIOD, SAMPLES, keyplan_json
from tests.views.plans import words
from tests.views.talks import talk, titles_of


def test_the_committed_file_is_what_the_script_writes():
    assert TARGET.read_bytes() == talking_points()


def test_the_template_names_only_fields_there_are():
    templates, problems = compile_templates((TARGET,))

    assert problems == ()
    assert [template.name for template in templates] == ["internal/talking_points.docx"]


def test_each_sample_has_the_slides_of_its_deck_in_order_with_their_titles(built):
    for account in ACCOUNTS:
        (deck,) = (built / account / "client").glob("*.pptx")
        view = keyplan_json("show", SAMPLES / f"{account}.xlsx", "--period", PERIOD)["talking_points"]

        assert [(one["name"], words(one["title"])) for one in view["slides"]] == titles_of(Presentation(str(deck))), (
            account
        )


def test_a_slide_that_the_deck_leaves_out_is_left_out_here_too():
    for account in (an_account(), a_filled_account(), a_full_account()):
        deck, _ = rendered(account)

        assert [(one.name, words(one.title)) for one in talk(account).slides] == titles_of(deck)


def test_the_document_prints_every_part_of_the_view_for_a_sample(built):
    (path,) = (built / "havnes-meieri" / "internal").glob("*Talking points*")
    view = keyplan_json("show", SAMPLES / "havnes-meieri.xlsx", "--period", PERIOD)["talking_points"]
    printed = text(body(path.read_bytes()))

    for rows in ("stakes", "room", "unsaid", "slides", "questions", "asks", "own", "to_close", "next"):
        assert view[rows], rows
        for row in view[rows]:
            for value in row.values():
                if isinstance(value, str):
                    assert words(value) in printed, (rows, value)


def test_parts_without_anything_to_say_have_no_heading():
    headings = paragraphs(for_the_team(TARGET, an_account()), "Heading2")

    assert headings == ["Who is in the room", "What is not to be said", "Slide by slide", "After the review"]
    assert "Who of theirs attends" in text(body(for_the_team(TARGET, an_account())))


def test_a_sparse_account_has_one_page(tmp_path):
    assert pages(tmp_path, sparse=for_the_team(TARGET, an_account())) == {"sparse": 1}

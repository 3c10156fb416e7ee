"""The words of languages: each file has all of them, and a template is chosen by the locale of the account."""

import pytest
from msgspec.structs import replace

from pipeline.views.joint_plan import joint_plan_view
from pipeline.views.language import ENGLISH, FOLDER, best_for, language, language_of, languages, locale_of
from tests.builders import a_member, an_account, an_account_form
from tests.views.decks import a_goal, a_shared_action, given


def test_each_language_has_every_word():
    assert {"de", "en"} <= set(languages())
    for code in languages():
        assert language(code).lacks == (), code


def test_each_word_keeps_what_is_put_in():
    english = language(ENGLISH)
    for code in languages():
        other = language(code)
        for name, text in english.words["status"].items():
            assert text.count("{") == other.words["status"][name].count("{"), (code, name)
        assert len(other.words["counts"]) == 13
        assert len(other.words["ordinals"]) == 4


def test_a_language_without_a_file_is_none():
    with pytest.raises(KeyError):
        language("xx")
    assert (FOLDER / "en.toml").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("client/joint_action_plan.docx", "en"),
        ("client/joint_action_plan.de.docx", "de"),
        ("client/joint_action_plan.de-AT.docx", "de"),
        ("client/v1.2.docx", "en"),
    ],
)
def test_the_file_name_tells_the_language(name: str, code: str):
    assert language_of(name) == code


@pytest.mark.parametrize(
    ("code", "account", "written"),
    [("en", "en-US", "en-US"), ("en", "de-DE", "en-GB"), ("de", "de-AT", "de-AT"), ("de", "en-GB", "de")],
)
def test_a_document_is_written_by_a_locale_of_its_language(code: str, account: str, written: str):
    assert locale_of(code, account) == written


@pytest.mark.parametrize(
    ("locale", "chosen"),
    [("en-GB", "plan.docx"), ("de-DE", "plan.de.docx"), ("de-AT", "plan.de-AT.docx"), ("fr-FR", "plan.docx")],
)
def test_the_nearest_translation_is_chosen(locale: str, chosen: str):
    templates = ["plan.docx", "plan.de.docx", "plan.de-AT.docx", "deck.pptx"]

    assert best_for(templates, locale) == tuple(name for name in templates if name in (chosen, "deck.pptx"))


def test_a_template_that_is_there_in_another_language_alone_makes_no_document():
    assert best_for(["plan.de.docx"], "en-GB") == ()
    assert best_for(["plan.de.docx"], "de-CH") == ("plan.de.docx",)


def test_a_german_joint_plan_has_german_words_and_no_english_ones():
    account = an_account(
        account=an_account_form(locale="de-DE"),
        team=[a_member()],
        objectives=[a_goal(number, "5") for number in range(1, 4)],
        actions=[a_shared_action(number, objective="O1") for number in range(1, 5)],
    )
    projected, shared, standards, about = given(account)
    plan = joint_plan_view(projected, shared, standards, replace(about, language="de"))

    assert plan.headline == "Drei Ziele und vier Maßnahmen, noch zu\u00a0vereinbaren"
    assert [row.label for row in plan.about] == ["Zwischen", "Laufzeit des Plans", "Erstellt von"]
    assert plan.about[1].text == "1. Januar 2026 bis 31. Dezember 2028"
    english = {word for group in ("status", "cadence") for word in language(ENGLISH).words[group].values()}
    german = {word for group in ("status", "cadence") for word in language("de").words[group].values()}
    told = {row.status.word for row in (*plan.aims, *plan.actions)}
    assert not told & (english - german)
    assert plan.working[0].text == "Vierteljährlich"

"""A template in another language is refused where its document would mix two languages."""

import pytest

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.templates import lint_language as linted
from pipeline.documents.templates.lint_language import lint_language
from pipeline.views.context import computed_names
from pipeline.views.language import Language
from tests.documents.office import paragraphs

COMPUTED = tuple(computed_names("client"))


def found_in(name: str, *lines: str) -> list[tuple[str, str]]:
    template = compile_template(paragraphs(*lines), name, "client")
    return [(problem.code, problem.found) for problem in lint_language(template, COMPUTED)]


def test_a_translated_template_may_print_what_is_translated():
    lines = ("{{ joint_plan.headline }}", "{{ account.name }}", "{{ about.as_of | date }}", "{{ deck.behind_points }}")

    assert found_in("client/plan.de.docx", *lines) == []


@pytest.mark.parametrize("tag", ["{{ about.confidentiality }}", "{{ headlines.scorecard }}", "{{ goals[0].status }}"])
def test_what_is_worded_in_english_is_told(tag: str):
    assert found_in("client/plan.de.docx", tag) == [("language-not-translated", tag)]
    assert found_in("client/plan.docx", tag) == []


def test_a_language_without_words_is_told():
    assert found_in("client/plan.xx.docx", "{{ account.name }}") == [("language-unknown", "xx")]


def test_a_word_that_a_language_lacks_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(linted, "language", lambda code: Language(code, {}, ("status.late",)))

    assert found_in("client/plan.de.docx", "{{ account.name }}") == [("language-word-missing", "status.late")]

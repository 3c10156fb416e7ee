"""Views hold the parts that templates ask for, as they are in the view of everything, and no other."""

from functools import cache
from typing import Any

import pytest

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Audience
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, Reviewed, view, views
from pipeline.run.templates import read_templates
from pipeline.views.language import ENGLISH
from pipeline.views.needed import everything, needed_by, parts_of
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, PROJECT, SAMPLES
from tests.documents.office import paragraphs, word_lines

REVIEW = Review(PERIOD, AS_OF)
# Names that are asked for by way of others: loops, places, what a tag sets, filters that take a field by its name.
BY_WAY_OF_OTHERS = (
    "{% for one in objectives %}{{ one.title }}{% endfor %}",
    "{% set found = plan %}{{ found.cover.period }}",
    "{{ plan['count'] }} {{ headlines['actions'] }}",
    "{% for name in ['health', 'matrix'] %}{{ headlines[name] }}{% endfor %}",
    "{{ actions | map(attribute='action') | join(', ') }}",
    "{{ (risks or swot)[0].item | default('nothing') }}",
    "{{ explanations | length }} {{ charts.people.alt }} {{ (kpi_series | first).kpi }}",
    "{% if wallet is defined %}The wallet is known.{% endif %}",
)


def needs(*paths: str) -> set[str]:
    """Which of some names are needed by the paths."""
    needed = needed_by(parts_of(paths))
    return {name for name in ("goals", "deck", "charts", "charts.people", "charts.goals") if needed(name)}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("goals[].status", {"goals"}),
        ("deck.goals[].title", {"deck"}),
        ("charts.people", {"charts", "charts.people"}),
        ("charts", {"charts", "charts.people", "charts.goals"}),
        ("charts[]", {"charts", "charts.people", "charts.goals"}),
        ("charts[].alt", {"charts", "charts.people", "charts.goals"}),
        ("goals_met", set()),
    ],
)
def test_a_path_needs_what_it_lies_in(path: str, found: set[str]):
    assert needs(path) == found


def test_templates_need_what_each_of_them_needs():
    needed = needed_by(parts_of(["goals"]), parts_of(["deck.day"]))

    assert needed("goals")
    assert needed("deck")
    assert not needed("charts")
    assert everything("charts")


@cache
def a_sample() -> KeyAccount:
    account = read_and_check(SAMPLES / f"{ACCOUNTS[0]}.xlsx", shipped_standards()).account
    assert isinstance(account, KeyAccount)
    return account


@cache
def whole_view(audience: Audience, language: str = ENGLISH) -> dict[str, Any]:
    return view(a_sample(), shipped_standards(), REVIEW, audience, language=language)


@pytest.mark.parametrize("text", BY_WAY_OF_OTHERS)
def test_a_document_is_the_same_from_what_its_template_needs(text: str):
    template = compile_template(paragraphs(text), "internal/a.docx", "internal")
    (said,) = views(Reviewed(a_sample(), shipped_standards(), REVIEW), [template]).values()
    whole = whole_view("internal")

    assert word_lines(render(template, said)) == word_lines(render(template, whole)) != [""]
    assert len(said) < len(whole)


def test_shipped_templates_are_given_what_they_need_as_it_is_in_the_whole_view():
    given = views(Reviewed(a_sample(), shipped_standards(), REVIEW), read_templates(PROJECT / "output_templates"))

    for (audience, language), said in given.items():
        whole = whole_view(audience, language)
        assert {name for name, part in said.items() if part != whole[name]} <= {"charts"}
        assert said["charts"].items() <= whole["charts"].items()
    assert "talking_points" in given["internal", "en"]
    assert "explanations" not in given["internal", "en"]
    assert "deck" in given["client", "en"]
    assert "objectives" not in given["client", "en"]


def test_what_no_template_prints_is_not_made(monkeypatch: pytest.MonkeyPatch):
    def never(*given: object) -> None:
        raise AssertionError("no template asks for it")

    monkeypatch.setattr("pipeline.views.context.talking_points_view", never)
    template = compile_template(paragraphs("{{ account.name }}"), "internal/a.docx", "internal")

    (said,) = views(Reviewed(a_sample(), shipped_standards(), REVIEW), [template]).values()

    assert said["account"]["name"]

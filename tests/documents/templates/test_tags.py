"""Facts about single tags: one that only names something is judged as any other, though it is never parsed."""

import pytest
from jinja2 import nodes

from pipeline.documents.templates.dialect import dialect, every_node
from pipeline.documents.templates.tags import Findings, read_tag

NAMES = (
    *("account.name", "a.b.c", "a.not", "a.b2", "true", "none", "Not", "not", "is", "and", "in", "else", "recursive"),
    *("loop", "loop.index", "loop.nothing", "charts.wallet", "range", "_hidden", "a._hidden", "__class__", "a.b.__x__"),
)


def codes(tag: str) -> list[str]:
    findings = Findings("plan.docx")
    read_tag(tag, "paragraph 1", findings)
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tag", ["{{{{ {} }}}}", "{{% if {} %}}", "{{% for row in {} %}}"])
def test_a_bare_name_is_judged_as_it_is_in_brackets(tag, name):
    assert codes(tag.format(name)) == codes(tag.format(f"({name})"))


@pytest.mark.parametrize("name", ["row", "loop", "_row", "charts", "true", "not", "range", "slide"])
def test_the_name_of_a_row_is_judged_whatever_it_goes_through(name):
    assert codes(f"{{% for {name} in rows %}}") == codes(f"{{% for {name} in (rows) %}}")


def test_a_tag_that_is_wrong_in_two_places_is_told_in_both():
    findings = Findings("plan.docx")
    for where in ("paragraph 1", "paragraph 2"):
        assert read_tag("{{ name|shout }}", where, findings) is None
    assert [problem.place for problem in findings.problems] == ["paragraph 1", "paragraph 2"]


def test_every_node_of_a_source_is_found_once():
    tree = dialect().parse("{% for a, b in x.y|sort('z') %}{{ a ~ b[1:2] or {'k': loop.index} }}{% endfor %}")
    assert every_node(tree) == [tree, *tree.find_all(nodes.Node)]
    assert [id(one) for one in every_node(tree)] == [id(one) for one in (tree, *tree.find_all(nodes.Node))]

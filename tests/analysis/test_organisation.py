"""The organisation's lines: levels, edges, loops."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.organisation import org_chart_of
from pipeline.analysis.results import OrgChart
from pipeline.model.people import Stakeholder
from tests.builders import a_stakeholder


def person(identity: str, superior: str | None = None, influence: int = 3, **lines: tuple[str, ...]) -> Stakeholder:
    return a_stakeholder(id=identity, name=f"Name {identity}", reports_to=superior, influence=influence, **lines)


def tree(chart: OrgChart) -> list[tuple[str, str | None, int]]:
    return [(node.id, node.superior, node.level) for node in chart.nodes]


def test_levels_count_from_the_top_and_each_stands_after_their_superior() -> None:
    chart = org_chart_of([person("D", "B"), person("C", "A"), person("B", "A"), person("A"), person("E")])
    assert tree(chart) == [("A", None, 0), ("B", "A", 1), ("D", "B", 2), ("C", "A", 1), ("E", None, 0)]
    assert [(line.start, line.end) for line in chart.lines] == [("B", "A"), ("C", "A"), ("D", "B")]
    assert chart.in_loops == ()


def test_informal_lines_follow_the_formal_ones_and_a_conflict_is_one_line() -> None:
    chart = org_chart_of(
        [
            person("A", influences=("C", "B", "A", "nobody")),
            person("B", "A", conflicts_with=("A",)),
            person("C", "nobody", conflicts_with=("B",)),
        ]
    )
    told = chart.lines
    assert [(line.kind, line.start, line.end) for line in told] == [
        ("reports to", "B", "A"),
        ("influences", "A", "B"),
        ("influences", "A", "C"),
        ("conflicts with", "A", "B"),
        ("conflicts with", "B", "C"),
    ]
    both = org_chart_of([person("A", conflicts_with=("B",)), person("B", conflicts_with=("A",))])
    assert [(line.start, line.end) for line in both.lines] == [("A", "B")]


def test_a_loop_is_cut_above_the_one_of_most_influence() -> None:
    chart = org_chart_of([person("A", "C"), person("B", "A", influence=5), person("C", "B"), person("D", "C")])
    assert tree(chart) == [("B", None, 0), ("C", "B", 1), ("A", "C", 2), ("D", "C", 2)]
    assert chart.in_loops == ("A", "B", "C")
    assert ("B", "A") in [(line.start, line.end) for line in chart.lines]  # the line that was typed is kept


def test_somebody_who_reports_to_themselves_stands_at_the_top() -> None:
    chart = org_chart_of([person("A", "A"), person("B", "A")])
    assert tree(chart) == [("A", None, 0), ("B", "A", 1)]
    assert (chart.in_loops, [line.start for line in chart.lines]) == (("A",), ["B"])


def test_nobody_has_no_tree() -> None:
    assert org_chart_of([]) == OrgChart(nodes=(), lines=(), in_loops=())


ids = "ABCDEFG"


@given(st.lists(st.tuples(st.sampled_from([*ids, None]), st.integers(1, 5)), max_size=7), st.randoms())
def test_everybody_has_one_place_below_their_superior_whatever_the_lines(
    drawn: list[tuple[str | None, int]], random: Random
) -> None:
    people = [person(identity, *about) for identity, about in zip(ids, drawn, strict=False)]
    chart = org_chart_of(people)
    levels = {node.id: node.level for node in chart.nodes}
    assert sorted(levels) == sorted(person.id for person in people)
    assert len(chart.nodes) == len(people)
    for node in chart.nodes:
        assert node.level == (0 if node.superior is None else levels[node.superior] + 1)
    assert org_chart_of(random.sample(people, len(people))) == chart

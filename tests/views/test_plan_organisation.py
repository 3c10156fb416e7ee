"""The drawing of the organisation: everybody once, boxes apart, lines from box to box, and what it says in words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.people import Stakeholder
from pipeline.views.drawings import Box, Drawing, Point
from pipeline.views.plan_organisation import OrganisationView, organisation_view
from pipeline.views.plan_units import organisation_headline
from tests.builders import a_stakeholder, an_account
from tests.views.plans import seen, words

SOLID = ("solid", "solid arrow")


def drawn(*people: Stakeholder) -> OrganisationView:
    account, analysis, _, _ = seen(an_account(stakeholders=list(people)))
    return organisation_view(account, analysis)


def person(number: int, above: int | None = None, **fields: object) -> Stakeholder:
    superior = None if above is None else f"S{above}"
    return a_stakeholder(**({"id": f"S{number}", "name": f"Person {number}", "reports_to": superior} | fields))


def informal(view: OrganisationView) -> list[tuple[str, str, str]]:
    return [
        (line.look, drawing.boxes[line.start].name, drawing.boxes[line.end].name)
        for drawing in (part.drawing for part in view.parts)
        for line in drawing.lines
        if line.look not in SOLID
    ]


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Stakeholder, ...]:
    """Up to eighty people: trees, loops, people on their own, and informal lines, with names of any length."""
    count = draw(st.integers(1, 80))
    anyone = st.integers(0, count - 1)
    deep = draw(st.booleans())  # in half of them most people report to one of a few
    above = st.none() | (anyone if deep else st.integers(0, min(count - 1, 6)))
    few = st.lists(anyone, max_size=3)
    people = []
    for number in range(count):
        superior, influences, conflicts = draw(above), draw(few), draw(st.lists(anyone, max_size=1))
        people.append(
            person(
                number,
                superior if superior != number else None,
                name=f"{draw(st.sampled_from(['Ida', 'Maximiliane Freifrau von und zu', '王小明', 'محمد']))} {number}",
                title=draw(
                    st.sampled_from(["Buyer", "Geschäftsführerin Produktion, Technik und Einkauf", "采购部经理"])
                ),
                influences=[f"S{other}" for other in influences] or None,
                conflicts_with=[f"S{other}" for other in conflicts] or None,
                unit=draw(st.sampled_from([None, "Bergen"])),
            )
        )
    return tuple(people)


@settings(max_examples=60, deadline=None)
@given(organisations())
def test_any_organisation_is_drawn_whole_and_clear(people: tuple[Stakeholder, ...]):
    view = drawn(*people)
    drawings = [part.drawing for part in view.parts]
    if not drawings:
        assert all((one.reports_to or one.unit or one.influences or one.conflicts_with) is None for one in people)
        return

    shown = [box.name for drawing in drawings for box in drawing.boxes if box.look not in ("again", "label")]
    assert sorted(shown) == sorted(one.name for one in people)
    for drawing in drawings:
        assert drawing.height <= 20_000
        check_boxes(drawing)
        check_lines(drawing)
    check_formal(people, drawings)
    check_informal(people, view)


def check_boxes(drawing: Drawing) -> None:
    for at, box in enumerate(drawing.boxes):
        assert 0 <= box.left < box.left + box.width <= drawing.width
        assert 0 <= box.top < box.top + box.height <= drawing.height
        assert box.look == "label" or box.width >= 3_900
        for other in drawing.boxes[at + 1 :]:
            assert (
                box.left + box.width <= other.left
                or other.left + other.width <= box.left
                or box.top + box.height <= other.top
                or other.top + other.height <= box.top
            )


def check_lines(drawing: Drawing) -> None:
    """Lines begin and end at the edges of their boxes, run across or up, and pass through no box."""
    for line in drawing.lines:
        assert line.start != line.end
        assert on_edge(line.points[0], drawing.boxes[line.start])
        assert on_edge(line.points[-1], drawing.boxes[line.end])
        for (x, y), (next_x, next_y) in zip(line.points, line.points[1:], strict=False):
            assert x == next_x or y == next_y
            for box in drawing.boxes:
                assert (
                    max(x, next_x) <= box.left
                    or min(x, next_x) >= box.left + box.width
                    or max(y, next_y) <= box.top
                    or min(y, next_y) >= box.top + box.height
                )


def on_edge(point: Point, box: Box) -> bool:
    x, y = point
    across, up = box.left <= x <= box.left + box.width, box.top <= y <= box.top + box.height
    return (x in (box.left, box.left + box.width) and up) or (y in (box.top, box.top + box.height) and across)


def check_formal(people: tuple[Stakeholder, ...], drawings: list[Drawing]) -> None:
    """Each line of the tree is drawn once, from superior to report."""
    told = sorted(
        (drawing.boxes[line.start].name, drawing.boxes[line.end].name)
        for drawing in drawings
        for line in drawing.lines
        if line.look in SOLID
    )
    names = {one.id: one.name for one in people}
    _, analysis, _, _ = seen(an_account(stakeholders=list(people)))
    tree = analysis.relationships.org.nodes
    assert told == sorted((names[node.superior], names[node.id]) for node in tree if node.superior)


def check_informal(people: tuple[Stakeholder, ...], view: OrganisationView) -> None:
    """Each influence and each conflict is drawn, or told below."""
    names = {one.id: one.name for one in people}
    lines = [
        (line.look, drawing.boxes[line.start].name, drawing.boxes[line.end].name)
        for drawing in (part.drawing for part in view.parts)
        for line in drawing.lines
    ]
    heard = {(start, end) for look, start, end in lines if "arrow" in look}
    heard |= {(end, start) for look, start, end in lines if look == "both arrows"}
    notes = {fact.label: fact.value for fact in view.notes}
    for one in people:
        for other in {*(one.influences or ())} - {one.id}:
            below = notes.get("Who else listens to whom", "")
            assert (one.name, names[other]) in heard or f"to {one.name}" in below
        for other in {*(one.conflicts_with or ())} - {one.id}:
            pairs = {("dotted", one.name, names[other]), ("dotted", names[other], one.name)}
            assert pairs & set(lines) or one.name in notes.get("Who else is at odds", "")


def test_the_formal_line_tells_that_a_report_listens():
    view = drawn(person(1, influences=["S2"]), person(2, 1), person(3, 1))

    (part,) = view.parts
    looks = {part.drawing.boxes[line.end].name: line.look for line in part.drawing.lines}
    assert looks == {"Person 2": "solid arrow", "Person 3": "solid"}


def test_two_who_listen_to_each_other_have_one_line_and_so_have_two_at_odds():
    people = (
        person(1),
        person(2, 1, influences=["S3"], conflicts_with=["S3"]),
        person(3, 1, influences=["S2"], conflicts_with=["S2"]),
    )

    assert sorted(informal(drawn(*people))) == [
        ("both arrows", "Person 2", "Person 3"),
        ("dotted", "Person 2", "Person 3"),
    ]


def test_an_arrow_points_to_the_one_who_listens():
    assert informal(drawn(person(1), person(2, 1, influences=["S1"]))) == [("arrow", "Person 2", "Person 1")]


def test_a_loop_is_broken_and_told():
    view = drawn(person(1, 2), person(2, 1, influence=3))

    assert [(fact.label, fact.value) for fact in view.notes] == [
        ("Report to themselves by the sheet", "Person 1 and Person 2")
    ]


def test_without_formal_lines_people_stand_by_unit():
    view = drawn(person(1, unit="Bergen"), person(2, unit="Ålesund"), person(3, unit="Bergen"), person(4))

    (part,) = view.parts
    labels = [box.name for box in sorted(part.drawing.boxes, key=lambda box: box.top) if box.look == "label"]
    assert (part.title, labels) == ("People by unit", ["Bergen", "Ålesund", "Unit not noted"])


def test_without_any_line_and_any_unit_nothing_is_drawn():
    assert drawn(person(1), person(2)) == OrganisationView(parts=(), legend="", notes=())
    assert drawn() == OrganisationView(parts=(), legend="", notes=())


def test_a_box_tells_name_role_title_support_and_coverage_and_a_blocker_stands_out():
    (part,) = drawn(
        person(1, name="Odd Brekke", decision_role="gatekeeper", friendliness="enemy", coverage="brief", unit="Bergen")
    ).parts

    box = part.drawing.boxes[0]
    lines = [words("".join(one.text for one in paragraph)) for paragraph in box.paragraphs]
    assert lines == ["Odd Brekke, gatekeeper", "Head of Procurement", "■ Blocker, brief"]
    assert (box.heavy, box.paragraphs[0][0].look) == (True, "strong")


def test_the_alternative_text_is_the_finding():
    (part,) = drawn(
        person(1, friendliness="unknown", coverage="none"),
        person(2, 1, decision_role="user", influences=["S1"]),
    ).parts

    assert part.drawing.alt == (
        "Two people. Person 1 decides. How Person 1 stands to us is unknown. One informal line."
    )


def test_a_tree_that_is_too_tall_goes_on_below_its_head_shown_again():
    people = [person(0), *(person(number, 0) for number in range(1, 4))]
    people += [person(10 * number + at, number) for number in range(1, 4) for at in range(1, 9)]
    view = drawn(*people)

    assert len(view.parts) > 1
    assert all(any(box.look == "again" for box in part.drawing.boxes) for part in view.parts[1:])
    assert [part.title.rpartition(", ")[2] for part in view.parts] == [
        f"part {number} of {len(view.parts)}" for number in range(1, len(view.parts) + 1)
    ]


def test_a_section_without_units_says_how_many_people_are_known():
    assert words(organisation_headline(an_account(stakeholders=[person(1), person(2)]))) == (
        "Two people are on record; how the customer buys is not noted"
    )

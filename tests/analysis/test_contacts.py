"""Who of us knows whom of theirs."""

from decimal import Decimal

from pipeline.analysis.contacts import duplicates_of, holders_of, unheld_of
from tests.builders import a_member, a_stakeholder

PEOPLE = (
    a_stakeholder(id="S1", name="Jonas Wik", influence=5, our_contact="Ida Lindqvist", last_contact_by="Oskar Nyman"),
    a_stakeholder(
        id="S2", name="Maren Holt", influence=3, our_contact=" ida LINDQVIST", last_contact_by="Ida Lindqvist"
    ),
    a_stakeholder(id="S3", name="Anna Moe", influence=2, our_contact="Erik Sandell"),
    a_stakeholder(id="S4", name="Geir Tofte", influence=4),
)
TEAM = (
    a_member(name="Ida Lindqvist"),
    a_member(name="Zoë Frost"),
    a_member(name="Oskar Nyman"),
    a_member(name="Jonas Wik", organisation="client"),
)


def test_holders_stand_by_contacts_then_by_name_with_those_who_hold_none() -> None:
    found = holders_of(TEAM, PEOPLE)
    # of 5 + 3 + 2 = 10 that are held, Ida holds 8; Oskar only met one; Erik is named, though not on the team
    assert [(holder.name, holder.holds, holder.met, holder.share) for holder in found] == [
        ("Ida Lindqvist", ("S1", "S2"), (), Decimal("0.8")),
        ("Erik Sandell", ("S3",), (), Decimal("0.2")),
        ("Oskar Nyman", (), ("S1",), 0),
        ("Zoë Frost", (), (), 0),
    ]


def test_the_order_of_rows_does_not_matter() -> None:
    assert holders_of(TEAM[::-1], PEOPLE[::-1]) == holders_of(TEAM, PEOPLE)


def test_contacts_that_nobody_holds_are_told() -> None:
    assert unheld_of(PEOPLE) == ("S4",)
    (holder,) = holders_of((a_member(),), PEOPLE[3:])
    assert (holder.holds, holder.share) == ((), None)


def test_one_name_on_two_rows_is_a_duplicate_whatever_its_case_and_spaces() -> None:
    assert duplicates_of(PEOPLE) == ()
    twice = a_stakeholder(id="S9", name="jonas  WIK")
    assert duplicates_of((*PEOPLE, twice)) == ("S1", "S9")


def test_nobody_at_all_is_held_by_nobody() -> None:
    assert (holders_of((), ()), unheld_of(()), duplicates_of(())) == ((), (), ())

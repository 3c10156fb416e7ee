"""Reviews planned and held, the next one, and the one the deck is for."""

import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.results import ReviewRhythm, ReviewSummary
from pipeline.analysis.reviews import explained_reviews, review_rhythm_of, review_summary_of
from pipeline.model.proof import Review
from tests.analysis.worked import assert_recomputes
from tests.builders import AS_OF, PERIOD, a_review, an_account, an_account_form, day


def summary(*reviews: Review) -> ReviewSummary:
    return review_summary_of(an_account(reviews=reviews), PERIOD, AS_OF)


def client(planned: str, **fields: object) -> Review:
    return a_review(kind="client", planned=day(planned), **fields)


def internal(planned: str, held: str | None = None) -> Review:
    return a_review(kind="internal", planned=day(planned), held=day(held) if held else None)


def test_internal_reviews_planned_by_the_as_of_date_are_counted_with_those_held() -> None:
    found = summary(
        internal("2026-09-30", "2026-09-30"),
        internal("2026-07-31", "2026-08-03"),
        internal("2026-08-31"),
        internal("2026-09-15", "2026-10-01"),  # held after the as-of date
        internal("2026-10-01"),
        client("2026-09-01", held=day("2026-09-01")),
    )
    assert (found.internal_planned, found.internal_held) == (4, 2)
    assert found.internal_dates == (day("2026-08-03"), day("2026-09-30"))


def test_internal_review_held_ahead_of_its_plan_has_its_date() -> None:
    found = summary(internal("2026-10-05", "2026-09-28"))
    assert (found.internal_planned, found.internal_held, found.internal_dates) == (0, 0, (day("2026-09-28"),))


def test_next_client_review_is_the_first_planned_after_the_as_of_date() -> None:
    found = summary(
        client("2027-01-13", place="Oslo"),
        client("2026-10-14", place="Bergen"),
        client("2026-09-30", place="Gävle"),
        internal("2026-10-01"),
    )
    assert (found.next_client, found.next_client_place) == (day("2026-10-14"), "Bergen")


def test_client_review_held_early_is_not_the_next() -> None:
    found = summary(client("2026-10-14", held=day("2026-09-29")), client("2027-01-13"))
    assert found.next_client == day("2027-01-13")
    assert found.this_client == day("2026-10-14")


def test_deck_is_for_the_first_review_in_the_45_days_after_the_period() -> None:
    found = summary(
        client("2026-11-14", place="Oslo"),
        client("2026-10-14", place="Bergen", minutes=60, purpose="Agree", held=day("2026-10-15")),
    )
    assert (found.this_client, found.this_client_place) == (day("2026-10-14"), "Bergen")
    assert (found.this_client_minutes, found.this_client_purpose) == (60, "Agree")


def test_deck_is_for_the_next_review_if_none_falls_in_the_45_days() -> None:
    assert summary(client("2026-11-14")).this_client == day("2026-11-14")  # day 45
    late = client("2026-11-15")  # day 46, still the next
    assert summary(late).this_client == day("2026-11-15")
    later = review_summary_of(an_account(reviews=[late, client("2026-12-01")]), PERIOD, day("2026-11-20"))
    assert later.this_client == day("2026-12-01")
    past = review_summary_of(
        an_account(reviews=[client("2026-11-14"), client("2026-12-01")]), PERIOD, day("2026-11-20")
    )
    assert past.this_client == day("2026-11-14")
    assert past.next_client == day("2026-12-01")


def test_review_on_the_last_day_of_the_period_is_not_in_the_45_days() -> None:
    found = review_summary_of(an_account(reviews=[client("2026-09-30"), client("2026-11-30")]), PERIOD, AS_OF)
    assert found.this_client == day("2026-11-30")


def test_no_reviews_have_no_dates() -> None:
    found = summary()
    assert (found.internal_planned, found.internal_held, found.internal_dates) == (0, 0, ())
    assert (found.next_client, found.next_client_place, found.this_client, found.this_client_place) == (None,) * 4
    assert (found.this_client_minutes, found.this_client_purpose) == (None, None)


def rhythm(*reviews: Review, kind: Any = "internal", as_of: datetime.date = AS_OF, **form: Any) -> ReviewRhythm:
    return review_rhythm_of(an_account(an_account_form(**form), reviews=reviews), kind, as_of)


def test_adherence_and_lateness_of_the_reviews_planned_to_date() -> None:
    found = rhythm(
        internal("2026-06-16", "2026-06-16"),
        internal("2026-07-14", "2026-07-19"),  # 5 days late
        internal("2026-08-18", "2026-08-17"),  # a day early: not late
        internal("2026-09-16"),
        internal("2026-10-20"),
        client("2026-09-01", held=day("2026-09-30")),
    )
    assert (found.planned, found.held) == (4, 3)
    assert str(found.adherence) == "0.75"
    assert (found.days_late, found.median_late, found.most_late) == ((5, 0, 0), 0, 5)
    assert (found.last_held, found.days_since) == (day("2026-08-17"), 44)
    assert (found.next_planned, found.next_by_cadence) == (day("2026-10-20"), day("2026-11-20"))


def test_nothing_planned_and_nothing_held_is_not_assessed() -> None:
    found = rhythm()
    assert (found.adherence, found.median_late, found.most_late, found.days_since) == (None, None, None, None)
    assert (found.next_planned, found.next_by_cadence) == (None, day("2026-10-01"))  # monthly from 1 January


def test_stretches_of_the_plan_without_a_planned_review_are_missing() -> None:
    quarters = [client("2026-01-20"), client("2026-07-01"), client("2026-09-30")]
    found = rhythm(*quarters, kind="client")
    assert [(one.first, one.last) for one in found.missing] == [(day("2026-04-01"), day("2026-06-30"))]
    after = rhythm(*quarters, kind="client", as_of=day("2026-10-01"))
    assert [one.first for one in after.missing] == [day("2026-04-01"), day("2026-10-01")]
    assert rhythm(kind="client", as_of=day("2025-12-31")).missing == ()
    assert len(rhythm(kind="client", as_of=day("2040-01-01")).missing) == 12  # three years of quarters


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("weekly", ["2026-10-07", "2026-10-14"]),
        ("bi-weekly", ["2026-10-14", "2026-10-28"]),
        ("monthly", ["2026-10-30", "2026-11-30"]),
        ("quarterly", ["2026-12-30", "2027-03-30"]),
    ],
)
def test_dates_to_come_follow_the_cadence_from_the_last_planned(cadence: str, days: list[str]) -> None:
    account = an_account(an_account_form(client_review_cadence=cadence), reviews=[client("2026-09-30")])
    assert review_summary_of(account, PERIOD, AS_OF).client_dates[:2] == tuple(map(day, days))
    assert rhythm(client("2026-09-30"), kind="client", client_review_cadence=cadence).next_by_cadence == day(days[0])


def test_months_shorter_than_the_day_end_on_their_last_day() -> None:
    form = an_account_form(client_review_cadence="monthly", plan_end=day("2027-04-30"))
    found = review_summary_of(an_account(form, reviews=[client("2026-12-31")]), PERIOD, day("2026-12-31"))
    assert found.client_dates == tuple(map(day, ("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30")))


def test_dates_to_come_are_those_planned_and_then_those_of_the_cadence_within_plan_and_year() -> None:
    found = summary(client("2026-10-14"), client("2027-01-13"), client("2026-12-01", held=day("2026-09-29")))
    assert found.client_dates == tuple(map(day, ("2026-10-14", "2027-01-13", "2027-04-13", "2027-07-13")))
    assert summary(internal("2026-12-01")).client_dates[0] == day("2026-10-01")  # from the plan's start, by quarters
    assert rhythm(as_of=day("2028-12-31")).next_by_cadence is None  # the plan ends


def test_adherence_is_explained_with_its_numbers() -> None:
    reviews = [internal("2026-09-01", "2026-09-01"), internal("2026-09-15")]
    (found,) = explained_reviews(an_account(reviews=reviews), [rhythm(*reviews), rhythm(kind="client")], AS_OF)
    assert (found.of, found.worked) == ("internal_rhythm.adherence", "1 ÷ 2 = 0.5")
    assert_recomputes(found)


days = st.dates(datetime.date(2025, 12, 1), datetime.date(2029, 1, 31))
reviews = st.builds(lambda on, held: a_review(kind="internal", planned=on, held=held), days, st.none() | days)
cadences = st.sampled_from(["weekly", "bi-weekly", "monthly", "quarterly"])


@given(st.lists(reviews, max_size=8), cadences, days, st.randoms(use_true_random=False))
def test_rhythm_keeps_its_bounds_whatever_the_order_of_rows(
    rows: list[Review], cadence: str, as_of: datetime.date, random: Random
) -> None:
    found = rhythm(*rows, as_of=as_of, internal_review_cadence=cadence)
    assert rhythm(*random.sample(rows, len(rows)), as_of=as_of, internal_review_cadence=cadence) == found
    assert found.adherence is None or 0 <= found.adherence <= 1
    assert all(late >= 0 for late in found.days_late)
    assert found.next_by_cadence is None or as_of < found.next_by_cadence <= day("2028-12-31")
    for stretch in found.missing:
        assert stretch.first <= stretch.last
        assert not any(stretch.first <= row.planned <= stretch.last for row in rows)

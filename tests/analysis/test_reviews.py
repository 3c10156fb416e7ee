"""Reviews planned and held, the next one, and the one the deck is for."""

from pipeline.analysis.results import ReviewSummary
from pipeline.analysis.reviews import review_summary_of
from pipeline.model.proof import Review
from tests.builders import AS_OF, PERIOD, a_review, an_account, day


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

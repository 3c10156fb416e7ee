"""What people said, against calculations by hand, and how small samples are treated."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.results import ClientVoice, VoiceSummary
from pipeline.analysis.voice import client_voice_of, explained_voice, margin_of, voice_summary_of
from pipeline.model.world import Voice, VoiceSample
from tests.analysis.worked import assert_recomputes
from tests.builders import a_voice, a_voice_sample, an_account, shipped_standards

STANDARDS = shipped_standards()


def said(side: str, topic: str, answer: int | None, respondent: str = "A", **more: Any) -> Voice:
    given: dict[str, Any] = {"kind": "questionnaire", "period": "2026-Q3", "question": topic, "recommends": None}
    return a_voice(side=side, topic=topic, answer=answer, respondent=respondent, **(given | more))


def voice(*rows: Voice, samples: tuple[VoiceSample, ...] = (), period: str = "2026-Q3") -> VoiceSummary:
    found = voice_summary_of(an_account(voice=rows, voice_samples=samples), STANDARDS, period)
    for explanation in explained_voice(found):
        assert_recomputes(explanation)
    return found


def client_voice(*rows: Voice, samples: tuple[VoiceSample, ...] = ()) -> ClientVoice:
    return client_voice_of(an_account(voice=rows, voice_samples=samples), STANDARDS, "2026-Q3")


def test_means_and_gap_by_hand() -> None:
    found = voice(
        said("client", "Service", 5, "A"), said("client", "Service", 4, "B"), said("client", "Service", 4, "C"),
        said("us", "Service", 5, "X"),
        said("client", "Delivery", 2, "A"), said("client", "Delivery", 3, "B"), said("us", "delivery", 4, "X"),
        said("us", "Price", 3, "X"),
    )  # fmt: skip
    # Service: us 5, client (5 + 4 + 4) / 3 = 13/3, gap 2/3; Delivery: us 4, client 2.5, gap 1.5
    assert [(topic.topic, topic.gap) for topic in found.topics] == [
        ("Delivery", Decimal("1.5")),
        ("Service", 5 - Decimal(13) / 3),
        ("Price", None),
    ]
    assert (found.widest, found.topics[1].client.count) == ("Delivery", 3)


def test_response_rate_counts_each_person_once_and_the_margin_needs_the_population() -> None:
    rows = [said("client", topic, 3, name) for topic in ("Service", "Price") for name in "ABCDE"]
    sample = a_voice_sample(side="client", period="2026-Q3", population=12, invited=8)
    found = voice(*rows, samples=(sample,)).client
    assert found is not None
    assert (found.answered, found.response_rate) == (5, Decimal("0.625"))
    assert found.margin is not None
    # 1.96 * sqrt(0.25 / 5 * 7 / 11) = 1.96 * sqrt(0.031818...) = 1.96 * 0.178377 = 0.3496
    assert round(found.margin, 4) == Decimal("0.3496")
    assert found.reads_as == "answers"
    unknown = voice(*rows).client
    assert unknown is not None
    assert (unknown.response_rate, unknown.margin, unknown.reads_as) == (None, None, "answers")


def test_many_answers_read_as_a_trend_and_everybody_has_no_margin() -> None:
    rows = [said("client", "Service", 3, f"P{number}") for number in range(90)]
    sample = a_voice_sample(side="client", period="2026-Q3", population=100, invited=95)
    found = voice(*rows, samples=(sample,)).client
    assert found is not None
    assert found.reads_as == "trend"
    assert margin_of(12, 12) == margin_of(1, 1) == 0
    with pytest.raises(ValueError, match="one answer"):
        margin_of(0, 12)


def test_net_promoter_score_by_hand() -> None:
    answers = (9, 7, 8, 10, 5)
    rows = [said("client", "Service", 3, f"P{n}", recommends=value) for n, value in enumerate(answers)]
    found = voice(*rows, said("us", "Service", 3, "X", recommends=10)).recommendation
    assert (found.count, found.promoters, found.detractors, found.score) == (5, 2, 1, Decimal("0.2"))  # (2 - 1) / 5
    assert voice(said("client", "Service", 3)).recommendation.score is None


def test_interviews_count_people_and_minutes() -> None:
    rows = [
        said("client", "Service", None, "Ada", kind="interview", duration_minutes=45),
        said("client", "Price", None, "ada", kind="interview", duration_minutes=None),
        said("us", "Price", None, "Ben", kind="interview", duration_minutes=30),
    ]
    found = voice(*rows)
    assert (found.interviews, found.interviews_client, found.interview_minutes) == (2, 1, 75)
    assert found.topics == ()


def test_the_latest_period_counts_and_is_compared_with_the_one_before() -> None:
    rows = [
        said("client", "Service", 2, period="2025-Q4"),
        said("client", "Service", 3, period="2026-Q2"),
        said("client", "Service", 5, period="2026-Q4"),
    ]
    found = voice(*rows)
    assert (found.period, found.topics[0].client.mean, found.topics[0].client.change) == ("2026-Q2", 3, 1)
    assert voice(*rows, period="2025-Q3").period == ""
    assert voice().client is None


def test_the_client_sees_a_mean_only_of_enough_answers() -> None:
    few = [said("client", "Service", 4, name) for name in "ABCD"]
    assert STANDARDS.thresholds.client_answers_from == 5
    assert [(topic.answers.count, topic.answers.mean) for topic in client_voice(*few).topics] == [(4, None)]
    enough = client_voice(*few, said("client", "Service", 5, "E"), said("us", "Service", 1, "X"))
    assert [(topic.topic, topic.answers.mean) for topic in enough.topics] == [("Service", Decimal("4.2"))]
    assert enough.sample is not None
    assert enough.sample.answered == 5
    assert client_voice().sample is None


answers = st.lists(
    st.builds(
        said,
        st.sampled_from(["client", "us"]),
        st.sampled_from(["Service", "Price", "Delivery"]),
        st.none() | st.integers(1, 5),
        st.sampled_from("ABCDEF"),
        recommends=st.none() | st.integers(0, 10),
    )
)


@given(answers, st.randoms(use_true_random=False))
def test_bounds_hold_whatever_the_order_of_rows(rows: list[Voice], random: Random) -> None:
    found = voice(*rows)
    for topic in found.topics:
        assert topic.gap is None or -4 <= topic.gap <= 4
        assert topic.client.mean is None or 1 <= topic.client.mean <= 5
    assert found.recommendation.score is None or -1 <= found.recommendation.score <= 1
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = voice(*shuffled)
    assert (again.topics and again.topics[0].gap, again.recommendation.score) == (
        found.topics and found.topics[0].gap,
        found.recommendation.score,
    )


@given(st.integers(1, 500), st.integers(1, 500))
def test_the_margin_narrows_with_every_answer(population: int, answered: int) -> None:
    margin = margin_of(answered, population)
    assert 0 <= margin <= Decimal("0.98")
    assert margin_of(answered + 1, population) <= margin

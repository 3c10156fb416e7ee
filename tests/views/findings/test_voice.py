"""What is said of the widest gap, of how far the sample carries, and of who would recommend us."""

import pytest

from tests.builders import a_voice, a_voice_sample
from tests.views.findings.told import told


def answers(side: str, *values: int, topic: str = "Price") -> list:
    return [
        a_voice(side=side, respondent=f"{side} {number}", topic=topic, answer=value)
        for number, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ([], "Where both sides see us differently is not assessed: nobody answered yet"),
        (answers("client", 3), "Where both sides see us differently is not assessed: nobody of ours answered"),
        (answers("us", 3), "Where both sides see us differently is not assessed: nobody of the customer answered"),
        (
            answers("us", 3) + answers("client", 3, topic="Service"),
            "Where both sides see us differently is not assessed: no topic was put to both",
        ),
        (answers("us", 3) + answers("client", 3), "Both sides answered alike on the one topic that they share"),
        (
            answers("us", 3) + answers("client", 3) + answers("us", 4, topic="A") + answers("client", 4, topic="A"),
            "Both sides answered alike on two topics that they share",
        ),
        (
            answers("us", 4, 5) + answers("client", 3),
            "We see “Price” better than they do: 4.5 against 3.0 of 5, from one answer, not a trend",
        ),
        (
            answers("us", 2) + answers("client", 4, 5),
            "We see “Price” worse than they do: 2.0 against 4.5 of 5, from two answers, not a trend",
        ),
        # 121 / 40 = 3.025 beside 3: shown alike
        (answers("us", 3) + answers("client", *[3] * 39, 4), "Both sides nearly agree: 3.0 of 5 on “Price”"),
    ],
)
def test_perception(voice, expected):
    assert told("perception", voice=voice) == expected


def test_large_sample_reads_without_caution():
    voice = answers("us", 4) + answers("client", *[3] * 40)

    assert told("perception", voice=voice, voice_samples=[a_voice_sample(population=40, invited=40)]) == (
        "We see “Price” better than they do: 4.0 against 3.0 of 5"
    )


@pytest.mark.parametrize(
    ("voice", "sample", "expected"),
    [
        ([], None, "How far answers carry is not assessed: nobody of the customer said anything yet"),
        ([a_voice()], None, "Nobody of theirs answered a question in Q3 26"),
        (
            answers("client", 3),
            None,
            "One person of theirs answered in Q3 26; the number invited is not noted: answers, not a trend",
        ),
        (answers("client", 3), (12, 1), "The one invited answered in Q3 26: answers, not a trend"),
        (answers("client", 3, 3), (12, 2), "Both invited answered in Q3 26: answers, not a trend"),
        (answers("client", 3, 3), (12, 4), "Two of four invited answered in Q3 26, 50%: answers, not a trend"),
        (
            answers("client", 3, 3),
            (12, 1),
            "Two people of theirs answered in Q3 26, more than the one invited: answers, not a trend",
        ),
        # 1.96 x sqrt(0.25 / 90 x 10 / 99) = 0.0328
        (
            answers("client", *[3] * 90),
            (100, 100),
            "90 of 100 invited answered in Q3 26, 90%: shares are exact to 3 points either way",
        ),
    ],
)
def test_sample(voice, sample, expected):
    samples = [a_voice_sample(population=sample[0], invited=sample[1])] if sample else []

    assert told("sample", voice=voice, voice_samples=samples) == expected


@pytest.mark.parametrize(
    ("recommends", "expected"),
    [
        ((), "Whether they would recommend us is not assessed: nobody of the customer said it yet"),
        ((9,), "The one person asked would recommend us"),
        ((6,), "The one person asked would not recommend us"),
        ((7,), "The one person asked would neither recommend us nor advise against us"),
        ((9, 10), "Both asked would recommend us: a net promoter score of +100, not a trend"),
        ((1, 7), "Neither of two asked would recommend us: a net promoter score of −50, not a trend"),
        (
            (9, 9, 7),
            "Two of three would recommend us, none would not: a net promoter score of +67, not a trend",
        ),
        (
            (9, 3, 7),
            "One of three would recommend us, one would not: a net promoter score of 0, not a trend",
        ),
    ],
)
def test_recommendation(recommends, expected):
    voice = [a_voice(respondent=str(number), recommends=value) for number, value in enumerate(recommends)]

    assert told("recommendation", voice=voice) == expected

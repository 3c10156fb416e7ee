"""What people said: means by topic and side, the gap between them, and how far a small sample carries."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.analysis.periods import age_order, end_order
from pipeline.analysis.results import (
    ClientQuestion,
    ClientTopic,
    ClientVoice,
    Explanation,
    Recommendation,
    Sample,
    TopicAnswers,
    VoiceSummary,
    VoiceTopic,
)
from pipeline.analysis.rounding import whole_percents
from pipeline.analysis.words import folded
from pipeline.analysis.worked import gives, number, signed
from pipeline.model.account import KeyAccount
from pipeline.model.world import Voice, VoiceSample
from pipeline.standards import Standards

Z_95 = Decimal("1.96")  # of the normal distribution, two-sided, 95 %
EVEN = Decimal("0.5")  # the share for which the margin is widest
PROMOTER_FROM, DETRACTOR_TO = 9, 6
AGREES_FROM, DISAGREES_TO = 4, 2


def voice_summary_of(account: KeyAccount, standards: Standards, period: str) -> VoiceSummary:
    """The latest period with rows, up to `period`: mean answers from 1 to 5 by topic and side, and the perception gap.

    Gap = our mean - the client's, largest first. Net promoter score = share of 9 and 10 - share of 0 to 6 (Reichheld
    2003), on the client's side. Response rate = answered / invited; answered counts people, each once. For the margin
    see `margin_of`.
    """
    rows, before = _latest_and_before(account.voice, period)
    client, us = _of(rows, "client"), _of(rows, "us")
    topics = sorted((_topic(name, rows, before) for name in _topics(rows)), key=_by_gap)
    said = [row for row in client if row.recommends is not None]
    interviews = {(row.side, folded(row.respondent)) for row in rows if row.kind == "interview"}
    return VoiceSummary(
        period=rows[0].period if rows else "",
        client=_sample(_people(client), "client", rows, account.voice_samples, standards) if client else None,
        us=_sample(_people(us), "us", rows, account.voice_samples, standards) if us else None,
        topics=tuple(topics),
        widest=topics[0].topic if topics and topics[0].gap else "",
        recommendation=_recommendation(said),
        interviews=len(interviews),
        interviews_client=sum(side == "client" for side, _ in interviews),
        interview_minutes=sum(row.duration_minutes or 0 for row in rows if row.kind == "interview"),
    )


def client_voice_of(account: KeyAccount, standards: Standards, period: str) -> ClientVoice:
    """The client's own answers by topic, for the client: a mean only from as many answers as the standards ask.

    Below that nobody's answer could stay unknown to their colleagues. Names are not in it, so that answered is the
    most answers that one question got.
    """
    rows, before = _latest_and_before(_of(account.voice, "client"), period)
    rows = [row for row in rows if row.answer is not None]
    least = standards.thresholds.client_answers_from
    topics = [
        ClientTopic(topic=name, answers=_answers(_about(rows, name), _about(before, name), least))
        for name in _topics(rows)
    ]
    asked = [folded(row.question) for row in rows]
    answered = max((asked.count(question) for question in asked), default=0)
    return ClientVoice(
        period=rows[0].period if rows else "",
        sample=_sample(answered, "client", rows, account.voice_samples, standards) if rows else None,
        topics=tuple(
            sorted(topics, key=lambda topic: (topic.answers.mean is None, topic.answers.mean or 0, topic.topic))
        ),
        questions=tuple(sorted(_questions(rows, least), key=_by_agreement)),
    )


def _questions(rows: Iterable[Voice], least: int) -> Iterator[ClientQuestion]:
    """The questions that `least` people answered at least, counted; with fewer, one could tell who said what."""
    asked: dict[str, list[Voice]] = {}
    for row in rows:
        asked.setdefault(folded(row.question), []).append(row)
    for about in asked.values():
        answers = [row.answer for row in about if row.answer is not None]
        if len(answers) < max(1, least):
            continue
        agree, disagree = sum(one >= AGREES_FROM for one in answers), sum(one <= DISAGREES_TO for one in answers)
        yield ClientQuestion(
            question=about[0].question,
            topic=about[0].topic,
            agree=agree,
            neither=len(answers) - agree - disagree,
            disagree=disagree,
            count=len(answers),
        )


def _by_agreement(question: ClientQuestion) -> tuple[Decimal, Decimal, str]:
    count = Decimal(question.count)
    return -question.agree / count, question.disagree / count, question.question


def margin_of(answered: int, population: int) -> Decimal:
    """Half the width of the 95 % interval of a share, 0 to 1: z √(p (1 − p) / n × (N − n) / (N − 1)) with p = 0.5.

    The finite population correction (N − n) / (N − 1) is the textbook one; 5 of 12 give 0.35. Everybody asked gives 0.
    It does not cure that some kept silent or were picked by hand. Raises ValueError unless 1 ≤ answered.
    """
    if answered < 1:
        raise ValueError("a margin needs one answer at least")
    if answered >= population:
        return Decimal(0)
    correction = Decimal(population - answered) / (population - 1)
    return Z_95 * (EVEN * (1 - EVEN) / answered * correction).sqrt()


def explained_voice(summary: VoiceSummary) -> Iterator[Explanation]:
    """How each gap, the response rate and the net promoter score came about."""
    for place, topic in enumerate(summary.topics, start=1):
        if topic.gap is not None and topic.us.mean is not None and topic.client.mean is not None:
            yield Explanation(
                of=f"voice_summary.topics[{place}].gap",
                formula="our mean − the client's mean",
                worked=gives(f"{number(topic.us.mean)} − {signed(topic.client.mean)}", topic.gap),
                cells=topic.cells,
            )
    said = summary.recommendation
    if said.score is not None:
        yield Explanation(
            of="voice_summary.recommendation.score",
            formula="(answers of 9 and 10 − answers of 0 to 6) ÷ answers",
            worked=gives(f"({said.promoters} − {said.detractors}) ÷ {said.count}", said.score),
            cells=said.cells,
        )


def _latest_and_before(rows: Iterable[Voice], period: str) -> tuple[list[Voice], list[Voice]]:
    """The rows of the latest period up to the end of `period`, and those of the one before it on the sheet."""
    ended = [row for row in rows if end_order(row.period) <= end_order(period)]
    names = sorted({row.period for row in ended}, key=age_order, reverse=True)
    latest, before = (*names, "", "")[:2]
    return [row for row in ended if row.period == latest], [row for row in ended if row.period == before]


def _of(rows: Iterable[Voice], side: str) -> list[Voice]:
    return [row for row in rows if row.side == side]


def _about(rows: Iterable[Voice], topic: str) -> list[Voice]:
    name = folded(topic)
    return [row for row in rows if folded(row.topic) == name]


def _topics(rows: Iterable[Voice]) -> tuple[str, ...]:
    """The topics with an answer, each once, as they are written first."""
    named: dict[str, str] = {}
    for row in rows:
        if row.answer is not None:
            named.setdefault(folded(row.topic), row.topic)
    return tuple(named.values())


def _people(rows: Iterable[Voice]) -> int:
    """How many people answered a questionnaire."""
    return len({folded(row.respondent) for row in rows if row.answer is not None})


def _topic(name: str, rows: Sequence[Voice], before: Sequence[Voice]) -> VoiceTopic:
    here, then = _about(rows, name), _about(before, name)
    client, us = (_answers(_of(here, side), _of(then, side), 1) for side in ("client", "us"))
    return VoiceTopic(
        topic=name,
        client=client,
        us=us,
        gap=us.mean - client.mean if us.mean is not None and client.mean is not None else None,
        cells=tuple(row.cell("answer") for row in here if row.answer is not None),
    )


def _by_gap(topic: VoiceTopic) -> tuple[bool, Decimal, str]:
    return topic.gap is None, -abs(topic.gap or Decimal(0)), topic.topic


def _answers(rows: Sequence[Voice], before: Sequence[Voice], least: int) -> TopicAnswers:
    """The answers counted and averaged, if there are `least` of them at least, in this period and in the one before."""
    now, then = _mean(rows, least), _mean(before, least)
    return TopicAnswers(
        count=sum(row.answer is not None for row in rows),
        mean=now,
        change=now - then if now is not None and then is not None else None,
    )


def _mean(rows: Iterable[Voice], least: int) -> Decimal | None:
    answers = [row.answer for row in rows if row.answer is not None]
    return Decimal(sum(answers)) / len(answers) if len(answers) >= max(1, least) else None


def _sample(
    answered: int, side: str, rows: Sequence[Voice], samples: Iterable[VoiceSample], standards: Standards
) -> Sample:
    period = rows[0].period
    asked = next((sample for sample in samples if sample.side == side and sample.period == period), None)
    population = asked.population if asked else None
    margin = margin_of(answered, population) if answered and population else None
    small = margin is not None and whole_percents(margin) <= standards.thresholds.trend_margin_points
    return Sample(
        period=period,
        population=population,
        invited=asked.invited if asked else None,
        answered=answered,
        response_rate=Decimal(answered) / asked.invited if asked and asked.invited else None,
        margin=margin,
        reads_as="trend" if small else "answers",
        method=(asked.method or "") if asked else "",
        known_bias=(asked.known_bias or "") if asked else "",
    )


def _recommendation(said: Sequence[Voice]) -> Recommendation:
    given = [row.recommends for row in said if row.recommends is not None]
    promoters, detractors = (
        sum(value >= PROMOTER_FROM for value in given),
        sum(value <= DETRACTOR_TO for value in given),
    )
    return Recommendation(
        count=len(given),
        promoters=promoters,
        detractors=detractors,
        score=Decimal(promoters - detractors) / len(given) if given else None,
        cells=tuple(row.cell("recommends") for row in said),
    )

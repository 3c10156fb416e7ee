"""What people said, by topic and side, and how far it can be relied on."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result


class TopicAnswers(Result):
    """The answers of one side on one topic in the latest period."""

    count: int = result("Number of answers.", "client")
    mean: Decimal | None = result(
        "Mean answer, 1 to 5; None without one, for the client also below the least.", "client"
    )
    change: Decimal | None = result("Mean less that of the period before, −4 to 4; None unless both are.", "client")


class VoiceTopic(Result):
    """One topic as both sides see it."""

    topic: str = result("The topic.")
    client: TopicAnswers = result("The client's answers.")
    us: TopicAnswers = result("Our own.")
    gap: Decimal | None = result(
        "Our mean less the client's, −4 to 4: above 0 we think better of it. None unless both are."
    )
    cells: tuple[str, ...] = result("Where the answers stand in the workbook.")


class ClientTopic(Result):
    """One topic as the client's side answered it."""

    topic: str = result("The topic.", "client")
    answers: TopicAnswers = result("Its answers.", "client")


class ClientQuestion(Result):
    """How the client's side answered one question: each count is of answers."""

    question: str = result("The question.", "client")
    topic: str = result("Its topic.", "client")
    agree: int = result("Answers of 4 and 5.", "client")
    neither: int = result("Answers of 3.", "client")
    disagree: int = result("Answers of 1 and 2.", "client")
    count: int = result("All answers.", "client")


class Sample(Result):
    """How many of one side were asked and answered in the latest period, and how far that carries."""

    period: str = result("The period.", "client")
    population: int | None = result("How many people it is about; None if not noted.", "client")
    invited: int | None = result("How many were asked; None if not noted.", "client")
    answered: int = result("How many answered: people, for the client the most answers to one question.", "client")
    response_rate: Decimal | None = result("Answered / invited, 0 to 1; None if nobody is noted as invited.", "client")
    margin: Decimal | None = result(
        "Half the width of the 95 % interval of a share, 0 to 1, for so many answers out of the population; it knows "
        "nothing of who was picked or kept silent. None without answers or population.",
        "client",
    )
    reads_as: Literal["answers", "trend"] = result(
        "trend if the margin is known and small enough by the standards, else answers.", "client"
    )
    method: str = result("How they were asked; empty if not noted.", "client")
    known_bias: str = result("What may make the answers one-sided; empty if not noted.", "client")


class Recommendation(Result):
    """Would they recommend us: the net promoter score of the client's side in the latest period."""

    count: int = result("How many said.")
    promoters: int = result("How many gave 9 or 10.")
    detractors: int = result("How many gave 0 to 6.")
    score: Decimal | None = result("Promoters less detractors, of all who said, −1 to 1; None if nobody did.")
    cells: tuple[str, ...] = result("Where the answers stand in the workbook.")


class ClientVoice(Result):
    """What the client's side answered in the latest period up to the one reviewed."""

    period: str = result("The period; empty without answers.", "client")
    sample: Sample | None = result("How many were asked and answered; None without answers.", "client")
    topics: tuple[ClientTopic, ...] = result(
        "The topics, the lowest mean first, then by name; without mean last.", "client"
    )
    questions: tuple[ClientQuestion, ...] = result(
        "The questions with answers enough to show, most agreement first, then by their words.", "client"
    )


class VoiceSummary(Result):
    """What both sides said in the latest period up to the one reviewed."""

    period: str = result("The period; empty without a row.")
    client: Sample | None = result("How the client's side was asked; None if nobody of it said anything.")
    us: Sample | None = result("How our side was asked; None as for the client's.")
    topics: tuple[VoiceTopic, ...] = result("The topics, the widest gap first, then by name; without gap last.")
    widest: str = result("The topic with the widest gap; empty without one.")
    recommendation: Recommendation = result("Would they recommend us?")
    interviews: int = result("Number of people interviewed in the period.")
    interviews_client: int = result("Of these, on the client's side.")
    interview_minutes: int = result("Minutes of these interviews that are noted, together.")

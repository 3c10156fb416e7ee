"""What the answers say: where both sides see us differently, how far the sample carries, and who would recommend us."""

from pipeline.analysis.results import Analysis, Sample
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import every, none_of, quoted
from pipeline.views.wording import count_word, counted, sentence


def perception(account: KeyAccount, analysis: Analysis) -> Finding:
    """The topic on which both sides differ most."""
    voices = analysis.voice_summary
    compared = [topic for topic in voices.topics if topic.gap is not None]
    if not compared:
        return not_assessed(f"Where both sides see us differently is not assessed: {_one_sided(analysis)}")
    widest = compared[0]
    us, they = (_answer(answers.mean, account) for answers in (widest.us, widest.client))
    if not widest.gap:
        topics = "the one topic" if len(compared) == 1 else f"{count_word(len(compared))} topics"
        return found(f"Both sides answered alike on {topics} that they share")
    # The figures are shown with one decimal: a gap that does not show is not told as one.
    if us == they:
        return found(f"Both sides nearly agree: {they} of 5 on {quoted(widest.topic)}", "Both sides nearly agree")
    side = "better" if widest.gap > 0 else "worse"
    said = f"{us} against {they} of 5{_caution(voices.client, widest.client.count)}"
    return found(
        f"We see {quoted(widest.topic)} {side} than they do: {said}",
        f"We see one topic {side} than they do: {said}",
    )


def _one_sided(analysis: Analysis) -> str:
    voices = analysis.voice_summary
    client = any(topic.client.count for topic in voices.topics)
    us = any(topic.us.count for topic in voices.topics)
    if client and us:
        return "no topic was put to both"
    if client:
        return "nobody of ours answered"
    return "nobody of the customer answered" if us else "nobody answered yet"


def _answer(mean: object, account: KeyAccount) -> str:
    return wording.number(mean, account.account.locale, 1)  # type: ignore[arg-type]


def _caution(sample: Sample | None, count: int) -> str:
    """ ", from five answers, not a trend" where the sample is too small for one."""
    if sample is None or sample.reads_as == "trend":
        return ""
    return f", from {counted(count, 'answer', 'answers')}, not a trend"


def sample(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many of the client's side answered, and how far that carries."""
    asked = analysis.voice_summary.client
    if asked is None:
        return not_assessed("How far answers carry is not assessed: nobody of the customer said anything yet")
    locale = account.account.locale
    period = wording.period(asked.period, locale, "dated")
    if not asked.answered:
        return found(f"Nobody of theirs answered a question in {period}")
    carries = "answers, not a trend"
    if asked.reads_as == "trend" and asked.margin is not None:
        carries = f"shares are exact to {wording.number(asked.margin * 100, locale, 0)} points either way"
    people = sentence(counted(asked.answered, "person", "people"))
    if asked.invited is None or asked.response_rate is None:
        return found(f"{people} of theirs answered in {period}; the number invited is not noted: {carries}")
    if asked.answered > asked.invited:
        more = f"more than the {count_word(asked.invited)} invited"
        return found(f"{people} of theirs answered in {period}, {more}: {carries}")
    if asked.answered == asked.invited:
        whole = "The one invited" if asked.invited == 1 else f"{every(asked.invited)} invited"
        return found(f"{whole} answered in {period}: {carries}")
    answered = f"{sentence(count_word(asked.answered))} of {count_word(asked.invited)} invited"
    return found(f"{answered} answered in {period}, {wording.percent(asked.response_rate, locale)}: {carries}")


def recommendation(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many would recommend us, and the net promoter score."""
    voices = analysis.voice_summary
    said = voices.recommendation
    if not said.count or said.score is None:
        return not_assessed("Whether they would recommend us is not assessed: nobody of the customer said it yet")
    if said.count == 1:
        return found(
            "The one person asked would recommend us"
            if said.promoters
            else "The one person asked would not recommend us"
            if said.detractors
            else "The one person asked would neither recommend us nor advise against us"
        )
    if said.promoters == said.count:
        who = f"{every(said.count)} asked would recommend us"
    elif not said.promoters:
        who = f"{none_of(said.count)} asked would recommend us"
    else:
        against = count_word(said.detractors) if said.detractors else "none"
        some = f"{sentence(count_word(said.promoters))} of {count_word(said.count)}"
        who = f"{some} would recommend us, {against} would not"
    score = wording.signed(wording.rounded(said.score * 100, 0), account.account.locale, 0)
    caution = ", not a trend" if _caution(voices.client, said.count) else ""
    return found(f"{who}: a net promoter score of {score}{caution}")


def voice_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on what people said under the labels of the plan."""
    return (
        ("Who answered", sample(account, analysis)),
        ("Widest gap", perception(account, analysis)),
        ("Recommendation", recommendation(account, analysis)),
    )

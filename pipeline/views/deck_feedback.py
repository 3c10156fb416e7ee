"""What the client's side said, as the deck shows it: counted answers, their limits, quotes and what came of them."""

from pipeline.analysis.periods import age_order, end_order
from pipeline.analysis.results import SharedAnalysis
from pipeline.analysis.results.voice import Sample
from pipeline.model.account import KeyAccount
from pipeline.model.world import VoiceSample
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.deck_rows import Feedback, Quote

QUOTES_BESIDE_CHART, QUOTES_ALONE = 1, 4
LONGEST_QUOTE_BESIDE_CHART = 120


def feedback_of(account: KeyAccount, shared: SharedAnalysis, about: About) -> Feedback | None:
    """The feedback of the latest period up to the one reviewed; None if there is neither an answer to show nor a quote.

    With too few answers only what people agreed to be quoted with is shown.
    """
    voice = shared.client_voice
    quotes = _quotes(account, voice.period, about.period)
    if not voice.questions and not quotes:
        return None
    asked = next((row for row in account.voice_samples if row.period == voice.period), None)
    return Feedback(
        rows=tuple(voice.questions),
        share=_share(voice.sample) if voice.sample else "",
        answered=_answered(voice.sample, account.account.locale) if voice.sample else "",
        caution=_caution(voice.sample, shown=bool(voice.questions)) if voice.sample else "",
        bias=_ended(voice.sample.known_bias) if voice.sample else "",
        method=_ended(voice.sample.method) if voice.sample else "",
        quotes=quotes[:QUOTES_ALONE] if not voice.questions else _short(quotes)[:QUOTES_BESIDE_CHART],
        done=_steps(asked),
    )


def _quotes(account: KeyAccount, answered: str, reviewed: str) -> tuple[Quote, ...]:
    """The quotes of the period with answers; where nobody answered, of the latest one up to that reviewed."""
    quoted = [row for row in account.voice if row.quote and end_order(row.period) <= end_order(reviewed)]
    latest = answered or max((row.period for row in quoted), default="", key=age_order)
    return tuple(Quote(text=row.quote or "", who=row.quoted_as or "") for row in quoted if row.period == latest)


def _short(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if len(quote.text) <= LONGEST_QUOTE_BESIDE_CHART)


def _share(sample: Sample) -> str:
    return str(sample.answered) if sample.response_rate is None else f"{sample.answered} of {sample.invited}"


def _answered(sample: Sample, locale: str) -> str:
    asked = sample.answered if sample.response_rate is None or sample.invited is None else sample.invited
    rate = "" if sample.response_rate is None else f" ({wording.percent(sample.response_rate, locale)})"
    return f"{wording.plural(asked, 'person', 'people')} answered{rate}"


def _caution(sample: Sample, *, shown: bool) -> str:
    """What one answer weighs where they are few."""
    count = wording.counted(sample.answered, "answer", "answers")
    if not shown:
        return f"{wording.sentence(count)} {wording.plural(sample.answered, 'is', 'are')} too few to show in figures."
    if sample.reads_as == "trend":
        return ""
    opinions = wording.counted(sample.answered, "opinion", "opinions")
    return f"One person in {wording.count_word(sample.answered)}: read these as {opinions}, not as a trend."


def _ended(text: str) -> str:
    """`text` as a sentence of its own; "" stays empty."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _steps(asked: VoiceSample | None) -> tuple[str, ...]:
    lines = ((asked.what_we_did if asked else None) or "").splitlines()
    return tuple(line.strip() for line in lines if line.strip())

"""What people said, as the plan prints it: who was asked, the answers counted by side, findings and quotes."""

from collections.abc import Iterable, Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.world import Voice
from pipeline.views import wording
from pipeline.views.plan_parts import GOOD, NONE, Fact, Status, fitting, rows_read
from pipeline.views.wording import count_word, counted, plural, sentence

_SIDES = {"client": "Client", "us": "Us"}
_SCALE = (1, 2, 3, 4, 5)


class SampleRow(Result):
    """How one side was asked in one period."""

    side: str = result("Client or Us, with the period.")
    population: str = result("How many people it is about; a dash if not noted.")
    invited: str = result("How many were asked; a dash if not noted.")
    answered: str = result("How many people gave an answer from 1 to 5.")
    method: str = result("How they were asked; a dash if not noted.")
    known_bias: str = result("What may make the answers one-sided; a dash if not noted.")


class QuestionRow(Result):
    """The answers of one side to one question in one period."""

    question: str = result("What was asked; empty where the row goes on from the one above.")
    topic: str = result("Its topic; empty where the row goes on.")
    side: str = result("Client or Us, with the period.")
    counts: tuple[str, ...] = result("How many answered 1, 2, 3, 4 and 5.")


class FindingRow(Result):
    """What one interview showed."""

    respondent: str = result("Who answered.")
    how: str = result("Side, period, kind and minutes.")
    question: str = result("What was asked.")
    topic: str = result("Its topic.")
    finding: str = result("What it showed; a dash if not noted.")


class QuoteRow(Result):
    """Somebody's own words."""

    quote: str = result("The words, in quotation marks.")
    respondent: str = result("Who said them.")
    topic: str = result("What they are about.")
    consent: Status = result("May be shown, or Not to be shown.")


class VoiceView(Result):
    """What people said."""

    samples: tuple[SampleRow, ...] = result("Who was asked, the client's side first, the latest period first.")
    questions: tuple[QuestionRow, ...] = result("The answers to each question, by side and period.")
    findings: tuple[FindingRow, ...] = result("Interviews and findings.")
    quotes: tuple[QuoteRow, ...] = result("The quotes, those with consent first.")
    respondents: tuple[Fact, ...] = result("Who said something, by side and period.")
    source: str = result("Where it was read.")


def voice_view(account: KeyAccount) -> VoiceView:
    """What people said, as the plan prints it."""
    locale = account.account.locale
    return VoiceView(
        samples=tuple(_samples(account)),
        questions=tuple(_questions(account)),
        findings=tuple(_findings(account.voice, locale)),
        quotes=tuple(_quotes(account.voice)),
        respondents=tuple(
            Fact(label=_asked(side, period, locale), value=", ".join(_people(account.voice, side, period)))
            for side, period in _occasions(account)
            if _people(account.voice, side, period)
        ),
        source=rows_read(account.voice) if account.voice else "",
    )


def _occasions(account: KeyAccount) -> list[tuple[str, str]]:
    """The sides and periods in which somebody was asked: the client's side first, the latest period first."""
    occasions = {(sample.side, sample.period) for sample in account.voice_samples}
    occasions |= {(voice.side, voice.period) for voice in account.voice}
    latest = sorted(occasions, key=lambda occasion: occasion[1], reverse=True)
    return sorted(latest, key=lambda occasion: occasion[0] != "client")


def _asked(side: str, period: str, locale: str) -> str:
    return f"{_SIDES[side]}, {wording.period(period, locale, 'dated')}"


def _people(voices: Iterable[Voice], side: str, period: str = "") -> list[str]:
    """Who said something on one side; in one period if it is given."""
    found = (voice for voice in voices if voice.side == side and (not period or voice.period == period))
    return list(dict.fromkeys(voice.respondent for voice in found))


def _samples(account: KeyAccount) -> Iterator[SampleRow]:
    locale = account.account.locale
    answers = [voice for voice in account.voice if voice.answer is not None]
    for side, period in _occasions(account):
        samples = [sample for sample in account.voice_samples if (sample.side, sample.period) == (side, period)]
        yield SampleRow(
            side=_asked(side, period, locale),
            population=_joined((sample.population for sample in samples), locale),
            invited=_joined((sample.invited for sample in samples), locale),
            answered=wording.number(len(_people(answers, side, period)), locale),
            method="; ".join(sample.method for sample in samples if sample.method) or wording.BLANK,
            known_bias="; ".join(sample.known_bias for sample in samples if sample.known_bias) or wording.BLANK,
        )


def _joined(counts: Iterable[int | None], locale: str) -> str:
    return "; ".join(wording.number(count, locale) for count in counts if count is not None) or wording.BLANK


def _questions(account: KeyAccount) -> Iterator[QuestionRow]:
    locale = account.account.locale
    answered = [voice for voice in account.voice if voice.answer is not None]
    for topic, question in dict.fromkeys((voice.topic, voice.question) for voice in answered):
        asked = [voice for voice in answered if (voice.topic, voice.question) == (topic, question)]
        shown, named = question, topic
        for side, period in _occasions(account):
            answers = [voice.answer for voice in asked if (voice.side, voice.period) == (side, period)]
            if answers:
                counts = tuple(wording.number(answers.count(step), locale) for step in _SCALE)
                yield QuestionRow(question=shown, topic=named, side=_asked(side, period, locale), counts=counts)
                shown = named = ""


def _findings(voices: tuple[Voice, ...], locale: str) -> Iterator[FindingRow]:
    for voice in voices:
        if voice.finding or voice.kind == "interview" or voice.duration_minutes is not None:
            minutes = (
                f"{wording.number(voice.duration_minutes, locale)}{wording.NO_BREAK}min"
                if voice.duration_minutes
                else ""
            )
            how = (_asked(voice.side, voice.period, locale), voice.kind, minutes)
            yield FindingRow(
                respondent=voice.respondent,
                how=", ".join(part for part in how if part),
                question=voice.question,
                topic=voice.topic,
                finding=voice.finding or wording.BLANK,
            )


def _quotes(voices: tuple[Voice, ...]) -> Iterator[QuoteRow]:
    quoted = [voice for voice in voices if voice.quote]
    for voice in sorted(quoted, key=lambda voice: not voice.quote_consent):
        yield QuoteRow(
            quote=f"“{voice.quote}”",
            respondent=voice.respondent,
            topic=voice.topic,
            consent=Status(tone=GOOD, word="May be shown")
            if voice.quote_consent
            else Status(tone=NONE, word="Not to be shown"),
        )


def voice_headline(account: KeyAccount) -> str:
    """How many people of each side said something, and how many quotes may be shown."""
    client, us = len(_people(account.voice, "client")), len(_people(account.voice, "us"))
    if not client and not us:
        if not account.voice_samples:
            return fitting("Nobody has been asked yet")
        invited = sum(sample.invited for sample in account.voice_samples)
        return fitting(f"{sentence(counted(invited, 'person was', 'people were'))} asked; no answer is entered yet")
    if client and us:
        who = f"{sentence(counted(client, 'person', 'people'))} of the customer and {count_word(us)} of ours"
    elif client:
        who = f"{sentence(counted(client, 'person', 'people'))} of the customer and nobody of ours"
    else:
        who = f"{sentence(counted(us, 'person', 'people'))} of ours and nobody of the customer"
    said = f"{who} said what they think"
    quotes = [voice for voice in account.voice if voice.quote]
    if not quotes:
        return fitting(said)
    shown = sum(bool(voice.quote_consent) for voice in quotes)
    words = f"{count_word(shown)} {plural(shown, 'quote', 'quotes')}" if shown else "no quote"
    return fitting(f"{said}; {words} may be shown", said)

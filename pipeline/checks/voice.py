"""Rules about what people said and rated: answers and findings, consent, who was asked, and how rivals are rated."""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.places import at_cell, is_unread
from pipeline.model.account import KeyAccount
from pipeline.problems import Problem, fold
from pipeline.standards import Standards

# What each kind of asking brings: a questionnaire an answer on its scale, an interview a finding.
_BRINGS = {"questionnaire": "answer", "interview": "finding"}


def who_was_asked_said_something(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A questionnaire has an answer and an interview a finding, unless the row says whether they recommend us."""
    for row in account.voice:
        key = _BRINGS.get(row.kind)
        if key and getattr(row, key) is None and row.recommends is None:
            message = f"{key.capitalize()} is blank, so the {row.kind} of {row.respondent!r} says nothing."
            fix = f"Fill in the {key}, or delete the row."
            yield at_cell(row, key, "nothing-said", "warning", message, fix)


def quotes_have_consent(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A quote of the client's side is shown with consent only."""
    for row in account.voice:
        if row.side == "client" and row.quote and not row.quote_consent and "quote_consent" not in row.origin.unread:
            message = f"The quote of {row.respondent!r} has no consent, so it is not shown to the client."
            fix = "Ask, and set Quote consent to Yes; else leave it."
            yield at_cell(row, "quote", "quote-not-shown", "note", message, fix)


def no_more_are_invited_than_there_are(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Who is invited is part of the population."""
    for row in account.voice_samples:
        if row.population is not None and row.invited is not None and row.invited > row.population:
            message = f"Invited {row.invited} is above Population {row.population}."
            yield at_cell(row, "invited", "invited-above-population", "error", message, "Correct one of the two.")


def no_more_answer_than_were_invited(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """Of one side and period, no more people stand on sheet Voice than were invited."""
    if any(is_unread(account.voice, key) for key in ("side", "period", "respondent")):
        return
    answered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for voice in account.voice:
        answered[voice.side, voice.period].add(fold(voice.respondent))
    for row in account.voice_samples:
        people = len(answered.get((row.side, row.period), ()))
        if row.invited is not None and people > row.invited:
            who = "1 person has" if people == 1 else f"{people} people have"
            message = f"Invited is {row.invited}, but {who} answered ({row.side}, {row.period})."
            fix = "Correct Invited, or write each respondent alike on all of their rows."
            yield at_cell(row, "invited", "answers-above-invited", "warning", message, fix)


def a_rated_rival_has_a_name(account: KeyAccount, standards: Standards) -> Iterator[Problem]:
    """A rating of a rival says which rival."""
    for row in account.ratings:
        if row.rates == "rival" and row.rival is None:
            message = "Rival is blank, so nobody knows whom the row rates."
            yield at_cell(row, "rival", "rival-unnamed", "warning", message, "Name one of sheet Competitors.")
